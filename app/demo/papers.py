"""The two documents that a trade is made of, read before anything is started or written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.credits.terms import CreditTerms
from app.interop.dcsa import transport_document
from app.interop.dcsa.transport_document import TransportDocument
from app.interop.faults import DocumentRefused
from app.interop.pairing import compare, presentation_window
from app.interop.swift import mt700
from app.local.trouble import Trouble

SATURDAY = 5


@dataclass(frozen=True)
class Papers:
    """`message` is the MT 700, byte for byte; the bill's bytes are `bill.raw`."""

    message: bytes
    terms: CreditTerms
    bill: TransportDocument


def read(credit: Path, bill: Path) -> Papers:
    """Raises Trouble with every fault of both documents."""
    faults = []
    terms = document = None
    message = _bytes_of(credit)
    try:
        terms = mt700.parse(message).terms
    except DocumentRefused as refused:
        faults.append(f"{credit}\n{refused}")
    try:
        document = transport_document.parse(_bytes_of(bill))
    except DocumentRefused as refused:
        faults.append(f"{bill}\n{refused}")
    if terms is None or document is None:
        raise Trouble("\n\n".join(faults) + "\n\nNothing was started.")
    return Papers(message, terms, document)


def day_of_presentation(papers: Papers) -> date:
    """The day after both documents exist, or the next on which banks work. Raises Trouble for none."""
    first, last = presentation_window(papers.terms, papers.bill)
    day = min(first + timedelta(days=1), max(first, last))
    while day.weekday() >= SATURDAY and day < last:
        day += timedelta(days=1)
    if last < first:
        findings = "\n".join(str(one) for one in compare(papers.terms, papers.bill))
        raise Trouble(
            f"These two documents leave no day to present: {first} would be the first, {last} the last.\n"
            f"{findings}\nNothing was started."
        )
    return day


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}. Nothing was started.") from None
