"""Recipients who differ, mail of our own people, and the modes of the gate."""

from mta import scenes
from mta.gate import GateTest
from mta.ground import USERS
from mta.kept import addresses
from mta.log_line import records
from mta.smtp import message


class Recipients(GateTest):
    keys = {
        "allow": {"recipients": ["open@example.net"]},
        "rbl": {"lists": [{**scenes.LISTS[0], "action": "reject"}, *scenes.LISTS[1:]]},
        "overrides": [{"for": ["example.org"], "scoring": {"spam": 1, "surespam": 2},
                       "actions": {"surespam": "reject"}}],
    }

    def test_one_recipient_is_refused_and_the_other_gets_his_mail(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        sent = client.send("mixed@listed.example", ["joe@example.net", "open@example.net"], message("for one of two"))
        self.assertEqual([reply.code for reply in sent.rcpts], [550, 250], client.transcript())
        self.assertIn("is listed by Alpha List, see https://alpha.example/?ip=192.0.2.15 (id ", sent.rcpts[0].text)
        self.assertTrue(sent.accepted)
        delivery = self.sink.wait_for("for one of two")
        self.assertEqual(delivery.recipients, ("open@example.net",))
        self.assertEqual(self.verdict(from_="mixed@listed.example", stage="rcpt")["verdict"], "reject")
        line = self.verdict(from_="mixed@listed.example", stage="end")
        self.assertEqual((line["verdict"], line["to"]), ("accept", "open@example.net"))

    def test_a_refusal_that_all_share_refuses_the_message(self):
        one = scenes.caller("PTR not confirmed")
        outcome = self.outcome(self.connect(one), one, recipients=["joe@example.org"], subject="refused at its end")
        self.assertEqual((outcome.sent.code, outcome.sent.data.enhanced), (550, "5.7.1"), outcome.sent)
        self.assertIn(f"takes it for spam (score 2.50) (id {outcome.line.id})", outcome.sent.data.text)
        self.assertEqual(outcome.verdict, "reject")

    def test_who_would_refuse_what_another_takes_has_it_kept(self):
        one = scenes.caller("PTR not confirmed")
        outcome = self.outcome(self.connect(one), one, subject="torn", recipients=["joe@example.net", "joe@example.org"])
        self.assertTrue(outcome.sent.accepted, outcome.sent)
        self.assertEqual(outcome.verdict, "accept")
        self.assertEqual(outcome.line["differing"], "joe@example.org=quarantine")
        self.assertEqual(outcome.delivery.recipients, ("joe@example.net",))
        kept = self.kept.one(id=outcome.line.id)
        self.assertEqual((addresses(kept), addresses(kept, "others")), (["joe@example.org"], ["joe@example.net"]))

    def test_the_postmaster_is_not_refused_for_a_score(self):
        one = scenes.caller("PTR not confirmed")
        outcome = self.outcome(self.connect(one), one, recipients=["postmaster@example.org"], subject="help me")
        self.assertEqual((outcome.sent.code, outcome.verdict), (250, "tag"), outcome.line)

    def test_a_refused_recipient_does_not_end_the_connection(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        for subject in ("refused first", "refused again"):
            self.assertEqual(self.outcome(client, one, subject=subject).sent.code, 550)
        outcome = self.outcome(client, one, subject="then let through", recipients=["open@example.net"])
        self.assertTrue(outcome.sent.accepted, client.transcript())


class OurOwn(GateTest):
    keys = {"reverse_dns": {"missing": "reject"}, "dns": {"servers": ["127.0.0.1:1"], "budget": "1s"}}

    def test_submission_is_outbound_and_no_question_is_asked_about_it(self):
        client = self.ground.client(self.postfix.submission)
        client.ehlo("laptop")
        self.assertEqual(client.auth(*next(iter(USERS.items()))).code, 235)
        sent = client.send("user@example.net", ["b@elsewhere.invalid"], message("submitted"))
        self.assertTrue(sent.accepted, client.transcript())
        delivery = self.sink.wait_for("submitted")
        self.assertIsNone(delivery.header("X-Mailreeve-Verdict"))
        line = self.verdict(to="b@elsewhere.invalid")
        self.assertEqual((line["origin"], line["verdict"], line["findings"]), ("outbound", "accept", ""))

    def test_a_user_away_from_home_is_not_judged_by_where_he_is(self):
        client = self.ground.client(self.postfix.submission)
        client.ehlo("laptop")
        client.xclient("192.0.2.12")
        self.assertEqual(client.auth(*next(iter(USERS.items()))).code, 235)
        sent = client.send("user@example.net", ["c@elsewhere.invalid"], message("from a hotel"))
        self.assertTrue(sent.accepted, client.transcript())
        self.assertEqual(self.verdict(to="c@elsewhere.invalid")["origin"], "outbound")

    def test_mail_handed_in_on_the_host_is_outbound(self):
        content = b"Subject: handed in\nX-Mailreeve-Stays: yes\n\nhello\n"
        self.assertEqual(self.postfix.sendmail(content, "-f", "cron@example.net", "b@example.net"), 0)
        delivery = self.sink.wait_for("handed in")
        self.assertEqual(delivery.header("X-Mailreeve-Stays"), "yes")
        line = self.verdict(from_="cron@example.net")
        self.assertEqual((line["origin"], line["verdict"]), ("outbound", "accept"))
        self.assertTrue(line.queue_id)


class Observing(GateTest):
    keys = {"mode": "observe", "reverse_dns": {"missing": "reject"},
            "rbl": {"lists": [{**scenes.LISTS[0], "action": "defer"}, *scenes.LISTS[1:]]}}

    def check(self, what, withheld, **content):
        one = scenes.caller(what)
        outcome = self.outcome(self.connect(one), one, **content)
        self.assertTrue(outcome.sent.accepted, outcome.sent)
        self.assertEqual((outcome.verdict, outcome.line["withheld"]), ("accept", withheld))
        self.assertEqual(outcome.delivery.header("Subject"), content.get("subject", one.subject))
        self.assertIn(f"withheld={withheld}", outcome.delivery.header("X-Mailreeve-Verdict"))
        self.assertEqual(self.kept.list(), [])
        return outcome

    def test_what_would_be_refused_arrives_with_the_reason(self):
        outcome = self.check("no PTR", "reject")
        self.assertEqual(outcome.delivery.header("X-Mailreeve-Findings"), "RDNS_MISSING=5.00")

    def test_what_would_be_deferred_or_held_arrives(self):
        self.check("one listing", "defer")
        self.check("several listings", "defer")

    def test_headers_that_came_with_it_stay(self):
        outcome = self.check("no PTR", "reject", subject="forged, observed", headers=["X-Mailreeve-Verdict: clean"])
        self.assertEqual(outcome.delivery.headers("X-Mailreeve-Verdict")[-1], "clean")


class Delaying(GateTest):
    keys = {"allow": {"clients": ["mail.listed.example"]},
            "rbl": {"lists": [{**scenes.LISTS[0], "action": "delay", "delay": "5m", "override": "never"}]}}

    def test_a_listed_sender_waits_even_when_trusted_and_across_a_restart(self):
        one = scenes.caller("one listing")
        client = self.connect(one)
        outcome = self.outcome(client, one)
        self.assertEqual(outcome.sent.code, 451)
        self.assertIn("Mail is delayed: [192.0.2.15] is listed by Alpha List", outcome.sent.data.text)
        self.assertIn("try again in 5 minutes", outcome.sent.data.text)
        client.close()
        self.gate.restart()
        self.assertEqual(self.outcome(self.connect(one), one).sent.code, 451)


class Hostile(GateTest):
    keys = {"rbl": {"lists": []}}

    def test_bytes_of_the_client_cannot_make_a_line_of_the_log(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.good.example")
        client.xclient("192.0.2.11", helo="good")
        client.write(b"EHLO \x1b[2Jevil\x07 verdict=accept\r\n")
        client.read()
        for sender in (b'"a\\"b verdict=accept"@good.example', "\u202eevil@good.example".encode(), b"caf\xe9@good.example",
                       b'"\x1b]0;title\x07"@good.example'):
            client.write(b"MAIL FROM:<" + sender + b">\r\n")
            if client.read().code == 250:
                client.rcpt("joe@example.net")
                client.data(message("hostile"))
            client.command("RSET")
        lines = records(self.gate.log(), "verdict", client="192.0.2.11")
        self.assertTrue(lines, self.gate.log())
        for line in lines:
            self.assertEqual(line["verdict"], "accept" if line["stage"] == "end" and not line["note"] else "none", line)
        raw = self.gate.stderr.read_bytes()
        self.assertNotRegex(raw, rb"[\x00-\x09\x0b-\x1f\x7f]")
        self.assertNotIn("\u202e".encode(), raw)
        raw.decode()  # it is UTF-8 throughout
        self.assertIn(rb"\x1b", raw)

    def test_a_long_name_does_not_make_a_long_line(self):
        client = self.ground.client(self.postfix)
        client.ehlo("mail.good.example")
        self.assertEqual(client.xclient("192.0.2.11", helo="x" * 200).code, 250, client.transcript())
        sent = client.send("long@good.example", [f"{'r' * 60}{n}@example.net" for n in range(60)], message("long"))
        self.assertTrue(sent.accepted, client.transcript())
        line = self.verdict(from_="long@good.example")
        self.assertTrue(line["findings"], line)
        self.assertLess(max(map(len, self.gate.log().splitlines())), 8300)
