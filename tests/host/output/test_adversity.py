"""Whatever happens around a build, the site is right or it says why not; and so is the next."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import mortal
from building import Built, build, write
from comparing import assert_same, contents, without_cache
from failures import files_of_at_most
from mkdocs_byline.cache import workers
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.output import staging
from sample_blog import many
from serving import Served

COUNT = 10
POSTS = {
    name: str(text).replace("name: material", "name: mkdocs") for name, text in many(COUNT).items()
}
MANY = {**POSTS, "docs/index.md": "# Home\n"}
has_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    monkeypatch.setattr(workers, "MIN_TASKS", 4)


def site(root: Path, name: str) -> Built:
    return build(root, site_dir=str(root / name))


def succeed(root: Path, out: Path) -> None:
    assert build(root, site_dir=str(out)).error == ""


def edit(root: Path, *numbers: int) -> None:
    for number in numbers:
        with (root / f"docs/blog/posts/p{number}.md").open("a") as file:
            file.write(f"\nMore of {number}.\n")


@has_fork
def test_builds_at_once_into_one_folder_are_right_each_time(tmp_path: Path) -> None:
    write(tmp_path, MANY)
    for turn in range(3):
        edit(tmp_path, *range(turn, COUNT, 4))
        (tmp_path / f"docs/blog/posts/p{turn}.md").unlink()
        both = [mortal.start(lambda: succeed(tmp_path, tmp_path / "site")) for _ in range(2)]
        assert [mortal.wait(each) for each in both] == [0, 0]
        with without_cache(tmp_path):
            expected = contents(site(tmp_path, "cold").out)
        assert contents(tmp_path / "site") == expected
        left = [*tmp_path.rglob("*.tmp"), *(tmp_path / "site").glob(f"{staging.PREFIX}*")]
        assert left == []
    assert contents(site(tmp_path, "warm").out) == expected


@contextmanager
def sealed(root: Path) -> Iterator[None]:
    """Let everybody read what is there, and only its owner write."""
    for path in [root, *root.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    if os.geteuid():
        for path in [root, *root.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        for path in [root, *root.rglob("*")]:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


@pytest.fixture
def public() -> Iterator[Path]:
    """Return a folder that everybody can get at, unlike pytest's.

    A test has to build there first: Python itself may lie where others can't import from it.
    """
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        if mortal.run(mortal.as_nobody(lambda: list(Path(sys.prefix, "bin").iterdir()))):
            pytest.skip("only this user can read the Python that runs this")
        yield Path(name)


@has_fork
@pytest.mark.parametrize("secret", [False, True])
def test_a_cache_that_is_read_only_costs_time_alone(public: Path, secret: bool) -> None:
    root = public / "project"
    write(root, MANY)
    site(root, "one")
    edit(root, *range(5))
    cache, out = root / ".cache/byline", public / "out"
    out.mkdir()
    out.chmod(0o777)
    kept = contents(cache)
    with sealed(root):
        if secret:
            cache.chmod(0)
        built = mortal.as_nobody(lambda: succeed(root, out / "site"))
        assert mortal.run(built) == 0
        cache.chmod(0o755)
    assert contents(cache) == kept
    with without_cache(root):
        assert contents(out / "site") == contents(site(root, "cold").out)
    assert contents(site(root, "next").out) == contents(root / "cold")


@has_fork
def test_an_output_folder_that_is_read_only_stays_and_it_is_said(public: Path) -> None:
    write(public, MANY)
    before = contents(site(public, "site").out)

    def refused() -> None:
        failed = site(public, "site")
        assert failed.error
        assert any("can't be written, and is as it was" in each for each in failed.messages)

    with sealed(public):
        assert mortal.run(mortal.as_nobody(refused)) == 0
    assert contents(public / "site") == before
    assert site(public, "site").error == ""


@has_fork
def test_what_another_user_left_is_left_alone(public: Path) -> None:
    write(public, MANY)
    expected = contents(site(public, "cold").out)
    out = public / "site"
    left = out / f"{staging.PREFIX}x"
    left.mkdir(mode=0 if os.geteuid() else 0o700, parents=True)
    out.chmod(0o777)
    assert mortal.run(mortal.as_nobody(lambda: succeed(public, out))) == 0
    assert list(out.glob(f"{staging.PREFIX}*")) == [left]
    left.chmod(0o700)
    assert contents(out) == expected


@pytest.mark.defaults  # As another process has them.
@pytest.mark.parametrize("home", ["/nonexistent", "/proc", None])
def test_a_build_needs_no_home(tmp_path: Path, home: str | None) -> None:
    write(tmp_path, MANY)
    names = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR")
    environment = {name: text for name, text in os.environ.items() if name not in names}
    if home:
        environment |= {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}
    command = [sys.executable, "-m", ENGINE, "build", "--quiet", "--site-dir", "homeless"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, stderr=subprocess.DEVNULL)
    assert contents(tmp_path / "homeless") == contents(build(tmp_path).out)


def test_a_cache_in_the_way_of_which_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, MANY)
    cold = site(tmp_path, "cold")
    with without_cache(tmp_path):
        (tmp_path / ".cache").write_text("")
        blocked = site(tmp_path, "blocked")
        (tmp_path / ".cache").unlink()
    assert_same(blocked, cold)


@contextmanager
def small_disk(folder: Path, size: int, largest: int) -> Iterator[None]:
    """Put a file system of this size there, or let no file grow larger where that is forbidden."""
    kept = contents(folder) if folder.exists() else {}
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        with files_of_at_most(largest):
            yield
        return
    try:
        write(folder, kept)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_cache_on_a_full_disk_costs_time_alone(tmp_path: Path) -> None:
    write(tmp_path, MANY)
    cold = site(tmp_path, "cold")
    shutil.rmtree(tmp_path / ".cache")
    with small_disk(tmp_path / ".cache", 64 * 1024, 300_000):
        full = site(tmp_path, "full")
        again = site(tmp_path, "again")
        assert not list((tmp_path / ".cache").rglob("made-*"))
    assert_same(full, cold)
    assert_same(again, cold)
    assert_same(site(tmp_path, "next"), cold)


def test_a_full_disk_leaves_the_site_and_it_is_said(tmp_path: Path) -> None:
    write(tmp_path, MANY)
    out = site(tmp_path, "site").out
    size = sum(path.stat().st_size + 4096 for path in out.rglob("*"))
    before = contents(out)
    edit(tmp_path, *range(COUNT))
    with small_disk(out, size + 2**20, 20_000):
        built = mortal.run(lambda: fails_for_space(tmp_path))
        assert built == 0
        assert contents(out) == before
    assert site(tmp_path, "site").error == ""


def fails_for_space(root: Path) -> None:
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger(ENGINE).addHandler(handler)
    try:
        site(root, "site")
    except OSError:
        assert any(each.endswith("is as it was before.") for each in told)
    else:
        raise AssertionError("There was room for it.")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "flip": lambda pack: pack.write_bytes(bytes(byte ^ 1 for byte in pack.read_bytes())),
    "cut": lambda pack: os.truncate(pack, pack.stat().st_size // 2),
    "empty": lambda pack: os.truncate(pack, 0),
    "delete": lambda pack: pack.unlink(),
    "no folder": lambda pack: shutil.rmtree(pack.parent, ignore_errors=True),
}


def test_whatever_happens_to_the_cache_the_preview_is_right(tmp_path: Path) -> None:
    served = Served(tmp_path, POSTS)
    for number, (name, damage) in enumerate(DAMAGE.items()):
        served.all()
        packs = list((tmp_path / ".cache").rglob("*.pack"))
        for pack in packs:
            damage(pack)
        post = f"docs/blog/posts/p{number}.md"
        served.change({post: f"{POSTS[post]}\nMore.\n"})
        people = "docs/blog/.authors.yml"
        served.change({people: f"{POSTS[people]}# {name}\n"})  # All is read anew.
        assert served.all() == served.built(), name
