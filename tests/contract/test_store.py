"""Every promise of the object store, kept by a folder and by a real S3 server alike."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import ConfigError, Conflict, NotFound
from core.settings import Settings
from storage.store import ObjectStore, open_store

BAD_KEYS = (
    "",
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/../../b",
    "a/./b",
    "a\0b",
    ".sohoa/parts/x",
    "a" * 256,
    "b/" * 600 + "c",
)
UNICODE_KEY = "inbox/s-0000001/Đơn đề nghị cấp đổi (bản 2) + ảnh ½ #1 %20 & 100%.pdf"


@pytest.fixture(params=["local", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "s3":
        return str(request.getfixturevalue("s3_url"))
    return (tmp_path / "kho số hóa").as_uri()


@pytest.fixture
def store(url: str, make_settings: Callable[..., Settings]) -> ObjectStore:
    return open_store(url, make_settings())


def keys(store: ObjectStore, prefix: str = "", after: str | None = None) -> list[str]:
    return [info.key for info in store.list(prefix, after)]


def test_what_is_put_is_got_with_the_same_etag(store: ObjectStore) -> None:
    etag = store.put("a/b.json", b"{}", media_type="application/json")
    blob = store.get("a/b.json")
    assert (blob.data, blob.etag) == (b"{}", etag)


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    store.put("empty", b"")
    assert store.get("empty").data == b""
    assert store.info("empty").size_bytes == 0


def test_info_tells_size_etag_and_time(store: ObjectStore) -> None:
    etag = store.put("a", b"12345")
    info = store.info("a")
    assert (info.key, info.size_bytes, info.etag) == ("a", 5, etag)
    assert info.modified_at.tzinfo is UTC
    assert abs(datetime.now(UTC) - info.modified_at) < timedelta(minutes=1)


def test_put_replaces_and_the_etag_changes(store: ObjectStore) -> None:
    first = store.put("a", b"old")
    second = store.put("a", b"new")
    assert first != second
    assert store.get("a").data == b"new"


def test_a_file_is_put_and_downloaded_whole(store: ObjectStore, tmp_path: Path) -> None:
    source, copy = tmp_path / "in.bin", tmp_path / "out.bin"
    source.write_bytes(bytes(range(256)) * 5000)
    etag = store.put("a/file", source)
    info = store.download("a/file", copy)
    assert copy.read_bytes() == source.read_bytes()
    assert (info.etag, info.size_bytes) == (etag, source.stat().st_size)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == ["in.bin", "out.bin"]


def test_a_download_replaces_the_file_that_was_there(store: ObjectStore, tmp_path: Path) -> None:
    copy = tmp_path / "out.bin"
    copy.write_bytes(b"something longer")
    store.put("a", b"new")
    store.download("a", copy)
    assert copy.read_bytes() == b"new"


def test_what_is_missing_is_not_found(store: ObjectStore, tmp_path: Path) -> None:
    store.put("folder/a", b"1")
    for missing in ("nothing", "folder", "folder/a/b", "folder/b"):
        with pytest.raises(NotFound):
            store.get(missing)
        with pytest.raises(NotFound):
            store.info(missing)
        with pytest.raises(NotFound):
            store.download(missing, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_not_found_does_not_repeat_an_uploaded_name(store: ObjectStore) -> None:
    with pytest.raises(NotFound) as caught:
        store.get("inbox/s-0000001/Nguyễn Văn Bịa.pdf")
    assert "Bịa" not in caught.value.message


def test_a_source_file_that_vanished_is_not_found(store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        store.put("a", tmp_path / "nothing")
    assert keys(store) == []


def test_delete_removes_and_repeats_quietly(store: ObjectStore) -> None:
    store.put("a/b/c", b"1")
    store.delete("a/b/c")
    store.delete("a/b/c")
    store.delete("never/was")
    assert keys(store) == []
    store.put("a/b/c", b"2")
    assert keys(store) == ["a/b/c"]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_bad_key_is_refused_everywhere(store: ObjectStore, tmp_path: Path, key: str) -> None:
    for use in (
        lambda: store.get(key),
        lambda: store.info(key),
        lambda: store.put(key, b""),
        lambda: store.delete(key),
        lambda: store.download(key, tmp_path / "copy"),
    ):
        with pytest.raises(ConfigError) as caught:
            use()
        assert caught.value.code == "bad_key"


def test_a_key_that_is_not_nfc_can_not_be_written(store: ObjectStore) -> None:
    with pytest.raises(ConfigError):
        store.put("inbox/hoa\u0300", b"")


def test_a_vietnamese_key_comes_back_as_it_went_in(store: ObjectStore) -> None:
    store.put(UNICODE_KEY, b"1")
    assert keys(store, "inbox/s-0000001/Đơn") == [UNICODE_KEY]
    assert store.get(UNICODE_KEY).data == b"1"
    store.delete(UNICODE_KEY)
    assert keys(store) == []


def test_if_absent_writes_once(store: ObjectStore) -> None:
    store.put("claim", b"first", if_absent=True)
    with pytest.raises(Conflict):
        store.put("claim", b"second", if_absent=True)
    assert store.get("claim").data == b"first"


def test_if_match_writes_only_over_what_was_read(store: ObjectStore) -> None:
    old = store.put("a", b"1")
    new = store.put("a", b"2", if_match=old)
    with pytest.raises(Conflict):
        store.put("a", b"3", if_match=old)
    assert store.get("a").data == b"2"
    assert store.info("a").etag == new


def test_if_match_on_a_missing_object_is_a_conflict(store: ObjectStore) -> None:
    with pytest.raises(Conflict):
        store.put("a/b", b"1", if_match="5d41402abc4b2a76b9719d911017c592")
    assert keys(store) == []


def test_list_is_in_key_order_across_folders(store: ObjectStore) -> None:
    names = ["a-b", "a.txt", "a/1", "a/b/c", "a/b.d", "a0", "b/ạ", "b/z", "b/đ", "b/Đ", "ă", "z/y/x/w"]
    for name in names:
        store.put(name, name.encode())
    assert keys(store) == sorted(names)
    assert keys(store, "a") == sorted(name for name in names if name.startswith("a"))
    assert keys(store, "a/") == ["a/1", "a/b.d", "a/b/c"]
    assert keys(store, "a/b") == ["a/b.d", "a/b/c"]
    assert keys(store, "nothing/") == []


def test_list_goes_on_after_a_key_even_a_missing_one(store: ObjectStore) -> None:
    names = [f"{folder}/{number:02d}" for folder in "abc" for number in range(4)]
    for name in names:
        store.put(name, b"")
    for after in [*names, "a", "a/", "a/011", "b/zzz", "zzz"]:
        assert keys(store, "", after) == [name for name in names if name > after]
        assert keys(store, "b/", after) == [name for name in names if name > after and name[0] == "b"]


def test_list_of_many_is_complete(store: ObjectStore) -> None:
    names = [f"ledger/2026-11-{day:02d}/{number:04d}" for day in range(1, 5) for number in range(275)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: store.put(name, b"x"), names))
    assert keys(store, "ledger/") == names


@pytest.mark.parametrize("prefix", ["/", "../", "a/../b", "a//"])
def test_a_prefix_that_leaves_the_store_is_refused(store: ObjectStore, prefix: str) -> None:
    with pytest.raises(ConfigError):
        keys(store, prefix)


def test_a_second_opening_sees_the_same_objects_and_etags(
    store: ObjectStore, url: str, make_settings: Callable[..., Settings]
) -> None:
    etag = store.put("a", b"1")
    other = open_store(url, make_settings())
    assert other.info("a").etag == etag
    assert other.put("a", b"2", if_match=etag) == store.info("a").etag


def test_watch_reports_what_is_put_below_the_prefix_and_stops(store: ObjectStore) -> None:
    stop = threading.Event()
    seen: list[str] = []

    def listen() -> None:
        for key in store.watch("inbox/", stop):
            seen.append(key)
            if key == UNICODE_KEY:
                stop.set()

    listener = threading.Thread(target=listen)
    listener.start()
    # A hint may be lost before the listener is connected: put until one arrives.
    for number in range(60):
        store.put("other/1", str(number).encode())
        store.put(UNICODE_KEY, str(number).encode())
        if stop.wait(0.5):
            break
    listener.join(5)
    assert not listener.is_alive()
    assert set(seen) == {UNICODE_KEY}


def test_watch_without_events_ends_soon_after_stop(store: ObjectStore) -> None:
    stop = threading.Event()
    listener = threading.Thread(target=lambda: list(store.watch("inbox/", stop)))
    listener.start()
    stop.wait(1.5)
    stop.set()
    listener.join(4)
    assert not listener.is_alive()
