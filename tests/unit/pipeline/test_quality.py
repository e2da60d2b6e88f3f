"""The verdict on a scan, before and after it is read."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from bench.harm import spoiled
from core.page import Box, Line, Pixels, Quality, Verdict, Word
from core.settings import Limits
from pipeline import quality
from pipeline.clean.stand import displayed, stand
from pipeline.load import open_scan
from pipeline.preview import Look, look_at
from pipeline.quality.evidence import cluster
from pipeline.quality.reasons import FAULTS
from tests.drawing import draw_page

TEXT = (
    "Kính gửi ủy ban nhân dân xã Đồng Nguyên tỉnh Bắc Ninh về việc phê duyệt kết quả giải quyết "
    "thủ tục hành chính theo quy định của pháp luật hiện hành trong thời hạn mười ngày làm việc"
)
WORDS = TEXT.split()
PRINT = tuple(" ".join(WORDS[(7 * row + at) % len(WORDS)] for at in range(13)) for row in range(34))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Pixels:
    """A full page, 2,200 × 3,520 px at 300 dpi, print from 230 px on."""
    path = draw_page(tmp_path_factory.mktemp("page") / "a.png", PRINT, 1900)
    return np.pad(np.asarray(Image.open(path), np.uint8), 150, constant_values=255)


def seen(pixels: Pixels, folder: Path, dpi: float = 300) -> Look:
    Image.fromarray(pixels).save(folder / "a.png", dpi=(dpi, dpi))
    return look_at(open_scan(folder / "a.png", Limits()), 1, Limits())


def measured(pixels: Pixels) -> quality.Measures:
    standing = stand(pixels, 300, lambda strip, dpi: None)
    return quality.measure(pixels, displayed(pixels, standing), 300, standing)


def read(*words: str, confidence: float = 0.95) -> quality.Evidence:
    boxes = (Box(80 * at, 0, 80 * at + 70, 30) for at in range(len(words)))
    line = Line(tuple(Word(word, box, confidence) for word, box in zip(words, boxes, strict=True)))
    return quality.evidence((line,), (1900, 3220))


def test_a_good_page_is_good(page: Pixels, tmp_path: Path) -> None:
    look = seen(page, tmp_path)
    assert (look.quality.verdict, look.quality.score, look.quality.codes) == (Verdict.GOOD, 1.0, ())
    assert (look.blank, look.problem, look.quality.worst) == (False, None, None)
    assert (look.width_px, look.height_px) == (page.shape[1], page.shape[0])


@pytest.mark.parametrize(
    ("harm", "strength", "verdict", "code"),
    [
        ("unfocused", 7, Verdict.RESCAN, "blurred"),
        ("unfocused", 3.4, Verdict.CHECK, "soft"),
        ("noisy", 120, Verdict.RESCAN, "very_noisy"),
        ("noisy", 40, Verdict.CHECK, "noisy"),
        ("glaring", 0.4, Verdict.RESCAN, "heavy_glare"),
        ("glaring", 0.26, Verdict.CHECK, "glare"),
        ("cut", 0.12, Verdict.CHECK, "cut"),
        ("tilted", 6, Verdict.GOOD, "skewed"),
        ("tilted", 12, Verdict.CHECK, "very_skewed"),
    ],
)
def test_a_spoiled_page_is_told_with_its_reason(
    page: Pixels, tmp_path: Path, harm: str, strength: float, verdict: Verdict, code: str
) -> None:
    judged = seen(spoiled(page, harm, strength), tmp_path).quality
    assert code in judged.codes
    assert judged.verdict is verdict
    assert len(judged.reasons) == len(judged.codes)


def test_pale_print_on_grey_paper_is_told(page: Pixels, tmp_path: Path) -> None:
    grey = (spoiled(page, "pale", 0.35) * 0.6).astype(np.uint8)
    judged = seen(grey, tmp_path).quality
    assert (judged.verdict, judged.codes) == (Verdict.CHECK, ("faint",))


@pytest.mark.parametrize(("dpi", "code"), [(110, "low_resolution"), (60, "small_print"), (44, "tiny_print")])
def test_a_coarse_page_is_told(page: Pixels, tmp_path: Path, dpi: int, code: str) -> None:
    assert code in seen(spoiled(page, "coarse", dpi), tmp_path, dpi).quality.codes


def test_more_of_a_harm_never_scores_better(page: Pixels) -> None:
    for harm, strengths in (("unfocused", (2, 4, 7)), ("pale", (0.6, 0.3, 0.2)), ("noisy", (20, 60, 120))):
        judged = (quality.judge_scan(measured(spoiled(page, harm, one)), blank=False) for one in strengths)
        scores = [one.score for one in judged]
        assert scores == sorted(scores, reverse=True), harm


def test_a_blurred_corner_is_pointed_at(page: Pixels, tmp_path: Path) -> None:
    spoiled_page = page.copy()
    corner = spoiled_page[2200:3000, 900:1700]
    corner[:] = cv2.GaussianBlur(corner, (0, 0), 4)
    judged = seen(spoiled_page, tmp_path).quality
    assert (judged.verdict, judged.codes) == (Verdict.CHECK, ("partly_blurred",))
    assert judged.worst
    assert judged.worst.overlap(Box(900, 2200, 1700, 3000)) > 0.6 * judged.worst.area


def test_a_page_without_print_is_blank_and_good(tmp_path: Path) -> None:
    look = seen(np.full((1600, 1200), 250, np.uint8), tmp_path)
    assert (look.blank, look.quality.verdict, look.quality.codes) == (True, Verdict.GOOD, ("blank",))


def test_print_too_pale_to_be_seen_is_not_taken_for_a_blank_page(page: Pixels, tmp_path: Path) -> None:
    look = seen(spoiled(page, "pale", 0.15), tmp_path)
    assert look.quality.verdict is Verdict.CHECK
    assert "traces_only" in look.quality.codes


@pytest.mark.parametrize(("turn", "code"), [(2, "turned_over"), (1, "turned_sideways")])
def test_a_turned_page_is_good_with_a_note(page: Pixels, tmp_path: Path, turn: int, code: str) -> None:
    judged = seen(np.ascontiguousarray(np.rot90(page, turn)), tmp_path).quality
    assert (judged.verdict, judged.codes) == (Verdict.GOOD, (code,))


def test_a_page_that_does_not_open_must_be_scanned_again(tmp_path: Path) -> None:
    scan = open_scan(draw_page(tmp_path / "a.png", PRINT[:2]), Limits())
    scan.path.write_bytes(scan.path.read_bytes()[:300])
    look = look_at(scan, 1, Limits())
    assert look.problem
    assert (look.quality.verdict, look.quality.codes) == (Verdict.RESCAN, ("damaged",))


@pytest.mark.parametrize(
    ("side", "part"),
    [
        ("trái", np.s_[:, 450:]),
        ("phải", np.s_[:, :1350]),
        ("trên", np.s_[1160:]),
        ("dưới", np.s_[:1160]),
    ],
)
def test_print_cut_on_any_side_is_named(page: Pixels, side: str, part: tuple[slice, ...]) -> None:
    judged = quality.judge_scan(measured(np.ascontiguousarray(page[part])), blank=False)
    assert judged.codes == ("cut",)
    assert f"mép {side}," in judged.reasons[0]


def judged_after(page: Pixels, words: quality.Evidence) -> Quality:
    return quality.judge_page(measured(page), words)


LEGAL = ("nhân", "dân", "tỉnh", "Bắc", "Ninh", "được", "việc", "quyết", "định", "người") * 100


def test_words_decide_after_reading(page: Pixels) -> None:
    assert judged_after(page, read(*LEGAL)).codes == ()
    assert judged_after(page, read(*LEGAL, confidence=0.4)).verdict is Verdict.RESCAN
    assert judged_after(page, read()).codes == ("no_words",)
    assert judged_after(page, read(*LEGAL[:30])).codes == ("few_words",)
    lost = judged_after(page, read(*("nhan", "dan", "tinh", "Bac", "Ninh", "viec", "dinh") * 140))
    assert (lost.verdict, lost.codes) == (Verdict.CHECK, ("marks_lost",))
    english = judged_after(page, read(*("would", "please", "find", "attached", "the", "letter") * 140))
    assert (english.verdict, english.codes) == (Verdict.CHECK, ("not_syllables",))


def test_what_was_read_well_need_not_be_scanned_again(page: Pixels) -> None:
    soft = measured(spoiled(page, "unfocused", 7))
    assert quality.judge_scan(soft, blank=False).verdict is Verdict.RESCAN
    assert quality.judge_page(soft, read(*LEGAL)).verdict is Verdict.CHECK
    shining = measured(spoiled(page, "glaring", 0.4))
    assert quality.judge_page(shining, read(*LEGAL)).verdict is Verdict.RESCAN


def test_doubtful_words_that_lie_together_are_pointed_at() -> None:
    here = [Box(900 + 60 * at, 2000, 950 + 60 * at, 2030) for at in range(6)]
    alone = [Box(100, 100 + 900 * at, 150, 130 + 900 * at) for at in range(3)]
    assert cluster([*alone, *here], 200.0) == Box.around(here)
    assert cluster(alone, 200.0) is None


def test_every_reason_has_a_code_of_its_own_and_says_what_to_do() -> None:
    codes = [fault.reason.code for fault in FAULTS]
    assert len(set(codes)) == len(codes)
    assert all(fault.reason.sentence.endswith(".") for fault in FAULTS)


def test_print_beside_what_was_taken_for_the_sheet_is_told(page: Pixels) -> None:
    standing = stand(page, 300, lambda strip, dpi: None)
    height, width = page.shape
    half = replace(standing, size=(width, height // 2), steps=("sheet",))
    shown = np.ascontiguousarray(page[: height // 2])
    found = quality.judge_scan(quality.measure(page, shown, 300, half), blank=False)
    assert "print_outside" in found.codes
    whole = replace(standing, steps=("sheet",))
    assert quality.judge_scan(quality.measure(page, page, 300, whole), blank=False).codes == ()


def test_lines_that_fell_to_pieces_are_told(page: Pixels) -> None:
    assert judged_after(page, read(*LEGAL, *"thscm" * 4)).codes == ("broken_words",)
    assert judged_after(page, read(*LEGAL, *"VXIaớ" * 4)).codes == ()
