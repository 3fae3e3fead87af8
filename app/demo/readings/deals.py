"""Escrows and credits: their state as the chain keeps it, their history as its logs tell it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings import advances, amendments, assignments, stops, transfers
from app.demo.readings.amendments import STEPS, accepted, former_terms_of, over
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, place_of

ESCROW_TERMS = "(uint32,uint32,bytes32,address,uint64,uint40,bytes32)"
FUNDED = f"Funded(bytes32,{ESCROW_TERMS})"
ESCROW_STEPS = [FUNDED, "Settled(bytes32)", "Reclaimed(bytes32)", "Released(bytes32)"]

TERMS = (
    "(uint32,uint32,uint32,uint32,uint32,uint32,address,uint64,uint8,uint8,uint32,uint32,uint32,uint16,uint8,"
    "uint8,(uint8,uint8,uint16)[],bool,bool,bytes32,bytes32)"
)
CREDIT = "(uint8,bool,bool,bool,bool,uint8,uint16,uint64,uint64,uint64)"
AGREED_NAMES = (
    *("issuing_bank", "applicant", "beneficiary", "advising_bank", "nominated_bank", "confirming_bank"),
    *("cash", "amount", "tolerance_plus", "tolerance_minus", "issued", "expiry", "latest_shipment"),
    *("presentation_days", "rules", "availability", "tenors", "partial_drawings", "title_to_applicant"),
    *("clauses", "document"),
)
STANDING_NAMES = ("status", "partial_drawings", "version", "open", "drawable", "reserved", "honoured")
CONTENTS = "(uint32,bytes32[],bytes32,uint64,uint8,bytes32,uint32,uint32,uint32)"
CONTENTS_NAMES = (
    *(
        "presented_to",
        "bills",
        "documents",
        "amount",
        "scheme",
        "drawing",
        "shipped",
        "invoiced",
        "presented",
    ),
)
PASSAGE = "(uint8,uint32,uint32,uint32)"
EXAMINATION = "(uint8,bool,uint40,uint32,uint40)"
OBLIGATION = "(uint8,uint8,uint32,uint32,uint32,uint64,address,bytes32)"
OBLIGATION_NAMES = ("status", "kind", "obligor", "obligee", "due", "amount", "cash", "drawing")
FINDING = "(bool,uint40,uint32,bytes32)"
ISSUED, ADVISED = f"CreditIssued(bytes32,{TERMS})", "CreditAdvised(bytes32)"
PRESENTED = f"Presented(bytes32,bytes32,bytes32,{CONTENTS})"
EXAMINED = f"Examined(bytes32,bytes32,uint32,{FINDING})"
HONOURED = "Honoured(bytes32,bytes32,uint32,uint32)"
NEGOTIATED = "Negotiated(bytes32,bytes32,uint32,uint64)"
FORWARDED = "Forwarded(bytes32,bytes32,uint32,uint32,uint32)"
REFUSED = "Refused(bytes32,bytes32,uint32,bytes32,uint16,uint8)"
PRECLUDED = "RefusalPrecluded(bytes32,bytes32,uint32,bytes32,uint8)"
CONFIRMED, DECLINED = (
    "CreditConfirmed(address,bytes32,uint32,bytes32)",
    "ConfirmationDeclined(address,bytes32,uint32,bytes32)",
)
EXPIRED, CANCELLED = "CreditExpired(address,bytes32)", "CreditCancelled(address,bytes32)"
INCURRED, PAID = f"Incurred(bytes32,{OBLIGATION})", "ObligationPaid(bytes32,uint32)"
AGREED = "CancellationAgreed(address,bytes32,uint32,bytes32)"
CLAUSES = "((uint64,uint32,uint32)[],(uint32[],uint8,bool),uint32,(uint8,uint8))"
STATED = f"ClausesStated(bytes32,{CLAUSES})"
REINSTATED = "CreditReinstated(address,bytes32,uint8)"
OF_BOOKS = {
    "ConfirmationBook": [CONFIRMED, DECLINED],
    "EndBook": [AGREED, EXPIRED, CANCELLED],
    "ClauseBook": [REINSTATED],
}
"""What books beside the credits tell of one: first in which instrument it is, then which."""
OF_PRESENTATIONS = [
    *(PRESENTED, EXAMINED, HONOURED, NEGOTIATED, FORWARDED, REFUSED, PRECLUDED),
    *("Waived(bytes32,bytes32)", "Withdrawn(bytes32,bytes32)"),
]

BY_BANK = {
    *("CreditConfirmed", "ConfirmationDeclined", "CancellationAgreed", "Examined", "Honoured", "Negotiated"),
    *("Forwarded", "Refused", "RefusalPrecluded"),
}
# Who acts, where the log does not say.
ACTORS = {
    "CreditAdvised": "advising_bank",
    "Presented": "beneficiary",
    "Withdrawn": "beneficiary",
}


def escrows(chain: ChainReader, contracts: Contracts) -> Rows:
    names = ("seller", "buyer", "bill", "cash", "amount", "deadline", "salt")
    return {
        (registry, log.topic(1, "bytes32")): {
            **dict(zip(names, log.values(ESCROW_TERMS)[0], strict=True)),
            "status": chain.call(registry, "statusOf(bytes32)", "uint8", log.topic(1, "bytes32")),
        }
        for registry in contracts["DvpEscrow"]
        for log in chain.logs(registry, FUNDED)
    }


def escrow_steps(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (registry, log.place): {**place_of(chain, log), "escrow": log.topic(1, "bytes32"), "event": name}
        for registry in contracts["DvpEscrow"]
        for name, log in logs_in_order(chain, registry, ESCROW_STEPS)
    }


def credits(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    consents: dict[tuple[str, str, str], list[int]] = {}
    aside = transfers.set_aside(chain, contracts)
    for book in contracts["EndBook"]:
        for log in chain.logs(book, AGREED):
            given = log.topic(1, "address"), log.topic(2, "bytes32"), log.values("bytes32")[0]
            consents.setdefault(given, []).append(log.topic(3, "uint32"))
    notices = Counter(
        (log.topic(1, "address"), log.topic(2, "bytes32"))
        for book in contracts["ClauseBook"]
        for log in chain.logs(book, REINSTATED)
    )
    for registry in contracts["LetterOfCredit"]:
        for log in chain.logs(registry, ISSUED):
            id = log.topic(1, "bytes32")
            terms = chain.call(registry, "operativeOf(bytes32)", "bytes32", id)
            # Whether it is stopped, has clauses, is divided: other rows tell that.
            status, partial, _, _, _, *figures = chain.call(registry, "creditOf(bytes32)", CREDIT, id)
            rows[registry, id] = {
                **dict(zip(AGREED_NAMES, log.values(TERMS)[0], strict=True)),
                **dict(zip(STANDING_NAMES, (status, partial, *figures), strict=True)),
                "terms": terms,
                "confirmation": chain.call(registry, "confirmationOf(bytes32,bytes32)", "uint8", id, terms),
                "consents": consents.get((registry, id, terms), []),
                "reinstated": notices[registry, id],
                "set_aside": aside.get((registry, id), 0),
            }
            rows[registry, id]["tenors"] = [list(tenor) for tenor in rows[registry, id]["tenors"]]
            rows[registry, id]["operative_document"] = rows[registry, id]["document"]
    for place, contents in accepted(chain, contracts).items():
        for change in contents:
            rows[place] = over(rows[place], change)
    return rows


def former_terms(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for (registry, credit), contents in accepted(chain, contracts).items():
        for log in chain.logs(registry, ISSUED):
            if log.topic(1, "bytes32") == credit:
                issued = dict(zip(AGREED_NAMES, log.values(TERMS)[0], strict=True))
                issued["operative_document"] = issued["document"]
                rows |= former_terms_of(chain, registry, credit, issued, contents)
    return rows


def presentations(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    known = credits(chain, contracts)
    for registry in contracts["LetterOfCredit"]:
        paid: dict[str, int] = {}
        for name, log in logs_in_order(chain, registry, [HONOURED, NEGOTIATED]):
            beneficiary = known[registry, log.topic(1, "bytes32")]["beneficiary"]
            payee = log.values("uint32")[0] if name == "Honoured" else beneficiary
            paid[log.topic(2, "bytes32")] = payee
        passed = {log.topic(2, "bytes32"): log.topic(3, "uint32") for log in chain.logs(registry, FORWARDED)}
        for log in chain.logs(registry, PRESENTED):
            id = log.topic(2, "bytes32")
            terms, contents = log.values("bytes32", CONTENTS)
            _, bank, payer, received = chain.call(registry, "passageOf(bytes32)", PASSAGE, id)
            rows[registry, id] = {
                **{"credit": log.topic(1, "bytes32"), "lodged_at": chain.block_time(log.block)},
                **dict(zip(CONTENTS_NAMES, contents, strict=True)),
                **{"terms": terms, "bank": bank, "payer": payer or None, "received": received},
                "place": log.block * 100_000 + log.index,
                "status": chain.call(registry, "statusOf(bytes32,uint32)", "uint8", id, bank),
                "came_from": passed.get(id),
                "payee": paid.get(id),
            }
    return rows


def examinations(chain: ChainReader, contracts: Contracts) -> Rows:
    """The finding as it stands in the contract; the calendar's hash stands in the log alone."""
    rows: Rows = {}
    names = ("status", "complies", "deadline", "last_day", "examined_at")
    for registry in contracts["LetterOfCredit"]:
        for log in chain.logs(registry, EXAMINED):
            id, bank = log.topic(2, "bytes32"), log.topic(3, "uint32")
            answer = chain.call(registry, "examinationOf(bytes32,uint32)", EXAMINATION, id, bank)
            rows[registry, f"{id}-{bank}"] = {
                **dict(zip(names, answer, strict=True)),
                **{"presentation": id, "bank": bank, "calendar": log.values(FINDING)[0][3]},
            }
    return rows


def obligations(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts["ObligationBook"]:
        paid = {log.topic(1, "bytes32"): log for log in chain.logs(book, PAID)}
        for log in chain.logs(book, INCURRED):
            id = log.topic(1, "bytes32")
            end = paid.get(id)
            stands = chain.call(book, "obligationOf(bytes32)", OBLIGATION, id)
            buyer, price = chain.call(book, "offerOf(bytes32)", "(uint32,uint64)", id)
            rows[book, id] = {
                **dict(zip(OBLIGATION_NAMES, stands, strict=True)),
                **{"incurred_at": chain.block_time(log.block), "tx_hash": log.transaction},
                **{"offered_to": buyer, "offered_price": price},
                "paid_to": end.values("uint32")[0] if end else None,
                "paid_at": chain.block_time(end.block) if end else None,
                "paid_tx_hash": end.transaction if end else None,
            }
    return rows


def notices(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts["LetterOfCredit"]:
        for name, log in logs_in_order(chain, registry, [REFUSED, PRECLUDED]):
            known: dict[str, Any] = {"discrepancies": None, "disposal": None, "preclusion": None}
            if name == "Refused":
                known |= dict(
                    zip(
                        ("notice", "discrepancies", "disposal"),
                        log.values("bytes32", "uint16", "uint8"),
                        strict=True,
                    )
                )
            else:
                known["notice"], known["preclusion"] = log.values("bytes32", "uint8")
            rows[registry, log.place] = {
                **known,
                **{"presentation": log.topic(2, "bytes32"), "log_index": log.index},
                "bank": log.topic(3, "uint32"),
                "at": chain.block_time(log.block),
            }
    return rows


def credit_events(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    known = credits(chain, contracts)
    of_presentations = {signature.partition("(")[0] for signature in OF_PRESENTATIONS}
    for registry in contracts["LetterOfCredit"]:
        for name, log in logs_in_order(chain, registry, [ISSUED, ADVISED, *OF_PRESENTATIONS]):
            credit = log.topic(1, "bytes32")
            rows[registry, log.place] = {
                **{"credit": credit, "name": name, "party": _actor(name, log, known[registry, credit])},
                "presentation": log.topic(2, "bytes32") if name in of_presentations else None,
                "at": chain.block_time(log.block),
                **{"tx_hash": log.transaction, "log_index": log.index},
            }
    for contract, told in OF_BOOKS.items():
        for book in contracts[contract]:
            for name, log in logs_in_order(chain, book, told):
                credit = log.topic(2, "bytes32")
                rows[book, log.place] = {
                    **{"credit": credit, "name": name, "presentation": None},
                    "party": _actor(name, log, known[log.topic(1, "address"), credit]),
                    "at": chain.block_time(log.block),
                    **{"tx_hash": log.transaction, "log_index": log.index},
                }
    for one in stops.told(chain, contracts, contracts["LetterOfCredit"]):
        rows[one.book, one.log.place] = {
            **{"credit": one.id, "name": one.name, "presentation": None},
            **{"party": one.said["authority"], "at": chain.block_time(one.log.block)},
            **{"tx_hash": one.log.transaction, "log_index": one.log.index},
        }
    for line in transfers.told(chain, contracts):
        rows[line.book, line.log.place] = {
            **{"credit": line.credit, "name": line.name, "presentation": None, "party": line.party},
            "at": chain.block_time(line.log.block),
            **{"tx_hash": line.log.transaction, "log_index": line.log.index},
        }
    for book in contracts["AmendmentBook"]:
        for name, log in logs_in_order(chain, book, STEPS):
            credit = log.topic(2, "bytes32")
            rows[book, log.place] = {
                **{"credit": credit, "name": name, "presentation": None},
                "party": _amender(name, log, known[log.topic(1, "address"), credit]),
                "at": chain.block_time(log.block),
                **{"tx_hash": log.transaction, "log_index": log.index},
            }
    return rows


def _actor(name: str, log: Log, credit: dict[str, Any]) -> int:
    if name in BY_BANK:
        return int(log.topic(3, "uint32"))
    if name == "CreditCancelled":
        return int(credit["consents"][-1])
    return int(credit[ACTORS.get(name, "issuing_bank")])


def clauses(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts["ClauseBook"]:
        for log in chain.logs(book, STATED):
            id = log.topic(1, "bytes32")
            instalments, (first_days, notices, cumulative), bank, advance = chain.call(
                book, "clausesOf(bytes32)", CLAUSES, id
            )
            rows[book, id] = {
                "instalments": [list(one) for one in instalments],
                **{"first_days": list(first_days), "notices": notices, "cumulative": cumulative},
                **{"transferring_bank": bank, "advance": list(advance)},
            }
    return rows


def _amender(name: str, log: Log, credit: dict[str, Any]) -> int:
    if name in ("ConfirmationExtended", "ConfirmationNotExtended"):
        return int(log.values("bytes32", "uint32")[1])
    return int(credit["issuing_bank" if name == "AmendmentProposed" else "beneficiary"])


READINGS: dict[str, Reading] = {
    **amendments.READINGS,
    **transfers.READINGS,
    **advances.READINGS,
    **assignments.READINGS,
    "chain_escrows": escrows,
    "chain_escrow_steps": escrow_steps,
    "chain_credits": credits,
    "chain_credit_former_terms": former_terms,
    "chain_credit_clauses": clauses,
    "chain_presentations": presentations,
    "chain_examinations": examinations,
    "chain_obligations": obligations,
    "chain_credit_notices": notices,
    "chain_credit_events": credit_events,
}
