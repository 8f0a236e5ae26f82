"""A stranger's mail system that takes our mail and answers with the bounce that a
test asks for: genuine, or as a forger would make it.

    bouncer = ground.bouncer(home_port)
    ... our Postfix sends to joe@bouncing.example ...
    original = bouncer.receive("subject")
    sent = bouncer.bounce(original, "qmail")
    sent = bouncer.bounce(forged(original), "qmail")
"""

from dataclasses import replace
from email.utils import make_msgid

from mta.returned import HOST, STYLES, Original
from mta.sink import Sink
from mta.smtp import Client

DOMAIN = "bouncing.example"
SOURCE = "127.0.0.25"


def flipped(text):
    """The text with another last letter."""
    return text[:-1] + ("A" if text[-1] != "A" else "B")


def forged(original, stamp="X-Mailreeve-Stamp"):
    """What somebody makes of it who has seen one of our messages, but not this one:
    stamp and envelope id of the right form, a Message-ID that was never sent."""
    seen = original.field(stamp)
    changed = original.changed(stamp, flipped(seen)) if seen else original
    changed = changed.changed("Message-ID", make_msgid(domain="forger.example"))
    return replace(changed, envelope_id=flipped(original.envelope_id) if original.envelope_id else "")


def with_subject(content, subject):
    header, empty, body = content.partition(b"\r\n\r\n")
    fresh = f"Subject: {subject}".encode()
    lines = [fresh if line.startswith(b"Subject: ") else line for line in header.split(b"\r\n")]
    return b"\r\n".join(lines) + empty + body


class Bouncer:
    """A sink for mail to DOMAIN that offers DSN, and a client of the port `home`."""

    def __init__(self, home, source=SOURCE, extensions=("DSN",)):
        self._sink = Sink(extensions=extensions)
        self._home, self._source = ("127.0.0.1", home), source

    @property
    def port(self):
        return self._sink.port

    def start(self):
        self._sink.start()
        return self

    def stop(self):
        self._sink.stop()

    def receive(self, subject):
        """The message with this subject, as soon as it has arrived."""
        return Original.of(self._sink.wait_for(subject))

    def received(self):
        """All that has arrived."""
        return [Original.of(delivery) for delivery in self._sink.deliveries]

    def bounce(self, original, style, subject=None, to=None, client=None):
        """Sends the bounce of a style to who sent the message, or to somebody else,
        over a connection of its own unless it is given one. `subject` replaces
        its own, for a test that wants to find it again."""
        content = STYLES[style].make(original)
        if subject:
            content = with_subject(content, subject)
        if client:
            return client.send("", [to or original.sender], content)
        with self.connect() as fresh:
            return fresh.send("", [to or original.sender], content)

    def connect(self):
        """A connection to home, greeted."""
        client = Client(self._home, source=self._source)
        client.ehlo(HOST)
        return client
