"""Pages as read, for tests of what is made of them."""

from core.page import Box, Line, Page, PageState, Region, Table, TableCell, Word


def line(text: str, left: int, top: int, height: int = 40) -> Line:
    """Words of 20 px a letter, 20 px apart."""
    words, at = [], left
    for part in text.split():
        words.append(Word(part, Box(at, top, at + 20 * len(part), top + height), 0.9))
        at += 20 * len(part) + 20
    return Line(tuple(words))


def page(number: int = 1) -> Page:
    """A heading, a paragraph, a table of two rows and a stamp."""
    cells = (("STT", 200, 600), ("Tên cơ quan", 400, 600), ("1", 200, 700), ("Sở Nội vụ", 400, 700))
    printed = [line(text, left, top) for text, left, top in cells]
    table = Table(
        Box(180, 580, 900, 780),
        (("STT", "Tên cơ quan"), ("1", "Sở Nội vụ")),
        tuple(
            TableCell(
                at // 2,
                at % 2,
                Box((180, 380)[at % 2], 580 + 100 * (at // 2), (380, 900)[at % 2], 680 + 100 * (at // 2)),
                one.text,
            )
            for at, one in enumerate(printed)
        ),
    )
    body = (line("QUYẾT ĐỊNH", 400, 100), line("Về việc sắp xếp", 200, 300), line("tổ chức bộ máy", 200, 350))
    stamp = Region("stamp", Box(900, 80, 1150, 200), (line("ĐẾN", 920, 100),))
    return Page(
        number,
        PageState.READ,
        1240,
        1754,
        150.0,
        scan_width_px=1240,
        scan_height_px=1754,
        lines=(*body, *printed),
        regions=(stamp,),
        tables=(table,),
    )
