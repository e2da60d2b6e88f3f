import random
from itertools import chain
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.sweeping.sorting import Spill, side_by_side

KEYS = st.text(
    st.characters(codec="utf-8", exclude_characters="\t\r\n", exclude_categories=["Z", "C"]), max_size=5
)


def test_rows_come_back_sorted_however_many_lie_on_disk(tmp_path: Path) -> None:
    rows = [(f"{number:05d}", "says", f"{number}") for number in range(1000)]
    spill = Spill(tmp_path / "a", held_rows=64)
    for row in random.Random(1).sample(rows, len(rows)):
        spill.add(*row)
    assert list(spill.rows()) == rows
    assert list(spill.rows()) == rows
    assert len(list((tmp_path / "a").iterdir())) == 1000 // 64


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(KEYS, max_size=12), min_size=1, max_size=4))
def test_each_key_comes_once_with_its_rows_from_every_stream(streams: list[list[str]]) -> None:
    sorted_streams = [sorted((key, str(number), key) for key in keys) for number, keys in enumerate(streams)]
    merged = [(key, list(rows)) for key, rows in side_by_side(*sorted_streams)]
    names = [key for key, _ in merged]
    assert names == sorted(set(chain.from_iterable(streams)))
    assert sorted(chain.from_iterable(rows for _, rows in merged)) == sorted(chain(*sorted_streams))
