"""Bytes kept by key, on disk, and work spread over processes; nothing of blogs."""
