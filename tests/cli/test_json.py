"""What `--json` prints is what the schemas promise."""

import json
from pathlib import Path

import pytest
from PIL import Image

from samples.codes import qr_code
from tests.cli.conftest import Run
from tests.drawing import draw_page, draw_paper
from tests.schemas import valid

LINES = [
    "Số: 44/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc thành lập tổ công tác",
    "Kính gửi ủy ban nhân dân xã Phú Lâm",
]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return draw_page(tmp_path / "a.png", LINES)


def test_ocr_prints_one_object_per_file_on_a_line_each(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no")
    done = sohoa("ocr", paper, bad, draw_paper(tmp_path / "b.png", 1), "--format", "json")
    assert done.returncode == 1
    first, second, third = (valid(json.loads(line)) for line in done.stdout.splitlines())
    assert [page["state"] for page in first["pages"]] == ["read"]
    assert second["problems"][0]["code"] == "unsupported_type"
    assert third["pages"][0]["text"]
    for line in first["pages"][0]["lines"]:
        assert line["text"] == " ".join(word["text"] for word in line["words"])


def test_ocr_text_has_one_form_feed_a_page(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no")
    done = sohoa("ocr", paper, bad, paper)
    parts = done.stdout.split("\f")
    assert len(parts) == 4
    assert parts[0] == parts[2]
    assert "QUYẾT ĐỊNH" in parts[0]
    assert parts[1] == parts[3] == ""


def test_ocr_writes_to_a_file(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    assert sohoa("ocr", paper, "-o", tmp_path / "out.txt").stdout == ""
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == sohoa("ocr", paper).stdout


def test_extract_prints_a_list_with_an_entry_per_file(sohoa: Run, paper: Path) -> None:
    done = sohoa("extract", paper, paper, "--json")
    entries = json.loads(done.stdout)
    assert [valid(entry)["file"] for entry in entries] == [str(paper), str(paper)]
    assert entries[0]["fields"] == entries[1]["fields"]
    names = [field["name"] for field in entries[0]["fields"]]
    assert len(names) == len(set(names))


def test_ingest_search_and_show_agree(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    answer = valid(json.loads(sohoa("ingest", paper, "--json").stdout))
    dossier = answer["dossiers"][0]["id"]
    found = valid(json.loads(sohoa("search", "phu lam", "--json").stdout))
    assert [hit["dossier"] for hit in found["hits"]] == [dossier]
    shown = valid(json.loads(sohoa("show", dossier, "--json").stdout))
    assert shown["documents"][0]["sha256"] == found["hits"][0]["document"]
    nothing = sohoa("search", "không có từ này", "--json")
    assert nothing.returncode == 0
    assert valid(json.loads(nothing.stdout))["total"] == 0


def test_show_says_where_a_file_could_be_split(sohoa: Run, tmp_path: Path) -> None:
    codes = ("000.00.01.H05-250124-0001", "000.23.12.H05-250307-0142")
    pages = [Image.open(draw_page(tmp_path / f"{code}.png", LINES)) for code in codes]
    for page, code in zip(pages, codes, strict=True):
        page.paste(qr_code(code, 3).convert("L"), (1000, 20))
    pages[0].save(tmp_path / "stack.tiff", save_all=True, append_images=pages[1:], dpi=(300, 300))
    answer = valid(json.loads(sohoa("ingest", tmp_path / "stack.tiff", "--json").stdout))
    (dossier,) = answer["dossiers"]
    assert (dossier["status"], dossier["code"], dossier["pages"]) == ("partial", None, 2)
    assert [problem["code"] for problem in dossier["problems"]] == ["several_codes"]
    shown = valid(json.loads(sohoa("show", dossier["id"], "--json").stdout))
    splits = shown["documents"][0]["splits"]
    assert [(split["first_page"], split["code"]) for split in splits] == list(enumerate(codes, 1))
    printed = sohoa("show", dossier["id"]).stdout
    assert f"Đề nghị tách, phần 2: trang 2–2, hồ sơ {codes[1]} (mã hồ sơ khác)" in printed


def test_progress_is_a_line_a_dossier_where_there_is_no_terminal(sohoa: Run, paper: Path) -> None:
    assert sohoa("ingest", paper).stderr == "a.png: đã đọc 1 trang\n"
    assert sohoa("ingest", paper).stderr == ""


def test_where_and_dates_narrow_and_bad_ones_are_named(sohoa: Run, paper: Path) -> None:
    sohoa("ingest", paper)
    assert json.loads(sohoa("search", "", "--where", "state=complete", "--json").stdout)["total"] == 1
    assert json.loads(sohoa("search", "", "--where", "state=partial", "--json").stdout)["total"] == 0
    for wrong in (
        ["--where", "nothing=1"],
        ["--where", "state"],
        ["--from", "tomorrow"],
        ["--to", "2026-02-31"],
    ):
        done = sohoa("search", "x", *wrong)
        assert done.returncode == 2, wrong
        assert done.stderr.count("\n") == 1


def test_doctor_finds_this_machine_fit(sohoa: Run) -> None:
    done = sohoa("doctor", "--json")
    assert done.returncode == 0, done.stdout
    findings = {finding["name"]: finding for finding in valid(json.loads(done.stdout))["findings"]}
    assert all(finding["ok"] for finding in findings.values())
    assert {"tesseract", "language data vie", "pdftoppm", "store", "index", "disk"} <= set(findings)


def test_doctor_says_what_to_do_about_what_is_missing(sohoa: Run) -> None:
    done = sohoa("doctor", SOHOA_INDEX="http://127.0.0.1:9")
    assert done.returncode == 6
    assert "✗ index" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "ocr",
        "extract",
        "ingest",
        "search",
        "show",
        "reindex",
        "samples",
        "separators",
        "doctor",
        "serve",
        "work",
        "up",
    ],
)
def test_help_of_every_command_is_vietnamese(sohoa: Run, command: str) -> None:
    done = sohoa(command, "--help")
    assert done.returncode == 0
    assert any(char in done.stdout for char in "ạảấầậệộợđư")


def test_show_of_an_unknown_dossier_says_so(sohoa: Run) -> None:
    for name in ("d-00000000000000000000", "000.00.01.H05-250124-0001", "../../etc", "nonsense"):
        done = sohoa("show", name)
        assert done.returncode == 5, name
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "wrong", [["search"], ["ocr", "--format", "docx", "x"], ["nonsense"], ["ingest", "--lane"]]
)
def test_wrong_usage_is_explained_and_ends_with_2(sohoa: Run, wrong: list[str]) -> None:
    done = sohoa(*wrong)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_status_lists_what_arrived_for_an_agency(sohoa: Run, tmp_path: Path) -> None:
    receipt = draw_page(
        tmp_path / "b.png",
        [
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Tiếp nhận hồ sơ của: Nguyễn Thị Mẫu",
            "Mã thủ tục: 2.000488",
            "Thời gian nhận hồ sơ: 24/01/2025 08:30",
        ],
    )
    assert sohoa("ingest", receipt).returncode == 0
    listed = sohoa("status", "--agency", "Sở Tư pháp", "--since", "2025-01-24", "--json")
    shape = valid(json.loads(listed.stdout))
    assert (shape["agency"]["code"], shape["total"]) == ("so-tu-phap", 1)
    assert shape["dossiers"][0]["received_at"] == "2025-01-24T08:30:00+07:00"
    told = sohoa("status", "--agency", "so-tu-phap")
    assert "Sở Tư pháp: 1 hồ sơ" in told.stdout
    assert "24/01/2025 08:30" in told.stdout
    assert "0 hồ sơ" in sohoa("status", "--agency", "so-y-te").stdout
    unknown = sohoa("status", "--agency", "Sở Không Có")
    assert (unknown.returncode, "[unknown_agency]" in unknown.stderr) == (5, True)
    assert sohoa("status", "--since", "2025-01-24").returncode == 2


def test_status_tells_how_the_system_stands_even_without_its_index(sohoa: Run, paper: Path) -> None:
    sohoa("ingest", paper)
    done = sohoa("status", "--json")
    shape = valid(json.loads(done.stdout))
    assert (done.returncode, shape["last_hour"]["pages"], shape["index"]["ok"]) == (0, 1, True)
    told = sohoa("status").stdout
    assert "Đang chờ: 0 bài nộp, khoảng 0 trang" in told
    assert "✓ Chỉ mục" in told
    away = sohoa("status", "--json", SOHOA_INDEX="http://127.0.0.1:9/sohoa", SOHOA_PERSON_KEY="x")
    shape = valid(json.loads(away.stdout))
    assert (away.returncode, shape["index"]["ok"], shape["index"]["code"]) == (6, False, "unavailable")
