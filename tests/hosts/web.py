"""What running web servers answer, configured by what jisr writes for them."""

import http.client
import os
import pathlib
import re
import subprocess

import servers

JISR = os.environ["JISR"]


def site(folder, host):
    root = folder / "site"
    subprocess.run([JISR, "init", root, "--lang", "fr"], check=True, capture_output=True)
    yaml = (root / "site.yaml").read_text()
    yaml = re.sub(r"(?m)^base_url:.*$", "base_url: https://cooperation.tn/a/", yaml)
    (root / "site.yaml").write_text(f"{yaml}\nsocial_cards: false\nhost: {host}\nhsts: true\n")
    page = root / "content/pages/about.fr.md"
    page.write_text(page.read_text().replace("---\n", "---\naliases: [ancien-nom, vieux/chemin, عنوان-قديم]\n", 1))
    (root / "static/root").mkdir(parents=True, exist_ok=True)
    (root / "static/root/liste.csv").write_text("é;1\n")
    (root / "static/root/image.webp").write_bytes(b"RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0")
    done = subprocess.run([JISR, "build", "--root", root, "--output", folder / "www/a"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / "www/a/jisr-published-0123-2.json").write_text("{}")
    return root


def ask(port, path):
    connection = http.client.HTTPConnection(servers.LOCAL, port, timeout=10)
    connection.request("GET", path, headers={"Host": "cooperation.tn"})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def questions(check, name, port, www):
    def step(what):
        return check(f"{name}: {what}")

    sheet = next(str(path.relative_to(www)) for path in www.rglob("*.css"))
    with step("a page has strict headers and is kept shortly"):
        status, headers, body = ask(port, "/a/fr/")
        assert status == 200 and body == (www / "a/fr/index.html").read_bytes(), status
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe-inline" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "max-age=31536000" in headers["strict-transport-security"]
        assert "max-age=300" in headers["cache-control"], headers
        assert headers["content-type"].lower() == "text/html; charset=utf-8", headers
    with step("a file with a hash in its name is kept for long"):
        status, headers, _ = ask(port, f"/{sheet}")
        assert status == 200 and "immutable" in headers["cache-control"], (status, headers)
        assert headers["x-content-type-options"] == "nosniff" and "content-security-policy" in headers
    with step("types"):
        for file, kind in [("liste.csv", "text/csv; charset=utf-8"), ("image.webp", "image/webp")]:
            status, headers, _ = ask(port, f"/a/{file}")
            assert status == 200 and headers["content-type"].lower() == kind, (file, status, headers)
    with step("a former address leads on for good"):
        encoded = "%D8%B9%D9%86%D9%88%D8%A7%D9%86-%D9%82%D8%AF%D9%8A%D9%85"
        for old in ["/a/fr/ancien-nom/", "/a/fr/ancien-nom", "/a/fr/vieux/chemin/", f"/a/fr/{encoded}/"]:
            status, headers, _ = ask(port, old)
            assert status == 301, (old, status)
            assert re.sub(r"^https?://[^/]+", "", headers["location"]) == "/a/fr/about/", (old, headers["location"])
    with step("an address that leads nowhere has the page for that"):
        status, headers, body = ask(port, "/a/fr/nulle-part/")
        assert status == 404 and body == (www / "a/404.html").read_bytes(), status
        assert "content-security-policy" in headers
    with step("what jisr keeps for itself is refused"):
        for own in ["/a/jisr-published-0123-2.json", "/a/.jisr-manifest"]:
            assert ask(port, own)[0] in (403, 404), own


def apache(check, folder):
    site(folder, "apache")
    port, www = servers.free_port(), folder / "www"
    modules = "authz_core mime dir alias headers mpm_event".split()
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules)
    config = folder / "apache.conf"
    config.write_text(
        f"{loaded}ServerName cooperation.tn\nListen {servers.LOCAL}:{port}\nPidFile {folder}/apache.pid\n"
        f"ErrorLog {folder}/apache-error.log\nTypesConfig /etc/mime.types\nDocumentRoot {www}\n"
        f"<Directory {www}>\n  AllowOverride All\n  Require all granted\n</Directory>\n"
    )
    run(check, "Apache", ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", config], port, folder)


def nginx(check, folder):
    root = site(folder, "nginx")
    port, www = servers.free_port(), folder / "www"
    (folder / "jisr.conf").write_text(export(root))
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\nuser {'root' if os.getuid() == 0 else 'nobody'};\npid {folder}/nginx.pid;\n"
        f"error_log {folder}/nginx-error.log;\nevents {{}}\nhttp {{\n  access_log off;\n"
        + "".join(f"  {kind}_temp_path {folder}/nginx-{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"  server {{\n    listen {servers.LOCAL}:{port};\n    root {www};\n    absolute_redirect off;\n"
        f"    include {folder}/jisr.conf;\n  }}\n}}\n"
    )
    run(check, "nginx", ["/usr/sbin/nginx", "-c", config], port, folder)


def caddy(check, folder):
    root = site(folder, "caddy")
    port, www = servers.free_port(), folder / "www"
    (folder / "jisr.caddy").write_text(export(root))
    config = folder / "Caddyfile"
    config.write_text(
        f"{{\n  admin off\n  auto_https off\n}}\nhttp://:{port} {{\n  bind {servers.LOCAL}\n  root * {www}\n"
        f"  import {folder}/jisr.caddy\n}}\n"
    )
    command = ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", config]
    run(check, "Caddy", command, port, folder, env={**os.environ, "HOME": str(folder)})


def export(root):
    done = subprocess.run([JISR, "export", "host", "--root", root], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(check, name, command, port, folder, **options):
    server = servers.Server(command, port, folder / "web.log", **options)
    try:
        questions(check, name, port, folder / "www")
    finally:
        server.stop()


ALL = [apache, nginx, caddy]
