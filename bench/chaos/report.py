"""The rehearsals of several seeds as a section of docs/benchmarks.md."""

import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.chaos.rehearsal import WORKERS, Outcome, Plan, rehearse
from bench.grids import Grid
from bench.machine import facts, tell
from bench.section import Section, publish

_TEXT = """\
Dossiers of one page come in while MinIO, Elasticsearch, the Prefect server and {workers} worker processes are
killed (-9) or paused, and the link of a worker to one of the servers is cut or falls silent, two of these at
a time at most. Nobody lays a hand on anything; who was killed is started again, as a supervisor does. A seed
passes when then every dossier is complete once, in archive, ledger and index alike, nothing is quarantined,
all are found, and the sweep tells no difference. *Calm* is the time from the end of the last outage until all
is settled."""


def run(dossiers: int, seeds: int, storm_seconds: float, longest_seconds: float, document: Path) -> None:
    """Rehearse with one seed after another; an `AssertionError` ends it."""
    outcomes = list[tuple[int, float, Outcome]]()
    for seed in range(1, seeds + 1):
        with tempfile.TemporaryDirectory(prefix="sohoa-chaos-") as folder:
            # Elasticsearch's own user must be able to pass.
            Path(folder).chmod(0o711)
            began = time.monotonic()
            outcome = rehearse(_plan(dossiers, seed, storm_seconds, longest_seconds), Path(folder))
            outcomes.append((seed, time.monotonic() - began, outcome))
        tell(f"Seed {seed}: {_happened(outcome)}; calm after {outcome.calm_seconds:.0f} s")
    publish(_section(dossiers, storm_seconds, longest_seconds, outcomes), document)


def _plan(dossiers: int, seed: int, storm_seconds: float, longest_seconds: float) -> Plan:
    return Plan(
        dossiers=dossiers,
        seed=seed,
        storm_seconds=storm_seconds,
        shortest_seconds=min(5.0, longest_seconds),
        longest_seconds=longest_seconds,
        patience_seconds=storm_seconds + 900.0,
    )


def _happened(outcome: Outcome) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(outcome.happened.items()))


def _section(
    dossiers: int, storm_seconds: float, longest_seconds: float, outcomes: list[tuple[int, float, Outcome]]
) -> Section:
    columns = ("seed", "outages", "settled in the storm", "calm s", "all s")
    rows = tuple(
        (
            f"{seed}",
            f"{sum(one.happened.values())}",
            f"{one.settled_in_storm}",
            f"{one.calm_seconds:.0f}",
            f"{seconds:.0f}",
        )
        for seed, seconds, one in outcomes
    )
    total = sum((Counter(one.happened) for _, _, one in outcomes), Counter[str]())
    kinds = tuple((name, f"{count}") for name, count in sorted(total.items()))
    command = (
        f"./run bench chaos --dossiers {dossiers} --seeds {len(outcomes)} "
        f"--storm {storm_seconds:g} --longest {longest_seconds:g}"
    )
    what = f"{dossiers} dossiers a seed, outages of up to {longest_seconds:g} s for {storm_seconds:g} s"
    body = (
        _TEXT.format(workers=WORKERS),
        Grid("Seeds", columns, rows),
        Grid("Outages", ("what", "times"), kinds),
    )
    return Section("chaos", "Chaos", command, facts(what), body)
