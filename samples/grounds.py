"""What a generated legal ground says, taken from its own wording."""

import re
from collections.abc import Iterator, Mapping

_LONG = r"ngày (?P<day>\d{2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
_LAW = re.compile(rf"(?P<type>Luật) (?P<title>.+?) {_LONG}")
_ACT = re.compile(
    rf"(?P<type>Nghị định|Thông tư|Nghị quyết|Quyết định) số (?P<number>\S+) {_LONG} của (?P<agency>.+?) "
    r"(?P<title>(?:về|quy định|hướng dẫn|ban hành) .+)"
)
_PROPOSAL = re.compile(
    rf"Theo đề nghị của (?P<agency>.+) tại (?P<type>Tờ trình) số (?P<number>\S+?)(?: {_LONG})?"
)


def grounds(text: str) -> Iterator[Mapping[str, str]]:
    """The acts that one printed ground (Căn cứ …; or Theo đề nghị …) names, with their parts.

    Raises:
        ValueError: it is worded in a way the generator does not use.
    """
    body = text.rstrip(".;")
    if body.startswith("Theo đề nghị"):
        yield {"basis": "Theo đề nghị"} | _parts(_PROPOSAL, body)
        return
    for part in body.removeprefix("Căn cứ ").split("; Luật "):
        law = part if part.startswith(("Luật", "Nghị", "Thông", "Quyết")) else f"Luật {part}"
        yield {"basis": "Căn cứ"} | _parts(_LAW if law.startswith("Luật") else _ACT, law)


def _parts(form: re.Pattern[str], text: str) -> dict[str, str]:
    found = form.fullmatch(text)
    if found is None:
        raise ValueError(f"No ground the generator writes: {text}")
    parts = {name: value for name, value in found.groupdict().items() if value}
    if "day" in parts:
        parts["date"] = f"{parts.pop('year')}-{int(parts.pop('month')):02d}-{int(parts.pop('day')):02d}"
    return parts
