"""What is said of tasks and their answers: to the staff, and in the parts of an answer to the person."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

#: How a task stands, by its state.
STATES: Mapping[str, Text] = {
    "answered": Text("回答あり", "Answered"),
    "late": Text("期限を過ぎています", "Late"),
    "waiting": Text("回答待ち", "Waiting for the answer"),
}
#: What a service answered, for the staff.
OUTCOMES: Mapping[str, Text] = {
    "given": Text("データを開示する", "The data is given"),
    "none_held": Text("該当するデータはない", "No such data is held"),
    "refused": Text("開示しない", "The data is refused"),
    "corrected": Text("訂正などをした", "It was corrected"),
    "not_corrected": Text("訂正などをしなかった", "It was not corrected"),
}
#: The ground that only the staff read.
EXISTENCE_WORDS = Text(
    "有無が分かるだけで害があるため（政令5条）。ご本人には「ない」と伝わります。",
    "Even knowing whether it exists does harm (Cabinet Order 5). The person is told that there is none.",
)
#: What a service did, as the person reads it, by kind of task and outcome.
TOLD: Mapping[tuple[str, str], Text] = {
    ("data", "given"): Text("次のデータを持っています。", "We hold the following data."),
    ("data", "none_held"): Text(
        "開示の対象となる保有個人データはありません。", "There is no personal data held that is subject to disclosure."
    ),
    ("data", "refused"): Text("開示しません。", "We do not disclose it."),
    ("correction", "corrected"): Text("訂正などをしました。", "We corrected it."),
    ("correction", "not_corrected"): Text("訂正などをしませんでした。", "We did not correct it."),
    ("correction", "none_held"): Text(
        "訂正などの対象となる保有個人データはありません。",
        "There is no personal data held that is subject to correction.",
    ),
}
#: What a whole answer comes to where there is nothing, by kind of task.
NOTHING: Mapping[str, Text] = {
    "data": Text(
        "ご請求について、開示の対象となる保有個人データはありません。",
        "There is no personal data held that is subject to disclosure.",
    ),
    "correction": Text(
        "ご請求について、訂正などの対象となる保有個人データはありません。",
        "There is no personal data held that is subject to correction.",
    ),
}
#: Above the parts where they stand beside records.
PARTS_HEADING = Text("保有個人データ", "Personal data held")
#: A file that a service sent, as a piece of data: its number, and what it is.
FILE_WORDS = (
    Text("ファイル{}", "File {}"),
    Text(
        "{}、{}。窓口の画面から受け取れます。SHA-256：{}", "{}, {}. You receive it at the contact window. SHA-256: {}"
    ),
)
