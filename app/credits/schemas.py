"""Requests about credits, and what answers look like, by example."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, StringConstraints

from app.credits.clauses import MOST_INSTALMENTS
from app.credits.domain import Discrepancy, Disposal, PayingBank
from app.credits.revolving import MOST_CYCLES, MOST_NOTICES, Unit
from app.credits.views import DiaryDay

Lei = Annotated[str, Field(max_length=40, description="LEI of an organisation that yours knows.")]
Line = Annotated[str, Field(min_length=1, max_length=65)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
ArticleName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"\d")
]

CREDIT_ID = "0x6b1f0a6f4f0bd9f5a3a1b7b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
PRESENTATION_ID = "0x1d0c2b3a495867768594a3b2c1d0e0f1122334455667788990a1b2c3d4e5f607"
BILL_ID = "0x9e107d9d372bb6826bd81d3542a419d6e107d9d372bb6826bd81d3542a419d60"
HASH = "0x3c9d7f1e2a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5"


def asked(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class NewApplication(BaseModel):
    model_config = asked(
        issuing_bank="529900T8BM49AURSDO55",
        advising_bank="724500VKKSH9QOLTFR81",
        beneficiary="213800WSGIIZCXF1P572",
        message="{1:F01NHABDEHHAXXX0000000000}{2:I700PABLPTPLXXXXN}{4:\r\n:27:1/1\r\n...-}",
    )

    issuing_bank: Lei
    advising_bank: Lei
    beneficiary: Lei
    message: str = Field(
        max_length=20_000, description="The MT 700 to be issued; kept and sealed byte for byte, in UTF-8."
    )


class NewCredit(BaseModel):
    model_config = asked(application="0b7f5d4c3e2a41968877665544332211", title_to_applicant=False)

    application: str = Field(max_length=32)
    title_to_applicant: bool = Field(
        default=False,
        description="At honour title to the bills passes to the applicant instead of the issuing bank.",
    )
    clauses: str | None = Field(
        default=None,
        max_length=66,
        pattern=r"^0x[0-9a-fA-F]{64}$",
        description="Of a credit with clauses their hash, as stating them answered; they must be final.",
    )


class NewInstalment(BaseModel):
    amount: str = Field(max_length=32, description="In the credit's currency, such as 1000.00.")
    first_day: date
    last_day: date = Field(description="The last day to present for it, closed or not (art. 32).")


class NewAdvanceClause(BaseModel):
    kind: Literal["red", "green"] = Field(
        description="Red: against receipt and undertaking to present. Green: and warehouse receipts."
    )
    percent: int = Field(ge=1, le=100, description="Of the credit's amount, without its tolerance.")


class NewCycles(BaseModel):
    model_config = asked(first_day="2026-02-01", cycles=6, every=1, unit="months")

    first_day: date = Field(description="Of the first cycle; nothing is presented for before it.")
    cycles: int = Field(ge=2, le=MOST_CYCLES)
    every: int = Field(
        ge=1, le=3660, description="So many days or calendar months later the next one begins."
    )
    unit: Unit


class NewRevolving(BaseModel):
    model_config = asked(
        by_time={"first_day": "2026-02-01", "cycles": 6, "every": 1, "unit": "months"}, cumulative=True
    )

    by_time: NewCycles | None = Field(default=None, description="The amount is available again each cycle.")
    on_notice: int | None = Field(
        default=None, ge=1, le=MOST_NOTICES, description="How often your bank may reinstate it; not by time."
    )
    cumulative: bool = Field(
        default=False, description="What is not drawn in a cycle is carried over; else it lapses."
    )


class NewClauses(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "instalments": [
                        {"amount": "45000.00", "first_day": "2026-02-01", "last_day": "2026-02-28"},
                        {"amount": "45000.00", "first_day": "2026-03-01", "last_day": "2026-03-31"},
                    ]
                },
                {"revolving": {"on_notice": 3}},
                {
                    "revolving": {
                        "by_time": {"first_day": "2026-02-01", "cycles": 6, "every": 1, "unit": "months"},
                        "cumulative": True,
                    }
                },
            ]
        },
    )

    instalments: list[NewInstalment] = Field(
        default_factory=list,
        max_length=MOST_INSTALMENTS,
        description="Drawings within given periods, in order; together the credit's amount (art. 32).",
    )
    revolving: NewRevolving | None = Field(
        default=None,
        description="The amount of the credit (field 32B) is that of one cycle, and is available again; not "
        "beside instalments.",
    )
    transferring_bank: Lei | None = Field(
        default=None,
        description="Of a transferable credit the bank that may transfer it: the nominated or the issuing "
        "one, or any where any bank is nominated (art. 38 b). It goes with no other clause.",
    )
    advance: NewAdvanceClause | None = Field(
        default=None, description="What may be advanced before documents are presented."
    )


class NewTransfer(BaseModel):
    model_config = asked(
        second_beneficiary="213800WSGIIZCXF1P572",
        name=["Oficina Ribeira Lda", "Rua da Alfandega 12", "4050-029 Porto"],
        reference="LC2026-104/1",
        amount="80000.00",
        carved="100000.00",
        latest_shipment="2026-04-15",
        goods=["+40 bales of cotton, EUR 2000.00 each"],
        stands_for_applicant=True,
    )

    second_beneficiary: Lei
    name: list[Line] = Field(min_length=1, max_length=4, description="Name and address, as in field 59.")
    reference: str = Field(min_length=1, max_length=16, description="Number of the transferred credit.")
    amount: str = Field(max_length=32, description="Of the transferred credit, in the credit's currency.")
    carved: str = Field(
        max_length=32,
        description="What is set aside of your credit for it: what may be drawn under it, and your margin.",
    )
    expiry: date | None = Field(default=None, description="No later than the credit's.")
    latest_shipment: date | None = Field(default=None, description="No later than the credit's.")
    presentation_days: int | None = Field(
        default=None, ge=1, le=999, description="No more than the credit's."
    )
    goods: list[Line] | None = Field(
        default=None, max_length=100, description="Field 45A with your supplier's unit price."
    )
    documents: list[Line] | None = Field(
        default=None, max_length=100, description="Field 46A with a higher percentage of insurance cover."
    )
    stands_for_applicant: bool = Field(
        default=False,
        description="Your name stands for the applicant's; title at honour goes to the issuing bank then.",
    )
    amendments_advised: bool = Field(
        default=True, description="Whether amendments may be advised to the second beneficiary (art. 38 e)."
    )


class NewDemand(BaseModel):
    model_config = asked(until="2026-02-06")

    until: date = Field(description="The last day for the first beneficiary's invoice, today or later.")


class NewInvoice(BaseModel):
    model_config = asked(name="invoice.pdf", media_type="application/pdf", content="SU5WT0lDRSAxMDQ=")

    name: str = Field(min_length=1, max_length=200)
    media_type: str = Field(
        default="application/octet-stream", max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$"
    )
    content: Base64Bytes = Field(description="Your own invoice, Base64.")


class NewAnswer(BaseModel):
    model_config = asked(confirms=True)

    confirms: bool = Field(
        description="True adds your bank's undertaking; false says that it does not (art. 8 d)."
    )


class Lifting(BaseModel):
    model_config = asked(reason="The order of 3 December is set aside ...")

    bank: PayingBank | None = Field(
        default=None, description="The bank that the order names; none where nobody may pay."
    )
    reason: str = Field(
        min_length=3, max_length=20_000, description="The order; you keep it, the chain commits to it."
    )


class Order(Lifting):
    model_config = asked(reason="Order of the court of 3 December ...", ground="injunction")

    ground: Literal["injunction", "fraud"] = "injunction"


class NewAmendment(BaseModel):
    model_config = asked(
        reference="1",
        wording="Amount increased by EUR 10,000.00. Expiry now 15 June 2026 at Porto.",
        increase="10000.00",
        expiry="2026-06-15",
    )

    reference: str = Field(min_length=1, max_length=35, description="Your bank's own, such as its number.")
    wording: str = Field(min_length=3, max_length=10_000, description="What it says, to be read by people.")
    increase: str | None = Field(
        default=None, max_length=40, description="Decimal, in the credit's currency; not beside a decrease."
    )
    decrease: str | None = Field(default=None, max_length=40)
    tolerance_plus: int | None = Field(default=None, ge=0, le=99, description="Percent; left out, as it is.")
    tolerance_minus: int | None = Field(default=None, ge=0, le=99)
    expiry: date | None = None
    latest_shipment: date | None = None
    presentation_days: int | None = Field(default=None, ge=0, le=999)
    partial_drawings: bool | None = None


class NewAmendmentAnswer(BaseModel):
    model_config = asked(accepts="whole")

    accepts: Literal["whole", "part", "nothing"] = Field(
        description="A part of an amendment cannot be accepted: it counts as a refusal (art. 10 e)."
    )


class NewHonour(BaseModel):
    model_config = asked(dues=["2026-05-04"])

    dues: list[date] = Field(
        default=[],
        max_length=10,
        description="When each part that is not at sight falls due; left out, as tenor and calendar make it.",
    )


class NewNegotiation(BaseModel):
    model_config = asked(price="248750.00")

    price: str = Field(max_length=40, description="What the beneficiary gets, decimal, at most the drawing.")


class NewObligationOffer(BaseModel):
    model_config = asked(buyer="529900T8BM49AURSDO55", price="248750.00")

    buyer: Lei = Field(description="Who may buy it, which may be the bank that owes it.")
    price: str = Field(max_length=40, description="Decimal, in its currency; at most what is owed.")


class NewAssignment(BaseModel):
    model_config = asked(
        assignee="529900T8BM49AURSDO55",
        amount="80000.00",
        agreed="Proceeds assigned to our supplier, as agreed on 4 March 2026.",
    )

    assignee: Lei = Field(description="Who is paid before you.")
    amount: str = Field(max_length=40, description="Decimal, in the credit's currency, or `all`.")
    agreed: str = Field(
        min_length=3,
        max_length=20_000,
        description="The deed. Assignee and banks are told it, the chain commits to it.",
    )


class NewAdvance(BaseModel):
    model_config = asked(
        amount="50000.00", receipt="We have received EUR 50,000.00 and undertake to present.", warehouse=None
    )

    bank: Lei | None = Field(default=None, description="A nominated bank; left out, the issuing one.")
    amount: str = Field(max_length=40, description="Decimal, in the credit's currency.")
    receipt: str = Field(min_length=3, max_length=20_000, description="Receipt, and undertaking to present.")
    warehouse: str | None = Field(
        default=None,
        min_length=3,
        max_length=20_000,
        description="Warehouse receipts, under a green clause alone.",
    )


class NewForwarding(BaseModel):
    model_config = asked(to="529900T8BM49AURSDO55")

    to: Lei | None = Field(default=None, description="The bank that confirmed; left out, the issuing bank.")


class NewDocument(BaseModel):
    model_config = asked(
        kind="commercial invoice",
        name="invoice.pdf",
        media_type="application/pdf",
        content="SU5WT0lDRSAxMDQ=",
    )

    kind: str = Field(min_length=1, max_length=64, description="Such as commercial invoice.")
    name: str = Field(min_length=1, max_length=200)
    media_type: str = Field(
        default="application/octet-stream", max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$"
    )
    content: Base64Bytes = Field(description="Base64.")


class NewPresentation(BaseModel):
    model_config = asked(
        bills=[BILL_ID],
        documents=[
            {
                "kind": "commercial invoice",
                "name": "invoice.pdf",
                "media_type": "application/pdf",
                "content": "SU5WT0lDRSAxMDQ=",
            }
        ],
        amount="250000.00",
        shipped="2026-02-20",
        invoiced="2026-02-18",
        presented="2026-03-02",
        bank="529900T8BM49AURSDO55",
    )

    amendment: str | None = Field(
        default=None,
        max_length=66,
        description="A pending amendment under whose terms this is presented, which accepts it (art. 10 c).",
    )
    bank: Lei | None = Field(
        default=None,
        description="The bank presented to: nominated, confirming, or any where any is nominated; left out, "
        "the issuing bank.",
    )
    bills: list[str] = Field(description="Ids of bills of lading that your number in this credit holds.")
    documents: list[NewDocument] = Field(min_length=1, max_length=50)
    amount: str = Field(max_length=40, description="What is drawn, decimal, in the credit's currency.")
    shipped: date = Field(description="The on-board date.")
    invoiced: date | None = Field(
        default=None, description="The invoice's date, where a tenor counts from it."
    )
    presented: date | None = Field(
        default=None, description="Day of presentation; today where it is left out."
    )


class DiscrepancyIn(BaseModel):
    model_config = asked(
        text="The invoice does not show the trade term CIF Tallinn.", article="UCP 600 art. 18 c"
    )

    text: Sentence = Field(description="One sentence that says what is wrong in which document.")
    article: ArticleName = Field(description="The article that it offends, such as UCP 600 art. 14 d.")

    def as_word(self) -> Discrepancy:
        return Discrepancy(self.text, self.article)


class NewExamination(BaseModel):
    model_config = asked(
        complies=False,
        discrepancies=[
            {
                "text": "The invoice does not show the trade term CIF Tallinn.",
                "article": "UCP 600 art. 18 c",
            }
        ],
    )

    complies: bool
    discrepancies: list[DiscrepancyIn] = Field(default=[], max_length=200)


class NewRefusal(BaseModel):
    model_config = asked(
        discrepancies=[
            {
                "text": "The invoice does not show the trade term CIF Tallinn.",
                "article": "UCP 600 art. 18 c",
            }
        ],
        disposal="HOLD",
    )

    discrepancies: list[DiscrepancyIn] = Field(
        min_length=1, max_length=200, description="Every one: there is no second notice (art. 16 c)."
    )
    disposal: Literal["HOLD", "NOTIFY", "RETURN", "PREVINST"] = Field(
        description="HOLD for instructions, NOTIFY until a waiver or instructions, RETURN, PREVINST: as "
        "instructed earlier (art. 16 c iii)."
    )

    def disposal_word(self) -> Disposal:
        return Disposal[self.disposal]


class NewWaiverRequest(BaseModel):
    model_config = asked(question="Do you accept the documents in spite of this?")

    question: Sentence


class WaiverAnswer(BaseModel):
    model_config = asked(accepts=True, answer="We accept the documents as they are.")

    accepts: bool
    answer: Sentence


class NewCalendar(BaseModel):
    model_config = asked(
        version="Tallinn 2026-1",
        weekend=[6, 7],
        holidays=["2026-02-24", "2026-04-03"],
        closes="17:00",
        time_zone="Europe/Tallinn",
        escalate_on_day_3="K. Tamm",
        escalate_on_day_4="M. Saar",
    )

    version: str = Field(min_length=1, max_length=64)
    weekend: list[int] = Field(description="ISO weekdays, Monday 1 to Sunday 7.", max_length=7)
    holidays: list[date] = Field(max_length=1000)
    closes: time = Field(description="Close of business, in local time.")
    time_zone: str = Field(max_length=64, description="Such as Europe/Tallinn.")
    escalate_on_day_3: str = Field(min_length=1, max_length=100, description="Who is told on day 3.")
    escalate_on_day_4: str = Field(min_length=1, max_length=100, description="Who is told on days 4 and 5.")
    interruptions: list[date] = Field(
        default=[],
        max_length=1000,
        description="Days closed by force majeure: what expires on them stays expired (art. 36).",
    )


class Diary(BaseModel):
    """What your bank has still to pay, day by day."""

    days: list[DiaryDay]


# ----------------------------------------------------------------------------------------- answers by example

BANK = {"number": None, "lei": "529900T8BM49AURSDO55", "name": "Nordhafen Bank AG"}
ADVISER = {"number": None, "lei": "724500VKKSH9QOLTFR81", "name": "Banco do Porto Azul SA"}
TRADER = {"number": None, "lei": "213800WSGIIZCXF1P572", "name": "Porto Azul Trading Lda"}
BUYER = {"number": None, "lei": "969500KSV493XWY0PS54", "name": "Kalamaja Tea House OÜ"}

TERMS: dict[str, Any] = {
    "reference": "NHB/LC/26/0104",
    "form": "IRREVOCABLE",
    "rules": "UCP LATEST VERSION",
    "issue_date": "2026-02-02",
    "expiry_date": "2026-05-15",
    "expiry_place": "PORTO",
    "issuing_bank": "NHABDEHHXXX",
    "advising_bank": "PABLPTPLXXX",
    "applicant": ["KALAMAJA TEA HOUSE OU", "TALLINN"],
    "beneficiary": ["PORTO AZUL TRADING LDA", "PORTO"],
    "currency": "EUR",
    "amount": "250000.00",
    "tolerance_plus": 5,
    "tolerance_minus": 5,
    "most": "262500.00",
    "available_with": "PABLPTPLXXX",
    "available_by": "BY PAYMENT",
    "confirmation": "WITHOUT",
    "tenors": [],
    "drafts_at": [],
    "mixed_payment": [],
    "deferred_payment": [],
    "drawee": None,
    "partial_shipments": "NOT ALLOWED",
    "transhipment": "ALLOWED",
    "taking_in_charge": None,
    "port_of_loading": "PORTO",
    "port_of_discharge": "TALLINN",
    "final_destination": None,
    "latest_shipment": "2026-04-30",
    "shipment_period": [],
    "goods": ["OLIVE OIL, EXTRA VIRGIN, CIF TALLINN"],
    "documents": ["SIGNED COMMERCIAL INVOICE", "FULL SET OF CLEAN ON BOARD BILLS OF LADING TO ORDER"],
    "conditions": [],
    "additional_amounts": [],
    "presentation_days": 21,
    "presentation_text": None,
    "charges": [],
    "special_for_beneficiary": [],
    "sha256": HASH[2:],
}
APPLICATION: dict[str, Any] = {
    "id": "0b7f5d4c3e2a41968877665544332211",
    "deal": "0f4c7d2a9be84f0e93c5a1d76e2b8c11",
    "sent": True,
    "status": "applied",
    "at": "2026-02-02T09:30:00Z",
    "applicant": BUYER,
    "issuing_bank": BANK,
    "advising_bank": ADVISER,
    "beneficiary": TRADER,
    "credit": None,
    "terms": TERMS,
}
CREDIT: dict[str, Any] = {
    "id": CREDIT_ID,
    "deal": APPLICATION["deal"],
    "reference": TERMS["reference"],
    "part": "issuing bank",
    "status": "advised",
    "in_words": "advised to the beneficiary",
    "finality": "final",
    "currency": "EUR",
    "applicant": BUYER,
    "issuing_bank": BANK,
    "advising_bank": ADVISER,
    "confirming_bank": None,
    "confirmation": None,
    "beneficiary": TRADER,
    "copy_opens": True,
    "operation": "5f0c9a1e2b7d4c38a6e15d20f8b94c71",
    "figures": {
        "drawable": "262500.00",
        "reserved": "250000.00",
        "honoured": "0.00",
        "available": "12500.00",
        "outstanding": "262500.00",
        "under_examination": "250000.00",
        "set_aside": "0.00",
    },
    "operative": {
        "amount": "250000.00",
        "tolerance_plus": 5,
        "tolerance_minus": 5,
        "drawable": "262500.00",
        "issued": "2026-02-02",
        "expiry": "2026-05-15",
        "latest_shipment": "2026-04-30",
        "presentation_days": 21,
        "rules": "ucp 600",
        "available_by": "sight payment",
        "available_with": ADVISER,
        "tenors": [],
        "partial_drawings": False,
        "title_to": "issuing bank",
        "cash": "0x5a443704dd4b594b382c22a083e2bd3090a6fef3",
        "document": HASH,
    },
    "cancellation_agreed_by": [],
    "version": 0,
    "pending_amendments": [],
    "stopped_by": [],
    "stops": [],
    "instalments": [],
    "revolving": None,
    "transferable_by": None,
    "transferred": False,
    "transferred_from": None,
    "advance": None,
    "terms": TERMS,
}
TRANSFER: dict[str, Any] = {
    "id": HASH,
    "credit": CREDIT_ID,
    "status": "made",
    "in_words": "transferred: the second beneficiary has a credit of its own",
    "finality": "final",
    "second_beneficiary": {
        "number": 2856114927,
        "lei": "213800WSGIIZCXF1P572",
        "name": "Oficina Ribeira Lda",
    },
    "reference": "LC2026-104/1",
    "drawable": "84000.00",
    "honoured": "0.00",
    "under_examination": "84000.00",
    "credit_status": "advised",
    "credit_in_words": "advised to the beneficiary",
    "carved": "105000.00",
    "set_aside": "84000.00",
    "amendments_advised": True,
    "substitutions": [
        {
            "presentation": PRESENTATION_ID,
            "amount": "84000.00",
            "presented": "2026-02-05",
            "presentation_status": "lodged",
            "status": "substituted",
            "in_words": "the first beneficiary's invoice stands for the second one's",
            "until": "2026-02-06",
            "margin": "21000.00",
            "invoice": True,
        }
    ],
    "operation": None,
}
AMENDMENT: dict[str, Any] = {
    "id": HASH,
    "credit": CREDIT_ID,
    "reference": "1",
    "status": "pending",
    "in_words": "pending: it binds the issuing bank; the terms before it remain operative until the "
    "beneficiary accepts, and silence is no acceptance (art. 10 b, c, f)",
    "finality": "final",
    "wording": "Amount increased by EUR 10,000.00. Expiry now 15 June 2026 at Porto.",
    "text_opens": True,
    "changes": [
        {"what": "amount", "operative": "250000.00", "amended": "260000.00"},
        {"what": "drawable", "operative": "262500.00", "amended": "273000.00"},
        {"what": "expiry", "operative": "2026-05-15", "amended": "2026-06-15"},
    ],
    "operative_terms": CREDIT_ID,
    "amended_terms": HASH,
    "can_be_presented_under": True,
    "proposed_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "confirmation": None,
    "accepted_by_presenting": None,
    "operation": None,
}
PRESENTATION: dict[str, Any] = {
    "id": PRESENTATION_ID,
    "credit": CREDIT_ID,
    "status": "lodged",
    "in_words": "lodged; waits for examination",
    "finality": "final",
    "amount": "250000.00",
    "currency": "EUR",
    "shipped": "2026-02-01",
    "invoiced": None,
    "presented": "2026-02-05",
    "bank": BANK,
    "received": "2026-02-05",
    "payer": None,
    "lodged_at": "2026-02-05T10:12:03Z",
    "bills": [BILL_ID],
    "commitment": HASH,
    "documents": [
        {
            "place": 0,
            "name": "invoice.pdf",
            "kind": "commercial invoice",
            "media_type": "application/pdf",
            "bytes": 48213,
            "sha256": HASH[2:],
        }
    ],
    "documents_open": True,
    "paid_to": None,
    "clock": {
        "received_at": "2026-02-05T10:12:04Z",
        "day_of_receipt": "2026-02-05",
        "deadline": "2026-02-12T15:00:00Z",
        "last_banking_day": "2026-02-12",
        "banking_day": 3,
        "days_left": 2,
        "overdue": False,
        "running": True,
        "escalate_to": "K. Tamm",
        "in_words": "day 3 of 5, 2 banking days left: K. Tamm is to be told now",
        "calendar_version": "Tallinn 2026-1",
    },
    "examination": None,
    "examinations": [],
    "obligations": [],
    "notices": [],
    "waiver_requests": [],
}
HISTORY: dict[str, Any] = {
    "at": "2026-02-02T11:00:00Z",
    "what": "CreditIssued",
    "in_words": "Nordhafen Bank AG issued the credit",
    "who": BANK,
    "presentation": None,
    "block": 42,
    "transaction": HASH,
    "finality": "final",
}
WAIVER: dict[str, Any] = {
    "id": "1c2d3e4f5a6b47988776655443322110",
    "asked_at": "2026-02-06T09:00:00Z",
    "question": "Do you accept the documents in spite of this?",
    "discrepancies": [
        {
            "number": 1,
            "text": "The invoice does not show the trade term CIF Tallinn.",
            "article": "UCP 600 art. 18 c",
        }
    ],
    "answered_at": None,
    "accepts": None,
    "answer": None,
}
SUGGESTION: dict[str, Any] = {
    "document": "bill.json",
    "discrepancy": True,
    "found": "on board on 2026-05-02",
    "asked": "latest shipment 2026-04-30",
    "article": "UCP 600 art. 20",
    "sentence": "Discrepancy: on board on 2026-05-02; "
    "the credit has latest shipment 2026-04-30 (UCP 600 art. 20).",
}
CALENDAR: dict[str, Any] = {
    "version": "Tallinn 2026-1",
    "weekend": [6, 7],
    "holidays": ["2026-02-24", "2026-04-03"],
    "interruptions": [],
    "closes": "17:00",
    "time_zone": "Europe/Tallinn",
    "escalate_on_day_3": "K. Tamm",
    "escalate_on_day_4": "M. Saar",
    "set_by": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
    "set_at": "2026-01-05T08:00:00Z",
}
OBLIGATION: dict[str, Any] = {
    "id": HASH,
    "we_owe": True,
    "kind": "acceptance",
    "status": "owed",
    "in_words": "owed until the bank has paid; nothing pays by falling due",
    "finality": "final",
    "due": "2026-05-04",
    "amount": "250000.00",
    "currency": "EUR",
    "cash": CREDIT["operative"]["cash"],
    "obligor": BANK,
    "obligee": TRADER,
    "offered_to": None,
    "offered_price": None,
    "credit": CREDIT_ID,
    "reference": TERMS["reference"],
    "presentation": PRESENTATION_ID,
    "incurred_at": "2026-02-09T10:00:00Z",
    "transaction": HASH,
    "paid_to": None,
    "paid_at": None,
    "paid_by_transaction": None,
    "operations": [],
}
ADVANCE: dict[str, Any] = {
    "id": HASH,
    "your_side": "bank",
    "credit": CREDIT_ID,
    "reference": TERMS["reference"],
    "bank": ADVISER,
    "amount": "50000.00",
    "currency": "EUR",
    "outstanding": "10000.00",
    "receipt": "We have received EUR 50,000.00 and undertake to present.",
    "warehouse": None,
    "status": "advanced",
    "in_words": "advanced; it is taken off the first payments to the beneficiary",
    "finality": "final",
    "deductions": [
        {
            "presentation": PRESENTATION_ID,
            "payer": BANK,
            "amount": "40000.00",
            "at": "2026-03-20T10:00:00Z",
            "transaction": HASH,
        }
    ],
    "kept_at": "2026-03-04T09:00:00Z",
}
ASSIGNMENT: dict[str, Any] = {
    "id": HASH,
    "your_side": "assignee",
    "credit": CREDIT_ID,
    "reference": None,
    "beneficiary": TRADER,
    "assignee": BUYER,
    "amount": "80000.00",
    "currency": "EUR",
    "paid": "80000.00",
    "agreed": "Proceeds assigned to our supplier, as agreed on 4 March 2026.",
    "status": "paid",
    "in_words": "paid in full, or undertaken to be paid at maturity",
    "finality": "final",
    "acknowledged": [{"bank": BANK, "ahead": "0.00", "at": "2026-03-05T09:00:00Z"}],
    "shares": [
        {
            "presentation": PRESENTATION_ID,
            "bank": BANK,
            "amount": "80000.00",
            "at": "2026-03-20T10:00:00Z",
            "transaction": HASH,
        }
    ],
    "kept_at": "2026-03-04T09:00:00Z",
}
DIARY: dict[str, Any] = {
    "days": [
        {
            "due": "2026-05-04",
            "days_left": 84,
            "totals": [
                {
                    "currency": "EUR",
                    "cash": CREDIT["operative"]["cash"],
                    "account": 2856114927,
                    "amount": "250000.00",
                    "held": "100000.00",
                    "funded": False,
                    "obligations": [HASH],
                }
            ],
        }
    ]
}
LEDGER = (
    "block,account,credit,reference,customer,name,country,currency,amount\r\n"
    f"4711,credits,{CREDIT_ID},{TERMS['reference']},{BUYER['lei']},{BUYER['name']},EE,EUR,12500.00\r\n"
)
STANDS: dict[str, Any] = {
    "currency": "EUR",
    "credits": 1,
    "outstanding": "262500.00",
    "under_examination": "250000.00",
    "offered": "0.00",
    "undertaken": "0.00",
    "acceptances": "0.00",
    "deferred": "0.00",
    "advanced": "0.00",
}
LIABILITIES: dict[str, Any] = {
    "block": 4711,
    "totals": [STANDS],
    "by_customer": [{"customer": BUYER, "country": "EE", **STANDS}],
    "by_country": [{"customer": None, "country": "EE", **STANDS}],
    "lines": [
        {
            "credit": CREDIT_ID,
            "reference": TERMS["reference"],
            "part": "issuing bank",
            "applicant": BUYER,
            "customer": BUYER,
            "country": "EE",
            "currency": "EUR",
            "status": "advised",
            "drawable": "262500.00",
            "honoured": "0.00",
            "outstanding": "262500.00",
            "under_examination": "250000.00",
            "offered": "0.00",
            "undertaken": "0.00",
            "acceptances": "0.00",
            "deferred": "0.00",
            "advanced": "0.00",
        }
    ],
}


def shows(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One answer, by example."""
    return {200: {"content": {"application/json": {"example": example}}}}


def lists(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One page, by example."""
    return shows({"items": [example], "next": None})


def makes(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Something that is complete at once."""
    return {201: {"content": {"application/json": {"example": example}}}}
