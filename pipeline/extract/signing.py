"""Who signed: the capitals at the lower right, and the name typed under the signature."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.damaged_titles import title_at_end, title_by_width
from pipeline.extract.layout import PageView, Run, capitals_share, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import is_syllable
from pipeline.extract.recipients import COPIES
from pipeline.extract.signer_name import RIGHT_PART, middle_of_name, name_alone, name_under, right_runs
from pipeline.extract.snap import key_of, repaired

NEXT_LINE, LOST_LINE = 1.6, 3.4
"""Gap to the next line of a title, and over a line a seal hides, in line heights."""
FULL_LINE = 0.75
"""A line of text takes this share of the text's width."""
DEPUTY = "Chức vụ đọc thiếu, bổ sung theo chữ KT.; cần kiểm tra."
LONE_DEPUTY = "Cấp phó ký thay nhưng không thấy dòng KT. phía trên; cần kiểm tra."
UNKNOWN_LINE = "Chức vụ có dòng không rõ, cần kiểm tra."
DEPUTY_QUALITY = 0.7
GUESSED = 0.4
"""How well a title is known of which one word says what the other must be."""
_OWN_DEPUTIES = ("BỘ TRƯỞNG",)
"""Heads whose deputies have a title of their own (Thứ trưởng)."""
_AUTHORITY = re.compile(
    r"^\W{0,3}(?:(TM|KT|TL|TUQ|Q|T/M|K/T)\s*[.,]\s*|(TM|KT|TL|TUQ)\s+)(?=\w)", re.IGNORECASE
)
_AUTHORITIES = {"TM": "TM.", "T/M": "TM.", "KT": "KT.", "K/T": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}


@dataclass(frozen=True, slots=True)
class Block:
    """The title lines of a signer, repaired, and the name under them."""

    lines: tuple[Run, ...]
    titles: tuple[str, ...]
    known: float
    """How well the lines are known, 0.0 to 1.0: the mean over them."""


def read_signer(view: PageView, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Title, authority and name of the signer on this page; empty when nobody signs here."""
    block = _last_block(view, lexicon)
    if block is None:
        return name_alone(view, lexicon)
    whole = joined(block.lines)
    beside = _recipients_beside(view, block)
    strength = 0.98 if beside else 0.85
    titles = _with_deputy(block.titles)
    title = " ".join(titles)
    if _lacks_line(titles, lexicon) or not all(map(is_syllable, re.findall(r"[^\W\d_]{4,}", title))):
        parsed = Parsed(None, 0.3, warnings=("Chức vụ đọc thiếu hoặc bị che, cần nhập tay.",))
        found = [replace(candidate("signer_title", whole, parsed, "zone", 0.5), handwritten=False)]
    else:
        quality, warnings = 0.4 + 0.6 * block.known, (UNKNOWN_LINE,) if block.known < 1 else ()
        if titles != block.titles:
            quality, warnings = DEPUTY_QUALITY, (DEPUTY,)
        elif len(titles) == 1 and title.startswith("PHÓ "):
            quality, warnings = DEPUTY_QUALITY * quality, (*warnings, LONE_DEPUTY)
        parsed = Parsed(title, quality, warnings=warnings)
        found = [candidate("signer_title", whole, parsed, "zone", strength)]
    authority = _AUTHORITY.match(titles[0])
    if authority:
        own = 1.0 if titles[0] == block.titles[0] else DEPUTY_QUALITY
        parsed = Parsed(_AUTHORITIES[(authority[1] or authority[2]).upper()], own)
        found.append(candidate("signer_authority", block.lines[0], parsed, "zone", strength))
    found.append(name_under(view, block.lines, lexicon, strength))
    return tuple(found)


def _with_deputy(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Who signs for a head (KT. GIÁM ĐỐC) is the deputy, so a lost PHÓ, or its whole line, can be put back.

    A head's title printed twice has lost both KT. and PHÓ; a deputy under a collective, the line between.
    """
    if len(titles) > 1 and titles[-1] == titles[-2]:
        return (*titles[:-2], f"KT. {titles[-2]}", f"PHÓ {titles[-1]}")
    if len(titles) > 1 and titles[-2].startswith("TM.") and titles[-1].startswith("PHÓ "):
        return (*titles[:-1], f"KT. {titles[-1].removeprefix('PHÓ ')}", titles[-1])
    hidden = re.search(r"KT\. (.+)", titles[-1])
    if hidden and hidden[1] not in _OWN_DEPUTIES:
        return (*titles, f"PHÓ {hidden[1]}")
    head = re.search(r"KT\. (.+)", titles[-2]) if len(titles) > 1 else None
    if head is None or head[1] in _OWN_DEPUTIES or titles[-1] not in (head[1], "PHÓ"):
        return titles
    return (*titles[:-1], f"PHÓ {head[1]}")


def _lacks_line(titles: Sequence[str], lexicon: Lexicon) -> bool:
    """A last line that names a collective, or whom somebody signs for, is not the signer's own title."""
    last = titles[-1]
    if last.startswith(("TM.", "KT.", "TL.", "TUQ.")):
        return True
    collectives = {row.name.upper() for row in lexicon.reference.positions if row.kind == "collective"}
    return last in collectives


def _last_block(view: PageView, lexicon: Lexicon) -> Block | None:
    """The lowest group of title lines in the right part of the page."""
    group: list[tuple[Run, str, float]] = []
    best: Block | None = None
    for run in _right_lines(view):
        title = _title_line(run, lexicon)
        if title is None or not title[1]:
            title = _rest_of_title(view, run, group, lexicon) or title
        if title is None and group and "KT. " in group[-1][1] and re.match(r"\W*pho\b", run.folded):
            title = "PHÓ", 1.0
        if title is None:
            continue
        if group and not _follows(group[-1], run, title[0]):
            best = _block(group, view) or best
            group = []
        group.append((run, *title))
    return _block(group, view) or best


def _right_lines(view: PageView) -> Iterator[Run]:
    """The runs of the right part; capitals that a stamp tore apart are one line."""
    for _, runs in groupby(right_runs(view), key=lambda run: run.row):
        row = list(runs)
        if len(row) > 1 and all(capitals_share(run.text) == 1.0 for run in row):
            row = [joined(row)]
        yield from row


def _block(group: Sequence[tuple[Run, str, float]], view: PageView) -> Block | None:
    if not any(known > 0 for _, _, known in group) or _text_follows(view, group[-1][0]):
        return None
    runs = tuple(run for run, _, _ in group)
    return Block(runs, tuple(text for _, text, _ in group), sum(known for _, _, known in group) / len(group))


def _text_follows(view: PageView, run: Run) -> bool:
    """Full lines of text below: this is no signature but a line of the body."""
    below = [row for row in view.rows[run.row + 1 :] if row[0].box.top - run.box.bottom < 12 * run.box.height]
    return any(max(run.box.width for run in row) > FULL_LINE * view.text_box.width for row in below)


def _follows(above: tuple[Run, str, float], below: Run, title: str) -> bool:
    """Whether a line goes on with the block; between a collective and a deputy a whole line may be lost."""
    line, text, _ = above
    lost_line = text.startswith("TM.") and title.startswith("PHÓ ")
    room = (LOST_LINE if lost_line else NEXT_LINE) * line.box.height
    shared = min(line.box.right, below.box.right) - max(line.box.left, below.box.left)
    return below.box.top - line.box.bottom < room and shared > 0


def _title_line(run: Run, lexicon: Lexicon) -> tuple[str, float] | None:
    """The line as a signer's title with its letters restored, and how well it is known: 0.0 to 1.0."""
    printed = " ".join(re.sub(r"[^\w\s.,/&-]", " ", run.text).split()).strip(" _-,;.")
    if capitals_share(printed) < 0.6 or sum(char.isalpha() for char in printed) < 5:
        return None
    authority = _AUTHORITY.match(printed)
    prefix = _AUTHORITIES[(authority[1] or authority[2]).upper()] + " " if authority else ""
    rest = (printed[authority.end() :] if authority else printed).replace(".", " ")
    words = rest.split()
    rest = " ".join(word for word in words if len(word) > 1 or len(words) < 3)
    match = lexicon.positions.nearest(rest, 0.8)
    fixed = repaired(rest, match.phrase.upper()) if match else None
    if fixed is None:
        fixed = _known_start(rest, lexicon)
    if fixed:
        return prefix + fixed.upper(), float(_count(rest) + 1 >= _count(fixed))
    ending = title_at_end(rest, lexicon)
    if ending:
        return prefix + ending[0], 1.0 if ending[1] else GUESSED
    guess = _only_title(rest, lexicon)
    if guess:
        return prefix + guess.upper(), GUESSED
    unlike_name = capitals_share(printed) > 0.95
    return (prefix + rest, float(bool(prefix))) if unlike_name else None


def _count(text: str) -> int:
    """How many letters and digits there are."""
    return sum(map(str.isalnum, text))


def _rest_of_title(
    view: PageView, run: Run, group: Sequence[tuple[Run, str, float]], lexicon: Lexicon
) -> tuple[str, float] | None:
    """The title a line was, of which its last word is left, under its block or over a name."""
    if capitals_share(run.words[-1].text) < 1.0:
        return None
    middle = group[-1][0].middle if group else middle_of_name(view, run, lexicon)
    title = title_by_width(run, middle, lexicon) if middle else None
    return (title, GUESSED) if title else None


def _known_start(text: str, lexicon: Lexicon) -> str | None:
    """A position followed by where it is held: GIÁM ĐỐC SỞ NỘI VỤ."""
    words = text.split()
    for count in range(min(5, len(words) - 1), 1, -1):
        match = lexicon.positions.nearest(" ".join(words[:count]), 0.85)
        fixed = repaired(" ".join(words[:count]), match.phrase.upper()) if match else None
        if fixed:
            return " ".join([fixed, *words[count:]])
    return None


def _only_title(text: str, lexicon: Lexicon) -> str | None:
    """Two words, one of them spoiled: the only title of two words that has the other in its place."""
    printed = key_of(text).split()
    titles = {row.name: key_of(row.name).split() for row in lexicon.reference.positions}
    alike = [
        name for name, words in titles.items() if len(words) == len(printed) == 2 and words[1] == printed[1]
    ]
    return alike[0] if len(alike) == 1 else None


def _recipients_beside(view: PageView, block: Block) -> bool:
    """Whether `Nơi nhận:` stands left of the block, which only the signer's block has."""
    top, height = block.lines[0].box.top, block.lines[0].box.height
    return any(
        COPIES.match(run.folded) and abs(run.box.top - top) < 4 * height
        for run in view.runs
        if view.across(run.box.left) < RIGHT_PART
    )
