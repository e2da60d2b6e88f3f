"""The font of invisible text: every character is one empty glyph, half as wide as it is high.

PDF/A asks for an embedded font even where nothing is painted. Viewers find the
characters through the ToUnicode map, which is the identity.
"""

from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name

GLYPH_WIDTH = 0.5
"""Width of every glyph as a share of the font size."""

_UNITS = 1000
_CODES = 1 << 16
_NAME = "/SohoaGlyphless"
_DATA = "glyphless.ttf"
_ROWS = 100
"""Ranges a section of a CMap may hold."""


def add_font(document: pikepdf.Pdf) -> pikepdf.Object:
    """Embed the font; text shown in it is UTF-16BE of the Basic Multilingual Plane."""
    program = pikepdf.Stream(document, files(__package__).joinpath("data", _DATA).read_bytes())
    program.Length1 = len(program.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(_NAME),
        Flags=5,
        FontBBox=Array([0, 0, int(GLYPH_WIDTH * _UNITS), _UNITS]),
        ItalicAngle=0,
        Ascent=_UNITS,
        Descent=-1,
        CapHeight=_UNITS,
        StemV=80,
        FontFile2=document.make_indirect(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        DW=int(GLYPH_WIDTH * _UNITS),
        CIDToGIDMap=document.make_indirect(pikepdf.Stream(document, b"\0\1" * _CODES)),
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
            ToUnicode=document.make_indirect(pikepdf.Stream(document, _to_unicode())),
        )
    )


def _to_unicode() -> bytes:
    """The CMap that maps each code to itself; a range must not cross a high byte."""
    rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    sections = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)]
    ranges = "".join(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n" for part in sections)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{ranges}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
