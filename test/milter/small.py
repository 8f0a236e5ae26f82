"""Starts small_milter, the daemon with a filter of the test's own, as nobody."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from milter_protocol import Client

NOBODY = 65534
# The process ends with all its threads, on purpose.
SANITIZERS = {"TSAN_OPTIONS": "report_thread_leaks=0:halt_on_error=1"}
PROGRAM = Path()  # set by the test's main


def until(condition, seconds=10.0, what="the condition"):
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true in {seconds} s")
        time.sleep(0.01)
    return value


def drop_to_nobody():
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


class Supervisor:
    """The other end of sd_notify(3); keeps the descriptors that it is given."""

    def __init__(self, path):
        self.path = str(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        os.chmod(self.path, 0o666)
        self.socket.setblocking(False)
        self.said, self.kept = [], {}

    def hear(self):
        while True:
            try:
                data, descriptors, _, _ = socket.recv_fds(self.socket, 4096, 4)
            except BlockingIOError:
                return self.said
            words = dict(line.split("=", 1) for line in data.decode().splitlines())
            self.said.append(words)
            if words.get("FDSTORE"):
                self.kept[words["FDNAME"]] = descriptors[0]

    def heard(self, key):
        return [words for words in self.hear() if key in words]

    def close(self):
        self.socket.close()
        for descriptor in self.kept.values():
            os.close(descriptor)


class Small:
    """One process of small_milter."""

    def __init__(self, ground, *arguments, listen=None, drain=15000, sessions=1000, limits=(), env=None, passed=None):
        self.ground = ground
        self.listen = listen or ground.listen
        self.stderr = open(ground.place / f"stderr.{ground.count}", "wb+")
        ground.count += 1
        command = [str(ground.program), str(ground.state), self.listen, str(drain), str(sessions), *arguments]
        if limits:
            command = ["prlimit", *limits, "--", *command]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stderr=self.stderr,
            env={**SANITIZERS, **(env or {})},
            cwd="/",
            start_new_session=True,
            pass_fds=passed or (),
            **drop_to_nobody(),
        )

    @property
    def pid(self):
        return self.process.pid

    def has_logged(self, words, seconds=10.0):
        try:
            return until(lambda: words in self.log(), seconds, words)
        except AssertionError as error:
            raise AssertionError(f"{error}; returned {self.process.poll()}; log: {self.log()}") from None

    def log(self):
        return Path(self.stderr.name).read_text()

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError(f"ended with {self.process.returncode}: {self.log()}")
        return "- serving" in self.log()

    def up(self):
        until(self.is_up, 15, "serving")
        return self

    def client(self, **options):
        return Client(self.listen, **options)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.ended()

    def ended(self, seconds=30):
        return self.process.wait(seconds)

    def status(self, key):
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
        raise KeyError(key)

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self.stderr.close()


class Ground(unittest.TestCase):
    """A directory for state and socket, removed afterwards with every process."""

    def setUp(self):
        self.place = Path(tempfile.mkdtemp(prefix="mailreeve-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.place.chmod(0o755)
        self.program = self.place / "small_milter"  # a build directory may be private
        shutil.copy(PROGRAM, self.program)
        self.run_directory = self.place / "run"
        self.run_directory.mkdir(mode=0o755)
        if os.geteuid() == 0:
            os.chown(self.run_directory, NOBODY, NOBODY)
        self.state = self.run_directory / "state"
        self.socket = self.run_directory / "m.sock"
        self.listen = f"unix:{self.socket}"
        self.count = 0

    def start(self, *arguments, **options):
        daemon = Small(self, *arguments, **options)
        self.addCleanup(daemon.close)
        return daemon

    def up(self, *arguments, **options):
        return self.start(*arguments, **options).up()

    def client(self, daemon=None, **options):
        client = Client(daemon.listen if daemon else self.listen, **options)
        self.addCleanup(client.close)
        return client

    def session(self, daemon=None, **options):
        client = self.client(daemon, **options)
        self.assertEqual(client.open(), b"c")
        return client

    def supervisor(self):
        supervisor = Supervisor(self.place / "notify")
        self.addCleanup(supervisor.close)
        return supervisor
