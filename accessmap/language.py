"""In which of the two languages somebody reads."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

CODES = tuple(code for code, _name in settings.LANGUAGES)


def reader_language() -> str:
    """Return ``en`` or ``ja``: the language of the page that is being made."""
    found = (get_language() or "").partition("-")[0]
    return found if found in CODES else settings.LANGUAGE_CODE
