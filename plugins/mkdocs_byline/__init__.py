"""Byline: author and date metadata done right, for blogs built with MkDocs.

The core (`read`, `arrange`, `render`) turns text into values and values into pages and
imports no MkDocs; `host` is the only package that does.
"""

__version__ = "0.1.0"

# How to install it, for requirements files and the manual. A release makes it
# "mkdocs-byline==" and its number; until there is one, it comes from the repository.
REQUIREMENT = "mkdocs-byline @ git+https://github.com/our-blog/our-blog"
