"""What becomes of delivered files, step by step, on the embedded store and index."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from core.access import LOCAL_VIEWER, Viewer
from core.errors import NotFound
from core.model import DossierState, Manifest, Split
from dossiers import documents, records
from dossiers.browse import list_dossiers, page_picture, show_dossier
from dossiers.delivery import Delivered, deliver
from dossiers.find import Answer, Search, find
from dossiers.indexing import rebuild, reconcile
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit, waiting
from dossiers.records import LedgerEntry, QuarantineReason
from dossiers.services import Services
from dossiers.sources import find_sources
from pipeline.separators import Opens, Separator, payload
from samples.codes import qr_code
from storage import keys
from tests.drawing import draw_page, draw_paper

CODE, OTHER = "000.00.01.H05-250124-0001", "000.23.12.H05-250307-0142"


def ingest(services: Services, *paths: Path, dossier: str | None = None) -> Delivered:
    return deliver(services, find_sources(paths), Delivery(dossier=dossier, branch="H05.01"))


def found(services: Services, query: str, viewer: Viewer = LOCAL_VIEWER) -> Answer:
    return find(services, Search(query), viewer)


def all_bytes(folder: Path) -> Sequence[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_scan_becomes_searchable_with_the_words_marked_on_it(services: Services, tmp_path: Path) -> None:
    delivered = ingest(services, draw_page(tmp_path / "a.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"]))
    assert delivered.exit_code == 0
    dossier = delivered.dossiers[0].dossier
    for query in ("phu lam", '"xã Phú Lâm"', "PHÚ LÂM"):
        hit = found(services, query).hits[0]
        assert (hit.dossier, hit.page) == (dossier.id, 1)
        assert "<mark>" in hit.snippet
        assert hit.boxes
        assert all(0 <= box.left < box.right <= hit.width_px for box in hit.boxes)
    picture = page_picture(services, dossier.id, hit.document or "", 1, LOCAL_VIEWER)
    assert picture.startswith(b"\xff\xd8")


def test_the_inbox_is_empty_and_the_ledger_proves_what_became_of_each_file(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.7 not really")
    draw_paper(tmp_path / "in" / "good.png", 1)
    delivered = ingest(services, tmp_path / "in")
    assert delivered.exit_code == 1
    assert not list(services.store.list("inbox/"))
    entry = records.load(services.store, next(services.store.list("ledger/")).key, LedgerEntry)[0]
    assert sorted(file.state for file in entry.files) == ["archived", "quarantined"]
    refused = next(file for file in entry.files if file.state == "quarantined")
    reason = records.load(
        services.store, keys.quarantine_key(refused.sha256, "reason.json"), QuarantineReason
    )[0]
    assert reason.code == refused.code == delivered.quarantined[0].code
    kept = services.store.get(keys.quarantine_key(refused.sha256, "original.pdf")).data
    assert kept == b"%PDF-1.7 not really"
    assert delivered.dossiers[0].dossier.state is DossierState.PARTIAL


def test_the_original_is_kept_byte_for_byte(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 2)
    member = ingest(services, path).dossiers[0].dossier.documents[0]
    assert services.store.get(keys.document_key(member.sha256, "original.png")).data == path.read_bytes()


def test_what_other_programs_read_is_kept_beside_the_original(services: Services, tmp_path: Path) -> None:
    paper = draw_page(tmp_path / "Nguyễn Văn Thử.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"])
    sha256 = ingest(services, paper).dossiers[0].dossier.documents[0].sha256
    made = services.store.get(keys.document_key(sha256, "searchable.pdf")).data
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == 1
    alto = services.store.get(keys.document_key(sha256, "alto", "page-0001.xml")).data.decode()
    assert 'CONTENT="Phú"' in alto
    assert "Thử" not in alto
    manifest = records.load(services.store, keys.document_key(sha256, "manifest.json"), Manifest)[0]
    assert {"searchable.pdf", "alto/page-0001.xml"} <= set(manifest.artifacts)


def test_repeating_changes_nothing_and_reads_nothing(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 3)
    first = ingest(services, path)
    before = {info.key: info.etag for info in services.store.list("archive/")}
    second = ingest(services, path)
    assert second.dossiers[0].known
    assert not second.dossiers[0].outdated
    assert second.dossiers[0].dossier == first.dossiers[0].dossier
    assert {info.key: info.etag for info in services.store.list("archive/")} == before


def test_a_document_read_by_an_older_version_is_reported_and_left_alone(
    services: Services, tmp_path: Path
) -> None:
    path = draw_paper(tmp_path / "a.png", 4)
    member = ingest(services, path).dossiers[0].dossier.documents[0]
    key = keys.document_key(member.sha256, "manifest.json")
    manifest, etag = records.load(services.store, key, Manifest)
    records.save(services.store, key, replace(manifest, reading="older"), if_match=etag)
    assert ingest(services, path).dossiers[0].outdated
    assert records.load(services.store, key, Manifest)[0].reading == "older"


def test_the_same_file_in_two_dossiers_is_stored_once_and_merges_nothing(
    services: Services, tmp_path: Path
) -> None:
    for name, other in (("one", 5), ("two", 6)):
        draw_paper(tmp_path / name / "shared.png", 7)
        draw_paper(tmp_path / name / "own.png", other)
    delivered = ingest(services, tmp_path / "one", tmp_path / "two")
    assert len({one.dossier.id for one in delivered.dossiers}) == 2
    assert len({info.key.split("/")[2] for info in services.store.list("archive/documents/")}) == 3


def test_dossiers_that_share_a_code_become_one_and_both_ids_resolve(
    services: Services, tmp_path: Path
) -> None:
    first = ingest(services, draw_paper(tmp_path / "x" / f"{CODE}.png", 8)).dossiers[0].dossier
    second = ingest(services, draw_paper(tmp_path / "y" / f"{CODE}.png", 9)).dossiers[0].dossier
    assert second.id == first.id
    assert len(second.documents) == 2
    ids = {info.key.split("/")[2] for info in services.store.list("archive/dossiers/")}
    assert {records.load_dossier(services.store, one).id for one in ids} == {first.id}
    assert len(ids) == 2
    assert show_dossier(services, CODE, LOCAL_VIEWER)[0].id == first.id
    assert [one.id for one in list_dossiers(services, LOCAL_VIEWER)] == [first.id]
    assert found(services, "giay xac nhan").total == 1
    again = ingest(services, tmp_path / "y" / f"{CODE}.png")
    assert again.dossiers[0].known
    assert again.dossiers[0].dossier == second


def test_a_later_delivery_joins_the_dossier_it_names(services: Services, tmp_path: Path) -> None:
    first = ingest(services, draw_paper(tmp_path / "a.png", 10)).dossiers[0].dossier
    joined = ingest(services, draw_paper(tmp_path / "b.png", 11), dossier=first.id).dossiers[0].dossier
    assert joined.id == first.id
    assert joined.generation > first.generation
    assert len(joined.documents) == 2
    with pytest.raises(NotFound):
        ingest(services, tmp_path / "b.png", dossier="d-00000000000000000000")


def test_a_secret_paper_leaves_no_text_anywhere(services: Services, tmp_path: Path) -> None:
    lines = ["UBND TỈNH BẮC NINH", "TUYỆT MẬT", "Số: 12/KH-UBND", "hành quân qua đèo Ngang"]
    delivered = ingest(services, draw_page(tmp_path / "in" / "k.png", lines))
    assert [one.code for one in delivered.quarantined] == ["secret"]
    assert found(services, "hanh quan").total == 0
    kept = [
        path
        for path in services.settings.data.rglob("*")
        if path.is_file() and "quarantine" not in path.parts
    ]
    for data in (path.read_bytes() for path in kept):
        assert b"Ngang" not in data
        assert "hành quân".encode() not in data
    assert not list(services.store.list("archive/documents/"))


CARD = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "CĂN CƯỚC CÔNG DÂN",
    "Citizen Identity Card",
    "Số / No.: 027090001234",
    "Họ và tên / Full name: NGUYỄN VĂN THỬ",
    "Quê quán / Place of origin: Phú Lâm",
]


def test_an_identity_card_is_restricted(services: Services, tmp_path: Path) -> None:
    delivered = ingest(services, draw_page(tmp_path / "card.png", CARD, 1400))
    member = delivered.dossiers[0].dossier.documents[0]
    assert found(services, '"NGUYỄN VĂN THỬ"').total == 0
    names = {info.key.rpartition("/")[2] for info in services.store.list("archive/documents/")}
    assert names == {"manifest.json", "header.json", "page-0001.json.zst"}
    hidden = {info.key.rpartition("/")[2] for info in services.store.list(f"restricted/{member.sha256}/")}
    assert hidden == {"original.png", "page-0001.json.zst", "page-0001.jpg"}
    page = documents.load_page(services.store, member.sha256, 1)
    assert page.state == "restricted"
    assert not page.lines


def test_a_card_among_other_pages_is_restricted_alone(services: Services, tmp_path: Path) -> None:
    letter = Image.open(draw_page(tmp_path / "1.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"]))
    card = Image.open(draw_page(tmp_path / "2.png", CARD, 1400))
    letter.save(tmp_path / "both.tiff", save_all=True, append_images=[card], dpi=(300, 300))
    member = ingest(services, tmp_path / "both.tiff").dossiers[0].dossier.documents[0]
    states = [documents.load_page(services.store, member.sha256, number).state for number in (1, 2)]
    assert states == ["read", "restricted"]
    assert found(services, '"xã Phú Lâm"').hits[0].page == 1
    assert found(services, '"NGUYỄN VĂN THỬ"').total == 0
    shown = {info.key.rpartition("/")[2] for info in services.store.list("archive/documents/")}
    assert {"thumb-0001.webp", "page-0001.xml"} <= shown
    assert (
        not {"searchable.pdf", "page-0002.xml", "thumb-0002.webp", "page-0002.jpg", "original.tiff"} & shown
    )
    for path in (services.settings.data / "store" / "archive").rglob("manifest.json"):
        assert "THỬ" not in path.read_text(encoding="utf-8")


def stack(path: Path, *pages: Image.Image) -> Path:
    """One file as the feeder makes it of everything that lay in it."""
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(300, 300))
    return path


def separator(code: str) -> Image.Image:
    """The part of a separator sheet that matters."""
    page = Image.new("L", (1200, 800), 255)
    page.paste(qr_code(payload(Separator(Opens.DOSSIER, code))).convert("L"), (60, 60))
    return page


def test_a_file_with_two_dossiers_is_kept_whole_and_a_split_is_proposed(
    services: Services, tmp_path: Path
) -> None:
    first = Image.open(draw_page(tmp_path / "1.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"]))
    first.paste(qr_code(CODE, 3).convert("L"), (1000, 20))
    second = Image.open(draw_page(tmp_path / "2.png", ["Kính gửi ủy ban nhân dân xã Đồng Nguyên"]))
    empty = Image.new("L", second.size, 255)
    path = stack(tmp_path / "stack.tiff", first, empty, separator(OTHER), second)
    dossier = ingest(services, path).dossiers[0].dossier
    assert dossier.state is DossierState.PARTIAL
    assert [problem.code for problem in dossier.problems] == ["several_codes"]
    assert dossier.code is None
    assert not list(services.store.list("archive/codes/"))
    _, (document,) = show_dossier(services, dossier.id, LOCAL_VIEWER)
    assert document.arrangement.splits == (
        Split(1, 2, "dossier", CODE, "start"),
        Split(3, 4, "dossier", OTHER, "separator"),
    )
    assert {(mark.page, mark.mark) for mark in document.arrangement.marks} == {(2, "blank"), (3, "separator")}
    assert document.page_states == ("read", "blank", "read", "read")
    pages = list(documents.load_pages(services.store, document))
    assert [page.text for page in pages][1:3] == ["", ""]
    assert len({info.key for info in services.store.list("archive/") if "/page-000" in info.key}) == 12
    assert services.store.get(keys.document_key(document.sha256, "original.tiff")).data == path.read_bytes()
    for words, page in (("phu lam", 1), ("dong nguyen", 4)):
        assert found(services, words).hits[0].page == page


def test_a_separator_gives_its_code_and_no_words(services: Services, tmp_path: Path) -> None:
    paper = Image.open(draw_page(tmp_path / "1.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"]))
    dossier = ingest(services, stack(tmp_path / "a.tiff", separator(OTHER), paper)).dossiers[0].dossier
    assert (dossier.code, dossier.state, dossier.problems) == (OTHER, DossierState.COMPLETE, ())
    field = dossier.field("dossier_code")
    assert field is not None
    assert (field.source, field.page) == ("code", 1)
    assert found(services, "SOHOA").total == 0


def test_personal_numbers_are_found_by_number_but_not_kept_in_the_index(
    services: Services, tmp_path: Path
) -> None:
    ingest(services, draw_page(tmp_path / "a.png", ["Giấy xác nhận cư trú", "Số CCCD: 027090001234"]))
    hit = found(services, "cư trú 027 090 001 234").hits[0]
    assert hit.page == 1
    assert "<mark>027******234</mark>" in hit.snippet
    assert found(services, "027090001234").total == 1
    assert found(services, "027090001235").total == 0
    index = services.settings.data / "index.sqlite"
    for path in index.parent.glob("index.sqlite*"):
        assert b"027090001234" not in path.read_bytes()


def test_a_dossier_of_unknown_procedure_is_seen_by_its_branch_and_supervisors_only(
    services: Services, tmp_path: Path
) -> None:
    ingest(services, draw_paper(tmp_path / "a.png", 12))
    assert found(services, "giay xac nhan").total == 1
    branch = Viewer("b", agencies=frozenset({"H05.01"}))
    other = Viewer("o", agencies=frozenset({"H05.02"}))
    assert found(services, "giay xac nhan", branch).total == 1
    assert found(services, "giay xac nhan", other).total == 0
    dossier = next(list_dossiers(services, branch))
    assert not list(list_dossiers(services, other))
    with pytest.raises(NotFound):
        show_dossier(services, dossier.id, other)
    with pytest.raises(NotFound):
        page_picture(services, dossier.id, dossier.documents[0].sha256, 1, other)


def test_the_index_can_be_rebuilt_from_the_archive(services: Services, tmp_path: Path) -> None:
    for number in (13, 14, 15):
        ingest(services, draw_paper(tmp_path / f"{number}.png", number))
    before = found(services, "giay xac nhan")
    entries = list(services.index.ids())
    assert rebuild(services, lambda count: None) == 3
    assert list(services.index.ids()) == entries
    after = found(services, "giay xac nhan")
    assert [hit.dossier for hit in after.hits] == [hit.dossier for hit in before.hits]


def test_what_is_digitized_while_the_index_is_rebuilt_is_in_the_new_one(
    services: Services, tmp_path: Path
) -> None:
    ingest(services, draw_paper(tmp_path / "21.png", 21))
    late = draw_paper(tmp_path / "22.png", 22)

    def meanwhile(count: int) -> None:
        ingest(services, late)

    assert rebuild(services, meanwhile) == 2
    assert found(services, "giay xac nhan").total == 2


def test_the_index_is_brought_to_the_archive(services: Services, tmp_path: Path) -> None:
    dossier = ingest(services, draw_paper(tmp_path / "23.png", 23)).dossiers[0].dossier
    assert reconcile(services) == 0
    key = keys.dossier_key(dossier.id)
    changed = replace(dossier, generation=dossier.generation + 1)
    records.save(services.store, key, changed, if_match=services.store.info(key).etag)
    assert reconcile(services) == 1
    assert list(services.index.ids()) == [(dossier.id, dossier.generation + 1)]


def test_a_delivery_cut_off_before_its_seal_is_not_taken_and_can_be_repeated(
    services: Services, tmp_path: Path
) -> None:
    path = draw_paper(tmp_path / "a.png", 16)
    sealed = submit(services.store, [Incoming(path, "a.png")], Delivery())
    services.store.delete(keys.submission_key(sealed.id))
    assert not list(waiting(services.store))
    assert ingest(services, path).exit_code == 0


def test_a_file_changed_on_its_way_goes_to_quarantine(services: Services, tmp_path: Path) -> None:
    sealed = submit(services.store, [Incoming(draw_paper(tmp_path / "a.png", 17), "a.png")], Delivery())
    services.store.put(sealed.files[0].key, draw_paper(tmp_path / "b.png", 18))
    done = digitize(services, sealed.id)
    assert [item.rejected.code for item in done.settled if item.rejected] == ["corrupt_upload"]


def test_an_uploaded_name_never_becomes_part_of_a_key(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 19)
    sealed = submit(services.store, [Incoming(path, "../../Nguyễn Văn Thử .png")], Delivery(name="Hồ sơ Thử"))
    digitize(services, sealed.id)
    assert all("Th" not in info.key and ".." not in info.key for info in services.store.list(""))
    assert not (services.settings.data / "Nguyễn Văn Thử .png").exists()


def test_nothing_derived_is_left_in_scratch(services: Services, tmp_path: Path) -> None:
    ingest(services, draw_paper(tmp_path / "a.png", 20))
    assert not all_bytes(services.settings.data / "scratch")
