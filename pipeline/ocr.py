"""The OCR engine seam: a prepared picture in, lines of words out."""

from dataclasses import dataclass
from typing import Protocol

from core.errors import ConfigError
from core.page import Line, Pixels


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows about the picture."""

    dpi: int = 300
    segmentation: str = "page"
    """page (several blocks), block (one column), line or word."""
    whitelist: str | None = None
    """The only characters that can occur, or None."""
    seconds: float = 60.0
    """The engine is killed after this long."""


class OcrEngine(Protocol):
    """Reads prepared pictures. Engine units and quirks end here: text is NFC, confidence 0–1."""

    @property
    def version(self) -> str:
        """Engine, its version and the hash of its language data: part of the reading fingerprint."""

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        """Read `image` (grey, h×w); boxes are its pixels.

        Raises:
            MissingDependency: the engine or its language data is not installed.
            Unavailable: the engine did not finish within `hints.seconds` (code `timed_out`) or broke.
        """


def open_engine(spec: str = "tesseract") -> OcrEngine:
    """The engine called `spec`.

    Raises:
        ConfigError: there is no such engine.
        MissingDependency: the engine or its language data is not installed.
    """
    # A new engine is one file and one line here; importing late keeps the others unloaded.
    if spec == "tesseract":
        from pipeline.tesseract import TesseractEngine  # noqa: PLC0415  # the factory's own import

        return TesseractEngine()
    raise ConfigError(f"There is no engine called {spec!r}; use tesseract.")
