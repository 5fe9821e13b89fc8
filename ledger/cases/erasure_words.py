"""The one reply to who asks that their records be erased, whether there are any, and whether they may go or not.

That something has to be kept tells that there is something, and it may be a hidden record (rule 7). So the reply is
made of nothing.
"""

from __future__ import annotations

from ledger.cases.texts import Text

ERASURE_REPLY = Text(
    "ご本人についての第三者提供の記録に、法律で保存が必要なものがあるときは、その期間が終わりしだい消去します。"
    "ほかに残しておく記録はありません。",
    "If the law obliges us to keep any record of provision about you, we erase it once its period is over. We keep no"
    " other.",
)
