"""Byline: author and date metadata done right, for blogs built with MkDocs.

The core turns text into values and values into pages and imports no MkDocs; `host` is the only
package that does.
"""

__version__ = "0.1.0"
