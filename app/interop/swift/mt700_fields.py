"""The fields of an MT 700 in their order, since November 2018, and what becomes of each.

Parties of options A, B and D: SWIFT writes the account line `[/1!a][/34x]`; it is one line of at most 36
characters after its slash, and written so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.interop.swift.formats import BIC

_A = f"[/36x$]{BIC}"
_B = "[/36x$]35x"
_D = "[/36x$]4*35x"


@dataclass(frozen=True)
class Row:
    tag: str
    """With the letter a where options are told apart by a letter."""
    name: str
    formats: Mapping[str, str]
    """Option letter -> notation; "" is the field without a letter."""
    fate: str
    """`kept` in the terms, `dropped` after it was checked, `rejected` because nothing here can do it yet."""
    mandatory: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        base = self.tag[:2] if self.tag.endswith("a") else self.tag
        return tuple(base + letter for letter in self.formats)


ROWS = (
    Row("27", "Sequence of Total", {"": "1!n/1!n"}, "dropped", True),
    Row("40A", "Form of Documentary Credit", {"": "24x"}, "kept", True),
    Row("20", "Documentary Credit Number", {"": "16x"}, "kept", True),
    Row("23", "Reference to Pre-Advice", {"": "16x"}, "kept"),
    Row("31C", "Date of Issue", {"": "6!n"}, "kept", True),
    Row("40E", "Applicable Rules", {"": "30x[/35x]"}, "kept", True),
    Row("31D", "Date and Place of Expiry", {"": "6!n29x"}, "kept", True),
    Row("51a", "Applicant Bank", {"A": _A, "D": _D}, "kept"),
    Row("50", "Applicant", {"": "4*35x"}, "kept", True),
    Row("59", "Beneficiary", {"": "[/34x$]4*35x"}, "kept", True),
    Row("32B", "Currency Code, Amount", {"": "3!a15d"}, "kept", True),
    Row("39A", "Percentage Credit Amount Tolerance", {"": "2n/2n"}, "kept"),
    Row("39C", "Additional Amounts Covered", {"": "4*35x"}, "kept"),
    Row("41a", "Available With ... By ...", {"A": f"{BIC}$14x", "D": "4*35x$14x"}, "kept", True),
    Row("42C", "Drafts at", {"": "3*35x"}, "kept"),
    Row("42a", "Drawee", {"A": _A, "D": _D}, "kept"),
    Row("42M", "Mixed Payment Details", {"": "4*35x"}, "kept"),
    Row("42P", "Negotiation/Deferred Payment Details", {"": "4*35x"}, "kept"),
    Row("43P", "Partial Shipments", {"": "11x"}, "kept"),
    Row("43T", "Transhipment", {"": "11x"}, "kept"),
    Row("44A", "Place of Taking in Charge", {"": "140z"}, "kept"),
    Row("44E", "Port of Loading", {"": "140z"}, "kept"),
    Row("44F", "Port of Discharge", {"": "140z"}, "kept"),
    Row("44B", "Place of Final Destination", {"": "140z"}, "kept"),
    Row("44C", "Latest Date of Shipment", {"": "6!n"}, "kept"),
    Row("44D", "Shipment Period", {"": "6*65x"}, "kept"),
    Row("45A", "Description of Goods and/or Services", {"": "100*65z"}, "kept"),
    Row("46A", "Documents Required", {"": "100*65z"}, "kept"),
    Row("47A", "Additional Conditions", {"": "100*65z"}, "kept"),
    Row("49G", "Special Payment Conditions for Beneficiary", {"": "100*65z"}, "kept"),
    Row("49H", "Special Payment Conditions for Bank Only", {"": "100*65z"}, "kept"),
    Row("71D", "Charges", {"": "6*35z"}, "kept"),
    Row("48", "Period for Presentation in Days", {"": "3n[/35x]"}, "kept"),
    Row("49", "Confirmation Instructions", {"": "7!x"}, "kept", True),
    Row("58a", "Requested Confirmation Party", {"A": _A, "D": _D}, "kept"),
    Row("53a", "Reimbursing Bank", {"A": _A, "D": _D}, "kept"),
    Row("78", "Instructions to the Paying/Accepting/Negotiating Bank", {"": "12*65x"}, "kept"),
    Row("57a", '"Advise Through" Bank', {"A": _A, "B": _B, "D": _D}, "kept"),
    Row("72Z", "Sender to Receiver Information", {"": "6*35z"}, "kept"),
)

ROW_OF = {tag: row for row in ROWS for tag in row.tags}
PLACE_OF = {tag: place for place, row in enumerate(ROWS) for tag in row.tags}

# Gone in November 2018, still on many samples: tag -> what stands for it now.
FORMER = {"39B": "39A or 39C", "71B": "71D", "72": "72Z", "73": "71D", "77A": "47A"}


def instead_of(tag: str) -> str:
    """What the sender of an unknown tag most likely meant."""
    if tag in FORMER:
        return f"{FORMER[tag]}, which replaced it in November 2018"
    alike = [known for known in ROW_OF if known[:2] == tag[:2]]
    return " or ".join(alike) if alike else "a field of the MT 700"
