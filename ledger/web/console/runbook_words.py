"""What to do, step by step, about each kind of alert and each value of the page of operations: in Japanese and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "runbook": Text("手順", "What to do"),
    "runbook_lead": Text(
        "知らせの種類と、運用の値ごとの手順です。", "What to do about each kind of alert and each value of operations."
    ),
    "of_alerts": Text("知らせ", "Alerts"),
    "of_values": Text("運用", "Operations"),
    "what_it_means": Text("何が起きているか", "What it means"),
    "steps": Text("手順", "Steps"),
    "where_else": Text("くわしい説明（製品の文書）", "More of it, in the documents that come with the product"),
    "open_page": Text("関係する画面を開く", "Open the page it is about"),
    "missing_step": Text("この種類の手順は、まだありません。", "There are no steps for this kind yet."),
}


class Steps(NamedTuple):
    """``means``: what has happened; ``steps``: in order; ``page``: of the console (behind the language) that it is
    about, if there is one; ``document``: where more is written."""

    named: Text
    means: Text
    steps: tuple[Text, ...]
    page: str | None
    document: str


ALERTS: Mapping[str, Steps] = {
    "violation": Steps(
        Text("違反", "Violation"),
        Text("法律に反する提供だったと、台帳が判断しました。", "The ledger judged that a provision broke the law."),
        (
            Text("記録を開き、決め手になった規則を確かめます。", "Open the record and see which rule decided."),
            Text("まだ提供が続いていれば、「provision-ledger block recipient」または「block source」で止めます。",
                 "While data still goes out, stop it by “provision-ledger block recipient” or “block source”."),
            Text("渡すつもりで渡したのか、誤って送ったのか、盗まれたのかを、送信元の担当に聞きます。"
                 "誤送と盗難は、漏えい等（26条）としても扱います。",
                 "Ask the service whether it meant to provide the data, sent it by mistake, or had it stolen. The last"
                 " two are looked at under article 26 as well."),
            Text("送信元の担当に、提供をやめるよう伝えます。記録が事実と違うときだけ、訂正を送ってもらいます。",
                 "Have the service stop providing. Only where the record is not what happened, have it send a"
                 " correction."),
            Text("どう扱うかを選んで、知らせを確認します。", "Acknowledge the alert with what is done about it."),
        ),
        "/violations", "docs/officers.md",
    ),
    "incident": Steps(
        Text("漏えい等（26条）", "Incident (art. 26)"),
        Text("誤って送られたか、盗まれました。", "Data was mis-sent or stolen."),
        (
            Text("受け取った相手に、使わないことと消すことを求めます。",
                 "Ask who received it not to use it and to delete it."),
            Text("「provision-ledger alerts list」で、26条の報告の期限（速報と確報）を確かめます。",
                 "See the days of article 26’s reports in “provision-ledger alerts list”."),
            Text("報告が要るかを判断し、要るときは個人情報保護委員会に報告します。本人への通知も決めます。",
                 "Decide whether it has to be reported, report it to the Commission where it has, and decide how"
                 " the people"
                 " are told."),
            Text("報告したら「委員会に報告済み」を選んで、知らせを確認します。",
                 "Once it was reported, acknowledge the alert as reported."),
        ),
        "/violations?show=alerts", "docs/officers.md",
    ),
    "overdue": Steps(
        Text("判定待ちの期限超過", "Undetermined for too long"),
        Text("足りない事実が届かず、判定できないままの記録があります。",
             "A record is undetermined because a fact it needs has not come."),
        (
            Text("「判定待ち」で、足りないものを確かめます。", "See under “Undetermined” what is missing."),
            Text("同意の記録なら、同意を持つ送信元に送るよう伝えます。", "For a consent, have its source publish it."),
            Text("登録簿の項目なら、登録簿に版を加えます。", "For a register entry, publish a version of it."),
            Text("遅れて届いた証拠は、二人の担当者が「provision-ledger evidence accept」で受け入れます。",
                 "Evidence that came late takes two officers: “provision-ledger evidence accept”."),
        ),
        "/violations?show=undetermined", "docs/officers.md",
    ),
    "ignored_refusal": Steps(
        Text("事前確認で不可とされた後の提供", "Provided after the check had said no"),
        Text("事前の確認で「できない」と答えた提供が、行われました。",
             "A provision was made after the check had said no."),
        (
            Text("送信元の担当に、なぜ送ったかを聞きます。", "Ask the service why it sent."),
            Text("続いているあいだは「provision-ledger block source」で止めます。",
                 "While it goes on, stop it by “provision-ledger block source”."),
            Text("どう扱うかを選んで、知らせを確認します。", "Acknowledge the alert with what is done about it."),
        ),
        "/violations?show=alerts", "docs/officers.md",
    ),
    "rejudged": Steps(
        Text("判定のし直し", "Judged again"),
        Text("新しい事実が届き、記録を判定し直しました。違反は増えていません。",
             "A fact came and records were judged again; no violation came of it."),
        (Text("することはありません。変わった記録は、検索から見られます。",
              "Nothing has to be done. What changed can be looked up."),),
        None, "docs/officers.md",
    ),
    "silence": Steps(
        Text("送信元の途絶", "A source is silent"),
        Text("送信元が、約束した間隔の3倍のあいだ、何も送っていません。",
             "A source has sent nothing for three of its intervals."),
        (
            Text("「運用」で、どの送信元が、いつから途絶しているかを確かめます。",
                 "See under “Operations” which source is silent and since when."),
            Text("送信元のプログラムと、そのKafkaのトピックが動いているかを確かめます。",
                 "See that the source’s program runs and its topic is there."),
            Text("「provision-ledger worker」が動いているかを確かめます。", "See that “provision-ledger worker” runs."),
            Text("止まっていたあいだの提供を、送信元に送ってもらいます。",
                 "Have the source publish what it provided meanwhile."),
        ),
        "/operations", "docs/completeness.md",
    ),
    "topic_recreated": Steps(
        Text("トピックの作り直し", "A topic was made anew"),
        Text("Kafkaのトピックが作り直されました。読んでいなかったデータは、なくなったかもしれません。",
             "A topic was made anew; what had not been read may be lost."),
        (
            Text("だれが、なぜ作り直したかを確かめます。", "See who made it anew, and why."),
            Text("「provision-ledger completeness」で、欠けた範囲を確かめます。",
                 "See by “provision-ledger completeness” what is missing."),
            Text("欠けた分を、同じ番号（id）のまま送信元に送り直してもらいます。",
                 "Have the source publish what is missing again, with the same ids."),
        ),
        "/operations", "docs/completeness.md",
    ),
    "numbers_missing": Steps(
        Text("番号の欠け", "Numbers never came"),
        Text("送信元が振った通し番号に、届いていないものがあります。", "Running numbers of a source never came."),
        (
            Text("「provision-ledger completeness」で、送信元と番号を確かめます。",
                 "See source and numbers by “provision-ledger completeness”."),
            Text("隔離に同じ時期のものがないかを確かめます。",
                 "See whether the quarantine holds something of that time."),
            Text("足りない分を、同じ番号（id）のまま送信元に送り直してもらいます。",
                 "Have the source publish what is missing again, with the same ids."),
        ),
        "/checks", "docs/completeness.md",
    ),
    "stop_unacknowledged": Steps(
        Text("停止の応答がない", "A stop was not acknowledged"),
        Text("送信元が、停止を実施したと3日のあいだ答えていません。本人には「停止しました」と伝えられません。",
             "A source has not said for three days that a stop is in effect: nobody can be told that it is done."),
        (
            Text("名前の出ている送信元の担当に、電話で確かめます。", "Ring the service that is named."),
            Text("止めたと答えるまで、その送信元からの提供を「provision-ledger block source」で止められます。",
                 "Until it says that it has stopped, you can hold up what it provides by “provision-ledger block"
                 " source”."),
            Text("番号がほかの人に移り、送信元に伝えられない停止は、案件の「停止」で、本人のいまの番号を確かめます。"
                 "なければ、二人の担当者が同じ理由を選んで終わりにします。",
                 "Where the id is another’s by now, so that services cannot be told: on the case’s page of stops,"
                 " confirm an id that the person has now, or close the stop by two officers who choose the same"
                 " reason."),
        ),
        "/cases", "docs/officers.md",
    ),
    "unpublished": Steps(
        Text("封印が公表されていない", "Heads are not published"),
        Text("台帳が伸びたのに、10分のあいだ封印を公表していません。",
             "The log has grown and no head was published for ten minutes."),
        (
            Text("「provision-ledger notary status」を見ます。理由と、することが出ます。",
                 "Look at “provision-ledger notary status”: it tells the cause and what to do."),
            Text("証人が足りないときは、その証人に連絡します。取り込みは続いています。",
                 "Where witnesses are missing, call them. Recording goes on meanwhile."),
            Text("「前の封印の続きではない」と出たときは、取り込みを止め、何も消さずに監査します。",
                 "Where it says that the log does not extend the last head, stop the workers, delete nothing,"
                 " and audit."),
        ),
        "/operations", "docs/notary.md",
    ),
    "clock_back": Steps(
        Text("封印の時計の逆戻り", "The notary’s clock went back"),
        Text("封印の日時が、前の封印より古くなりました。", "A head is dated before the one before it."),
        (
            Text("封印する機械の時計を、正しい時刻に合わせます（NTP）。", "Set the notary’s clock right (NTP)."),
            Text("合わせるまでのあいだ、封印の順序は証明になりますが、日時は証明になりません。",
                 "Until then the order of heads proves something, and their dates do not."),
        ),
        "/operations", "docs/notary.md",
    ),
    "many_by_one_agent": Steps(
        Text("1人の代理人による多数の請求", "Many cases by one agent"),
        Text("1人の代理人が、30日のあいだに5件以上の請求をしました。",
             "One agent made five requests or more within thirty days."),
        (
            Text("案件ごとに、代理の権利が確かめられているかを見ます。",
                 "See in each case whether the agent’s right is shown."),
            Text("請求の前から持っている連絡先で、安全なときだけ、本人に知らせます。",
                 "Tell the people through contacts held before, and only where that is safe."),
            Text("権利が示されないときは、「請求した人」から断ります。",
                 "Where it is not shown, refuse it from “Who asks”."),
        ),
        "/cases", "docs/window.md",
    ),
    "conflict_removed": Steps(
        Text("関係者の申告が減った", "A declaration of conflicts got shorter"),
        Text("担当者が、前に申告していた番号を申告から外しました。その人の案件を、この担当者が開けるようになります。",
             "An officer left out ids that they had declared before: those people’s cases open to them again."),
        (
            Text("ほかの担当者が、外した理由を本人に確かめます（異動、死亡、書きまちがいなど）。",
                 "Another officer asks them why: a transfer, a death, a slip of the pen."),
            Text("書き忘れのときは、もう一度すべて申告してもらいます。",
                 "Where it was forgotten, have them declare everything anew."),
            Text("理由がないときは、その後にこの担当者が見た案件を「provision-ledger reads」で調べます。",
                 "Where there is no reason, “provision-ledger reads” says which cases they opened since."),
        ),
        None, "docs/officers.md",
    ),
    "block_lapsed": Steps(
        Text("差止めの期限切れ", "A block lapsed"),
        Text("二人目の担当者が24時間以内に確かめなかったため、差止めが終わりました。",
             "A block ended because no second officer confirmed it within 24 hours."),
        (
            Text("まだ止める必要があるかを確かめます。", "See whether it is still needed."),
            Text("必要なら「provision-ledger block」でもう一度止め、二人目が24時間以内に確かめます。",
                 "If so, block again by “provision-ledger block”, and have a second officer confirm it within 24"
                 " hours."),
        ),
        None, "docs/officers.md",
    ),
    "mail_undelivered": Steps(
        Text("本人へのメールの不達", "Mail was not delivered"),
        Text("本人へのメールが届かなかったか、送られないままです。",
             "Mail to a person was refused for good, or lies unsent."),
        (
            Text("「provision-ledger case list」で、どの案件かを確かめます。",
                 "See by “provision-ledger case list” which case it is."),
            Text("郵送や電話など、ほかの方法で本人に知らせます。保護の必要な人には、前から持っている連絡先だけを使います。",
                 "Tell the person another way; who is protected only through a contact held before."),
            Text("いくつもの案件で起きているときは、「provision-ledger mail」とメールサーバーを確かめます。",
                 "Where it is more than one case, see to “provision-ledger mail” and the mail server."),
        ),
        "/cases", "docs/window.md",
    ),
    "task_overdue": Steps(
        Text("担当部署の回答が遅れている", "A service is late with its answer"),
        Text("担当部署が、頼んだことに期日までに答えていません。本人への期限は動きません。",
             "A service has not answered what it was asked by its last day. The person’s fourteenth day does"
             " not wait."),
        (
            Text("案件の「担当部署」で、どの部署かを確かめて催促します。",
                 "See on the case’s page of services which it is, and ask it again."),
            Text("ほかの方法で答えを受け取ったら、同じ画面で登録します。",
                 "Where the answer comes another way, enter it on the same page."),
        ),
        "/cases", "docs/window.md",
    ),
    "escalated": Steps(
        Text("確認されなかった知らせ", "An alert that nobody acknowledged"),
        Text("だれも確認しなかったため、あなたに知らせが上がりました。",
             "Nobody acknowledged another alert in time, so it came to you."),
        (
            Text("もとの知らせの手順を行います。", "Do what the first alert asks for."),
            Text("この知らせを確認します。もとの知らせも確認したことになります。",
                 "Acknowledge this one: that acknowledges the first, too."),
        ),
        "/violations?show=alerts", "docs/officers.md",
    ),
}

VALUES: Mapping[str, Steps] = {
    "worker": Steps(
        Text("取り込みが止まっている", "Taking in has stopped"),
        Text("届いたデータや操作が、台帳に移っていません。",
             "What came, or what officers did, is not moved into the log."),
        (
            Text("「provision-ledger worker」が動いているかを確かめ、止まっていれば始めます。",
                 "See that “provision-ledger worker” runs, and start it where it does not."),
            Text("動いていれば、そのログの最後の行を見ます。データベースかKafkaにつながらないときは、それが出ています。",
                 "Where it does, read its last log lines: they say whether the database or Kafka cannot be reached."),
            Text("始めたら、この値が数秒で0に戻るかを確かめます。",
                 "See that the value goes back to 0 within seconds."),
        ),
        "/operations", "docs/runbook.md",
    ),
    "relay": Steps(
        Text("送り出しが止まっている", "Sending out has stopped"),
        Text("判断や知らせが、ほかのシステムに届いていません。", "Verdicts and alerts do not reach other systems."),
        (
            Text("「provision-ledger relay」が動いているかを確かめ、止まっていれば始めます。",
                 "See that “provision-ledger relay” runs, and start it where it does not."),
            Text("Kafkaに書けるか（権限と空き）を確かめます。",
                 "See that it may write to Kafka, and that there is room."),
            Text("送り出しは、止まった所から自動で続きます。", "It goes on by itself where it stopped."),
        ),
        "/operations", "docs/runbook.md",
    ),
    "notary": ALERTS["unpublished"],
    "stamp": Steps(
        Text("時刻の証明が古い", "The time stamp is old"),
        Text("時刻を証明する外部の機関から、証明を受け取れていません。何も遅れません。",
             "The authority that stamps times gives none. Nothing is delayed by it."),
        (
            Text("「provision-ledger notary status」で、最後の証明の日時を見ます。",
                 "See by “provision-ledger notary status” when the last stamp came."),
            Text("時刻の機関に問い合わせます。つぎの証明が、そのあいだの封印も含みます。",
                 "Ask the authority. The next stamp covers the heads published meanwhile."),
        ),
        "/operations", "docs/runbook.md",
    ),
    "mail": Steps(
        Text("メールが出ていかない", "Mail does not leave"),
        Text("本人へのメールが送られずに待っているか、送れませんでした。",
             "Mail to people waits, or could not be sent."),
        (
            Text("「provision-ledger mail」が動いているかを確かめ、止まっていれば始めます。",
                 "See that “provision-ledger mail” runs, and start it where it does not."),
            Text("メールサーバーが受け付けているかを確かめます。送り直しは5日のあいだ自動で行います。",
                 "See that the mail server takes mail. Sending is tried again for five days."),
            Text("送れなかった分は、知らせ「本人へのメールの不達」の手順を行います。",
                 "Of what could not be sent, do as the alert “Mail was not delivered” says."),
        ),
        "/operations", "docs/runbook.md",
    ),
    "quarantine": Steps(
        Text("読めないデータがある", "Something could not be read"),
        Text("届いたデータのうち、読めなかったものが隔離にあります。判定が、これを待つことがあります。",
             "Something that came could not be read and lies in quarantine. Judgements may wait for it."),
        (
            Text("「隔離」を開き、場所と理由を見ます。", "Open the quarantine and see place and reason."),
            Text("その画面の「読めるようにするには」に従い、送信元に送り直してもらうか、読み直します。",
                 "Do as its page says: have its source send anew, or read it again."),
            Text("要らないものは、理由を記録して、読めないまま終わりにします。",
                 "Let rest what is not needed, with its reason."),
        ),
        "/quarantine", "docs/events.md",
    ),
    "check": Steps(
        Text("自己点検で見つかったものがある", "The self-check found something"),
        Text("点検していないか、点検で何かが見つかりました。", "It was not checked, or a check found something."),
        (
            Text("「自己点検」を開き、いま点検します。", "Open the self-check and run it now."),
            Text("「検証できません」となったときは、取り込みを止め、データベースをそのまま残し、"
                 "「provision-ledger audit」で全体を調べます。何も消さないでください。",
                 "Where it says “Not verified”, stop the workers, keep the database as it is, and run"
                 " “provision-ledger audit”"
                 " over all of it. Delete nothing."),
            Text("「要確認」は、その部分の手がかりを見て、知らせの手順（途絶、番号の欠け、隔離）を行います。",
                 "Of what says “Check”, look at the evidence and do as the alerts say (silence, numbers, quarantine)."),
        ),
        "/checks", "docs/audit.md",
    ),
}  # fmt: skip


def alert_named(kind: str) -> Text:
    """Return what a kind of alert is called; its code where nobody named it."""
    return ALERTS[kind].named if kind in ALERTS else Text(kind, kind)
