"""A post's bytes in, the same post with its small mistakes mended out.

Only front matter changes, and the file's line ends. Every change is an edit of the text, so that
comments, quotes and the order of what is not touched stay as they are.
"""

from __future__ import annotations
