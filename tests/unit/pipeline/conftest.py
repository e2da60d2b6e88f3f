"""Pictures are worked on by one thread, as in the page processes."""

import cv2
import pytest


@pytest.fixture(autouse=True, scope="package")
def one_thread() -> None:
    """OpenCV's threads wait actively for each other, which takes minutes on a busy machine."""
    cv2.setNumThreads(1)
