"""`jisr publish` to real servers: first publication, update, removal, files of others, refusal, an error, connections
that are cut, two at once, undo."""

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import threading
import time

import servers

JISR = os.environ["JISR"]
CUTS = int(os.environ.get("JISR_CUTS", "4"))
PROJECTS = 6


class Site:
    """A small site in a folder of its own, which is published to one place."""

    def __init__(self, folder, to, more="", environment=None):
        self.root = folder / "site"
        self.environment = {**os.environ, "NO_PROXY": "127.0.0.1", **(environment or {})}
        self.environment.pop("AWS_PROFILE", None)
        subprocess.run([JISR, "init", self.root, "--lang", "fr"], check=True, capture_output=True)
        yaml = (self.root / "site.yaml").read_text()
        (self.root / "site.yaml").write_text(f"{yaml}\nsocial_cards: false\npublish:\n  web: {{to: \"{to}\"{more}}}\n")
        for number in range(PROJECTS):
            self.write(number, "premier")

    def write(self, number, word):
        text = f"---\ntitle: Projet {number}\ntype: bilateral\npartners: [{self.partner()}]\n---\nTexte {word}.\n"
        (self.root / f"content/projects/p{number}.fr.md").write_text(text)

    def partner(self):
        return re.search(r"^([a-z-]+):", (self.root / "content/partners.yaml").read_text(), re.M)[1]

    def publish(self, *arguments, environment=None):
        return subprocess.run(
            [JISR, "publish", "--root", self.root, "--lang", "en", "--yes", *arguments],
            env={**self.environment, **(environment or {})},
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=150,
        )

    def published(self, *arguments):
        done = self.publish(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def built(self):
        output = self.root / "output"
        files = {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}
        return {path: data for path, data in files.items() if not path.startswith(".jisr-")}

    def log(self):
        return [json.loads(line) for line in (self.root / ".jisr-published.jsonl").read_text().splitlines()]


def is_own(path):
    return path.startswith("jisr-")


def is_hashed(path):
    return re.search(r"\.[0-9a-f]{10}\.[a-z0-9]+$", path)


class Folder:
    """What readers of a folder can ask for."""

    def __init__(self, root):
        self.root = root

    def files(self):
        all_files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path.relative_to(self.root)): path.read_bytes() for path in all_files}

    def put(self, path, data):
        (self.root / path).write_bytes(data)


class Bucket:
    """What readers of a bucket can ask for."""

    def __init__(self, port, name):
        import boto3

        self.name = name
        self.client = boto3.client(
            "s3", endpoint_url=f"http://{servers.LOCAL}:{port}", region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",
        )
        self.client.create_bucket(Bucket=name)

    def files(self):
        found = {}
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name):
            for item in page.get("Contents", []):
                found[item["Key"]] = self.client.get_object(Bucket=self.name, Key=item["Key"])["Body"].read()
        return found

    def put(self, path, data):
        self.client.put_object(Bucket=self.name, Key=path, Body=data)


def online(host):
    return {path: data for path, data in host.files().items() if not is_own(path)}


def check_whole(host, versions):
    """Every page that answers is whole, of the one or the other version, and finds what it needs."""
    files = online(host)
    for path, data in files.items():
        if not path.endswith(".html"):
            continue
        assert any(version.get(path) == data for version in versions), f"{path} is not whole"
        for asset in re.findall(rb'"/(assets/[^"]+)"', data):
            asset = asset.decode()
            known = [version[asset] for version in versions if asset in version]
            assert files.get(asset) in known, f"{path} lacks {asset}"


def story(check, name, site, host, proxy, refused, is_http):
    """The whole life of a published site. `refused` is the environment of somebody whom the host does not know."""

    def step(what):
        return check(f"{name}: {what}")

    with step("first publication"):
        site.published()
        assert online(host) == site.built() and len(site.built()) > 60
    with step("nothing to do"):
        assert "up to date" in site.published()
    with step("an update sends what changed"):
        before = online(host)
        for number in range(3):
            site.write(number, "deuxième")
        site.published()
        after = online(host)
        assert {path: after[path] for path in site.built()} == site.built()
        changed = [path for path in site.built() if before.get(path) != after[path]]
        line = site.log()[-1]
        assert line["new"] + line["changed"] == len(changed) < len(after) / 2, (line, len(changed))
    with step("a file of others is named and stays"):
        host.put("rapport.txt", b"theirs")
        site.write(0, "troisième")
        assert "rapport.txt" in site.published()
        assert host.files()["rapport.txt"] == b"theirs"
    with step("a page that is removed goes"):
        (site.root / "content/projects/p5.fr.md").unlink()
        site.published("--allow-removals", "9")
        assert not [path for path in online(host) if "/p5/" in path]
    with step("whom the host does not know is refused"):
        before = host.files()
        site.write(1, "refusé")
        done = site.publish(environment=refused)
        assert done.returncode == 3 and "publish-failed" in done.stderr, done.stderr
        assert host.files() == before
        site.published()
    with step("undo"):
        now = {path: data for path, data in online(host).items() if not is_hashed(path)}
        site.write(2, "regretté")
        site.published()
        site.published("--undo")
        assert {path: data for path, data in online(host).items() if not is_hashed(path)} == now
        site.published()
    if is_http:
        with step("an error of the server is tried again"):
            proxy.errors = 2
            site.write(0, "malgré tout")
            site.published()
            assert proxy.refused == 2
    with step(f"{CUTS} connections cut at random"):
        chance = random.Random(name)
        for cut in range(CUTS):
            old = site.built()
            for number in range(4):
                site.write(number, f"coupé {cut}")
            proxy.cut_after(chance.randrange(2_000, 120_000))
            done = site.publish()
            proxy.cut_after(None)
            check_whole(host, [old, site.built()])
            assert done.returncode in (0, 3), done.stderr
            site.published()
            assert {path: host.files().get(path) for path in site.built()} == site.built()
    with step("two at once"):
        other = site.root.with_name("other")
        shutil.copytree(site.root, other)
        (other / ".jisr-cache/publications/identity").unlink()
        twin = object.__new__(Site)
        twin.root, twin.environment = other, site.environment
        site.write(0, "un"), twin.write(0, "deux")
        done = {}
        run = [threading.Thread(target=lambda own=own: done.update({own: own.publish()})) for own in (site, twin)]
        [thread.start() for thread in run], [thread.join() for thread in run]
        for came in done.values():
            assert came.returncode == 0 or (came.returncode == 3 and "busy" in came.stderr), came.stderr
        assert any(came.returncode == 0 for came in done.values())
        check_whole(host, [site.built(), twin.built()])
        assert not [path for path in host.files() if path.startswith(("jisr-publishing", "jisr-unfinished"))]


def to_s3(check, folder):
    server = servers.s3(folder)
    proxy = servers.Proxy(server.port)
    try:
        host = Bucket(server.port, "site")
        known = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        more = f", endpoint: \"http://{servers.LOCAL}:{proxy.port}\""
        site = Site(folder, "s3://site", more, known)
        # moto knows everybody: an address where nobody answers stands for a stranger's.
        yaml = (site.root / "site.yaml").read_text()
        refused = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": str(folder)}
        assert "endpoint" in yaml
        story(check, "S3", site, host, proxy, refused, True)
        with check("S3: readers are told types and for how long to keep a file"):
            head = lambda path: host.client.head_object(Bucket="site", Key=path)
            page, sheet = head("fr/index.html"), next(path for path in host.files() if path.endswith(".css"))
            assert page["ContentType"] == "text/html; charset=utf-8" and "max-age=300" in page["CacheControl"]
            assert head(sheet)["ContentType"].startswith("text/css") and "immutable" in head(sheet)["CacheControl"]
    finally:
        proxy.stop()
        server.stop()


def in_folder(check, folder, name, start, scheme, is_http):
    www = folder / "www"
    www.mkdir()
    server = start(folder, www)
    proxy = servers.Proxy(server.port)
    try:
        site = Site(folder, f"{scheme}://web@{servers.LOCAL}:{proxy.port}", "", {"JISR_PASSWORD": servers.PASSWORD})
        story(check, name, site, Folder(www), proxy, {"JISR_PASSWORD": "wrong"}, is_http)
    finally:
        proxy.stop()
        server.stop()


def to_webdav(check, folder):
    in_folder(check, folder, "WebDAV", servers.webdav, "dav", True)


def to_ftp(check, folder):
    in_folder(check, folder, "FTP", servers.ftp, "ftp", False)


def to_sftp(check, folder):
    www = folder / "www"
    www.mkdir()
    server = servers.sftp(folder)
    proxy = servers.Proxy(server.port)
    paths = {name: f"{folder}/bin-{name}:{os.environ['PATH']}" for name in ("user", "stranger")}
    try:
        site = Site(folder, f"sftp://{server.user}@{servers.LOCAL}:{proxy.port}{www}", "", {"PATH": paths["user"]})
        story(check, "SFTP", site, Folder(www), proxy, {"PATH": paths["stranger"]}, False)
    finally:
        proxy.stop()
        server.stop()


def hung(check, folder):
    """A host that takes connections and never answers."""
    server = servers.s3(folder)
    proxy = servers.Proxy(server.port)
    try:
        proxy.is_silent = True
        more = f", endpoint: \"http://{servers.LOCAL}:{proxy.port}\""
        site = Site(folder, "s3://site", more, {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
        with check("a host that never answers ends the publication"):
            start = time.monotonic()
            done = site.publish()
            assert done.returncode == 3 and time.monotonic() - start < 110, (done.stderr, time.monotonic() - start)
    finally:
        proxy.stop()
        server.stop()


ALL = [to_s3, to_webdav, to_ftp, to_sftp, hung]
