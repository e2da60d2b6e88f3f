"""A question as one phrase: all its words in a row, in each of the ways in which they may be written."""

from collections.abc import Iterator
from itertools import chain

from search.conditions import Any, Condition
from search.reading import MARKED, Reading, read
from search.tree import Alike, And, Node, Or, Phrase, Word, leaves, tokens_of, word_of

MOST_WAYS = 6
"""Ways of writing that are tried as a whole phrase: as typed, and some others."""


def in_a_row(node: Node, reading: Reading = MARKED) -> Condition:
    """The reading with neighbouring words as one phrase; nothing if there is no phrase."""
    if isinstance(node, Or):
        rows = tuple(in_a_row(child, reading) for child in node.children)
        return Any(tuple(row for row in rows if row != Any(())))
    merged = [_merged(way) for way in ways(node)]
    if not any(isinstance(word_of(leaf), Phrase) for leaf in leaves(merged[0])):
        return Any(())
    rows = tuple(dict.fromkeys(read(each, reading) for each in merged))
    return rows[0] if len(rows) == 1 else Any(rows)


def ways(node: Node) -> tuple[Node, ...]:
    """The node as it was typed, then with what is as good in its place; no more than are worth their time."""
    match node:
        case Alike(children, exact):
            found = [way for child in (children if exact else children[:1]) for way in ways(child)]
        case And(children):
            found = [And(())]
            for child in children:
                found = [_joined(before, way) for before in found for way in ways(child)][:MOST_WAYS]
        case Or(children):
            found = [Or(tuple(ways(child)[0] for child in children))]
        case _:
            found = [node]
    return tuple(found[:MOST_WAYS])


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
