"""How much gas an operation may use at most, per function: one table, since what depends on a pending
transaction cannot be estimated. A function without a row cannot be queued. Figures are bounds for the
instrument's own part, about twice what the gas benchmark shows; `limit_of` and `item_limit_of` add what every
way in costs.
"""

from __future__ import annotations

from collections.abc import Sequence

# Base price of a transaction, its calldata at 16 gas a byte, the members' checks and one or two signatures.
BASE = 21_000
PER_BYTE = 16
WAY_IN = 90_000
# Of a batch's item, besides what the item is given: its event, a reason of 512 bytes, the list of refusals.
PER_ITEM = 20_000

BOUNDS: dict[tuple[str, str], int] = {
    ("BillOfLading", "issue"): 220_000,
    ("BillOfLading", "transferHolder"): 150_000,
    ("BillOfLading", "nominate"): 80_000,
    ("BillOfLading", "transferBoth"): 150_000,
    ("BillOfLading", "endorseInBlank"): 80_000,
    ("BillOfLading", "endorse"): 170_000,
    ("BillOfLading", "refuseTransfer"): 150_000,
    ("BillOfLading", "surrender"): 150_000,
    ("BillOfLading", "acceptSurrender"): 120_000,
    ("BillOfLading", "refuseSurrender"): 150_000,
    ("BillOfLading", "surrenderForAmendment"): 150_000,
    ("BillOfLading", "refuseAmendment"): 150_000,
    ("BillOfLading", "switchToPaper"): 150_000,
    ("BillOfLading", "issueFromPaper"): 270_000,
    ("BillOfLading", "freeze"): 150_000,
    ("BillOfLading", "unfreeze"): 120_000,
    ("BillOfLading", "recordIndemnity"): 100_000,
    ("BillOfLading", "deliverOnIdentity"): 120_000,
    # Of 16 bills on each side, the most that there may be.
    ("BillOfLading", "reissue"): 1_500_000,
    ("DepositToken", "mint"): 150_000,
    ("DepositToken", "redeem"): 120_000,
    ("DepositToken", "transfer"): 150_000,
    ("DepositToken", "payIn"): 200_000,
    ("DepositToken", "payOut"): 170_000,
    ("DepositToken", "pay"): 200_000,
    ("DepositToken", "reverse"): 150_000,
    ("DepositToken", "force"): 250_000,
    ("DepositToken", "appoint"): 80_000,
    ("DepositToken", "freeze"): 100_000,
    ("DepositToken", "unfreeze"): 80_000,
    ("InterbankPayments", "mandate"): 200_000,
    ("InterbankPayments", "accept"): 200_000,
    ("InterbankPayments", "pay"): 700_000,
    ("InterbankPayments", "giveBack"): 400_000,
    ("CurrencyExchange", "offer"): 100_000,
    ("CurrencyExchange", "withdraw"): 60_000,
    ("CurrencyExchange", "accept"): 500_000,
    ("DocumentRegistry", "record"): 100_000,
    ("DocumentRegistry", "supersede"): 180_000,
    ("DocumentRegistry", "revoke"): 80_000,
    ("DvpEscrow", "fund"): 500_000,
    ("DvpEscrow", "deliver"): 500_000,
    ("DvpEscrow", "reclaim"): 300_000,
    ("DvpEscrow", "release"): 300_000,
    # Eight fingerprints, and as many reservations that have lapsed.
    ("FinanceRegister", "reserve"): 1_500_000,
    ("FinanceRegister", "renew"): 100_000,
    ("FinanceRegister", "clear"): 1_200_000,
    ("FinanceRegister", "finance"): 80_000,
    ("FinanceRegister", "settle"): 80_000,
    ("FinanceRegister", "dispute"): 80_000,
    ("FinanceRegister", "release"): 250_000,
    ("ReceivableBook", "register"): 300_000,
    ("ReceivableBook", "approve"): 300_000,
    ("ReceivableBook", "dispute"): 80_000,
    ("ReceivableBook", "endDispute"): 80_000,
    ("ReceivableBook", "reduce"): 200_000,
    ("ReceivableBook", "offer"): 120_000,
    ("ReceivableBook", "withdrawOffer"): 80_000,
    ("ReceivableBook", "buy"): 400_000,
    ("ReceivableBook", "assign"): 120_000,
    # Sixteen parts.
    ("ReceivableBook", "split"): 2_800_000,
    ("ReceivableBook", "giveNotice"): 100_000,
    ("ReceivableBook", "acknowledge"): 80_000,
    ("ReceivableBook", "repay"): 300_000,
    ("ReceivableBook", "claimRecourse"): 120_000,
    ("ReceivableBook", "repurchase"): 500_000,
    ("LetterOfCredit", "issue"): 500_000,
    ("LetterOfCredit", "advise"): 120_000,
    ("ConfirmationBook", "confirm"): 150_000,
    ("ConfirmationBook", "decline"): 150_000,
    # Ten bills; of twenty-four instalments, or sixty cycles, each looked at.
    ("LetterOfCredit", "present"): 900_000,
    ("LetterOfCredit", "examine"): 200_000,
    ("LetterOfCredit", "waive"): 120_000,
    # Ten bills, and for the payee, four banks that have advanced and four assignees an obligation for each of
    # five parts.
    ("LetterOfCredit", "honour"): 6_500_000,
    # Four advances, four assignees.
    ("LetterOfCredit", "negotiate"): 1_000_000,
    ("LetterOfCredit", "forward"): 120_000,
    ("LetterOfCredit", "refuse"): 400_000,
    ("LetterOfCredit", "withdraw"): 400_000,
    ("AmendmentBook", "propose"): 300_000,
    ("AmendmentBook", "state"): 150_000,
    ("AmendmentBook", "extend"): 150_000,
    ("AmendmentBook", "withhold"): 150_000,
    # Of sixty cycles, with ten drawings in the one that runs.
    ("AmendmentBook", "accept"): 400_000,
    ("AmendmentBook", "refuse"): 120_000,
    ("CollateralBook", "offer"): 350_000,
    ("CollateralBook", "take"): 150_000,
    ("CollateralBook", "release"): 120_000,
    ("CollateralBook", "withdraw"): 120_000,
    ("CollateralBook", "end"): 150_000,
    ("AdvanceBook", "ask"): 350_000,
    ("AdvanceBook", "withdraw"): 80_000,
    # Four outstanding before.
    ("AdvanceBook", "advance"): 350_000,
    ("AdvanceBook", "repay"): 200_000,
    ("AssignmentBook", "assign"): 300_000,
    # Four acknowledged before.
    ("AssignmentBook", "acknowledge"): 350_000,
    ("AssignmentBook", "release"): 120_000,
    ("StopBook", "stop"): 250_000,
    ("StopBook", "lift"): 120_000,
    # Twenty-four instalments.
    ("ClauseBook", "state"): 2_000_000,
    ("ClauseBook", "reinstate"): 200_000,
    ("TransferBook", "request"): 200_000,
    ("TransferBook", "revoke"): 120_000,
    ("TransferBook", "transfer"): 700_000,
    ("TransferBook", "demand"): 150_000,
    ("TransferBook", "substitute"): 250_000,
    ("TransferBook", "lapse"): 150_000,
    ("TransferBook", "giveBack"): 250_000,
    ("TransferBook", "takeBack"): 250_000,
    # Thirty offers of a later expiry, and twenty that were transferred from it, are looked through.
    ("EndBook", "expire"): 600_000,
    ("EndBook", "cancel"): 450_000,
    ("StandbyCredit", "issue"): 350_000,
    ("StandbyCredit", "confirm"): 150_000,
    ("StandbyCredit", "demand"): 250_000,
    ("StandbyCredit", "examine"): 200_000,
    ("StandbyCredit", "waive"): 120_000,
    ("StandbyCredit", "honour"): 300_000,
    ("StandbyCredit", "forward"): 150_000,
    ("StandbyCredit", "dishonour"): 200_000,
    ("StandbyCredit", "withdraw"): 150_000,
    ("StandbyCredit", "agree"): 150_000,
    ("StandbyCredit", "extend"): 200_000,
    ("StandbyCredit", "amend"): 150_000,
    ("StandbyCredit", "accept"): 200_000,
    ("StandbyCredit", "reject"): 120_000,
    ("StandbyCredit", "notifyNonExtension"): 150_000,
    ("StandbyCredit", "cancel"): 150_000,
    ("PledgeBook", "pledge"): 250_000,
    ("PledgeBook", "release"): 120_000,
    ("PledgeBook", "releaseOnTrust"): 120_000,
    ("PledgeBook", "agree"): 120_000,
    ("PledgeBook", "endorse"): 200_000,
    ("PledgeBook", "enforce"): 200_000,
    ("ObligationBook", "pay"): 200_000,
    ("ObligationBook", "offer"): 120_000,
    ("ObligationBook", "buy"): 250_000,
    ("MilestoneEscrow", "fund"): 500_000,
    ("MilestoneEscrow", "release"): 350_000,
    ("MilestoneEscrow", "dispute"): 120_000,
    ("MilestoneEscrow", "divide"): 500_000,
    ("MilestoneEscrow", "reclaim"): 300_000,
    ("MilestoneEscrow", "refund"): 300_000,
    ("MilestoneEscrow", "collect"): 300_000,
    ("MemberRegistry", "addKey"): 200_000,
    ("MemberRegistry", "removeKey"): 150_000,
    ("MemberRegistry", "rotateKey"): 250_000,
    ("MemberRegistry", "setLimit"): 100_000,
    ("MemberRegistry", "cancelNonce"): 80_000,
}


class NoBound(Exception):
    """A function that nobody has bounded: a fault of ours, never of a caller."""


def bound_of(contract: str, function: str) -> int:
    try:
        return BOUNDS[contract, function]
    except KeyError:
        raise NoBound(f"{contract}.{function} has no row in app/chain/gas.py") from None


def limit_of(contract: str, function: str, calldata: bytes) -> int:
    """Gas limit of the whole transaction whose data is `calldata`."""
    return _through_calls(BASE + PER_BYTE * len(calldata) + WAY_IN + bound_of(contract, function))


def item_limit_of(contract: str, function: str) -> int:
    """What an item of a batch is given."""
    return _through_calls(WAY_IN + bound_of(contract, function))


def batch_limit_of(items: Sequence[int], calldata: bytes) -> int:
    """Gas limit of a batch whose items are given `items`: enough for all even if each uses up its own."""
    return _through_calls(BASE + PER_BYTE * len(calldata) + sum(items) + PER_ITEM * len(items))


def _through_calls(gas: int) -> int:
    # 64/63: each level of calls keeps back one part in 64.
    return gas * 66 // 64
