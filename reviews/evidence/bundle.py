"""The evidence bundle: which files it holds, and the signed statement over them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _

from accessmap.ledger.checkpoints import keys, make_checkpoint, signer_in_use
from accessmap.ledger.note import opened
from accessmap.models import Checkpoint, Entry
from reviews.evidence import rows, verify
from reviews.evidence.binder import Binder
from reviews.evidence.columns import DECISIONS, POPULATION, joined
from reviews.evidence.contents import reconciliation_json
from reviews.evidence.frozen import UNTOLD, Frozen, Part, frozen
from reviews.evidence.proof import others
from reviews.evidence.quality import planted_json, quality_json, second_looks_json
from reviews.evidence.remediation import remediation_rows
from reviews.evidence.tables import canonical, table
from reviews.models import Campaign, Event, Seal

TYPE = "application/vnd.in-toto+json"
PREDICATE = "https://accessmap.invalid/evidence/v2"  # a name, not a place
FROZEN: tuple[Part, ...] = (
    "campaign",
    "coverage",
    "exceptions",
    "notifications",
    "overrides",
    "signoff",
)
ENVELOPE = "manifest.dsse.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What a bundle came to."""

    manifest_sha256: str
    envelope: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The signed statement of a bundle: its hash, what it says, and whose key it is."""

    sha256: str
    subject: Sequence[Mapping[str, Any]]
    predicate: Mapping[str, Any]
    key_id: str


class People(dict[int, str]):
    """User names by number; whoever was nobody then is told as such, and is found."""

    def __missing__(self, pk: int) -> str:
        """Return what no user is called."""
        return f"user:{pk}"


class SealBroken(Exception):
    """A sealed bundle cannot be made again as it was sealed."""


def write_bundle(
    campaign: Campaign, out: BinaryIO, parts: Frozen | None = None
) -> Made:
    """Write the bundle of ``campaign``: the same bytes for the same state.

    ``parts`` are what a seal will keep; without them, what it keeps, or as they are.

    Raises:
        CannotSign: if there is no key; nothing unsigned calls itself evidence.
        SealBroken: if what was sealed is no longer what the rows say.
    """
    parts = parts or frozen(campaign)
    checkpoint = _checkpoint(parts)
    with Binder(out) as binder:
        _write_tables(binder, campaign, parts)
        ledger = _write_ledger(binder, campaign, parts, checkpoint)
        for name, text in sorted(parts["texts"].items()):
            binder.add(name, [text.encode()])
        envelope = _envelope(campaign, binder, parts, ledger)
        statement = payload_of(envelope)
        signature = json.loads(envelope)["signatures"][0]["sig"]
        binder.add(ENVELOPE, [envelope.encode()])
        # The same message, signature and key as OpenSSL takes them.
        binder.add("openssl/message", [pae(statement)])
        binder.add("openssl/signature", [base64.b64decode(signature)])
        key = base64.b64decode(json.loads(statement)["predicate"]["signed_with"])
        binder.add("openssl/key.pem", [pem(key)])
    return Made(hashlib.sha256(statement).hexdigest(), envelope)


def pem(public: bytes) -> bytes:
    """Return a public key as OpenSSL reads it."""
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def pae(statement: bytes) -> bytes:
    """Return what a DSSE signature is over.

    https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
    """
    kind = TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(statement), statement)


def _checkpoint(parts: Frozen) -> Checkpoint:
    """Return the first checkpoint over the campaign's last act, made if need be.

    If one over it was timestamped, that one.
    """
    if stamped := parts.get("stamped"):
        return Checkpoint.objects.select_related("timestamp").get(size=stamped)
    after = Checkpoint.objects.filter(size__gte=parts["last_event"])
    made = after.order_by("size").first() or make_checkpoint()
    if made is None:
        raise SealBroken("The ledger is empty, though the campaign has acts.")
    return made


def _write_tables(binder: Binder, campaign: Campaign, parts: Frozen) -> None:
    people = People({int(pk): name for pk, name in parts["people"].items()})
    for name in FROZEN:
        binder.add_json(f"{name}.json", parts[name])
    binder.add_rows("population.jsonl", rows.population_rows(campaign))
    binder.add_rows("exclusions.jsonl", rows.exclusion_rows(campaign))
    binder.add_rows("assignments.jsonl", rows.assignment_rows(campaign, people))
    binder.add_rows("decisions.jsonl", rows.decision_rows(campaign, people))
    binder.add_rows("shown.jsonl", rows.shown_rows(campaign))
    looks = list(rows.verification_rows(campaign, parts["last_verification"]))
    binder.add_rows("verification.jsonl", looks)
    undone = list(remediation_rows(campaign, parts["last_verification"]))
    binder.add_rows("remediation.jsonl", undone)
    sums = reconciliation_json(
        parts["campaign"],
        rows.assignment_rows(campaign, people),
        rows.decision_rows(campaign, people),
        looks,
        campaign.exclusions.count(),
    )
    binder.add_json("reconciliation.json", sums)
    careful = dict(quality_json(rows.decision_rows(campaign, people)))
    if campaign.second_look_percent:
        careful["second_looks"] = second_looks_json(campaign)
    if campaign.is_planted:
        careful["known_bad"] = planted_json(campaign)
    binder.add_json("quality.json", careful)
    told = joined(
        rows.population_rows(campaign), rows.assignment_rows(campaign, people)
    )
    binder.add("population.csv", table(told, POPULATION))
    binder.add("decisions.csv", table(rows.decision_rows(campaign, people), DECISIONS))
    after = {str(each["policy_after"]) for each in undone if each["policy_after"]}
    for sha256, body in rows.raw_documents(campaign, after):
        binder.add(f"raw/{sha256}.json", [body])


def _write_ledger(
    binder: Binder, campaign: Campaign, parts: Frozen, checkpoint: Checkpoint
) -> dict[str, object]:
    """Write the campaign's acts and their proof; return what the manifest says."""
    acts = Event.objects.filter(campaign=campaign, sequence__lte=parts["last_event"])
    numbers = set(
        acts.exclude(kind__in=UNTOLD).order_by().values_list("sequence", flat=True)
    )
    binder.add_lines("events.jsonl", _bodies(numbers, checkpoint.size))
    entries = Entry.objects.filter(sequence__lte=checkpoint.size).order_by("sequence")
    leaves = [bytes(each) for each in entries.values_list("leaf", flat=True).iterator()]
    hidden = others(leaves, {each - 1 for each in numbers})
    binder.add_json("ledger-others.json", hidden)
    binder.add("checkpoint.txt", [checkpoint.note.encode()])
    if parts.get("stamped"):
        binder.add("checkpoint.tsr", [bytes(checkpoint.timestamp.reply)])
    named = keys(until=checkpoint.size)
    head = opened(checkpoint.note, named)
    return {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "keys": [_text(each.public) for each in named],
    }


def _bodies(numbers: set[int], size: int) -> Iterable[bytes]:
    """Yield the acts exactly as they were hashed."""
    entries = Entry.objects.filter(sequence__lte=size).order_by("sequence")
    for sequence, body in entries.values_list("sequence", "body").iterator():
        if sequence in numbers:
            yield body.encode()


def _statement(
    binder: Binder, parts: Frozen, ledger: dict[str, object], key: str
) -> dict[str, object]:
    """Return the in-toto statement: every file's hash, and the roots.

    https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
    """
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": name, "digest": {"sha256": sha256}}
            for name, sha256 in sorted(binder.hashes.items())
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "campaign": parts["campaign"]["id"],
            "name": parts["campaign"]["definition"]["name"],
            "is_final": parts["campaign"]["is_final"],
            "ledger": ledger,
            "signed_with": key,
            "trees": binder.trees,
        },
    }


def _envelope(
    campaign: Campaign, binder: Binder, parts: Frozen, ledger: dict[str, object]
) -> str:
    """Return the signed manifest; of a sealed campaign, the one it was sealed with.

    A sealed one is signed once and never again: keys change, and evidence does not.
    """
    seal = Seal.objects.filter(campaign=campaign).exclude(envelope="").first()
    if seal is None:
        signer = signer_in_use()
        statement = canonical(_statement(binder, parts, ledger, _text(signer.public)))
        return canonical(
            {
                "payload": _text(statement),
                "payloadType": TYPE,
                "signatures": [
                    {
                        "keyid": hashlib.sha256(signer.public).hexdigest(),
                        "sig": _text(signer.sign(pae(statement))),
                    }
                ],
            }
        ).decode()
    sealed = payload_of(seal.envelope)
    told = json.loads(sealed)
    key = told["predicate"]["signed_with"]
    now = _statement(binder, parts, ledger, key)
    if canonical(now) != sealed:
        before = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
        names = {*before, *binder.hashes}
        differ = sorted(
            each for each in names if before.get(each) != binder.hashes.get(each)
        )
        raise SealBroken(
            _("What was sealed is not what the rows say now: %(files)s.")
            % {"files": ", ".join(differ) or "the ledger"}
        )
    return seal.envelope


def payload_of(envelope: str) -> bytes:
    """Return the statement in an envelope."""
    return base64.b64decode(json.loads(envelope)["payload"])


def manifest_of(bundle: verify.Bundle) -> Manifest:
    """Return the manifest of a bundle on disk; it is not checked here."""
    envelope = bundle.json(ENVELOPE)
    payload = base64.b64decode(envelope["payload"])
    statement = json.loads(payload)
    return Manifest(
        sha256=hashlib.sha256(payload).hexdigest(),
        subject=statement["subject"],
        predicate=statement["predicate"],
        key_id=envelope["signatures"][0]["keyid"],
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
