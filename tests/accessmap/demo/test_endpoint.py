"""Where the demo AWS listens."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from accessmap.demo import endpoint


def test_two_demos_started_at_once_have_a_port_each():
    # Both had asked which port is free, and one read the AWS of the other.
    with endpoint.listen() as one, endpoint.listen(endpoint.port_of(one)) as other:
        assert endpoint.port_of(one) != endpoint.port_of(other)


def test_a_port_that_was_kept_is_taken_again():
    with endpoint.listen() as before:
        port = endpoint.port_of(before)
        assert not endpoint.is_free(port)
    with endpoint.listen(port) as after:
        assert endpoint.port_of(after) == port


def test_a_socket_where_nobody_speaks_yet_does_not_answer(monkeypatch):
    monkeypatch.setattr(endpoint, "PATIENCE", 0.05)
    with endpoint.listen() as silent:
        assert not endpoint.answers(endpoint.port_of(silent))
    assert not endpoint.answers(endpoint.any_free_port())


def test_whoever_speaks_http_answers_even_to_refuse():
    with HTTPServer((endpoint.HOST, 0), BaseHTTPRequestHandler) as server:
        asked = Thread(target=server.handle_request)
        asked.start()
        assert endpoint.answers(server.server_port)  # it has no HEAD: 501
        asked.join()
