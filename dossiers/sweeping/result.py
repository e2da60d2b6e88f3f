"""What the last whole sweep came to, kept in the store for whoever watches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core import codec
from core.codec import Undecodable
from core.errors import NotFound
from dossiers import records
from storage import keys
from storage.store import ObjectStore

KEY = f"{keys.SYSTEM}sweep.json"
_SCHEMA = "sohoa.sweep_result/1"


@dataclass(frozen=True, slots=True)
class SweepResult:
    """A sweep that came to its end."""

    finished_at: datetime
    seconds: float
    left: Mapping[str, int]
    """Code → differences that stand, mended ones left out."""
    counts: Mapping[str, int]


def keep_result(
    store: ObjectStore, seconds: float, left: Mapping[str, int], counts: Mapping[str, int]
) -> None:
    """Write down how a sweep ended; the last one wins."""
    result = SweepResult(records.now(), round(seconds, 2), dict(left), dict(counts))
    store.put(KEY, codec.encode(result, _SCHEMA), media_type="application/json")


def last_result(store: ObjectStore) -> SweepResult | None:
    """How the last sweep ended; None when there was none yet."""
    try:
        return codec.decode(store.get(KEY).data, SweepResult, _SCHEMA)
    except (NotFound, Undecodable):
        return None
