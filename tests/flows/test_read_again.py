"""Archived scans read again: better text in place of the old, corrections kept, nothing left over."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER
from core.model import Dossier, Manifest, PageRange, Problem, TextMeasure
from core.page import Page, PageState
from dossiers import documents, reading_again, records
from dossiers.assembly import rebuild_dossier
from dossiers.browse import page_picture, show_dossier
from dossiers.claims import hold
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.delivery import deliver
from dossiers.documents import Reading
from dossiers.find import Search, find
from dossiers.indexing import index_recorded
from dossiers.intake import Delivery
from dossiers.rereading import Understood, read_again
from dossiers.services import Services
from dossiers.sources import find_sources
from samples.papers.sensitive import identity_card
from storage import keys
from tests.archive import store_page
from tests.drawing import draw_page
from tests.flows.test_sensitive import draw
from tests.unit.extract.papers import line
from tests.unit.extract.papers import page as page_of

LINES = [
    "Số: 44/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc thành lập tổ công tác",
    "Kính gửi ủy ban nhân dân xã Phú Lâm",
]


@pytest.fixture
def dossier(services: Services, tmp_path: Path) -> Dossier:
    return ingest(services, draw_page(tmp_path / "a.png", LINES))


def ingest(services: Services, path: Path) -> Dossier:
    return deliver(services, find_sources([path]), Delivery(branch="H05.01")).dossiers[0].dossier


def sha_of(dossier: Dossier) -> str:
    return dossier.documents[0].sha256


def manifest_of(services: Services, dossier: Dossier) -> Manifest:
    return records.load(services.store, keys.document_key(sha_of(dossier), "manifest.json"), Manifest)[0]


def spoil(services: Services, dossier: Dossier, text: str, **document: object) -> None:
    """Put a reading of another version in place of what was read."""
    store_page(services, keys.page_key(sha_of(dossier), 1), page_of([line(30, 40, text)]))
    before = manifest_of(services, dossier)
    spoiled = replace(before, reading="old", document=replace(before.document, **document))  # type: ignore[arg-type]
    records.save(services.store, keys.document_key(sha_of(dossier), "manifest.json"), spoiled)


def total(services: Services, query: str) -> int:
    return find(services, Search(query), LOCAL_VIEWER).total


def again(services: Services, *names: str, outdated_only: bool = False) -> Understood:
    (one,) = read_again(services, names, LOCAL_VIEWER, outdated_only=outdated_only)
    return one


def names_of(services: Services, prefix: str) -> set[str]:
    return {info.key.removeprefix(prefix) for info in services.store.list(prefix)}


def test_a_better_reading_takes_the_place_of_the_old_and_is_found(
    services: Services, dossier: Dossier
) -> None:
    original = keys.document_key(sha_of(dossier), "original.png")
    bytes_before = services.store.get(original).data
    spoil(services, dossier, "Số: 44/QD-U8ND", fields=())
    done = again(services, outdated_only=True)
    assert (done.documents, done.read, done.failed, done.secret) == (1, 1, 0, False)
    assert "tổ công tác" in documents.load_page(services.store, sha_of(dossier), 1).text
    assert manifest_of(services, dossier).reading == services.reading
    assert done.dossier.field("document_number") == dossier.field("document_number")
    assert total(services, "to cong tac") == 1
    assert services.store.get(original).data == bytes_before
    # All is of today's version now.
    assert again(services, outdated_only=True).documents == 0


def test_text_that_only_the_old_reading_had_is_not_found_any_more(
    services: Services, dossier: Dossier
) -> None:
    spoil(services, dossier, "khuỷu ngoặc")
    index_recorded(services, rebuild_dossier(services, dossier.id, pages_changed=True))
    assert (total(services, "khuỷu"), total(services, '"tổ công tác"')) == (1, 0)
    assert again(services, dossier.id).read == 1
    assert (total(services, "khuỷu"), total(services, '"tổ công tác"')) == (0, 1)


def test_corrections_stay_on_top_and_places_are_found_again(services: Services, dossier: Dossier) -> None:
    correct(services, dossier.id, Wish("subject", "Về việc giải thể tổ công tác", "so"), LOCAL_VIEWER)
    correct(services, dossier.id, Wish("restrict", "", "riêng", pages=PageRange(1, 1)), LOCAL_VIEWER)
    correct(services, dossier.id, Wish("release", "", "nhầm", pages=PageRange(1, 1)), LOCAL_VIEWER)
    before = show_dossier(services, dossier.id, LOCAL_VIEWER)[0]
    done = again(services, dossier.id)
    assert done.dossier.corrections == before.corrections
    subject = done.dossier.field("subject")
    assert subject is not None
    assert (subject.value, subject.source) == ("Về việc giải thể tổ công tác", "human")
    assert subject == before.field("subject")


def test_a_scan_that_fails_now_keeps_what_was_read(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[Reading]:
        problem = Problem("read", "engine_broke", "x", 1)
        return [Reading((PageState.UNREADABLE,), (problem,), 0.0, {}, TextMeasure())]

    before = manifest_of(services, dossier)
    with monkeypatch.context() as patched:
        patched.setattr(reading_again, "read", broken)
        done = again(services, dossier.id)
    assert (done.documents, done.read, done.failed, done.changed) == (0, 0, 1, False)
    assert manifest_of(services, dossier) == before
    assert total(services, "to cong tac") == 1
    with hold(services.store, f"r-{sha_of(dossier)[:40]}", 60):
        assert again(services, dossier.id).failed == 1


def test_a_scan_that_is_gone_keeps_what_was_read(services: Services, dossier: Dossier) -> None:
    services.store.delete(keys.document_key(sha_of(dossier), "original.png"))
    assert again(services, dossier.id).failed == 1
    assert total(services, "to cong tac") == 1


def test_a_page_kept_apart_stays_apart(services: Services, dossier: Dossier) -> None:
    spoil(services, dossier, "gì đó", page_states=(PageState.RESTRICTED,))
    done = again(services, dossier.id)
    assert done.read == 1
    document = manifest_of(services, dossier).document
    assert (document.page_states, document.fields) == ((PageState.RESTRICTED,), ())
    assert total(services, "to cong tac") == 0
    assert names_of(services, f"archive/documents/{sha_of(dossier)}/") == {
        "manifest.json",
        "ocr/header.json",
        "ocr/page-0001.json.zst",
    }
    assert "page-0001.jpg" in names_of(services, f"restricted/{sha_of(dossier)}/")


def test_a_card_that_the_old_reading_missed_leaves_nothing_in_the_open(
    services: Services, tmp_path: Path
) -> None:
    dossier = ingest(services, draw(tmp_path / "in" / "1", identity_card, "clean"))
    sha256 = sha_of(dossier)
    spoil(services, dossier, "ảnh", page_states=(PageState.READ,), problems=(), type_code="other")
    for key in list(services.store.list(f"restricted/{sha256}/")):
        name = key.key.removeprefix(f"restricted/{sha256}/")
        services.store.put(f"archive/documents/{sha256}/{name}", services.store.get(key.key).data)
        services.store.delete(key.key)
    for name in ("thumb-0001.webp", "alto/page-0001.xml", "searchable.pdf"):
        services.store.put(keys.document_key(sha256, *name.split("/")), b"leaked")
    spoil(services, dossier, "ảnh")
    assert again(services, dossier.id).read == 1
    assert names_of(services, f"archive/documents/{sha256}/") == {
        "manifest.json",
        "ocr/header.json",
        "ocr/page-0001.json.zst",
    }
    assert documents.load_page(services.store, sha256, 1).state is PageState.RESTRICTED
    kept = names_of(services, f"restricted/{sha256}/")
    assert "page-0001.jpg" in kept
    assert [name for name in kept if name.startswith("original.")] != []


def test_a_paper_that_turns_out_secret_gets_nothing_new_stored(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = ["UBND TỈNH BẮC NINH", "TUYỆT MẬT", "Số: 12/KH-UBND", "hành quân qua đèo Ngang"]
    dossier = ingest(services, draw_page(tmp_path / "a.png", LINES))
    sha256 = sha_of(dossier)
    path = draw_page(tmp_path / "b.png", secret)
    monkeypatch.setattr(reading_again, "_original", lambda *_: _copied(path, _[2]))
    done = again(services, dossier.id)
    assert done.secret
    assert (done.dossier.fields, total(services, "to cong tac")) == ((), 0)
    assert "Ngang" not in documents.load_page(services.store, sha256, 1).text
    assert manifest_of(services, dossier).document.page_states == (PageState.RESTRICTED,)


def _copied(path: Path, folder: Path) -> Path:
    folder.mkdir()
    copy = folder / "original.png"
    copy.write_bytes(path.read_bytes())
    return copy


def test_pictures_are_those_of_the_new_reading(services: Services, dossier: Dossier) -> None:
    key = keys.document_key(sha_of(dossier), "page-0001.jpg")
    before = services.store.get(key).data
    services.store.put(key, b"old")
    again(services, dossier.id)
    assert page_picture(services, dossier.id, sha_of(dossier), 1, LOCAL_VIEWER) == before
    shown: Page = documents.load_page(services.store, sha_of(dossier), 1)
    assert (shown.width_px, shown.height_px) != (0, 0)
