"""Kinds of evidence a source may give, by code. Each wording of the Act asks for its own.

What a code says is the source's claim: asked is whether it was said. Agreements, notifications, systems and readings
are no evidence but register entries, named by fields of their own.
"""

from __future__ import annotations

EVIDENCE = {
    "statute": "the statute relied on, by its code in the register (27(1)i)",
    "request": "the number or date of the request that was answered",
    "necessity": "why provision was necessary to protect life, body or property (27(1)ii)",
    "consent_difficult": "why it was hard to obtain consent (27(1)ii, iii)",
    "special_necessity": "why provision was especially necessary for public health or children's growth (27(1)iii)",
    "public_duty": "the duty, set by law, that the public body performs (27(1)iv)",
    "impediment": "why obtaining consent was likely to impede that duty (27(1)iv)",
    "entrusted_by": "the public body that entrusted the recipient (27(1)iv)",
    "publication_unavoidable": "why provision was unavoidable for publishing results or teaching (27(1)v)",
    "academic_purpose": "the academic research for which the data was provided (27(1)vi, vii)",
    "no_unjust_infringement": "why rights and interests are not unjustly infringed (27(1)v to vii)",
    "number_act_item": "the item of 番号法 19 relied on, as a number (number_act_19)",
    "consent_confirmed": "how it was confirmed that there is the person's consent (31(1)i, Rule 26; 30(3), Rule 24)",
    "consent_collected_for_recipient": "the consent that we collected for the recipient (31(1)i)",
    "recipient_named": "how the recipient was named to the person when we collected its consent (31(1)i)",
    "foreign_information_confirmed": "how it was confirmed that the person was told of the foreign country (31(1)ii)",
    "not_expected_as_personal_data": "why the recipient is not expected to take it as personal data (31(1))",
    "interpretation": "the reading relied on, by its code in the register (confirmation guideline 2-2)",
    "published_by_commission": "how the Commission's publication was confirmed (Rule 24(1)i)",
    "recipient_verified": "how the recipient's identity and purpose were verified (2026 amendment)",
    "same_legal_person": "the department or office of the same legal person that received the data",
    "to_the_person": "how the data went to the person it is about",
    "own_posting": "the person's own act of publishing",
    "no_handling": "the contract by which a cloud vendor does not handle the data",
    "consent_record": "where the consent is recorded",
    "override_of": "the pre-flight answer that could not be had, by its id, or `no answer` (27(1)ii)",
    "proof": "a document attached to late evidence",
}
