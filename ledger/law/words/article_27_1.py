"""Answers about what must be known, consent, and the exceptions of article 27(1)."""

from __future__ import annotations

from ledger.law.words.sentence import Row

KNOWN: tuple[Row, ...] = (
    (
        "recipient_known",
        ("相手方は台帳に登録されています", "the other side is registered"),
        ("相手方が台帳に登録されていません", "the other side is in no register"),
    ),
    (
        "items_known",
        ("項目は台帳に登録されています", "the data items are registered"),
        ("項目が台帳に登録されていません", "a data item is in no register"),
    ),
    (
        "purpose_known",
        ("利用目的は台帳に登録されています", "the purpose is registered"),
        ("利用目的が台帳に登録されていません", "the purpose is in no register"),
    ),
    (
        "purpose_announced",
        ("利用目的は提供の日までに公表されていました", "the purpose had been announced by the day"),
        ("提供の日に利用目的が公表されていませんでした", "the purpose had not been announced on the day"),
    ),
)
CONSENT: tuple[Row, ...] = (
    (
        "consent_in_scope",
        ("提供の時点で、この提供を含む同意がありました", "a consent in force at the instant covered it"),
        ("提供の時点で、この提供を含む同意がありませんでした", "no consent in force at the instant covered it"),
    ),
    (
        "foreign_information_shown",
        ("外国についての情報を示したうえでの同意です", "consented after being told of the country"),
        (
            "同意の前に、外国の名称・制度・相手方の措置の情報が示されていませんでした",
            "country, its system and the recipient's measures were not shown before the consent",
        ),
    ),
    (
        "not_stopped",
        ("停止の求めは及んでいません", "no stop reaches it"),
        ("本人の求めにより停止されていた提供です", "the person had had this stopped"),
    ),
)
EXCEPTIONS: tuple[Row, ...] = (
    (
        "statute_cited",
        ("根拠となる法令が示されています", "a statute is cited"),
        ("根拠となる法令が示されていません", "no statute is cited"),
    ),
    (
        "statute_known",
        ("示された法令は台帳に登録されています", "the statute cited is registered"),
        ("示された法令が台帳に登録されていません", "the statute cited is in no register"),
    ),
    (
        "statute_domestic",
        ("日本の法令に基づいています", "based on a statute of Japan"),
        ("外国の法令は「法令」にあたりません", "a foreign statute is no statute in the Act's sense"),
    ),
    (
        "necessity_shown",
        ("人の生命、身体又は財産の保護のための必要が示されています", "necessity is shown"),
        ("人の生命、身体又は財産の保護のための必要が示されていません", "necessity is not shown"),
    ),
    (
        "consent_difficult_shown",
        ("本人の同意を得ることが困難であったことが示されています", "that consent was hard to obtain is shown"),
        ("本人の同意を得ることが困難であったことが示されていません", "that consent was hard to obtain is not shown"),
    ),
    (
        "special_necessity_shown",
        ("公衆衛生の向上又は児童の健全な育成の推進のための特別の必要が示されています", "special necessity is shown"),
        (
            "公衆衛生の向上又は児童の健全な育成の推進のための特別の必要が示されていません",
            "special necessity is not shown",
        ),
    ),
    (
        "public_duty_shown",
        ("法令の定める事務が示されています", "the duty set by law is shown"),
        ("法令の定める事務が示されていません", "the duty set by law is not shown"),
    ),
    (
        "impediment_shown",
        (
            "本人の同意を得ることにより事務の遂行に支障を及ぼすおそれが示されています",
            "that asking for consent would impede the duty is shown",
        ),
        (
            "本人の同意を得ることにより事務の遂行に支障を及ぼすおそれが示されていません",
            "that asking for consent would impede the duty is not shown",
        ),
    ),
    (
        "entrusted_by_shown",
        ("委託した国の機関等が示されています", "the body that entrusted it is shown"),
        ("委託した国の機関等が示されていません", "the body that entrusted it is not shown"),
    ),
    (
        "recipient_is_public_body",
        ("提供先は国の機関等又はその受託者です", "a public body or entrusted by one"),
        (
            "提供先が国の機関等でもその受託者でもありません",
            "the recipient is neither a public body nor entrusted by one",
        ),
    ),
    (
        "publication_unavoidable_shown",
        (
            "公表又は教授のためやむを得ないことが示されています",
            "that it was unavoidable for publishing or teaching is shown",
        ),
        (
            "公表又は教授のためやむを得ないことが示されていません",
            "that it was unavoidable for publishing or teaching is not shown",
        ),
    ),
    (
        "academic_purpose_shown",
        ("学術研究目的が示されています", "the academic purpose is shown"),
        ("学術研究目的が示されていません", "the academic purpose is not shown"),
    ),
    (
        "purpose_is_academic",
        ("学術研究以外の目的は示されていません", "no purpose but research is named"),
        ("製品の開発は学術研究目的にあたりません", "developing products is no academic purpose"),
    ),
    (
        "no_unjust_infringement_shown",
        ("権利利益を不当に侵害するおそれがないことが示されています", "that rights are not unjustly infringed is shown"),
        (
            "権利利益を不当に侵害するおそれがないことが示されていません",
            "that rights are not unjustly infringed is not shown",
        ),
    ),
    (
        "operator_is_academic",
        ("当社は学術研究機関等です", "the operator is an academic institution"),
        ("当社は学術研究機関等ではありません", "the operator is no academic institution"),
    ),
    (
        "recipient_is_academic",
        ("提供先は学術研究機関等です", "the recipient is an academic institution"),
        ("提供先が学術研究機関等ではありません", "the recipient is no academic institution"),
    ),
    (
        "provider_is_academic",
        ("提供元は学術研究機関等です", "the provider is an academic institution"),
        ("提供元が学術研究機関等ではありません", "the provider is no academic institution"),
    ),
)
