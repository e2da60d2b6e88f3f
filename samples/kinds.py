"""Every kind of paper by name."""

from collections.abc import Mapping

from samples.papers import application, appointment, control_slip, decision, letter, receipt, submission
from samples.papers.others import drawing, other
from samples.papers.paper import Writer
from samples.papers.sensitive import SECRECY, identity_card, secret
from samples.papers.typed import act, form, result
from samples.words.types import ACTS, FORMS, RESULTS

WRITERS: Mapping[str, Writer] = {
    "receipt": receipt.write,
    "application": application.write,
    "decision": decision.write,
    "letter": letter.write,
    "submission": submission.write,
    "appointment": appointment.write,
    "control_slip": control_slip.write,
}
KINDS = tuple(WRITERS)
"""The kinds of paper that dossiers and the usual set of pages hold."""

TYPES: Mapping[str, Writer] = {
    **{name: act(name, letters, code) for name, letters, code in ACTS},
    **{name: form(name, code) for name, code in FORMS},
    **{name: result(name, code) for name, code in RESULTS},
    **{name: WRITERS[name] for name in ("receipt", "application", "letter", "control_slip")},
    **{mark: secret(mark) for mark in SECRECY},
    "identity_card": identity_card,
    "drawing": drawing,
    "other": other,
}
"""A writer for every type a paper can be classified as."""
