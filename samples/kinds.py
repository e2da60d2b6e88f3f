"""Every kind of paper by name."""

from collections.abc import Mapping

from samples.papers import application, appointment, control_slip, decision, letter, receipt, submission
from samples.papers.paper import Writer

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
"""The kinds of paper that can be written."""
