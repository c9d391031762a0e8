"""And so: what follows for the account, in Japanese."""

from __future__ import annotations

PHRASES = {
    "then.become": "{home} でこのロールとして振る舞えます",
    "then.become.reach": "{home} で{reach}ができます",
    "then.permissions": "ほかの人を招き入れ、当社を締め出せます",
    "then.write": "そこにあるものを書き換えたり消したりできます",
    "then.send": "他人になりすまして好きなものを送り込めます",
    "then.run": "当社の費用と権限で、このコードを動かせます",
    "then.decrypt": "この鍵で守られたものを手に入れれば、中身を読めます",
    "then.sign": "当社の名で署名できます",
    "then.read": "そこにあるものを読み、写しを持ち出せます",
    "then.listen": "以後そこに送られるメッセージをすべて受け取れます",
    "then.tag": "タグで決まるアクセスを広げられます",
    "then.list": "そこに何があるかを、名前で知ることができます",
    "then.other": "同じことができます",
    "so.public": "名乗る必要はなく、見つけた人は誰でも{then}。",
    "so.any": "条件は相手を名指ししていません。条件を満たせば、見知らぬ人でも{then}。",
    "so.network": "名乗る必要はなく、そのネットワークに入れた人は誰でも{then}。",
    "so.external": "{account} が侵入されると、侵入した相手は{then}。",
    "so.external.stranger": "このアカウントの持ち主は分かりません。"
    "それが誰であっても{then}。",
    "so.external.former": "{account} はもう当社の管理下にありません。"
    "今の持ち主は{then}。",
    "so.external.organization": "どのアカウントが誰のものか、当社には分かりません。"
    "そのどれからでも{then}。",
    "so.federated.any": "そこにログインできる人は、当社と関係がなくても{then}。",
    "so.federated.guest": "サインインは求められず、見知らぬ人でも{then}。",
    "so.federated.github": "GitHub は誰のコードでも動かします。"
    "見知らぬ人のリポジトリからでも{then}。",
    "so.federated.workload": "そこでその名のものを動かせる人は{then}。",
    "so.federated.saml": "そこにログインできる人は、ほかの用途のサインインでも{then}。",
    "so.federated.repository": "そこにコードをプッシュできる人は{then}。",
    "so.person": "そのログインを乗っ取った人は{then}。"
    "割り当てを外せば、これも終わります。",
    "so.group": "グループに加えられた人は誰でも{then}。"
    "どこまで及ぶかは、グループのメンバー次第です。",
    "so.federated.restricted": "そのログインを持つ人は{then}。"
    "ログインを取り上げれば、これも終わります。",
    "so.service.any": "誰の依頼を受けてよいかが書かれていません。"
    "AWS アカウントを持つ人なら誰でも、サービスに頼んでこれをさせられます。",
    "so.service.role": "{home} でこのロールをサービスに渡せる人は、"
    "ロールの権限でサービスを動かせます。",
    "so.service.oai": "そのディストリビューションに届く人は{then}。",
    "so.service.same-account": "{home} 自身がサービスに設定したものだけが対象です。",
    "so.service.org": "当社の組織のどのアカウントが設定したものも対象です。",
    "so.service.external": "サービスに何をさせるかは、社外の相手が決めます。",
    "so.service.unknown": "ポリシーは依頼元の名前だけを挙げ、"
    "アカウントを挙げていません。その名前を持つ人が決めます。",
    "so.organization": "当社のすべてのアカウントに及び、後から加わるものも含みます。"
    "最も守りの弱いアカウントが、安全の水準を決めます。",
    "so.unit": "そこにあるすべてのアカウントに及び、後から加わるものも含みます。"
    "最も守りの弱いアカウントが、安全の水準を決めます。",
    "so.in-org": "{account} が侵入されると、侵入した相手は{then}。",
    "so.same-account": "{home} の中にとどまります。",
    "so.unknown": "誰を通すかは不明であり、ゼロではありません。"
    "分かるまでは開いているものとして扱ってください。",
    "so.blocked": "それがあるうちは、ここから入れる人はいません。外せば入れます。",
    "so.without-mfa": "MFA は求められていません。",
    "reach.unread": "このロールに何ができるかは読み取っていません。",
    "reach.nothing": "このロールには今は何の権限もありませんが、"
    "与えれば相手にも及びます。",
    "use.days": "最後に使われたのは{days}日前です。",
    "use.day": "最後に使われたのは昨日です。",
    "use.today": "今日使われました。",
    "use.never": "AWS が覚えている400日の間、使われていません。",
    "use.unread": "最後にいつ使われたかは読み取っていません。",
    "verdict.public": "公開",
    "verdict.any-account": "任意のアカウント（条件付き）",
    "verdict.external": "外部",
    "verdict.external.former": "外部（元メンバー）",
    "verdict.external.stranger": "外部（未知）",
    "verdict.federated": "フェデレーション",
    "verdict.service": "AWS サービス",
    "verdict.organization": "組織",
    "verdict.in-org": "組織内アカウント",
    "verdict.same-account": "同じアカウント",
    "verdict.unknown": "不明",
}
