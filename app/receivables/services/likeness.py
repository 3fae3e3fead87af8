"""What a document is like among those that the organisation itself has financed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.chain.deployments import deployment_of
from app.receivables import store
from app.receivables.documents import Document
from app.receivables.domain import LIVE
from app.receivables.likeness import Assessment, Book, Financing, Match, Reason, Verdict, assess
from app.receivables.store import FinancingCopy
from app.receivables.written import document_of


def assessed(
    session: Session, member_id: str, document: Document, share: int, *, without: str = ""
) -> Assessment:
    """Against every document in which the member has a share; `without` is the id of the one that is looked
    at.
    """
    copies = list(session.scalars(store.financing_copies(member_id).where(FinancingCopy.id != without)))
    ids = [copy.id for copy in copies]
    rows = store.financing_rows(session, deployment_of(session).chain_id, ids)
    book = Book(
        Financing(copy.reference, document_of(copy.document), copy.share)
        for copy in copies
        if copy.id in rows and rows[copy.id].state in LIVE
    )
    return assess(document, share, book)


def as_json(found: Assessment) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "score": found.score,
        "matches": [
            {
                "reference": match.reference,
                "score": match.score,
                "reasons": [vars(reason) for reason in match.reasons],
            }
            for match in found.matches
        ],
    }


def from_json(told: Mapping[str, Any]) -> Assessment:
    matches = tuple(
        Match(one["reference"], one["score"], tuple(Reason(**reason) for reason in one["reasons"]))
        for one in told["matches"]
    )
    return Assessment(Verdict(told["verdict"]), told["score"], matches)
