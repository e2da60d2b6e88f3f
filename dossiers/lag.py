"""Whether the index keeps up: the dossiers closed last, their records beside the index."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.codec import Undecodable
from core.errors import NotFound
from core.model import Dossier
from dossiers import records
from dossiers.backlog import HOUR_SECONDS, closed_lines
from dossiers.records import LedgerEntry
from dossiers.services import Services
from dossiers.sweeping.recorded import HIDDEN, indexed_generation
from storage import keys

SAMPLE = 50
"""Dossiers that are looked at; the sweep looks at all."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Dossiers closed within the last hour that the index has not, or in an older generation."""

    looked_at: int
    behind: int
    oldest_seconds: float
    """Since the first of them was closed; 0 when none is behind."""


def index_lag(services: Services) -> Lag:
    """Compare the dossiers closed last, at most `SAMPLE`, with the index.

    Raises:
        Unavailable: store or index can't be used.
    """
    now = datetime.now(UTC)
    lines = deque[tuple[str, float]](maxlen=SAMPLE)
    for key, closed in closed_lines(services.store, now.date() - timedelta(days=1)):
        age = (now - closed).total_seconds()
        if age <= HOUR_SECONDS:
            lines.append((key, age))
    ages = {dossier: age for key, age in lines if (dossier := _dossier(services, key))}
    late = [age for dossier, age in ages.items() if _is_behind(services, dossier)]
    return Lag(len(ages), len(late), max(0.0, max(late, default=0.0)))


def _dossier(services: Services, key: str) -> str | None:
    try:
        return records.load(services.store, key, LedgerEntry)[0].dossier
    except (NotFound, Undecodable):
        return None


def _is_behind(services: Services, dossier: str) -> bool:
    try:
        record = records.load(services.store, keys.dossier_key(dossier), Dossier)[0]
    except (NotFound, Undecodable):
        return False  # The sweep tells of it.
    return record.state not in HIDDEN and indexed_generation(services.index, dossier) < record.generation
