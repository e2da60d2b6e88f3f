"""Whole dossiers: their papers agree, their files open, their names tell nothing."""

import io
import re
from datetime import date, datetime
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import zxingcpp
from PIL import Image

import samples
from core.text import fold
from samples.capture import capture_sheet
from samples.cases import new_case
from samples.dates import add_working_days
from samples.dossiers import RECORD
from samples.papers import receipt
from samples.papers.paper import Paper
from samples.write import write_pdf, write_tiff
from tests.unit.samples.conftest import SEED


def test_same_seed_writes_the_same_bytes_however_many_are_made(
    tmp_path: Path, dossiers: list[samples.SampleDossier]
) -> None:
    (alone,) = samples.generate(tmp_path, 1, SEED, capture="fax")
    assert alone.fields == dossiers[0].fields
    assert [path.read_bytes() for path in alone.files] == [path.read_bytes() for path in dossiers[0].files]


def test_dossiers_come_as_folders_pdf_and_tiff(dossiers: list[samples.SampleDossier]) -> None:
    assert len(dossiers[0].files) > 1
    assert [path.suffix for path in dossiers[1].files] == [".pdf"]
    assert [path.suffix for path in dossiers[2].files] == [".tiff"]


def test_files_have_as_many_pages_as_their_truth(dossiers: list[samples.SampleDossier]) -> None:
    for dossier in dossiers:
        truths = [samples.load_truth(path) for path in dossier.files]
        assert [_page_count(path) for path in dossier.files] == [len(truth.pages) for truth in truths]
        assert dossier.page_count == sum(len(truth.pages) for truth in truths)
        for truth in truths:
            assert [page.number for page in truth.pages] == list(range(1, len(truth.pages) + 1))
            assert truth.papers[-1].last == len(truth.pages)


def test_pages_go_into_pdf_and_tiff_at_their_own_size(tmp_path: Path) -> None:
    sheet = _receipt(1).sheets[0]
    shots = [capture_sheet(sheet, "receipt", capture, 5) for capture in ("clean", "fax", "photo")]
    modes = ["RGB", "1", "RGB"]
    write_tiff(tmp_path / "1.tiff", shots)
    with Image.open(tmp_path / "1.tiff") as image:
        for index, shot in enumerate(shots):
            image.seek(index)
            assert image.size == (shot.page.width_px, shot.page.height_px)
            assert image.mode == modes[index]
    pages = write_pdf(tmp_path / "1.pdf", shots)
    assert [page.dpi for page in pages[:2]] == [shot.page.dpi for shot in shots[:2]]
    assert pages[2].dpi > 200
    with pikepdf.open(tmp_path / "1.pdf") as pdf:
        for leaf, shot in zip(pdf.pages, shots, strict=True):
            stream = leaf.obj.Resources.XObject.Im0
            assert isinstance(stream, pikepdf.Stream)
            picture = pikepdf.PdfImage(stream)
            assert (picture.width, picture.height) == (shot.page.width_px, shot.page.height_px)
            assert "/DCTDecode" in picture.filters or "/CCITTFaxDecode" in picture.filters
            drawn = np.asarray(picture.as_pil_image().convert("L"), np.float64)
            with Image.open(io.BytesIO(shot.data)) as original:
                assert abs(drawn.mean() - np.asarray(original.convert("L"), np.float64).mean()) < 1


def test_facts_of_a_dossier_agree(dossiers: list[samples.SampleDossier]) -> None:
    for dossier in dossiers:
        received = datetime.fromisoformat(str(dossier.fields["received_at"]))
        due = datetime.fromisoformat(str(dossier.fields["due_at"]))
        assert dossier.fields["dossier_code"] == dossier.code
        assert f"-{received:%y%m%d}-" in dossier.code
        assert due > received
        assert received.utcoffset() == due.utcoffset()
        number, born = str(dossier.fields["national_id"]), str(dossier.fields["date_of_birth"])
        assert number[4:6] == born[2:4]
        assert int(number[3]) % 2 == (dossier.fields["gender"] == "Nữ")
        assert int(number[3]) // 2 == int(born[:2]) - 19
        assert ("huyện" in _district(dossier)) == (received.date() < date(2025, 7, 1))


def test_due_day_counts_working_days() -> None:
    for seed in range(30):
        case = new_case(Random(seed))
        assert case.due_at.date() == add_working_days(case.today, case.procedure.days)


def test_code_of_the_receipt_decodes() -> None:
    for seed in range(6):
        paper = _receipt(seed)
        shot = capture_sheet(paper.sheets[0], "receipt", "clean", seed)
        with Image.open(io.BytesIO(shot.data)) as image:
            found = [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
        assert found == [paper.fields["dossier_code"]] == list(shot.page.codes)


def test_names_of_files_tell_nothing(dossiers: list[samples.SampleDossier], dossier_folder: Path) -> None:
    for path in dossier_folder.rglob("*"):
        assert (
            re.fullmatch(r"\d{4}|\.?\d+\.(png|jpg|pdf|tiff)(\.truth\.json)?", path.name)
            or path.name == RECORD
        )
    for dossier in dossiers:
        assert fold(dossier.applicant_name).replace(" ", "") not in str(dossier.path)


def test_dossiers_are_read_back(dossiers: list[samples.SampleDossier], dossier_folder: Path) -> None:
    assert samples.load_dossiers(dossier_folder) == dossiers


def test_progress_is_told_without_personal_data(tmp_path: Path) -> None:
    told: list[str] = []
    (made,) = samples.generate(tmp_path, 1, 2, capture="fax", progress=told.append)
    assert len(told) == 1
    assert made.applicant_name not in told[0]
    assert made.code not in told[0]


def _receipt(seed: int) -> Paper:
    rng = Random(seed)
    return receipt.write(new_case(rng), rng)


def _district(dossier: samples.SampleDossier) -> str:
    address = str(dossier.fields["address"])
    return "huyện" if re.search("huyện|thị xã|thành phố", address) else address


def _page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return len(pdf.pages)
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))
