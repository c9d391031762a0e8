"""Every text that people read is said in Japanese too."""

from __future__ import annotations

import pytest

from accessmap.management.commands.messages import SOURCES, untranslated, updated


@pytest.mark.parametrize("app", sorted(SOURCES))
def test_every_text_has_its_japanese(app: str) -> None:
    assert untranslated(updated(app)) == []
