"""How well a page was scanned: measured before it is read, weighed again by what was read."""

from pipeline.quality.evidence import Evidence, evidence
from pipeline.quality.judging import failed, is_blank, judge_page, judge_scan
from pipeline.quality.measures import Measures, measure

__all__ = ["Evidence", "Measures", "evidence", "failed", "is_blank", "judge_page", "judge_scan", "measure"]
