"""Understanding: what a paper is, what it says, where it says so, and how sure we are."""

from pipeline.extract.merge import merge_fields
from pipeline.extract.understand import Understanding, understand, understanding_fingerprint

__all__ = ["Understanding", "merge_fields", "understand", "understanding_fingerprint"]
