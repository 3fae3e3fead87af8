"""A transaction is seen before it is mined, and somebody is quicker.

That a reservation cannot be had by whoever is merely quick: `receivables/test_reserve.py`. That a notice in
between stops a payment to another: `receivables/test_repayment.py`.
"""

from __future__ import annotations

from tests.contracts.attacks.conftest import a_double
from tests.contracts.credits.deals import LODGED
from tests.contracts.milestones.conftest import Terms, eight
from tests.contracts.people import named, salted, sign


def test_a_presentation_is_not_lodged_by_whoever_saw_it(in_vain, deal, stranger, applicant, bills):
    """Copied word for word by a stranger and by the applicant; the beneficiary's own is taken after that."""
    presentation = deal.documents(deal.bill())
    for quick in (stranger, applicant):
        with in_vain("CreditsNotBeneficiary", deal.beneficiary, quick):
            quick.act(deal.credits, "present", *deal.said, presentation)
    deal.beneficiary.act(deal.credits, "present", *deal.said, presentation)
    assert deal.status(presentation) == LODGED


def test_the_bill_is_not_locked_by_another_credit_first(in_vain, a_deal, deal, stranger, issuing_bank, bills):
    """A rival is beneficiary of a credit of its own, and lodges the bill that it saw: it does not hold it."""
    bill = deal.bill()
    rival = a_deal(beneficiary=stranger.number, document=salted("the rival's credit"))
    rival.issue()
    with in_vain("BillsNotHolder", bill, deal.beneficiary, stranger):
        stranger.act(rival.credits, "present", *rival.said, rival.documents(bill))
    assert deal.status(deal.present(bill)) == LODGED


def test_a_bill_is_not_sold_under_a_bank_that_has_it_in_keeping(
    in_vain, deal, seller, buyer, terms, bills, escrow, members
):
    """The beneficiary itself is quicker than the bank's honour: presented, the bill is delivered to a
    buyer.
    """
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation)
    agreed = terms._replace(bill=bill)
    buyer.together(escrow, "fund", agreed)
    keeper = members.instrumentOf(deal.credits)["number"]
    with in_vain("BillsLocked", bill, 1, keeper):
        seller.act(escrow, "deliver", agreed)
    deal.honour(presentation)
    assert bills.billOf(bill)["owner"] == deal.issuing_bank.number


def test_an_order_is_worth_the_same_whoever_is_quicker(
    in_vain, buyer, seller, members, dollars, stranger, carrier
):
    """Submitted by a stranger first it pays whom it named, and the submitter's own comes too late."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    buyer.perform(order, *signatures, by=stranger.maker)
    assert dollars.balanceOf(seller.account) == 1_000
    assert dollars.balanceOf(stranger.account) == 0
    with in_vain("MembersNonceUsed", buyer, order[1]):
        buyer.perform(order, *signatures)


def test_a_signature_is_not_moved_to_another_order(in_vain, buyer, seller, members, dollars, stranger):
    """With the payee changed it is the signature of a key that nobody has."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    stolen = buyer.order(dollars, "transfer", stranger.account, 1_000, nonce=order[1])
    with in_vain("MembersUnknownKey", ...):
        buyer.perform(stolen, *signatures, by=stranger.maker)


def test_a_sale_is_not_funded_for_another_bill(in_vain, seller, buyer, terms, funded, carrier, bills, escrow):
    """The seller delivers a worthless bill against money that was put in for another: no such escrow is
    known.
    """
    worthless = salted("a bill of no value")
    carrier.act(bills, "issue", worthless, seller.number, seller.number, 1)
    forged = funded._replace(bill=worthless)
    with in_vain("EscrowWrongStatus", escrow.idOf(forged), 0, 1):
        seller.act(escrow, "deliver", forged)


def test_a_payment_s_reference_is_not_used_up_by_whoever_saw_it(
    in_vain, buyer, seller, stranger, issuing_bank, dollars
):
    """With a cent of its own, in each way of paying; nor is the payee quicker. The payment is made after."""
    reference = named("applicant", "a reference that was seen")
    issuing_bank.together(dollars, "mint", stranger.number, 2)
    issuing_bank.together(dollars, "mint", seller.number, 1)
    for quick, way in (
        (stranger, ("pay", reference, seller.number, 1)),
        (stranger, ("payOut", reference, 1)),
        (seller, ("pay", reference, stranger.number, 1)),
        (issuing_bank, ("payIn", reference, stranger.number, 1)),
    ):
        with in_vain("CashReferenceOfAnother", reference, quick):
            quick.together(dollars, *way)
    # The same hash with its own number at the end is another reference, which blocks nothing.
    stranger.together(dollars, "pay", reference[:58] + f"{stranger.number:08x}", seller.number, 1)
    buyer.together(dollars, "pay", reference, seller.number, 60_000)
    assert dollars.balanceOf(seller.account) == 60_002


def test_an_award_is_not_spoilt_by_whoever_saw_its_references(
    at, in_vain, port, people, buyer, seller, stranger, issuing_bank, dollars
):
    """The buyer, who loses, sees the arbiter's award and would use up both of its references."""
    milestones, arbiter = port.milestones, people["terminal"]
    agreed = Terms(
        seller.number,
        buyer.number,
        arbiter.number,
        0,
        0,
        dollars.address,
        eight(50_000),
        2**39,
        86_400,
        salted("work"),
    )
    paid_in, award, back = named("applicant", "in"), named("terminal", "award"), named("terminal", "rest")
    buyer.together(milestones, "fund", agreed, paid_in)
    seller.act(milestones, "dispute", agreed, salted("grounds"))
    for reference in (award, back):
        with in_vain("CashReferenceOfAnother", reference, buyer, beside=(milestones,)):
            buyer.together(dollars, "pay", reference, stranger.number, 1)
        with in_vain("CashReferenceOfAnother", reference, buyer, beside=(milestones,)):
            buyer.together(milestones, "release", agreed, 0, 1, reference)
    arbiter.together(milestones, "divide", agreed, 40_000, award, back, salted("the award"))
    assert dollars.balanceOf(seller.account) == 40_000


def test_a_payment_across_banks_is_not_given_back_by_an_instrument_that_did_not_clear_it(
    in_vain, port, buyer, stranger, issuing_bank, dollars
):
    """A bank appointed two instruments; whoever finds a hole in the other would undo what that never did."""
    cleared, other = (port.listed(a_double("SettlingInstrument"), capabilities=2) for _ in range(2))
    for instrument in (cleared, other):
        issuing_bank.together(dollars, "appoint", instrument.address, True)
    reference, reason = named("applicant", "across banks"), salted("a reason")
    cleared.redeem(dollars, reference, buyer.number, 30_000, {"from": stranger.maker})
    numbers = [int(port.members.instrumentOf(one)["number"]) for one in (cleared, other)]
    with in_vain("CashClearedByAnother", reference, *numbers):
        other.giveBack(dollars, reference, reason, {"from": stranger.maker})
    cleared.giveBack(dollars, reference, reason, {"from": stranger.maker})
    assert dollars.balanceOf(buyer.account) == 100_000


def test_a_document_is_not_recorded_by_whoever_saw_its_commitment(in_vain, carrier, stranger, documents):
    """Recorded first it would stand as the stranger's, who could revoke it and keep its issuer out."""
    document, next_one = named("carrier", "a certificate"), named("carrier", "a certificate, corrected")
    with in_vain("DocumentsOfAnother", document, stranger):
        stranger.act(documents, "record", document)
    own = named("stranger", "anything")
    stranger.act(documents, "record", own)
    with in_vain("DocumentsOfAnother", document, stranger):
        stranger.act(documents, "supersede", own, document)
    carrier.act(documents, "record", document)
    with in_vain("DocumentsNotIssuer", document, carrier, stranger):
        stranger.act(documents, "revoke", document)
    with in_vain("DocumentsOfAnother", next_one, stranger):
        stranger.act(documents, "record", next_one)
    carrier.act(documents, "supersede", document, next_one)
    assert documents.documentOf(next_one)["issuer"] == carrier.number
