"""The faulty name server: each of its faults is the one that it is named after."""

import socket
import struct
import time

from mta import wire
from mta.dns_faults import FORGED
from mta.ground import GroundTest

RECORDS = {
    "mail.example": {"A": ["192.0.2.7"], "AAAA": ["2001:db8::7"], "TXT": ["hello"]},
    "alias.example": {"CNAME": ["mail.example"]},
    "big.example": {"TXT": ["x" * 255] * 20},
}


class Faults(GroundTest):
    def setUp(self):
        super().setUp()
        self.dns = self.ground.faulty_dns(RECORDS)

    def texts(self, answer):
        return None if answer is None else [r[3] for r in answer.records]

    def ask(self, name="mail.example", kind="A", timeout=0.2, **options):
        return self.texts(wire.ask(self.dns.address, name, kind, timeout, **options))

    def datagrams(self, name="mail.example", connected=False):
        """Every reply to one query, in order, with the id that was asked with."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(0.2)
            if connected:
                sock.connect(self.dns.address)
            sock.sendto(wire.encode_query(name, "A", 4711), self.dns.address)
            replies = []
            try:
                while True:
                    replies.append(sock.recvfrom(65535))
            except TimeoutError:
                return replies

    def test_it_answers_by_udp_and_tcp(self):
        for tcp in (False, True):
            self.assertEqual(self.ask(tcp=tcp), ["192.0.2.7"])
            self.assertEqual(self.ask("MAIL.Example", "AAAA", tcp=tcp), ["2001:db8::7"])
            self.assertEqual(self.ask("alias.example", tcp=tcp), ["mail.example", "192.0.2.7"])
        self.assertEqual(wire.ask(self.dns.address, "none.example").rcode, wire.NXDOMAIN)
        self.assertEqual(wire.ask(self.dns.address, "mail.example", "MX").rcode, wire.NOERROR)

    def test_what_does_not_fit_is_truncated_and_given_by_tcp(self):
        self.assertTrue(wire.ask(self.dns.address, "big.example", "TXT").truncated)
        self.assertEqual(len(self.ask("big.example", "TXT", tcp=True)), 20)

    def test_it_records_each_question_as_it_was_written(self):
        self.ask("Mail.EXAMPLE")
        asked = self.dns.asked("example", "A")
        self.assertEqual([(q.name, q.raw_name, q.transport) for q in asked], [("mail.example", "Mail.EXAMPLE", "udp")])

    def test_the_longest_suffix_decides_and_rules_can_be_cleared(self):
        self.dns.rule("example", "servfail")
        self.dns.rule("mail.example", "refused")
        self.assertEqual(wire.ask(self.dns.address, "mail.example").rcode, wire.REFUSED)
        self.assertEqual(wire.ask(self.dns.address, "other.example").rcode, wire.SERVFAIL)
        self.dns.clear("mail.example")
        self.assertEqual(wire.ask(self.dns.address, "mail.example").rcode, wire.SERVFAIL)
        self.dns.clear()
        self.assertEqual(self.ask(), ["192.0.2.7"])

    def test_a_rule_may_hold_for_some_types_alone(self):
        self.dns.rule("mail.example", "nxdomain", types={"AAAA"})
        self.assertEqual(self.ask(), ["192.0.2.7"])
        self.assertEqual(wire.ask(self.dns.address, "mail.example", "AAAA").rcode, wire.NXDOMAIN)

    def test_silence_lasts(self):
        self.dns.rule("mail.example", "silent")
        self.assertIsNone(self.ask())
        self.assertIsNone(self.ask(tcp=True))

    def test_a_delay_delays_and_does_not_hold_up_others(self):
        self.dns.rule("mail.example", "delay", seconds=0.1)
        start = time.monotonic()
        self.assertEqual(self.ask(timeout=2), ["192.0.2.7"])
        self.assertGreaterEqual(time.monotonic() - start, 0.1)

    def test_the_first_packets_of_a_question_are_lost(self):
        self.dns.rule("mail.example", "drop_first", count=1)
        self.assertIsNone(self.ask())
        self.assertEqual(self.ask(), ["192.0.2.7"])

    def test_some_packets_are_lost(self):
        self.dns.rule("", "drop", rate=0.5)
        lost = [self.ask(timeout=0.02) for _ in range(40)].count(None)
        self.assertTrue(5 < lost < 35, lost)

    def test_a_forged_reply_comes_before_the_true_one(self):
        self.dns.rule("mail.example", "wrong_id")
        first, second = (reply for reply, _ in self.datagrams())
        self.assertNotEqual(struct.unpack("!H", first[:2])[0], 4711)
        self.assertEqual(self.texts(wire.parse_answer(second)), ["192.0.2.7"])

        self.dns.rule("mail.example", "wrong_question", then="silent")
        (only, _), = self.datagrams()
        self.assertNotIn(wire.encode_name("mail.example"), only[12:26])
        self.assertEqual(struct.unpack("!H", only[:2])[0], 4711)

    def test_a_reply_from_the_wrong_source_reaches_no_connected_socket(self):
        self.dns.rule("mail.example", "wrong_source", then="silent")
        (reply, peer), = self.datagrams()
        self.assertNotEqual(peer, self.dns.address)
        self.assertEqual(self.texts(wire.parse_answer(reply)), [FORGED])
        self.assertEqual(self.datagrams(connected=True), [])

    def test_truncation_leads_to_a_tcp_that_answers_refuses_or_stalls(self):
        for tcp, expected in (("ok", ["192.0.2.7"]), ("refuse", None), ("stall", None)):
            with self.subTest(tcp):
                self.dns.rule("mail.example", "truncate", tcp=tcp)
                self.assertTrue(wire.ask(self.dns.address, "mail.example").truncated)
                self.assertEqual(self.ask(tcp=True), expected)

    def test_aliases_loop_or_form_a_chain(self):
        self.dns.rule("mail.example", "cname_loop")
        records = wire.ask(self.dns.address, "mail.example").records
        self.assertEqual(records[0][3], records[1][0])
        self.assertEqual(records[1][3], records[0][0])
        self.dns.rule("mail.example", "cname_chain", count=12)
        self.assertEqual(len(self.ask()), 13)

    def test_garbage_has_the_right_id(self):
        self.dns.rule("mail.example", "garbage", count=50)
        (noise, _), = self.datagrams()
        self.assertEqual((struct.unpack("!H", noise[:2])[0], len(noise)), (4711, 52))

    def test_a_parked_zone_answers_everybody(self):
        self.dns.rule("bl.example", "lie")
        self.assertEqual(self.ask("9.2.0.192.bl.example"), ["203.0.113.80"])

    def test_it_goes_away_and_comes_back_on_the_same_port(self):
        self.dns.go_away()
        self.assertIsNone(self.ask())
        self.assertIsNone(self.ask(tcp=True))
        self.dns.come_back()
        self.assertEqual(self.ask(), ["192.0.2.7"])

    def test_records_can_change_while_it_runs(self):
        self.dns.record("mail.example", "A", "192.0.2.8")
        self.assertEqual(self.ask(), ["192.0.2.8"])
        self.dns.record("mail.example", "A")
        self.assertEqual(self.ask(), [])
