"""What the tests of attachments share: our Postfix with mailreeve before it, and a word
for "this letter was sent, and that is what arrived, and what is kept".

Clients come from 127.0.0.1 and are strangers to us, except for 127.0.0.2 (local.networks).
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from mta import letters
from mta.ground import GroundTest
from mta.kept import Kept
from mta.log_line import Line, records
from mta.nsd import Zones
from mta.sink import Delivery
from mta.smtp import Sent
from mta.waiting import until

ORGANIZATION = "Example Ltd"
WARNING_FILE = f"{ORGANIZATION}-Attachment-Warning.txt"
STRIPPED = "X-Mailreeve-Stripped"
SENDER, RECIPIENT = "ann@sender.example", "joe@example.net"
HELO, OURS = "mail.sender.example", "127.0.0.2"


def warning_lines(names):
    """What a text begins with, from which files of these names were taken."""
    return ("Warning: This message has had one or more attachments removed",
            f"Warning: ({names}).",
            f'Warning: Please read the "{WARNING_FILE}" attachment(s) for more information.')


class _Page(HTMLParser):
    """The text of a page, a line for each run of it."""

    def __init__(self):
        super().__init__()
        self.lines, self._hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in ("head", "style", "script")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("head", "style", "script")

    def handle_data(self, data):
        if not self._hidden:
            self.lines.append(" ".join(data.split()))


def shown(text, subtype="plain"):
    """The lines of a text that a reader sees and that are not empty."""
    lines = text.splitlines()
    if subtype == "html":
        page = _Page()
        page.feed(text)
        page.close()
        lines = page.lines
    return [line.strip() for line in lines if line.strip()]


def config(*servers, **keys):
    """A configuration for strangers at 127.0.0.1; `attachments` and others by key."""
    return {
        "organization": ORGANIZATION,
        "local": {"domains": ["example.net", "example.org"], "networks": [f"{OURS}/32"]},
        "dns": {"servers": ["{}:{}".format(*one.address) for one in servers]},
        "rbl": {"lists": []},
        "bounces": {"mode": "off"},
        **keys,
    }


@dataclass(frozen=True)
class Outcome:
    """Of one letter: what the client heard, the verdict in the log, the message as it
    was delivered (None where it was not), and what is kept (None likewise)."""

    sent: Sent
    line: Line
    delivery: Delivery
    kept: dict

    @property
    def message(self):
        return letters.read(self.delivery.content)

    @property
    def parts(self):
        return letters.leaves(self.message)


class AttachmentTest(GroundTest):
    """A class has a daemon of its own; `attachments` are its section, `keys` others of
    its configuration, `params` lines of main.cf."""

    attachments = {"mode": "strip"}
    keys = {}
    params = {}

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        cls.dns = ground.nsd(Zones().host(HELO, "127.0.0.1"))
        cls.gate = ground.mailreeve(cls.config())
        cls.kept = Kept(ground.build, cls.gate)
        cls.postfix = ground.postfix(cls.sink, milters=[cls.gate.milter], params=cls.params)

    @classmethod
    def config(cls, **keys):
        return config(cls.dns, **{"attachments": cls.attachments, **cls.keys, **keys})

    def connect(self, source=None):
        client = self.ground.client(self.postfix, source=source)
        client.ehlo(HELO)
        return client

    def send(self, content, recipients=(RECIPIENT,), client=None, source=None):
        """What a client heard for this content."""
        return (client or self.connect(source)).send(SENDER, list(recipients), content, "BODY=8BITMIME")

    def outcome(self, content, **how):
        """Sends a letter whose Message-ID no other has, and returns what came of it."""
        sent = self.send(content, **how)
        wanted = letters.read(content)["Message-ID"]
        until(lambda: self.verdicts(wanted), f"a verdict on {wanted} in\n{self.gate.log()[-3000:]}", 20)
        line = self.verdicts(wanted)[-1]
        kept = next(iter(self.kept.list(id=line.id)), None)
        arrives = sent.accepted and line["verdict"] != "quarantine"
        return Outcome(sent, line, self.arrived(wanted) if arrives else None, kept)

    def verdicts(self, message_id):
        return records(self.gate.log(), "verdict", msgid=message_id.strip("<>"), stage="end")

    def arrived(self, message_id):
        """The first delivery of a message, as soon as it is there."""
        return until(lambda: next(iter(self.deliveries(message_id)), None), f"{message_id} arrives", 20)

    def deliveries(self, message_id):
        return [one for one in self.sink.deliveries if one.header("Message-ID") == message_id]

    # What is to be seen

    def check_untouched(self, outcome, content):
        """It arrived as it was sent, under what an MTA puts on top."""
        self.assertTrue(outcome.sent.accepted, outcome.sent)
        self.assertIsNone(outcome.delivery.header(STRIPPED))
        self.assertTrue(outcome.delivery.content.endswith(b"\r\n" + content), outcome.delivery.content[:3000])

    def check_warned(self, part, names):
        """The part is the warning, and tells of these names, whom to ask, and the id."""
        self.assertEqual((part.get_content_type(), part.get_content_disposition(), part.get_filename()),
                         ("text/plain", "attachment", WARNING_FILE))
        for name in names:
            self.assertIn(name, part.get_content())

    def check_noticed(self, part, names):
        """A text begins with the three lines."""
        lines = shown(part.get_content(), part.get_content_subtype())
        self.assertEqual(tuple(lines[:3]), warning_lines(names), part.as_bytes())

    def check_kept(self, outcome, content, why):
        """The message lies in the store as it came, under what the MTA puts on top."""
        self.assertEqual((outcome.kept or {}).get("why"), why, self.gate.log()[-3000:])
        self.assertTrue(self.kept.export(outcome.kept).endswith(content), outcome.kept)

    def check_held(self, outcome, content, why="held"):
        """Nobody got it, and it lies in the store."""
        self.assertTrue(outcome.sent.accepted, outcome.sent)
        self.assertEqual(outcome.line["verdict"], "quarantine", outcome.line)
        self.check_kept(outcome, content, why)
        self.assertEqual(self.deliveries(letters.read(content)["Message-ID"]), [])
