"""A private Postfix: own configuration, queue, log and loopback ports.

Postfix insists on being started by root and on two accounts that share their
ids with nobody. Its package would add "postfix" and "postdrop" to the system;
base-passwd, which every Debian has, already holds accounts that nothing uses
today, so we borrow two of those: no bind mount over /etc/passwd, no chroot, no
namespace is needed, and nothing in the system changes.
"""

import grp
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from mta import roots as mta_roots
from mta.roots import Unavailable
from mta.waiting import alive, end_pid, free_port, has_ipv6, name_of, until

OWNER = "news"  # mail_owner
DROP_GROUP = "uucp"  # setgid_group
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop",
          "private", "public", "saved", "trace")
MODES = {"maildrop": 0o1730, "public": 0o2710}
PUBLIC = 0o711  # the owner's processes pass through, and cannot list

SERVICES = """\
{smtp}
pickup    unix  n - n 1 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 1 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
lmtp      unix  - - n - - lmtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
local     unix  - n n - - local
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def owner():
    """(uid, gid) of the processes that connect to a milter's socket."""
    entry = pwd.getpwnam(OWNER)
    return entry.pw_uid, entry.pw_gid


def write_cold(path, text):
    """Writes a file that looks old: Postfix waits a second or more before it reads
    one that may still be in the making (its util/load_file.c)."""
    path.write_text(text)
    past = time.time() - 60
    os.utime(path, (past, past))


def require():
    """Throws Unavailable where Postfix could not run."""
    if os.geteuid() != 0:
        raise Unavailable("only root can start a Postfix")
    try:
        pwd.getpwnam(OWNER)
        grp.getgrnam(DROP_GROUP)
    except KeyError as error:
        raise Unavailable(f"the system lacks an account of base-passwd: {error}") from error


class Postfix:
    """smtpd on `port` (127.0.0.1 and, if there is IPv6, ::1), submission with
    authentication on `submission_port`; everything accepted goes to `sink_port`.

    milters, non_smtpd_milters: as Postfix writes them ("unix:/path",
    "inet:127.0.0.1:8891"); the second defaults to the first. params overrides
    any line of main.cf. Mail for relay_domains is accepted from everybody. A port
    is chosen unless one is given, because others had to know it before.
    """

    def __init__(self, roots, place, sink_port, milters=(), non_smtpd_milters=None, auth_port=None,
                 relay_domains=("example.net", "example.org"), params=None, port=0):
        require()
        self.root = roots.unpacked()
        self.place = Path(place)
        self.config = self.place / "etc"
        self.queue_directory = self.place / "queue"
        self.maillog = self.place / "maillog"
        self.host = "127.0.0.1"
        self.ipv6 = has_ipv6()
        self.port, self.submission_port = port, 0
        self._sink_port, self._auth_port = sink_port, auth_port
        self._milters = list(milters)
        self._non_smtpd = list(milters if non_smtpd_milters is None else non_smtpd_milters)
        self._relay_domains = relay_domains
        self._params = dict(params or {})
        self._env = {**mta_roots.environment(self.root), "MAIL_CONFIG": str(self.config)}

    @property
    def address(self):
        return (self.host, self.port)

    @property
    def address6(self):
        return ("::1", self.port)

    @property
    def submission(self):
        return (self.host, self.submission_port)

    # Life

    def start(self):
        self._write_config()
        # What `postfix start` ends in. Its checks of an installation take two
        # seconds a time, and find fault with one that is merely unpacked.
        # -w: it listens when this returns.
        self._run("usr/lib/postfix/sbin/master", "-w", check=True)
        return self

    def stop(self):
        """Ends the master, which takes its children along; by its pid if need be."""
        pid = self.master_pid()
        if pid:
            self._run("usr/sbin/postfix", "abort")
            if alive(pid):
                end_pid(pid)

    def reload(self, **params):
        """Takes these lines into main.cf and has them read; new sessions see them."""
        self._params.update(params)
        self._write_main()
        old = self._servers()
        reloads = len(self.log_lines("reload --"))
        os.kill(self.master_pid(), signal.SIGHUP)  # `postfix reload` without its checks
        until(lambda: len(self.log_lines("reload --")) > reloads, "the master has reloaded")
        deadline = time.monotonic() + 2  # idle ones go at once, busy ones after their session
        until(lambda: not old & self._servers() or time.monotonic() > deadline, "old servers end")

    def _servers(self):
        """Process ids of the smtpd processes that serve or wait."""
        pid = self.master_pid()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {child for child in children if name_of(child) == "smtpd"}

    def set_milters(self, milters, non_smtpd_milters=None):
        self._milters = list(milters)
        self._non_smtpd = list(milters if non_smtpd_milters is None else non_smtpd_milters)
        self.reload()

    def master_pid(self):
        """The master's process id, 0 when it does not run."""
        try:
            pid = int((self.queue_directory / "pid/master.pid").read_text())
        except (OSError, ValueError):
            return 0
        return pid if alive(pid) else 0

    # What it did

    def log(self):
        return self.maillog.read_text(errors="replace") if self.maillog.exists() else ""

    def log_lines(self, *texts):
        """The log's lines that contain all the texts."""
        return [line for line in self.log().splitlines() if all(text in line for text in texts)]

    def wait_log(self, *texts, seconds=10.0):
        return until(lambda: self.log_lines(*texts), f"log line with {texts}", seconds)

    def queue(self, name=None):
        """Entries of postqueue -j; of one queue ("hold", "deferred") if named."""
        out = self._run("usr/sbin/postqueue", "-j").stdout
        entries = [json.loads(line) for line in out.splitlines()]
        return [entry for entry in entries if name in (None, entry["queue_name"])]

    def held(self):
        return self.queue("hold")

    def content(self, queue_id):
        """Headers and body of a queued message, as bytes with bare newlines."""
        done = subprocess.run([self.program("usr/sbin/postcat"), "-qbh", queue_id], env=self._env,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        return done.stdout

    def flush(self):
        self._run("usr/sbin/postqueue", "-f")

    # Mail that is handed in on the host

    def sendmail(self, content, *arguments):
        """sendmail(1): arguments as on its command line. Returns its exit status."""
        done = subprocess.run([self.program("usr/sbin/sendmail"), *arguments], env=self._env, input=content,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=60)
        return done.returncode

    def program(self, name):
        """The path of a program of the private root, e.g. usr/sbin/smtp-source;
        run it with environment()."""
        return str(self.root / name)

    def environment(self):
        return dict(self._env)

    def _run(self, name, *arguments, check=False):
        done = subprocess.run([self.program(name), *arguments], env=self._env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{name} {arguments}: {done.stdout}\n{self.log()}")
        return done

    # Its files

    def _write_config(self):
        self.place.mkdir(parents=True, exist_ok=True)
        self.place.chmod(PUBLIC)
        for path in (self.config, self.queue_directory, self.queue_directory / "pid"):
            path.mkdir(exist_ok=True)
        uid, _ = owner()
        drop_gid = grp.getgrnam(DROP_GROUP).gr_gid
        for name in ("data", *(f"queue/{name}" for name in QUEUES)):
            path = self.place / name
            path.mkdir(exist_ok=True)
            os.chown(path, uid, drop_gid if path.name in ("maildrop", "public") else -1)
            path.chmod(MODES.get(path.name, 0o700))
        for name in ("dynamicmaps.cf", "postfix-files"):
            shutil.copy(next(self.root.rglob(name)), self.config / name)
        self.port, self.submission_port = self.port or free_port(), free_port()
        services = [f"127.0.0.1:{self.port} inet n - n - - smtpd"]
        submission = (f"127.0.0.1:{self.submission_port} inet n - n - - smtpd\n"
                      "  -o smtpd_sasl_auth_enable=yes -o milter_macro_daemon_name=ORIGINATING\n"
                      "  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject")
        if self.ipv6:
            services.append(f"[::1]:{self.port} inet n - n - - smtpd")
        write_cold(self.config / "master.cf", SERVICES.format(smtp="\n".join([*services, submission])))
        self._write_main()

    def _write_main(self):
        lines = {**self._defaults(), **self._params}
        write_cold(self.config / "main.cf", "".join(f"{key} = {value}\n" for key, value in lines.items()))

    def _defaults(self):
        environment = f"MAIL_CONFIG MAIL_LOGTAG TZ=UTC LD_LIBRARY_PATH={mta_roots.library_path(self.root)}"
        root, to_sink = self.root, f"lmtp:inet:[127.0.0.1]:{self._sink_port}"
        return {
            "compatibility_level": "3.6",
            "queue_directory": self.queue_directory,
            "data_directory": self.place / "data",
            "daemon_directory": root / "usr/lib/postfix/sbin",
            "command_directory": root / "usr/sbin",
            "shlib_directory": root / "usr/lib/postfix",
            "meta_directory": self.config,
            "sendmail_path": root / "usr/sbin/sendmail",
            "mailq_path": root / "usr/bin/mailq",
            "newaliases_path": root / "usr/bin/newaliases",
            "manpage_directory": root / "usr/share/man", "html_directory": "no", "readme_directory": "no",
            "mail_owner": OWNER, "setgid_group": DROP_GROUP, "default_privs": "nobody",
            "import_environment": environment, "export_environment": environment,
            "maillog_file": self.maillog, "maillog_file_prefixes": self.place,
            "myhostname": "mx1.example.net", "mydomain": "example.net", "myorigin": "$myhostname",
            "mydestination": "", "alias_maps": "", "alias_database": "", "local_recipient_maps": "",
            "relay_domains": ", ".join(self._relay_domains), "relay_recipient_maps": "",
            "mynetworks": "127.0.0.0/8 [::1]/128",
            "inet_protocols": "all" if self.ipv6 else "ipv4", "inet_interfaces": "all",
            "default_transport": to_sink, "relay_transport": to_sink, "local_transport": to_sink,
            # Nothing is to leave this machine, not even a question.
            "disable_dns_lookups": "yes", "smtp_dns_support_level": "disabled",
            # Whom XCLIENT has made somebody else may become a third.
            "smtpd_authorized_xclient_hosts": "127.0.0.0/8 [::1]/128 192.0.2.0/24 [2001:db8::]/32",
            "smtpd_milters": ", ".join(self._milters), "non_smtpd_milters": ", ".join(self._non_smtpd),
            "milter_default_action": "tempfail", "milter_protocol": "6",
            "smtpd_forbid_bare_newline": "normalize" if self._knows("smtpd_forbid_bare_newline_reject_code") else "yes",
            "smtpd_sasl_type": "dovecot", "smtpd_sasl_path": f"inet:127.0.0.1:{self._auth_port or 1}",
            "smtpd_sasl_security_options": "noanonymous", "smtpd_tls_auth_only": "no",
            "smtpd_relay_restrictions": "permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination",
            # Tests are in a hurry, and refuse more than a decent client would bear.
            "smtpd_error_sleep_time": "0", "smtpd_soft_error_limit": "1000", "smtpd_hard_error_limit": "1000",
            "smtpd_client_connection_count_limit": "0", "smtpd_client_connection_rate_limit": "0",
            "default_process_limit": "150", "in_flow_delay": "0",
            "minimal_backoff_time": "1s", "maximal_backoff_time": "2s", "queue_run_delay": "1s",
            "transport_retry_time": "1s", "lmtp_connect_timeout": "5s",
        }

    def _knows(self, parameter):
        if not hasattr(self, "_known"):
            done = subprocess.run([self.program("usr/sbin/postconf"), "-d"], text=True, check=False,
                                  env=mta_roots.environment(self.root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self._known = done.stdout
        return f"\n{parameter} =" in self._known
