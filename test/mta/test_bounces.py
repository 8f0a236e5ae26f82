"""What leaves through us is stamped, and what comes back is known by it: behind a
real Postfix, from real MTAs and in every style of a bouncing host."""

import itertools
import shutil
import subprocess

from mta import remote
from mta.bounces import (ENVELOPE_ID, INVALID, LIMIT, REPLAYED, SENDER, STAMP, STAMP_FIELD, UNVERIFIABLE, VALID,
                         BounceTest)
from mta.bouncer import forged
from mta.returned import STYLES
from mta.smtp import message
from mta.waiting import until


class Stamping(BounceTest):
    def stamps(self, original):
        """The values of the stamps, each on a line of its own."""
        return [" ".join(field.partition(":")[2].split()) for field in original.fields()
                if field.lower().startswith(STAMP_FIELD.lower() + ":")]

    def test_what_we_send_gets_one_stamp_above_the_first_received(self):
        original = self.original("one stamp")
        self.assertEqual(len(self.stamps(original)), 1, original.header)
        self.assertRegex(self.stamps(original)[0], STAMP)
        names = [field.partition(":")[0] for field in original.fields()]
        self.assertLess(names.index(STAMP_FIELD), names.index("Received"), names)

    def test_stamps_that_came_with_it_are_removed(self):
        old = self.stamps(self.original("the old one"))[0]
        fakes = [f"{STAMP_FIELD}: {old}", f"x-mailreeve-STAMP: {old}", f"{STAMP_FIELD}:\r\n\tv=1; k=x"]
        fresh = self.stamps(self.original("with old ones", headers=fakes))
        self.assertEqual(len(fresh), 1, fresh)
        self.assertRegex(fresh[0], STAMP)
        self.assertNotEqual(fresh[0], old)

    def test_a_message_without_a_message_id_gets_one(self):
        content = b"From: <ann@example.net>\r\nTo: <joe@bouncing.example>\r\nSubject: nameless\r\n\r\nhello\r\n"
        with self.ground.client(self.postfix) as client:
            client.ehlo("desk.example.net")
            self.assertTrue(client.send(SENDER, ["joe@bouncing.example"], content).accepted, client.transcript())
        original = self.bouncer.receive("nameless")
        self.assertRegex(original.field("Message-ID") or "", r"^<[^<>\s]+@[^<>\s]+>$")
        self.check_valid(self.fate(original, "no envelope id", "nameless came back"))

    def test_a_sender_of_another_domain_gets_none(self):
        original = self.original("of another", sender="ann@elsewhere.example")
        self.assertEqual((self.stamps(original), original.envelope_id), ([], ""))

    def test_a_sender_in_a_local_domain_who_comes_from_outside_gets_none(self):
        with self.bouncer.connect() as client:
            sent = client.send(SENDER, ["bob@example.net"], message("from outside", sender=SENDER))
        self.assertTrue(sent.accepted, sent)
        self.assertIsNone(self.sink.wait_for("from outside").header(STAMP_FIELD))

    def test_the_envelope_has_an_id_and_keeps_the_rest(self):
        original = self.original("with an id", options="RET=HDRS")
        self.assertRegex(original.envelope_id, ENVELOPE_ID)
        self.assertIn("RET=HDRS", original.options)

    def test_an_id_of_the_client_stays(self):
        self.assertEqual(self.original("with its own", options="ENVID=client").envelope_id, "client")

    def test_mail_that_is_handed_in_on_the_host_is_stamped(self):
        content = b"From: <ann@example.net>\nSubject: handed in\n\nhello\n"
        self.assertEqual(self.postfix.sendmail(content, "-f", SENDER, "joe@bouncing.example"), 0)
        original = self.bouncer.receive("handed in")
        self.assertEqual(len(self.stamps(original)), 1, original.header)
        self.check_valid(self.fate(original, "no envelope id", "handed in came back"))


class Styles:
    """Each style of bounce, genuine and forged, in the mode of the class."""

    holds = ()

    def test_what_we_sent_comes_back_whatever_it_looks_like(self):
        for style in filter(lambda s: s.proof, STYLES.values()):
            with self.subTest(style.name):
                original = self.original(f"for {style.name}.")
                self.check_valid(self.fate(original, style.name, f"genuine {style.name}."))

    def expected(self, style):
        """The outcome of a forged one: an automatic reply without proof is no bounce."""
        if style.name == "vacation":
            return ""
        return UNVERIFIABLE if style.headers == "none" else INVALID

    def test_what_we_did_not_send_is_known_for_what_it_is(self):
        original = self.original("to be forged")
        for style in STYLES.values():
            with self.subTest(style.name):
                outcome = self.expected(style)
                self.check(self.fate(forged(original), style.name, f"forged {style.name}."), outcome,
                           outcome in self.holds)

    def test_what_was_sent_by_somebody_else_of_ours_proves_nothing(self):
        original = self.original("of ann")
        for style in ("full", "no envelope id", "stripped", "qmail"):
            with self.subTest(style):
                self.check(self.fate(original, style, f"to bob as {style}.", to="bob@example.net"), INVALID,
                           INVALID in self.holds)

    def test_a_bounce_without_anything_of_ours_is_unverifiable(self):
        self.check(self.fate(self.original("nothing left"), "bare", "bare."), UNVERIFIABLE, UNVERIFIABLE in self.holds)


class Learning(Styles, BounceTest):
    mode = "learn"


class Liberal(Styles, BounceTest):
    mode, holds = "liberal", (INVALID, REPLAYED)


class Strict(Styles, BounceTest):
    mode, holds = "strict", (INVALID, REPLAYED, UNVERIFIABLE)

    def test_a_caller_that_only_asks_is_never_refused(self):
        with self.bouncer.connect() as client:
            for _ in range(20):
                self.assertEqual((client.mail("").code, client.rcpt(SENDER).code), (250, 250), client.transcript())
                client.command("RSET")
            self.assertEqual((client.mail("").code, client.rcpt("nobody@example.net").code), (250, 250))
            self.assertEqual(client.command("QUIT").code, 221)

    def test_one_bounce_more_than_the_limit_is_a_replay(self):
        original = self.original("to be replayed")
        for number in range(LIMIT):
            self.check_valid(self.fate(original, "no envelope id", f"replayed {number}."))
        self.check(self.fate(original, "no envelope id", "once too often"), REPLAYED, held=True)
        self.check(self.fate(original, "full", "and in another style"), REPLAYED, held=True)

    def test_ordinary_mail_is_none_of_this(self):
        with self.bouncer.connect() as client:
            for sender, subject in (("joe@bouncing.example", "ordinary"), ("", "with a null sender")):
                sent = client.send(sender, [SENDER], message(subject, sender="joe@bouncing.example", to=SENDER))
                self.assertTrue(sent.accepted, sent)
                findings = self.sink.wait_for(subject).header("X-Mailreeve-Findings") or ""
                self.assertNotIn("BOUNCE_", findings)

    def test_a_stamp_with_another_time_proves_nothing(self):
        original = self.original("another time").changed("Message-ID", "<never@sent.example>")
        stamp = original.field(STAMP_FIELD)
        time = STAMP.search(stamp)[2]
        later = original.changed(STAMP_FIELD, stamp.replace(f"t={time}", f"t={int(time) + 60}"))
        self.check(self.fate(later, "no envelope id", "from another time"), INVALID, held=True)

    def test_an_envelope_id_proves_nothing_to_another(self):
        stolen = self.original("whose id is stolen")
        self.check(self.fate(stolen, "envelope id only", "a stolen id", to="bob@example.net"), UNVERIFIABLE, held=True)


class RealMtas(BounceTest):
    """Bounces that Postfix, Exim and Sendmail write themselves."""

    remotes = {remote.POSTFIX: remote.postfix, remote.STRIPPING: remote.stripping_postfix,
               remote.EXIM: remote.exim, remote.SENDMAIL: remote.sendmail}

    def came_back(self, subject, domain, who, action, options=""):
        self.submit(subject, f"{who}@{domain}", options=options)
        bounce = self.sink.wait_for_content(f"Subject: {subject}\r\n", 30)
        self.assertEqual((bounce.sender, bounce.recipients), ("", (SENDER,)))
        self.assertIn(f"\r\nAction: {action}\r\n", bounce.content.decode())
        return bounce

    def check_remote(self, who, action, options=""):
        for domain in self.remotes:
            with self.subTest(domain):
                bounce = self.came_back(f"{who} {action} {options} at {domain}", domain, who, action, options)
                self.assertIn(f"[{remote.SOURCES[domain]}])", bounce.header("Received"))
                fate = self.read(None, bounce.header("X-Mailreeve-Findings"), bounce)
                self.check_valid(fate)

    def test_their_failures_are_valid(self):
        self.check_remote("unknown", "failed")

    def test_so_are_those_with_nothing_but_headers(self):
        self.check_remote("unknown", "failed", "RET=HDRS")

    def test_their_warnings_are_valid(self):
        self.check_remote("slow", "delayed")

    def test_one_who_strips_gives_back_neither_stamp_nor_id(self):
        bounce = self.came_back("all stripped", remote.STRIPPING, "unknown", "failed")
        _, _, returned = bounce.content.decode().partition("\r\n\r\n")
        self.assertNotIn(STAMP_FIELD, returned)
        self.assertNotIn("Original-Envelope-Id", returned)
        self.check_valid(self.read(None, bounce.header("X-Mailreeve-Findings"), bounce))

    def test_the_envelope_id_comes_back(self):
        for domain in (remote.POSTFIX, remote.EXIM, remote.SENDMAIL):
            with self.subTest(domain):
                bounce = self.came_back(f"the id of {domain}", domain, "unknown", "failed", "RET=HDRS")
                self.assertRegex(bounce.content.decode().lower(), r"\r\noriginal-envelope-id: mr1\.\S+\r\n")

    def test_a_bounce_of_our_own_mta_reaches_who_sent(self):
        bounce = self.came_back("refused at once", remote.POSTFIX, "refused", "failed")
        self.assertIn("From: Mail Delivery System <MAILER-DAEMON@mx1.example.net>", bounce.content.decode())
        self.assertEqual(self.kept.list(), [])

    def test_so_does_one_without_anything_of_ours(self):
        """Its own path is proof enough, whatever it returns."""
        self.postfix.sendmail(b"Subject: by hand\n\nYour message could not be delivered.\n", "-f", "", SENDER)
        self.sink.wait_for("by hand")


class AfterAWhile(BounceTest):
    """Between the mail and its bounce something happens to us."""

    def ctl(self, *words):
        done = subprocess.run([self.ground.build / "ctl/mailreevectl", "-c", self.gate.file, *words], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def check_both_ways(self, original, subject):
        self.check_valid(self.fate(original, "envelope id only", f"{subject}, the id"))
        self.check_valid(self.fate(original, "no envelope id", f"{subject}, the stamp"))
        self.check_valid(self.fate(original, "message id only", f"{subject}, the message id"))
        self.check(self.fate(forged(original), "no envelope id", f"{subject}, forged"), INVALID, held=True)

    def signed_by_another_than(self, old, number):
        new = self.original(f"after the rotation {number}.")  # each is another message
        keys = [STAMP.search(original.field(STAMP_FIELD))[1] for original in (old, new)]
        return new if keys[0] != keys[1] else None

    def test_a_key_was_rotated(self):
        old = self.original("before the rotation")
        self.ctl("keys", "rotate")
        self.gate.reload()
        numbers = itertools.count()
        new = until(lambda: self.signed_by_another_than(old, next(numbers)), "the new key signs", 20)
        self.check_both_ways(old, "rotated")
        self.check_both_ways(new, "fresh")

    def test_the_daemon_was_restarted(self):
        original = self.original("before the restart")
        self.assertEqual(self.gate.restart(), 0, self.gate.log())
        self.check_both_ways(original, "restarted")

    def test_the_daemon_was_killed(self):
        original = self.original("before the kill")
        self.gate.kill()
        self.gate.start()
        self.check_both_ways(original, "killed")

    def test_the_ledger_was_lost(self):
        originals = {name: self.original(f"before the loss, for {name}.") for name in STYLES}
        self.gate.stop()
        shutil.rmtree(self.gate.state / "ledger")
        self.gate.start()
        for style in STYLES.values():
            with self.subTest(style.name):
                fate = self.fate(originals[style.name], style.name, f"lost, {style.name}.")
                if style.proof in ("stamp", "envelope-id"):
                    self.check_valid(fate)
                else:
                    self.assertNotEqual(fate.outcome, VALID)
