"""How the ground starts, reloads and ends a daemon, shown with a stand-in for it."""

import json
import os
import sys
from pathlib import Path

from mta.daemon import UID, NotReady
from mta.ground import GroundTest
from mta.roots import everybody_reaches

STAND_IN = """#!{python}
import json, os, signal, socket, sys

def say(*words):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.sendto("\\n".join(words).encode(), os.environ["NOTIFY_SOCKET"])

config = dict(line.split(": ", 1) for line in open(sys.argv[2]))
if "broken" in config:
    sys.exit("mailreeve.yaml:1:1: no such key")
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP, signal.SIGTERM])
open(os.path.join(json.loads(config["state"]), "made"), "w").close()
print("event=start uid=%d gid=%d flags=%s" % (os.getuid(), os.getgid(), sys.argv[3]), file=sys.stderr, flush=True)
say("READY=1", "STATUS=listening")
while signal.sigwait([signal.SIGHUP, signal.SIGTERM]) == signal.SIGHUP:
    config = dict(line.split(": ", 1) for line in open(sys.argv[2]))
    print("event=reload mode=" + config["mode"], file=sys.stderr, flush=True)
    say("READY=1")
"""


class StandIn(GroundTest):
    def setUp(self):
        super().setUp()
        self.program = self.ground.place / "stand-in"
        self.program.write_text(STAND_IN.format(python=self.python()))
        self.program.chmod(0o755)

    def python(self):
        """One that the daemon's user may run; ours may lie in somebody's home."""
        for path in (Path(sys.executable).resolve(), Path("/usr/bin/python3")):
            if path.exists() and everybody_reaches(path):
                return path
        return self.skipTest("no Python that everybody may run")

    def daemon(self, config=None):
        return self.ground.mailreeve(config, program=self.program)

    def test_it_runs_as_nobody_with_a_state_of_its_own(self):
        daemon = self.daemon()
        uid = UID if os.geteuid() == 0 else os.geteuid()
        daemon.wait_log("event=start", f"uid={uid}", "flags=-f")
        self.assertEqual((daemon.state.stat().st_uid, daemon.state.stat().st_mode & 0o777), (uid, 0o700))
        self.assertTrue((daemon.state / "made").exists())
        self.assertGreater(daemon.resident(), 0)

    def test_the_configuration_is_completed(self):
        daemon = self.daemon({"mode": "observe"})
        config = dict(line.split(": ", 1) for line in daemon.file.read_text().splitlines())
        self.assertEqual(json.loads(config["listen"]), daemon.milter)
        self.assertEqual(json.loads(config["mode"]), "observe")

    def test_a_reload_waits_until_it_is_ready_again(self):
        daemon = self.daemon()
        daemon.reload({"mode": "observe"})
        self.assertEqual(len(daemon.log_lines("event=reload", "observe")), 1)

    def test_it_ends_when_asked_and_can_be_started_again(self):
        daemon = self.daemon()
        self.assertEqual(daemon.restart(), 0)
        self.assertEqual(len(daemon.log_lines("event=start")), 2)
        daemon.kill()
        self.assertIsNone(daemon.process)

    def test_a_daemon_that_ends_before_it_is_ready_fails_with_its_words(self):
        with self.assertRaisesRegex(NotReady, "no such key"):
            self.daemon({"broken": 1})
