"""What is wrong in reference tables is said line by line, before they are used."""

import pytest

from core.errors import ConfigError
from pipeline.reference.check import Finding, check_tables
from pipeline.reference.load import TABLES

AGENCIES = "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
PROCEDURES = "code,name,sector,sector_code,settling_agency,valid_from,valid_to,successor,source\n"
PLACES = "person_prefix,kind,name,parent,valid_from,valid_to,successor,source\n"
VARIANTS = "phrase,means,kind,source\n"
SURNAMES = "name,weight,source\n"


def found(table: str, text: str) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in check_tables({table: text.encode()})]


def test_the_packaged_tables_have_no_fault() -> None:
    assert check_tables({}) == ()


@pytest.mark.parametrize(
    ("table", "text", "line", "told"),
    [
        ("agencies", AGENCIES + ",Sở Mới,,department,,,,x\n", 2, "code is empty"),
        ("agencies", AGENCIES + "a-b,Sở Mới,,department,1/3/2025,,,x\n", 2, "valid_from is no date"),
        (
            "agencies",
            AGENCIES + "a-b,Sở Mới,,department,2025-03-01,2025-01-01,,x\n",
            2,
            "valid_from lies after valid_to",
        ),
        ("agencies", AGENCIES + "a-b,Sở Mới,,department,,,nowhere,x\n", 2, "successor nowhere is not in"),
        (
            "places",
            PLACES + ",xã,Mới,tỉnh Bắc Ninh,,2025-06-30,xã Nơi Nào,x\n",
            2,
            "successor xã Nơi Nào is not",
        ),
        ("agencies", AGENCIES + 2 * "a-b,Sở Mới,,department,,,,x\n", 3, "the same row as line 2"),
        (
            "procedures",
            PROCEDURES + "1.9,Tên,Ngành,G1,nowhere,,,,x\n",
            2,
            "settling_agency nowhere is not in",
        ),
        ("variants", VARIANTS + "a,b,person,x\n", 2, "kind must be one of"),
        ("variants", VARIANTS + "a,,place,x\n", 2, "means is empty"),
    ],
)
def test_a_fault_is_told_with_its_line(table: str, text: str, line: int, told: str) -> None:
    ((at, message),) = found(table, text)
    assert at == line
    assert message.startswith(told)


def test_successors_in_a_circle_are_told() -> None:
    text = AGENCIES + "a-a,Sở A,,department,,,b-b,x\nb-b,Sở B,,department,,,a-a,x\n"
    assert [at for at, _ in found("agencies", text)] == [0, 0]


def test_what_only_the_reader_notices_is_told_too() -> None:
    (finding,) = check_tables({"surnames": (SURNAMES + "Nguyễn,nhiều,x\n").encode()})
    assert isinstance(finding, Finding)
    assert finding.table == "reference"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"code,name\n1,2\n", b"a,b\n1,2,3\n", b""])
def test_what_is_no_such_table_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        check_tables({"agencies": data})


def test_an_unknown_table_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        check_tables({"people": b""})
    assert all(name in caught.value.message for name in TABLES)
