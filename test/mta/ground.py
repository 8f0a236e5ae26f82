"""The ground that a test stands on: starts servers, and stops all that it started.

    class Delivery(GroundTest):
        def test_a_message_arrives(self):
            sink = self.ground.sink()
            milter = self.ground.mailreeve({"rbl": {"lists": []}})
            postfix = self.ground.postfix(sink, milters=[milter.milter])
            with self.ground.client(postfix) as client:
                client.ehlo("mail.example")
                client.xclient("192.0.2.7", name="mail.example")
                sent = client.send("a@example", ["b@example.net"], message("hi"))
            self.assertTrue(sent.accepted, sent)
            self.assertIn("X-Mailreeve-Verdict", sink.wait_for("hi").header_names)
"""

import os
import shutil
import tempfile
import unittest
from pathlib import Path

from mta import postfix as mta_postfix
from mta.auth import AuthServer
from mta.bouncer import Bouncer
from mta.daemon import EnvelopeMilter, Mailreeve, NullMilter
from mta.dns_faults import FaultyDns
from mta.imap import Mailbox
from mta.nsd import Nsd
from mta.postfix import Postfix
from mta.roots import Roots, Unavailable
from mta.sendmail import Sendmail
from mta.sink import Sink
from mta.smtp import Client
from mta.waiting import free_port

USERS = {"user@example.net": "secret"}


def build_directory():
    return Path(os.environ.get("MAILREEVE_BUILD_DIR") or Path(__file__).resolve().parents[2] / "build")


class Ground:
    """One temporary directory and everything that runs in it.

    Each method starts something and sees to its end; `roots` may be shared. A
    thing that cannot be had here raises SkipTest with the reason.
    """

    def __init__(self, roots=None, build=None, prefix="mailreeve-"):
        self.roots = roots or Roots()
        self.build = Path(build or build_directory()).resolve()
        self.place = Path(tempfile.mkdtemp(prefix=prefix))
        self.place.chmod(mta_postfix.PUBLIC)
        self._stops = []
        self._count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Stops everything, last first, also after one of them failed to stop."""
        failures = []
        while self._stops:
            try:
                self._stops.pop()()
            except Exception as failure:  # the others are to stop all the same
                failures.append(failure)
        shutil.rmtree(self.place, ignore_errors=True)
        if failures:
            raise failures[0]

    def directory(self, name):
        """A fresh path for one server."""
        self._count += 1
        return self.place / f"{name}{self._count}"

    def run(self, make):
        """Makes a server, starts it, and stops it at the end."""
        try:
            server = make()
        except Unavailable as reason:
            raise unittest.SkipTest(str(reason)) from reason
        self._stops.append(server.stop)
        return server.start()

    def sink(self, **options):
        return self.run(lambda: Sink(**options))

    @staticmethod
    def port():
        """A port for a server that others have to know before it starts."""
        return free_port()

    def auth(self, users=None):
        return self.run(lambda: AuthServer(users or USERS))

    def nsd(self, zones):
        return self.run(lambda: Nsd(self.roots, self.directory("nsd"), zones))

    def faulty_dns(self, records=None, **options):
        return self.run(lambda: FaultyDns(records, **options))

    def postfix(self, sink, milters=(), users=None, **options):
        auth = self.auth(users)
        return self.run(lambda: Postfix(self.roots, self.directory("postfix"), sink.port, milters=milters,
                                        auth_port=auth.port, **options))

    def bouncer(self, home, **options):
        return self.run(lambda: Bouncer(home, **options))

    def sendmail(self, sink, milter=None, **options):
        """Sendmail, and before it the milter that `milter(socket_path)` starts
        on a socket that Sendmail can reach."""
        try:
            server = Sendmail(self.roots, sink.port, **options)
        except Unavailable as reason:
            raise unittest.SkipTest(str(reason)) from reason
        self._stops.append(server.stop)
        if milter:
            server.use_milter(milter(server.socket_directory / "m.sock").milter)
        return server.start()

    def mailbox(self):
        return self.run(lambda: Mailbox(self.roots, self.directory("mailbox")))

    def mailreeve(self, config=None, **options):
        return self.run(lambda: Mailreeve(self.build, self.directory("mailreeve"), config, **options))

    def null_milter(self, socket_path=None, header=None):
        return self.run(lambda: NullMilter(self.build, self.directory("null"), socket_path, header))

    def envelope_milter(self, socket_path=None):
        return self.run(lambda: EnvelopeMilter(self.build, self.directory("envelope"), socket_path))

    def client(self, server, **options):
        """An SMTP connection to a server, or to an address; closed at the end."""
        client = Client(getattr(server, "address", server), **options)
        self._stops.append(client.drop)
        return client


class GroundTest(unittest.TestCase):
    """A test with a ground of its own; shared() gives one to a whole class."""

    maxDiff = None
    _roots = None

    @classmethod
    def roots(cls):
        if GroundTest._roots is None:
            GroundTest._roots = Roots()
        return GroundTest._roots

    @classmethod
    def shared(cls):
        """A ground for setUpClass, closed after the class's last test."""
        ground = Ground(cls.roots())
        cls.addClassCleanup(ground.close)
        return ground

    def setUp(self):
        self.ground = Ground(self.roots())
        self.addCleanup(self.ground.close)
