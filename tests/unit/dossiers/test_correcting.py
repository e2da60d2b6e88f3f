"""What each kind of correction does to a dossier, its papers and what is found of it."""

from dataclasses import replace

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError, Conflict, NotFound
from core.model import Document, Dossier, DossierState, Field, FieldItem, Manifest, PageRange, PageTurn
from core.page import Box
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.browse import show_dossier
from dossiers.corrections.making import Wish
from dossiers.corrections.model import Correction, version
from dossiers.corrections.writing import Outcome, confirm, correct
from dossiers.find import Search, find
from dossiers.services import Services
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import DOSSIER_CODE, decision, line, receipt

OTHER_CODE = "000.23.12.H05-250307-0142"


def fix(services: Services, dossier: Dossier, what: str, value: str = "", **more: object) -> Outcome:
    wish = Wish(what, value, "đối chiếu bản giấy", **more)  # type: ignore[arg-type]
    return correct(services, dossier.id, wish, LOCAL_VIEWER)


def total(services: Services, query: str, **where: str) -> int:
    asked = Search(query, {name: (value,) for name, value in where.items()})
    return find(services, asked, LOCAL_VIEWER).total


def value_of(dossier: Dossier, name: str) -> object:
    found = dossier.field(name)
    return found.value if found else "missing"


def paper_of(services: Services, dossier: Dossier, place: int = 0) -> Document:
    return show_dossier(services, dossier.id, LOCAL_VIEWER)[1][place]


@pytest.fixture
def dossier(services: Services) -> Dossier:
    return put_dossier(services, put_paper(services, receipt()))


def test_a_corrected_field_wins_and_what_was_read_stays_as_an_alternative(
    services: Services, dossier: Dossier
) -> None:
    after = fix(services, dossier, "applicant_name", "Nguyễn Thị Bích Ngân").dossier
    field = next(one for one in after.fields if one.best.name == "applicant_name")
    assert (field.best.value, field.best.source, field.best.confidence) == (
        "Nguyễn Thị Bích Ngân",
        "human",
        1.0,
    )
    assert [one.value for one in field.alternatives] == ["Nguyễn Thị Bích Ngọc"]
    read = next(one for one in dossier.fields if one.best.name == "applicant_name").best
    assert (field.best.page, field.best.box, field.best.raw) == (read.page, read.box, read.raw)


def test_the_index_follows_at_once(services: Services, dossier: Dossier) -> None:
    assert total(services, "", applicant_name="Nguyễn Thị Bích Ngọc") == 1
    fix(services, dossier, "applicant_name", "Nguyễn Thị Bích Ngân")
    assert total(services, "", applicant_name="Nguyễn Thị Bích Ngân") == 1
    assert total(services, "", applicant_name="Nguyễn Thị Bích Ngọc") == 0
    fix(services, dossier, "procedure_name", "Đăng ký kết hôn")
    facets = find(services, Search(""), LOCAL_VIEWER).facets["procedure_name"]
    assert [one.value for one in facets] == ["Đăng ký kết hôn"]


def test_a_corrected_number_is_found_and_masked(services: Services, dossier: Dossier) -> None:
    fix(services, dossier, "phone", "0987 654 321")
    assert total(services, "0987654321") == 1
    assert value_of(rebuild_dossier(services, dossier.id).dossier, "phone") == "0987654321"
    index = services.settings.data
    for path in index.glob("index.sqlite*"):
        assert b"0987654321" not in path.read_bytes()


def test_an_emptied_field_stays_empty_and_is_found_no_more(services: Services, dossier: Dossier) -> None:
    after = fix(services, dossier, "address").dossier
    assert value_of(after, "address") is None
    assert total(services, "", address="Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh") == 0


def test_a_field_nobody_read_can_be_typed_in(services: Services, dossier: Dossier) -> None:
    assert dossier.field("email") is None
    after = fix(services, dossier, "email", "So.Tu.Phap@bacninh.gov.vn").dossier
    assert value_of(after, "email") == "so.tu.phap@bacninh.gov.vn"


def test_a_correction_survives_rebuilding_reading_again_and_new_files(
    services: Services, dossier: Dossier
) -> None:
    after = fix(services, dossier, "applicant_name", "Nguyễn Thị Bích Ngân").dossier
    assert rebuild_dossier(services, dossier.id).dossier == after
    key = keys.document_key(dossier.documents[0].sha256, "manifest.json")
    manifest, etag = records.load(services.store, key, Manifest)
    assert all(field.source != "human" for field in manifest.document.fields)
    read = Field("applicant_name", "Nguyễn Văn Khác", "Khác", 0.99, "label", page=1, box=Box(1, 1, 9, 9))
    changed = replace(manifest.document, fields=(read,))
    records.save(services.store, key, replace(manifest, document=changed), if_match=etag)
    assert value_of(rebuild_dossier(services, dossier.id).dossier, "applicant_name") == "Nguyễn Thị Bích Ngân"
    later = put_dossier(services, put_paper(services, decision()), dossier=dossier.id)
    assert len(later.documents) == 2
    assert value_of(later, "applicant_name") == "Nguyễn Thị Bích Ngân"
    assert len(later.corrections) == 1


def test_the_same_delivery_again_changes_nothing_that_was_corrected(services: Services) -> None:
    paper = put_paper(services, receipt())
    dossier = put_dossier(services, paper)
    after = fix(services, dossier, "applicant_name", "Nguyễn Thị Bích Ngân").dossier
    assert put_dossier(services, paper) == after
    assert total(services, "", applicant_name="Nguyễn Thị Bích Ngân") == 1


def test_a_person_beats_a_code_on_the_paper(services: Services) -> None:
    scanned = Field("procedure_code", "1.001193", "1.001193", 0.99, "code")
    dossier = put_dossier(services, put_paper(services, receipt(), fields=(scanned,)))
    assert (
        value_of(fix(services, dossier, "procedure_code", "1.004884").dossier, "procedure_code") == "1.004884"
    )


def test_a_paper_can_be_corrected_without_the_others(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt()), put_paper(services, decision()))
    after = fix(services, dossier, "signer", "Lê Văn Sửa", document="2").dossier
    assert value_of(after, "signer") == "Lê Văn Sửa"
    assert [one.value for one in paper_of(services, after, 1).fields if one.name == "signer"] == [
        "Lê Văn Sửa"
    ]
    field = next(one for one in after.fields if one.best.name == "signer")
    assert (field.document, [one.value for one in field.alternatives]) == (
        dossier.documents[1].sha256,
        ["Lê Văn Thử"],
    )


def test_a_value_emptied_on_one_paper_does_not_silence_the_other(services: Services) -> None:
    dossier = put_dossier(
        services, put_paper(services, receipt()), put_paper(services, receipt(line(30, 200, "Trang phụ")))
    )
    after = fix(services, dossier, "applicant_name", document="1").dossier
    assert value_of(after, "applicant_name") == "Nguyễn Thị Bích Ngọc"
    assert next(one for one in after.fields if one.best.name == "applicant_name").document == (
        dossier.documents[1].sha256
    )


def test_an_item_of_a_list_is_changed_added_and_taken_out(services: Services) -> None:
    items = tuple(
        FieldItem({"name": name, "quantity": "1"}, name, 1) for name in ("Tờ khai", "Giấy chứng sinh")
    )
    read = Field("attachments", items, "", 0.8, "zone", page=1)
    dossier = put_dossier(services, put_paper(services, receipt(), fields=(read,)))

    def listed(outcome: Outcome) -> list[dict[str, str]]:
        field = outcome.dossier.field("attachments")
        assert field is not None
        assert isinstance(field.value, tuple)
        return [dict(item.parts) for item in field.value]

    done = fix(services, dossier, "attachments", "name=Giấy chứng sinh; quantity=2", item=2)
    assert listed(done)[1] == {"name": "Giấy chứng sinh", "quantity": "2"}
    assert listed(fix(services, dossier, "attachments", "Trích lục", item=3))[2] == {"name": "Trích lục"}
    assert [one["name"] for one in listed(fix(services, dossier, "attachments", item=1))] == [
        "Giấy chứng sinh",
        "Trích lục",
    ]
    with pytest.raises(NotFound):
        fix(services, dossier, "attachments", "x", item=9)


def test_a_place_shown_by_a_person_is_kept_on_the_scan(services: Services, dossier: Dossier) -> None:
    box = Box(100, 200, 300, 240)
    done = fix(services, dossier, "email", "a@b.vn", pages=PageRange(1, 1), box=box)
    assert done.correction is not None
    assert done.correction.place is not None
    assert done.correction.place.corners == ((100.0, 200.0), (300.0, 200.0), (300.0, 240.0), (100.0, 240.0))
    found = done.dossier.field("email")
    assert found is not None
    assert (found.page, found.box) == (1, box)


def test_the_type_of_a_paper_changes_what_it_is_believed_before(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt()), put_paper(services, decision()))
    after = fix(services, dossier, "document_type", "tờ trình", document="2").dossier
    paper = paper_of(services, after, 1)
    assert (paper.document_type, paper.type_code) == ("TỜ TRÌNH", "submission")
    with pytest.raises(ConfigError):
        fix(services, dossier, "document_type", "GIẤY KHÔNG CÓ", document="2")
    with pytest.raises(ConfigError):
        fix(services, dossier, "document_type", "TỜ TRÌNH")


def test_a_code_clears_the_conflict_and_is_claimed(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt()), name=OTHER_CODE)
    assert "code_conflict" in [one.code for one in dossier.problems]
    assert rebuild_dossier(services, dossier.id).dossier == dossier
    after = fix(services, dossier, "dossier_code", DOSSIER_CODE).dossier
    assert after.code == DOSSIER_CODE
    assert not after.problems
    assert show_dossier(services, DOSSIER_CODE, LOCAL_VIEWER)[0].id == dossier.id
    assert put_dossier(services, put_paper(services, decision()), dossier=dossier.id).code == DOSSIER_CODE


def test_a_code_that_has_a_dossier_merges_into_it_with_all_corrections(services: Services) -> None:
    first = put_dossier(services, put_paper(services, receipt()))
    second = put_dossier(services, put_paper(services, decision()))
    fix(services, second, "signer", "Lê Văn Sửa")
    done = fix(services, second, "dossier_code", DOSSIER_CODE)
    assert (done.dossier.id, done.merged) == (first.id, second.id)
    assert value_of(done.dossier, "signer") == "Lê Văn Sửa"
    assert show_dossier(services, second.id, LOCAL_VIEWER)[0].id == first.id
    assert [one for one, _ in services.index.ids()] == [first.id]
    assert not [one for one in done.dossier.problems if one.stage == "correct"]


def test_a_split_that_makes_one_dossier_of_it_settles_several_codes(services: Services) -> None:
    two = receipt(line(30, 180, f"Mã hồ sơ: {OTHER_CODE}"))
    dossier = put_dossier(services, put_paper(services, two, decision()))
    assert dossier.state is DossierState.PARTIAL
    after = fix(services, dossier, "split", "1, 2").dossier
    assert after.state is DossierState.COMPLETE
    paper = paper_of(services, after)
    assert [(one.first_page, one.last_page) for one in paper.arrangement.splits] == [(1, 1), (2, 2)]
    assert paper.arrangement.decided == ("splits",)
    again = fix(services, dossier, "split", f"1:{DOSSIER_CODE}, 2:{OTHER_CODE}").dossier
    assert again.state is DossierState.PARTIAL


def test_turns_and_orders_are_marks_on_pages(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, decision(), [line(30, 30, "Trang hai")]))
    fix(services, dossier, "rotate", "180", pages=PageRange(2, 2))
    after = fix(services, dossier, "order", "2, 1").dossier
    arrangement = paper_of(services, after).arrangement
    assert arrangement.turns == (PageTurn(2, 180),)
    assert (arrangement.page_order, arrangement.decided) == ((2, 1), ("page_order",))
    back = fix(services, dossier, "rotate", "0", pages=PageRange(2, 2)).dossier
    assert paper_of(services, back).arrangement.turns == ()


@pytest.mark.parametrize(
    ("what", "value", "more"),
    [
        ("received_at", "32/13/2025", {}),
        ("dossier_code", "nonsense", {}),
        ("dossier_code", "", {}),
        ("fee", "năm mươi nghìn", {}),
        ("attachments", "một tờ", {}),
        ("fee", "50000", {"item": 1}),
        ("no_such_field", "x", {}),
        ("split", "1-5", {}),
        ("split", "a-b", {}),
        ("order", "1, 1", {}),
        ("rotate", "45", {"pages": PageRange(1, 1)}),
        ("rotate", "90", {}),
        ("applicant_name", "Nguyễn Văn B", {"reason": " "}),
    ],
)
def test_what_can_not_be_meant_is_refused_in_one_line_without_the_value(
    services: Services, dossier: Dossier, what: str, value: str, more: dict[str, object]
) -> None:
    wish = replace(Wish(what, value, "lý do"), **more)  # type: ignore[arg-type]
    with pytest.raises(ConfigError) as caught:
        correct(services, dossier.id, wish, LOCAL_VIEWER)
    assert "\n" not in caught.value.message
    assert not value or len(value) < 4 or value not in caught.value.message
    assert not list(services.store.list(keys.corrections_prefix(dossier.id)))


def test_a_correction_of_something_that_changed_since_is_refused(
    services: Services, dossier: Dossier
) -> None:
    seen = version(value_of(dossier, "applicant_name"))
    fix(services, dossier, "applicant_name", "Nguyễn Văn Một", based_on=seen)
    with pytest.raises(Conflict):
        fix(services, dossier, "applicant_name", "Nguyễn Văn Hai", based_on=seen)
    now = records.load_dossier(services.store, dossier.id)
    assert value_of(now, "applicant_name") == "Nguyễn Văn Một"
    fix(services, dossier, "applicant_name", "Nguyễn Văn Hai", based_on=version("Nguyễn Văn Một"))


def test_the_same_correction_twice_is_one(services: Services, dossier: Dossier) -> None:
    first = fix(services, dossier, "applicant_name", "Nguyễn Văn Một")
    second = fix(services, dossier, "applicant_name", "Nguyễn Văn Một")
    assert second.correction is None
    assert second.dossier == first.dossier


def test_agreeing_with_what_was_read_makes_it_a_persons_word(services: Services, dossier: Dossier) -> None:
    done = fix(services, dossier, "applicant_name", "Nguyễn Thị Bích Ngọc")
    found = done.dossier.field("applicant_name")
    assert found is not None
    assert found.source == "human"


def test_who_may_not_see_a_dossier_can_not_correct_it(services: Services, dossier: Dossier) -> None:
    stranger = Viewer("x", agencies=frozenset({"H05.99"}))
    with pytest.raises(NotFound):
        correct(services, dossier.id, Wish("fee", "1", "x"), stranger)
    with pytest.raises(NotFound):
        confirm(services, dossier.id, (), stranger)


def test_a_correction_says_who_when_why_and_what_it_saw(services: Services, dossier: Dossier) -> None:
    done = fix(services, dossier, "applicant_name", "Nguyễn Văn Một").correction
    assert done is not None
    key = keys.correction_key(dossier.id, dossier.generation, done.id)
    stored = records.load(services.store, key, Correction)[0]
    assert stored == done
    assert (stored.account, stored.reason, stored.old) == (
        "local",
        "đối chiếu bản giấy",
        "Nguyễn Thị Bích Ngọc",
    )
    assert stored.based_on == version("Nguyễn Thị Bích Ngọc")


def test_confirming_a_dossier_holds_until_something_changes(services: Services, dossier: Dossier) -> None:
    done = confirm(services, dossier.id, (), LOCAL_VIEWER)
    assert done.dossier.confirmed
    assert all(field.confirmed for field in done.dossier.fields)
    assert confirm(services, dossier.id, (), LOCAL_VIEWER).correction is None
    changed = fix(services, dossier, "applicant_name", "Nguyễn Văn Một").dossier
    assert not changed.confirmed
    assert [one.code for one in changed.problems] == ["changed_since_confirmed"]
    assert [field.best.name for field in changed.fields if field.changed] == ["applicant_name"]
    again = confirm(services, dossier.id, (), LOCAL_VIEWER).dossier
    assert again.confirmed
    assert not again.problems


def test_a_new_paper_after_the_confirmation_is_noticed(services: Services, dossier: Dossier) -> None:
    confirm(services, dossier.id, (), LOCAL_VIEWER)
    later = put_dossier(services, put_paper(services, decision()), dossier=dossier.id)
    assert not later.confirmed
    assert "changed_since_confirmed" in [one.code for one in later.problems]


def test_confirming_some_fields_confirms_no_others(services: Services, dossier: Dossier) -> None:
    done = confirm(services, dossier.id, ("applicant_name", "Phí, lệ phí"), LOCAL_VIEWER).dossier
    assert {field.best.name for field in done.fields if field.confirmed} == {"applicant_name", "fee"}
    assert not done.confirmed
    with pytest.raises(NotFound):
        confirm(services, dossier.id, ("fee", "signer"), LOCAL_VIEWER)
    with pytest.raises(Conflict):
        confirm(services, dossier.id, ("fee",), LOCAL_VIEWER, based_on="v-0000000000000000")
