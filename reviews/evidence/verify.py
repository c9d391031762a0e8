#!/usr/bin/env python3
"""Check an AccessMap evidence bundle: Python 3.9 or later, nothing else, no network.

    python3 verify.py [BUNDLE.zip or folder] [--key FINGERPRINT] [--language ja]
    python3 verify.py BUNDLE.zip --draw 25 --nonce "any text of the auditor's"
    python3 verify.py BUNDLE.zip --item 17 > item-17.json     hand over one item alone
    python3 verify.py --proof item-17.json [--key FINGERPRINT]

Exit status: 0 all holds, 1 something does not, 2 it is no bundle. VERIFY.md explains.
"""

from __future__ import annotations

import argparse
import base64
import gc
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Set, Tuple

USAGE_JA = """\
AccessMap の証跡を確認します。必要なのは Python 3.9 以上だけで、ネットワークは使いません。

    python3 verify.py [証跡.zip またはフォルダー] [--key 鍵の指紋] [--language ja]
    python3 verify.py 証跡.zip --draw 25 --nonce "監査人が決めた任意の文"
    python3 verify.py 証跡.zip --item 17 > item-17.json     項目を一つだけ渡す
    python3 verify.py --proof item-17.json [--key 鍵の指紋]

終了コード: 0 すべて成り立つ、1 成り立たないものがある、2 証跡ではない。VERIFY.md に説明があります。
"""
# What reading something broken raises: a damaged ZIP, JSON or date, a missing field.
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
)
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
UNSIGNED = {
    "manifest.dsse.json",
    "openssl/message",
    "openssl/signature",
    "openssl/key.pem",
}
DESKTOP = {".DS_Store", "Thumbs.db", "desktop.ini"}  # put there by who opens a folder
MOST = 16 * 1024**3
DECODE = json.JSONDecoder().raw_decode
ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False
).encode
APART = timedelta(minutes=15)  # between two readings that agree
SAID = [  # what a decision's digest in the ledger covers
    "decision",
    "item",
    "fingerprint",
    "reviewer_id",
    "verdict",
    "reason",
    "purpose",
    "ticket",
    "reduce_to",
    "origin",
    "language",
    "shown_sha256",
    "decided_at",
    "supersedes",
]
PICK = itemgetter(*sorted(SAID))
WRITTEN = "{" + ",".join(f'"{each}":%s' for each in sorted(SAID)) + "}"
QUOTE = json.encoder.encode_basestring
ABOUT_ITEMS = {  # what the checks ask of each row, which is read once and kept so far
    "assignments.jsonl": ("item", "state", "reviewer"),
    "decisions.jsonl": (
        "item",
        "reviewer",
        "fingerprint",
        "decision",
        "verdict",
        "origin",
        "shown_sha256",
        "decided_at",
        "supersedes",
        "is_effective",
    ),
    "verification.jsonl": (
        "item",
        "fingerprint",
        "outcome",
        "crawl_started_at",
        "crawl_finished_at",
    ),
    "remediation.jsonl": (
        "item",
        "fingerprint",
        "verdict",
        "promised_at",
        "outcome",
        "policy_before",
        "policy_after",
    ),
}
KEEPS = {
    "confirm": {"confirmed", "carried"},
    "revoke": {"revoked"},
    "reduce": {"reduced"},
    "exception": {"awaiting", "excepted", "open", "undecided", "ended"},
}
UNDECIDED = {"open", "undecided", "ended"}  # what nobody decided, or took back


# Fields and their types: s(tring), i(nteger), b(oolean), l(ist), d(ictionary), n(ull).
# A "?" marks what older bundles lack; what newer ones add beside is left alone.
SCHEMAS = {
    "population.jsonl": (
        "item:i side:s fingerprint:s resource:s resource_type:s resource_account:s "
        "resource_account_name:s unit:s principal_kind:s principal:s "
        "principal_account:sn principal_account_name:s verdict:s risk:s actions:l "
        "conditions:l blocked_by:l flags:l first_seen_at:sn last_used_at:sn "
        "is_use_known:b unused_days:in change:s sentence_en:s sentence_ja:s "
        "suggestion:s suggestion_reason:s document_sha256:s previous_item:dn"
    ),
    "exclusions.jsonl": (
        "exclusion:i why:s fingerprint:s resource:s resource_account:s "
        "principal_kind:s principal:s verdict:s"
    ),
    "assignments.jsonl": (
        "item:i reviewer:s rule:s rule_read:s state:s is_policy_writer_known?:bn "
        "policy_written_by?:s policy_writer?:s policy_written_at?:sn policy_write?:s "
        "policy_writer_unchecked?:s policy_writes_known_since?:sn"
    ),
    "decisions.jsonl": (
        "decision:i item:i fingerprint:s reviewer:s reviewer_id:i verdict:s reason:s "
        "purpose:s ticket:s reduce_to:s origin:s language:s shown_sha256:s "
        "decided_at:s supersedes:in followed_suggestion:bn batch_size:i "
        "carried_from:in is_effective:b"
    ),
    "shown.jsonl": "sha256:s text:s",
    "verification.jsonl": (
        "item:i fingerprint:s crawl:i crawl_started_at:s crawl_finished_at:sn "
        "outcome:s reason:s other_ways:i verified_at:s ways?:l saw?:l"
    ),
    "remediation.jsonl": (
        "item:i fingerprint:s verdict:s reduce_to:s promised_at:s outcome:s crawl:in "
        "policy_before:s policy_after:sn"
    ),
    "events.jsonl": "sequence:i at:s actor:s kind:s about:s says:d",
    "campaign.json": (
        "format:s tool:d id:i definition:d definition_sha256:s organization_id:s "
        "crawl:i crawl_started_at:s crawl_finished_at:sn state:s is_final:b "
        "opened_at:s opened_by:dn due_on:s time_zone?:s closed_at:sn closed_by:dn at_close:s "
        "close_reason:s observed:i grants:i population:i frequency:dn controls:l "
        "keep_years:i removal_rule:s"
    ),
    "coverage.json": (
        "crawl:i accounts:l scopes:l not_covered:l limitation:s limitation_by:dn "
        "limitation_at:sn"
    ),
    "signoff.json": "statements:l",
    "exceptions.json": "exceptions:l",
    "overrides.json": "overrides:l",
    "notifications.json": "notifications:l",
    "reconciliation.json": (
        "observed:i grants:i exclusions:i population:i items:i by_state:d "
        "effective_by_verdict:d newest_look_by_outcome:d"
    ),
    "quality.json": "effective:i by_verdict:d by_origin:d with_reason:i by_day:d",
}
TABLES = {each for each in SCHEMAS if each.endswith(".jsonl")}
TYPES = {"s": str, "i": int, "b": bool, "l": list, "d": dict, "n": type(None)}
# Words that the checks go by: one that they do not know would pass unseen.
WORDS = {
    "population.jsonl": (("side", {"granting", "using"}),),
    "assignments.jsonl": (
        (
            "state",
            {"open", "confirmed", "carried", "revoked", "reduced", "awaiting"}
            | {"excepted", "ended", "undecided"},
        ),
    ),
    "decisions.jsonl": (
        (
            "verdict",
            {"confirm", "revoke", "reduce", "exception", "not-mine", "withdraw"},
        ),
        ("origin", {"answer", "bulk", "carried", "ruling", "default", "deadline"}),
    ),
}


class Bad(Exception):
    """Something does not hold; where, in English and Japanese."""

    def __init__(self, said: str) -> None:
        """Take "where: what|何が"; where it is stands in front of both."""
        english, _bar, japanese = said.rpartition("|")
        place, colon, _what = english.rpartition(": ")
        super().__init__(f"{english.replace('|', '/')}|{place}{colon}{japanese}")


# Ed25519 (RFC 8032), only to verify: no secret is here, so no care about timing.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = Tuple[int, int, int, int]


def add(p: Point, q: Point) -> Point:
    """Return the sum of two points in extended coordinates."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, p: Point) -> Point:
    """Return ``scalar`` times a point."""
    q = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            q = add(q, p)
        p, scalar = add(p, p), scalar >> 1
    return q


def same(p: Point, q: Point) -> bool:
    """Say whether two points are one."""
    return not ((p[0] * q[2] - q[0] * p[2]) % P or (p[1] * q[2] - q[1] * p[2]) % P)


def decompressed(text: bytes) -> Optional[Point]:
    """Return the point that 32 bytes name, or None."""
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` over ``message`` is of the key ``public``."""
    if len(public) != 32 or len(signature) != 64 or BASE is None:
        return False
    key, r = decompressed(public), decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    told = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(told, "little") % L
    return same(times(s, BASE), add(r, times(h, key)))


# The Merkle tree of RFC 6962.
def leaf(line: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + line).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(parts: Iterable[Tuple[int, bytes]]) -> Tuple[int, bytes]:
    """Return size and root over complete subtrees, given as (leaves, hash), in order."""
    stack: List[Tuple[int, bytes]] = []
    size = 0
    for count, found in parts:
        if count < 1 or count & (count - 1) or size % count:
            raise Bad("a subtree is out of place|部分木の位置が正しくありません")
        size += count
        stack.append((count, found))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (width, right), (_width, left) = stack.pop(), stack.pop()
            stack.append((2 * width, node(left, right)))
    if not stack:
        return 0, hashlib.sha256(b"").digest()
    found = stack.pop()[1]
    while stack:
        found = node(stack.pop()[1], found)
    return size, found


def top_of(leaves: List[bytes]) -> bytes:
    """Return the root over leaves: level by level, which is quickest."""
    digest = hashlib.sha256
    while len(leaves) > 1:
        pairs = iter(leaves)
        above = [digest(b"\x01" + a + b).digest() for a, b in zip(pairs, pairs)]
        leaves = above + leaves[len(leaves) & ~1 :]
    return leaves[0] if leaves else digest(b"").digest()


def proof_of(leaves: List[bytes], index: int) -> List[str]:
    """Return the hashes from a leaf to the root, the lowest first."""
    path = []
    while len(leaves) > 1:
        if index ^ 1 < len(leaves):
            path.append(leaves[index ^ 1].hex())
        above = [node(*leaves[at : at + 2]) for at in range(0, len(leaves) - 1, 2)]
        leaves, index = above + leaves[len(leaves) & ~1 :], index >> 1
    return path


def climbed(found: bytes, index: int, size: int, path: List[str]) -> bytes:
    """Return the root that a proof leads to."""
    last, rest = size - 1, [bytes.fromhex(each) for each in path]
    while last > 0:
        if (index & 1 or index < last) and rest:
            beside = rest.pop(0)
            found = node(beside, found) if index & 1 else node(found, beside)
        index, last = index >> 1, last >> 1
    return b"" if rest or index else found


class Entry(io.RawIOBase):
    """One file of a ZIP, as it is stored there.

    Python's own reader sums it up once more, which takes long, and stops at the first
    wrong sum without saying which line it is in; the manifest's hashes do say it.
    """

    def __init__(self, place: Path, info: zipfile.ZipInfo) -> None:
        """Find where its bytes begin; its own head must say what the list says."""
        self._file = place.open("rb", buffering=0)
        self._file.seek(info.header_offset)
        head = struct.unpack("<4s5H3I2H", self._file.read(30))
        name = self._file.read(head[9]).decode()
        if head[0] != b"PK\x03\x04" or head[2] & ~0x800 or head[3]:
            raise Bad(f"{info.filename}: damaged|壊れています")
        if name != info.filename or head[6] != info.CRC:
            raise Bad(f"{info.filename}: damaged|壊れています")
        self._file.seek(head[10], io.SEEK_CUR)
        self._left = info.file_size

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, into: Any) -> int:
        """Read on, no further than to its end."""
        count = self._file.readinto(memoryview(into)[: self._left]) or 0
        self._left -= count
        return count

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()


class Bundle:
    """The files of a bundle, in a ZIP or in a folder."""

    def __init__(self, place: Path) -> None:
        """Open it; refuse what is no bundle of ours before reading any of it."""
        self._zip = None if place.is_dir() else zipfile.ZipFile(place)
        self._folder = place
        self._kept: Dict[str, List[Dict[str, Any]]] = {}
        self._leaves: Dict[str, List[bytes]] = {}
        self._acts: List[Dict[str, Any]] = []
        self._shown: List[Tuple[str, str]] = []
        self._asked: List[Tuple[int, str, str, str, str]] = []
        self.names = sorted(self._zip.namelist() if self._zip else self._walk())
        self._known = set(self.names)
        bad = [each for each in self.names if not SAFE.match(each)]
        if bad or len(self._known) != len(self.names):
            raise Bad(f"{bad[:1] or 'twice'}: no name of ours|使われないファイル名です")
        entries = self._zip.infolist() if self._zip else []
        if any(each.compress_type for each in entries) or sum(
            each.file_size for each in entries
        ) > min(MOST, place.stat().st_size if self._zip else MOST):
            raise Bad("compressed or too large|圧縮されているか、大きすぎます")

    def _walk(self) -> Iterator[str]:
        for each in self._folder.rglob("*"):
            if (
                each.is_file()
                and "__pycache__" not in each.parts
                and each.name not in DESKTOP
            ):
                yield each.relative_to(self._folder).as_posix()

    def open(self, name: str) -> Any:
        """Return one file, open."""
        if name not in self._known:
            raise Bad(f"{name}: missing|ファイルがありません")
        if self._zip:
            entry = Entry(self._folder, self._zip.getinfo(name))
            return io.BufferedReader(entry, 1 << 20)
        return (self._folder / name).open("rb", buffering=1 << 20)

    def read(self, name: str) -> bytes:
        """Return one file whole."""
        with self.open(name) as file:
            return bytes(file.read())

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a table, without their ends."""
        with self.open(name) as file:
            for line in file:
                yield line[:-1] if line.endswith(b"\n") else line

    def sha256(self, name: str) -> str:
        """Return the hash of one file."""
        found = hashlib.sha256()
        with self.open(name) as file:
            while chunk := file.read(1 << 20):
                found.update(chunk)
        return found.hexdigest()

    def json(self, name: str) -> Any:
        """Return one file as JSON."""
        return json.loads(self.read(name))

    def rows(self, name: str) -> Iterator[Dict[str, Any]]:
        """Yield the rows of a table; the hashes of its lines are kept."""
        shapes: Set[Tuple[Any, ...]] = set()
        words, leaves, digest = WORDS.get(name, ()), [], hashlib.sha256
        for number, line in enumerate(self.lines(name), start=1):
            leaves.append(digest(b"\x00" + line).digest())
            text = line.decode()
            row, end = DECODE(text)
            if end != len(text):
                raise Bad(f"{name} line {number}: malformed|形式が正しくありません")
            shape = (*row, *map(type, row.values()))
            if shape not in shapes:
                check_shape(name, f"{name} line {number}", row)
                shapes.add(shape)
            for field, known in words:
                if row[field] not in known:
                    said = f"{field} {row[field]}?|知られていない値です"
                    raise Bad(f"{name} line {number}: {said}")
            yield row
        self._leaves[name] = leaves

    def leaves(self, name: str) -> List[bytes]:
        """Return the hashes of a table's lines."""
        for _row in () if name in self._leaves else self.rows(name):
            pass
        return self._leaves[name]

    def kept(self, name: str) -> List[Dict[str, Any]]:
        """Return what the checks ask of the rows of a table about items."""
        if name not in self._kept:
            asked = ABOUT_ITEMS[name]
            told = []
            for row in self.rows(name):
                told.append({each: row[each] for each in asked})
                if row.get("policy_writer"):  # older bundles do not tell it
                    told[-1]["policy_writer"] = row["policy_writer"]
                if row.get("ways"):  # nor do they tell this
                    told[-1]["ways"] = row["ways"]
                if name == "decisions.jsonl":
                    told[-1]["digest"] = digest_of(row)
            self._kept[name] = told
        return self._kept[name]

    def acts(self) -> List[Dict[str, Any]]:
        """Return the acts that the ledger has of this review."""
        self._acts = self._acts or list(self.rows("events.jsonl"))
        return self._acts

    def shown(self) -> List[Tuple[str, str]]:
        """Return the hash that each shown text is said to have, and what it has.

        The texts are most of a bundle, so they are read once.
        """
        self._shown = self._shown or [
            (row["sha256"], sha256_of(row["text"].encode()))
            for row in self.rows("shown.jsonl")
        ]
        return self._shown

    def asked(self) -> List[Tuple[int, str, str, str, str]]:
        """Return item, fingerprint, side, resource and policy of all that was asked."""
        self._asked = self._asked or [
            (
                row["item"],
                row["fingerprint"],
                row["side"],
                row["resource"],
                row["document_sha256"],
            )
            for row in self.rows("population.jsonl")
        ]
        return self._asked


def digest_of(row: Dict[str, Any]) -> str:
    """Return a decision's digest: over the canonical JSON of what was said.

    It is written here, since Python's own writer begins anew for each row.
    """
    told = [
        QUOTE(each) if each.__class__ is str else "null" if each is None else each
        for each in PICK(row)
    ]
    return sha256_of((WRITTEN % tuple(told)).encode())


def check_shape(name: str, place: str, row: Any) -> None:
    """See that a row has its fields, each of its type."""
    for each in SCHEMAS[name].split():
        field, _colon, letters = each.partition(":")
        if field.endswith("?") and field[:-1] not in row:
            continue
        field = field.rstrip("?")
        if field not in row or type(row[field]) not in map(TYPES.get, letters):
            raise Bad(f"{place}: {field}?|項目の形式が正しくありません（{field}）")


def statement_in(envelope: Any, fingerprint: str) -> Any:
    """Return what a signed manifest says, if its signature holds."""
    payload = base64.b64decode(envelope["payload"])
    message, told = pae(envelope["payloadType"], payload), json.loads(payload)
    public = base64.b64decode(told["predicate"]["signed_with"])
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    if not signed(public, message, signature):
        raise Bad(
            "manifest.dsse.json: the signature does not hold|署名が正しくありません"
        )
    found = hashlib.sha256(public).hexdigest()
    if fingerprint and found != re.sub("[^0-9a-f]", "", fingerprint.lower()):
        raise Bad(f"signed with another key: {found}|別の鍵です（{found}）")
    return told


def check_files(bundle: Bundle, told: Any) -> None:
    """Compare each file with the manifest, and name the first bad line of a table."""
    hashes = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
    if len(hashes) != len(told["subject"]):
        raise Bad("manifest.dsse.json: a file twice|ファイルが重複しています")
    for name in sorted(set(bundle.names) - set(hashes) - UNSIGNED):
        raise Bad(f"{name}: not in the manifest|目録にありません")
    # A table's list of leaves before the table, so that it can tell the line.
    names = sorted(hashes, key=lambda each: (not each.startswith("leaves/"), each))
    with ThreadPoolExecutor() as threads:  # hashing lets other threads go on
        for name, found in zip(names, threads.map(bundle.sha256, names)):
            if found != hashes[name]:
                raise Bad(f"{name}{bad_line(bundle, name)}: changed|変更されています")
    check_openssl(bundle)


def check_openssl(bundle: Bundle) -> None:
    """Compare what OpenSSL is given with the manifest."""
    envelope = bundle.json("manifest.dsse.json")
    payload = base64.b64decode(envelope["payload"])
    public = base64.b64decode(json.loads(payload)["predicate"]["signed_with"])
    der = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + public).decode()
    again = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": envelope["payloadType"],
        "signatures": [
            {
                "keyid": sha256_of(public),
                "sig": base64.b64encode(
                    base64.b64decode(envelope["signatures"][0]["sig"])
                ).decode(),
            }
        ],
    }
    if bundle.read("manifest.dsse.json") != canonical(again):
        raise Bad("manifest.dsse.json: changed|変更されています")
    pem = f"-----BEGIN PUBLIC KEY-----\n{der}\n-----END PUBLIC KEY-----\n"
    if (
        bundle.read("openssl/message") != pae(envelope["payloadType"], payload)
        or bundle.read("openssl/signature")
        != base64.b64decode(envelope["signatures"][0]["sig"])
        or bundle.read("openssl/key.pem") != pem.encode()
    ):
        raise Bad("openssl: not the manifest's|目録のものと違います")


def pae(kind: str, payload: bytes) -> bytes:
    """Return what the signature is over."""
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


def bad_line(bundle: Bundle, name: str) -> str:
    """Return where a table differs from the hashes of its lines."""
    if f"leaves/{name}.txt" not in bundle.names:
        return ""
    kept = list(bundle.lines(f"leaves/{name}.txt"))
    number = 0
    for number, line in enumerate(bundle.lines(name), start=1):
        if number > len(kept) or leaf(line).hex().encode() != kept[number - 1]:
            return f" line {number}"
    return f" line {number + 1}"


def check_ledger(bundle: Bundle, told: Any) -> None:
    """Follow the acts to the root that the checkpoint signs."""
    ledger = told["predicate"]["ledger"]
    parts = {place: (count, bytes.fromhex(each)) for place, count, each in
             bundle.json("ledger-others.json")}  # fmt: skip
    for line in bundle.lines("events.jsonl"):
        act = json.loads(line)
        if act["sequence"] - 1 in parts:
            raise Bad(f"events.jsonl {act['sequence']}: twice|重複しています")
        parts[act["sequence"] - 1] = (1, leaf(line))
    size, root = root_of(parts[place] for place in sorted(parts))
    text, _gap, signatures = bundle.read("checkpoint.txt").decode().rpartition("\n\n")
    origin, count, signed_root = (text + "\n").splitlines()[:3]
    if (size, root) != (int(count), base64.b64decode(signed_root)):
        raise Bad(
            "events.jsonl: not what the checkpoint signs|チェックポイントと違います"
        )
    if (origin, size, root.hex()) != (ledger["origin"], ledger["size"], ledger["root"]):
        raise Bad("checkpoint.txt: not the manifest's|目録のものと違います")
    lines = [base64.b64decode(each.split()[-1]) for each in signatures.splitlines()]
    keys = [base64.b64decode(each) for each in ledger["keys"]]
    message = f"{text}\n".encode()
    if not any(signed(key, message, each[4:]) for key in keys for each in lines):
        raise Bad("checkpoint.txt: no known key signed it|既知の鍵の署名がありません")
    stamped_at(bundle)


def stamped_at(bundle: Bundle) -> str:
    """Return when an authority stamped the checkpoint (RFC 3161), or nothing.

    That the hash and time are the authority's is for ``openssl ts -verify`` to say.
    """
    if "checkpoint.tsr" not in bundle.names:
        return ""
    _status, token = der(der(bundle.read("checkpoint.tsr"))[0][1])
    signed_data = der(der(token[1])[1][1])[0]
    content = der(der(signed_data[1])[2][1])[1]
    told = der(der(der(content[1])[0][1])[0][1])  # TSTInfo: version, policy, imprint …
    algorithm, imprint = der(told[2][1])
    if (der(algorithm[1])[0][1], imprint[1]) != (
        bytes.fromhex("608648016503040201"),  # SHA-256
        hashlib.sha256(bundle.read("checkpoint.txt")).digest(),
    ):
        raise Bad("checkpoint.tsr: of something else|別のもののタイムスタンプです")
    return told[4][1].decode("ascii")


def der(body: bytes) -> List[Tuple[int, bytes]]:
    """Return the values that stand one after the other in DER: tag, content."""
    found, at = [], 0
    while at < len(body):
        tag, size, at = body[at], body[at + 1], at + 2
        if size & 0x80:
            size, at = (
                int.from_bytes(body[at : at + (size & 0x7F)], "big"),
                at + (size & 0x7F),
            )
        if at + size > len(body):
            raise Bad("checkpoint.tsr: cut off|途中で切れています")
        found.append((tag, body[at : at + size]))
        at += size
    return found


def check_rows(bundle: Bundle, told: Any) -> None:
    """See that each row is about an item that was asked, as the ledger took it."""
    items = [row[0] for row in bundle.asked()]
    for name in ABOUT_ITEMS:
        bundle.kept(name)  # so that each table is read once
    bundle.shown()
    check_trees(bundle, told["predicate"]["trees"])
    check_opening(bundle, told["predicate"]["trees"])
    check_campaign(bundle, told["predicate"])
    if items != list(range(1, len(items) + 1)):
        raise Bad("population.jsonl: not numbered 1, 2, 3 …|番号が連続していません")
    for name in ABOUT_ITEMS:
        for number, row in enumerate(bundle.kept(name), start=1):
            if not 1 <= row["item"] <= len(items):
                raise Bad(
                    f"{name} line {number}: no such item|該当する項目がありません"
                )
    for name in bundle.names:
        if (
            name.startswith("raw/")
            and f"raw/{sha256_of(bundle.read(name))}.json" != name
        ):
            raise Bad(f"{name}: not its hash|ハッシュが名前と違います")


def check_trees(bundle: Bundle, trees: Any) -> None:
    """Form each table's root again: what the manifest says of it proves nothing."""
    if set(trees) != TABLES:
        raise Bad("manifest.dsse.json: other tables|表が違います")
    for name, tree in sorted(trees.items()):
        leaves = bundle.leaves(name)
        if bytes.fromhex(bundle.read(f"leaves/{name}.txt").decode()) != b"".join(
            leaves
        ):
            raise Bad(f"{name}{bad_line(bundle, name)}: not its leaf|葉と違います")
        if (len(leaves), top_of(leaves).hex()) != (tree["size"], tree["root"]):
            raise Bad(f"{name}: not the root that is signed|署名された根と違います")


def check_opening(bundle: Bundle, trees: Any) -> None:
    """See that what was asked and left out is what the ledger took at opening."""
    bound = set()
    for act in bundle.acts():
        for name in ("population", "exclusions"):
            root = act["says"].get(f"{name}_root")
            bound |= {name} if root else set()
            if root not in {None, trees[f"{name}.jsonl"]["root"]}:
                raise Bad(f"{name}.jsonl: not what was opened|開始時と違います")
    if bound != {"population", "exclusions"}:
        raise Bad("events.jsonl: no opening binds them|開始の記録がありません")


def check_campaign(bundle: Bundle, told: Any) -> None:
    """See that every file has its fields, and all are of the one review."""
    for name in sorted(set(SCHEMAS) - TABLES):
        check_shape(name, name, bundle.json(name))
    campaign = bundle.json("campaign.json")
    for name, found in (
        ("campaign", campaign["id"]),
        ("is_final", campaign["is_final"]),
        ("name", campaign["definition"]["name"]),
    ):
        if found != told[name]:
            raise Bad(f"campaign.json: {name}?|目録と違います（{name}）")
    for act in bundle.acts():
        if act["about"] != f"campaign:{campaign['id']}":
            raise Bad(f"events.jsonl {act['sequence']}: of another|別のものです")


def check_decisions(bundle: Bundle, _told: Any) -> None:
    """Check that the ledger knows each decision, and each text is what was shown."""
    acts = bundle.acts()
    known = {each["says"].get("decision_sha256") for each in acts}
    for act in acts:
        known.update(act["says"].get("decisions_sha256", ()))
    carried = {each["says"].get("carried_root") for each in acts} - {None}
    roots = {each["says"].get("decisions_root") for each in acts} - {None}
    for told, found in bundle.shown():
        if told != found:
            raise Bad(f"shown.jsonl {told}: not its hash|ハッシュと違います")
    digests, origins = [], []
    for row in bundle.kept("decisions.jsonl"):
        digests.append(row["digest"])
        origins.append(row["origin"])
        place = f"decisions.jsonl {row['decision']}"
        if digests[-1] not in known and not roots and row["origin"] != "carried":
            raise Bad(f"{place}: the ledger does not know it|台帳にありません")
    if roots and digest_root(digests) not in roots:
        raise Bad("decisions.jsonl: not what was closed over|締切り時の判断と違います")
    moved = [digests[at] for at in range(len(digests)) if origins[at] == "carried"]
    if moved and digest_root(moved) not in carried:
        raise Bad("decisions.jsonl: not what was carried|引継ぎ時の判断と違います")


def digest_root(digests: List[str]) -> str:
    """Return the root over digests, in hexadecimal."""
    return top_of([leaf(each.encode()) for each in digests]).hex()


def sums(bundle: Bundle) -> None:
    """Form the sums again, and see that states follow from decisions."""
    told, newest = bundle.json("reconciliation.json"), {}
    states: Dict[str, int] = {}
    verdicts: Dict[str, int] = {}
    made: Dict[int, str] = {}
    for row in bundle.kept("decisions.jsonl"):
        if row["is_effective"]:
            made[row["item"]] = row["verdict"]
            verdicts[row["verdict"]] = verdicts.get(row["verdict"], 0) + 1
    count = 0
    for row in bundle.kept("assignments.jsonl"):
        count += 1
        states[row["state"]] = states.get(row["state"], 0) + 1
        if row["state"] not in KEEPS.get(made.get(row["item"], ""), UNDECIDED):
            raise Bad(f"assignments.jsonl line {count}: not as decided|判断と違います")
    for row in bundle.kept("verification.jsonl"):
        newest[row["item"]] = row["outcome"]
    looks: Dict[str, int] = {}
    for outcome in newest.values():
        looks[outcome] = looks.get(outcome, 0) + 1
    campaign = bundle.json("campaign.json")
    again = {
        "observed": campaign["observed"],
        "grants": campaign["grants"],
        "exclusions": len(bundle.leaves("exclusions.jsonl")),
        "population": campaign["population"],
        "items": count,
        "by_state": states,
        "effective_by_verdict": verdicts,
        "newest_look_by_outcome": looks,
    }
    grants = {(row[1], row[3]) for row in bundle.asked() if row[2] == "granting"}
    is_whole = again["observed"] == again["grants"] + again["exclusions"]
    is_whole = is_whole and len(grants) == again["grants"]
    if again != told or again["population"] != count or not is_whole:
        raise Bad("reconciliation.json: the sums differ|合計が一致しません")


def twice_gone(bundle: Bundle) -> None:
    """See that each removal rests on two readings, both after what was decided."""
    decided: Dict[int, str] = {}
    reduced = set()
    gone: Dict[int, datetime] = {}
    looks = bundle.kept("verification.jsonl")
    asked = {row[1] for row in bundle.asked()} if looks else set()
    for row in bundle.kept("decisions.jsonl") if looks else ():
        decided.setdefault(row["item"], row["decided_at"])
        if row["verdict"] == "reduce":
            reduced.add(row["item"])
    for number, row in enumerate(looks, start=1):
        item, outcome = row["item"], row["outcome"]
        if outcome in {"still-there", "other-way", "came-back"}:
            gone.pop(item, None)
        if outcome not in {"gone-once", "removed"}:
            continue
        began = moment(row["crawl_started_at"])
        if item not in decided or began < moment(decided[item]):
            raise Bad(f"verification.jsonl line {number}: too early|判断より前です")
        if outcome == "removed" and (item not in gone or began - gone[item] < APART):
            raise Bad(f"verification.jsonl line {number}: one look|一度だけの確認です")
        if item not in reduced and not set(row.get("ways", ())) <= asked:
            raise Bad(f"verification.jsonl line {number}: a way remains|経路が残ります")
        ended = row["crawl_finished_at"] or row["crawl_started_at"]
        gone.setdefault(item, moment(ended))


def followed(bundle: Bundle) -> None:
    """See that each promise to remove has its line, with its policies and its end."""
    newest = {}
    promised: Dict[int, Tuple[str, str]] = {}
    for row in bundle.kept("decisions.jsonl"):
        if row["is_effective"] and row["verdict"] in {"revoke", "reduce"}:
            promised[row["item"]] = (row["verdict"], row["decided_at"])
    for row in bundle.kept("verification.jsonl"):
        newest[row["item"]] = row["outcome"]
    for number, row in enumerate(bundle.kept("remediation.jsonl"), start=1):
        place = f"remediation.jsonl line {number}"
        if promised.pop(row["item"], None) != (row["verdict"], row["promised_at"]):
            raise Bad(f"{place}: not as decided|判断と違います")
        if row["outcome"] != newest.get(row["item"], "not-looked"):
            raise Bad(f"{place}: not as seen|確認の結果と違います")
        if (row["policy_after"] is None) == (row["outcome"] == "removed"):
            raise Bad(f"{place}: policy after?|変更後のポリシーが合いません")
    for item in promised:
        raise Bad(f"remediation.jsonl: item {item} lacks|項目がありません")


def moment(text: str) -> datetime:
    """Return a time; Python 3.9 does not read a Z."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a flat row."""
    return ENCODE(value).encode()


def sha256_of(body: bytes) -> str:
    """Return a SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def one_item(bundle: Bundle) -> None:
    """See that a grant is asked about once, of each side."""
    seen = set()
    for item, fingerprint, side, resource, _document in bundle.asked():
        if (fingerprint, side, resource) in seen:
            raise Bad(f"population.jsonl line {item}: twice|重複しています")
        seen.add((fingerprint, side, resource))


def same_content(bundle: Bundle) -> None:
    """See that what is said of an item is about the grant that was asked about."""
    asked = {row[0]: row[1] for row in bundle.asked()}
    for name in ABOUT_ITEMS:
        for number, row in enumerate(bundle.kept(name), start=1):
            if row.get("fingerprint", asked[row["item"]]) != asked[row["item"]]:
                raise Bad(f"{name} line {number}: of another grant|別の許可です")


def only_added(bundle: Bundle) -> None:
    """See that each decision of an item follows the one before, and the last counts."""
    last: Dict[int, int] = {}
    marked: Dict[int, int] = {}
    for row in bundle.kept("decisions.jsonl"):
        item, decision = row["item"], row["decision"]
        if row["supersedes"] != last.get(item):
            raise Bad(f"decisions.jsonl {decision}: not after the last|続いていません")
        last[item] = decision
        if row["is_effective"] and marked.setdefault(item, decision) != decision:
            raise Bad(f"decisions.jsonl {decision}: two count|有効な判断が二つあります")
    for item, decision in last.items():
        if marked.get(item) != decision:
            raise Bad(f"decisions.jsonl {decision}: effective?|有効の印が違います")


def none_late(bundle: Bundle) -> None:
    """See that nothing was decided after the close."""
    told = bundle.json("campaign.json")["closed_at"]
    if not told:
        return
    closed_at = moment(told)
    for row in bundle.kept("decisions.jsonl"):
        if moment(row["decided_at"]) > closed_at:
            place = f"decisions.jsonl {row['decision']}"
            raise Bad(f"{place}: after the close|締切り後です")


def eligible(bundle: Bundle) -> None:
    """See that who decided was asked, and neither a side nor the policy's writer."""
    sides: Dict[int, Set[str]] = {}
    writers: Dict[int, str] = {}
    for row in bundle.kept("assignments.jsonl"):
        sides[row["item"]] = {row["reviewer"]}
        writers[row["item"]] = row.get("policy_writer", "")
    for act in bundle.acts():
        if act["kind"] in {"item-reassigned", "item-returned"}:
            sides[act["says"]["item"]].add(act["says"]["before"])
        for each in act["says"].get("moved", ()):  # owners-asked-anew
            for item in each["items"]:
                sides[item].add(each["before"])
    allowed = set()
    for each in bundle.json("overrides.json")["overrides"]:
        if each["person"]["username"] == each["granted_by"]["username"]:
            raise Bad(f"overrides.json item {each['item']}: by themself|本人です")
        allowed.add((each["item"], each["person"]["username"]))
    cleared(bundle, allowed)
    for row in bundle.kept("decisions.jsonl"):
        item, person = row["item"], row["reviewer"]
        is_asked, place = person in sides[item], f"decisions.jsonl {row['decision']}"
        if not row["is_effective"] or row["verdict"] == "withdraw":
            continue  # who was asked before an item was open again, is not told
        if row["origin"] in {"answer", "bulk"} and not is_asked:
            raise Bad(f"{place}: {person} was not asked|依頼されていません")
        if row["origin"] == "ruling" and is_asked:
            raise Bad(f"{place}: {person} is a side|当事者の裁定です")
        is_theirs = bool(person) and person == writers[item]
        if (
            is_theirs
            and row["origin"] in {"answer", "bulk", "ruling"}
            and (item, person) not in allowed
        ):
            raise Bad(f"{place}: {person} wrote the policy|本人が変更したポリシーです")


def cleared(bundle: Bundle, allowed: Set[Tuple[int, str]]) -> None:
    """See that each act says that its decider was asked then, and in no conflict.

    Older programs did not write it down; from the first that did, each has to.
    """
    made = {
        row["digest"]: row
        for row in bundle.kept("decisions.jsonl")
        if row["origin"] in {"answer", "bulk", "ruling"}  # a rule has no conflict
    }
    is_told = False
    for act in bundle.acts():
        says = act["says"]
        digests = says.get("decisions_sha256", [says.get("decision_sha256")])
        rows = [made[each] for each in digests if each in made]
        is_told = is_told or "cleared" in says
        known = {
            item: each for each in says.get("cleared", ()) for item in each["items"]
        }
        for row in rows if is_told else ():
            place, told = f"decisions.jsonl {row['decision']}", known.get(row["item"])
            person = row["reviewer"]
            if told is None or act["actor"] != person:
                raise Bad(f"{place}: cleared?|利益相反の確認がありません")
            if (row["origin"] == "ruling") == (told["asked"] == person):
                raise Bad(f"{place}: {person} was not to|判断する立場ではありません")
            if told["conflict"] != "none-found" and (
                told["conflict"] != "allowed" or (row["item"], person) not in allowed
            ):
                raise Bad(f"{place}: {person} in conflict|利益相反があります")


def actors(bundle: Bundle) -> None:
    """See that everything was done by somebody, or by a job with a name."""
    for act in bundle.acts():
        if not act["actor"]:
            raise Bad(f"events.jsonl {act['sequence']}: by nobody|行為者がありません")
    for row in bundle.kept("decisions.jsonl"):
        if not row["reviewer"]:
            raise Bad(f"decisions.jsonl {row['decision']}: by nobody|判断者がいません")


def nothing_pending(bundle: Bundle) -> None:
    """See that a campaign that is no longer open waits for nobody's answer."""
    is_final = bundle.json("campaign.json")["is_final"]
    for row in bundle.kept("assignments.jsonl") if is_final else ():
        if row["state"] in {"open", "awaiting"}:
            raise Bad(f"assignments.jsonl line {row['item']}: pending|未決です")


def promises_kept(bundle: Bundle) -> None:
    """See that what was revoked is gone, or stays by exception until a day.

    By the newest act, the seal where there is one, that day was over nowhere on earth.
    """
    until: Dict[int, str] = {}
    newest_at = max(moment(act["at"]) for act in bundle.acts())
    today = (newest_at - timedelta(hours=12)).date().isoformat()
    for each in bundle.json("exceptions.json")["exceptions"]:
        if (each["answer"] or {}).get("is_approved"):
            until[each["item"]] = each["expires_on"]
    newest = {row["item"]: row["outcome"] for row in bundle.kept("verification.jsonl")}
    is_closed = bundle.json("campaign.json")["state"] == "closed"
    for row in bundle.kept("assignments.jsonl"):
        item, state = row["item"], row["state"]
        is_promised = is_closed and state in {"revoked", "reduced"}
        is_kept = newest.get(item) == "removed" or until.get(item, "") >= today
        if (state == "excepted" and not until.get(item)) or (
            is_promised and not is_kept
        ):
            raise Bad(f"assignments.jsonl line {item}: not kept|守られていません")


def all_there(bundle: Bundle) -> None:
    """See that every text and policy that a row refers to is in the bundle."""
    names = set(bundle.names)
    texts = {told for told, _found in bundle.shown()}
    for item, _fingerprint, _side, _resource, document in bundle.asked():
        if f"raw/{document}.json" not in names:
            raise Bad(f"population.jsonl line {item}: no policy|ポリシーがありません")
    for row in bundle.kept("decisions.jsonl"):
        if row["shown_sha256"] not in texts:
            place = f"decisions.jsonl {row['decision']}"
            raise Bad(f"{place}: its text is missing|表示文面がありません")
    for number, row in enumerate(bundle.kept("remediation.jsonl"), start=1):
        for sha256 in (row["policy_before"], row["policy_after"]):
            if sha256 and f"raw/{sha256}.json" not in names:
                place = f"remediation.jsonl line {number}"
                raise Bad(f"{place}: no policy|ポリシーがありません")


def done_once(bundle: Bundle) -> None:
    """See that nothing was done twice, nor half, by who died and began again."""
    last, seen = 0, set()
    for act in bundle.acts():
        place = f"events.jsonl {act['sequence']}"
        if act["sequence"] <= last:
            raise Bad(f"{place}: out of order|順序が違います")
        last = act["sequence"]
        says = act["says"]
        done = [act["kind"]] if act["kind"] in ONCE else []
        if act["kind"] == "campaign-closed" and "at_close" in says:
            done.append(act["kind"])  # to decisions; later the job says removals' end
        done += says.get("decisions_sha256", ())
        done += [says["decision_sha256"]] if "decision_sha256" in says else []
        for each in done:
            if each in seen:
                raise Bad(f"{place}: done twice|二度行われています")
            seen.add(each)
    opened, closed = "campaign-opened" in seen, "campaign-closed" in seen
    if not opened or closed != bundle.json("campaign.json")["is_final"]:
        raise Bad("events.jsonl: half done|途中までしか行われていません")


ONCE = {"campaign-opened", "campaign-sealed"}
CHECKS = (
    (
        check_files,
        "Every file is the one that was signed",
        "すべてのファイルが署名時のまま",
    ),
    (check_ledger, "The acts are in the signed ledger", "行為が署名された台帳にある"),
    (check_rows, "Every row belongs to what was asked", "すべての行が対象に対応する"),
    (check_decisions, "Every decision is the one that was made", "判断が記録どおり"),
)
# What a review promises. Each is looked at by itself, whatever the others say.
INVARIANTS = (
    (one_item, "One item for each grant and side", "許可と立場ごとに項目は一つ"),
    (same_content, "A decision is about what was asked", "判断は確認した内容のもの"),
    (only_added, "Decisions are only added", "判断は追加されるだけ"),
    (none_late, "Nothing is decided after the close", "締切り後の判断はない"),
    (
        eligible,
        "Who decided was asked, and not in conflict",
        "判断者は依頼を受け、利益相反がない",
    ),
    (actors, "Every act has an actor", "すべての行為に行為者がある"),
    (nothing_pending, "Closed means that nothing is pending", "締切り後に未決はない"),
    (
        promises_kept,
        "What was revoked is gone, or excepted until a day",
        "取り消しは削除済みか、期限付きの例外",
    ),
    (twice_gone, "What is removed was twice seen gone", "削除は二度確認された"),
    (followed, "Every promise to remove is followed", "削除の約束を追跡"),
    (all_there, "Nothing that is referred to is missing", "参照先はすべて残っている"),
    (sums, "The sums tie out", "合計が一致する"),
    (done_once, "What was done, was done once and whole", "行為は一度だけ、完全に"),
)


def verify(bundle: Bundle, fingerprint: str = "") -> Iterator[Tuple[str, str, str]]:
    """Yield each check in English and Japanese, with what is wrong.

    Where the bundle is not what was signed, the rest says nothing, and is not said.
    """
    english, japanese = "The manifest is signed", "目録に署名がある"
    fault, told = tried(statement_of, bundle, fingerprint)
    yield english, japanese, fault
    for check, english, japanese in CHECKS:
        if fault:
            return
        fault, _nothing = tried(check, bundle, told)
        yield english, japanese, fault
    for invariant, english, japanese in () if fault else INVARIANTS:
        yield english, japanese, tried(invariant, bundle)[0]


def statement_of(bundle: Bundle, fingerprint: str) -> Any:
    """Return what the signed manifest of a bundle says."""
    return statement_in(bundle.json("manifest.dsse.json"), fingerprint)


def tried(check: Callable[..., Any], *what: Any) -> Tuple[str, Any]:
    """Return what is wrong, or nothing, and what the check returned."""
    try:
        return "", check(*what)
    except Bad as wrong:
        return str(wrong), None
    except BROKEN as wrong:
        said = f"{type(wrong).__name__}: {wrong}".replace("|", "/")
        return f"malformed, {said}|形式が正しくありません（{said}）", None


def draw(told: Any, count: int, nonce: str) -> List[int]:
    """Return items that neither side can steer: from the population's root and a nonce."""
    tree = told["predicate"]["trees"]["population.jsonl"]
    seed = f"{tree['root']}\n{nonce}\n"
    ranked = sorted(
        range(1, tree["size"] + 1), key=lambda each: sha256_of(f"{seed}{each}".encode())
    )
    return sorted(ranked[:count])


def item_proof(bundle: Bundle, told: Any, item: int) -> Any:
    """Return one item, with what proves it, and nothing of the others."""
    found = []
    for name, tree in sorted(told["predicate"]["trees"].items()):
        if name in {"events.jsonl", "exclusions.jsonl", "shown.jsonl"}:
            continue
        lines = list(bundle.lines(name))
        leaves = [leaf(each) for each in lines]
        for index, line in enumerate(lines):
            if json.loads(line)["item"] == item:
                proof = proof_of(leaves, index)
                found.append({"table": name, "index": index, "size": tree["size"],
                              "line": line.decode(), "proof": proof})  # fmt: skip
    if not found:
        raise Bad(f"{item}: no such item|該当する項目がありません")
    documents, texts = referred(rows_of(found))
    told_of = {
        row["sha256"]: row["text"]
        for row in bundle.rows("shown.jsonl")
        if row["sha256"] in texts
    }
    return {
        "envelope": bundle.json("manifest.dsse.json"),
        "rows": found,
        "documents": {
            each: bundle.read(f"raw/{each}.json").decode("utf-8", "surrogateescape")
            for each in sorted(documents)
        },
        "texts": told_of,
    }


def rows_of(found: List[Any]) -> Dict[str, List[Any]]:
    """Return the rows of an item that is handed over, table by table."""
    rows: Dict[str, List[Any]] = {each: [] for each in ABOUT_ITEMS}
    rows["population.jsonl"] = []
    for row in found:
        rows[row["table"]].append(json.loads(row["line"]))
    return rows


def referred(rows: Dict[str, List[Any]]) -> Tuple[Set[str], Set[str]]:
    """Return the policies and the shown texts that an item's rows name by hash."""
    documents = {each["document_sha256"] for each in rows["population.jsonl"]}
    for row in rows["remediation.jsonl"]:
        documents |= {row["policy_before"], row["policy_after"]}
    return documents - {None, ""}, {
        each["shown_sha256"] for each in rows["decisions.jsonl"]
    }


def check_proof(proof: Any, fingerprint: str) -> Tuple[Any, int]:
    """Check one item that was handed over alone; return the statement and its number."""
    told = statement_in(proof["envelope"], fingerprint)
    for row in proof["rows"]:
        name, tree = row["table"], told["predicate"]["trees"][row["table"]]
        top = climbed(
            leaf(row["line"].encode()), row["index"], tree["size"], row["proof"]
        )
        place = f"{name} {row['index'] + 1}"
        if row["size"] != tree["size"] or top.hex() != tree["root"]:
            raise Bad(f"{place}: not in the bundle|証跡にありません")
        check_shape(name, place, json.loads(row["line"]))
    rows = rows_of(proof["rows"])
    items = {each["item"] for told_of in rows.values() for each in told_of}
    if len(items) != 1:
        raise Bad("rows: not of one item|一つの項目のものではありません")
    check_whole(rows)
    for kind, named in zip(("documents", "texts"), referred(rows)):
        for sha256 in sorted(named ^ set(proof.get(kind, ()))):
            said = "lacks" if sha256 in named else "is not named"
            raise Bad(f"{kind} {sha256}: {said}|行の参照と合いません")
        for sha256, text in proof.get(kind, {}).items():
            if sha256_of(text.encode("utf-8", "surrogateescape")) != sha256:
                raise Bad(f"{kind} {sha256}: not its hash|ハッシュと違います")
    return told, items.pop()


def check_whole(rows: Dict[str, List[Any]]) -> None:
    """See that nothing which the rows of one item point to was left out."""
    for name in ("population.jsonl", "assignments.jsonl"):
        if len(rows[name]) != 1:
            raise Bad(f"{name}: not one line|行が一つではありません")
    made = {each["decision"]: each for each in rows["decisions.jsonl"]}
    before = {each["supersedes"] for each in made.values()} - {None}
    counted = [each for each in made.values() if each["is_effective"]]
    state = rows["assignments.jsonl"][0]["state"]
    is_decided = state not in {"open", "undecided", "ended"}
    if before - set(made) or (is_decided and len(counted) != 1):
        raise Bad("decisions.jsonl: a decision lacks|判断が欠けています")
    looks = [each["outcome"] for each in rows["verification.jsonl"]]
    ends = [each["outcome"] for each in rows["remediation.jsonl"]]
    is_promised = any(each["verdict"] in {"revoke", "reduce"} for each in counted)
    if len(ends) != is_promised or (ends and ends != (looks[-1:] or ["not-looked"])):
        raise Bad("remediation.jsonl: its end lacks|削除の結果が欠けています")


class Parser(argparse.ArgumentParser):
    """Say in the reader's language how it is used."""

    usage_text = ""

    def format_help(self) -> str:
        """Return the usage."""
        return self.usage_text

    format_usage = format_help


def options(arguments: Optional[List[str]] = None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = Parser(add_help=False)
    parser.add_argument("--language", choices=["en", "ja"], default="en")
    parser.usage_text = str(__doc__)
    is_japanese = parser.parse_known_args(arguments)[0].language == "ja"
    parser.usage_text = USAGE_JA if is_japanese else str(__doc__)
    parser.add_argument("-h", "--help", action="help")
    parser.add_argument("place", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--key", default="")
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--nonce", default="")
    parser.add_argument("--item", type=int, default=0)
    parser.add_argument("--proof", type=Path)
    asked = parser.parse_args(arguments)
    # Without words of the auditor's own, whoever made the bundle knows the sample.
    if asked.draw < 0 or (asked.draw and not asked.nonce.strip()):
        parser.error(
            "--draw には --nonce が必要です"
            if is_japanese
            else "--draw needs a --nonce"
        )
    return asked


def main(arguments: Optional[List[str]] = None) -> int:
    """Check, say it, and return the exit status."""
    asked = options(arguments)
    is_japanese = asked.language == "ja"
    try:
        if asked.proof:
            proof = json.loads(asked.proof.read_bytes())
            told, item = check_proof(proof, asked.key)
            say("項目は証跡のものです" if is_japanese else "The item is the bundle's.")
            say(f"{'項目' if is_japanese else 'item  '} {item}")
            signer(told, asked.language)
            trail(proof, asked.language)
            return 0
        return checked(Bundle(asked.place), asked)
    except Bad as wrong:
        say(words(str(wrong), asked.language))
        return 1
    except BROKEN as wrong:
        place, why = asked.proof or asked.place, f"{type(wrong).__name__}: {wrong}"
        said = (
            f"{place}: 読めません。証跡ではないか、壊れています（{why}）"
            if is_japanese
            else f"{place}: no bundle, or broken ({why})"
        )
        say(said)
        return 2


def checked(bundle: Bundle, asked: argparse.Namespace) -> int:
    """Say of each check whether it holds; or hand over one item."""
    is_japanese = asked.language == "ja"
    if asked.item:
        proof = item_proof(bundle, statement_of(bundle, asked.key), asked.item)
        # In ASCII: what PowerShell writes into a file is not what it was given.
        sys.stdout.write(json.dumps(proof) + "\n")
        return 0
    is_whole = True
    for english, japanese, fault in verify(bundle, asked.key):
        is_whole = is_whole and not fault
        if is_japanese:
            say(f"{'不可' if fault else '可  '} {japanese}")
        else:
            say(f"{'NO ' if fault else 'yes'} {english}")
        if fault:
            say(f"    {words(fault, asked.language)}")
    if is_whole:
        epilogue(bundle, asked)
    return 0 if is_whole else 1


def words(fault: str, language: str) -> str:
    """Return what is wrong, in one language."""
    return fault.split("|")[language == "ja"]


def say(line: str) -> None:
    """Write one line; what a bundle says of itself cannot steer a terminal."""
    sys.stdout.write("".join(c if c.isprintable() else "?" for c in line) + "\n")


def signer(told: Any, language: str) -> None:
    """Say who signed what."""
    predicate = told["predicate"]
    key = sha256_of(base64.b64decode(predicate["signed_with"]))
    review = f"{predicate['campaign']}, {predicate['name']}"
    if language == "ja":
        final = "はい" if predicate["is_final"] else "いいえ: まだ進行中です"
        say(f"見直し {review}")
        say(f"鍵   {key}")
        say(f"確定 {final}")
        return
    say(f"review {review}")
    say(f"key    {key}")
    say(f"final  {'yes' if predicate['is_final'] else 'NO: still open'}")


def trail(proof: Any, language: str) -> None:
    """Say what an item is, what was decided and seen, with the policies and texts."""
    rows, at = rows_of(proof["rows"]), language == "ja"
    asked, answered = rows["population.jsonl"][0], rows["assignments.jsonl"][0]
    say("")
    say(f"{('asked  ', '対象')[at]} {asked['sentence_' + language]}")
    say(f"{('of     ', '担当')[at]} {answered['reviewer']} ({answered['rule']})")
    for row in rows["decisions.jsonl"]:
        said = f"{row['decided_at']} {row['reviewer']}: {row['verdict']}"
        say(f"{('decided', '判断')[at]} {said} {QUOTE(row['reason'])}")
    for row in rows["verification.jsonl"]:
        said = f"{row['crawl_started_at']} {row['outcome']} {QUOTE(row['reason'])}"
        say(f"{('seen   ', '確認')[at]} {said}")
    for row in rows["remediation.jsonl"]:
        after = ("gone", "消滅")[at] if row["policy_after"] == "" else "—"
        after = row["policy_after"] or after
        say(f"{('before ', '前  ')[at]} {row['policy_before']}")
        say(f"{('after  ', '後  ')[at]} {after}")
    for kind, title in (
        ("documents", ("policy ", "文書")[at]),
        ("texts", ("shown  ", "表示")[at]),
    ):
        for sha256, text in proof.get(kind, {}).items():
            say(f"{title} {sha256}")
            for line in text.splitlines():
                say(f"    {line}")


def epilogue(bundle: Bundle, asked: argparse.Namespace) -> None:
    """Say who signed and what it stands on, and draw the sample that is asked for."""
    told, is_japanese = statement_of(bundle, asked.key), asked.language == "ja"
    ledger, stamped = told["predicate"]["ledger"], stamped_at(bundle)
    say("")
    signer(told, asked.language)
    say(f"{'台帳' if is_japanese else 'ledger'} {ledger['root']}, {ledger['size']}")
    if stamped:
        said = "checkpoint.tsr による。VERIFY.md 参照" if is_japanese else ""
        said = said or "says checkpoint.tsr; see VERIFY.md"
        say(f"{'時刻' if is_japanese else 'time  '} {stamped}, {said}")
    if asked.draw:
        drawn = " ".join(map(str, draw(told, asked.draw, asked.nonce)))
        say(f"{'抽出' if is_japanese else 'sample'} {drawn}")


if __name__ == "__main__":
    gc.disable()  # rows make no cycles, and looking for some takes long
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
