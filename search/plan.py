"""What a question asks of an engine, tier by tier, in a few kinds of conditions.

Both engines translate the same conditions, so they cannot disagree on the set
or on the tiers. A plan for dossiers looks at fields and text; a plan for pages
at text only.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from core.errors import ConfigError
from search import schema
from search.conditions import All, Any, AtLeast, Between, Condition, Exact, OneOf, Readers, Row, Without
from search.dates import DateRange
from search.index import Question, Tier
from search.near import neighbours
from search.terms import BIND, DATE, TAIL, bound, exact_key
from search.tree import (
    Alike,
    And,
    InField,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    leaves,
    loosen,
    tokens_of,
    word_of,
)

MAX_WINDOW = 10_000
"""Hits that can be paged through; Elasticsearch's default window."""

MAX_FACET_VALUES = 20
"""Values counted of a facet, the most frequent."""

_PARTS_FOR_ONE_SLIP = 4

MAX_UNITS = 24
"""Words of a question that order a tier; each costs time. They are worth 100 points at most."""

POINT_STEP = 512.0
"""Worth of a point in a score: above any sum of word scores, and all points together below a tier."""

_WAYS_IN_A_ROW = 6
"""Ways of writing that are tried as a whole phrase: as typed, and some others."""

_Leaves = Callable[[Word | Phrase, tuple[str, ...]], Condition]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to take a question: how its words are compared, and which ways of writing count."""

    leaf: _Leaves
    ways: Callable[[Alike], tuple[Node, ...]] = lambda alike: alike.children


@dataclass(frozen=True, slots=True)
class Point:
    """A condition that puts a dossier before others of its tier."""

    part: Condition
    worth: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How dossiers are found and put in order."""

    matches: Condition
    """What makes a dossier a hit."""
    tiers: Mapping[Tier, Condition]
    """Best first; a hit that fulfils none is `lowest`."""
    lowest: Tier
    points: tuple[Point, ...]
    """What puts a dossier before others of its tier."""
    scored: tuple[Condition, ...]
    """What the engine's own score is added up from, which decides among equals."""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Which page shows a match best: by the first step it fulfils, else by the number of words on it."""

    steps: tuple[Condition, ...]
    """Best first."""
    words: tuple[Condition, ...]
    """Empty when there is nothing to show."""


def plan(query: Query) -> Plan:
    """The conditions and tiers of a question about dossiers."""
    root = query.root
    words = [word_of(leaf) for leaf in leaves(root)]
    fuzzy = any(isinstance(word, Word) and word.fuzzy for word in words)
    folded = _read(root, _FOLDED)
    tiers: dict[Tier, Condition] = {Tier.CODE: _as_code(root)}
    if root != And(()):
        tiers[Tier.PHRASE] = _in_a_row(root)
        tiers[Tier.MARKED] = _read(root, _MARKED)
    if fuzzy:
        tiers[Tier.FOLDED] = folded
    lowest = Tier.FUZZY if fuzzy else Tier.FOLDED
    matches = _read(root, _FUZZY) if fuzzy else folded
    if query.loose:
        matches = All((matches, *_mostly(root)))
    scored = tuple(_read(leaf, _FOLDED) for leaf in leaves(root))
    tiers = {tier: part for tier, part in tiers.items() if part != Any(())}
    return Plan(matches, tiers, lowest, tuple(_points(root)), scored)


def _mostly(root: Node) -> Iterator[Condition]:
    """Of what must all match, no more than one part in four, or one, may be inexact: else all is near."""
    if not isinstance(root, And):
        return
    words = [word for child in root.children for word in _counted(child)]
    inexact = max(1, len(words) // _PARTS_FOR_ONE_SLIP)
    if len(words) > inexact:
        yield AtLeast(len(words) - inexact, tuple(words))


def _counted(node: Node) -> Iterator[Condition]:
    """What of a part counts as exact: its words, also run together with their neighbours."""
    match node:
        case Word(token, glued=glued):
            yield OneOf((token.folded, *glued))
        case InField() | Alike():
            yield _read(node, _FOLDED)


def _points(root: Node) -> Iterator[Point]:
    """Words in values of fields, neighbours in a row there, all in a row anywhere; marks do not count."""
    units = _units(root)[:MAX_UNITS]
    found: list[Point] = [Point(_read(unit, _VALUED)) for unit in units]
    found += [Point(Between(day, day)) for leaf in leaves(And(units)) if (day := _day(leaf))]
    if len(units) > 1:
        found.append(Point(_in_a_row(And(units), _FOLDED), 2 * len(units)))
    typed = tuple(leaves(_ways(And(units))[0]))[:MAX_UNITS]
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


@dataclass(frozen=True, slots=True)
class PagePlans:
    """How to choose pages of dossiers, which may match exactly or only by similar words."""

    exactly: Condition
    """Whether a dossier is due to `exact`, else to `loose`."""
    exact: PagePlan
    loose: PagePlan


def page_plans(query: Query) -> PagePlans:
    """What makes a page of a dossier the one to show."""
    return PagePlans(plan(query).matches, _page_plan(query), _page_plan(loosen(query)))


def _page_plan(query: Query) -> PagePlan:
    every = And(tuple(_shown(query.root)))
    if not every.children:
        return PagePlan((), ())
    steps = (_in_a_row(every), _read(every, _MARKED), _read(every, _FUZZY))
    words = dict.fromkeys(_read(word_of(leaf), _FUZZY) for leaf in leaves(query.root))
    return PagePlan(tuple(dict.fromkeys(step for step in steps if step != Any(()))), tuple(words))


def _shown(node: Node) -> Iterator[Node]:
    """What the best page should show, all of it: fields are looked for in its text."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _shown(child)
        case Alike(children):
            yield replace(node, children=tuple(And(tuple(_shown(child))) for child in children))
        case Word() | Phrase() | InField():
            yield word_of(node)


def filters(question: Question) -> tuple[Condition, ...]:
    """The conditions of `where`, of the readers and of the dates.

    Raises:
        ConfigError: a field is unknown or the wanted part lies too deep.
    """
    if question.offset < 0 or question.limit < 0 or question.offset + question.limit > MAX_WINDOW:
        raise ConfigError(f"At most {MAX_WINDOW} hits can be listed; narrow the question.")
    parts: list[Condition] = []
    for name, values in question.where.items():
        if name not in schema.BY_NAME:
            raise ConfigError(f"No field {name}; use one of {', '.join(sorted(schema.BY_NAME))}.")
        parts.append(Exact(tuple(exact_key(name, value) for value in values)))
    if question.readers is not None:
        parts.append(Readers(question.readers))
    if question.date_from or question.date_to:
        parts.append(Between(question.date_from, question.date_to))
    return tuple(parts)


def _read(node: Node, reading: _Reading) -> Condition:
    match node:
        case And(children):
            return All(tuple(_read(child, reading) for child in children))
        case Or(children):
            return Any(tuple(_read(child, reading) for child in children))
        case Alike():
            return Any(tuple(_read(child, reading) for child in reading.ways(node)))
        case Not(inner):
            return Without(_read(inner, _TYPED))
        case DateRange(first, last):
            return Between(first, last)
        case InField(_, names, inner):
            return reading.leaf(inner, names)
        case Word() | Phrase():
            return reading.leaf(node, ())


def _marked(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=True)


def _folded(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=False)


def _as_typed(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    """With marks when there are any: `-hòa` leaves `hoa` alone, `-hoa` shuts out both."""
    return _row(leaf, names, marked=any(part.marked != part.folded for part in tokens_of(leaf)))


def _fuzzy(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    if not (isinstance(leaf, Word) and leaf.fuzzy):
        return _folded(leaf, names)
    words = (*neighbours(leaf.token.folded), *leaf.glued)
    if not names:
        return OneOf(words)
    return OneOf(tuple(word for name in names for word in bound(name, words)), named=True)


def _valued(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    row = _row(leaf, names, marked=False)
    return replace(row, valued=True) if isinstance(row, Row) else row


_FOLDED, _FUZZY, _VALUED = _Reading(_folded), _Reading(_fuzzy), _Reading(_valued)
_MARKED = _Reading(_marked, lambda alike: alike.children[: None if alike.exact else 1])
_TYPED = _Reading(_as_typed, lambda alike: alike.children[:1])


def _row(leaf: Word | Phrase, names: tuple[str, ...], *, marked: bool) -> Condition:
    words = tuple(part.marked if marked else part.folded for part in tokens_of(leaf))
    if not names:
        return Row(words, marked, prefix=leaf.prefix)
    rows = tuple(Row(bound(name, words), marked, named=True, prefix=leaf.prefix) for name in names)
    return rows[0] if len(rows) == 1 else Any(rows)


def _in_a_row(node: Node, reading: _Reading | None = None) -> Condition:
    """The marked reading with neighbouring words as one phrase; nothing if there is no phrase."""
    if isinstance(node, Or):
        rows = tuple(_in_a_row(child, reading) for child in node.children)
        return Any(tuple(row for row in rows if row != Any(())))
    merged = [_merged(way) for way in _ways(node)]
    if not any(isinstance(word_of(leaf), Phrase) for leaf in leaves(merged[0])):
        return Any(())
    rows = tuple(dict.fromkeys(_read(each, reading or _MARKED) for each in merged))
    return rows[0] if len(rows) == 1 else Any(rows)


def _ways(node: Node) -> tuple[Node, ...]:
    """The node as it was typed, then with what is as good in its place; no more than are worth their time."""
    match node:
        case Alike(children, exact):
            found = [way for child in (children if exact else children[:1]) for way in _ways(child)]
        case And(children):
            found = [And(())]
            for child in children:
                found = [_joined(before, way) for before in found for way in _ways(child)][:_WAYS_IN_A_ROW]
        case Or(children):
            found = [Or(tuple(_ways(child)[0] for child in children))]
        case _:
            found = [node]
    return tuple(found[:_WAYS_IN_A_ROW])


def _joined(before: Node, more: Node) -> Node:
    parts = (part.children if isinstance(part, And) else (part,) for part in (before, more))
    return And(tuple(chain.from_iterable(parts)))


def _merged(node: Node) -> Node:
    match node:
        case Or(children):
            return Or(tuple(_merged(child) for child in children))
        case And(children):
            parts = tuple(_runs(children))
            return parts[0] if len(parts) == 1 else And(parts)
    return node


def _runs(children: tuple[Node, ...]) -> Iterator[Node]:
    row: list[Word | Phrase] = []
    for child in children:
        if isinstance(child, Word | Phrase):
            row.append(child)
            if not child.prefix:
                continue
        if row:
            yield _one_row(row)
        row = []
        if not isinstance(child, Word | Phrase):
            yield _merged(child)
    if row:
        yield _one_row(row)


def _one_row(leaves_in_a_row: list[Word | Phrase]) -> Word | Phrase:
    if len(leaves_in_a_row) == 1:
        return leaves_in_a_row[0]
    parts = tuple(part for leaf in leaves_in_a_row for part in tokens_of(leaf))
    return Phrase(parts, leaves_in_a_row[-1].prefix)


def _as_code(node: Node) -> Condition:
    """The whole question as the whole value of a field or the end of a code; nothing when it is more."""
    ways = node.children if isinstance(node, Alike) else (node,)
    keys = tuple(key for way in ways for key in _exact_keys(way))
    tails = tuple(_read(way, _FOLDED) for way in ways if _is_tail(way))
    parts = (*((Exact(tuple(dict.fromkeys(keys))),) if keys else ()), *tails)
    return parts[0] if len(parts) == 1 else Any(parts)


def _is_tail(node: Node) -> bool:
    inner = word_of(node) if isinstance(node, Word | InField) else None
    return isinstance(inner, Word) and inner.token.folded.startswith(f"{TAIL}{BIND}")


def _exact_keys(node: Node) -> tuple[str, ...]:
    """The whole question as the whole value of a field, when it is just words."""
    parts: tuple[Node, ...] = (_ways(node)[0],)
    names = schema.TEXT_FIELDS
    if isinstance(parts[0], InField):
        names, parts = parts[0].names, (parts[0].inner,)
    elif isinstance(parts[0], And):
        parts = parts[0].children
    words = [part for part in parts if isinstance(part, Word | Phrase) and not part.prefix]
    if not words or len(words) < len(parts):
        return ()
    text = " ".join(token.marked for word in words for token in tokens_of(word))
    return tuple(exact_key(name, text) for name in names)
