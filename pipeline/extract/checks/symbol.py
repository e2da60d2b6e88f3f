"""Checks of a document number: its letters against the type and the agency printed on the same paper."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from core.text import fold
from pipeline.extract.candidates import Candidate
from pipeline.extract.checks.reading import Check, Told, Values, text_of, too_doubtful
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import key_of
from pipeline.reference import Agency, Reference

_GENERAL = (
    (re.compile(r"(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho|thi xa|huyen|xa|phuong|thi tran) "), "UBND"),
    (re.compile(r"(?:hoi dong nhan dan|hdnd) (?:tinh|thanh pho|thi xa|huyen|xa|phuong|thi tran) "), "HĐND"),
)
"""Agencies of every level that sign with the same letters."""
_OWN_UNIT = re.compile(r" (?:so|trung tam|phong|van phong|ban|bo phan|chi nhanh|chi cuc)\b")
"""Behind a committee's name: it is the parent, a unit of it issues."""


def _symbol_fits_type(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    number, printed = text_of(fields, "document_number"), text_of(fields, "document_type")
    if not number or not printed:
        return
    kind = lexicon.types_by_title.get(key_of(printed))
    letters = number.rsplit("/", 1)[-1].split("-")[0]
    if kind and kind.symbol and letters != kind.symbol:
        yield "document_number", "Ký hiệu văn bản không khớp với loại văn bản."


def _symbol_fits_agency(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    """Silent about agencies and letters that are not known: drafting units invent their own."""
    names = ("document_number", "issuing_agency")
    number, printed = (text_of(fields, name) for name in names)
    if not number or not printed or too_doubtful(fields, *names):
        return
    if fields["document_number"].paper != fields["issuing_agency"].paper:
        return
    own = _symbols_of(printed, lexicon.reference)
    parts = _agency_parts(number, lexicon)
    others = {name for row in lexicon.reference.agencies.values() for name in _letters(row)}
    if own and parts and own.isdisjoint(parts) and any(part in others for part in parts):
        yield "document_number", "Ký hiệu văn bản không khớp với cơ quan ban hành."


def _agency_parts(number: str, lexicon: Lexicon) -> list[str]:
    """The letters behind the type: 360/TTr-SNV → SNV, 1175/SNN-TCHC → SNN and TCHC."""
    parts = number.rsplit("/", 1)[-1].split("-")
    return parts[1:] if len(parts) > 1 and parts[0] in _type_symbols(lexicon) else parts


def _type_symbols(lexicon: Lexicon) -> set[str]:
    return {kind.symbol for kind in lexicon.types_by_title.values() if kind.symbol}


def _symbols_of(printed: str, reference: Reference) -> set[str]:
    """The letters an agency signs with, those of its predecessors and successor included."""
    folded = " ".join(fold(printed).split())
    committee = not _OWN_UNIT.search(folded)
    general = {letters for name, letters in _GENERAL if committee and name.match(folded)}
    agency = _issuer(folded, reference)
    if agency is None:
        return general
    family = [agency, *reference.predecessors(agency.code)]
    if agency.successor in reference.agencies:
        family.append(reference.agencies[agency.successor])
    return general.union(*(_letters(row) for row in family))


def _issuer(folded: str, reference: Reference) -> Agency | None:
    """The agency a heading ends with; its parent may stand before it."""
    named = (
        (fold(name), row)
        for row in reference.agencies.values()
        for name in (row.name, *row.abbreviations)
        if " " in name
    )
    found = [(name, row) for name, row in named if folded == name or folded.endswith(f" {name}")]
    return max(found, key=lambda one: len(one[0]), default=(None, None))[1]


def _letters(row: Agency) -> set[str]:
    return {name for name in row.abbreviations if " " not in name}


def named_by_title(fields: Values, lexicon: Lexicon) -> dict[str, Candidate]:
    """A document number whose type letters were misread takes them from the title (TIT- → TTr-)."""
    number, printed = text_of(fields, "document_number"), text_of(fields, "document_type")
    kind = lexicon.types_by_title.get(key_of(printed or ""))
    if number is None or kind is None or not kind.symbol:
        return dict(fields)
    count, _, symbol = number.rpartition("/")
    letters, _, rest = symbol.partition("-")
    wrong = Levenshtein.distance(fold(letters), fold(kind.symbol))
    # TTT is an agency too, but none stands before another.
    one_letter = wrong == 1 and letters not in _type_symbols(lexicon) and rest in lexicon.symbols.known
    misread = wrong < len(kind.symbol) and letters not in lexicon.symbols.known
    if not rest or not (misread or one_letter):
        return dict(fields)
    found = fields["document_number"]
    value = f"{count}/{kind.symbol}-{rest}"
    return {**fields, "document_number": replace(found, value=value)}


SYMBOL_CHECKS: tuple[Check, ...] = (_symbol_fits_type, _symbol_fits_agency)
