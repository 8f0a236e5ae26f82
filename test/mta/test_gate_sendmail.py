"""The gate before a real Sendmail, with clients that have addresses of their own."""

import re
import unittest

from mta import scenes
from mta.ground import Ground, GroundTest
from mta.kept import Kept, addresses
from mta.log_line import records
from mta.network import PrivateNetwork
from mta.roots import Unavailable
from mta.smtp import message
from mta.waiting import until


class BeforeSendmail(GroundTest):
    @classmethod
    def setUpClass(cls):
        network = PrivateNetwork("192.0.2.1")
        try:
            network.__enter__()
        except Unavailable as reason:
            raise unittest.SkipTest(str(reason)) from reason
        cls.addClassCleanup(network.__exit__)
        ground = Ground(cls.roots())
        cls.addClassCleanup(ground.close)
        cls.sink = ground.sink()
        cls.dns = ground.nsd(scenes.zones())
        cls.config = scenes.config(cls.dns)
        cls.sendmail = ground.sendmail(cls.sink, lambda path: cls.start(ground, path),
                                       hosts={"192.0.2.11": "mail.good.example"})

    @classmethod
    def start(cls, ground, path):
        cls.gate = ground.mailreeve(cls.config, socket_path=path)
        cls.kept = Kept(ground.build, cls.gate)
        return cls.gate

    def connect(self, one):
        client = self.ground.client(self.sendmail, source=one.address)
        client.ehlo(one.helo)
        return client

    def verdict(self, **fields):
        until(lambda: records(self.gate.log(), "verdict", **fields), f"verdict with {fields} in\n{self.gate.log()}")
        return records(self.gate.log(), "verdict", **fields)[-1]

    def test_a_good_client_is_clean_and_its_name_is_taken_from_sendmail(self):
        one = scenes.caller("good")
        sent = scenes.send(self.connect(one), one)
        self.assertTrue(sent.accepted, sent)
        delivery = self.sink.wait_for(one.subject)
        self.assertRegex(delivery.header("X-Mailreeve-Verdict"), r"^clean score=0\.00 ")
        self.assertIn("iprev=pass", delivery.header("Authentication-Results"))
        line = self.verdict(from_=one.sender)
        self.assertEqual((line["verdict"], line["name"]), ("accept", "mail.good.example"))
        self.sendmail.wait_log(line.queue_id, "stat=Sent")

    def test_a_client_without_ptr_is_scored_or_deferred_as_configured(self):
        one = scenes.caller("no PTR")
        sent = scenes.send(self.connect(one), one, subject="scored")
        self.assertTrue(sent.accepted, sent)
        delivery = self.sink.wait_for("scored")
        self.assertEqual(delivery.header("Subject"), "[SPAM] scored")
        self.assertEqual(delivery.header("X-Mailreeve-Findings"), "RDNS_MISSING=5.00")

        self.gate.reload({**self.config, "reverse_dns": {"missing": {"action": "defer", "points": 5}}})
        try:
            sent = scenes.send(self.connect(one), one, subject="deferred")
            said = re.fullmatch(scenes.DEFERRED.format(address=re.escape(one.address)), str(sent.rcpts[0]))
            self.assertTrue(said, sent)
            self.assertEqual(said[1], self.verdict(verdict="defer").id)
        finally:
            self.gate.reload(self.config)

    def test_a_listed_client_is_tagged_and_the_headers_say_why(self):
        one = scenes.caller("one listing")
        forged = ["X-Mailreeve-Verdict: clean", "X-Mailreeve-Findings: none", "X-Mailreeve-Verdict: clean"]
        sent = scenes.send(self.connect(one), one, headers=forged)
        self.assertTrue(sent.accepted, sent)
        delivery = self.sink.wait_for(one.subject)
        self.assertEqual(delivery.header("Subject"), f"[SPAM] {one.subject}")
        self.assertEqual(delivery.headers("X-Mailreeve-Findings"), ["RBL_ALPHA=5.00"])
        self.assertEqual([v.split()[0] for v in delivery.headers("X-Mailreeve-Verdict")], ["SPAM"])

    def test_surespam_is_quarantined(self):
        one = scenes.caller("several listings")
        sent = scenes.send(self.connect(one), one)
        self.assertTrue(sent.accepted, sent)
        line = self.verdict(from_=one.sender)
        self.assertEqual(line["verdict"], "quarantine")
        kept = self.kept.one(queue_id=line.queue_id)
        self.assertEqual((kept["id"], kept["why"], addresses(kept)), (line.id, "held", ["joe@example.net"]))
        self.assertIn(f"Subject: {one.subject}\r\n".encode(), self.kept.export(kept))
        self.assertEqual(self.sendmail.queue(), [])

    def test_messages_of_one_connection_are_judged_each_by_itself(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        for number, headers in enumerate(([], ["X-Mailreeve-Verdict: clean"], [])):
            subject = f"series {number}"
            sent = client.send(one.sender, ["joe@example.net"], message(subject, headers=headers))
            self.assertTrue(sent.accepted, client.transcript())
            delivery = self.sink.wait_for(subject)
            self.assertEqual(delivery.header("Subject"), f"[SPAM] {subject}")
            self.assertEqual(len(delivery.headers("X-Mailreeve-Verdict")), 1)
        judged = records(self.gate.log(), "verdict", stage="end", from_=one.sender)[-3:]
        self.assertEqual(len({line.id for line in judged}), 3)
