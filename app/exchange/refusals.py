"""Words for the refusals of CurrencyExchange."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.errors import Forbidden
from app.exchange.domain import STATUSES

REFUSALS: dict[str, RefusalTemplate] = {
    "ExchangeNotAsked": RefusalTemplate(
        "exchange-not-asked",
        "number {party} is not asked in this exchange",
        "number {asked}, which is asked",
        "wait for the other side, or withdraw",
        Forbidden,
    ),
    "ExchangeNothingNamed": RefusalTemplate(
        "exchange-nothing-named",
        "the offer names no exchange",
        "the hash of its terms",
        "name what is offered",
    ),
    "ExchangeWrongStatus": RefusalTemplate(
        "exchange-status",
        "the exchange is {status}",
        "{allowed}",
        "look at the exchange again; what ended is offered anew under another salt",
        words={"status": STATUSES, "allowed": STATUSES},
    ),
    "ExchangeTooLate": RefusalTemplate(
        "exchange-too-late",
        "the offer was open until {until}, and it is {time}",
        "up to that moment",
        "agree on a new exchange",
        moments=frozenset({"until", "time"}),
    ),
    "ExchangeOneToken": RefusalTemplate(
        "exchange-one-token",
        "both payments are in {cash}",
        "two tokens: of two currencies, or of two banks",
        "name the token of each payment",
    ),
    "ExchangeOneReference": RefusalTemplate(
        "exchange-one-reference",
        "both payments are under the reference {payment}",
        "a UETR for each",
        "give each payment a UETR of its own",
    ),
}
