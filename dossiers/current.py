"""The services of a long-lived process, with reference tables that are never older than a moment."""

import logging
import threading
import time
from dataclasses import replace

from core.errors import ConfigError, SohoaError
from dossiers.overlays import load_overlays, stored_version
from dossiers.services import Services
from pipeline.reference import load_reference

CHECK_SECONDS = 2.0
"""How long a look at the store is trusted; one costs a listing of a handful of objects."""
_log = logging.getLogger("sohoa.tables")


class Current:
    """Hands out services; asked once for each unit of work, which keeps what it was given to its end.

    So a submission is understood by one set of tables, and its manifest names just that one.
    """

    def __init__(self, services: Services, every_seconds: float = CHECK_SECONDS) -> None:
        self._services = services
        self._every_seconds = every_seconds
        self._seen = services.tables
        self._looked = time.monotonic()
        self._lock = threading.Lock()

    def services(self) -> Services:
        """The services with the tables that are stored now; those of before where they can't be used."""
        with self._lock:
            if time.monotonic() - self._looked >= self._every_seconds:
                self._look()
                self._looked = time.monotonic()
            return self._services

    def _look(self) -> None:
        try:
            stored = stored_version(self._services.store)
            if stored == self._seen:
                return
            reference = load_reference(load_overlays(self._services.store))
        except ConfigError:
            self._seen = stored
            _log.warning("Stored reference tables can't be used; going on with those of before.")
            return
        except SohoaError:
            return  # The store does not answer; whoever needs it will say so.
        self._seen = stored
        self._services = replace(self._services, reference=reference, tables=stored)
        _log.info("Reference tables were loaded anew.")
