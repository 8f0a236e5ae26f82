"""What a signature covers is never altered: it passes and verifies, or all of it is kept."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from mta import letters
from mta.attachments import STRIPPED, AttachmentTest
from mta.letters import file_part, letter, multipart, text_part, ups_part

PGP = '; protocol="application/pgp-signature"; micalg=pgp-sha256'
SIGNATURE = (b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n"
             b"-----BEGIN PGP SIGNATURE-----\r\n\r\niHUEABYKAB0=\r\n-----END PGP SIGNATURE-----\r\n")


class Signer:
    """A key of its own, and the openssl program."""

    def __init__(self):
        if not shutil.which("openssl"):
            raise unittest.SkipTest("there is no openssl program")
        self.place = Path(tempfile.mkdtemp())
        self._run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Ann",
                  "-addext", "subjectAltName=email:ann@sender.example", "-addext", "extendedKeyUsage=emailProtection",
                  "-keyout", "key.pem", "-out", "certificate.pem")

    def remove(self):
        shutil.rmtree(self.place)

    def _run(self, *arguments, content=b""):
        done = subprocess.run(["openssl", *arguments], cwd=self.place, input=content, capture_output=True, check=False)
        if done.returncode:
            raise AssertionError(f"openssl {arguments}: {done.stderr.decode()}")
        return done.stdout

    def sign(self, subject, entity, *how):
        """A letter around the signed entity."""
        made = self._run("smime", "-sign", "-signer", "certificate.pem", "-inkey", "key.pem", *how, content=entity)
        return letter(subject, letters.crlf(made).removeprefix(b"MIME-Version: 1.0\r\n"))

    def encrypt(self, subject, entity):
        """A letter that only its reader can open."""
        made = self._run("smime", "-encrypt", "-aes128", "certificate.pem", content=entity)
        return letter(subject, letters.crlf(made).removeprefix(b"MIME-Version: 1.0\r\n"))

    def verify(self, content):
        """What is signed; throws AssertionError where the signature does not cover it."""
        return self._run("smime", "-verify", "-CAfile", "certificate.pem", content=content)


class SignedMail(AttachmentTest):
    @classmethod
    def setUpClass(cls):
        cls.signer = Signer()
        cls.addClassCleanup(cls.signer.remove)
        super().setUpClass()

    @staticmethod
    def harmless():
        text = text_part("caf\u00e9\n", encoding="quoted-printable")
        return multipart([text, file_part("notes.zip", letters.text_zip())], boundary="inner")

    @staticmethod
    def denied():
        return multipart([text_part("hello\n"), ups_part()], boundary="inner")

    def test_a_harmless_attachment_passes_and_the_signature_verifies(self):
        for name, how in {"detached": (), "opaque": ("-nodetach",)}.items():
            with self.subTest(name):
                content = self.signer.sign(f"signed {name}", self.harmless(), *how)
                outcome = self.outcome(content)
                self.check_untouched(outcome, content)
                self.assertEqual(self.signer.verify(outcome.delivery.content), self.harmless())

    def test_a_denied_one_is_kept_with_all_of_the_message_and_verifies_there(self):
        content = self.signer.sign("signed and denied", self.denied())
        outcome = self.outcome(content)
        self.check_held(outcome, content)
        self.assertEqual(self.signer.verify(self.kept.export(outcome.kept)), self.denied())

    def test_pgp_mime_is_kept_likewise(self):
        entity = multipart([self.denied(), SIGNATURE], "signed", boundary="outer")
        content = letter("signed by PGP", entity.replace(b"signed;", b"signed" + PGP.encode() + b";", 1))
        self.check_held(self.outcome(content), content)

    def test_a_denied_one_beside_what_is_signed_is_taken_out_and_the_rest_verifies(self):
        signed = self.signer.sign("x", self.harmless()).partition(b"MIME-Version: 1.0\r\n")[2]
        outcome = self.outcome(letter("beside", multipart([signed, ups_part()])))
        self.assertIsNotNone(outcome.delivery.header(STRIPPED))
        self.assertFalse(letters.has_program(outcome.delivery.content))
        first = letters.pieces(outcome.delivery.body)[1].removeprefix(b"\r\n")
        self.assertEqual(self.signer.verify(b"MIME-Version: 1.0\r\n" + first), self.harmless())

    def test_a_denied_one_inside_of_the_signature_is_kept_with_all_of_the_message(self):
        content = self.signer.sign("opaque and denied", self.denied(), "-nodetach")
        outcome = self.outcome(content)
        self.check_held(outcome, content)
        self.assertEqual(self.signer.verify(self.kept.export(outcome.kept)), self.denied())

    def test_encrypted_mail_passes_and_a_rule_can_keep_it(self):
        content = self.signer.encrypt("encrypted", self.denied())
        self.check_untouched(self.outcome(content), content)
        rules = [{"name": "smime", "types": ["smime"], "action": "quarantine"}, {"use": "default"}]
        self.gate.reload(self.config(attachments={"mode": "strip", "rules": rules}))
        try:
            content = self.signer.encrypt("encrypted and kept", self.denied())
            self.check_held(self.outcome(content), content)
        finally:
            self.gate.reload(self.config())

    def test_it_passes_where_the_configuration_says_so(self):
        self.gate.reload(self.config(attachments={"mode": "strip", "signed": "pass"}))
        try:
            content = self.signer.sign("let through", self.denied())
            outcome = self.outcome(content)
            self.check_untouched(outcome, content)
            self.assertIn("ATTACHMENT_DENIED", outcome.delivery.header("X-Mailreeve-Findings"))
            self.assertEqual(self.signer.verify(outcome.delivery.content), self.denied())
        finally:
            self.gate.reload(self.config())
