"""What the tests of the gate share: one name server, one Postfix, one mailreeve
for a class, and a word for "this client sends, and that is what came of it"."""

from dataclasses import dataclass

from mta import scenes
from mta.ground import GroundTest
from mta.kept import Kept
from mta.log_line import Line, records
from mta.sink import Delivery
from mta.smtp import Sent
from mta.waiting import until


@dataclass(frozen=True)
class Outcome:
    """Of one message: what the client heard, the verdict in the log, and the
    message as it was delivered, None where it was not."""

    sent: Sent
    line: Line
    delivery: Delivery

    @property
    def verdict(self):
        return self.line["verdict"]

    @property
    def found(self):
        return tuple(self.line["findings"].split())


class GateTest(GroundTest):
    """A class has its own gate: `keys` change the configuration."""

    keys = {}

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        cls.dns = ground.nsd(scenes.zones())
        cls.gate = ground.mailreeve(scenes.config(cls.dns, **cls.keys))
        cls.kept = Kept(ground.build, cls.gate)
        cls.postfix = ground.postfix(cls.sink, milters=[cls.gate.milter])

    def connect(self, one, name=None):
        """A connection of this caller."""
        client = self.ground.client(self.postfix)
        reply = scenes.greet(client, one, name)
        self.assertEqual(reply.code, 250, client.transcript())
        return client

    def verdicts(self, **fields):
        return records(self.gate.log(), "verdict", **fields)

    def verdict(self, **fields):
        """The one verdict in the log with these fields, as soon as it is there."""
        until(lambda: self.verdicts(**fields), f"verdict with {fields} in\n{self.gate.log()}", 10)
        lines = self.verdicts(**fields)
        self.assertEqual(len(lines), 1, lines)
        return lines[0]

    def outcome(self, client, one, delivered=True, **content):
        """Sends one message and returns what came of it. Its subject has to be
        one that no other test sends."""
        before = len(self.verdicts())
        sent = scenes.send(client, one, **content)
        until(lambda: len(self.verdicts()) > before, f"a verdict in\n{self.gate.log()}", 10)
        subject = content.get("subject", one.subject)
        delivery = self.sink.wait_for(subject) if sent.accepted and delivered else None
        return Outcome(sent, self.verdicts()[-1], delivery)
