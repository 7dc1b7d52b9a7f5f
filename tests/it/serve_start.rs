//! `jisr serve` from start to end: ports, browsers, other devices, systems
//! that tell of no changes, and how it stops.

use std::fs;
use std::io::Write;
use std::net::{IpAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::server::{self, Preview, SOON, sample};

const JISR: &str = env!("CARGO_BIN_EXE_jisr");
const PROJECT: &str = "content/projects/hedayah-capacity.fr.md";
const PAGE: &str = "/fr/projects/hedayah-capacity/";

/// The address that a colleague is told, where this machine has one.
fn told_address(preview: &Preview) -> Option<IpAddr> {
    let said = preview.said();
    let line = said.lines().find(|line| line.contains("other devices"))?;
    let host = line.split("http://").nth(1)?.split(':').next()?;
    Some(host.parse().unwrap_or_else(|_| panic!("no address: {line}")))
}

/// Asks the preview as another machine would: from an address that is not the
/// one that is asked.
fn ask_from(address: IpAddr, preview: &Preview, path: &str) -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((address, 0).into()).unwrap();
        socket.connect(([127, 0, 0, 1], preview.address.port()).into()).await.unwrap()
    });
    let mut stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(SOON)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}:1111\r\nConnection: close\r\n\r\n").unwrap();
    std::io::read_to_string(stream).unwrap()
}

#[test]
fn colleagues_are_told_an_address_and_see_published_pages_only() {
    let site = sample();
    let text = site.read(PROJECT).replacen("title:", "draft: true\ntitle:", 1);
    site.write("content/projects/secret.fr.md", &text);
    let preview = site.serve(&["--interface", "0.0.0.0"]);
    let Some(address) = told_address(&preview) else {
        return println!("this machine has no address on a network");
    };
    assert!(!address.is_loopback() && TcpListener::bind((address, 0)).is_ok(), "{address} is not this machine's");
    assert!(preview.page("/fr/projects/secret/").contains("client.js"), "here, drafts are seen");
    for (path, status) in
        [("/fr/", 200), (PAGE, 200), ("/fr/projects/secret/", 404), ("/_jisr/", 404), ("/_jisr/events", 404)]
    {
        let answer = ask_from(address, &preview, path);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
        assert!(!answer.contains("_jisr"), "{path}: {answer}");
    }
    // Nothing wrong is shown to them either.
    site.edit(PROJECT, "title:", "titre:");
    preview.wait_to_say("titre");
    let answer = ask_from(address, &preview, PAGE);
    assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("titre"), "{answer}");
    assert!(told_address(&sample().serve(&[])).is_none(), "nobody is told of an address that is not answered");
}

#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_opened_if_asked() {
    use std::os::unix::fs::PermissionsExt;
    let site = sample();
    let programs = tempfile::tempdir().unwrap();
    let (program, opened) = (programs.path().join("xdg-open"), programs.path().join("opened"));
    fs::write(&program, format!("#!/bin/sh\necho \"$@\" > {0}.new && mv {0}.new {0}\n", opened.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let paths = format!("{}:{}", programs.path().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(JISR);
    command.env("PATH", paths);
    let preview = site.serve_by(command, &["--open"]);
    let end = Instant::now() + SOON;
    while !opened.exists() && Instant::now() < end {
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(&opened).unwrap(), format!("http://{}/\n", preview.address));
    // Whoever has no such program opens it by hand.
    let mut command = Command::new(JISR);
    command.env("PATH", programs.path().join("none"));
    assert_eq!(sample().serve_by(command, &["--open"]).get("/fr/").status, 200);
}

/// A shell that starts what follows with hardly any watches of the system.
#[cfg(target_os = "linux")]
fn without_watches() -> Option<Command> {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c"]);
    command.arg("echo 2 > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"");
    let trial = Command::new("unshare")
        .args(["--user", "--map-root-user", "sh", "-c"])
        .arg("echo 2 > /proc/sys/user/max_inotify_watches")
        .status();
    trial.is_ok_and(|status| status.success()).then_some(command)
}

#[test]
#[cfg(target_os = "linux")]
fn where_the_system_can_watch_no_more_files_are_looked_at() {
    let Some(mut command) = without_watches() else { return println!("this system cannot be limited") };
    command.arg(JISR);
    let site = sample();
    let preview = site.serve_by(command, &[]);
    preview.wait_to_say("jisr checks for them every second");
    site.edit(PROJECT, "\n---\n", "\n---\nSans événement.\n\n");
    preview.wait_for_text(PAGE, "Sans événement.");
    site.write("content/projects/new/index.fr.md", &site.read(PROJECT));
    preview.wait_for("/fr/projects/new/", |answer| answer.status == 200);
    assert_eq!(preview.said().matches("every second").count(), 1, "it is said once");
}

#[test]
fn it_says_where_the_site_is_in_the_language_of_the_staff() {
    for (lang, words) in [
        ("fr", ["pages prêtes", "Le site\u{a0}: ", "Le tableau de bord\u{a0}: ", "Pour arrêter\u{a0}: Ctrl-C"]),
        ("ar", ["صفحة جاهزة", "الموقع: ", "لوحة المتابعة: ", "للإيقاف: Ctrl-C"]),
    ] {
        let site = sample();
        let mut child = Command::new(JISR)
            .args(["serve", "--root", site.root().to_str().unwrap(), "--port", "0", "--lang", lang])
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, said) = std::sync::mpsc::channel();
        let stderr = child.stderr.take().unwrap();
        thread::spawn(move || {
            use std::io::BufRead;
            let lines = std::io::BufReader::new(stderr).lines().map_while(Result::ok);
            lines.for_each(|line| drop(sender.send(line)));
        });
        for word in words {
            let found = std::iter::from_fn(|| said.recv_timeout(SOON).ok()).any(|line| line.contains(word));
            assert!(found, "{lang}: {word}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
#[cfg(unix)]
fn it_ends_at_once_with_browsers_connected() {
    let site = sample();
    let preview = site.serve(&[]);
    let streams: Vec<_> = (0..6).map(|_| preview.events()).collect();
    streams.iter().for_each(|stream| drop(stream.recv_timeout(SOON).unwrap()));
    let mut idle = TcpStream::connect(preview.address).unwrap();
    write!(idle, "GET /fr/ HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut half = TcpStream::connect(preview.address).unwrap();
    write!(half, "GET /fr/ HTTP/1.1\r\nHo").unwrap();
    let began = Instant::now();
    assert_eq!(preview.end("-INT"), Some(0));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn staff_write_as_their_programs_do() {
    let site = sample();
    let preview = site.serve(&[]);
    // As a program of Windows writes.
    let windows = site.read(PROJECT).replacen("\n---\n", "\n---\nSous Windows.\n\n", 1).replace('\n', "\r\n");
    site.write(PROJECT, &format!("\u{feff}{windows}"));
    preview.wait_for_text(PAGE, "Sous Windows.");
    assert!(server::panel(&preview.get(PAGE).body).is_empty());
    // A folder with the name of a file.
    fs::create_dir_all(site.path("content/projects/folder.fr.md")).unwrap();
    site.write("content/projects/folder.fr.md/note.txt", "x");
    // All content is away for a while, as while a drive is.
    let away = site.root().join("away");
    fs::rename(site.path("content"), &away).unwrap();
    preview.wait_for(PAGE, |answer| answer.status == 404);
    assert_eq!(preview.get("/fr/").status, 200);
    fs::rename(&away, site.path("content")).unwrap();
    preview.wait_for_text(PAGE, "Sous Windows.");
    site.edit(PROJECT, "Sous Windows.", "De retour.");
    preview.wait_for_text(PAGE, "De retour.");
}

#[test]
fn a_huge_file_is_no_danger() {
    let site = sample();
    let preview = site.serve(&[]);
    let picture = site.path("content/projects/hedayah-capacity/film.mp4");
    fs::create_dir_all(picture.parent().unwrap()).unwrap();
    film(&picture, 50 << 20);
    site.edit(PROJECT, "\n---\n", "\n---\n[Film](hedayah-capacity/film.mp4)\n\n");
    preview.wait_for_text(PAGE, "film.");
    let page = preview.page(PAGE);
    let address = page.split("href=\"").find(|part| part.contains("film.")).unwrap().split('"').next().unwrap();
    assert_eq!(preview.get(address).body.len(), 50 << 20);
    assert!(preview.memory().is_none_or(|memory| memory < 400 << 10), "{:?} kB", preview.memory());
}

/// A film that shows nothing: the head of an MPEG-4 file, then zeros.
fn film(path: &Path, length: u64) {
    fs::write(path, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").unwrap();
    fs::File::options().append(true).open(path).unwrap().set_len(length).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn a_hundred_silent_connections_take_nothing_away() {
    let site = sample();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 128 && exec \"$0\" \"$@\"", JISR]);
    let preview = site.serve_by(command, &[]);
    let silent: Vec<_> = (0..300)
        .filter_map(|at| {
            let mut stream = TcpStream::connect(preview.address).ok()?;
            write!(stream, "{}", if at % 2 == 0 { "GET /fr/ HT" } else { "" }).ok()?;
            Some(stream)
        })
        .collect();
    assert!(silent.len() > 200);
    assert_eq!(preview.get("/fr/").status, 200);
    site.edit(PROJECT, "\n---\n", "\n---\nMalgré la foule.\n\n");
    preview.wait_for_text(PAGE, "Malgré la foule.");
    assert!(!preview.said().contains("cannot be read"), "{}", preview.said());
    drop(silent);
}

#[test]
fn a_file_opens_for_a_page_of_the_preview_alone() {
    let site = sample();
    let preview = site.serve(&["--editor", "true"]);
    let ask = |from: &str, file: &str| {
        let head = format!("GET /_jisr/open?file={file}&line=3 HTTP/1.1\r\nHost: {}\r\n{from}", preview.address);
        preview.ask(&head).status
    };
    let own = "Sec-Fetch-Site: same-origin\r\n";
    assert_eq!((ask(own, PROJECT), ask(own, "site.yaml")), (204, 204));
    for from in ["", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: none\r\n"] {
        assert_eq!(ask(from, PROJECT), 403, "{from}");
    }
    for file in ["../site.yaml", "%2e%2e/x", "/etc/passwd", "content/never.md", "output/fr/index.html", ""] {
        assert!([400, 404].contains(&ask(own, file)), "{file}");
    }
}
