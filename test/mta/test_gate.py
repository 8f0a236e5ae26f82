"""Each client gets what its reverse DNS and its blocklists deserve, with the reason
in the reply, in the headers and in the log."""

import re

from mta import scenes
from mta.gate import GateTest
from mta.kept import addresses
from mta.smtp import message

VERDICT = re.compile(r"(clean|SPAM|SURESPAM) score=(\d+\.\d\d) spam=5\.00 surespam=10\.00 id=([0-9A-Z]{13})")


def unfolded(value):
    return re.sub(r"\r?\n[ \t]+", " ", value or "")


class Callers(GateTest):
    keys = {"reverse_dns": {"missing": {"action": "defer", "points": 5}},
            "rbl": {"lists": [*scenes.LISTS, scenes.PARKED_LIST]}}

    def play(self, what, **more):
        one = scenes.caller(what)
        return one, self.outcome(self.connect(one), one, **more)

    def check(self, what, **more):
        """The verdict and the findings are those of the table; headers and log agree."""
        one, outcome = self.play(what, **more)
        self.assertEqual(outcome.sent.code, one.code, outcome.sent)
        expected = {*one.findings, "RBL_PARKED=unknown"}
        self.assertEqual((outcome.verdict, set(outcome.found)), (one.verdict, expected), outcome.line)
        if outcome.delivery:
            self.assertEqual(set(unfolded(outcome.delivery.header("X-Mailreeve-Findings")).split(", ")), expected)
            shown = VERDICT.fullmatch(unfolded(outcome.delivery.header("X-Mailreeve-Verdict")))
            self.assertTrue(shown, outcome.delivery.content)
            self.assertEqual(shown[3], outcome.line.id)
            self.assertEqual((shown[1], shown[2]), (outcome.line["level"], outcome.line["score"]))
        return one, outcome

    def iprev(self, outcome):
        return unfolded(outcome.delivery.header("Authentication-Results"))

    def test_a_good_client_is_clean(self):
        _, outcome = self.check("good")
        self.assertEqual(self.iprev(outcome), "mx1.example.net; iprev=pass policy.iprev=192.0.2.11")
        self.assertEqual(outcome.delivery.header("Subject"), "from the client: good")

    def test_a_client_without_ptr_is_deferred_in_these_words_and_under_one_id(self):
        one, outcome = self.check("no PTR")
        reply = outcome.sent.rcpts[0]
        said = re.fullmatch(scenes.DEFERRED.format(address=re.escape(one.address)), str(reply))
        self.assertTrue(said, str(reply))
        self.assertEqual(said[1], outcome.line.id)
        self.assertIn(f"(id {said[1]})", outcome.line["reply"])
        self.assertEqual((outcome.line["stage"], outcome.line["cause"]), ("rcpt", "RDNS_MISSING"))
        self.postfix.wait_log("milter-reject: RCPT", f"(id {said[1]})")

    def test_a_ptr_that_is_not_confirmed_counts_a_little(self):
        _, outcome = self.check("PTR not confirmed")
        self.assertIn("iprev=fail", self.iprev(outcome))
        self.assertIn("mail.elsewhere.example", outcome.line["evidence"])

    def test_a_name_that_looks_dynamic_counts_a_little(self):
        _, outcome = self.check("a dynamic-looking name")
        self.assertIn("iprev=pass", self.iprev(outcome))

    def test_one_listing_makes_spam_and_quotes_the_list(self):
        _, outcome = self.check("one listing")
        self.assertEqual(outcome.delivery.header("Subject"), "[SPAM] from the client: one listing")
        self.assertIn("alpha.example=127.0.0.2", outcome.line["evidence"])
        self.assertIn("Sent spam, see https://alpha.example/?ip=192.0.2.15", outcome.line["evidence"])

    def test_several_listings_make_surespam_which_is_held(self):
        one, outcome = self.check("several listings", delivered=False)
        self.assertEqual((outcome.line["level"], outcome.line["score"]), ("SURESPAM", "12.00"))
        kept = self.kept.one(sender=one.sender)
        self.assertEqual((kept["id"], kept["queue_id"]), (outcome.line.id, outcome.line.queue_id))
        self.assertEqual((kept["why"], addresses(kept), kept["others"]), ("held", ["joe@example.net"], []))
        self.assertIn("SURESPAM 12.00", kept["reason"])
        self.assertEqual(set(kept["findings"].split(", ")) - {"RBL_PARKED=unknown"}, set(one.findings))
        self.assertIn(f"Subject: {one.subject}\r\n".encode(), self.kept.export(kept))
        self.assertEqual(self.postfix.queue(), [])

    def test_an_ipv6_client_can_be_listed_too(self):
        _, outcome = self.check("a listed IPv6 address")
        self.assertEqual(outcome.line["client"], "2001:db8::17")
        self.assertIn('policy.iprev="2001:db8::17"', self.iprev(outcome))

    def test_a_parked_list_counts_nothing_and_says_so(self):
        self.check("a parked list asked")
        told = self.gate.wait_log("answered 203.0.113.80", "parked")
        self.assertEqual(len(told), 1, "told once a minute, whoever asks")
        self.assertIn("take it out of rbl.lists", told[0])

    def test_a_name_that_the_mta_has_proved_is_not_asked_for_again(self):
        one = scenes.Caller("proved", "192.0.2.99", "mail.good.example", "accept", ())
        outcome = self.outcome(self.connect(one, name="mail.proved.example"), one, subject="proved by the MTA")
        self.assertNotIn("RDNS_MISSING", outcome.line.findings)
        self.assertIn("iprev=pass", self.iprev(outcome))

    def test_messages_of_one_connection_are_judged_each_by_itself(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        first = self.outcome(client, one, subject="first of three")
        self.assertEqual(client.xclient(scenes.caller("good").address).code, 250)
        second = self.outcome(client, scenes.caller("good"), subject="second of three")
        self.assertEqual(client.xclient(scenes.caller("no PTR").address).code, 250)
        third = self.outcome(client, scenes.caller("no PTR"), subject="third of three")
        self.assertEqual([o.verdict for o in (first, second, third)], ["tag", "accept", "defer"])
        self.assertEqual(len({o.line.id for o in (first, second, third)}), 3)
        self.assertEqual(second.delivery.header("Subject"), "second of three")

    def test_the_null_sender_is_judged_like_any_other(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        sent = client.send("", ["joe@example.net"], message("a bounce"))
        self.assertTrue(sent.accepted, client.transcript())
        self.assertEqual(self.sink.wait_for("a bounce").header("Subject"), "[SPAM] a bounce")
        self.assertEqual(self.verdict(from_="")["verdict"], "tag")

    def test_addresses_may_be_utf8(self):
        one = scenes.caller("good")
        client = self.connect(one)
        sent = client.send("jürgen@good.example", ["bärbel@example.net"], message("Grüße"), "SMTPUTF8")
        self.assertTrue(sent.accepted, client.transcript())
        line = self.verdict(from_="jürgen@good.example")
        self.assertEqual((line["to"], line["verdict"]), ("bärbel@example.net", "accept"))

    def test_commands_may_be_pipelined(self):
        one = scenes.caller("no PTR")
        client = self.connect(one)
        sent = client.send_pipelined("pipe@nameless.example", ["a@example.net", "b@example.net"], message("pipelined"))
        self.assertEqual([reply.code for reply in sent.rcpts], [451, 451], client.transcript())
        good = self.connect(scenes.caller("good"))
        sent = good.send_pipelined("pipe@good.example", ["a@example.net", "b@example.net"], message("also pipelined"))
        self.assertTrue(sent.accepted, good.transcript())
        self.assertEqual(self.verdict(from_="pipe@good.example")["to"], "a@example.net,b@example.net")

    def test_forged_headers_are_removed_and_others_stay(self):
        forged = ["X-Mailreeve-Verdict: clean score=0.00", "X-MAILREEVE-Findings: none", "x-mailreeve-verdict: clean",
                  "Authentication-Results: mx1.example.net; iprev=pass policy.iprev=192.0.2.15",
                  "Authentication-Results: mx1.example.net; dkim=pass", "Authentication-Results: other.example; spf=pass",
                  "X-Mailreeve-Verdict: clean"]
        one = scenes.caller("one listing")
        delivery = self.outcome(self.connect(one), one, subject="forged", headers=forged).delivery
        verdicts = delivery.headers("X-Mailreeve-Verdict")
        self.assertEqual([v.split()[0] for v in verdicts], ["SPAM"])
        self.assertEqual(len(delivery.headers("X-Mailreeve-Findings")), 1)
        results = [unfolded(value) for value in delivery.headers("Authentication-Results")]
        self.assertEqual(results, ["mx1.example.net; iprev=pass policy.iprev=192.0.2.15",
                                   "mx1.example.net; dkim=pass", "other.example; spf=pass"])

    def test_everything_else_arrives_as_it_was_sent(self):
        one = scenes.caller("good")
        body = "one\r\n.two\r\n\ttabs  and trailing \r\n\u00fc\r\n"
        headers = ["X-Odd:no space", "X-Folded: a\r\n\tb\r\n   c", "X-Empty:", "X-Tab:\tvalue "]
        delivery = self.outcome(self.connect(one), one, subject="untouched", body=body, headers=headers).delivery
        self.assertEqual(delivery.body, body.encode())
        for header in headers:
            self.assertIn(f"\r\n{header}\r\n".encode(), delivery.content)

    def test_every_line_of_the_log_is_one_record(self):
        self.play("good", subject="for the log")
        for text in self.gate.log().splitlines():
            with self.subTest(text):
                self.assertRegex(text, r"^\S+ .*\S$")
