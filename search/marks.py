"""Shows where a page answers a question: a snippet with marks and the boxes of the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from core.page import Box
from core.text import Token
from search.dates import written_dates
from search.index import PageEntry
from search.near import neighbours
from search.terms import date_token, word_tokens
from search.tree import Leaf, Query, Word, leaves, loosen, tokens_of, word_of

SNIPPET_LETTERS = 200
"""About how long a snippet is; it is cut between words."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What to show of a page."""

    snippet: str
    """HTML-escaped text around the densest matches, which stand in `<mark>`."""
    boxes: tuple[Box, ...]
    """Boxes of all matching words of the page in reading order."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A token of the page."""

    token: Token
    word: int
    """Index of the printed word it is part of."""
    start: int
    end: int
    """Character offsets in the page's text."""


def mark(page: PageEntry, query: Query, *, nearly: bool = False) -> Marked:
    """Mark the words of `query` on `page`.

    With `nearly` also words that are nearly the same: for a hit of the fuzzy tier.
    """
    printed = [word for line in page.lines for word in line.words]
    text = " ".join(word.text for word in printed)
    spots = list(_spots([word.text for word in printed]))
    found = _matches(spots, loosen(query) if nearly else query)
    words = dict.fromkeys(spots[index].word for index in sorted(found))
    return Marked(_snippet(text, spots, found), tuple(printed[index].box for index in words))


def _spots(words: Sequence[str]) -> Iterator[_Spot]:
    offset = 0
    for index, word in enumerate(words):
        for token in word_tokens(word):
            yield _Spot(token, index, offset + token.start, offset + token.end)
        offset += len(word) + 1


def _matches(spots: Sequence[_Spot], query: Query) -> dict[int, int]:
    """Indexes of matching spots, each with the number of the query's leaf."""
    places: dict[str, list[int]] = {}
    for index, spot in enumerate(spots):
        places.setdefault(spot.token.folded, []).append(index)
    dates = _dates(spots)
    found: dict[int, int] = {}
    for number, leaf in enumerate(leaves(query.root)):
        first = tokens_of(leaf)[0].folded
        for start, length in dates.get(first) or _leaf_matches(spots, places, leaf):
            found.update(dict.fromkeys(range(start, start + length), number))
    return found


def _dates(spots: Sequence[_Spot]) -> dict[str, list[tuple[int, int]]]:
    """Where the page prints dates: the token that stands for each, as index and length."""
    words = [-1, *(spot.word for spot in spots)]
    parts = [(spot.token.folded, spot.word == before) for spot, before in zip(spots, words, strict=False)]
    found: dict[str, list[tuple[int, int]]] = {}
    for start, length, day in written_dates(parts):
        found.setdefault(date_token(day), []).append((start, length))
    return found


def _leaf_matches(spots: Sequence[_Spot], places: dict[str, list[int]], leaf: Leaf) -> list[tuple[int, int]]:
    """Where a leaf matches, as index and length; only with marks where those were typed and are there."""
    inner, wanted = word_of(leaf), tokens_of(leaf)
    last = len(wanted) - 1
    if isinstance(inner, Word) and inner.fuzzy:
        near = (*neighbours(inner.token.folded), *inner.glued)
        return [(index, 1) for word in near for index in places.get(word, ())]

    def same(index: int, *, marked: bool) -> bool:
        for position, token in enumerate(wanted):
            if index + position >= len(spots):
                return False
            there = spots[index + position].token
            have, want = (there.marked, token.marked) if marked else (there.folded, token.folded)
            if have != want and not (inner.prefix and position == last and have.startswith(want)):
                return False
        return True

    starts = range(len(spots)) if inner.prefix and not last else places.get(wanted[0].folded, ())
    folded = [index for index in starts if same(index, marked=False)]
    typed_marks = any(token.marked != token.folded for token in wanted)
    exact = [index for index in folded if same(index, marked=True)] if typed_marks else []
    return [(index, len(wanted)) for index in exact or folded]


def _snippet(text: str, spots: Sequence[_Spot], found: dict[int, int]) -> str:
    start, end = _window(text, spots, found)
    parts, at = ["… " if start else ""], start
    for left, right in _runs(spots, found):
        if left >= start and right <= end:
            parts += [escape(text[at:left]), "<mark>", escape(text[left:right]), "</mark>"]
            at = right
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return "".join(parts)


def _runs(spots: Sequence[_Spot], found: dict[int, int]) -> list[tuple[int, int]]:
    """Character ranges of the matches; neighbouring ones are one."""
    runs: list[tuple[int, int]] = []
    before = -2
    for index in sorted(found):
        spot = spots[index]
        runs.append((runs.pop()[0] if index == before + 1 else spot.start, spot.end))
        before = index
    return runs


def _window(text: str, spots: Sequence[_Spot], found: dict[int, int]) -> tuple[int, int]:
    """The stretch of the text with the most different and then the most matches."""
    best, best_value, first = (0, 0), (0, 0), 0
    order = sorted(found)
    for last, index in enumerate(order):
        while spots[index].end - spots[order[first]].start > SNIPPET_LETTERS:
            first += 1
            if first == last:
                break
        inside = order[first : last + 1]
        value = (len({found[each] for each in inside}), len(inside))
        if value > best_value:
            best, best_value = (spots[order[first]].start, spots[index].end), value
    spare = max(0, SNIPPET_LETTERS - (best[1] - best[0])) // 2
    return _word_edges(text, max(0, best[0] - spare), best[1] + spare)


def _word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends outward-in to spaces, so that no word is cut."""
    if start:
        space = text.find(" ", start)
        start = space + 1 if 0 <= space < end else start
    if end < len(text):
        space = text.rfind(" ", start, end + 1)
        end = space if space > start else end
    return start, min(end, len(text))
