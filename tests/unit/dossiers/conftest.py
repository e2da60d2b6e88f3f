"""An empty archive on the embedded defaults."""

from collections.abc import Iterator

import pytest

from core.settings import Settings
from dossiers.services import Services, open_services


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    with open_services(settings) as opened:
        yield opened
