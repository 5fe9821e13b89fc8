"""Words of the pages about who asks, by code, in Japanese and English: fee, agent, protection, death,
withdrawing, conflicts."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

ASKER: Mapping[str, Text] = {
    "tab_asker": Text("請求した人", "Who asks"),
    "asker_title": Text("請求した人と本人", "Who asks, and the person"),
    "asker_identity": Text("本人確認", "Identity"),
    "asker_unidentified": Text("まだ確かめていません", "Not checked yet"),
    "asker_spared": Text("この種類では要りません", "Not needed for this kind"),
    "asker_agent_none": Text("代理人はいません（本人が請求しています）", "None: the person asks"),
    "many_by_one_agent": Text(
        "この代理人は、30日のあいだに5件以上の請求をしています。委任が本物かを、とくに確かめてください。",
        "This agent has made five requests or more within thirty days. Look hard at whether the mandates are real.",
    ),
    "does": Text("すること", "What can be done"),
    # Fee
    "fee": Text("手数料", "Fee"),
    "fee_none": Text("かかりません", "None"),
    "fee_asked": Text("{:,}円（請求中。前もって知らせています）", "{:,} yen, asked for: it was named beforehand"),
    "fee_paid": Text("{:,}円（支払い済み）", "{:,} yen, paid"),
    "fee_waived": Text("{:,}円（免除）", "{:,} yen, waived"),
    "fee_title": Text("手数料を確かめる", "Settle the fee"),
    "fee_lead": Text(
        "前もって知らせた手数料は{:,}円です。支払われるか免除されるまで、回答は発行できません。",
        "{:,} yen were named beforehand. Until they are paid or waived no answer can be released.",
    ),
    "fee_nothing": Text(
        "この案件では手数料を知らせていないため、登録することはありません。",
        "No fee was named in this case, so there is nothing to enter.",
    ),
    "settled": Text("手数料はどうなりましたか", "What became of the fee?"),
    "settled_paid": Text("支払われた", "It was paid"),
    "settled_waived": Text("免除した", "It was waived"),
    "settled_missing": Text("手数料がどうなったかを選んでください", "Choose what became of the fee"),
    "fee_button": Text("手数料を登録する", "Enter the fee"),
    # Agent
    "no_agent": Text(
        "この案件では本人が請求しているため、代理人について登録することはありません。",
        "The person asks in this case, so there is nothing to enter about an agent.",
    ),
    "agent_over": Text(
        "本人確認と判断が終わったため、いまは登録できません。",
        "Identity and decision are over: nothing can be entered.",
    ),
    "agent_closed": Text("この案件は終わっているため、登録できません。", "The case is closed: nothing can be entered."),
    "proof_title": Text("代理権の証明を確かめる", "Check the agent’s proof"),
    "proof_lead": Text(
        "届いた書類を見て、代理する権利と、代理人が名乗ったとおりの人であることを確かめてから登録してください。"
        "登録すると「確認済み」になります。",
        "Look at the papers that came, see that they show the right, and that the agent is who they say. Then enter it:"
        " it then counts as checked.",
    ),
    "proof": Text("確かめた書類", "What showed the right"),
    "proof_missing": Text("確かめた書類を選んでください", "Choose what showed the right"),
    "proof_button": Text("証明を確かめたと登録する", "Enter that the proof was checked"),
    "proof_none": Text("証明：まだ確かめていません", "Proof: not checked yet"),
    "proof_done": Text("証明：{}（確認済み）", "Proof: {} (checked)"),
    "interest_none": Text("親権者との利益の対立：まだ確かめていません", "The parent’s interest: not looked at yet"),
    "interest_done": Text("親権者との利益の対立：{}", "The parent’s interest: {}"),
    "custody_none": Text("一人で請求できるか：まだ確かめていません", "Whether they may ask alone: not looked at yet"),
    "custody_done": Text("一人で請求できるか：{}", "Whether they may ask alone: {}"),
    "told_none": Text("本人への連絡：まだしていません", "Word to the person: not yet"),
    "told_done": Text("本人への連絡：{}", "Word to the person: {}"),
    "told_unsafe": Text(
        "本人には知らせません：{}。判断は必ず二人目が確認します。",
        "The person is not told: {}. A second officer looks at every decision.",
    ),
    "objects_done": Text("本人は、この代理人の請求を望んでいません。", "The person does not want this agent to act."),
    "principal_title": Text("代理を頼んだ本人に知らせる", "Tell the person concerned"),
    "principal_lead": Text(
        "請求が届く前から持っている連絡先だけを使います。請求といっしょに届いた連絡先は使えません。",
        "Only a contact that was held before the request arrived counts. One that came with it does not.",
    ),
    "told": Text("どのように知らせましたか", "How was the person told?"),
    "told_missing": Text("知らせた方法か、知らせない理由を選んでください", "Choose how, or why they were not told"),
    "unsafe_note": Text(
        "知らせない理由です。二人目の確認が必ず要ります。", "A reason not to tell them. It takes a second officer."
    ),
    "held_since": Text("その連絡先を、いつから持っていますか", "Since when is that contact held?"),
    "held_since_hint": Text(
        "請求が届く前の日付です。知らせないときは空けておきます。例：2025 4 1、R7 4 1",
        "A day before the request arrived. Leave it empty where they are not told. For example 2025 4 1 or R7 4 1.",
    ),
    "held_since_missing": Text(
        "連絡先を持った日は、請求が届く前の日付です", "The day is one before the request arrived"
    ),
    "objects": Text("本人の返事", "What the person said"),
    "objects_yes": Text("この代理人の請求を望んでいない", "They do not want this agent to act"),
    "principal_button": Text("本人への連絡を登録する", "Enter how the person was told"),
    "screen_title": Text("親権者との利益の対立を確かめる", "Look at the parent’s interest"),
    "screen_lead": Text(
        "子と利益が対立する親権者は代理できません（民法826条）。本人のことを何か確かめて伝える前に登録してください。",
        "A parent whose interest is adverse to the child’s may not act (Civil Code 826). Enter this before anything is"
        " confirmed to them.",
    ),
    "screen_not": Text(
        "親権者の請求ではないため、登録することはありません。", "No parent asks, so there is nothing to enter."
    ),
    "interest": Text("利益の対立", "The parent’s interest"),
    "interest_missing": Text("利益の対立について、確かめた結果を選んでください", "Choose what was found"),
    "custody": Text("一人で請求できる理由", "By what the parent may ask alone"),
    "custody_missing": Text("一人で請求できる理由を選んでください", "Choose by what the parent may ask alone"),
    "screen_button": Text("確かめた結果を登録する", "Enter what was found"),
    "to": Text("だれに渡しますか", "To whom does it go?"),
    "to_agent": Text("代理人", "The agent"),
    "to_principal": Text("本人（請求の前から持っている連絡先へ）", "The person, by a contact held before"),
    "to_missing": Text("だれに渡すかを選んでください", "Choose to whom it goes"),
    "held_up_agent": Text(
        "代理人の確認がそろうまで、回答は発行できません。",
        "No answer can be released until every check of the agent is made.",
    ),
    "decision_held_up": Text(
        "代理人の確認がそろうまで、判断できません。代理人と確かめられないときは、断ることができます。",
        "Nothing can be decided until every check of the agent is made. If they cannot be, you can refuse.",
    ),
    "unproven_title": Text(
        "本人または代理人と確かめられないため断る", "Refuse because who asks could not be confirmed"
    ),
    "unproven_lead": Text(
        "必要なものを求めても確かめられなかったときに断ります。相手に伝わるのは、選んだ理由の文だけです。"
        "何がそろわなかったかは、どの場合も伝えません。ほかの担当者が確認してから、回答を発行します。",
        "Refuse where who asks could not be confirmed although you asked for what is needed. They read the words of the"
        " ground and nothing else, whatever was lacking. Another officer looks at it before the answer is released.",
    ),
    "unproven_button": Text("この理由で断る", "Refuse on this ground"),
    "unproven_not": Text(
        "この案件では、いまは本人または代理人と確かめられないことを理由に断れません。",
        "As this case stands, it cannot be refused because who asks could not be confirmed.",
    ),
    "held_up_fee": Text(
        "手数料が支払われるか免除されるまで、回答は発行できません。",
        "No answer can be released until the fee is paid or waived.",
    ),
    # Protection
    "protection": Text("保護", "Protection"),
    "protection_on": Text("設定しています。請求した人には知らせません。", "Set. Who asks must not learn of it."),
    "protection_off": Text("設定していません。", "Not set."),
    "protect_title": Text("保護の設定を変える", "Set or end protection"),
    "protect_lead": Text(
        "設定すると、郵送、代理人、新しい連絡先が使えなくなり、判断は必ず二人目が確認します。"
        "同じ人のほかの案件にも効きます。請求した人が見る画面や書面は、何も変わりません。",
        "While it is set nothing goes by post, no agent and no new contact is used, and a second officer looks at every"
        " decision. It holds for the person’s other cases too. No page or letter that who asks can see differs by it.",
    ),
    "protect_because": Text("設定する理由", "Why"),
    "protect_because_missing": Text("理由を選んでください", "Choose why"),
    "protect_on_button": Text("保護を設定する", "Set protection"),
    "protect_off_button": Text("保護を解除する", "End protection"),
    "protect_closed": Text(
        "この案件は終わっているため、変えられません。", "The case is closed: nothing can be changed."
    ),
    # Death
    "death_title": Text("本人の死亡を登録する", "Enter the death of the person"),
    "death_lead": Text(
        "登録すると、この案件は終わり、渡した番号はすべて使えなくなります。委任も終わります（民法111条）。取り消せません。",
        "The case closes and every code that was given out is void. A mandate ends too (Civil Code 111). This cannot be"
        " undone.",
    ),
    "death_heirs": Text(
        "相続人からの問い合わせは、相談として新しく登録してください。",
        "What heirs ask is entered as a consultation of its own.",
    ),
    "death_sure": Text("死亡の確認", "The death"),
    "death_sure_yes": Text("書類などで死亡を確かめた", "The death was verified, by papers or the like"),
    "death_sure_missing": Text("死亡を確かめたうえで、印をつけてください", "Tick this once the death was verified"),
    "death_button": Text("死亡を登録して案件を終える", "Enter the death and close the case"),
    "death_closed": Text("この案件は、すでに終わっています。", "The case is closed already."),
    # Withdrawing
    "withdraw_title": Text("本人の取下げを登録する", "Enter that the person has withdrawn"),
    "withdraw_lead": Text(
        "登録すると、この案件は終わります。本人は、いつでもあらためて請求できます。取り消せません。",
        "The case closes. The person may ask again at any time. This cannot be undone.",
    ),
    "withdraw_sure": Text("取下げの確認", "The withdrawal"),
    "withdraw_sure_yes": Text(
        "書面・電話・窓口で、請求した本人（または代理人）の意思を確かめた",
        "By paper, telephone or at the counter, who made the request was heard to want it withdrawn",
    ),
    "withdraw_sure_missing": Text(
        "請求した人の意思を確かめたうえで、印をつけてください", "Tick this once who made the request was heard"
    ),
    "withdraw_button": Text("取下げを登録して案件を終える", "Enter the withdrawal and close the case"),
    "withdraw_not_now": Text(
        "回答または停止が済んでいるか、案件が終わっているため、取り下げることはできません。",
        "The answer or the stop was given, or the case is closed: there is nothing left to withdraw.",
    ),
    # Conflicts of interest
    "conflicts": Text("関係者の申告", "Conflicts"),
    "conflicts_title": Text("自分に関係する人の申告", "People whose cases you do not work"),
    "conflicts_lead": Text(
        "あなた、家族、部下が当社で使っている番号を申告してください。その人の案件は、あなたには開けなくなります。"
        "申告は封印され、ほかの担当者には見えません。",
        "Say by which ids you, your kin and who reports to you are known here. Their cases then stay closed to you."
        " What you declare is sealed, and no other officer sees it.",
    ),
    "conflicts_now": Text("いまの申告：番号{}件", "Declared now: {} ids"),
    "conflicts_anew": Text(
        "登録すると、前の申告と置きかわります。続くものも、もう一度書いてください。申告は1年ごとにやり直します。"
        "前の申告にあった番号を外すと、ほかの担当者に知らせます。",
        "What you enter stands for what you declared before: write again what goes on. Declare anew each year."
        " Where you leave out an id that you declared before, other officers are told.",
    ),
    "conflicts_done": Text("申告を登録しました", "Your declaration is entered"),
    "conflict_self": Text("あなたの番号", "Your own ids"),
    "conflict_kin": Text("家族の番号", "Ids of your kin"),
    "conflict_report": Text("部下の番号", "Ids of who reports to you"),
    "conflict_hint": Text(
        "1行に1つ、種類と番号を空白で区切って書きます。例：member A-1",
        "One a line: its kind, a space, and the id. For example: member A-1",
    ),
    "conflicts_button": Text("この内容で申告する", "Declare this"),
    # Intake
    "by_whom": Text("だれが請求していますか", "Who asks?"),
    "by_whom_missing": Text("だれが請求しているかを選んでください", "Choose who asks"),
    "by_whom_person": Text("本人", "The person"),
    "by_whom_note": Text(
        "相続人は代理人ではありません。相談として登録してください。", "An heir is no agent: enter a consultation."
    ),
    "agent_name_hint": Text("代理人が請求するときだけ書きます。", "Only where an agent asks."),
    "agent_name_missing": Text("代理人の名前を入力してください", "Enter the name of the agent"),
    "together": Text("親権者が請求するとき", "Where a parent asks"),
    "together_yes": Text("もう一人の親権者もいっしょに請求している", "The other parent asks too"),
    "email": Text("メールアドレス（お知らせを送ってよいとき）", "E-mail address, where mail may go to them"),
    "email_unusable": Text("メールアドレスは「名前@組織」の形です", "An e-mail address is name@domain"),
    "to_protect": Text("保護", "Protection"),
    "to_protect_yes": Text(
        "本人または代理人が、居場所などを知られないよう保護を求めている",
        "The person is to be protected, as they or their agent say",
    ),
    "unsafe": Text("使ってはいけない連絡先", "Contacts that must not be used"),
    "unsafe_hint": Text(
        "請求の前から登録されている連絡先のうち、本人が「使わないでほしい」と申し出たもの。担当者のほかには見えません。",
        "Contacts held before the request that the person asks us not to use. Only who works the case sees it.",
    ),
    "unsafe_of_agent": Text(
        "本人が請求するときだけ書けます。代理人の案件では、「本人への連絡」のページで登録してください",
        "Only where the person asks. In a case of an agent, enter it on the page on which the person is told",
    ),
    "unsafe_title": Text("使ってはいけない連絡先を加える", "Add contacts that must not be used"),
    "unsafe_adds": Text(
        "本人が「使わないでほしい」と申し出た連絡先を、いつでも加えられます。書いたアドレスには、メールも番号も送らなくなり、"
        "すでに送った番号は使えなくなります。電話と書面では、担当者がこの連絡先を避けてください。取り消せません。",
        "Add contacts that the person asks us not to use, at any time. No mail and no code goes to an address that is"
        " written here, and a code that went there opens nothing. Keep from it yourself when you call or write. It"
        " cannot be taken back.",
    ),
    "unsafe_silent": Text(
        "請求した人が見る画面、書面、メールには出しません。", "No page, letter or mail to who asks shows it."
    ),
    "unsafe_contacts": Text("加える連絡先", "Contacts to add"),
    "unsafe_missing": Text("本人が申し出た連絡先を書いてください", "Write the contacts that the person named"),
    "unsafe_long": Text("{}文字までにしてください", "Use no more than {} characters"),
    "unsafe_button": Text("使ってはいけない連絡先に加える", "Add them"),
    "unsafe_not_here": Text(
        "終わった案件と、代理人が請求した案件では加えられません。代理人の案件では、「本人への連絡」のページで登録してください。",
        "Nothing can be added in a case that is closed, or in which an agent asks. In a case of an agent, enter it on"
        " the page on which the person is told.",
    ),
    "unsafe_lead": Text(
        "本人の申し出です。この連絡先には電話をかけず、書面やメールも送らないでください。",
        "The person says so. Do not call, write or mail there.",
    ),
    "unsafe_address": Text(
        "本人が「使わないでほしい」と申し出たアドレスです。ほかの方法で確かめてください",
        "The person asks us not to use this address. Check who they are another way",
    ),
    "with_data": Text("あわせて請求するもの", "Requested with it"),
    "with_data_yes": Text(
        "第三者提供記録とあわせて、保有個人データの開示も請求している",
        "With the records, the personal data held is requested too",
    ),
    "with_data_wrong": Text(
        "あわせて請求できるのは、種類が「第三者提供記録の開示」のときです",
        "Choose “Disclosure of provision records” as the kind: only then can the personal data held be added",
    ),
}
