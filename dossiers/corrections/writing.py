"""Put something right or confirm it: the correction first, then the record, then the index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from core.access import Viewer
from core.errors import Conflict, NotFound
from core.model import Dossier
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.browse import visible_dossier
from dossiers.corrections.making import Asked, Wish, make, make_confirmation
from dossiers.corrections.model import Correction
from dossiers.corrections.reading import documents_of
from dossiers.corrections.releasing import read_let_go
from dossiers.corrections.values import field_named
from dossiers.indexing import index_recorded
from dossiers.services import Services
from storage import keys


@dataclass(frozen=True, slots=True)
class Outcome:
    """A dossier after somebody put something right in it."""

    dossier: Dossier
    correction: Correction | None
    """None when all was already as wished."""
    merged: str | None = None
    """The dossier that was merged into this one by its code."""


def correct(services: Services, name: str, wish: Wish, viewer: Viewer) -> Outcome:
    """Put one thing right in the dossier with this id or code.

    Raises:
        ConfigError: the wish can't be meant; the message says what could.
        Conflict: it changed since the person saw it, or somebody else was first.
        NotFound: there is no such dossier that the viewer may see, paper, page or item.
    """

    def made(dossier: Dossier) -> Correction | None:
        return make(Asked(services, dossier, documents_of(services, dossier), wish), viewer.account)

    outcome = _write(services, name, viewer, made)
    if wish.what != "release":
        return outcome
    return replace(outcome, dossier=read_let_go(services, outcome.dossier))


def confirm(
    services: Services,
    name: str,
    fields: Sequence[str],
    viewer: Viewer,
    *,
    reason: str = "",
    based_on: str | None = None,
) -> Outcome:
    """Confirm some fields, or the whole dossier, just as it is now; *read* becomes *digitized*.

    Raises:
        ConfigError: a field is not of the catalogue.
        Conflict: the dossier changed since the person saw it.
        NotFound: there is no such dossier that the viewer may see, or it lacks a field.
    """
    wanted = [field_named(field).name for field in fields]
    known = {found.best.name for found in visible_dossier(services, name, viewer).fields}
    if missing := [field for field in wanted if field not in known]:
        raise NotFound(f"The dossier has no {missing[0]} to confirm; type it with `sohoa correct`.")
    last: Correction | None = None
    for field in wanted or (None,):
        made = partial(
            make_confirmation, field=field, reason=reason, account=viewer.account, based_on=based_on
        )
        outcome = _write(services, name, viewer, made)
        last = outcome.correction or last
    return replace(outcome, correction=last)


def _write(
    services: Services, name: str, viewer: Viewer, made: Callable[[Dossier], Correction | None]
) -> Outcome:
    """The steps; what an earlier run left half done is finished first, so that a repeat mends it."""
    before = rebuild_dossier(services, visible_dossier(services, name, viewer).id)
    correction = made(before.dossier)
    if correction is None:
        index_recorded(services, before)
        return Outcome(before.dossier, None)
    key = keys.correction_key(before.dossier.id, before.dossier.generation, correction.id)
    records.save(services.store, key, correction, if_absent=True)
    after = rebuild_dossier(services, before.dossier.id)
    if correction.id not in after.dossier.corrections:
        # Somebody else was first; the person is told so and decides anew.
        services.store.delete(key)
        index_recorded(services, rebuild_dossier(services, after.dossier.id))
        raise Conflict(
            "Somebody else corrected this at the same time; look at it again.", code="changed_since"
        )
    index_recorded(services, after)
    return Outcome(after.dossier, correction, after.merged.id if after.merged else None)
