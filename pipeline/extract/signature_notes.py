"""The electronic signature note: who signed the file and when."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace

from pipeline.extract import dates
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, run_of
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import is_organisation, name_quality, person_words

NOTED_RANK = 3
"""What is typed under the title is believed before the note: a clerk may have signed the file."""
NOTED_ONLY = 0.6
"""Confidence in a signer whom only the note names."""
LEAST_NAME = 0.75
"""Quality from which the words of a note are a person's name."""
FROM_NOTE = "Tên lấy từ chữ ký số, cần đối chiếu với tên in trên văn bản."
_SIGNED = re.compile(r"thoi gian ky|ngay ky|ky ngay|signing time|date")
_SIGNER = re.compile(r"^\W*(?:nguoi ky|ky boi|duoc ky boi|signed by|signer)\s*:\s*(?=\w)")


def read_signature_notes(view: PageView, lexicon: Lexicon) -> Iterator[Candidate]:
    """The signing times and the people in the notes on a page."""
    for line in view.signature_notes:
        if line.words:
            run = run_of(view.number, line.words)
            yield from _times(run)
            yield from _people(run, lexicon)


def _times(run: Run) -> Iterator[Candidate]:
    label = _SIGNED.search(run.folded)
    day = dates.find_date(run.text[label.end() :]) if label else None
    if label is None or day is None or day.value is None:
        return
    clock = dates.find_clock(run.text[label.end() + day.end :])
    value = dates.as_instant(day.value, clock[0] if clock else None)
    yield candidate("signed_at", run, Parsed(value, 0.98, label.start()), "text_layer", 0.98)


def _people(run: Run, lexicon: Lexicon) -> Iterator[Candidate]:
    label = _SIGNER.match(run.folded)
    if label is None or is_organisation(run.text[label.end() :]):
        return
    words = run.text[label.end() :].split()
    name = " ".join(words[: person_words(run.text[label.end() :])]).strip(" ,.;")
    quality, warnings = name_quality(name, lexicon.reference)
    if quality >= LEAST_NAME:
        end = label.end() + len(name)
        parsed = Parsed(name, quality, label.end(), end, warnings)
        yield replace(candidate("signer", run, parsed, "text_layer", 0.98), rank=NOTED_RANK)


def signer_from_note(chosen: MutableMapping[str, Candidate], readings: Sequence[Candidate]) -> None:
    """Give a signer whose typed name nobody can read the name in the electronic signature, with a warning."""
    typed = chosen.get("signer")
    noted = next((one for one in readings if one.name == "signer" and one.source == "text_layer"), None)
    if noted is None or (typed is not None and typed.value is not None):
        return
    chosen["signer"] = replace(noted, confidence=min(NOTED_ONLY, noted.confidence), warnings=(FROM_NOTE,))
