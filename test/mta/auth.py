"""Dovecot's authentication protocol, as much of it as Postfix's smtpd needs."""

import base64
import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("VERSION\t1\t1", "MECH\tPLAIN\tplaintext", "SPID\t1", "CUID\t1",
                 "COOKIE\t" + "0" * 32, "DONE")
        for line in self.rfile:
            words = line.decode(errors="replace").rstrip("\n").split("\t")
            if words[0] == "AUTH":
                self._judge(words[1], words[2:])

    def say(self, *lines):
        self.wfile.write("".join(line + "\n" for line in lines).encode())

    def _judge(self, number, words):
        given = next((word[5:] for word in words if word.startswith("resp=")), "")
        parts = base64.b64decode(given).decode(errors="replace").split("\0")
        user, password = (parts + ["", "", ""])[1:3]
        if user and self.server.users.get(user) == password:
            self.say(f"OK\t{number}\tuser={user}")
        else:
            self.say(f"FAIL\t{number}\tuser={user}")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class AuthServer:
    """Knows users by name and password. For smtpd_sasl_path = inet:127.0.0.1:PORT."""

    def __init__(self, users):
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.users = dict(users)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="auth")

    @property
    def port(self):
        return self._server.server_address[1]

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(10)
        self._server.server_close()
