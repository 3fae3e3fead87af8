"""A credit's terms as they are shown and as JSON: days in ISO 8601, amounts as decimal strings."""

from __future__ import annotations

from dataclasses import dataclass

from app.credits.terms import CreditTerms, items


@dataclass(frozen=True)
class TermsShown:
    """Texts as they were sent, line for line; goods, documents and conditions one by one. An empty list or
    null: the credit is silent.
    """

    reference: str
    form: str
    rules: str
    issue_date: str
    expiry_date: str
    expiry_place: str
    issuing_bank: str
    advising_bank: str
    applicant: list[str]
    beneficiary: list[str]
    currency: str
    amount: str
    tolerance_plus: int
    tolerance_minus: int
    most: str
    available_with: str
    available_by: str
    confirmation: str
    tenors: list[str]
    drafts_at: list[str]
    mixed_payment: list[str]
    deferred_payment: list[str]
    drawee: str | None
    partial_shipments: str | None
    transhipment: str | None
    taking_in_charge: str | None
    port_of_loading: str | None
    port_of_discharge: str | None
    final_destination: str | None
    latest_shipment: str | None
    shipment_period: list[str]
    goods: list[str]
    documents: list[str]
    conditions: list[str]
    additional_amounts: list[str]
    presentation_days: int
    presentation_text: str | None
    charges: list[str]
    special_for_beneficiary: list[str]
    sha256: str


def shown(terms: CreditTerms) -> TermsShown:
    partial, transhipment = terms.partial_shipments, terms.transhipment
    return TermsShown(
        reference=terms.reference,
        form=terms.form,
        rules=terms.rules,
        issue_date=terms.issue_date.isoformat(),
        expiry_date=terms.expiry_date.isoformat(),
        expiry_place=terms.expiry_place,
        issuing_bank=terms.issuing_bank,
        advising_bank=terms.advising_bank,
        applicant=list(terms.applicant.lines),
        beneficiary=list(terms.beneficiary.lines),
        currency=terms.amount.currency.alpha,
        amount=terms.amount.decimal(),
        tolerance_plus=terms.tolerance_plus,
        tolerance_minus=terms.tolerance_minus,
        most=terms.most.decimal(),
        available_with=str(terms.available_with),
        available_by=terms.available_by.value,
        confirmation=terms.confirmation.value,
        tenors=[str(tenor) for tenor in terms.tenors],
        drafts_at=list(terms.drafts_at),
        mixed_payment=list(terms.mixed_payment),
        deferred_payment=list(terms.deferred_payment),
        drawee=str(terms.drawee) if terms.drawee else None,
        partial_shipments=partial.value if partial else None,
        transhipment=transhipment.value if transhipment else None,
        taking_in_charge=terms.taking_in_charge,
        port_of_loading=terms.port_of_loading,
        port_of_discharge=terms.port_of_discharge,
        final_destination=terms.final_destination,
        latest_shipment=terms.latest_shipment.isoformat() if terms.latest_shipment else None,
        shipment_period=list(terms.shipment_period),
        goods=list(items(terms.goods)),
        documents=list(items(terms.documents)),
        conditions=list(items(terms.conditions)),
        additional_amounts=list(terms.additional_amounts),
        presentation_days=terms.presentation_days,
        presentation_text=terms.presentation_text,
        charges=list(terms.charges),
        special_for_beneficiary=list(terms.special_for_beneficiary),
        sha256=terms.source_sha256,
    )
