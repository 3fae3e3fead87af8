"""Mail about credits: each kind is kept as this member's own copy."""

from __future__ import annotations

from app.credits.services import (
    advancing,
    amending,
    applications,
    assigning,
    deciding,
    discounting,
    issuing,
    presenting,
    substituting,
    transferring,
)
from app.mail.service import Handler

HANDLERS: dict[str, Handler] = {
    applications.KIND: applications.keep_received,
    issuing.ISSUED: issuing.keep_issued,
    issuing.ADVISED: issuing.keep_advised,
    advancing.KIND: advancing.keep_asked,
    assigning.KIND: assigning.keep_assigned,
    amending.PROPOSED: amending.keep_proposed,
    amending.ADVISED: amending.keep_advised,
    transferring.ASKED: transferring.keep_asked,
    transferring.MADE: transferring.keep_made,
    substituting.SUBSTITUTED: substituting.keep_substituted,
    presenting.KIND: presenting.keep_received,
    presenting.RELEASED: presenting.keep_released,
    presenting.FORWARDED: presenting.keep_forwarded,
    discounting.KIND: discounting.keep_parties,
    deciding.NOTICE: deciding.keep_notice,
    deciding.ASKED: deciding.keep_asked,
    deciding.ANSWERED: deciding.keep_answered,
}
