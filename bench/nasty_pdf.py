"""PDFs that break programs: bombs, loops, locks, and a page that can't be read between two that can."""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from samples.sheet import HEIGHT_PX, WIDTH_PX

Writer = Callable[[Path, Path], None]
"""Writes a file, given where and an ordinary scanned page, a JPEG."""

_A4_POINTS = (595.28, 841.89)
_HUGE_PX = 20_000
_NEAR_LIMIT_PX = 13_400
_BOMB_BYTES = 2 << 30
_CHUNK_BYTES = 1 << 24


def _pdf(*pages: Callable[[pikepdf.Pdf, Path], None], **how: Any) -> Writer:
    """A PDF of such pages; `how` goes to pikepdf's save."""

    def write(path: Path, page: Path) -> None:
        with pikepdf.new() as pdf:
            for add in pages:
                add(pdf, page)
            # Unpacking bombs to pack them anew would take minutes.
            pdf.save(path, compress_streams=False, **how)

    return write


def _scan(pdf: pikepdf.Pdf, page: Path) -> None:
    """The ordinary page."""
    with Image.open(page) as picture:
        size = picture.size
    _picture(pdf, page.read_bytes(), size, Filter=pikepdf.Name.DCTDecode)


def _noise(pdf: pikepdf.Pdf, _: Path) -> None:
    """Specks as large as letters, all over an A4 page."""
    dark = np.random.default_rng(2).random((HEIGHT_PX // 6, WIDTH_PX // 6)) < 0.35
    page = np.asarray(np.where(np.kron(dark, np.ones((6, 6))), 0, 255), np.uint8)
    data = zlib.compress(page.tobytes())
    _picture(pdf, data, page.shape[::-1], "/DeviceGray", Filter=pikepdf.Name.FlateDecode)


def _zeros(side_px: int, colours: str, depth: int) -> Callable[[pikepdf.Pdf, Path], None]:
    """A black picture, `side_px` wide and high; packed it is small."""

    def add(pdf: pikepdf.Pdf, _: Path) -> None:
        data = _deflated(side_px * side_px * depth)
        _picture(pdf, data, (side_px, side_px), colours, Filter=pikepdf.Name.FlateDecode)

    return add


def _bomb(layers: int) -> Callable[[pikepdf.Pdf, Path], None]:
    """A page whose drawing unpacks to 2 GB of spaces, packed so many times."""

    def add(pdf: pikepdf.Pdf, _: Path) -> None:
        pdf.add_blank_page(page_size=_A4_POINTS)
        data = _deflated(_BOMB_BYTES, b" ")
        for _layer in range(layers - 1):
            data = zlib.compress(data, 9)
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * layers)
        pdf.pages[-1].obj.Contents = pdf.make_stream(data, Filter=filters)

    return add


def _drawing(commands: bytes, size: tuple[float, float] = _A4_POINTS) -> Callable[[pikepdf.Pdf, Path], None]:
    """A page drawn by `commands`, which may call itself as /Self."""

    def add(pdf: pikepdf.Pdf, _: Path) -> None:
        pdf.add_blank_page(page_size=size)
        form = pdf.make_stream(
            commands, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, *map(int, size)]
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Self=form))
        form.Resources = resources
        leaf = pdf.pages[-1].obj
        leaf.Resources, leaf.Contents = resources, pdf.make_stream(commands)

    return add


def _blank(size: tuple[float, float] = _A4_POINTS) -> Callable[[pikepdf.Pdf, Path], None]:
    def add(pdf: pikepdf.Pdf, _: Path) -> None:
        pdf.add_blank_page(page_size=(20, 20))
        pdf.pages[-1].obj.MediaBox = [0, 0, *size]

    return add


def _picture(
    pdf: pikepdf.Pdf, data: bytes, size: tuple[int, ...], colours: str = "/DeviceRGB", **how: Any
) -> None:
    """A page that one picture covers."""
    width, height = _A4_POINTS
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "BitsPerComponent": 8}
    image = pdf.make_stream(
        data, Width=size[0], Height=size[1], ColorSpace=pikepdf.Name(colours), **kind, **how
    )
    pdf.add_blank_page(page_size=_A4_POINTS)
    leaf = pdf.pages[-1].obj
    leaf.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    leaf.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode())


def _deflated(size_bytes: int, byte: bytes = b"\0") -> bytes:
    packer, chunk = zlib.compressobj(6), byte * _CHUNK_BYTES
    parts = [packer.compress(chunk) for _ in range(size_bytes // _CHUNK_BYTES)]
    return b"".join((*parts, packer.compress(byte * (size_bytes % _CHUNK_BYTES)), packer.flush()))


def _first_half(path: Path, page: Path) -> None:
    _pdf(_scan, _scan)(path, page)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _page_tree_loop(path: Path, _: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        tree = pdf.Root.Pages
        tree.Kids.append(tree)
        tree.Count = 2
        pdf.save(path)


PDFS: Mapping[str, Writer] = {
    "truncated.pdf": _first_half,
    "locked.pdf": _pdf(_scan, encryption=pikepdf.Encryption(owner="o", user="u")),
    "locked-for-printing.pdf": _pdf(_scan, encryption=pikepdf.Encryption(owner="o", user="")),
    "no-pages.pdf": _pdf(),
    "page-tree-loop.pdf": _page_tree_loop,
    "too-many-pages.pdf": _pdf(*[_blank()] * 2001),
    "no-size.pdf": _pdf(_blank((0, 0))),
    "poster.pdf": _pdf(_blank((14_400, 14_400))),
    "draws-itself.pdf": _pdf(_drawing(b"q 0.9 0 0 0.9 5 5 cm /Self Do Q 0 0 50 50 re f")),
    "draws-without-end.pdf": _pdf(_drawing(b"0 0 595 841 re f /Self Do /Self Do " * 200_000)),
    "bomb.pdf": _pdf(_bomb(1)),
    "bomb-twice-packed.pdf": _pdf(_bomb(2)),
    "huge-picture.pdf": _pdf(_zeros(_HUGE_PX, "/DeviceGray", 1)),
    "near-limit-grey.pdf": _pdf(_zeros(_NEAR_LIMIT_PX, "/DeviceGray", 1)),
    "near-limit-rgb.pdf": _pdf(_zeros(_NEAR_LIMIT_PX, "/DeviceRGB", 3)),
    "near-limit-cmyk.pdf": _pdf(_zeros(_NEAR_LIMIT_PX, "/DeviceCMYK", 4)),
    "noise-between-pages.pdf": _pdf(_scan, _noise, _scan),
    "huge-between-pages.pdf": _pdf(_scan, _zeros(_HUGE_PX, "/DeviceGray", 1), _scan),
    "bomb-between-pages.pdf": _pdf(_scan, _bomb(1), _scan),
}
"""By the name of the file."""
