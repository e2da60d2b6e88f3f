"""Who is looking, and what may be seen; asked by every search and every read.

An index stores with each dossier the agencies and branches that may read it
(`readers`) and keeps its text in one field per text class. A query only ever
touches the classes and dossiers its viewer holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

OPEN = "open"
"""Text that everyone who may see the dossier may search."""
INTERNAL = "internal"
"""Text of papers marked for internal circulation."""
TEXT_CLASSES = (OPEN, INTERNAL)

PERSONS = "persons"
"""The clearance to look people up by their personal, passport and phone numbers."""

SUPERVISOR = "supervisor"
"""The role that sees the dossiers of every branch and agency."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account as far as seeing is concerned."""

    account: str
    roles: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    """Codes of the agencies and branches the account works for."""
    clearances: frozenset[str] = frozenset({OPEN})
    """Text classes the account may read, and `PERSONS`."""
    inherited: frozenset[str] = frozenset()
    """Codes of the agencies whose work those took over; `dossiers.sight` finds them for every look."""

    @property
    def sees_all_dossiers(self) -> bool:
        """Whether no filter by agency applies."""
        return SUPERVISOR in self.roles

    @property
    def reads_for(self) -> frozenset[str]:
        """Codes of all agencies and branches whose dossiers the account may see."""
        return self.agencies | self.inherited

    @property
    def text_classes(self) -> tuple[str, ...]:
        """The text classes to search, in a fixed order."""
        return tuple(name for name in TEXT_CLASSES if name in self.clearances)

    @property
    def may_look_up_persons(self) -> bool:
        """Whether personal numbers are looked up; without it they are words that no index holds."""
        return PERSONS in self.clearances

    def may_see(self, readers: Iterable[str]) -> bool:
        """Whether a dossier readable by `readers` is visible."""
        return self.sees_all_dossiers or not self.reads_for.isdisjoint(readers)


LOCAL_VIEWER = Viewer("local", frozenset({SUPERVISOR}), frozenset(), frozenset({*TEXT_CLASSES, PERSONS}))
"""The person at this machine: the command line and the loopback web."""
