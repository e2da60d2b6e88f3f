"""hOCR 1.2: the words of a document as HTML that says where each stands."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import count

from core.page import Box, Line, Page
from pipeline.derive.blocks import TABLE, Block, body_blocks, region_blocks

_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_table ocr_textfloat ocr_line ocrx_word"


def hocr(pages: Iterable[Page], name: str, engine: str) -> Iterator[str]:
    """The document called `name`, piece by piece; `engine` is what read it."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="vi">\n<head>\n'
        f"<title>{escape(name)}</title>\n"
        '<meta charset="utf-8"/>\n'
        f'<meta name="ocr-system" content="sohoa, {escape(engine)}"/>\n'
        f'<meta name="ocr-capabilities" content="{_CAPABILITIES}"/>\n'
        "</head>\n<body>\n"
    )
    for page in pages:
        yield _page(page, name)
    yield "</body>\n</html>\n"


def _page(page: Page, name: str) -> str:
    title = (
        f'image "{name}"; bbox 0 0 {page.width_px} {page.height_px}; ppageno {page.number - 1}; '
        f"scan_res {page.dpi:.0f} {page.dpi:.0f}"
    )
    opened = (
        f'<div class="ocr_page" id="page_{page.number}" title="{escape(title)}" data-state="{page.state}">\n'
    )
    numbers = count(1)
    blocks = (*body_blocks(page), *region_blocks(page))
    inner = "".join(
        _block(block, f"block_{page.number}_{at}", page.number, numbers) for at, block in enumerate(blocks, 1)
    )
    return f"{opened}{inner}</div>\n"


def _block(block: Block, ident: str, page: int, numbers: "count[int]") -> str:
    kinds = {"text": "ocr_carea", TABLE: "ocr_table"}
    kind = kinds.get(block.kind, "ocr_textfloat")
    marked = "" if block.kind in kinds else f' data-kind="{escape(block.kind)}"'
    opened = f'<div class="{kind}" id="{ident}" title="{_bbox(block.box)}"{marked}>\n'
    paragraphs = [cell.lines for cell in block.cells] + ([block.lines] if block.lines else [])
    return opened + "".join(_paragraph(lines, page, numbers) for lines in paragraphs) + "</div>\n"


def _paragraph(lines: tuple[Line, ...], page: int, numbers: "count[int]") -> str:
    around = Box.around(line.box for line in lines)
    inner = "".join(_line(line, page, numbers) for line in lines)
    return f'<p class="ocr_par" lang="vi" title="{_bbox(around)}">\n{inner}</p>\n'


def _line(line: Line, page: int, numbers: "count[int]") -> str:
    words = " ".join(
        f'<span class="ocrx_word" id="word_{page}_{next(numbers)}" '
        f'title="{_bbox(word.box)}; x_wconf {100 * word.confidence:.0f}">{escape(word.text)}</span>'
        for word in line.words
    )
    return f'<span class="ocr_line" title="{_bbox(line.box)}">{words}</span>\n'


def _bbox(box: Box) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"
