"""Read settings from the environment: each as ``NAME`` or, for secrets, ``NAME_FILE``.

A misspelt setting must not be silently ignored, so every ``ACCESSMAP_*`` variable
that nobody declared here is an error that names the nearest known one.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "ACCESSMAP_"
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


@dataclass
class Environment:
    """The process environment, remembering which names were asked for."""

    variables: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    known: set[str] = field(default_factory=set)

    def text(self, name: str, default: str = "") -> str:
        """Return the value of ``name``, or the content of the file ``name_FILE``."""
        self.known |= {name, f"{name}_FILE"}
        path = self.variables.get(f"{name}_FILE")
        if path and name in self.variables:
            raise ImproperlyConfigured(
                f"Both {name} and {name}_FILE are set; unset one of them."
            )
        if not path:
            return self.variables.get(name, default).strip()
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error

    def flag(self, name: str, *, default: bool) -> bool:
        """Return ``name`` as true or false; any other word is an error."""
        value = self.text(name, "true" if default else "false").lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it takes one of: true, false."
        )

    def number(self, name: str, default: int) -> int:
        """Return ``name`` as a whole number."""
        value = self.text(name, str(default))
        try:
            return int(value)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} is {value!r}; it takes a whole number."
            ) from error

    def words(self, name: str, default: str = "") -> tuple[str, ...]:
        """Return ``name`` split at commas, without blanks and empty words."""
        value = self.text(name, default)
        return tuple(word.strip() for word in value.split(",") if word.strip())

    def years(self, name: str) -> dict[str, int]:
        """Return ``name`` as names with their whole years: ``one=7, another=1``."""
        found = {}
        for word in self.words(name):
            key, _equals, years = (part.strip() for part in word.partition("="))
            if not key or not re.fullmatch("[1-9][0-9]?", years):
                raise ImproperlyConfigured(
                    f"{name} has {word!r}; it takes names with whole years from 1 to "
                    "99, such as IPE=10, 7.2.4=2."
                )
            found[key] = int(years)
        return found

    def refuse_unknown(self) -> None:
        """Raise for an ``ACCESSMAP_*`` variable that no setting has asked for."""
        for name in sorted(self.variables):
            if not name.startswith(PREFIX) or name in self.known:
                continue
            near = difflib.get_close_matches(name, sorted(self.known), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ImproperlyConfigured(
                f"{name} is not a setting of AccessMap.{hint} "
                "docs/configuration.md lists them all; unset it or correct it."
            )
