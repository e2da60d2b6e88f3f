"""Faults that only reading shows: words nobody can have printed, marks that vanished, print without words."""

from collections.abc import Iterator

from pipeline.quality.evidence import Evidence
from pipeline.quality.measures import Measures
from pipeline.quality.reasons import CHECK, RESCAN, Reason

_DOUBTFUL = (0.3, 0.06)
"""Share of characters read with little confidence. Generated pages read with word F1 0.974 and more have
up to 0.042, one with 0.906 has 0.050, 0.870 has 0.18, 0.60 has 0.34."""

_LEGAL = 0.8
"""Share of legal syllables. Generated pages have 0.91 and more, spoiled ones below F1 0.1 0.19 to 0.84."""

_LEAST_WORDS = 20
_FEWEST_MARKS = 0.35
"""Share of words with marks. Generated pages have 0.80 to 0.91."""

_PLAIN_LEGAL = 0.6
"""Of Vietnamese words without their marks 0.75 to 0.9 are spelled as syllables, of English ones 0.3."""

_PRINT_LETTERS = 100
_FEWEST_LETTERS = 0.4
"""Characters read for each mark the size of a letter. Generated pages have 0.83 and more."""

_STRAY_SHARE = 0.013
_LEAST_STRAY = 3
"""Of the words, letters that stand alone: at most 0.009 on pages with word F1 from 0.96, 0.014 to 0.027 on
those that lost lines or their ends."""

_WELL_DOUBTFUL = 0.03
_WELL_LEGAL = 0.93

_NO_WORDS = Reason("no_words", RESCAN, "Có chữ nhưng không đọc được chữ nào; hãy quét lại.")
_NOTHING = Reason("nothing_read", CHECK, "Không đọc được chữ nào; hãy xem trang có chữ không.")
_FEW = Reason("few_words", CHECK, "Chỉ đọc được một phần chữ trên trang; hãy kiểm tra hoặc quét lại.")
_UNSURE = Reason("unsure_words", RESCAN, "Phần lớn chữ đọc không chắc chắn; hãy quét lại.")
_SOME_UNSURE = Reason(
    "some_unsure_words", CHECK, "Nhiều chữ đọc không chắc chắn; hãy kiểm tra hoặc quét lại."
)
_BROKEN = Reason("broken_words", CHECK, "Có dòng chữ đọc vỡ vụn; hãy kiểm tra, nên quét lại rõ hơn.")
_FOREIGN = Reason(
    "not_syllables", CHECK, "Nhiều từ không phải tiếng Việt; hãy kiểm tra ngôn ngữ hoặc chất lượng quét."
)
_NO_MARKS = Reason(
    "marks_lost", CHECK, "Chữ đọc được hầu như không có dấu; hãy quét rõ hơn hoặc kiểm tra ngôn ngữ."
)
_DIRECTION = Reason("direction_unsure", CHECK, "Chưa chắc trang xuôi hay ngược; hãy xem lại chiều của trang.")


def read_well(read: Evidence) -> bool:
    """Whether the words leave no doubt that the scan could be read."""
    enough = read.words >= _LEAST_WORDS
    return enough and read.doubtful < _WELL_DOUBTFUL and read.legal > _WELL_LEGAL


def reading_faults(page: Measures, read: Evidence) -> Iterator[Reason]:
    """What the words say against the scan."""
    if not read.letters:
        yield _NO_WORDS if page.glyph_px else _NOTHING
        return
    if read.doubtful > _DOUBTFUL[0]:
        yield _UNSURE
    elif read.doubtful > _DOUBTFUL[1]:
        yield _SOME_UNSURE
    if read.stray >= max(_LEAST_STRAY, _STRAY_SHARE * read.words):
        yield _BROKEN
    if page.glyph_count >= _PRINT_LETTERS and read.letters < _FEWEST_LETTERS * page.glyph_count:
        yield _FEW
    if read.words >= _LEAST_WORDS:
        if read.marked < _FEWEST_MARKS and read.plain_legal >= _PLAIN_LEGAL:
            yield _NO_MARKS
        elif read.legal < _LEGAL:
            yield _FOREIGN
    if not page.direction_sure:
        yield _DIRECTION
