"""Whether a failure is the work's own fault, and how often it may fail before it is set apart."""

import errno

from core.errors import ConfigError, MissingDependency, SchemaOutdated, SohoaError
from dossiers.claims import Claim, Failure
from dossiers.records import now

_SURROUNDINGS = (ConfigError, MissingDependency, SchemaOutdated)
"""What fails for every submission alike, until a person sets the machine right."""
_SURROUNDING_CODES = frozenset({"index_refused", "access_denied"})
_SHORT_OF = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.ENOMEM,
        errno.EMFILE,
        errno.ENFILE,
        errno.EIO,
        errno.EROFS,
        errno.ESTALE,
    }
)
DEATHS_PER_TRY = 5
"""A worker that dies at its work is far more often killed for another reason than by the work."""
WORKER_DIED = "worker_died"


def failure_of(error: BaseException) -> Failure | None:
    """What to remember of an error against the work; None when it is not the work's fault.

    Store or index out of reach, a full disk and a lost claim never count, nor does what is wrong with the
    machine. Messages are not kept: those of foreign errors may hold text of the paper.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _SHORT_OF:
            return None
        seen = seen.__cause__ or seen.__context__
    if not isinstance(error, SohoaError):
        return Failure("internal", type(error).__name__, now())
    if error.retryable or isinstance(error, _SURROUNDINGS) or error.code in _SURROUNDING_CODES:
        return None
    return Failure(error.code, type(error).__name__, now())


def worn_out(claim: Claim, tries: int) -> Failure | None:
    """The failure for which a submission is given up, once it has failed `tries` times; else None."""
    if len(claim.failures) >= tries:
        return claim.failures[-1]
    if claim.deaths >= tries * DEATHS_PER_TRY:
        return Failure(WORKER_DIED, "", now())
    return None
