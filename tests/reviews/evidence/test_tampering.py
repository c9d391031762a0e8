"""Whatever is done to a bundle is found, and named."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from accessmap.ledger.keys import new_pem, read
from reviews.evidence import verify as checker
from reviews.evidence.bundle import pae
from reviews.evidence.tables import canonical
from tests.accessmap.ledger.authority import Authority, authority
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked
from tests.reviews.evidence.test_verify import fault, second

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """An authority for all tests here: its keys take a moment."""
    with authority(tmp_path_factory.mktemp("tsa") / "home") as found:
        yield found


@pytest.fixture
def files(served: Authority, settings: Settings) -> dict[str, bytes]:
    """The files of a sealed bundle that an authority timestamped."""
    settings.TSA_URL, settings.TSA_ROOTS = served.url, served.roots
    found = unpacked(bundle(sealed().campaign))
    assert "checkpoint.tsr" in found
    return found


def change(files: dict[str, bytes], dice: random.Random) -> str:
    """One byte of one file is another."""
    name = dice.choice([each for each in sorted(files) if files[each]])
    body = bytearray(files[name])
    body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
    files[name] = bytes(body)
    return name


def leave_out(files: dict[str, bytes], dice: random.Random) -> str:
    name = dice.choice(sorted(files))
    del files[name]
    return name


def bring_in(files: dict[str, bytes], dice: random.Random) -> str:
    name = f"raw/{dice.randbytes(32).hex()}.json"
    files[name] = b"{}"
    return name


def swap(files: dict[str, bytes], dice: random.Random) -> str:
    alike = [name for name in sorted(files) if files[name]]
    one, other = dice.sample(alike, 2)
    while files[one] == files[other]:
        one, other = dice.sample(alike, 2)
    files[one], files[other] = files[other], files[one]
    return ""


def cut(files: dict[str, bytes], dice: random.Random) -> str:
    name = dice.choice([each for each in sorted(files) if files[each]])
    files[name] = files[name][: dice.randrange(len(files[name]))]
    return name


def change_line(files: dict[str, bytes], dice: random.Random) -> str:
    tables = [each for each in sorted(files) if each.endswith(".jsonl") and files[each]]
    name = dice.choice(tables)
    body = files[name].splitlines(keepends=True)
    number = dice.randrange(len(body))
    body[number] = body[number].replace(b'":', b'": ', 1)
    files[name] = b"".join(body)
    return f"{name} line {number + 1}"


def sign_anew(files: dict[str, bytes], dice: random.Random) -> str:
    """Somebody with another key makes a whole bundle of another history."""
    name = dice.choice(["population.jsonl", "decisions.jsonl", "events.jsonl"])
    before = files[name]
    files[name] = before.replace(b"confirm", b"revoke", 1)
    if files[name] == before:
        files[name] = before + before.splitlines(keepends=True)[0]
    signed_anew(files)
    return ""


def signed_anew(files: dict[str, bytes]) -> None:
    told = json.loads(
        base64.b64decode(json.loads(files["manifest.dsse.json"])["payload"])
    )
    signer = read(new_pem().decode(), "test")
    for each in told["subject"]:
        each["digest"]["sha256"] = hashlib.sha256(files[each["name"]]).hexdigest()
    told["predicate"]["signed_with"] = base64.b64encode(signer.public).decode()
    payload = json.dumps(told).encode()
    signature = signer.sign(pae(payload))
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": "application/vnd.in-toto+json",
        "signatures": [
            {
                "sig": base64.b64encode(signature).decode(),
                "keyid": hashlib.sha256(signer.public).hexdigest(),
            }
        ],
    }
    files["manifest.dsse.json"] = canonical(envelope)
    files["openssl/message"] = pae(payload)
    files["openssl/signature"] = signature
    files["openssl/key.pem"] = signer.public_pem


def stamp_another(files: dict[str, bytes], dice: random.Random) -> str:
    """Whoever holds the signing key puts another timestamp in, and signs that."""
    token = bytearray(files["checkpoint.tsr"])
    imprint = hashlib.sha256(files["checkpoint.txt"]).digest()
    place = token.index(imprint) + dice.randrange(len(imprint))
    token[place] ^= 1 << dice.randrange(8)
    files["checkpoint.tsr"] = bytes(token)
    signed_anew(files)
    return "checkpoint.tsr"


def test_no_byte_of_the_manifest_is_free(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    """Base64 has spare bits, JSON spare space, and nobody else reads the key's id."""
    told = json.loads(files["manifest.dsse.json"])
    told["signatures"][0]["keyid"] = "0" * 64
    for body in (canonical(told), files["manifest.dsse.json"] + b" "):
        mutant = {**files, "manifest.dsse.json": body}
        assert "manifest.dsse.json" in fault(mutant, tmp_path / "b.zip")


ACTS: list[Callable[[dict[str, bytes], random.Random], str]] = [
    change,
    leave_out,
    bring_in,
    swap,
    cut,
    change_line,
    sign_anew,
    stamp_another,
]


@pytest.mark.parametrize("act", ACTS)
def test_every_change_is_found_and_named(
    act: Callable[[dict[str, bytes], random.Random], str],
    files: dict[str, bytes],
    tmp_path: Path,
) -> None:
    tampered(act, files, tmp_path, range(25))


@pytest.mark.deep
@pytest.mark.parametrize("act", ACTS)
def test_every_one_of_thousands_is_found(
    act: Callable[[dict[str, bytes], random.Random], str],
    files: dict[str, bytes],
    tmp_path: Path,
) -> None:
    tampered(act, files, tmp_path, range(1500))


def tampered(
    act: Callable[[dict[str, bytes], random.Random], str],
    files: dict[str, bytes],
    tmp_path: Path,
    seeds: range,
) -> None:
    key = json.loads(files["manifest.dsse.json"])["signatures"][0]["keyid"]
    for seed in seeds:
        mutant = dict(files)
        place = act(mutant, random.Random(seed))
        if mutant == files:
            continue
        path = packed(mutant, tmp_path / "b.zip")
        said = fault(mutant, path)
        if not said:  # a whole other bundle: the fingerprint tells
            said = next(checker.verify(checker.Bundle(path), key))[2]
        assert said, (act.__name__, seed, place)
        if act in {change_line, stamp_another}:
            assert place in said
        if seed < 3 and act not in {sign_anew, stamp_another}:
            assert second(path) == 1, (act.__name__, seed, place)
