"""A private Exim, a stranger on the net that takes mail and sends it back.

It is unpacked like Postfix and runs in a mount namespace of its own, in which
/etc/passwd and /etc/group also have the account that Debian compiled into it; the
system's stay as they are. Its binary has lost its setuid bit: all that runs is that user, who needs
no more to relay (deliver_drop_privilege).
"""

import os
import pwd
import subprocess
from pathlib import Path

from mta import roots as mta_roots
from mta.roots import Unavailable
from mta.waiting import end_process, free_port, kill_session, listens, until

COMPILED_IN = "Debian-exim"
OWNER = "list"  # of base-passwd, unused today; not Postfix's, which wants its own to itself
SMALL = 2000  # bytes: what mail for "big" may have
PUBLIC = 0o711
WITH_ACCOUNT = """
set -e
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
shift
exec "$@"
"""

# Nothing is looked up in the DNS, and nothing leaves but for home and for the sink.
CONFIGURATION = """\
exim_path = {program}
keep_environment = LD_LIBRARY_PATH
add_environment = PATH=/usr/bin:/bin
primary_hostname = {name}
spool_directory = {place}/spool
log_file_path = {place}/log/%slog
pid_file_path = {place}/spool/exim.pid
log_selector = +all -arguments -pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
domainlist ours = {domains}
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
queue_run_max = 2
tls_advertise_hosts =
dsn_advertise_hosts = *
deliver_drop_privilege = true
never_users =
delay_warning = 1s
delay_warning_condition = true
acl_smtp_rcpt = accept
acl_smtp_data = accept
{options}
begin routers
home:
  driver = manualroute
  domains = ! +ours
  transport = home
  route_list = * 127.0.0.1
  self = send
unknown:
  driver = redirect
  local_parts = unknown
  allow_fail
  data = :fail: nobody of that name here
slow:
  driver = redirect
  local_parts = slow
  allow_defer
  data = :defer: not now
big:
  driver = manualroute
  local_parts = big
  transport = small
  route_list = * 127.0.0.1
  self = send
others:
  driver = manualroute
  transport = sink
  route_list = * 127.0.0.1
  self = send
begin transports
home:
  driver = smtp
  port = {home}
  interface = {source}
  hosts_try_dane =
small:
  driver = smtp
  port = {sink}
  message_size_limit = {small}
sink:
  driver = smtp
  port = {sink}
begin retry
* * F,1h,1s
"""


def require():
    if os.geteuid() != 0:
        raise Unavailable("only root can run an Exim in a namespace of its own")
    try:
        pwd.getpwnam(OWNER)
    except KeyError as error:
        raise Unavailable(f"the system lacks an account of base-passwd: {error}") from error


class Exim:
    """smtpd on `port` of 127.0.0.1 for `domains`; mail for all others goes to the
    port `home`, from the address `source`.

    What it takes for unknown@ bounces; for slow@ it warns after a second; for
    big@ it bounces above SMALL bytes; all others go to `sink_port`. options are
    further lines of its main section, for instance "bounce_return_body = false".
    """

    def __init__(self, roots, place, sink_port, home, domains=("exim.example",), source="127.0.0.1", options=()):
        require()
        self.root = roots.exim()
        self.place = Path(place)
        self.host, self.port = "127.0.0.1", 0
        self.name = f"mx.{domains[0]}"
        self._domains, self._options = domains, tuple(options)
        self._sink_port, self._home, self._source = sink_port, home, source
        self._process = None

    @property
    def address(self):
        return (self.host, self.port)

    def start(self):
        self.port = free_port()
        self._write_files()
        with open(self.place / "out", "ab") as out:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", WITH_ACCOUNT, "sh", self.place,
                 self._program(), "-C", self.place / "exim.conf", "-bdf", "-q1s"],
                env=mta_roots.environment(self.root), cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,
            )
        until(lambda: self._process.poll() is not None or listens(self.port), "Exim listens", 20)
        if self._process.poll() is not None:
            raise RuntimeError(f"Exim ended: {(self.place / 'out').read_text()}\n{self.log()}")
        return self

    def stop(self):
        if self._process:
            end_process(self._process)
            kill_session(self._process.pid)  # a delivery may be under way
            self._process = None

    def log(self):
        logs = sorted((self.place / "log").glob("*log"))
        return "".join(path.read_text(errors="replace") for path in logs)

    def log_lines(self, *texts):
        return [line for line in self.log().splitlines() if all(text in line for text in texts)]

    def wait_log(self, *texts, seconds=10.0):
        return until(lambda: self.log_lines(*texts), f"log line with {texts} in\n{self.log()}", seconds)

    def _program(self):
        return self.root / "usr/sbin/exim4"

    def _write_files(self):
        account = pwd.getpwnam(OWNER)
        self.place.mkdir(parents=True, exist_ok=True)
        self.place.chmod(PUBLIC)
        for name in ("spool", "log"):
            (self.place / name).mkdir(exist_ok=True)
            os.chown(self.place / name, account.pw_uid, account.pw_gid)
        user = f"{COMPILED_IN}:x:{account.pw_uid}:{account.pw_gid}::/nonexistent:/usr/sbin/nologin\n"
        (self.place / "passwd").write_text(user + Path("/etc/passwd").read_text())
        (self.place / "group").write_text(f"{COMPILED_IN}:x:{account.pw_gid}:\n" + Path("/etc/group").read_text())
        (self.place / "exim.conf").write_text(CONFIGURATION.format(
            program=self._program(), name=self.name, place=self.place, port=self.port, small=SMALL,
            domains=" : ".join(self._domains), home=self._home, source=self._source, sink=self._sink_port,
            options="\n".join(self._options)))
