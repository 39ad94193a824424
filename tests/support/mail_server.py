"""A stock mail server (aiosmtpd) on the loopback, as a company runs one: nothing before STARTTLS, nothing without a password.

Takes the files of certificate and key, and a name and its password. Prints its port, then each letter as a line of JSON.
"""

import json
import socket
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

cert, key, name, password = sys.argv[1:]


class Letters:
    async def handle_DATA(self, server, session, envelope):
        letter = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "tls": session.ssl is not None,
            "signed_in": session.authenticated,
            "text": envelope.content.decode(),
        }
        print(json.dumps(letter), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, given):
    right = (given.login, given.password) == (name.encode(), password.encode())
    return AuthResult(success=right, handled=right)


with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
controller = Controller(
    Letters(), hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True, auth_required=True,
    authenticator=authenticate,
)
controller.start()
print(port, flush=True)
time.sleep(120)
