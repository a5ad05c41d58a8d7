"""Conversion of posts' Markdown to HTML."""
