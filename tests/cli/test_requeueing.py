"""Digitizing what waits, here and now: one that fails is a line and stops no other."""

import pytest

from cli import requeueing
from core.errors import ConfigError, NotFound, Unavailable
from core.settings import Settings
from dossiers.services import open_services


@pytest.mark.parametrize(
    ("error", "fine", "said"),
    [
        (NotFound("settled"), True, ""),
        (Unavailable("away"), False, "sohoa: s-1: [unavailable] "),
        (ValueError("Nguyễn Văn A"), False, "sohoa: s-1: [internal] Lỗi nội bộ (ValueError).\n"),
    ],
)
def test_a_failure_is_one_line_without_text_of_the_paper(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    fine: bool,
    said: str,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(requeueing, "digitize", fail)
    with open_services(settings) as services:
        assert requeueing.requeuer(services, None)("s-1") is fine
        told = capsys.readouterr().err
        assert told.startswith(said)
        assert told.count("\n") == (0 if fine else 1)
        assert "Nguyễn" not in told
        if isinstance(error, ValueError):
            monkeypatch.setenv("SOHOA_DEBUG", "1")
            with pytest.raises(ValueError, match="Nguyễn"):
                requeueing.requeuer(services, None)("s-1")


def test_a_machine_set_up_wrongly_stops_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ConfigError("no key")

    monkeypatch.setattr(requeueing, "digitize", fail)
    with open_services(settings) as services, pytest.raises(ConfigError):
        requeueing.requeuer(services, None)("s-1")
