"""The command as a person runs it: a process of its own, its data in the test's folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def sohoa(tmp_path: Path) -> Run:
    """Run the command with its data in this test's folder."""

    # Root may open everything; without these two capabilities it is bound by permissions like anyone.
    bound = "--bounding-set=-dac_override,-dac_read_search"
    setpriv = shutil.which("setpriv") if os.geteuid() == 0 else None
    as_anyone = [setpriv, bound, "--inh-caps=-dac_override,-dac_read_search"] if setpriv else []

    def run(*arguments: str | Path, **environ: str) -> "subprocess.CompletedProcess[str]":
        settings = {"SOHOA_DATA": str(tmp_path / "data"), "SOHOA_WORKERS": "2", **environ}
        return subprocess.run(
            [*as_anyone, sys.executable, "-m", "cli", *map(str, arguments)],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )

    return run
