"""What is right already stays in the output folder, and nothing else does, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from building import CONFIG, build, post, wait_for_file_time
from failures import Killed, at_move, fail
from mkdocs_byline.cache import file_lock
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.output import staging
from mkdocs_byline.host.output.manifest import Manifest

Pages = dict[str, str]
A, B, C = "blog/a/index.html", "blog/b/index.html", "c.html"
OLD: Pages = {A: "a", B: "b", C: "c", "gone/index.html": "x", "feed.xml": "old"}
NEW: Pages = {A: "a", B: "B", C: "c", "blog/new/index.html": "n", "feed.xml": "new"}


class Checkout:
    """A project that builds pages into an output folder; `.xml` files are written by a plugin."""

    def __init__(self, root: Path, name: str = "one") -> None:
        self.site, self.folder = root / "site", root / name
        self.made: dict[str, bytes] = {}

    def begin(self, pages: Pages, *, keeping: bool = True) -> Build:
        return Build(self, pages, keeping=keeping)

    def build(self, pages: Pages) -> Build:
        built = self.begin(pages)
        built.finish()
        return built


class Build:
    """A build up to its end: what was there as it has to be is kept, all else written."""

    def __init__(self, checkout: Checkout, pages: Pages, *, keeping: bool) -> None:
        config = MkDocsConfig()
        config.site_dir = str(checkout.site)
        aside = staging.begin(config)
        assert aside
        self.aside = aside
        made = checkout.made
        self.standing = Manifest.open(aside.site, aside.new, checkout.folder, made.get)
        for dest, text in pages.items():
            at = hashlib.sha256(text.encode()).hexdigest()
            made[at] = text.encode()
            if dest.endswith(".xml") or not (keeping and self.standing.keeps(dest, at)):
                put(aside.new, dest, text)
                if not dest.endswith(".xml"):
                    self.standing.note(dest, at)
        self.kept = set(self.standing.kept)

    def finish(self) -> None:
        try:
            assert staging.finish(self.aside, self.standing)
        except PluginError:
            staging.give_up(self.aside)
            raise

    def die(self) -> None:
        """Let go of what a process that ends lets go of."""
        file_lock.release(self.aside.lock)
        self.aside.lock = None


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def entries(folder: Path) -> dict[str, str | None]:
    """Return everything in a folder; folders have no text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else None
        for path in folder.rglob("*")
    }


def expected(pages: Pages) -> dict[str, str | None]:
    folders = {parent.as_posix() for name in pages for parent in Path(name).parents}
    return {**dict.fromkeys(folders - {"."}), **pages}


def assert_finished(checkout: Checkout, pages: Pages) -> None:
    """See that what a build left is put into place, and that another build changes nothing."""
    staging.clear_leftovers(checkout.site)
    assert entries(checkout.site) == expected(pages)
    checkout.build(pages)
    assert entries(checkout.site) == expected(pages)


@contextlib.contextmanager
def killed_at(moves: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(Path, "rename", at_move(moves, fail(Killed())))
        yield


@pytest.fixture
def one(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path)
    checkout.build(OLD)
    return checkout


def test_pages_that_are_right_stay_and_all_others_are_written(one: Checkout) -> None:
    before = {name: (one.site / name).stat().st_ino for name in (A, C)}
    assert one.build(NEW).kept == {A, C}
    assert entries(one.site) == expected(NEW)
    assert {name: (one.site / name).stat().st_ino for name in (A, C)} == before
    assert one.build(NEW).kept == {A, B, C, "blog/new/index.html"}
    assert entries(one.site) == expected(NEW)


def test_what_was_only_kept_is_known_to_the_next_build_but_one(one: Checkout) -> None:
    one.build(OLD)
    assert A in one.build(OLD).kept


def test_a_page_of_other_values_is_written(one: Checkout) -> None:
    built = one.begin({A: "a"})
    assert not built.standing.keeps(A, "other")
    assert not built.standing.keeps("blog/c/index.html", "other")


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("A"),
        lambda path: path.write_text("longer"),
        lambda path: path.unlink(),
        lambda path: path.chmod(0o600),
        lambda path: path.rename(path.with_name("x")).rename(path),
        lambda path: (shutil.copy2(path, path.with_name("x")), path.with_name("x").replace(path)),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.rename(path.with_name("x")), path.symlink_to("x")),
        lambda path: os.utime(path, (1, 1)),
    ],
)
def test_what_somebody_touched_is_not_kept(
    one: Checkout, change: Callable[[Path], object]
) -> None:
    wait_for_file_time()
    change(one.site / A)
    wait_for_file_time()
    assert one.build(OLD).kept == {B, C, "gone/index.html"}
    assert entries(one.site) == expected(OLD)


def test_times_that_were_set_back_deceive_nobody(one: Checkout) -> None:
    wait_for_file_time()
    state = (one.site / A).stat()
    (one.site / A).write_text("A")
    os.utime(one.site / A, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert A not in one.build(OLD).kept


@pytest.mark.parametrize(
    "record",
    [b"", b"{}", b"[]", b'{"version": 0, "pages": {}}', b'{"version": 1, "pages": [1]}', None],
)
@pytest.mark.parametrize("digest", [True, False])
def test_a_record_that_is_no_good_counts_as_none(
    one: Checkout, record: bytes | None, digest: bool
) -> None:
    (path,) = one.folder.glob("manifest-*.json")
    if record is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(
            hashlib.sha256(record).hexdigest().encode() + b"\n" + record if digest else record
        )
    assert not one.build(NEW).kept
    assert entries(one.site) == expected(NEW)


@pytest.mark.parametrize("row", ["null", "1", "[]", '["x"]', '{"0": 1}'])
def test_so_does_a_row(one: Checkout, row: str) -> None:
    (path,) = one.folder.glob("manifest-*.json")
    body = f'{{"version":1,"pages":{{"{A}":{row}}}}}'.encode()
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    assert not one.build(OLD).kept


def test_without_a_folder_for_it_nothing_is_recorded(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.folder.write_text("not a folder")
    checkout.build(OLD)
    assert not checkout.build(NEW).kept
    assert entries(checkout.site) == expected(NEW)


def test_only_a_few_output_folders_are_remembered(one: Checkout, tmp_path: Path) -> None:
    for number in range(9):
        one.site = tmp_path / str(number)
        one.build(OLD)
    assert len(list(one.folder.glob("manifest-*"))) == 4
    assert one.build(OLD).kept


def test_hidden_pages_are_written_each_time_and_replaced_as_a_whole(one: Checkout) -> None:
    pages = {**OLD, ".well/index.html": "w"}
    one.build(pages)
    (one.site / ".well/stale").write_text("x")
    (one.site / ".git").mkdir()
    (one.site / ".file").symlink_to("nowhere")
    pages[".file/index.html"] = "f"
    assert ".well/index.html" not in one.build(pages).kept
    assert entries(one.site) == {**expected(pages), ".git": None}


def test_where_names_differ_in_case_only_by_chance_nothing_is_kept(
    one: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists = Path.exists
    monkeypatch.setattr(
        Path, "exists", lambda self: exists(self.with_name(self.name.lower())) or exists(self)
    )
    assert not one.build(OLD).kept


def test_what_a_plugin_writes_over_a_kept_page_counts(one: Checkout) -> None:
    built = one.begin(OLD)
    put(built.aside.new, A, "plugin's")
    built.finish()
    assert entries(one.site) == expected({**OLD, A: "plugin's"})
    assert A not in one.build(OLD).kept


def test_what_was_there_before_a_page_is_written_over(one: Checkout) -> None:
    built = one.begin({})
    put(built.aside.new, A, "static")
    put(built.aside.new, "blog/b", "no folder")
    for name in (A, B):
        assert not built.standing.keeps(name, built.standing.record[name][0])


def test_a_file_in_the_place_of_a_kept_pages_folder_fails_before_anything_is_moved(
    one: Checkout,
) -> None:
    built = one.begin(OLD)
    put(built.aside.new, "blog", "no folder")
    with pytest.raises(PluginError, match="Not a directory"):
        built.finish()
    assert entries(one.site) == expected(OLD)


def test_a_noted_page_that_was_not_written_or_was_changed_is_not_recorded(one: Checkout) -> None:
    built = one.begin({A: "new", B: "new"})
    (built.aside.new / A).unlink()
    built.finish()
    assert set(one.begin({B: "new", A: "new"}).kept) == {B}


def test_what_a_page_is_changed_to_as_soon_as_it_is_there_is_not_recorded(
    one: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = staging.swap

    def moved(*args: object) -> None:
        move(*args)  # type: ignore[arg-type]
        wait_for_file_time()
        (one.site / B).write_text("x")
        put(one.site, "empty/index.html", "x")

    monkeypatch.setattr(staging, "swap", moved)
    built = one.begin(NEW)
    built.standing.note("empty/index.html", "which MkDocs did not write")
    built.finish()
    monkeypatch.setattr(staging, "swap", move)
    assert one.build(NEW).kept == set(NEW) - {B, "feed.xml"}
    assert entries(one.site) == expected(NEW)


def test_a_kept_page_behind_a_link_is_written(one: Checkout, tmp_path: Path) -> None:
    (one.site / "blog").rename(tmp_path / "elsewhere")
    (one.site / "blog").symlink_to(tmp_path / "elsewhere")
    one.build(NEW)
    assert not (one.site / "blog").is_symlink()
    assert entries(one.site) == expected(NEW)
    assert (tmp_path / "elsewhere/a/index.html").read_text() == "a"


def test_links_in_the_output_folder_vanish_as_they_are(one: Checkout, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("x")
    (one.site / "blog/out.txt").symlink_to(tmp_path / "out.txt")
    (one.site / "blog/a/dead").symlink_to("nowhere")
    (one.site / "blog/a/loop").symlink_to("..")
    wait_for_file_time()
    assert A in one.build(NEW).kept
    assert entries(one.site) == expected(NEW)
    assert (tmp_path / "out.txt").exists()


def test_what_others_write_beside_kept_pages_meanwhile_is_taken_over(one: Checkout) -> None:
    put(one.site, "blog/a/old.txt", "x")
    wait_for_file_time()
    built = one.begin(NEW)
    wait_for_file_time()
    put(one.site, "blog/a/CNAME", "x")
    put(one.site, "other/CNAME", "x")
    put(one.site, "feed.xml", "x")
    (one.site / "blog/a/dead").symlink_to("nowhere")
    (one.site / "blog/a/folder").symlink_to("../b")
    (one.site / "blog/a/link").symlink_to("CNAME")
    built.finish()
    more = {"blog/a/CNAME": "x", "blog/a/link": "x", "other/CNAME": "x"}
    assert entries(one.site) == expected({**NEW, **more})


@pytest.mark.parametrize("lost", ["changed", "removed", "all removed", "a file", "a folder"])
def test_a_kept_page_that_is_lost_meanwhile_is_written(one: Checkout, lost: str) -> None:
    built = one.begin(NEW)
    assert built.kept == {A, C}
    wait_for_file_time()
    if lost == "changed":
        (one.site / A).write_text("A")
    elif lost == "all removed":
        shutil.rmtree(one.site / "blog")
    else:
        (one.site / A).unlink()
    if lost == "a file":
        (one.site / A).parent.rmdir()
        (one.site / A).parent.write_text("x")
    elif lost == "a folder":
        (one.site / A).mkdir()
    assert dict(built.standing.pages()) == {A: b"a", C: b"c"}
    built.finish()
    found = entries(one.site)
    assert found == expected(NEW)
    assert one.build(NEW).kept == set(NEW) - {"feed.xml"}


def test_one_that_is_lost_for_good_ends_the_build_and_the_next_one_writes_all(
    one: Checkout,
) -> None:
    built = one.begin(NEW)
    (one.site / A).unlink()
    one.made.clear()
    with pytest.raises(PluginError, match="changed while the site was built"):
        list(built.standing.pages())
    with pytest.raises(PluginError, match="changed while the site was built"):
        built.finish()
    left = expected(OLD)
    del left[A]
    assert entries(one.site) == left
    assert not one.build(NEW).kept
    assert entries(one.site) == expected(NEW)


def test_builds_at_once_each_leave_their_own_site(tmp_path: Path) -> None:
    for quick_folder in ("one", "two"):
        one, two = Checkout(tmp_path), Checkout(tmp_path, quick_folder)
        one.build(OLD)
        slow, quick = one.begin(NEW), two.begin({A: "quick", C: "c", "quick.html": "q"})
        assert C in slow.kept
        quick.finish()
        slow.finish()
        assert entries(one.site) == expected(NEW)
        assert one.build(NEW).kept >= {A, B, C}


def test_a_failed_build_changes_nothing(one: Checkout) -> None:
    built = one.begin(NEW)
    staging.give_up(built.aside)
    assert entries(one.site) == expected(OLD)
    assert one.build(OLD).kept == {A, B, C, "gone/index.html"}


def test_the_finished_site_is_what_was_written_and_what_stays(one: Checkout) -> None:
    built = one.begin(NEW)
    put(built.aside.new, C, "plugin's")
    assert dict(built.standing.pages()) == {A: b"a"}


MOVES = 8  # Of `NEW` over `OLD`: out, in, and two of folders.


def test_so_many_moves_there_are(one: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[int] = []
    monkeypatch.setattr(Path, "rename", at_move(0, lambda: moved.append(1)))
    one.build(NEW)
    assert len(moved) == MOVES


def test_no_more_than_one_page_is_away_at_a_time(
    one: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    away: list[set[str]] = []

    def look() -> None:
        away.append({name for name in OLD.keys() & NEW if not (one.site / name).exists()})

    built = one.begin(NEW)
    monkeypatch.setattr(Path, "rename", at_move(0, look))
    built.finish()
    assert sorted(map(len, away)) == [0] * (MOVES - 2) + [1] * 2  # Two are replaced.


@pytest.mark.parametrize("moves", range(MOVES))
def test_a_kill_is_mended_by_the_next_build_though_it_fails(one: Checkout, moves: int) -> None:
    built = one.begin(NEW)
    with killed_at(moves):
        built.finish()
    built.die()
    assert (one.site / A).read_text() == "a"  # Not missing for a moment.
    staging.give_up(one.begin({}).aside)
    assert entries(one.site) == expected(NEW)
    one.build(NEW)
    assert entries(one.site) == expected(NEW)


@pytest.mark.parametrize("moves", range(MOVES))
def test_a_move_that_fails_is_undone_with_all_others(
    one: Checkout, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    built = one.begin(NEW)
    errors = iter([OSError("no")])

    def fail_once() -> None:
        for error in errors:
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", at_move(moves, fail_once))
        with pytest.raises(PluginError, match="put into place"):
            built.finish()
    assert entries(one.site) == expected(OLD)
    assert C in one.build(NEW).kept
    assert entries(one.site) == expected(NEW)


@pytest.mark.parametrize("moves", range(MOVES))
def test_an_interrupt_waits(one: Checkout, monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    built = one.begin(NEW)
    before = signal.signal(signal.SIGINT, lambda *_: fail(Killed())())
    monkeypatch.setattr(
        Path, "rename", at_move(moves, lambda: os.kill(os.getpid(), signal.SIGINT))
    )
    try:
        with pytest.raises(Killed):
            built.finish()
    finally:
        signal.signal(signal.SIGINT, before)
    built.die()
    monkeypatch.undo()
    assert_finished(one, NEW)


def test_what_was_kept_is_lost_after_a_kill(
    one: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moves, damage in itertools.product(range(1, MOVES), ("emptied", "list")):
        one.build(OLD)
        built = one.begin(NEW)
        with killed_at(moves):
            built.finish()
        built.die()
        if damage == "list":
            (built.aside.folder / "kept").write_text('["')
        else:
            for path in one.site.iterdir():
                if path != built.aside.folder:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        one.build(NEW)
        assert entries(one.site) == expected(NEW)


def test_drafts_are_looked_for_in_pages_that_stay_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "The launch of the Albatross"
    pages = [("kept/index.html", f"<p>{title}</p>".encode()), ("b/index.html", b"")]
    monkeypatch.setattr(Manifest, "pages", lambda self: iter(pages))
    built = build(tmp_path, {"docs/blog/posts/x.md": post(f"# {title}", draft="true")})
    assert built.codes == ["BY421"]
    assert f"'{title}' is in the site, in kept/index.html." in built.messages[0]


@pytest.mark.parametrize(
    ("command", "hook", "stands"),
    [
        ("build", "on_pre_build", True),
        ("build", "on_post_build", False),  # It may look at the whole site.
        ("serve", "on_pre_build", False),
    ],
)
def test_nothing_stays_where_somebody_may_miss_it(
    tmp_path: Path, command: str, hook: str, stands: bool
) -> None:
    config = f"{CONFIG}hooks: [hook.py]\n"
    files = {"mkdocs.yml": config, "hook.py": f"def {hook}(**kw): pass\n"}
    built = build(tmp_path, files, command=command)
    (state,) = states(built.config)
    assert (state.manifest is not None) == stands


def test_nothing_stays_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)
    built = build(tmp_path, {})
    (state,) = states(built.config)
    assert state.manifest is None


names = st.sampled_from(["p", "q.xml", "index.html"])
texts = st.sampled_from(["1", "2"])
trees = st.recursive(
    st.dictionaries(names, texts, max_size=3),
    lambda below: st.dictionaries(names, texts | below, max_size=3),
    max_leaves=8,
)


def flat(nested: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in nested.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{name}/")
        else:
            yield f"{above}{name}", str(value)


sites = trees.map(lambda nested: dict(flat(nested)))


STEPS = int(
    os.environ.get("HYPOTHESIS_STEPS", "14")
)  # More of them: as for `incremental/test_warm`.


@settings(max_examples=STEPS * 4)
@given(old=sites, new=sites, written=sites, moves=st.integers(0, 20))
def test_the_result_is_what_was_built_and_nothing_else(
    old: Pages, new: Pages, written: Pages, moves: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = Checkout(Path(folder))
        one.build(old)
        for name, text in written.items():
            with contextlib.suppress(OSError):  # A file in a folder's place.
                put(one.site, name, text)
        wait_for_file_time()
        built = one.begin(new)
        with killed_at(moves):
            built.finish()
        built.die()
        assert_finished(one, new)


class Machine(RuleBasedStateMachine):
    """Builds of two checkouts into one folder, and all that comes between."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.checkouts = [Checkout(self.root), Checkout(self.root, "two")]
        self.pages: Pages | None = None

    @rule(number=st.integers(0, 1), pages=sites)
    def build(self, number: int, pages: Pages) -> None:
        self.checkouts[number].build(pages)
        self.pages = pages

    @rule(number=st.integers(0, 1))
    def build_again(self, number: int) -> None:
        self.checkouts[number].build(self.pages or {})

    @rule(pages=sites, moves=st.integers(0, 9))
    def be_killed(self, pages: Pages, moves: int) -> None:
        built = self.checkouts[0].begin(pages)
        with killed_at(moves):
            built.finish()
        built.die()
        self.pages = None

    @rule(pages=sites, moves=st.integers(0, 9))
    def fail(self, pages: Pages, moves: int) -> None:
        before = entries(self.root / "site") if (self.root / "site").exists() else {}
        built = self.checkouts[0].begin(pages)
        failed, errors = [], iter([OSError("no")])

        def fail_once() -> None:
            for error in errors:
                failed.append(error)
                raise error

        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(PluginError):
            patch.setattr(Path, "rename", at_move(moves, fail_once))
            built.finish()
        if failed and self.pages is not None:
            assert entries(self.root / "site") == before
        elif not failed:
            self.pages = pages

    @rule(pages=sites, meanwhile=sites, number=st.integers(0, 1))
    def build_two_at_once(self, pages: Pages, meanwhile: Pages, number: int) -> None:
        slow, quick = self.checkouts[0].begin(pages), self.checkouts[number].begin(meanwhile)
        quick.finish()
        slow.finish()
        self.pages = pages

    @rule(pages=sites)
    def write_in_place(self, pages: Pages) -> None:
        wait_for_file_time()
        for name, text in pages.items():
            with contextlib.suppress(OSError):  # As above.
                put(self.root / "site", name, text)
        wait_for_file_time()
        self.pages = None

    @rule()
    def empty(self) -> None:
        shutil.rmtree(self.root / "site", ignore_errors=True)
        self.pages = None

    @invariant()
    def all_is_as_it_was_built(self) -> None:
        if self.pages is not None:
            assert entries(self.root / "site") == expected(self.pages)

    def teardown(self) -> None:
        shutil.rmtree(self.root)


Machine.TestCase.settings = settings(max_examples=STEPS, stateful_step_count=15, deadline=None)
TestMachine = Machine.TestCase
