"""How many QR and bar codes are found on bad captures, by the size of their modules, and how fast."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from time import process_time

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from core.page import Pixels
from pipeline.clean.ink import grey
from pipeline.clean.stand import Standing, displayed, stand
from pipeline.codes import find_codes
from samples.capture import CAPTURES
from samples.cases import new_case
from samples.codes import bar_code, qr_code
from samples.degrade import CAPTURE
from samples.kinds import KINDS, WRITERS
from samples.sheet import Sheet

_MODULE_MM = 25.4 / 300
_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39]
)
_LOOKS = ("displayed page", "scan", "find_codes")


@dataclass(frozen=True, slots=True)
class Shown:
    """A captured page and the codes on it, each with what it is called in the table."""

    capture: str
    scan: Pixels
    standing: Standing
    codes: dict[str, str]


def run(sheets: int, seed: int) -> None:
    """Draw `sheets` sheets, capture each in every way, look for their codes, print the shares found."""
    cv2.setNumThreads(1)
    found: dict[str, Counter[str]] = {look: Counter() for look in _LOOKS}
    drawn, seconds, wrong = Counter[str](), {look: list[float]() for look in _LOOKS}, 0
    for page in _pages(sheets, seed):
        names = [name for code in page.codes.values() for name in (code, page.capture, "all")]
        drawn.update(names)
        for look in _LOOKS:
            texts, spent = _looked(look, page)
            seconds[look].append(spent)
            wrong += len(texts - page.codes.keys())
            for text in texts & page.codes.keys():
                found[look].update((page.codes[text], page.capture, "all"))
    print("| codes | drawn |", " | ".join(_LOOKS), "|\n| --- |", " ---: |" * (1 + len(_LOOKS)), sep="")
    for name in sorted(drawn):
        shares = (f"{100 * found[look][name] / drawn[name]:.0f} %" for look in _LOOKS)
        print(f"| {name} | {drawn[name]} |", " | ".join(shares), "|")
    times = (f"{1000 * median(seconds[look]):.0f} ms" for look in _LOOKS)
    print("| CPU per page, median | |", " | ".join(times), f"|\n\n{wrong} codes read wrong")


def _pages(sheets: int, seed: int) -> Iterator[Shown]:
    for index in range(sheets):
        rng = Random(f"codes/{seed}/{index}")
        kind = KINDS[index % len(KINDS)]
        sheet = WRITERS[kind](new_case(rng), rng).sheets[0]
        codes = dict.fromkeys(sheet.codes, "as printed") | _printed(sheet, index, rng)
        for capture in CAPTURES:
            shot = CAPTURE[capture](sheet.pixels(), np.random.default_rng(rng.getrandbits(63)))
            yield Shown(capture, shot.pixels, stand(shot.pixels, shot.dpi, lambda *_: None), codes)


def _printed(sheet: Sheet, index: int, rng: Random) -> dict[str, str]:
    """Print a QR and a bar code of this sheet's sizes and a difficult one, at its edges."""
    texts = [f"000.{rng.randint(1, 60):02d}.30.H05-250124-{rng.randint(0, 9999):04d}" for _ in range(3)]
    qr, bar = (2, 3, 4, 5, 7)[index % 5], (2, 3, 4)[index % 3]
    light = Image.fromarray(255 - np.asarray(qr_code(texts[2], 5).convert("L")))
    tilted = qr_code(texts[2], 5).rotate(rng.choice((5, 20, 45)), expand=True, fillcolor=255)
    name, hard = (("QR, light on dark", light), ("QR, tilted", tilted))[index % 2]
    width, height = sheet.image.size
    sheet.picture(qr_code(texts[0], qr), width - 420, 30)
    bars = bar_code(texts[1], bar, (60, 110, 150)[index // 3 % 3])
    sheet.picture(bars, 40, height - 40 - bars.height)
    sheet.picture(hard, width - 40 - hard.width, height - 40 - hard.height)
    sizes = (f"QR, {qr * _MODULE_MM:.2f} mm", f"Code 128, {bar * _MODULE_MM:.2f} mm", name)
    return dict(zip(texts, sizes, strict=True))


def _looked(look: str, page: Shown) -> tuple[set[str], float]:
    """The texts one way of looking finds, and the seconds of CPU it took."""
    shown = displayed(page.scan, page.standing)
    looked = grey(page.scan if look == "scan" else shown)
    started = process_time()
    codes: Sequence[object]
    if look == "find_codes":
        codes = find_codes(page.scan, shown, page.standing)
    else:
        codes = zxingcpp.read_barcodes(looked, formats=_FORMATS, try_invert=False)
    spent = process_time() - started
    return {str(getattr(code, "text")) for code in codes}, spent  # noqa: B009 - two kinds of code
