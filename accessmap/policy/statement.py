"""A policy document as values: its statements, and what their conditions test."""

from __future__ import annotations

from typing import NamedTuple


class Test(NamedTuple):
    """One line of a Condition block, as written: operator, key, values."""

    operator: str
    key: str
    values: tuple[str, ...]


class Statement(NamedTuple):
    """One statement. ``principals`` are (type, value) pairs; None: there is no element.

    ``position`` is its place in the document, and no part of what it says.
    """

    position: int
    sid: str
    is_allow: bool
    principals: tuple[tuple[str, str], ...] | None
    is_not_principal: bool
    actions: tuple[str, ...]
    is_not_action: bool
    resources: tuple[str, ...] | None
    is_not_resource: bool
    tests: tuple[Test, ...]

    @property
    def name(self) -> str:
        """Return the Sid, or the place where a person finds the statement."""
        return self.sid or f"Statement {self.position + 1}"


class ParsedDocument(NamedTuple):
    """A document that could be understood."""

    version: str
    statements: tuple[Statement, ...]

    @property
    def has_variables(self) -> bool:
        """Say whether ``${…}`` is a variable here; before 2012-10-17 it is plain text.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
        """
        return self.version == "2012-10-17"
