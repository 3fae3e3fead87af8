from __future__ import annotations

from tests.contracts.people import refused
from tests.contracts.receivables.papers import DAY, FINANCED, HOLD, NOON, RESERVED, asked


def test_renew_is_refused_a_third_time(bank, register, reserved):
    """RECEIVABLES-6: a reservation is not a way to keep others out."""
    id = register.idOf(reserved)
    for moved in (1, 2):
        done = bank.together(register, "renew", id, HOLD + moved * DAY)
        assert dict(done.events["FinancingRenewed"])["until"] == HOLD + moved * DAY
    assert register.financingOf(id)["renewals"] == 2
    with refused("FinanceTooManyRenewals", id, 2):
        bank.together(register, "renew", id, HOLD + 3 * DAY)


def test_renew_is_refused_beyond_seven_days_from_now(bank, register, reserved):
    """RECEIVABLES-6."""
    until = NOON + 7 * DAY + 3_600
    with refused("FinanceHoldOutOfRange", until, ..., ...):
        bank.together(register, "renew", register.idOf(reserved), until)


def test_renew_is_refused_once_it_has_lapsed(at, bank, register, reserved):
    """RECEIVABLES-7."""
    at(HOLD + 10)
    with refused("FinanceLapsed", register.idOf(reserved), HOLD, ...):
        bank.together(register, "renew", register.idOf(reserved), HOLD + DAY)


def test_renew_is_refused_to_another(rival, register, reserved):
    """RECEIVABLES-6."""
    with refused("FinanceNotFinancier", reserved.financier, rival):
        rival.together(register, "renew", register.idOf(reserved), HOLD + DAY)


def test_renew_is_refused_of_what_is_financed(bank, register, financed):
    """RECEIVABLES-6."""
    with refused("FinanceWrongStatus", register.idOf(financed), FINANCED, 1 << RESERVED):
        bank.together(register, "renew", register.idOf(financed), HOLD + DAY)


def test_two_renewals_bound_how_long_anybody_is_kept_out(at, bank, rival, register):
    """RECEIVABLES-6, RECEIVABLES-8: after three weeks at most another one gets in."""
    financing, until = asked(bank), NOON + 7 * DAY - 60
    bank.together(register, "reserve", financing, until, ())
    for _ in range(2):
        at(until - 60)
        until += 7 * DAY - 3_600
        bank.together(register, "renew", register.idOf(financing), until)
    assert until < NOON + 21 * DAY
    at(until + 10)
    rival.together(register, "reserve", asked(rival), until + DAY, (financing,))
