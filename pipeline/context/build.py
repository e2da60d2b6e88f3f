"""Count syllables and pairs in a folder of texts: `python -m pipeline.context.build FOLDER… FILE`.

Capitalised words inside a sentence are left out, so that no person's name gets in; so are pairs
seen in few texts.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from core.text import nfc, old_style_tone
from pipeline.context.model import LEVELS
from pipeline.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+|\S")
_LEAST_PAIR = 5
_LEAST_TEXTS = 3
_LEAST_SINGLE = 10


def runs(text: str) -> Iterator[list[str]]:
    """Stretches of neighbouring syllables, lower case; names and whatever is no syllable part them."""
    for line in nfc(text).splitlines():
        run: list[str] = []
        shouted = line.isupper()
        for number, word in enumerate(_WORD.findall(line)):
            plain = word.lower()
            named = word[:1].isupper() and number > 0 and not shouted
            if named or not is_syllable(plain):
                if len(run) > 1:
                    yield run
                run = []
            else:
                run.append(old_style_tone(plain))
        if len(run) > 1:
            yield run


def count(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Sightings of syllables and of pairs seen in enough texts."""
    singles, pairs, spread = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for text in texts:
        here = Counter[tuple[str, str]]()
        for run in runs(text):
            singles.update(run)
            here.update(pairwise(run))
        pairs.update(here)
        spread.update(here.keys())
    kept = {
        pair: seen for pair, seen in pairs.items() if seen >= _LEAST_PAIR and spread[pair] >= _LEAST_TEXTS
    }
    return singles, Counter(kept)


def write(singles: Counter[str], pairs: Counter[tuple[str, str]], target: Path) -> None:
    """Write the model's file; equal counts give equal bytes."""
    syllables = sorted(syllable for syllable, seen in singles.items() if seen >= _LEAST_SINGLE)
    ids = {syllable: at for at, syllable in enumerate(syllables)}
    known = {ids[a] * 65536 + ids[b]: seen for (a, b), seen in pairs.items() if a in ids and b in ids}
    keys = np.array(sorted(known), np.uint64)
    levels = np.clip(np.rint(np.log([known[int(key)] for key in keys]) * LEVELS), 0, 255)
    np.savez_compressed(
        target,
        syllables=np.frombuffer(" ".join(syllables).encode(), np.uint8),
        singles=np.array([singles[one] for one in syllables], np.uint32),
        steps=np.diff(keys, prepend=np.uint64(0)).astype(np.uint32),
        levels=levels.astype(np.uint8),
    )


def main() -> None:
    """Count every text file below the folders named first and write the file named last."""
    *folders, target = map(Path, sys.argv[1:])
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    singles, pairs = count(path.read_text(encoding="utf-8", errors="replace") for path in paths)
    write(singles, pairs, target)
    sys.stdout.write(f"{len(paths)} texts, {singles.total()} syllables, {len(pairs)} pairs\n")


if __name__ == "__main__":
    main()
