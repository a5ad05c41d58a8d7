"""Redirect pages: from a former URL to a post's present one."""

from __future__ import annotations

import posixpath
from html import escape
from urllib.parse import urljoin

# As mkdocs-redirects' pages (https://github.com/mkdocs/mkdocs-redirects), without their script.
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<p>{moved} <a href="{url}">{title}</a></p>
</body>
</html>
"""


def redirect_page(
    *, dest: str, url: str, title: str, site_url: str, language: str, moved: str
) -> str:
    """Return the HTML of a page at `dest` that leads to the site-relative `url`.

    Args:
        moved: "This page has moved:", in the site's language.
    """
    way = posixpath.relpath(f"/{url}", posixpath.dirname(f"/{dest}"))
    way += "/" if url.endswith("/") and not way.endswith("/") else ""
    canonical = urljoin(site_url, url) if site_url else way
    return _PAGE.format(
        language=escape(language),
        title=escape(title),
        canonical=escape(canonical),
        url=escape(way),
        moved=escape(moved),
    )
