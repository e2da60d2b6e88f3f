"""Pages come out as a viewer shows them, at the scan's own resolution."""

import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from core.errors import BadScan
from core.page import Pixels
from core.settings import Limits
from pipeline import embedded, pdf, raster
from pipeline.load import load_page, open_scan

LIMITS = Limits()
WIDTH, HEIGHT = 300, 400


def marked() -> Pixels:
    """A page whose four corners differ: black, dark, mid and light grey from top left clockwise."""
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    page[:100, :100], page[:100, -100:] = 0, 60
    page[-100:, -100:], page[-100:, :100] = 120, 180
    return page


def corners(pixels: Pixels) -> tuple[int, int, int, int]:
    """Grey of the four corners from top left clockwise."""
    grey = pixels if pixels.ndim == 2 else pixels[:, :, 1]
    return tuple(int(grey[y, x]) for y, x in ((20, 20), (20, -20), (-20, -20), (-20, 20)))  # type: ignore[return-value]  # four of them


def close(found: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(found, expected, strict=True))


def load(path: Path, number: int = 1) -> Pixels:
    return load_page(open_scan(path, LIMITS), number, LIMITS).pixels


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("a.jpg", "L", {"quality": 95}),
        ("a.jpg", "CMYK", {"quality": 95}),
        ("a.png", "P", {}),
        ("a.png", "I;16", {}),
        ("a.tif", "L", {"compression": "tiff_lzw"}),
        ("a.webp", "RGB", {"lossless": True}),
        ("a.bmp", "RGB", {}),
        ("a.jp2", "L", {}),
        ("a.gif", "P", {}),
    ],
)
def test_every_kind_of_picture_keeps_its_greys(
    tmp_path: Path, name: str, mode: str, options: dict[str, Any]
) -> None:
    if mode == "I;16":
        image = Image.fromarray(marked().astype(np.uint16) * 257)
    else:
        image = Image.fromarray(marked()).convert(mode)
    image.save(tmp_path / name, **options)
    assert close(corners(load(tmp_path / name)), (0, 60, 120, 180))


def test_one_bit_pages_keep_black_black(tmp_path: Path) -> None:
    Image.fromarray(marked()).convert("1", dither=Image.Dither.NONE).save(
        tmp_path / "a.tif", compression="group4"
    )
    assert corners(load(tmp_path / "a.tif")) == (0, 0, 0, 255)


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    image = Image.fromarray(marked()).convert("LA")
    image.putalpha(Image.fromarray(np.where(marked() == 255, 0, 255).astype(np.uint8)))
    image.save(tmp_path / "a.png")
    pixels = load(tmp_path / "a.png")
    assert close(corners(pixels), (0, 60, 120, 180))
    assert pixels[HEIGHT // 2, WIDTH // 2].min() == 255


@pytest.mark.parametrize(("orientation", "expected"), [(3, (120, 180, 0, 60)), (6, (180, 0, 60, 120))])
def test_exif_turns_the_picture(tmp_path: Path, orientation: int, expected: tuple[int, ...]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(marked()).save(tmp_path / "a.jpg", exif=exif, quality=95)
    pixels = load(tmp_path / "a.jpg")
    assert close(corners(pixels), expected)
    assert pixels.shape[:2] == ((WIDTH, HEIGHT) if orientation == 6 else (HEIGHT, WIDTH))


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    first, second = Image.fromarray(marked()), Image.fromarray(255 - marked())
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    assert open_scan(tmp_path / "a.tif", LIMITS).page_count == 2
    assert corners(load(tmp_path / "a.tif", 2)) == (255, 195, 135, 75)


def test_fax_pixels_are_made_square(tmp_path: Path) -> None:
    Image.new("1", (1728, 1100), 1).save(tmp_path / "a.tif", dpi=(204, 98))
    image = load_page(open_scan(tmp_path / "a.tif", LIMITS), 1, LIMITS)
    assert image.pixels.shape == (round(1100 * 204 / 98), 1728)
    assert image.dpi == pytest.approx(204)


def test_a_very_large_scan_is_reduced_while_it_is_read(tmp_path: Path) -> None:
    Image.new("L", (6000, 8000), 200).save(tmp_path / "a.png", dpi=(600, 600))
    image = load_page(open_scan(tmp_path / "a.png", LIMITS), 1, LIMITS)
    assert image.pixels.size <= 25_100_000
    assert image.dpi == pytest.approx(600 * image.pixels.shape[1] / 6000, rel=0.01)


def scanned_pdf(path: Path, content: str, **entries: object) -> Path:
    """A page of 300×400 points that shows the marked picture as `content` places it."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 400))
        picture = document.make_stream(zlib.compress(marked().tobytes()))
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=WIDTH,
            Height=HEIGHT,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
            Filter=pikepdf.Name.FlateDecode,
        )
        for key, value in entries.items():
            if key in ("Rotate", "CropBox"):
                page.obj[f"/{key}"] = value
            else:
                picture[f"/{key}"] = value
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        page.Contents = document.make_stream(content.encode())
        document.save(path)
    return path


UPRIGHT = "q 300 0 0 400 0 0 cm /Im Do Q"
MIRRORED = "q -300 0 0 400 300 0 cm /Im Do Q"
TOPPLED = "q 300 0 0 -400 0 400 cm /Im Do Q"
ON_ITS_SIDE = "q 0 400 -300 0 300 0 cm /Im Do Q"


@pytest.mark.parametrize("content", [UPRIGHT, MIRRORED, TOPPLED, ON_ITS_SIDE])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_an_embedded_scan_is_shown_as_poppler_draws_the_page(tmp_path: Path, content: str, turn: int) -> None:
    scan = open_scan(scanned_pdf(tmp_path / "a.pdf", content, Rotate=turn), LIMITS)
    found = pdf.shape(scan, 1)
    assert found is not None
    assert found.picture is not None
    taken = load_page(scan, 1, LIMITS).pixels
    drawn = pdf._render(scan, 1, LIMITS, pdf.Drawing(72))
    size = (taken.shape[1], taken.shape[0])
    assert close(corners(taken), corners(np.asarray(cv2.resize(drawn, size), np.uint8)))


@pytest.mark.parametrize("entries", [{"Decode": [1, 0]}, {"ImageMask": False, "Decode": [0, 1]}])
def test_unusual_encodings_are_drawn_by_poppler(tmp_path: Path, entries: dict[str, object]) -> None:
    pixels = load(scanned_pdf(tmp_path / "a.pdf", UPRIGHT, **entries))
    expected = (255, 195, 135, 75) if entries["Decode"] == [1, 0] else (0, 60, 120, 180)
    assert pixels.shape[:2] == (HEIGHT, WIDTH)
    assert close(corners(pixels), expected)


def test_print_over_the_scan_is_kept_by_drawing_the_page(tmp_path: Path) -> None:
    bars = " ".join(f"{x} 190 20 20 re f" for x in range(0, 280, 30))
    pixels = load(scanned_pdf(tmp_path / "a.pdf", f"{UPRIGHT} 0 g {bars}"))
    assert pixels.shape[:2] == (1667, 1250)
    assert pixels[833, 40].max() < 20


def test_a_picture_on_a_part_of_the_page_is_no_scan(tmp_path: Path) -> None:
    scan = open_scan(scanned_pdf(tmp_path / "a.pdf", "q 200 0 0 200 0 0 cm /Im Do Q"), LIMITS)
    found = pdf.shape(scan, 1)
    assert found is not None
    assert found.picture is None


def test_the_crop_box_is_what_is_shown(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", "q 100 0 0 100 0 300 cm /Im Do Q", CropBox=[0, 300, 100, 400])
    scan = open_scan(path, LIMITS)
    found = pdf.shape(scan, 1)
    assert found is not None
    assert (found.width_pt, found.height_pt) == (100, 100)
    assert found.frame == pytest.approx((0, 0, 100, 100))


@pytest.mark.parametrize(
    ("name", "mode", "options", "bytes_a_pixel"),
    [
        ("a.png", "L", {}, 1),
        ("a.png", "RGB", {}, 4),
        ("a.png", "I;16", {}, 8),
        ("a.webp", "RGB", {}, 12),
        ("a.tif", "RGB", {"compression": "tiff_lzw", "strip_size": 1 << 30}, 8),
        ("a.jpg", "RGB", {}, 1),
        ("a.jpg", "RGB", {"progressive": True}, 6),
    ],
)
def test_what_a_decoder_holds_is_known_before_it_decodes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    mode: str,
    options: dict[str, Any],
    bytes_a_pixel: int,
) -> None:
    Image.fromarray(marked()).convert(mode).save(tmp_path / name, **options)
    monkeypatch.setattr(raster, "_MOST_DECODED_BYTES", WIDTH * HEIGHT * bytes_a_pixel)
    load(tmp_path / name)
    monkeypatch.setattr(raster, "_MOST_DECODED_BYTES", WIDTH * HEIGHT * bytes_a_pixel - 1)
    with pytest.raises(BadScan) as refused:
        load(tmp_path / name)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("pixels", [WIDTH * HEIGHT * 3 // 4, WIDTH * HEIGHT // 5])
def test_a_large_picture_converted_in_bands_is_the_same_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixels: int
) -> None:
    Image.fromarray(marked()).convert("RGB").save(tmp_path / "a.png")
    monkeypatch.setattr(raster, "WORKING_PIXELS", pixels)
    found = load(tmp_path / "a.png")
    assert found.shape[0] * found.shape[1] <= pixels
    assert close(corners(cv2.resize(found, (WIDTH, HEIGHT)).astype(np.uint8)), (0, 60, 120, 180))


def test_a_picture_too_large_to_unpack_is_drawn_by_poppler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_MOST_UNPACKED_BYTES", 100)
    path = tmp_path / "a.pdf"
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(WIDTH, HEIGHT))
        picture = made.make_stream(
            marked().tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=WIDTH,
            Height=HEIGHT,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        leaf = made.pages[0].obj
        leaf.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        leaf.Contents = made.make_stream(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im0 Do Q".encode())
        made.save(path)
    assert close(corners(load(path)), (0, 60, 120, 180))
