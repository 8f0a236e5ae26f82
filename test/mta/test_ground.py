"""The ground itself: each server does what the tests that stand on it rely on."""

import io
import unittest
import zipfile
from email.message import EmailMessage

from mta import letters, wire
from mta.ground import USERS, GroundTest
from mta.nsd import Zones
from mta.smtp import message

HOLD = {"smtpd_sender_restrictions": "check_sender_access inline:{hold@example=HOLD}"}


class PrivatePostfix(GroundTest):
    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink()
        cls.milter = ground.null_milter()
        cls.postfix = ground.postfix(cls.sink, milters=[cls.milter.milter], params=HOLD)

    def send(self, subject, sender="a@example", address=None, client=None, **content):
        client = client or self.ground.client(address or self.postfix)
        if not client.replies[1:]:
            client.ehlo("mail.example")
        sent = client.send(sender, ["b@example.net"], message(subject, **content))
        self.assertTrue(sent.accepted, client.transcript())
        return sent

    def test_a_message_passes_the_milter_and_reaches_the_sink_byte_for_byte(self):
        body = "one\r\n.two\r\n..three\r\n\u00fc\r\n"
        self.send("bytes", body=body)
        delivery = self.sink.wait_for("bytes")
        self.assertEqual(delivery.body, body.encode())
        self.assertEqual(delivery.header("X-Null-Milter"), "seen")
        self.assertEqual((delivery.sender, delivery.recipients), ("a@example", ("b@example.net",)))

    def test_xclient_gives_a_session_another_client(self):
        for address in ("192.0.2.7", "2001:db8::7"):
            client = self.ground.client(self.postfix)
            client.ehlo("mail.example")
            reply = client.xclient(address, name="mail.good.example", helo="helo.example")
            self.assertEqual(reply.code, 250)
            self.send(f"as {address}", client=client)
            received = self.sink.wait_for(f"as {address}").header("Received")
            shown = f"IPv6:{address}" if ":" in address else address
            self.assertIn(f"from helo.example (mail.good.example [{shown}])", received)

    def test_a_client_without_a_name_is_unknown(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.example")
        client.xclient("192.0.2.8")
        self.send("nameless", client=client)
        self.assertIn("(unknown [192.0.2.8])", self.sink.wait_for("nameless").header("Received"))

    def test_several_messages_go_over_one_connection(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.example")
        for number in range(3):
            self.send(f"series {number}", client=client)
        for number in range(3):
            self.sink.wait_for(f"series {number}")

    def test_commands_may_be_pipelined(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.example")
        sent = client.send_pipelined("a@example", ["b@example.net", "c@elsewhere.invalid"], message("pipelined"))
        self.assertTrue(sent.accepted, client.transcript())
        self.assertEqual([r.code for r in sent.rcpts], [250, 250])

    def test_a_stranger_may_not_relay(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.example")
        client.xclient("192.0.2.9")
        sent = client.send("a@example", ["b@elsewhere.invalid"], message("relay"))
        self.assertEqual((sent.code, sent.data.enhanced), (554, "5.7.1"))

    def test_submission_wants_a_password(self):
        client = self.ground.client(self.postfix.submission)
        client.ehlo("laptop.example")
        user, password = next(iter(USERS.items()))
        self.assertEqual(client.auth(user, "wrong").code, 535)
        self.assertEqual(client.auth(user, password).code, 235)
        sent = client.send(user, ["b@elsewhere.invalid"], message("submitted"))
        self.assertTrue(sent.accepted, client.transcript())
        self.assertEqual(self.sink.wait_for("submitted").header("X-Null-Milter"), "seen")

    def test_submission_without_a_password_is_refused(self):
        client = self.ground.client(self.postfix.submission)
        client.ehlo("laptop.example")
        self.assertEqual(client.send("a@example", ["b@example.net"], message("x")).code, 554)

    def test_mail_is_handed_in_on_the_host(self):
        content = b"Subject: handed in\n\nhello\n"
        self.assertEqual(self.postfix.sendmail(content, "-f", "a@example", "b@example.net"), 0)
        delivery = self.sink.wait_for("handed in")
        self.assertEqual(delivery.header("X-Null-Milter"), "seen")

    def test_the_null_sender_is_accepted(self):
        self.send("bounce", sender="")
        self.assertEqual(self.sink.wait_for("bounce").sender, "")

    def test_addresses_may_be_utf8(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.example")
        sent = client.send("j\u00fcrgen@example", ["b@example.net"], message("utf8"), "SMTPUTF8")
        self.assertTrue(sent.accepted, client.transcript())
        self.assertEqual(self.sink.wait_for("utf8").sender.encode("utf-8", "surrogateescape"),
                         "j\u00fcrgen@example".encode())

    def test_it_listens_on_ipv6(self):
        if not self.postfix.ipv6:
            self.skipTest("this machine has no IPv6 on loopback")
        self.send("over six", address=self.postfix.address6)
        self.assertIn("[IPv6:::1]", self.sink.wait_for("over six").header("Received"))

    def test_a_held_message_stays_in_the_queue(self):
        self.send("held", sender="hold@example")
        held = self.postfix.held()
        self.assertEqual([entry["sender"] for entry in held], ["hold@example"])
        self.assertIn(b"Subject: held", self.postfix.content(held[0]["queue_id"]))

    def test_the_log_tells_what_happened(self):
        self.send("logged", sender="logged@example")
        self.postfix.wait_log("from=<logged@example>", "queue active")


class PostfixWithoutItsMilter(GroundTest):
    def test_a_dead_milter_defers_and_a_reload_takes_it_out(self):
        sink = self.ground.sink()
        milter = self.ground.null_milter()
        postfix = self.ground.postfix(sink, milters=[milter.milter])
        milter.stop()
        client = self.ground.client(postfix)
        client.ehlo("mail.example")
        self.assertEqual(client.mail("a@example").code, 451)
        client.close()
        postfix.set_milters([])
        client = self.ground.client(postfix)
        client.ehlo("mail.example")
        sent = client.send("a@example", ["b@example.net"], message("bare"))
        self.assertTrue(sent.accepted, f"{sent}\n{postfix.log()}")
        self.assertIsNone(sink.wait_for("bare").header("X-Null-Milter"))

    def test_mail_waits_for_a_sink_that_is_not_ready(self):
        sink = self.ground.sink()
        sink.refusal = "451 4.3.0 later"
        postfix = self.ground.postfix(sink)
        client = self.ground.client(postfix)
        client.ehlo("mail.example")
        self.assertTrue(client.send("a@example", ["b@example.net"], message("patient")).accepted)
        postfix.wait_log("status=deferred")
        self.assertEqual(len(postfix.queue()), 1)  # deferred, or active again
        sink.refusal = None
        postfix.flush()
        sink.wait_for("patient")
        self.assertEqual(set(sink.accounts().values()), {1})


class PrivateSendmail(GroundTest):
    def test_a_message_passes_the_milter_and_reaches_the_sink(self):
        sink = self.ground.sink()
        sendmail = self.ground.sendmail(sink, self.ground.null_milter, hosts={"127.0.0.7": "mail.good.example"})
        with self.ground.client(sendmail, source="127.0.0.7") as client:
            client.ehlo("helo.example")
            sent = client.send("a@example", ["b@example.net"], message("by sendmail"))
            self.assertTrue(sent.accepted, client.transcript())
        delivery = sink.wait_for("by sendmail")
        self.assertEqual(delivery.header("X-Null-Milter"), "seen")
        self.assertIn("from helo.example (mail.good.example [127.0.0.7])", delivery.header("Received"))
        sendmail.wait_log("stat=Sent")

    def test_a_dead_milter_defers(self):
        milters = []

        def start(path):
            milters.append(self.ground.null_milter(path))
            return milters[0]

        sendmail = self.ground.sendmail(self.ground.sink(), start)
        milters[0].stop()
        client = self.ground.client(sendmail)
        client.ehlo("helo.example")
        self.assertEqual(client.mail("a@example").code // 10, 45)


class PrivateMailbox(GroundTest):
    def test_a_reader_sees_the_parts_of_what_was_delivered(self):
        mail = EmailMessage()
        mail.set_content("sch\u00f6n\n")
        mail.add_alternative("<p>fine</p>\n", subtype="html")
        mail.add_attachment(b"\0\1\2", maintype="application", subtype="zip", filename="\u00fc.zip")
        content = mail.as_bytes().replace(b"\n", b"\r\n")
        mailbox = self.ground.mailbox()
        mailbox.put(b"Subject: another\r\n\r\nhello\r\n")
        uid = mailbox.put(content)
        self.assertEqual(mailbox.whole(uid), content)
        plain, html, attached = mailbox.read(uid)
        self.assertEqual([part.number for part in (plain, html, attached)], ["1.1", "1.2", "2"])
        self.assertEqual((plain.type, plain.text), ("text/plain", "sch\u00f6n\r\n"))
        self.assertEqual((html.type, html.raw), ("text/html", b"<p>fine</p>\r\n"))
        self.assertEqual((attached.type, attached.name, attached.disposition, attached.content, attached.size),
                         ("application/zip", "\u00fc.zip", "attachment", b"\0\1\2", len(attached.raw)))


class PrivateNsd(GroundTest):
    def test_it_serves_hosts_lists_and_reverse_zones(self):
        zones = Zones().host("mail.good.example", "192.0.2.7", "2001:db8::7")
        zones.listed("bl.example", "192.0.2.9", "127.0.0.4", 'listed, see "why"').parked("parked.example")
        nsd = self.ground.nsd(zones)
        rows = [
            ("mail.good.example", "A", ["192.0.2.7"]),
            ("MAIL.good.EXAMPLE", "AAAA", ["2001:db8::7"]),
            (wire.reverse_name("192.0.2.7"), "PTR", ["mail.good.example"]),
            (wire.reverse_name("2001:db8::7"), "PTR", ["mail.good.example"]),
            ("9.2.0.192.bl.example", "A", ["127.0.0.4"]),
            ("9.2.0.192.bl.example", "TXT", ['listed, see "why"']),
            ("2.0.0.127.bl.example", "A", ["127.0.0.2"]),
            ("1.1.1.1.parked.example", "A", ["203.0.113.80"]),
        ]
        for name, kind, expected in rows:
            for tcp in (False, True):
                with self.subTest(name, kind=kind, tcp=tcp):
                    self.assertEqual([r[3] for r in nsd.ask(name, kind, tcp).records], expected)
        self.assertEqual(nsd.ask("7.2.0.192.bl.example").rcode, wire.NXDOMAIN)
        self.assertEqual(nsd.ask("elsewhere.invalid").rcode, wire.REFUSED)

    def test_zones_can_be_changed_while_it_runs(self):
        nsd = self.ground.nsd(Zones())
        self.assertEqual(nsd.ask("late.example").rcode, wire.NXDOMAIN)
        nsd.load(Zones().address("late.example", "192.0.2.1"))
        self.assertEqual([r[3] for r in nsd.ask("late.example").records], ["192.0.2.1"])


class Letters(unittest.TestCase):
    """What the tests of attachments send is what they think it is."""

    def test_a_program_is_found_in_them_whatever_is_around_it(self):
        parts = [letters.ups_part(), letters.file_part("run.exe", letters.program())]
        for part in (*parts, b"Content-Type: message/rfc822\r\n\r\n" + letters.letter("inside", parts[0])):
            content = letters.letter("subject", letters.multipart([letters.text_part("hello\n"), part]))
            self.assertTrue(letters.has_program(content), content)
        harmless = letters.file_part("notes.zip", letters.text_zip())
        self.assertFalse(letters.has_program(letters.letter("subject", letters.multipart([harmless]))))

    def test_an_archive_under_a_password_opens_with_it_alone(self):
        with zipfile.ZipFile(io.BytesIO(letters.encrypted_zip("a.txt", b"secret text"))) as archive:
            self.assertEqual(archive.read("a.txt", b"secret"), b"secret text")
            with self.assertRaises(RuntimeError):
                archive.read("a.txt")

    def test_the_pieces_of_a_body_are_all_of_it(self):
        entity = letters.multipart([letters.text_part("hello\n"), letters.ups_part()], preamble=b"x\r\n", epilogue=b"y")
        body = entity.partition(b"\r\n\r\n")[2]
        self.assertEqual(f"--{letters.BOUNDARY}".encode().join(letters.pieces(body)), body)
        self.assertEqual(len(letters.pieces(body)), 4)
