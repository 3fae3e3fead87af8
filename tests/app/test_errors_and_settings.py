"""Refusals in words and as problem documents; settings that are wrong, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import CannotStart, Settings
from app.errors import (
    Conflict,
    DomainError,
    Fault,
    Malformed,
    NotFound,
    Refusal,
    sentence,
)
from app.problems import STATUS, problem, status_of


def test_a_sentence_says_what_was_found_what_is_allowed_and_what_to_do() -> None:
    """SERVICE-50"""
    refusal = Refusal(
        "bill-pledged", "the bill is pledged", "a bill that is free", "ask the bank to release it"
    )
    assert (
        sentence(refusal) == "The bill is pledged. Allowed: a bill that is free. Ask the bank to release it."
    )
    assert Refusal.from_json(refusal.as_json()) == refusal


def test_every_kind_of_error_has_a_status_and_a_slices_own_takes_its_parents() -> None:
    """SERVICE-51"""
    assert set(STATUS) == set(DomainError.__subclasses__())

    class BillNotHeld(Conflict):
        pass

    assert status_of(BillNotHeld("bill-not-held", "another holds it")) == 409
    assert status_of(NotFound("none", "no such bill")) == 404


def test_a_problem_lists_every_fault_with_its_place() -> None:
    """SERVICE-52"""
    error = Malformed([Fault("#/amount", "not a decimal number"), Fault("header Prefer", "no number")])
    body = problem(422, error.title, error.refusal, error.faults)
    assert body["errors"] == [
        {"pointer": "#/amount", "detail": "not a decimal number"},
        {"pointer": "header Prefer", "detail": "no number"},
    ]
    assert body["detail"].startswith("2 faults in the request.")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ENTREPOT_DATABASE_URL": "postgresql+psycopg://port:changeme@host/port"}, "holds a placeholder"),
        ({"ENTREPOT_CHAIN_ID": "zero"}, "ENTREPOT_CHAIN_ID"),
        ({"ENTREPOT_DEPLOYMENT_FILE": "no/such/file.json"}, "does not exist; deploy first"),
        ({"ENTREPOT_RPC_ULR": "http://127.0.0.1:8545"}, "ENTREPOT_RPC_ULR"),
    ],
)
def test_a_wrong_setting_ends_the_start_in_one_sentence(
    tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    """SERVICE-53"""
    file = tmp_path / "deployment.json"
    file.write_text("{}")
    with pytest.raises(CannotStart) as ended:
        Settings.from_environment({"ENTREPOT_DEPLOYMENT_FILE": str(file)} | wrong)
    text = str(ended.value.code)
    assert said in text
    assert text.startswith("Cannot start: ")
    assert "\n" not in text


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    """SERVICE-53"""
    file = tmp_path / "deployment.json"
    file.write_text("{}")
    settings = Settings.from_environment({"ENTREPOT_DEPLOYMENT_FILE": str(file)})
    with pytest.raises(ValueError, match="frozen"):
        settings.chain_id = 5  # type: ignore[misc]
