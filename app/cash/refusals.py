"""Words for the refusals of DepositToken."""

from __future__ import annotations

from app.cash.domain import STATUSES
from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden

_ASK_OPERATOR = "report this to the operator of the service"

REFUSALS: dict[str, RefusalTemplate] = {
    "CashNotIssuer": RefusalTemplate(
        "cash-not-issuer",
        "number {party} does not issue this token",
        "number {issuer}, which issues it",
        "ask the bank that issues it",
        Forbidden,
    ),
    "CashFrozen": RefusalTemplate(
        "cash-frozen",
        "the issuer has stopped payments out of the account {account}",
        "payments out of accounts that are not frozen",
        "ask the bank that issues this cash",
    ),
    "CashNotFrozen": RefusalTemplate(
        "cash-not-frozen",
        "the account of number {party} is not frozen",
        "an account that is frozen",
        "look whether somebody has unfrozen it already",
    ),
    "CashNotAccount": RefusalTemplate(
        "cash-not-account",
        "{account} is no party's account",
        "accounts of admitted parties",
        "pay to a party's number",
    ),
    "CashNotSettler": RefusalTemplate(
        "cash-not-settler",
        "the consortium does not let {caller} move cash",
        "instruments that it lists for cash",
        "use the version that the consortium lists now",
        Forbidden,
    ),
    "CashNotInKeeping": RefusalTemplate(
        "cash-not-in-keeping",
        "{caller} would pay from or to {account}",
        "parties and what the instrument itself keeps",
        _ASK_OPERATOR,
    ),
    "CashAmountTooLarge": RefusalTemplate(
        "cash-too-much",
        "it would come to {amount} minor units",
        "{allowed} minor units at most",
        "ask for less",
    ),
    "CashZeroAmount": RefusalTemplate(
        "cash-nothing", "the amount is nothing", "an amount above zero", "say how much"
    ),
    "CashNoAllowances": RefusalTemplate(
        "cash-no-allowances",
        "this cash knows no allowances",
        "payments by the holder's own persons",
        "pay by transfer, or through a deal",
        Forbidden,
    ),
    "CashPaidAlready": RefusalTemplate(
        "cash-paid-already",
        "a payment with this reference is {status}",
        "each reference once",
        "look at that payment; another one gets a UETR of its own",
        words={"status": STATUSES},
    ),
    "CashReferenceOfAnother": RefusalTemplate(
        "cash-reference-of-another",
        "the reference {payment} is not one of number {orderer}",
        "references that end in the number of who orders the payment",
        _ASK_OPERATOR,
        Forbidden,
    ),
    "CashNotReversible": RefusalTemplate(
        "cash-not-reversible",
        "the payment is {status}",
        "payments that were made and not reversed",
        "look at the payment again",
        words={"status": STATUSES},
    ),
    "CashNotPayee": RefusalTemplate(
        "cash-not-payee",
        "number {party} was not paid by this payment",
        "who was paid, number {payee}, to give it back",
        "ask who was paid, or its bank with a court's order",
        Forbidden,
    ),
    "CashNotUndone": RefusalTemplate(
        "cash-not-undone",
        "the payment to be undone is {status}: {amount} minor units from number {payer} to number {payee}",
        "the same amount back from its payee to its payer, once",
        "name the payment's own parties and amount, or none that is undone",
        words={"status": STATUSES},
    ),
    "CashNotAppointed": RefusalTemplate(
        "cash-not-appointed",
        "a bank does not let {caller} redeem and mint for it",
        "instruments that the bank has appointed in its token",
        "ask the banks of payer and payee",
        Forbidden,
    ),
    "CashClearedByAnother": RefusalTemplate(
        "cash-cleared-by-another",
        "the payment {payment} was cleared by instrument {instrument}, not by instrument {caller}",
        "the instrument that cleared it",
        "give it back by the version that cleared it",
        Forbidden,
    ),
    "CashNothingNamed": RefusalTemplate(
        "cash-nothing-named",
        "a reference, a reason or an order is missing",
        "32 bytes that are not all zero",
        _ASK_OPERATOR,
    ),
    # Of the ERC-20 that the token is built on; the first is the one that callers meet.
    "ERC20InsufficientBalance": RefusalTemplate(
        "cash-not-enough",
        "{sender} holds {balance} minor units",
        "payments up to that; {needed} were asked for",
        "have more paid in first, or pay less",
    ),
    "ERC20InsufficientAllowance": RefusalTemplate(
        "cash-no-allowances", "{spender} has no allowance", "payments by the holder", _ASK_OPERATOR
    ),
    "ERC20InvalidApprover": RefusalTemplate(
        "cash-no-allowances", "{approver} cannot allow anything", "payments by the holder", _ASK_OPERATOR
    ),
    "ERC20InvalidSpender": RefusalTemplate(
        "cash-no-allowances", "{spender} cannot be allowed anything", "payments by the holder", _ASK_OPERATOR
    ),
    "ERC20InvalidReceiver": RefusalTemplate(
        "cash-not-account", "{receiver} can hold no cash", "accounts of admitted parties", _ASK_OPERATOR
    ),
    "ERC20InvalidSender": RefusalTemplate(
        "cash-not-account", "{sender} can hold no cash", "accounts of admitted parties", _ASK_OPERATOR
    ),
}
