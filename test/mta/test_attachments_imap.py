"""What was stripped, as an IMAP server shows it to a mail reader."""

from mta.attachments import WARNING_FILE, AttachmentTest, shown, warning_lines
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part

WORDS = "Gr\u00fc\u00dfe\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NAMES = f"{UPS}.exe, {UPS}.zip"


class ReadByImap(AttachmentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mailbox = cls.shared().mailbox()

    def read(self, content):
        """The parts of what arrived, read over IMAP, and of what was sent."""
        delivered = self.outcome(content).delivery.content
        return tuple(self.mailbox.read(self.mailbox.put(one)) for one in (delivered, content))

    def check_warning(self, part):
        self.assertEqual((part.type, part.disposition, part.name), ("text/plain", "attachment", WARNING_FILE))
        self.assertIn(f"{UPS}.exe", part.text)

    def check_same(self, after, before):
        for part, old in zip(after, before, strict=True):
            self.assertEqual((part.number, part.described, part.raw), (old.number, old.described, old.raw))

    def test_the_warning_the_notice_and_the_untouched_parts(self):
        logo = file_part("logo.png", PICTURE, "image/png")
        content = letter("by imap", multipart([text_part(WORDS), ups_part(), logo]))
        (text, warning, picture), before = self.read(content)
        self.assertEqual(tuple(shown(text.text)), (*warning_lines(NAMES), WORDS.strip()))
        self.check_warning(warning)
        self.check_same([picture], before[2:])
        self.assertEqual((picture.name, picture.content), ("logo.png", PICTURE))

    def test_both_forms_of_a_text_and_a_message_inside(self):
        page = text_part(f"<html><body><p>{WORDS}</p></body></html>", "html", encoding="quoted-printable")
        both = multipart([text_part(WORDS, encoding="base64"), page], "alternative", boundary="both")
        inside = letter("inside", multipart([text_part("deep\n"), file_part("deep.png", PICTURE)], boundary="deep"))
        attached = b"Content-Type: message/rfc822\r\n\r\n" + inside
        (plain, html, warning, *rest), before = self.read(letter("deep", multipart([both, ups_part(), attached])))
        for part, subtype in ((plain, "plain"), (html, "html")):
            self.assertEqual(tuple(shown(part.text, subtype)), (*warning_lines(NAMES), WORDS.strip()))
        self.check_warning(warning)
        self.check_same(rest, before[3:])

    def test_a_message_that_is_the_file(self):
        (warning,), _ = self.read(letter("alone", ups_part()))
        self.assertEqual(warning.type, "text/plain")
        self.assertIn(f"{UPS}.exe", warning.text)

    def test_a_message_without_anything_denied_is_the_same_to_the_last_byte(self):
        content = letter("same", multipart([text_part(WORDS), file_part("logo.png", PICTURE, "image/png")]))
        after, before = self.read(content)
        self.check_same(after, before)
