"""Keys stay inside the store, survive every backend and follow the layout."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError, NotFound
from storage import keys

SHA256 = "0123456789abcdef" * 4
SUBMISSION = "20261123-101112-0a1b2c3d"
DOSSIER = "d-" + "0123456789abcdef0123"

tricky = st.text(st.sampled_from("ab./\\~ \0\n\u0300áạĐ%+#?*:"), max_size=30)


@given(st.one_of(st.text(max_size=60), tricky))
def test_a_checked_key_never_leaves_its_folder(text: str) -> None:
    try:
        key = keys.check_key(text)
    except ConfigError as exc:
        assert exc.code == "bad_key"
        return
    root = Path("/store")
    path = root / key
    assert path.is_relative_to(root)
    assert ".." not in path.parts
    assert "/".join(path.parts[2:]) == key
    assert unicodedata.is_normalized("NFC", key)
    assert key.isprintable()


@given(st.one_of(st.text(max_size=60), tricky))
def test_what_may_be_written_may_be_read(text: str) -> None:
    try:
        key = keys.check_key(text)
    except ConfigError:
        return
    assert keys.check_existing_key(key) == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/..",
        "../a",
        "./a",
        "a\0",
        "a\nb",
        "a\\b",
        "hoa\u0300",
        ".sohoa/locks",
    ],
)
def test_dangerous_keys_are_refused(key: str) -> None:
    with pytest.raises(ConfigError):
        keys.check_key(key)


@pytest.mark.parametrize("key", ["a\\b", "inbox/x/hoa\u0300.pdf", "inbox/x/a\u00a0b.pdf"])
def test_names_written_by_other_clients_can_be_read_though_not_written(key: str) -> None:
    assert keys.check_existing_key(key) == key
    with pytest.raises(ConfigError):
        keys.check_key(key)


def test_lengths_are_counted_in_bytes() -> None:
    assert keys.check_key("ạ" * 85)
    with pytest.raises(ConfigError):
        keys.check_key("ạ" * 86)
    assert keys.check_key("/".join(["a" * 255] * 4))
    with pytest.raises(ConfigError):
        keys.check_key("/".join(["a" * 255] * 4 + ["b"]))


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(ConfigError):
        keys.check_existing_key("a\udcff")


def test_uploaded_names_are_not_shown() -> None:
    assert keys.shown(f"inbox/{SUBMISSION}/Nguyễn Văn Bịa.pdf") == f"inbox/{SUBMISSION}/…"
    assert keys.shown(f"claims/{SUBMISSION}.json") == f"claims/{SUBMISSION}.json"


def test_the_layout() -> None:
    day = date(2026, 11, 23)
    assert keys.inbox_key(SUBMISSION, 3, "pdf") == f"inbox/{SUBMISSION}/3.pdf"
    assert keys.submission_key(SUBMISSION) == f"inbox/{SUBMISSION}/_submission.json"
    assert keys.claim_key(SUBMISSION) == f"claims/{SUBMISSION}.json"
    assert keys.document_key(SHA256, "original.pdf") == f"archive/documents/{SHA256}/original.pdf"
    assert (
        keys.document_key(SHA256, "alto", "page-0001.xml") == f"archive/documents/{SHA256}/alto/page-0001.xml"
    )
    assert keys.page_key(SHA256, 1) == f"archive/documents/{SHA256}/ocr/page-0001.json.zst"
    assert keys.page_key(SHA256, 12345) == f"archive/documents/{SHA256}/ocr/page-12345.json.zst"
    assert keys.dossier_key(DOSSIER) == f"archive/dossiers/{DOSSIER}/dossier.json"
    assert (
        keys.correction_key(DOSSIER, 7, "0a1b2c3d")
        == f"archive/dossiers/{DOSSIER}/corrections/000007-0a1b2c3d.json"
    )
    assert keys.code_key("000.00.01.H05-250124-0001") == "archive/codes/000.00.01.H05-250124-0001.json"
    assert keys.restricted_key(SHA256, "ocr", "page-0001.json.zst").startswith(f"restricted/{SHA256}/ocr/")
    assert keys.quarantine_key(SHA256, "reason.json") == f"quarantine/{SHA256}/reason.json"
    assert keys.ledger_key(day, SUBMISSION) == f"ledger/2026-11-23/{SUBMISSION}.json"
    assert keys.request_key("0a1b2c3d") == "requests/0a1b2c3d.json"
    assert keys.audit_key(day, "101112-0a1b2c3d") == "audit/2026-11-23/101112-0a1b2c3d.json"


@given(st.one_of(st.text(max_size=70), tricky))
def test_no_builder_puts_a_foreign_text_into_a_key_unchecked(text: str) -> None:
    builders = (
        keys.submission_key,
        keys.claim_key,
        keys.dossier_key,
        keys.code_key,
        keys.request_key,
        lambda value: keys.page_key(value, 1),
        lambda value: keys.ledger_key(date(2026, 1, 1), value),
    )
    for build in builders:
        try:
            key = build(text)
        except NotFound as exc:
            assert exc.code == "bad_id"
            assert not text.strip() or len(text) < 8 or text not in exc.message
            continue
        assert keys.check_key(key) == key
        assert key.count("/") == build_depth(key)


def build_depth(key: str) -> int:
    return {"inbox": 2, "claims": 1, "archive": 3, "requests": 1, "ledger": 2}[key.partition("/")[0]] + (
        ("/ocr/" in key) - ("/codes/" in key)
    )


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_count_from_one(number: int) -> None:
    with pytest.raises(ConfigError):
        keys.page_key(SHA256, number)


@pytest.mark.parametrize("extension", ["", "PDF", ".pdf", "p/f", "tar.gz", "a" * 11])
def test_extensions_are_plain(extension: str) -> None:
    with pytest.raises(ConfigError):
        keys.inbox_key(SUBMISSION, 1, extension)


@pytest.mark.parametrize(
    "code", ["", "0123456789-", "012345678901", "../x-1", "a.b-1", "H05-250124 0001", "H05/1-2"]
)
def test_what_is_no_dossier_code_gets_no_key(code: str) -> None:
    with pytest.raises(NotFound):
        keys.code_key(code)
