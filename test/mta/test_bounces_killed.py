"""kill -9 while messages end: what Postfix took is stamped, and the ledger has it."""

import time

from mta.bounces import SENDER, STAMP, STAMP_FIELD, VALID, BounceTest, symbols
from mta.load import Load
from mta.smtp import message
from mta.waiting import until

POINTS = 20
AT_ONCE = 20


class Killed(BounceTest):
    def send_and_kill(self):
        """The Message-IDs of what Postfix confirmed."""
        with Load(self.postfix.address, connections=AT_ONCE, make=self.mail) as load:
            for point in range(POINTS):
                load.wait(len(load.confirmed) + AT_ONCE)
                time.sleep(point * 0.001)  # every time at another point of what is under way
                self.gate.kill()
                self.gate.start()
            load.wait(len(load.confirmed) + AT_ONCE)
        self.assertGreater(load.replies[451] + load.replies[421] + load.replies[0], 0, "nobody noticed")
        return load.confirmed

    @staticmethod
    def mail(number):
        return SENDER, ["joe@bouncing.example"], message(f"load {number}", sender=SENDER)

    def all_received(self, confirmed):
        """Each message once, as soon as all that were confirmed have arrived."""
        def by_id():
            return {original.field("Message-ID"): original for original in self.bouncer.received()}

        until(lambda: confirmed <= set(by_id()), f"{len(confirmed)} messages arrive", 60)
        return list(by_id().values())

    def check_stamped(self, original):
        stamps = [field for field in original.fields() if field.startswith(f"{STAMP_FIELD}:")]
        self.assertEqual(len(stamps), 1, original.header)
        self.assertRegex(" ".join(stamps[0].split()), STAMP)

    def bounce_all(self, originals):
        """Half of them return the stamp, the others what only the ledger knows."""
        with self.bouncer.connect() as client:
            for number, original in enumerate(originals):
                style = ("no envelope id", "message id only")[number % 2]
                sent = self.bouncer.bounce(original, style, subject=f"{style} {number}", client=client)
                self.assertTrue(sent.accepted, sent)

    def test_nothing_leaves_without_a_stamp_that_verifies_and_a_row_in_the_ledger(self):
        originals = self.all_received(self.send_and_kill())
        for original in originals:
            self.check_stamped(original)
        self.bounce_all(originals)
        until(lambda: len(self.sink.deliveries) + len(self.kept.list()) >= len(originals), "all came back", 60)
        self.assertEqual(self.kept.list(), [], self.gate.log()[-3000:])
        for bounce in self.sink.deliveries:
            self.assertIn(VALID, symbols(bounce.header("X-Mailreeve-Findings")), bounce.header("Subject"))
