from __future__ import annotations

from tests.contracts.credits.deals import COMPLYING, DISCREPANT, HONOURED, NINE, WAIVED
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend, take_right


def test_waive_is_refused_to_everybody_but_the_issuing_bank(deal, applicant, advising_bank, issuing_bank):
    """CREDITS-22: the applicant's waiver is the bank's to take up or not (art. 16b)."""
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    for other in (applicant, advising_bank):
        with refused("CreditsNotIssuingBank", issuing_bank, other):
            other.together(deal.credits, "waive", *deal.said, presentation)


def test_waive_is_refused_to_one_person_whatever_the_limit(port, deal, issuing_bank, dollars):
    """CREDITS-22: it names no amount, and binds."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.credits, "waive", *deal.said, presentation)


def test_waive_is_refused_without_the_right_to_undertake(port, deal, issuing_bank):
    """CREDITS-22."""
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        deal.waive(presentation)


def test_waive_is_refused_of_what_complies(deal):
    """CREDITS-22."""
    presentation = deal.present()
    deal.examine(presentation)
    said = deal.presentation_id(presentation)
    with refused("CreditsWrongPresentationStatus", said, COMPLYING, 1 << DISCREPANT):
        deal.waive(presentation)


def test_waive_is_refused_to_a_suspended_bank(port, deal, issuing_bank):
    """CREDITS-35."""
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.waive(presentation)


def test_waive_takes_up_discrepant_documents(at, deal, bills, funds):
    """CREDITS-22: also after the deadline, for it harms nobody but the bank; honour is another step."""
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation, complies=False)
    before = deal.record.dict()
    at(NINE + 30 * 86_400)
    done = deal.waive(presentation)
    said = {"credit": deal.id, "presentation": deal.presentation_id(presentation)}
    assert done.events["Waived"] == said
    assert deal.status(presentation) == WAIVED
    assert deal.record.dict() == before
    assert bills.billOf(bill)["locks"] == 1, "still in keeping"
    deal.honour(presentation)
    assert deal.status(presentation) == HONOURED
