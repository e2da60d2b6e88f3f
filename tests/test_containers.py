"""The container files: sound, complete, with secrets from files and nothing open beyond the machine."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import compose_spec
import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCKER = ROOT / "docker"
SYSTEM = yaml.safe_load((DOCKER / "system.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = SYSTEM["services"]


@pytest.mark.parametrize("name", ["Dockerfile", "minio.Dockerfile"])
def test_hadolint_has_nothing_to_say(name: str) -> None:
    program = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([program, DOCKER / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_copies_every_package_and_only_what_is_there() -> None:
    text = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert all((ROOT / source).exists() for source in sources)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert packages <= sources
    assert "\nUSER 10001\n" in text


def test_the_image_installs_the_versions_that_are_tested() -> None:
    def versions(path: Path) -> set[str]:
        return set(re.findall(r"^\S+==\S+", path.read_text(encoding="utf-8"), re.MULTILINE))

    own = versions(DOCKER / "requirements.lock")
    assert own < versions(ROOT / "requirements.lock")
    assert not {name for name in own if name.startswith(("pytest", "mypy", "playwright", "ocrmypdf"))}


@pytest.mark.parametrize("name", ["compose.yml", "system.yml"])
def test_compose_files_follow_the_specification(name: str) -> None:
    text = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", (DOCKER / name).read_text(encoding="utf-8"))
    found = yaml.safe_load(text)
    compose_spec.PyCompose.from_json(json.dumps(found)).validate()
    service = next(iter(found["services"].values()))
    odd = found | {"services": {"odd": service | {"imagge": "x"}}}
    with pytest.raises(ValueError, match="imagge"):
        compose_spec.PyCompose.from_json(json.dumps(odd)).validate()


def test_nothing_listens_beyond_the_loopback_interface() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_secrets_come_from_files_that_are_declared_and_given() -> None:
    for name, service in SERVICES.items():
        given = set(service.get("secrets", ()))
        assert given <= set(SYSTEM["secrets"]), name
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY|AUTH_STRING|ROOT_USER", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.removeprefix("/run/secrets/") in given, f"{name}: {variable}"
    assert set(SYSTEM["secrets"]) == {one for s in SERVICES.values() for one in s.get("secrets", ())}


def test_what_others_wait_for_has_a_health_check() -> None:
    for name, service in SERVICES.items():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], f"{name} waits for {other}"


def test_the_dashboard_shows_only_figures_that_exist() -> None:
    documented = set(re.findall(r"`(sohoa_\w+)`", (ROOT / "docs/operations.md").read_text(encoding="utf-8")))
    panels = json.loads((DOCKER / "grafana/dashboard.json").read_text(encoding="utf-8"))["panels"]
    shown = {
        name for panel in panels for one in panel["targets"] for name in re.findall(r"sohoa_\w+", one["expr"])
    }
    assert shown
    assert shown <= documented
