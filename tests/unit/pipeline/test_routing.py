"""Who settles a dossier: the procedure by date, then print, then the applicant's home; never the desk."""

from datetime import date

import pytest

from pipeline.reference import Reference, load_reference
from pipeline.routing import Asked, committee_named, members, route

REFERENCE = load_reference()
BEFORE, AFTER = date(2025, 1, 24), date(2025, 7, 1)
BIRTH, TRADE = "1.001193", "1.001612"
"""Procedures of the commune's and of the district's level; since the districts went, of communes both."""


def readers(reference: Reference, code: str, day: date, branch: str | None = None) -> tuple[str, ...]:
    return route(reference, Asked(day, code, branch=branch)).readers


def settled(**asked: object) -> tuple[str, str]:
    """The code of who settles it, and why."""
    found = route(REFERENCE, Asked(**asked)).routing  # type: ignore[arg-type]
    assert found is not None
    return found.agency, found.basis


@pytest.mark.parametrize(
    ("code", "branch", "day", "readers"),
    [
        ("1.012783", "cn-tien-du", date(2025, 1, 24), ("so-tai-nguyen-va-moi-truong", "cn-tien-du")),
        ("1.012783", "cn-tien-du", date(2025, 3, 1), ("so-nong-nghiep-va-moi-truong", "cn-tien-du")),
        ("1.012783.000.00.00.H05", None, date(2025, 1, 24), ("so-tai-nguyen-va-moi-truong",)),
        ("1.001612", "cn-tu-son", date(2025, 7, 1), ("ubnd-cap-xa", "cn-tu-son", "ttphcc")),
        (None, "cn-tu-son", date(2025, 1, 24), ("cn-tu-son",)),
        ("9.999999", "cn-tu-son", date(2025, 1, 24), ("cn-tu-son",)),
        (None, None, date(2025, 1, 24), ()),
        ("1.001193", "cn-tien-du", date(2025, 1, 24), ("ubnd-cap-xa", "cn-tien-du")),
        ("3.000347", "cn-tien-du", date(2025, 2, 28), ("so-giao-thong-van-tai", "cn-tien-du")),
        ("3.000347", "cn-tien-du", date(2025, 3, 1), ("so-xay-dung", "cn-tien-du")),
        ("1.001612", "cn-tien-du", date(2025, 6, 30), ("ubnd-cap-huyen", "cn-tien-du")),
        ("1.013225", "ttphcc", date(2025, 7, 1), ("ubnd-cap-xa", "ttphcc")),
        (None, "cn-tien-du", date(2025, 7, 1), ("cn-tien-du", "ttphcc")),
    ],
)
def test_the_procedure_routes_by_date(
    code: str | None, branch: str | None, day: date, readers: tuple[str, ...]
) -> None:
    assert route(REFERENCE, Asked(day, code, branch=branch)).readers == readers


@pytest.mark.parametrize(
    ("day", "code", "printed", "agency"),
    [
        (BEFORE, TRADE, "Ủy ban nhân dân thành phố Bắc Ninh", "ubnd-thanh-pho-bac-ninh"),
        (BEFORE, TRADE, "UBND TP. Bắc Ninh", "ubnd-thanh-pho-bac-ninh"),
        (BEFORE, TRADE, "UBND H. Tiên Du, tỉnh Bắc Ninh", "ubnd-huyen-tien-du"),
        (BEFORE, BIRTH, "ỦY BAN NHÂN DÂN PHƯỜNG SUỐI HOA", "ubnd-phuong-suoi-hoa-thanh-pho-bac-ninh"),
        (BEFORE, BIRTH, "UBND xã Phú Lâm - huyện Tiên Du", "ubnd-xa-phu-lam-huyen-tien-du"),
        (AFTER, TRADE, "UBND phường Kinh Bắc", "ubnd-phuong-kinh-bac"),
        (AFTER, BIRTH, "UBND xã Phú Lâm, huyện Tiên Du", "ubnd-xa-tien-du"),
    ],
)
def test_the_committee_that_print_names_settles(day: date, code: str, printed: str, agency: str) -> None:
    assert settled(day=day, procedure=code, settling_agency=printed) == (agency, "settling_agency")


@pytest.mark.parametrize(
    ("day", "code", "address", "agency"),
    [
        (BEFORE, TRADE, "Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", "ubnd-huyen-tien-du"),
        (BEFORE, BIRTH, "thôn Đông, xã Phú Lâm, huyện Tiên Du, Bắc Ninh", "ubnd-xa-phu-lam-huyen-tien-du"),
        (AFTER, TRADE, "Khu 2 - P. Kinh Bắc - tỉnh Bắc Ninh", "ubnd-phuong-kinh-bac"),
        # Written as before the merger: where that commune went.
        (AFTER, BIRTH, "thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", "ubnd-xa-tien-du"),
    ],
)
def test_the_applicants_home_tells_where_print_names_none(
    day: date, code: str, address: str, agency: str
) -> None:
    for printed in (None, "UBND cấp xã", "UBND cấp huyện", "UBND"):
        found = settled(day=day, procedure=code, address=address, settling_agency=printed)
        assert found == (agency, "address")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "Số 12 đường Lý Thái Tổ",
        "xã Phú Lâm, tỉnh Tuyên Quang",
        "xã Kinh Bắc, thành phố Hà Nội",
        "thôn Đông, xã Không Có, huyện Tiên Du, tỉnh Bắc Ninh",
        "xã Phú Lâm, huyện Yên Phong, tỉnh Bắc Ninh",
    ],
)
def test_a_level_it_stays_where_nothing_names_a_committee(address: str | None) -> None:
    assert settled(day=BEFORE, procedure=BIRTH, address=address) == ("ubnd-cap-xa", "level")


def test_the_desk_decides_nothing() -> None:
    desk = "Chi nhánh Trung tâm Phục vụ hành chính công huyện Tiên Du"
    found = route(REFERENCE, Asked(BEFORE, TRADE, receiving_unit=desk, branch="cn-tien-du"))
    assert found.readers == ("ubnd-cap-huyen", "cn-tien-du")
    center = "Trung tâm Phục vụ hành chính công phường Kinh Bắc"
    assert settled(day=AFTER, procedure=TRADE, receiving_unit=center) == ("ubnd-cap-xa", "level")
    home = "phường Vũ Ninh, tỉnh Bắc Ninh"
    assert (
        settled(day=AFTER, procedure=TRADE, receiving_unit=center, address=home)[0] == "ubnd-phuong-vu-ninh"
    )


def test_a_committee_that_receives_itself_settles() -> None:
    found = settled(day=AFTER, procedure=BIRTH, receiving_unit="Ủy ban nhân dân xã Tiên Du")
    assert found == ("ubnd-xa-tien-du", "receiving_unit")


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (BEFORE, "Ủy ban nhân dân thành phố Bắc Ninh"),
        (AFTER, "Ủy ban nhân dân thành phố Bắc Ninh"),
        (BEFORE, "Sở Tư pháp"),
        (BEFORE, "Ủy ban nhân dân tỉnh Bắc Ninh"),
    ],
)
def test_print_of_another_level_is_a_contradiction_and_no_guess_follows(day: date, printed: str) -> None:
    home = "phường Vũ Ninh, thành phố Bắc Ninh, tỉnh Bắc Ninh"
    found = settled(day=day, procedure=BIRTH, settling_agency=printed, address=home)
    assert found == ("ubnd-cap-xa", "contradicted")


def test_a_department_settles_whatever_print_and_home_say() -> None:
    found = settled(
        day=BEFORE,
        procedure="1.012783",
        settling_agency="UBND phường Kinh Bắc",
        address="phường Vũ Ninh, thành phố Bắc Ninh, tỉnh Bắc Ninh",
    )
    assert found == ("so-tai-nguyen-va-moi-truong", "procedure")


def test_a_committee_is_named_with_or_without_a_day() -> None:
    today = committee_named(REFERENCE, "UBND phường Kinh Bắc")
    then = committee_named(REFERENCE, "UBND phường Kinh Bắc", BEFORE)
    gone = committee_named(REFERENCE, "Ủy ban nhân dân phường Suối Hoa")
    assert today and then and gone
    assert (today.code, then.successor) == ("ubnd-phuong-kinh-bac", "ubnd-phuong-kinh-bac")
    assert gone.valid_to == date(2025, 6, 30)
    assert committee_named(REFERENCE, "Sở Tư pháp") is None


def test_a_level_has_its_committees() -> None:
    assert len(members(REFERENCE, "ubnd-cap-xa")) == 220
    assert set(members(REFERENCE, "ubnd-cap-huyen")) >= {"ubnd-thanh-pho-bac-ninh", "ubnd-huyen-tien-du"}
    assert members(REFERENCE, "so-tu-phap") == ()


PROCEDURES = "code,name,sector,sector_code,settling_agency,valid_from,valid_to,successor,source\n"


def test_a_replaced_procedure_routes_like_the_one_that_replaced_it() -> None:
    rows = (
        "7.000001,Cũ,Khác,,so-y-te,,2025-03-31,7.000002,test\n"
        "7.000002,Mới,Khác,,so-tu-phap,2025-04-01,,,test\n"
        "7.000003,Hết,Khác,,so-y-te,,2025-03-31,,test\n"
    )
    reference = load_reference({"procedures": (PROCEDURES + rows).encode()})
    assert readers(reference, "7.000001", date(2025, 3, 31)) == ("so-y-te",)
    assert readers(reference, "7.000001", date(2025, 4, 1)) == ("so-tu-phap",)
    assert readers(reference, "7.000003", date(2025, 4, 1)) == ("so-y-te",)


def test_before_an_agency_existed_the_one_it_came_from_settles() -> None:
    rows = "7.000001,Đất,Đất đai,,so-nong-nghiep-va-moi-truong,,,,test\n7.000002,Mới,Khác,,so-moi,,,,test\n"
    head = "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
    agencies = (
        "so-moi,Sở Mới,SM,department,2025-05-01,,,test\nso-cu,Sở Cũ,SC,department,,2025-04-30,so-moi,test\n"
    )
    reference = load_reference(
        {"procedures": (PROCEDURES + rows).encode(), "agencies": (head + agencies).encode()}
    )
    assert readers(reference, "7.000002", date(2025, 4, 1)) == ("so-cu",)
    assert readers(reference, "7.000002", date(2025, 5, 1)) == ("so-moi",)
    # It came from two: which of them settled, the procedure does not say.
    assert readers(reference, "7.000001", date(2025, 1, 1)) == ("so-nong-nghiep-va-moi-truong",)


def test_successors_in_a_circle_end() -> None:
    rows = (
        "7.000001,A,K,,so-y-te,,2025-01-31,7.000002,test\n7.000002,B,K,,so-y-te,,2025-01-31,7.000001,test\n"
    )
    reference = load_reference({"procedures": (PROCEDURES + rows).encode()})
    assert readers(reference, "7.000001", date(2025, 4, 1), "ttphcc") == ("ttphcc",)
