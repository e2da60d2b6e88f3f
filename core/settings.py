"""Settings of this process, read once from the environment and passed as arguments."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from core.errors import ConfigError

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table in `docs/settings.md`."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("SOHOA_DATA", "$XDG_DATA_HOME/sohoa", "Folder of the embedded store, index and flow history"),
    Setting(
        "SOHOA_STORE",
        "file://$SOHOA_DATA/store",
        "Where everything is kept: file:///PATH or s3://HOST[:PORT]/BUCKET[/PREFIX]?tls=0&region=",
    ),
    Setting(
        "SOHOA_INDEX",
        "sqlite://$SOHOA_DATA/index.sqlite",
        "Search index: sqlite:///PATH or http(s)://HOST:PORT[/PREFIX][?shards=N]",
    ),
    Setting("SOHOA_S3_ACCESS_KEY", "", "S3 access key; or SOHOA_S3_ACCESS_KEY_FILE"),
    Setting("SOHOA_S3_SECRET_KEY", "", "S3 secret key; or SOHOA_S3_SECRET_KEY_FILE"),
    Setting(
        "SOHOA_BACKUP_ACCESS_KEY",
        "",
        "S3 access key of the bucket of `sohoa backup` and `restore`; or SOHOA_BACKUP_ACCESS_KEY_FILE; "
        "else that of the store",
    ),
    Setting("SOHOA_BACKUP_SECRET_KEY", "", "Its secret key; or SOHOA_BACKUP_SECRET_KEY_FILE"),
    Setting("SOHOA_INDEX_API_KEY", "", "Elasticsearch API key; or SOHOA_INDEX_API_KEY_FILE"),
    Setting(
        "SOHOA_PERSON_KEY",
        "",
        "Key of the fingerprints of personal numbers; or SOHOA_PERSON_KEY_FILE; "
        "made on first use when the store is a folder",
    ),
    Setting("SOHOA_WORKERS", "number of cores", "Page processes on this machine"),
    Setting("SOHOA_PAGE_SECONDS", "120", "Longest time one page may take before it is given up"),
    Setting("SOHOA_MAX_PAGES", "2000", "Most pages a file may have"),
    Setting("SOHOA_MAX_MEGAPIXELS", "180", "Most megapixels a page may have"),
    Setting("SOHOA_MAX_MEGABYTES", "1024", "Most megabytes a file may have"),
    Setting("SOHOA_LEASE_SECONDS", "60", "A claim not renewed for this long is taken over"),
    Setting("SOHOA_TRIES", "3", "A submission that failed this often by its own fault is quarantined"),
    Setting(
        "SOHOA_QUIET_SECONDS",
        "600",
        "What lies unsealed or unclaimed in the store for this long is told by the sweep",
    ),
    Setting(
        "SOHOA_LOOK_SECONDS", "60", "How often a worker looks through the inbox for what no event announced"
    ),
    Setting("SOHOA_BRANCH", "", "Branch that dossiers ingested here are received by"),
    Setting(
        "SOHOA_DEBUG", "", "Set to 1 to see where an internal error comes from; may show text of dossiers"
    ),
    Setting("SOHOA_WEB_PORT", "8787", "Port of `sohoa serve`, on the loopback interface"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from taking the machine."""

    page_seconds: float = 120.0
    max_pages: int = 2000
    max_pixels: int = 180_000_000
    max_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Settings:
    """Every value parsed and checked; secrets are hidden from repr."""

    data: Path
    store: str
    index: str
    workers: int
    limits: Limits
    lease_seconds: float
    tries: int
    quiet_seconds: float
    look_seconds: float
    branch: str | None
    web_port: int
    s3_access_key: str | None = field(default=None, repr=False)
    s3_secret_key: str | None = field(default=None, repr=False)
    backup_access_key: str | None = field(default=None, repr=False)
    backup_secret_key: str | None = field(default=None, repr=False)
    index_api_key: str | None = field(default=None, repr=False)
    person_key: str | None = field(default=None, repr=False)

    @property
    def embedded(self) -> bool:
        """Whether the store is a folder of this machine."""
        return self.store.startswith("file:")

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Parse `environ`.

        Raises:
            ConfigError: a value is malformed or a secret's file can't be read.
        """
        data = Path(environ.get("SOHOA_DATA") or _default_data(environ)).expanduser().absolute()
        return Settings(
            data=data,
            store=environ.get("SOHOA_STORE") or f"file://{quote(str(data / 'store'))}",
            index=environ.get("SOHOA_INDEX") or f"sqlite://{quote(str(data / 'index.sqlite'))}",
            workers=_number(environ, "SOHOA_WORKERS", os.cpu_count() or 1, int, 1),
            limits=Limits(
                page_seconds=_number(environ, "SOHOA_PAGE_SECONDS", 120.0, float, 1.0),
                max_pages=_number(environ, "SOHOA_MAX_PAGES", 2000, int, 1),
                max_pixels=_number(environ, "SOHOA_MAX_MEGAPIXELS", 180, int, 1) * 1_000_000,
                max_bytes=_number(environ, "SOHOA_MAX_MEGABYTES", 1024, int, 1) << 20,
            ),
            lease_seconds=_number(environ, "SOHOA_LEASE_SECONDS", 60.0, float, 1.0),
            tries=_number(environ, "SOHOA_TRIES", 3, int, 1),
            quiet_seconds=_number(environ, "SOHOA_QUIET_SECONDS", 600.0, float, 0.0),
            look_seconds=_number(environ, "SOHOA_LOOK_SECONDS", 60.0, float, 1.0),
            branch=environ.get("SOHOA_BRANCH") or None,
            web_port=_number(environ, "SOHOA_WEB_PORT", 8787, int, 1),
            s3_access_key=_secret(environ, "SOHOA_S3_ACCESS_KEY"),
            s3_secret_key=_secret(environ, "SOHOA_S3_SECRET_KEY"),
            backup_access_key=_secret(environ, "SOHOA_BACKUP_ACCESS_KEY"),
            backup_secret_key=_secret(environ, "SOHOA_BACKUP_SECRET_KEY"),
            index_api_key=_secret(environ, "SOHOA_INDEX_API_KEY"),
            person_key=_secret(environ, "SOHOA_PERSON_KEY"),
        )


def _default_data(environ: Mapping[str, str]) -> str:
    return str(Path(environ.get("XDG_DATA_HOME") or "~/.local/share") / "sohoa")


def _number(
    environ: Mapping[str, str], name: str, default: Parsed, parse: Callable[[str], Parsed], least: float
) -> Parsed:
    text = environ.get(name)
    if not text:
        return default
    try:
        value = parse(text)
    except ValueError as exc:
        raise ConfigError(f"{name} must be a number, at least {least}.") from exc
    if not isinstance(value, int | float) or not least <= value < float("inf"):
        raise ConfigError(f"{name} must be a number, at least {least}.")
    return value


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name) or None
    if environ.get(name):
        raise ConfigError(f"Set {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(f"{name}_FILE can't be read; check the path and its permissions.") from exc
