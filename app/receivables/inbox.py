"""Questions to evaluators of the fingerprints' key, and their answers: both by machine."""

from __future__ import annotations

from app.mail.service import Handler
from app.receivables.services import evaluators

HANDLERS: dict[str, Handler] = {
    evaluators.WANTED: evaluators.answer_wanted,
    evaluators.GIVEN: evaluators.keep_given,
}
