"""Payments across banks as users ask for them and see them. Amounts are decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.cash.domain import Holder, Token
from app.clearing.domain import STATUSES, Cleared, Line, Place

SOURCE = "0x5a443704dd4b594b382c22a083e2bd3090a6fef3"
TO = "0x1d9ef4cb4f17ac9e5d8e4a0d9d4b7f5e2a61c3b7"
SETTLEMENT = "0x88d1f5b2a6c34e0f9b7d2c1a5e8f4b6d3c2a1908"
UETR = "eb6305c9-1f7f-49de-aed0-16487c27b42d"
DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
TRADER: dict[str, JsonValue] = {
    "number": 1414213562,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Porto Azul Trading Lda",
}
BANK: dict[str, JsonValue] = {
    "number": 2718281828,
    "lei": "529900T8BM49AURSDO55",
    "name": "Nordhafen Bank AG",
}
PLACE: dict[str, JsonValue] = {
    "at": "2026-03-12T10:15:00Z",
    "block": 412,
    "block_hash": "0x" + "1f" * 32,
    "transaction": "0x" + "6b" * 32,
    "log_index": 3,
}


def example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


def asked(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class NewLine(BaseModel):
    """A corridor and a bank's side of its line; `0` closes it."""

    model_config = asked(source=SOURCE, to=TO, settlement=SETTLEMENT, amount="5000000.00", currency="USD")

    source: str = Field(max_length=42, description="The token of the payer's bank.")
    to: str = Field(max_length=42, description="The token of the payee's bank.")
    settlement: str = Field(max_length=42, description="The token that the first bank pays the second in.")
    amount: str = Field(max_length=40, description="Decimal; in place of what was left.")
    currency: str | None = Field(default=None, max_length=3)


class NewPayment(BaseModel):
    model_config = asked(
        source=SOURCE,
        to=TO,
        settlement=SETTLEMENT,
        deal=DEAL,
        payee="213800WSGIIZCXF1P572",
        amount="250000.00",
        currency="USD",
        uetr=UETR,
    )

    source: str = Field(max_length=42, description="The token that you pay with.")
    to: str = Field(max_length=42, description="The token of the payee's bank.")
    settlement: str = Field(max_length=42, description="The token that the banks settle in.")
    deal: str = Field(max_length=64, description="The deal under whose number your organisation acts.")
    payee: str = Field(max_length=40, description="LEI of who is to be paid, under its number in the deal.")
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str | None = Field(
        default=None, max_length=3, description="If given, it has to be the token's: guards against mix-ups."
    )
    uetr: str | None = Field(
        default=None,
        max_length=36,
        description="End-to-end reference, a UUID of version 4; without, a new one. It pays once in a token.",
    )


class Return(BaseModel):
    model_config = asked(reason="Paid twice: the first was of 12 March.")

    reason: str = Field(min_length=1, max_length=1000, description="The chain holds a salted hash of it.")


class PartyOut(BaseModel):
    """An organisation as far as yours was told who it is, else its number."""

    model_config = example(**TRADER)

    number: int | None
    lei: str | None
    name: str | None

    @classmethod
    def of(cls, holder: Holder) -> PartyOut:
        return cls(number=holder.number, lei=holder.lei, name=holder.name)


class EndOut(BaseModel):
    """One end of a corridor: a bank's token, what is left of its side, whether it lets clearing act."""

    model_config = example(token=SOURCE, bank=BANK, left="5000000.00", appointed=True)

    token: str
    bank: PartyOut
    left: str
    appointed: bool

    @classmethod
    def of(cls, token: Token, bank: Holder, left: str, appointed: bool) -> EndOut:
        return cls(token=token.address, bank=PartyOut.of(bank), left=left, appointed=appointed)


class LineOut(BaseModel):
    model_config = example(
        currency="USD",
        source={"token": SOURCE, "bank": BANK, "left": "5000000.00", "appointed": True},
        to={"token": TO, "bank": BANK, "left": "2000000.00", "appointed": True},
        settlement=SETTLEMENT,
        finality="final",
    )

    currency: str
    source: EndOut = Field(description="The payer's bank: what it still lets out this way.")
    to: EndOut = Field(description="The payee's bank: what it still takes in this way.")
    settlement: str
    finality: Literal["pending", "final"]

    @classmethod
    def of(cls, line: Line) -> LineOut:
        return cls(
            currency=line.source.currency.alpha,
            source=EndOut.of(line.source, line.banks[0], line.mandated.decimal(), line.appointed[0]),
            to=EndOut.of(line.to, line.banks[1], line.accepted.decimal(), line.appointed[1]),
            settlement=line.settlement.address,
            finality="final" if line.final else "pending",
        )


class PlaceOut(BaseModel):
    """Where on the chain it stands, so that anybody can look it up there."""

    model_config = example(**PLACE)

    at: datetime
    block: int
    block_hash: str
    transaction: str
    log_index: int

    @classmethod
    def of(cls, place: Place) -> PlaceOut:
        return cls(
            at=place.at,
            block=place.block,
            block_hash=place.block_hash,
            transaction=place.transaction,
            log_index=place.log_index,
        )


class ClearedOut(BaseModel):
    model_config = example(
        id="0x" + "5e" * 32,
        uetr=UETR,
        payment="0x" + "9f" * 32,
        status="cleared",
        source=SOURCE,
        to=TO,
        settlement=SETTLEMENT,
        payer=TRADER,
        payee=TRADER,
        amount="250000.00",
        currency="USD",
        contract="0x" + "3c" * 20,
        paid=PLACE,
        returned=None,
        reason=None,
        reason_hash=None,
        finality="final",
        you_may_give_back=True,
    )

    id: str
    uetr: str | None = Field(description="As far as your organisation used it or was told.")
    payment: str = Field(description="The UETR's reference on the chain.")
    status: str = Field(description="cleared or returned.")
    source: str
    to: str
    settlement: str
    payer: PartyOut
    payee: PartyOut
    amount: str
    currency: str
    contract: str
    paid: PlaceOut
    returned: PlaceOut | None
    reason: str | None = Field(description="Why it was given back, as far as your organisation was told.")
    reason_hash: str | None
    finality: Literal["pending", "final"]
    you_may_give_back: bool

    @classmethod
    def of(cls, seen: Cleared) -> ClearedOut:
        return cls(
            id=seen.id,
            uetr=seen.uetr,
            payment=seen.payment,
            status=STATUSES[seen.status],
            source=seen.by.source,
            to=seen.by.to,
            settlement=seen.by.settlement,
            payer=PartyOut.of(seen.payer),
            payee=PartyOut.of(seen.payee),
            amount=seen.amount.decimal(),
            currency=seen.amount.currency.alpha,
            contract=seen.contract,
            paid=PlaceOut.of(seen.paid),
            returned=PlaceOut.of(seen.returned) if seen.returned else None,
            reason=seen.reason,
            reason_hash=seen.reason_hash,
            finality="final" if seen.final else "pending",
            you_may_give_back=seen.you_may_give_back,
        )
