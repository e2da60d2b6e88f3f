"""Files that break programs: damaged, mislabelled, huge, full of noise; the PDFs are in nasty_pdf.py."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.nasty_pdf import PDFS
from core.page import Pixels
from samples import page_set
from samples.sheet import HEIGHT_PX, WIDTH_PX

Writer = Callable[[Path, Path], None]
"""Writes a file, given where and an ordinary scanned page, a JPEG."""

_White = int | tuple[int, ...]
_WHITE: Mapping[str, _White] = {
    "1": 1, "L": 255, "I;16": 65_535,
    "RGB": (255, 255, 255), "RGBA": (255, 255, 255, 0), "CMYK": (0, 0, 0, 0),
}  # fmt: skip
_HUGE_PX = 20_000
_NEAR_LIMIT_PX = 13_400
"""A square page of that side has just less than the 180 megapixels that are allowed; the largest that
decoders are let near are named so."""


def write_nasties(folder: Path) -> list[Path]:
    """Write every nasty file into `folder`, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    page = page_set(folder / "page", 1, 1, ("clean",))[0].path
    for name, write in NASTIES.items():
        if not (folder / name).exists():
            write(folder / name, page)
    return [folder / name for name in NASTIES]


def _as(mode: str = "RGB", share: float = 1.0, inverted: bool = False, **how: Any) -> Writer:
    """The page in another mode and format; of the file only the first `share`."""

    def write(path: Path, page: Path) -> None:
        with Image.open(page) as picture:
            shown = picture.convert("RGB")
        if inverted:
            shown = shown.point(lambda value: 255 - value)
        shown.convert(mode).save(path, **how)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return write


def _sixteen_bit(path: Path, page: Path) -> None:
    with Image.open(page) as picture:
        grey = np.asarray(picture.convert("L"), np.uint16)
    Image.fromarray(grey * np.uint16(257)).save(path)


def _float(path: Path, page: Path) -> None:
    with Image.open(page) as picture:
        grey = np.asarray(picture.convert("L"), np.float32) / np.float32(255)
    grey[:40, :40] = np.nan
    Image.fromarray(grey).save(path)


def _frames(count: int, broken: int | None = None) -> Writer:
    """A TIFF of as many pages, one of them with its pixels overwritten."""

    def write(path: Path, page: Path) -> None:
        with Image.open(page) as picture:
            frames = [picture.convert("L") for _ in range(count)]
        frames[0].save(path, save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate")
        if broken is not None:
            data = bytearray(path.read_bytes())
            middle = len(data) * (2 * broken + 1) // (2 * count)
            data[middle : middle + 20_000] = b"\xaa" * 20_000
            path.write_bytes(data)

    return write


def _flat(mode: str, width_px: int, height_px: int, **how: Any) -> Writer:
    """An empty sheet of paper."""
    return lambda path, _: Image.new(mode, (width_px, height_px), _WHITE[mode]).save(path, **how)


def _drawn(draw: Callable[[np.random.Generator], Pixels]) -> Writer:
    """A whole A4 page at 300 dpi."""
    return lambda path, _: Image.fromarray(draw(np.random.default_rng(1))).save(path, dpi=(300, 300))


def _noise(noise: np.random.Generator) -> Pixels:
    return noise.integers(0, 256, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)


def _specks(noise: np.random.Generator) -> Pixels:
    """Specks as large as letters, all over."""
    coarse = noise.random((HEIGHT_PX // 6, WIDTH_PX // 6)) < 0.35
    return np.asarray(np.where(np.kron(coarse, np.ones((6, 6))), 0, 255), np.uint8)


def _graph_paper(_: np.random.Generator) -> Pixels:
    """A rule every 20 px: 20,000 table cells."""
    page = np.full((HEIGHT_PX, WIDTH_PX), 255, np.uint8)
    page[::20] = page[1::20] = 0
    page[:, ::20] = page[:, 1::20] = 0
    return page


def _hatching(_: np.random.Generator) -> Pixels:
    """Slanted strokes, all over."""
    rows, columns = np.indices((HEIGHT_PX, WIDTH_PX))
    return np.asarray(np.where((rows + 2 * columns) % 24 < 5, 0, 255), np.uint8)


def _letters_everywhere(noise: np.random.Generator) -> Pixels:
    """Boxes of the size of letters in lines without end: as much as can stand on a page."""
    page = np.full((HEIGHT_PX, WIDTH_PX), 255, np.uint8)
    for top in range(0, HEIGHT_PX - 12, 14):
        for left in range(0, WIDTH_PX - 10, 9):
            page[top : top + int(noise.integers(5, 11)), left : left + int(noise.integers(3, 8))] = 0
    return page


def _bytes(data: bytes) -> Writer:
    def write(path: Path, _: Path) -> None:
        path.write_bytes(data)

    return write


def _copied(path: Path, page: Path) -> None:
    path.write_bytes(page.read_bytes())


def _exif_turned(path: Path, page: Path) -> None:
    with Image.open(page) as picture:
        exif = Image.Exif()
        exif[0x0112] = 6
        picture.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)


NASTIES: Mapping[str, Writer] = {
    "zero-bytes.pdf": _bytes(b""),
    "zero-bytes.jpg": _bytes(b""),
    "random-bytes.pdf": _bytes(np.random.default_rng(1).bytes(100_000)),
    "text-called.jpg": _bytes("Cộng hòa xã hội chủ nghĩa Việt Nam\n".encode() * 100),
    "zip-called.pdf": _bytes(b"PK\x03\x04" + bytes(2000)),
    "only-a-signature.png": _bytes(b"\x89PNG\r\n\x1a\n"),
    "only-a-signature.tif": _bytes(b"II*\x00\x08\x00\x00\x00"),
    "only-a-signature.webp": _bytes(b"RIFF\xff\xff\xff\xffWEBPVP8 "),
    "jpeg-called.pdf": _copied,
    "truncated.jpg": _as(share=0.5),
    "truncated.png": _as(share=0.5),
    "truncated.tif": _as(share=0.5, compression="tiff_lzw"),
    "truncated.webp": _as(share=0.5),
    "truncated.jp2": _as(share=0.5),
    "one-bit.png": _as("1"),
    "one-bit-group4.tif": _as("1", compression="group4"),
    "cmyk.jpg": _as("CMYK"),
    "cmyk.tif": _as("CMYK"),
    "lab.tif": _as("LAB"),
    "palette.gif": _as("P"),
    "alpha.png": _as("RGBA"),
    "negative.png": _as("L", inverted=True),
    "exif-turned.jpg": _exif_turned,
    "sixteen-bit.png": _sixteen_bit,
    "float.tif": _float,
    "three-pages.tif": _frames(3),
    "second-of-three-broken.tif": _frames(3, broken=1),
    "name with\nnewline ế.jpg": _copied,
    "one-pixel.png": _flat("L", 1, 1),
    "blank.png": _flat("L", WIDTH_PX, HEIGHT_PX),
    "black.png": _drawn(lambda _: np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)),
    "ribbon.png": _flat("L", 20_000, 20),
    "huge-one-bit.png": _flat("1", _HUGE_PX, _HUGE_PX),
    "huge.jpg": _flat("L", _HUGE_PX, _HUGE_PX),
    "near-limit.png": _flat("RGB", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX),
    "near-limit-alpha.png": _flat("RGBA", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX),
    "near-limit.jpg": _flat("RGB", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX),
    "near-limit-progressive.jpg": _flat("RGB", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX, progressive=True),
    "largest-colour.png": _flat("RGB", 11_100, 11_100),
    "largest-colour.tif": _flat("RGB", 7_900, 7_900, compression="tiff_lzw", strip_size=1 << 30),
    "largest-progressive.jpg": _flat("RGB", 9_100, 9_100, progressive=True),
    "largest.webp": _flat("RGB", 6_400, 6_400),
    "largest.jp2": _flat("RGB", 6_400, 6_400),
    "largest-sixteen-bit.png": _flat("I;16", 7_900, 7_900),
    "near-limit.webp": _flat("RGB", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX),
    "near-limit-cmyk.tif": _flat("CMYK", _NEAR_LIMIT_PX, _NEAR_LIMIT_PX, compression="tiff_lzw"),
    "noise.png": _drawn(_noise),
    "specks.png": _drawn(_specks),
    "graph-paper.png": _drawn(_graph_paper),
    "hatching.png": _drawn(_hatching),
    "letters-everywhere.png": _drawn(_letters_everywhere),
    **PDFS,
}
"""By the name of the file."""
