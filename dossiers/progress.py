"""How far a submission has come, for whoever is watching."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A step forward of one submission."""

    submission: str
    name: str
    """Name of the file or folder it came from; for the screen, never for a log."""
    pages_done: int
    pages_total: int
    finished: bool = False


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Report to nobody."""
