from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from accessmap.aws import offered
from tests.accessmap.aws_world import World, fault, world
from tests.accessmap.collectors.seeing import see

__all__ = ["world"]
pytestmark = pytest.mark.aws
OSAKA = "ap-northeast-3"
HOST = f"codeartifact.{OSAKA}.amazonaws.com"
Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """Say which names exist; there is no network here to ask."""
    offered.forget()

    def exist(*hosts: str) -> None:
        def look_up(host: str, *_: Any) -> list[Any]:
            if host in hosts:
                return []
            raise socket.gaierror("no such name")

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    yield exist
    offered.forget()


def unreachable() -> EndpointConnectionError:
    return EndpointConnectionError(endpoint_url=f"https://{HOST}/v1/domains")


def test_a_service_whose_name_is_nobodys_is_not_offered(names: Names) -> None:
    names(f"sts.{OSAKA}.amazonaws.com")
    assert offered.is_missing("codeartifact", OSAKA, unreachable())
    assert offered.is_known_to_be_missing("codeartifact", OSAKA)


def test_without_a_network_nothing_is_said_of_services(names: Names) -> None:
    names()
    assert not offered.is_missing("codeartifact", OSAKA, unreachable())


def test_a_service_that_is_only_down_is_offered(names: Names) -> None:
    names(HOST, f"sts.{OSAKA}.amazonaws.com")
    assert not offered.is_missing("codeartifact", OSAKA, unreachable())


def test_a_service_that_the_sdk_knows_there_is_offered(names: Names) -> None:
    names("sts.ap-northeast-1.amazonaws.com")
    assert not offered.is_missing("codeartifact", "ap-northeast-1", unreachable())


def test_a_place_that_is_missing_is_asked_once(names: Names, world: World) -> None:
    names(f"sts.{OSAKA}.amazonaws.com")

    def nobody(_request: object) -> None:
        raise unreachable()

    with fault("codeartifact", "ListDomains", nobody):
        first = see("codeartifact", world.payments, OSAKA)
    second = see("codeartifact", world.payments, OSAKA)

    for reading in (first, second):
        assert reading.failure == offered.NOT_OFFERED
    assert second.watch.call_count == 0
