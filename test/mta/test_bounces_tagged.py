"""Envelope senders with a tag (BATV): what leaves and what comes back to it."""

import re

from mta.bounces import SENDER, UNVERIFIABLE, BounceTest
from mta.smtp import message
from mta.waiting import until

TAGGED = re.compile(r"ann\+prvs=\d{4}[0-9a-f]{6}@example\.net")


class Tagged(BounceTest):
    bounces = {"batv": "subaddress"}

    @classmethod
    def params(cls, servers):
        return {**super().params(servers), "recipient_delimiter": "+"}

    def test_a_bounce_of_which_nothing_is_left_proves_itself_by_its_recipient(self):
        original = self.original("tagged")
        self.assertRegex(original.sender, TAGGED)
        fate = self.fate(original, "bare", "came back bare")
        self.check_valid(fate)
        self.assertEqual(fate.delivery.recipients, (SENDER,))

    def test_a_forged_tag_proves_nothing_and_stays(self):
        forged = "ann+prvs=0999abcdef@example.net"
        fate = self.fate(self.original("to be forged"), "bare", "forged tag", to=forged)
        self.check(fate, UNVERIFIABLE, held=True)

    def test_mail_of_a_person_to_a_tagged_address_loses_the_tag(self):
        tagged = self.original("answered").sender
        with self.bouncer.connect() as client:
            sent = client.send("joe@bouncing.example", [tagged], message("an answer", sender="joe@bouncing.example"))
        self.assertTrue(sent.accepted, sent)
        self.assertEqual(self.sink.wait_for("an answer").recipients, (SENDER,))

    def test_other_recipients_keep_their_place(self):
        tagged = self.original("for two").sender
        with self.bouncer.connect() as client:
            sent = client.send("joe@bouncing.example", [tagged, "bob@example.net"],
                               message("to two", sender="joe@bouncing.example"))
        self.assertTrue(sent.accepted, sent)

        def recipients():
            return {name for delivery in self.sink.deliveries for name in delivery.recipients
                    if "to two" in (delivery.header("Subject") or "")}

        until(lambda: len(recipients()) == 2, "both have it")
        self.assertEqual(recipients(), {SENDER, "bob@example.net"})


class Storm(BounceTest):
    mode = "liberal"
    bounces = {"storm": 5}

    def test_a_storm_holds_what_else_would_be_scored(self):
        original = self.original("before the storm")
        outcomes = [self.fate(original, "bare", f"storm {number}.") for number in range(7)]
        self.assertEqual({fate.outcome for fate in outcomes}, {UNVERIFIABLE})
        self.assertEqual([fate.held for fate in outcomes], 5 * [False] + 2 * [True])


class NeverSends(BounceTest):
    mode = "liberal"
    bounces = {"never_sends": ["robot@example.net"], "outcomes": {"never_sends": "reject"}}

    def test_a_bounce_to_who_never_sends_is_refused_at_its_end(self):
        original = self.original("to have a bounce")
        with self.bouncer.connect() as client:
            sent = self.bouncer.bounce(original, "bare", to="robot@example.net", client=client)
        self.assertFalse(sent.accepted)
        self.assertIn("has sent", sent.data.text)
