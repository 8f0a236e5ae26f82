"""How mail comes back: the bounces that programs in the field write, each as a
function of the message that it is about.

A Style's `proof` is what of ours is left in it to prove itself with, the first
that is tried: "envelope-id", "stamp", "message-id", or "" where nothing is.
`headers` tells where the returned header fields are.
"""

import base64
import html
import quopri
from dataclasses import dataclass, replace
from email.utils import formatdate, make_msgid

HOST = "mx.bouncing.example"
BOUNDARY = "=_bounce_0a1b2c"


@dataclass(frozen=True)
class Original:
    """The message that bounces, as it arrived: line ends are CRLF."""

    sender: str
    recipient: str
    header: str  # without the empty line
    body: str
    envelope_id: str = ""
    options: tuple = ()  # the parameters of its MAIL

    @classmethod
    def of(cls, delivery):
        header, _, body = delivery.content.decode("utf-8", "surrogateescape").partition("\r\n\r\n")
        return cls(delivery.sender, delivery.recipients[0], header, body, delivery.option("ENVID"),
                   delivery.options)

    @property
    def text(self):
        return f"{self.header}\r\n\r\n{self.body}"

    def fields(self):
        """The fields, folded ones as they are."""
        fields = []
        for line in self.header.split("\r\n"):
            if line[:1] in (" ", "\t") and fields:
                fields[-1] += "\r\n" + line
            else:
                fields.append(line)
        return fields

    def field(self, name):
        """The value of the first field of a name, None without one."""
        for field in self.fields():
            if field.lower().startswith(name.lower() + ":"):
                return field.partition(":")[2].strip()
        return None

    def only(self, *prefixes):
        """With no fields but those that begin so."""
        return self._with(f for f in self.fields() if f.lower().startswith(tuple(p.lower() for p in prefixes)))

    def without(self, *prefixes):
        return self._with(f for f in self.fields() if not f.lower().startswith(tuple(p.lower() for p in prefixes)))

    def changed(self, name, value):
        """With another value in the fields of a name."""
        return self._with(f"{name}: {value}" if f.lower().startswith(name.lower() + ":") else f
                          for f in self.fields())

    def _with(self, fields):
        return replace(self, header="\r\n".join(fields))


@dataclass(frozen=True)
class Style:
    name: str
    make: object  # (Original) -> bytes of the bounce
    proof: str
    headers: str


def head(original, subject, content_type, *more):
    return "\r\n".join([
        f"From: Mail Delivery System <MAILER-DAEMON@{HOST}>", f"To: {original.sender}", f"Subject: {subject}",
        f"Date: {formatdate()}", f"Message-ID: {make_msgid(domain=HOST)}", "MIME-Version: 1.0",
        f"Content-Type: {content_type}", *more]) + "\r\n\r\n"


def report(original, returned=None, kind="message/rfc822", action="failed"):
    """RFC 3464. returned is the text of the third part; there is none without it."""
    id_line = f"Original-Envelope-Id: {original.envelope_id}\r\n" if original.envelope_id else ""
    parts = [
        "Content-Type: text/plain; charset=us-ascii\r\n\r\nYour message could not be delivered.\r\n",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {HOST}\r\n{id_line}\r\n"
        f"Final-Recipient: rfc822; {original.recipient}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 nobody of that name here\r\n",
    ]
    if returned is not None:
        parts.append(f"Content-Type: {kind}\r\n\r\n{returned}")
    body = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts) + f"--{BOUNDARY}--\r\n"
    whole = head(original, "Undelivered Mail Returned to Sender",
                 f'multipart/report; report-type=delivery-status; boundary="{BOUNDARY}"',
                 "Auto-Submitted: auto-replied") + body
    return whole.encode("utf-8", "surrogateescape")


def plain(original, subject, text, *more, encoding="7bit", kind="text/plain"):
    raw = text.encode("utf-8", "surrogateescape")
    if encoding == "base64":
        raw = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    header = head(original, subject, f"{kind}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", *more)
    return header.encode() + raw


def no_id(original):
    return replace(original, envelope_id="")


def full(original):
    return report(original, original.text)


def headers_only(original):
    return report(original, original.header + "\r\n", "text/rfc822-headers")


def no_envelope_id(original):
    return report(no_id(original), original.text)


def envelope_id_only(original):
    return report(original)


def message_id_only(original):
    return report(no_id(original), original.only("Message-ID:").header + "\r\n", "text/rfc822-headers")


def stripped(original):
    """Passed through something that knows neither DSN nor fields that begin with X-."""
    return report(no_id(original.without("X-")), original.without("X-").text)


def qmail(original):
    text = (f"Hi. This is the qmail-send program at {HOST}.\r\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
            f"<{original.recipient}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
            "--- Below this line is a copy of the message.\r\n\r\n"
            f"Return-Path: <{original.sender}>\r\n{original.text}")
    return plain(original, "failure notice", text)


def exchange(original):
    fields = "<br>\r\n".join(html.escape(line) for line in original.header.split("\r\n"))
    text = (f"<html><body><p><b>Delivery has failed to these recipients or groups:</b></p>"
            f"<p><a href=\"mailto:{original.recipient}\">{original.recipient}</a><br>\r\n"
            "The e-mail address you entered couldn't be found.</p>\r\n"
            f"<p><b>Diagnostic information for administrators:</b></p>\r\n<p>Generating server: {HOST}</p>\r\n"
            f"<p>{original.recipient}<br>\r\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##</p>\r\n"
            f"<p>Original message headers:</p>\r\n<pre>{fields}</pre>\r\n</body></html>\r\n")
    return plain(original, "Undeliverable: your message", text, encoding="quoted-printable", kind="text/html")


def quoted(original):
    lines = "".join(f"> {line}\r\n" for line in original.header.split("\r\n"))
    text = (f"Delivery to {original.recipient} failed: 550 5.1.1 user unknown\r\n\r\n"
            f"The header of your message:\r\n\r\n{lines}")
    return plain(original, "Returned mail: delivery problems", text, encoding="base64")


def bare(original):
    text = f"Your message to {original.recipient} could not be delivered: user unknown.\r\n"
    return plain(original, "Undeliverable mail", text)


def vacation(original):
    return plain(original, "Out of office", "I am away until Monday.\r\n", "Auto-Submitted: auto-replied",
                 f"In-Reply-To: {original.field('Message-ID')}")


STYLES = {style.name: style for style in (
    Style("full", full, "envelope-id", "rfc822-part"),
    Style("headers only", headers_only, "envelope-id", "rfc822-headers"),
    Style("no envelope id", no_envelope_id, "stamp", "rfc822-part"),
    Style("envelope id only", envelope_id_only, "envelope-id", "none"),
    Style("message id only", message_id_only, "message-id", "rfc822-headers"),
    Style("stripped", stripped, "message-id", "rfc822-part"),
    Style("qmail", qmail, "stamp", "inline-text"),
    Style("exchange", exchange, "stamp", "inline-text"),
    Style("quoted", quoted, "stamp", "inline-text"),
    Style("bare", bare, "", "none"),
    Style("vacation", vacation, "message-id", "none"),
)}
