#!/usr/bin/env python3
"""mailreeve(8) itself: arguments, refusals to start, reload. usage: daemon_test.py PROGRAM"""

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
from milter_protocol import Client, Gone
from small import Ground, Small, drop_to_nobody, until


class Mailreeve(Small):
    """build/milter/mailreeve -c FILE -f"""

    def __init__(self, ground, *arguments, user=None):
        self.ground, self.listen = ground, ground.listen
        self.stderr = open(ground.place / f"stderr.{ground.count}", "wb+")
        ground.count += 1
        self.process = subprocess.Popen(
            [str(ground.program), "-c", str(ground.file), "-f", *arguments],
            stdin=subprocess.DEVNULL,
            stderr=self.stderr,
            env=dict(small.SANITIZERS),
            cwd="/",
            start_new_session=True,
            **(drop_to_nobody() if user is None else user),
        )


class Daemon(Ground):
    def setUp(self):
        super().setUp()
        self.file = self.place / "mailreeve.yaml"
        self.configure()

    def configure(self, **keys):
        """The usual keys, which `keys` change; a key that is None is left out."""
        usual = {
            "listen": f"unix:{self.socket}",
            "state": self.state,
            "control": self.run_directory / "control.sock",
            "local": "{networks: [127.0.0.0/8]}",
            "drain": "5s",
        }
        lines = [f"{key}: {value}" for key, value in {**usual, **keys}.items() if value is not None]
        self.file.write_text("\n".join(lines) + "\n")
        self.file.chmod(0o644)

    def start(self, *arguments, **options):
        daemon = Mailreeve(self, *arguments, **options)
        self.addCleanup(daemon.close)
        return daemon

    def run_it(self, *arguments):
        return subprocess.run(
            [str(self.program), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            cwd="/",
            **drop_to_nobody(),
        )


class Arguments(Daemon):
    def test_wrong_arguments_are_told(self):
        for arguments in (["-x"], ["-c"], ["mailreeve.yaml"]):
            result = self.run_it(*arguments)
            self.assertEqual(result.returncode, 64)
            self.assertIn("usage: mailreeve", result.stderr)

    def test_the_version_is_told(self):
        result = self.run_it("-V")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^mailreeve \d+\.\d+")

    def test_a_configuration_is_checked_without_starting(self):
        self.assertEqual(self.run_it("-n", "-c", str(self.file)).returncode, 0)
        self.assertFalse(self.state.exists())
        self.configure(drain="soon", sttae="/x")
        result = self.run_it("-n", "-c", str(self.file))
        self.assertEqual(result.returncode, 78)
        self.assertIn('"drain" must be', result.stderr)  # all errors, not the first
        self.assertIn('did you mean "state"', result.stderr)

    def test_a_missing_configuration_is_told(self):
        result = self.run_it("-c", str(self.place / "none.yaml"))
        self.assertEqual(result.returncode, 78)
        self.assertIn("No such file", result.stderr)


class Refusals(Daemon):
    def refused(self, status, words):
        daemon = self.start()
        self.assertEqual(daemon.ended(), status, daemon.log())
        self.assertIn(words, daemon.log())

    @unittest.skipIf(os.geteuid() != 0, "needs root")
    def test_root_is_refused(self):
        daemon = self.start(user={})
        self.assertEqual(daemon.ended(), 77)
        self.assertIn("does not run as root", daemon.log())

    def test_an_address_that_others_reach_is_refused(self):
        self.configure(listen="inet:18891@0.0.0.0")
        self.refused(78, "expose: true")

    def test_a_state_directory_that_others_can_enter_is_refused(self):
        self.state.mkdir(mode=0o755)
        if os.geteuid() == 0:
            os.chown(self.state, small.NOBODY, small.NOBODY)
        self.refused(78, "chmod 0700")

    def test_a_state_directory_behind_a_link_is_refused(self):
        real = self.run_directory / "real"
        real.mkdir(mode=0o700)
        self.state.symlink_to(real)
        self.refused(78, "symbolic link")

    @unittest.skipIf(os.geteuid() != 0, "needs root")
    def test_a_state_directory_of_another_user_is_refused(self):
        self.state.mkdir(mode=0o700)
        self.refused(78, "another user")

    def test_a_second_daemon_is_refused(self):
        self.start().up()
        self.refused(73, "mailreeve -t takes over")


class Serving(Daemon):
    def mail(self, daemon, count=1):
        """Messages in one session: the verdicts."""
        with Client(self.listen) as client:
            client.negotiate()
            client.connect(b"localhost", b"127.0.0.1")
            client.ask(b"H", b"localhost\0")
            return [client.message()[0] for _ in range(count)]

    def test_it_shows_nothing_to_other_processes_of_its_user(self):
        daemon = self.start().up()
        self.assertIn("Max core file size        0  ", Path(f"/proc/{daemon.pid}/limits").read_text())
        self.assertEqual(daemon.status("NoNewPrivs"), 1)
        if os.geteuid() == 0:
            self.assertEqual(Path(f"/proc/{daemon.pid}/environ").stat().st_uid, 0)

    def test_a_bad_configuration_leaves_the_old_one_in_force(self):
        daemon = self.start().up()
        self.configure(drain="soon")
        daemon.signal(signal.SIGHUP)
        daemon.has_logged("reload_failed")
        self.assertIn('drain\\" must be', daemon.log())
        self.assertEqual(self.mail(daemon), [b"c"])
        self.configure(drain="9s", organization="Example")
        daemon.signal(signal.SIGHUP)
        daemon.has_logged("- reloaded generation=2 needs_restart=drain")
        self.configure()
        daemon.signal(signal.SIGHUP)
        daemon.has_logged("generation=3")

    def test_reloads_half_of_them_bad_disturb_no_message(self):
        daemon = self.start().up()
        verdicts, failures, stop = [], [], threading.Event()

        def load():
            while not stop.is_set():
                try:
                    verdicts.extend(self.mail(daemon, 3))
                except (Gone, OSError) as error:
                    failures.append(repr(error))

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(1000):
            if number % 20 == 0:
                self.configure(organization="Example", drain="soon" if number % 40 else "5s")
            daemon.signal(signal.SIGHUP)
            time.sleep(0.002)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(set(verdicts), {b"c"})
        self.assertIn("reload_failed", daemon.log())
        self.assertIn("- reloaded", daemon.log())
        self.assertEqual(daemon.stop(), 0)

    def test_a_successor_takes_over_socket_and_control(self):
        old = self.start().up()
        with Client(self.listen) as session:
            session.negotiate()
            session.connect(b"localhost", b"127.0.0.1")
            new = self.start("-t").up()
            self.assertIn("took_over=yes", new.log())
            self.assertEqual(session.message()[0], b"c")
        self.assertEqual(old.ended(), 0)
        self.assertIn("cut_off=0", old.log())
        self.assertEqual(self.mail(new), [b"c"])
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self.run_directory / "control.sock"))
        self.assertEqual(new.stop(), 0)
        self.assertFalse(self.socket.exists())

    def test_a_successor_with_a_bad_configuration_leaves_the_old_one_alone(self):
        old = self.start().up()
        self.configure(rbl="{lists: 5}")
        self.assertEqual(self.start("-t").ended(), 78)
        self.assertEqual(self.mail(old), [b"c"])

    def test_killed_it_starts_again_on_what_is_left(self):
        for _ in range(3):
            daemon = self.start().up()
            self.assertEqual(self.mail(daemon), [b"c"])
            daemon.process.kill()
            daemon.process.wait(10)
        last = self.start().up()
        self.assertEqual(self.mail(last), [b"c"])


if __name__ == "__main__":
    small.PROGRAM = Path(sys.argv.pop(1))
    unittest.main(verbosity=2)
