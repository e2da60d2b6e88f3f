"""`sohoa ocr --format json`: everything known about the pages of a file."""

import json
from collections.abc import Iterator
from typing import TextIO

from cli.scans import Opened, Seen, Tally
from dossiers import shapes
from pipeline.process import PageResult
from pipeline.splits import arrange, summarise


def print_json(opened: Opened, results: Iterator[PageResult], out: TextIO, tally: Tally) -> None:
    """One object, written page by page so that memory does not grow with the file."""
    seen = Seen(tally, opened.problems)
    head = {
        "schema": "sohoa.ocr/1",
        "file": opened.name,
        "sha256": opened.scan.sha256 if opened.scan else None,
    }
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "pages": [')
    summaries = []
    for number, result in enumerate(seen.through(results)):
        out.write(", " if number else "")
        out.write(json.dumps(shapes.page_shape(result.page), ensure_ascii=False))
        summaries.append(summarise(result.page))
    foot = {
        "problems": shapes.problems_shape(seen.problems),
        **shapes.arrangement_shape(arrange(summaries)),
    }
    out.write("], " + json.dumps(foot, ensure_ascii=False)[1:] + "\n")
