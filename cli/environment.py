"""The process environment, read in one place."""

import os

from core.settings import Settings

INTERRUPTED = 130
"""Exit code of a command that was interrupted."""


def read_settings() -> Settings:
    """The settings of this process; `ConfigError` when one is malformed."""
    return Settings.from_env(os.environ)


def quiet_prefect() -> None:
    """Keep Prefect's log, tracebacks included, off the terminal where our own lines stand.

    Called before Prefect is imported. What failed still stands in the run on the server.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
