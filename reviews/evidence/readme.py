"""What the bundle says about itself, in both languages."""

from __future__ import annotations

README = """\
AccessMap evidence bundle
=========================

campaign.json       what was asked, by whom, on which crawl, and how it ended
coverage.json       what that crawl read, and what it did not read, and why
population.jsonl    every grant that was asked about, numbered, with who was asked
decisions.jsonl     every decision, the superseded ones too, with the exact text that
                    the reviewer had read, its hash, and the language it was read in
verification.jsonl  what later crawls saw of what was revoked
events.jsonl        who did what, in order (the making of bundles apart)
raw/<sha256>.json   the policy documents exactly as AWS gave them
manifest.json       the SHA-256 of every file but itself

The .jsonl and .json files are the evidence. The .csv files repeat columns of them for a
spreadsheet; a cell that would be a formula begins with an apostrophe there.

"Revoked" is what somebody decided. "Removed" is what a crawl saw: one complete reading
of that place, begun after the decision, in which the grant is not. "Cannot be seen"
counts as not removed. What was not read is unknown, not zero.

Made again from the same state, this bundle has the same bytes. The hashes show whether
a file changed after the bundle was made. This version does not sign: keep the bundle's
own SHA-256 where the operator of AccessMap cannot change it. No hash shows that AWS
told the truth.

To check on Linux or macOS, in the unpacked folder:
  python3 -c "import hashlib,json; [print('ok ' if hashlib.sha256(open(f['name'],\
'rb').read()).hexdigest()==f['sha256'] else 'BAD', f['name']) for f in \
json.load(open('manifest.json'))['files']]"


AccessMap 証跡一式
==================

campaign.json       何を、誰が、どのクロールに基づいて確認したか、その結果
coverage.json       そのクロールで読めた範囲、読めなかった範囲とその理由
population.jsonl    確認対象の許可すべて（番号順）と、担当者
decisions.jsonl     判断すべて（変更前のものを含む）。担当者が読んだ文面そのもの、
                    そのハッシュ、表示言語
verification.jsonl  取り消したものを、後のクロールがどう見たか
events.jsonl        誰が何をしたか（順番どおり。証跡一式の作成は除く）
raw/<sha256>.json   AWS から受け取ったままのポリシー
manifest.json       このファイルを除く全ファイルの SHA-256

証跡は .jsonl と .json です。.csv は表計算ソフト用の写しで、数式になり得るセルの先頭には
アポストロフィを付けています。

「取消済み」は人の判断です。「削除確認済み」は、判断の後に始まったクロールがその場所を
すべて読み、許可がなかったことを意味します。「確認できない」は削除に数えません。
読めなかったものは不明であり、ゼロではありません。

同じ状態からは同じバイト列ができます。ハッシュは、作成後に変更がないことを示します。
この版は署名しません。一式の SHA-256 を、AccessMap の運用者が変更できない場所に保管して
ください。ハッシュは、AWS の回答が正しいことまでは示しません。
"""
