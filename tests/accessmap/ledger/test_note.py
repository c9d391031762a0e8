"""Signed notes as C2SP writes them."""

from __future__ import annotations

import pytest

from accessmap.ledger.keys import new_pem, read
from accessmap.ledger.note import BadNote, Head, NamedKey, opened

ORIGIN = "accessmap.kitsune.example/ledger/1"


def signed(head: Head) -> tuple[str, NamedKey]:
    """A checkpoint over ``head``, and the key that signed it."""
    signer = read(new_pem().decode(), "test")
    key = NamedKey(head.origin, signer.public)
    return f"{head.text}\n{key.line(signer.sign(head.text.encode()))}", key


def test_a_checkpoint_reads_back() -> None:
    head = Head(ORIGIN, 7, b"r" * 32)
    note, key = signed(head)
    assert opened(note, [key]) == head


def test_it_looks_as_the_specification_shows() -> None:
    note, _key = signed(Head(ORIGIN, 7, b"r" * 32))
    lines = note.split("\n")
    assert lines[:2] == [ORIGIN, "7"]
    assert lines[3] == ""
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert note.endswith("\n")


@pytest.mark.parametrize(
    ("old", "new"), [("\n7\n", "\n8\n"), ("ledger/1", "ledger/2"), ("\n\n", "\n")]
)
def test_a_changed_checkpoint_is_refused(old: str, new: str) -> None:
    note, key = signed(Head(ORIGIN, 7, b"r" * 32))
    with pytest.raises(BadNote):
        opened(note.replace(old, new, 1), [key])


def test_another_key_does_not_speak_for_the_ledger() -> None:
    note, _key = signed(Head(ORIGIN, 7, b"r" * 32))
    _other, stranger = signed(Head(ORIGIN, 7, b"r" * 32))
    with pytest.raises(BadNote):
        opened(note, [stranger])
