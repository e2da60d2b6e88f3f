"""The font of invisible text: every character is one empty glyph.

PDF/A asks for an embedded font even where nothing is painted. Viewers find the
characters through the ToUnicode map, which is the identity. Their widths are those of the print below:
where nothing is painted, the font file need not agree with them (ISO 19005-2, 6.2.11.5).
"""

import zlib
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.derive.widths import EM, USUAL, width_table

REPLACEMENT = 0xFFFD
"""Shown in place of characters beyond the plane."""

_LAST = 0xFFFF
"""Last code of the plane."""

_NAME = "/SohoaGlyphless"
_DATA = "glyphless.ttf"
_ROWS = 100
"""Ranges a section of a CMap may hold."""


class GlyphlessFont:
    """The font of one document; text shown in it is UTF-16BE of the Basic Multilingual Plane.

    What it says of its characters is written last and only of those that occur: for a page of fax the
    whole plane would weigh as much as half its text.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._chars = {" "}
        self.reference = document.make_indirect(Dictionary())
        """What the pages refer to; complete after `embed`."""

    def uses(self, text: str) -> None:
        """Provide for the characters of `text`, and for what stands in place of those beyond the plane."""
        self._chars.update(char if ord(char) <= _LAST else chr(REPLACEMENT) for char in set(text))

    def embed(self) -> None:
        """Write the font into the document."""
        blocks = sorted({ord(char) >> 8 for char in self._chars})
        glyphs = b"\0\1" * ((blocks[-1] + 1) << 8)
        program = files(__package__).joinpath("data", _DATA).read_bytes()
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(_NAME),
            Flags=5,
            FontBBox=Array([0, 0, USUAL, EM]),
            ItalicAngle=0,
            Ascent=EM,
            Descent=-1,
            CapHeight=EM,
            StemV=80,
            FontFile2=packed(self._document, program, Length1=len(program)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(_NAME),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=self._document.make_indirect(descriptor),
            DW=USUAL,
            W=Array([Array(part) if isinstance(part, list) else part for part in width_table(self._chars)]),
            CIDToGIDMap=packed(self._document, glyphs),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([self._document.make_indirect(descendant)]),
            ToUnicode=packed(self._document, _to_unicode(blocks)),
        )
        for key, value in font.items():
            self.reference[key] = value


def packed(document: pikepdf.Pdf, data: bytes, **entries: object) -> pikepdf.Object:
    """A stream packed as small as deflate can; what a PDF writer packs itself is 4 % larger."""
    stream = pikepdf.Stream(document, zlib.compress(data, 9), Filter=Name.FlateDecode, **entries)
    return document.make_indirect(stream)


def _to_unicode(blocks: list[int]) -> bytes:
    """The CMap that maps each code of the blocks to itself; a range must not cross a high byte."""
    rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in blocks]
    sections = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)]
    ranges = "".join(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n" for part in sections)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{ranges}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
