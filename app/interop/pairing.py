"""Whether a bill of lading belongs to a credit, as an examiner sees it on the face of both (UCP 14 a).

Data must not conflict; it need not be identical (14 d). A port that the credit names and the bill only codes
cannot be compared without a list of places, and is left to a person. Nothing here refuses: it reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import combining, normalize

from app.credits.terms import CreditTerms, items
from app.interop.dcsa.transport_document import Place, TransportDocument

_FROM_SHIPMENT = ("SHIPMENT", "ON BOARD", "BILL OF LADING", "B/L", "TRANSPORT DOCUMENT")


@dataclass(frozen=True)
class Finding:
    """`discrepancy`: a bank may refuse for it. Otherwise it is for a person to look at."""

    discrepancy: bool
    found: str
    asked: str
    article: str

    def __str__(self) -> str:
        kind = "Discrepancy" if self.discrepancy else "To look at"
        return f"{kind}: {self.found}; the credit has {self.asked} ({self.article})."


def presentation_window(terms: CreditTerms, bill: TransportDocument) -> tuple[date, date]:
    """First and last day to present, before any day is moved because a bank is closed (art. 29).

    Not before credit and bill exist; not later than expiry or the period after shipment (art. 14 c). The last
    lies before the first where the bill came too late.
    """
    first = max(terms.issue_date, bill.issued)
    return first, min(terms.expiry_date, bill.on_board + timedelta(days=terms.presentation_days))


def compare(terms: CreditTerms, bill: TransportDocument) -> tuple[Finding, ...]:
    """Every finding about the pair, none where the bill complies as far as can be compared."""
    return (*_days(terms, bill), *_ports(terms, bill), *_order(terms, bill), *_rest(terms, bill))


def _days(terms: CreditTerms, bill: TransportDocument) -> list[Finding]:
    found = []
    latest = terms.latest_shipment
    if latest and bill.on_board > latest:
        found.append(
            Finding(True, f"on board on {bill.on_board}", f"latest shipment {latest}", "UCP 600 art. 20")
        )
    if bill.on_board > terms.expiry_date:
        expiry = f"expiry {terms.expiry_date}"
        found.append(Finding(True, f"on board on {bill.on_board}", expiry, "UCP 600 art. 6 e"))
    first, last = presentation_window(terms, bill)
    if last < first:
        asked = f"{last} as the last day to present"
        found.append(Finding(True, f"bill issued on {bill.issued}", asked, "UCP 600 art. 14 c"))
    said = terms.presentation_text
    if said and not any(word in said.upper() for word in _FROM_SHIPMENT):
        asked = f"{terms.presentation_days} days, {said}"
        found.append(Finding(False, "the period is counted here from shipment", asked, "UCP 600 art. 14 c"))
    return found


def _ports(terms: CreditTerms, bill: TransportDocument) -> list[Finding]:
    pairs = (
        ("loading", terms.port_of_loading, bill.port_of_loading),
        ("discharge", terms.port_of_discharge, bill.port_of_discharge),
    )
    return [
        Finding(True, f"port of {name} {port}", asked, "UCP 600 art. 20 a iii")
        for name, asked, port in pairs
        if asked and port.names and not _may_be(asked, port)
    ]


def _may_be(asked: str, port: Place) -> bool:
    """ANY CHINESE PORT is for a person to judge; else the code stands there, or the names share a word."""
    wanted = _words(asked)
    if not wanted or wanted[0] == "ANY" or (port.code and port.code in wanted):
        return True
    return any(set(wanted) & set(_words(name)) for name in port.names)


def _order(terms: CreditTerms, bill: TransportDocument) -> list[Finding]:
    wanted = next((text for text in items(terms.documents) if re.search(r"LADING|\bB/L\b", text.upper())), "")
    words = wanted.upper()
    found = []
    if re.search(r"\bTO (?:THE )?ORDER\b", words) and not bill.to_order:
        found.append(Finding(True, "a bill that is not to order", wanted, "UCP 600 art. 14 d"))
    for code, here, word in (("COL", "freight collect", "PREPAID"), ("PRE", "freight prepaid", "COLLECT")):
        if bill.freight == code and re.search(rf"\bFREIGHT (?:[A-Z]+ )?{word}\b", words):
            found.append(Finding(True, here, wanted, "UCP 600 art. 14 d"))
    return found


def _rest(terms: CreditTerms, bill: TransportDocument) -> list[Finding]:
    found = []
    beneficiary, shipper = _letters(" ".join(terms.beneficiary.lines)), _letters(bill.shipper.name)
    if not (beneficiary.startswith(shipper) or shipper.startswith(_letters(terms.beneficiary.name))):
        asked = f"the beneficiary {terms.beneficiary.name}"
        found.append(Finding(False, f"shipper {bill.shipper.name}", asked, "UCP 600 art. 14 k"))
    if bill.clauses:
        found.append(
            Finding(False, f"clauses of the carrier: {len(bill.clauses)}", "a clean bill", "UCP 600 art. 27")
        )
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Z0-9]+", _without_accents(text).upper())


def _letters(text: str) -> str:
    return "".join(_words(text))


def _without_accents(text: str) -> str:
    """SWIFT has none, a carrier may have them."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
