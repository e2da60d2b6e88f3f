"""PDF pages drawn with fonts and pictures, for tests of what their text layers are worth."""

from pathlib import Path

import numpy as np
import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from core.page import Pixels
from pipeline.legacy_text import TCVN3, VNI, Encoding
from tests.drawing import FONT

A4 = (595, 842)
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <{low}> <{high}> endcodespacerange
{entries}
endcmap CMapName currentdict /CMap defineresource pop end end"""


def encode(text: str, encoding: Encoding) -> bytes:
    """What is typed for Unicode `text` in a font of `encoding`."""
    table = VNI if encoding is Encoding.VNI else TCVN3
    typed: dict[str, str] = {}
    for key, letter in table.items():
        # Of the two ways to type a capital with its mark, shift held is the one tables show.
        typed[letter] = key if letter not in typed or key.isupper() else typed[letter]
    lower = text.lower() if encoding is Encoding.TCVN3_CAPITALS else text
    return "".join(typed.get(char, char) for char in lower).encode("cp1252")


class PdfPage:
    """One page, drawn bottom up in points as PDF does."""

    def __init__(self, size: tuple[int, int] = A4, **entries: object) -> None:
        self._pdf = pikepdf.new()
        self._page = self._pdf.add_blank_page(page_size=size)
        for key, value in entries.items():
            self._page.obj[f"/{key}"] = value
        self._fonts, self._pictures = Dictionary(), Dictionary()
        self._content: list[str] = []

    def legacy(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        encoding: Encoding,
        *,
        matrix: str = "1 0 0 1",
        unicode_map: bytes | None = None,
    ) -> "PdfPage":
        """`text` in a font that is not embedded, its bytes those of `encoding`."""
        name = f"/L{len(self._fonts)}"
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{font}"),
            Flags=32,
            FontBBox=Array([0, -200, 1000, 900]),
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
        )
        entries = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(f"/{font}"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=0,
            LastChar=255,
            Widths=Array([500] * 256),
            FontDescriptor=self._pdf.make_indirect(descriptor),
        )
        if unicode_map is not None:
            entries.ToUnicode = self._pdf.make_stream(unicode_map)
        self._fonts[name] = self._pdf.make_indirect(entries)
        return self._show(name, encode(text, encoding).hex(), f"{matrix} {x} {y}")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        mode: int = 0,
        grey: float = 0.0,
        matrix: str = "1 0 0 1",
        mapped: bool = True,
        shift: int = 0,
    ) -> "PdfPage":
        """`text` in embedded Tinos: mode 3 is invisible, grey 1 is white.

        The font has a map to Unicode unless not `mapped`; `shift` makes it a wrong one.
        """
        font = TTFont(FONT)
        cmap, order = font.getBestCmap(), font.getReverseGlyphMap()
        glyphs = [order[cmap[ord(char)]] for char in text]
        name = f"/Tinos{shift}" if mapped else "/Bare"
        if name not in self._fonts:
            self._fonts[name] = self._tinos(font, mapped, shift)
        codes = "".join(f"{glyph:04x}" for glyph in glyphs)
        return self._show(name, codes, f"{matrix} {x} {y}", f"{mode} Tr {grey} g")

    def picture(self, pixels: Pixels, place: str) -> "PdfPage":
        """A grey or BGR picture, its unit square put to `place` (six numbers)."""
        name = f"/P{len(self._pictures)}"
        grey = pixels.ndim == 2
        data = pixels if grey else np.ascontiguousarray(pixels[:, :, ::-1])
        stream = self._pdf.make_stream(data.tobytes())
        stream.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels.shape[1],
            Height=pixels.shape[0],
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        )
        self._pictures[name] = self._pdf.make_indirect(stream)
        return self.draw(f"q {place} cm {name} Do Q")

    def draw(self, operators: str) -> "PdfPage":
        """Any drawing operators."""
        self._content.append(operators)
        return self

    def save(self, path: Path) -> Path:
        """Write the page as a file of its own."""
        self._page.obj.Resources = Dictionary(Font=self._fonts, XObject=self._pictures)
        self._page.obj.Contents = self._pdf.make_stream("\n".join(self._content).encode())
        self._pdf.save(path, compress_streams=True)
        return path

    def _show(self, font: str, codes: str, matrix: str, state: str = "") -> "PdfPage":
        return self.draw(f"q BT {font} 13 Tf {state} {matrix} Tm <{codes}> Tj ET Q")

    def _tinos(self, font: TTFont, mapped: bool, shift: int) -> pikepdf.Object:
        scale = 1000 / font["head"].unitsPerEm
        widths = [round(font["hmtx"][name][0] * scale) for name in font.getGlyphOrder()]
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/Tinos"),
            Flags=4,
            FontBBox=Array([0, -220, 1000, 900]),
            ItalicAngle=0,
            Ascent=891,
            Descent=-216,
            CapHeight=660,
            StemV=80,
            FontFile2=self._pdf.make_stream(Path(FONT).read_bytes()),
        )
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/Tinos"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=self._pdf.make_indirect(descriptor),
            W=Array([0, Array(widths)]),
        )
        made = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/Tinos"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([self._pdf.make_indirect(inner)]),
        )
        if mapped:
            made.ToUnicode = self._pdf.make_stream(_unicode_map(font, shift))
        return self._pdf.make_indirect(made)


def _unicode_map(font: TTFont, shift: int) -> bytes:
    """A map from glyphs to letters; as in many real ones the hyphen is called a soft hyphen."""
    order = font.getReverseGlyphMap()
    letters = {order[glyph]: code for code, glyph in font.getBestCmap().items() if code < 0xF000}
    pairs = [f"<{glyph:04x}> <{code + shift * (code > 0x20):04x}>" for glyph, code in letters.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    entries = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return _CMAP.format(low="0000", high="FFFF", entries=entries).encode()


def latin_map() -> bytes:
    """A map to Unicode that takes every byte for Latin-1, as text programs write for legacy fonts."""
    entries = "1 beginbfrange <00> <ff> <0000> endbfrange"
    return _CMAP.format(low="00", high="ff", entries=entries).encode()
