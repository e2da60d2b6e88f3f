"""Values of fields are shown in words a clerk knows."""

import pytest

from dossiers import wording


@pytest.mark.parametrize(("value", "said"), [(True, "có"), (False, "không"), (1, "1"), ("vi", "vi")])
def test_yes_and_no_are_said_in_vietnamese(value: object, said: str) -> None:
    assert wording.field_value(value) == said
