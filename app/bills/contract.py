"""Calls to BillOfLading and PledgeBook."""

from __future__ import annotations

from collections.abc import Sequence

from app.bills.domain import Change, Endorsement, Form
from app.chain.deployments import Deployment

NAME = "BillOfLading"
PLEDGES = "PledgeBook"


def issue(deployment: Deployment, bill: str, shipper: int, owner: int, form: Form) -> bytes:
    return deployment.encode(NAME, "issue", bill, shipper, owner, int(form))


def transfer_holder(deployment: Deployment, bill: str, to: int) -> bytes:
    return deployment.encode(NAME, "transferHolder", bill, to)


def nominate(deployment: Deployment, bill: str, nominee: int) -> bytes:
    """0 withdraws the nomination."""
    return deployment.encode(NAME, "nominate", bill, nominee)


def transfer_both(deployment: Deployment, bill: str, to: int) -> bytes:
    return deployment.encode(NAME, "transferBoth", bill, to)


def endorse_in_blank(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "endorseInBlank", bill)


def endorse(deployment: Deployment, bill: str, to: int, endorsement: Endorsement) -> bytes:
    return deployment.encode(NAME, "endorse", bill, to, int(endorsement))


def refuse_transfer(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "refuseTransfer", bill)


def surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "surrender", bill)


def accept_surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "acceptSurrender", bill)


def refuse_surrender(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "refuseSurrender", bill)


def surrender_for_amendment(deployment: Deployment, bill: str, change: Change, consignee: int) -> bytes:
    """`consignee` 0: the same."""
    return deployment.encode(NAME, "surrenderForAmendment", bill, int(change), consignee)


def refuse_amendment(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "refuseAmendment", bill)


def reissue(deployment: Deployment, voided: Sequence[str], issued: Sequence[str], balance: str) -> bytes:
    """`balance` commits to the balance sheet."""
    return deployment.encode(NAME, "reissue", list(voided), list(issued), balance)


def switch_to_paper(deployment: Deployment, bill: str, statement: str) -> bytes:
    """`statement` commits to what stands on the paper and in the record."""
    return deployment.encode(NAME, "switchToPaper", bill, statement)


def issue_from_paper(
    deployment: Deployment,
    bill: str,
    holder: int,
    owner: int,
    form: Form,
    origin: str | None,
    statement: str,
) -> bytes:
    """`origin`: the record that had gone to this paper, if there was one."""
    return deployment.encode(
        NAME, "issueFromPaper", bill, holder, owner, int(form), origin or "0x" + "00" * 32, statement
    )


def freeze(deployment: Deployment, bill: str, reason: str) -> bytes:
    """`reason` commits to the order."""
    return deployment.encode(NAME, "freeze", bill, reason)


def unfreeze(deployment: Deployment, bill: str, reason: str) -> bytes:
    return deployment.encode(NAME, "unfreeze", bill, reason)


def record_indemnity(deployment: Deployment, bill: str, indemnity: str) -> bytes:
    """`indemnity` commits to the letter."""
    return deployment.encode(NAME, "recordIndemnity", bill, indemnity)


def deliver_on_identity(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(NAME, "deliverOnIdentity", bill)


def pledge(deployment: Deployment, bill: str, pledgee: int, due: int, agreement: str) -> bytes:
    """`due` in seconds since 1970; `agreement` commits to the pledge agreement."""
    return deployment.encode(PLEDGES, "pledge", bill, pledgee, due, agreement)


def release(deployment: Deployment, bill: str) -> bytes:
    return deployment.encode(PLEDGES, "release", bill)


def release_on_trust(deployment: Deployment, bill: str, receipt: str) -> bytes:
    return deployment.encode(PLEDGES, "releaseOnTrust", bill, receipt)


def agree(deployment: Deployment, bill: str, endorsee: int) -> bytes:
    """0 takes the agreement back."""
    return deployment.encode(PLEDGES, "agree", bill, endorsee)


def endorse_pledged(deployment: Deployment, bill: str, to: int) -> bytes:
    return deployment.encode(PLEDGES, "endorse", bill, to)


def enforce(deployment: Deployment, bill: str, notice: str) -> bytes:
    return deployment.encode(PLEDGES, "enforce", bill, notice)
