#!/usr/bin/env python3
"""What systemd hears of the daemon and gives it. usage: systemd_test.py PROGRAM"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import unittest
from pathlib import Path

import small
from small import Ground, Small, drop_to_nobody, until


class Notices(Ground):
    def supervised(self, *arguments, **env):
        self.systemd = self.supervisor()
        daemon = self.up(*arguments, env={"NOTIFY_SOCKET": self.systemd.path, **env})
        until(lambda: self.systemd.heard("READY"), what="READY=1")
        return daemon

    def test_it_is_ready_when_it_serves(self):
        self.supervised()
        said = self.systemd.heard("READY")[0]
        self.assertEqual(said["STATUS"], f"serving {self.listen}")
        self.assertEqual(self.session().message()[0], b"c")

    def test_a_reload_is_told(self):
        daemon = self.supervised()
        daemon.signal(signal.SIGHUP)
        until(lambda: len(self.systemd.heard("READY")) == 2, what="the second READY=1")
        self.assertIn("MONOTONIC_USEC", self.systemd.heard("RELOADING")[0])

    def test_a_drain_is_told(self):
        daemon = self.supervised()
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(len(self.systemd.heard("STOPPING")), 1)

    def test_the_watchdog_is_fed_as_long_as_mail_is_served(self):
        daemon = self.supervised(WATCHDOG_USEC="300000")
        until(lambda: len(self.systemd.heard("WATCHDOG")) > 3, what="WATCHDOG=1")
        daemon.signal(signal.SIGSTOP)
        count = len(self.systemd.heard("WATCHDOG"))
        daemon.signal(signal.SIGCONT)
        until(lambda: len(self.systemd.heard("WATCHDOG")) > count, what="WATCHDOG=1")

    def test_a_watchdog_of_another_process_is_not_fed(self):
        self.supervised(WATCHDOG_USEC="100000", WATCHDOG_PID="1")
        self.session().message("sleep 500")
        self.assertEqual(self.systemd.heard("WATCHDOG"), [])

    def test_the_abstract_name_space_is_heard_too(self):
        name = f"mailreeve-{os.getpid()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
            heard.bind("\0" + name)
            heard.settimeout(10)
            self.up(env={"NOTIFY_SOCKET": "@" + name})
            self.assertIn(b"READY=1", heard.recv(4096))

    def test_systemd_keeps_the_listener_over_a_restart(self):
        old = self.supervised()
        until(lambda: self.systemd.hear() and self.systemd.kept, what="FDSTORE=1")
        inode = self.socket.stat().st_ino
        self.assertEqual(old.stop(), 0)
        waiting = self.client()  # between the two: the queue of the listener takes it
        new = self.start_with(self.systemd.kept["mailreeve-kept"], "mailreeve-kept").up()
        self.assertEqual(waiting.open(), b"c")
        self.assertEqual(waiting.message(), (b"c", new.pid))
        self.assertEqual(self.socket.stat().st_ino, inode)

    def test_a_kept_listener_of_another_address_is_given_back(self):
        old = self.supervised()
        until(lambda: self.systemd.hear() and self.systemd.kept, what="FDSTORE=1")
        old.stop()
        new = self.start_with(
            self.systemd.kept["mailreeve-kept"], "mailreeve-kept", listen=f"unix:{self.run_directory}/n.sock"
        ).up()
        self.assertEqual(self.session(new).message(), (b"c", new.pid))
        self.assertEqual(self.systemd.heard("FDSTOREREMOVE")[0]["FDNAME"], "mailreeve-kept")

    def start_with(self, descriptor, name, listen=None):
        """A daemon whose LISTEN_PID is its own, which only the child itself knows."""
        daemon = Passed(self, descriptor, name, listen or self.listen)
        self.addCleanup(daemon.close)
        return daemon


class Passed(Small):
    """Started as systemd starts it: descriptor 3, and variables that name the process."""

    def __init__(self, ground, descriptor, name, listen):
        self.ground, self.listen = ground, listen
        self.stderr = open(ground.place / f"stderr.{ground.count}", "wb+")
        ground.count += 1
        script = 'export LISTEN_PID=$$; exec "$0" "$@" 3<&"$PASSED"'
        notify = getattr(ground, "systemd", None)
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", script, str(ground.program), str(ground.state), listen],
            stdin=subprocess.DEVNULL,
            stderr=self.stderr,
            env={
                "LISTEN_FDS": "1",
                "LISTEN_FDNAMES": name,
                "PASSED": str(descriptor),
                **({"NOTIFY_SOCKET": notify.path} if notify else {}),
            },
            cwd="/",
            pass_fds=(descriptor,),
            **drop_to_nobody(),
        )


class Activation(Ground):
    def listener(self, path):
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(str(path))
        os.chmod(path, 0o666)
        listener.listen(100)
        return listener

    def started_with(self, listener, name="milter"):
        daemon = Passed(self, listener.fileno(), name, self.listen)
        self.addCleanup(daemon.close)
        return daemon

    def test_the_socket_of_a_socket_unit_is_used_and_left(self):
        listener = self.listener(self.socket)
        first = self.started_with(listener).up()
        self.assertEqual(self.session().message(), (b"c", first.pid))
        self.assertEqual(first.stop(), 0)
        self.assertTrue(self.socket.exists())
        waiting = self.client()
        second = self.started_with(listener).up()
        self.assertEqual(waiting.open(), b"c")
        self.assertEqual(waiting.message(), (b"c", second.pid))

    def test_a_socket_unit_that_contradicts_the_configuration_is_refused(self):
        daemon = self.started_with(self.listener(self.run_directory / "other.sock"))
        self.assertEqual(daemon.ended(), 78)
        self.assertIn("ListenStream=", daemon.log())

    def test_a_socket_that_does_not_listen_is_refused(self):
        deaf = socket.socket(socket.AF_UNIX)
        self.addCleanup(deaf.close)
        daemon = self.started_with(deaf)
        self.assertEqual(daemon.ended(), 78)

    def test_the_socket_that_the_configuration_gives_by_number_is_used(self):
        listener = self.listener(self.socket)
        daemon = self.up(listen=f"fd:{listener.fileno()}", passed=(listener.fileno(),))
        session = self.client()
        self.assertEqual(session.open(), b"c")
        self.assertEqual(session.message(), (b"c", daemon.pid))

    @unittest.skipUnless(shutil.which("systemd-socket-activate"), "no systemd-socket-activate")
    def test_systemds_own_activator_starts_it(self):
        command = ["systemd-socket-activate", "-l", str(self.socket), "--fdname=milter"]
        activator = subprocess.Popen(
            [*command, str(self.program), str(self.state), self.listen],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **drop_to_nobody(),
        )
        self.addCleanup(activator.wait, 10)
        self.addCleanup(activator.kill)
        session = until(self.client_if_somebody_listens, what="a socket that listens")
        self.assertEqual(session.open(), b"c")
        self.assertEqual(session.message(), (b"c", activator.pid))

    def client_if_somebody_listens(self):
        """A socket has its name before anybody listens on it."""
        try:
            return self.client()
        except (ConnectionRefusedError, FileNotFoundError):
            return None


if __name__ == "__main__":
    small.PROGRAM = Path(sys.argv.pop(1))
    unittest.main(verbosity=2)
