"""Pages that people keep apart, and false alarms that they release."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from core.access import INTERNAL, LOCAL_VIEWER, OPEN
from core.errors import ConfigError, NotFound
from core.model import Document, Dossier, Field, FieldItem, Manifest, PageRange, Paper
from core.page import Page, PageState
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.browse import page_picture, show_dossier, show_page
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import Outcome, correct
from dossiers.find import Search, find
from dossiers.indexing import entry_of
from dossiers.services import Services
from storage import keys
from tests.archive import put_dossier, put_paper, store_page
from tests.unit.extract.papers import decision, line, page, receipt

SIGNS = ("CĂN CƯỚC CÔNG DÂN", "Họ và tên / Full name", "Ngày sinh / Date of birth", "Có giá trị đến")
"""What makes a page an identity card, on what is none."""
PICTURE = cv2.imencode(".jpg", np.full((80, 60, 3), 255, np.uint8))[1].tobytes()


def fix(services: Services, dossier: Dossier, what: str, value: str = "", **more: object) -> Outcome:
    wish = Wish(what, value, "đối chiếu bản giấy", **more)  # type: ignore[arg-type]
    return correct(services, dossier.id, wish, LOCAL_VIEWER)


def total(services: Services, query: str) -> int:
    return find(services, Search(query), LOCAL_VIEWER).total


def paper_of(services: Services, dossier: Dossier) -> Document:
    return show_dossier(services, dossier.id, LOCAL_VIEWER)[1][0]


@pytest.fixture
def dossier(services: Services) -> Dossier:
    return put_dossier(services, put_paper(services, receipt(), decision()))


@pytest.fixture
def alarm(services: Services) -> Dossier:
    """A receipt whose page was taken for an identity card and kept apart."""
    lines = [*receipt(), *(line(30, 230 + 8 * at, sign) for at, sign in enumerate(SIGNS))]
    paper = put_paper(services, lines)
    sha256 = paper.file.sha256
    assert paper.manifest is not None
    document = paper.manifest.document
    assert [one.code for one in document.problems] == ["identity_card"]
    store_page(services, keys.restricted_key(sha256, "ocr", "page-0001.json.zst"), page(lines))
    store_page(services, keys.page_key(sha256, 1), Page(1, PageState.RESTRICTED, 1654, 2339, 200.0))
    for name in ("page-0001.jpg", "thumb-0001.webp"):
        services.store.delete(keys.document_key(sha256, name))
    services.store.put(keys.restricted_key(sha256, "page-0001.jpg"), PICTURE)
    document = replace(document, page_states=(PageState.RESTRICTED,))
    key = keys.document_key(sha256, "manifest.json")
    records.save(services.store, key, replace(paper.manifest, document=document))
    return put_dossier(services, replace(paper, manifest=replace(paper.manifest, document=document)))


def test_a_restricted_page_is_neither_shown_nor_found(services: Services, dossier: Dossier) -> None:
    assert total(services, '"phê duyệt kế hoạch"') == 1
    after = fix(services, dossier, "restrict", pages=PageRange(2, 2)).dossier
    paper = paper_of(services, after)
    assert paper.page_states == (PageState.READ, PageState.RESTRICTED)
    assert total(services, '"phê duyệt kế hoạch"') == 0
    shown = show_page(services, dossier.id, paper.sha256, 2, LOCAL_VIEWER)
    assert (shown.state, shown.lines) == (PageState.RESTRICTED, ())
    for thumbnail in (True, False):
        with pytest.raises(NotFound):
            page_picture(services, dossier.id, paper.sha256, 2, LOCAL_VIEWER, thumbnail=thumbnail)
    assert page_picture(services, dossier.id, paper.sha256, 1, LOCAL_VIEWER) == b"page-0001.jpg"


def test_the_facts_of_a_restricted_page_are_gone_from_the_dossier(
    services: Services, dossier: Dossier
) -> None:
    assert dossier.field("signer") is not None
    after = fix(services, dossier, "restrict", pages=PageRange(2, 2)).dossier
    assert after.field("signer") is None
    assert all(one.page != 2 for field in after.fields for one in (field.best, *field.alternatives))
    assert rebuild_dossier(services, dossier.id).dossier == after
    back = fix(services, dossier, "release", pages=PageRange(2, 2)).dossier
    assert back.field("signer") == dossier.field("signer")
    assert total(services, '"phê duyệt kế hoạch"') == 1


def test_a_corrected_value_waits_while_its_page_is_hidden(services: Services, dossier: Dossier) -> None:
    fix(services, dossier, "signer", "Lê Văn Sửa", document="1")
    after = fix(services, dossier, "restrict", pages=PageRange(2, 2)).dossier
    values = [one.value for field in after.fields for one in (field.best, *field.alternatives)]
    assert not {"Lê Văn Thử", "Lê Văn Sửa"} & set(values)
    back = fix(services, dossier, "release", pages=PageRange(2, 2)).dossier.field("signer")
    assert back is not None
    assert back.value == "Lê Văn Sửa"


def test_of_a_list_the_items_of_a_restricted_page_are_gone_also_from_what_was_overruled(
    services: Services,
) -> None:
    items = tuple(FieldItem({"name": name}, name, at) for at, name in enumerate(("Sở Một", "Sở Hai"), 1))
    read = Field("recipients", items, "Sở Một; Sở Hai", 0.9, "zone", page=1)
    dossier = put_dossier(services, put_paper(services, decision(), decision(), fields=(read,)))
    corrected = fix(services, dossier, "recipients", "Sở Mới", item=3).dossier
    assert "Sở Hai" in str(corrected.fields)
    after = fix(services, dossier, "restrict", pages=PageRange(2, 2)).dossier
    assert "Sở Một" in str(after.fields)
    assert "Sở Mới" in str(after.fields)
    assert "Sở Hai" not in str(after.fields)


def test_a_value_of_the_dossier_typed_from_a_page_waits_while_the_page_is_hidden(
    services: Services, dossier: Dossier
) -> None:
    fix(services, dossier, "signer", "Lê Văn Sửa")
    assert fix(services, dossier, "restrict", pages=PageRange(2, 2)).dossier.field("signer") is None


def test_a_paper_restricted_as_a_whole_is_corrected_only_after_its_release(
    services: Services, dossier: Dossier
) -> None:
    after = fix(services, dossier, "restrict").dossier
    assert after.fields == ()
    with pytest.raises(ConfigError):
        fix(services, dossier, "signer", "Lê Văn Sửa", document="1")
    assert fix(services, dossier, "release").dossier.fields == dossier.fields


def test_a_false_alarm_is_released_and_read_like_any_page(services: Services, alarm: Dossier) -> None:
    sha256 = alarm.documents[0].sha256
    assert total(services, '"khai sinh"') == 0
    after = fix(services, alarm, "release", pages=PageRange(1, 1)).dossier
    assert not [one for one in after.problems if one.code == "identity_card"]
    assert total(services, '"khai sinh"') == 1
    paper = paper_of(services, after)
    assert (paper.type_code, paper.page_states) == ("receipt", (PageState.READ,))
    assert [(one.first_page, one.type_code) for one in paper.papers] == [(1, "receipt")]
    name = after.field("applicant_name")
    assert name is not None
    assert name.value == "Nguyễn Thị Bích Ngọc"
    assert show_page(services, alarm.id, sha256, 1, LOCAL_VIEWER).lines
    assert page_picture(services, alarm.id, sha256, 1, LOCAL_VIEWER) == PICTURE
    thumbnail = page_picture(services, alarm.id, sha256, 1, LOCAL_VIEWER, thumbnail=True)
    assert (thumbnail[:4], thumbnail[8:12]) == (b"RIFF", b"WEBP")
    stored = records.load(services.store, keys.document_key(sha256, "manifest.json"), Manifest)[0]
    assert stored.document.page_states == (PageState.RESTRICTED,)


def test_a_release_taken_back_hides_everything_again(services: Services, alarm: Dossier) -> None:
    fix(services, alarm, "release")
    after = fix(services, alarm, "restrict").dossier
    assert after.field("applicant_name") is None
    assert total(services, '"khai sinh"') == 0
    sha256 = alarm.documents[0].sha256
    assert show_page(services, alarm.id, sha256, 1, LOCAL_VIEWER).lines == ()
    with pytest.raises(NotFound):
        page_picture(services, alarm.id, sha256, 1, LOCAL_VIEWER)


def test_the_paper_that_gave_the_file_its_type_is_renamed_with_it(services: Services) -> None:
    parts = (Paper(1, 1, "GIẤY TỜ KHÁC", "other"), Paper(2, 2, "QUYẾT ĐỊNH", "decision"))
    paper = put_paper(
        services, decision(), decision(), document_type="QUYẾT ĐỊNH", type_code="decision", papers=parts
    )
    after = fix(services, put_dossier(services, paper), "document_type", "tờ trình").dossier
    named = [(one.first_page, one.type_code) for one in paper_of(services, after).papers]
    assert named == [(1, "other"), (2, "submission")]


def test_what_is_said_of_a_file_is_corrected_on_the_file(services: Services) -> None:
    read = Field("has_signature", True, "", 1.0, "zone", page=1)
    papers = [put_paper(services, lines, fields=(read,)) for lines in (receipt(), decision())]
    dossier = put_dossier(services, *papers)
    with pytest.raises(ConfigError):
        fix(services, dossier, "has_signature", "không")
    after = fix(services, dossier, "has_signature", "không", document="1").dossier
    assert after.field("has_signature") is None
    signed = paper_of(services, after).field("has_signature")
    assert signed is not None
    assert signed.value is False


def test_a_circulation_mark_nobody_printed_can_be_emptied(services: Services) -> None:
    read = Field("circulation", "LƯU HÀNH NỘI BỘ", "", 0.9, "zone", page=1)
    dossier = put_dossier(services, put_paper(services, decision(), fields=(read,)))
    assert fix(services, dossier, "circulation", document="1").dossier.field("circulation") is not None
    after = records.load_dossier(services.store, dossier.id)
    assert [one.text_class for one in entry_of(services, dossier).pages] == [INTERNAL]
    assert [one.text_class for one in entry_of(services, after).pages] == [OPEN]
