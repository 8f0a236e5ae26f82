"""What the tests of bounces share: our Postfix with mailreeve before it, the hosts
it sends to, and a word for "this came back, and that became of it".

Our own clients come from 127.0.0.1 and only from there (local.networks); all
others on the loopback network are strangers.
"""

import re
from dataclasses import dataclass

from mta import remote
from mta.bouncer import DOMAIN
from mta.ground import GroundTest
from mta.kept import Kept
from mta.log_line import records
from mta.nsd import Zones
from mta.sink import Delivery
from mta.smtp import Sent, message
from mta.waiting import until

STAMP_FIELD = "X-Mailreeve-Stamp"
STAMP = re.compile(r"v=1; k=(\S+); t=(\d+); n=([a-z2-7]{16}); m=([A-Za-z0-9_-]{22})")
ENVELOPE_ID = re.compile(r"mr1\.[!-*,-<>-~]+")
SENDER = "ann@example.net"
VALID, INVALID, UNVERIFIABLE, REPLAYED = "BOUNCE_VALID", "BOUNCE_INVALID", "BOUNCE_UNVERIFIABLE", "BOUNCE_REPLAYED"
OUTCOMES = {VALID, INVALID, UNVERIFIABLE, REPLAYED, "BOUNCE_FORWARDED", "BOUNCE_EXPIRED"}
LIMIT = 6  # bounces a recipient


def unfolded(value):
    return re.sub(r"\r?\n[ \t]+", " ", value or "")


def symbols(findings):
    """What a value of X-Mailreeve-Findings names: "A=1.00, B=unknown"."""
    return {word.strip().partition("=")[0] for word in unfolded(findings).split(",")}


@dataclass(frozen=True)
class Fate:
    """What became of a message that came home: whether it is kept, and the outcome
    that its findings name, "" without one."""

    sent: Sent
    held: bool
    outcome: str
    delivery: Delivery  # None when it is held


class BounceTest(GroundTest):
    """A class has a daemon of its own, in the `mode` of its bounces; `bounces` are
    further keys of that section, `remotes` the makers of the MTAs it sends to."""

    mode = "strict"
    bounces = {}
    remotes = {}

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()  # where our mail arrives
        cls.world = ground.sink(extensions=("DSN",))  # where the mail of others does
        cls.home = ground.port()
        cls.bouncer = ground.bouncer(cls.home)
        servers = {domain: make(ground, cls.world, cls.home).port for domain, make in cls.remotes.items()}
        cls.gate = ground.mailreeve(cls.config(ground.nsd(Zones())))
        cls.kept = Kept(ground.build, cls.gate)
        cls.postfix = ground.postfix(cls.sink, milters=[cls.gate.milter], relay_domains=("example.net",), port=cls.home,
                                     params=cls.params({DOMAIN: cls.bouncer.port, **servers}))

    @classmethod
    def config(cls, dns):
        ours = {"for": ["example.net"], "outbound": "exclusive"}
        return {
            "local": {"domains": ["example.net"], "networks": ["127.0.0.1/32"]},
            "dns": {"servers": ["{}:{}".format(*dns.address)]},
            "rbl": {"lists": []},
            "bounces": {"mode": cls.mode, "learning": "0s", "domains": [ours], **cls.bounces},
        }

    @staticmethod
    def params(servers):
        return {
            "transport_maps": remote.routes(servers),
            # Our own MTA's bounces are shown to the milter only on request.
            "internal_mail_filter_classes": "bounce",
            # Postfix would add a Message-ID before the milter sees the header.
            "local_header_rewrite_clients": "",
            "smtp_tls_security_level": "none",
        }

    # What goes out

    def submit(self, subject, recipient=f"joe@{DOMAIN}", sender=SENDER, options="", **content):
        """One message of ours, as one of our clients hands it in."""
        content.setdefault("sender", sender)
        with self.ground.client(self.postfix) as client:
            client.ehlo("desk.example.net")
            sent = client.send(sender, [recipient], message(subject, **content), options)
            self.assertTrue(sent.accepted, client.transcript())
        return sent

    def original(self, subject, **more):
        """One that the bouncing host has received."""
        self.submit(subject, **more)
        return self.bouncer.receive(subject)

    # What comes back

    def fate(self, original, style, subject, **more):
        """Sends a bounce home, under a subject that no other message has."""
        sent = self.bouncer.bounce(original, style, subject=subject, **more)
        self.assertTrue(sent.accepted, sent)
        queue_id = sent.data.text.rpartition(" ")[2]
        return self.found(sent, queue_id, lambda d: subject in (d.header("Subject") or ""))

    def found(self, sent, queue_id, is_it):
        def look():
            delivery = next(filter(is_it, self.sink.deliveries), None)
            if delivery:
                return self.read(sent, delivery.header("X-Mailreeve-Findings"), delivery)
            if any(line.queue_id == queue_id for line in records(self.gate.log(), "verdict", verdict="quarantine")):
                return self.read(sent, self.kept.one(queue_id=queue_id, why="held")["findings"], None)
            return None

        return until(look, f"{queue_id} delivered or kept:\n{self.gate.log()}\n{self.postfix.log()}", 20)

    @staticmethod
    def read(sent, findings, delivery):
        outcomes = sorted(symbols(findings) & OUTCOMES)
        return Fate(sent, delivery is None, " ".join(outcomes), delivery)

    def check(self, fate, outcome, held=False):
        self.assertEqual((fate.outcome, fate.held), (outcome, held), f"{fate}\n{self.gate.log()[-3000:]}")

    def check_valid(self, fate):
        self.check(fate, VALID)
