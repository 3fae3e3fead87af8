"""A FIN message as it lies in a file: blocks in braces, and in block 4 fields that begin with :tag:.

`parse` loses nothing: `write` makes the same bytes of every message that it takes. Lines end in CRLF, as
SWIFT has it, or in LF, as files have it; a byte order mark belongs to the file and not to the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.interop.faults import DocumentRefused, Fault, shown

LONGEST = 10_000
"""Characters of a message of category 7, headers included."""

_TAG = re.compile(r":([0-9]{2}[A-Za-z]?):(.*)", re.DOTALL)
_ENDS = re.compile(r"\r\n|\n")
_LT = r"[A-Z0-9]{12}"
_BASIC = re.compile(rf"F01({_LT})[0-9]{{10}}")
_INPUT = re.compile(rf"I([0-9]{{3}})({_LT})(?:[SUN][123]?(?:[0-9]{{3}})?)?")
_OUTPUT = re.compile(rf"O([0-9]{{3}})[0-9]{{10}}({_LT})[0-9]{{10}}[0-9]{{10}}[SUN]?")


@dataclass(frozen=True)
class Field:
    tag: str
    lines: tuple[str, ...]
    """What follows `:tag:`, and the lines under it."""
    line: int
    """Of the tag in the file, from 1."""

    def where(self, within: int = 0) -> str:
        return f"line {self.line + within}, field {self.tag}"


@dataclass(frozen=True)
class Message:
    """A file that holds one message. `gaps` is what stands before, between and after its blocks."""

    basic: str
    application: str
    user: str | None
    fields: tuple[Field, ...]
    trailers: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    end: str
    """How lines end: CRLF or LF."""

    @property
    def kind(self) -> str:
        """The number of the message type, such as 700."""
        return self.application[1:4]

    @property
    def sender(self) -> str:
        """BIC11. A message that was received names its sender in block 2, one to be sent in block 1."""
        received = _OUTPUT.fullmatch(self.application)
        return _bic11(received[2] if received else self.basic[3:15])

    @property
    def receiver(self) -> str:
        addressed = _INPUT.fullmatch(self.application)
        return _bic11(addressed[2] if addressed else self.basic[3:15])


def parse(raw: bytes) -> tuple[Message, tuple[Fault, ...]]:
    """The message and what is wrong with its framing; raises DocumentRefused if there is no message."""
    return _Reader(_decoded(raw)).read()


def write(message: Message) -> bytes:
    """The bytes of the file that this message was read from, or is to be read from."""
    lines = [f":{field.tag}:" + message.end.join(field.lines) for field in message.fields]
    text = message.end + message.end.join(lines) + message.end + "-"
    blocks = [("1", message.basic), ("2", message.application)]
    blocks += [("3", message.user)] if message.user is not None else []
    blocks += [("4", text), *message.trailers]
    pieces = [message.gaps[0]]
    for (name, content), gap in zip(blocks, message.gaps[1:], strict=True):
        pieces += [f"{{{name}:{content}}}", gap]
    return "".join(pieces).encode()


def _bic11(terminal: str) -> str:
    """Place nine of a logical terminal names the terminal, not the bank."""
    return terminal[:8] + terminal[9:]


def _refused(where: str, found: str, expected: str, rule: str = "FIN framing") -> DocumentRefused:
    return DocumentRefused("credit", [Fault(where, found, expected, rule)])


def _decoded(raw: bytes) -> str:
    if not raw.strip():
        raise _refused("file", "found nothing, the file is empty", "an MT 700, which begins with {1:")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("file", "found UTF-16 text", "plain ASCII, one byte for each character")
    if len(raw) > LONGEST:
        raise _refused(
            "file", f"found {len(raw)} bytes", f"at most {LONGEST} in one message", "MT 700 length"
        )
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


class _Reader:
    """Walks along the file once. Line numbers are counted from its start, as an editor shows them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._faults: list[Fault] = []
        self._ends: set[str] = set()

    def read(self) -> tuple[Message, tuple[Fault, ...]]:
        gaps = [self._gap()]
        headers: dict[str, str] = {}
        for name, needed in (("1", True), ("2", True), ("3", False)):
            if needed or self._text.startswith("{3:", self._at):
                headers[name] = self._block(name)
                gaps.append(self._gap())
        fields = self._text_block()
        gaps.append(self._gap())
        trailers = []
        while self._at < len(self._text) and not any(fault.where == "block 4" for fault in self._faults):
            name = self._text[self._at + 1 : self._at + 2]
            if not re.match(r"\{[5S]:", self._text[self._at :]):
                left = self._text[self._at :]
                again = "a second message" if left.startswith("{1:") else shown(left, 30)
                raise _refused(self._line(), f"found {again} after the end of the message", "one message")
            trailers.append((name, self._block(name)))
            gaps.append(self._gap())
        self._check_headers(headers["1"], headers["2"])
        if len(self._ends) > 1:
            self._fault("file", "found lines that end in CRLF and lines that end in LF", "one way throughout")
        end = "\n" if self._ends == {"\n"} else "\r\n"
        message = Message(
            headers["1"], headers["2"], headers.get("3"), fields, tuple(trailers), tuple(gaps), end
        )
        return message, tuple(self._faults)

    def _fault(self, where: str, found: str, expected: str, rule: str = "FIN framing") -> None:
        self._faults.append(Fault(where, found, expected, rule))

    def _line(self) -> str:
        return f"line {self._number(self._at)}"

    def _number(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1

    def _gap(self) -> str:
        start = self._at
        self._at += self._text.startswith("\ufeff") and start == 0
        while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
            self._at += 1
        return self._text[start : self._at]

    def _block(self, name: str) -> str:
        opening = f"{{{name}:"
        if not self._text.startswith(opening, self._at):
            found = shown(self._text[self._at :], 20) if self._at < len(self._text) else "the end of the file"
            raise _refused(self._line(), f"found {found}", f"block {name}, which begins with {opening}")
        start = self._at + len(opening)
        depth, at = 1, start
        while depth and at < len(self._text):
            depth += {"{": 1, "}": -1}.get(self._text[at], 0)
            at += 1
        content = self._text[start : at - 1]
        if depth or "\n" in content:
            raise _refused(self._line(), f"found block {name} without its end", "} on the same line")
        odd = next((sign for sign in content if not " " <= sign <= "~"), None)
        if odd is not None:
            self._fault(f"block {name}", f"found {shown(odd)} (U+{ord(odd):04X})", "printable ASCII only")
        self._at = at
        return content

    def _text_block(self) -> tuple[Field, ...]:
        if not self._text.startswith("{4:", self._at):
            found = shown(self._text[self._at :], 20) if self._at < len(self._text) else "the end of the file"
            raise _refused(self._line(), f"found {found}", "block 4, which begins with {4:")
        start = self._at + 3
        opening = _ENDS.match(self._text, start)
        if opening is None:
            raise _refused(self._line(), "found text right after {4:", "a new line there")
        self._ends.add(opening[0])
        closing = re.compile(r"(?<=\n)-\}").search(self._text, opening.end())
        if closing is None:
            self._fault("block 4", "found no end, the message is cut off", "a last line that begins with -}")
        stop = closing.start() if closing else len(self._text)
        fields = self._fields(opening.end(), stop)
        self._at = closing.end() if closing else stop
        return fields if closing else fields[:-1]

    def _fields(self, start: int, stop: int) -> tuple[Field, ...]:
        found: list[tuple[str, int, list[str]]] = []
        number = self._number(start)
        for line in self._lines(start, stop):
            matched = _TAG.fullmatch(line)
            if matched:
                found.append((matched[1], number, [matched[2]]))
            elif line.startswith(":"):
                expected = "a tag such as :32B: or a text line that begins with another sign"
                self._fault(f"line {number}", f"found {shown(line)}", expected, "T13")
            elif line.startswith("-"):
                expected = "a text line that does not begin with -"
                self._fault(f"line {number}", f"found {shown(line)}", expected, "T13")
            elif not found:
                self._fault(f"line {number}", f"found {shown(line)} before the first field", ":27:", "T13")
            else:
                found[-1][2].append(line)
            number += 1
        return tuple(Field(tag, tuple(lines), line) for tag, line, lines in found)

    def _lines(self, start: int, stop: int) -> list[str]:
        body = self._text[start:stop]
        self._ends |= set(_ENDS.findall(body))
        lines = _ENDS.split(body)
        return lines[:-1] if lines[-1] == "" else lines

    def _check_headers(self, basic: str, application: str) -> None:
        if not _BASIC.fullmatch(basic):
            expected = "F01, the sender's terminal of 12 characters, 4 and 6 digits"
            self._fault("block 1", f"found {shown(basic)}", expected)
        if not (_INPUT.fullmatch(application) or _OUTPUT.fullmatch(application)):
            expected = (
                "I, the message type and the receiver's terminal of 12 characters; or O and the received form"
            )
            self._fault("block 2", f"found {shown(application)}", expected)
