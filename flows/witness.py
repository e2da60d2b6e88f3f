"""Keeps what Prefect itself fails at apart from the work: it records, and nothing rests on that."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")

_log = logging.getLogger("sohoa.flows")


class Witness(Generic[Result]):
    """A piece of work that Prefect is to run; knows how it went even where Prefect does not."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._results: list[Result] = []
        self._error: Exception | None = None

    def __call__(self) -> Result:
        """Do the work; Prefect may call this several times."""
        self._error = None
        try:
            result = self._work()
        except Exception as exc:
            self._error = exc
            raise
        self._results = [result]
        return result

    def outcome(self, recorded: Callable[[], object], unrecorded: Callable[[], Result]) -> Result:
        """What the work came to.

        Args:
            recorded: has Prefect call the work.
            unrecorded: does the work instead where Prefect failed before it called.
        """
        try:
            recorded()
        except Exception as exc:  # noqa: BLE001 - whatever Prefect raises is no reason not to work
            if self._error:
                raise self._error from None
            _log.warning("Prefect could not record a run (%s); the work goes on.", type(exc).__name__)
        return self._results[0] if self._results else unrecorded()
