"""Correcting, confirming and approving as a person types it."""

import json
import re
from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER
from core.settings import Settings
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.services import open_services
from tests.archive import put_dossier, put_paper
from tests.cli.conftest import Run
from tests.schemas import valid
from tests.unit.extract.papers import DOSSIER_CODE, decision, receipt


@pytest.fixture
def dossier(settings: Settings) -> str:
    """A dossier of a receipt and a decision, where the command looks for it."""
    with open_services(settings) as services:
        return put_dossier(services, put_paper(services, receipt()), put_paper(services, decision())).id


def test_a_correction_is_printed_kept_shown_and_found(sohoa: Run, dossier: str) -> None:
    done = sohoa("correct", DOSSIER_CODE, "Chủ hồ sơ", "Nguyễn Văn Một", "--reason", "so bản giấy", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = valid(json.loads(done.stdout))
    assert (answer["dossier"], answer["generation"], answer["confirmed"]) == (dossier, 2, False)
    assert answer["correction"]["new"] == "Nguyễn Văn Một"
    shown = valid(json.loads(sohoa("show", dossier, "--json").stdout))
    (field,) = [one for one in shown["fields"] if one["name"] == "applicant_name"]
    assert (field["value"], field["source"]) == ("Nguyễn Văn Một", "human")
    assert [one["value"] for one in field["alternatives"]] == ["Nguyễn Thị Bích Ngọc"]
    (correction,) = shown["corrections"]
    assert (correction["kind"], correction["field"], correction["reason"]) == (
        "field",
        "applicant_name",
        "so bản giấy",
    )
    printed = sohoa("show", dossier).stdout
    assert "Đã sửa: " in printed
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d · local · sửa .*: so bản giấy", printed)
    found = json.loads(sohoa("search", "Nguyễn Văn Một", "--json").stdout)
    assert [hit["dossier"] for hit in found["hits"]] == [dossier]


def test_a_dossier_is_confirmed_until_it_changes(sohoa: Run, dossier: str) -> None:
    shown = valid(json.loads(sohoa("show", dossier, "--json").stdout))
    done = sohoa("confirm", dossier, "--based-on", shown["version"], "--json")
    assert valid(json.loads(done.stdout))["confirmed"]
    printed = sohoa("show", dossier).stdout
    assert "đã xác nhận" in printed.splitlines()[0]
    assert "Đã xác nhận: " in printed
    again = sohoa("confirm", dossier)
    assert (again.returncode, "từ trước" in again.stdout) == (0, True)
    changed = sohoa("correct", dossier, "fee", "60000", "--reason", "so biên lai")
    assert "[changed_since_confirmed]" in changed.stdout
    assert "đã xác nhận" not in changed.stdout.splitlines()[0]
    shown = valid(json.loads(sohoa("show", dossier, "--json").stdout))
    assert [one["name"] for one in shown["fields"] if one["changed_since_confirmed"]] == ["fee"]


def test_every_kind_can_be_typed_and_its_answer_is_valid(sohoa: Run, dossier: str) -> None:
    kinds = (
        ("document_type", "tờ trình", "--document", "2"),
        ("rotate", "180", "--document", "2", "--page", "1"),
        ("signer", "Lê Văn Sửa", "--document", "2", "--page", "1", "--box", "10,20,300,60"),
        ("attachments", "name=Tờ khai; quantity=2", "--item", "1"),
        ("address", ""),
        ("split", "1", "--document", "1"),
        ("order", "1", "--document", "1"),
        ("restrict", "--document", "2", "--page", "1"),
        ("release", "--document", "2"),
    )
    for arguments in kinds:
        done = sohoa("correct", dossier, *arguments, "--reason", "so bản giấy", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert valid(json.loads(done.stdout))["correction"], arguments
    shown = valid(json.loads(sohoa("show", dossier, "--json").stdout))
    assert len(shown["corrections"]) == len(kinds)
    printed = sohoa("show", dossier).stdout
    assert all(text in printed for text in ("Xoay trang 1: 180°", "Lê Văn Sửa", "· hạn chế xem (giấy tờ 2)"))


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("fee", "nhiều lắm", "--reason", "x"), "bad_value", 2),
        (("fee", "50000"), "no_reason", 2),
        (("fee", "--reason", "x"), "bad_value", 2),
        (("restrict", "1", "--reason", "x"), "bad_value", 2),
        (("no_field", "1", "--reason", "x"), "unknown_field", 2),
        (("fee", "1", "--reason", "x", "--page", "một"), "which_page", 2),
        (("fee", "1", "--reason", "x", "--box", "1,2,3", "--page", "1"), "bad_box", 2),
        (("document_type", "TỜ TRÌNH", "--reason", "x"), "which_paper", 2),
        (("fee", "1", "--reason", "x", "--document", "9"), "not_found", 5),
        (("fee", "1", "--reason", "x", "--based-on", "v-0000000000000000"), "changed_since", 6),
    ],
)
def test_what_can_not_be_done_is_one_line_without_the_value(
    sohoa: Run, dossier: str, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    done = sohoa("correct", dossier, *arguments)
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert done.stderr.count("\n") == 1
    assert f"[{code}]" in done.stderr
    assert "nhiều lắm" not in done.stderr


def test_an_unknown_dossier_is_not_found(sohoa: Run, dossier: str) -> None:
    unknown = "d-" + "0" * 20
    assert sohoa("correct", unknown, "fee", "1", "--reason", "x").returncode == 5
    assert sohoa("confirm", unknown).returncode == 5
    assert sohoa("confirm", dossier, "email").returncode == 5
    assert sohoa("reread", unknown, "--understand").returncode == 5


def test_tables_are_checked_loaded_and_used_on_stored_text(sohoa: Run, dossier: str, tmp_path: Path) -> None:
    assert sohoa("reference", "check").returncode == 0
    table = tmp_path / "variants.csv"
    table.write_text(
        "phrase,means,kind,source\nĐăng ký khai sinh,Đăng ký khai tử,thing,x\n", encoding="utf-8"
    )
    for verb in ("check", "load"):
        bad = sohoa("reference", verb, table)
        assert (bad.returncode, bad.stdout.count("\n")) == (1, 1)
        assert "variants.csv, dòng 2" in bad.stdout
    text = table.read_text(encoding="utf-8").replace("thing", "procedure")
    table.write_text(text, encoding="utf-8")
    assert sohoa("reference", "load", "variants", table).returncode == 0
    done = sohoa("reread", "--understand", "--outdated", "--json")
    assert done.returncode == 0
    (row,) = valid(json.loads(done.stdout))["dossiers"]
    assert (row["id"], row["documents"], row["changed"]) == (dossier, 2, True)
    assert "0 giấy tờ" in sohoa("reread", "--understand", "--outdated").stdout
    found = json.loads(sohoa("search", "", "--where", "procedure_name=Đăng ký khai tử", "--json").stdout)
    assert found["total"] == 1


def test_reading_all_scans_again_has_to_be_meant(sohoa: Run, dossier: str) -> None:
    done = sohoa("reread")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_scan_that_is_not_there_is_told_and_what_was_read_stays(sohoa: Run, dossier: str) -> None:
    # The dossier of these tests was put into the archive without scans.
    done = sohoa("reread", dossier, "--json")
    (row,) = valid(json.loads(done.stdout))["dossiers"]
    assert (done.returncode, row["read"], row["failed"], row["changed"]) == (1, 0, 2, False)
    assert "2 không đọc lại được, giữ bản đọc cũ" in sohoa("reread", dossier).stdout


@pytest.mark.parametrize("name", ["people", "missing"])
def test_a_table_that_is_none_is_refused(sohoa: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "people.csv").write_text("a,b\n", encoding="utf-8")
    done = sohoa("reference", "load", tmp_path / f"{name}.csv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "[bad_reference]" in done.stderr


def test_a_spelling_corrected_twice_is_listed_and_approved(sohoa: Run, settings: Settings) -> None:
    assert "Chưa có" in sohoa("reference", "variants").stdout
    with open_services(settings) as services:
        for number in (1, 2):
            code = f"000.00.01.H05-250124-{number:04d}"
            lines = receipt(dossier_code=code, procedure_code="", procedure_name="Đăng ký khai smh")
            wish = Wish("procedure_name", "Đăng ký khai sinh", "so bản giấy")
            made = put_dossier(services, put_paper(services, lines), name=f"hồ sơ {number}")
            correct(services, made.id, wish, LOCAL_VIEWER)
    (one,) = valid(json.loads(sohoa("reference", "variants", "--json").stdout))["variants"]
    assert (one["phrase"], one["means"], one["dossiers"]) == ("Đăng ký khai smh", "Đăng ký khai sinh", 2)
    assert one["phrase"] in sohoa("reference", "variants").stdout
    assert sohoa("reference", "approve", "Đăng ký khai smh").returncode == 0
    assert sohoa("reference", "approve", "Đăng ký khai smh").returncode == 2
    assert valid(json.loads(sohoa("reference", "variants", "--json").stdout))["variants"] == []
