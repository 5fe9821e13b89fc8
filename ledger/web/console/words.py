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
    "japan_time": Text("日時はすべて日本時間です。", "All times are Japan time."),
    "error": Text("エラー：", "Error: "),
    "check": Text("入力内容を確認してください（{}件）", "Check what you entered ({})"),
    "optional": Text("※任意", "(optional)"),
    "home": Text("ホーム", "Home"),
    "home_lead": Text(
        "左のメニューから、担当する仕事を選んでください。", "Choose your work from the menu."
    ),
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
    "no_role": Text(
        "このページを開く役割が、あなたに登録されていません。必要な場合は、人と権限を管理する担当者に伝えてください。",
        "The register gives you no role that may open this page. If you need it, tell whoever looks after people and"
        " roles.",
    ),
    "no_role_title": Text("この役割では開けません", "Your role does not open this page"),
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
        "秘密保持の誓約の期限が過ぎているため、個人の記録は開けません。誓約書を出し直し、役員登録の担当者に"
        "新しい期限を登録してもらうと、開けるようになります。",
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
}
