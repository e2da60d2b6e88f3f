"""Looks up a dossier's flow run through Prefect's REST API."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import httpx

_SECONDS = 3.0


class Missing(StrEnum):
    """Why there is no run to show."""

    NOT_IN_USE = "not_in_use"
    NO_RUN = "no_run"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Run:
    """A flow run and its page in the Prefect interface."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Server:
    """A Prefect server."""

    api_url: str
    """Such as http://127.0.0.1:4200/api."""
    auth: str | None = None
    """`user:password` where the server asks for it."""


def newest_run(server: Server | None, dossier: str) -> Run | Missing:
    """The newest flow run tagged with the dossier."""
    if not server:
        return Missing.NOT_IN_USE
    api_url, auth = (
        server.api_url.rstrip("/"),
        httpx.BasicAuth(*_parted(server.auth)) if server.auth else None,
    )
    wanted = {
        "flow_runs": {"tags": {"all_": [f"dossier:{dossier}"]}},
        "sort": "EXPECTED_START_TIME_DESC",
        "limit": 1,
    }
    try:
        with httpx.Client(timeout=_SECONDS, trust_env=False, auth=auth) as client:
            answered = client.post(f"{api_url}/flow_runs/filter", json=wanted)
        runs = answered.raise_for_status().json()
        found = str(UUID(runs[0]["id"])) if runs else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError):
        return Missing.NO_ANSWER
    if not found:
        return Missing.NO_RUN
    return Run(found, f"{api_url.removesuffix('/api')}/runs/flow-run/{found}")


def _parted(auth: str) -> tuple[str, str]:
    user, _, password = auth.partition(":")
    return user, password
