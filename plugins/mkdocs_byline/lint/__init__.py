"""Posts in, what an editor would remark on out: by name, so that a site can choose.

These are the checks of the option `checks`. They read Markdown's source and convert nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

# In the order of their codes.
CHECKS: Mapping[str, str] = {
    "alt-text": "BY501",
    "heading-levels": "BY502",
    "description-length": "BY503",
    "image-size": "BY504",
    "link-text": "BY505",
    "bare-urls": "BY506",
    "links": "BY507",
    "anchors": "BY508",
    "unused-images": "BY509",
    "same-titles": "BY510",
    "similar-tags": "BY511",
    "paragraph-length": "BY512",
    "code-blocks": "BY513",
    "one-title": "BY514",
    "markdown-in-html": "BY515",
    "excerpt-mark": "BY516",
    "placeholders": "BY517",
    "file-names": "BY518",
    "lone-parts": "BY519",
}
