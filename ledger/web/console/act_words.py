"""What each act of an officer, of the person and of the system is called on the console's pages, by its command."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.case_words import WORDS

_STEP = "did_"
#: What stands behind the command where it is the look on which a step rests.
_LOOKS: Mapping[str, Text] = {
    " (records)": Text("記録の閲覧（{}）", "Records looked at ({})"),
    " (look)": Text("番号の照会（{}）", "Ids looked up ({})"),
}

ACTS: Mapping[str, Text] = {
    # Steps of cases are called as in the case's history.
    **{key.removeprefix(_STEP).replace("_", " "): words for key, words in WORDS.items() if key.startswith(_STEP)},
    "alerts acknowledge": Text("知らせの確認", "Alert acknowledged"),
    "alerts list": Text("知らせの一覧", "Alerts listed"),
    "api-client create": Text("プログラムの登録", "Program let in"),
    "api-client list": Text("プログラムの一覧", "Programs listed"),
    "api-client revoke": Text("プログラムの停止", "Program shut out"),
    "audit": Text("監査", "Audit"),
    "block confirm": Text("提供の差止めの承認", "Block confirmed"),
    "block lift": Text("提供の差止めの解除", "Block lifted"),
    "block list": Text("差止めの一覧", "Blocks listed"),
    "block recipient": Text("提供先の差止め", "Recipient blocked"),
    "block source": Text("送信元の差止め", "Source blocked"),
    "case attachment list": Text("ファイルの一覧", "Files listed"),
    "case attachment take": Text("ファイルの取り出し", "File taken out"),
    "case conflicts declare": Text("関係者の申告", "Conflicts declared"),
    "case list": Text("案件の一覧", "Cases listed"),
    "case receive code": Text("受け取りの番号の請求", "Code to receive asked for"),
    "case show": Text("案件の閲覧", "Case looked at"),
    "case task list": Text("担当部署への依頼の一覧", "Tasks listed"),
    "completeness": Text("届き方の確認", "Completeness looked at"),
    "console flow counts": Text("フロー図（人数）の閲覧", "Flow counts looked at"),
    "console flows": Text("フロー図の閲覧", "Flow map looked at"),
    "console look": Text("案件の閲覧", "Case looked at"),
    "console operations": Text("運用の確認", "Operations looked at"),
    "console people": Text("人と権限の閲覧", "People and roles looked at"),
    "console violations": Text("違反と判定待ちの閲覧", "Violations looked at"),
    "coverage": Text("調べた範囲の確認", "Coverage looked at"),
    "disclose": Text("開示の回答の作成", "Answer written out"),
    "erase person": Text("本人のデータの消去", "Person erased"),
    "erase resume": Text("消去の再開", "Erasures resumed"),
    "evidence accept": Text("遅れて届いた資料の承認", "Late evidence accepted"),
    "evidence list": Text("遅れて届いた資料の一覧", "Late evidence listed"),
    "existence confirm": Text("存否を答えない扱いの解除の承認", "Release from existence confirmed"),
    "existence hide": Text("存否を答えない扱いの追加", "Record hidden"),
    "existence list": Text("存否を答えない記録の一覧", "Hidden records listed"),
    "existence release": Text("存否を答えない扱いの解除の提案", "Release from existence proposed"),
    "existence show": Text("存否を答えない記録の閲覧", "Hidden record looked at"),
    "export-entries": Text("台帳の書き出し", "Entries exported"),
    "flows export": Text("フロー図の受け取り（CSV）", "Flow map taken as a table"),
    "inspection report": Text("点検の報告の作成", "Inspection report made"),
    "issuer announce": Text("発行者の鍵の公表", "Issuer's key announced"),
    "judgement": Text("1件の記録の閲覧", "One record looked at"),
    "key announce": Text("鍵の公表", "Key announced"),
    "keys rotate index": Text("索引の鍵の交換", "Index key changed over"),
    "keys rotate kafka": Text("送信の鍵の交換", "Kafka key changed over"),
    "keys rotate master": Text("元の鍵の交換", "Master key changed over"),
    "keys sweep": Text("使われない鍵の消去", "Unused keys swept"),
    "keys trial-restore": Text("鍵の復元の試験", "Restoring keys tried"),
    "law diff": Text("規則の版の比較", "Rule sets compared"),
    "log-key announce": Text("台帳の鍵の公表", "Log's key announced"),
    "quarantine dismiss": Text("読めないものの終了", "Unread message let rest"),
    "quarantine list": Text("読めないものの一覧", "Unread messages listed"),
    "quarantine look": Text("読めないものの中身の閲覧", "Unread message looked at"),
    "quarantine propose": Text("読めないものを終わりにする提案", "Unread message proposed to rest"),
    "quarantine replay": Text("読めないものの読み直し", "Unread message read again"),
    "reads": Text("誰が見たかの確認", "Looks listed"),
    "rebuild": Text("一覧表の作り直し", "Views rebuilt"),
    "register history": Text("登録簿の履歴の閲覧", "Register history looked at"),
    "register list": Text("登録簿の一覧", "Registers listed"),
    "register preview": Text("登録簿の変更の下見", "Register change previewed"),
    "register published": Text("公表した内容の閲覧", "Publications looked at"),
    "register show": Text("登録簿の閲覧", "Register looked at"),
    "reproduce": Text("判断の再現", "Judgements made again"),
    "retention plan": Text("保存期間の過ぎたものの確認", "Retention planned"),
    "retention run": Text("保存期間の過ぎたものの消去", "Retention carried out"),
    "search": Text("記録の検索", "Records searched"),
    "search confirm": Text("1人の記録の検索の承認", "Looking one person up agreed to"),
    "search export": Text("検索の結果の受け取り（CSV）", "Search taken as a table"),
    "search request": Text("1人の記録の検索の依頼", "Looking one person up asked for"),
    "search-person list": Text("検索の依頼の一覧", "Requests to look up listed"),
    "self-check": Text("自己点検", "Self-check"),
    "staff enrol": Text("サインインの登録", "Enrolled for signing in"),
    "staff invite": Text("担当者の招待", "Officer invited"),
    "staff list": Text("担当者の一覧", "Officers listed"),
    "staff lock": Text("サインインの停止", "Signing in locked"),
    "staff revoke": Text("担当者の利用の終了", "Account revoked"),
    "stop end": Text("停止の終了", "Stop ended"),
    "stop give": Text("停止の登録", "Stop given"),
    "stop list": Text("停止の一覧", "Stops listed"),
    "violations own": Text("違反・判定待ちの担当の登録", "Who sees to violations named"),
    "window publish": Text("窓口の公表内容の変更", "Window's publication changed"),
}


def act_words(command: str) -> Text:
    """Return what an act is called; one that only another release enters, by its command."""
    for ending, words in _LOOKS.items():
        if command.endswith(ending):
            step = act_words(command.removesuffix(ending))
            return Text(words.ja.format(step.ja), words.en.format(step.en))
    return ACTS.get(command, Text(f"別の版の操作（{command}）", f"An act of another release ({command})"))
