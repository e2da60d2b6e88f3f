"""Whatever is handed in: a clear line, a stable code, quarantine, and the rest goes on."""

import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.cli.conftest import Run
from tests.drawing import draw_page, draw_paper


def ingest(sohoa: Run, *paths: Path, code: int, **environ: str) -> Any:
    done = sohoa("ingest", *paths, "--json", **environ)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def pdf_pages(path: Path, count: int, **saving: Any) -> Path:
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(72, 72))
        pdf.save(path, **saving)
    return path


def scanned_pdf(path: Path, **saving: Any) -> Path:
    """A PDF of one picture of printed words."""
    picture = draw_page(path.with_suffix(".jpg"), ["Giấy xác nhận cư trú", "Kính gửi ủy ban nhân dân"])
    with Image.open(picture) as image:
        image.save(path, "PDF", resolution=300)
    picture.unlink()
    if saving:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.save(path, **saving)
    return path


def truncated(path: Path, source: Path, share: float) -> Path:
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    source.unlink()
    return path


def bomb_png(path: Path) -> Path:
    """60 000 × 60 000 pixels that deflate to a few kilobytes."""
    side = 60_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    body = zlib.compress(bytes(side // 8 + 1) * 200)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def text_named_pdf(path: Path) -> Path:
    path.write_text("Đây không phải PDF.", encoding="utf-8")
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def cut_pdf(path: Path) -> Path:
    return truncated(path, scanned_pdf(path.with_name("x.pdf")), 0.02)


def cut_jpeg(path: Path) -> Path:
    return truncated(path, draw_page(path.with_name("x.jpg"), ["a"]), 0.01)


def locked_pdf(path: Path) -> Path:
    return scanned_pdf(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def pdf_without_pages(path: Path) -> Path:
    return pdf_pages(path, 0)


@pytest.mark.parametrize(
    ("name", "make", "codes"),
    [
        ("empty.pdf", empty, {"empty_file"}),
        ("text.pdf", text_named_pdf, {"unsupported_type"}),
        ("cut.pdf", cut_pdf, {"damaged", "no_pages"}),
        ("cut.jpg", cut_jpeg, {"damaged", "unsupported_type"}),
        ("locked.pdf", locked_pdf, {"encrypted"}),
        ("none.pdf", pdf_without_pages, {"no_pages"}),
        ("bomb.png", bomb_png, {"too_large"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_quarantined_and_its_neighbour_is_read(
    sohoa: Run, tmp_path: Path, name: str, make: Callable[[Path], Path], codes: set[str]
) -> None:
    bad, good = make(tmp_path / name), draw_paper(tmp_path / "good.png", 1)
    answer = ingest(sohoa, bad, good, code=1)
    assert [row["file"] for row in answer["quarantined"]] == [name]
    assert answer["quarantined"][0]["code"] in codes
    assert sorted(row["status"] for row in answer["dossiers"]) == ["complete", "quarantined"]
    reasons = list((tmp_path / "data" / "store" / "quarantine").rglob("reason.json"))
    assert len(reasons) == 1
    assert not list((tmp_path / "data" / "store" / "inbox").rglob("*.*"))


def test_a_pdf_with_an_owner_password_only_is_read(sohoa: Run, tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    answer = ingest(sohoa, path, code=0)
    assert answer["dossiers"][0]["pages"] == 1


def test_a_thousand_pages_are_read_or_refused_by_the_limit(sohoa: Run, tmp_path: Path) -> None:
    path = pdf_pages(tmp_path / "long.pdf", 1000)
    refused = sohoa("ocr", path, SOHOA_MAX_PAGES="999")
    assert refused.returncode == 4
    assert "[too_many_pages]" in refused.stderr
    done = sohoa("ocr", path)
    assert done.returncode == 0
    assert done.stdout == "\f" * 1000


def test_an_image_of_30_000_pixels_is_refused_or_read_but_never_takes_the_machine(
    sohoa: Run, tmp_path: Path
) -> None:
    path = tmp_path / "wide.png"
    Image.new("1", (30_000, 30_000), 1).save(path)
    done = sohoa("ocr", path)
    assert done.returncode == 4
    assert "[too_large]" in done.stderr
    assert done.stdout == "\f"


@pytest.mark.parametrize(
    "name", ["hồ sơ của bà Nguyễn.png", " two  spaces .png", ".a.png", "a'b\"c;$(x).png", "-n.png"]
)
def test_any_file_name_is_taken(sohoa: Run, tmp_path: Path, name: str) -> None:
    path = draw_paper(tmp_path / name, 2)
    folder = tmp_path / "in"
    folder.mkdir()
    path.rename(folder / name)
    if name.startswith("."):
        assert ingest(sohoa, folder, code=0)["skipped"]
    else:
        assert ingest(sohoa, folder, code=0)["dossiers"][0]["status"] == "complete"


def test_a_missing_file_is_not_found(sohoa: Run, tmp_path: Path) -> None:
    done = sohoa("ingest", tmp_path / "none.pdf")
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1
    assert "[not_found]" in done.stderr


def test_an_unreadable_folder_is_named_and_the_rest_goes_on(sohoa: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    draw_paper(folder / "open" / "1.png", 3)
    draw_paper(folder / "closed" / "1.png", 4)
    (folder / "closed").chmod(0)
    try:
        answer = ingest(sohoa, folder, code=1)
    finally:
        (folder / "closed").chmod(0o755)
    assert [row["code"] for row in answer["quarantined"]] == ["unreadable_file"]
    assert [row["status"] for row in answer["dossiers"]] == ["complete"]


def test_an_unreachable_server_says_so_and_loses_nothing(sohoa: Run, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 5)
    done = sohoa("ingest", path, SOHOA_INDEX="http://127.0.0.1:9")
    assert done.returncode == 6
    assert done.stderr.count("\n") == 1
    assert "[unavailable]" in done.stderr
    assert path.exists()
    keys = {"SOHOA_S3_ACCESS_KEY": "a", "SOHOA_S3_SECRET_KEY": "b", "SOHOA_PERSON_KEY": "c"}
    done = sohoa("ingest", path, SOHOA_STORE="s3://127.0.0.1:9/bucket?tls=0", **keys)
    assert done.returncode == 6
    assert "[store_unreachable]" in done.stderr


@pytest.mark.parametrize("kilobytes", [16, 64, 120, 180, 240])
def test_a_full_disk_says_so_and_the_next_run_finishes(sohoa: Run, tmp_path: Path, kilobytes: int) -> None:
    """Each size runs full at another step: opening, submitting, reading, archiving, indexing."""
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(mount)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        path = draw_paper(tmp_path / "a.png", 6)
        done = sohoa("ingest", path, "--json", SOHOA_DATA=str(mount))
        assert done.returncode == 6, done.stderr + done.stdout
        assert "disk_full" in done.stderr + done.stdout
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=64m", str(mount)], check=True)
        answer = ingest(sohoa, path, code=0, SOHOA_DATA=str(mount))
        assert [row["status"] for row in answer["dossiers"]] == ["complete"]
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_missing_language_data_says_what_to_install(sohoa: Run, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 7)
    (tmp_path / "tessdata").mkdir()
    done = sohoa("ocr", path, TESSDATA_PREFIX=str(tmp_path / "tessdata"))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "tesseract-ocr-vie" in done.stderr


def test_a_missing_program_says_what_to_install(sohoa: Run, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 8)
    done = sohoa("ocr", path, PATH=str(tmp_path))
    assert done.returncode == 3
    assert "tesseract-ocr" in done.stderr


def test_a_corrupt_page_inside_a_good_file_is_marked_and_the_others_are_read(
    sohoa: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.pdf"
    with pikepdf.new() as pdf:
        for number in range(3):
            part = scanned_pdf(tmp_path / f"{number}.pdf")
            with pikepdf.open(part) as one:
                pdf.pages.append(one.pages[0])
        image = next(iter(pdf.pages[1].get_images().values()))
        image.write(b"this is no picture", filter=pikepdf.Name.DCTDecode)
        pdf.save(path)
    done = sohoa("ocr", path, "--format", "json")
    pages = json.loads(done.stdout)["pages"]
    assert [page["number"] for page in pages] == [1, 2, 3]
    assert pages[0]["state"] == pages[2]["state"] == "read"
    assert pages[1]["state"] in ("unreadable", "blank")


def test_a_damaged_tiff_is_named_in_one_line(sohoa: Run, tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    Image.new("1", (800, 600), 1).save(path, compression="group4")
    data = bytearray(path.read_bytes())
    data[8:60] = bytes(range(100, 152))
    path.write_bytes(data)
    done = sohoa("ocr", path)
    assert done.returncode in (0, 4)
    assert done.stderr.count("\n") <= 1
    assert all(line.startswith("sohoa: ") for line in done.stderr.splitlines())


def test_the_reader_of_our_output_may_go_away(sohoa: Run, tmp_path: Path) -> None:
    path = pdf_pages(tmp_path / "long.pdf", 60)
    command = f"{sys.executable} -m cli ocr {path} | head -c 1 > /dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "0"
    assert "Traceback" not in done.stderr
