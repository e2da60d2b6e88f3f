"""A finished paper and what each kind of paper is called."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from samples.cases import Case
from samples.draft import Draft
from samples.sheet import Sheet
from samples.truth import FieldValue


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of one or more sheets."""

    kind: str
    document_type: str
    """The printed Vietnamese name; CÔNG VĂN for letters, which print none."""
    type_code: str
    sheets: tuple[Sheet, ...]

    @property
    def fields(self) -> dict[str, FieldValue]:
        """The facts of all its sheets; lists go on from sheet to sheet."""
        facts: dict[str, FieldValue] = {}
        for name, value in (fact for sheet in self.sheets for fact in sheet.fields.items()):
            before = facts.get(name)
            earlier = before if isinstance(before, tuple) else ()
            facts[name] = (*earlier, *value) if isinstance(value, tuple) else value
        return facts


Writer = Callable[[Case, Random], Paper]
"""Writes one kind of paper for a case."""


def finished(draft: Draft, kind: str, document_type: str, type_code: str) -> Paper:
    """Close a draft."""
    draft.sheets[0].fields["document_type"] = document_type
    return Paper(kind, document_type, type_code, tuple(draft.sheets))
