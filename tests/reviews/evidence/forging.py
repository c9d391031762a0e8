"""A bundle of another history, whole in itself, signed with a key of the test's own.

Whoever holds the keys can sign anything: every hash, root and signature holds, and what
is left to say that it cannot have been so are the invariants.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

from accessmap.ledger.canonical import canonical as strict
from accessmap.ledger.keys import new_pem, read
from reviews.evidence.bundle import pae
from reviews.evidence.contents import reconciliation_json
from reviews.evidence.tables import canonical
from reviews.evidence.verify import SAID, leaf, root_of
from tests.reviews.evidence.bundles import lines

Row = dict[str, Any]
TABLES = (
    "population",
    "exclusions",
    "assignments",
    "decisions",
    "shown",
    "verification",
    "remediation",
)
OPENING = ("population", "exclusions")  # what the ledger binds at the opening


class Forger:
    """The files of a bundle as rows, to be changed and made whole again."""

    def __init__(self, files: dict[str, bytes]) -> None:
        """Take a whole bundle apart."""
        self.files = dict(files)
        self.rows = {each: lines(files[f"{each}.jsonl"]) for each in TABLES}
        self.acts = lines(files["events.jsonl"])
        self.campaign = self.json("campaign.json")
        self.ties_out = True
        # The opening stands as it was anchored; and old roots may be kept beside it.
        self.is_anchored = self.keeps_roots = False

    def json(self, name: str) -> Row:
        """Return one file as it is."""
        found: Row = json.loads(self.files[name])
        return found

    def put(self, name: str, told: Row) -> None:
        """Write one file anew."""
        self.files[name] = canonical(told) + b"\n"

    def act(self, kind: str) -> Row:
        """Return the first act of that kind."""
        return next(each for each in self.acts if each["kind"] == kind)

    def whole(self) -> dict[str, bytes]:
        """Return the files of this history, with every hash, root and signature."""
        self.put("campaign.json", self.campaign)
        self._bind()
        if self.ties_out:
            self._tie_out()
        trees = {}
        tables = {**self.rows, "events": self.acts}
        for name, rows in tables.items():
            body = [canonical(each) for each in rows]
            leaves = [leaf(each) for each in body]
            self.files[f"{name}.jsonl"] = b"".join(each + b"\n" for each in body)
            told = "".join(f"{each.hex()}\n" for each in leaves)
            self.files[f"leaves/{name}.jsonl.txt"] = told.encode()
            root = root_of((1, each) for each in leaves)[1].hex()
            if not (self.keeps_roots and name in OPENING):
                trees[f"{name}.jsonl"] = {"size": len(leaves), "root": root}
        self._sign(trees)
        return self.files

    def _bind(self) -> None:
        """Let the ledger's acts bind the decisions as they are now."""
        digests = [
            hashlib.sha256(strict({each: row[each] for each in SAID})).hexdigest()
            for row in self.rows["decisions"]
        ]
        by_key = {
            row["decision"]: digest
            for row, digest in zip(self.rows["decisions"], digests, strict=True)
        }
        for act in self.acts:
            says = act["says"]
            if "decision_sha256" in says:
                says["decision_sha256"] = by_key[says["decision"]]
            for name in () if self.is_anchored else OPENING:
                if f"{name}_root" in says:
                    body = (canonical(each) for each in self.rows[name])
                    root = root_of((1, leaf(each)) for each in body)[1]
                    says[f"{name}_root"] = root.hex()
            if "decisions_root" in says:
                told = root_of((1, leaf(each.encode())) for each in digests)[1]
                says["decisions_root"] = told.hex()

    def _tie_out(self) -> None:
        count = len(self.rows["assignments"])
        grants = {
            (each["fingerprint"], each["resource"])
            for each in self.rows["population"]
            if each["side"] == "granting"
        }
        excluded = len(self.rows["exclusions"])
        told = {
            "population": count,
            "grants": len(grants),
            "observed": len(grants) + excluded,
        }
        self.campaign |= told
        self.put("campaign.json", self.campaign)
        again = reconciliation_json(
            self.campaign,
            self.rows["assignments"],
            self.rows["decisions"],
            list(self.rows["verification"]),
            excluded,
        )
        self.put("reconciliation.json", dict(again))

    def _sign(self, trees: Row) -> None:
        signer = read(new_pem().decode(), "test")
        payload = json.loads(self.files["manifest.dsse.json"])["payload"]
        told = json.loads(base64.b64decode(payload))
        ledger = told["predicate"]["ledger"]
        self._checkpoint(ledger, signer)
        told["predicate"]["trees"] |= trees
        told["predicate"]["signed_with"] = base64.b64encode(signer.public).decode()
        sealed = {"manifest.dsse.json", "openssl/message", "openssl/signature"}
        sealed.add("openssl/key.pem")
        told["subject"] = [
            {"name": name, "digest": {"sha256": hashlib.sha256(body).hexdigest()}}
            for name, body in sorted(self.files.items())
            if name not in sealed
        ]
        body = canonical(told)
        signature = signer.sign(pae(body))
        self.files |= {
            "manifest.dsse.json": canonical(
                {
                    "payload": base64.b64encode(body).decode(),
                    "payloadType": "application/vnd.in-toto+json",
                    "signatures": [
                        {
                            "keyid": hashlib.sha256(signer.public).hexdigest(),
                            "sig": base64.b64encode(signature).decode(),
                        }
                    ],
                }
            ),
            "openssl/message": pae(body),
            "openssl/signature": signature,
            "openssl/key.pem": signer.public_pem,
        }

    def _checkpoint(self, ledger: Row, signer: Any) -> None:
        others = json.loads(self.files["ledger-others.json"])
        parts = {place: (count, bytes.fromhex(each)) for place, count, each in others}
        for act in self.acts:
            parts[act["sequence"] - 1] = (1, leaf(canonical(act)))
        size, root = root_of(parts[place] for place in sorted(parts))
        said = f"{ledger['origin']}\n{size}\n{base64.b64encode(root).decode()}\n"
        sig = base64.b64encode(b"test" + signer.sign(said.encode())).decode()
        self.files["checkpoint.txt"] = f"{said}\n\u2014 test {sig}\n".encode()
        self.files.pop("checkpoint.tsr", None)
        ledger |= {
            "size": size,
            "root": root.hex(),
            "keys": [base64.b64encode(signer.public).decode()],
        }


Forgery = Callable[[Forger], None]
