#!/usr/bin/env python3
"""The daemon under too many connections. usage: limits_test.py PROGRAM"""

import resource
import signal
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

import small
from milter_protocol import OFFER, Client
from small import Ground, drop_to_nobody, until


def raise_own_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Flood(Ground):
    """Connections that the kernel queues and libmilter accepts as long as it can."""

    def setUp(self):
        super().setUp()
        self.sockets = []
        self.addCleanup(self.ebb)

    def flood(self, count):
        """As many connections as there is room for; the queue is given time to move."""
        refusals, wanted = 0, len(self.sockets) + count
        while len(self.sockets) < wanted and refusals < 1000:
            one = socket.socket(socket.AF_UNIX)
            one.setblocking(False)
            try:
                one.connect(str(self.socket))
                self.sockets.append(one)
                refusals = 0
            except OSError:  # the queue is full
                one.close()
                refusals += 1
                time.sleep(0.002)
        return self.sockets

    def ebb(self):
        while self.sockets:
            self.sockets.pop().close()

    def busy_share(self, daemon, seconds):
        before = daemon.cpu_seconds()
        time.sleep(seconds)  # what is measured
        return (daemon.cpu_seconds() - before) / seconds

    def answers_within(self, daemon, seconds):
        """How long until a new session is served."""
        began = time.monotonic()

        def answers():
            try:
                with Client(daemon.listen, patience=seconds) as client:
                    return client.open() == b"c" and client.message() == (b"c", daemon.pid)
            except BlockingIOError:  # the queue is still full
                return False

        until(answers, seconds, "an answer")
        return time.monotonic() - began


class Sessions(Flood):
    def test_a_session_over_the_limit_is_refused_and_the_others_go_on(self):
        daemon = self.up(sessions=3)
        sessions = [self.session() for _ in range(3)]
        self.assertEqual(self.client().open(), b"t")
        self.assertEqual([one.message()[0] for one in sessions], [b"c"] * 3)
        sessions[0].close()
        until(lambda: self.client().open() == b"c", 2, "a place")
        self.assertEqual(daemon.stop(), 0)

    def test_ten_thousand_connections_cost_little_and_are_forgotten(self):
        if raise_own_limit() < 11000:
            self.skipTest("too few descriptors for ten thousand connections")
        daemon = self.up(limits=["--nofile=4096"])
        session = self.session(patience=60)  # libmilter's list of sessions is a list
        # The queue may be full before the descriptors are: what is accepted makes room.
        until(lambda: self.flood(10000) and "descriptors_short" in daemon.log(), 120, "a shortage")
        self.assertGreater(len(self.sockets), 3000)
        self.assertEqual(session.message(), (b"c", daemon.pid))
        self.assertLess(self.busy_share(daemon, 2.0), 0.2)
        self.assertLess(daemon.status("VmRSS"), 300 * 1024)
        until(lambda: daemon.status("Threads") < 50, 15, "an end of libmilter's threads")
        self.ebb()
        self.assertLess(self.answers_within(daemon, 20), 10)
        self.assertEqual(session.message(), (b"c", daemon.pid))


class Descriptors(Flood):
    def test_with_64_descriptors_it_does_not_spin(self):
        daemon = self.up(limits=["--nofile=64:64"])
        session = self.session()
        self.flood(200)
        daemon.has_logged("descriptors_short")
        self.assertLess(self.busy_share(daemon, 3.0), 0.2)
        self.assertEqual(session.message(), (b"c", daemon.pid))
        self.ebb()
        self.assertLess(self.answers_within(daemon, 20), 10)
        self.assertIn("descriptors_free", daemon.log())

    def lower_limit(self, daemon, limits):
        opened = self.flood(200)
        descriptors = Path(f"/proc/{daemon.pid}/fd")
        until(lambda: len(list(descriptors.iterdir())) > len(opened), what="all of them accepted")
        subprocess.run(["prlimit", f"--pid={daemon.pid}", f"--nofile={limits}"], check=True, **drop_to_nobody())

    def test_a_limit_that_falls_while_it_runs_is_raised_again(self):
        daemon = self.up()
        session = self.session()
        self.lower_limit(daemon, "512:")
        limits = Path(f"/proc/{daemon.pid}/limits")
        until(lambda: "Max open files            512 " not in limits.read_text(), what="a higher limit")
        self.assertEqual(session.message(), (b"c", daemon.pid))
        self.assertLess(self.answers_within(daemon, 20), 10)

    def test_a_limit_that_falls_below_use_ends_it_for_a_restart(self):
        for limits in ("64:64", "64:"):
            with self.subTest(limits=limits):
                daemon = self.up()
                self.lower_limit(daemon, limits)
                self.assertEqual(daemon.ended(10), 70)
                self.assertIn("descriptors_below_use", daemon.log())
                self.ebb()
        second = self.up()
        self.assertLess(self.answers_within(second, 20), 10)

    def test_a_shortage_does_not_keep_it_from_draining(self):
        daemon = self.up(limits=["--nofile=64:64"])
        session = self.session()
        self.assertEqual(session.begin(), [])
        self.flood(200)
        daemon.has_logged("descriptors_short")
        daemon.signal(signal.SIGTERM)
        self.assertEqual(session.end(), (b"c", daemon.pid))
        self.assertEqual(daemon.ended(), 0)
        self.assertIn("cut_off=0", daemon.log())


class Stopped(Flood):
    def test_a_daemon_that_was_frozen_catches_up(self):
        daemon = self.up()
        daemon.signal(signal.SIGSTOP)
        queued = self.flood(3000)
        self.assertGreater(len(queued), 500)
        for one in queued:
            one.sendall(len(OFFER + b"O").to_bytes(4, "big") + b"O" + OFFER)
        daemon.signal(signal.SIGCONT)
        for one in queued:
            one.settimeout(10)
            self.assertEqual(one.recv(5)[4:], b"O")
        self.ebb()
        self.assertLess(self.answers_within(daemon, 20), 10)


class Tcp(Ground):
    def free_port(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def test_the_end_of_a_message_is_not_delayed(self):
        daemon = self.up(listen=f"inet:{self.free_port()}@127.0.0.1")
        session = self.session(daemon)
        times = []
        for _ in range(50):
            began = time.monotonic()
            self.assertEqual(session.message(), (b"c", daemon.pid))
            times.append(time.monotonic() - began)
        self.assertLess(min(times), 0.02)  # 43 ms each otherwise

    def test_it_hands_over_and_can_be_started_again_at_once(self):
        listen = f"inet:{self.free_port()}@127.0.0.1"
        old = self.up(listen=listen)
        session = self.session(old)
        self.assertEqual(session.begin(), [])
        new = self.up("-t", listen=listen)
        self.assertEqual(session.end(), (b"c", old.pid))
        session.close()
        self.assertEqual(old.ended(), 0)
        self.assertEqual(self.session(new).message(), (b"c", new.pid))
        new.process.kill()
        new.process.wait(5)
        last = self.up(listen=listen)
        self.assertEqual(self.session(last).message(), (b"c", last.pid))

    def test_a_port_in_use_is_told(self):
        port = self.free_port()
        with socket.socket() as other:
            other.bind(("127.0.0.1", port))
            other.listen()
            daemon = self.start(listen=f"inet:{port}@127.0.0.1")
            self.assertEqual(daemon.ended(), 73)
            self.assertIn("another program uses it", daemon.log())


if __name__ == "__main__":
    small.PROGRAM = Path(sys.argv.pop(1))
    unittest.main(verbosity=2)
