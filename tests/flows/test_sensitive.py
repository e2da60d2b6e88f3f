"""A secret paper and an identity card leave nothing behind outside of the places made for them.

Both are drawn with words that occur nowhere else, taken in through the whole flow, and then every file
that was written, every log line and every answer is searched for those words in all their spellings.
"""

import base64
import json
import logging
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import zstandard
from PIL import Image

from core.access import LOCAL_VIEWER
from core.page import PageState
from core.settings import Settings
from core.text import fold
from dossiers import documents, found_shapes, shapes
from dossiers.browse import show_dossier
from dossiers.delivery import Delivered, deliver
from dossiers.find import Search, find
from dossiers.indexing import rebuild
from dossiers.intake import Delivery
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from samples.capture import capture_sheet
from samples.cases import Case, new_case
from samples.papers.paper import Writer
from samples.papers.sensitive import identity_card, secret

SECRETS = ("Khuynh Ngoạch", "Quỳnh Thoắng")
"""Sentinels of the secret paper: no word of the product, of its data or of Vietnamese prose."""
HOLDER = "Nghiêm Khoắng Thuỵch"
"""Of the identity card: its holder, who is also the applicant."""
NUMBER = "027090987651"
ALLOWED = ("quarantine", "restricted")
_MAGIC = b"\x28\xb5\x2f\xfd"
"""What a zstandard frame begins with."""


def case(seed: int) -> Case:
    """A case whose applicant is the card's holder."""
    made = new_case(Random(seed))
    return replace(made, applicant=replace(made.applicant, name=HOLDER, national_id=NUMBER))


def draw(path: Path, write: Writer, capture: str, seed: int = 3) -> Path:
    """A captured page of a paper as a file named by nobody."""
    paper = write(case(seed), Random(seed))
    shot = capture_sheet(paper.sheets[0], paper.kind, capture, seed)
    file = path.with_suffix(shot.suffix)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(shot.data)
    return file


def spellings(text: str) -> set[bytes]:
    """A text and each of its words as bytes: marks or none, any case, UTF-8, UTF-16, base64, escaped."""
    words = [word for word in text.split() if len(word) > 4]
    forms = {
        form
        for one in (text, *words)
        for base in (one, fold(one))
        for form in (base, base.upper(), base.lower())
    }
    found = {form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")}
    found |= {json.dumps(form).strip('"').encode() for form in forms}
    for form in forms:
        data = form.encode()
        # Inside base64 a text has one of three forms, by where it begins; its edges depend on neighbours.
        found |= {base64.b64encode(b"\x00" * shift + data)[4:-4] for shift in range(3) if len(data) > 11}
    return found


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what its zstandard frames unpack to."""
    data = path.read_bytes()
    yield data
    for found in re.finditer(re.escape(_MAGIC), data):
        try:
            yield zstandard.ZstdDecompressor().decompressobj().decompress(data[found.start() :])
        except zstandard.ZstdError:
            continue


def leaks(folders: list[Path], texts: tuple[str, ...]) -> list[str]:
    """Files outside of the allowed places that hold one of the texts, in their bytes or their names."""
    wanted = [form for text in texts for form in spellings(text)]
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        if any(part in ALLOWED for part in path.parts) or not path.is_file():
            continue
        held = any(form in data for data in (str(path).encode(), *contents(path)) for form in wanted)
        found += [str(path)] if held else []
    return found


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Services whose store, index, scratch and temporary files all lie below the test's folder."""
    temporary = tmp_path / "site" / "tmp"
    temporary.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings = Settings.from_env({"SOHOA_DATA": str(tmp_path / "site" / "data"), "SOHOA_WORKERS": "1"})
    with open_services(settings) as opened:
        yield opened


def ingest(services: Services, *paths: Path) -> Delivered:
    """Take files in through the whole flow."""
    return deliver(services, find_sources(paths), Delivery(branch="H05.01"))


def told(services: Services, delivered: Delivered, *queries: str) -> str:
    """Everything the command line says as JSON of a delivery: ingest, show, search."""
    said: list[object] = [shapes.ingest_shape(delivered)]
    shown = (show_dossier(services, one.dossier.id, LOCAL_VIEWER) for one in delivered.dossiers)
    said += [shapes.dossier_shape(*one) for one in shown]
    said += [
        found_shapes.search_shape(find(services, Search(query), LOCAL_VIEWER))["hits"] for query in queries
    ]
    return json.dumps(said, ensure_ascii=False, default=str)


def is_told(text: str, *secrets: str) -> bool:
    """Whether one of the texts, or a long word of it, stands in `text`, marks aside."""
    return any(fold(word) in fold(text) for secret in secrets for word in secret.split() if len(word) > 4)


def test_the_search_itself_finds_what_leaks(tmp_path: Path) -> None:
    word = SECRETS[0]
    spelled = (
        word.encode(),
        fold(word).encode(),
        word.encode("utf-16-le"),
        base64.b64encode(f"ab {word}".encode()),
    )
    packed = b"junk" + zstandard.compress(f'{{"text": "{word}"}}'.encode())
    for number, data in enumerate((*spelled, packed, json.dumps(word).encode())):
        (tmp_path / str(number)).write_bytes(data)
    (tmp_path / "restricted").mkdir()
    (tmp_path / "restricted" / "x").write_bytes(word.encode())
    assert len(leaks([tmp_path], (word,))) == 6


@pytest.mark.parametrize(
    ("mark", "capture"),
    [
        ("MẬT", "clean"),
        ("MẬT", "fax"),
        ("TỐI MẬT", "fax"),
        ("TUYỆT MẬT", "fax"),
        ("TUYỆT MẬT", "adf"),
    ],
)
def test_a_secret_paper_leaves_nothing_outside_quarantine(
    services: Services,
    tmp_path: Path,
    mark: str,
    capture: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    lines = (f"Phương án {SECRETS[0]} và {SECRETS[1]} được giữ kín.",)
    with caplog.at_level(logging.DEBUG):
        delivered = ingest(services, draw(tmp_path / "in" / "1", secret(mark, lines), capture))
        rebuild(services, lambda _: None)
        said = told(services, delivered, *SECRETS, fold(SECRETS[0]), mark)
    assert [one.code for one in delivered.quarantined] == ["secret"]
    assert list(services.store.list("quarantine/"))
    assert not list(services.store.list("archive/documents/"))
    assert leaks([tmp_path / "site"], (*SECRETS, HOLDER)) == []
    noise = capfd.readouterr()
    assert not is_told(caplog.text + said + noise.out + noise.err, *SECRETS, HOLDER)


def test_the_words_of_the_secret_paper_are_legible(services: Services, tmp_path: Path) -> None:
    lines = (f"Phương án {SECRETS[0]} và {SECRETS[1]} được giữ kín.",)
    file = draw(tmp_path / "in" / "1", secret("MẬT", lines), "clean")
    with Image.open(file) as picture:
        picture.crop((0, round(picture.height * 0.75), *picture.size)).save(
            tmp_path / "foot.png", dpi=(300, 300)
        )
    delivered = ingest(services, tmp_path / "foot.png")
    assert is_told(told(services, delivered, "Phương án") + _text(services), "Khuynh")


def _text(services: Services) -> str:
    keys = [info.key for info in services.store.list("archive/documents/") if info.key.endswith(".zst")]
    return " ".join(documents.load_page(services.store, key.split("/")[2], 1).text for key in keys)


@pytest.mark.parametrize("capture", ["clean", "adf"])
def test_an_identity_card_leaves_nothing_outside_restricted(
    services: Services,
    tmp_path: Path,
    capture: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        delivered = ingest(services, draw(tmp_path / "in" / "2", identity_card, capture))
        rebuild(services, lambda _: None)
        said = told(services, delivered, HOLDER, NUMBER, fold(HOLDER))
    sha256 = delivered.dossiers[0].dossier.documents[0].sha256
    page = documents.load_page(services.store, sha256, 1)
    assert (page.state, page.lines, page.regions, page.codes) == (PageState.RESTRICTED, (), (), ())
    names = {info.key.rpartition("/")[2] for info in services.store.list(f"archive/documents/{sha256}/")}
    assert names == {"manifest.json", "header.json", "page-0001.json.zst"}
    hidden = {info.key.rpartition("/")[2] for info in services.store.list(f"restricted/{sha256}/")}
    assert "page-0001.jpg" in hidden
    assert not {name for name in hidden if name.startswith("thumb-")}
    assert leaks([tmp_path / "site"], (HOLDER, NUMBER)) == []
    noise = capfd.readouterr()
    assert not is_told(caplog.text + said + noise.out + noise.err, HOLDER, NUMBER)
