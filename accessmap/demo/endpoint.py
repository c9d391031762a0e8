"""Where the demo AWS is, for whoever is to take it for AWS."""

from __future__ import annotations

import http.client
import os
import socket
import urllib.request

from accessmap.demo.roles_everywhere import EXTERNAL_ID

HOST = "127.0.0.1"
PATIENCE = 10.0  # seconds for an answer
MOVE_ON = "/demo/three-months-later"


def settings_for(port: int) -> dict[str, str]:
    """Return all that boto3 needs to take the endpoint for AWS."""
    return {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_ACCESS_KEY_ID": "AKIADEMO",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_DEFAULT_REGION": "ap-northeast-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "ACCESSMAP_EXTERNAL_ID": EXTERNAL_ID,
    }


def environment(port: int) -> dict[str, str]:
    """Return this process's environment, pointed at the demo AWS and nothing else.

    No profile, session or proxy of the person's own may lead a call astray.
    """
    own = {key: value for key, value in os.environ.items() if key[:4] != "AWS_"}
    no_proxy = ",".join(filter(None, [os.environ.get("NO_PROXY"), HOST]))
    return {
        **own,
        **settings_for(port),
        "ACCESSMAP_ORGANIZATION_NAME": "Kitsune Foods",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def is_free(port: int) -> bool:
    """Say whether nobody listens on a port."""
    try:
        _bound(port).close()
    except OSError:
        return False
    return True


def listen(wished: int = 0) -> socket.socket:
    """Return a socket that listens on the wished port if it is free, else on another.

    Whoever only asks which port is free may find it taken a moment later; a program
    that is handed the socket cannot.
    """
    try:
        held = _bound(wished)
    except OSError:
        held = _bound(0)
    held.listen(128)
    return held


def _bound(port: int) -> socket.socket:
    """Return a socket bound to a port; raise OSError where somebody listens there."""
    bound = socket.socket()
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


def port_of(held: socket.socket) -> int:
    """Return the port that a socket listens on."""
    return int(held.getsockname()[1])


def any_free_port() -> int:
    """Return a port that is free now."""
    with _bound(0) as probe:
        return port_of(probe)


def answers(port: int) -> bool:
    """Say whether somebody there speaks HTTP, whatever it says."""
    asking = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        asking.request("HEAD", "/")
        asking.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def move_on(port: int) -> None:
    """Bring the demo AWS to its second state."""
    url = f"http://{HOST}:{port}{MOVE_ON}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(urllib.request.Request(url, method="POST"), timeout=30).close()
