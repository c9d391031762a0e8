"""What moto does not serve, answered in tests by the demo organization's own fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accessmap.demo import access_grants, unserved
from accessmap.demo.asked import Asked
from accessmap.demo.unserved import Unserved
from tests.accessmap.aws_world import answer, before_moto


@contextmanager
def standing(
    policies: dict[str, str] | None = None, urls: dict[str, str] | None = None
) -> Iterator[Unserved]:
    """Let things stand that moto does not serve, in members' accounts: ARN → policy.

    The demo organization's own fake answers for them.
    """
    here = Unserved(policies or {}, urls or {})

    def answering(request: Any) -> Any:
        asked = Asked.of_request(request)
        is_grants = asked.path.startswith(access_grants.HEAD)
        found = (access_grants if is_grants else unserved).answer(asked, here)
        if found is None:
            return None
        response = answer(
            int(found.status[:3]), found.body.decode(), found.content_type
        )
        response.headers.update(dict(found.headers))
        return response

    with before_moto(answering):
        yield here
