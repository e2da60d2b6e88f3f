"""The articles of an act: Điều, khoản, điểm, with the first words of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.model import FieldItem
from pipeline.extract.candidates import Candidate
from pipeline.extract.items import listed
from pipeline.extract.layout import PageView, Run, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.spelling import with_set_phrases

FIRST_WORDS = 12
"""So many words of an article, clause or point are kept; the rest stands in the text."""
POINTS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points, in the order of the Vietnamese alphabet."""
INDENT = 0.12
"""A clause or point begins left of this share of the text's width."""
GAP = "Số thứ tự không liên tục, có thể thiếu hoặc đọc sai; cần kiểm tra."
_ARTICLE = re.compile(r"^\W{0,2}(?:dieu|dleu|diéu)\s+(\d{1,3}|[lI])\s?[.:,]\s*")
_CLAUSE = re.compile(r"^\W{0,2}(\d{1,2})\s?[.,]\s+(?=\D)")
_POINT = re.compile(r"^\W{0,2}([a-zđ])\s?\)\s*")
_END = re.compile(r"^\W*(?:noi nhan|nol nhan)\b")
_FIRST = {"l": "1", "I": "1"}


@dataclass(slots=True)
class _Open:
    """An article, clause or point whose lines are being gathered."""

    level: str
    number: str
    lines: list[Run]
    start: int
    """Offset of the text in the first line."""


def read_articles(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """The articles, clauses and points that begin on a page as one list value, or None."""
    found = list(_opened(view))
    if not any(one.level == "article" for one in found):
        return None
    items = [_item(one, lexicon) for one in found]
    return listed("articles", items, [line for one in found for line in one.lines], view.number)


def _opened(view: PageView) -> Iterator[_Open]:
    current: _Open | None = None
    for row in view.rows:
        if any(_END.match(run.folded) for run in row):
            break
        line = joined(row)
        begun = _begun(line, view)
        if begun is not None:
            if current is not None:
                yield current
            current = begun
        elif current is not None and len(current.lines) < FIRST_WORDS:
            current.lines.append(line)
    if current is not None:
        yield current


def _begun(line: Run, view: PageView) -> _Open | None:
    if view.across(line.box.left) > INDENT:
        return None
    article = _ARTICLE.match(line.folded)
    if article:
        return _Open("article", _FIRST.get(article[1], article[1]), [line], article.end())
    clause = _CLAUSE.match(line.folded)
    if clause:
        return _Open("clause", clause[1], [line], clause.end())
    point = _POINT.match(line.folded)
    return _Open("point", line.text[point.start(1)], [line], point.end()) if point else None


def _item(one: _Open, lexicon: Lexicon) -> FieldItem:
    whole = joined(one.lines)
    words = whole.text[one.start :].split()[:FIRST_WORDS]
    text = with_set_phrases(" ".join(words), lexicon).rstrip(" .;:,/")
    raw = " ".join(whole.text.split()[: FIRST_WORDS + 2])
    return FieldItem({one.level: one.number, "text": text}, raw, whole.page, one.lines[0].box)


def numbered(articles: Candidate) -> Candidate:
    """The list with each clause under its article and each point under its clause; a gap is a warning.

    Clauses before the first article belong to a page that is not there, or to no article: they are left out.
    """
    items: list[FieldItem] = []
    article = clause = ""
    for item in articles.value if isinstance(articles.value, tuple) else ():
        level = next(name for name in ("article", "clause", "point") if name in item.parts)
        if level == "article":
            article, clause = item.parts[level], ""
        elif level == "clause":
            clause = item.parts[level]
        if not article:
            continue
        above = {"article": article} | ({"clause": clause} if clause else {})
        items.append(replace(item, parts={**above, **item.parts}))
    warnings = (*articles.warnings, GAP) if _has_gap(items) else articles.warnings
    return replace(articles, value=tuple(items), warnings=warnings)


def _has_gap(items: Sequence[FieldItem]) -> bool:
    """Whether an article, clause or point does not follow on the one before it."""
    before: dict[tuple[str, ...], int] = {}
    for item in items:
        parts = item.parts
        place = tuple(parts.get(name, "") for name in ("article", "clause", "point"))
        if "point" in parts:
            group, number = place[:2], POINTS.find(parts["point"]) + 1
        elif "clause" in parts:
            group, number = place[:1], int(parts["clause"])
        else:
            group, number = (), int(parts["article"])
        if number != before.get(group, 0 if group else number - 1) + 1:
            return True
        before[group] = number
    return bool(items) and items[0].parts["article"] != "1"
