"""Results as a table, each row with where it comes from."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from core.access import Viewer
from core.clock import VIETNAM
from dossiers import wording
from dossiers.find import Hit, Search, find
from dossiers.records import now
from dossiers.services import Services
from dossiers.sheets import MAX_ROWS, check_kind, write_table
from dossiers.telling import day

_PART = 200
"""Dossiers asked for at a time."""
FIELDS = (
    *("procedure_code", "procedure_name", "sector", "applicant_name", "address", "document_type"),
    *("document_number", "issue_date", "issuing_agency", "subject", "signer", "received_at", "due_at"),
    *("receiving_unit", "settling_agency", "state"),
)
"""Fields of the columns, as a viewer sees them: personal numbers masked."""
COLUMNS = (
    *("Mã hồ sơ", "Hồ sơ", "Mức khớp"),
    *(wording.FIELDS.get(name, name) for name in FIELDS),
    *("Tệp (sha256)", "Trang", "Trích đoạn", "Câu hỏi", "Người xuất", "Thời điểm xuất"),
)


def export(services: Services, search: Search, viewer: Viewer, path: Path, *, most: int = MAX_ROWS) -> int:
    """Write every dossier that answers `search`, as far as `viewer` may see, to a CSV or XLSX; their number.

    Near matches are left out unless they are asked for.

    Raises:
        ConfigError: the name of the file, a field or a date makes no sense.
    """
    check_kind(path)
    when = now().astimezone(VIETNAM).isoformat(timespec="seconds")
    asked = replace(search, limit=_PART, offset=0, cursor="*", nearly=bool(search.nearly))
    first = find(services, asked, viewer)
    by = (search.text, viewer.account, when)

    def rows() -> Iterator[tuple[str, ...]]:
        answer = first
        while True:
            yield from ((*row_of(hit), *by) for hit in answer.hits)
            if not answer.next:
                return
            answer = find(services, replace(asked, cursor=answer.next), viewer)

    filters = [f"{name}={value}" for name, values in search.where.items() for value in values]
    notes = {
        "Câu hỏi": search.text,
        "Hiểu là": first.understood,
        "Bộ lọc": "; ".join(filters),
        "Từ ngày": search.date_from or "",
        "Đến ngày": search.date_to or "",
        "Người xuất": viewer.account,
        "Thời điểm xuất": when,
        "Thứ tự": "mức khớp, mới nhất trước, mã",
    }
    return write_table(path, COLUMNS, islice(rows(), most), notes)


def row_of(hit: Hit) -> tuple[str, ...]:
    """A dossier's cells, up to the excerpt."""
    values = ("; ".join(_shown(name, value) for value in hit.fields.get(name, ())) for name in FIELDS)
    excerpt = html.unescape(re.sub(r"</?mark>", "", hit.snippet))
    page = str(hit.page) if hit.page else ""
    return (
        hit.code or "",
        hit.dossier,
        wording.TIERS[hit.tier],
        *values,
        hit.document or "",
        page,
        excerpt,
    )


def _shown(name: str, value: str) -> str:
    return wording.facet_value(name, value) if name == "state" else day(value)
