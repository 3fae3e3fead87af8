"""How a reservation becomes a financing, and how either ends."""

from __future__ import annotations

import pytest

from tests.contracts.people import key_of, refused, salted
from tests.contracts.receivables.papers import (
    DAY,
    DISPUTED,
    FINANCED,
    GROUNDS,
    HOLD,
    INVOICE,
    NOON,
    RELEASED,
    RESERVED,
    SETTLED,
    asked,
)
from tests.contracts.standing import suspend
from tests.contracts.structs import plain

MAY_END = (1 << FINANCED) | (1 << DISPUTED)
UNDERTAKE = 6


def standing(register):
    return plain(register.standingOf(INVOICE[0]))


def test_finance_is_refused_once_the_reservation_has_lapsed(at, bank, register, reserved):
    """RECEIVABLES-7, RECEIVABLES-9: another may have cleared it, or is about to."""
    at(HOLD + 10)
    with refused("FinanceLapsed", register.idOf(reserved), HOLD, ...):
        bank.together(register, "finance", register.idOf(reserved))


def test_finance_is_refused_without_a_reservation(bank, register):
    """RECEIVABLES-9: reserve before paying out. Nobody is the financier of what was never reserved."""
    with refused("FinanceNotFinancier", 0, bank):
        bank.together(register, "finance", salted("nothing"))


def test_a_financing_keeps_its_share_when_its_moment_has_passed(at, bank, rival, register, financed):
    """RECEIVABLES-9, RECEIVABLES-15."""
    at(HOLD + 30 * DAY)
    with refused("FinanceTaken", INVOICE[0], 10_000, 1):
        rival.together(register, "reserve", asked(rival, 1), HOLD + 31 * DAY, ())
    assert register.financingOf(register.idOf(financed))["status"] == FINANCED


def test_a_document_that_was_paid_stays_taken(bank, rival, register, financed):
    """RECEIVABLES-10: nobody finances it again."""
    done = bank.together(register, "settle", register.idOf(financed))
    assert str(done.events["FinancingSettled"]["financing"]) == str(register.idOf(financed))
    assert register.financingOf(register.idOf(financed))["status"] == SETTLED
    with refused("FinanceTaken", INVOICE[0], 10_000, 1):
        rival.together(register, "reserve", asked(rival, 1), HOLD, ())


def test_a_refused_financing_is_free_for_others_at_once(bank, rival, register, reserved):
    """RECEIVABLES-11: released by one person, for it keeps nobody out."""
    bank.act(register, "release", reserved)
    assert register.financingOf(register.idOf(reserved))["status"] == RELEASED
    taken, unused, last, since = standing(register)
    assert (taken, unused, last) == (0, 1, bank.number)
    assert NOON + DAY <= since < NOON + DAY + 120, "its number waits for a day"
    rival.together(register, "reserve", asked(rival), HOLD, ())


def test_released_after_it_lapsed_its_number_waits_from_then(at, bank, register, reserved):
    """RECEIVABLES-8, RECEIVABLES-11."""
    at(HOLD + DAY // 2)
    bank.act(register, "release", reserved)
    assert standing(register) == (0, 1, bank.number, HOLD + DAY)


def test_what_was_financed_is_undone_by_two_persons(bank, rival, register, financed):
    """RECEIVABLES-12: one dishonest person must not open it for a second financing."""
    with refused("MemberOnlyTwoPersonsNeeded", bank, UNDERTAKE):
        bank.act(register, "release", financed)
    bank.together(register, "release", financed)
    assert standing(register) == (0, 0, 0, 0), "it was used, so it does not count as unused"
    rival.together(register, "reserve", asked(rival), HOLD, ())


@pytest.mark.parametrize(("end", "status"), [("settle", SETTLED), ("release", RELEASED)])
def test_a_disputed_financing_keeps_its_share_until_it_ends(bank, rival, register, financed, end, status):
    """RECEIVABLES-13."""
    id = register.idOf(financed)
    done = bank.together(register, "dispute", id, GROUNDS)
    assert str(done.events["FinancingDisputed"]["grounds"]) == GROUNDS
    assert register.financingOf(id)["status"] == DISPUTED
    with refused("FinanceTaken", INVOICE[0], 10_000, 1):
        rival.together(register, "reserve", asked(rival, 1), HOLD, ())
    bank.together(register, end, financed if end == "release" else id)
    assert register.financingOf(id)["status"] == status


def test_an_end_is_an_end(bank, register, financed):
    """RECEIVABLES-16."""
    bank.together(register, "release", financed)
    id = register.idOf(financed)
    with refused("FinanceWrongStatus", id, RELEASED, MAY_END):
        bank.together(register, "release", financed)
    with refused("FinanceWrongStatus", id, RELEASED, MAY_END):
        bank.together(register, "settle", id)


def test_a_release_names_all_that_was_reserved(bank, register, reserved):
    """RECEIVABLES-1: with other fingerprints or another share it is another financing, which is nobody's."""
    for changed in ({"fingerprints": INVOICE[:1]}, {"share": 1}):
        with refused("FinanceNotFinancier", 0, bank):
            bank.together(register, "release", reserved._replace(**changed))
    assert standing(register)[0] == 10_000


def test_any_bank_clears_what_has_lapsed(at, rival, beneficiary, register, reserved):
    """RECEIVABLES-7: one person of a bank; nobody else."""
    with refused("FinanceNotLapsed", register.idOf(reserved), HOLD, ...):
        rival.act(register, "clear", (reserved,))
    at(HOLD + 10)
    with refused("MemberOnlyRoleMissing", beneficiary, 0, ...):
        beneficiary.act(register, "clear", (reserved,))
    rival.act(register, "clear", (reserved,))
    assert standing(register)[:2] == (0, 1)
    with refused("FinanceWrongStatus", register.idOf(reserved), RELEASED, 1 << RESERVED):
        rival.act(register, "clear", (reserved,))


def test_a_suspended_banks_reservation_lapses_and_its_financing_stays(port, at, bank, rival, register):
    """RECEIVABLES-17."""
    held, paid = asked(bank, 4_000), asked(bank, 6_000)
    for financing in (held, paid):
        bank.together(register, "reserve", financing, HOLD, ())
    bank.together(register, "finance", register.idOf(paid))
    suspend(port, bank)
    at(HOLD + 10)
    rival.together(register, "reserve", asked(rival, 4_000), HOLD + DAY, (held,))
    with refused("FinanceTaken", INVOICE[0], 10_000, 1):
        rival.together(register, "reserve", asked(rival, 1), HOLD + DAY, ())


# ------------------------------------------------------------------------------------ through an instrument


def by(deployer="deployer"):
    return {"from": key_of(deployer)}


def test_take_is_refused_to_whoever_moves_no_cash(port, bank, register, instrument, reserved):
    """RECEIVABLES-14: the consortium lists what may."""
    id = register.idOf(reserved)
    port.listed(instrument, capabilities=1)
    with refused("FinanceNotKeeper", instrument):
        instrument.take(id, bank.number, 10_000, by())
    port.listed(instrument, status=3, capabilities=2)
    with refused("FinanceNotKeeper", instrument):
        instrument.take(id, bank.number, 10_000, by())


def test_take_is_refused_for_another_or_for_too_much(at, bank, rival, register, instrument):
    """RECEIVABLES-14."""
    financing = asked(bank, 5_000)
    bank.together(register, "reserve", financing, HOLD, ())
    id = register.idOf(financing)
    with refused("FinanceNotFinancier", bank, rival):
        instrument.take(id, rival.number, 1, by())
    with refused("FinanceTooSmall", id, 5_000, 5_001):
        instrument.take(id, bank.number, 5_001, by())
    at(HOLD + 10)
    with refused("FinanceLapsed", id, HOLD, ...):
        instrument.take(id, bank.number, 5_000, by())


def test_what_an_instrument_keeps_it_alone_ends(port, bank, register, instrument, kept, members):
    """RECEIVABLES-14: the financier cannot open it behind the instrument's back."""
    id, number = register.idOf(kept), members.instrumentOf(instrument)["number"]
    assert plain(register.financingOf(id)) == (bank.number, 10_000, FINANCED, 0, number, HOLD)
    for function, told in (("settle", id), ("release", kept)):
        with refused("FinanceKept", id, number):
            bank.together(register, function, told)
    with refused("FinanceKept", id, number):
        bank.together(register, "dispute", id, GROUNDS)


def test_an_instrument_settles_or_releases_what_it_keeps(register, instrument, kept):
    """RECEIVABLES-10, RECEIVABLES-12, RECEIVABLES-14."""
    id = register.idOf(kept)
    settled = instrument.settleKept(id, by())
    assert str(settled.events["FinancingSettled"]["financing"]) == str(id)
    assert standing(register)[0] == 10_000
    with refused("FinanceWrongStatus", id, SETTLED, 1 << FINANCED):
        instrument.releaseKept(kept, by())


def test_released_by_its_instrument_the_share_is_free(register, instrument, kept):
    """RECEIVABLES-12, RECEIVABLES-14."""
    instrument.releaseKept(kept, by())
    assert standing(register) == (0, 0, 0, 0)


def test_an_instrument_ends_nothing_that_another_keeps(bank, register, instrument, reserved):
    """RECEIVABLES-14: nor what is financed outside."""
    bank.together(register, "finance", register.idOf(reserved))
    with refused("FinanceNotKeeper", instrument):
        instrument.settleKept(register.idOf(reserved), by())
    assert register.financingOf(register.idOf(reserved))["status"] == FINANCED
