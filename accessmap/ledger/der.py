"""As much of DER as it takes to put a timestamp's certificates in order: pure.

DER sorts the members of a SET. OpenSSL's authority, and so many a public one, sends its
certificates in the order of the chain, which our library refuses. They stand outside
what is signed, so their order may be mended.

https://www.rfc-editor.org/rfc/rfc5652#section-5.1
"""

from __future__ import annotations

CERTIFICATES = 0xA0  # [0] IMPLICIT
LONG, COUNT = 0x80, 0x7F


def sorted_certificates(reply: bytes) -> bytes:
    """Return a TimeStampResp with the certificates of its token in the order of DER.

    Raises:
        ValueError: for what is no such reply.
    """
    try:
        token = members(members(members(reply)[0][1])[1][1])
        signed_data = members(members(token[1][1])[0][1])
    except IndexError:
        return reply  # a refusal carries no token
    for tag, content, _whole in signed_data:
        if tag == CERTIFICATES:
            each = sorted(whole for _tag, _content, whole in members(content))
            return reply.replace(content, b"".join(each))
    return reply


def members(body: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return the values that stand one after the other: tag, content, all of it."""
    found, at = [], 0
    while at < len(body):
        begin, tag, size = at, body[at], int.from_bytes(body[at + 1 : at + 2], "big")
        at += 2
        if size & LONG:
            width = size & COUNT
            size = int.from_bytes(body[at : at + width], "big")
            at += width
        if at + size > len(body):
            raise ValueError("It is cut off, or no DER.")
        found.append((tag, body[at : at + size], body[begin : at + size]))
        at += size
    return found
