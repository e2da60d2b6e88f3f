"""Whom a paper goes to: `Kính gửi:` above the text, `Nơi nhận:` with the Lưu line below it."""

import re
from collections.abc import Iterator, Sequence

from core.model import FieldItem
from pipeline.extract.candidates import Candidate
from pipeline.extract.items import listed
from pipeline.extract.layout import PageView, Run, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import repaired
from pipeline.extract.spelling import with_known_places, with_set_phrases
from pipeline.extract.symbols import repair_symbol

GREETING = re.compile(r"^\W{0,3}(?:k[il]nh\s+g[uw][il]\s*[:;.]?|g[uw]i\s*:)\s*")
"""Its first word may be lost."""
COPIES = re.compile(r"^\W{0,3}no[il] nhan\s*[:;.]?\s*")
LEFT_PART = 0.35
"""`Nơi nhận:` and its lines begin left of this share of the text's width."""
NEAR = 2.2
"""The next line of a list begins within so many line heights."""
MOST_LINES = 40
_DASH = re.compile(r"^\W{0,2}[-+*•–~=_]\s*")
_ARCHIVE = re.compile(r"^luu\s*[:;.]?\s*")
_COUNT = re.compile(r"\(\s*(\d{1,3})\s*[^\W\d]{0,2}\s*\)|[,;]\s*(\d{1,3})\s*b\b")
"""Copies of the archive line, the b after them often misread: (05b), (05Đ)."""
_CLERKS = re.compile(r"^V[TIl1]\b[;.,]?")
"""The clerks' office, VT, which every archive line names first."""
_UNIT = re.compile(r"(?<![^\s,;])[A-ZĐ][A-Za-zĐđ]{2,5}(?![^\s,;.])")
_EDGE = " .;:,-_"


def read_recipients(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """Addressees, copies and the archive line on a page as one list value, or None."""
    groups = [("addressee", lines) for lines in _addressees(view)]
    groups += [("copy", lines) for lines in _copies(view)]
    items = [item for role, lines in groups if (item := _item(role, lines, lexicon))]
    return listed("recipients", items, [run for _, lines in groups for run in lines], view.number)


def _addressees(view: PageView) -> Iterator[list[Run]]:
    """One addressee behind `Kính gửi:`, or the dashed lines below it."""
    start = next((run for run in view.runs if GREETING.match(run.folded)), None)
    if start is None:
        return
    label = GREETING.match(start.folded)
    rest = start.cut(label.end()) if label else None
    below = list(_under(view, start, start.box.left - 2 * start.box.height))
    if rest is not None and any(map(str.isalnum, rest.text)) and not _DASH.match(rest.text):
        lines = [rest]
        for run in below:
            if _DASH.match(run.text) or run.box.left < rest.box.left - start.box.height:
                break
            lines.append(run)
        yield lines
        return
    first = [rest] if rest is not None and any(map(str.isalnum, rest.text)) else []
    yield from _dashed([*first, *below])


def _copies(view: PageView) -> Iterator[list[Run]]:
    start = next(
        (
            run
            for run in view.runs
            if COPIES.match(run.folded) and view.across(run.box.left) < LEFT_PART and len(run.words) <= 4
        ),
        None,
    )
    if start is not None:
        below = [run for run in _under(view, start, 0.0) if view.across(run.box.left) < LEFT_PART]
        yield from _dashed(below)


def _under(view: PageView, start: Run, left_px: float) -> Iterator[Run]:
    """The lines below `start`, until a gap."""
    above = start.box
    for row in view.rows[start.row + 1 : start.row + 1 + MOST_LINES]:
        run = next((run for run in row if run.box.left >= left_px and any(map(str.isalnum, run.text))), None)
        if run is None:
            continue
        if run.box.top - above.bottom > NEAR * max(above.height, start.box.height):
            return
        above = run.box
        yield run


def _dashed(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Dashed lines, each with the lines it wraps onto; a list ends with its Lưu line."""
    lines: list[Run] = []
    for run in runs:
        dash = _DASH.match(run.text)
        rest = run.cut(dash.end()) if dash else run
        archived = rest is not None and bool(_ARCHIVE.match(rest.folded))
        ended = bool(lines) and lines[-1].text.rstrip()[-1:] in ";."
        if dash or archived or (ended and lines[-1].text.rstrip().endswith(";")):
            if lines:
                yield lines
            lines = []
        elif ended:
            break
        if rest is not None:
            lines.append(rest)
        if archived:
            break
    if lines:
        yield lines


def _item(role: str, lines: Sequence[Run], lexicon: Lexicon) -> FieldItem | None:
    whole = joined(lines)
    archive = _ARCHIVE.match(whole.folded) if role == "copy" else None
    text = whole.text[archive.end() if archive else 0 :]
    parts = {"role": "archive" if archive else role}
    count = _COUNT.search(text)
    if archive and count:
        parts["copies"] = str(int(count[1] or count[2]))
        text = text[: count.start()]
    name = _spelled(_units(text, lexicon) if archive else text, lexicon)
    if sum(map(str.isalpha, name)) < 2:
        return None
    return FieldItem(parts | {"name": name}, whole.text, whole.page, whole.box)


def _units(text: str, lexicon: Lexicon) -> str:
    """The units that keep a copy, their symbols with lost marks and case put right."""
    return _UNIT.sub(lambda found: repair_symbol(found[0], lexicon.symbols)[0], _CLERKS.sub("VT,", text))


def _spelled(text: str, lexicon: Lexicon) -> str:
    """A recipient with the letters of a known agency, place or set phrase put right."""
    printed = text.strip(_EDGE)
    match = lexicon.agencies.nearest(printed, 0.85)
    known = repaired(printed, match.phrase) if match else None
    return known or with_known_places(with_set_phrases(printed, lexicon), lexicon)
