"""VERIFY.md: what is in the bundle and how to check it, for who is no programmer."""

from __future__ import annotations

GUIDE = """\
# Check this evidence yourself

You need Python 3.9 or later, which macOS and Linux have; no network, and nothing from us.
Unpack the ZIP, open a terminal in its folder, and type:

    python3 verify.py

Each line begins with *yes* or *NO*. The last lines name the **key** that signed. Ask the
company, by a way other than the one by which you got this file, for its key's fingerprint,
and compare; or give it: `python3 verify.py --key FINGERPRINT`. For Japanese add
`--language ja`.

Draw a sample that neither side can steer: think of any text and type

    python3 verify.py --draw 25 --nonce "your text"

Hand one item on without the others: `python3 verify.py --item 17 > item-17.json`; whoever
gets it types `python3 verify.py --proof item-17.json`.

The same signature with OpenSSL (1.1.1 or later):

    openssl pkeyutl -verify -rawin -pubin -inkey openssl/key.pem \\
        -in openssl/message -sigfile openssl/signature

## What the files are

| file | what it says |
|---|---|
| campaign.json | what was asked, by whom, on which crawl, and how it ended |
| coverage.json | what that crawl read, scope by scope, and what it did not read, and why |
| population.jsonl | every grant that was asked about, numbered |
| assignments.jsonl | who was asked, by which rule, and what came of it |
| decisions.jsonl | every decision, the superseded ones too |
| shown.jsonl | the exact texts that reviewers had before them |
| verification.jsonl | what later crawls saw of what was revoked |
| reconciliation.json, quality.json | the sums that must tie out; how it was decided |
| signoff.json | who signed the campaign off, and in which words |
| events.jsonl, ledger-others.json, checkpoint.txt | who did what, in order, and the proof |
| raw/ | the policy documents exactly as AWS gave them, by SHA-256 |
| controls.json | which files speak to which control |
| absent.json | what this version does not record |
| leaves/ | the hash of each line, so that a changed line can be named |
| manifest.dsse.json, openssl/ | the hash of every file, signed |

The .csv files repeat columns for a spreadsheet; a cell that would be a formula begins with
an apostrophe there. Reports and workbooks are derived from this bundle, and say so.

"Revoked" is what somebody decided. "Removed" is what a crawl saw: one complete reading of
that place, begun after the decision, in which the grant is not. What was not read is
unknown, not zero.

## What a signature does not prove

It proves that nothing changed since it was signed. It does not prove that AWS told the
truth, that what was not read is empty (coverage.json says what was not), that a reviewer
understood, or that the time of our clock was right. Who holds the key could have signed
another history before: compare checkpoint.txt with one that was mailed or stored where the
operator of AccessMap cannot change it. What a foreign account's own policies allow cannot
be seen, and is assumed.

# この証跡をご自身で確認する

必要なのは Python 3.9 以上だけです。ネットワークも当方の協力も要りません。ZIP を展開し、その
フォルダーで次を実行します。

    python3 verify.py --language ja

各行は「可」または「不可」で始まります。最後に表示される鍵（key）の指紋を、このファイルとは
別の経路で会社に尋ねて照合してください。抽出は `--draw 25 --nonce "任意の文"` です。母集団と
あなたの文だけから決まるため、どちらの側も結果を操作できません。

署名が示すのは、署名後に変更がないことです。AWS の回答が正しいこと、読めなかった場所が空で
あること（coverage.json 参照）、担当者が理解して判断したことまでは示しません。
"""
