from __future__ import annotations

import pytest
from django.utils.translation import deactivate_all, override

from accessmap.language import reader_language


@pytest.mark.parametrize(
    ("code", "language"), [("ja", "ja"), ("ja-jp", "ja"), ("en-gb", "en")]
)
def test_a_region_reads_its_language(code: str, language: str) -> None:
    with override(code):
        assert reader_language() == language


def test_where_nothing_is_translated_it_is_english() -> None:
    deactivate_all()
    assert reader_language() == "en"
