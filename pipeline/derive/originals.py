"""The scan's own picture streams, as far as a PDF/A-2 may hold them unchanged."""

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Name

from core.errors import BadScan
from core.model import Scan
from pipeline import pdf, raster
from pipeline.derive.encoding import LOSSLESS, holds_jpeg, to_pdf
from pipeline.embedded import filters_of, picture_at

_FILTERS = frozenset({"/DCTDecode", "/FlateDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/RunLengthDecode"})
"""Those of PDF/A-2 (ISO 19005-2, 6.1.7); JPEG 2000 has conditions of its own and is encoded anew."""

_KEPT = frozenset({"image/jpeg", *LOSSLESS})
"""Files whose picture can go into a PDF without growing: what else is lossy would grow many times over."""

_DEPTHS = (1, 2, 4, 8, 16)
_NOT_ALLOWED = ("/SMask", "/Mask", "/Alternates", "/OPI")
_PROFILE_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_PROFILE_SPACES = {1: b"GRAY", 3: b"RGB "}
_LAST_PROFILE_MAJOR = 4
_DEVICE = {1: Name.DeviceGray, 3: Name.DeviceRGB}

_ORIENTATIONS = {
    2: (False, True, False),
    3: (False, True, True),
    4: (False, False, True),
    5: (True, False, False),
    6: (True, True, False),
    7: (True, True, True),
    8: (True, False, True),
}
"""EXIF orientation → transposed, mirrored across, mirrored down."""
_EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Original:
    """A stored picture and how the loaded page shows it: transposed first, then mirrored."""

    picture: pikepdf.Object
    transposed: bool = False
    mirrored_across: bool = False
    mirrored_down: bool = False


class Originals:
    """Looks up the stored pictures of `scan`."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._is_pdf = scan.media_type == pdf.MEDIA_TYPE
        self._document: pikepdf.Pdf | None = None
        self._opened = False

    def close(self) -> None:
        """Give up the file."""
        if self._document is not None:
            self._document.close()

    def find(self, number: int) -> Original | None:
        """The picture of page `number`, or None where the page is not one or PDF/A forbids it."""
        if not self._opened:
            self._document, self._opened = self._open(), True
        if self._document is None:
            return None
        return self._in_pdf(self._document, number) if self._is_pdf else self._in_file(self._document, number)

    def _open(self) -> pikepdf.Pdf | None:
        if self._is_pdf:
            try:
                return pdf.open_pdf(self._scan.path)
            except BadScan:
                return None
        if self._scan.media_type not in _KEPT or holds_jpeg(self._scan):
            return None
        try:
            return pikepdf.open(io.BytesIO(to_pdf(str(self._scan.path))))
        except Exception:  # noqa: BLE001  # img2pdf refuses by a dozen classes; then it is encoded anew
            return None

    def _in_pdf(self, document: pikepdf.Pdf, number: int) -> Original | None:
        found = pdf.shape(self._scan, number)
        if found is None or found.picture is None:
            return None
        picture = conforming(picture_at(document.pages[number - 1], found.picture.names))
        if picture is None:
            return None
        place = found.picture
        return Original(picture, place.transposed, place.mirrored_across, place.mirrored_down)

    def _in_file(self, document: pikepdf.Pdf, number: int) -> Original | None:
        if number > len(document.pages):
            return None
        picture = conforming(next(iter(document.pages[number - 1].Resources.XObject.values())))
        if picture is None:
            return None
        with raster.opened(self._scan.path, self._scan.media_type) as shown:
            if number > 1:
                shown.seek(number - 1)
            turned = _ORIENTATIONS.get(shown.getexif().get(_EXIF_ORIENTATION, 1), (False, False, False))
        return Original(picture, *turned)


def conforming(picture: pikepdf.Object) -> pikepdf.Object | None:
    """The picture with its data unchanged and its dictionary as PDF/A-2 wants it, or None."""
    filters = filters_of(picture)
    if not _FILTERS.issuperset(filters) or any(key in picture for key in _NOT_ALLOWED):
        return None
    stencil = bool(picture.get("/ImageMask", False))
    if not stencil and not _space_conforms(picture):
        return None
    if int(picture.get("/BitsPerComponent", 1)) not in _DEPTHS:
        return None
    if "/Interpolate" in picture:
        del picture.Interpolate
    return picture


def _space_conforms(picture: pikepdf.Object) -> bool:
    """Whether PDF/A-2 with an sRGB intent allows the colour space; a doubtful profile is dropped."""
    space = picture.get("/ColorSpace")
    if space in _DEVICE.values():
        return True
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return False
    family = str(space[0])
    if family == "/Indexed":
        base = space[1]
        if isinstance(base, pikepdf.Array) and str(base[0]) == "/ICCBased":
            return _profile_conforms(base[1])
        return base in _DEVICE.values()
    if family != "/ICCBased" or int(space[1].N) not in _DEVICE:
        return False
    if not _profile_conforms(space[1]):
        picture.ColorSpace = _DEVICE[int(space[1].N)]
    return True


def _profile_conforms(profile: pikepdf.Object) -> bool:
    """Whether an ICC profile's header is of a version, class and space that PDF/A-2 accepts (6.2.4.2)."""
    header = profile.read_bytes()[:128]
    wanted = _PROFILE_SPACES.get(int(profile.N))
    return (
        len(header) == 128
        and header[8] <= _LAST_PROFILE_MAJOR
        and header[12:16] in _PROFILE_CLASSES
        and header[16:20] == wanted
    )
