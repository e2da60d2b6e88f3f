from pathlib import Path

import pytest

from core.errors import ConfigError
from core.settings import Settings


def test_defaults_need_no_server(tmp_path: Path) -> None:
    settings = Settings.from_env({"XDG_DATA_HOME": str(tmp_path)})
    assert settings.store == f"file://{tmp_path}/sohoa/store"
    assert settings.index == f"sqlite://{tmp_path}/sohoa/index.sqlite"
    assert settings.embedded
    assert settings.workers >= 1


def test_secrets_come_from_files_and_never_show(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("very-secret\n", encoding="utf-8")
    settings = Settings.from_env({"SOHOA_PERSON_KEY_FILE": str(secret), "SOHOA_S3_SECRET_KEY": "also-secret"})
    assert settings.person_key == "very-secret"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    "environ",
    [
        {"SOHOA_WORKERS": "many"},
        {"SOHOA_WORKERS": "0"},
        {"SOHOA_PAGE_SECONDS": "nan"},
        {"SOHOA_PAGE_SECONDS": "inf"},
        {"SOHOA_PERSON_KEY_FILE": "/nonexistent"},
        {"SOHOA_PERSON_KEY": "a", "SOHOA_PERSON_KEY_FILE": "/b"},
    ],
)
def test_a_malformed_value_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="SOHOA_"):
        Settings.from_env(environ)
