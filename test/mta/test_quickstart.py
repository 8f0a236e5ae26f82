"""examples/quickstart/run: the table that a newcomer sees first is right in every row."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from mta import scenes
from mta.attachments import WARNING_FILE, warning_lines
from mta.ground import build_directory
from mta.letters import UPS
from mta.smtp import Client

TOP = Path(__file__).resolve().parents[2]


class Quickstart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("only root can start a Postfix")
        cls.place = Path(tempfile.mkdtemp())
        cls.place.chmod(0o755)  # the daemon's user has to get through
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.env = {**os.environ, "MAILREEVE_BUILD": str(build_directory()), "TMPDIR": str(cls.place)}
        cls.done = subprocess.run([TOP / "examples/quickstart/run"], env=cls.env, stdin=subprocess.DEVNULL, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1500, check=False)
        cls.rows = [re.split(r" {2,}", line) for line in cls.done.stdout.splitlines()]

    def test_it_says_that_all_is_as_expected(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout)
        self.assertNotIn("NOT AS EXPECTED", self.done.stdout)

    def test_every_row_of_its_table_is_right(self):
        for one in scenes.CALLERS:
            with self.subTest(one.what):
                rows = [row for row in self.rows if row[0] == f"{one.what} [{one.address}]"]
                self.assertEqual(len(rows), 1, self.done.stdout)
                _, reply, verdict, findings = rows[0]
                self.assertEqual(reply, {250: "250 2.0.0", 451: "451 4.7.1"}[one.code])
                self.assertEqual(verdict.split()[0], one.verdict)
                self.assertEqual(set(findings.split()), set(one.findings) or {"none"})

    def test_it_shows_the_reply_the_headers_and_the_log(self):
        shown = re.sub(r"\s+", " ", self.done.stdout)
        self.assertRegex(shown, scenes.DEFERRED.format(address=r"192\.0\.2\.12"))
        self.assertIn("Subject: [SPAM] from the client: one listing", shown)
        self.assertIn("X-Mailreeve-Findings: RBL_ALPHA=5.00", shown)
        self.assertRegex(shown, r"parked\.example answered 203\.0\.113\.80, which no blocklist does")

    def test_it_shows_what_is_delivered_of_a_letter_that_brings_a_program(self):
        shown = self.done.stdout
        for line in (*warning_lines(f"{UPS}.exe, {UPS}.zip"), "your invoice is attached."):
            self.assertIn(f"\n{line}\n", shown)
        self.assertRegex(shown, r"(?m)^X-Mailreeve-Stripped: ")
        types = [row[:2] for row in self.rows if len(row) == 3 and row[2].isdigit()]
        self.assertEqual(types, [["text/plain", "-"], ["text/plain", WARNING_FILE], ["image/png", "logo.png"]])

    def test_it_explains_what_was_taken_out(self):
        self.assertRegex(self.done.stdout, rf"(?m)^ +result: strip, rule program: {UPS}\.zip/{UPS}\.exe is a program$")

    def test_it_lists_what_is_kept(self):
        listed = [re.split(r" +", line) for line in self.done.stdout.splitlines()]
        kept = {row[2]: row[3] for row in listed if len(row) > 4 and row[2] in ("held", "stripped")}
        self.assertEqual(kept, {"held": scenes.caller("several listings").sender,
                                "stripped": scenes.caller("good").sender})

    def test_it_leaves_nothing_behind(self):
        self.assertEqual(list(self.place.iterdir()), [])

    def test_it_can_go_on_until_it_is_ended(self):
        command = [TOP / "examples/quickstart/run", "--keep"]
        with subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as kept:
            self.addCleanup(kept.kill)
            port = None
            for line in kept.stdout:
                port = port or re.match(r"SMTP +127\.0\.0\.1 port (\d+)", line)
                if line.startswith("Delivered messages"):
                    break
            with Client(("127.0.0.1", int(port[1]))) as client:
                one = scenes.caller("one listing")
                scenes.greet(client, one)
                self.assertTrue(scenes.send(client, one, subject="hello there").accepted)
            self.assertRegex(kept.stdout.readline(), r"\[SPAM\] hello there.*SPAM score=5\.00")
            kept.terminate()
            self.assertEqual(kept.wait(30), 0)
        self.assertEqual(list(self.place.iterdir()), [])
