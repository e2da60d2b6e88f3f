"""The shape of the tree: small files, no catch-all names."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "core",
    "pipeline",
    "storage",
    "search",
    "dossiers",
    "flows",
    "web",
    "cli",
    "samples",
    "bench",
    "tests",
)
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CATCH_ALL = {"utils", "helpers", "common", "base", "manager", "handler"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert path.stem not in CATCH_ALL
    if "tests" not in path.relative_to(ROOT).parts and path.name != "__main__.py":
        assert text.startswith('"""'), "a module opens with one sentence on what it is for"
