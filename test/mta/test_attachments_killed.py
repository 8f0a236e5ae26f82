"""kill -9 while messages are being stripped: nothing passes unstripped, nothing is lost."""

import time
from collections import defaultdict

from mta import letters
from mta.attachments import RECIPIENT, SENDER, STRIPPED, AttachmentTest
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part
from mta.load import Load
from mta.waiting import until

POINTS = 12
AT_ONCE = 20


class Killed(AttachmentTest):
    """milter_default_action is tempfail, as everywhere in these tests."""

    keys = {"scoring": {"spam": 50, "surespam": 100}}

    @staticmethod
    def mail(number):
        """Every third is for the store alone: its archive is under a password."""
        if number % 3 == 0:
            attached = file_part("secret.zip", letters.encrypted_zip(f"{UPS}.exe", letters.program()))
        else:
            attached = ups_part()
        return SENDER, [RECIPIENT], letter(f"load {number}", multipart([text_part("hello\n"), attached]))

    def send_and_kill(self):
        with Load(self.postfix.address, connections=AT_ONCE, make=self.mail) as load:
            for point in range(POINTS):
                load.wait(len(load.confirmed) + AT_ONCE)
                time.sleep(point * 0.002)  # every time at another point of what is under way
                self.gate.kill()
                self.gate.start()
            load.wait(len(load.confirmed) + AT_ONCE)
        self.assertGreater(load.replies[451] + load.replies[421] + load.replies[0], 0, "nobody noticed")
        return load

    def test_nothing_is_delivered_with_its_program_and_nothing_is_lost(self):
        load = self.send_and_kill()
        kept = self.all_kept()
        delivered = {key for key in load.confirmed if not kept[key] & {"held", "unjudged"}}
        self.sink.wait(len(delivered), 60)
        until(lambda: delivered <= set(self.sink.accounts()), f"{delivered - set(self.sink.accounts())} arrive", 60)
        for delivery in self.sink.deliveries:
            self.assertIsNotNone(delivery.header(STRIPPED), delivery.content)
            self.assertFalse(letters.has_program(delivery.content), delivery.content)
            self.assertIn("stripped", kept[delivery.header("Message-ID")])
        self.check_kept_are_whole()

    def all_kept(self):
        """{Message-ID: why it is kept}: a message that was under way when we were killed
        twice is kept without a look at it."""
        kept = defaultdict(set)
        for entry in self.kept.list():
            kept[f"<{entry['subject'].replace(' ', '.')}@sender.example>"].add(entry["why"])
        return kept

    def check_kept_are_whole(self):
        for why in ("held", "stripped"):
            for entry in self.kept.list(why=why)[:5]:
                content = self.kept.export(entry)
                self.assertTrue(content.endswith(f"--{letters.BOUNDARY}--\r\n".encode()), content)
                self.assertIn(f"Subject: {entry['subject']}\r\n".encode(), content)
