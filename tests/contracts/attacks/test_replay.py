"""What was done once is done again, by whoever kept a copy of it.

An order as it stands, at another registry or on another chain, in another form of its signature, or inside
itself: `members/test_perform.py`. A reference that paid: `cash/test_pay.py`, and across banks
`clearing/test_pay.py`. An attempt to finance: `receivables/test_reserve.py`.
"""

from __future__ import annotations

from scripts.orders import item
from tests.contracts.node import send
from tests.contracts.people import salted, sign, told

NOBODY = "0x" + "00" * 20
"""In the place of a target: the item is an order."""
RELEASED, WITHDRAWN = 4, 8


def test_a_payment_that_was_signed_is_not_made_twice(in_vain, buyer, seller, members, dollars, stranger):
    """Everybody sees a mined order with both signatures; who submits it again pays nobody."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    buyer.perform(order, *signatures)
    with in_vain("MembersNonceUsed", buyer, order[1]):
        buyer.perform(order, *signatures, by=stranger.maker)
    assert dollars.balanceOf(seller.account) == 1_000


def test_a_payment_that_was_made_in_a_batch_is_not_made_alone(
    in_vain, buyer, seller, members, dollars, stranger
):
    """Nor a second time in the same batch."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    call = told(members, "perform", order, signatures)
    items = "0x" + 2 * item(NOBODY, call, 400_000)
    done = send(stranger.maker, members, told(members, "batch", items))
    ends = [event.name for event in done.events if event.name.startswith("Item")]
    assert ends == ["ItemDone", "ItemRefused"]
    with in_vain("MembersNonceUsed", buyer, order[1]):
        buyer.perform(order, *signatures, by=stranger.maker)
    assert dollars.balanceOf(seller.account) == 1_000


def test_what_came_back_is_not_paid_out_again(in_vain, buyer, seller, funded, escrow, dollars):
    """An escrow that was released: delivered, released, and funded once more on the same terms."""
    seller.act(escrow, "release", funded)
    id = escrow.idOf(funded)
    for function in ("deliver", "release"):
        with in_vain("EscrowWrongStatus", id, RELEASED, 1):
            seller.act(escrow, function, funded)
    with in_vain("EscrowWrongStatus", id, RELEASED, 0):
        buyer.together(escrow, "fund", funded)
    assert dollars.balanceOf(escrow) == 0


def test_documents_that_were_honoured_are_not_presented_again(in_vain, a_deal, deal, dollars):
    """Under a credit that still runs, word for word: neither presented nor honoured a second time."""
    running = a_deal(partial_drawings=True, document=salted("a credit of two drawings"))
    running.issue()
    presentation = running.present(amount=40_000)
    running.examine(presentation)
    running.honour(presentation)
    id = running.presentation_id(presentation)
    with in_vain("CreditsWrongPresentationStatus", id, 6, 1):
        running.beneficiary.act(running.credits, "present", *running.said, presentation)
    with in_vain("CreditsWrongPresentationStatus", id, 6, (1 << 2) | (1 << 4) | (1 << 5)):
        running.honour(presentation)
    assert dollars.balanceOf(running.beneficiary.account) == 40_000


def test_a_withdrawn_presentation_is_not_honoured(in_vain, deal, bills):
    """The bank still has the papers before it, and the bill has gone back."""
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    deal.withdraw(presentation)
    with in_vain("CreditsWrongPresentationStatus", deal.presentation_id(presentation), WITHDRAWN, ...):
        deal.honour(presentation)
    assert bills.billOf(presentation.bills[0])["holder"] == deal.beneficiary.number


def test_a_finding_is_not_given_for_the_same_papers_under_another_credit(in_vain, a_deal, deal):
    """A presentation is known by its credit and terms: another credit of the same parties knows nothing of
    it.
    """
    presentation = deal.present()
    other = a_deal(document=salted("another credit"))
    other.issue()
    with in_vain("CreditsWrongPresentationStatus", other.presentation_id(presentation), 0, 1 << 1):
        other.examine(presentation)
