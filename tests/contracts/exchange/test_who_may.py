"""The table of docs/spec/exchange.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.exchange.conftest import UNTIL
from tests.contracts.who_may import EVERYBODY, Stage, Subject

SUBJECT = Subject(
    contract="CurrencyExchange",
    page="exchange",
    keys=("status",),
    situations=(
        "unknown, up to the last second",
        "offered, up to the last second",
        "offered",
        "exchanged, up to the last second",
        "withdrawn, up to the last second",
    ),
    calls=("offer", "withdraw", "accept"),
    roles={
        "anybody": EVERYBODY,
        "anybody else": tuple(name for name in EVERYBODY if name != "applicant"),
        "who offered": ("applicant",),
        "who is asked": ("beneficiary",),
    },
    statuses={"ExchangeStatus": {}},
    parties={"payer": "applicant"},
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    asking, at, exchange, offering, asked, terms, euros, situation
):
    """EXCHANGE-2, EXCHANGE-4, EXCHANGE-5, EXCHANGE-6, EXCHANGE-11, EXCHANGE-14."""
    (status, *in_time), swap = situation.split(", "), exchange.idOf(terms)
    if status != "unknown":
        offering.together(exchange, "offer", swap, UNTIL)
    if status == "exchanged":
        asked.together(exchange, "accept", terms)
    if status == "withdrawn":
        offering.act(exchange, "withdraw", swap)
    if not in_time:
        at(UNTIL + 3_600)
    stage = Stage(
        exchange,
        calls={"offer": (swap, UNTIL + 86_400), "withdraw": (swap,), "accept": (terms,)},
        statuses={"ExchangeStatus": exchange.offerOf(offering.number, swap)[0]},
        assets=(euros,),
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """EXCHANGE-11: no status, function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
