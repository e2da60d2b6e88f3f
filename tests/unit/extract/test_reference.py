from datetime import date

import pytest

from core.errors import ConfigError
from pipeline.reference import load_reference

REFERENCE = load_reference()


def test_every_row_names_its_source_and_codes_resolve() -> None:
    tables = (
        REFERENCE.places,
        REFERENCE.document_types,
        REFERENCE.positions,
        REFERENCE.surnames,
        tuple(REFERENCE.procedures.values()),
        tuple(REFERENCE.agencies.values()),
    )
    assert all(row.source for table in tables for row in table)
    assert {row.settling_agency for row in REFERENCE.procedures.values()} <= set(REFERENCE.agencies)
    assert {row.successor for row in REFERENCE.agencies.values() if row.successor} <= set(REFERENCE.agencies)
    assert {row.successor for row in REFERENCE.procedures.values() if row.successor} <= set(
        REFERENCE.procedures
    )


def test_the_gazetteer_is_complete() -> None:
    communes = [row for row in REFERENCE.places if row.kind in ("xã", "phường", "thị trấn")]
    assert sum(row.valid_to == date(2025, 6, 30) for row in communes) == 121
    now = [row for row in communes if row.valid_from == date(2025, 7, 1)]
    assert sum(row.kind == "phường" for row in now) == 33
    assert sum(row.kind == "xã" for row in now) == 66
    assert len({row.person_prefix for row in REFERENCE.places if row.person_prefix}) == 63


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
    assert REFERENCE.route(code, branch, day) == readers


def test_agencies_are_found_by_short_name_and_day() -> None:
    found = REFERENCE.agency_named("SỞ TƯ PHÁP")
    assert found is not None
    assert found.code == "so-tu-phap"
    assert REFERENCE.agency_named("Sở Không Có") is None


def test_an_overlay_replaces_and_adds_rows() -> None:
    head = "code,name,sector,sector_code,settling_agency,valid_from,valid_to,successor,source\n"
    rows = "1.001193,Tên mới,Hộ tịch,,ubnd-cap-xa,,,,test\n7.000001,Thêm,Khác,,so-tu-phap,,,,test\n"
    changed = load_reference({"procedures": (head + rows).encode()})
    assert changed.procedures["1.001193"].name == "Tên mới"
    assert "7.000001" in changed.procedures
    assert changed.fingerprint != REFERENCE.fingerprint
    assert changed != REFERENCE


@pytest.mark.parametrize(
    "overlays",
    [
        {"unknown": b""},
        {"procedures": b"code,name\n1.001193,x\n"},
        {"procedures": b"\xff\xfe"},
        {"surnames": "name,weight,source\nLê,nhiều,test\n".encode()},
    ],
)
def test_a_bad_overlay_is_refused_with_a_reason(overlays: dict[str, bytes]) -> None:
    with pytest.raises(ConfigError) as caught:
        load_reference(overlays)
    assert caught.value.code == "bad_reference"


PROCEDURES = "code,name,sector,sector_code,settling_agency,valid_from,valid_to,successor,source\n"


def test_a_replaced_procedure_routes_like_the_one_that_replaced_it() -> None:
    rows = (
        "7.000001,Cũ,Khác,,so-y-te,,2025-03-31,7.000002,test\n"
        "7.000002,Mới,Khác,,so-tu-phap,2025-04-01,,,test\n"
        "7.000003,Hết,Khác,,so-y-te,,2025-03-31,,test\n"
    )
    reference = load_reference({"procedures": (PROCEDURES + rows).encode()})
    assert reference.route("7.000001", None, date(2025, 3, 31)) == ("so-y-te",)
    assert reference.route("7.000001", None, date(2025, 4, 1)) == ("so-tu-phap",)
    assert reference.route("7.000003", None, date(2025, 4, 1)) == ("so-y-te",)


def test_before_an_agency_existed_the_one_it_came_from_settles() -> None:
    rows = "7.000001,Đất,Đất đai,,so-nong-nghiep-va-moi-truong,,,,test\n7.000002,Mới,Khác,,so-moi,,,,test\n"
    head = "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
    agencies = (
        "so-moi,Sở Mới,SM,department,2025-05-01,,,test\nso-cu,Sở Cũ,SC,department,,2025-04-30,so-moi,test\n"
    )
    reference = load_reference(
        {"procedures": (PROCEDURES + rows).encode(), "agencies": (head + agencies).encode()}
    )
    assert reference.route("7.000002", None, date(2025, 4, 1)) == ("so-cu",)
    assert reference.route("7.000002", None, date(2025, 5, 1)) == ("so-moi",)
    # It came from two: which of them settled, the procedure does not say.
    assert reference.route("7.000001", None, date(2025, 1, 1)) == ("so-nong-nghiep-va-moi-truong",)


def test_successors_in_a_circle_end() -> None:
    rows = (
        "7.000001,A,K,,so-y-te,,2025-01-31,7.000002,test\n7.000002,B,K,,so-y-te,,2025-01-31,7.000001,test\n"
    )
    reference = load_reference({"procedures": (PROCEDURES + rows).encode()})
    assert reference.route("7.000001", "ttphcc", date(2025, 4, 1)) == ("ttphcc",)


def test_an_agency_continues_those_it_took_over() -> None:
    lineage = REFERENCE.lineage("so-nong-nghiep-va-moi-truong")
    assert lineage[0] == "so-nong-nghiep-va-moi-truong"
    assert set(lineage[1:]) == {"so-nong-nghiep-va-phat-trien-nong-thon", "so-tai-nguyen-va-moi-truong"}
    assert "ubnd-cap-huyen" in REFERENCE.lineage("ubnd-cap-xa")
    assert REFERENCE.lineage("so-tu-phap") == ("so-tu-phap",)
