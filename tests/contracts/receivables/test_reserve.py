from __future__ import annotations

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.people import refused, salted
from tests.contracts.receivables.papers import (
    DAY,
    HOLD,
    INVOICE,
    NOON,
    RELEASED,
    RESERVED,
    UNKNOWN,
    asked,
    fingerprints,
)
from tests.contracts.standing import suspend, take_right
from tests.contracts.structs import plain

FINANCING = "(uint32,uint16,bytes32[],bytes32)"
BANK, UNDERTAKE = 0, 6
A_DAY_LATER = HOLD + DAY


def test_reserve_is_refused_to_one_person(bank, register):
    """RECEIVABLES-2: what stops every other bank is not one person's act."""
    with refused("MemberOnlyTwoPersonsNeeded", bank, UNDERTAKE):
        bank.act(register, "reserve", asked(bank), HOLD, ())


def test_reserve_is_refused_to_whoever_is_no_bank(beneficiary, register):
    """RECEIVABLES-2."""
    with refused("MemberOnlyRoleMissing", beneficiary, BANK, ...):
        beneficiary.together(register, "reserve", asked(beneficiary), HOLD, ())


def test_reserve_is_refused_without_the_right_to_undertake(port, bank, register):
    """RECEIVABLES-2."""
    take_right(port, bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", bank, UNDERTAKE, 0x1FF - (1 << UNDERTAKE)):
        bank.together(register, "reserve", asked(bank), HOLD, ())


def test_reserve_is_refused_in_anothers_name(bank, rival, register):
    """RECEIVABLES-2: nobody lets another wait or be counted."""
    with refused("FinanceNotFinancier", rival, bank):
        bank.together(register, "reserve", asked(rival), HOLD, ())


def test_reserve_is_refused_to_a_suspended_bank(port, bank, register):
    """RECEIVABLES-17."""
    suspend(port, bank)
    with refused("MembersNotActive", bank, 2):
        bank.together(register, "reserve", asked(bank), HOLD, ())


def test_reserve_is_refused_while_the_register_closes(port, bank, register):
    """RECEIVABLES-2."""
    port.listed(register, status=2)
    with refused("MemberOnlyClosing", register):
        bank.together(register, "reserve", asked(bank), HOLD, ())


@pytest.mark.parametrize(
    ("share", "of"),
    [(0, INVOICE), (10_001, INVOICE), (1, ()), (1, fingerprints(*"abcdefghi"))],
    ids=["nothing", "more than the whole", "no fingerprint", "nine fingerprints"],
)
def test_reserve_is_refused_for_what_cannot_be_financed(bank, register, share, of):
    """RECEIVABLES-3."""
    with refused("FinanceInvalid", len(of), share):
        bank.together(register, "reserve", asked(bank, share, of), HOLD, ())


def test_reserve_is_refused_for_a_fingerprint_given_twice(bank, register):
    """RECEIVABLES-3: it would be counted twice."""
    for of in ((INVOICE[0], INVOICE[0]), INVOICE[::-1]):
        with refused("FinanceNotAscending", 1):
            bank.together(register, "reserve", asked(bank, 1, of), HOLD, ())


@pytest.mark.parametrize("until", [NOON - 1, NOON + 7 * DAY + 3_600])
def test_reserve_is_refused_for_longer_than_seven_days(bank, register, until):
    """RECEIVABLES-6: nor until a moment that has passed."""
    with refused("FinanceHoldOutOfRange", until, ..., ...):
        bank.together(register, "reserve", asked(bank), until, ())


def test_reserve_takes_the_share_of_every_fingerprint(bank, register):
    """RECEIVABLES-1, RECEIVABLES-4: the id is the hash of what is asked, salt included."""
    financing = asked(bank, 6_000)
    done = bank.together(register, "reserve", financing, HOLD, ())
    words = [bytes.fromhex(one[2:]) for one in INVOICE]
    spelled = (bank.number, 6_000, words, bytes.fromhex(financing.salt[2:]))
    id = "0x" + keccak(encode([FINANCING], [spelled])).hex()
    told = done.events["FinancingReserved"]
    assert (str(told["financing"]), told["until"]) == (id, HOLD)
    assert plain(told["contents"]) == plain(financing), "the row is rebuilt from the event alone"
    assert plain(register.financingOf(id)) == (bank.number, 6_000, RESERVED, 0, 0, HOLD)
    for fingerprint in INVOICE:
        assert plain(register.standingOf(fingerprint)) == (6_000, 0, 0, 0)


def test_the_same_attempt_is_made_once(bank, register, reserved):
    """RECEIVABLES-1."""
    with refused("FinanceWrongStatus", register.idOf(reserved), RESERVED, 1 << UNKNOWN):
        bank.together(register, "reserve", reserved, HOLD, ())


def test_a_second_financier_is_refused_and_told_how_much_is_taken(rival, register, reserved):
    """RECEIVABLES-4, RECEIVABLES-5: by whom is not said."""
    with refused("FinanceTaken", INVOICE[0], 10_000, 1):
        rival.together(register, "reserve", asked(rival, 1), HOLD, ())


def test_one_fingerprint_in_common_is_enough(rival, register, reserved):
    """RECEIVABLES-4: whoever alters one field leaves another combination whole."""
    altered = tuple(sorted((INVOICE[1], *fingerprints("another date", "another party"))))
    with refused("FinanceTaken", INVOICE[1], 10_000, 10_000):
        rival.together(register, "reserve", asked(rival, of=altered), HOLD, ())
    for fingerprint in altered:
        taken = 10_000 if fingerprint == INVOICE[1] else 0
        assert register.standingOf(fingerprint)["taken"] == taken, "nothing of a refused one happened"


def test_parts_of_several_financiers_are_no_more_than_the_whole(bank, rival, financier, register):
    """RECEIVABLES-4: reserved and financed count alike."""
    first = asked(bank, 5_000)
    bank.together(register, "reserve", first, HOLD, ())
    bank.together(register, "finance", register.idOf(first))
    rival.together(register, "reserve", asked(rival, 3_000), HOLD, ())
    with refused("FinanceTaken", INVOICE[0], 8_000, 2_001):
        financier.together(register, "reserve", asked(financier, 2_001), HOLD, ())
    financier.together(register, "reserve", asked(financier, 2_000), HOLD, ())
    assert register.standingOf(INVOICE[0])["taken"] == 10_000


def test_what_has_lapsed_is_cleared_by_whoever_comes_next(at, bank, rival, register, reserved):
    """RECEIVABLES-7: in the same transaction, so that nobody comes in between."""
    at(HOLD + 10)
    with refused("FinanceTaken", INVOICE[0], 10_000, 10_000):
        rival.together(register, "reserve", asked(rival), A_DAY_LATER, ())
    theirs = asked(rival)
    done = rival.together(register, "reserve", theirs, A_DAY_LATER, (reserved,))
    assert str(done.events["FinancingLapsed"]["financing"]) == str(register.idOf(reserved))
    assert register.financingOf(register.idOf(reserved))["status"] == RELEASED
    assert register.financingOf(register.idOf(theirs))["status"] == RESERVED
    assert plain(register.standingOf(INVOICE[0])) == (10_000, 1, bank.number, HOLD + DAY)


@pytest.mark.parametrize("how", ["release", "clear"])
def test_what_another_cleared_first_stands_in_nobodys_way(at, bank, rival, register, reserved, how):
    """RECEIVABLES-7: whoever let it lapse does not keep others out by freeing it as they reserve."""
    at(HOLD + 10)
    bank.act(register, how, reserved if how == "release" else (reserved,))
    done = rival.together(register, "reserve", asked(rival), A_DAY_LATER, (reserved,))
    assert "FinancingLapsed" not in done.events
    assert plain(register.standingOf(INVOICE[0])) == (10_000, 1, bank.number, HOLD + DAY)


def test_what_has_not_lapsed_is_not_cleared(rival, register, reserved):
    """RECEIVABLES-7."""
    with refused("FinanceNotLapsed", register.idOf(reserved), HOLD, ...):
        rival.together(register, "reserve", asked(rival), HOLD, (reserved,))


def test_only_a_reservation_lapses(at, rival, register, financed):
    """RECEIVABLES-7, RECEIVABLES-15."""
    at(HOLD + 10)
    with refused("FinanceWrongStatus", register.idOf(financed), 2, 1 << RESERVED):
        rival.together(register, "reserve", asked(rival), A_DAY_LATER, (financed,))


def test_who_let_a_reservation_end_waits_for_a_day(at, bank, rival, register, reserved):
    """RECEIVABLES-8: all others come first."""
    at(HOLD + 10)
    with refused("FinanceResting", bank, HOLD + DAY, ...):
        bank.together(register, "reserve", asked(bank), A_DAY_LATER, (reserved,))
    at(HOLD + DAY + 10)
    bank.together(register, "reserve", asked(bank), HOLD + 2 * DAY, (reserved,))


def test_another_document_is_free(rival, register, reserved):
    """RECEIVABLES-4."""
    rival.together(register, "reserve", asked(rival, of=fingerprints("another")), HOLD, ())
    other = salted("fingerprint another")
    assert register.standingOf(other)["taken"] == 10_000
