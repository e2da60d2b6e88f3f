"""The container files: valid, pinned, closed to the network, with all secrets and the tested packages."""

import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
COMPOSE = DOCKER / "compose.yml"
WHOLE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = WHOLE["services"]
ONE_SHOT = {"minio-prepare", "elastic-prepare"}
WORKERS = {"worker-urgent", "worker-bulk"}
"""They take work instead of answering; one that dies ends, and is started again."""


@pytest.mark.parametrize("file", sorted(DOCKER.glob("compose*.yml")), ids=lambda file: file.name)
def test_a_compose_file_follows_the_schema(file: Path) -> None:
    place = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema = json.loads(place.read_text(encoding="utf-8"))
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(document)
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("file", sorted(DOCKER.glob("*Dockerfile")), ids=lambda file: file.name)
def test_hadolint_has_nothing_to_say(file: Path) -> None:
    hadolint = ROOT / ".venv" / "bin" / "hadolint"
    done = subprocess.run([hadolint, "--no-color", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_nothing_is_published_beyond_this_machine() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_image_has_a_version() -> None:
    images = [service["image"] for service in SERVICES.values()]
    assert all(re.search(r":[\w.-]*\d[\w.-]*$", image) for image in images)
    built = re.findall(r"^FROM (\S+)", (DOCKER / "Dockerfile").read_text(), re.M)
    assert all(re.search(r":\d", image) for image in built)


def test_every_server_says_whether_it_is_well_and_who_needs_it_waits() -> None:
    for name, service in SERVICES.items():
        if name not in ONE_SHOT | WORKERS:
            assert service["healthcheck"]["test"], name
        for other, condition in service.get("depends_on", {}).items():
            ended = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
            assert condition == {"condition": ended}, (name, other)


def test_secrets_come_from_files_that_one_script_makes(tmp_path: Path) -> None:
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == set(WHOLE["secrets"])
    script = tmp_path / "make-secrets"
    script.write_bytes((DOCKER / "make-secrets").read_bytes())
    script.chmod(0o755)
    subprocess.run([script], check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert set(made) == used
    assert min(map(len, made.values())) >= 17
    (tmp_path / "secrets" / "backup_key").unlink()
    subprocess.run([script], check=True, capture_output=True)
    again = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert {name for name in made if made[name] != again[name]} == {"backup_key"}
    told = json.dumps(WHOLE)
    assert not re.search(r"(PASSWORD|SECRET|KEY|AUTH_STRING)\"", told)


def test_prefects_secrets_are_read_from_their_files(tmp_path: Path) -> None:
    (tmp_path / "auth").write_text("sohoa:secret")
    done = subprocess.run(
        [DOCKER / "with-secrets", "env"],
        env={"PATH": os.environ["PATH"], "PREFECT_API_AUTH_STRING_FILE": str(tmp_path / "auth")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PREFECT_API_AUTH_STRING=sohoa:secret" in done.stdout.splitlines()
    assert "AUTH_STRING_FILE" not in done.stdout


def test_the_container_gets_the_versions_that_are_tested() -> None:
    tested, shipped = (_versions(file) for file in (ROOT / "requirements.lock", DOCKER / "requirements.lock"))
    assert {name: version for name, version in shipped.items() if tested.get(name) != version} == {}
    assert {"prefect", "pytesseract", "setuptools"} <= set(shipped)
    assert not {"pytest", "ocrmypdf", "mypy", "playwright"} & set(shipped)


def _versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==([^ ;\\]+)", lock.read_text(), re.M))


def test_the_container_runs_as_nobody_in_particular() -> None:
    assert re.search(r"^USER 10001$", (DOCKER / "Dockerfile").read_text(), re.M)
    ours = [service for service in SERVICES.values() if service["image"].startswith("sohoa:")]
    assert len(ours) >= 5
    for service in ours:
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


def test_the_image_holds_every_package_of_ours() -> None:
    copied = set(re.findall(r"^COPY (\w+) /build/\1$", (DOCKER / "Dockerfile").read_text(), re.M))
    found = re.search(r"include = \[(.*?)\]", (ROOT / "pyproject.toml").read_text())
    assert found
    assert copied == set(re.findall(r'"(\w+)\*"', found[1]))


def test_the_dashboard_shows_figures_that_exist() -> None:
    board = json.loads((DOCKER / "grafana/dashboards/sohoa.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\bsohoa_[a-z_]+", target["expr"])
    }
    assert asked <= set(re.findall(r"\bsohoa_[a-z_]+", (ROOT / "docs/operations.md").read_text()))
    assert len(asked) >= 15
