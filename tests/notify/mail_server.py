# A real SMTP server (aiosmtpd) on a free port of the loopback interface, with faults on request.
#
# mail_server.py FOLDER MODE [CERTIFICATE KEY]: prints its port, writes each mail taken to FOLDER/N.eml, ends with its
# standard input. MODE: ok | busy (451) | refuse (550) | refuse-data (554) | password (signing in as anna / secret).
# With a certificate the server speaks TLS from the start.
import asyncio
import logging
import os
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

folder, mode = sys.argv[1], sys.argv[2]
# It warns of signing in without TLS, which is just what a test wants to see refused.
warnings.simplefilter("ignore")
logging.disable()


class Handler:
    taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode == "busy":
            return "451 4.3.2 Please come again later"
        if mode == "refuse":
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if mode == "refuse-data":
            return "554 5.7.1 Not wanted"
        self.taken += 1
        path = os.path.join(folder, f"{self.taken}.eml")
        with open(path + ".part", "wb") as out:
            out.write(f"X-Envelope: {envelope.mail_from} {' '.join(envelope.rcpt_tos)}\r\n".encode())
            out.write(envelope.original_content)
        os.rename(path + ".part", path)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    # Not "handled": aiosmtpd itself then says 235 or 535.
    return AuthResult(success=(data.login, data.password) == (b"anna", b"secret"), handled=False)


async def main():
    handler, tls = Handler(), None
    if len(sys.argv) > 4:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[3], sys.argv[4])
    options = {}
    if mode == "password":
        # The connection is inside TLS already, which aiosmtpd can't know.
        options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost", **options), "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
