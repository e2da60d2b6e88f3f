"""The rows of the reference tables and the questions the rules ask of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.text import fold
from pipeline.reference.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure (thủ tục hành chính)."""

    code: str
    """Without province or case suffix: 1.001193."""
    name: str
    sector: str
    sector_code: str
    settling_agency: str
    """Agency code; the agency of a later day is found through successors."""
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, branch or level of government as it was called in a period."""

    code: str
    name: str
    abbreviations: tuple[str, ...]
    """Short names and symbol letters."""
    kind: str
    """province, department, center, branch, district, commune, level, outside or central."""
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A province, district or commune in a period."""

    person_prefix: str
    """First three digits of personal numbers registered there; provinces only."""
    kind: str
    """tỉnh, thành phố, thị xã, huyện, phường, xã or thị trấn."""
    name: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    """Kind and name of the commune it went into; empty where the table does not say."""
    source: str


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper with the title it prints."""

    name: str
    """In capitals, as printed."""
    type_code: str
    symbol: str
    """Letters in the document number; empty when the type has none."""
    kind: str
    """act, normative, form, application, result or identity."""
    source: str


@dataclass(frozen=True, slots=True)
class Position:
    """A post or a collective that signs."""

    name: str
    kind: str
    """position or collective."""
    source: str


@dataclass(frozen=True, slots=True)
class Surname:
    """A Vietnamese family name."""

    name: str
    weight: float
    """Share of the population in percent, roughly."""
    source: str


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """A component paper (thành phần hồ sơ) of a procedure in a period."""

    procedure: str
    """Code without suffix."""
    name: str
    quantity: int
    """Copies wanted."""
    required: bool
    """False for papers only some applicants need."""
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way a name comes out of reading, approved by people who kept correcting it."""

    phrase: str
    """As read."""
    means: str
    """As it should be."""
    kind: str
    """agency, procedure or place."""
    source: str


def in_force(row: Procedure | Agency | Place | RequiredPaper, day: date | None) -> bool:
    """Whether `row` was valid on `day`; every row is when the day is unknown."""
    if day is None:
        return True
    return (row.valid_from or date.min) <= day <= (row.valid_to or date.max)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """All tables of one load; passed as an argument, never global; equal when the fingerprints are."""

    procedures: Mapping[str, Procedure]
    agencies: Mapping[str, Agency]
    committees: Mapping[str, Agency]
    """People's committees of communes, made of `places`."""
    places: tuple[Place, ...]
    document_types: tuple[DocumentType, ...]
    positions: tuple[Position, ...]
    surnames: tuple[Surname, ...]
    phrases: tuple[str, ...]
    """Pairs of words that papers use over and over, lower case."""
    variants: tuple[Variant, ...]
    folded_surnames: frozenset[str]
    required_papers: tuple[RequiredPaper, ...]
    calendar: Calendar
    """Public holidays."""
    fingerprint: str
    """Hash of everything above; part of a document's `understanding`."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and other.fingerprint == self.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def procedure(self, code: str) -> Procedure | None:
        """The procedure of `code`, whatever province or case suffix it carries."""
        return self.procedures.get(bare_procedure_code(code))

    def agency(self, code: str) -> Agency | None:
        """The agency, branch or committee of this code."""
        return self.agencies.get(code) or self.committees.get(code)

    def agency_on(self, code: str, day: date | None) -> Agency | None:
        """The agency that does the work of `code` on `day`: itself or a successor."""
        agency = self.agency(code)
        for _ in range(len(self.agencies) + len(self.committees)):
            if agency is None or day is None or agency.valid_to is None or day <= agency.valid_to:
                return agency
            agency = self.agency(agency.successor)
        return None

    def predecessors(self, code: str) -> tuple[Agency, ...]:
        """The agencies whose work went over to `code`, in one step or more."""
        found: list[Agency] = []
        sought = {code}
        while sought:
            rows = (*self.agencies.values(), *self.committees.values())
            earlier = [row for row in rows if row.successor in sought and row not in found]
            found += earlier
            sought = {row.code for row in earlier}
        return tuple(found)

    def lineage(self, code: str) -> tuple[str, ...]:
        """`code` and every agency whose work it took over: dossiers keep the agency of their day."""
        return (code, *(row.code for row in self.predecessors(code)))

    def procedure_on(self, code: str, day: date) -> Procedure | None:
        """The procedure of `code` on `day`: itself or what replaced it."""
        procedure = self.procedure(code)
        for _ in range(len(self.procedures)):
            ended = procedure is not None and procedure.valid_to is not None and day > procedure.valid_to
            if procedure is None or not ended or not procedure.successor:
                return procedure
            procedure = self.procedure(procedure.successor)
        return None

    def papers_of(self, code: str, day: date | None) -> tuple[RequiredPaper, ...]:
        """What an applicant hands in for the procedure `code` on `day`; empty where it is not known."""
        bare = bare_procedure_code(code)
        return tuple(row for row in self.required_papers if row.procedure == bare and in_force(row, day))

    def settling_on(self, code: str, day: date) -> Agency | None:
        """Who does the work of `code` on `day`; before there was such an agency, the one it came from.

        Where it came from several, the procedure does not say which: then it stays with `code`.
        """
        agency = self.agency_on(code, day)
        if agency is None or agency.valid_from is None or day >= agency.valid_from:
            return agency
        earlier = [row for row in self.predecessors(agency.code) if in_force(row, day)]
        return earlier[0] if len(earlier) == 1 else agency

    def agency_named(self, printed: str, day: date | None = None) -> Agency | None:
        """The agency printed as `printed`, by full or short name, marks and case aside."""
        wanted = " ".join(fold(printed).split())
        found = [
            agency
            for agency in self.agencies.values()
            if wanted in {fold(name) for name in (agency.name, *agency.abbreviations)}
        ]
        return next((agency for agency in found if in_force(agency, day)), found[0] if found else None)

    def is_surname(self, word: str) -> bool:
        """Whether `word` is a known family name, marks aside."""
        return fold(word) in self.folded_surnames

    def province_of(self, prefix: str) -> Place | None:
        """The province whose personal numbers start with `prefix`."""
        return next((place for place in self.places if prefix and place.person_prefix == prefix), None)


def bare_procedure_code(code: str) -> str:
    """`d.dddddd` without suffixes: 2.000815.000.00.00.H05 → 2.000815."""
    return code[:8]
