"""A credit and a bill side by side: what an examiner would find, and what is left to a person."""

from __future__ import annotations

from datetime import date

import pytest

from app.interop.pairing import compare, presentation_window
from tests.app.interop.builders import bill, terms


def found(fields=None, change=None):
    return [str(finding) for finding in compare(terms(**(fields or {})), bill(change))]


def codes_only(document):
    """Ports by UN/LOCODE alone, as most bills come."""
    for name in ("displayedNameForPortOfLoad", "displayedNameForPortOfDischarge"):
        del document[name]
    for name in ("portOfLoading", "portOfDischarge"):
        del document["transports"][name]["locationName"]


def test_the_examples_comply():
    assert found() == []
    assert found(change=codes_only) == []


class TestDays:
    """INTEROP-28"""

    def test_shipped_on_the_last_day_and_one_day_late(self):
        assert found({"f44C": "261106"}) == []
        assert found({"f44C": "261105"}) == [
            "Discrepancy: on board on 2026-11-06; the credit has latest shipment 2026-11-05 "
            "(UCP 600 art. 20)."
        ]

    def test_shipped_after_expiry(self):
        late = found({"f31D": "261105COLOMBO", "f44C": None})
        assert any("the credit has expiry 2026-11-05" in finding for finding in late)

    def test_a_bill_that_cannot_be_presented_in_time(self):
        late = found({"f48": "0/DAYS AFTER DATE OF SHIPMENT"})
        assert late == [
            "Discrepancy: bill issued on 2026-11-07; the credit has 2026-11-06 as the last day to present "
            "(UCP 600 art. 14 c)."
        ]

    def test_a_period_that_does_not_count_from_shipment_is_for_a_person(self):
        looked_at = found({"f48": "14/DAYS AFTER INVOICE DATE"})
        assert [finding[:10] for finding in looked_at] == ["To look at"]


class TestPorts:
    """INTEROP-29"""

    @pytest.mark.parametrize(
        "port", ["COLOMBO", "COLOMBO PORT", "ANY PORT IN SRI LANKA", "LKCMB", "Colombo, Ceylon"]
    )
    def test_names_that_do_not_conflict(self, port):
        assert found({"f44E": port}) == []

    def test_names_that_conflict(self):
        assert found({"f44E": "GALLE"}) == [
            "Discrepancy: port of loading LKCMB; the credit has GALLE (UCP 600 art. 20 a iii)."
        ]

    def test_a_code_is_not_compared_with_a_name(self):
        assert found({"f44E": "GALLE", "f44F": "MUUGA"}, codes_only) == []

    def test_an_accent_is_no_conflict(self):
        def turku(document):
            codes_only(document)
            document["transports"]["portOfDischarge"] = {"locationName": "Pärnu"}

        assert found({"f44F": "PARNU"}, turku) == []


class TestOrderAndFreight:
    """INTEROP-30"""

    def test_a_straight_bill_where_one_to_order_is_asked_for(self):
        def straight(document):
            codes = [{"codeListProvider": "GLEIF", "partyCode": "529900T8BM49AURSDO55"}]
            document["isToOrder"] = False
            document["documentParties"]["consignee"] = {"partyName": "Kalamaja", "identifyingCodes": codes}

        assert [finding[:41] for finding in found(change=straight)] == [
            "Discrepancy: a bill that is not to order;"
        ]
        assert found({"f46A": "+BILL OF LADING CONSIGNED TO APPLICANT"}, straight) == []

    def test_freight_to_be_collected_where_it_is_to_be_prepaid(self):
        collect = found(change=lambda d: d.update(freightPaymentTermCode="COL"))
        assert [finding[:29] for finding in collect] == ["Discrepancy: freight collect;"]
        prepaid = found({"f46A": "+BILL OF LADING TO ORDER, FREIGHT COLLECT"})
        assert [finding[:29] for finding in prepaid] == ["Discrepancy: freight prepaid;"]


class TestToLookAt:
    """INTEROP-31"""

    def test_another_shipper_is_allowed_and_shown(self):
        other = found(change=lambda d: d["documentParties"]["shipper"].update(partyName="A Forwarder Ltd"))
        assert [finding[:37] for finding in other] == ["To look at: shipper A Forwarder Ltd; "]

    @pytest.mark.parametrize(
        "name", ["RUHUNA LEAF EXPORTS (PVT) LTD", "Rúhuna Leaf Exports Pvt Ltd.", "Ruhuna Leaf"]
    )
    def test_a_name_that_is_written_otherwise_is_the_same(self, name):
        assert found(change=lambda d: d["documentParties"]["shipper"].update(partyName=name)) == []

    def test_a_name_that_goes_on_in_the_next_line(self):
        lines = {"f59": "RUHUNA LEAF EXPORTS\n(PVT) LTD\nCOLOMBO"}
        assert found(lines) == []

    def test_clauses_of_the_carrier(self):
        clauses = found(change=lambda d: d.update(carrierClauses=["Three chests wet."]))
        assert [finding[:37] for finding in clauses] == ["To look at: clauses of the carrier: 1"]


@pytest.mark.parametrize(
    ("fields", "window"),
    [
        ({}, (date(2026, 11, 7), date(2026, 11, 27))),
        ({"f48": None}, (date(2026, 11, 7), date(2026, 11, 27))),
        ({"f48": "14"}, (date(2026, 11, 7), date(2026, 11, 20))),
        ({"f31D": "261121COLOMBO"}, (date(2026, 11, 7), date(2026, 11, 21))),
        ({"f31C": "261110"}, (date(2026, 11, 10), date(2026, 11, 27))),
        ({"f48": "0"}, (date(2026, 11, 7), date(2026, 11, 6))),
    ],
)
def test_the_days_on_which_documents_may_be_presented(fields, window):
    """INTEROP-32"""
    assert presentation_window(terms(**fields), bill()) == window
