"""Services on the embedded default, in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import Settings
from dossiers.services import Services, open_services


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"SOHOA_DATA": str(tmp_path / "data"), "SOHOA_WORKERS": "2"})


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    with open_services(settings) as opened:
        yield opened
