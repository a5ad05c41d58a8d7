"""Mending of small mistakes in a post's file.

What changes is front matter, the addresses of links that lack `https://`, and the file's line
ends. Every change is an edit of the text, so that comments, quotes and the order of what is not
touched stay as they are.
"""

from __future__ import annotations
