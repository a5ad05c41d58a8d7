"""What is kept depends on all of Byline's code, wherever in the package it stands."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from paths import PACKAGE


def digest(package: Path) -> str:
    spec = importlib.util.spec_from_file_location("own_code", package / "cache/own_code.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: str = module.own_code()
    return found


@pytest.mark.parametrize("path", ["model/post.py", "html/sanitize.py", "cache/store.py"])
def test_any_module_counts(tmp_path: Path, path: str) -> None:
    package = tmp_path / "mkdocs_byline"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = digest(package)
    assert digest(package) == before
    with (package / path).open("a", encoding="utf-8") as file:
        file.write("# Changed.\n")
    assert digest(package) != before
