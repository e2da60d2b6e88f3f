"""Saved searches: a question kept under a name, and an alert when a dossier newly answers it."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.access import Viewer
from core.errors import ConfigError, NotFound
from dossiers import privacy, records
from dossiers.find import Hit, Search, find
from dossiers.records import now
from dossiers.services import Services
from storage import keys

MOST_DOSSIERS = 10_000
"""A question with more answers tells nobody anything by one more."""
MOST_SEARCHES = 100
"""Of one account."""
_PART = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """A question that somebody keeps."""

    id: str
    account: str
    """Whose it is: nobody else sees it."""
    name: str
    text: str
    saved_at: datetime
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    seen: tuple[str, ...] = ()
    """Dossiers that answered when it was last looked at, sorted."""

    @property
    def search(self) -> Search:
        """What is asked; near matches would come and go with the number of exact ones."""
        return Search(self.text, self.where, self.date_from, self.date_to, _PART, nearly=False, cursor="*")


@dataclass(frozen=True, slots=True)
class Alert:
    """What a saved search has newly found."""

    saved: Saved
    total: int
    new: tuple[Hit, ...]
    """Tier by tier, the newest first."""


records.SCHEMAS[Saved] = "sohoa.saved-search/1"


def save(services: Services, name: str, search: Search, viewer: Viewer) -> Saved:
    """Keep a question under a name of the viewer's; one that has the name already is replaced.

    Raises:
        ConfigError: it has no name or makes no sense, matches too much, or holds a personal number.
    """
    if not name.strip() or len(name) > 100:
        raise ConfigError("Give the search a name of 1 to 100 letters.", code="bad_name")
    if any(privacy.personal_numbers(search.text)):
        raise ConfigError("A question with a personal number is not kept.", code="personal_number")
    others = {one.name: one for one in list_saved(services, viewer)}
    if len(others) >= MOST_SEARCHES and name.strip() not in others:
        raise ConfigError(f"At most {MOST_SEARCHES} searches are kept; remove one.", code="too_many")
    known = others.get(name.strip())
    saved = Saved(
        known.id if known else f"q-{secrets.token_hex(8)}",
        viewer.account,
        name.strip(),
        search.text,
        now(),
        search.where,
        search.date_from,
        search.date_to,
    )
    saved = replace(saved, seen=_ids(_answers(services, saved, viewer)))
    records.save(services.store, keys.saved_key(saved.id), saved)
    return saved


def list_saved(services: Services, viewer: Viewer) -> list[Saved]:
    """The viewer's searches by name."""
    found = [records.load(services.store, info.key, Saved)[0] for info in services.store.list(keys.SAVED)]
    return sorted((one for one in found if one.account == viewer.account), key=lambda one: one.name)


def remove(services: Services, name: str, viewer: Viewer) -> None:
    """Forget a search.

    Raises:
        NotFound: the viewer has none of this name.
    """
    for one in list_saved(services, viewer):
        if one.name == name.strip():
            services.store.delete(keys.saved_key(one.id))
            return
    raise NotFound(f"There is no saved search {name!r}.", code="no_saved_search")


def alerts(services: Services, viewer: Viewer, *, keep: bool = False) -> Iterator[Alert]:
    """What each of the viewer's searches has newly found; with `keep` it stays new.

    A dossier that ceased to answer and answers again is new again.
    """
    for one in list_saved(services, viewer):
        saved, etag = records.load(services.store, keys.saved_key(one.id), Saved)
        answers = _answers(services, saved, viewer)
        before = set(saved.seen)
        ids = _ids(answers)
        if not keep and ids != saved.seen:
            changed = replace(saved, seen=ids)
            records.save(services.store, keys.saved_key(saved.id), changed, if_match=etag)
        yield Alert(saved, len(answers), tuple(hit for hit in answers if hit.dossier not in before))


def _ids(hits: list[Hit]) -> tuple[str, ...]:
    return tuple(sorted(hit.dossier for hit in hits))


def _answers(services: Services, saved: Saved, viewer: Viewer) -> list[Hit]:
    hits: list[Hit] = []
    asked = saved.search
    while asked.cursor:
        answer = find(services, asked, viewer)
        hits += answer.hits
        if answer.more or len(hits) > MOST_DOSSIERS:
            raise ConfigError(
                f"More than {MOST_DOSSIERS} dossiers answer; narrow the question.", code="too_broad"
            )
        asked = replace(asked, cursor=answer.next)
    return hits
