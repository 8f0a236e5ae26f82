"""A name server that fails in every way: no failed lookup worsens a verdict, and
RCPT is answered within the budget."""

import time

from mta import scenes, wire
from mta.gate import Outcome
from mta.ground import GroundTest
from mta.log_line import records
from mta.smtp import message
from mta.waiting import until

BUDGET = 1.0
HOST, LIST = "mail.good.example", "alpha.example"
ADDRESS = scenes.caller("good").address
RECORDS = {
    HOST: {"A": [ADDRESS]},
    wire.reverse_name(ADDRESS): {"PTR": [HOST]},
    wire.list_name("192.0.2.15", LIST): {"A": ["127.0.0.2"], "TXT": ["listed"]},
    "mail.listed.example": {"A": ["192.0.2.15"]},
    wire.reverse_name("192.0.2.15"): {"PTR": ["mail.listed.example"]},
}
REJECTING = {"reverse_dns": {"missing": "reject", "unconfirmed": "reject", "invalid": "reject"},
             "helo": {"unresolvable": "reject"},
             "rbl": {"lists": [{**scenes.LISTS[0], "action": "reject"}]}}


class Faults(GroundTest):
    """Everything that could be held against a client would refuse it here."""

    def setUp(self):
        super().setUp()
        self.dns = self.ground.faulty_dns(RECORDS)

    @classmethod
    def setUpClass(cls):
        cls.common = cls.shared()
        cls.sink = cls.common.sink()

    def gate(self, *servers, **keys):
        config = scenes.config(*(servers or (self.dns,)), **{**REJECTING, **keys})
        config["dns"]["budget"] = f"{int(BUDGET * 1000)}ms"
        self.daemon = self.ground.mailreeve(config)
        self.postfix = self.ground.postfix(self.sink, milters=[self.daemon.milter])

    def send(self, what="good", subject="x"):
        """One message; RCPT has to be answered in the budget and half a second."""
        one = scenes.caller(what)
        client = self.ground.client(self.postfix)
        scenes.greet(client, one)
        client.mail(one.sender)
        known = len(records(self.daemon.log(), "verdict"))
        before = time.monotonic()
        rcpt = client.rcpt("joe@example.net")
        took = time.monotonic() - before
        self.assertLess(took, BUDGET + 0.5, f"RCPT: {rcpt}\n{self.daemon.log()}")
        data = client.data(message(subject)) if rcpt.code == 250 else rcpt
        client.close()
        until(lambda: len(records(self.daemon.log(), "verdict")) > known, "a verdict")
        self.took = took
        return Outcome(data, records(self.daemon.log(), "verdict")[-1], None)

    def check_passes(self, what="good", score="0.00"):
        outcome = self.send(what)
        self.assertEqual(outcome.sent.code, 250, f"{outcome.sent}\n{self.daemon.log()}")
        self.assertEqual((outcome.verdict, outcome.line["score"]), ("accept", score), outcome.line)
        return outcome

    def check_all_unknown(self):
        outcome = self.check_passes()
        self.assertEqual(set(outcome.line.findings.values()), {"unknown"}, outcome.line)
        self.assertIn("RDNS_UNKNOWN", outcome.line.findings)

    def test_without_a_fault_the_listed_are_refused(self):
        self.gate()
        self.assertEqual(self.send("one listing").sent.code, 550)
        self.assertEqual(self.check_passes().line["findings"], "")

    def test_a_silent_server_counts_nothing(self):
        self.dns.rule("", "silent")
        self.gate()
        self.check_all_unknown()
        self.check_passes("one listing")

    def test_a_slow_server_is_waited_for_within_the_budget(self):
        self.dns.rule("", "delay", seconds=0.15)
        self.gate()
        self.assertEqual(self.check_passes().line["findings"], "")
        self.dns.rule("", "delay", seconds=BUDGET * 3)
        self.assertLessEqual(set(self.check_passes("one listing").line.findings.values()), {"unknown"})

    def test_a_liar_is_not_believed(self):
        for mode in ("wrong_id", "wrong_question", "wrong_source"):
            with self.subTest(mode):
                self.dns.rule("", mode)
                self.gate()
                self.assertEqual(self.check_passes().line["findings"], "")
                self.assertEqual(self.send("one listing").sent.code, 550)

    def test_a_lie_without_the_truth_counts_nothing(self):
        for mode in ("wrong_id", "wrong_source"):
            with self.subTest(mode):
                self.dns.rule("", mode, then="silent")
                self.gate()
                self.check_all_unknown()

    def test_truncated_answers_are_asked_for_by_tcp(self):
        self.dns.rule("", "truncate")
        self.gate()
        self.assertEqual(self.check_passes().line["findings"], "")
        self.assertEqual(self.send("one listing").sent.code, 550)
        self.assertTrue([q for q in self.dns.queries if q.transport == "tcp"])

    def test_truncated_answers_without_tcp_count_nothing(self):
        for tcp in ("refuse", "stall"):
            with self.subTest(tcp):
                self.dns.rule("", "truncate", tcp=tcp)
                self.gate()
                self.check_all_unknown()

    def test_aliases_in_a_circle_and_failures_count_nothing(self):
        for mode in ("cname_loop", "servfail", "refused", "garbage"):
            with self.subTest(mode):
                self.dns.rule("", mode)
                self.gate()
                self.check_all_unknown()

    def test_a_first_packet_that_is_lost_costs_nothing_but_a_moment(self):
        self.dns.rule("", "drop_first")
        self.gate()
        self.assertEqual(self.check_passes().line["findings"], "")
        self.assertEqual(self.send("one listing").sent.code, 550)

    def test_a_server_that_goes_and_comes_back_is_used_again(self):
        self.gate(dns={"servers": [f"127.0.0.1:{self.dns.port}"], "failure_memory": "0s"})
        self.assertEqual(self.check_passes().line["findings"], "")
        self.dns.go_away()
        self.check_passes("one listing")
        self.dns.come_back()
        deadline = time.monotonic() + 15
        while self.send("one listing").sent.code != 550:
            self.assertLess(time.monotonic(), deadline, self.daemon.log())
            time.sleep(0.2)

    def test_a_second_server_answers_for_one_that_is_silent(self):
        silent = self.ground.faulty_dns({})
        silent.rule("", "silent")
        self.gate(silent, self.dns)
        self.assertEqual(self.check_passes().line["findings"], "")
        self.assertEqual(self.send("one listing").sent.code, 550)

    def test_one_silent_list_does_not_hide_the_others(self):
        self.dns.rule("beta.example", "silent")
        self.gate(rbl={"lists": scenes.LISTS[:2]})
        outcome = self.send("one listing")
        self.assertEqual(outcome.line.findings, {"RBL_ALPHA": "5.00", "RBL_BETA": "unknown"}, outcome.line)
