"""What of a credit was transferred, assigned and advanced, as far as one member has a part in it: as it is
shown there, and what the chain tells of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import Event, deployment_of
from app.credits import store
from app.credits.services import advancing, assigning, transferred
from app.credits.services.records import Held
from app.credits.views import AdvanceView, AssignmentView, TransferView

NAMES = {"TransferBook": "transferred", "AssignmentBook": "assignment", "AdvanceBook": "advance"}
"""What each book's events call what they are about."""

WORDS = {
    "SubstitutionDemanded": "the first beneficiary was asked for its invoice",
    "InvoiceSubstituted": "the first beneficiary's invoice was put in the other's place",
    "SubstitutionLapsed": "the time for the first beneficiary's invoice ran out",
    "Assigned": "a share of the proceeds was assigned",
    "AssignmentAcknowledged": "a bank acknowledged the assignment",
    "AssignmentDrawn": "the assignee's share was paid, or owed at maturity",
    "AssignmentReleased": "the assignee gave up what was not paid",
    "AdvanceAsked": "an advance was asked for",
    "Advanced": "the advance was paid",
    "AdvanceDeducted": "the advance came back from a payment",
    "AdvanceRepaid": "the advance was paid back",
    "AdvanceWithdrawn": "the advance was not wanted any more",
}
"""Of events that are no line of the credit's history."""


@dataclass(frozen=True)
class Claims:
    transfers: list[TransferView]
    assignments: list[AssignmentView]
    advances: list[AdvanceView]

    def concern(self, event: Event) -> bool:
        """Whether the event is about one of these."""
        name = NAMES.get(event.contract)
        return name is not None and event.args.get(name) in self._ids

    @cached_property
    def _ids(self) -> set[str]:
        views: list[TransferView | AssignmentView | AdvanceView]
        views = [*self.transfers, *self.assignments, *self.advances]
        return {one.id for one in views}

    def rows(self, session: Session) -> Collection[Any]:
        """Of the read model: what happened to them happened in the blocks of these."""
        chain_id = deployment_of(session).chain_id
        made = [one.id for one in self.transfers]
        transfers = [store.transfer_row(session, chain_id, id) for id in made]
        assigned, advanced = [one.id for one in self.assignments], [one.id for one in self.advances]
        return [
            *(row for row in transfers if row is not None),
            *(
                row
                for one in self.transfers
                for row in store.substitutions_of(session, chain_id, one.id).values()
            ),
            *store.assignment_rows(session, chain_id, assigned).values(),
            *store.acknowledgements(session, chain_id, assigned),
            *store.shares_of(session, chain_id, assigned),
            *store.advance_rows(session, chain_id, advanced).values(),
            *store.deductions_of(session, chain_id, advanced),
        ]


def of_credit(session: Session, caller: Caller, held: Held) -> Claims:
    return Claims(
        transferred.of_credit(session, caller, held),
        assigning.of_credit(session, caller.member_id, held.copy.id),
        advancing.of_credit(session, caller.member_id, held.copy.id),
    )
