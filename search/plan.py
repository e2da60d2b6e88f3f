"""What a question asks of an engine, tier by tier, in a few kinds of conditions.

Both engines translate the same conditions, so they cannot disagree on the set
or on the tiers. A plan for dossiers looks at fields and text; a plan for pages
at text only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.errors import ConfigError
from search import schema
from search.conditions import All, Any, AtLeast, Between, Condition, Exact, OneOf, Readers
from search.index import Question, Tier
from search.points import Point, points
from search.reading import FOLDED, FUZZY, MARKED, read
from search.rows import in_a_row, ways
from search.terms import BIND, TAIL, exact_key
from search.tree import (
    Alike,
    And,
    InField,
    Node,
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
    folded = read(root, FOLDED)
    tiers: dict[Tier, Condition] = {Tier.CODE: _as_code(root)}
    if root != And(()):
        tiers[Tier.PHRASE] = in_a_row(root)
        tiers[Tier.MARKED] = read(root, MARKED)
    if fuzzy:
        tiers[Tier.FOLDED] = folded
    lowest = Tier.FUZZY if fuzzy else Tier.FOLDED
    matches = read(root, FUZZY) if fuzzy else folded
    if query.loose:
        matches = All((matches, *_mostly(root)))
    scored = tuple(read(leaf, FOLDED) for leaf in leaves(root))
    tiers = {tier: part for tier, part in tiers.items() if part != Any(())}
    return Plan(matches, tiers, lowest, tuple(points(root)), scored)


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
            yield read(node, FOLDED)


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
    steps = (in_a_row(every), read(every, MARKED), read(every, FUZZY))
    words = dict.fromkeys(read(word_of(leaf), FUZZY) for leaf in leaves(query.root))
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


def _as_code(node: Node) -> Condition:
    """The whole question as the whole value of a field or the end of a code; nothing when it is more."""
    written = node.children if isinstance(node, Alike) else (node,)
    keys = tuple(key for way in written for key in _exact_keys(way))
    tails = tuple(read(way, FOLDED) for way in written if _is_tail(way))
    parts = (*((Exact(tuple(dict.fromkeys(keys))),) if keys else ()), *tails)
    return parts[0] if len(parts) == 1 else Any(parts)


def _is_tail(node: Node) -> bool:
    inner = word_of(node) if isinstance(node, Word | InField) else None
    return isinstance(inner, Word) and inner.token.folded.startswith(f"{TAIL}{BIND}")


def _exact_keys(node: Node) -> tuple[str, ...]:
    """The whole question as the whole value of a field, when it is just words."""
    parts: tuple[Node, ...] = (ways(node)[0],)
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
