"""Draw invented administrative dossiers, capture them like real ones, and keep the truth beside them."""

from samples.capture import CAPTURES
from samples.dossiers import SampleDossier, generate, load_dossiers
from samples.kinds import KINDS
from samples.pages import SamplePage, page_set, type_set
from samples.truth import TrueFile, TrueLine, TruePage, TruePaper, TrueWord, load_truth

__all__ = [
    "CAPTURES",
    "KINDS",
    "SampleDossier",
    "SamplePage",
    "TrueFile",
    "TrueLine",
    "TruePage",
    "TruePaper",
    "TrueWord",
    "generate",
    "load_dossiers",
    "load_truth",
    "page_set",
    "type_set",
]
