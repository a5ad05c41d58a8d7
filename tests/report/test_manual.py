"""What the documentation says about a code, without its links."""

from __future__ import annotations

import re

from mkdocs_byline.problems import CODES
from mkdocs_byline.report.manual import explanation


def test_every_code_is_explained() -> None:
    for code, (severity, meaning) in CODES.items():
        text = explanation(code)
        assert text.startswith(f"<p><strong>{severity.title()}: {meaning}.</strong>"), code
        assert "<a " not in text
        assert "](" not in re.sub("<code>.*?</code>", "", text), code
    assert "<code>![](stairs.jpg)" in explanation("BY501")


def test_an_unknown_code_has_no_explanation() -> None:
    assert explanation("BY000") == ""
