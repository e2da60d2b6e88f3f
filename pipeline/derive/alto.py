"""ALTO 4: words, tables and stamps with their places, as libraries and archives exchange them.

Body blocks stand in the reading order; stamps, seals and notes are tagged blocks
outside of it. A table is a composed block of rows, a row one of cells.
"""

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as Xml

from core.page import Box, Line, Page
from pipeline.derive.blocks import TABLE, Block, Cell, body_blocks, region_blocks

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_VERSION = "4.4"


def alto(pages: Iterable[Page], name: str, sha256: str, engine: str) -> bytes:
    """ALTO of `pages` of the file called `name`, read by `engine`, as UTF-8 XML."""
    layout, order = Xml.Element("Layout"), Xml.Element("OrderedGroup", {"ID": "order"})
    kinds: set[str] = set()
    steps = []
    for page in pages:
        steps.append(_step(page))
        body, regions = body_blocks(page), region_blocks(page)
        kinds.update(region.kind for region in regions)
        space = _page(layout, page)
        for at, block in enumerate(body, 1):
            ident = f"p{page.number}_b{at}"
            _add_block(space, block, ident)
            Xml.SubElement(order, "ElementRef", {"ID": f"order_{ident}", "REF": ident})
        for at, region in enumerate(regions, 1):
            _add_block(space, region, f"p{page.number}_r{at}", {"TAGREFS": f"tag_{region.kind}"})
    root = Xml.Element("alto", {"xmlns": NAMESPACE, "SCHEMAVERSION": _VERSION})
    _describe(Xml.SubElement(root, "Description"), name, sha256, engine, steps)
    if kinds:
        tags = Xml.SubElement(root, "Tags")
        for kind in sorted(kinds):
            Xml.SubElement(tags, "LayoutTag", {"ID": f"tag_{kind}", "LABEL": kind})
    if len(order):
        Xml.SubElement(root, "ReadingOrder").append(order)
    root.append(layout)
    Xml.indent(root, " ")
    return bytes(Xml.tostring(root, "utf-8", xml_declaration=True))


def _step(page: Page) -> str:
    numbers = " ".join(f"{value:.8g}" for row in page.transform for value in row)
    return (
        f"page {page.number}: state {page.state}, turned {page.rotation_degrees} degrees, "
        f"skew {page.skew_degrees:g} degrees, scan to page pixels [{numbers}]"
    )


def _describe(described: Xml.Element, name: str, sha256: str, engine: str, steps: list[str]) -> None:
    Xml.SubElement(described, "MeasurementUnit").text = "pixel"
    source = Xml.SubElement(described, "sourceImageInformation")
    Xml.SubElement(source, "fileName").text = name
    Xml.SubElement(source, "fileIdentifier").text = f"sha256:{sha256}"
    processing = Xml.SubElement(described, "Processing", {"ID": "reading"})
    for step in steps:
        Xml.SubElement(processing, "processingStepDescription").text = step
    software = Xml.SubElement(processing, "processingSoftware")
    Xml.SubElement(software, "softwareName").text = "sohoa"
    Xml.SubElement(software, "softwareVersion").text = engine


def _page(layout: Xml.Element, page: Page) -> Xml.Element:
    attributes = {
        "ID": f"p{page.number}",
        "PHYSICAL_IMG_NR": str(page.number),
        "WIDTH": str(page.width_px),
        "HEIGHT": str(page.height_px),
        "PC": f"{page.confidence:.4f}",
        "PROCESSINGREFS": "reading",
    }
    whole = _place(Box(0, 0, page.width_px, page.height_px))
    return Xml.SubElement(Xml.SubElement(layout, "Page", attributes), "PrintSpace", whole)


def _add_block(parent: Xml.Element, block: Block, ident: str, more: dict[str, str] | None = None) -> None:
    attributes = {"ID": ident, **_place(block.box), **(more or {})}
    if block.kind != TABLE:
        _add_lines(Xml.SubElement(parent, "TextBlock", {**attributes, "LANG": "vi"}), block.lines, ident)
        return
    table = Xml.SubElement(parent, "ComposedBlock", {**attributes, "TYPE": "table"})
    for row, cells in groupby(block.cells, key=lambda cell: cell.cell.row):
        _add_row(table, list(cells), f"{ident}_{row}")
    if block.lines:
        place = _place(Box.around(line.box for line in block.lines))
        rest = Xml.SubElement(table, "TextBlock", {"ID": f"{ident}_rest", **place})
        _add_lines(rest, block.lines, f"{ident}_rest")


def _add_row(table: Xml.Element, cells: list[Cell], ident: str) -> None:
    place = _place(Box.around(cell.cell.box for cell in cells))
    row = Xml.SubElement(table, "ComposedBlock", {"ID": ident, **place, "TYPE": "row"})
    for cell in cells:
        name = f"{ident}_{cell.cell.column}"
        composed = {"ID": name, **_place(cell.cell.box), "TYPE": "cell"}
        inner = {"ID": f"{name}_text", **_place(Box.around(line.box for line in cell.lines)), "LANG": "vi"}
        text = Xml.SubElement(Xml.SubElement(row, "ComposedBlock", composed), "TextBlock", inner)
        _add_lines(text, cell.lines, name)


def _add_lines(block: Xml.Element, lines: Iterable[Line], ident: str) -> None:
    for at, line in enumerate(lines, 1):
        element = Xml.SubElement(block, "TextLine", {"ID": f"{ident}_l{at}", **_place(line.box)})
        for number, word in enumerate(line.words, 1):
            if number > 1:
                Xml.SubElement(element, "SP")
            attributes = {
                "ID": f"{ident}_l{at}_w{number}",
                "CONTENT": word.text,
                **_place(word.box),
                "WC": f"{word.confidence:.4f}",
            }
            Xml.SubElement(element, "String", attributes)


def _place(box: Box) -> dict[str, str]:
    return {
        "HPOS": str(box.left),
        "VPOS": str(box.top),
        "WIDTH": str(box.width),
        "HEIGHT": str(box.height),
    }
