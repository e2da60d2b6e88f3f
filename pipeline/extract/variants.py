"""Names read in another way than they should be, once people approved what they mean."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from core.text import tokens
from pipeline.extract.candidates import Candidate
from pipeline.extract.catalogue import Kind, spec_of
from pipeline.reference import Reference, Variant

_WHOLE = {Kind.AGENCY: "agency", Kind.PROCEDURE_NAME: "procedure"}
"""Kinds whose value is a name as a whole."""
_WITHIN = (Kind.ADDRESS, Kind.AGENCY)
"""Kinds whose value may hold the name of a place."""
_PLACES = frozenset({"issuing_place"})


def with_variants(chosen: Mapping[str, Candidate], reference: Reference) -> dict[str, Candidate]:
    """The candidates with approved variants written as what they mean; marks count, case does not."""
    if not reference.variants:
        return dict(chosen)
    return {name: _known(found, reference) for name, found in chosen.items()}


def variant_key(text: str) -> str:
    """What two spellings that count as one have in common: their words with marks, without case."""
    return " ".join(token.marked for token in tokens(text))


def _known(found: Candidate, reference: Reference) -> Candidate:
    if not isinstance(found.value, str):
        return found
    kind = spec_of(found.name).kind
    meant = _names(reference).get((_WHOLE.get(kind, ""), variant_key(found.value)), found.value)
    if kind in _WITHIN or found.name in _PLACES:
        for pattern, means in _places(reference):
            meant = pattern.sub(means, meant)
    return found if meant == found.value else replace(found, value=meant)


@lru_cache(maxsize=4)
def _names(reference: Reference) -> Mapping[tuple[str, str], str]:
    return {(row.kind, variant_key(row.phrase)): row.means for row in reference.variants}


@lru_cache(maxsize=4)
def _places(reference: Reference) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (_pattern(row), row.means.replace("\\", r"\\")) for row in reference.variants if row.kind == "place"
    )


def _pattern(row: Variant) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in row.phrase.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
