"""An example of everything that is sent and answered, of nobody: OpenAPI shows them, and a test holds them valid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_RECORD = "6f1c0a4e9d2b4f7c8a3e5d1b0c9f8e7d"
_LINE: Mapping[str, Any] = {
    "number": "7KQ2M-XR4TB", "kind": "records", "channel": "phone", "arrived": "2026-04-01", "due": "2026-04-15",
    "days_left": 12, "suit_from": "2026-04-16", "stage": "decision", "turn": 2,
}  # fmt: skip
_OWN: Mapping[str, Any] = {"number": "7KQ2M-XR4TB", "secret": "H3N8V-2WQ6P-R9KTM-4XBDC"}
_FILE: Mapping[str, Any] = {
    "file": "0c9f8e7d6f1c0a4e9d2b4f7c8a3e5d1b", "kind": "pdf", "bytes": 48_213,
    "sha256": "9f2feb0f1ef425b292f2f94bc8482494df48f2e9c0c5c3b8d6a1f0e7c4b39d21", "officer": "officer-1",
    "at": "2026-04-02T10:00:00+09:00", "shows_identity": False, "given_out": True, "destroyed": False,
}  # fmt: skip

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "Open": {
        "kind": "records", "channel": "phone", "arrived": "2026-04-01", "language": "ja", "asked": "",
        "contact": "見本 太郎 電話 000-0000-0000", "claimed": "member A-1", "delivery": "post",
    },
    "Receipt": {**_OWN, "due": "2026-04-15", "fee": 0},
    "Line": _LINE,
    "Page": {"as_of": 4711, "listed_at": "2026-04-03T10:00:00+09:00", "cases": [_LINE], "next": None},
    "CaseTold": {
        **_LINE, "language": "ja", "received_at": "2026-04-01T10:00:00+09:00", "asked": "",
        "contact": "見本 太郎 電話 000-0000-0000", "claimed": "member A-1", "email": "",
        "mail_undelivered": False, "agent": None, "protected": False, "unsafe": "", "fee": 0, "fee_settled": None,
        "ids": [{"namespace": "member", "id": "A-1"}],
        "identified_by": "call_back", "decision": None, "stops": [], "closing": None,
        "answered_at": None, "code_until": None, "opened": 0, "notes": [], "closed_because": None,
        "owner": "officer-1", "paused_for": None, "extended": None, "thread": [{
            "officer": "officer-1", "at": "2026-04-02T10:00:00+09:00", "text": "会員番号をお知らせください。",
        }], "letters": [],
        "late": {"records": 0, "verdicts": 0},
        "also_data": False, "since": None, "until": None, "delivery": "post", "tasks": [],
    },
    "Retention": {
        "standing": "period_runs", "ja": "保存期間中", "en": "its period runs", "case_days": 1825,
        "goes_from": "2031-04-01T10:15:00+09:00",
    },
    "Looked": {
        "turn": 2, "as_of": 4711, "beyond": False, "records": [{
            "record": _RECORD, "role": "provider", "heading_ja": "2026年3月1日（日）の提供",
            "heading_en": "Provision on 1 March 2026 (Sun)", "verdict": "lawful", "basis": "27(1)",
            "decided_by": "27(1)",
            "confirmed_ja": "当社は、法律に沿った提供だったと判断しています。根拠は、本人の同意（27条1項）です。",
            "confirmed_en": "We judge that this provision was in line with the law. Its basis: the person's consent"
                            " (art. 27(1)).",
            "items": [{"code": "name", "ja": "氏名", "en": "name"}], "facts": [
                {"code": "items", "ja": "氏名", "en": "name", "granted_by_act": True},
            ],
        }],
    },
    "Identify": {"method": "call_back", "ids": [{"namespace": "member", "id": "A-1"}]},
    "Decide": {
        "as_of": 4711, "withheld": [], "left_out": [{"record": _RECORD, "item": "name", "ground": "33(2)i"}],
        "confirm": [_RECORD],
    },
    "Second": {"agrees": True},
    "Pause": {"cause": "identity"},
    "Extend": {"because": "services", "until": "2026-04-24"},
    "Fee": {"settled": "paid"},
    "AgentProof": {"proof": "mandate"},
    "Principal": {"by": "call_back", "held_since": "2025-01-01"},
    "Screen": {"interest": "none_adverse", "custody": "both"},
    "Protect": {"because": "person"},
    "UnsafeContacts": {"contacts": "090-0000-0000"},
    "MessageSent": {"text": "会員番号をお知らせください。"},
    "OwnerSent": {"officer": "officer-1"},
    "CloseStops": {"because": "id_passed_on"},
    "Assign": {"category": "request", "responsible": "officer-1"},
    "Conclude": {"outcome": "explained", "lessons": ""},
    "Refer": {"to": "article26", "handling": "open"},
    "ScopeSent": {"recipients": ["insurer-a"], "items": []},
    "SendTasks": {"sources": ["crm"], "due": "2026-04-08"},
    "EnterTask": {
        "task": _RECORD, "outcome": "given", "held": [{"item": "name", "value": "見本 太郎"}],
    },
    "MailCode": {"address": "taro@example.jp", "held_since": "2025-01-01"},
    "LetterSent": {"kind": "receipt", "language": "ja", "to": "見本 太郎\n東京都千代田区"},
    "LetterOut": {"kind": "receipt", "language": "ja", "to": "見本 太郎\n東京都千代田区", "by": "post"},
    "FileTold": _FILE,
    "Files": {"files": [_FILE]},
    "Hide": {"record": _RECORD, "because": "iv"},
    "ReleaseRecord": {"record": _RECORD, "seen": ["kind:police"], "because": "known"},
    "ConfirmRelease": {"record": _RECORD, "proposal": _FILE["file"]},
    "ExistenceDone": {"record": _RECORD},
    "ExistenceLooked": {"records": [{
        "record": _RECORD, "heading_ja": "2026年3月1日（日）の提供", "heading_en": "Provision on 1 March 2026 (Sun)",
        "facts": [{"code": "items", "ja": "氏名", "en": "name", "granted_by_act": True}],
        "silent": [{"code": "kind:police", "ja": "相手方が警察です", "en": "The other side is the police"}],
        "proposals": [{
            "proposal": _FILE["file"], "officer": "officer-3", "made_at": "2026-04-02T10:00:00+09:00",
            "because": "known",
        }],
    }]},
    "Conflicts": {"people": [{"relation": "kin", "namespace": "member", "id": "A-9"}]},
    "Declared": {"ids": 1},
    "Note": {"text": "Called back; nobody answered."},
    "Nothing": {},
    "Release": {"by": "phone", "held_since": "2025-01-01"},
    "Code": {
        "code": "M4T9K-2XWRB", "since": "2026-04-03T10:15:00+09:00", "until": "2026-05-03T10:15:00+09:00",
    },
    "Own": _OWN,
    "Write": {**_OWN, "text": "まだですか。"},
    "OwnUnsafe": {**_OWN, "contacts": "090-0000-0000"},
    "FileSent": {**_OWN, "content": "JVBERi0xLjcK"},
    "Prove": {**_OWN, "mailed": "M4T9K-2XWRB"},
    "Proved": {"proved": True},
    "KeepReceipt": {**_OWN, "language": "ja"},
    "Receive": {**_OWN, "code": "M4T9K-2XWRB", "format": "json"},
    "State": {
        "number": "7KQ2M-XR4TB", "kind": "records", "arrived": "2026-04-01", "stage": "decision", "due": "2026-04-15",
        "due_ja": "2026年4月15日（水）までにお答えする予定です。請求が届いた日の翌日から数えて14日目です。",
        "due_en": "We plan to answer by 15 April 2026 (Wed), the 14th day counted from the day after your request"
        " arrived.",
        "suit_from": "2026-04-16", "closed_because": None, "formats": ["html", "json", "csv"],
        "receive_until": None, "code_until": None, "stop": None, "proof_sent_to": "h***@m***.jp", "thread": [
            {"from_you": True, "at": "2026-04-02T10:00:00+09:00", "text": "まだですか。"},
        ],
        "files": [{"kind": "pdf", "bytes": 48_213, "at": "2026-04-02T10:00:00+09:00", "destroyed": False}],
    },
    "CodeSent": {"by": "email", "until": "2026-04-10T10:25:00+09:00"},
    "Reply": {
        "reply": "お答えします。", "grounds": [], "measure": "", "explained": "", "stop": [], "sued_over": False,
        "parts": [],
    },
    "Vocabulary": {
        "kinds": [{
            "code": "complaint", "ja": "苦情", "en": "Complaint", "article": "40",
            "about_ja": "当社の個人情報の取扱いについての苦情をうかがいます。",
            "about_en": "We hear your complaint about how we handle personal information.", "told": True,
            "personal": False, "sued_over": False, "fee_possible": False, "grounds": [],
        }],
        "channels": [{"code": "post", "ja": "郵送", "en": "Post"}],
        "identity_methods": [{"code": "call_back", "ja": "登録された電話番号への折り返し",
                              "en": "A call back to a registered telephone number"}],
        "grounds": [{"code": "33(2)iii", "ja": "開示すると、ほかの法令に違反することになるためです（33条2項3号）。",
                     "en": "Disclosing it would break another law (art. 33(2)(iii))."}],
        "reasons": [{"code": "request", "ja": "本人の請求に答えるため", "en": "to answer a person's request"}],
        "steps": {"pause.cause": [
            {"code": "identity", "ja": "本人確認を待っています", "en": "Waiting for proof of identity"},
        ]},
        "formats": ["html", "json", "csv", "proof"],
    },
}  # fmt: skip
