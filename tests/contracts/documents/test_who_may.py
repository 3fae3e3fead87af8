"""The table of docs/spec/documents.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.people import named
from tests.contracts.who_may import Stage, Subject

SUBJECT = Subject(
    contract="DocumentRegistry",
    page="documents",
    keys=("status",),
    situations=("unknown", "recorded", "superseded", "revoked"),
    calls=("record", "supersede", "revoke"),
    roles={"its issuer": ("carrier",)},
    statuses={"DocumentStatus": {}},
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_does_more_with_a_document_than_the_table_says(asking, carrier, documents, situation):
    """DOCUMENTS-1, DOCUMENTS-3, DOCUMENTS-4, DOCUMENTS-5, DOCUMENTS-7."""
    document = named("carrier", "a document")
    if situation != "unknown":
        carrier.act(documents, "record", document)
    if situation == "superseded":
        carrier.act(documents, "supersede", document, named("carrier", "a newer version"))
    if situation == "revoked":
        carrier.act(documents, "revoke", document)
    stage = Stage(
        documents,
        calls={
            "record": (document,),
            "supersede": (document, named("carrier", "a successor")),
            "revoke": (document,),
        },
        statuses={"DocumentStatus": documents.documentOf(document)["status"]},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """DOCUMENTS-5, DOCUMENTS-7: no status or function is without its cells."""
    assert SUBJECT.forgotten() == []
