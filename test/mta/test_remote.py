"""The rest of the world behaves as the tests of bounces rely on: it takes our mail,
refuses it, sends it back, and its bounces come from addresses of their own."""

from mta import remote
from mta.bouncer import DOMAIN, SOURCE, forged
from mta.ground import GroundTest
from mta.returned import HOST, STYLES
from mta.smtp import message

FIELD = "X-Mailreeve-Stamp"


class Remote:
    """For a remote MTA `server` of `domain`, behind which is `sink`; home is `home`."""

    strips, own_stamps = False, "X-Mailreeve-Stamp: v=1; k=abc"

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink, cls.home = ground.sink(), ground.sink()
        cls.server = cls.make(ground, cls.sink, cls.home.port)

    def send(self, who, options=""):
        subject = f"to {who}"
        client = self.ground.client(self.server)
        client.ehlo("mx1.example.net")
        return client.send("ann@example.net", [f"{who}@{self.domain}"],
                           message(subject, headers=[self.own_stamps]), options)

    def check_bounce(self, who, action):
        sent = self.send(who, "" if self.strips else "RET=HDRS ENVID=mr1.ours")
        self.assertTrue(sent.accepted, sent)
        bounce = self.home.wait_for_content(f"Subject: to {who}\r\n")
        self.assertEqual((bounce.sender, bounce.recipients), ("", ("ann@example.net",)))
        self.assertEqual((bounce.client, bounce.helo), (remote.SOURCES[self.domain], f"mx.{self.domain}"))
        text = bounce.content.decode()
        self.assertIn(f"\r\nAction: {action}\r\n", text)
        self.assertEqual(self.own_stamps in text, not self.strips)
        self.assertEqual("\r\nOriginal-Envelope-Id: mr1.ours\r\n".lower() in text.lower(), not self.strips)

    def test_what_it_took_for_nobody_comes_back(self):
        self.check_bounce("unknown", "failed")

    def test_a_message_that_waits_is_told_of(self):
        self.check_bounce("slow", "delayed")

    def test_all_others_get_their_mail(self):
        self.assertTrue(self.send("fine").accepted)
        self.sink.wait_for("to fine")


class RemotePostfix(Remote, GroundTest):
    domain, make = remote.POSTFIX, staticmethod(remote.postfix)

    def test_it_refuses_who_does_not_exist(self):
        sent = self.send("refused")
        self.assertEqual((sent.code, sent.data.enhanced), (550, "5.1.1"))


class RemotePostfixThatStrips(Remote, GroundTest):
    domain, make, strips = remote.STRIPPING, staticmethod(remote.stripping_postfix), True


class RemoteExim(Remote, GroundTest):
    domain, make = remote.EXIM, staticmethod(remote.exim)

    def test_it_sends_back_what_is_too_large(self):
        client = self.ground.client(self.server)
        client.ehlo("mx1.example.net")
        large = message("a large one", body="0123456789\r\n" * 500)
        self.assertTrue(client.send("ann@example.net", [f"big@{self.domain}"], large).accepted)
        self.home.wait_for_content("Subject: a large one\r\n")


class RemoteSendmail(Remote, GroundTest):
    domain, make = remote.SENDMAIL, staticmethod(remote.sendmail)


class BouncingHost(GroundTest):
    """Our Postfix sends to it, and hears from it."""

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        cls.home = ground.port()
        cls.bouncer = ground.bouncer(cls.home)
        cls.postfix = ground.postfix(cls.sink, relay_domains=("example.net",), port=cls.home,
                                     params={"transport_maps": remote.routes({DOMAIN: cls.bouncer.port})})

    def original(self, subject):
        client = self.ground.client(self.postfix)
        client.ehlo("desk.example.net")
        content = message(subject, headers=[f"{FIELD}: v=1; m=abc", "X-Long: one\r\n\ttwo"])
        sent = client.send("ann@example.net", [f"joe@{DOMAIN}"], content, "ENVID=mr1.abc")
        self.assertTrue(sent.accepted, client.transcript())
        return self.bouncer.receive(subject)

    def test_it_hears_all_that_our_mta_says(self):
        original = self.original("heard")
        self.assertEqual((original.sender, original.recipient), ("ann@example.net", f"joe@{DOMAIN}"))
        self.assertEqual((original.envelope_id, original.field(FIELD)), ("mr1.abc", "v=1; m=abc"))
        self.assertIn("X-Long: one\r\n\ttwo", original.fields())

    def test_each_style_comes_home(self):
        original = self.original("in each style")
        for name in STYLES:
            with self.subTest(name):
                sent = self.bouncer.bounce(original, name, subject=f"back as {name}.")
                self.assertTrue(sent.accepted, sent)
                bounce = self.sink.wait_for(f"back as {name}.")
                self.assertEqual((bounce.sender, bounce.recipients), ("", ("ann@example.net",)))
                self.assertIn(f"from {HOST} (", bounce.header("Received"))
                self.assertIn(f"[{SOURCE}])", bounce.header("Received"))

    def test_a_forged_one_has_nothing_of_the_original_to_prove_itself(self):
        original = self.original("to be forged")
        fake = forged(original)
        for name in STYLES:
            text = STYLES[name].make(fake).decode()
            with self.subTest(name):
                self.assertNotIn(original.field(FIELD), text)
                self.assertNotIn(original.field("Message-ID"), text)
                self.assertNotIn("mr1.abc", text)
