"""Files that are no scans, or scans that can't be read: each ends in a stated outcome."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from core.errors import BadScan
from core.settings import Limits
from pipeline.load import load_page, open_scan
from pipeline.pdf import shape

LIMITS = Limits()
Maker = Callable[[Path], None]


def write_pdf(path: Path, pages: int = 1, *, password: str | None = None) -> Path:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 100))
        if password is None:
            document.save(path)
        else:
            document.save(path, encryption=pikepdf.Encryption(owner="owner", user=password))
    return path


def write_jpeg(path: Path) -> Path:
    Image.effect_noise((400, 400), 60).save(path, "JPEG")
    return path


def code_of(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(BadScan) as caught:
        open_scan(path, limits)
    assert "\n" not in caught.value.message
    return caught.value.code


def page_code_of(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(BadScan) as caught:
        load_page(open_scan(path, limits), 1, limits)
    return caught.value.code


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").touch()
    assert code_of(tmp_path / "scan.pdf") == "empty_file"


@pytest.mark.parametrize(
    "content", [b"Kinh gui So Tu phap", b"PK\x03\x04 a document", b"\0" * 4000, b"%PDX-1.4"]
)
def test_what_is_no_picture_is_refused_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "scan.pdf").write_bytes(content)
    assert code_of(tmp_path / "scan.pdf") == "unsupported_type"


def test_a_folder_or_missing_file_is_no_scan(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "not_a_file"
    assert code_of(tmp_path / "missing.pdf") == "not_a_file"


def test_the_type_is_told_from_the_content(tmp_path: Path) -> None:
    assert open_scan(write_jpeg(tmp_path / "scan.pdf"), LIMITS).media_type == "image/jpeg"
    assert open_scan(write_pdf(tmp_path / "scan.jpg"), LIMITS).media_type == "application/pdf"


def test_a_cut_off_pdf_is_damaged_or_repaired(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "whole.pdf", 3).read_bytes()
    (tmp_path / "head.pdf").write_bytes(whole[:60])
    assert code_of(tmp_path / "head.pdf") == "damaged"
    (tmp_path / "most.pdf").write_bytes(whole[: len(whole) * 3 // 4])
    try:
        assert open_scan(tmp_path / "most.pdf", LIMITS).page_count <= 3
    except BadScan as exc:
        assert exc.code in ("damaged", "no_pages")


def test_a_cut_off_picture_fails_on_its_page(tmp_path: Path) -> None:
    whole = write_jpeg(tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    assert page_code_of(tmp_path / "half.jpg") == "damaged"
    (tmp_path / "head.jpg").write_bytes(whole[:40])
    assert code_of(tmp_path / "head.jpg") == "damaged"


def test_a_password_is_asked_for_only_where_there_is_one(tmp_path: Path) -> None:
    assert code_of(write_pdf(tmp_path / "locked.pdf", password="secret")) == "encrypted"
    scan = open_scan(write_pdf(tmp_path / "open.pdf", 2, password=""), LIMITS)
    assert scan.page_count == 2
    assert load_page(scan, 2, LIMITS).pixels.shape[:2] == (417, 834)


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    assert code_of(write_pdf(tmp_path / "none.pdf", 0)) == "no_pages"


def test_a_thousand_pages_are_fine_until_the_limit_is_lower(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "long.pdf", 1000)
    scan = open_scan(path, LIMITS)
    assert scan.page_count == 1000
    assert load_page(scan, 1000, LIMITS).number == 1000
    assert code_of(path, Limits(max_pages=999)) == "too_many_pages"


def test_a_file_beyond_the_byte_limit_is_refused_unread(tmp_path: Path) -> None:
    path = write_jpeg(tmp_path / "scan.jpg")
    assert code_of(path, Limits(max_bytes=1000)) == "too_large"


def bomb_png(path: Path) -> None:
    """40 000 × 40 000 pixels in 200 kB."""
    Image.new("1", (8, 8)).save(path, "PNG")
    head = bytearray(path.read_bytes())
    size = (40_000).to_bytes(4, "big")
    chunk = b"IHDR" + size + size + head[24:29]
    head[16:33] = chunk[4:] + zlib.crc32(chunk).to_bytes(4, "big")
    path.write_bytes(head)


def bomb_tiff(path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(path, "TIFF", compression="group4")


def wide_jpeg(path: Path) -> None:
    Image.new("L", (30_000, 7_000)).save(path, "JPEG", quality=10)


def bomb_pdf(path: Path) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(600, 800))
        picture = document.make_stream(zlib.compress(bytes(2_000_000), 9))
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60_000,
            Height=60_000,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB,
            Filter=pikepdf.Name.FlateDecode,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        page.Contents = document.make_stream(b"q 600 0 0 800 0 0 cm /Im Do Q")
        document.save(path, compress_streams=False)


def huge_page_pdf(path: Path) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(14_000, 14_000))
        page.Contents = document.make_stream(b"0 0 100 100 re f")
        document.save(path)


@pytest.mark.parametrize(
    "make", [bomb_png, bomb_tiff, wide_jpeg, bomb_pdf, huge_page_pdf], ids=lambda f: f.__name__
)
def test_a_page_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path: Path, make: Maker) -> None:
    path = tmp_path / "bomb"
    make(path)
    assert page_code_of(path) == "too_large"


def test_a_stream_that_unpacks_to_more_than_it_says_is_left_to_poppler(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(100, 100))
        page.Contents = document.make_stream(b"0 g\n" * 10_000_000)
        document.save(path, recompress_flate=True)
    image = load_page(open_scan(path, LIMITS), 1, LIMITS)
    assert image.pixels.shape[:2] == (417, 417)


def test_instructions_packed_twice_are_left_to_poppler(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(100, 100))
        picture = document.make_stream(
            bytes(100 * 100),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=100,
            Height=100,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        packed = zlib.compress(zlib.compress(b"q 100 0 0 100 0 0 cm /Im Do Q"))
        twice = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
        page.Contents = document.make_stream(packed, Filter=twice)
        document.save(path, compress_streams=False)
    scan = open_scan(path, LIMITS)
    found = shape(scan, 1)
    assert found is not None
    assert found.picture is None
    assert load_page(scan, 1, LIMITS).pixels.shape[:2] == (417, 417)


def test_a_tiny_page_is_no_scan(tmp_path: Path) -> None:
    Image.new("L", (10, 10)).save(tmp_path / "dot.png")
    assert page_code_of(tmp_path / "dot.png") == "too_small"


def test_names_with_spaces_and_marks_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "Hồ sơ đất đai"
    folder.mkdir()
    for name in ("Quyết định 44.pdf", "-r ảnh chụp.jpg"):
        path = folder / name
        write_pdf(path) if name.endswith("pdf") else write_jpeg(path)
        assert load_page(open_scan(path, LIMITS), 1, LIMITS).pixels.size > 0


def test_the_message_names_neither_the_file_nor_its_content(tmp_path: Path) -> None:
    path = tmp_path / "Nguyễn Văn A 012345678901.pdf"
    path.write_bytes(b"%PDF-1.7 012345678901")
    with pytest.raises(BadScan) as caught:
        open_scan(path, LIMITS)
    assert "0123" not in caught.value.message
