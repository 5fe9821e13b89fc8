"""The words of the pages about what services are asked for: who holds what, by when, and what came back."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

TASKING: Mapping[str, Text] = {
    "tab_tasks": Text("担当部署への依頼", "Tasks of services"),
    "service_tasks": Text("担当部署への依頼", "Tasks of services"),
    "tasks_none": Text("まだ、どの部署にも依頼していません。", "No service has been asked yet."),
    "tasks_caption": Text("依頼（{}件）", "Tasks ({})"),
    "tasks_link": Text("依頼と回答を見る", "See tasks and answers"),
    "col_service": Text("担当部署", "Service"),
    "task_until": Text("：{}まで　", ", due {} "),
    "col_task_due": Text("回答の期限", "Due"),
    "col_task_state": Text("状況", "State"),
    "col_task_answer": Text("回答", "Answer"),
    "task_by_hand": Text("この部署には手で依頼してください", "Ask this service yourself"),
    "task_by_event": Text("システムで依頼しました", "Asked by the system"),
    "task_unread": Text("読めない回答が{}件届いています", "{} answers came that cannot be read"),
    "task_by_service": Text("部署のシステム", "the service\u2019s system"),
    "task_entered_by": Text("{}が入力、{}", "entered by {}, {}"),
    "task_rows": Text("{}件のデータ", "{} pieces of data"),
    "task_own_rows": Text("法律上の義務によらない記録 {}件", "{} records kept without a duty"),
    "task_enter": Text("回答を入力する", "Enter the answer"),
    "task_enter_again": Text("回答を入力し直す", "Enter the answer again"),
    "of_service": Text("（{}）", " ({})"),
    "tasks_send": Text("依頼する", "Ask services"),
    "tasks_send_lead": Text(
        "ご本人のデータを持つ部署です。システムで回答する部署には、ご本人の番号だけが届きます。"
        "ほかの部署には、あなたから依頼してください。",
        "These services hold data of people. Those that answer by the system are told which ids the person has, and"
        " nothing else. Ask the others yourself.",
    ),
    "tasks_sources": Text("依頼する部署", "Services to ask"),
    "tasks_sources_missing": Text("依頼する部署を選んでください", "Choose the services to ask"),
    "tasks_nobody": Text(
        "依頼していない部署はありません。データを持つ部署は、登録簿「sources」の「holds」で登録します。",
        "There is no service left to ask. Which services hold data stands in the register “sources” (`holds`).",
    ),
    "task_asks": Text("訂正してほしい内容", "What is to be corrected"),
    "task_asks_hint": Text(
        "部署に届く言葉です。ご本人の言葉から、必要なことだけを書いてください。",
        "The service reads these words. Write what is needed of the person\u2019s own, and nothing else.",
    ),
    "task_asks_missing": Text("訂正してほしい内容を書いてください", "Say what is to be corrected"),
    "task_due": Text("回答の期限", "Last day for the answer"),
    "task_due_hint": Text("14日目までに判断できる日にします。", "A day that leaves time to decide before day 14."),
    "task_due_missing": Text("今日か、それより後の日を入れてください", "Give today or a later day"),
    "tasks_button": Text("依頼を送る", "Send the tasks"),
    "tasks_not_here": Text("いまは依頼できません（{}）。", "Nothing can be asked now (it stands at {})."),
    "task_outcome": Text("部署の回答", "What the service answered"),
    "task_outcome_missing": Text("部署の回答を選んでください", "Choose what the service answered"),
    "task_ground": Text("応じない理由", "Why it says no"),
    "task_ground_hint": Text(
        "理由は、「開示しない」「訂正などをしなかった」のときだけ選んでください。",
        "Choose a reason only where the data is refused or nothing was corrected.",
    ),
    "task_ground_none": Text("理由なし", "No reason"),
    "task_held": Text("データ", "The data"),
    "task_held_hint": Text(
        "1行に1つ、「項目：内容」の形で書いてください。続きの行は空白で始めます。",
        "One piece a line: “item: what it says”. A line that goes on begins with a space.",
    ),
    "task_file_hint": Text(
        "部署から届き、「ファイル」で添付したもののうち、本人に渡すものを選んでください。回答と一緒に渡します。",
        "Choose what goes to the person with the answer, of what the service sent and you attached under “Files”.",
    ),
    "task_files": Text("本人に渡すファイル：{}件", "Files that go to the person: {}"),
    "task_text": Text("ご本人への説明", "Words to the person"),
    "task_text_hint": Text(
        "データの説明や、何をどう直したか。「ない」「開示しない」のときは伝わりません。",
        "About the data, or what was corrected and how. Not told where nothing is held or it is refused.",
    ),
    "task_fault": Text(
        "回答がそろっていません。データは「開示する」のときだけ、理由は応じないときだけ入れてください。"
        "訂正などをしたときは、何をどう直したかを説明に書いてください",
        "This is no whole answer. Give data only where it is given, and a reason only where the service says no. Where"
        " something was corrected, write to the person what it was and how",
    ),
    "task_own": Text("台帳の記録から回答する", "Answer from the ledger\u2019s records"),
    "task_own_lead": Text(
        "法律上の義務によらずに残している記録は、保有個人データにあたることがあります。"
        "開示できる記録を、いまの台帳から選びます。",
        "Records that are kept without a duty may be personal data held. Those that may be disclosed are taken from the"
        " ledger as it stands.",
    ),
    "task_button": Text("回答を登録する", "Enter it"),
    "reply_none": Text("該当するデータはない", "No such data is held"),
    "tasks_awaited": Text(
        "回答を待っている部署があります。すべての回答がそろってから判断してください",
        "Some service has not answered. Decide once all have",
    ),
    "tasks_otherwise": Text(
        "部署の回答と合いません。変えるときは、先に「担当部署への依頼」で回答を入力し直してください",
        "This is not what the services answered. To change it, enter their answers again under “Tasks of services”",
    ),
    "did_case_task": Text("担当部署への依頼", "Services asked"),
    "did_case_report": Text("担当部署の回答", "A service answered"),
}
