"""The font file is what this recipe makes, so nobody has to trust its bytes."""

import io
from importlib.resources import files

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from pipeline.derive import glyphless


def built() -> bytes:
    """Only the tables that a font reached by glyph numbers needs (ISO 32000-1, 9.9)."""
    width = 500
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "any"])
    made.setupGlyf({".notdef": Glyph(), "any": Glyph()})
    made.setupHorizontalMetrics({".notdef": (width, 0), "any": (width, 0)})
    made.setupHorizontalHeader(ascent=1000, descent=-1)
    made.updateHead(created=3600000000, modified=3600000000)
    made.font.recalcTimestamp = False
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_font_is_what_its_recipe_makes() -> None:
    assert files(glyphless.__package__).joinpath("data", "glyphless.ttf").read_bytes() == built()
