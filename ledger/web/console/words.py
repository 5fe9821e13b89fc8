"""Words of the console's frame, sign-in and staff pages, by code, in Japanese and English. One word for one thing."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "service": Text("提供台帳", "Provision Ledger"),
    "skip": Text("本文へ進む", "Skip to main content"),
    "language": Text("言語", "Language"),
    "ja": Text("日本語", "日本語"),
    "en": Text("English", "English"),
    "menu": Text("メニュー", "Menu"),
    "where": Text("現在の位置", "Where you are"),
    "sign_out": Text("サインアウト", "Sign out"),
    "opened_at": Text("この画面は、{}に開きました。", "This page was opened on {}."),
    "japan_time": Text("日時はすべて日本時間です。", "All times are Japan time."),
    "error": Text("エラー：", "Error: "),
    "check": Text("入力内容を確認してください（{}件）", "Check what you entered ({})"),
    "optional": Text("※任意", "(optional)"),
    "home": Text("ホーム", "Home"),
    "alarm_title": Text("台帳が変わっていないことを、いま確かめられません", "The ledger cannot be verified right now"),
    "alarm": Text(
        "最後の自己点検で、記録と封印の食い違いが見つかりました。両方のデータベースをそのまま保ち、責任者に知らせてください。",
        "The last self-check found that entries and seals do not agree. Keep both databases as they are, and tell who"
        " is responsible.",
    ),
    "alarm_link": Text("見つかったものを見る", "See what was found"),
    "home_lead": Text(
        "左のメニューから、担当する仕事を選んでください。", "Choose your work from the menu."
    ),
    "now": Text("{}の状態です。", "As of {}."),
    "down": Text(
        "いま、このページを表示できません。何も変わっていません。しばらくしてから、もう一度お試しください。",
        "This page cannot be shown right now. Nothing was changed. Please try again in a while.",
    ),
    "down_title": Text("ただいま表示できません", "Not available right now"),
    "moved": Text(
        "この案件は、あなたが開いたあとに進んだか、ほかの担当者がする段階にあります。何も登録していません。"
        "案件を開き直してください。",
        "The case has moved on since you opened it, or somebody else has to take this step. Nothing was entered. Open"
        " the case again.",
    ),
    "moved_title": Text("案件の状態が変わっています", "The case has moved on"),
    "missing": Text("アドレスを確認してください。", "Please check the address."),
    "missing_title": Text("ページが見つかりません", "Page not found"),
    "conflicted": Text(
        "あなたが、自分、家族、または部下についての案件だと申告しています。開くことも、進めることもできません。"
        "ほかの担当者に渡してください。",
        "You declared that this is about you, your kin, or somebody who reports to you. You can neither open nor work"
        " it. Hand it to another officer.",
    ),
    "conflicted_title": Text("この案件は担当できません", "You cannot take this case"),
    "file_gone": Text(
        "このファイルは消去されているか、この案件にありません。", "The file was destroyed, or is none of this case."
    ),
    "file_gone_title": Text("ファイルがありません", "There is no such file"),
    "person_erased": Text(
        "この案件の本人の記録は、確認のあとで消去されました。開示できるものは残っていません。",
        "The records of the person of this case were erased after they were confirmed. Nothing is left to disclose.",
    ),
    "person_erased_title": Text("記録は消去されています", "The records were erased"),
    "no_role": Text(
        "このページを開く役割が、あなたに登録されていません。必要な場合は、人と権限を管理する担当者に伝えてください。",
        "The register gives you no role that may open this page. If you need it, tell whoever looks after people and"
        " roles.",
    ),
    "no_role_title": Text("この役割では開けません", "Your role does not open this page"),
    "range_bounds": Text(
        "読めなかったメッセージには、だれのどのような情報が入っているか分かりません。担当の範囲が決められている方には開けません。"
        "範囲の決められていない担当者に伝えてください。",
        "Nobody knows whose data, and what, is in a message that could not be read, so it does not open to who has a"
        " range. Tell an officer who has none.",
    ),
    "range_bounds_title": Text("担当の範囲が決められている方には開けません", "It does not open to who has a range"),
    "form_old": Text(
        "入力は登録していません。前のページを読み込み直してから、もう一度送ってください。",
        "Nothing was entered. Load the page again, then send the form once more.",
    ),
    "form_old_title": Text("この画面からは送れません", "This form cannot be sent"),
    "form_bad": Text(
        "入力は登録していません。送った内容が大きすぎるか、途中で切れています。",
        "Nothing was entered. What was sent is too large, or broke off.",
    ),
    "form_bad_title": Text("受け取れませんでした", "The form could not be taken"),
    "pledge": Text(
        "秘密保持の誓約の期限が過ぎているため、個人の記録は開けません。誓約書を出し直し、新しい期限を"
        "登録簿「officers」に登録してもらうと、開けるようになります。",
        "Your confidentiality pledge has lapsed, so records about people stay closed. Sign it again and have its new"
        " date entered in the register of officers; then they open.",
    ),
    "pledge_title": Text("誓約の期限が過ぎています", "Your pledge has lapsed"),
    "training": Text(
        "年に一度の研修の期限が過ぎているため、個人の記録は開けません。研修を受け、新しい期限を登録してもらうと、"
        "開けるようになります。",
        "Your yearly training has lapsed, so records about people stay closed. Take the training and have its new date"
        " entered in the register of officers; then they open.",
    ),
    "training_title": Text("研修の期限が過ぎています", "Your training has lapsed"),
    "sign_in_title": Text("サインイン", "Sign in"),
    "sign_in": Text("サインインする", "Sign in"),
    "sign_in_lead": Text("担当者のページです。", "These pages are for the staff."),
    "officer": Text("名前（登録簿の名称）", "Name, as in the register"),
    "password": Text("パスワード", "Password"),
    "code": Text("確認コード", "One-time code"),
    "code_hint": Text("認証アプリに表示されている6桁の数字です。", "The six digits that your authenticator app shows."),
    "officer_missing": Text("名前を入力してください", "Enter your name"),
    "password_missing": Text("パスワードを入力してください", "Enter your password"),
    "code_missing": Text("確認コードを入力してください", "Enter the one-time code"),
    "wrong": Text(
        "名前、パスワード、確認コードのどれかが違います。確認コードは、一度使うと、次のものに変わるまで使えません。",
        "The name, the password or the one-time code is wrong. A code works once; wait for the next one.",
    ),
    "wait": Text(
        "続けて間違えたため、いまは試せません。少し待ってから、もう一度入力してください。",
        "There were too many wrong tries. Wait a while, then try again.",
    ),
    "to_enrol": Text("招待コードを受け取った方", "If you were given an invitation code"),
    "to_sign_in": Text("サインインのページへ", "Go to the sign-in page"),
    "enrol_title": Text("サインインの準備", "Set up your sign-in"),
    "invitation": Text("招待コード", "Invitation code"),
    "invitation_hint": Text(
        "ほかの担当者から受け取った24文字のコードです。一度だけ、24時間以内に使えます。",
        "The 24 characters that another officer gave you. They work once, within 24 hours.",
    ),
    "invitation_missing": Text("招待コードを入力してください", "Enter the invitation code"),
    "invitation_wrong": Text(
        "この招待コードは使えません。期限が過ぎたか、すでに使われています。新しい招待を頼んでください。",
        "This invitation code does not work. It has expired or was used. Ask for a new one.",
    ),
    "next": Text("次へ進む", "Continue"),
    "for_whom": Text("{}さんのサインインを準備します。", "This sets up the sign-in of {}."),
    "secret_title": Text("1　認証アプリに登録する", "1. Add it to your authenticator app"),
    "secret_lead": Text(
        "スマートフォンの認証アプリで「キーを入力」を選び、次のキーを登録してください。このキーは二度と表示されません。",
        "In your authenticator app choose to enter a key, and enter this one. It will not be shown again.",
    ),
    "secret": Text("キー", "Key"),
    "secret_address": Text("同じ機器で使うときのアドレス", "Address for an app on this machine"),
    "password_title": Text("2　パスワードを決める", "2. Choose a password"),
    "password_hint": Text(
        "12文字以上で、ほかで使っていないものにしてください。文字の種類の決まりはありません。",
        "At least 12 characters, used nowhere else. Any characters will do.",
    ),
    "again": Text("パスワード（もう一度）", "Password, once more"),
    "password_short": Text("パスワードを12文字以上にしてください", "Use at least 12 characters"),
    "password_long": Text("パスワードを200文字以内にしてください", "Use at most 200 characters"),
    "password_common": Text(
        "よく使われるパスワードです。ほかのものにしてください",
        "This password is one that many people use. Choose another one",
    ),
    "password_name": Text("名前を含まないパスワードにしてください", "Leave your name out of the password"),
    "again_differs": Text("二つのパスワードが違います", "The two passwords differ"),
    "code_wrong": Text(
        "確認コードが違います。認証アプリの今の数字を入力してください",
        "The one-time code is wrong. Enter the digits that the app shows now",
    ),
    "enrol": Text("登録してサインインする", "Save and sign in"),
    "reason_title": Text("記録を開く前に、理由を選んでください", "Before you open this case: why do you look at it?"),
    "reason_lead": Text(
        "開いた人、日時、理由が記録されます。選んだ理由は、この案件にだけ、サインアウトするまで使われます。",
        "Who opens it, when and why is recorded. The reason holds for this case alone, until you sign out.",
    ),
    "case": Text("案件", "Case"),
    "reason": Text("開く理由", "Reason"),
    "reason_missing": Text("理由を選んでください", "Choose a reason"),
    "reason_open": Text("理由を記録して開く", "Record the reason and open"),
    "reason_back": Text("開かずに戻る", "Go back without opening"),
    "people_title": Text("人と権限", "People and roles"),
    "people_lead": Text(
        "役割と範囲は、登録簿「officers」で決まります。ここでは、サインインの招待と取消しをします。",
        "Roles and ranges come from the register of officers. Here you invite people to sign in, and revoke it.",
    ),
    "people_caption": Text("登録簿にいる担当者（{}人）", "Officers in the register ({})"),
    "person": Text("担当者", "Officer"),
    "roles": Text("役割", "Roles"),
    "account": Text("サインイン", "Sign-in"),
    "last_sign_in": Text("最後のサインイン", "Last sign-in"),
    "looks": Text("30日間の操作（理由ごと）", "Acts in 30 days, by reason"),
    "does": Text("操作", "Do"),
    "no_factor": Text(
        "二要素なしでサインインできる人：0人（準備のとき、全員に確認コードを登録します）",
        "Officers who can sign in without a second factor: 0 (everybody sets up one-time codes)",
    ),
    "dormant": Text(
        "90日間サインインしていないアカウント：{}件", "Accounts nobody has signed in to for 90 days: {}"
    ),
    "clashes": Text(
        "判断した人と二人目の確認をした人が同じ案件：{}件",
        "Cases that one officer decided and looked at a second time: {}",
    ),
    "both_roles": Text("監査と決定を兼ねています", "Audits and decides at once"),
    "account_none": Text("未登録", "None"),
    "account_invited": Text("招待中", "Invited"),
    "account_enrolled": Text("二要素あり", "Two factors"),
    "account_dormant": Text("二要素あり・休眠", "Two factors, dormant"),
    "account_revoked": Text("取消し済み", "Revoked"),
    "invite": Text("招待する", "Invite"),
    "revoke": Text("取り消す", "Revoke"),
    "of": Text("（{}）", " ({})"),
    "strangers": Text(
        "登録簿にいない人のアカウント（サインインできません）：",
        "Accounts of people who are not in the register (no sign-in): ",
    ),
    "invited_title": Text("招待コードを作りました", "The invitation code is ready"),
    "invited_lead": Text(
        "{}さんに、本人と確かめたうえで渡してください。24時間以内に一度だけ使えます。この画面を閉じると、もう表示できません。",
        "Give it to {} once you are sure that it is them. It works once, within 24 hours, and is not shown again.",
    ),
    "invited_note": Text(
        "本人がこのコードを使うまでは、いままでのサインインがそのまま使えます。",
        "Until they use it, what they signed in with before still works.",
    ),
    "revoke_title": Text("サインインの取消し", "Revoke a sign-in"),
    "revoke_lead": Text(
        "{}さんは、すぐにサインインできなくなり、開いている画面も使えなくなります。再び使うには、新しい招待が要ります。",
        "{} can no longer sign in, and their open pages stop working at once. It takes a new invitation to return.",
    ),
    "revoke_back": Text("取り消さずに戻る", "Go back without revoking"),
    "own_account": Text(
        "自分のアカウントの招待や取消しは、ほかの担当者がします。登録簿にいない人は招待できません。何も変わっていません。",
        "Another officer has to invite you or revoke your account, and only who is in the register is invited. Nothing"
        " was changed.",
    ),
    "own_account_title": Text("この操作はできません", "This cannot be done"),
}

ROLE_WORDS: Mapping[str, Text] = {
    "auditor": Text("監査", "Auditor"),
    "existence_officer": Text("存否の判断", "Existence officer"),
    "operator": Text("運用", "Operator"),
    "privacy_officer": Text("個人情報の担当", "Privacy officer"),
}
