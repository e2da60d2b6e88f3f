"""Have sealed submissions digitized: by the workers of a Prefect server, or here and now without one."""

import os
import sys
from collections.abc import Callable

from cli.environment import quiet_prefect
from core.errors import NotFound, SohoaError
from dossiers import reasons
from dossiers.ingest import digitize
from dossiers.services import Services


def requeuer(services: Services, prefect_api_url: str | None) -> Callable[[str], bool]:
    """A function that has a submission digitized; it tells whether that went well, or was sent on its way."""
    return (_sent if prefect_api_url else _digitized)(services)


def _sent(services: Services) -> Callable[[str], bool]:
    quiet_prefect()
    from flows.work import requeuer as sender  # Prefect takes seconds to import

    return sender(services)


def _digitized(services: Services) -> Callable[[str], bool]:
    def run(submission: str) -> bool:
        try:
            digitize(services, submission)
        except NotFound:
            return True
        except SohoaError as exc:
            if exc.exit_code in (2, 3, 7):
                raise
            sys.stderr.write(f"sohoa: {submission}: [{exc.code}] {reasons.reason(exc.code, exc.message)}\n")
            return False
        except Exception as exc:
            if os.environ.get("SOHOA_DEBUG"):
                raise
            sys.stderr.write(f"sohoa: {submission}: [internal] Lỗi nội bộ ({type(exc).__name__}).\n")
            return False
        return True

    return run
