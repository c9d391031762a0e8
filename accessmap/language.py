"""In which of the two languages somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from accessmap.models import User

CODES = tuple(code for code, _name in settings.LANGUAGES)


def reader_language() -> str:
    """Return ``en`` or ``ja``: the language of the page that is being made."""
    found = (get_language() or "").partition("-")[0]
    return found if found in CODES else settings.LANGUAGE_CODE


def language_of(person: User) -> str:
    """Return the language that ``person`` chose; ours where they chose none."""
    return person.language or settings.LANGUAGE_CODE
