"""What the cross-checks share: values of fields by their form, and how far they are believed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from pipeline.extract.candidates import Candidate
from pipeline.extract.lexicon import Lexicon

DOUBTFUL = 0.6
"""A value below this confidence is no proof against another."""

Values = Mapping[str, Candidate]
Told = tuple[str, str]
"""Name of the field a person must look at, and what is wrong, in Vietnamese."""
Check = Callable[[Values, Lexicon], Iterator[Told]]


def text_of(fields: Values, name: str) -> str | None:
    """The value of a field that holds text."""
    field = fields.get(name)
    return field.value if field is not None and isinstance(field.value, str) else None


def day_of(fields: Values, *names: str) -> date | None:
    """The day of the first of these fields that holds one."""
    for name in names:
        value = text_of(fields, name)
        if value and len(value) >= 10:
            return date.fromisoformat(value[:10])
    return None


def too_doubtful(fields: Values, *names: str) -> bool:
    """Whether two or more of the fields to be compared are doubtful: their disagreement says nothing."""
    return sum(fields[name].confidence < DOUBTFUL for name in names if name in fields) > 1
