"""Stamps and their proofs where our own MTA is Sendmail, which forgets what the
client said of its message as soon as it is given an envelope id (test_envelope)."""

from mta import remote
from mta.bouncer import forged
from mta.bounces import ENVELOPE_ID, INVALID, SENDER, STAMP, STAMP_FIELD, VALID, BounceTest, symbols
from mta.ground import GroundTest
from mta.kept import Kept
from mta.nsd import Zones
from mta.smtp import message


class BehindSendmail(GroundTest):
    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        cls.home = ground.port()
        cls.bouncer = ground.bouncer(cls.home)
        cls.dns = ground.nsd(Zones())
        cls.sendmail = ground.sendmail(cls.sink, lambda path: cls.start(ground, path), port=cls.home,
                                       more=remote.sendmail_routes("example.net", cls.bouncer.port))

    @classmethod
    def start(cls, ground, path):
        cls.gate = ground.mailreeve(BounceTest.config(cls.dns), socket_path=path)
        cls.kept = Kept(ground.build, cls.gate)
        return cls.gate

    def original(self, subject, options=""):
        client = self.ground.client(self.sendmail)
        client.ehlo("desk.example.net")
        sent = client.send(SENDER, ["joe@bouncing.example"], message(subject, sender=SENDER), options)
        self.assertTrue(sent.accepted, client.transcript())
        return self.bouncer.receive(subject)

    def test_what_we_send_has_one_stamp_and_an_envelope_id(self):
        original = self.original("stamped")
        stamps = [field for field in original.fields() if field.startswith(f"{STAMP_FIELD}:")]
        self.assertEqual(len(stamps), 1, original.header)
        self.assertRegex(" ".join(stamps[0].split()), STAMP)
        self.assertRegex(original.envelope_id, ENVELOPE_ID)

    def test_what_the_client_said_of_its_message_stays(self):
        original = self.original("with all it said", "RET=HDRS BODY=8BITMIME")
        self.assertRegex(original.envelope_id, ENVELOPE_ID)
        self.assertLessEqual({"RET=HDRS", "BODY=8BITMIME"}, set(original.options))

    def test_an_envelope_id_of_the_client_stays(self):
        original = self.original("with its own id", "ENVID=client RET=HDRS")
        self.assertEqual(original.envelope_id, "client")
        self.assertIn("RET=HDRS", original.options)

    def test_what_we_sent_is_valid_when_it_comes_back(self):
        original = self.original("to come back")
        for style in ("envelope id only", "no envelope id", "stripped"):
            with self.subTest(style):
                self.assertTrue(self.bouncer.bounce(original, style, subject=f"back as {style}.").accepted)
                bounce = self.sink.wait_for(f"back as {style}.")
                self.assertIn(VALID, symbols(bounce.header("X-Mailreeve-Findings")))

    def test_what_we_did_not_send_is_held(self):
        sent = self.bouncer.bounce(forged(self.original("to be forged")), "no envelope id", subject="forged")
        self.assertTrue(sent.accepted, sent)
        entry = self.kept.one(queue_id=sent.data.text.split()[1], why="held")
        self.assertIn(INVALID, symbols(entry["findings"]))
        self.assertIn(b"Subject: forged\r\n", self.kept.export(entry))
        self.assertEqual(self.sendmail.queue(), [])
