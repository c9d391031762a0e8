"""One request before some documents: allowed, denied, not mentioned, or it depends.

Three-valued: a key of which the request says nothing leaves a statement undecided, and
so may the answer. For the caller's own policies and for controls, where no Principal
stands.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from accessmap.policy.action import matches
from accessmap.policy.condition import Values, holds, operator
from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    Test,
    parse,
)


class Answer(StrEnum):
    """What documents say of a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    SILENT = "silent"  # no Allow mentions it, which is a no
    DEPENDS = "depends"  # on a condition that the request does not tell
    UNREAD = "unread"  # a document could not be understood


@dataclass(frozen=True, slots=True)
class Request:
    """One action on one resource; ``context`` holds what is known of the rest."""

    action: str
    resource: str
    context: Mapping[str, Values] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer, and the document that gives it."""

    answer: Answer
    document: str = ""


def judge(documents: Mapping[str, object], request: Request) -> Judgement:
    """Ask all ``documents`` (name → policy): a Deny outweighs, one Allow is enough."""
    found: dict[Answer, str] = {}
    for name, document in documents.items():
        try:
            parsed = parse(document)
        except MalformedPolicy:
            found.setdefault(Answer.UNREAD, name)
            continue
        for statement in parsed.statements:
            if answer := _says(statement, request, parsed):
                found.setdefault(answer, name)
    if Answer.DENIED in found:
        return Judgement(Answer.DENIED, found[Answer.DENIED])
    for answer in (Answer.UNREAD, Answer.DEPENDS, Answer.ALLOWED):
        if answer in found:
            return Judgement(answer, found[answer])
    return Judgement(Answer.SILENT)


def _says(
    statement: Statement, request: Request, document: ParsedDocument
) -> Answer | None:
    """Return what one statement says; None: nothing of this request."""
    if not _covers(statement, request):
        return None
    truths = [_holds(each, request, document) for each in statement.tests]
    if False in truths:
        return None
    if None in truths:
        # A Deny that may hold makes the answer depend, as an Allow does.
        return Answer.DEPENDS
    return Answer.ALLOWED if statement.is_allow else Answer.DENIED


def _covers(statement: Statement, request: Request) -> bool:
    named = any(matches(each, request.action) for each in statement.actions)
    if named is statement.is_not_action:
        return False
    if statement.resources is None:
        return True
    lies = any(_lies_in(each, request.resource) for each in statement.resources)
    return lies is not statement.is_not_resource


def _lies_in(pattern: str, resource: str) -> bool:
    """Say whether a resource fits; of a whole bucket, its objects' pattern is part."""
    stem = pattern.removesuffix("/*")
    return matches(pattern, resource) or (stem != pattern and matches(stem, resource))


def _holds(test: Test, request: Request, document: ParsedDocument) -> bool | None:
    """Say whether a condition is met; None where the request does not tell."""
    how = operator(test.operator)
    if how is None or test.key.lower() not in request.context:
        return None
    if document.has_variables and any("${" in value for value in test.values):
        return None
    return holds(test, how, request.context[test.key.lower()] or None)
