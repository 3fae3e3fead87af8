"""What may be asked of bills, by the interface and by other slices."""

from app.bills.services.authority import deliver_on_identity, freeze, record_indemnity, unfreeze
from app.bills.services.copies import copy_of, keep_received, know_surrenderer, mail_copy
from app.bills.services.instruct import (
    instruct,
    instruction,
    instructions,
    keep_instruction,
)
from app.bills.services.issue import issue
from app.bills.services.paper import issue_from_paper, switch_to_paper
from app.bills.services.pledge import (
    agree,
    endorse_pledged,
    enforce,
    pledge,
    pledge_of,
    pledges,
    release,
    release_on_trust,
)
from app.bills.services.reading import bill, bills, chain_of_title, document, on_chain
from app.bills.services.reissue import balance_of, refuse_amendment, reissue, surrender_for_amendment
from app.bills.services.surrender import accept_surrender, refuse_surrender, surrender
from app.bills.services.transfer import (
    endorse,
    endorse_in_blank,
    nominate,
    refuse_transfer,
    transfer_both,
    transfer_holder,
)

__all__ = [
    "accept_surrender",
    "agree",
    "balance_of",
    "bill",
    "bills",
    "chain_of_title",
    "copy_of",
    "deliver_on_identity",
    "document",
    "endorse",
    "endorse_in_blank",
    "endorse_pledged",
    "enforce",
    "freeze",
    "instruct",
    "instruction",
    "instructions",
    "issue",
    "issue_from_paper",
    "keep_instruction",
    "keep_received",
    "know_surrenderer",
    "mail_copy",
    "nominate",
    "on_chain",
    "pledge",
    "pledge_of",
    "pledges",
    "record_indemnity",
    "refuse_amendment",
    "refuse_surrender",
    "refuse_transfer",
    "reissue",
    "release",
    "release_on_trust",
    "surrender",
    "surrender_for_amendment",
    "switch_to_paper",
    "transfer_both",
    "transfer_holder",
    "unfreeze",
]
