"""What people see on a terminal: tables, progress, marked hits."""

import html
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import (
    Progress as Bars,
)
from rich.table import Table
from rich.text import Text

from cli.decided import decided
from core.model import Arrangement, Document, Dossier, DossierState, Field
from dossiers import reasons, routing, wording
from dossiers.completeness import said
from dossiers.corrections.model import Correction
from dossiers.delivery import Delivered
from dossiers.find import Answer
from dossiers.progress import Progress, Report
from dossiers.related import Related
from dossiers.shapes import page_count
from dossiers.telling import value_lines

_STYLES = {
    DossierState.COMPLETE: "green",
    DossierState.PARTIAL: "yellow",
    DossierState.QUARANTINED: "red",
}
_SURE = 0.9
_SHOWN_FIELDS = ("procedure_name", "applicant_name", "document_type", "document_number", "issuing_agency")


def console(stream: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """A console that wraps and colours only on a terminal."""
    made = Console(file=stream, stderr=stderr, highlight=False, soft_wrap=False)
    return made if made.is_terminal else Console(file=stream, stderr=stderr, highlight=False, width=160)


@contextmanager
def progress() -> Iterator[Report]:
    """Bars on a terminal, elsewhere a plain line for every dossier that was read; on stderr."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield _plain_line
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("trang"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=out, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: Progress) -> None:
            if step.submission not in tasks:
                tasks[step.submission] = bars.add_task(step.name[:40], total=None)
            bars.update(tasks[step.submission], completed=step.pages_done, total=step.pages_total or None)
            if step.pages_done == step.pages_total:
                bars.update(tasks[step.submission], visible=False)

        yield report


def _plain_line(step: Progress) -> None:
    if step.pages_total and step.pages_done == step.pages_total:
        sys.stderr.write(f"{step.name}: đã đọc {step.pages_total} trang\n")


def print_delivered(delivered: Delivered) -> None:
    """The summary a person can act on: dossiers first, then what needs a hand."""
    out = console()
    if delivered.dossiers:
        table = Table(title="Hồ sơ", title_justify="left", header_style="bold")
        for heading in ("Hồ sơ", "Mã hồ sơ", "Thủ tục", "Người nộp"):
            table.add_column(heading, overflow="fold")
        table.add_column("Trang", justify="right")
        table.add_column("Tin cậy", justify="right")
        table.add_column("Trạng thái")
        for one in delivered.dossiers:
            table.add_row(*_summary(one.dossier, one.known, one.outdated))
        out.print(table)
    for title, files in (("Bị giữ lại", delivered.quarantined), ("Còn chờ", delivered.waiting)):
        for refused in files:
            why = reasons.reason(refused.code, refused.message)
            out.print(Text(f"{title}: {refused.file} [{refused.code}] {why}", "red"))
    if delivered.skipped:
        out.print(f"Bỏ qua {len(delivered.skipped)} tệp ẩn hoặc thư mục rỗng.")
    pages = sum(page_count(one.dossier) for one in delivered.dossiers)
    known = sum(one.known for one in delivered.dossiers)
    counts = f"{len(delivered.dossiers)} hồ sơ, {pages} trang, {known} hồ sơ đã có từ trước"
    out.print(f"{counts}; {delivered.seconds:.1f} giây.")


def print_answer(answer: Answer, query: str) -> None:
    """The hits with the words highlighted, then the facets."""
    out = console()
    more = "Hơn " if answer.more else ""
    near = f", trong đó {answer.nearly} chỉ gần giống," if answer.nearly else ""
    out.print(
        Text(
            f"{more}{answer.total} hồ sơ{near} cho “{query}” ({answer.took_ms:.0f} ms). {answer.understood}",
            "bold",
        )
    )
    for number, hit in enumerate(answer.hits, start=1):
        place = f", trang {hit.page}" if hit.page else ""
        code = hit.code or "(chưa rõ mã)"
        out.print(Text(f"{number}. {code} · {hit.dossier}{place} · {wording.TIERS[hit.tier]}", "cyan"))
        facts = [hit.fields[name][0] for name in _SHOWN_FIELDS if hit.fields.get(name)]
        if facts:
            out.print(Text("   " + " · ".join(facts), "dim"))
        if hit.snippet:
            out.print(Text("   ") + marked_text(hit.snippet))
    for name, values in answer.facets.items():
        if values and answer.total > 1:
            counts = ", ".join(f"{wording.facet_value(name, one.value)} ({one.count})" for one in values[:5])
            out.print(Text(f"{wording.FIELDS.get(name, name)}: {counts}", "dim"))


def print_related(found: Related) -> None:
    """What has to do with a dossier, kind by kind."""
    out = console()
    parts = (
        ("Hồ sơ tương tự", found.similar),
        ("Cùng căn cứ hoặc nhắc đến nhau", found.citing),
        ("Cùng người nộp", found.applicant or ()),
    )
    for title, hits in parts:
        out.print(Text(f"{title}: {len(hits) or 'không có'}", "bold"))
        for hit in hits:
            facts = [hit.fields[name][0] for name in _SHOWN_FIELDS if hit.fields.get(name)]
            out.print(Text(f"   {hit.code or '(chưa rõ mã)'} · {hit.dossier} · " + " · ".join(facts)))


def marked_text(snippet: str) -> Text:
    """A snippet's <mark> as reverse video."""
    text = Text()
    for part in re.split(r"(<mark>.*?</mark>)", snippet):
        inner = html.unescape(re.sub(r"</?mark>", "", part))
        text.append(inner, "bold black on yellow" if part.startswith("<mark>") else "")
    return text


def print_fields(document: Document, title: str) -> None:
    """The fields of a document, doubtful ones in yellow."""
    out = console()
    kind = document.document_type or "không rõ loại"
    table = Table(title=f"{title} · {kind}", title_justify="left", header_style="bold")
    for heading in ("Trường", "Giá trị", "Tin cậy", "Trang", "Lưu ý"):
        table.add_column(heading, overflow="fold")
    for field in document.fields:
        table.add_row(*_field_row(field), style="" if field.confidence >= _SURE else "yellow")
    out.print(table)
    for problem in document.problems:
        out.print(Text(f"[{problem.code}] {reasons.reason(problem.code, problem.message)}", "red"))


def print_dossier(dossier: Dossier, documents: Iterable[Document], corrections: Iterable[Correction]) -> None:
    """A dossier with what people put right, its documents and fields."""
    out = console()
    state = wording.STATES[dossier.state]
    confirmed = " · đã xác nhận" if dossier.confirmed else ""
    out.print(Text(f"Hồ sơ {dossier.code or dossier.id} · {state}{confirmed}", "bold"))
    for line in decided(dossier, corrections):
        out.print(Text(line))
    for problem in dossier.problems:
        if problem.stage in ("assemble", "correct", "confirm"):
            out.print(Text(f"[{problem.code}] {reasons.reason(problem.code, problem.message)}", "red"))
    names = {member.sha256: member.name for member in dossier.documents}
    for document in documents:
        print_fields(document, names[document.sha256])
        for line in _arranged(document.arrangement):
            out.print(Text(line, "yellow"))
    for line, style in _remarks(dossier):
        out.print(Text(line, style))
    for member in dossier.documents:
        if member.state is DossierState.QUARANTINED:
            out.print(Text(f"{member.name}: bị giữ lại", "red"))


def _remarks(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What is said of the dossier as a whole, with its style: hints, who settles it, its component papers."""
    for found in dossier.fields:
        for hint in found.hints:
            yield f"{wording.FIELDS[found.best.name]}: {hint}", "dim"
    if settled_by := routing.said(dossier.routing):
        yield settled_by, "yellow" if routing.warning(dossier.routing) else ""
    for line in said(dossier.completeness):
        yield line, "yellow"


def _arranged(arrangement: Arrangement) -> Iterator[str]:
    """What is proposed for the pages, in words."""
    proposal = "Đã tách" if "splits" in arrangement.decided else "Đề nghị tách"
    for number, split in enumerate(arrangement.splits, start=1):
        code = split.code or "chưa rõ mã"
        what, why = wording.OPENS[split.opens], wording.SPLIT_REASONS[split.reason]
        pages = f"trang {split.first_page}–{split.last_page}"
        yield f"{proposal}, phần {number}: {pages}, {what} {code} ({why})"
    by_mark: dict[str, list[str]] = {}
    for mark in arrangement.marks:
        by_mark.setdefault(mark.mark, []).append(str(mark.page))
    for name, marked in by_mark.items():
        yield f"{wording.PAGE_MARKS[name].capitalize()}: trang {', '.join(marked)}"
    if arrangement.page_order:
        proposal = "Đã xếp lại trang" if "page_order" in arrangement.decided else "Đề nghị xếp lại trang"
        yield f"{proposal}: {', '.join(map(str, arrangement.page_order))}"
    for turn in arrangement.turns:
        yield f"Xoay trang {turn.page}: {turn.degrees}°"


def _summary(dossier: Dossier, known: bool, outdated: bool) -> tuple[str | Text, ...]:
    state = Text(wording.STATES[dossier.state], _STYLES.get(dossier.state, ""))
    if outdated:
        state.append(" · bản đọc cũ", "yellow")
    elif known:
        state.append(" · đã có", "dim")
    sure = [found.best.confidence for found in dossier.fields]
    confidence = f"{100 * sum(sure) / len(sure):.0f} %" if sure else "–"
    procedure, applicant = dossier.field("procedure_name"), dossier.field("applicant_name")
    return (
        dossier.id,
        dossier.code or "–",
        str(procedure.value) if procedure else _titles(dossier),
        str(applicant.value) if applicant else "–",
        str(page_count(dossier)),
        confidence,
        state,
    )


def _titles(dossier: Dossier) -> str:
    kind, number = dossier.field("document_type"), dossier.field("document_number")
    return " ".join(str(field.value) for field in (kind, number) if field and field.value) or "–"


def _field_row(field: Field) -> tuple[str, ...]:
    return (
        wording.FIELDS.get(field.name, field.name),
        "\n".join(value_lines(field)),
        f"{100 * field.confidence:.0f} %",
        str(field.page or ""),
        "; ".join(field.warnings),
    )
