"""The cache gives back what was put in, or nothing; whatever happens to its files."""

from __future__ import annotations

import errno
import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mortal
from failures import files_of_at_most
from mkdocs_byline.cache import store as module
from mkdocs_byline.cache.store import Cache, key

VALUES = {key(name): name.encode() * 99 for name in ("one", "two", "three")}


def filled(folder: Path, values: dict[str, bytes] = VALUES) -> Cache:
    cache = Cache(folder)
    for at, value in values.items():
        cache.put(at, value)
    cache.save()
    return cache


def contents(folder: Path) -> dict[str, bytes]:
    cache = Cache(folder)
    return {at: value for at in VALUES if (value := cache.get(at)) is not None}


def packs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pack"))


def test_the_next_build_finds_what_was_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    assert contents(tmp_path) == VALUES
    assert len(packs(tmp_path)) == 1


def test_a_value_can_be_had_before_it_is_saved(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", b"value")
    assert cache.get("a") == b"value"
    assert contents(tmp_path) == {}


def test_keys_tell_where_one_part_ends() -> None:
    assert key("ab", "c") != key("a", "bc") != key("abc")
    assert key("é") == key("é".encode())
    assert Cache(None, versions="1").key("a") != Cache(None, versions="2").key("a")


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put("a", b"value")
    cache.save()
    assert cache.get("a") is None


def test_nothing_is_written_for_a_build_that_made_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    before = packs(tmp_path)
    cache = Cache(tmp_path)
    cache.get(key("one"))
    cache.save()
    assert packs(tmp_path) == before


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_pack_gives_right_values_or_none(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    filled(folder)
    (pack,) = packs(folder)
    whole = bytearray(pack.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        del whole[at:]
    else:
        whole[at] ^= data.draw(st.integers(1, 255))
    pack.write_bytes(whole)
    assert contents(folder).items() <= VALUES.items()
    filled(folder)  # And the next build recovers.
    assert contents(folder) == VALUES


def test_a_pack_that_is_gone_is_missed_by_nobody(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = Cache(tmp_path)
    packs(tmp_path)[0].unlink()
    assert cache.get(key("one")) in (VALUES[key("one")], None)
    cache.put("more", b"value")
    cache.save()
    assert Cache(tmp_path).get("more") == b"value"


def test_builds_at_once_keep_what_each_has_made(tmp_path: Path) -> None:
    first, second = Cache(tmp_path), Cache(tmp_path)
    first.put("a", b"one")
    second.put("a", b"one")
    second.put("b", b"two")
    second.save()
    first.save()
    cache = Cache(tmp_path)
    assert (cache.get("a"), cache.get("b")) == (b"one", b"two")


def test_a_build_that_drops_packs_takes_none_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLACK", 0)
    filled(tmp_path)
    reader, writer = Cache(tmp_path), Cache(tmp_path)
    writer.get(key("one"))
    writer.save()
    assert contents(tmp_path).keys() == {key("one")}
    assert reader.get(key("two")) == VALUES[key("two")]  # It has the old pack open.


def test_many_packs_become_few_and_lose_nothing(tmp_path: Path) -> None:
    for number in range(30):
        filled(tmp_path, {f"k{number}": b"value"})
    assert len(packs(tmp_path)) <= module.MAX_PACKS
    cache = Cache(tmp_path)
    assert [cache.get(f"k{number}") for number in range(30)] == [b"value"] * 30


def test_the_cache_does_not_grow_with_what_nobody_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLACK", 4096)
    for number in range(50):
        cache = Cache(tmp_path)
        cache.put(f"k{number}", os.urandom(1024))
        cache.save()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 16_384


def test_part_of_a_build_drops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLACK", 0)
    filled(tmp_path)
    cache = Cache(tmp_path)
    cache.put("a", b"value")
    cache.save(whole=False)
    assert contents(tmp_path) == VALUES


def test_other_sites_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLACK", 0)
    filled(tmp_path)
    other = Cache(tmp_path, "other")
    assert other.get(key("one")) is None
    other.put("a", b"value")
    other.save()
    assert contents(tmp_path) == VALUES


def test_what_a_killed_build_left_is_removed_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    cache = Cache(tmp_path)
    cache.put("a", b"value")
    (living,) = tmp_path.glob("*.tmp")
    killed = tmp_path / "history-x.tmp"
    killed.touch()
    Cache(tmp_path, "another site")
    assert [path for path in (living, killed) if path.exists()] == [living]
    cache.save()
    assert Cache(tmp_path).get("a") == b"value"


def test_the_lock_ends_with_the_build_not_with_its_workers(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", b"value")
    assert cache.draft
    begun, stop = os.pipe(), os.pipe()
    if (worker := os.fork()) == 0:
        os.close(stop[1])
        os.write(begun[1], b"x")
        os.read(stop[0], 1)
        os._exit(0)
    os.read(begun[0], 1)
    cache.draft.close()  # As when the build is killed.
    Cache(tmp_path)
    assert not list(tmp_path.glob("*.tmp"))
    os.close(stop[1])
    os.waitpid(worker, 0)
    for descriptor in (*begun, stop[0]):
        os.close(descriptor)


def test_a_file_system_without_locks_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)
    filled(tmp_path)
    assert contents(tmp_path) == VALUES
    assert not list(tmp_path.glob("*.tmp"))


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    def descriptors() -> set[str]:
        return set(os.listdir("/proc/self/fd"))  # noqa: PTH208

    if not Path("/proc/self/fd").exists():
        pytest.skip("this platform does not tell")
    gc.collect()
    before = descriptors()
    for number in range(12):
        cache = filled(tmp_path, {f"k{number}": b"value"})
        (tmp_path / f"made-{number}.pack").write_bytes(b"damaged")
        del cache
    with files_of_at_most(5):
        filled(tmp_path)
    gc.collect()
    assert descriptors() == before


def test_git_does_not_see_the_cache_of_a_build_that_was_killed_early(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").touch()
    filled(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_folder_that_is_read_only_costs_time_alone() -> None:
    def fill() -> None:
        cache = Cache(folder)
        cache.put("a", b"value")
        cache.save()
        assert cache.get(key("one")) == VALUES[key("one")]
        assert cache.get("a") is None

    with tempfile.TemporaryDirectory() as name:  # Others can't get at pytest's.
        folder = Path(name)
        filled(folder)
        before = packs(folder)
        before[0].chmod(0o444)
        folder.chmod(0o555)
        assert mortal.run(mortal.as_nobody(fill)) == 0
        folder.chmod(0o700)
        assert packs(folder) == before


def test_a_folder_that_can_not_be_made_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("a", b"value")
    cache.save()
    assert cache.get("a") is None


def test_a_full_disk_costs_time_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = Cache(tmp_path)
    with files_of_at_most(5000):
        for number in range(10):
            cache.put(f"k{number}", os.urandom(1024))
        cache.save()
    assert cache.get("k0") is None
    assert contents(tmp_path) == VALUES
    assert [path.suffix for path in tmp_path.glob("made-*")] == [".pack"]
