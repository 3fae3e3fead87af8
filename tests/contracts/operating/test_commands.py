"""What a person who runs a script is told, and what the service is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.chain.signers.local import derive, make_keystore
from scripts import export, keys, saying, show
from scripts.deploy import Deployed
from scripts.saying import Refused, ask, command


@command
def a_command(proposal: str, yes: str = "") -> None:
    if proposal == "refuse":
        raise Refused("It is refused.")
    if proposal == "fall over":
        raise TypeError("a mistake of ours")
    if proposal == "silence":
        raise ConnectionError("no answer")
    saying.say(f"{proposal}, {yes or 'not sure'}")


def test_arguments_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """OPERATING-22"""
    a_command("proposal=0x=1", "yes=1")
    assert capsys.readouterr().out == "0x=1, 1\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["refuse"], "'refuse' is not of the form name=value."),
        (["proposal=a", "proposal=b"], "proposal is given twice."),
        (["proposal=refuse"], "It is refused."),
        (["proposal=silence"], "The chain does not answer (ConnectionError): start it, or put its address"
                                " right."),
        (["yes=1"], "a_command() missing 1 required positional argument: 'proposal'."
                    " Arguments are given as name=value."),
    ],
)  # fmt: skip
def test_what_is_expected_to_fail_is_one_sentence(words: list[str], sentence: str) -> None:
    """OPERATING-12: and exit status 1, without a traceback."""
    with pytest.raises(SystemExit) as ended:
        a_command(*words)
    assert ended.value.code == sentence


def test_a_mistake_of_ours_is_not_hidden() -> None:
    """OPERATING-12: only what is expected is a sentence."""
    with pytest.raises(TypeError, match="a mistake of ours"):
        a_command("proposal=fall over")


def test_nobody_is_asked_on_a_local_chain_or_after_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """OPERATING-11"""

    def no_terminal(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", no_terminal)
    ask("development", "Really?", yes=False)
    ask("live", "Really?", yes=True)
    with pytest.raises(Refused, match="Nobody is here to be asked"):
        ask("live", "Really?", yes=False)


def test_show_says_what_is_where(installed: Deployed) -> None:
    """OPERATING-23: address, block and status of each contract; seats, threshold and delay."""
    shown = show.lines(installed)
    assert "2 of seats 901, 902, 903 decide; 0 seconds of delay" in shown
    for entry in installed.record.contracts:
        line = next(line for line in shown if entry["address"] in line)
        assert line.startswith(entry["contract"])
        assert line.endswith(f"since block {entry['block']}, open")


@pytest.mark.parametrize("contract", export.CONTRACTS)
def test_committed_abis_are_the_builds(contract: str) -> None:
    """OPERATING-24: `python -m scripts.export` writes them."""
    committed = (export.FOLDER / f"{contract}.json").read_text()
    assert committed == export.text_of(export.built(contract)), f"run python -m scripts.export: {contract}"


def test_no_other_abi_is_committed() -> None:
    """OPERATING-24"""
    assert sorted(path.stem for path in export.FOLDER.glob("*")) == sorted(export.CONTRACTS)


def test_a_members_keystore_opens_to_the_services_keys(tmp_path: Path) -> None:
    """OPERATING-18: the key of a number, by the service's own rule."""
    master = make_keystore(tmp_path, "maker", "carrier")
    opened = keys.open_key(*keys.place_of(tmp_path, "maker", "carrier"), party=17)
    assert opened == derive(master, 17)
    assert opened != derive(master, 18)
