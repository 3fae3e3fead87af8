from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.credits.deals import AMOUNT, HONOURED
from tests.contracts.people import EVERY_RIGHT, key_of
from tests.contracts.standing import let_act_alone

DEPLOYER = "deployer"


@pytest.fixture
def hostile(port, members, issuing_bank):
    """Cash listed by mistake; one of the bank's keys is its own, and the bank's limit for it is high."""
    cash = key_of(DEPLOYER).deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    port.listed(cash)
    issuing_bank.together(members, "addKey", (cash.address, 3, EVERY_RIGHT, 0))
    let_act_alone(port, issuing_bank, cash, 2**64 - 1)
    return cash


@pytest.fixture
def complying(a_deal, hostile):
    deal = a_deal(cash=hostile, partial_drawings=True)
    deal.issue()
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    return deal, presentation


@pytest.mark.parametrize("step", ["honour", "examine", "waive", "refuse"])
def test_cash_that_calls_back_finds_the_presentation_honoured(complying, hostile, bills, step):
    """CREDITS-37: inside the payment every step on the same presentation is refused; title moved once."""
    deal, presentation = complying
    args = {
        "honour": ((), b""),
        "examine": (
            (True, presentation.presented * 86_400 + 518_400, presentation.shipped + 21, "0x" + "11" * 32),
        ),
        "waive": (),
        "refuse": ("0x" + "22" * 32, 1, 0),
    }[step]
    plan = deal.issuing_bank.alone(deal.credits, step, *deal.said, presentation, *args)
    hostile.prepare(plan, {"from": key_of(DEPLOYER)})
    done = deal.honour(presentation)
    called = done.events["CalledBack"]
    assert called["taken"] is False
    if step in ("honour", "examine"):
        wrong = keccak(text="CreditsWrongPresentationStatus(bytes32,uint8,uint256)")[:4]
        assert str(called["answer"]).startswith("0x" + wrong.hex())
    assert deal.record["honoured"] == AMOUNT
    assert deal.record["reserved"] == 0
    assert len(done.events["Handed"]) == 1
    assert bills.billOf(presentation.bills[0])["owner"] == deal.issuing_bank.number


def test_cash_that_only_says_it_paid_is_believed(complying, bills):
    """CREDITS-37: title passes, nobody was paid. The consortium answers for cash by listing it."""
    deal, presentation = complying
    deal.honour(presentation)
    assert deal.status(presentation) == HONOURED
    assert bills.billOf(presentation.bills[0])["owner"] == deal.issuing_bank.number
