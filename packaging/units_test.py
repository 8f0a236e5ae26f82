#!/usr/bin/env python3
"""systemd itself finds no fault in the units. usage: units_test.py SERVICE SOCKET"""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SERVICE, SOCKET = Path(), Path()
MOST_EXPOSED = 20  # tenths: "systemd-analyze security" says 2.0 OK


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


class Units(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.place = Path(directory.name)
        # The program is not installed where the unit says.
        text = re.sub(r"^ExecStart=.*", "ExecStart=/bin/true", SERVICE.read_text(), flags=re.M)
        (self.place / SERVICE.name).write_text(text)
        (self.place / SOCKET.name).write_text(SOCKET.read_text())

    def test_they_can_be_loaded(self):
        for name in (SERVICE.name, SOCKET.name):
            result = analyze("verify", "--man=no", str(self.place / name))
            ours = [line for line in result.stderr.splitlines() if "mailreeve" in line]
            self.assertEqual(ours, [])

    def test_the_daemon_is_shut_in(self):
        result = analyze(
            "security", "--no-pager", "--offline=true", f"--threshold={MOST_EXPOSED}", str(self.place / SERVICE.name)
        )
        last = result.stdout.strip().splitlines()[-1]
        self.assertEqual(result.returncode, 0, last)
        print(last)

    def test_a_stop_waits_longer_than_a_drain(self):
        seconds = int(re.search(r"^TimeoutStopSec=(\d+)$", SERVICE.read_text(), re.M)[1])
        settings = (Path(__file__).parents[1] / "snapshot/start_settings.hh").read_text()
        drain = int(re.search(r"seconds drain\{(\d+)\}", settings)[1])
        self.assertGreater(seconds, drain + 5)

    def test_socket_and_configuration_name_the_same_path(self):
        path = re.search(r"^ListenStream=(.+)$", SOCKET.read_text(), re.M)[1]
        settings = (Path(__file__).parents[1] / "snapshot/start_settings.hh").read_text()
        self.assertIn(f'UnixPath{{"{path}"}}', settings)


if __name__ == "__main__":
    SOCKET = Path(sys.argv.pop(2))
    SERVICE = Path(sys.argv.pop(1))
    unittest.main(verbosity=2)
