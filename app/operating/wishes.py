"""Replace and cancel, by whoever may look at the database and holds no key: a wish is written, and the worker
that holds the key grants it in its next pass.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.chain import attempts
from app.chain.store import Operation, Transaction
from app.operating.desk import Desk, Refused, counted


def replace_lines(desk: Desk, id: str, gas: int | None, price: int) -> Sequence[str]:
    """Raises Refused, Conflict."""
    with desk.database.writing() as session:
        transaction, carried = _found(session, id)
        attempts.ask_to_replace(session, transaction, gas=gas, price=price)
        return _said("replaced", transaction, carried)


def cancel_lines(desk: Desk, id: str, price: int) -> Sequence[str]:
    """Raises Refused, Conflict."""
    with desk.database.writing() as session:
        transaction, carried = _found(session, id)
        attempts.ask_to_cancel(session, transaction, price=price)
        return [
            *_said("cancelled", transaction, carried),
            "Whichever a block takes first counts: what was sent before may still be carried out.",
        ]


def _found(session: Session, id: str) -> tuple[Transaction, int]:
    """The transaction, and how many operations it carries."""
    if id.isdigit() and len(id) < 32:
        transaction = session.get(Transaction, int(id))
    else:
        operation = session.scalars(select(Operation).where(Operation.id == id)).one_or_none()
        if operation is None:
            raise Refused(f"There is no operation {id}.")
        if operation.transaction_number is None:
            raise Refused(
                f"Operation {id} is {operation.status} and has no transaction: its maker can cancel it."
            )
        transaction = session.get(Transaction, operation.transaction_number)
    if transaction is None:
        raise Refused(f"There is no transaction {id}; `stuck` shows those that are open.")
    carried = session.scalars(
        select(Operation.number).where(Operation.transaction_number == transaction.number)
    ).all()
    return transaction, len(carried)


def _said(done: str, transaction: Transaction, carried: int) -> list[str]:
    return [
        f"Asked for: nonce {transaction.nonce} of {transaction.signer}, with "
        f"{counted(carried, 'operation')}, is to be {done}.",
        f"The {transaction.key_kind}'s sender does it in its next pass; `stuck` shows the new attempt.",
    ]
