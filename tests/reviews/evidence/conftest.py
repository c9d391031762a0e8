from __future__ import annotations

from pathlib import Path

import pytest

from reviews.evidence.verify import Bundle
from tests.reviews.evidence.bundles import decided, on_disk


@pytest.fixture
def source(tmp_path: Path) -> Bundle:
    """The bundle of a campaign that has seen everything."""
    return on_disk(decided(), tmp_path)
