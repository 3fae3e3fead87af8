"""Words for the refusals of InterbankPayments."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.clearing.domain import STATUSES
from app.errors import Forbidden

REFUSALS: dict[str, RefusalTemplate] = {
    "ClearingNotIssuer": RefusalTemplate(
        "clearing-not-issuer",
        "number {party} does not issue the token whose side of the line this is",
        "number {issuer}, which issues it",
        "ask the bank that issues it",
        Forbidden,
    ),
    "ClearingNotPayee": RefusalTemplate(
        "clearing-not-payee",
        "number {party} was not paid by this payment",
        "who was paid, number {payee}, to give it back",
        "ask who was paid",
        Forbidden,
    ),
    "ClearingOneToken": RefusalTemplate(
        "clearing-one-token",
        "the corridor leads from {token} to the same token",
        "tokens of two banks",
        "pay within one bank by a plain payment",
    ),
    "ClearingOtherCurrency": RefusalTemplate(
        "clearing-other-currency",
        "one token counts currency {currency}, another {other}",
        "tokens of one currency",
        "name the banks' tokens of the same currency",
    ),
    "ClearingAboveMandate": RefusalTemplate(
        "clearing-above-mandate",
        "the payment is of {amount} minor units",
        "{left} minor units, which the payer's bank still lets out this way",
        "ask the bank that you pay from",
    ),
    "ClearingAboveAcceptance": RefusalTemplate(
        "clearing-above-acceptance",
        "the payment is of {amount} minor units",
        "{left} minor units, which the payee's bank still takes in this way",
        "ask who is to be paid, or its bank",
    ),
    "ClearingWrongStatus": RefusalTemplate(
        "clearing-status",
        "the payment is {status}",
        "{allowed}",
        "look at the payment again",
        words={"status": STATUSES, "allowed": STATUSES},
    ),
    "ClearingNoReason": RefusalTemplate(
        "clearing-no-reason",
        "a payment is given back without a reason",
        "a commitment to the reason",
        "say why",
    ),
}
