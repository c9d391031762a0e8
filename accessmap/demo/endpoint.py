"""Where the demo AWS is, for whoever is to take it for AWS."""

from __future__ import annotations

import os
import socket
import urllib.request

from accessmap.demo.roles_everywhere import EXTERNAL_ID

HOST = "127.0.0.1"
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
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def is_free(port: int) -> bool:
    """Say whether nobody listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Say whether somebody listens on a port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def any_free_port(wished: int = 0) -> int:
    """Return the wished port if it is free, else another."""
    if wished and is_free(wished):
        return wished
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def move_on(port: int) -> None:
    """Bring the demo AWS to its second state."""
    url = f"http://{HOST}:{port}{MOVE_ON}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(urllib.request.Request(url, method="POST"), timeout=30).close()
