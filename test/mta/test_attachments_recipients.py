"""Recipients differ: whose copy is kept is taken off the envelope, the others get theirs."""

from mta import letters
from mta.attachments import RECIPIENT, STRIPPED, AttachmentTest
from mta.kept import addresses
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part
from mta.waiting import until

STRICT, EASY = "strict+box@Example.NET", "easy@example.org"
GROUP = "group@example.net"


def script_letter(subject):
    return letter(subject, multipart([text_part("hello\n"), file_part("run.js", b"WScript.Echo(1)\r\n")]))


class Recipients(AttachmentTest):
    attachments = {
        "mode": "strip",
        "rules": [
            {"name": "strict", "types": ["zip"], "for": ["strict+box@example.net", GROUP], "action": "quarantine"},
            {"name": "easy", "names": ["*.js"], "for": [EASY], "action": "allow"},
            {"use": "default"},
        ],
    }
    params = {"virtual_alias_maps": "inline:{{group@example.net = one@example.net, two@example.net}}"}

    def entries(self, outcome, why):
        return [entry for entry in self.kept.list(why=why) if entry["queue_id"] == outcome.line.queue_id]

    def test_one_is_kept_and_the_other_gets_his_without_the_program(self):
        content = letter("for two", multipart([text_part("hello\n"), ups_part()]))
        outcome = self.outcome(content, recipients=[STRICT, RECIPIENT])
        self.assertTrue(outcome.sent.accepted, outcome.sent)
        delivery = outcome.delivery
        self.assertEqual(delivery.recipients, (RECIPIENT,))
        self.assertIn(f"{UPS}.exe", delivery.header(STRIPPED))
        held = self.entries(outcome, "held")
        self.assertEqual([addresses(entry) for entry in held], [[STRICT]], held)
        self.assertTrue(self.kept.export(held[0]).endswith(content))
        self.assertEqual(len(self.entries(outcome, "stripped")), 1)

    def test_one_is_kept_and_the_other_gets_his_as_it_was_sent(self):
        content = letter("harmless for one", multipart([text_part("hi\n"), file_part("notes.zip", letters.text_zip())]))
        outcome = self.outcome(content, recipients=[RECIPIENT, STRICT])
        delivery = outcome.delivery
        self.assertEqual(delivery.recipients, (RECIPIENT,))
        self.assertTrue(delivery.content.endswith(b"\r\n" + content))
        self.assertEqual([addresses(entry) for entry in self.entries(outcome, "held")], [[STRICT]])

    def test_an_alias_of_many_and_one_who_is_named_twice_are_taken_off_like_others(self):
        content = letter("for a group", multipart([text_part("hello\n"), ups_part()]))
        outcome = self.outcome(content, recipients=[GROUP, STRICT, RECIPIENT, STRICT])
        self.assertEqual(outcome.delivery.recipients, (RECIPIENT,))
        held = [name for entry in self.entries(outcome, "held") for name in addresses(entry)]
        self.assertEqual(set(held), {GROUP, STRICT})
        until(lambda: not self.postfix.queue(), "all of it is delivered")
        self.assertEqual(len(self.deliveries(letters.read(content)["Message-ID"])), 1)

    def test_where_all_are_kept_nothing_is_delivered(self):
        content = letter("for the strict", multipart([text_part("hello\n"), ups_part()]))
        outcome = self.outcome(content, recipients=[STRICT, "Strict+Box@example.net"])
        self.check_held(outcome, content)
        self.assertEqual(addresses(outcome.kept), [STRICT, "Strict+Box@example.net"])
        self.postfix.wait_log(outcome.line.queue_id, "milter-discard")
        until(lambda: not self.postfix.queue(), "nothing is in the queue")

    def test_who_may_have_it_gets_it_alone_and_shares_what_is_stripped_for_another(self):
        alone = script_letter("for the easy")
        self.check_untouched(self.outcome(alone, recipients=[EASY]), alone)
        delivery = self.outcome(script_letter("for both"), recipients=[EASY, RECIPIENT]).delivery
        self.assertIn("run.js", delivery.header(STRIPPED))
