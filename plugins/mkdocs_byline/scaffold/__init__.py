"""Texts of new files and entries."""

from __future__ import annotations
