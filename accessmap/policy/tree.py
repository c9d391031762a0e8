"""JSON as AWS or a person gives it, made plain: objects, lists and text, or refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

# AWS's own limits are 2 to 40 KB; what is larger is no policy.
MOST_CHARACTERS = 256 * 1024
MOST_LEVELS = 24
MOST_NODES = 15_000

_UNFIT = re.compile("[\x00\ud800-\udfff]")


class MalformedPolicy(ValueError):
    """The document cannot be understood; the message is a sentence that says why."""


def plain(document: object) -> object:
    """Return any JSON document as dict, list and str only, or refuse it."""
    return bounded(read(document))


def read(document: object) -> object:
    """Return JSON text or bytes as objects; an object is returned as it is."""
    if isinstance(document, bytes | bytearray):
        try:
            document = bytes(document).decode()
        except UnicodeDecodeError:
            raise MalformedPolicy("The policy is not text in UTF-8.") from None
    return from_json(document) if isinstance(document, str) else document


def from_json(text: str, *, most_characters: int = MOST_CHARACTERS) -> object:
    """Return JSON text as objects, numbers as text; duplicate keys are refused."""
    if len(text) > most_characters:
        raise _too_long(len(text))
    # IAM's own API answers with the document percent-encoded.
    if text[:3].lower() == "%7b":
        text = unquote(text)
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise MalformedPolicy("The policy is nested too deeply to be one.") from None
    except json.JSONDecodeError as error:
        raise MalformedPolicy(
            f"The policy is not JSON: {error.msg}, line {error.lineno}, "
            f"column {error.colno}."
        ) from None


def _too_long(characters: int) -> MalformedPolicy:
    return MalformedPolicy(
        f"The policy has {characters} characters or more; AWS allows some 40,000."
    )


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise MalformedPolicy(f"The key {twice[:60]!r} stands twice in one object.")
    return found


def _refuse_constant(name: str) -> object:
    raise MalformedPolicy(f"{name} is no JSON value.")


# Made once: json.loads makes one a call, which takes longer than to read a policy.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_int=str,  # an integer of 10^5 digits stays text
    parse_float=str,
    parse_constant=_refuse_constant,
)


def bounded(document: object) -> object:
    """Return a copy of dict, list and str only, neither too deep nor too large."""
    counted = iter(range(MOST_NODES))
    characters = 0

    def copied(value: object, levels: int) -> object:
        nonlocal characters
        if isinstance(value, str):
            characters += len(value)
            if characters > MOST_CHARACTERS:
                raise _too_long(characters)
            return _fit(value)
        if not levels or next(counted, None) is None:
            raise MalformedPolicy("The policy is nested too deeply, or is too large.")
        if isinstance(value, Mapping):
            return {_fit(n): copied(each, levels - 1) for n, each in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [copied(each, levels - 1) for each in value]
        return _scalar(value)

    return copied(document, MOST_LEVELS)


def _scalar(value: object) -> object:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        try:
            return _fit(str(value))
        except ValueError as error:
            if isinstance(error, MalformedPolicy):
                raise
            return "an integer too long to write"
    raise MalformedPolicy(f"A {type(value).__name__} is no JSON value.")


def _fit(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedPolicy("The keys of a JSON object are text.")
    if _UNFIT.search(value):
        raise MalformedPolicy("The policy holds a NUL or half of a character.")
    return value
