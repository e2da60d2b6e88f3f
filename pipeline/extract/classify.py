"""Which kind of paper a page begins: its title, and the subject printed under it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.heading import Heading
from pipeline.extract.layout import PageView, Run, capitals_share, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import key_of, repaired
from pipeline.extract.spelling import text_quality, with_set_phrases
from pipeline.reference import DocumentType

TITLE_SHARE = 0.6
"""A title stands in this upper share of the page."""
CENTRED = 0.12
"""A title's middle lies this near the middle of text or page, as a share of the width."""
OFF_MIDDLE = 0.04
"""A line of a subject further off the middle than this has lost words, as a share of the width."""
LETTER = "CÔNG VĂN"
MOST_SUBJECT_LINES = 6
TORN = 0.6
"""Quality left to a subject with a gap in a line, or without its beginning: words may be lost."""
SUBJECT_KINDS = ("act", "normative")
_SUBJECT_ENDS = ("kinh gui", "can cu", "thuc hien", "dieu 1", "quyet dinh:", "theo de nghi", "chuong i")


_OPENING = re.compile(r"^(?:\W*V\S{0,4}\s)?\W*v?i[eêệ]c\s", re.IGNORECASE)
"""The words a subject begins with, some of their letters lost."""


@dataclass(frozen=True, slots=True)
class Title:
    """The recognised title of a paper."""

    kind: DocumentType
    candidate: Candidate
    first_row: int
    """0-based row of its first line."""
    last_row: int
    text: str
    """All of the title as printed, longer than the type's name on application forms."""


def find_title(view: PageView, heading: Heading | None, lexicon: Lexicon) -> Title | None:
    """The title of the paper that begins on this page, or None."""
    first_row = heading.row if heading else -1
    rows = [_capitals(row) for row in view.rows[first_row + 1 :]]
    lines = [run for run in rows if run is not None and _may_be_title(run, view)]
    citizen = heading is None or not heading.issued
    best: Title | None = None
    for index, run in enumerate(lines):
        for count in (3, 2, 1):
            block = lines[index : index + count]
            if len(block) == count and _one_block(block):
                title = _title_of(block, lexicon, citizen=citizen)
                if title and (best is None or _score(title) > _score(best)):
                    best = title
        if best is not None and run.row > best.last_row + 3:
            break
    return best


def _may_be_title(run: Run, view: PageView) -> bool:
    centred = view.is_centred(run, CENTRED)
    high = run.box.top < TITLE_SHARE * view.height_px
    return centred and high and capitals_share(run.text) > 0.75 and run.confidence > 0.3


def _one_block(block: Sequence[Run]) -> bool:
    return all(
        0 < below.row - line.row <= 2 and below.box.top - line.box.bottom < 1.2 * line.box.height
        for line, below in pairwise(block)
    )


def _score(title: Title) -> tuple[float, int, int]:
    """Longer names say more; nearer to the top of the page is likelier; a title takes all its lines."""
    return round(title.candidate.confidence, 1), len(title.kind.name) - title.first_row, len(title.text)


def _title_of(block: Sequence[Run], lexicon: Lexicon, *, citizen: bool) -> Title | None:
    run = joined(block)
    text = re.sub(r"[^\w\s,.&()/-]", " ", run.text).strip(" _-.,:")
    found = lexicon.titles.nearest(text, 0.86)
    score = found.score if found else 0.0
    if found is not None and not _is_same_title(text, found.phrase, lexicon):
        found, score = None, 0.0
    kind = (
        lexicon.types_by_title[key_of(found.phrase)] if found else _beginning(text, lexicon, citizen=citizen)
    )
    enacts = run.text.rstrip().endswith(":")
    if kind is None or kind.name == LETTER or (enacts and kind.kind in SUBJECT_KINDS):
        return None
    score = score or 0.9
    value = kind.name if found else _repaired_start(text, kind, lexicon)
    made = candidate("document_type", run, Parsed(value, score), "zone", 0.99)
    return Title(kind, made, block[0].row, block[-1].row, text)


def _is_same_title(text: str, name: str, lexicon: Lexicon) -> bool:
    """Word by word, or with a word lost where the title is a long one that no other resembles."""
    long_form = lexicon.types_by_title[key_of(name)].kind == "form" and len(name) > 20
    return long_form or repaired(text, name) is not None


def _capitals(row: Sequence[Run]) -> Run | None:
    """The capitals of a row as one run; a lost word tears a title in two."""
    runs = [run for run in row if capitals_share(run.text) > 0.75 and len(run.text) > 2]
    return joined(runs) if runs else None


def _beginning(text: str, lexicon: Lexicon, *, citizen: bool) -> DocumentType | None:
    """The type whose name a longer title starts with: TỜ KHAI ĐĂNG KÝ KHAI SINH.

    A paper without an issuer is a citizen's: THÔNG BÁO THAY ĐỔI … is then an application.
    """
    tokens = key_of(text).split()
    for count in range(min(len(tokens) - 1, 9), 0, -1):
        kind = lexicon.types_by_title.get(" ".join(tokens[:count]))
        if kind and kind.kind in ("application", "result", "form"):
            return kind
        if kind and citizen and count > 1:
            return replace(kind, type_code="application", kind="application")
    return None


def _repaired_start(text: str, kind: DocumentType, lexicon: Lexicon) -> str:
    """The printed title with the letters of its type's name restored."""
    words = text.split()
    count = len(kind.name.split())
    start = repaired(" ".join(words[:count]), kind.name)
    rest = with_set_phrases(" ".join(words[count:]), lexicon)
    return " ".join([start or " ".join(words[:count]), rest])


def title_by_symbol(view: PageView, heading: Heading, lexicon: Lexicon) -> Title | None:
    """The type that the letters of the document number name, when its title can't be read."""
    number = next((one for one in heading.candidates if one.name == "document_number"), None)
    if number is None:
        return None
    letters = str(number.value or number.raw).rsplit("/", 1)[-1].split("-")[0].strip()
    kind = next(
        (kind for kind in lexicon.reference.document_types if kind.symbol and kind.symbol == letters), None
    )
    if kind is None:
        return None
    row, anchor = heading.row, number
    for run in view.runs:
        rest = key_of(run.text)
        if (
            run.row > heading.row
            and _may_be_title(run, view)
            and len(rest) >= 4
            and rest in key_of(kind.name)
        ):
            row, anchor = run.row, candidate("document_type", run, Parsed(kind.name, 1.0), "zone", 0.9)
            break
    made = replace(
        anchor, name="document_type", value=kind.name, confidence=0.85, handwritten=False, warnings=()
    )
    return Title(kind, made, row, row, kind.name)


def letter_type(view: PageView, heading: Heading, lexicon: Lexicon) -> Candidate | None:
    """CÔNG VĂN for a heading without a title but with V/v or Kính gửi."""
    numbered = next((one for one in heading.candidates if one.name == "document_number"), None)
    greeting = next((run for run in view.runs if run.folded.lstrip(" -*").startswith("kinh gui")), None)
    if not heading.letter_subject and (numbered is None or greeting is None):
        return None
    anchor = next((one for one in heading.candidates if one.name == "subject"), numbered)
    confidence = 0.97 if heading.letter_subject and numbered else 0.85
    if anchor is None:
        return None
    return replace(
        anchor,
        name="document_type",
        value=LETTER,
        raw="",
        confidence=confidence,
        handwritten=False,
        warnings=(),
    )


def subject_under(view: PageView, title: Title, lexicon: Lexicon) -> Candidate | None:
    """The subject (trích yếu): the centred lines under the title, up to a gap or the body."""
    lines: list[Run] = []
    pitch = 0.0
    above = title.candidate.box
    for row in view.rows[title.last_row + 1 :]:
        run = _centred(row, view)
        if run is None:
            if lines and row[0].box.top - above.bottom > 1.5 * above.height:
                break
            continue
        step = run.box.top - above.top
        if _ends_subject(run, lines) or len(lines) == MOST_SUBJECT_LINES:
            break
        if step > _most_step(lines, pitch, above.height):
            break
        pitch = max(pitch, float(step)) if lines else 0.0
        lines.append(run)
        above = run.box
    if not lines:
        return None
    whole = joined(lines)
    text = with_set_phrases(_OPENING.sub("Về việc ", whole.text.strip(" .;:_-'\"“”")), lexicon)
    if sum(char.isalpha() for char in text) < 6:
        return None
    gaps = any(len(view.rows[line.row]) > 1 and line not in view.rows[line.row] for line in lines)
    torn = gaps or text[0].islower() or not all(view.is_centred(line, OFF_MIDDLE) for line in lines)
    quality = text_quality(text) * (TORN if torn else 1.0)
    return candidate("subject", whole, Parsed(text, quality), "zone", 0.99)


def _most_step(lines: Sequence[Run], pitch: float, height: int) -> float:
    """How far below the line before the next one may begin."""
    if not lines:
        return 2.9 * height
    return 1.5 * pitch if pitch else 1.9 * height


def _centred(row: Sequence[Run], view: PageView) -> Run | None:
    """The run of a row that stands in the middle; rubbish and stamps at the side are left out."""
    for run in (*row, joined(row)):
        if view.is_centred(run, CENTRED) and run.confidence > 0.55:
            letters = sum(char.isalpha() for char in run.text)
            if letters > 0.5 * len(run.text.replace(" ", "")):
                return run
    return None


def _ends_subject(run: Run, lines: Sequence[Run]) -> bool:
    if run.folded.strip(" -*'").startswith(_SUBJECT_ENDS) and run.text.strip(" -*'")[:1].isupper():
        return True
    capitals = capitals_share(run.text) > 0.9 and len(run.text) > 6
    return capitals and (not lines or capitals_share(lines[0].text) < 0.9)
