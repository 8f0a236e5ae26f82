#!/usr/bin/env python3
"""The daemon's process: start, signals, drain, hand-over. usage: process_test.py PROGRAM"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

import small
from milter_protocol import OFFER, Client, Gone
from small import Ground, until


class Start(Ground):
    def test_a_second_daemon_is_refused(self):
        first = self.up()
        second = self.start()
        self.assertEqual(second.ended(), 73)
        self.assertIn(f"process {first.pid}", second.log())
        self.assertEqual(self.session().message()[0], b"c")

    def test_the_socket_of_a_dead_daemon_is_replaced(self):
        self.up().process.kill()
        until(lambda: not self.answers(), what="the death")
        self.assertTrue(self.socket.exists())
        second = self.up()
        self.assertEqual(self.session().message(), (b"c", second.pid))

    def answers(self):
        try:
            Client(self.listen).close()
            return True
        except ConnectionRefusedError:
            return False

    def test_another_programs_socket_is_left_alone(self):
        other = socket.socket(socket.AF_UNIX)
        self.addCleanup(other.close)
        other.bind(str(self.socket))
        os.chmod(self.socket, 0o777)
        other.listen()
        daemon = self.start()
        self.assertEqual(daemon.ended(), 73)
        self.assertIn("somebody listens", daemon.log())
        self.assertTrue(self.socket.exists())

    def test_a_state_directory_that_others_can_enter_is_refused(self):
        self.up().stop()
        self.state.chmod(0o750)
        daemon = self.start()
        self.assertEqual(daemon.ended(), 78)
        self.assertIn("chmod 0700", daemon.log())

    def test_the_socket_is_for_user_and_group(self):
        self.up()
        self.assertEqual(self.socket.stat().st_mode & 0o777, 0o660)

    def test_libmilter_cannot_wait_for_our_signals(self):
        symbols = subprocess.run(["nm", "-D", str(small.PROGRAM)], capture_output=True, text=True, check=True)
        self.assertRegex(symbols.stdout, r"T sigwait\b")


class Signals(Ground):
    def test_a_thousand_reloads_under_load_disturb_nobody(self):
        daemon = self.up("--bad-reload")
        results, stop = [], threading.Event()

        def load():
            while not stop.is_set():
                with Client(self.listen) as client:
                    results.append(client.open())
                    results.extend(client.message()[0] for _ in range(5))

        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(1000):
            daemon.signal(signal.SIGHUP)
            time.sleep(0.001)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertIsNone(daemon.process.poll())
        self.assertEqual(set(results), {b"c"})
        self.assertGreater(daemon.log().count("- reloaded"), 10)
        self.assertGreater(daemon.log().count("reload_failed"), 10)
        self.assertEqual(daemon.stop(), 0)

    def test_a_burst_of_reloads_is_survived(self):
        daemon = self.up()
        for _ in range(20000):
            daemon.signal(signal.SIGHUP)
        self.assertEqual(self.session().message(), (b"c", daemon.pid))

    def test_signals_without_a_meaning_do_nothing(self):
        daemon = self.up()
        for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGPIPE):
            daemon.signal(number)
        self.assertEqual(self.session().message(), (b"c", daemon.pid))

    def test_an_interrupt_stops_as_well(self):
        daemon = self.up()
        daemon.signal(signal.SIGINT)
        self.assertEqual(daemon.ended(), 0)
        self.assertFalse(self.socket.exists())


class Drain(Ground):
    def test_a_message_under_way_gets_to_its_end_and_the_next_one_waits_for_the_successor(self):
        old = self.up()
        session = self.session()
        self.assertEqual(session.begin(), [])
        old.signal(signal.SIGTERM)
        old.has_logged("draining")
        waiting = self.client()  # the queue of the listener takes it
        waiting.send(b"O", OFFER)
        new = self.up()
        self.assertIn("took_over=yes", new.log())
        self.assertEqual(waiting.receive()[0], b"O")
        self.assertEqual(session.end(), (b"c", old.pid))
        self.assertEqual(session.message(), (b"c", old.pid))  # its client goes on
        session.close()
        self.assertEqual(old.ended(), 0)
        self.assertIn("cut_off=0", old.log())
        self.assertEqual(self.session().message(), (b"c", new.pid))

    def test_an_idle_session_does_not_hold_the_drain(self):
        daemon = self.up()
        session = self.session()
        session.message()
        began = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)
        self.assertIn("sessions_left=1", daemon.log())

    def test_a_daemon_without_sessions_goes_at_once_and_takes_its_socket_along(self):
        daemon = self.up()
        began = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        self.assertLess(time.monotonic() - began, 2)
        self.assertFalse(self.socket.exists())

    def test_what_is_not_through_in_time_is_answered_451_and_counted(self):
        daemon = self.up(drain=300)
        session = self.session()
        self.assertEqual(session.begin(), [])
        daemon.signal(signal.SIGTERM)
        answers = []

        def dribble():
            answers.append(session.ask(b"B", b"more\r\n"))
            return answers[-1] != b"c"

        until(dribble, what="an answer that is not continue")
        self.assertEqual(answers[-1], b"t")
        self.assertEqual(daemon.ended(), 0)
        self.assertIn("cut_off=1", daemon.log())

    def test_a_callback_that_hangs_ends_with_the_process(self):
        daemon = self.up(drain=300)
        session = self.session()
        session.begin("sleep 60000")
        session.send(b"E")
        daemon.signal(signal.SIGTERM)
        self.assertEqual(daemon.ended(10), 0)
        with self.assertRaises(Gone):
            session.receive()


class Successor(Ground):
    def test_a_restart_under_load_refuses_nothing(self):
        daemons = [self.up()]
        verdicts, failures, stop = [], [], threading.Event()

        def load():
            while not stop.is_set():
                try:
                    with Client(self.listen) as client:
                        client.open()
                        verdicts.extend(client.message("sleep 5") for _ in range(4))
                        client.send(b"Q")
                except (Gone, OSError) as error:
                    failures.append(repr(error))

        threads = [threading.Thread(target=load) for _ in range(8)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            daemons.append(self.up("-t"))
            self.assertEqual(daemons[-2].ended(), 0)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual({kind for kind, _ in verdicts}, {b"c"})
        served = {process for _, process in verdicts}
        self.assertLessEqual({daemon.pid for daemon in daemons[:4]}, served)
        for daemon in daemons[:4]:
            self.assertIn("cut_off=0", daemon.log())
        self.assertTrue(self.socket.exists())

    def test_without_a_daemon_to_replace_it_just_starts(self):
        self.assertEqual(self.session(self.up("-t")).message()[0], b"c")

    def test_a_successor_that_dies_half_way_changes_nothing(self):
        daemon = self.up()
        for words in (b"", b"T", b"TS", b"TX", b"I", b"?"):
            with self.subTest(words=words):
                with self.as_successor() as door:
                    for word in words:
                        door.sendall(bytes([word]))
                        if word == ord("S"):
                            until(lambda: door.recv(1) == b"D", what="the drain")
                        elif word == ord("T"):
                            _, descriptors, _, _ = socket.recv_fds(door, 1, 2)
                            for descriptor in descriptors:
                                os.close(descriptor)
                self.assertEqual(self.session().message(), (b"c", daemon.pid))
        self.assertEqual(self.start().ended(), 73)  # the lock is still held

    def as_successor(self):
        door = socket.socket(socket.AF_UNIX)
        self.addCleanup(door.close)
        if os.geteuid() == 0:
            os.seteuid(small.NOBODY)
        try:
            door.connect(str(self.state / "takeover.sock"))
        finally:
            if os.geteuid() != os.getuid():
                os.seteuid(0)
        return door

    @unittest.skipIf(os.geteuid() != 0, "needs another user")
    def test_another_user_cannot_take_the_listener(self):
        self.up()
        door = socket.socket(socket.AF_UNIX)
        self.addCleanup(door.close)
        door.connect(str(self.state / "takeover.sock"))  # root may connect anywhere
        with self.assertRaises((BrokenPipeError, ConnectionResetError)):
            door.sendall(b"T")
            door.recv(1)

    def test_a_new_address_is_opened_beside_the_old_one(self):
        old = self.up()
        session = self.session()
        elsewhere = f"unix:{self.run_directory}/n.sock"
        new = self.up("-t", listen=elsewhere)
        self.assertEqual(self.session(new).message(), (b"c", new.pid))
        self.assertEqual(session.message(), (b"c", old.pid))
        session.close()
        self.assertEqual(old.ended(), 0)
        self.assertFalse(self.socket.exists())


class OtherLibmilters(Ground):
    """Without Debian's patch libmilter opens the socket by itself."""

    def test_it_drains_and_hands_over_as_well(self):
        old = self.up("--by-name")
        self.assertEqual(self.socket.stat().st_mode & 0o777, 0o660)
        session = self.session()
        self.assertEqual(session.begin(), [])
        old.signal(signal.SIGTERM)
        old.has_logged("draining")
        waiting = self.client()
        waiting.send(b"O", OFFER)
        new = self.up()
        self.assertEqual(waiting.receive()[0], b"O")
        self.assertEqual(session.end(), (b"c", old.pid))
        session.close()
        self.assertEqual(old.ended(), 0)
        self.assertEqual(self.session().message(), (b"c", new.pid))


if __name__ == "__main__":
    small.PROGRAM = Path(sys.argv.pop(1))
    unittest.main(verbosity=2)
