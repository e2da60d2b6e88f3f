"""Lines: no word lost, none too wide, and a font that can write Vietnamese."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from core import fonts
from core.errors import MissingDependency
from samples.fonts import PROBE, Style, check_glyphs, font
from samples.typeset import advance, break_lines, natural_width, place, words

TEXTS = st.lists(st.text("abcđệỗ0123456789", min_size=1, max_size=12), min_size=1, max_size=60)


@given(TEXTS, st.floats(400, 2000), st.floats(0, 150))
def test_breaking_keeps_every_word_in_order(texts: list[str], width: float, indent: float) -> None:
    tokens = words(" ".join(texts))
    lines = break_lines(tokens, width, indent)
    assert [token for line in lines for token in line] == list(tokens)
    assert all(natural_width(line) <= width + 0.01 for line in lines if len(line) > 1)


@given(TEXTS)
def test_justified_lines_reach_the_right_edge(texts: list[str]) -> None:
    line = words(" ".join(texts))[:6]
    placed = place(line, 5000, "justify")
    if len(line) > 1:
        assert placed[-1].left_px + advance(line[-1]) == pytest.approx(5000, abs=1)


@pytest.mark.parametrize(
    "style", [Style(13), Style(13, bold=True), Style(13, italic=True), Style(13, True, True)]
)
def test_font_has_vietnamese_letters(style: Style) -> None:
    masks = [bytes(font(style).getmask(letter)) for letter in PROBE]
    assert all(masks)
    assert len(set(masks)) == len(PROBE)


def test_font_without_vietnamese_is_refused() -> None:
    found = sorted(Path("/usr/share/fonts").rglob("NotoSansInscriptionalParthian-Regular.ttf"))
    if not found:
        pytest.skip("no font without Vietnamese letters here")
    with pytest.raises(MissingDependency):
        check_glyphs(ImageFont.truetype(str(found[0]), 40))


def test_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setenv("PATH", str(tmp_path))
    fonts.face_path.cache_clear()
    try:
        with pytest.raises(MissingDependency, match="fonts-croscore"):
            fonts.face_path(bold=False, italic=False)
    finally:
        fonts.face_path.cache_clear()
