"""What operators run is on the Prefect server once, however often its container is prepared."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


def test_preparing_twice_makes_everything_once(prefect_api_url: str, tmp_path: Path) -> None:
    for file in (*(ROOT / "docker" / "prefect").iterdir(), ROOT / "prefect.yaml"):
        shutil.copy(file, tmp_path)
    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PREFECT_API_URL": prefect_api_url,
        "PREFECT_HOME": str(tmp_path / "home"),
        "SOHOA_HOME": str(ROOT),
    }
    for _ in range(2):
        done = subprocess.run(
            [tmp_path / "prepare"], env=environ, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    pool = {"work_pools": {"name": {"any_": ["operators"]}}}
    deployments = httpx.post(f"{prefect_api_url}/deployments/filter", json=pool, timeout=10).json()
    assert sorted(one["name"] for one in deployments) == [
        "by-hand",
        "by-hand",
        "daily",
        "monthly-originals",
        "nightly",
    ]
    automations = httpx.post(f"{prefect_api_url}/automations/filter", json={}, timeout=10).json()
    assert [one["name"] for one in automations].count("stuck-runs") == 1
