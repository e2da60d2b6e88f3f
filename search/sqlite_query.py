"""Writes conditions as SQL over the tables of `sqlite_tables`; the counterpart of `elastic_query`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from core.access import Viewer
from search.conditions import All, Any, AtLeast, Between, Condition, Exact, OneOf, Readers, Row, Without

Sql = tuple[str, tuple[object, ...]]
"""A boolean expression over `d`, a row of dossiers, and its parameters."""

EVERYTHING: Sql = ("1", ())
NOTHING: Sql = ("0", ())
_READABLE = "SELECT dossier FROM readers WHERE agency IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a full-text table that a viewer may search."""

    text: tuple[str, ...]
    """Column names without their form; empty for a table with just `marked` and `folded`."""

    def spec(self, part: Row | OneOf) -> str:
        """The column filter of full-text syntax."""
        form = "marked" if isinstance(part, Row) and part.marked else "folded"
        names = ("named",) if part.named else self.text
        if isinstance(part, Row) and part.valued and not part.named:
            names = ("fields",)
        return "{" + (" ".join(f"{name}_{form}" for name in names) or form) + "}"


def visible(viewer: Viewer) -> Sql:
    """Dossiers that exist and that `viewer` may see."""
    if viewer.sees_all_dossiers:
        return "d.live", ()
    return f"d.live AND d.row IN ({_READABLE})", (_list(sorted(viewer.reads_for)),)


def sql(columns: Columns, part: Condition) -> Sql:
    """The condition as an expression over `d`."""
    text = match(columns, part)
    if text is not None:
        return "d.row IN (SELECT rowid FROM words WHERE words MATCH ?)", (text,)
    match part:
        case All(parts):
            return joined("AND", [sql(columns, each) for each in parts]) if parts else EVERYTHING
        case Any(parts):
            return joined("OR", [sql(columns, each) for each in parts]) if parts else NOTHING
        case AtLeast(count, parts):
            expression, values = joined("+", [sql(columns, each) for each in parts])
            return f"({expression}) >= {count:d}", values
        case Without(inner):
            expression, values = sql(columns, inner)
            return f"NOT ({expression})", values
        case Exact(keys):
            same = "SELECT dossier FROM exact WHERE key IN (SELECT value FROM json_each(?))"
            return f"d.row IN ({same})", (_list(keys),)
        case Readers(agencies):
            return f"d.row IN ({_READABLE})", (_list(agencies),)
        case Between(first, last):
            return "(d.date IS NOT NULL AND d.date >= ? AND d.date <= ?)", (first or "", last or "9999-12-31")
    return NOTHING


def match(columns: Columns, part: Condition) -> str | None:
    """The condition in full-text syntax, or None when it takes more than words."""
    match part:
        case Row(words, prefix=prefix):
            return f'{columns.spec(part)} : "{" ".join(words)}"' + ("*" if prefix else "")
        case OneOf(words) if words:
            return f"{columns.spec(part)} : (" + " OR ".join(f'"{word}"' for word in words) + ")"
        case All(parts) | Any(parts) if parts:
            written = [match(columns, each) for each in parts]
            if any(each is None for each in written):
                return None
            return (" AND " if isinstance(part, All) else " OR ").join(f"({each})" for each in written)
    return None


def joined(operator: str, parts: list[Sql]) -> Sql:
    """Several expressions as one."""
    text = f" {operator} ".join(f"({expression})" for expression, _ in parts)
    return text or "1", tuple(value for _, values in parts for value in values)


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))
