import pickle

import pytest

from core import errors
from core.access import LOCAL_VIEWER, OPEN, Viewer


@pytest.mark.parametrize("kind", [errors.BadScan, errors.Unavailable, errors.Conflict, errors.NotFound])
def test_an_error_crosses_a_process_boundary_whole(kind: type[errors.SohoaError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("what to do", code="some_code")))
    assert (type(copy), copy.message, copy.code) == (kind, "what to do", "some_code")


def test_the_docstring_of_the_tree_names_every_class_with_its_exit_code() -> None:
    drawn = errors.__doc__ or ""
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.SohoaError):
            line = next(line for line in drawn.splitlines() if name in line.split())
            assert str(kind.exit_code) in line.split()


def test_a_viewer_sees_only_dossiers_of_his_agencies() -> None:
    viewer = Viewer("a", agencies=frozenset({"stp"}))
    assert viewer.may_see(("stp", "snv"))
    assert not viewer.may_see(("snv",))
    assert not viewer.may_see(())
    assert viewer.text_classes == (OPEN,)
    assert LOCAL_VIEWER.may_see(())
