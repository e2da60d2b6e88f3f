"""Tables of results and lists that are looked up: whole, with provenance, harmless to open, safe to read."""

import csv
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError, NotFound
from core.model import Dossier
from dossiers import exporting, sheets
from dossiers.exporting import COLUMNS, export
from dossiers.find import Search
from dossiers.looking_up import look_up
from dossiers.services import Services
from dossiers.sheets import read_table, write_table
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt

STRANGER = Viewer("khach", agencies=frozenset({"so-y-te"}))


@pytest.fixture
def dossiers(services: Services) -> list[Dossier]:
    """Three receipts and an act."""
    names = ("=HYPERLINK(1)", "Trần Văn Hai", "Trần Văn Ba")
    papers = [
        receipt(dossier_code=f"000.00.01.H05-250124-000{at}", applicant_name=name)
        for at, name in enumerate(names)
    ]
    return [put_dossier(services, put_paper(services, lines)) for lines in (*papers, decision())]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_dossier_is_a_row_with_where_it_comes_from(
    services: Services, dossiers: list[Dossier], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_PART", 2)
    path = tmp_path / f"ra.{kind}"
    assert export(services, Search("tiếp nhận"), LOCAL_VIEWER, path) == 3
    rows = read_table(path)
    assert rows[0] == COLUMNS
    assert {row[1] for row in rows[1:]} == {dossier.id for dossier in dossiers[:3]}
    sha256 = COLUMNS.index("Tệp (sha256)")
    for row in rows[1:]:
        assert len(row[sha256]) == 64
        assert row[sha256 + 1] == "1"
        assert row[-3:-1] == ("tiếp nhận", "local")
    assert [left.name for left in tmp_path.iterdir() if left.is_file()] == [f"ra.{kind}"]


def test_what_a_viewer_may_not_see_is_not_exported(
    services: Services, dossiers: list[Dossier], tmp_path: Path
) -> None:
    assert dossiers
    assert export(services, Search(""), STRANGER, tmp_path / "ra.csv") == 0
    (tmp_path / "vào.csv").write_text("000.00.01.H05-250124-0001\n", encoding="utf-8")
    assert look_up(services, tmp_path / "vào.csv", STRANGER, tmp_path / "tra.csv") == 0
    assert [row["Số hồ sơ khớp"] for row in table(tmp_path / "tra.csv")] == ["0"]


def test_near_matches_are_exported_when_asked_for(
    services: Services, dossiers: list[Dossier], tmp_path: Path
) -> None:
    assert dossiers
    path = tmp_path / "ra.csv"
    assert export(services, Search("tiếp nhnậ hồ sơ"), LOCAL_VIEWER, path) == 0
    assert export(services, Search("tiếp nhnậ hồ sơ", nearly=True), LOCAL_VIEWER, path) == 3


def test_an_xlsx_tells_what_was_asked(services: Services, dossiers: list[Dossier], tmp_path: Path) -> None:
    assert dossiers
    export(services, Search("tiếp nhận", {"state": ("complete",)}), LOCAL_VIEWER, tmp_path / "ra.xlsx")
    notes = dict(load_workbook(tmp_path / "ra.xlsx")["Nguồn gốc"].iter_rows(values_only=True))
    assert (notes["Câu hỏi"], notes["Bộ lọc"], notes["Người xuất"]) == (
        "tiếp nhận",
        "state=complete",
        "local",
    )


def test_no_cell_is_computed_when_a_table_is_opened(tmp_path: Path) -> None:
    rows = [("=1+1", "+84", "-5", "@x", "a\x00b", "thường")]
    write_table(tmp_path / "a.csv", ("1", "2", "3", "4", "5", "6"), rows, {})
    assert list(table(tmp_path / "a.csv")[0].values())[:4] == ["'=1+1", "'+84", "'-5", "'@x"]
    write_table(tmp_path / "a.xlsx", ("1", "2", "3", "4", "5", "6"), rows, {})
    cells = list(load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows())[1]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[4].value == "ab"


def test_a_list_is_looked_up_row_by_row(services: Services, dossiers: list[Dossier], tmp_path: Path) -> None:
    book = Workbook()
    codes = ("Mã", "000.00.01.H05-250124-0001", "vắng mặt", None, 2, "tiep nhan")
    for row in zip("Txyztu", codes, strict=True):
        book.active.append(row)
    book.save(tmp_path / "vào.xlsx")
    assert look_up(services, tmp_path / "vào.xlsx", LOCAL_VIEWER, tmp_path / "ra.csv", "mã") == 2
    rows = table(tmp_path / "ra.csv")
    assert [(row["Dòng"], row["Cần tra"], row["Số hồ sơ khớp"]) for row in rows] == [
        ("2", "000.00.01.H05-250124-0001", "1"),
        ("3", "vắng mặt", "0"),
        ("4", "", "0"),
        ("5", "2", "0"),
        *[("6", "tiep nhan", "3")] * 3,
    ]
    assert rows[0]["Hồ sơ"] == dossiers[1].id


def test_a_table_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("cũ")

    def rows() -> object:
        yield ("1",)
        raise NotFound("gone")

    with pytest.raises(NotFound):
        write_table(path, ("x",), rows(), {})  # type: ignore[arg-type]
    assert path.read_text() == "cũ"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no zip"),
        ("a.xlsx", b""),
        ("a.csv", b"\xff\x00\x80\x81"),
        ("a.txt", b"x"),
        ("a.csv", b"x\n" * (sheets.MAX_ROWS_READ + 1)),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ConfigError):
        read_table(tmp_path / name)


def test_a_list_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_table(tmp_path / "a.csv")


def test_a_packed_list_that_grows_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 5000)
    with pytest.raises(ConfigError):
        read_table(tmp_path / "a.xlsx")


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "a\tb\n1\t2\n", "a,b\n1,2\n"])
def test_lists_of_every_separator_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert read_table(tmp_path / "a.csv") == [("a", "b"), ("1", "2")]
