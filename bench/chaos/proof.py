"""Proves after a storm that every dossier is complete, once, and that nothing else is there."""

from collections import Counter

from core.access import LOCAL_VIEWER
from core.model import DossierState
from dossiers.find import Search, find
from dossiers.indexing import dossiers
from dossiers.services import Services
from dossiers.sweeping.sweep import sweep
from storage import keys


def settled_count(services: Services) -> int:
    """Submissions that were closed and are gone from the inbox."""
    lines = {info.key.rpartition("/")[2].removesuffix(".json") for info in services.store.list(keys.LEDGER)}
    return len(lines - {info.key.split("/")[1] for info in services.store.list(keys.INBOX)})


def prove(services: Services, count: int) -> None:
    """Look at everything once.

    Raises:
        AssertionError: a dossier is missing, double, incomplete or not found, or the sweep differs.
    """
    found = list(dossiers(services))
    states = Counter(dossier.state for dossier in found)
    assert states == {DossierState.COMPLETE: count}, dict(states)
    assert {len(dossier.documents) for dossier in found} == {1}
    assert len({dossier.documents[0].sha256 for dossier in found}) == count
    assert {len(dossier.submissions) for dossier in found} == {1}
    assert list(services.index.ids()) == [(dossier.id, dossier.generation) for dossier in found]
    lines = [info.key.rpartition("/")[2] for info in services.store.list(keys.LEDGER)]
    assert len(lines) == len(set(lines)) == count
    assert not list(services.store.list(keys.QUARANTINE))
    assert find(services, Search("giay xac nhan", limit=1), LOCAL_VIEWER).total == count
    with sweep(services) as running:
        differences = [(one.difference.code, one.difference.subject) for one in running.found]
    assert not differences, differences
