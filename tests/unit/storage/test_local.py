"""What only a folder store must get right: order on disk, etags, leftovers, privacy."""

import fcntl
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ConfigError, Unavailable
from storage import polling
from storage.local import LocalStore
from storage.store import ObjectInfo

segments = st.text(st.sampled_from("ab -.0/zạĐ"), min_size=1, max_size=8).map(lambda text: f"k{text}")


def has_no_key_below_a_key(keys: frozenset[str]) -> bool:
    return not any(other.startswith(f"{key}/") for key in keys for other in keys)


good_keys = st.frozensets(
    segments.filter(lambda key: all(part.strip(".") for part in key.split("/"))), max_size=12
).filter(has_no_key_below_a_key)


@settings(max_examples=40, deadline=None)
@given(
    good_keys,
    st.text(st.sampled_from("k ab/."), max_size=3),
    st.text(st.sampled_from("kab/. ạz"), max_size=4),
)
def test_list_equals_the_sorted_keys_whatever_prefix_and_start(
    tmp_path_factory: pytest.TempPathFactory, keys: frozenset[str], prefix: str, after: str
) -> None:
    store = LocalStore(tmp_path_factory.mktemp("store"))
    for key in keys:
        store.put(key, b"")
    expected = sorted(key for key in keys if key.startswith(prefix) and key > after)
    try:
        found = [info.key for info in store.list(prefix, after)]
    except ConfigError:
        assert not expected
        return
    assert found == expected


def test_the_etag_changes_even_when_the_bytes_do_not(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    etags = [store.put("a", b"same") for _ in range(200)]
    assert len(set(etags)) == len(etags)
    assert store.info("a").etag == etags[-1]


def test_the_folder_is_private_when_the_store_creates_it(tmp_path: Path) -> None:
    LocalStore(tmp_path / "data" / "store")
    assert (tmp_path / "data" / "store").stat().st_mode & 0o777 == 0o700


def test_its_own_files_are_never_listed(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put("a", b"1")
    assert (tmp_path / ".sohoa").is_dir()
    assert [info.key for info in store.list("")] == ["a"]


def test_links_and_foreign_names_are_not_listed(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    (tmp_path / "link").symlink_to("/etc")
    Path(os.fsdecode(bytes(tmp_path) + b"/latin-\xff.pdf")).touch()
    assert list(store.list("")) == []


def test_a_key_below_an_object_is_refused(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put("a", b"1")
    store.put("b/c", b"1")
    for key in ("a/b", "b"):
        with pytest.raises(ConfigError):
            store.put(key, b"2")
    assert [info.key for info in store.list("")] == ["a", "b/c"]


def test_old_leftovers_go_at_the_next_opening_but_not_what_is_being_written(tmp_path: Path) -> None:
    LocalStore(tmp_path)
    parts = tmp_path / ".sohoa" / "parts"
    for name in ("old", "held", "young"):
        (parts / name).write_bytes(b"half")
    for name in ("old", "held"):
        os.utime(parts / name, (time.time() - 3600,) * 2)
    with (parts / "held").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        LocalStore(tmp_path)
    assert sorted(path.name for path in parts.iterdir()) == ["held", "young"]


def test_empty_folders_go_with_their_last_object(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put("inbox/s-1/1.pdf", b"")
    store.put("inbox/s-2/1.pdf", b"")
    store.delete("inbox/s-1/1.pdf")
    assert [path.name for path in (tmp_path / "inbox").iterdir()] == ["s-2"]


def test_a_folder_removed_while_it_is_made_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalStore(tmp_path / "store")
    folder = tmp_path / "store" / "inbox"
    make_folder = os.mkdir
    taken = iter([True])

    def made_and_removed_by_others(path: Path, mode: int = 0o777) -> None:
        if path == folder and next(taken, False):
            raise FileExistsError(path)  # others made it first, and removed it before we look
        make_folder(path, mode)

    monkeypatch.setattr(os, "mkdir", made_and_removed_by_others)
    store.put("inbox/a", b"x")
    assert store.get("inbox/a").data == b"x"


def test_a_locale_without_vietnamese_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    with pytest.raises(ConfigError):
        LocalStore(tmp_path)


def test_polling_goes_on_when_the_store_was_away() -> None:
    stop = threading.Event()
    answers = iter([None, "1", "2"])

    def listing(_prefix: str) -> Iterator[ObjectInfo]:
        etag = next(answers)
        if etag is None:
            raise Unavailable("away")
        yield ObjectInfo("a", 1, etag, datetime.now(UTC))

    seen = []
    for key in polling.poll(listing, "", stop, {}):
        seen.append(key)
        if len(seen) == 2:
            stop.set()
    assert seen == ["a", "a"]
