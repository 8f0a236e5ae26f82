"""A mailbox that is read as people read it: by Dovecot's IMAP server.

It is started for each connection with its standard streams for a wire, already
logged in, as an IMAP client does by its "tunnel" command: no port, no password,
no service beside it. https://doc.dovecot.org/2.3/admin_manual/mailbox_formats/maildir/
tells the layout of the mailbox.
"""

import email
import imaplib
import os
import re
import shlex
from email import policy
from itertools import takewhile
from pathlib import Path

from mta import postfix
from mta.daemon import UID
from mta.roots import Unavailable, library_path

# Dovecot wants accounts for services that never start here; those of base-passwd do.
CONFIGURATION = """\
base_dir = {place}/run
state_dir = {place}/state
libexec_dir = {root}/usr/lib/dovecot
mail_plugin_dir = {root}/usr/lib/dovecot/modules
mail_location = maildir:{place}/mail
ssl = no
stats_writer_socket_path =
default_login_user = nobody
default_internal_user = {owner}
default_internal_group = {owner}
mail_uid = {uid}
mail_gid = {uid}
"""
WORD = re.compile(rb'\s*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')


def structure(text):
    """The parenthesised list that a text begins with, as nested lists of strings; NIL is
    None (RFC 3501, 9)."""
    open_lists = [[]]
    for match in WORD.finditer(text):
        opened, closed, quoted, atom = match.groups()
        if opened:
            open_lists.append([])
        elif closed:
            done = open_lists.pop()
            open_lists[-1].append(done)
            if len(open_lists) == 1:
                return done
        elif quoted is not None:
            open_lists[-1].append(re.sub(rb"\\(.)", rb"\1", quoted).decode())
        else:
            open_lists[-1].append(None if atom.upper() == b"NIL" else atom.decode())
    raise ValueError(f"no list: {text!r}")


class Part:
    """A part without parts, as BODYSTRUCTURE has it, and what FETCH gives of it."""

    def __init__(self, number, described, header, body):
        self.number, self.described = number, described
        self.raw = body  # in its transfer encoding, as it was delivered
        self._read = email.message_from_bytes(header + body, policy=policy.default)

    @property
    def type(self):
        return f"{self.described[0]}/{self.described[1]}".lower()

    @property
    def size(self):
        return int(self.described[6])

    @property
    def name(self):
        return self._read.get_filename()

    @property
    def disposition(self):
        return self._read.get_content_disposition()

    @property
    def text(self):
        return self._read.get_content()

    @property
    def content(self):
        return self._read.get_payload(decode=True)


def leaves(described, number=""):
    """(number, description) of each part without parts, in order: what has parts begins
    with their descriptions."""
    if isinstance(described[0], str):
        yield number or "1", described
        return
    for index, child in enumerate(takewhile(lambda one: isinstance(one, list), described), 1):
        yield from leaves(child, f"{number}.{index}".lstrip("."))


class Mailbox:
    """One mailbox: put() delivers into it, read() returns the parts of what is there."""

    def __init__(self, roots, place):
        if os.geteuid() != 0:
            raise Unavailable("only root can give a mailbox to nobody")
        self.root = roots.imap()
        self.place = Path(place)
        self._count = 0

    def start(self):
        self.place.mkdir(parents=True)
        self.place.chmod(postfix.PUBLIC)
        (self.place / "dovecot.conf").write_text(
            CONFIGURATION.format(place=self.place, root=self.root, owner=postfix.OWNER, uid=UID))
        for name in ("run", "state", "mail", "mail/cur", "mail/new", "mail/tmp"):
            (self.place / name).mkdir()
            os.chown(self.place / name, UID, UID)
        return self

    def stop(self):
        """There is nothing that would run on."""

    def put(self, content):
        """Delivers a message, and returns what it is called from now on."""
        self._count += 1
        path = self.place / f"mail/tmp/{self._count}.test.mailbox"
        path.write_bytes(content)
        os.chown(path, UID, UID)
        path.rename(self.place / "mail/new" / path.name)
        return str(self._count)

    def connect(self):
        """An IMAP connection, logged in."""
        program = [f"{self.root}/usr/bin/doveconf", "-c", f"{self.place}/dovecot.conf", "-f", "service=imap",
                   "-e", f"{self.root}/usr/lib/dovecot/imap"]
        env = [f"LD_LIBRARY_PATH={library_path(self.root)}", "USER=reader", f"HOME={self.place}"]
        return imaplib.IMAP4_stream(f"exec {shlex.join(['env', *env, *program])} 2>>{shlex.quote(str(self.place))}/log")

    def read(self, uid):
        """The parts of a message, in order."""
        with self.connect() as imap:
            imap.select("INBOX", readonly=True)
            described = structure(self._fetch(imap, uid, "BODYSTRUCTURE").partition(b"BODYSTRUCTURE ")[2])
            return [self._part(imap, uid, number, one) for number, one in leaves(described)]

    def whole(self, uid):
        """The message in one piece."""
        with self.connect() as imap:
            imap.select("INBOX", readonly=True)
            return self._fetch(imap, uid, "BODY.PEEK[]")

    def _part(self, imap, uid, number, described):
        header = self._fetch(imap, uid, f"BODY.PEEK[{number}.MIME]")
        return Part(number, described, header, self._fetch(imap, uid, f"BODY.PEEK[{number}]"))

    @staticmethod
    def _fetch(imap, uid, what):
        status, data = imap.uid("FETCH", uid, f"({what})")
        if status != "OK" or not data or data[0] is None:
            raise AssertionError(f"FETCH {what} of {uid}: {status} {data}")
        return data[0][1] if isinstance(data[0], tuple) else data[0]
