"""Answers about provision abroad (28), classes of data (31, 41(6), My Number Act 19), and records (29, 30)."""

from __future__ import annotations

from ledger.law.words.sentence import Row

ABROAD: tuple[Row, ...] = (
    (
        "operator_in_japan",
        ("日本で個人情報取扱事業者にあたる者です", "itself an operator in Japan"),
        ("日本で個人情報取扱事業者にあたりません", "no operator in Japan"),
    ),
    (
        "country_equivalent",
        ("日本と同等の水準と認められた国です", "a country found equivalent"),
        ("日本と同等の水準と認められた国ではありません", "no country found equivalent"),
    ),
    (
        "system_known",
        ("基準適合体制は台帳に登録されています", "the conforming system is registered"),
        ("示された基準適合体制が台帳に登録されていません", "the conforming system named is in no register"),
    ),
    (
        "system_in_place",
        ("提供先の基準適合体制は提供の日に整っていました", "the recipient's system was in place on the day"),
        ("提供先の基準適合体制は提供の日に整っていませんでした", "the recipient's system was not in place on the day"),
    ),
    (
        "system_checked",
        ("体制の定期的な確認の期限内です", "within the time of the regular check of the system"),
        ("体制の定期的な確認が期限を過ぎています", "the yearly check of the system has lapsed"),
    ),
    (
        "system_not_to_be_stopped",
        ("措置の継続は困難になっていません", "continued measures are not hard to secure"),
        ("措置の継続が困難になり、提供を停止すべきでした", "measures were hard to secure, so provision had to stop"),
    ),
    (
        "ground_under_28",
        ("外国にある第三者への提供の根拠があります", "a ground that exists abroad"),
        (
            "外国にある第三者への提供では、この根拠は使えません（28条1項の同意が要ります）",
            "abroad this ground does not exist: consent under 28(1) is needed",
        ),
    ),
)
CLASSES: tuple[Row, ...] = (
    (
        "in_a_database",
        ("個人情報データベース等を構成する個人データです", "personal data: it stands in a database"),
        (
            "個人情報データベース等を構成しない個人情報であり、個人データではありません",
            "personal information that stands in no database is no personal data",
        ),
    ),
    (
        "number_act",
        ("番号法19条によるとされています", "said to rest on My Number Act art. 19"),
        (
            "特定個人情報は番号法19条によらずに提供できません",
            "specific personal information may be provided under My Number Act art. 19 only",
        ),
    ),
    (
        "number_act_item_shown",
        ("番号法19条のいずれかの号によります", "a case of My Number Act art. 19"),
        ("番号法19条の何号によるかが示されていません", "which item of My Number Act art. 19 it is was not shown"),
    ),
    (
        "pseudonymised_by_law",
        ("仮名加工情報を提供できる場合です", "a case in which pseudonymised information may go"),
        (
            "仮名加工情報は、法令に基づく場合を除き第三者に提供できません",
            "pseudonymised information goes to a third party only where it is based on law",
        ),
    ),
    (
        "ground_for_class",
        ("この種の情報に使える根拠です", "a ground of this class of data"),
        ("この種の情報には使えない根拠です", "a ground that does not exist for this class of data"),
    ),
    (
        "related_information_in_law",
        ("個人関連情報の定めがあります", "the law speaks of such information"),
        ("個人関連情報の定めはまだありません", "the law did not speak of such information yet"),
    ),
    (
        "not_expected_as_personal_data",
        ("提供先が個人データとして取得することは想定されません", "not expected to become personal data there"),
        ("提供先が個人データとして取得することが想定されます", "expected to become personal data there"),
    ),
    (
        "consent_confirmed_shown",
        ("本人の同意を得ていることを確認しています", "that there is a consent was confirmed"),
        ("本人の同意を得ていることの確認が示されていません", "that there is a consent was not shown to be confirmed"),
    ),
    (
        "foreign_information_confirmed_shown",
        ("外国についての情報の提供を確認しています", "that the person was told of the country was confirmed"),
        (
            "外国についての情報が本人に提供されたことの確認が示されていません",
            "that the person was told of the foreign country was not shown to be confirmed",
        ),
    ),
)
RECORDS: tuple[Row, ...] = (
    (
        "provider_named",
        ("提供元の名称、住所、代表者を確認しています", "the provider's name, address and representative are known"),
        (
            "提供元の名称、住所又は代表者が確認されていません",
            "the provider's name, address or representative is not known",
        ),
    ),
    (
        "confirmation_shown",
        ("確認の方法が示されています", "how it was confirmed is shown"),
        ("提供元をどのように確認したかが示されていません", "how the provider was confirmed is not shown"),
    ),
    (
        "acquisition_shown",
        ("提供元の取得の経緯を確認しています", "how the provider acquired the data is shown"),
        ("提供元の取得の経緯が確認されていません", "how the provider acquired the data is not shown"),
    ),
    (
        "from_a_public_body",
        ("提供元は国の機関等です（確認と記録の義務はありません）", "from a public body: nothing to confirm or record"),
        ("提供元は国の機関等ではありません", "from no public body"),
    ),
    (
        "published_by_commission_shown",
        ("委員会による公表を確認しています", "the Commission's publication was confirmed"),
        ("委員会による公表の確認が示されていません", "the Commission's publication was not shown to be confirmed"),
    ),
    (
        "recorded_each_time",
        ("提供の都度、記録しています", "recorded each time"),
        (
            "オプトアウトによる提供の記録は、一括して作成することも、契約書等で代えることもできません",
            "records of an opt-out may not be made in a lump or by another document",
        ),
    ),
    (
        "interpretation_named",
        ("解釈上の例外が示されています", "the reading is named"),
        ("どの解釈によるかが示されていません", "which reading it is was not shown"),
    ),
    (
        "interpretation_known",
        ("解釈は台帳に登録されています", "the reading is registered"),
        ("示された解釈が台帳に登録されていません", "the reading named is in no register"),
    ),
    (
        "interpretation_for_this_side",
        ("この立場に当てはまる解釈です", "the reading is for this side"),
        ("この立場には当てはまらない解釈です", "the reading is for the other side"),
    ),
    (
        "interpretation_approved",
        ("責任者が承認した解釈です", "an officer approved the reading"),
        ("責任者が承認していない解釈です", "no officer approved the reading"),
    ),
    (
        "not_a_provision_shown",
        ("第三者に渡っていないことが示されています", "that no third party received it is shown"),
        ("第三者提供にあたらない理由が示されていません", "what would make it no provision is not shown"),
    ),
    (
        "the_same_legal_person",
        ("同じ法人の内部です", "within the same legal person"),
        ("別の法人です（グループ会社も第三者です）", "another legal person (a group company is a third party)"),
    ),
    (
        "intended_provision",
        ("意図した提供です", "an intended provision"),
        (
            "誤送信又は盗難であり、意図した提供ではありません",
            "a mis-sending or a theft, and no intended provision",
        ),
    ),
)
