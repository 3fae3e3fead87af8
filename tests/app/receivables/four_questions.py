"""Records of receivables for the four questions. Only a bank reserves, so the right caller is `north`."""

from __future__ import annotations

from typing import Any

from app.members import service as members
from app.receivables.claims import NOTHING, Claim, Notice, ReceivableStatus, Sale, Terms
from app.receivables.schemas import QUOTED
from app.receivables.services import keeping
from app.receivables.store import ReceivableRow
from app.receivables.written import as_json, document_of
from tests.app.cash.builders import NORTH, SOUTH, token_in
from tests.app.chain.world import World
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import an_invoice, entered, financed, reserved, with_key
from tests.app.receivables.trade import RATE, in_days
from tests.app.routes import Asked, Question


def enter(world: World) -> Asked:
    with_key(world)
    body = {"document": an_invoice(), "share": 10_000, "reference": "asked by four"}
    return Asked("/financings", body=body, own_only="it makes a record of whoever asks")


def listed(world: World) -> Asked:
    with_key(world)
    marker = entered(Interface(world))["id"]
    return Asked("/financings", marker=marker, member="north", other="south")


def one(world: World) -> Asked:
    with_key(world)
    return Asked(f"/financings/{entered(Interface(world))['id']}", member="north", other="south")


def step(name: str, made: Any, body: Any = None) -> Question:
    def question(world: World) -> Asked:
        with_key(world)
        path = f"/financings/{made(Interface(world))['id']}/{name}"
        return Asked(path, body=body, member="north", other="south")

    return question


OWES, HOLDS = "owes", "holds"


def owed(world: World, part: str, **changed: Any) -> str:
    """A receivable that `south` alone holds a copy of, as its holder or as its obligor; the id. What the
    chain would have is put in the mirror: the routes only queue.
    """
    with world.database.writing() as session:
        deal = members.new_deal()
        ours, theirs = members.allot(session, "south", deal).party, 1
        seller, obligor = (theirs, ours) if part == OWES else (ours, theirs)
        document, salt = as_json(document_of(an_invoice())), "5a" * 32
        commitment = keeping.commitment_of(document, salt)
        terms = Terms(seller, obligor, token_in(world), 100_000, in_days(9).toordinal() - 719_163, commitment)
        address = world.deployment.contract("ReceivableBook").address
        copy = keeping.keep(
            session,
            "south",
            id=terms.id,
            address=address,
            deal=deal,
            seller=NORTH if part == OWES else SOUTH,
            obligor=SOUTH if part == OWES else NORTH,
            terms=terms,
            amount=terms.amount,
            document=document,
            salt=salt,
        )
        now: dict[str, Any] = {
            **{"seller": seller, "obligor": obligor, "holder": seller, "payee": seller, "recourse": 0},
            **{
                "due": terms.due,
                "status": ReceivableStatus.REGISTERED,
                "disputed": False,
                "notice": Notice.NONE,
            },
            **{"share": 10_000, "payments": 0, "cash": terms.cash, "amount": terms.amount},
            **{"financing": "", "sale": "", "claim": "", "whole": ""},
        } | {name: value(ours, theirs) if callable(value) else value for name, value in changed.items()}
        if now["claim"]:
            claim = Claim(terms.id, 1, NOTHING)
            copy.claim, now["claim"] = vars(claim), claim.hash
        if now["sale"] == "to south":
            sale = Sale(terms.id, theirs, ours, terms.amount, 1, False, 2**39, NOTHING)
            copy.sale, now["sale"], now["financing"] = (
                {**vars(sale), "price_made_of": QUOTED},
                sale.hash,
                NOTHING,
            )
        session.add(
            ReceivableRow(
                chain_id=world.deployment.chain_id,
                contract=address,
                id=terms.id,
                first_block=0,
                last_block=0,
                **now,
            )
        )
    return terms.id


def on_receivable(name: str, part: str, body: Any = None, **changed: Any) -> Question:
    def question(world: World) -> Asked:
        return Asked(f"/receivables/{owed(world, part, **changed)}{name}", body=body, other="issuer")

    return question


def register(world: World) -> Asked:
    document = an_invoice(
        seller={"lei": SOUTH}, buyer={"lei": NORTH}, amount={"amount": "9.00", "currency": "USD"}
    )
    body = {"document": document, "token": token_in(world), "due": in_days(9).isoformat()}
    return Asked("/receivables", body=body, own_only="it makes a record of whoever asks")


def all_of_them(world: World) -> Asked:
    return Asked("/receivables?limit=200", marker=owed(world, HOLDS))


def repurchase(world: World) -> Asked:
    """Of a financing that the register keeps."""
    with_key(world)
    kept = financed(Interface(world))["id"]
    id = owed(
        world,
        HOLDS,
        holder=lambda ours, theirs: theirs,
        recourse=lambda ours, theirs: ours,
        claim="one",
        financing=kept,
    )
    return Asked(f"/receivables/{id}/repurchase", other="issuer")


AN_OFFER = {"buyer": "000000KW7JSGF7913O13", "with_recourse": False, "until": "2099-01-01T00:00:00Z", **RATE}

QUESTIONS: dict[str, Question] = {
    "POST /financings": enter,
    "GET /financings": listed,
    "GET /financings/{id}": one,
    "POST /financings/{id}/reserve": step("reserve", entered, {"hours": 24}),
    "POST /financings/{id}/renew": step("renew", reserved, {"hours": 24}),
    "POST /financings/{id}/finance": step("finance", reserved),
    "POST /financings/{id}/settle": step("settle", financed),
    "POST /financings/{id}/dispute": step("dispute", financed, {"grounds": "Short delivery."}),
    "POST /financings/{id}/release": step("release", reserved),
    "POST /receivables": register,
    "GET /receivables": all_of_them,
    "GET /receivables/{id}": on_receivable("", HOLDS),
    "POST /receivables/{id}/approve": on_receivable("/approve", OWES),
    "POST /receivables/{id}/dispute": on_receivable("/dispute", OWES, {"text": "Wet."}),
    "POST /receivables/{id}/end-dispute": on_receivable("/end-dispute", OWES, disputed=True),
    "POST /receivables/{id}/credit-note": on_receivable(
        "/credit-note", HOLDS, {"amount": "1.00", "text": "Wet."}
    ),
    "POST /receivables/{id}/quote": on_receivable("/quote", HOLDS, RATE),
    "POST /receivables/{id}/offer": on_receivable("/offer", HOLDS, AN_OFFER),
    "POST /receivables/{id}/withdraw-offer": on_receivable("/withdraw-offer", HOLDS, sale=NOTHING),
    "POST /receivables/{id}/accept": on_receivable("/accept", OWES, {}, sale="to south"),
    "POST /receivables/{id}/assign": on_receivable("/assign", HOLDS, {"to": AN_OFFER["buyer"]}),
    "POST /receivables/{id}/split": on_receivable(
        "/split",
        HOLDS,
        {"parts": [{"holder": SOUTH, "amount": "1000.00"}]},
        status=ReceivableStatus.APPROVED,
    ),
    "POST /receivables/{id}/notice": on_receivable("/notice", HOLDS, payee=1),
    "POST /receivables/{id}/acknowledge": on_receivable("/acknowledge", OWES, notice=Notice.GIVEN),
    "POST /receivables/{id}/repay": on_receivable("/repay", OWES),
    "POST /receivables/{id}/claim": on_receivable(
        "/claim", HOLDS, {"amount": "1.00"}, recourse=lambda ours, theirs: ours, disputed=True
    ),
    "POST /receivables/{id}/repurchase": repurchase,
}
