"""What an MT 700 is refused for, one test for each way, with the words that its sender reads."""

from __future__ import annotations

import pytest

from app.interop.faults import DocumentRefused
from app.interop.swift import mt700
from app.interop.swift.mt700_fields import ROWS
from tests.app.interop.builders import CREDIT, a_message, faults_of_message


def only(raw: bytes, *words: str) -> None:
    """One fault, and it says these words."""
    faults = faults_of_message(raw)
    assert len(faults) == 1, faults
    for word in words:
        assert word in faults[0], faults[0]


def test_all_faults_come_at_once_in_the_order_of_the_file():
    """INTEROP-1, INTEROP-2"""
    raw = a_message(f40A="REVOCABLE", f31D="270230COLOMBO", f32B="XYQ5,", f59=None, f49="PERHAPS")
    faults = faults_of_message(raw)
    assert [fault.split(":")[0].split("field ")[1] for fault in faults] == ["40A", "31D", "32B", "49", "59"]
    assert faults[0].startswith("line 3, field 40A: found 'REVOCABLE'; expected IRREVOCABLE or ")
    with pytest.raises(DocumentRefused) as refused:
        mt700.parse(raw)
    assert str(refused.value).splitlines()[0] == "The credit is refused, 5 faults:"


class TestFraming:
    """INTEROP-6"""

    def test_an_empty_file(self):
        only(b"", "the file is empty")
        only(b" \r\n\r\n", "the file is empty")

    def test_something_else_altogether(self):
        only(b"\x89PNG\r\n\x1a\n\x00\x00", "block 1, which begins with {1:")
        only(b'{"transportDocumentReference": 1}', "block 1, which begins with {1:")

    def test_utf_16(self):
        only(CREDIT.decode().encode("utf-16"), "UTF-16", "plain ASCII")

    def test_another_message_type(self):
        only(CREDIT.replace(b"{2:I700", b"{2:I707"), "message type 707", "message type 700")

    def test_two_messages_in_one_file(self):
        only(CREDIT + CREDIT, "a second message after the end", "one message")

    def test_text_after_the_message(self):
        only(CREDIT + b"thank you", "'thank you' after the end")

    def test_a_message_without_its_headers(self):
        only(CREDIT[CREDIT.index(b"{4:") :], "found '{4:", "block 1")
        only(CREDIT.replace(b"{2:I700SERELKLXXXXXN}", b""), "block 2, which begins with {2:")

    def test_a_message_without_its_text(self):
        only(CREDIT[: CREDIT.index(b"{4:")], "the end of the file", "block 4")

    @pytest.mark.parametrize("end", [b"\r\n-}", b"\r\n:48:", b"\r\n:31C", b"EUR184350"])
    def test_a_message_that_is_cut_off(self, end):
        only(CREDIT[: CREDIT.index(end)], "cut off", "-}")

    def test_a_header_that_is_not_closed(self):
        only(CREDIT.replace(b"}{2:", b"{2:"), "block 1", "without its end")

    def test_a_malformed_header(self):
        only(CREDIT.replace(b"{1:F01KADREE2X", b"{1:F21KADREE2X"), "block 1", "F01")
        only(CREDIT.replace(b"{2:I700SERELKLXXXXXN", b"{2:I700SERELKLXN"), "block 2", "12 characters")

    def test_a_bank_of_the_header_that_is_none(self):
        only(
            CREDIT.replace(b"KADREE2XAXXX0", b"KADRZZ2XAXXX0"),
            "header, sender",
            "KADRZZ2XXXX names the country",
        )

    def test_text_on_the_line_that_opens_the_block(self):
        only(CREDIT.replace(b"{4:\r\n", b"{4:"), "text right after {4:")

    def test_two_kinds_of_line_ends(self):
        only(CREDIT.replace(b"1/1\r\n", b"1/1\n"), "CRLF", "LF", "one way throughout")

    def test_a_line_that_begins_like_a_field_or_an_end(self):
        only(
            CREDIT.replace(b"+DOCUMENTS IN", b":DOCUMENTS IN").replace(b":47A::", b":47A:X\r\n:"),
            "':DOCUMENTS",
        )
        only(CREDIT.replace(b"INSTITUTE CARGO", b"-INSTITUTE CARGO"), "'-INSTITUTE", "does not begin with -")

    def test_text_before_the_first_field(self):
        only(CREDIT.replace(b":27:1/1", b"HELLO\r\n:27:1/1"), "'HELLO' before the first field")

    def test_a_message_longer_than_the_network_takes(self):
        only(a_message(f45A="\n".join(["X" * 65] * 100), f46A="\n".join(["Y" * 65] * 60)), "at most 10000")

    def test_a_sign_outside_ascii_in_a_header(self):
        only(CREDIT.replace(b"{108:KDR", "{108:É".encode()), "block 3", "U+00C9")


class TestFieldsInOrder:
    """INTEROP-7"""

    @pytest.mark.parametrize("row", [row for row in ROWS if row.mandatory], ids=lambda row: row.tag)
    def test_a_missing_field_is_named(self, row):
        tag = next(tag for tag in row.tags if f":{tag}:".encode() in CREDIT)
        only(a_message(**{f"f{tag}": None}), f"field {row.tag}", row.name, "missing")

    def test_a_repeated_field(self):
        raw = CREDIT.replace(b":43P:", b":32B:EUR1,\r\n:43P:")
        only(raw, "field 32B", "again, first on line 18", "once")

    def test_both_options_of_one_field(self):
        only(CREDIT.replace(b":43P:", b":42D:BANK\r\n:43P:"), "field 42D", "again")

    def test_a_field_out_of_order(self):
        raw = CREDIT.replace(b":31C:260914\r\n", b"").replace(b":50:", b":31C:260914\r\n:50:")
        only(raw, "field 31C", "after field 31D", "before that field")

    @pytest.mark.parametrize(
        ("tag", "right"),
        [
            ("71B", "71D, which replaced it in November 2018"),
            ("39B", "39A or 39C"),
            ("41B", "41A or 41D"),
            ("32b", "32B"),
            ("50K", "50"),
            ("99Z", "a field of the MT 700"),
        ],
    )
    def test_an_unknown_field(self, tag, right):
        only(CREDIT.replace(b":43P:", f":{tag}:X\r\n:43P:".encode()), f"field {tag}", "unknown field", right)


class TestFormats:
    """INTEROP-8"""

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("f27", "11", ["field 27", "1 digit, '/' and 1 digit"]),
            ("f40A", "I" * 25, ["field 40A", "25 characters", "at most 24"]),
            ("f20", "A" * 17, ["field 20", "17 characters", "at most 16"]),
            ("f20", "", ["field 20", "nothing in the field"]),
            ("f20", "   ", ["field 20", "nothing in the field"]),
            ("f31C", "26091", ["field 31C", "'26091'", "6 digits"]),
            ("f31C", "2026-09-14", ["field 31C", "6 digits"]),
            ("f31D", "261215", ["field 31D", "up to 29 characters"]),
            ("f31D", "261215  ", ["field 31D", "blank part"]),
            ("f50", "A\nB\nC\nD\nE", ["field 50", "5 lines", "at most 4"]),
            ("f50", "A" * 36, ["field 50", "36 characters", "at most 35"]),
            ("f50", "A\n\nC", ["line 10, field 50", "an empty line"]),
            ("f32B", "eur1,", ["field 32B", "3 capital letters"]),
            ("f32B", "EUR", ["field 32B", "3 capital letters"]),
            ("f39A", "5", ["field 39A", "up to 2 digits"]),
            ("f39A", "100/5", ["field 39A", "up to 2 digits"]),
            ("f41A", "SERELKLXXXX", ["field 41A", "then on a new line up to 14 characters"]),
            ("f41D", "ANY BANK", ["field 41D", "then on a new line up to 14 characters"]),
            ("f44E", "X" * 141, ["field 44E", "141 characters", "at most 140"]),
            ("f44E", "COLOMBO\nSRI LANKA", ["field 44E", "2 lines", "at most 1"]),
            ("f45A", "+TEA\n" + "X" * 66, ["line 33, field 45A", "66 characters", "at most 65"]),
            ("f45A", "\n".join("X" * 101), ["field 45A", "101 lines", "at most 100"]),
            ("f48", "3 WEEKS", ["field 48", "up to 3 digits"]),
            ("f49", "WITH", ["field 49", "7 characters"]),
        ],
    )
    def test_a_field_in_the_wrong_format(self, field, text, words):
        only(a_message(**{field: text}), *words)

    def test_a_sign_that_swift_does_not_have(self):
        only(a_message(f45A="+CAFÉ"), "line 32, field 45A", "'É' (U+00C9) at character 5", "set Z")
        only(a_message(f45A="+ONE\tTWO"), "field 45A", "U+0009")
        only(a_message(f45A="+ONE}"), "field 45A", "'}'")

    @pytest.mark.parametrize(("sign", "code"), [("\x00", "U+0000"), ("\r", "U+000D"), ("é", "U+00E9")])
    def test_a_sign_that_swift_does_not_have_in_an_amount(self, sign, code):
        only(a_message(f32B=f"USD12{sign},5"), "line 18, field 32B", code, "set X")

    def test_a_sign_in_another_encoding(self):
        only(a_message(f45A="+CAFX").replace(b"CAFX", b"CAF\xe9"), "field 45A", "'é' (U+00E9)")

    def test_a_sign_of_the_wider_set_where_the_narrow_one_holds(self):
        only(a_message(f31D="261215COLOMBO & KANDY"), "field 31D", "'&' (U+0026)", "set X")
        assert faults_of_message(a_message(f45A="+COLOMBO & KANDY")) == []


class TestValues:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("XYQ4825,", ["XYQ is no currency code"]),
            ("XAU1,", ["XAU has no minor unit"]),
            ("USD48250,125", ["48250,125 has 3 decimals", "at most 2 decimals in USD", "C03"]),
            ("JPY48250000,0", ["1 decimal", "no decimals in JPY", "C03"]),
            ("KWD1,0001", ["4 decimals", "at most 3 decimals in KWD", "C03"]),
            ("USD48250", ["48250 has no decimal comma", "T40"]),
            ("USD48250.00", ["48250.00 has no decimal comma"]),
            ("USD,50", [",50 is no amount"]),
            ("USD-5,", ["-5, is no amount"]),
            ("USD1 000,", ["1 000, is no amount"]),
            ("USD1,,5", ["is no amount"]),
            ("USD0,00", ["which is zero", "above zero"]),
            ("BGN1,", ["BGN was withdrawn after 2025-12-31"]),
            ("HRK1,", ["HRK was withdrawn after 2022-12-31"]),
        ],
    )
    def test_an_amount(self, text, words):
        """INTEROP-9"""
        only(a_message(f32B=text), "line 18, field 32B", *words)

    def test_a_currency_that_was_withdrawn_later(self):
        """INTEROP-9"""
        days = {"f31C": "190405", "f31D": "190731SPLIT", "f44C": "190701"}
        assert faults_of_message(a_message(f32B="HRK1,", **days)) == []

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("f31C", "260931", ["260931", "September 2026 has 30 days"]),
            ("f31D", "270230COLOMBO", ["270230", "February 2027 has 28 days"]),
            ("f31D", "271301COLOMBO", ["271301", "a day that exists"]),
            ("f44C", "260000", ["260000", "a day that exists"]),
        ],
    )
    def test_a_day_that_does_not_exist(self, field, text, words):
        """INTEROP-10"""
        only(a_message(**{field: text}), f"field {field[1:]}", *words)

    @pytest.mark.parametrize(
        ("field", "text", "allowed"),
        [
            ("f40A", "REVOCABLE", "IRREVOCABLE or IRREVOCABLE TRANSFERABLE"),
            ("f40E", "UCP 500", "UCP LATEST VERSION"),
            ("f41A", "SERELKLXXXX\nBY MAGIC", "BY PAYMENT, BY ACCEPTANCE"),
            ("f43P", "SOMETIMES", "ALLOWED, NOT ALLOWED, CONDITIONAL"),
            ("f43T", "FORBIDDEN", "ALLOWED, NOT ALLOWED, CONDITIONAL"),
            ("f49", "PERHAPS", "CONFIRM, MAY ADD, WITHOUT"),
        ],
    )
    def test_a_word_that_is_not_in_the_list(self, field, text, allowed):
        """INTEROP-11"""
        only(a_message(**{field: text}), f"field {field[1:]}", text.split("\n")[-1], allowed)

    def test_text_after_rules_that_have_none(self):
        """INTEROP-11"""
        only(a_message(f40E="UCP LATEST VERSION/AND MORE"), "field 40E", "AND MORE", "text only after OTHR")

    @pytest.mark.parametrize("text", ["/ABC", "ABC/", "A//B"])
    def test_slashes_in_the_number(self, text):
        """INTEROP-11"""
        only(a_message(f20=text), "field 20", text, "T26")

    def test_a_pre_advice_that_is_none(self):
        """INTEROP-11"""
        only(a_message(f23="260907"), "field 23", "PREADV/")

    @pytest.mark.parametrize("text", ["2/1", "0/0", "1/9"])
    def test_a_sequence_that_cannot_be(self, text):
        """INTEROP-11"""
        only(a_message(f27=text), "field 27", text, "1/1")

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("f41A", "HZBKCNS\nBY PAYMENT", ["'HZBKCNS' has 7 characters", "8 characters, or 11"]),
            ("f41A", "SERELKLX12\nBY PAYMENT", ["has 10 characters"]),
            ("f41A", "SEREZZLX\nBY PAYMENT", ["names the country ZZ"]),
            ("f42A", "/ACCOUNT\nKADR", ["'KADR' has 4 characters"]),
            ("f57A", "SEREZZLX", ["names the country ZZ"]),
        ],
    )
    def test_a_bank_code(self, field, text, words):
        """INTEROP-14"""
        only(a_message(**{field: text}), f"field {field[1:]}", *words)

    def test_an_account_where_the_name_should_be(self):
        """INTEROP-8"""
        only(a_message(f59="/0071540028119"), "field 59", "where the name begins", "a name")


class TestRules:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"f42A": None}, ["field 42C", "without field 42a", "C1, C90"]),
            ({"f42C": None}, ["field 42A", "without field 42C", "C1, C90"]),
            ({"f44D": "IN NOVEMBER"}, ["field 44D", "beside field 44C", "C3, D06"]),
        ],
    )
    def test_fields_that_exclude_or_need_each_other(self, fields, words):
        """INTEROP-12"""
        only(a_message(**fields), *words)

    def test_more_than_one_way_to_say_how_it_is_paid(self):
        """INTEROP-12"""
        faults = faults_of_message(a_message(f42P="90 DAYS AFTER SHIPMENT"))
        assert any("field 42P: found beside field 42A" in fault and "C2, C90" in fault for fault in faults)

    def test_expiry_before_issue(self):
        """INTEROP-13"""
        only(a_message(f31D="260913COLOMBO", f44C=None), "field 31D", "2026-09-13", "2026-09-14 or later")
        assert faults_of_message(a_message(f31D="260914COLOMBO", f44C=None)) == []

    def test_latest_shipment_after_expiry(self):
        """INTEROP-13"""
        only(a_message(f44C="261216"), "field 44C", "2026-12-16", "2026-12-15 or earlier")
        assert faults_of_message(a_message(f44C="261215")) == []

    def test_the_applicant_as_drawee(self):
        """INTEROP-15"""
        only(a_message(f42D="Kalamaja Tea House OU"), "field 42D", "found the applicant", "a bank")

    @pytest.mark.parametrize("wish", ["MAY ADD", "CONFIRM"])
    def test_confirmation_asked_of_nobody(self, wish):
        """INTEROP-16"""
        faults = faults_of_message(a_message(f49=wish))
        assert any("field 49" in fault and "without field 58a" in fault for fault in faults)

    @pytest.mark.parametrize(
        ("way", "field"),
        [("BY ACCEPTANCE", "42C"), ("BY DEF PAYMENT", "42P"), ("BY MIXED PYMT", "42M")],
    )
    def test_a_way_of_payment_without_its_field(self, way, field):
        """INTEROP-15"""
        faults = faults_of_message(a_message(f41A=f"SERELKLXXXX\n{way}", f42C=None, f42A=None))
        assert any(f"found {way} without field {field}" in fault for fault in faults)

    def test_a_field_of_another_way_of_payment(self):
        """INTEROP-15"""
        raw = a_message(f42C=None, f42A=None, f42P="AT SIGHT")
        only(raw, "field 42P", "with BY PAYMENT")

    def test_payment_that_is_not_at_sight(self):
        """INTEROP-15"""
        only(a_message(f42C="90 DAYS AFTER SIGHT"), "field 42C", "90 days after sight", "AT SIGHT")

    def test_a_draft_to_be_accepted_at_sight(self):
        """INTEROP-15: what is at sight is paid, not accepted."""
        only(a_message(f41A="SERELKLX\nBY ACCEPTANCE"), "field 42C", "at sight with BY ACCEPTANCE")


class TestNotBuiltYet:
    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"f27": "1/2"}, "a credit in 2 messages, continued in MT 701,"),
            ({"f40E": "EUCP LATEST VERSION"}, "a credit under EUCP LATEST VERSION"),
            ({"f40E": "OTHR/URC 522"}, "a credit under OTHR"),
            (
                {"f41A": "SERELKLXXXX\nBY ACCEPTANCE", "f42C": "3 MONTHS AFTER SIGHT"},
                "a tenor such as '3 MONTHS AFTER SIGHT",
            ),
            (
                {"f41A": "SERELKLX\nBY DEF PAYMENT", "f42C": None, "f42A": None, "f42P": "30 DAYS"},
                "a tenor such as '30 DAYS",
            ),
            (
                {"f41A": "SERELKLX\nBY MIXED PYMT", "f42C": None, "f42A": None, "f42M": "HALF"},
                "a tenor such as 'HALF",
            ),
            (
                {
                    **{"f41A": "SERELKLX\nBY MIXED PYMT", "f42C": None, "f42A": None},
                    "f42M": "50 PCT AT SIGHT\n40 PCT 30 DAYS AFTER SIGHT",
                },
                "a tenor such as '50 PCT AT SIGHT",
            ),
        ],
    )
    def test_it_is_refused_by_its_name_alone(self, fields, name):
        """INTEROP-4"""
        raw = a_message(**fields)
        only(raw, name, "is not built yet")
        with pytest.raises(DocumentRefused) as refused:
            mt700.parse(raw)
        assert refused.value.only_not_built

    def test_a_fault_of_the_sender_beside_it_is_still_one(self):
        """INTEROP-4"""
        with pytest.raises(DocumentRefused) as refused:
            mt700.parse(a_message(f40E="EUCP LATEST VERSION", f32B="XYQ1,"))
        assert not refused.value.only_not_built
