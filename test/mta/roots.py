#!/usr/bin/env python3
"""Private copies of mail and name servers, never installed into the system.

Postfix and NSD are unpacked from their Debian packages, together with the
shared libraries that this machine lacks; their binaries run in place with
LD_LIBRARY_PATH. So are, beside them, Exim, whose files have the names of Postfix's,
and the IMAP server of Dovecot.
Sendmail is not (its binary is setgid, which ignores that variable, and its
helpers have compiled-in paths): it gets a debootstrap root and runs in a chroot.
All are made once and cached, for root in /var/cache/mailreeve-mta-roots, which
all checkouts share, otherwise under the build directory; MAILREEVE_ROOTS names
another place.

usage: roots.py [DIRECTORY]    makes all and says how long it took
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2] / "packaging" / "packages.txt"
QUIET_APT = ["-q", "-o", "APT::Sandbox::User=root", "-o", "DPkg::Lock::Timeout=120"]
SONAME = re.compile(r"^(.+?)(?:-([\d.]+)\.so|\.so\.(\d+))")


class Unavailable(Exception):
    """Why a private server cannot be had here: a reason to skip, not to fail."""


def packages_of(group):
    lines = [line.split() for line in PACKAGES.read_text().splitlines()]
    return [w[0] for w in lines if len(w) > 1 and w[0] != "#" and w[1] == group]


def run(command, cwd=None, env=None, seconds=600):
    """Runs a command, returns its output; throws Unavailable with its last lines."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, timeout=seconds,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{command[0]}: {error}") from error
    if done.returncode:
        tail = " / ".join(done.stdout.strip().splitlines()[-3:])
        raise Unavailable(f"{' '.join(command[:3])} failed: {tail}")
    return done.stdout


def apt_download(names, into):
    command = ["apt-get", "download", *QUIET_APT, *names]
    try:
        run(command, cwd=into)
    except Unavailable:
        if os.geteuid() != 0:
            raise
        run(["apt-get", "update", *QUIET_APT])  # a fresh machine has no package lists
        run(command, cwd=into)


def is_installed(name):
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", name],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
    )
    return done.stdout == "installed"


def library_path(root):
    """What LD_LIBRARY_PATH has to be for the programs of an unpacked root."""
    own = [root / "usr/lib/postfix", root / "usr/lib/dovecot"]
    places = [*own, *root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    return ":".join(str(place) for place in places)


def environment(root):
    return {**os.environ, "LD_LIBRARY_PATH": library_path(root)}


def programs(root):
    """Those that are run from it."""
    for place in ("usr/sbin/*", "usr/lib/postfix/sbin/*", "usr/bin/doveconf", "usr/lib/dovecot/imap"):
        for path in root.glob(place):
            if path.is_file() and path.open("rb").read(4) == b"\x7fELF":
                yield str(path)


def missing_libraries(root):
    done = subprocess.run(
        ["ldd", *programs(root)], env=environment(root), text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    return set(re.findall(r"^\s*(\S+) => not found", done.stdout, re.M))


def library_packages(names):
    """Every library that the packages depend on and this machine does not have."""
    text = run(["apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests",
                "--no-conflicts", "--no-breaks", "--no-replaces", "--no-enhances", *names])
    found = set(re.findall(r"^(lib\S+?)(?::\w+)?$", text, re.M))
    return sorted(name for name in found if not is_installed(name))


def package_of_soname(soname, candidates):
    """libfstrm.so.0 -> libfstrm0, libdb-5.3.so -> libdb5.3, if among the candidates."""
    match = SONAME.match(soname)
    if not match:
        return None
    stem, version = match[1].lower(), match[2] or match[3]
    for name in (stem + version, f"{stem}-{version}", f"{stem}{version}t64"):
        if name in candidates:
            return name
    return None


def unpack(debs, root):
    for deb in sorted(debs.glob("*.deb")):
        run(["dpkg-deb", "-x", str(deb), str(root)])


def make_unpacked(root, group="mta"):
    names = packages_of(group)
    debs = root.parent / (root.name + ".debs")
    debs.mkdir()
    apt_download(names, debs)
    unpack(debs, root)
    missing = missing_libraries(root)
    if missing:
        candidates = library_packages(names)
        chosen = {package_of_soname(soname, candidates) for soname in missing}
        apt_download(candidates if None in chosen else sorted(chosen), debs)
        unpack(debs, root)
    shutil.rmtree(debs)
    missing = missing_libraries(root)
    if missing:
        raise Unavailable(f"no package has {', '.join(sorted(missing))}")


def make_exim(root):
    make_unpacked(root, "mta-exim")
    # A setuid program takes no LD_LIBRARY_PATH.
    (root / "usr/sbin/exim4").chmod(0o755)


def make_imap(root):
    make_unpacked(root, "mta-imap")


def suite_and_mirror():
    release = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line
    )
    suite = release.get("VERSION_CODENAME", "").strip('"')
    targets = run(["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)",
                   "Created-By: Packages", "Component: main"])
    for line in targets.splitlines():
        codename, _, mirror = line.partition(" ")
        if suite and codename == suite:
            return suite, mirror
    raise Unavailable("apt knows no mirror of this release")


# The packages' scripts want /proc and must not start anything (FACTS 2). The
# mounts live in a namespace of their own and end with it.
INSTALL_SENDMAIL = """
set -e
mount -t proc proc "$1/proc"
printf '#!/bin/sh\\nexit 101\\n' > "$1/usr/sbin/policy-rc.d"
chmod 755 "$1/usr/sbin/policy-rc.d"
root=$1; shift
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
chroot "$root" apt-get install -q -y --no-install-recommends "$@"
chroot "$root" apt-get clean
"""


def make_sendmail(root):
    if os.geteuid() != 0:
        raise Unavailable("only root can make the root that Sendmail runs in")
    if not shutil.which("debootstrap"):
        raise Unavailable("debootstrap is not installed")
    suite, mirror = suite_and_mirror()
    for attempt in range(3):  # a mirror may turn one request of hundreds away
        try:
            run(["debootstrap", "--variant=minbase", suite, str(root), mirror])
            break
        except Unavailable:
            if attempt == 2:
                raise
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
    run(["unshare", "--mount", "sh", "-c", INSTALL_SENDMAIL, "sh", str(root), *packages_of("mta-root")])
    root.chmod(0o755)  # Sendmail's own users pass through it


def everybody_reaches(path):
    """Whether processes of other users may pass to this file or directory."""
    return all(place.stat().st_mode & 0o001 for place in path.resolve().parents)


def default_directory():
    """One for all checkouts of a machine, where the users of the servers get through;
    under the build directory for those who may not write there."""
    if "MAILREEVE_ROOTS" in os.environ:
        return Path(os.environ["MAILREEVE_ROOTS"])
    if os.geteuid() == 0:
        return Path("/var/cache/mailreeve-mta-roots")
    return Path(__file__).resolve().parents[2] / "build/mta-roots"


@contextmanager
def locked(directory):
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = open(directory / ".lock", "w", encoding="ascii")
    except OSError as error:
        raise Unavailable(f"{directory} cannot be written: {error.strerror}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Roots:
    """The cached roots. Each method makes its root if it is not there yet and
    returns its path; throws Unavailable with the reason."""

    def __init__(self, directory=None):
        self.directory = Path(directory or default_directory()).resolve()
        self._reasons = {}

    def unpacked(self):
        """Postfix and NSD."""
        return self._root("unpacked", make_unpacked, "mta")

    def exim(self):
        """Exim, not setuid."""
        return self._root("exim", make_exim, "mta-exim")

    def imap(self):
        """Dovecot."""
        return self._root("imap", make_imap, "mta-imap")

    def sendmail(self):
        """Sendmail, to be run in a chroot."""
        return self._root("sendmail", make_sendmail, "mta-root")

    def _root(self, name, make, group):
        if name in self._reasons:  # what failed once is not tried by every test
            raise Unavailable(self._reasons[name])
        root = self.directory / name
        stamp = self.directory / f"{name}.stamp"
        wanted = " ".join(packages_of(group))
        with locked(self.directory):
            if not (stamp.exists() and stamp.read_text() == wanted and root.exists()):
                self._remake(name, root, make)
                stamp.write_text(wanted)
        return root

    def _remake(self, name, root, make):
        shutil.rmtree(root, ignore_errors=True)
        place = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=self.directory))
        try:
            fresh = place / name
            fresh.mkdir()
            make(fresh)
            fresh.rename(root)
        except Unavailable as reason:
            self._reasons[name] = str(reason)
            raise
        finally:
            shutil.rmtree(place, ignore_errors=True)


def main():
    roots = Roots(sys.argv[1] if len(sys.argv) > 1 else None)
    for name in ("unpacked", "exim", "imap", "sendmail"):
        start = time.monotonic()
        try:
            place = getattr(roots, name)()
            print(f"{place}: {time.monotonic() - start:.1f} s")
        except Unavailable as reason:
            print(f"{name}: unavailable: {reason}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
