"""Words for the refusals of DocumentRegistry."""

from __future__ import annotations

from app.chain.refusals import RefusalTemplate
from app.documents.domain import NOT_ISSUER, STATUSES, WRONG_STATUS
from app.errors import Forbidden

REFUSALS: dict[str, RefusalTemplate] = {
    "DocumentsAlreadyRecorded": RefusalTemplate(
        "document-recorded-already",
        "the commitment {document} was recorded before, by number {issuer}",
        "each commitment once",
        "send the document again: it is sealed anew",
    ),
    "DocumentsEmptyCommitment": RefusalTemplate(
        "commitment-empty",
        "the commitment is zero",
        "the hash of a salt and a document",
        "report this to the operator of the service",
    ),
    "DocumentsOfAnother": RefusalTemplate(
        "document-not-ours-to-record",
        "the commitment {document} is not one of number {party}",
        "commitments that end in the number of who records them",
        "report this to the operator of the service",
        Forbidden,
    ),
    "DocumentsNotIssuer": RefusalTemplate(*NOT_ISSUER, kind=Forbidden),
    "DocumentsWrongStatus": RefusalTemplate(*WRONG_STATUS, words={"status": STATUSES, "allowed": STATUSES}),
}
