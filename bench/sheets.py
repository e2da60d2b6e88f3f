"""The pages that are read: drawn ones, and real scans whose true text somebody wrote down."""

import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

import samples
from core.errors import BadScan
from core.page import Box
from core.text import nfc
from samples import (
    TrueFile,
    TrueLine,
    TruePage,
    TrueWord,
    generate,
    load_dossiers,
    load_truth,
    page_set,
    type_set,
)
from samples.capture import Shot
from samples.write import A4_WIDTH_INCHES, POINTS, write_pdf

REAL = "real"
"""Stands where a drawn page has its capture."""
_RENDER_DPI = 300
_DRAWN = ".drawn"
"""Says that a set of pages is complete."""
_NOWHERE = Box(0, 0, 0, 0)
_TRUTH_NAME = re.compile(r"(?P<name>.+)_p(?P<number>\d+)\.gt\.txt")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and its truth."""

    file: Path
    """As delivered, one page; what sohoa is given."""
    picture: Path
    """JPEG, or PNG when bitonal; what the others are given."""
    truth: TruePage

    @property
    def name(self) -> str:
        """Names the page in the report."""
        return self.file.stem

    @property
    def dpi(self) -> int:
        """What the picture is declared to have; a phone photo counts as A4 wide, as scanning apps do."""
        dpi = self.truth.dpi
        return round(dpi if dpi > POINTS else self.truth.width_px / A4_WIDTH_INCHES)


def drawn_sheets(folder: Path, pages: int, seed: int) -> list[Sheet]:
    """The first `pages` drawn pages of `seed`, reused while the generator is the same."""
    place = folder / f"{seed}-{_generator_print()}"
    if len(list(place.glob(".*.truth.json"))) < pages:
        page_set(place, pages, seed)
    truths = sorted(place.glob(".*.truth.json"))[:pages]
    files = [load_truth(path) for path in truths]
    return [Sheet(place / one.file, place / one.file, one.pages[0]) for one in files]


def drawn_types(folder: Path, seed: int) -> list[tuple[Path, TrueFile]]:
    """A drawn page of every type of paper, reused while the generator is the same."""
    place = folder / f"types-{seed}-{_generator_print()}"
    if not (place / _DRAWN).exists():
        type_set(place, seed)
        (place / _DRAWN).touch()
    truths = [load_truth(path) for path in sorted(place.glob(".*.truth.json"))]
    return [(place / truth.file, truth) for truth in truths]


def drawn_dossiers(folder: Path, count: int, seed: int) -> list[tuple[Path, TrueFile]]:
    """The files of the first `count` drawn dossiers of `seed`, reused while the generator is the same."""
    place = folder / f"{seed}-{_generator_print()}"
    if len(load_dossiers(place)) < count:
        generate(place, count, seed)
    files = [file for dossier in load_dossiers(place)[:count] for file in dossier.files]
    return [(file, load_truth(file)) for file in files]


def real_sheets(source: Path, folder: Path) -> list[Sheet]:
    """The pages below `source` whose true text is known; none when it is absent."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = []
    for truth in sorted((source / "truth").glob("*.gt.txt")):
        if found := _TRUTH_NAME.fullmatch(truth.name):
            picture, pdf = f"{found[0].removesuffix('.gt.txt')}.jpg", f"{found['name']}.pdf"
            if (source / "scans" / picture).is_file():
                file = Path(shutil.copy(source / "scans" / picture, folder))
                sheets.append(_sheet(file, file, truth, POINTS))
            elif (source / "scans" / pdf).is_file():
                file = _one_page(source / "scans" / pdf, int(found["number"]), folder)
                sheets.append(_sheet(file, _rendered(file), truth, _RENDER_DPI))
    return sheets


def wrap(sheets: list[Sheet], path: Path) -> None:
    """Write a PDF that holds the pictures of `sheets` as they are."""
    write_pdf(
        path, [Shot(one.truth, one.picture.read_bytes(), one.picture.suffix == ".png") for one in sheets]
    )


def _sheet(file: Path, picture: Path, truth: Path, dpi: float) -> Sheet:
    with Image.open(picture) as image:
        width, height = image.size
    lines = tuple(_line(text) for text in nfc(truth.read_text(encoding="utf-8")).splitlines() if text.strip())
    page = TruePage(1, REAL, REAL, width, height, dpi, width, height, lines=lines)
    return Sheet(file, picture, page)


def _line(text: str) -> TrueLine:
    return TrueLine("body", tuple(TrueWord(word, _NOWHERE, _NOWHERE) for word in text.split()))


def _one_page(pdf: Path, number: int, folder: Path) -> Path:
    file = folder / f"{pdf.stem}_p{number}.pdf"
    with pikepdf.open(pdf) as document:
        del document.pages[number:]
        del document.pages[: number - 1]
        document.save(file)
    return file


def _rendered(file: Path) -> Path:
    """The page as poppler draws it, e-signature notes included, for programs that take no PDF."""
    target = file.with_suffix("")
    how = ["-r", str(_RENDER_DPI), "-jpeg", "-jpegopt", "quality=95", "-singlefile"]
    done = subprocess.run(["pdftoppm", *how, str(file), str(target)], capture_output=True, check=False)
    if done.returncode:
        raise BadScan(f"{file.name} can't be drawn; look at the file.")
    return target.with_suffix(".jpg")


def _generator_print() -> str:
    """Changes with any file of the generator."""
    digest = hashlib.sha256()
    root = Path(samples.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
