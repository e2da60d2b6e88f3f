"""Who settles a dossier and who may see it: by its procedure on the day of reception, never by the desk.

A procedure that is settled by a level of government leaves open which committee it is. Print
says so where it names one, else the applicant's home does; what leaves a doubt stays with the level.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.model import Routing
from core.text import fold
from pipeline.extract.addresses import address_parts
from pipeline.reference import Agency, Place, Reference
from pipeline.reference.committees import COMMITTEE, COMMUNE_KINDS, committee_code
from pipeline.reference.tables import in_force

PROVINCE = "tỉnh Bắc Ninh"
"""Places of other provinces are not in the tables; a namesake there is none of ours."""
LEVELS = {"ubnd-cap-xa": "commune", "ubnd-cap-huyen": "district"}
"""Code of a level → kind of its committees."""
_SHORT = {"tp": "thành phố", "tx": "thị xã", "h": "huyện", "p": "phường", "x": "xã", "tt": "thị trấn"}
_COMMITTEE = re.compile(r"(?:uy ban nhan dan|ubnd)\s+")
_TOGETHER = re.compile(r"\s+[-–]\s+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a dossier on its way; values that are doubtful are left out."""

    day: date
    """Of reception."""
    procedure: str | None = None
    """Its code, suffixes allowed."""
    settling_agency: str | None = None
    """As printed."""
    receiving_unit: str | None = None
    """As printed; counts only where a committee itself receives."""
    address: str | None = None
    """The applicant's."""
    branch: str | None = None
    """Code of the desk that received it."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a dossier goes."""

    readers: tuple[str, ...]
    """Codes of who may see it: the settling agency first, then the desk's branch."""
    routing: Routing | None
    """Who settles it and why; None while the procedure is not known."""


def route(reference: Reference, asked: Asked) -> Route:
    """Find who settles a dossier. One of unknown procedure stays with the branch that received it."""
    procedure = reference.procedure_on(asked.procedure, asked.day) if asked.procedure else None
    agency = reference.settling_on(procedure.settling_agency, asked.day) if procedure else None
    routing = _settled(reference, agency, asked) if agency else None
    readers = [routing.agency] if routing else []
    if asked.branch:
        readers.append(asked.branch)
        current = reference.agency_on(asked.branch, asked.day)
        readers += [current.code] if current else []
    return Route(tuple(dict.fromkeys(readers)), routing)


def committee_named(reference: Reference, printed: str, day: date | None = None) -> Agency | None:
    """The committee printed as `printed`, such as UBND P. Kinh Bắc; without a day, the one of today first."""
    name = _COMMITTEE.match(fold(printed)) if len(fold(printed)) == len(printed) else None
    if name is None:
        return None
    parts = address_parts(_TOGETHER.sub(", ", printed[name.end() :]))
    level = "commune" if "commune" in parts else "district"
    return _committee(reference, parts, level, day)


def members(reference: Reference, code: str) -> tuple[str, ...]:
    """Codes of the committees of a level; none for an agency that is no level."""
    kind = LEVELS.get(code)
    rows = (*reference.agencies.values(), *reference.committees.values())
    return tuple(row.code for row in rows if kind is not None and row.kind == kind)


def _settled(reference: Reference, agency: Agency, asked: Asked) -> Routing:
    level = LEVELS.get(agency.code)
    if level is None:
        return Routing(agency.code, agency.name, "procedure")
    for basis, printed in (
        ("settling_agency", asked.settling_agency),
        ("receiving_unit", asked.receiving_unit),
    ):
        found = committee_named(reference, printed, asked.day) if printed else None
        if found is not None and found.kind == level:
            return Routing(found.code, found.name, basis)
        if basis == "settling_agency" and printed and _names_another(reference, printed, found, asked.day):
            return Routing(agency.code, agency.name, "contradicted")
    parts = address_parts(_TOGETHER.sub(", ", asked.address or ""))
    home = _committee(reference, parts, level, asked.day)
    if home is not None:
        return Routing(home.code, home.name, "address")
    return Routing(agency.code, agency.name, "level")


def _names_another(reference: Reference, printed: str, found: Agency | None, day: date) -> bool:
    """Whether print names an agency that is neither of the procedure's level nor a level itself."""
    if _same(printed) in ("ubnd", _same(COMMITTEE)):
        return False
    other = found or committee_named(reference, printed) or reference.agency_named(printed, day)
    return other is not None and other.kind != "level"


def _committee(reference: Reference, parts: dict[str, str], level: str, day: date | None) -> Agency | None:
    """The committee of the commune or district that parts of an address name, if just one fits."""
    if not _is_ours(parts):
        return None
    if level == "district":
        return _district(reference, parts.get("district"), day)
    codes = {committee_code(place) for place in _communes(reference, parts, day)}
    return reference.committees[codes.pop()] if len(codes) == 1 else None


def _district(reference: Reference, printed: str | None, day: date | None) -> Agency | None:
    wanted = _same(f"{COMMITTEE} {written_out(printed)}") if printed else None
    rows = (row for row in reference.agencies.values() if row.kind == "district" and in_force(row, day))
    return next((row for row in rows if _same(row.name) == wanted), None)


def _communes(reference: Reference, parts: dict[str, str], day: date | None) -> Iterator[Place]:
    """The communes of `day` of this name; one that had gone by then leads to the one it went into."""
    wanted = _same(written_out(parts.get("commune", "")))
    district = _same(written_out(parts["district"])) if "district" in parts else None
    named = [
        place
        for place in reference.places
        if place.kind in COMMUNE_KINDS
        and _same(f"{place.kind} {place.name}") == wanted
        and (district is None or _same(place.parent) == district)
    ]
    now = [place for place in named if in_force(place, day) and (day is not None or place.valid_to is None)]
    if now or day is None:
        yield from now or named
        return
    went_into = {place.successor for place in named if place.valid_to and place.valid_to < day}
    for place in reference.places:
        if f"{place.kind} {place.name}" in went_into and in_force(place, day):
            yield place


def _is_ours(parts: dict[str, str]) -> bool:
    return "province" not in parts or _same(parts["province"]) == _same(PROVINCE)


def written_out(printed: str) -> str:
    """The kind of a place written out: TP. Bắc Ninh → thành phố Bắc Ninh."""
    short = re.match(r"(tp|tx|tt|[hpx])(?:\.\s*|\s+)(?=\S)", fold(printed))
    return f"{_SHORT[short[1]]} {printed[short.end() :]}" if short else printed


def _same(name: str) -> str:
    """What two spellings of a name have in common; marks count only through their letters."""
    return " ".join(fold(name).split())
