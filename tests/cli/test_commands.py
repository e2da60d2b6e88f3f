"""Each command is found in the one module it says it stands in, and a call of one imports no other."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from cli.commands import MODULES, application

ROOT = Path(__file__).parents[2]


def held(command: str | None) -> set[str]:
    group = typer.main.get_command(application(command))
    return set(getattr(group, "commands"))  # noqa: B009 - click's group is untyped here


def test_every_command_stands_in_the_table_and_in_its_module() -> None:
    assert held(None) == set(MODULES)
    for command in MODULES:
        assert command in held(command)


@pytest.mark.parametrize("other", ["dossiers.services", "search", "pipeline.extract", "prefect", "web"])
def test_reading_pages_does_not_wait_for_what_it_does_not_use(other: str) -> None:
    script = "import sys; from cli.commands import application; application('ocr');\n"
    script += "print(sys.argv[1] in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", script, other], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
