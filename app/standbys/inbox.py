"""Mail about standbys: each kind is kept as this member's own copy."""

from __future__ import annotations

from app.mail.service import Handler
from app.standbys.services import issuing, records

HANDLERS: dict[str, Handler] = {
    issuing.ISSUED: issuing.keep_issued,
    records.PAPER: records.keep_paper,
}
