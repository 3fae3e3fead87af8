"""A notice of refusal that comes too late: the bank is precluded and pays, and anybody can check why."""

from __future__ import annotations

from datetime import datetime

from app.credits.domain import Discrepancy, Disposal, Notice, Preclusion, canonical, sealed
from app.demo.readings.deals import EXAMINED, FINDING, PRECLUDED, REFUSED
from tests.app.credits.builders import ADVISER, AMOUNT, BANK, BENEFICIARY, BUYER, NAME, WRONG
from tests.journeys.harbour import Harbour

EVERYBODY = (BUYER, BANK, ADVISER, BENEFICIARY)


def test_too_late_to_refuse(harbour: Harbour) -> None:
    credit = harbour.advise()
    bill = harbour.ship(credit)
    harbour.mint(credit)
    place = harbour.present(credit, bills=[bill])
    harbour.examine(place, complies=False)
    assert not harbour.see(BANK, place)["clock"]["overdue"]

    # Nobody decides. After five banking days silence has refused nothing and paid nothing.
    harbour.days_pass(12)
    seen = harbour.see(BANK, place)
    assert (seen["status"], seen["clock"]["overdue"], seen["clock"]["days_left"]) == ("discrepant", True, 0)
    harbour.refuse(place)
    late = harbour.see(BENEFICIARY, place)
    assert late["status"] == "precluded"
    (notice,) = late["notices"]
    assert (notice["effective"], notice["opens"]) == (False, True)
    assert "fifth banking day" in notice["in_words"]
    assert harbour.hands(bill, BENEFICIARY)[0] == NAME[BENEFICIARY], "it stays in the credit's keeping"
    assert harbour.bill(BENEFICIARY, bill)["kept_by"]

    # A second, cleverer notice is not sent, and round the service no better; taking the documents up is all
    # that is left.
    cleverer = {"discrepancies": WRONG, "disposal": "HOLD"}
    assert harbour.refused(BANK, f"{place}/refusal", cleverer) == "refusal-given-already"
    harbour.refuse_round_the_service(place)
    assert harbour.refused(BANK, f"{place}/waiver") == "presentation-status"
    harbour.done(BANK, f"{place}/honour")
    harbour.require_taken_up(credit, bill, AMOUNT, *EVERYBODY)
    for member in EVERYBODY:
        assert harbour.history(member, credit)[2:] == [
            *("Presented", "Examined", "RefusalPrecluded", "RefusalPrecluded", "Honoured"),
        ]
        shown = harbour.see(member, place)
        assert (shown["status"], [one["effective"] for one in shown["notices"]]) == ("honoured", [False] * 2)
    require_evidence(harbour, place, credit)
    assert harbour.every_row_is_what_the_chain_says()


def require_evidence(harbour: Harbour, place: str, credit: str) -> None:
    """With the notice that the beneficiary hands over, and a node: which words came when, against which last
    second; and that no notice of this presentation took effect.
    """
    id = place.rpartition("/")[2]
    first = harbour.see(BENEFICIARY, place)["notices"][0]
    words = Notice(
        credit,
        id,
        tuple(Discrepancy(one["text"], one["article"]) for one in first["discrepancies"]),
        Disposal[first["disposal"]],
    )
    assert [one["text"] for one in first["discrepancies"]] == [one["text"] for one in WRONG]

    late, again = (log for log in harbour.logs("LetterOfCredit", PRECLUDED) if log.topics[2] == id)
    opened = sealed(canonical(words.as_json()), bytes.fromhex(first["salt"][2:]))
    assert late.values("bytes32", "uint8") == [opened, Preclusion.TOO_LATE]
    assert again.values("bytes32", "uint8")[1] == Preclusion.SECOND_NOTICE
    (examined,) = (log for log in harbour.logs("LetterOfCredit", EXAMINED) if log.topics[2] == id)
    (finding,) = examined.values(FINDING)
    complies, deadline, *_ = finding
    assert not complies
    assert harbour.second_of(examined) < deadline < harbour.second_of(late)
    assert datetime.fromisoformat(first["on_chain_at"]).timestamp() == harbour.second_of(late)
    assert [log for log in harbour.logs("LetterOfCredit", REFUSED) if log.topics[2] == id] == []
