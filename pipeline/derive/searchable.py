"""Searchable PDF/A-2b: the scan as it came, turned by the page matrix, with the text lying over it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from core.errors import BadScan
from core.model import Scan
from core.page import Page, PageState
from core.settings import Limits
from pipeline.clean.geometry import Transform
from pipeline.derive.background import Background, Backgrounds
from pipeline.derive.glyphless import GlyphlessFont, packed
from pipeline.derive.hidden_text import FONT, hidden_text, text_of
from pipeline.load import load_page

_POINTS = 72.0
_A4_PT = (595.28, 841.89)
_USUAL_DPI = 300.0
_LONGEST_PT = 14400.0
"""Longest side of a page that PDF 1.7 allows (annex C)."""

_PACKED = pikepdf.ObjectStreamMode.generate

_METADATA = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdfaid:part="2" pdfaid:conformance="B" pdf:Producer="sohoa"/>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""The same for every document: equal input gives equal bytes."""

_DATE_BYTES = slice(24, 36)
"""Where an ICC profile keeps the time it was made."""


def write_searchable(scan: Scan, pages: Iterable[Page], limits: Limits, target: Path) -> None:
    """Write the pages of `scan` as PDF/A-2b; equal input gives equal bytes.

    A page that shows an identity card, or can't be opened, stays empty.

    Raises:
        BadScan: the scan's structure is too broken to copy from (code not_derivable).
    """
    try:
        with pikepdf.new() as document, Backgrounds(scan, limits, document) as backgrounds:
            font = GlyphlessFont(document)
            for page in pages:
                _add_page(document, _openable(scan, page, limits), backgrounds, font)
            font.embed()
            _conform(document)
            document.save(target, deterministic_id=True, object_stream_mode=_PACKED)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as exc:
        # Broken dictionaries show as any of these; what can be read of the scan has been read.
        raise BadScan(
            "No searchable PDF can be made of this file; scan it again.", code="not_derivable"
        ) from exc


def _openable(scan: Scan, page: Page, limits: Limits) -> Page:
    """A page that failed to be read is shown as it came, if it opens."""
    if page.width_px or page.state is PageState.RESTRICTED:
        return page
    try:
        image = load_page(scan, page.number, limits)
    except BadScan:
        return page
    height, width = image.pixels.shape[:2]
    sides = {"width_px": width, "height_px": height, "scan_width_px": width, "scan_height_px": height}
    return replace(page, dpi=image.dpi, **sides)


def _add_page(document: pikepdf.Pdf, page: Page, backgrounds: Backgrounds, font: GlyphlessFont) -> None:
    if not page.width_px:
        document.add_blank_page(page_size=_A4_PT)
        return
    scale = _POINTS / (page.dpi or _USUAL_DPI)
    scale = min(scale, _LONGEST_PT / max(page.width_px, page.height_px))
    made = document.add_blank_page(page_size=(page.width_px * scale, page.height_px * scale))
    if page.state is PageState.RESTRICTED:
        return
    resources = Dictionary(Font=Dictionary({FONT: font.reference}))
    font.uses(text_of(page))
    content = hidden_text(page, scale)
    if found := backgrounds.of(page):
        resources.XObject = Dictionary(Scan=found.picture)
        content = _painted(found, page, scale) + content
    made.obj.Resources = resources
    made.obj.Contents = packed(document, content)


def _painted(found: Background, page: Page, scale: float) -> bytes:
    """Content stream that paints the picture where the displayed page shows it."""
    upward = np.array([[scale, 0.0, 0.0], [0.0, -scale, page.height_px * scale], [0.0, 0.0, 1.0]])
    placed: Transform = upward @ found.to_displayed
    (a, c, e), (b, d, f) = placed[0], placed[1]
    return f"q {a:.5f} {b:.5f} {c:.5f} {d:.5f} {e:.5f} {f:.5f} cm /Scan Do Q\n".encode()


def _conform(document: pikepdf.Pdf) -> None:
    """What PDF/A-2b asks of a document besides its pages (ISO 19005-2)."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE_BYTES] = bytes(12)
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB",
                DestOutputProfile=packed(document, bytes(profile), N=3),
            )
        ]
    )
    document.Root.Lang = "vi"
    document.Root.MarkInfo = Dictionary(Marked=False)
    document.Root.Metadata = packed(document, _METADATA, Type=Name.Metadata, Subtype=Name.XML)
