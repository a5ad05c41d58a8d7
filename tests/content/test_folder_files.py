"""Which files of a folder count is what can be read by their names."""

from __future__ import annotations

import os
from pathlib import Path

from building import write
from mkdocs_byline.content.folder_files import files_below
from mkdocs_byline.markdown.extension_purity import fingerprint


def test_links_are_followed_and_what_leads_nowhere_is_not_there(tmp_path: Path) -> None:
    files = {
        "theme/b/two.html": "2",
        "theme/one.html": "1",
        "theme/icons/x.svg": "",
        "far/t.html": "3",
    }
    write(tmp_path, files)
    theme = tmp_path / "theme"
    (theme / "gone.html").symlink_to("nowhere.html")
    (theme / "itself.html").symlink_to("itself.html")
    (theme / "linked").symlink_to(tmp_path / "far", target_is_directory=True)
    (tmp_path / "far/round").symlink_to(theme, target_is_directory=True)
    (theme / "b/up").symlink_to("..", target_is_directory=True)
    os.mkfifo(theme / "pipe.html")
    found = [
        (path.relative_to(theme).as_posix(), data)
        for path, data in files_below(theme, skipped={"icons"})
    ]
    assert found == [("one.html", b"1"), ("b/two.html", b"2"), ("linked/t.html", b"3")]


def test_an_icon_behind_a_link_is_part_of_what_extensions_do(tmp_path: Path) -> None:
    write(tmp_path, {"icons/own/one.svg": "<svg/>", "far/two.svg": "<svg/>"})
    (tmp_path / "icons/far").symlink_to(tmp_path / "far", target_is_directory=True)
    (tmp_path / "icons/.#one.svg").symlink_to("jane@host.example:1")  # As Emacs leaves it.
    options = {"options": {"custom_icons": [str(tmp_path / "icons")]}}

    def found() -> str:
        return fingerprint(["pymdownx.emoji"], {"pymdownx.emoji": options}, (), {})

    before = found()
    assert found() == before
    write(tmp_path, {"far/two.svg": "<svg></svg>"})
    assert found() != before
