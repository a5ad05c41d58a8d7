"""What somebody is about to write in, the text of a new file or entry out."""

from __future__ import annotations
