"""What others tell us about bills."""

from __future__ import annotations

from app.bills.services.copies import COPY, SURRENDERED, keep_received, know_surrenderer
from app.bills.services.instruct import KIND, keep_instruction
from app.mail.service import Handler

HANDLERS: dict[str, Handler] = {
    COPY: keep_received,
    KIND: keep_instruction,
    SURRENDERED: know_surrenderer,
}
