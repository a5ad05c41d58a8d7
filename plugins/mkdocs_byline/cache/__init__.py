"""A cache of bytes by key on disk, and worker processes; nothing of blogs."""
