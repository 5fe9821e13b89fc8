"""Answers about opt-out (27(2) to (4)), and about recipients that are no third party (27(5))."""

from __future__ import annotations

from ledger.law.words.sentence import Row

AGREEMENTS: tuple[Row, ...] = (
    (
        "agreement_named",
        ("契約が示されています", "the agreement is named"),
        ("契約が示されていません", "no agreement is named"),
    ),
    (
        "agreement_known",
        ("契約は台帳に登録されています", "the agreement is registered"),
        ("示された契約が台帳に登録されていません", "the agreement named is in no register"),
    ),
    (
        "agreement_of_the_kind",
        ("契約の種類が合っています", "the agreement is of the kind"),
        ("契約の種類が異なります", "the agreement is of another kind"),
    ),
    (
        "agreement_in_force",
        ("契約は提供の日に効力がありました", "the agreement was in force on the day"),
        ("契約は提供の日に効力がありませんでした", "the agreement was not in force on the day"),
    ),
    (
        "agreement_with_the_recipient",
        ("契約の相手方です", "the other side is a party to it"),
        ("契約の相手方ではありません", "the other side is no party to it"),
    ),
    (
        "agreement_covers_items",
        ("項目は契約の範囲内です", "the items are within the agreement"),
        ("契約の範囲にない項目があります", "an item is outside the agreement"),
    ),
    (
        "agreement_covers_purpose",
        ("利用目的は契約の範囲内です", "the purpose is within the agreement"),
        ("契約の範囲にない利用目的です", "the purpose is outside the agreement"),
    ),
)
OPT_OUT: tuple[Row, ...] = (
    (
        "about_a_person",
        ("本人が特定されています", "a person is named"),
        ("本人が示されていません", "no person is named"),
    ),
    (
        "not_sensitive",
        ("要配慮個人情報を含みません", "no sensitive data"),
        ("要配慮個人情報はオプトアウトで提供できません", "sensitive data may not go by opt-out"),
    ),
    (
        "not_by_opt_out",
        ("オプトアウトで取得したものではありません", "it did not come by opt-out"),
        (
            "オプトアウトで取得した情報（加工したものを含みます）は、さらにオプトアウトで提供できません",
            "what came by opt-out, copies included, may not go on by opt-out",
        ),
    ),
    (
        "lawfully_acquired",
        ("不正に取得したものではありません", "it was not acquired unlawfully"),
        (
            "不正に取得した情報（加工したものを含みます）はオプトアウトで提供できません",
            "what was acquired unlawfully, copies included, may not go by opt-out",
        ),
    ),
    (
        "provenance_open",
        ("取得の経緯に問題はありません", "its provenance leaves opt-out open"),
        ("取得の経緯が分からない情報はオプトアウトで提供できません", "a provenance nobody knows leaves no opt-out"),
    ),
    (
        "notification_named",
        ("届出が示されています", "the notification is named"),
        ("個人情報保護委員会への届出が示されていません", "no notification to the Commission is named"),
    ),
    (
        "notification_known",
        ("届出は台帳に登録されています", "the notification is registered"),
        ("示された届出が台帳に登録されていません", "the notification named is in no register"),
    ),
    (
        "notification_whole",
        ("届出の九つの事項がそろっています", "all nine items were notified"),
        ("届出の九つの事項がそろっていません", "not all nine items were notified"),
    ),
    (
        "opt_out_changed_rightly",
        ("変更は、その前に本人に知らせ、届け出ています", "changes were told and notified before they took effect"),
        (
            "変更の前に、本人への通知（又は容易に知り得る状態に置くこと）と届出がそろっていません",
            "a change was not told to people and notified before it took effect",
        ),
    ),
    (
        "notified_before",
        ("提供の前に届け出ています", "notified before"),
        ("提供の前に届け出ていません", "not notified before"),
    ),
    (
        "noticed_before",
        ("提供の前に本人に通知し、又は容易に知り得る状態に置いています", "people could learn of it before"),
        (
            "提供の前に本人への通知も、容易に知り得る状態に置くこともされていません",
            "people could not learn of it before",
        ),
    ),
    (
        "published_before",
        ("提供の前に委員会が公表しています", "published by the Commission before"),
        ("提供の前に委員会の公表がありません", "not published by the Commission before"),
    ),
    (
        "own_publication_before",
        ("提供の前に当社も公表しています", "published by the operator before"),
        ("提供の前に当社の公表がありません", "not published by the operator before"),
    ),
    (
        "started",
        ("届け出た提供の期間内です", "within the notified time of provision"),
        ("届け出た提供開始の日より前、又は終了の後です", "before the notified start, or after its end"),
    ),
    (
        "time_to_ask_for_a_stop",
        ("停止を求めるために必要な期間を置いています", "there was time to ask for a stop"),
        ("停止を求めるために必要な期間を置いていません", "there was not enough time to ask for a stop"),
    ),
    (
        "items_notified",
        ("届け出た項目です", "the items were notified"),
        ("届け出ていない項目があります", "an item was not notified"),
    ),
    (
        "method_notified",
        ("届け出た提供の方法です", "the method was notified"),
        ("届け出ていない提供の方法です", "the method was not notified"),
    ),
    (
        "recipient_verified",
        ("提供先の身元と利用目的を確認しています", "the recipient's identity and purpose were verified"),
        (
            "提供先の身元と利用目的の確認が示されていません",
            "that the recipient's identity and purpose were verified is not shown",
        ),
    ),
)
NOT_THIRD_PARTY: tuple[Row, ...] = (
    (
        "within_the_entrusted_work",
        ("委託した業務の範囲内です", "within the entrusted work"),
        ("委託した業務の範囲にない利用です", "outside the entrusted work"),
    ),
    (
        "no_purposes_of_its_own",
        ("受託者は自らの目的に利用しません", "the contractor has no purposes of its own"),
        (
            "受託者が自らの目的に利用するものは、委託にあたりません",
            "a contractor that uses the data for itself is a third party",
        ),
    ),
    (
        "a_succession",
        ("合併、分割、事業譲渡又はその前の調査です", "a merger, split, transfer or the examination before it"),
        ("事業の承継にあたりません", "no succession of a business"),
    ),
    (
        "within_the_old_purpose",
        ("承継前の利用目的の範囲内です", "within the purpose before the succession"),
        ("承継前の利用目的の範囲にありません", "outside the purpose before the succession"),
    ),
    (
        "due_diligence_contract",
        ("調査の段階での安全管理の契約があります", "a contract keeps the data safe while talks go on"),
        (
            "調査の段階での契約に、利用目的・取扱い・漏えい時・不調時の定めがそろっていません",
            "the contract for the examination lacks purpose, handling, leaks, or what happens if talks fail",
        ),
    ),
    (
        "joint_use_named",
        ("共同利用が示されています", "the joint use is named"),
        ("共同利用が示されていません", "no joint use is named"),
    ),
    (
        "joint_use_known",
        ("共同利用は台帳に登録されています", "the joint use is registered"),
        ("示された共同利用が台帳に登録されていません", "the joint use named is in no register"),
    ),
    (
        "joint_use_notice_whole",
        ("共同利用の五つの事項がそろっています", "all five notice items are there"),
        ("共同利用の五つの事項がそろっていません", "one of the five notice items is missing"),
    ),
    (
        "joint_use_notice_before",
        ("提供の前に本人に通知し、又は容易に知り得る状態に置いています", "people could learn of it before"),
        (
            "提供の前に本人への通知も、容易に知り得る状態に置くこともされていません",
            "people could not learn of it before",
        ),
    ),
    (
        "joint_use_changed_rightly",
        ("変更は認められる方法によっています", "changes were made as 27(6) allows"),
        ("認められない方法で変更されています", "it was changed in a way 27(6) does not allow"),
    ),
    (
        "a_joint_user",
        ("共同利用者の範囲内です", "the other side is a joint user"),
        ("共同利用者の範囲にありません", "the other side is no joint user"),
    ),
    (
        "no_mere_contractor",
        ("受託者ではありません", "no mere contractor"),
        ("受託者は共同利用者の表示があっても受託者です", "a contractor stays one though listed as a joint user"),
    ),
    (
        "items_in_joint_use",
        ("共同利用の項目です", "the items are used jointly"),
        ("共同利用の項目にないものがあります", "an item is not among those used jointly"),
    ),
    (
        "purposes_in_joint_use",
        ("共同利用の目的の範囲内です", "within the purposes of the joint use"),
        ("共同利用の目的の範囲にありません", "outside the purposes of the joint use"),
    ),
)
