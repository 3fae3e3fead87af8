"""Questions to evaluators of the fingerprints' key and their answers, both by machine; and what parties of a
receivable hand on to each other, each kept as this member's own copy.
"""

from __future__ import annotations

from app.mail.service import Handler
from app.receivables.services import evaluators, keeping

HANDLERS: dict[str, Handler] = {
    evaluators.WANTED: evaluators.answer_wanted,
    evaluators.GIVEN: evaluators.keep_given,
    keeping.TOLD: keeping.take_told,
    keeping.OFFERED: keeping.take_offered,
    keeping.CLAIMED: keeping.take_claimed,
    keeping.NOTED: keeping.take_noted,
    keeping.NOTICED: keeping.take_noticed,
}
