"""A small set of generated pages and dossiers that the tests of this folder share."""

from pathlib import Path

import pytest

import samples

SEED = 20250124


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[samples.SamplePage]:
    return samples.page_set(tmp_path_factory.mktemp("pages"), len(samples.CAPTURES), SEED)


@pytest.fixture(scope="session")
def dossier_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dossiers")


@pytest.fixture(scope="session")
def dossiers(dossier_folder: Path) -> list[samples.SampleDossier]:
    return samples.generate(dossier_folder, 3, SEED, capture="fax")
