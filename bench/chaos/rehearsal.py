"""One rehearsal: deliver dossiers through a storm, wait until all is settled, prove that nothing is lost."""

import random
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import parts
from bench.chaos.link import Link, links
from bench.chaos.machine import Machine
from bench.chaos.outages import Storm, of_link, of_machine
from bench.chaos.proof import prove, settled_count
from core.errors import SohoaError, Unavailable
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import BULK, URGENT
from dossiers.services import Services, open_services
from tests.drawing import draw_paper
from tests.servers import machine as host

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """How bad it gets."""

    dossiers: int
    seed: int
    storm_seconds: float
    """Outages begin for this long; dossiers come in during the first two thirds."""
    shortest_seconds: float
    longest_seconds: float
    """Of an outage."""
    patience_seconds: float
    """After the storm, until everything must be settled."""
    lease_seconds: float = 20.0
    look_seconds: float = 20.0
    elastic: str | None = None
    """`SOHOA_INDEX` on a server that others use too, which is only cut off, never hurt; None starts one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went, when nothing was lost."""

    happened: Mapping[str, int]
    """Part and kind of outage → how often."""
    restarts: int
    """Of workers that ended by themselves."""
    settled_in_storm: int
    calm_seconds: float
    """From the end of the storm until everything was settled."""


def rehearse(plan: Plan, folder: Path) -> Outcome:
    """Go through one storm.

    Raises:
        AssertionError: something was lost, doubled or not settled in time.
    """
    with ExitStack() as stack:
        servers = stack.enter_context(parts.servers(folder, plan.elastic))
        make_link = stack.enter_context(links())
        ports = {name: port for name, (_, port) in servers.items()}
        services = stack.enter_context(
            open_services(parts.witness_settings(folder, parts.addresses(ports, plan.elastic)))
        )
        ways, workers = dict[str, Link](), list[Machine]()
        for number in range(1, WORKERS + 1):
            own = {name: make_link(host.free_port(), port) for name, port in ports.items()}
            ways |= {f"{name}-link of worker {number}": link for name, link in own.items()}
            reached = parts.addresses({name: link.port for name, link in own.items()}, plan.elastic)
            pace = {"lease_seconds": plan.lease_seconds, "look_seconds": plan.look_seconds}
            workers.append(parts.worker(number, folder, reached, **pace))
            stack.callback(workers[-1].end)
            workers[-1].start()
        hurt = [machine for machine, _ in servers.values() if machine] + workers
        choices = {machine.name: of_machine(machine) for machine in hurt}
        choices |= {name: of_link(name, link) for name, link in ways.items()}
        storm = Storm(choices, random.Random(plan.seed), plan.shortest_seconds, plan.longest_seconds)
        stack.callback(storm.clear)
        return _through(plan, storm, services, workers, folder / "papers")


def _through(plan: Plan, storm: Storm, services: Services, workers: list[Machine], papers: Path) -> Outcome:
    ended = time.monotonic() + plan.storm_seconds
    delivering = threading.Thread(target=_deliver, args=(plan, services, papers), daemon=True)
    delivering.start()
    restarts = 0
    while time.monotonic() < ended:
        storm.pass_by()
        restarts += _restarted(workers, storm)
        time.sleep(0.1)
    storm.clear()
    calm = time.monotonic()
    at_end = -1
    while (done := _done(services)) < plan.dossiers:
        at_end = done if at_end < 0 <= done else at_end
        waited = time.monotonic() - calm
        assert waited < plan.patience_seconds, f"{done} of {plan.dossiers} settled after {waited:.0f} s"
        restarts += _restarted(workers, storm)
        time.sleep(0.2)
    seconds = time.monotonic() - calm
    delivering.join()
    prove(services, plan.dossiers)
    return Outcome(dict(storm.happened), restarts, plan.dossiers if at_end < 0 else at_end, seconds)


def _restarted(workers: list[Machine], storm: Storm) -> int:
    """Start workers that ended by themselves, as any supervisor does."""
    ended = [worker for worker in workers if not worker.runs and not storm.is_out(worker.name)]
    for worker in ended:
        code = worker.exit_code()
        assert code == Unavailable.exit_code, f"{worker.name} ended with {code}; see {worker.log}"
        worker.start()
    return len(ended)


def _done(services: Services) -> int:
    try:
        return settled_count(services)
    except SohoaError:
        return -1  # The server is only just coming back.


def _deliver(plan: Plan, services: Services, papers: Path) -> None:
    """Hand in one dossier after another, each again until the store has taken it."""
    chance = random.Random(plan.seed + 1)
    pause = plan.storm_seconds * 2 / 3 / plan.dossiers
    for number in range(plan.dossiers):
        path = draw_paper(papers / f"{number:03d}.png", number)
        lane = URGENT if chance.random() < 0.3 else BULK
        while True:
            try:
                submit(services.store, [Incoming(path, path.name)], Delivery(lane=lane))
                break
            except SohoaError:
                time.sleep(0.5)
        time.sleep(chance.uniform(0.5, 1.5) * pause)
