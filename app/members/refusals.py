"""Words for the refusals of MemberRegistry, Consortium and the base of every instrument."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Conflict, Forbidden
from app.members.domain import PartyStatus, Right, Role

RIGHTS = tuple(right.name.lower() for right in Right)
ROLES = tuple(role.name.lower() for role in Role)
PARTY_STATUSES = tuple(status.name.lower() for status in PartyStatus)
INSTRUMENT_STATUSES = ("unknown", "open", "closing", "closed")
PROPOSAL_STATUSES = ("unknown", "pending", "carried", "executed", "cancelled")

_ASK_OPERATOR = "report this to the operator of the service"
_ASK_CONSORTIUM = "ask the consortium"
_ASK_AGAIN = "ask for it again"

REFUSALS: dict[str, RefusalTemplate] = {
    "MembersNotConsortium": RefusalTemplate(
        "not-the-consortium",
        "{caller} is not the consortium",
        "a proposal that the consortium has carried",
        "propose it to the consortium",
        Forbidden,
    ),
    "MembersUnknownKey": RefusalTemplate(
        "key-unknown",
        "the key {key} belongs to no admitted party",
        "a key that was admitted and not removed",
        "have the number admitted, or its key rotated in",
        Forbidden,
    ),
    "MembersNotActive": RefusalTemplate(
        "party-not-active",
        "number {party} is {status}",
        "an active number",
        f"{_ASK_CONSORTIUM} to admit or reinstate it",
        Forbidden,
        words={"status": PARTY_STATUSES},
    ),
    "MembersUnknownInstrument": RefusalTemplate(
        "instrument-not-open",
        "the instrument {target} is {status}",
        "an instrument that is open or closing",
        "use the version that the consortium lists now",
        words={"status": INSTRUMENT_STATUSES},
    ),
    "MembersOtherParty": RefusalTemplate(
        "key-of-another-party",
        "the order is of number {party}, the key acts for number {keyParty}",
        "keys of the number that orders",
        _ASK_OPERATOR,
        Forbidden,
    ),
    "MembersNoEvidence": RefusalTemplate(
        "order-unsigned",
        "nobody of number {party} stands behind the order",
        "one person, or two who differ",
        _ASK_AGAIN,
        Forbidden,
    ),
    "MembersSamePerson": RefusalTemplate(
        "same-person",
        "maker and checker are both person {person}",
        "two different persons",
        "let somebody else check it",
        Forbidden,
    ),
    "MembersTooManyPersons": RefusalTemplate(
        "too-many-signatures", "{given} signatures were given", "{allowed} at most", _ASK_OPERATOR
    ),
    "MembersOrderExpired": RefusalTemplate(
        "order-expired",
        "the order was good until {deadline}, and it is {time}",
        "an order before its deadline",
        _ASK_AGAIN,
        moments=frozenset({"deadline", "time"}),
    ),
    "MembersNonceUsed": RefusalTemplate(
        "order-used",
        "order {nonce} of number {party} was carried out or cancelled before",
        "each order once",
        "look whether it has happened already; if not, ask for it again",
    ),
    "MembersTwoPersonsNeeded": RefusalTemplate(
        "two-persons-needed",
        "one person asked for {amount} minor units",
        "one person alone up to {limit} minor units, two persons for any amount",
        "ask for it again with a second person to check it",
        Forbidden,
        words={"right": RIGHTS},
    ),
    "MembersAlreadyAdmitted": RefusalTemplate(
        "party-admitted-already",
        "number {party} is admitted already",
        "a new number",
        "choose another number",
    ),
    "MembersKeyTaken": RefusalTemplate(
        "key-taken",
        "the key {key} acts for number {party} already",
        "a fresh key for each number",
        "make a new key",
    ),
    "MembersInvalidKey": RefusalTemplate(
        "key-invalid",
        "key {key} of person {person} cannot be a key",
        "a key that is not zero, of a person numbered from 1",
        "correct the request",
    ),
    "MembersTooFewPersons": RefusalTemplate(
        "too-few-persons",
        "number {party} would have fewer than two persons",
        "two persons at least",
        "add the second person's key",
    ),
    "MembersTooManyKeys": RefusalTemplate(
        "too-many-keys", "number {party} has as many keys as it may", "{allowed} keys", "remove one first"
    ),
    "MembersBatchByContract": RefusalTemplate(
        "batch-by-a-contract",
        "the contract {caller} sent a batch",
        "a batch that a key sends itself",
        _ASK_OPERATOR,
        Forbidden,
    ),
    "MembersNotAnItem": RefusalTemplate(
        "batch-item-unreadable",
        "item {item} of a batch is neither an act nor an order",
        "acts and orders",
        _ASK_OPERATOR,
    ),
    "MembersTooLittleGas": RefusalTemplate(
        "batch-gas",
        "{left} gas were left where item {item} of a batch was promised {gasLimit}",
        "gas for all that was promised",
        _ASK_OPERATOR,
    ),
    "MembersNoReason": RefusalTemplate(
        "no-reason",
        "the contract gave no reason, and may have needed more than the {gasLimit} gas that this operation's"
        " bound allows",
        next="report this; nothing was changed",
    ),
    "MembersInvalidParty": RefusalTemplate(
        "number-invalid",
        "{party} is no party's number",
        "a number from 1 to 4294967295",
        "choose another number",
    ),
    "MembersInvalidInstrument": RefusalTemplate(
        "instrument-invalid",
        "{instrument} cannot become {status}",
        "a contract that is neither the registry nor the consortium",
        "correct the proposal",
        words={"status": INSTRUMENT_STATUSES},
    ),
    "MembersAboveCeiling": RefusalTemplate(
        "limit-above-ceiling",
        "a limit of {limit} minor units was asked for",
        "up to the consortium's ceiling of {ceiling}",
        f"ask for less, or {_ASK_CONSORTIUM} for a higher ceiling",
    ),
    "MembersCallFailed": RefusalTemplate(
        "instrument-failed", "the instrument {target} failed without a reason", "", _ASK_OPERATOR
    ),
    "MemberOnlyThroughMembers": RefusalTemplate(
        "not-through-members",
        "{caller} called an instrument directly",
        "calls through the registry of members",
        _ASK_OPERATOR,
        Forbidden,
    ),
    "MemberOnlyRightMissing": RefusalTemplate(
        "right-missing",
        "these persons do not hold the right to {right}",
        "persons who hold it",
        "let two persons of your organisation who administer it give the right",
        Forbidden,
        words={"right": RIGHTS},
    ),
    "MemberOnlyTwoPersonsNeeded": RefusalTemplate(
        "two-persons-needed",
        "one person alone asked for what takes two",
        "two different persons",
        "ask for it again with a second person to check it",
        Forbidden,
        words={"right": RIGHTS},
    ),
    "MemberOnlyRoleMissing": RefusalTemplate(
        "role-missing",
        "your organisation was not admitted as a {role}",
        "a number with that role",
        f"{_ASK_CONSORTIUM} to admit a number with the role",
        Forbidden,
        words={"role": ROLES},
    ),
    "MemberOnlyClosing": RefusalTemplate(
        "instrument-closing",
        "the instrument {instrument} takes no new business",
        "finishing what was begun in it",
        "use the version that the consortium lists now",
    ),
    "MemberOnlyUnlisted": RefusalTemplate(
        "instrument-not-listed",
        "the instrument {instrument} is {status}",
        "an instrument that the consortium has listed",
        "use the version that the consortium lists now",
        words={"status": INSTRUMENT_STATUSES},
    ),
    "MemberOnlyNotADeal": RefusalTemplate(
        "no-deal-there",
        "{deal} keeps no deals",
        "an instrument that the consortium lists, open or closing",
        "look at the deal again",
    ),
    "MemberOnlyNotTheBook": RefusalTemplate(
        "not-the-book",
        "{caller} changes nothing here",
        "{book}, which has asked who acts",
        "take the step in the book",
        Forbidden,
    ),
    "ConsortiumNotASeat": RefusalTemplate(
        "not-a-seat",
        "number {party} has no seat",
        "a seat of the consortium",
        "ask a seat to propose it",
        Forbidden,
    ),
    "ConsortiumWrongStatus": RefusalTemplate(
        "proposal-status",
        "the proposal is {status}",
        "{allowed}",
        "look at the proposal first",
        words={"status": PROPOSAL_STATUSES, "allowed": PROPOSAL_STATUSES},
    ),
    "ConsortiumAlreadyVoted": RefusalTemplate(
        "voted-already", "seat {seat} has voted", "one vote for each seat", "wait for the others"
    ),
    "ConsortiumNotReady": RefusalTemplate(
        "proposal-not-ready",
        "it is {time}",
        "from {ready} on",
        "execute it then",
        moments=frozenset({"ready", "time"}),
    ),
    "ConsortiumNotItself": RefusalTemplate(
        "not-the-consortium",
        "{caller} is not the consortium",
        "a proposal that was carried",
        "propose it",
        Forbidden,
    ),
    "ConsortiumInvalidSeats": RefusalTemplate(
        "seats-invalid",
        "{seats} seats with a threshold of {threshold}",
        "up to 64 different seats, and a threshold from 2 to their number",
        "correct the proposal",
    ),
    "ConsortiumCallFailed": RefusalTemplate(
        "proposal-call-failed",
        "a call of the proposal to {target} failed without a reason",
        "",
        "correct the proposal",
        Conflict,
    ),
}

# Errors that contracts of OpenZeppelin declare in our ABIs.
_SIGNATURE = RefusalTemplate(
    "signature-invalid",
    "a signature of the order is no signature",
    "65 bytes by a key of the number",
    _ASK_AGAIN,
    Forbidden,
)
_NEVER_RAISED = RefusalTemplate("library-refused", "a text for the chain is too long", "", _ASK_OPERATOR)

REFUSALS |= {
    "ECDSAInvalidSignature": _SIGNATURE,
    "ECDSAInvalidSignatureLength": _SIGNATURE,
    "ECDSAInvalidSignatureS": _SIGNATURE,
    "InvalidShortString": _NEVER_RAISED,
    "StringTooLong": _NEVER_RAISED,
}
