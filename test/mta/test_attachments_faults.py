"""Whatever becomes of the workers or of the disk: no program gets through, no message
is lost, and the mail of others goes on."""

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from mta import letters, postfix, workers
from mta.attachments import STRIPPED, AttachmentTest
from mta.daemon import UID
from mta.letters import UPS, file_part, letter, multipart, text_part, ups_part

QUICK = 5.0  # seconds for the mail of others while something is wrong


def ups_letter(subject):
    return letter(subject, multipart([text_part("hello\n"), ups_part()]))


class FaultTest(AttachmentTest):
    def check_works(self, subject):
        """A letter like any other is stripped as ever."""
        outcome = self.outcome(ups_letter(subject))
        self.assertIsNotNone(outcome.delivery.header(STRIPPED))
        self.assertFalse(letters.has_program(outcome.delivery.content))

    def check_others_go_on(self, subject):
        before = time.monotonic()
        content = letter(subject, text_part("hello\n"))
        self.check_untouched(self.outcome(content), content)
        self.assertLess(time.monotonic() - before, QUICK)

    def check_nothing_got_through(self):
        for delivery in self.sink.deliveries:
            self.assertFalse(letters.has_program(delivery.content), delivery.header("Subject"))


class Workers(FaultTest):
    attachments = {"mode": "strip", "unpack": {"wall": "3s", "workers": 2}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        slow = letters.tarred({"zeros.bin": bytes(200_000_000), f"{UPS}.exe": letters.program()})
        cls.slow = file_part(f"{UPS}.tgz", slow)
        cls.pid = cls.gate.process.pid

    def slow_letter(self, subject):
        return letter(subject, multipart([text_part("hello\n"), self.slow]))

    def test_one_that_is_killed_at_work_is_replaced_and_the_message_stripped(self):
        content = self.slow_letter("killed once")
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(self.outcome, content)
            workers.kill(workers.busy(self.pid))
            outcome = sent.result(60)
        self.assertIsNotNone(outcome.delivery.header(STRIPPED))
        self.check_nothing_got_through()
        self.check_kept(outcome, content, "stripped")

    def test_a_message_that_ends_two_is_kept_whole(self):
        content = self.slow_letter("killed twice")
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(self.outcome, content)
            for _ in range(2):
                workers.kill(workers.busy(self.pid))
            outcome = sent.result(60)
        self.check_held(outcome, content)
        self.check_works("after two deaths")

    def test_those_that_are_killed_while_idle_are_replaced(self):
        workers.signal_all(self.pid, signal.SIGKILL)
        self.check_works("after idle deaths")

    def test_one_that_stands_still_is_given_up_and_others_go_on(self):
        stopped = workers.signal_all(self.pid, signal.SIGSTOP)
        self.assertEqual(len(stopped), 2)
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(self.send, ups_letter("at a standstill"))
            self.check_others_go_on("meanwhile")
            self.assertIn(sent.result(60).code, (250, 451))
        workers.signal_all(self.pid, signal.SIGCONT)
        self.check_works("after a standstill")
        self.check_nothing_got_through()


class Bombs(FaultTest):
    def test_a_bomb_is_kept_and_the_mail_of_others_goes_on(self):
        content = letter("a bomb", multipart([text_part("hello\n"), file_part("bomb.zip", letters.bomb())]))
        before = self.gate.resident()
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(self.outcome, content)
            self.check_others_go_on("beside a bomb")
            self.check_works("stripped beside a bomb")
            self.check_held(sent.result(60), content)
        self.assertLess(self.gate.resident() - before, 64 << 20)


class FullDisk(FaultTest):
    keys = {"quarantine": {"min_free": "4KiB"}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.stop()
        place = cls.gate.state / "quarantine"
        place.mkdir(mode=0o700, exist_ok=True)
        options = f"size=512k,mode=700,uid={UID},gid={postfix.owner()[1]}"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
        cls.gate.start()
        cls.addClassCleanup(subprocess.run, ["umount", "-l", place], check=False, stderr=subprocess.DEVNULL)
        cls.mounted = done.returncode == 0

    def test_what_cannot_be_kept_is_neither_stripped_nor_lost(self):
        if not self.mounted:
            self.skipTest("no file system can be mounted here")
        filler = file_part("noise.bin", bytes(range(256)) * 1600)
        content = letter("no room", multipart([text_part("hello\n"), ups_part(), filler]))
        for _ in range(2):
            self.assertEqual(self.send(content).code, 451, self.gate.log()[-2000:])
        self.assertEqual(self.kept.list(), [])
        self.check_others_go_on("beside a full disk")
        self.check_works("small enough")
        self.check_nothing_got_through()
