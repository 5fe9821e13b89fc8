"""A person who has to be protected from who might ask: hidden from everybody but the officers of the case.

The flag forbids post, keeps agents and new addresses out, and takes a second officer for every decision. No page, mail
or letter to who asks may differ by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

#: Why a person is protected, by code, or is no longer.
PROTECTED_BECAUSE: Mapping[str, Text] = {
    "person": Text("ご本人の申し出", "The person said so"),
    "agent": Text("代理人の申し出", "Their agent said so"),
    "violence": Text("暴力・虐待・つきまとい", "Violence, abuse, stalking"),
    "authority": Text("警察や支援機関からの連絡", "Word from the police or a support body"),
    "over": Text("ご本人の申し出により解除", "Ended at the person\u2019s word"),
}

#: Ways to prove identity for which something goes by post.
BY_POST = frozenset({"copy_and_registered_mail", "registered_mail_code"})
