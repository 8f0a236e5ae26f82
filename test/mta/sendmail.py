"""A private Sendmail, in a chroot of its own root.

Everything it uses lies in one directory under that root, so nothing has to be
mounted. XCLIENT is unknown to it: the client's address is the one it connects
from, any of 127.0.0.0/8 (smtp.Client(source="127.0.0.7")), named by `hosts`.
It looks names up in that file alone; it never asks the DNS for a client.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from mta.roots import Unavailable
from mta.waiting import end_process, free_port, kill_session, listens, until

# T: what the milter cannot answer becomes 4xx, as in mailreeve's own advice.
CONFIGURATION = """\
divert(-1)
include(`/usr/share/sendmail/cf/m4/cf.m4')
divert(0)dnl
OSTYPE(`debian')dnl
DOMAIN(`debian-mta')dnl
define(`confDOMAIN_NAME', `mx1.example.net')dnl
define(`confPID_FILE', `{place}/sendmail.pid')dnl
define(`QUEUE_DIR', `{place}/queue')dnl
define(`STATUS_FILE', `/dev/null')dnl
define(`confHOST_STATUS_DIRECTORY', `{place}')dnl
define(`ALIAS_FILE', `')dnl
define(`confMAX_DAEMON_CHILDREN', `0')dnl
define(`confCONNECTION_RATE_THROTTLE', `0')dnl
define(`confTO_IDENT', `0s')dnl
define(`confMIN_QUEUE_AGE', `0')dnl
define(`confLOG_LEVEL', `14')dnl
define(`confBAD_RCPT_THROTTLE', `0')dnl
define(`confPRIVACY_FLAGS', `')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h {sink_port}')dnl
define(`confSERVICE_SWITCH_FILE', `{place}/service.switch')dnl
define(`confHOSTS_FILE', `/etc/hosts')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`nocanonify')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`accept_unqualified_senders')dnl
FEATURE(`promiscuous_relay')dnl
DAEMON_OPTIONS(`Name=MTA, Family=inet, Port={port}, Addr=127.0.0.1, M=f')dnl
{milters}
{macros}
{more}
MAILER(`smtp')dnl
"""
MILTER = "INPUT_MAIL_FILTER(`m{number}', `S={socket}, F={flag}, T=C:10s;S:60s;R:60s;E:5m')dnl"
SOCKET_PATH_LIMIT = 90  # sun_path has 108 bytes; a name has to fit behind it
# What mailreeve's manual asks an administrator to add.
MACROS = {
    "CONNECT": "j, _, {daemon_name}, {daemon_addr}, {if_name}, {if_addr}, {client_addr}, {client_name}, "
               "{client_ptr}, {client_port}, {client_resolve}, v",
}


def require():
    if os.geteuid() != 0:
        raise Unavailable("only root can run Sendmail in a root of its own")


class Sendmail:
    """smtpd on `port` of 127.0.0.1; everything accepted goes to `sink_port` by SMTP.

    A milter's Unix socket has to lie under `socket_directory`, which exists as
    soon as the object does; a milter is named as Sendmail does ("unix:/path" as
    seen from outside, "inet:8891@127.0.0.1"). Root only. One runs at a time in
    a root: start() waits for the one before it. A port is chosen unless one is
    given, because others had to know it before.
    """

    def __init__(self, roots, sink_port, milters=(), hosts=None, flag="T", macros=None, more="", port=0):
        require()
        self.root = roots.sendmail()
        self.place = Path(tempfile.mkdtemp(prefix="g", dir=self.root / "srv"))
        self.place.chmod(0o755)
        self.socket_directory = self.place / "run"
        self.socket_directory.mkdir(mode=0o755)
        if len(str(self.socket_directory)) > SOCKET_PATH_LIMIT:
            shutil.rmtree(self.place)
            raise Unavailable(f"{self.root} is too deep for sockets; MAILREEVE_ROOTS can name another place")
        self.host, self.port = "127.0.0.1", port
        self._sink_port, self._milters, self._flag = sink_port, list(milters), flag
        self._hosts = dict(hosts or {})
        self._macros, self._more = {**MACROS, **(macros or {})}, more
        self._lines, self._process, self._lock, self._syslog = [], None, None, None

    @property
    def address(self):
        return (self.host, self.port)

    def inside(self, path):
        """A path under the root as Sendmail sees it."""
        return "/" + str(Path(path).relative_to(self.root))

    def use_milter(self, name):
        """One more milter, before start()."""
        self._milters.append(name)

    def start(self):
        self._lock = open(self.root.parent / ".sendmail-runs", "w", encoding="ascii")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.port = self.port or free_port()
        self._write_files()
        self._listen_for_log()
        out = open(self.place / "out", "ab")
        self._process = subprocess.Popen(
            ["chroot", str(self.root), "/usr/libexec/sendmail/sendmail", "-bD", "-q1s",
             "-C", self.inside(self.place / "t.cf")],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )
        out.close()
        until(lambda: self._process.poll() is not None or listens(self.port), "Sendmail listens", 20)
        if self._process.poll() is not None:
            raise RuntimeError(f"Sendmail ended: {(self.place / 'out').read_text()}\n{self.log()}")
        return self

    def stop(self):
        if self._process:
            end_process(self._process)
            kill_session(self._process.pid)  # its children outlive it
            self._process = None
        if self._syslog:
            self._syslog.shutdown(socket.SHUT_RDWR)
            self._thread.join(10)
            self._syslog.close()
            self._syslog = None
        if self._lock:
            (self.root / "dev/log").unlink(missing_ok=True)
            self._lock.close()
            self._lock = None
        shutil.rmtree(self.place, ignore_errors=True)

    def log(self):
        return "\n".join(self._lines)

    def log_lines(self, *texts):
        return [line for line in list(self._lines) if all(text in line for text in texts)]

    def wait_log(self, *texts, seconds=10.0):
        return until(lambda: self.log_lines(*texts), f"log line with {texts}", seconds)

    def queue(self):
        """Names of the queue's control files; "hf" stands for a quarantined message."""
        return sorted(path.name for path in (self.place / "queue").glob("[qh]f*"))

    # Its files

    def _milter(self, number, name):
        kind, _, path = name.partition(":")
        where = f"unix:{self.inside(path)}" if kind in ("unix", "local") else name
        return MILTER.format(number=number, socket=where, flag=self._flag)

    def _write_files(self):
        (self.place / "queue").mkdir(exist_ok=True, mode=0o700)
        inside = self.inside(self.place)
        text = CONFIGURATION.format(
            place=inside, port=self.port, sink_port=self._sink_port, more=self._more,
            milters="\n".join(self._milter(n, name) for n, name in enumerate(self._milters)),
            macros="\n".join(f"define(`confMILTER_MACROS_{stage}', `{names}')dnl"
                             for stage, names in self._macros.items()),
        )
        (self.place / "t.mc").write_text(text)
        (self.place / "service.switch").write_text("hosts files\naliases files\n")
        hosts = {"127.0.0.1": "localhost", **self._hosts}
        (self.root / "etc/hosts").write_text("".join(f"{a}\t{name}\n" for a, name in hosts.items()))
        (self.root / "etc/nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files\n")
        with open(self.place / "t.cf", "wb") as cf:
            subprocess.run(["chroot", str(self.root), "sh", "-c", f"cd /usr/share/sendmail/cf/cf && m4 {inside}/t.mc"],
                           stdin=subprocess.DEVNULL, stdout=cf, stderr=subprocess.PIPE, check=True, timeout=60)

    def _listen_for_log(self):
        """Sendmail logs to its root's /dev/log and nowhere else."""
        path = self.root / "dev/log"
        path.unlink(missing_ok=True)
        self._syslog = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        here = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)  # a short name for a deep path
        try:
            self._syslog.bind(f"/proc/self/fd/{here}/log")
        finally:
            os.close(here)
        path.chmod(0o666)
        self._thread = threading.Thread(target=self._read_log, args=(self._syslog,), daemon=True, name="syslog")
        self._thread.start()

    def _read_log(self, sock):
        while True:
            try:
                data = sock.recv(65536)
            except OSError:
                return
            if not data:
                return
            self._lines.append(data.rstrip(b"\n\0").decode(errors="replace"))
