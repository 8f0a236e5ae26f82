"""mailreevectl check reads a real postconf: what it says of good and of bad settings."""

import json
import subprocess

from mta.ground import GroundTest
from mta.postfix import SERVICES
from mta.roots import Unavailable, library_path

MAIN = {
    "compatibility_level": "3.6",
    "queue_directory": "/var/spool/postfix",
    "smtpd_milters": "unix:mailreeve/milter.sock",
    "non_smtpd_milters": "$smtpd_milters",
    "milter_default_action": "tempfail",
    "smtpd_forbid_bare_newline": "yes",
}
INSIDE = "unix:/var/spool/postfix/mailreeve/milter.sock"
OUTSIDE = "unix:/run/mailreeve/milter.sock"
SMTP = "smtpd_milters of smtp/inet"
POSTFIX = ("smtpd_", "non_smtpd_", "milter_", "enable_", "receive_", "postfix")


class Check(GroundTest):
    """A main.cf and a master.cf that no Postfix runs on, and its own postconf."""

    def setUp(self):
        super().setUp()
        try:
            self.root = self.roots().unpacked()
        except Unavailable as reason:
            self.skipTest(str(reason))
        self.config = self.ground.directory("postfix")
        self.config.mkdir()

    def postconf(self):
        """The program, with the libraries that it was unpacked with."""
        program = self.ground.place / "postconf"
        program.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={library_path(self.root)} exec {self.root}/usr/sbin/postconf "$@"\n')
        program.chmod(0o755)
        return program

    def check(self, listen=INSIDE, chroot="y", options="", postconf=None, mode="off", **main):
        """(exit status, {subject: remark}) with these lines in main.cf; None takes one out.
        `mode` is that of attachments."""
        lines = {key: value for key, value in {**MAIN, **main}.items() if value is not None}
        (self.config / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in lines.items()))
        smtp = f"smtp inet n - {chroot} - - smtpd{options}"
        (self.config / "master.cf").write_text(SERVICES.format(smtp=smtp))
        file = self.ground.place / "mailreeve.yaml"
        unpack = {"worker": str(self.ground.build / "unpack/mailreeve-unpack")}
        file.write_text(json.dumps({"hostname": "mx1.example.net", "listen": listen,
                                    "attachments": {"mode": mode, "unpack": unpack}}))
        done = subprocess.run(
            [self.ground.build / "ctl/mailreevectl", "-c", file, "--json", "check", "--no-dns", "--postfix-config",
             self.config, "--postconf", postconf or self.postconf()],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.stderr, "")
        remarks = json.loads(done.stdout)
        return done.returncode, {one["subject"]: one for one in remarks if one["subject"].startswith(POSTFIX)}

    def assert_graded(self, remarks, subject, grade, text, hint=""):
        self.assertIn(subject, remarks)
        self.assertEqual(remarks[subject]["grade"], grade, remarks[subject])
        self.assertIn(text, remarks[subject]["text"])
        self.assertIn(hint, remarks[subject].get("hint", ""))

    def test_good_settings_pass(self):
        _, remarks = self.check()
        self.assertEqual({one["grade"] for one in remarks.values()}, {"ok"}, remarks)
        self.assertEqual(remarks[SMTP]["text"], "unix:mailreeve/milter.sock")

    def test_passing_mail_unfiltered_is_warned_of(self):
        _, remarks = self.check(milter_default_action="accept")
        self.assert_graded(remarks, "milter_default_action", "warning", "passes unfiltered", "tempfail")

    def test_passing_mail_unfiltered_is_an_error_where_attachments_are_taken_out(self):
        for options, main in (("", {"milter_default_action": "accept"}), (" -o milter_default_action=accept", {})):
            with self.subTest(options):
                status, remarks = self.check(mode="strip", options=options, **main)
                self.assertEqual(status, 78)
                errors = [one for name, one in remarks.items() if "default_action" in name and one["grade"] == "error"]
                self.assertEqual(len(errors), 1, remarks)
                self.assertIn("tempfail", errors[0]["hint"])

    def test_tempfail_is_good_where_attachments_are_taken_out(self):
        _, remarks = self.check(mode="strip")
        self.assertEqual({one["grade"] for one in remarks.values()}, {"ok"}, remarks)

    def test_a_socket_outside_of_the_chroot_is_an_error(self):
        status, remarks = self.check(OUTSIDE, smtpd_milters=OUTSIDE)
        self.assertEqual(status, 78)
        self.assert_graded(remarks, SMTP, "error",
                           "/var/spool/postfix/run/mailreeve/milter.sock to a chrooted Postfix",
                           f"in mailreeve.yaml listen: {INSIDE}")

    def test_the_same_socket_is_right_without_a_chroot(self):
        _, remarks = self.check(OUTSIDE, chroot="n", smtpd_milters=OUTSIDE)
        self.assert_graded(remarks, SMTP, "ok", OUTSIDE)

    def test_a_dash_is_a_chroot_where_main_cf_has_no_compatibility_level(self):
        for level, grade in ((None, "error"), ("0", "error"), ("1", "ok"), ("3.6", "ok")):
            with self.subTest(level):
                _, remarks = self.check(OUTSIDE, chroot="-", smtpd_milters=OUTSIDE, compatibility_level=level)
                self.assertEqual(remarks[SMTP]["grade"], grade, remarks[SMTP])

    def test_a_milter_that_is_not_asked_is_an_error_with_the_line_to_write(self):
        _, remarks = self.check(smtpd_milters="")
        self.assert_graded(remarks, SMTP, "error", "not filtered", "smtpd_milters = unix:mailreeve/milter.sock")
        self.assert_graded(remarks, "non_smtpd_milters", "warning", "handed in")

    def test_a_service_that_overrides_the_milters_is_seen(self):
        _, remarks = self.check(options=" -o smtpd_milters=inet:127.0.0.1:9")
        self.assert_graded(remarks, SMTP, "error", "not among them: inet:127.0.0.1:9")

    def test_bare_newlines_that_are_let_in_are_warned_of(self):
        _, remarks = self.check(smtpd_forbid_bare_newline="no")
        self.assert_graded(remarks, "smtpd_forbid_bare_newline", "warning", "CVE-2023-51764",
                           "smtpd_forbid_bare_newline = ")

    def test_impatience_is_an_error(self):
        _, remarks = self.check(milter_command_timeout="2s")
        self.assert_graded(remarks, "milter_command_timeout", "error", "may give up")

    def test_a_postconf_that_is_not_there_is_told(self):
        _, remarks = self.check(postconf=self.ground.place / "gone")
        self.assert_graded(remarks, "postfix", "warning", "not looked at")
