"""Rules and words of credits, without anything around them."""

from __future__ import annotations

from typing import Any

import pytest

from app.credits.domain import (
    RUNNING,
    WORDS,
    Availability,
    Confirmation,
    CreditStatus,
    Discrepancy,
    Disposal,
    Notice,
    ObligationStatus,
    PresentationStatus,
    Standing,
    Text,
    canonical,
    days_of,
    documents_list,
    outstanding,
    refused,
    require_drawing,
    require_in_time,
    require_presentation,
    require_status,
    sealed,
)
from app.credits.refusals import REFUSALS
from app.errors import Conflict, DomainError, Forbidden, sentence
from app.hashes import keccak
from tests.app.chain.world import compiled

CREDIT, PRESENTATION = "0x" + "11" * 32, "0x" + "22" * 32
TODAY = 20_500


def a_standing(**changed: Any) -> Standing:
    figures: dict[str, Any] = {
        "credit": CREDIT,
        "expiry": TODAY + 30,
        "drawable": 1050,
        "reserved": 200,
        "honoured": 300,
        "partial_drawings": True,
    }
    return Standing(**(figures | changed))


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.refusal.code


@pytest.mark.parametrize(
    ("standing", "amount", "presented", "code"),
    [
        (a_standing(), 551, TODAY, "credit-overdrawn"),
        (a_standing(), 0, TODAY, "drawing-of-nothing"),
        (a_standing(), 1, TODAY - 2, "presentation-not-today"),
        (a_standing(), 1, TODAY + 2, "presentation-not-today"),
        (a_standing(expiry=TODAY - 11), 1, TODAY, "credit-expired"),
        (a_standing(partial_drawings=False), 1, TODAY, "partial-drawing"),
        (a_standing(partial_drawings=False, reserved=0), 1, TODAY, "partial-drawing"),
    ],
)
def test_a_drawing_is_refused(standing: Standing, amount: int, presented: int, code: str) -> None:
    with pytest.raises(Conflict) as error:
        require_drawing(standing, amount, presented, TODAY)
    assert code_of(error) == code


@pytest.mark.parametrize("presented", [TODAY - 1, TODAY, TODAY + 1])
def test_all_that_is_left_may_be_drawn(presented: int) -> None:
    require_drawing(a_standing(), 550, presented, TODAY)
    require_drawing(a_standing(expiry=TODAY - 9), 550, presented, TODAY)
    untouched = a_standing(partial_drawings=False, reserved=0, honoured=0)
    require_drawing(untouched, 1050, presented, TODAY)


def test_late_shipment_and_late_presentation_comply_with_nothing() -> None:
    """SCREDITS-10"""
    with pytest.raises(Conflict) as error:
        require_in_time(TODAY + 1, TODAY + 2, TODAY, TODAY + 20)
    assert code_of(error) == "late-shipment"
    with pytest.raises(Conflict) as error:
        require_in_time(TODAY, TODAY + 21, TODAY, TODAY + 20)
    assert code_of(error) == "late-presentation"
    require_in_time(TODAY, TODAY + 20, TODAY, TODAY + 20)
    require_in_time(TODAY + 1, TODAY + 20, 0, TODAY + 20)


def test_a_bank_stands_for_what_may_still_be_drawn() -> None:
    """SCREDITS-16"""
    assert outstanding(CreditStatus.ADVISED, 1050, 300) == 750
    assert outstanding(CreditStatus.ISSUED, 1050, 0) == 1050
    for ended in (CreditStatus.EXHAUSTED, CreditStatus.EXPIRED, CreditStatus.CANCELLED):
        assert outstanding(ended, 1050, 300) == 0


def test_a_notice_numbers_its_discrepancies_and_says_where_the_documents_are() -> None:
    notice = Notice(
        CREDIT,
        PRESENTATION,
        (Discrepancy("No invoice.", "art. 18"), Discrepancy("Late.", "art. 14 c")),
        Disposal.NOTIFY,
    ).as_json()
    assert [entry["number"] for entry in notice["discrepancies"]] == [1, 2]
    assert notice["disposal"] == "NOTIFY"
    assert "waiver" in notice["documents"]


def test_every_disposal_has_its_words() -> None:
    for disposal in Disposal:
        said = Notice(CREDIT, PRESENTATION, (Discrepancy("a", "b"),), disposal).as_json()
        assert said["documents"].startswith("The documents are ")


def test_a_seal_is_of_the_salt_and_every_byte() -> None:
    salt, content = b"s" * 32, b"content"
    assert sealed(content, salt) == "0x" + keccak(salt + content).hex()
    assert sealed(content, b"t" * 32) != sealed(content, salt)
    assert sealed(content + b" ", salt) != sealed(content, salt)


def test_the_list_of_documents_changes_with_order_name_kind_and_content() -> None:
    first = {"name": "a", "kind": "invoice", "sha256": "00"}
    second = {"name": "b", "kind": "packing list", "sha256": "11"}
    lists = [
        [first, second],
        [second, first],
        [first],
        [first | {"name": "c"}, second],
        [first | {"kind": "draft"}, second],
        [first | {"sha256": "22"}, second],
    ]
    assert len({documents_list(entry) for entry in lists}) == len(lists)
    assert documents_list([first | {"content": "more"}]) == documents_list([first])


def test_canonical_json_does_not_depend_on_the_order_of_names() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


class TestTwoLeaves:
    """What is between banks is sealed apart, and all sides open one commitment. SCREDITS-5"""

    whole, public = b"with :49H: between banks", b"without"
    banks = Text(whole, b"s" * 32, b"b" * 32)

    def test_the_beneficiary_opens_what_the_banks_sealed(self) -> None:
        theirs = self.banks.for_beneficiary(self.public)
        assert theirs.commitment(self.public) == self.banks.commitment(self.public)
        assert theirs.message == self.public
        assert theirs.banks_salt is None

    def test_neither_part_can_be_changed(self) -> None:
        sealed_as = self.banks.commitment(self.public)
        assert Text(b"other", b"s" * 32, b"b" * 32).commitment(self.public) != sealed_as
        assert self.banks.commitment(b"other") != sealed_as
        assert self.banks.for_beneficiary(b"other").commitment(b"other") != sealed_as

    def test_a_text_without_it_is_sealed_whole(self) -> None:
        text = Text(b"whole", b"s" * 32)
        assert text.commitment(b"whole") == sealed(b"whole", b"s" * 32)
        assert text.for_beneficiary(b"whole") == text


# ------------------------------------------------------------------------------------------------- refusals


def test_statuses_are_said_in_words() -> None:
    with pytest.raises(Conflict) as error:
        require_status(CREDIT, CreditStatus.EXPIRED, RUNNING)
    assert str(error.value) == (
        "The credit is expired. Allowed: a credit that is issued or advised. Look at the credit again."
    )
    with pytest.raises(Conflict) as error:
        require_presentation(
            PRESENTATION, PresentationStatus.LODGED, frozenset({PresentationStatus.DISCREPANT})
        )
    assert "lodged" in str(error.value)
    assert "discrepant" in str(error.value)


PAIRS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "CreditsWrongStatus",
        {"credit": CREDIT, "status": CreditStatus.EXPIRED, "allowed": RUNNING},
        {"credit": CREDIT, "status": 4, "allowed": 0b110},
    ),
    (
        "CreditsWrongPresentationStatus",
        {
            "presentation": PRESENTATION,
            "status": PresentationStatus.LODGED,
            "allowed": frozenset({PresentationStatus.DISCREPANT, PresentationStatus.REFUSED}),
        },
        {"presentation": PRESENTATION, "status": 1, "allowed": 1 << 3 | 1 << 7},
    ),
    (
        "CreditsOverdrawn",
        {"amount": 551, "available": 550},
        {"amount": 551, "available": 550},
    ),
    (
        "CreditsNotBeneficiary",
        {"beneficiary": 33, "party": 11},
        {"beneficiary": 33, "party": 11},
    ),
    (
        "CreditsNotForNegotiation",
        {"availability": Availability.MIXED_PAYMENT},
        {"availability": 4},
    ),
    (
        "CreditsConfirmationAnswered",
        {"credit": CREDIT, "answer": Confirmation.DECLINED},
        {"credit": CREDIT, "answer": 2},
    ),
    (
        "ObligationsWrongStatus",
        {"obligation": CREDIT, "status": ObligationStatus.PAID, "allowed": ObligationStatus.OWED},
        {"obligation": CREDIT, "status": 2, "allowed": 1},
    ),
    (
        "ObligationsNotDue",
        {"due": "2026-02-16", "today": "2026-01-01"},
        {"due": 20500, "today": 20454},
    ),
    (
        "CreditsExpired",
        {"expiry": "2026-02-16", "presented": "2026-03-01"},
        {"expiry": 20500, "presented": 20513},
    ),
]


@pytest.mark.parametrize(("name", "ours", "theirs"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_we_say_what_the_chain_would_say(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """SCREDITS-17"""
    here, there = refused(name, **ours), REFUSALS[name]
    assert sentence(here.refusal) == sentence(there.refusal(theirs))
    assert here.refusal.code == there.code
    assert isinstance(here, there.kind)


def test_a_wrong_party_is_forbidden_and_a_wrong_state_conflicts() -> None:
    assert isinstance(refused("CreditsNotIssuingBank", issuingBank=1, party=2), Forbidden)
    assert isinstance(refused("CreditsNoDiscrepancies"), Conflict)


def test_every_refusal_of_the_contract_has_words_that_fit_its_values() -> None:
    """Each error of the ABI, with a value for each of its inputs, comes back as a sentence. SCREDITS-17"""
    contracts = (
        *("LetterOfCredit", "ObligationBook", "AmendmentBook", "EndBook", "ClauseBook"),
        *("ConfirmationBook", "TransferBook", "AssignmentBook", "AdvanceBook", "ProceedsBook"),
    )
    ours = (
        *("Credits", "Obligations", "Amendments", "Ends", "Clauses", "Transfers"),
        *("Advances", "Assignments", "Proceeds"),
    )
    abi = [entry for name in contracts for entry in compiled()[name]["abi"]]
    errors = [entry for entry in abi if entry["type"] == "error" and entry["name"].startswith(ours)]
    assert {entry["name"] for entry in errors} == set(WORDS)
    for entry in errors:
        values = {given["name"]: CREDIT if given["type"] == "bytes32" else 1 for given in entry["inputs"]}
        said = sentence(REFUSALS[entry["name"]].refusal(values))
        assert "{" not in said
        assert said.endswith(".")


def test_days_count_from_1970() -> None:
    assert days_of(None) == 0
