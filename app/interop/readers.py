"""Foreign documents as services ask for them: read, or refused as any other faulty request is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from app.credits.terms import CreditTerms
from app.errors import Fault, Malformed
from app.interop import pairing, tolerances
from app.interop.dcsa import transport_document
from app.interop.dcsa.transport_document import TransportDocument
from app.interop.faults import DocumentRefused
from app.interop.swift import framing, mt700
from app.interop.tolerances import Agreed
from app.money import Money

BETWEEN_BANKS = "49H"


def read_credit(raw: bytes) -> CreditTerms:
    """Terms of an MT 700. Raises Malformed with all faults."""
    try:
        return mt700.parse(raw).terms
    except DocumentRefused as refused:
        raise _malformed(refused) from None


def write_credit(terms: CreditTerms) -> bytes:
    """The MT 700 that says them. Raises Malformed where it could not be read again."""
    written = mt700.write(terms)
    read_credit(written)
    return written


def read_bill(raw: bytes) -> TransportDocument:
    """A DCSA transport document. Raises Malformed with all faults."""
    try:
        return transport_document.parse(raw)
    except DocumentRefused as refused:
        raise _malformed(refused) from None


def for_beneficiary(raw: bytes) -> bytes:
    """A readable message without field 49H, which is between banks; the same bytes where there is none."""
    message, _ = framing.parse(raw)
    fields = tuple(field for field in message.fields if field.tag != BETWEEN_BANKS)
    return raw if fields == message.fields else framing.write(replace(message, fields=fields))


def compare(terms: CreditTerms, bill: bytes) -> Sequence[pairing.Finding]:
    """What an examiner might look at; nothing where the bytes are no transport document: that is for a
    person.
    """
    try:
        return pairing.compare(terms, transport_document.parse(bill))
    except DocumentRefused:
        return ()


def compare_tolerances(
    terms: CreditTerms, agreed: Agreed, drawing: Money, drawn: Money, bills: Sequence[bytes]
) -> Sequence[pairing.Finding]:
    """What art. 30 says of the amount of one presentation and of what its bills ship, for a person to look
    at. `drawn` is all that is drawn under the credit, this drawing included.
    """
    read = []
    for bill in bills:
        with suppress(DocumentRefused):
            read.append(transport_document.parse(bill))
    return (
        *tolerances.of_amount(terms, agreed, drawing),
        *tolerances.of_quantities(terms, agreed, drawn, read),
    )


def _malformed(refused: DocumentRefused) -> Malformed:
    """Every fault as a fault of the request, with its place in the document."""
    faults = [Fault(fault.where, str(fault).removeprefix(f"{fault.where}: ")) for fault in refused.faults]
    kind = refused.document.replace(" ", "-")
    return Malformed(faults, code="not-built-yet" if refused.only_not_built else f"{kind}-unreadable")
