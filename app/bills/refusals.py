"""Words for the refusals of BillOfLading."""

from __future__ import annotations

from app.bills import pledging
from app.bills.domain import (
    CHANGES,
    FORMS,
    LOCKED,
    NOT_AUTHORITY,
    NOT_CARRIER,
    NOT_ENDORSED,
    NOT_FROZEN,
    NOT_HOLDER,
    NOT_IN_ONE_HAND,
    NOT_NOMINEE,
    NOT_OWNER,
    NOTHING_TO_REFUSE,
    SAME_PARTY,
    STATUSES,
    UNLIKE,
    WRONG_CHANGE,
    WRONG_FORM,
    WRONG_STATUS,
)
from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden, NotFound

_ASK_OPERATOR = "report this to the operator of the service"
_MOMENTS = frozenset({"due", "time"})
_STATUS_WORDS = {"status": STATUSES, "allowed": STATUSES}

REFUSALS: dict[str, RefusalTemplate] = {
    "BillsAlreadyIssued": RefusalTemplate(
        "bill-issued-already",
        "the bill {bill} is {status}",
        "each bill once",
        "look at that bill",
        words=_STATUS_WORDS,
    ),
    "BillsEmptyCommitment": RefusalTemplate(
        "commitment-empty",
        "the commitment is zero",
        "the hash of a salt and a transport document",
        _ASK_OPERATOR,
    ),
    "BillsUnknown": RefusalTemplate(
        "bill-unknown", "there is no bill {bill}", "a bill that was issued", "check its id", NotFound
    ),
    "BillsWrongStatus": RefusalTemplate(*WRONG_STATUS, words=_STATUS_WORDS),
    "BillsNotHolder": RefusalTemplate(*NOT_HOLDER, kind=Forbidden),
    "BillsNotOwner": RefusalTemplate(*NOT_OWNER, kind=Forbidden),
    "BillsNotCarrier": RefusalTemplate(*NOT_CARRIER, kind=Forbidden),
    "BillsNotInOneHand": RefusalTemplate(*NOT_IN_ONE_HAND),
    "BillsNotNominee": RefusalTemplate(*NOT_NOMINEE),
    "BillsWrongForm": RefusalTemplate(*WRONG_FORM, words={"form": FORMS, "allowed": FORMS}),
    "BillsBlankOwner": RefusalTemplate(
        "bill-blank-owner",
        "a bill in blank was to be number {owner}'s, issued to number {shipper}",
        "a bill in blank that is its shipper's",
        "issue it to order instead",
    ),
    "BillsLocked": RefusalTemplate(*LOCKED),
    "BillsNotLocker": RefusalTemplate(
        "bill-kept-by-another",
        "{caller} does not keep the bill; instrument {locker} does",
        "the instrument that keeps it",
        _ASK_OPERATOR,
        Forbidden,
    ),
    "BillsNotEndorsed": RefusalTemplate(*NOT_ENDORSED),
    "BillsWrongChange": RefusalTemplate(*WRONG_CHANGE, words={"change": CHANGES}),
    "BillsNotAuthority": RefusalTemplate(*NOT_AUTHORITY, kind=Forbidden),
    "BillsNotFrozen": RefusalTemplate(*NOT_FROZEN),
    "BillsUnlike": RefusalTemplate(*UNLIKE),
    "BillsWrongCount": RefusalTemplate(
        "bills-count",
        "{issued} bills were to take the place of {voided}",
        "1 to {most} bills on each side",
        "do it in several steps",
    ),
    "BillsNothingToRefuse": RefusalTemplate(*NOTHING_TO_REFUSE),
    "BillsSameParty": RefusalTemplate(*SAME_PARTY),
    "BillsNotKeeper": RefusalTemplate(
        "not-a-keeper",
        "{caller} may not take bills into keeping",
        "an instrument that the consortium lists for it",
        "use the version that the consortium lists now",
        Forbidden,
    ),
    "BillsNoApprovals": RefusalTemplate(
        "no-approvals",
        "an approval in the manner of ERC-721 was asked for",
        "acts of the holder's own operators",
        "transfer it yourself",
    ),
    "BillsNotAccount": RefusalTemplate(
        "not-an-account", "{account} is no party's account", "the account of a party", _ASK_OPERATOR
    ),
    "PledgesWrongStatus": RefusalTemplate(
        *pledging.WRONG_STATUS, words={"status": pledging.STATUSES, "allowed": pledging.SETS}
    ),
    "PledgesNotPledgor": RefusalTemplate(*pledging.NOT_PLEDGOR, kind=Forbidden),
    "PledgesNotPledgee": RefusalTemplate(*pledging.NOT_PLEDGEE, kind=Forbidden),
    "PledgesNotBank": RefusalTemplate(
        "pledgee-no-bank",
        "number {pledgee} has not the role of a bank",
        "a bank",
        "pledge it to a bank",
    ),
    "PledgesSameParty": RefusalTemplate(*SAME_PARTY),
    "PledgesAlreadyDue": RefusalTemplate(
        "pledge-already-due",
        "what is owed was to be due on {due}, and it is {time}",
        "a moment to come",
        "name a later one",
        moments=_MOMENTS,
    ),
    "PledgesNotDue": RefusalTemplate(*pledging.NOT_DUE, moments=_MOMENTS),
    "PledgesNotAgreed": RefusalTemplate(*pledging.NOT_AGREED),
    "PledgesEmptyCommitment": RefusalTemplate(
        "commitment-empty",
        "the commitment is zero",
        "the hash of a salt and a document",
        _ASK_OPERATOR,
    ),
    "PledgesNotNegotiable": RefusalTemplate(
        "bill-form",
        "the bill is straight",
        "a bill that is to order",
        "release it instead",
    ),
}
