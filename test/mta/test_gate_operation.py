"""The daemon while mail flows: reload, kill -9, and a successor that takes over."""

import signal
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from mta import scenes
from mta.gate import GateTest
from mta.ground import GroundTest
from mta.load import Load
from mta.log_line import records
from mta.smtp import message
from mta.waiting import until


class UnderLoad(GroundTest):
    """A gate and a load of messages from a listed client and a good one."""

    def setUp(self):
        super().setUp()
        self.sink = self.ground.sink()
        self.dns = self.ground.nsd(scenes.zones())
        self.gate = self.ground.mailreeve(scenes.config(self.dns))
        self.postfix = self.ground.postfix(self.sink, milters=[self.gate.milter])

    def load(self, connections=8):
        callers = (scenes.caller("good"), scenes.caller("one listing"))
        return Load(self.postfix.address, connections=connections,
                    prepare=lambda client, number: scenes.greet(client, callers[number % 2]))

    def check_nothing_is_lost(self, load):
        self.sink.wait(len(load.confirmed))
        self.assertEqual(load.lost(self.sink), set())
        self.assertEqual(load.doubled(self.sink), set())

    def check_all_are_judged(self):
        for delivery in self.sink.deliveries:
            verdicts = delivery.headers("X-Mailreeve-Verdict")
            self.assertEqual(len(verdicts), 1, delivery.content)
            word = "SPAM" if "[192.0.2.15]" in delivery.header("Received") else "clean"
            self.assertEqual(verdicts[0].split()[0], word, delivery.content)

    def test_a_storm_of_reloads_disturbs_no_message(self):
        with self.load() as load:
            load.wait(20)
            for number in range(60):
                if number % 3 == 0:
                    self.gate.write(scenes.config(self.dns, organization=f"Example {number}"))
                if number % 3 == 1:
                    self.gate.write("no_such_key: 1\n")  # keeps the one in force
                self.gate.process.send_signal(signal.SIGHUP)
                time.sleep(0.02)
                self.gate.notices.poll()  # a queue that nobody reads holds few datagrams
            load.wait(len(load.confirmed) + 40)
        self.assertEqual(set(load.replies), {250}, load.replies)
        self.check_nothing_is_lost(load)
        self.check_all_are_judged()
        self.assertIsNone(self.gate.process.poll())
        self.assertTrue(records(self.gate.log(), "reloaded") and records(self.gate.log(), "reload_failed"))

    def test_kill_9_loses_and_doubles_nothing(self):
        with self.load() as load:
            load.wait(20)
            for _ in range(3):
                self.gate.kill()
                time.sleep(0.3)
                self.gate.start()
                load.wait(len(load.confirmed) + 20)
        self.assertLessEqual(set(load.replies), {250, 451, 421, 0}, load.replies)
        self.assertGreater(load.replies[451] + load.replies[421] + load.replies[0], 0, "nobody noticed")
        self.check_nothing_is_lost(load)
        self.check_all_are_judged()

    def test_what_was_confirmed_stands_in_the_log_once(self):
        with self.load(connections=4) as load:
            load.wait(60)
        self.check_nothing_is_lost(load)
        until(lambda: len(records(self.gate.log(), "verdict", stage="end")) >= len(load.confirmed), "all in the log")
        ended = Counter(line["msgid"] for line in records(self.gate.log(), "verdict", stage="end"))
        self.assertEqual(set(ended), {key.strip("<>") for key in load.confirmed})
        self.assertEqual(set(ended.values()), {1})


class Stopping(GateTest):
    def begin(self, subject):
        """A connection in the middle of its message, and the rest of that."""
        one = scenes.caller("one listing")
        client = self.connect(one)
        client.mail(one.sender)
        self.assertEqual(client.rcpt("joe@example.net").code, 250)
        self.assertEqual(client.command("DATA").code, 354)
        content = message(subject)
        client.write(content[:40])
        return client, content[40:]

    def finish(self, client, rest, subject):
        """The message goes on where it stopped, and is judged as ever."""
        client.write(rest + b".\r\n")
        self.assertEqual(client.read().code, 250, client.transcript())
        self.assertEqual(self.sink.wait_for(subject).header("Subject"), f"[SPAM] {subject}")
        client.drop()

    def check_ended(self, process):
        until(lambda: process.poll() is not None, f"the old daemon ends:\n{self.gate.log()}", 20)
        self.assertEqual(process.returncode, 0, self.gate.log())

    def newcomer(self, subject):
        with self.ground.client(self.postfix) as fresh:
            scenes.greet(fresh, scenes.caller("good"))
            return scenes.send(fresh, scenes.caller("good"), subject=subject)

    def test_a_message_in_the_middle_is_finished_and_new_ones_wait_for_the_successor(self):
        client, rest = self.begin("under way")
        self.gate.terminate()
        self.gate.wait_log("draining")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(self.newcomer, "newcomer")
            time.sleep(0.5)
            self.assertFalse(waiting.done(), "nobody accepts while there is no successor")
            old = self.gate.succeed()
            self.addCleanup(old.kill)
            self.assertTrue(waiting.result(30).accepted)
        self.finish(client, rest, "under way")
        self.check_ended(old)

    def test_a_successor_takes_over_while_messages_are_under_way(self):
        client, rest = self.begin("handed over")
        old = self.gate.succeed("-t")
        self.addCleanup(old.kill)
        self.assertTrue(self.newcomer("to the successor").accepted)
        self.finish(client, rest, "handed over")
        self.check_ended(old)

    def test_a_stop_without_mail_is_quick(self):
        before = time.monotonic()
        self.assertEqual(self.gate.stop(), 0, self.gate.log())
        self.assertLess(time.monotonic() - before, 5)
        self.gate.start()

    def test_a_supervisor_that_does_not_read_cannot_hold_it_up(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as filler, suppress(BlockingIOError):
            filler.setblocking(False)
            filler.connect(self.gate.notices.path)
            while True:
                filler.send(b"STATUS=nobody reads this")
        before = time.monotonic()
        self.assertEqual(self.gate.stop(), 0, self.gate.log())
        self.assertLess(time.monotonic() - before, 10)
        self.gate.start()
