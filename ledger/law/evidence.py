"""Kinds of evidence a source may give, by code. Each wording of article 27(1) asks for its own."""

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
    "academic_purpose": "the academic research for which the recipient needs the data (27(1)vii)",
    "no_unjust_infringement": "why rights and interests are not unjustly infringed (27(1)vii)",
    "same_legal_person": "the department or office of the same legal person that received the data",
    "to_the_person": "how the data went to the person it is about",
    "own_posting": "the person's own act of publishing",
    "no_handling": "the contract by which a cloud vendor does not handle the data",
    "consent_record": "where the consent is recorded",
    "proof": "a document attached to late evidence",
}
