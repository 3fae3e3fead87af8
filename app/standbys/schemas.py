"""Requests about standbys, and what answers look like, by example."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.standbys.domain import Part
from app.standbys.drafts import AmendmentDraft, DemandDraft, Ground, StandbyDraft

STANDBY_ID = "0x5c1f0a6f4f0bd9f5a3a1b7b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7a1"
DEMAND_ID = "0x2d0c2b3a495867768594a3b2c1d0e0f1122334455667788990a1b2c3d4e5f6b2"
AMENDMENT_ID = "0x3e107d9d372bb6826bd81d3542a419d6e107d9d372bb6826bd81d3542a419dc3"
HASH = "0x4f9d7f1e2a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4d4"
BANK: dict[str, Any] = {"number": 2718281828, "lei": "529900T8BM49AURSDO55", "name": "Nordhafen Bank AG"}
APPLICANT: dict[str, Any] = {"number": 1618033988, "lei": "724500VKKSH9QOLTFR81", "name": "Hansa Import GmbH"}
BENEFICIARY: dict[str, Any] = {
    "number": 1414213562,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Porto Azul Trading Lda",
}
STATEMENT = "We demand USD 250,000.00. The applicant has not paid invoice 104, which fell due on 1 June 2026."

Lei = Annotated[str, Field(max_length=40, description="LEI of an organisation that yours knows.")]
Decimal = Annotated[str, Field(max_length=40, description="Decimal, with the decimals of the currency.")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def asked(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class NewStandby(BaseModel):
    model_config = asked(
        applicant=APPLICANT["lei"],
        beneficiary=BENEFICIARY["lei"],
        reference="SB-2026-0017",
        amount="250000.00",
        currency="USD",
        expiry="2026-12-31",
        final_expiry="2029-12-31",
        extension_days=365,
        notice_days=60,
        required=["A demand, and a statement that the applicant has not paid an invoice that is due."],
        text="We hereby issue in your favour our irrevocable standby letter of credit No. SB-2026-0017, ...",
    )

    deal: str | None = Field(default=None, max_length=64, description="Left out, a new deal.")
    applicant: Lei
    beneficiary: Lei
    confirmer: Lei | None = Field(default=None, description="The bank that is asked to confirm.")
    reference: str = Field(min_length=1, max_length=35)
    amount: Decimal
    currency: str = Field(min_length=3, max_length=3)
    expiry: date
    final_expiry: date | None = Field(default=None, description="Beyond which nothing extends by itself.")
    extension_days: int = Field(default=0, ge=0, le=3660, description="0: it does not extend by itself.")
    notice_days: int = Field(default=0, ge=0, le=3660)
    partial_drawings: bool = True
    multiple_drawings: bool = True
    required: list[Words] = Field(min_length=1, max_length=50, description="What a demand has to come with.")
    text: str = Field(min_length=1, max_length=20_000, description="The whole wording.")

    def draft(self) -> StandbyDraft:
        return StandbyDraft(**self.model_dump())


class Attached(BaseModel):
    model_config = asked(name="statement.txt", text=STATEMENT)

    name: Short
    text: Words


class NewDemand(BaseModel):
    model_config = asked(amount="250000.00", statement=STATEMENT, extend_to="2027-12-31")

    bank: Literal["issuer", "confirmer"] = "issuer"
    amount: Decimal
    presented: date | None = Field(default=None, description="Left out, today.")
    extend_to: date | None = Field(
        default=None, description="Extend to this day, or pay (3.09); left out, only payment is asked."
    )
    statement: Words
    documents: list[Attached] = Field(default=[], max_length=50)

    def draft(self) -> DemandDraft:
        return DemandDraft(
            Part(self.bank),
            self.amount,
            self.presented,
            self.extend_to,
            self.statement,
            tuple((one.name, one.text) for one in self.documents),
        )


class Discrepancy(BaseModel):
    model_config = asked(text="The statement is not signed.", rule="4.07")

    text: Words
    rule: Short = Field(description="The rule or the term that it offends.")

    def as_word(self) -> Ground:
        return Ground(self.text, self.rule)


class NewExamination(BaseModel):
    model_config = asked(complies=True, discrepancies=[])

    complies: bool
    discrepancies: list[Discrepancy] = Field(default=[], max_length=100)


class NewDishonour(BaseModel):
    model_config = asked(
        discrepancies=[{"text": "The statement is not signed.", "rule": "4.07"}],
        disposal="We hold the documents at your disposal.",
    )

    discrepancies: list[Discrepancy] = Field(min_length=1, max_length=100, description="Every one (5.02).")
    disposal: Words = Field(description="What becomes of the documents (5.07).")


class NewAmendment(BaseModel):
    model_config = asked(decrease="50000.00", text="The amount is reduced after the first delivery.")

    increase: Decimal | None = None
    decrease: Decimal | None = None
    expiry: date | None = None
    final_expiry: date | None = None
    text: Words

    def draft(self) -> AmendmentDraft:
        return AmendmentDraft(**self.model_dump())


class NewAnswer(BaseModel):
    model_config = asked(accepts=True)

    accepts: bool = Field(description="The whole of it, or none (2.06 d).")


class NewNonExtension(BaseModel):
    model_config = asked(expiry="2026-12-31", notice="We do not extend our standby beyond 31 December 2026.")

    expiry: date = Field(description="The expiry that stands now.")
    notice: Words


class NewStop(BaseModel):
    model_config = asked(
        bank="issuer", ground="injunction", order="By order of 4 March 2026, case 17 O 22/26."
    )

    bank: Literal["issuer", "confirmer", "both"] = "issuer"
    ground: Literal["injunction", "fraud"]
    order: Words


class NewLift(BaseModel):
    model_config = asked(bank="issuer", decision="By order of 9 March 2026 the injunction is set aside.")

    bank: Literal["issuer", "confirmer", "both"] = "issuer"
    decision: Words


STANDBY: dict[str, Any] = {
    "id": STANDBY_ID,
    "deal": "0f4c7d2a9be84f0e93c5a1d76e2b8c11",
    "part": "beneficiary",
    "status": "issued",
    "finality": "final",
    "reference": "SB-2026-0017",
    "currency": "USD",
    "issuer": BANK,
    "applicant": APPLICANT,
    "beneficiary": BENEFICIARY,
    "confirmer": None,
    "confirmed": False,
    "partial_drawings": True,
    "multiple_drawings": True,
    "issued": "2026-01-05",
    "required": ["A demand, and a statement that the applicant has not paid an invoice that is due."],
    "text": "We hereby issue in your favour our irrevocable standby letter of credit No. SB-2026-0017, ...",
    "text_opens": True,
    "version": 0,
    "figures": {
        "amount": "250000.00",
        "available": "250000.00",
        "under_demand": "0.00",
        "honoured": "0.00",
        "liability": "250000.00",
        "confirmer_liability": "0.00",
    },
    "expiry": {
        "expiry": "2026-12-31",
        "final_expiry": "2029-12-31",
        "extension_days": 365,
        "notice_days": 60,
        "ends": False,
        "last_day_for_notice": "2026-11-01",
    },
    "stops": [],
    "agreed_to_cancel": [],
}
DEMAND: dict[str, Any] = {
    "id": DEMAND_ID,
    "standby": STANDBY_ID,
    "status": "lodged",
    "finality": "final",
    "amount": "250000.00",
    "currency": "USD",
    "presented": "2026-06-08",
    "extend_to": "2027-12-31",
    "expiry": "2026-12-31",
    "version": 0,
    "bank": BANK,
    "payer": None,
    "agreed": [],
    "commitment": HASH,
    "content": {"standby": STANDBY_ID, "statement": STATEMENT, "documents": []},
    "clock": {
        "day_of_receipt": "2026-06-08",
        "third_business_day": "2026-06-11T17:00:00Z",
        "seventh_business_day": "2026-06-17T17:00:00Z",
        "last_day": "2026-12-31",
        "in_words": "a notice of dishonour until 2026-06-17T17:00+00:00 is not unreasonable",
    },
    "findings": [],
    "notices": [],
}
AMENDMENT: dict[str, Any] = {
    "id": AMENDMENT_ID,
    "number": 1,
    "status": "offered",
    "increase": "0.00",
    "decrease": "50000.00",
    "expiry": None,
    "final_expiry": None,
    "agreed": [],
    "text": "The amount is reduced after the first delivery.",
}
EVENT: dict[str, Any] = {
    "event": "StandbyIssued",
    "subject": None,
    "said": {},
    "at": "2026-01-05T10:15:00Z",
    "finality": "final",
    "block": 412,
    "transaction": "0x" + "6b" * 32,
}


def shows(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One answer, by example."""
    return {200: {"content": {"application/json": {"example": example}}}}


def lists(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One page, by example."""
    return shows({"items": [example], "next": None})
