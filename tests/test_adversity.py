"""Whatever happens to the cache around a build, the site is right, and so is the next."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import build, write
from test_warm import assert_same, contents, many, without_cache

MANY = many(30)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")


def command(root: Path, site: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", site],
        cwd=root,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )


def test_two_builds_at_once_are_both_right(tmp_path: Path) -> None:
    write(tmp_path, {**MANY, "docs/index.md": "# Home\n"})
    both = [command(tmp_path, "one"), command(tmp_path, "two")]
    assert [each.wait() for each in both] == [0, 0]
    warm = build(tmp_path, site_dir=str(tmp_path / "warm"))
    with without_cache(tmp_path):
        cold = build(tmp_path, site_dir=str(tmp_path / "cold"))
    assert_same(warm, cold)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(cold.out)


def test_a_killed_build_is_no_harm_to_the_next(tmp_path: Path) -> None:
    write(tmp_path, {**MANY, "docs/index.md": "# Home\n"})
    process = command(tmp_path, "killed")
    cache = tmp_path / ".cache" / "byline"
    while not any(path.stat().st_size > 20_000 for path in cache.glob("*.tmp")):
        assert process.poll() is None, "It was over before anything was written."
    process.kill()
    process.wait()
    warm = build(tmp_path, site_dir=str(tmp_path / "warm"))
    with without_cache(tmp_path):
        cold = build(tmp_path, site_dir=str(tmp_path / "cold"))
    assert_same(warm, cold)


def test_a_build_needs_no_home(tmp_path: Path) -> None:
    write(tmp_path, {**MANY, "docs/index.md": "# Home\n"})
    assert command(tmp_path, "homeless", HOME="/nonexistent", XDG_CACHE_HOME="").wait() == 0
    assert contents(tmp_path / "homeless") == contents(build(tmp_path).out)


def test_a_cache_in_the_way_of_which_is_a_file(tmp_path: Path) -> None:
    cold = build(tmp_path, MANY, site_dir=str(tmp_path / "cold"))
    with without_cache(tmp_path):
        (tmp_path / ".cache").write_text("")
        blocked = build(tmp_path, site_dir=str(tmp_path / "blocked"))
        (tmp_path / ".cache").unlink()
    assert_same(blocked, cold)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ".cache"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small file system can't be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_time_alone(small_disk: Path, tmp_path: Path) -> None:
    full = build(tmp_path, MANY, site_dir=str(tmp_path / "full"))
    again = build(tmp_path, site_dir=str(tmp_path / "again"))
    assert list(small_disk.rglob("*.pack")) == []
    assert_same(again, full)
    assert len(full.pages()) > 80
