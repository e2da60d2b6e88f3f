"""What puts a dossier before others of its tier: points that both engines count alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.conditions import Any, Between, Condition, Row
from search.reading import FOLDED, VALUED, read
from search.rows import in_a_row, ways
from search.terms import BIND, DATE
from search.tree import Alike, And, Leaf, Node, Or, Phrase, Word, leaves, tokens_of

MAX_UNITS = 24
"""Words of a question that order a tier; each costs time. They are worth 100 points at most."""

POINT_STEP = 512.0
"""Worth of a point in a score: above any sum of word scores, and all points together below a tier."""


@dataclass(frozen=True, slots=True)
class Point:
    """A condition that puts a dossier before others of its tier."""

    part: Condition
    worth: int = 1


def points(root: Node) -> Iterator[Point]:
    """Words in values of fields, neighbours in a row there, all in a row anywhere; marks do not count."""
    units = _units(root)[:MAX_UNITS]
    found: list[Point] = [Point(read(unit, VALUED)) for unit in units]
    found += [Point(Between(day, day)) for leaf in leaves(And(units)) if (day := _day(leaf))]
    if len(units) > 1:
        found.append(Point(in_a_row(And(units), FOLDED), 2 * len(units)))
    typed = tuple(leaves(ways(And(units))[0]))[:MAX_UNITS]
    found += [
        Point(Row((one.token.folded, other.token.folded), marked=False, valued=True))
        for one, other in pairwise(typed)
        if isinstance(one, Word) and isinstance(other, Word) and not (one.prefix or other.prefix)
    ]
    yield from [point for point in dict.fromkeys(found) if point.part != Any(())]


def _units(node: Node) -> tuple[Node, ...]:
    """What is asked of text, in order."""
    match node:
        case And(children) | Or(children):
            return tuple(unit for child in children for unit in _units(child))
        case Word() | Phrase() | Alike():
            return (node,)
    return ()


def _day(leaf: Leaf) -> str | None:
    """The day that a made token stands for: most often the dossier's own is meant."""
    name, bind, day = tokens_of(leaf)[0].folded.partition(BIND)
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if bind and name == DATE else None
