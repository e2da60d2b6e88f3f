"""`sohoa doctor`: what this machine has, what is missing, what to do about it."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

import httpx

from core.errors import NotFound, SohoaError
from core.settings import Settings
from pipeline.ocr import open_engine
from search.index import open_index
from storage.store import open_store

_DEBIAN = "sudo apt-get install tesseract-ocr tesseract-ocr-vie poppler-utils fonts-croscore"
_LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One dependency: how it stands and, if badly, what to do."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    exit_code: int = 0
    """What the command ends with when this is not ok."""


def examine(
    settings: Settings, prefect_api_url: str | None, prefect_auth: str | None = None
) -> Iterator[Finding]:
    """Look at everything the product stands on, one by one.

    `prefect_auth` is `user:password` where the Prefect server asks for it.
    """
    yield _program("tesseract", "--version")
    yield _language()
    yield _program("pdftoppm", "-v")
    for package in ("opencv-python-headless", "pdf2image", "prefect", "boto3", "elasticsearch"):
        yield Finding(package, True, version(package))
    yield _checked("store", settings.store, lambda: _try_store(settings))
    yield _checked("index", settings.index, lambda: _try_index(settings))
    yield _room(settings)
    if prefect_api_url:
        yield _prefect(prefect_api_url, prefect_auth)


def _program(name: str, option: str) -> Finding:
    if not shutil.which(name):
        return Finding(name, False, "not installed", _DEBIAN, 3)
    shown = subprocess.run([name, option], capture_output=True, text=True, timeout=20, check=False)
    found = re.search(r"\d+\.\d+(?:\.\d+)?", shown.stdout + shown.stderr)
    return Finding(name, True, found[0] if found else "installed")


def _language() -> Finding:
    try:
        return Finding("language data vie", True, open_engine().version)
    except SohoaError as exc:
        return Finding("language data vie", False, exc.message, _DEBIAN, exc.exit_code)


def _checked(name: str, where: str, attempt: Callable[[], None]) -> Finding:
    try:
        attempt()
    except SohoaError as exc:
        return Finding(name, False, f"{where}: {exc.message}", "", exc.exit_code)
    return Finding(name, True, where)


def _try_store(settings: Settings) -> None:
    try:
        open_store(settings.store, settings).info("system/doctor")
    except NotFound:
        return


def _try_index(settings: Settings) -> None:
    index = open_index(settings.index, settings)
    try:
        index.prepare()
    finally:
        index.close()


def _room(settings: Settings) -> Finding:
    place = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / (1 << 30):.1f} GiB free at {place}"
    return Finding("disk", free >= _LEAST_FREE_BYTES, detail, "Free some space or move SOHOA_DATA.", 6)


def _prefect(url: str, auth: str | None) -> Finding:
    user, _, password = (auth or "").partition(":")
    try:
        answer = httpx.get(f"{url}/admin/version", auth=(user, password) if auth else None, timeout=5)
        said = answer.raise_for_status().text.strip()
        return Finding("prefect server", True, f"{url} {said}")
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        remedy = "Start it, set PREFECT_API_AUTH_STRING if it asks for it, or unset PREFECT_API_URL."
        return Finding("prefect server", False, f"{url}: {type(exc).__name__}", remedy, 6)
