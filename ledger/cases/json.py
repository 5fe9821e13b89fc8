"""The answer for programs: UTF-8 JSON, ends with a line feed.

Keys are stable. Top: ``document``, ``version``, ``answered_at``, ``checked_up_to``, ``time_zone``,
``operator`` {name, address, representative, contact}, ``asked_with`` [{namespace, id}], ``statement`` {ja,
en}, ``records``. A record: ``number`` (of this answer), ``record_id``, ``role`` (``provider`` or
``recipient``), ``granted_by_act`` and ``added_by_operator`` (fact code → value, codes in
``projection.FACTS``), ``amendments`` [{action, made_at}]. Times are RFC 3339 at +09:00. A fact that the
record does not hold is null; one that its ground does not ask for is absent. Coded values are {code, ja,
en}. ``items_left_out`` says how many data items are not disclosed on which ground: [{ground, count, ja, en}]; so does
``withheld`` of records, where there are any. ``explained``: the operator's own reason for that, in its words, where it
gives one. ``personal_data_held``: one part
for each service, where that was asked for too (`part.as_json`).
"""

from __future__ import annotations

import json

from ledger.cases.moments import rfc3339
from ledger.cases.part import as_json
from ledger.cases.projection import Projection, RecordShown
from ledger.cases.texts import SENTENCES
from ledger.cases.visible import escaped

FILE_NAME = "kaiji.json"


def render(projection: Projection) -> bytes:
    """Return the document. ``statement`` is the one none-sentence, or what stands under every list."""
    operator = projection.operator
    statement = SENTENCES["excluded" if projection.records or projection.withheld else "none"]
    document: dict[str, object] = {
        "document": "third_party_provision_records",
        "version": 1,
        "answered_at": rfc3339(projection.answered_at),
        "checked_up_to": rfc3339(projection.checked_up_to),
        "time_zone": "Asia/Tokyo",
        "operator": {
            "name": operator.name,
            "address": operator.address,
            "representative": operator.representative,
            "contact": operator.contact,
        },
        "asked_with": [{"namespace": each.namespace, "id": each.id} for each in projection.asked_with],
        "statement": {"ja": statement.ja, "en": statement.en},
        "records": [_record(record) for record in projection.records],
    }
    if projection.withheld:
        document["withheld"] = [
            {"ground": each.ground, "count": each.count, "ja": each.words.ja, "en": each.words.en}
            for each in projection.withheld
        ]
    if projection.explained:
        document["explained"] = projection.explained
    if projection.parts:
        document["personal_data_held"] = as_json(projection.parts)
    return (escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _record(record: RecordShown) -> dict[str, object]:
    return {
        "number": record.number,
        "record_id": record.record_id,
        "role": record.role,
        "granted_by_act": {fact.code: fact.value for fact in record.granted_by_act},
        "added_by_operator": {fact.code: fact.value for fact in record.added_by_operator},
        "amendments": [{"action": each.action, "made_at": each.made_at} for each in record.amendments],
    }
