"""Real servers on the loopback interface, each ended by its own id, and a proxy that spoils connections."""

import asyncio
import os
import pathlib
import socket
import subprocess
import sys
import textwrap
import threading
import time

LOCAL = "127.0.0.1"
PASSWORD = "only-for-tests"


def free_port():
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection((LOCAL, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at port {port}")


class Server:
    """A process that is ended with the test."""

    def __init__(self, command, port, log, **options):
        self.port, self.log = port, open(log, "wb")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, **options)
        try:
            wait_for(port)
        except RuntimeError:
            self.stop()
            raise RuntimeError(f"{command[0]}: {pathlib.Path(log).read_text(errors='replace')[-2000:]}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def python(program, port, log, *arguments):
    return Server([sys.executable, "-c", textwrap.dedent(program), str(port), *map(str, arguments)], port, log)


def s3(folder):
    port = free_port()
    return Server([sys.executable, "-m", "moto.server", "-H", LOCAL, "-p", str(port)], port, folder / "s3.log")


def webdav(folder, root):
    program = """
        import sys
        from cheroot import wsgi
        from wsgidav.wsgidav_app import WsgiDAVApp
        port, root, password = sys.argv[1:]
        config = {
            "provider_mapping": {"/": root}, "verbose": 1, "logging": {"enable_loggers": []},
            "http_authenticator": {"domain_controller": None, "accept_basic": True, "accept_digest": False},
            "simple_dc": {"user_mapping": {"*": {"web": {"password": password}}}},
            "property_manager": True, "lock_storage": True,
        }
        wsgi.Server(("127.0.0.1", int(port)), WsgiDAVApp(config), numthreads=16).start()
    """
    return python(program, free_port(), folder / "webdav.log", root, PASSWORD)


def ftp(folder, root):
    program = """
        import sys
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler
        from pyftpdlib.servers import FTPServer
        port, root, password = sys.argv[1:]
        FTPHandler.authorizer = DummyAuthorizer()
        FTPHandler.authorizer.add_user("web", password, root, perm="elradfmwMT")
        FTPServer(("127.0.0.1", int(port)), FTPHandler).serve_forever()
    """
    return python(program, free_port(), folder / "ftp.log", root, PASSWORD)


def sftp(folder):
    """OpenSSH's server with keys of its own, and a folder with an `ssh` that knows them."""
    port, user = free_port(), os.environ.get("USER") or subprocess.check_output(["id", "-un"], text=True).strip()
    for name in ("host", "user", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress {LOCAL}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/user.pub\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        f"PermitRootLogin yes\nPidFile {folder}/sshd.pid\nSubsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    if os.getuid() == 0:
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    server = Server(["/usr/sbin/sshd", "-D", "-e", "-f", config], port, folder / "sshd.log")
    public = (folder / "host.pub").read_text().split()
    for name in ("user", "stranger"):
        (folder / f"bin-{name}").mkdir()
        (folder / f"known-{name}").write_text("* " + " ".join(public[:2]) + "\n")
        (folder / f"config-{name}").write_text(
            f"IdentityFile {folder}/{name}\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known-{name}\nBatchMode yes\n"
        )
        command = folder / f"bin-{name}" / "ssh"
        command.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config-{name} "$@"\n')
        command.chmod(0o755)
    server.user = user
    return server


class Proxy:
    """Passes bytes on to a server; can cut everything after so many bytes, answer one request with an error of the
    server, or fall silent."""

    def __init__(self, port):
        self.behind, self.port = port, free_port()
        self.left, self.errors, self.is_silent, self.refused = None, 0, False, 0
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._serve, LOCAL, self.port))
        ready.set()
        self.loop.run_forever()

    def cut_after(self, octets):
        self.left = octets

    async def _serve(self, reader, writer):
        if self.left is not None and self.left <= 0:
            writer.transport.abort()
            return
        try:
            to_reader, to_writer = await asyncio.open_connection(LOCAL, self.behind)
        except OSError:
            writer.transport.abort()
            return
        both = [(reader, to_writer, True), (to_reader, writer, False)]
        await asyncio.gather(*(self._pass(*way, writer) for way in both), return_exceptions=True)
        for end in (writer, to_writer):
            end.close()

    async def _pass(self, reader, writer, is_request, client):
        while data := await reader.read(4096):
            if self.is_silent:
                await asyncio.sleep(3600)
            if is_request and self.errors and data.startswith(b"PUT "):
                self.errors, self.refused = self.errors - 1, self.refused + 1
                client.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                await client.drain()
                client.close()
                return
            if self.left is not None:
                data, self.left = data[: max(self.left, 0)], self.left - len(data)
            if data:
                writer.write(data)
                await writer.drain()
            if self.left is not None and self.left <= 0:
                client.transport.abort()
                writer.transport.abort()
                return
        if writer.can_write_eof():
            writer.write_eof()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
