"""The documentation names every setting, command, exit code and error there is."""

import json
from pathlib import Path

import jsonschema
import pytest
import typer.main

from cli.commands import application
from core import errors
from core.settings import SETTINGS
from pipeline.quality import reading, reasons

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_meaning(setting: object) -> None:
    rows = (DOCS / "settings.md").read_text(encoding="utf-8").splitlines()
    name, meaning = getattr(setting, "name"), getattr(setting, "meaning")  # noqa: B009 - narrows nothing
    assert any(row.startswith(f"| `{name}` |") and row.endswith(f"| {meaning} |") for row in rows)


def test_every_command_and_option_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    group = typer.main.get_command(application())
    for name, command in getattr(group, "commands").items():  # noqa: B009 - click's group is untyped here
        row = next((line for line in text.splitlines() if line.startswith(f"| `sohoa {name}")), None)
        assert row, name
        for option in command.params:
            for flag in option.opts:
                assert not flag.startswith("--") or flag in ("--help", "--output") or flag in row, (
                    f"{name} {flag}"
                )


def test_every_reason_of_a_verdict_is_documented() -> None:
    text = (DOCS / "quality.md").read_text(encoding="utf-8")
    told = [value for value in vars(reading).values() if isinstance(value, reasons.Reason)]
    codes = {one.code for one in (*told, *(fault.reason for fault in reasons.FAULTS), reasons.BLANK)}
    assert {code for code in codes | {"cut"} if f"`{code}`" not in text} == set()


def test_every_exit_code_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.SohoaError)} | {0, 1, 130}
    for code in codes:
        assert f"\n| {code} | " in text


@pytest.mark.parametrize("path", sorted((DOCS / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_schemas_are_valid_and_allow_new_keys(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert '"additionalProperties": false' not in path.read_text(encoding="utf-8")
    assert schema["properties"]["schema"]["const"] == f"sohoa.{path.stem}/1"
