"""What Postfix and Sendmail make of a milter that changes the envelope at the end
of a message: what the stamping of envelope ids and the removal of tags stand on.

smfi_chgfrom() with the sender that came, with or without its brackets, changes
nothing but what its arguments say. Both set ENVID, also over the client's, pass it
to a server that offers DSN and tell it in their own bounces. They differ in the rest:
- Postfix keeps RET of the client, and warns of any argument but RET and ENVID.
- Sendmail forgets RET, ENVID and BODY of the client as soon as there are arguments,
  even empty ones (not NULL): who sets ENVID repeats the others. NOTIFY among
  them ends the reading: what follows is lost.
smfi_addrcpt() in the place of smfi_delrcpt() loses NOTIFY and ORCPT in both;
smfi_addrcpt_par() keeps them where it repeats them.
"""

from mta.ground import GroundTest
from mta.smtp import message

CLIENT = "RET=HDRS ENVID=client"
DSN = "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first@example.org"
DSN_OPTIONS = {"NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;first@example.org"}
# Arguments of smfi_chgfrom(), parameters of the client's MAIL; what then goes out.
BOTH = [
    (None, "", {}),
    (None, CLIENT, {"RET": "HDRS", "ENVID": "client"}),
    ("ENVID=ours", "", {"ENVID": "ours"}),
    ("ENVID=ours RET=HDRS", CLIENT, {"RET": "HDRS", "ENVID": "ours"}),
    ("ENVID=a+2Bb", "", {"ENVID": "a+2Bb"}),
]
POSTFIX = [
    ("", CLIENT, {"RET": "HDRS", "ENVID": "client"}),
    ("ENVID=ours", CLIENT, {"RET": "HDRS", "ENVID": "ours"}),
    ("ENVID=ours", "BODY=8BITMIME", {"ENVID": "ours", "BODY": "8BITMIME"}),
    ("NOTIFY=NEVER ENVID=ours", "RET=FULL", {"RET": "FULL", "ENVID": "ours"}),
]
SENDMAIL = [
    ("", CLIENT, {}),
    ("ENVID=ours", CLIENT, {"ENVID": "ours"}),
    ("ENVID=ours", "BODY=8BITMIME", {"ENVID": "ours"}),
    ("ENVID=ours BODY=8BITMIME", "BODY=8BITMIME", {"ENVID": "ours", "BODY": "8BITMIME"}),
    ("NOTIFY=NEVER ENVID=ours", CLIENT, {}),
]


class Envelope:
    """For a `server` whose mail arrives in `sink`, behind the milter `milter`."""

    def send(self, subject, options="", fields=(), recipient="first@example.org"):
        client = self.ground.client(self.server)
        client.ehlo("client.example")
        self.assertEqual(client.mail("Ann@example.net", options).code, 250, client.transcript())
        self.assertEqual(client.rcpt(recipient, DSN).code, 250, client.transcript())
        self.assertEqual(client.data(message(subject, headers=fields)).code, 250, client.transcript())
        return subject

    def check_sender(self, rows):
        number = 0
        for arguments, options, expected in rows:
            for form in ("as-given", "bare"):
                with self.subTest(arguments=arguments, client=options, form=form):
                    number += 1
                    fields = [f"X-Sender: {form}"]
                    fields += [] if arguments is None else [f"X-Sender-Arguments: {arguments}"]
                    sent = self.send(f"{self._testMethodName} {number}.", options, fields)
                    arrived = self.sink.wait_for(sent)
                    self.assertEqual(arrived.sender, "Ann@example.net")
                    seen = {name: arrived.option(name) for name in ("RET", "ENVID", "BODY") if arrived.option(name)}
                    self.assertEqual(seen, expected)
                    self.assertEqual(set(arrived.recipient_options[0]), DSN_OPTIONS)

    def test_a_recipient_in_the_place_of_another_has_what_it_is_given(self):
        for subject, arguments in (("nothing given", None), ("given again", DSN)):
            with self.subTest(subject):
                fields = ["X-Readdress: <first@example.org> <second@example.org>"]
                fields += [f"X-Readdress-Arguments: {arguments}"] if arguments else []
                self.send(subject, fields=fields)
                arrived = self.sink.wait_for(subject)
                self.assertEqual(arrived.recipients, ("second@example.org",))
                kept = DSN_OPTIONS & set(arrived.recipient_options[0])
                self.assertEqual(kept, DSN_OPTIONS if arguments else set())

    def test_its_own_bounce_tells_the_envelope_id(self):
        self.sink.refused["refused@example.org"] = "550 5.1.1 nobody of that name here"
        self.send("refused", "RET=HDRS", ["X-Sender: as-given", "X-Sender-Arguments: ENVID=mr1.ours RET=HDRS"],
                  "refused@example.org")
        bounce = self.sink.wait_for(self.bounce)
        self.assertEqual((bounce.sender, bounce.recipients), ("", ("Ann@example.net",)))
        self.assertIn(b"\r\nOriginal-Envelope-Id: mr1.ours\r\n", bounce.content)

    def check_version(self, pattern):
        self.send("for the version")
        self.assertRegex(self.milter.log_lines("version")[0], pattern)


class BehindPostfix(Envelope, GroundTest):
    bounce = "Undelivered Mail"
    known = ("joe@example.net", "first@example.org", "refused@example.org")

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink(extensions=("DSN",))
        cls.milter = ground.envelope_milter()
        cls.server = ground.postfix(cls.sink, milters=[cls.milter.milter], params={
            "recipient_delimiter": "+",
            "relay_recipient_maps": f"inline:{{{', '.join(f'{address}=known' for address in cls.known)}}}"})

    def test_the_same_sender_takes_an_envelope_id(self):
        self.check_sender([*BOTH, *POSTFIX])

    def test_an_argument_that_it_does_not_know_gets_a_warning(self):
        self.send("a warning", fields=["X-Sender: as-given", "X-Sender-Arguments: SIZE=5"])
        self.server.wait_log('Ignoring bad ESMTP parameter "SIZE=5" in SMFI_CHGFROM request')

    def test_mail_handed_in_on_the_host_takes_one_too(self):
        content = b"Subject: handed in\nX-Sender: as-given\nX-Sender-Arguments: ENVID=ours\n\nhello\n"
        self.assertEqual(self.server.sendmail(content, "-f", "ann@example.net", "first@example.org"), 0)
        self.assertEqual(self.sink.wait_for("handed in").option("ENVID"), "ours")

    def test_its_version_is_told_at_connect(self):
        self.check_version(r"^version Postfix 3\.\d+")

    def test_a_tag_behind_the_delimiter_is_delivered_and_one_before_the_name_is_no_recipient(self):
        client = self.ground.client(self.server)
        client.ehlo("client.example")
        client.mail("")
        self.assertEqual(client.rcpt("joe+prvs=1234567890@example.net").code, 250)
        refused = client.rcpt("prvs=1234567890=joe@example.net")
        self.assertEqual((refused.code, refused.enhanced), (550, "5.1.1"))
        self.assertEqual(client.data(message("tagged")).code, 250)
        self.assertEqual(self.sink.wait_for("tagged").recipients, ("joe+prvs=1234567890@example.net",))
        # Refused before a milter hears of it.
        self.assertEqual(self.milter.log_lines("rcpt <prvs="), [])


class BehindSendmail(Envelope, GroundTest):
    bounce = "Returned mail"

    @classmethod
    def setUpClass(cls):
        ground = cls.shared()
        cls.sink = ground.sink(extensions=("DSN",))
        cls.server = ground.sendmail(cls.sink, lambda path: cls.start(ground, path))

    @classmethod
    def start(cls, ground, path):
        cls.milter = ground.envelope_milter(path)
        return cls.milter

    def test_the_same_sender_takes_an_envelope_id(self):
        self.check_sender([*BOTH, *SENDMAIL])

    def test_its_version_is_told_without_its_name(self):
        self.check_version(r"^version 8\.\d+")
