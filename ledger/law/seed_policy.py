"""The sample operator's privacy policy, as far as an act of provision can break it: sections 3, 4 and 5.

A ledger whose register `policies` holds no policy for a service holds it to this one.
"""

from __future__ import annotations

from ledger.law.registered import PolicyEntry, PolicySentence

SEED = PolicyEntry(
    "seed",
    (
        PolicySentence(
            "4",
            "当社は、「法令で認められる場合」を除いて、あらかじめ本人から同意をいただいた提供先以外の第三者に"
            "個人情報を提供いたしません。",
            "Except where law allows, we provide personal information to no third party but those that the person has"
            " consented to beforehand.",
            "consent_or_law",
            frozenset({"27(1)i", "27(1)ii", "27(1)iii", "27(1)iv", "27(1)vii", "number_act_19"}),
        ),
        PolicySentence(
            "3",
            "当社が個人情報を取得・利用する目的は、以下のとおりです。",
            "We acquire and use personal information for the following purposes.",
            "announced_purpose",
        ),
        PolicySentence(
            "5",
            "個人情報を外国にある第三者に提供する場合は、当該国における個人情報保護に関する制度を把握したうえで"
            "安全管理措置を実施します。",
            "Where we provide personal information to a third party abroad, we first learn how that country protects"
            " personal information.",
            "country_known",
        ),
    ),
)
