"""The programs under test: mailreeve, and a null milter on the same libmilter."""

import json
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from mta import postfix
from mta.roots import everybody_reaches
from mta.waiting import connects, end_process, until

# Nobody's account, with the group of the MTA's processes, which connect to a
# socket of mode 0660.
UID = 65534
CATALOGUE = Path(__file__).resolve().parents[2] / "lib/mailreeve/rbl/catalogue.yaml"


class NotReady(AssertionError):
    """A daemon that ended, or did not say READY=1 in time."""


class Notices:
    """The other end of sd_notify(3)."""

    def __init__(self, path):
        self.path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.path)
        self._socket.setblocking(False)
        os.chmod(self.path, 0o666)
        self.messages = []

    def poll(self):
        """What has been said until now, one list for each datagram."""
        while True:
            try:
                data = self._socket.recv(65536)
            except BlockingIOError:
                return self.messages
            self.messages.append(data.decode(errors="replace").splitlines())

    def said(self, word):
        return any(word in message for message in self.poll())

    def forget(self):
        self.poll()
        self.messages = []

    def close(self):
        self._socket.close()


class Mailreeve:
    """build/milter/mailreeve -c FILE -f, as an unprivileged user when we are root.

    config is YAML text or a dict (JSON is YAML). `hostname`, `listen`, `state`,
    `control`, `rbl.catalogue` and, beside other keys of `attachments`, its
    `unpack.worker` are filled in where the dict leaves them out.
    Attributes: milter (as Postfix names it), socket, state, control, log(),
    notices, process.
    """

    def __init__(self, build, place, config=None, socket_path=None, env=None, program=None, arguments=()):
        self.program = Path(program or Path(build) / "milter/mailreeve")
        self.worker = Path(build) / "unpack/mailreeve-unpack"
        self.place = Path(place)
        self.state = self.place / "state"
        self.run = self.place / "run"
        self.socket = Path(socket_path or self.run / "milter.sock")
        self.control = self.run / "control.sock"
        self.file = self.place / "mailreeve.yaml"
        self.catalogue = self.place / "catalogue.yaml"
        self.stderr = self.place / "stderr"
        self._env, self._arguments = dict(env or {}), list(arguments)
        self.process = self.notices = None
        self._made = False
        self._config = config

    @property
    def milter(self):
        return f"unix:{self.socket}"

    # Life

    def start(self, ready=True, seconds=20.0, arguments=()):
        """Starts it; returns once it is ready, unless told not to wait."""
        self._make_place()
        self.write(self._config)
        self.notices = Notices(self.place / f"notify.{len(list(self.place.glob('notify.*')))}")
        env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self._env, "NOTIFY_SOCKET": self.notices.path}
        with open(self.stderr, "ab") as out:
            self.process = subprocess.Popen(
                [self.program, "-c", self.file, "-f", *self._arguments, *arguments], env=env, cwd="/",
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **self._account(),
            )
        if ready:
            until(lambda: self._ready_or_dead(), f"mailreeve is ready; it said:\n{self.log()}", seconds)
        return self

    def stop(self, seconds=25.0):
        """SIGTERM; returns the exit status. It may drain for fifteen seconds."""
        if not self.process:
            return None
        status = end_process(self.process, seconds)
        self.process = None
        self.notices.close()
        return status

    def terminate(self):
        """SIGTERM without waiting."""
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self.notices.close()
        self.process = None

    def restart(self):
        status = self.stop()
        self.start()
        return status

    def succeed(self, *arguments):
        """Starts a second process on the same files, which becomes ours; returns the
        first, which still runs."""
        old, self.process = self.process, None
        self.start(arguments=arguments)
        return old

    def reload(self, config=None, seconds=10.0):
        """Writes a new configuration, if one is given, sends SIGHUP and waits for
        the READY=1 that follows."""
        if config is not None:
            self.write(config)
        self.notices.forget()
        self.process.send_signal(signal.SIGHUP)
        until(lambda: self.notices.said("READY=1"), f"reloaded; it said:\n{self.log()}", seconds)

    def _ready_or_dead(self):
        if self.process.poll() is not None:
            raise NotReady(f"mailreeve ended with {self.process.returncode}:\n{self.log()}")
        return self.notices.said("READY=1")

    # Its files

    def write(self, config):
        """Puts a configuration in its place (a dict, or text as it is), whole: half a
        file, or an empty one, may be a good configuration, too."""
        self._config = config
        fresh = self.file.with_suffix(".new")
        fresh.write_text(config if isinstance(config, str) else self.text(config))
        fresh.chmod(0o644)
        fresh.replace(self.file)

    def text(self, config):
        """The YAML of a dict, completed."""
        config = dict(config or {})
        config["rbl"] = {"catalogue": str(self.catalogue), **config.get("rbl", {})}
        if "attachments" in config:
            section = dict(config["attachments"])
            config["attachments"] = {**section, "unpack": {"worker": str(self.worker), **section.get("unpack", {})}}
        whole = {"hostname": "mx1.example.net", "listen": f"unix:{self.socket}", "state": str(self.state),
                 "control": str(self.control), **config}
        return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in whole.items())

    def log(self):
        """What it wrote to stderr: its log, with -f."""
        return self.stderr.read_text(errors="replace") if self.stderr.exists() else ""

    def log_lines(self, *texts):
        return [line for line in self.log().splitlines() if all(text in line for text in texts)]

    def wait_log(self, *texts, seconds=10.0):
        return until(lambda: self.log_lines(*texts), f"log line with {texts}; it said:\n{self.log()}", seconds)

    def resident(self):
        """Its resident memory in bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    @staticmethod
    def _account():
        if os.geteuid() != 0:
            return {}
        return {"user": UID, "group": postfix.owner()[1], "extra_groups": []}

    def _reachable(self, program):
        """Its user may be shut out of a checkout in somebody's home."""
        if everybody_reaches(program) or not program.exists():
            return program
        return Path(shutil.copy(program, self.place / program.name))

    def _make_place(self):
        if self._made:
            return
        self.place.mkdir(parents=True, exist_ok=True)
        self.place.chmod(postfix.PUBLIC)
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.run.mkdir(mode=0o750, exist_ok=True)
        shutil.copyfile(CATALOGUE, self.catalogue)  # the checkout may be out of reach, too
        if os.geteuid() == 0:
            self.program, self.worker = self._reachable(self.program), self._reachable(self.worker)
            for path in (self.state, self.run, self.socket.parent):
                os.chown(path, UID, postfix.owner()[1])
        self._made = True


class NullMilter:
    """bench/null-milter: answers every command, adds X-Null-Milter."""

    def __init__(self, build, place, socket_path=None, header=None):
        self.program = Path(build) / "bench/null-milter"
        self.place = Path(place)
        self.socket = Path(socket_path or self.place / "null.sock")
        self._header = ["--header", header] if header else []
        self.process = None

    @property
    def milter(self):
        return f"unix:{self.socket}"

    def start(self):
        self.place.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [self.program, *self._header, "-p", self.milter], stdin=subprocess.DEVNULL, start_new_session=True)
        until(lambda: self.process.poll() is not None or connects(self.socket), "the null milter listens", 10)
        if self.process.poll() is not None:
            raise NotReady(f"the null milter ended with {self.process.returncode}")
        return self

    def stop(self):
        if self.process:
            self.process.kill()  # it has nothing to put away; libmilter takes 5 s to end
            self.process.wait()
            self.process = None


class EnvelopeMilter:
    """build/test/mta/envelope-milter: changes the envelope as a message's own header
    asks; log() is what it saw."""

    def __init__(self, build, place, socket_path=None):
        self.program = Path(build) / "test/mta/envelope-milter"
        self.place = Path(place)
        self.socket = Path(socket_path or self.place / "envelope.sock")
        self.process = None

    @property
    def milter(self):
        return f"unix:{self.socket}"

    def start(self):
        self.place.mkdir(parents=True, exist_ok=True)
        with open(self.place / "stderr", "wb") as out:
            self.process = subprocess.Popen([self.program, self.socket], stdin=subprocess.DEVNULL, stderr=out,
                                            start_new_session=True)
        until(lambda: self.process.poll() is not None or connects(self.socket), "the envelope milter listens", 10)
        if self.process.poll() is not None:
            raise NotReady(f"the envelope milter ended with {self.process.returncode}")
        return self

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log_lines(self, *texts):
        lines = (self.place / "stderr").read_text(errors="replace").splitlines()
        return [line for line in lines if all(text in line for text in texts)]
