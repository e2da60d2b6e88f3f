"""What can go wrong with each part, and a random choice of it."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.chaos.link import Link
from bench.chaos.machine import Machine

MOST_AT_A_TIME = 2


@dataclass(frozen=True, slots=True)
class Outage:
    """A part that can be away for a while."""

    part: str
    kind: str
    """killed, paused, cut or silent."""
    begin: Callable[[], None]
    end: Callable[[], None]


@dataclass(slots=True)
class Storm:
    """Outages that come and go; `pass_by` is called again and again."""

    choices: Mapping[str, Sequence[Outage]]
    """Part → what can happen to it."""
    chance: random.Random
    shortest_seconds: float
    longest_seconds: float
    happened: Counter[str] = field(default_factory=Counter)
    _on: dict[str, tuple[float, Outage]] = field(default_factory=dict)
    """Part → when its outage ends, by the monotonic clock."""
    _next: float = 0.0

    def pass_by(self) -> None:
        """End what is over; begin something new when it is time."""
        now = time.monotonic()
        for part, (ends, outage) in list(self._on.items()):
            if now >= ends:
                outage.end()
                del self._on[part]
        if now >= self._next and len(self._on) < MOST_AT_A_TIME:
            self._begin(now)

    def is_out(self, part: str) -> bool:
        """Whether the part is away on purpose."""
        return part in self._on

    def clear(self) -> None:
        """End all outages."""
        for _, outage in self._on.values():
            outage.end()
        self._on.clear()

    def _begin(self, now: float) -> None:
        part = self.chance.choice([name for name in self.choices if name not in self._on])
        outage = self.chance.choice(self.choices[part])
        lasts = self.chance.uniform(self.shortest_seconds, self.longest_seconds)
        outage.begin()
        self.happened[f"{part.partition(' ')[0]} {outage.kind}"] += 1
        self._on[part] = now + lasts, outage
        self._next = now + self.chance.uniform(0.1, 0.5) * self.longest_seconds


def of_machine(machine: Machine) -> Sequence[Outage]:
    """It is killed, or paused."""
    return (
        Outage(machine.name, "killed", machine.kill, machine.start),
        Outage(machine.name, "paused", machine.pause, machine.resume),
    )


def of_link(name: str, link: Link) -> Sequence[Outage]:
    """It is cut, or falls silent."""
    return Outage(name, "cut", link.cut, link.mend), Outage(name, "silent", link.hush, link.mend)
