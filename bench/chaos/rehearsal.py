"""One rehearsal: deliver dossiers through a storm, wait until all is settled, prove that nothing is lost."""

import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.chaos.link import Link, links
from bench.chaos.machine import Machine
from bench.chaos.outages import Storm, of_link, of_machine
from bench.chaos.proof import prove, settled_count
from core.errors import SohoaError, Unavailable
from core.settings import Settings
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import BULK, URGENT
from dossiers.services import Services, open_services
from tests.drawing import draw_paper
from tests.servers import machine as host
from tests.servers.services import ACCESS_KEY, SECRET_KEY, answers

WORKERS = 2
SERVERS = ("minio", "elastic", "prefect")
_HEALTH = {
    "minio": "/minio/health/live",
    "elastic": "/_cluster/health?wait_for_status=yellow&timeout=1s",
    "prefect": "/api/health",
}


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
        servers = stack.enter_context(_servers(plan, folder))
        make_link = stack.enter_context(links())
        ports = {name: port for name, (_, port) in servers.items()}
        services = stack.enter_context(open_services(_settings(folder, _addresses(plan, ports))))
        ways, workers = dict[str, Link](), list[Machine]()
        for number in range(1, WORKERS + 1):
            own = {name: make_link(host.free_port(), port) for name, port in ports.items()}
            ways |= {f"{name}-link of worker {number}": link for name, link in own.items()}
            addresses = _addresses(plan, {name: link.port for name, link in own.items()})
            workers.append(_worker(number, plan, folder, addresses))
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


@contextmanager
def _servers(plan: Plan, folder: Path) -> Iterator[dict[str, tuple[Machine | None, int]]]:
    """The three servers with their ports; None for one that others own."""
    made = dict[str, tuple[Machine | None, int]]()
    with ExitStack() as stack:
        for name in SERVERS:
            if name == "elastic" and plan.elastic:
                made[name] = None, urlsplit(plan.elastic).port or 9200
                continue
            machine, port = _server(name, folder)
            stack.callback(machine.end)
            machine.start()
            made[name] = machine, port
        for own, _ in made.values():
            if own:
                own.wait()
        yield made


def _server(name: str, folder: Path) -> tuple[Machine, int]:
    port, data = host.free_port(), folder / name
    data.mkdir(parents=True)
    environ = {**os.environ, "MINIO_ROOT_USER": ACCESS_KEY, "MINIO_ROOT_PASSWORD": SECRET_KEY}
    command = [sys.executable, "-m", "tests.servers.serve", name, str(port), str(data)]
    health = f"http://127.0.0.1:{port}{_HEALTH[name]}"
    return Machine(name, command, environ, folder / f"{name}.log", lambda: answers(health)), port


def _addresses(plan: Plan, ports: Mapping[str, int]) -> dict[str, str]:
    """Environment that leads to the servers."""
    prefix = urlsplit(plan.elastic).path.strip("/") if plan.elastic else "chaos"
    return {
        "SOHOA_STORE": f"s3://127.0.0.1:{ports['minio']}/chaos?tls=0",
        "SOHOA_INDEX": f"http://127.0.0.1:{ports['elastic']}/{prefix}",
        "PREFECT_API_URL": f"http://127.0.0.1:{ports['prefect']}/api",
        "SOHOA_S3_ACCESS_KEY": ACCESS_KEY,
        "SOHOA_S3_SECRET_KEY": SECRET_KEY,
        "SOHOA_PERSON_KEY": "a key for rehearsals",
    }


def _settings(folder: Path, addresses: Mapping[str, str]) -> Settings:
    return Settings.from_env({**addresses, "SOHOA_DATA": str(folder / "witness"), "SOHOA_QUIET_SECONDS": "1"})


def _worker(number: int, plan: Plan, folder: Path, addresses: Mapping[str, str]) -> Machine:
    name = f"worker {number}"
    environ = {
        **os.environ,
        **addresses,
        "SOHOA_DATA": str(folder / f"worker-{number}"),
        "SOHOA_WORKERS": "1",
        "SOHOA_LEASE_SECONDS": str(plan.lease_seconds),
        "SOHOA_LOOK_SECONDS": str(plan.look_seconds),
        "PREFECT_HOME": str(folder / f"prefect-of-{number}"),
    }
    return Machine(name, [sys.executable, "-m", "cli", "work"], environ, folder / f"worker-{number}.log")
