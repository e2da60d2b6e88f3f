"""What the index is told about a dossier; everything in it can be rebuilt from the archive."""

from collections.abc import Callable, Iterator

from core.access import INTERNAL, OPEN
from core.model import Dossier, DossierField, DossierState
from core.page import Line, Page
from dossiers import privacy, records
from dossiers.assembly import Recorded
from dossiers.corrections.applying import HUMAN, is_emptied
from dossiers.corrections.mending import settle_left_over
from dossiers.corrections.reading import documents_of
from dossiers.pages import visible_pages
from dossiers.services import Services
from pipeline.extract.addresses import address_parts
from search.index import DossierEntry, PageEntry, SearchIndex, open_index
from search.schema import FIELDS
from storage import keys

_HIDDEN = frozenset({DossierState.MERGED, DossierState.DELETED})


def index_recorded(services: Services, recorded: Recorded) -> None:
    """Make a recorded dossier findable; the one merged into it disappears."""
    services.index.add([entry_of(services, recorded.dossier)])
    if recorded.merged:
        services.index.remove(recorded.merged.id, recorded.merged.generation)


def rebuild(services: Services, report: Callable[[int], None]) -> int:
    """Build a new index from the archive and swap it in; the number of dossiers in it.

    Searches and writes go on in the old index meanwhile; what was written there too late for the new one
    is added to it after the swap. A rebuild that was interrupted goes on behind the last dossier it had
    added, and is brought up to date before it is searched. `report` is told the count so far.
    """
    count = 0

    def entries(after: str | None) -> Iterator[DossierEntry]:
        nonlocal count
        for dossier in dossiers(services, after):
            if dossier.state not in _HIDDEN:
                yield entry_of(services, dossier)
                count += 1
                report(count)

    fresh = open_index(services.settings.index, services.settings, fresh=True)
    try:
        fresh.prepare()
        last: str | None = None
        for indexed, _ in fresh.ids():
            last, count = indexed, count + 1
        fresh.add(entries(last))
        if last:
            count += reconcile(services, fresh)
        fresh.swap()
    finally:
        fresh.close()
    return count + reconcile(services)


def reconcile(services: Services, index: SearchIndex | None = None) -> int:
    """Bring the index, or another one, to the archive's generations; the number of dossiers that differed.

    Corrections that were written but not yet taken into their dossier's record are taken in first.
    Both sides come in id order, so this streams however many there are.
    """
    settle_left_over(services)
    index = index or services.index
    changed = 0
    indexed = index.ids()
    known = next(indexed, None)
    for dossier in dossiers(services):
        while known and known[0] < dossier.id:
            known = next(indexed, None)
        generation = known[1] if known and known[0] == dossier.id else 0
        if dossier.state in _HIDDEN:
            if generation:
                index.remove(dossier.id, dossier.generation)
                changed += 1
        elif generation < dossier.generation:
            changed += index.add([entry_of(services, dossier)])
    return changed


def dossiers(services: Services, after: str | None = None) -> Iterator[Dossier]:
    """Every dossier record of the archive in id order, from the first id above `after`."""
    start = keys.dossier_key(after) if after else None
    for info in services.store.list("archive/dossiers/", start):
        if info.key.endswith("/dossier.json"):
            yield records.load(services.store, info.key, Dossier)[0]


def entry_of(services: Services, dossier: Dossier) -> DossierEntry:
    """The dossier as the index keeps it, personal numbers masked and fingerprinted."""
    pages, numbers = [], set[str]()
    for document in documents_of(services, dossier):
        mark = document.field("circulation")
        text_class = INTERNAL if mark and not is_emptied(mark) else OPEN
        for page in visible_pages(services.store, document):
            lines = searchable_lines(page)
            numbers |= set(privacy.fingerprints((line.text for line in lines), services.person_key))
            masked = tuple(privacy.mask_line(line) for line in lines)
            pages.append(
                PageEntry(document.sha256, page.number, masked, text_class, page.width_px, page.height_px)
            )
    fields = fields_of(dossier)
    numbers |= set(applicant_keys(dossier, services.person_key))
    fields["person_keys"] = tuple(sorted(numbers))
    fields["applicant_keys"] = applicant_keys(dossier, services.person_key)
    return DossierEntry(
        id=dossier.id,
        generation=dossier.generation,
        readers=dossier.agencies,
        code=dossier.code,
        date=_date(dossier),
        fields=fields,
        pages=tuple(pages),
    )


def searchable_lines(page: Page) -> tuple[Line, ...]:
    """The body in reading order, then stamps and notes."""
    return page.lines + tuple(line for region in page.regions for line in region.lines)


def fields_of(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """Field values the index knows: with alternatives, so that none is unfindable, until a person decides."""
    known = {field.name for field in FIELDS}
    values: dict[str, tuple[str, ...]] = {}
    for field in dossier.fields:
        if field.best.name in known:
            values[field.best.name] = _values(field)
    values["state"] = (dossier.state.value,)
    if dossier.branch:
        values["branch"] = (dossier.branch,)
    date = _date(dossier)
    if date:
        values["year"] = (date[:4],)
    if dossier.code:
        values["dossier_code"] = (dossier.code,)
    address = dossier.field("address")
    if address and isinstance(address.value, str):
        commune = address_parts(address.value).get("commune")
        values["place"] = (commune,) if commune else ()
    values["cites"] = _cited(dossier)
    return {name: kept for name, kept in values.items() if kept}


def applicant_keys(dossier: Dossier, key: bytes) -> tuple[str, ...]:
    """Fingerprints of the applicant's own numbers: the same in every dossier of theirs."""
    found = [dossier.field(name) for name in ("national_id", "national_id_old", "passport", "phone")]
    return tuple(sorted({privacy.fingerprint(str(one.value), key) for one in found if one and one.value}))


def _cited(dossier: Dossier) -> tuple[str, ...]:
    """Numbers of the acts that its papers rest on."""
    grounds = next((field for field in dossier.fields if field.best.name == "legal_citations"), None)
    lists = (grounds.best, *grounds.alternatives) if grounds else ()
    items = [item for one in lists if isinstance(one.value, tuple) for item in one.value]
    return tuple(dict.fromkeys(number for item in items if (number := item.parts.get("number"))))


def _values(field: DossierField) -> tuple[str, ...]:
    found = (field.best,) if field.best.source == HUMAN else (field.best, *field.alternatives)
    texts = [str(one.value) for one in found if isinstance(one.value, str | int) and one.value != ""]
    return tuple(dict.fromkeys(privacy.mask(text) for text in texts))


def _date(dossier: Dossier) -> str | None:
    """The day it was received, else issued."""
    for name in ("received_at", "issue_date"):
        found = dossier.field(name)
        if found and found.value:
            return str(found.value)[:10]
    return None
