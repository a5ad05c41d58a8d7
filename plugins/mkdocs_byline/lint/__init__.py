"""Checks of posts by what an editor would remark on, by name, so that a site can choose.

The names are `problems.CHECKS`. They read Markdown's source and convert nothing.
"""
