"""The operators' flows: deployed by `prefect.yaml` to the real server, and run by a worker of its pool."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml

from core.settings import Settings
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import open_services
from dossiers.sweeping.result import last_result
from tests.drawing import draw_paper

ROOT = Path(__file__).parents[2]
DEPLOYMENTS = ("sweep/nightly", "report/daily", "reindex/by-hand", "reread/by-hand")
_SECONDS = 120.0


def prefect(*arguments: str, environ: dict[str, str], cwd: Path = ROOT) -> str:
    line = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    done = subprocess.run(
        line, env=environ, cwd=cwd, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def environ(prefect_api_url: str, s3_url: str, elastic_url: str, tmp_path: Path) -> dict[str, str]:
    """What an operator's machine has set."""
    return {
        **os.environ,
        "PREFECT_API_URL": prefect_api_url,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "SOHOA_HOME": str(ROOT),
        "SOHOA_DATA": str(tmp_path / "operators"),
        "SOHOA_STORE": s3_url,
        "SOHOA_INDEX": elastic_url,
        "SOHOA_PERSON_KEY": "a key for tests",
        "SOHOA_S3_ACCESS_KEY": os.environ.get("SOHOA_TEST_S3_ACCESS_KEY", ""),
        "SOHOA_S3_SECRET_KEY": os.environ.get("SOHOA_TEST_S3_SECRET_KEY", ""),
    }


def own_pool(folder: Path, pool: str) -> Path:
    """The file with the work pool of this test, since others use the server, too."""
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    path = folder / "prefect.yaml"
    path.write_text(text.replace("name: operators", f"name: {pool}"), encoding="utf-8")
    return path


def test_each_deployment_runs_and_tells_what_it_did(
    environ: dict[str, str], make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    store, index = environ["SOHOA_STORE"], environ["SOHOA_INDEX"]
    settings = make_settings(store=store, index=index, person_key="a key for tests")
    with open_services(settings) as services:
        path = draw_paper(tmp_path / "Nguyễn Văn Bí Mật.png", 1)
        digitize(services, submit(services.store, [Incoming(path, path.name)], Delivery()).id)
    pool = f"operators-{uuid4().hex[:8]}"
    prefect("work-pool", "create", pool, "--type", "process", environ=environ)
    file = own_pool(tmp_path, pool)
    prefect("deploy", "--all", "--prefect-file", str(file), environ=environ)
    runs = [started(environ, name) for name in DEPLOYMENTS]
    prefect("worker", "start", "--pool", pool, "--run-once", environ=environ)
    ended = {run["name"]: run for run in (read(environ, f"flow_runs/{name}") for name in runs)}
    assert {run["state"]["type"] for run in ended.values()} == {"COMPLETED"}, ended
    assert set(ended) == {"Đối chiếu kho", "Báo cáo ngày", "Lập lại chỉ mục", "Đọc lại"}
    assert "0 chỗ khác" in ended["Đối chiếu kho"]["state"]["message"]
    assert "1 hồ sơ" in ended["Lập lại chỉ mục"]["state"]["message"]
    report = artifact(environ, ended["Báo cáo ngày"]["id"])
    assert "Đã xong 1 bài nộp, đọc 1 trang" in report
    assert "Bí Mật" not in json.dumps([report, artifact(environ, ended["Đối chiếu kho"]["id"])])
    with open_services(settings) as services:
        assert last_result(services.store) is not None


def test_the_automation_for_runs_that_never_end_is_accepted(environ: dict[str, str]) -> None:
    file = ROOT / "docker/prefect/automations.yaml"
    prefect("automation", "create", "--from-file", str(file), environ=environ)
    [named] = yaml.safe_load(file.read_text(encoding="utf-8"))["automations"]
    found = httpx.post(f"{environ['PREFECT_API_URL']}/automations/filter", json={}, timeout=10).json()
    assert named["name"] in {automation["name"] for automation in found}


def started(environ: dict[str, str], deployment: str) -> str:
    """Start a run as an operator does; its id."""
    flow, _, name = deployment.partition("/")
    found = read(environ, f"deployments/name/{flow}/{name}")
    answer = httpx.post(
        f"{environ['PREFECT_API_URL']}/deployments/{found['id']}/create_flow_run", json={}, timeout=10
    )
    answer.raise_for_status()
    return str(answer.json()["id"])


def read(environ: dict[str, str], path: str) -> dict[str, Any]:
    answer = httpx.get(f"{environ['PREFECT_API_URL']}/{path}", timeout=10)
    answer.raise_for_status()
    return dict(answer.json())


def artifact(environ: dict[str, str], run: str) -> str:
    chosen = {"artifacts": {"flow_run_id": {"any_": [run]}}}
    [found] = httpx.post(f"{environ['PREFECT_API_URL']}/artifacts/filter", json=chosen, timeout=10).json()
    return f"{found['data']}{found['description']}"
