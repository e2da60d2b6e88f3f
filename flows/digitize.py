"""The flow `digitize`: one run per submission, its steps as tasks, a table of what came of it."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any, ParamSpec, TypeVar

from prefect import flow, tags, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TagsContext
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.tasks import Task

from core.errors import SohoaError
from dossiers import ingest
from dossiers.ingest import Digitized
from dossiers.intake import load_submission
from dossiers.progress import Report, silent
from dossiers.records import Submission
from dossiers.services import Services
from flows.witness import Witness

Args = ParamSpec("Args")
Result = TypeVar("Result")

RETRIES = 5
RETRY_DELAY_SECONDS = [1.0, 2.0, 5.0, 15.0, 30.0]

_current: ContextVar[Witness[Digitized]] = ContextVar("the work of the flow run that is about to start")
"""Services are no JSON, so they can't be flow parameters; whoever calls the flow puts the work here."""


def digitize_recorded(services: Services, submission_id: str, report: Report = silent) -> Digitized:
    """`dossiers.ingest.digitize` as a flow run on the Prefect server in use; plainly while that is away."""
    submission = load_submission(services.store, submission_id)
    work = Witness(partial(ingest.digitize, services, submission_id, report, _as_task))
    token = _current.set(work)
    try:
        # Joining the heartbeat thread takes a second of every run, measured on 3.8.8;
        # a worker's death is seen by its claim, so the heartbeat is not needed here.
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), tags(*_tags(submission)):
            return work.outcome(
                partial(digitize, submission.id), partial(ingest.digitize, services, submission_id, report)
            )
    finally:
        _current.reset(token)


@flow(name="digitize", flow_run_name="{submission}", validate_parameters=False, persist_result=False)
def digitize(submission: str) -> None:
    """Digitize one sealed submission."""
    done = _current.get()()
    create_table_artifact(key="dossier", table=_table(done), description=_description(done))


def _as_task(function: Callable[Args, Result], /, *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Run a step as a Prefect task.

    The arguments are closed over, so that Prefect neither searches nor records them:
    they hold stores, scratch folders and text.
    """
    work = Witness(partial(function, *args, **kwargs))

    @task(
        name=getattr(function, "__name__", "step"),
        retries=RETRIES,
        retry_delay_seconds=RETRY_DELAY_SECONDS,
        retry_jitter_factor=0.3,
        retry_condition_fn=_worth_a_retry,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def step() -> Result:
        return work()

    # Without tags: Prefect asks its server for a concurrency slot by each tag of each task.
    with TagsContext(current_tags=set()):
        return work.outcome(step, work)


def _worth_a_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Only what a server's or disk's absence caused is tried again, no computation."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, SohoaError) and error.retryable and error.code != "stopped"


def _tags(submission: Submission) -> tuple[str, ...]:
    return f"dossier:{submission.dossier_id}", f"lane:{submission.lane}"


def _table(done: Digitized) -> list[dict[str, Any]]:
    """A row per file: how its pages ended and where the time went; no names, no text."""
    rows = []
    for item in done.settled:
        row: dict[str, Any] = {"file": item.file.sha256[:12], "outcome": "quarantined", "pages": 0}
        if item.rejected:
            row["code"] = item.rejected.code
        if item.manifest:
            states = [state.value for state in item.manifest.document.page_states]
            row |= {"outcome": "known" if item.known else "archived", "pages": len(states)}
            row |= {"states": ", ".join(f"{state} {states.count(state)}" for state in sorted(set(states)))}
            row |= {f"{stage}_seconds": spent for stage, spent in item.manifest.seconds.items()}
        rows.append(row)
    return rows


def _description(done: Digitized) -> str:
    return f"Dossier {done.dossier.id}, {done.dossier.state.value}"
