"""The two-column heading of Decree 30/2020: issuer and number left, motto, place and date right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from core.page import Box, Word
from pipeline.extract import dates
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, capitals_share, joined
from pipeline.extract.letter_subject import read_letter_subject
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import repaired
from pipeline.extract.spelling import is_cut_off, with_set_phrases
from pipeline.extract.symbols import find_number

MOTTO = "cong hoa xa hoi chu nghia viet nam"
MOTTO_LINE_TWO = "doc lap tu do hanh phuc"
HEADING_SHARE = 0.42
"""A heading ends within this share of the page height."""
CLOSING_SHARE = 0.3
"""Place and date over a signature stand below this share of the page height."""
HEADING_DEPTH = 0.2
"""From the motto down it takes no more than this share."""
LEGIBLE_DIGITS = 0.65
"""Digits in a blank read with less confidence than this were written by hand or are damaged."""
HANDWRITTEN_SIZE = 1.13
"""Digits written by hand are so much taller and wider than printed ones of the same line."""
NO_AGENCY = 0.5
"""Quality left to a number whose symbol names a type of paper but nobody who issued it."""
SWOLLEN = 1.5
"""Where tháng is so much taller than the year, boxes reach into the next line and tell no sizes."""
SURE_DIGITS = 0.75
"""Digits of a date read with less than this may have been written by hand after all."""
BLANK_STRENGTH = 0.6
"""Strength of a number or day that stands apart in its blank: printed, stamped or written."""
_NUMBER_LABEL = re.compile(r"^\W{0,3}s[o60]\b\s*(?:[:.;]|.{0,14}/)")
_BARE_NUMBER = re.compile(r"^.{0,9}/\s?(?:(?:19|20)\d\d\s?/\s?)?[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)+\W*$")
"""A number line whose label or number was lost."""
_BROKEN_DATE = re.compile(
    r"(?:,|ngay|thang).*(?:nam|\d\d)\s*(?P<year>(?:19|20)\d\d)\W*$|nam\s*(?:19|20)\d\d\W*$"
)
_CLOSING_DATE = re.compile(r"^\w[\w\s]{2,30},.*(?:ngay|thang).*nam\s*(?:19|20)\d\d\W*$")
_PLACE_END = re.compile(r"\s*,|\s+ng[àaáảâ]y\b|\s+th[áaàả]ng\b")
_ISSUER_NOISE = re.compile(r"[^\w\s,.&()'-]")
_COMMITTEE = re.compile(r"^(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND)\b")
_COMMITTEE_PLACE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) [^,]+$")
_SUBORDINATES = (
    "SỞ ",
    "TRUNG TÂM",
    "CHI NHÁNH",
    "PHÒNG ",
    "VĂN PHÒNG",
    "BAN ",
    "CHI CỤC",
    "BỘ PHẬN",
    "THANH TRA",
)
TORN = 0.6
"""Quality left to a letterhead with a gap in a line, where words are lost."""
UNKNOWN_ISSUER = 0.82
"""Quality of a letterhead line that no dictionary holds."""
HANDWRITTEN = "Có thể viết tay, cần kiểm tra."
TORN_SYMBOL = "Ký hiệu thiếu cơ quan ban hành, cần kiểm tra."
LOST_DIGIT = "Ngày chỉ có một chữ số, có thể đọc thiếu."
ILLEGIBLE = "Viết tay hoặc không đọc được, cần nhập tay."


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading says and where it ends."""

    candidates: tuple[Candidate, ...]
    row: int
    """0-based row of the number or date line, or of the motto when there is neither."""
    column_px: float
    """Where the right column begins."""
    issued: bool
    """An issuer or a number stands in it: not a citizen's paper."""
    letter_subject: bool
    """A subject `V/v …` stands under the number: an official letter."""


def read_heading(view: PageView, lexicon: Lexicon) -> Heading | None:
    """The heading of a page, or None when it has none."""
    column = _column(view)
    if column is None:
        return None
    column_px, motto_row = column
    left, right = _columns(view, column_px, motto_row)
    number = _number_line(left, motto_row)
    dated = _date_line(right, motto_row)
    rows = [run.row for run in (number, dated) if run is not None]
    last_row = max(rows, default=motto_row + 1)
    found: list[Candidate] = []
    if number is not None:
        found.extend(_number(number, lexicon))
    symbol = found[0].raw if found else ""
    issuers = _issuer(left, number, motto_row, last_row, lexicon)
    found.extend(_completed(issuer, symbol) for issuer in issuers)
    if dated is not None:
        found.extend(_place_and_date(dated, lexicon))
    subject = read_letter_subject(view, left, last_row, column_px, lexicon)
    if subject is not None:
        found.append(subject)
    issued = number is not None or any(one.name == "issuing_agency" for one in found)
    return Heading(tuple(found), last_row, column_px, issued, subject is not None)


def _column(view: PageView) -> tuple[float, int] | None:
    """Left edge of the right column and the row of the motto."""
    for row in view.rows:
        if row[0].box.top > HEADING_SHARE * view.height_px:
            return None
        words = [word for run in row for word in run.words]
        folded = [word for run in row for word in run.folded.split(" ")]
        if len(folded) < 3 or len(folded) != len(words):
            continue
        for wanted in (MOTTO, MOTTO_LINE_TWO):
            start = _motto_start(folded, wanted)
            if start is not None:
                return words[start].box.left - 1.0, row[0].row
    return None


def _motto_start(words: Sequence[str], wanted: str) -> int | None:
    """Index of the word where the motto begins."""
    best, where = 78.0, None
    for start in range(len(words)):
        score = fuzz.ratio(" ".join(words[start:]), wanted)
        if score > best:
            best, where = score, start
    return where


def _columns(view: PageView, column_px: float, motto_row: int) -> tuple[list[Run], list[Run]]:
    """The rows of the heading cut at the column border."""
    left: list[Run] = []
    right: list[Run] = []
    border = column_px - 0.02 * view.width_px
    end_px = view.rows[motto_row][0].box.top + HEADING_DEPTH * view.height_px
    for row in view.rows:
        if row[0].box.top > end_px:
            break
        for run in row:
            before = [word for word in run.words if (word.box.left + word.box.right) / 2 < border]
            count = len(before)
            cut = run.starts[count] if count < len(run.words) else len(run.text)
            if _is_body(run, count, view):
                continue
            for part, side in ((run.cut(0, cut) if count else None, left), (run.cut(cut), right)):
                if part is not None:
                    side.append(part)
    return left, right


def _is_body(run: Run, count: int, view: PageView) -> bool:
    """A line that runs across the border without a wide gap is body text, unless it is a date line."""
    if count == 0 or count == len(run.words):
        return False
    gap = run.words[count].box.left - run.words[count - 1].box.right
    return (
        gap < 0.01 * view.width_px
        and not dates.LONG.search(run.text)
        and _motto_start(run.folded.split(" "), MOTTO) is None
    )


def _number_line(left: Sequence[Run], motto_row: int) -> Run | None:
    for run in left:
        if run.row > motto_row and _NUMBER_LABEL.match(run.folded):
            return joined(
                [other for other in left if other.row == run.row and other.box.left >= run.box.left]
            )
    return next((run for run in left if run.row > motto_row and _BARE_NUMBER.match(run.text)), None)


def _date_line(right: Sequence[Run], motto_row: int) -> Run | None:
    """Place and date, all that is left of them where the day was written by hand."""
    for run in right:
        if run.row <= motto_row:
            continue
        line = joined([other for other in right if other.row == run.row])
        if dates.LONG.search(line.text) or _BROKEN_DATE.search(line.folded):
            return line
    return None


def _issuer(
    left: Sequence[Run], number: Run | None, motto_row: int, last_row: int, lexicon: Lexicon
) -> Iterator[Candidate]:
    """Issuing agency, all printed lines, and the parent agency above it."""
    end = number.row if number is not None else max(last_row, motto_row + 3)
    lines = [run for run in left if motto_row - 2 <= run.row < end and _is_issuer_line(run)]
    lines = [run for run in lines if run is lines[0] or not _is_symbol(run, lexicon)]
    if not lines:
        return
    texts = _issuer_texts(lines, lexicon)
    torn = len({run.row for run in lines}) < len(lines) or _lacks_name([text for text, _ in texts])
    quality = min(quality for _, quality in texts) * (TORN if torn else 1.0)
    whole = joined(lines)
    value = " ".join(text for text, _ in texts)
    yield replace(candidate("issuing_agency", whole, Parsed(value, quality), "zone", 0.99), raw=whole.text)
    parents = _parent_lines([text for text, _ in texts])
    if parents:
        above = joined(lines[:parents])
        parent = " ".join(text for text, _ in texts[:parents])
        yield candidate("parent_agency", above, Parsed(parent, quality), "zone", 0.97)


def _completed(issuer: Candidate, symbol: str) -> Candidate:
    """An issuer whose first line was lost: TỈNH … alone, but UBND in the document number."""
    found = _COMMITTEE_PLACE.search(str(issuer.value))
    if found is None or "UBND" not in symbol or _COMMITTEE.match(str(issuer.value)):
        return issuer
    warning = "Tên cơ quan đọc thiếu, bổ sung theo ký hiệu UBND; cần kiểm tra."
    value = f"ỦY BAN NHÂN DÂN {found[0]}"
    return replace(issuer, value=value, confidence=min(issuer.confidence, 0.7), warnings=(warning,))


def _is_issuer_line(run: Run) -> bool:
    letters = sum(char.isalpha() for char in run.text)
    return letters >= 3 and capitals_share(run.text) > 0.7 and run.confidence > 0.3


def _is_symbol(run: Run, lexicon: Lexicon) -> bool:
    """Whether a line is all that is left of the document number."""
    return re.sub(r"\W", "", run.text) in lexicon.symbols.known


def _issuer_texts(lines: Sequence[Run], lexicon: Lexicon) -> list[tuple[str, float]]:
    """The lines one by one, and as one text those that are known only together."""
    texts: list[tuple[str, float]] = []
    for index, line in enumerate(lines):
        text = _issuer_text(line, lexicon)
        if index and text[1] < 1.0:
            both = _issuer_text(joined([lines[index - 1], line]), lexicon)
            if both[1] == 1.0:
                texts[-1:] = [both]
                continue
        texts.append(text)
    return texts


def _issuer_text(run: Run, lexicon: Lexicon) -> tuple[str, float]:
    """A line of the letterhead with lost marks restored from the dictionary, and how well it is known."""
    printed = " ".join(_ISSUER_NOISE.sub(" ", run.text).split()).strip(" _-.,'")
    match = lexicon.issuers.nearest(printed, 0.8)
    fixed = repaired(printed, match.phrase) if match else None
    return (fixed, 1.0) if fixed else (with_set_phrases(printed, lexicon), UNKNOWN_ISSUER)


def _parent_lines(lines: Sequence[str]) -> int:
    """How many lines name the parent: those before the first that begins a subordinate agency."""
    return next((index for index, line in enumerate(lines) if index and line.startswith(_SUBORDINATES)), 0)


def _lacks_name(lines: Sequence[str]) -> bool:
    """Whether a line ends with the kind of a place (UBND TỈNH) and the name does not follow."""
    following = (*lines[1:], "")
    return any(
        is_cut_off(line) and (not after or after.startswith(_SUBORDINATES))
        for line, after in zip(lines, following, strict=True)
    )


def _number(run: Run, lexicon: Lexicon) -> Iterator[Candidate]:
    label = re.match(r"^\W{0,3}[Ss]\S\s*[:.;]\s*", run.text)
    rest = run.cut(label.end() if label else 0)
    if rest is None:
        return
    found = find_number(rest.text, lexicon.symbols)
    if found is None:
        yield _illegible("document_number", rest)
        return
    blank = rest.words_in(found.start, rest.text.find("/"))
    read = min((word.confidence for word in blank), default=0.0)
    legible = found.number is not None and (not found.detached or read >= LEGIBLE_DIGITS)
    if not legible:
        yield replace(_illegible("document_number", rest), raw=rest.text)
        return
    quality = (0.75 + 0.25 * found.known) * (0.97 if found.year is None else 1.0)
    warnings = (HANDWRITTEN,) if found.detached else ()
    if any(kind.symbol == found.symbol for kind in lexicon.reference.document_types):
        quality, warnings = quality * NO_AGENCY, (*warnings, TORN_SYMBOL)
    strength = BLANK_STRENGTH if found.detached else 0.99
    parsed = Parsed(found.value, quality, found.start, found.end, warnings)
    yield candidate("document_number", rest, parsed, "zone", strength)


def _illegible(name: str, run: Run) -> Candidate:
    return candidate(name, run, Parsed(None, 0.3, warnings=(ILLEGIBLE,)), "zone", 0.5)


def _place_and_date(run: Run, lexicon: Lexicon) -> Iterator[Candidate]:
    found = dates.LONG.search(run.text)
    ends = _PLACE_END.search(run.text)
    place_end = found.start() if found else ends.start() if ends else 0
    place = run.cut(0, place_end) if place_end else None
    if place is not None:
        yield from _place(place, lexicon)
    if found is None:
        rest = run.cut(place_end)
        if rest is not None:
            yield _illegible("issue_date", rest)
        return
    written = dates.find_date(run.text[found.start() :])
    words = run.words_in(found.start(), found.end())
    box = Box.around(word.box for word in words)
    legible = written is not None and written.value is not None and _is_printed(run, found)
    if legible and written is not None:
        short = len(found["day"]) < 2
        quality, warnings = (0.7, (LOST_DIGIT,)) if short else (0.98, ())
        digits = [word.confidence for word in words if any(map(str.isdigit, word.text))]
        if min(digits, default=0.0) < SURE_DIGITS:
            quality, warnings = 0.9 * quality, (*warnings, HANDWRITTEN)
        parsed = Parsed(written.value, quality, found.start(), found.end(), warnings)
        yield candidate("issue_date", run, parsed, "zone", 0.98)
        return
    parsed = Parsed(None, 0.3, found.start(), found.end(), (ILLEGIBLE,))
    yield replace(candidate("issue_date", run, parsed, "zone", 0.5), box=box)


def _is_printed(run: Run, found: re.Match[str]) -> bool:
    """Whether day and month are sure and no larger than the year, which is always printed."""
    year = _digit_size(run.words_in(found.start("year"), found.end("year")))
    between = run.words_in(found.end("day"), found.start("month"))
    if year and max(word.box.height for word in between or run.words) > SWOLLEN * year[0]:
        year = ()
    for part in ("day", "month"):
        words = run.words_in(found.start(part), found.end(part))
        if min((word.confidence for word in words), default=0.0) < LEGIBLE_DIGITS:
            return False
        own = _digit_size(words)
        if own and year and min(own[0] / year[0], own[1] / year[1]) > HANDWRITTEN_SIZE:
            return False
    return True


def _digit_size(words: Sequence[Word]) -> tuple[float, float] | tuple[()]:
    """Height and width of a digit in pixels, of words that are nothing else."""
    if not words or not all(word.text.strip(".,").isdigit() for word in words):
        return ()
    box = Box.around(word.box for word in words)
    return box.height, box.width / sum(len(word.text.strip(".,")) for word in words)


def _place(run: Run, lexicon: Lexicon) -> Iterator[Candidate]:
    printed = run.text.strip(" ,.;:-_'\"")
    if not any(char.isalpha() for char in printed):
        return
    match = lexicon.places.nearest(printed, 0.8)
    fixed = repaired(printed, match.phrase) if match else None
    yield candidate("issuing_place", run, Parsed(fixed or printed, 1.0 if fixed else 0.7), "zone", 0.98)


def read_closing_date(view: PageView, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Place and date over the signature, where applications carry them."""
    for row in view.rows:
        run = joined(row)
        low = run.box.top > CLOSING_SHARE * view.height_px and view.across(run.box.left) > 0.3
        if low and _CLOSING_DATE.match(run.folded):
            return tuple(replace(one, rank=2) for one in _place_and_date(run, lexicon))
    return ()
