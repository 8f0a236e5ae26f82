"""Dangerous attachments are taken out, and nothing else is touched: behind a real Postfix."""

import random

from mta import letters
from mta.attachments import OURS, STRIPPED, WARNING_FILE, AttachmentTest, shown, warning_lines
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part

UPS_NAMES = f"{UPS}.exe, {UPS}.zip"
TEXT = "Dear customer,\n\nyour invoice is attached.\n\n-- \nUPS\n"
WORDS = "Gr\u00fc\u00dfe aus K\u00f6ln, \u20ac 5\n"
PICTURE = file_part("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png")


def ups_letter(subject, *parts, **more):
    """The letter of the first scene: a text, an invoice with a program in it, a picture."""
    return letter(subject, multipart([*(parts or [text_part(TEXT)]), ups_part(), PICTURE], **more))


class Stripping(AttachmentTest):
    def test_the_letter_arrives_with_a_warning_where_the_program_was(self):
        content = ups_letter("your invoice", preamble=b"for old readers\r\n", epilogue=b"the end\r\n")
        outcome = self.outcome(content)
        text, warning, picture = outcome.parts
        self.check_noticed(text, UPS_NAMES)
        self.check_warned(warning, [f"{UPS}.exe", f"{UPS}.zip", outcome.line.id])
        self.assertEqual((picture.get_filename(), picture.get_content_type()), ("logo.png", "image/png"))
        self.assertIn(f"{UPS}.exe", outcome.delivery.header(STRIPPED))
        self.check_kept(outcome, content, "stripped")

    def test_every_byte_outside_of_the_notice_and_the_part_is_as_it_was_sent(self):
        content = ups_letter("to the byte", preamble=b"caf\xc3\xa9 \t \r\n.dot\r\n", epilogue=b"\xff\r\nlast\r\n")
        delivery = self.outcome(content).delivery
        before = letters.pieces(content.partition(b"\r\n\r\n")[2])
        after = letters.pieces(delivery.body)
        self.assertEqual(len(after), len(before))
        changed = [number for number, (old, new) in enumerate(zip(before, after)) if old != new]
        self.assertEqual(changed, [1, 2])
        head = before[1].partition(b"\r\n\r\n")[0]
        self.assertTrue(after[1].startswith(head), after[1])
        self.assertTrue(after[1].endswith(before[1].removeprefix(head).lstrip(b"\r\n")), after[1])

    def test_the_header_stays_but_for_what_is_added_on_top(self):
        fields = ["X-Odd:\ttab  and   blanks", "X-Folded: one\r\n two\r\n\tthree", "X-Bytes: caf\u00e9"]
        content = letter("the header", multipart([text_part(TEXT), ups_part()]), headers=fields)
        header = self.outcome(content).delivery.content.partition(b"\r\n\r\n")[0]
        self.assertTrue(header.endswith(b"\r\n" + content.partition(b"\r\n\r\n")[0]), header)

    def test_a_message_without_anything_denied_is_untouched(self):
        body = "caf\u00e9 \t \n.\n..dots\nFrom me\n" + "x" * 900 + "\n\n\n"
        harmless = [text_part(body), file_part("notes.zip", letters.text_zip(), "application/zip"), PICTURE]
        for name, entity in {
            "multipart": multipart(harmless, preamble=b"hello \r\n", epilogue=b"\r\n\r\nbye\r\n"),
            "text": text_part(body),
            "empty": b"\r\n",
        }.items():
            with self.subTest(name):
                content = letter(f"untouched {name}", entity)
                outcome = self.outcome(content)
                self.check_untouched(outcome, content)
                self.assertIsNone(outcome.kept)

    def test_a_large_letter_loses_its_program_and_nothing_else(self):
        large = file_part("large.bin", random.Random(4).randbytes(4_000_000))
        content = letter("large", multipart([text_part(TEXT), ups_part(), large]))
        outcome = self.outcome(content)
        self.assertFalse(letters.has_program(outcome.delivery.content))
        self.assertEqual(letters.pieces(outcome.delivery.body)[3], b"\r\n" + large + b"\r\n")
        self.check_kept(outcome, content, "stripped")

    def test_a_message_that_is_the_file_becomes_the_warning(self):
        content = letter("nothing else", ups_part())
        outcome = self.outcome(content)
        message = outcome.message
        self.assertEqual(message.get_content_type(), "text/plain")
        self.assertIn(f"{UPS}.exe", message.get_content())
        self.assertEqual(message["Subject"], "nothing else")
        self.assertFalse(letters.has_program(outcome.delivery.content))
        self.check_kept(outcome, content, "stripped")

    def test_a_program_without_an_archive_around_it_is_taken_out(self):
        for name in ("run.exe", "invoice.pdf", "holiday.jpg.scr", "r\u00e9sum\u00e9.exe"):
            with self.subTest(name):
                content = letter(f"as {name}", multipart([text_part(TEXT), file_part(name, letters.program())]))
                text, warning = self.outcome(content).parts
                self.check_noticed(text, name)
                self.check_warned(warning, [name])

    def test_what_lies_in_a_message_that_is_attached_is_taken_out(self):
        inner = letter("inside", multipart([text_part(TEXT), ups_part()], boundary="inner"))
        forwarded = b"Content-Type: message/rfc822\r\n\r\n" + inner
        content = letter("forwarded", multipart([text_part("see below\n"), forwarded]))
        delivery = self.outcome(content).delivery
        self.assertFalse(letters.has_program(delivery.content))
        self.assertIn(b"Subject: inside", delivery.body)
        self.assertIn(WARNING_FILE, [part.get_filename() for part in letters.leaves(letters.read(delivery.content))])

    def test_each_message_of_a_connection_is_judged_by_itself(self):
        client = self.connect()
        clean = letter("clean after", text_part(TEXT))
        self.assertIsNotNone(self.outcome(ups_letter("first of three"), client=client).delivery.header(STRIPPED))
        self.check_untouched(self.outcome(clean, client=client), clean)
        self.assertIsNotNone(self.outcome(ups_letter("third of three"), client=client).delivery.header(STRIPPED))

    def test_a_field_that_came_with_it_is_removed(self):
        content = letter("forged", text_part(TEXT), headers=[f"{STRIPPED}: names=\"none\""])
        self.assertIsNone(self.outcome(content).delivery.header(STRIPPED))

    def test_an_archive_under_a_password_is_kept_with_its_message(self):
        encrypted = letters.encrypted_zip("invoice.pdf", b"%PDF-1.4 secret")
        content = letter("under a password", multipart([text_part(TEXT), file_part("invoice.zip", encrypted)]))
        self.check_held(self.outcome(content), content)

    def test_what_our_own_send_is_refused_with_an_explanation(self):
        outcome = self.outcome(ups_letter("from our desk"), recipients=["bob@elsewhere.example"], source=OURS)
        self.assertEqual((outcome.sent.code, outcome.sent.data.enhanced), (550, "5.7.1"), outcome.sent)
        self.assertIn(f"{UPS}.exe", outcome.sent.data.text)
        self.assertIn(outcome.line.id, outcome.sent.data.text)


    def test_what_is_handed_in_on_the_host_is_refused_to_its_sender(self):
        content = ups_letter("handed in").replace(b"\r\n", b"\n")
        self.postfix.sendmail(content, "-f", "bob@example.net", "joe@elsewhere.example")
        bounce = self.sink.wait_for_content("Subject: handed in")
        self.assertEqual((bounce.sender, bounce.recipients), ("", ("bob@example.net",)))
        self.assertIn(f"{UPS}.exe", " ".join(bounce.content.decode().partition("Subject: handed in")[0].split()))


HELLO, JAPANESE = "\u041f\u0440\u0438\u0432\u0435\u0442\n", "\u65e5\u672c\u8a9e\n"


class Notices(AttachmentTest):
    """What stands in front of a text is read as it is meant, in whatever way the text
    is written."""

    TEXTS = {
        "without a charset": ("hello\n", b"\r\nhello\r\n"),
        "us-ascii": ("hello\n", text_part("hello\n", charset="us-ascii", encoding="7bit")),
        "8-bit UTF-8": (WORDS, text_part(WORDS)),
        "8-bit Windows-1252": (WORDS, text_part(WORDS, charset="windows-1252")),
        "KOI8-R": (HELLO, text_part(HELLO, charset="koi8-r")),
        "quoted-printable": (WORDS, text_part(WORDS, encoding="quoted-printable")),
        "base64": (WORDS * 20, text_part(WORDS * 20, encoding="base64")),
        "UTF-16 with a mark": (WORDS, text_part(WORDS, charset="utf-16", encoding="base64")),
        "UTF-16LE": (WORDS, text_part(WORDS, charset="utf-16le", encoding="base64")),
        "ISO-2022-JP": (JAPANESE, text_part(JAPANESE, charset="iso-2022-jp", encoding="7bit")),
        "ISO-2022-JP in base64": (JAPANESE, text_part(JAPANESE, charset="iso-2022-jp", encoding="base64")),
        "format=flowed": ("one \ntwo \nthree\n", text_part("one \ntwo \nthree\n", more="; format=flowed; delsp=yes")),
    }

    def test_the_three_lines_stand_in_front_of_every_kind_of_text(self):
        for name, (text, part) in self.TEXTS.items():
            with self.subTest(name):
                first = self.outcome(ups_letter(f"text: {name}", part)).parts[0]
                lines = first.get_content().replace("\r\n", "\n")
                head, below = lines[:-len(text)], lines[-len(text):]
                self.assertEqual(below, text)
                self.assertEqual(tuple(head.rstrip("\n").split("\n")), warning_lines(UPS_NAMES))

    def test_both_forms_of_an_alternative_bear_them(self):
        for encoding in ("8bit", "quoted-printable", "base64"):
            for head in ("", "<!DOCTYPE html>\n<html><head><title>t</title></head><body class=\"a > b\">\n"):
                with self.subTest(encoding, head=head):
                    page = text_part(f"{head}<p>Gr\u00fc\u00dfe</p>\n", "html", encoding=encoding)
                    both = multipart([text_part(WORDS, encoding=encoding), page], "alternative", boundary="inner")
                    plain, html, warning, _ = self.outcome(ups_letter(f"both in {encoding}, {bool(head)}", both)).parts
                    self.check_noticed(plain, UPS_NAMES)
                    self.check_noticed(html, UPS_NAMES)
                    self.assertEqual(shown(html.get_content(), "html")[3:], ["Gr\u00fc\u00dfe"])
                    self.check_warned(warning, [f"{UPS}.exe"])

    def test_a_page_alone_bears_them(self):
        html = self.outcome(ups_letter("a page", text_part("<p>hello</p>\n", "html"))).parts[0]
        self.check_noticed(html, UPS_NAMES)


class WithoutNotice(AttachmentTest):
    attachments = {"mode": "strip", "notice": {"in_text": False, "contact": "help@example.net"}}

    def test_nothing_but_the_part_changes(self):
        content = ups_letter("only the part")
        outcome = self.outcome(content)
        before, after = (letters.pieces(body) for body in (content, outcome.delivery.content))
        self.assertEqual([old == new for old, new in zip(before[1:], after[1:])].count(False), 1)
        self.check_warned(outcome.parts[1], [f"{UPS}.exe", "help@example.net"])


class Modes(AttachmentTest):
    """What the modes do with the same letter; one daemon, reloaded."""

    def with_mode(self, mode, **more):
        self.gate.reload(self.config(attachments={"mode": mode, **more}))

    def test_off_and_report_deliver_it_as_it_is(self):
        for mode, found in (("off", False), ("report", True)):
            with self.subTest(mode):
                self.with_mode(mode)
                content = ups_letter(f"mode {mode}")
                outcome = self.outcome(content)
                self.check_untouched(outcome, content)
                self.assertEqual("ATTACHMENT_" in (outcome.delivery.header("X-Mailreeve-Findings") or ""), found)

    def test_observing_tells_what_would_be_done_and_does_nothing(self):
        encrypted = file_part("a.zip", letters.encrypted_zip("a.txt", b"secret"))
        self.gate.reload(self.config(mode="observe"))
        for subject, part in (("observed, a program", ups_part()), ("observed, a password", encrypted)):
            with self.subTest(subject):
                content = letter(subject, multipart([text_part(TEXT), part]))
                outcome = self.outcome(content)
                self.check_untouched(outcome, content)
                self.assertIn("ATTACHMENT_", outcome.delivery.header("X-Mailreeve-Findings"))
                self.assertIsNone(outcome.kept)

    def test_quarantine_keeps_all_of_it(self):
        self.with_mode("quarantine")
        content = ups_letter("mode quarantine")
        self.check_held(self.outcome(content), content)

    def test_what_is_larger_than_we_look_at_is_refused(self):
        self.with_mode("strip", max_message="1MiB")
        sent = self.send(letter("too large", multipart([text_part(TEXT), file_part("big.bin", bytes(1_200_000))])))
        self.assertEqual(sent.code, 552, sent)
        self.assertTrue(self.send(letter("not too large", text_part(TEXT))).accepted)
