"""Where every object lives: the key layout, and the checks that keep keys safe and free of personal data."""

import re
from datetime import date

from core.errors import ConfigError, NotFound
from core.text import nfc

INBOX = "inbox/"
CLAIMS = "claims/"
DOCUMENTS = "archive/documents/"
DOSSIERS = "archive/dossiers/"
CODES = "archive/codes/"
RESTRICTED = "restricted/"
QUARANTINE = "quarantine/"
LEDGER = "ledger/"
REQUESTS = "requests/"
AUDIT = "audit/"
SYSTEM = "system/"
REFERENCE = "system/reference/"
SAVED = "system/searches/"

RESERVED = ".sohoa"
"""First segment a folder store keeps for itself."""
MAX_KEY_BYTES = 1024
"""S3's limit, in UTF-8."""
MAX_SEGMENT_BYTES = 255
"""Limit of file systems and of MinIO, in UTF-8."""

_SUBMISSION = re.compile(r"[0-9a-z](?:[0-9a-z-]{6,62})[0-9a-z]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DOSSIER = re.compile(r"d-[0-9a-f]{20}")
_CODE = re.compile(r"(?=.{6,64}$)[0-9A-Z]+(?:\.[0-9A-Z]+)*(?:-[0-9A-Z]+)+")
_ID = re.compile(r"[0-9a-z][0-9a-z-]{3,63}")
_TABLE = re.compile(r"[a-z][a-z_]{2,40}")
_EXTENSION = re.compile(r"[0-9a-z]{1,10}")


def check_key(key: str) -> str:
    """Return `key` if an object may be written under it.

    Raises:
        ConfigError: it could leave the store, would not survive a backend, or is not NFC.
    """
    check_existing_key(key)
    if not key.isprintable() or "\\" in key or nfc(key) != key:
        raise _bad_key("use printable NFC text without backslashes")
    return key


def check_existing_key(key: str) -> str:
    """Return `key` if it stays inside the store; S3 clients may have written names `check_key` refuses.

    Raises:
        ConfigError: it is empty, too long or could leave the store.
    """
    segments = key.split("/")
    if any(segment in {"", ".", ".."} for segment in segments) or "\0" in key:
        raise _bad_key("no empty, `.` or `..` part and no slash at either end")
    if segments[0] == RESERVED:
        raise _bad_key(f"{RESERVED}/ is the store's own")
    try:
        sizes = [len(segment.encode()) for segment in segments]
    except UnicodeEncodeError as exc:
        raise _bad_key("it is not valid Unicode") from exc
    if max(sizes) > MAX_SEGMENT_BYTES or sum(sizes) + len(sizes) - 1 > MAX_KEY_BYTES:
        raise _bad_key(f"at most {MAX_SEGMENT_BYTES} bytes a part and {MAX_KEY_BYTES} in all")
    return key


def check_prefix(prefix: str) -> str:
    """Return `prefix` if it is empty, a folder ending in `/` or the start of a key.

    Raises:
        ConfigError: no key could start with it.
    """
    if prefix:
        check_existing_key(prefix.removesuffix("/"))
    return prefix


def shown(key: str) -> str:
    """`key` as it may stand in messages and logs: uploaded names in the inbox are left out."""
    if not key.startswith(INBOX):
        return key
    return "/".join([*key.split("/")[:2], "…"])


def is_submission(text: str) -> bool:
    """Whether a submission can be called `text`."""
    return bool(_SUBMISSION.fullmatch(text))


def is_document(text: str) -> bool:
    """Whether `text` is a sha256, in lower case."""
    return bool(_SHA256.fullmatch(text))


def is_dossier(text: str) -> bool:
    """Whether a dossier can have the id `text`."""
    return bool(_DOSSIER.fullmatch(text))


def is_code(text: str) -> bool:
    """Whether `text` has the form of a dossier code."""
    return bool(_CODE.fullmatch(text))


def inbox_key(submission: str, number: int, extension: str) -> str:
    """An uploaded file; `number` counts from 1, `extension` is lower case without a dot."""
    return f"{INBOX}{_submission(submission)}/{_number(number)}.{_extension(extension)}"


def submission_key(submission: str) -> str:
    """The JSON that seals a submission, written after its files."""
    return f"{INBOX}{_submission(submission)}/_submission.json"


def claim_key(submission: str) -> str:
    """Who is working on a submission."""
    return f"{CLAIMS}{_submission(submission)}.json"


def document_key(sha256: str, *parts: str) -> str:
    """Something that belongs to a document, such as `manifest.json` or `alto`, `page-0001.xml`."""
    return check_key("/".join([DOCUMENTS + _sha256(sha256), *parts]))


def page_key(sha256: str, number: int) -> str:
    """The stored reading of a page; `number` counts from 1."""
    return document_key(sha256, "ocr", f"page-{_number(number):04d}.json.zst")


def dossier_key(dossier: str) -> str:
    """The record of a dossier."""
    return f"{DOSSIERS}{_dossier(dossier)}/dossier.json"


def correction_key(dossier: str, generation: int, correction: str) -> str:
    """A correction made on `generation` of a dossier's record; `correction` is a random id."""
    name = f"{_number(generation):06d}-{_plain_id(correction)}.json"
    return f"{DOSSIERS}{_dossier(dossier)}/corrections/{name}"


def corrections_prefix(dossier: str) -> str:
    """Where all corrections of a dossier lie."""
    return f"{DOSSIERS}{_dossier(dossier)}/corrections/"


def code_key(code: str) -> str:
    """Which dossier claimed a dossier code, such as `000.00.01.H05-250124-0001`."""
    return f"{CODES}{_matching(_CODE, code, 'dossier code')}.json"


def restricted_key(sha256: str, *parts: str) -> str:
    """What is derived from an identity paper."""
    return check_key("/".join([RESTRICTED + _sha256(sha256), *parts]))


def quarantine_key(sha256: str, name: str) -> str:
    """A file nobody could take in (`original.<ext>`) or why (`reason.json`)."""
    return check_key(f"{QUARANTINE}{_sha256(sha256)}/{name}")


def ledger_key(day: date, submission: str) -> str:
    """What became of every file of a submission."""
    return f"{LEDGER}{day.isoformat()}/{_submission(submission)}.json"


def request_key(request: str) -> str:
    """A command from the web to the workers."""
    return f"{REQUESTS}{_plain_id(request)}.json"


def audit_key(day: date, entry: str) -> str:
    """An entry of the audit trail."""
    return f"{AUDIT}{day.isoformat()}/{_plain_id(entry)}.json"


def reference_key(table: str) -> str:
    """The overlay of a reference table, such as `agencies`."""
    return f"{REFERENCE}{_matching(_TABLE, table, 'reference table')}.csv"


def saved_key(search: str) -> str:
    """A question that somebody keeps; `search` is a random id."""
    return f"{SAVED}{_plain_id(search)}.json"


def _submission(text: str) -> str:
    return _matching(_SUBMISSION, text, "submission")


def _sha256(text: str) -> str:
    return _matching(_SHA256, text, "document")


def _dossier(text: str) -> str:
    return _matching(_DOSSIER, text, "dossier")


def _plain_id(text: str) -> str:
    return _matching(_ID, text, "entry")


def _matching(pattern: re.Pattern[str], text: str, what: str) -> str:
    # The text is not repeated: it may come from a URL and hold a person's name.
    if not pattern.fullmatch(text):
        raise NotFound(f"No {what} can have that id; check it for typing errors.", code="bad_id")
    return text


def _extension(text: str) -> str:
    if not _EXTENSION.fullmatch(text):
        raise ConfigError("A file extension is 1 to 10 lower-case letters or digits.", code="bad_key")
    return text


def _number(number: int) -> int:
    if number < 1:
        raise ConfigError("Files, pages and generations are counted from 1.", code="bad_key")
    return number


def _bad_key(why: str) -> ConfigError:
    return ConfigError(f"An object key can't be used: {why}.", code="bad_key")
