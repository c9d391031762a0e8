"""The gates at both ends, in Japanese: what each is, what it does, and why."""

from __future__ import annotations

PHRASES = {
    "gate.identity": "アイデンティティポリシー",
    "gate.boundary": "アクセス許可の境界",
    "gate.scp": "サービスコントロールポリシー",
    "gate.session": "セッションポリシー",
    "gate.policy": "リソースのポリシー",
    "gate.rcp": "リソースコントロールポリシー",
    "gate.public-block": "ブロックパブリックアクセス",
    "passage.pass": "通します",
    "passage.part": "一部を止めます",
    "passage.stop": "止めます",
    "passage.unseen": "見えません",
    "reason.allowed": "{name} が許可しています。",
    "reason.denied": "{name} が拒否しています。",
    "reason.denied.unnamed": "これを拒否しています。",
    "reason.silent": "許可するものがありません。",
    "reason.depends": "{name} は、ここでは分からない条件で決めます。",
    "reason.unread": "{name} は読み解けませんでした。",
    "reason.not-ours": "当社からは読めません。許可されているものと見なします。",
    "reason.not-read": "読み取っていません。許可とも阻止とも言えません。",
    "reason.none-set": "設定されていません。",
    "reason.management-account": "管理アカウントを制限するものはありません。",
    "reason.named-at-home": "不要です。"
    "同じアカウントで、ここのポリシーが名指ししています。",
    "reason.none-for-service": "AWS サービスにはありません。",
    "reason.none-for-federated": "そこでサインインする人にはありません。",
    "reason.none-for-public": "見知らぬ人には要りません。",
    "reason.trusts": "条件なしで信頼しています。",
    "reason.allows": "条件なしで許可しています。",
    "reason.on-a-condition": "条件つきで許可しています。",
    "reason.does-not-stop": "止めていません。",
}
