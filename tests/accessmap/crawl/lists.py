"""What may come instead of AWS's answer to any call, made from its real answer.

Nothing is listed here: which calls there are, how each is spelt and how its pages are
turned is learnt from botocore as the calls are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import DataNotFoundError
from botocore.httpsession import URLLib3Session

from accessmap.aws import session
from tests.accessmap.aws_world import answer, denied, denied_json, denied_s3

AGAIN = "again-and-again-0000"
TOKENS = ("NextToken", "nextToken", "NextPageToken", "Marker", "marker")
Spoil = Callable[["Call", Any], Any]


@cache
def paging(service: str, operation: str) -> dict[str, Any]:
    """Return how botocore turns the pages of an operation; empty where it does not."""
    try:
        model = botocore.session.Session().get_paginator_model(service)
        return dict(model.get_paginator(operation))
    except (DataNotFoundError, ValueError):
        return {}


@dataclass(frozen=True)
class Call:
    """One operation, as botocore models it."""

    model: Any

    @property
    def name(self) -> str:
        return f"{self.model.service_model.service_name}:{self.model.name}"

    @property
    def protocol(self) -> str:
        return str(self.model.service_model.resolved_protocol)

    @property
    def is_json(self) -> bool:
        return self.protocol in {"json", "rest-json"}

    @property
    def kind(self) -> str:
        return "application/json" if self.is_json else "text/xml"

    @property
    def paging(self) -> dict[str, Any]:
        return paging(self.model.service_model.service_name, self.model.name)

    @property
    def token(self) -> str:
        """Return the member that names the next page; empty where there is none."""
        told = self.paging.get("output_token") or ""
        members = getattr(self.model.output_shape, "members", {})
        said = [told] if isinstance(told, str) else list(told)
        found = [each.partition(" ")[0] for each in (*said, *TOKENS)]
        return next((each for each in found if each in members), "")

    @property
    def more(self) -> str:
        """Return the member that says that there is more."""
        members = getattr(self.model.output_shape, "members", {})
        usual = "IsTruncated" if "IsTruncated" in members else ""
        return str(self.paging.get("more_results") or usual)

    @property
    def items(self) -> set[str]:
        """Return the members of which at least one holds what is listed."""
        told = self.paging.get("result_key") or []
        return {told} if isinstance(told, str) else set(told)


def with_members(call: Call, body: bytes, **members: Any) -> str:
    """Return a real answer with a few members more."""
    shapes = call.model.output_shape.members
    told = {
        str(shapes[name].serialization.get("name", name)): value
        for name, value in members.items()
    }
    if call.is_json:
        return json.dumps({**json.loads(body), **told})
    text = body.decode()
    for name in told:
        text = re.sub(rf"<{name}\s*/>|<{name}>[^<]*</{name}>", "", text)
    written = "".join(
        f"<{name}>{'true' if value is True else value}</{name}>"
        for name, value in told.items()
    )
    wrapper = call.model.output_shape.serialization.get("resultWrapper")
    last = f"</{wrapper}>" if wrapper else re.findall(r"</[^>]+>", text)[-1]
    head, end, tail = text.rpartition(last)
    assert end, f"{call.name}: {text[:300]}"
    return f"{head}{written}{last}{tail}"


def html(_call: Call, _request: Any) -> Any:
    return answer(200, "<html>Sign in</html>", "text/html", request_id="")


def empty(call: Call, _request: Any) -> Any:
    return answer(200, "", call.kind)


def nothing(call: Call, _request: Any) -> Any:
    return answer(200, "{}", call.kind)


def refused(call: Call, codes: tuple[str, str]) -> Any:
    if call.is_json:
        return denied_json(code=codes[0])
    if call.name.startswith("s3:"):
        return denied_s3(code=codes[1])
    return denied(code=codes[1])


def no(call: Call, _request: Any) -> Any:
    return refused(call, ("AccessDeniedException", "AccessDenied"))


def expired(call: Call, _request: Any) -> Any:
    return refused(call, ("ExpiredTokenException", "ExpiredToken"))


def slowed(call: Call, _request: Any) -> Any:
    return refused(call, ("ThrottlingException", "Throttling"))


def changed(request: Any, change: Callable[[Any], str]) -> Any:
    """Return the real answer with another body; of a refusal nothing is made."""
    found = URLLib3Session().send(request)
    if found.status_code != 200:
        return None
    return answer(200, change(found), str(found.headers["content-type"]))


def cut(_call: Call, request: Any) -> Any:
    """Half of the real answer: a connection that broke, behind a proxy."""

    def half(found: Any) -> str:
        text: str = found.content.decode()
        return text[: len(text) // 2]

    return changed(request, half)


def more_and_not_where(call: Call, request: Any) -> Any:
    """A page says that there is more, and lacks the mark of the next."""
    return changed(
        request, lambda found: with_members(call, found.content, **{call.more: True})
    )


def a_next_page(call: Call, name: str = AGAIN) -> dict[str, Any]:
    return {call.token: name} | ({call.more: True} if call.more else {})


def in_circles(call: Call, request: Any) -> Any:
    """Every page names the same next page."""
    return changed(
        request, lambda found: with_members(call, found.content, **a_next_page(call))
    )


def doubled() -> Spoil:
    """Each page comes twice: what AWS gave, and the same once more on the next."""
    kept: dict[str, bytes] = {}  # by what names the second

    def spoil(call: Call, request: Any) -> Any:
        if found := re.search(rf"{AGAIN}-\d+", f"{request.url} {request.body!r}"):
            return answer(200, kept[found[0]].decode(), call.kind)

        def first(found: Any) -> str:
            name = f"{AGAIN}-{len(kept)}"
            kept[name] = found.content
            return with_members(call, found.content, **a_next_page(call, name))

        return changed(request, first)

    return spoil


@dataclass
class Below:
    """What botocore sends, noted; and one operation of it answered otherwise."""

    calls: dict[str, Call] = field(default_factory=dict)  # by event
    event: str = ""
    spoil: Spoil | None = None
    hits: int = 0

    def note(self, model: Any, event_name: str, **_: Any) -> None:
        self.calls[event_name.replace("before-call", "before-send")] = Call(model)

    def send(self, event_name: str, request: Any, **_: Any) -> Any:
        if event_name != self.event or self.spoil is None:
            return None
        made = self.spoil(self.calls[event_name], request)
        self.hits += made is not None
        return made

    @contextmanager
    def spoiling(self, event: str, spoil: Spoil) -> Iterator[None]:
        self.event, self.spoil, self.hits = event, spoil, 0
        try:
            yield
        finally:
            self.spoil = None


@contextmanager
def below() -> Iterator[Below]:
    """Stand below botocore in every client that is made from here on."""
    session.forget()
    standing = Below()
    events = session.session().events
    events.register_first("before-send", standing.send)
    events.register_first("before-call", standing.note)
    try:
        yield standing
    finally:
        session.forget()
