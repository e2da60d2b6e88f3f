"""Where a file could be split, which pages are no text, and in which order the pages belong.

Everything here is a proposal: pages are counted and marked, none is dropped, moved or cut.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.model import Arrangement, PageMark, Split
from core.page import Page, PageState
from core.text import fold
from pipeline.extract.numbers import DOSSIER_CODE, dossier_code
from pipeline.separators import Opens, Separator, find_separator, parse_payload

SEVERAL_CODES = "several_codes"
"""Code of the problem that a file holds more than one dossier."""

_SURE_ENOUGH = 0.8
"""A printed code read with less confidence proposes nothing."""

_LABEL = re.compile(r"\b(ma (so )?ho so|ma hs|so ho so|so bien nhan)\b")
_NUMBER = re.compile(r"\W*(\d{1,3})\W*")
_TOP = 0.12
"""Page numbers stand in this upper share of the page, in its middle."""

_MIDDLE = (0.4, 0.6)
_LEAST_BACKS = 2
"""So many backs make a habit of a stack; one may be chance."""


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What splitting needs to know of a page."""

    number: int
    blank: bool = False
    separator: Separator | None = None
    scanned: str | None = None
    """The dossier code in its first QR or bar code that has one."""
    printed: str | None = None
    """The dossier code printed behind a label."""
    printed_number: int | None = None
    """The page number printed at its top; papers print none on their first page."""
    rotation_degrees: int = 0
    begins: bool = False
    """Whether a paper with a heading or title of its own, or a card, begins here."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A page at which a part begins."""

    page: int
    opens: Opens
    reason: str
    code: str | None


def summarise(page: Page) -> PageSummary:
    """Keep of a page what splitting needs to know."""
    scanned = (DOSSIER_CODE.search(code.text) for code in page.codes if not parse_payload(code.text))
    return PageSummary(
        page.number,
        page.state is PageState.BLANK,
        find_separator(page.codes),
        next((dossier_code(found[0]) for found in scanned if found), None),
        _printed_code(page),
        _printed_number(page),
        page.rotation_degrees,
    )


def arrange(pages: Sequence[PageSummary], begun: Collection[int] = ()) -> Arrangement:
    """Propose splits, marks and an order for the pages of a file, given in their order.

    `begun` are the pages on which a paper was seen to begin.
    """
    pages = [replace(page, begins=page.number in begun) for page in pages]
    if not pages:
        return Arrangement()
    starts = list(_starts(_with_trusted_codes(pages)))
    ends = [*(start.page - 1 for start in starts[1:]), pages[-1].number]
    splits = tuple(
        Split(start.page, end, start.opens.value, start.code, start.reason)
        for start, end in zip(starts, ends, strict=True)
    )
    moved, order = _order(pages)
    marks = [*_marks(pages), *(PageMark(number, "out_of_order") for number in moved)]
    marks.sort(key=lambda mark: (mark.page, mark.mark))
    return Arrangement(splits if len(splits) > 1 else (), tuple(marks), order)


def holds_several(arrangement: Arrangement) -> bool:
    """Whether the file seems to hold more than one dossier."""
    return sum(split.opens == Opens.DOSSIER for split in arrangement.splits) > 1


def _printed_code(page: Page) -> str | None:
    for line in page.lines:
        found = DOSSIER_CODE.search(line.text)
        if found and line.confidence >= _SURE_ENOUGH and _LABEL.search(fold(line.text[: found.start()])):
            return dossier_code(found[0])
    return None


def _printed_number(page: Page) -> int | None:
    for line in page.lines:
        box, found = line.box, _NUMBER.fullmatch(line.text)
        middle = (box.left + box.right) / 2 / max(1, page.width_px)
        if found and box.bottom <= _TOP * page.height_px and _MIDDLE[0] <= middle <= _MIDDLE[1]:
            return int(found[1])
    return None


def _with_trusted_codes(pages: Sequence[PageSummary]) -> list[PageSummary]:
    """Print decides only in files without any machine-readable code, as for the fields."""
    if any(page.scanned or page.separator for page in pages):
        return [replace(page, printed=None) for page in pages]
    return list(pages)


def _starts(pages: Iterable[PageSummary]) -> Iterator[_Start]:
    """The first page of each part, with the code it turned out to have."""
    current: _Start | None = None
    empty, separated, first = True, False, True
    for page in pages:
        sheet = page.separator
        separated = separated or (sheet is not None and sheet.opens is Opens.DOSSIER)
        if current is None:
            current = _first(page)
        elif sheet and empty:
            current = _joined(current, sheet)
        elif sheet:
            yield current
            first, current = False, _behind(page, sheet, current)
        elif page.begins and not empty:
            yield current
            first, current = False, _Start(page.number, Opens.PAPER, "paper", current.code)
        empty = sheet is not None or (empty and page.blank)
        code = page.scanned or page.printed
        if code and current.code is None:
            current = replace(current, code=code)
        elif code and code != current.code and not separated:
            if current.page < page.number:
                yield current
            first, current = False, _Start(page.number, Opens.DOSSIER, "code", code)
    if current and (first or not empty):  # A sheet left behind the last page opens nothing.
        yield current


def _first(page: PageSummary) -> _Start:
    if page.separator:
        return _Start(page.number, Opens.DOSSIER, "separator", page.separator.code)
    return _Start(page.number, Opens.DOSSIER, "start", None)


def _joined(current: _Start, sheet: Separator) -> _Start:
    """One sheet right behind another, or its printed back: both open the same part."""
    if sheet.opens is Opens.PAPER:
        return replace(current, reason="separator")
    own = current.code if current.opens is Opens.DOSSIER else None
    return replace(current, opens=Opens.DOSSIER, reason="separator", code=sheet.code or own)


def _behind(page: PageSummary, sheet: Separator, before: _Start) -> _Start:
    """A new paper belongs to the dossier before it."""
    code = before.code if sheet.opens is Opens.PAPER else sheet.code
    return _Start(page.number, sheet.opens, "separator", code)


def _marks(pages: Sequence[PageSummary]) -> Iterator[PageMark]:
    backs = [page for page in pages if page.number % 2 == 0]
    fronts = [page for page in pages if page.number % 2]
    blank_backs = (
        len(backs) >= _LEAST_BACKS
        and all(page.blank for page in backs)
        and not any(page.blank for page in fronts)
    )
    read_backs = [page for page in backs if not page.blank]
    upside_down = (
        len(read_backs) >= _LEAST_BACKS
        and all(page.rotation_degrees == 180 for page in read_backs)
        and not any(page.rotation_degrees for page in fronts if not page.blank)
    )
    for page in pages:
        if page.blank:
            yield PageMark(page.number, "blank_back" if blank_backs and page in backs else "blank")
        if page.separator:
            yield PageMark(page.number, "separator")
        if upside_down and page in read_backs:
            yield PageMark(page.number, "upside_down_back")


def _order(pages: Sequence[PageSummary]) -> tuple[list[int], tuple[int, ...]]:
    """Pages whose printed numbers run backwards, and the order that puts every paper right.

    An order is proposed only where it leaves no doubt: the numbers of a paper are 2, 3, … without
    a gap. Elsewhere a page is only marked.
    """
    moved, order = list[int](), list[int]()
    for paper in _papers(pages):
        numbered = [(page.printed_number or 1, page.number) for page in paper if not page.blank]
        right = sorted(numbered)
        if right == numbered:
            order += [page.number for page in paper]
            continue
        complete = [number for number, _ in right] == list(range(1, len(right) + 1))
        moved += _misplaced(numbered, right) if complete else _too_late(numbered)
        blanks = [page.number for page in paper if page.blank]
        order += [number for _, number in right] + blanks if complete else [page.number for page in paper]
    return moved, tuple(order) if order != [page.number for page in pages] else ()


def _papers(pages: Sequence[PageSummary]) -> Iterator[list[PageSummary]]:
    """Pages cut before each that prints no number, as the first page of a paper does."""
    paper: list[PageSummary] = []
    for page in pages:
        if paper and not page.blank and (page.printed_number is None or page.separator):
            yield paper
            paper = []
        paper.append(page)
    if paper:
        yield paper


def _misplaced(numbered: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> list[int]:
    """Pages that do not lie where they belong."""
    return [at[1] for at, other in zip(numbered, right, strict=True) if at != other]


def _too_late(numbered: Sequence[tuple[int, int]]) -> list[int]:
    """Pages that print a lower number than one before them; numbers twice are misread or two papers."""
    counts = Counter(number for number, _ in numbered)
    if max(counts.values()) > 1:
        return []
    return [page for at, (number, page) in enumerate(numbered) if any(n > number for n, _ in numbered[:at])]
