"""MT 700, Issue of a Documentary Credit: from the bytes of a file to the terms of a credit, and back.

Every fault of the message is found in one reading. Codes such as T50 or C90 are SWIFT's own. A message may be
refused for its form and for what it would mean (a credit that expires before it is issued): both stand here.
"""

from __future__ import annotations

import hashlib
import re
from calendar import month_name, monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from app.credits.terms import (
    DAYS_WITHOUT_WORD,
    AvailableBy,
    Bank,
    Confirmation,
    CreditTerms,
    Party,
    Permission,
    Tenor,
)
from app.identifiers import NotIdentifier, bic, bic11
from app.interop.faults import DocumentRefused, Fault, NotBuiltYet, shown
from app.interop.swift import formats, framing, tenors
from app.interop.swift.framing import Field, Message
from app.interop.swift.mt700_fields import PLACE_OF, ROW_OF, ROWS, Row, instead_of
from app.money import Money, NotMoney, currency

DOCUMENT = "credit"

_FORMS = ("IRREVOCABLE", "IRREVOCABLE TRANSFERABLE")
_RULES = (
    "UCP LATEST VERSION",
    "UCPURR LATEST VERSION",
    "EUCP LATEST VERSION",
    "EUCPURR LATEST VERSION",
    "ISP LATEST VERSION",
    "OTHR",
)
_RULES_BUILT = ("UCP LATEST VERSION", "UCPURR LATEST VERSION")
_GOES_WITH: dict[AvailableBy, str] = {  # the field that says how a way of payment is done
    AvailableBy.ACCEPTANCE: "42C",
    AvailableBy.DEFERRED_PAYMENT: "42P",
    AvailableBy.MIXED_PAYMENT: "42M",
}
_TENOR_BUILT = "AT SIGHT, or days after sight, shipment or invoice, for 42M of parts in percent that make 100"

Code = TypeVar("Code", bound=Enum)
Parts = tuple[str | None, ...]


@dataclass(frozen=True)
class Mt700:
    """One message: as it came, in its fields, and what it says."""

    raw: bytes
    message: Message
    terms: CreditTerms


def parse(raw: bytes) -> Mt700:
    """Raises DocumentRefused with all faults, and nothing else, whatever the bytes are."""
    message, faults = framing.parse(raw)
    reading = _Reading(message, faults)
    terms = reading.terms(hashlib.sha256(raw).hexdigest())
    if terms is None or reading.faults:
        raise DocumentRefused(DOCUMENT, reading.faults)
    return Mt700(raw, message, terms)


def write(terms: CreditTerms) -> bytes:
    """These terms as a message to be sent; what the network adds (session, checksum) is left to it."""
    return framing.write(message_of(terms))


class _Reading:
    """The fields of one message, cut by their formats; values are asked for by tag, faults gathered."""

    def __init__(self, message: Message, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        self._message = message
        self._fields: dict[str, Field] = {}
        self._parts: dict[str, Parts] = {}
        self._cut_off = any(fault.where == "block 4" for fault in self.faults)
        if not re.fullmatch(r"[IO]700", message.application[:4]):
            if re.match(r"[IO][0-9]{3}", message.application):
                self._say("block 2", f"found message type {message.kind}", "message type 700", "MT 700")
            return
        if not any(fault.where in ("block 1", "block 2") for fault in self.faults):
            self._banks_of_the_header()
        self._fields_in_order()

    def _say(self, where: str, found: str, expected: str, rule: str) -> None:
        self.faults.append(Fault(where, found, expected, rule))

    def _say_of(self, tag: str, found: str, expected: str, rule: str, line: int = 0) -> None:
        self._say(self._fields[tag].where(line), found, expected, rule)

    def _not_built(self, tag: str, asked: str, built: str) -> None:
        self.faults.append(NotBuiltYet(self._fields[tag].where(), asked, built, "this release"))

    def _banks_of_the_header(self) -> None:
        for block, name in (("sender", self._message.sender), ("receiver", self._message.receiver)):
            try:
                bic(name)
            except NotIdentifier as fault:
                self._say(f"header, {block}", fault.found, fault.expected, "ISO 9362")

    def _fields_in_order(self) -> None:
        last = -1
        latest = ""
        for field in self._message.fields:
            row = ROW_OF.get(field.tag)
            if row is None:
                self._say(
                    field.where(), f"found {shown(field.tag)}", instead_of(field.tag), "T13 unknown field"
                )
                continue
            earlier = next((tag for tag in row.tags if tag in self._fields), None)
            if earlier is not None:
                first = self._fields[earlier].line
                self._say(
                    field.where(), f"found again, first on line {first}", "it once", "T13 repeated field"
                )
                continue
            if PLACE_OF[field.tag] < last:
                self._say(field.where(), f"found after field {latest}", "it before that field", "T13 order")
            else:
                last, latest = PLACE_OF[field.tag], field.tag
            self._fields[field.tag] = field
            self._cut(field, row.formats[field.tag[len(row.tag.rstrip("a")) :]])
        if not self._cut_off:
            for row in ROWS:
                if row.mandatory and not any(tag in self._fields for tag in row.tags):
                    found = f"the field {row.name} is missing"
                    self._say(f"block 4, field {row.tag}", found, _reading_of(row), "T13 missing field")

    def _cut(self, field: Field, notation: str) -> None:
        try:
            self._parts[field.tag] = formats.read(notation).cut(field.lines)
        except formats.NotInFormat as refused:
            for reason in refused.reasons:
                self._say(field.where(reason.line), reason.found, reason.expected, reason.rule)

    # ------------------------------------------------------------------------------------------- values

    def _text(self, tag: str) -> str | None:
        parts = self._parts.get(tag)
        return parts[0] if parts else None

    def _lines(self, tag: str) -> tuple[str, ...]:
        text = self._text(tag)
        return tuple(text.split("\n")) if text else ()

    def _day(self, tag: str) -> date | None:
        """YYMMDD; 80 to 99 are of the last century, as SWIFT counts."""
        text = self._text(tag)
        if text is None:
            return None
        year, month, day = (int(text[at : at + 2]) for at in (0, 2, 4))
        year += 1900 if year >= 80 else 2000
        try:
            return date(year, month, day)
        except ValueError:
            expected = "a day that exists, as YYMMDD"
            if 1 <= month <= 12:
                expected += f"; {month_name[month]} {year} has {monthrange(year, month)[1]} days"
            self._say_of(tag, f"found the date {text}", expected, "T50")
            return None

    def _code(self, tag: str, kind: type[Code], text: str | None, rule: str) -> Code | None:
        if text is None:
            return None
        try:
            return kind(text)
        except ValueError:
            allowed = ", ".join(str(code.value) for code in kind)
            self._say_of(tag, f"found {shown(text)}", f"one of {allowed}", rule)
            return None

    def _bank(self, tag: str) -> Bank | None:
        """Of a field 5xa or 42a, whichever letter it came with."""
        for option in ROW_OF[f"{tag}A"].tags:
            if option in self._parts:
                account, rest = self._parts[option]
                if option.endswith("A"):
                    code = self._checked_bic(option, rest or "")
                    return Bank(bic=code, account=account) if code else None
                return Bank(lines=tuple((rest or "").split("\n")), account=account)
        return None

    def _checked_bic(self, tag: str, text: str) -> str | None:
        try:
            return bic11(text)
        except NotIdentifier as fault:
            line = next((n for n, at in enumerate(self._fields[tag].lines) if at == text), 0)
            self._say_of(tag, fault.found, fault.expected, "T28 bank code", line)
            return None

    def _party(self, tag: str) -> Party | None:
        parts = self._parts.get(tag)
        if parts is None:
            return None
        account, text = parts if len(parts) == 2 else (None, parts[0])
        lines = tuple((text or "").split("\n"))
        if lines[0].startswith("/") or not lines[0].strip():
            found = f"found {shown(lines[0])} where the name begins"
            self._say_of(tag, found, "a name on the line after the account", "MT 700")
            return None
        return Party(lines, account)

    def _money(self) -> Money | None:
        if "32B" not in self._parts:
            return None
        code, text = self._parts["32B"]
        try:
            unit = currency(code or "")
        except NotMoney as fault:
            self._say_of("32B", fault.found, fault.expected, "T52 currency")
            return None
        issued = self._day_or_none("31C")
        if issued and not unit.in_use(issued):
            self._say_of(
                "32B", f"{unit} was withdrawn after {unit.until}", "a currency in use then", "T52 currency"
            )
        try:
            amount = Money.from_swift(text or "", unit)
        except NotMoney as fault:
            rule = (
                "C03 decimals" if "decimal" in fault.expected and "comma" not in fault.found else "T40 amount"
            )
            self._say_of("32B", fault.found, fault.expected, rule)
            return None
        if amount.minor == 0:
            self._say_of(
                "32B", f"found the amount {text}, which is zero", "an amount above zero", "UCP 600 art. 2"
            )
        return amount

    def _day_or_none(self, tag: str) -> date | None:
        """Without a second fault for a day that does not exist."""
        before = len(self.faults)
        day = self._day(tag)
        del self.faults[before:]
        return day

    def _permission(self, tag: str) -> Permission | None:
        return self._code(tag, Permission, self._text(tag), "T65")

    def _available(self) -> tuple[Bank | None, AvailableBy | None]:
        tag = next((tag for tag in ("41A", "41D") if tag in self._parts), None)
        if tag is None:
            return None, None
        place, by = self._parts[tag]
        way = self._code(tag, AvailableBy, by, "MT 700 codes")
        if tag == "41D":
            return Bank(lines=tuple((place or "").split("\n"))), way
        code = self._checked_bic(tag, place or "")
        return (Bank(bic=code) if code else None), way

    # -------------------------------------------------------------------------------------------- rules

    def _check_sequence(self) -> None:
        if "27" not in self._parts:
            return
        number, total = self._parts["27"]
        if (number, total) == ("1", "1"):
            return
        if number == "1" and total and "2" <= total <= "8":
            self._not_built("27", f"a credit in {total} messages, continued in MT 701,", "1/1")
        else:
            self._say_of("27", f"found {number}/{total}", "1/1, or 1 of at most 8", "MT 700")

    def _check_form(self) -> None:
        form = self._text("40A")
        if form and form not in _FORMS:
            self._say_of("40A", f"found {shown(form)}", " or ".join(_FORMS), "MT 700 codes; UCP 600 art. 3")

    def _check_rules(self) -> None:
        if "40E" not in self._parts:
            return
        rules, text = self._parts["40E"]
        if rules not in _RULES:
            self._say_of("40E", f"found {shown(rules or '')}", f"one of {', '.join(_RULES)}", "MT 700 codes")
        elif rules not in _RULES_BUILT:
            self._not_built("40E", f"a credit under {rules}", " or ".join(_RULES_BUILT))
        if text and rules != "OTHR":
            self._say_of("40E", f"found the text {shown(text)}", "text only after OTHR", "D81")

    def _check_reference(self) -> None:
        reference = self._text("20")
        if reference and (reference[0] == "/" or reference[-1] == "/" or "//" in reference):
            expected = "no slash at its begin or end and no two together"
            self._say_of("20", f"found {shown(reference)}", expected, "T26")
        pre_advice = self._text("23")
        if pre_advice and not re.fullmatch(r"PREADV/.+", pre_advice):
            self._say_of("23", f"found {shown(pre_advice)}", "PREADV/ and a reference", "MT 700")

    def _check_days(self, issue: date | None, expiry: date | None, latest: date | None) -> None:
        if issue and expiry and expiry < issue:
            self._say_of(
                "31D", f"found expiry on {expiry}", f"the date of issue {issue} or later", "UCP 600 art. 6"
            )
        if latest and expiry and latest > expiry:
            self._say_of(
                "44C",
                f"found latest shipment on {latest}",
                f"the expiry {expiry} or earlier",
                "UCP 600 art. 6",
            )
        if "44C" in self._fields and "44D" in self._fields:
            self._say_of("44D", "found beside field 44C", "44C or 44D, not both", "C3, D06")

    def _check_drafts(self, way: AvailableBy | None) -> None:
        drafts, drawee = "42C" in self._fields, "42A" in self._fields or "42D" in self._fields
        if drafts and not drawee:
            self._say_of("42C", "found without field 42a", "42C and 42a, or neither", "C1, C90")
        if drawee and not drafts:
            self._say_of(self._drawee_tag(), "found without field 42C", "42C and 42a, or neither", "C1, C90")
        used = [tag for tag in ("42C", self._drawee_tag(), "42M", "42P") if tag in self._fields]
        used = used[1:] if drafts and drawee else used
        if len(used) > 1:
            expected = "only one of 42C with 42a, 42M, 42P"
            self._say_of(used[1], f"found beside field {used[0]}", expected, "C2, C90")
        needed = _GOES_WITH.get(way) if way else None
        if needed and needed not in self._fields and not self._cut_off:
            tag = "41A" if "41A" in self._fields else "41D"
            self._say_of(
                tag, f"found {way.value if way else ''} without field {needed}", needed, "UCP 600 art. 6"
            )
        if way is AvailableBy.PAYMENT:
            for tag in ("42M", "42P"):
                if tag in self._fields:
                    self._say_of(
                        tag, "found with BY PAYMENT", "it only with its own way of payment", "MT 700"
                    )

    def _tenors(self, way: AvailableBy | None) -> tuple[Tenor, ...]:
        """When the parts of a drawing fall due; what cannot be read is a fault, by its name."""
        tag = next((tag for tag in ("42M", "42P", "42C") if tag in self._fields), None)
        if tag is None or way is None:
            return ()
        lines = self._lines(tag)
        if not lines:
            return ()  # its form was at fault, which is said already
        try:
            read = tenors.mixed(lines) if way is AvailableBy.MIXED_PAYMENT else tenors.one(lines)
        except tenors.NotATenor:
            self._not_built(tag, f"a tenor such as {shown(' '.join(lines))}", _TENOR_BUILT)
            return ()
        if way is AvailableBy.PAYMENT and read:
            self._say_of(tag, f"found {read[0]} with BY PAYMENT", "AT SIGHT", "UCP 600 art. 6 b")
        if way in (AvailableBy.ACCEPTANCE, AvailableBy.DEFERRED_PAYMENT) and not read:
            self._say_of(
                tag, f"found a tenor at sight with {way.value}", "days after a day", "UCP 600 art. 6 b"
            )
        return read

    def _drawee_tag(self) -> str:
        return "42A" if "42A" in self._fields else "42D"

    def _check_drawee(self, drawee: Bank | None, applicant: Party | None) -> None:
        if drawee and applicant and drawee.lines and _letters(drawee.lines[0]) == _letters(applicant.name):
            self._say_of("42D", f"found the applicant {shown(applicant.name)}", "a bank", "UCP 600 art. 6 c")

    def _check_confirmation(self, wish: Confirmation | None) -> None:
        asked = any(tag in self._fields for tag in ROW_OF["58A"].tags)
        if wish in (Confirmation.CONFIRM, Confirmation.MAY_ADD) and not asked and not self._cut_off:
            found = f"found {wish.value if wish else ''} without field 58a"
            self._say_of("49", found, "58a with the bank that is asked", "MT 700 usage")

    # -------------------------------------------------------------------------------------------- terms

    def terms(self, sha256: str) -> CreditTerms | None:
        """None where something that cannot be done without is missing or wrong; `faults` says what."""
        self._check_sequence()
        self._check_form()
        self._check_rules()
        self._check_reference()
        issue, expiry, latest = self._day("31C"), self._day("31D"), self._day("44C")
        self._check_days(issue, expiry, latest)
        applicant, beneficiary, amount = self._party("50"), self._party("59"), self._money()
        available_with, available_by = self._available()
        self._check_drafts(available_by)
        parts = self._tenors(available_by)
        drawee = self._bank("42")
        self._check_drawee(drawee, applicant)
        confirmation = self._code("49", Confirmation, self._text("49"), "MT 700 codes")
        self._check_confirmation(confirmation)
        partial, transhipment = self._permission("43P"), self._permission("43T")
        banks = {tag: self._bank(tag) for tag in ("51", "58", "53", "57")}
        self.faults.sort(key=_place)
        form, reference, rules = self._text("40A"), self._text("20"), self._text("40E")
        if not (issue and expiry and applicant and beneficiary and amount and available_with):
            return None
        if not (available_by and confirmation and form and reference and rules):
            return None
        plus, minus = self._parts.get("39A", ("0", "0"))
        days, days_text = self._parts.get("48", (None, None))
        return CreditTerms(
            reference=reference,
            form=form,
            rules=rules,
            issue_date=issue,
            expiry_date=expiry,
            expiry_place=self._parts["31D"][1] or "",
            issuing_bank=self._message.sender,
            advising_bank=self._message.receiver,
            applicant=applicant,
            beneficiary=beneficiary,
            amount=amount,
            available_with=available_with,
            available_by=available_by,
            confirmation=confirmation,
            tolerance_plus=int(plus or 0),
            tolerance_minus=int(minus or 0),
            additional_amounts=self._lines("39C"),
            tenors=parts,
            drafts_at=self._lines("42C"),
            mixed_payment=self._lines("42M"),
            deferred_payment=self._lines("42P"),
            drawee=drawee,
            partial_shipments=partial,
            transhipment=transhipment,
            taking_in_charge=self._text("44A"),
            port_of_loading=self._text("44E"),
            port_of_discharge=self._text("44F"),
            final_destination=self._text("44B"),
            latest_shipment=latest,
            shipment_period=self._lines("44D"),
            goods=self._lines("45A"),
            documents=self._lines("46A"),
            conditions=self._lines("47A"),
            presentation_days=int(days) if days else DAYS_WITHOUT_WORD,
            presentation_text=days_text,
            charges=self._lines("71D"),
            special_for_beneficiary=self._lines("49G"),
            special_for_bank=self._lines("49H"),
            pre_advice=self._text("23"),
            applicant_bank=banks["51"],
            confirming_bank=banks["58"],
            reimbursing_bank=banks["53"],
            paying_instructions=self._lines("78"),
            second_advising_bank=banks["57"],
            sender_to_receiver=self._lines("72Z"),
            source_sha256=sha256,
        )


def message_of(terms: CreditTerms) -> Message:
    """The message that says these terms, its fields in their order."""
    said: dict[str, tuple[str, ...]] = {
        "27": ("1/1",),
        "40A": (terms.form,),
        "20": (terms.reference,),
        "31C": (_yymmdd(terms.issue_date),),
        "40E": (terms.rules,),
        "31D": (_yymmdd(terms.expiry_date) + terms.expiry_place,),
        "50": terms.applicant.lines,
        "59": _with_account(terms.beneficiary.account, terms.beneficiary.lines),
        "32B": (terms.amount.currency.alpha + terms.amount.swift(),),
        "39C": terms.additional_amounts,
        "42C": terms.drafts_at,
        "42M": terms.mixed_payment,
        "42P": terms.deferred_payment,
        "44D": terms.shipment_period,
        "45A": terms.goods,
        "46A": terms.documents,
        "47A": terms.conditions,
        "49G": terms.special_for_beneficiary,
        "49H": terms.special_for_bank,
        "71D": terms.charges,
        "48": ("/".join(filter(None, [str(terms.presentation_days), terms.presentation_text])),),
        "49": (terms.confirmation.value,),
        "78": terms.paying_instructions,
        "72Z": terms.sender_to_receiver,
    }
    if terms.tolerance_plus or terms.tolerance_minus:
        said["39A"] = (f"{terms.tolerance_plus:02}/{terms.tolerance_minus:02}",)
    if terms.latest_shipment:
        said["44C"] = (_yymmdd(terms.latest_shipment),)
    for tag, permission in (("43P", terms.partial_shipments), ("43T", terms.transhipment)):
        said[tag] = (permission.value,) if permission else ()
    for tag, text in (
        ("23", terms.pre_advice),
        ("44A", terms.taking_in_charge),
        ("44E", terms.port_of_loading),
        ("44F", terms.port_of_discharge),
        ("44B", terms.final_destination),
    ):
        said[tag] = (text,) if text else ()
    for tag, bank in (
        ("51", terms.applicant_bank),
        ("42", terms.drawee),
        ("58", terms.confirming_bank),
        ("53", terms.reimbursing_bank),
        ("57", terms.second_advising_bank),
    ):
        if bank:
            said |= _bank_field(tag, bank, ())
    said |= _bank_field("41", terms.available_with, (terms.available_by.value,))
    tags = sorted((tag for tag, lines in said.items() if lines), key=PLACE_OF.__getitem__)
    fields = tuple(Field(tag, said[tag], 0) for tag in tags)
    sender, receiver = (code[:8] + "A" + code[8:] for code in (terms.issuing_bank, terms.advising_bank))
    receiver = receiver[:8] + "X" + receiver[9:]
    return Message(f"F01{sender}{'0' * 10}", f"I700{receiver}N", None, fields, (), ("",) * 4, "\r\n")


def _bank_field(tag: str, bank: Bank, after: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    letter, lines = ("A", (bank.bic,)) if bank.bic else ("D", bank.lines)
    return {tag + letter: (*_with_account(bank.account, lines), *after)}


def _with_account(account: str | None, lines: tuple[str, ...]) -> tuple[str, ...]:
    return (f"/{account}", *lines) if account else lines


def _yymmdd(day: date) -> str:
    return f"{day:%y%m%d}"


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _reading_of(row: Row) -> str:
    return " or ".join(
        f"{tag} with {formats.read(notation).words}"
        for tag, notation in zip(row.tags, row.formats.values(), strict=True)
    )


def _place(fault: Fault) -> int:
    """In the order of the file; what has no line (a missing field) comes last, the header first."""
    line = re.match(r"line (\d+)", fault.where)
    return (
        int(line[1])
        if line
        else 0
        if fault.where.startswith(("file", "header", "block 1"))
        else framing.LONGEST
    )
