"""Cash as users ask for it and see it. Amounts are decimal strings in the currency of the token."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.cash import domain
from app.cash.domain import STATUSES, Holder, Holding, Kind, Movement, Standing

TOKEN = "0x5a443704dd4b594b382c22a083e2bd3090a6fef3"
UETR = "eb6305c9-1f7f-49de-aed0-16487c27b42d"
DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
TRADER = {
    "number": 1414213562,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Porto Azul Trading Lda",
    "instrument": None,
}
BANK = {
    "number": 2718281828,
    "lei": "529900T8BM49AURSDO55",
    "name": "Nordhafen Bank AG",
    "instrument": None,
}


def example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


def asked(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class Redemption(BaseModel):
    model_config = asked(deal=DEAL, amount="1250.00", uetr=UETR)

    deal: str = Field(max_length=64, description="The deal under whose number your organisation acts.")
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str | None = Field(
        default=None, max_length=3, description="If given, it has to be the token's: guards against mix-ups."
    )
    uetr: str | None = Field(
        default=None,
        max_length=36,
        description="End-to-end reference, a UUID of version 4; without, a new one. It pays once in a token.",
    )


class Payment(Redemption):
    model_config = asked(to="213800WSGIIZCXF1P572", deal=DEAL, amount="250000.00", currency="USD")

    to: str = Field(max_length=40, description="LEI of who is to be paid, under its number in the deal.")


class Issue(Redemption):
    """`to` and `deal`, or `number` alone, such as that under which another bank issues its own."""

    model_config = asked(to="213800WSGIIZCXF1P572", deal=DEAL, amount="250000.00", currency="USD")

    deal: str | None = Field(default=None, max_length=64)  # type: ignore[assignment]
    to: str | None = Field(default=None, max_length=40, description="LEI of whom the bank owes.")
    number: int | None = Field(default=None, ge=1, lt=2**32)


class Appointment(BaseModel):
    model_config = asked(instrument="0x88d1f5b2a6c34e0f9b7d2c1a5e8f4b6d3c2a1908", appointed=True)

    instrument: str = Field(max_length=42, description="Address of a contract of this deployment.")
    appointed: bool


class Account(BaseModel):
    """`organisation` and `deal`, or `number` alone where nobody told you who stands behind it."""

    model_config = asked(organisation="213800WSGIIZCXF1P572", deal=DEAL)

    organisation: str | None = Field(default=None, max_length=40, description="LEI of the holder.")
    deal: str | None = Field(default=None, max_length=64)
    number: int | None = Field(default=None, ge=1, lt=2**32)


class Reversal(BaseModel):
    model_config = asked(reason="Paid twice: the first was 7d3c of 12 March.")

    reason: str = Field(min_length=1, max_length=1000, description="The chain holds a salted hash of it.")


class Forcing(BaseModel):
    """What a court or the law orders. With `undoes`, the same amount back from who was paid to who paid."""

    model_config = asked(
        payer={"organisation": "213800WSGIIZCXF1P572", "deal": DEAL},
        payee={"number": 1414213562},
        amount="250000.00",
        uetr=UETR,
        order="Landgericht Hamburg, 312 O 77/26, 14 March 2026",
    )

    payer: Account
    payee: Account
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str | None = Field(default=None, max_length=3)
    uetr: str | None = Field(default=None, max_length=36, description="Of this payment; without, a new one.")
    order: str = Field(min_length=1, max_length=1000, description="The chain holds a salted hash of it.")
    undoes: str | None = Field(default=None, max_length=36, description="UETR of the payment that it undoes.")

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        accounts = {
            name: (account.organisation, account.deal, account.number)
            for name, account in (("payer", self.payer), ("payee", self.payee))
        }
        return {**self.model_dump(exclude={"payer", "payee"}), **accounts}


class HolderOut(BaseModel):
    """An organisation as far as yours was told who it is, else its number; or an instrument that keeps cash
    for a deal.
    """

    model_config = example(**TRADER)

    number: int | None
    lei: str | None
    name: str | None
    instrument: str | None

    @classmethod
    def of(cls, holder: Holder) -> HolderOut:
        return cls(number=holder.number, lei=holder.lei, name=holder.name, instrument=holder.instrument)


class TokenOut(BaseModel):
    model_config = example(
        token=TOKEN,
        currency="USD",
        decimals=2,
        issuer=BANK,
        mine=False,
        held="250000.00",
        outstanding=None,
    )

    token: str
    currency: str
    decimals: int
    issuer: HolderOut = Field(description="The bank that owes.")
    mine: bool = Field(description="Whether your organisation is that bank.")
    held: str = Field(description="What your organisation holds, over all its numbers.")
    outstanding: str | None = Field(description="All claims on the bank; for the bank itself.")

    @classmethod
    def of(cls, seen: Standing) -> TokenOut:
        return cls(
            token=seen.token.address,
            currency=seen.token.currency.alpha,
            decimals=seen.token.currency.decimals,
            issuer=HolderOut.of(seen.issuer),
            mine=seen.mine,
            held=seen.held.decimal(),
            outstanding=seen.outstanding.decimal() if seen.outstanding else None,
        )


class HoldingOut(BaseModel):
    model_config = example(
        number=1414213562,
        deal=DEAL,
        amount="250000.00",
        currency="USD",
        frozen=False,
        finality="final",
        block=412,
    )

    number: int
    deal: str | None
    amount: str
    currency: str
    frozen: bool = Field(description="Whether the bank has stopped payments out of it.")
    finality: Literal["pending", "final"]
    block: int = Field(description="Of the last change.")

    @classmethod
    def of(cls, holding: Holding) -> HoldingOut:
        return cls(
            number=holding.number,
            deal=holding.deal,
            amount=holding.amount.decimal(),
            currency=holding.amount.currency.alpha,
            frozen=holding.frozen,
            finality="final" if holding.final else "pending",
            block=holding.block,
        )


class EventOut(BaseModel):
    """Where on the chain it stands, so that anybody can look it up there."""

    name: str
    contract: str
    block: int
    block_hash: str
    transaction: str
    log_index: int


class MovementOut(BaseModel):
    model_config = example(
        id="412-3",
        kind="settled",
        amount="250000.00",
        currency="USD",
        payer=BANK,
        payee=TRADER,
        payment="0x9f2d1c5b7e6a48039d0c4b8a7f1e2d3c5b6a79808f9e0d1c2b3a495867768594",
        uetr=None,
        at="2026-03-12T10:15:00Z",
        finality="final",
        event={
            "name": "Transfer",
            "contract": TOKEN,
            "block": 412,
            "block_hash": "0x1f9d7a6e3c5b48029e8d7c6b5a493827160f5e4d3c2b1a09f8e7d6c5b4a39281",
            "transaction": "0x6b1e5d4c3b2a19087f6e5d4c3b2a19080f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "log_index": 3,
        },
    )

    id: str
    kind: Kind
    amount: str
    currency: str
    payer: HolderOut | None = Field(description="Null where the bank owes this anew.")
    payee: HolderOut | None = Field(description="Null where the holder gave the claim up.")
    payment: str | None = Field(
        description="What a deal paid for, the same in the deal's own record; or a UETR's reference, which "
        "ends in the number of who ordered it."
    )
    uetr: str | None = Field(
        description="As far as your organisation used it or was told; of what a deal paid by its own terms, "
        "the one that follows from `payment`."
    )
    at: datetime
    finality: Literal["pending", "final"]
    event: EventOut

    @classmethod
    def of(cls, moved: Movement) -> MovementOut:
        return cls(
            id=moved.id,
            kind=moved.kind,
            amount=moved.amount.decimal(),
            currency=moved.amount.currency.alpha,
            payer=HolderOut.of(moved.payer) if moved.payer else None,
            payee=HolderOut.of(moved.payee) if moved.payee else None,
            payment=moved.payment,
            uetr=moved.uetr,
            at=moved.at,
            finality="final" if moved.final else "pending",
            event=EventOut(
                name="Transfer",
                contract=moved.token,
                block=moved.block,
                block_hash=moved.block_hash,
                transaction=moved.transaction,
                log_index=moved.log_index,
            ),
        )


class PaymentOut(BaseModel):
    """`reason` and `order` are texts that were told; the hashes, salted, are what the chain holds of them."""

    model_config = example(
        uetr=UETR,
        payment="0x9f2d1c5b7e6a48039d0c4b8a7f1e2d3c5b6a79808f9e0d1c2b3a495867768594",
        status="paid",
        made=MovementOut.model_config["json_schema_extra"]["examples"][0],  # type: ignore[index]
        reversal=None,
        reason=None,
        reason_hash=None,
        order=None,
        order_hash=None,
        undoes=None,
        undone_by=None,
        you_may_reverse=True,
    )

    uetr: str | None = Field(description="As far as your organisation used it or was told.")
    payment: str = Field(description="The UETR's reference on the chain.")
    status: str = Field(description="paid, paid_in, paid_out, forced or reversed.")
    made: MovementOut
    reversal: MovementOut | None
    reason: str | None
    reason_hash: str | None
    order: str | None
    order_hash: str | None
    undoes: str | None = Field(description="Reference of the payment that a forced one undoes.")
    undone_by: str | None = Field(description="Reference of the forced payment that undid this one.")
    you_may_reverse: bool

    @classmethod
    def of(cls, seen: domain.Payment) -> PaymentOut:
        return cls(
            uetr=seen.uetr,
            payment=seen.payment,
            status=STATUSES[seen.status],
            made=MovementOut.of(seen.made),
            reversal=MovementOut.of(seen.reversal) if seen.reversal else None,
            reason=seen.reason,
            reason_hash=seen.reason_hash,
            order=seen.order,
            order_hash=seen.order_hash,
            undoes=seen.undoes,
            undone_by=seen.undone_by,
            you_may_reverse=seen.you_may_reverse,
        )
