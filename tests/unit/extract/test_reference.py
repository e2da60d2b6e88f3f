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


def test_every_commune_of_the_old_map_leads_to_one_of_the_new() -> None:
    gone = [row for row in REFERENCE.committees.values() if row.valid_to == date(2025, 6, 30)]
    now = {row.code for row in REFERENCE.committees.values() if row.valid_from == date(2025, 7, 1)}
    assert (len(gone), len(now)) == (121, 99)
    assert {row.successor for row in gone} < now
    # Resolution 1658: these of the former Bắc Ninh; the others come from Bắc Giang.
    assert len({row.successor for row in gone}) == 41


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


def test_an_agency_continues_those_it_took_over() -> None:
    lineage = REFERENCE.lineage("so-nong-nghiep-va-moi-truong")
    assert lineage[0] == "so-nong-nghiep-va-moi-truong"
    assert set(lineage[1:]) == {"so-nong-nghiep-va-phat-trien-nong-thon", "so-tai-nguyen-va-moi-truong"}
    assert "ubnd-cap-huyen" in REFERENCE.lineage("ubnd-cap-xa")
    assert REFERENCE.lineage("so-tu-phap") == ("so-tu-phap",)
    assert set(REFERENCE.lineage("ubnd-phuong-nam-son")) == {
        "ubnd-phuong-nam-son",
        "ubnd-phuong-nam-son-thanh-pho-bac-ninh",
        "ubnd-phuong-van-duong-thanh-pho-bac-ninh",
    }
