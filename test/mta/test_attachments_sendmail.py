"""Attachments behind a real Sendmail."""

from mta import letters
from mta.attachments import (HELO, OURS, RECIPIENT, SENDER, STRIPPED, WARNING_FILE, config, shown,
                             warning_lines)
from mta.ground import GroundTest
from mta.kept import Kept
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part
from mta.nsd import Zones


class BeforeSendmail(GroundTest):
    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        dns = ground.nsd(Zones().host(HELO, "127.0.0.3"))
        cls.sendmail = ground.sendmail(cls.sink, lambda path: cls.start(ground, path, dns), hosts={"127.0.0.3": HELO})

    @classmethod
    def start(cls, ground, path, dns):
        cls.gate = ground.mailreeve(config(dns, attachments={"mode": "strip"}), socket_path=path)
        cls.kept = Kept(ground.build, cls.gate)
        return cls.gate

    def send(self, content, recipients=(RECIPIENT,), source="127.0.0.3"):
        client = self.ground.client(self.sendmail, source=source)
        client.ehlo(HELO)
        return client.send(SENDER, list(recipients), content)

    def test_the_letter_arrives_with_a_warning_and_all_else_as_it_was_sent(self):
        picture = file_part("logo.png", bytes(range(256)), "image/png")
        parts = [text_part("caf\u00e9 \n"), ups_part(), picture]
        content = letter("attached by sendmail", multipart(parts, epilogue=b"end\r\n"))
        self.assertTrue(self.send(content).accepted)
        delivery = self.sink.wait_for("attached by sendmail")
        text, warning, _ = letters.leaves(letters.read(delivery.content))
        self.assertEqual(tuple(shown(text.get_content())[:3]), warning_lines(f"{UPS}.exe, {UPS}.zip"))
        self.assertEqual(warning.get_filename(), WARNING_FILE)
        self.assertIn(f"{UPS}.exe", delivery.header(STRIPPED))
        before, after = letters.pieces(content.partition(b"\r\n\r\n")[2]), letters.pieces(delivery.body)
        self.assertEqual([old == new for old, new in zip(before, after, strict=True)], [True, False, False, True, True])
        kept = self.kept.one(subject="attached by sendmail", why="stripped")
        self.assertTrue(self.kept.export(kept).endswith(content))

    def test_a_message_without_anything_denied_keeps_its_body(self):
        harmless = file_part("a.zip", letters.text_zip())
        content = letter("clean by sendmail", multipart([text_part("caf\u00e9 \n"), harmless]))
        self.assertTrue(self.send(content).accepted)
        delivery = self.sink.wait_for("clean by sendmail")
        self.assertEqual(delivery.body, content.partition(b"\r\n\r\n")[2])
        self.assertIsNone(delivery.header(STRIPPED))

    def test_what_is_kept_leaves_nothing_in_the_queue(self):
        encrypted = file_part("a.zip", letters.encrypted_zip("a.txt", b"secret"))
        content = letter("kept by sendmail", multipart([text_part("hello\n"), encrypted]))
        self.assertTrue(self.send(content).accepted)
        self.assertTrue(self.kept.export(self.kept.one(subject="kept by sendmail", why="held")).endswith(content))
        self.assertEqual(self.sendmail.queue(), [])

    def test_what_our_own_send_is_refused(self):
        sent = self.send(letter("refused", multipart([text_part("hi\n"), ups_part()])), ["bob@elsewhere.example"], OURS)
        self.assertEqual((sent.code, sent.data.enhanced), (550, "5.7.1"), sent)
