"""Extensions that happen unless a notice prevents them, and what is owed at every moment."""

from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.standbys.deals import AMOUNT, DAY, EXPIRY, NINE, NONE, NOTICE, TODAY


def modelled(day: int, expiry: int, final: int, extension: int, notice_days: int) -> int:
    """Day by day, as the sentence says it and not as the contract reckons it."""
    now = TODAY
    while now <= day:
        if now > expiry - notice_days and expiry < final:
            expiry = min(expiry + extension, final)
        else:
            now += 1
    return expiry


@pytest.mark.parametrize(
    ("expiry", "final", "extension", "notice"),
    [(60, 150, 30, 10), (60, 155, 30, 0), (3, 40, 7, 3), (1, 400, 2, 1), (60, 61, 365, 60)],
)
def test_the_expiry_is_read_from_terms_and_days(at, a_deal, expiry, final, extension, notice):
    """STANDBYS-29: the same as reckoned day by day, on the days before and after each turn."""
    deal = a_deal(
        expiry=TODAY + expiry,
        final_expiry=TODAY + final,
        extension=extension,
        notice_days=notice,
    )
    deal.issue()
    turns = {expiry + k * extension - notice for k in range(final // extension + 2)}
    days = {turn + near for turn in turns for near in (0, 1) if turn + near > 0} | {final + 30}
    for after in sorted(days)[:24]:
        at(NINE + after * DAY)
        said = modelled(TODAY + after, TODAY + expiry, TODAY + final, extension, notice)
        assert deal.expiry == said, f"after {after} days"


def test_a_standby_that_does_not_extend_expires_when_it_says(at, deal):
    """STANDBYS-29."""
    at(NINE + 400 * DAY)
    assert deal.expiry == EXPIRY


def test_notice_in_time_ends_it_at_the_expiry_that_it_names(at, evergreen):
    """STANDBYS-30: on the last day for it; nothing is extended any more."""
    at(NINE + 50 * DAY)
    done = evergreen.notify(EXPIRY)
    assert done.events["NonExtensionNotified"] == {
        "standby": evergreen.id,
        "expiry": EXPIRY,
        "notice": NOTICE,
    }
    at(NINE + 100 * DAY)
    assert (evergreen.expiry, evergreen.liability) == (EXPIRY, (0, 0))


def test_notice_that_is_a_day_late_is_refused_and_told_the_next_expiry(at, evergreen):
    """STANDBYS-30: it does not end the next period unseen; one that names it does."""
    at(NINE + 51 * DAY)
    with refused("StandbysNoticeTooLate", EXPIRY + 30, EXPIRY + 20):
        evergreen.notify(EXPIRY)
    evergreen.notify(EXPIRY + 30)
    at(NINE + 120 * DAY)
    assert evergreen.expiry == EXPIRY + 30


def test_notice_is_refused_where_nothing_extends(at, deal, evergreen):
    """STANDBYS-30: not by its terms, not any more, not again."""
    with refused("StandbysNotExtending", deal.id):
        deal.notify(EXPIRY)
    evergreen.notify(EXPIRY)
    with refused("StandbysNotExtending", evergreen.id):
        evergreen.notify(EXPIRY)


def test_notice_is_refused_in_the_last_period(at, evergreen):
    """STANDBYS-30."""
    at(NINE + 130 * DAY)
    with refused("StandbysNotExtending", evergreen.id):
        evergreen.notify(TODAY + 150)


def test_notice_takes_two_persons_of_the_issuer_and_a_text(evergreen, issuing_bank, beneficiary):
    """STANDBYS-30."""
    said = (*evergreen.said, EXPIRY, NOTICE)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(evergreen.standbys, "notifyNonExtension", *said)
    with refused("StandbysNotIssuer", issuing_bank, beneficiary):
        beneficiary.together(evergreen.standbys, "notifyNonExtension", *said)
    with refused("StandbysEmptyCommitment"):
        issuing_bank.together(evergreen.standbys, "notifyNonExtension", *evergreen.said, EXPIRY, NONE)


def test_after_notice_the_beneficiary_asks_to_extend_or_pay(at, evergreen, funds, applicant):
    """STANDBYS-26, STANDBYS-30: an extension that is granted is to that day, and no further."""
    evergreen.notify(EXPIRY)
    demand = evergreen.demand(extend_to=EXPIRY + 5)
    evergreen.agree(applicant, demand)
    evergreen.extend(demand)
    at(NINE + 64 * DAY)
    assert evergreen.expiry == EXPIRY + 5


def test_an_extension_that_is_asked_for_goes_on_extending(at, evergreen, funds, applicant):
    """STANDBYS-26, STANDBYS-29: periods count from that day; beyond the final expiry too."""
    demand = evergreen.demand(extend_to=EXPIRY + 5)
    evergreen.agree(applicant, demand)
    evergreen.extend(demand)
    at(NINE + 56 * DAY)
    assert evergreen.expiry == EXPIRY + 35
    last = evergreen.demand(presented=TODAY + 56, extend_to=TODAY + 200)
    evergreen.agree(applicant, last)
    evergreen.extend(last)
    assert (evergreen.expiry, evergreen.record["finalExpiry"]) == (TODAY + 200, TODAY + 200)


@pytest.mark.parametrize(("after", "owed"), [(60, AMOUNT), (71, AMOUNT), (72, 0)])
def test_liability_ends_with_the_last_day_on_which_a_demand_can_be_made(at, confirmed, after, owed):
    """STANDBYS-31: ten closed days after expiry, where it is yesterday still."""
    at(NINE + after * DAY)
    assert confirmed.liability == (owed, owed)


def test_liability_after_expiry_is_what_is_under_demand(at, confirmed, advising_bank, funds):
    """STANDBYS-31: and what the confirmer paid is the issuer's alone."""
    first = confirmed.demand(advising_bank, amount=20_000)
    confirmed.demand(amount=10_000)
    confirmed.examine(first, advising_bank)
    confirmed.honour(first, advising_bank)
    at(NINE + 80 * DAY)
    assert confirmed.liability == (30_000, 10_000)
