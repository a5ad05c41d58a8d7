"""What is left in the output folder when a build fails, is killed, or meets another one."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from building import CONFIG, build, post, wait_for_file_time, write
from failures import Killed, at_move, fail
from mkdocs_byline.host import compat
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.output import staging
from repository import Repo

GOOD: dict[str, str | bytes] = {"docs/blog/posts/one.md": post("# One", date="2026-11-20")}
BAD: dict[str, str | bytes] = {"docs/blog/posts/one.md": post("# One", date="2026-13-20")}
PAGE = "blog/2026/11/20/one/index.html"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def hook(name: str, code: str) -> dict[str, str | bytes]:
    """Return a project's files with a hook that MkDocs calls."""
    config = "site_name: Trial\nplugins: [search, byline]\nhooks: [hook.py]\n"
    return {
        "mkdocs.yml": config,
        "hook.py": f"import os, pathlib\ndef {name}(*args, **kw):\n    {code}\n",
    }


def test_a_failed_build_leaves_the_site_as_it_was_and_says_so(tmp_path: Path) -> None:
    before = tree(build(tmp_path, GOOD).out)
    failed = build(tmp_path, BAD)
    assert failed.error
    assert tree(failed.out) == before
    assert any(each.endswith("site is as it was before.") for each in failed.messages)
    assert PAGE in build(tmp_path, GOOD)


@pytest.mark.parametrize("event", ["on_config", "on_env", "on_post_page", "on_post_build"])
def test_it_does_not_matter_when_a_build_fails(tmp_path: Path, event: str) -> None:
    before = tree(build(tmp_path, GOOD).out)
    fail = hook(event, "from mkdocs.exceptions import PluginError; raise PluginError('no')")
    failed = build(tmp_path, {**fail, "docs/new.md": "# New\n"})
    assert failed.error
    assert tree(failed.out) == before


def test_warnings_of_a_strict_build_leave_it_too(tmp_path: Path) -> None:
    before = tree(build(tmp_path, GOOD).out)
    failed = build(tmp_path, {"docs/new.md": "# New\n[dead](nowhere.md)\n"}, strict=True)
    assert "strict mode" in failed.error
    assert tree(failed.out) == before


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    failed = build(tmp_path, BAD)
    assert not failed.out.exists()
    assert any(each.endswith("site was not made.") for each in failed.messages)


def test_hidden_files_and_the_folder_itself_stay(tmp_path: Path) -> None:
    out = build(tmp_path, GOOD).out
    (out / ".git").mkdir()
    (out / ".git/HEAD").write_text("x")
    (out / "stale.html").write_text("x")
    wait_for_file_time()
    folder = out.stat().st_ino
    built = build(tmp_path)
    assert built.out.stat().st_ino == folder
    assert (out / ".git/HEAD").is_file()
    assert "stale.html" not in built
    assert not list(out.glob(f"{staging.PREFIX}*"))


def test_hidden_files_of_the_build_replace_those_before(tmp_path: Path) -> None:
    config = "site_name: Trial\nplugins: [search, byline]\nexclude_docs: '!.well-known'\n"
    files = {**GOOD, "mkdocs.yml": config}
    build(tmp_path, {**files, "docs/.well-known/security.txt": "1"})
    built = build(tmp_path, {**files, "docs/.well-known/security.txt": "2"})
    assert built.read(".well-known/security.txt") == "2"


def test_the_output_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    built = build(tmp_path, GOOD)
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "elsewhere" / PAGE).is_file()
    assert build(tmp_path, BAD).error
    assert PAGE in built


@pytest.mark.parametrize("reason", [errno.EACCES, errno.ENOSPC])
def test_where_nothing_can_be_written_the_site_stays_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError(reason, os.strerror(reason))

    make = Path.mkdir

    def make_none_in_it(
        at: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False
    ) -> None:
        if at.name == "new":
            refuse()
        make(at, mode, parents, exist_ok)

    before = tree(build(tmp_path, GOOD).out)
    for name, function in (("tempfile.mkdtemp", refuse), ("pathlib.Path.mkdir", make_none_in_it)):
        with monkeypatch.context() as patch:
            patch.setattr(name, function)
            failed = build(tmp_path)
        assert failed.error
        assert failed.messages == [
            f"byline: the site can't be written, and is as it was: [Errno {reason}] "
            f"{os.strerror(reason)}"
        ]
        assert tree(failed.out) == before
        assert not list(failed.out.glob(f"{staging.PREFIX}*"))


def test_without_locks_builds_write_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)
    assert PAGE in build(tmp_path, GOOD)


@pytest.mark.parametrize("event", ["on_config", "on_pre_build"])
def test_plugins_write_where_the_site_will_be(tmp_path: Path, event: str) -> None:
    text = f"""\
        import pathlib
        def {event}(config):
            global folder
            folder = pathlib.Path(config.site_dir)
        def on_post_build(config):
            (folder / "early.txt").write_text("x")
            pathlib.Path(config.site_dir, "late.txt").write_text("x")
        """
    built = build(tmp_path, {**GOOD, **hook("on_env", "pass"), "hook.py": text})
    assert "early.txt" in built
    assert "late.txt" in built


def test_what_is_written_past_mkdocs_into_the_folder_is_kept(tmp_path: Path) -> None:
    old = build(tmp_path, GOOD).out / "old.txt"
    old.write_text("x")
    os.utime(old, (1, 1))
    wait_for_file_time()
    code = f"d = pathlib.Path({str(tmp_path / 'site')!r}); (d / 'CNAME').write_text('x')"
    built = build(tmp_path, hook("on_post_build", code))
    assert "CNAME" in built
    assert "old.txt" not in built


def prepared(site: Path) -> Path:
    """Have two new pages be ready for a site with two old ones; return the hidden folder."""
    for name in ("a.html", "b.html"):
        (site / name).write_text("old")
    folder = site / f"{staging.PREFIX}x"
    (folder / "new").mkdir(parents=True)
    for name in ("b.html", "c.html"):
        (folder / "new" / name).write_text("new")
    return folder


@pytest.mark.parametrize("moves", range(6))
def test_a_swap_that_was_killed_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    folder = prepared(tmp_path)
    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(Path, "rename", at_move(moves, fail(Killed())))
        staging.swap(tmp_path, folder)
    assert any((folder / name).exists() for name in ("old", "gone"))
    staging.clear_leftovers(tmp_path)
    assert tree(tmp_path) == {"b.html": b"new", "c.html": b"new"}


@pytest.mark.parametrize("moves", range(6))
def test_it_is_finished_though_somebody_has_built_in_place_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    folder = prepared(tmp_path)
    for at in (tmp_path, folder / "new"):
        write(at, {"blog/index.html": at.name})
    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(Path, "rename", at_move(moves, fail(Killed())))
        staging.swap(tmp_path, folder)
    write(tmp_path, {"a.html": "dirty", "blog/index.html": "dirty"})
    staging.clear_leftovers(tmp_path)
    found = tree(tmp_path)
    found.pop("a.html", None)  # Stays until the next build if the old site was away already.
    assert found == {"b.html": b"new", "blog/index.html": b"new", "c.html": b"new"}


@pytest.mark.parametrize("moves", range(5))
def test_what_can_be_moved_neither_on_nor_back_is_kept_for_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    folder = prepared(tmp_path)
    aside = staging.Aside(MkDocsConfig(), "site", tmp_path, folder, None, started=time.time() + 9)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", at_move(moves, fail(OSError("no"))))
        with pytest.raises(PluginError):
            staging.finish(aside)
        staging.give_up(aside)
    staging.clear_leftovers(tmp_path)
    # The next build puts the new site into place, if any of the old one was moved.
    old, new = {"a.html": b"old", "b.html": b"old"}, {"b.html": b"new", "c.html": b"new"}
    assert tree(tmp_path) == (new if moves else old)


@pytest.mark.parametrize("moves", range(5))
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_waits_until_the_site_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int, kind: signal.Signals
) -> None:
    folder = prepared(tmp_path)
    monkeypatch.setattr(Path, "rename", at_move(moves, lambda: os.kill(os.getpid(), kind)))
    before = signal.signal(kind, lambda *_: fail(Killed())())
    try:
        with pytest.raises(Killed):
            staging.swap(tmp_path, folder)
    finally:
        signal.signal(kind, before)
    seen = {name: text for name, text in tree(tmp_path).items() if "byline-x" not in name}
    assert seen == {"b.html": b"new", "c.html": b"new"}


def test_what_was_put_into_place_is_not_put_there_again(tmp_path: Path) -> None:
    folder = prepared(tmp_path)
    staging.swap(tmp_path, folder)
    (folder / "gone/a.html").unlink()  # A build was killed when it had cleared away half.
    (tmp_path / "later.html").write_text("x")
    staging.clear_leftovers(tmp_path)
    assert set(tree(tmp_path)) == {"b.html", "c.html", "later.html"}


@pytest.mark.parametrize("moves", range(5))
def test_a_swap_that_failed_is_not_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    folder = prepared(tmp_path)
    errors = iter([OSError("no")])

    def fail_once() -> None:
        for error in errors:
            raise error

    monkeypatch.setattr(Path, "rename", at_move(moves, fail_once))
    with pytest.raises(OSError, match="no"):
        staging.swap(tmp_path, folder)
    (folder / "new/c.html").unlink()  # The build was killed when it had cleared away half.
    staging.clear_leftovers(tmp_path)
    assert tree(tmp_path) == {"a.html": b"old", "b.html": b"old"}


def test_a_build_that_was_overtaken_takes_nothing_over_from_the_other(tmp_path: Path) -> None:
    asides = []
    for name in ("slow", "quick"):
        config = MkDocsConfig()
        config.site_dir = str(tmp_path)
        aside = staging.begin(config)
        assert aside
        (aside.new / f"{name}.html").write_text("x")
        asides.append(aside)
    for aside in reversed(asides):
        assert staging.finish(aside)
    assert set(tree(tmp_path)) == {"slow.html"}


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a build that stops for good at its first page, over a site that is there."""
    build(tmp_path, GOOD)
    wait = "pathlib.Path('reached').touch(); __import__('time').sleep(600)"
    write(tmp_path, hook("on_post_page", wait))
    process = subprocess.Popen([sys.executable, "-m", ENGINE, "build", "-q"], cwd=tmp_path)
    while not (tmp_path / "reached").exists():
        assert process.poll() is None
        time.sleep(0.02)
    yield process
    process.kill()
    process.wait()


def test_a_build_that_is_killed_leaves_the_site(
    tmp_path: Path, slow: subprocess.Popen[bytes]
) -> None:
    slow.kill()
    slow.wait()
    site = build(tmp_path, {**BAD, "mkdocs.yml": CONFIG})
    assert site.error
    assert PAGE in site
    assert not list(site.out.glob(f"{staging.PREFIX}*"))
    assert not build(tmp_path, {**GOOD, "mkdocs.yml": CONFIG}).error


def test_a_build_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    before = tree(build(tmp_path, GOOD).out)
    write(tmp_path, hook("on_post_page", "raise KeyboardInterrupt"))
    subprocess.run([sys.executable, "-m", ENGINE, "build", "-q"], cwd=tmp_path, check=False)
    assert tree(tmp_path / "site") == before


def test_a_build_does_not_touch_what_another_one_is_writing(
    tmp_path: Path, slow: subprocess.Popen[bytes]
) -> None:
    built = build(tmp_path, {**GOOD, "mkdocs.yml": CONFIG})
    assert not built.error
    assert len(list(built.out.glob(f"{staging.PREFIX}*"))) == 1
    slow.kill()
    slow.wait()
    assert not list(build(tmp_path).out.glob(f"{staging.PREFIX}*"))


def test_dirty_builds_write_in_place(tmp_path: Path) -> None:
    code = "pathlib.Path('where').write_text(kw['config'].site_dir)"
    write(tmp_path, {**GOOD, **hook("on_pre_build", code), "docs/index.md": "# Home\n"})
    command = [sys.executable, "-m", ENGINE, "build", "-q"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert staging.PREFIX in (tmp_path / "where").read_text()
    subprocess.run([*command, "--dirty"], cwd=tmp_path, check=True)
    assert (tmp_path / "where").read_text() == str(tmp_path / "site")


@pytest.mark.parametrize("command", ["", "build", "mike"])
def test_loading_a_configuration_stages_nothing(tmp_path: Path, command: str) -> None:
    config = build(tmp_path, GOOD).config
    before = tree(Path(config.site_dir))
    if command:
        config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
    config = config.plugins.on_config(config)
    assert config.site_dir == str(tmp_path / "site")
    assert tree(tmp_path / "site") == before
    assert not list(tmp_path.glob(f"site/{staging.PREFIX}*"))


def test_a_deployment_pushes_what_was_built(tmp_path: Path) -> None:
    repo, remote = Repo(tmp_path / "project"), tmp_path / "remote.git"
    repo.git("init", "--quiet", "--bare", str(remote))
    repo.git("remote", "add", "origin", str(remote))
    for name, value in (("user.name", "Jane Doe"), ("user.email", "jane@x.example")):
        repo.git("config", name, value)
    repo.commit(1, {**GOOD, "mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"})
    done = subprocess.run(
        [sys.executable, "-m", ENGINE, "gh-deploy"],
        cwd=repo.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pushed = repo.git("--git-dir", str(remote), "ls-tree", "-r", "--name-only", "gh-pages")
    assert set(pushed.splitlines()) == {*tree(repo.root / "site"), ".nojekyll"}
    assert PAGE in pushed.splitlines()
    assert f"Copying '{repo.root / 'site'}' to" in done.stderr


def test_messages_and_errors_name_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to("elsewhere")
    text = """\
        import logging, os, pathlib, mkdocs
        from mkdocs.exceptions import PluginError
        log = logging.getLogger(mkdocs.__name__ + ".plugins.trial")
        def on_post_build(config):
            log.warning("Wrote to %s.", config.site_dir)
            if os.environ.get("TRIAL") == "os":
                pathlib.Path(config.site_dir, "no", "x").write_text("x")
            if os.environ.get("TRIAL") == "plugin":
                raise PluginError(f"{config.site_dir}/x can't be written.")
        """
    out = str(tmp_path / "out")
    files = {**GOOD, **hook("on_post_build", "pass"), "hook.py": text}
    with pytest.MonkeyPatch.context() as patch:
        built = build(tmp_path, files, site_dir=out)
        assert f"Wrote to {out}." in built.messages
        assert built.config.site_dir == out
        patch.setenv("TRIAL", "os")
        with pytest.raises(FileNotFoundError) as raised:
            build(tmp_path, site_dir=out)
        assert raised.value.filename == f"{out}/no/x"
        patch.setenv("TRIAL", "plugin")
        failed = build(tmp_path, site_dir=out)
    assert f"{out}/x can't be written." in failed.messages
    assert f"byline: the build failed; {out} is as it was before." in failed.messages
    assert failed.config.site_dir == out
    assert not logging.getLogger(ENGINE).filters
    assert not any(handler.filters for handler in logging.getLogger(ENGINE).handlers)


def test_a_malformed_message_is_left_to_its_handler() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d pages", ("no",), None)
    assert staging.Naming("hidden", "asked").filter(record)
    assert record.args == ("no",)


@pytest.mark.parametrize("priority", [100, 0, -100])
@pytest.mark.parametrize("clean", [True, False])
def test_builds_within_a_build_are_part_of_it(tmp_path: Path, priority: int, clean: bool) -> None:
    text = f"""\
        import pathlib
        from mkdocs import utils
        from mkdocs.commands.build import build
        from mkdocs.plugins import event_priority
        rounds = []
        @event_priority({priority})
        def on_post_build(config):
            rounds.append(config.site_dir)
            pathlib.Path(config.site_dir, f"round-{{len(rounds)}}.txt").write_text("x")
            if len(rounds) > 2:
                return
            keep, clean = utils.clean_directory, {clean}
            if not clean:
                utils.clean_directory = lambda folder: None
            try:
                build(config)
            finally:
                utils.clean_directory = keep
        """
    old = build(tmp_path, {**GOOD, "docs/old.md": "# Old\n"})
    (tmp_path / "docs/old.md").unlink()
    built = build(tmp_path, {**hook("on_env", "pass"), "hook.py": text})
    assert (built.error, built.messages) == ("", [])
    assert built.out == old.out == tmp_path / "site"
    assert PAGE in built
    assert "old/index.html" not in built
    kept = ["round-3.txt"] if clean else [f"round-{number}.txt" for number in (1, 2, 3)]
    assert sorted(path.name for path in built.out.glob("round-*")) == kept
    assert not list(built.out.glob(f"{staging.PREFIX}*"))
    again = build(tmp_path, hook("on_env", "pass"))  # Nothing is left of it in this process.
    assert PAGE in again
    assert "round-3.txt" not in again


def test_a_build_within_a_build_may_fail(tmp_path: Path) -> None:
    text = """\
        import contextlib, pathlib
        from mkdocs.commands.build import build
        from mkdocs.exceptions import Abort, PluginError
        depth = 0
        def on_env(env, config, files):
            if depth:
                raise PluginError("no")
        def on_pre_build(config):
            global depth
            if depth == 0:
                depth = 1
                with contextlib.suppress(Abort):
                    build(config)
                depth = 0
        """
    files = {**GOOD, **hook("on_env", "pass"), "hook.py": text, "docs/new.md": "# New\n"}
    built = build(tmp_path, files)
    assert built.error == ""
    assert built.out == tmp_path / "site"
    assert "new/index.html" in built
    assert PAGE in built


def test_strict_is_asked_of_the_engine_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    other = "properdocs" if ENGINE == "mkdocs" else "mkdocs"
    logger = logging.getLogger(other)
    logger.addHandler(counter)
    try:
        logger.warning("Dead link.")
        assert not compat.counted_warnings()
        monkeypatch.setattr(compat, "ENGINE", other)
        assert compat.counted_warnings()
    finally:
        logger.removeHandler(counter)
