"""What offices write short, with what it stands for (domain notes, section 5)."""

from core.text import Token
from search.terms import word_tokens

Form = tuple[Token, ...]

_BOTH_WAYS = """
UBND ủy ban nhân dân|UBHC ủy ban hành chính|HĐND hội đồng nhân dân|TTHC thủ tục hành chính|HCC hành chính công
TTPVHCC trung tâm phục vụ hành chính công|DVC dịch vụ công|DVCTT dịch vụ công trực tuyến
DVCQG dịch vụ công quốc gia|QLNN quản lý nhà nước|CBCC cán bộ công chức|CBCCVC cán bộ công chức viên chức
CNTT công nghệ thông tin|CĐS chuyển đổi số|QSDĐ quyền sử dụng đất|GCN giấy chứng nhận
GCNQSDĐ giấy chứng nhận quyền sử dụng đất|GPXD giấy phép xây dựng|GPLX giấy phép lái xe|CCCD căn cước công dân
CMND chứng minh nhân dân|CMTND chứng minh thư nhân dân|HKTT hộ khẩu thường trú|MST mã số thuế
BHXH bảo hiểm xã hội|BHYT bảo hiểm y tế|ATTP an toàn thực phẩm|KCN khu công nghiệp
KH&CN khoa học và công nghệ|KHCN khoa học và công nghệ|TN&MT tài nguyên và môi trường
TNMT tài nguyên và môi trường|NN&MT nông nghiệp và môi trường|NNMT nông nghiệp và môi trường
NN&PTNT nông nghiệp và phát triển nông thôn|PTNT phát triển nông thôn|GD&ĐT giáo dục và đào tạo
GDĐT giáo dục và đào tạo|KH&ĐT kế hoạch và đầu tư|KHĐT kế hoạch và đầu tư|TT&TT thông tin và truyền thông
TTTT thông tin và truyền thông|GTVT giao thông vận tải|LĐTBXH lao động thương binh và xã hội
LĐTB&XH lao động thương binh và xã hội|VHTTDL văn hóa thể thao và du lịch|VHTT&DL văn hóa thể thao và du lịch
TNHH trách nhiệm hữu hạn|THCS trung học cơ sở|THPT trung học phổ thông|KSTTHC kiểm soát thủ tục hành chính
"""
"""Nothing else is written so short."""

_SPELLED_OUT = """
QĐ quyết định|NĐ nghị định|NQ nghị quyết|TT thông tư|TTr tờ trình|CT chỉ thị|TB thông báo|KH kế hoạch
BC báo cáo|HD hướng dẫn|CV công văn|VB văn bản|HS hồ sơ|QL quốc lộ|V/v về việc
"""
"""Spelled out only: every number of an act holds QĐ, so that `quyết định` would find everything."""

_BEFORE_NAMES = """
TP thành phố|TX thị xã|TT thị trấn|H huyện|P phường|X xã|Q quận|KP khu phố|TDP tổ dân phố
"""
"""Before the name of a place only: a P. alone may be anything."""

_LETTERS = "qd nd nq tt ttlt ttr ct tb kh bc bb hd cv gm gt qc qyd tc ctr pa da cd pb pc pg sy sl gp gcn gxn"
SYMBOLS = frozenset(_LETTERS.split())
"""Letters of a kind of act inside its number, without marks (Decree 30/2020, Appendix III)."""


def _table(text: str) -> tuple[tuple[Form, Form], ...]:
    entries = [entry.strip() for line in text.splitlines() for entry in line.split("|") if entry.strip()]
    pairs = [entry.split(" ", 1) for entry in entries]
    return tuple((word_tokens(short), word_tokens(full)) for short, full in pairs)


BOTH_WAYS = _table(_BOTH_WAYS)
SPELLED_OUT = _table(_SPELLED_OUT)
BEFORE_NAMES = _table(_BEFORE_NAMES)


Pairs = tuple[tuple[Form, Form], ...]
"""What may stand, with what it may be exchanged for."""


def by_first_word(pairs: Pairs) -> dict[str, Pairs]:
    """The pairs by the first word, without marks, of what may stand: to look up, not to compare."""
    table: dict[str, Pairs] = {}
    for there, instead in pairs:
        first = there[0].folded
        table[first] = (*table.get(first, ()), (there, instead))
    return table


SHORT_TO_FULL = by_first_word((*BOTH_WAYS, *SPELLED_OUT))
FULL_TO_SHORT = by_first_word(tuple((full, short) for short, full in BOTH_WAYS))


def same(typed: Form, known: Form) -> bool:
    """Whether what was typed is `known`, with all its marks or without any in a word."""
    return len(typed) == len(known) and all(
        one.folded == other.folded and one.marked in (other.marked, other.folded)
        for one, other in zip(typed, known, strict=True)
    )


def written(form: Form) -> str:
    """The words of a form."""
    return " ".join(token.marked for token in form)
