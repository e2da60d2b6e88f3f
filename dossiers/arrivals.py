"""What arrived for an agency: its dossiers, newest first, as far as the viewer may see."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.access import Viewer
from core.errors import NotFound
from dossiers.find import parse_day
from dossiers.services import Services
from dossiers.sight import sight
from pipeline.reference import Agency, Reference
from pipeline.routing import committee_named, members
from search.index import DossierHit, Question
from search.query import parse


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dossier of the list."""

    dossier: str
    code: str | None
    status: str
    received_at: str | None
    """As printed on the receipt; None where no day of reception was found."""
    procedure_code: str | None
    procedure_name: str | None
    applicant_name: str | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The newest dossiers of an agency."""

    agency: Agency
    since: str | None
    """YYYY-MM-DD, included."""
    total: int
    """Of all that fit, however many are listed."""
    dossiers: tuple[Arrival, ...]


def arrivals(
    services: Services, agency: str, viewer: Viewer, since: str | None = None, limit: int = 50
) -> Arrivals:
    """Dossiers routed to `agency` (code or name), the latest day of reception first.

    A dossier keeps the agency of its day, so those of predecessors are listed too, and for a
    level of government those of all its committees. One without any date is listed last, and
    not at all with `since`.

    Raises:
        NotFound: no agency has this code or name.
        ConfigError: `since` is no date.
    """
    wanted = named_agency(services.reference, agency)
    readers = (*services.reference.lineage(wanted.code), *members(services.reference, wanted.code))
    question = Question(parse(""), date_from=parse_day(since), limit=limit, readers=readers)
    found = services.index.search(question, sight(services, viewer))
    return Arrivals(wanted, question.date_from, found.total, tuple(map(_arrival, found.hits)))


def named_agency(reference: Reference, name: str) -> Agency:
    """The agency or branch with this code, full or short name.

    Raises:
        NotFound: there is none.
    """
    named = name.strip()
    found = reference.agency(named) or reference.agency_named(named) or committee_named(reference, named)
    if found is None:
        raise NotFound(
            f"No agency is called {name!r}; give a code or name of the reference table `agencies`,"
            " or of a commune's committee.",
            code="unknown_agency",
        )
    return found


def _arrival(hit: DossierHit) -> Arrival:
    return Arrival(
        dossier=hit.dossier,
        code=hit.code,
        status=_first(hit.fields, "state") or "",
        received_at=_first(hit.fields, "received_at"),
        procedure_code=_first(hit.fields, "procedure_code"),
        procedure_name=_first(hit.fields, "procedure_name"),
        applicant_name=_first(hit.fields, "applicant_name"),
    )


def _first(fields: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)
