"""Where this project lies, and the samples that lie outside of it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plugins/mkdocs_byline"
SAMPLES = ROOT / "tests/samples"
SHARED = Path(os.environ.get("BYLINE_SHARED") or ROOT.parent / "shared")
