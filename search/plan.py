"""What a question asks of an engine, tier by tier, in a few kinds of conditions.

Both engines translate the same conditions, so they cannot disagree on the set
or on the tiers. A plan for dossiers looks at fields and text; a plan for pages
at text only.
"""

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.errors import ConfigError
from core.text import Token
from search import schema
from search.conditions import All, Any, Between, Condition, Exact, OneOf, Readers, Row, Without
from search.dates import DateRange
from search.index import Question, Tier
from search.query import And, InField, Leaf, Node, Not, Or, Phrase, Query, Word, leaves, loosen
from search.terms import bound, exact_key

MAX_WINDOW = 10_000
"""Hits that can be paged through; Elasticsearch's default window."""

MAX_FACET_VALUES = 20
"""Values counted of a facet, the most frequent."""

_FUZZY_LETTERS = 4
"""Shorter Vietnamese syllables have too many neighbours that are words themselves."""


_Reading = Callable[[Word | Phrase, tuple[str, ...]], Condition]


@dataclass(frozen=True, slots=True)
class Plan:
    """How dossiers are found and put in order."""

    matches: Condition
    """What makes a dossier a hit."""
    tiers: Mapping[Tier, Condition]
    """Best first; a hit that fulfils none is `lowest`."""
    lowest: Tier
    scored: tuple[Condition, ...]
    """What the engine's own score is added up from."""


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
    words = [_word(leaf) for leaf in leaves(root)]
    fuzzy = any(isinstance(word, Word) and word.fuzzy for word in words)
    folded = _read(root, _folded)
    tiers: dict[Tier, Condition] = {}
    if keys := _exact_keys(root):
        tiers[Tier.CODE] = Exact(keys)
    if root != And(()):
        tiers[Tier.PHRASE] = _in_a_row(root)
        tiers[Tier.MARKED] = _read(root, _marked)
    if fuzzy:
        tiers[Tier.FOLDED] = folded
    lowest = Tier.FUZZY if fuzzy else Tier.FOLDED
    matches = _read(root, _fuzzy) if fuzzy else folded
    scored = tuple(_read(leaf, _fuzzy) for leaf in leaves(root))
    return Plan(matches, {tier: part for tier, part in tiers.items() if part != Any(())}, lowest, scored)


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
    found = tuple(_word(leaf) for leaf in leaves(query.root))
    every = And(found)
    steps = (_in_a_row(every), _read(every, _marked), _read(every, _fuzzy)) if found else ()
    words = tuple(_read(leaf, _fuzzy) for leaf in found)
    return PagePlan(tuple(dict.fromkeys(step for step in steps if step != Any(()))), words)


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


def neighbours(word: str) -> tuple[str, ...]:
    """The word itself and, when it is long enough and no number, all words one slip away."""
    if len(word) < _FUZZY_LETTERS or not word.isalpha():
        return (word,)
    cuts = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    for letter in string.ascii_lowercase:
        found |= {head + letter + tail for head, tail in cuts}
        found |= {head + letter + tail[1:] for head, tail in cuts if tail}
    return tuple(sorted(found | {word}))


def _read(node: Node, reading: _Reading) -> Condition:
    match node:
        case And(children):
            return All(tuple(_read(child, reading) for child in children))
        case Or(children):
            return Any(tuple(_read(child, reading) for child in children))
        case Not(inner):
            return Without(_read(inner, _as_typed))
        case DateRange(first, last):
            return Between(first, last)
        case InField(_, names, inner):
            return reading(inner, names)
        case Word() | Phrase():
            return reading(node, ())


def _marked(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=True)


def _folded(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=False)


def _as_typed(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    """With marks when there are any: `-hòa` leaves `hoa` alone, `-hoa` shuts out both."""
    return _row(leaf, names, marked=any(part.marked != part.folded for part in _tokens(leaf)))


def _fuzzy(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    if not (isinstance(leaf, Word) and leaf.fuzzy):
        return _folded(leaf, names)
    words = neighbours(leaf.token.folded)
    if not names:
        return OneOf(words)
    return OneOf(tuple(word for name in names for word in bound(name, words)), named=True)


def _row(leaf: Word | Phrase, names: tuple[str, ...], *, marked: bool) -> Condition:
    words = tuple(part.marked if marked else part.folded for part in _tokens(leaf))
    if not names:
        return Row(words, marked, prefix=leaf.prefix)
    rows = tuple(Row(bound(name, words), marked, named=True, prefix=leaf.prefix) for name in names)
    return rows[0] if len(rows) == 1 else Any(rows)


def _in_a_row(node: Node) -> Condition:
    """The marked reading with neighbouring words as one phrase; nothing if there is no phrase."""
    if isinstance(node, Or):
        rows = tuple(_in_a_row(child) for child in node.children)
        return Any(tuple(row for row in rows if row != Any(())))
    merged = _merged(node)
    if not any(isinstance(_word(leaf), Phrase) for leaf in leaves(merged)):
        return Any(())
    return _read(merged, _marked)


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
    parts = tuple(part for leaf in leaves_in_a_row for part in _tokens(leaf))
    return Phrase(parts, leaves_in_a_row[-1].prefix)


def _exact_keys(node: Node) -> tuple[str, ...]:
    """The whole question as the whole value of a field, when it is just words."""
    parts: tuple[Node, ...] = (node,)
    names = schema.TEXT_FIELDS
    if isinstance(node, InField):
        names, parts = node.names, (node.inner,)
    elif isinstance(node, And) and node.children:
        parts = node.children
    words = [part for part in parts if isinstance(part, Word | Phrase) and not part.prefix]
    if len(words) < len(parts):
        return ()
    text = " ".join(token.marked for word in words for token in _tokens(word))
    return tuple(exact_key(name, text) for name in names)


def _tokens(leaf: Word | Phrase) -> tuple[Token, ...]:
    return (leaf.token,) if isinstance(leaf, Word) else leaf.tokens


def _word(leaf: Leaf) -> Word | Phrase:
    return leaf.inner if isinstance(leaf, InField) else leaf
