"""What an index keeps of a dossier and its pages: ready tokens, keys and packed words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import zstandard

from core.access import TEXT_CLASSES
from core.page import Line
from search import schema
from search.index import DossierEntry, PageEntry
from search.terms import (
    BIND,
    GAP,
    LONGEST_VALUE,
    comparable,
    dates_in,
    dates_in_words,
    exact_key,
    joined,
    parts_of,
    person_keys,
    tail_token,
    word_forms,
    word_tokens,
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[Line, ...])

MAX_VALUES = 1000
"""Values of one field that are indexed; a list of thousands is a reading error."""

_DAY = len("2025-01-24")


@dataclass(frozen=True, slots=True)
class Column:
    """The same tokens in both spellings; token strings are joined by spaces."""

    marked: str
    folded: str


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page without its dossier."""

    ordinal: int
    """0-based position among the dossier's pages."""
    entry: PageEntry
    tokens: Column
    packed: bytes
    """Words and boxes, for snippets and marks; never searched."""


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """A dossier as both engines store it."""

    entry: DossierEntry
    columns: Mapping[str, Column]
    """fields, named and one column per text class."""
    exact: tuple[str, ...]
    """`terms.exact_key` of every value."""
    facets: Mapping[str, tuple[str, ...]]
    suggest: tuple[tuple[str, str], ...]
    """Folded key and value of what is offered while typing."""
    pages: tuple[PageRecord, ...]

    @property
    def facets_key(self) -> str:
        """The facets as one string; few differ, so they are counted as wholes."""
        return msgspec.json.encode(dict(sorted(self.facets.items()))).decode()


def encoded_fields(fields: Mapping[str, tuple[str, ...]]) -> bytes:
    """The values as they are shown with a hit."""
    return msgspec.json.encode(fields)


def decoded_fields(stored: bytes | str) -> dict[str, tuple[str, ...]]:
    """What `encoded_fields` and `facets_key` wrote."""
    return msgspec.json.decode(stored, type=dict[str, tuple[str, ...]])


def record(entry: DossierEntry) -> DossierRecord:
    """Turn a dossier into what is stored of it."""
    fields = _fields(entry)
    pages = tuple(_page(ordinal, page) for ordinal, page in enumerate(entry.pages))
    values = [(field.name, value) for field in schema.FIELDS for value in fields.get(field.name, ())]
    columns = {
        "fields": _run_together(column for name, value in values for column in _value(name, value)),
        "named": _run_together(_named(name, value) for name, value in values),
    }
    for text_class in TEXT_CLASSES:
        columns[text_class] = _run_together(
            page.tokens for page in pages if page.entry.text_class == text_class
        )
    return DossierRecord(
        entry,
        columns,
        tuple(dict.fromkeys(exact_key(name, value) for name in fields for value in fields[name])),
        {name: tuple(dict.fromkeys(fields[name])) for name in schema.FACETS if name in fields},
        tuple(
            dict.fromkeys(
                (key, value)
                for field in schema.FIELDS
                if field.suggest
                for value in fields.get(field.name, ())
                for key in (person_keys(value) if field.person else (comparable(value, folded=True),))
            )
        ),
        pages,
    )


def unpack(packed: bytes) -> tuple[Line, ...]:
    """The lines that `_pack` stored."""
    return _decoder.decode(zstandard.decompress(packed))


def _pack(lines: tuple[Line, ...]) -> bytes:
    return zstandard.compress(_encoder.encode(lines), 1)


def _fields(entry: DossierEntry) -> dict[str, tuple[str, ...]]:
    """The known fields with the dossier's code among them; over-long values are shortened."""
    fields = {
        name: tuple(value[:LONGEST_VALUE] for value in values[:MAX_VALUES] if value.strip())
        for name, values in entry.fields.items()
        if name in schema.BY_NAME
    }
    if entry.code:
        fields["dossier_code"] = tuple(dict.fromkeys((entry.code, *fields.get("dossier_code", ()))))
    return {name: values for name, values in fields.items() if values}


def _page(ordinal: int, page: PageEntry) -> PageRecord:
    forms = [word_forms(word.text) for line in page.lines for word in line.words]
    words = Column(
        " ".join([form.marked for form in forms if form.marked]),
        " ".join([form.folded for form in forms if form.folded]),
    )
    dates = [day for form in forms if form.dates for day in form.dates] + dates_in_words(words.folded)
    return PageRecord(
        ordinal, page, _run_together([words, *_made(list(dict.fromkeys(dates)))]), _pack(page.lines)
    )


def _value(name: str, value: str) -> list[Column]:
    """A value's words, and what stands for its dates and the end of a code."""
    field = schema.BY_NAME[name]
    dated = value[:_DAY] if field.kind is schema.Kind.DATE else value if field.in_text else ""
    made = dates_in(parts_of(dated))
    if name in schema.TAILED:
        made.append(tail_token(value))
    words = Column(joined(value, folded=False), joined(value, folded=True))
    return [words, *_made(made)] if field.in_text else _made(made)


def _made(tokens: Sequence[str]) -> list[Column]:
    return [Column(token, token) for token in tokens]


def _named(name: str, value: str) -> Column:
    """A value bound to its field, with what stands for the end of a code."""
    found = word_tokens(value)
    made = f" {GAP} {name}{BIND}{tail_token(value)}" if name in schema.TAILED else ""
    return Column(
        " ".join(f"{name}{BIND}{token.marked}" for token in found) + made,
        " ".join(f"{name}{BIND}{token.folded}" for token in found) + made,
    )


def _run_together(columns: Iterable[Column]) -> Column:
    """One column in which no phrase runs from one part into the next."""
    parts = list(columns)
    return Column(
        f" {GAP} ".join(part.marked for part in parts), f" {GAP} ".join(part.folded for part in parts)
    )
