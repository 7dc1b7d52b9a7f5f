//! `jisr serve`, as the people who use it see it: somebody saves a file, and
//! the page is another one; somebody breaks a file, and the page stays.

use std::fs;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::place::copy;
use crate::support::server::{Answer, SOON, empty, panel, sample};

const PROJECT: &str = "content/projects/hedayah-capacity.fr.md";
const PAGE: &str = "/fr/projects/hedayah-capacity/";

/// How soon a saved file is to be seen. It takes some 50 milliseconds, and longer beside other tests.
const AT_ONCE: Duration = Duration::from_secs(5);

fn has_panel(answer: &Answer) -> bool {
    !panel(&answer.body).is_empty()
}

#[test]
fn a_saved_file_is_seen_at_once() {
    let site = sample();
    let preview = site.serve(&[]);
    assert!(preview.page(PAGE).contains("src=\"/_jisr/client.js\""));
    site.edit(PROJECT, "\n---\n", "\n---\nUn mot ajouté.\n\n");
    assert!(preview.wait_for_text(PAGE, "Un mot ajouté.") < AT_ONCE);
    site.edit(PROJECT, "title: ", "title: Tout autre ");
    assert!(preview.wait_for_text("/fr/", "Tout autre") < AT_ONCE);
    assert!(preview.page("/fr/partners/hedayah/").contains("Tout autre"), "lists are right at once");
    assert!(!site.path("output").exists(), "nothing is written");
}

#[test]
fn a_broken_file_leaves_its_page_under_a_panel_until_it_is_mended() {
    let site = sample();
    let preview = site.serve(&[]);
    let (events, good) = (preview.events(), preview.page(PAGE));
    events.recv_timeout(SOON).unwrap();
    site.edit(PROJECT, "title:", "titre:");
    preview.wait_for(PAGE, has_panel);
    let broken = preview.get(PAGE);
    let main = |html: &str| html.split("<main").nth(1).map(|rest| rest.split("</main>").next().unwrap().to_owned());
    assert_eq!((broken.status, main(&broken.body)), (200, main(&good)));
    assert!(panel(&broken.body).contains("titre"), "{broken:?}");
    assert!(!has_panel(&preview.get("/fr/")), "other pages have no panel");
    preview.wait_to_say("titre");
    let told = events.recv_timeout(SOON).unwrap();
    assert!(told.0 == "build" && told.1.contains("\"changed\":[]"), "{told:?}");
    site.edit(PROJECT, "titre:", "title:");
    preview.wait_for(PAGE, |answer| !has_panel(answer));
}

#[test]
fn a_search_finds_what_was_saved_last() {
    let site = sample();
    let preview = site.serve(&[]);
    assert!(preview.page("/fr/search/").contains("data-index=\"/search-index/fr/\""));
    let entry = || preview.page("/search-index/fr/entry.json");
    let first = entry();
    let words = |entry: &str| {
        let start = entry.find("words.").unwrap();
        entry[start..start + "words.0123456789.idx".len()].to_owned()
    };
    let file = |entry: &str| preview.get(&format!("/search-index/fr/{}", words(entry))).status;
    assert_eq!(file(&first), 200);
    assert_eq!(entry(), first, "nothing has changed");
    site.edit(PROJECT, "\n---\n", "\n---\nUn mot ajouté.\n\n");
    preview.wait_for_text(PAGE, "Un mot ajouté.");
    assert_ne!(words(&entry()), words(&first));
    assert_eq!(file(&first), 200, "a page that has begun to search goes on");
    assert_eq!(preview.get("/search-index/fr/nothing").status, 404);
    assert_eq!(preview.get("/search-index/en/entry.json").status, 404);
    assert!(!site.path("output").exists(), "nothing is written");
}

#[test]
fn what_every_page_stands_on_may_break_too() {
    let site = sample();
    let preview = site.serve(&[]);
    let partners = site.read("content/partners.yaml");
    for (at, broken) in [
        ("site.yaml", "title: ["),
        ("content/partners.yaml", "undp: {nam: x"),
        ("templates/project.html", "{% if %}"),
        ("i18n/fr.yaml", "a: ["),
    ] {
        let good = site.path(at).exists().then(|| site.read(at));
        site.write(at, broken);
        preview.wait_for("/ar/", |answer| answer.status == 200 && has_panel(answer));
        assert!(preview.page(PAGE).contains("Hedayah"), "{at}");
        match good {
            Some(good) => site.write(at, &good),
            None => fs::remove_file(site.path(at)).unwrap(),
        }
        preview.wait_for("/ar/", |answer| !has_panel(answer));
    }
    assert_eq!(site.read("content/partners.yaml"), partners);
}

#[test]
fn errors_at_the_start_are_shown_in_the_browser_and_mended_there() {
    let site = empty();
    site.write("site.yaml", "title: [");
    let preview = site.serve(&[]);
    let lost = preview.get("/");
    assert!(lost.body.contains("site.yaml") && lost.body.contains("client.js"), "{lost:?}");
    let sample = sample();
    preview.wait_for("/fr/", has_panel);
    copy(&sample.path("content"), &site.path("content"));
    fs::copy(sample.path("site.yaml"), site.path("site.yaml")).unwrap();
    preview.wait_for("/fr/", |answer| answer.body.contains("Hedayah") && !has_panel(answer));
    site.write("content/projects/never.fr.md", "no front matter");
    preview.wait_for("/fr/projects/never/", |answer| answer.status == 404 && answer.body.contains("never.fr.md"));
}

/// A template that fails on some pages only is reported without anybody
/// opening one of them.
#[test]
fn a_template_that_fails_anywhere_is_on_the_desk() {
    let site = sample();
    let preview = site.serve(&[]);
    site.write("templates/glossary.html", "<body>{{ page.no_such_field.at_all }}</body>");
    preview.wait_to_say("templates/glossary.html:1:");
    let desk = preview.get("/_jisr/").body;
    assert!(desk.contains("template-failed") || desk.contains("no_such_field"), "{desk}");
    assert!(!has_panel(&preview.get("/fr/")), "other pages have no panel");
    fs::remove_file(site.path("templates/glossary.html")).unwrap();
    preview.wait_for("/_jisr/", |answer| !answer.body.contains("no_such_field"));
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = sample();
    let preview = site.serve(&[]);
    let text = |mark: &str| site.read(PROJECT).replacen("\n---\n", &format!("\n---\n{mark}\n\n"), 1);
    // Another file, renamed over the old one, which is kept as a backup.
    site.write("content/projects/.hedayah.swp", &text("Par renommage."));
    fs::rename(site.path(PROJECT), site.path(&format!("{PROJECT}~"))).unwrap();
    fs::rename(site.path("content/projects/.hedayah.swp"), site.path(PROJECT)).unwrap();
    assert!(preview.wait_for_text(PAGE, "Par renommage.") < AT_ONCE);
    // Emptied first, written later.
    let later = text("Par vidage.");
    fs::write(site.path(PROJECT), "").unwrap();
    thread::sleep(Duration::from_millis(40));
    fs::write(site.path(PROJECT), later).unwrap();
    assert!(preview.wait_for_text(PAGE, "Par vidage.") < AT_ONCE);
    // With the time of another day, and the same length.
    let same = site.read(PROJECT).replace("Par vidage.", "Par retour.");
    fs::write(site.path(PROJECT), same).unwrap();
    fs::File::options().write(true).open(site.path(PROJECT)).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert!(preview.wait_for_text(PAGE, "Par retour.") < AT_ONCE);
    assert!(!has_panel(&preview.get(PAGE)));
}

#[test]
fn folders_move_in_and_out() {
    let site = sample();
    let preview = site.serve(&[]);
    let elsewhere = tempfile::tempdir_in(site.root().parent().unwrap()).unwrap();
    let folder = elsewhere.path().join("moved");
    fs::create_dir(&folder).unwrap();
    fs::copy(site.path(PROJECT), folder.join("index.fr.md")).unwrap();
    fs::rename(&folder, site.path("content/projects/moved")).unwrap();
    assert!(preview.wait_for("/fr/projects/moved/", |answer| answer.status == 200) < AT_ONCE);
    site.edit("content/projects/moved/index.fr.md", "\n---\n", "\n---\nDans le dossier.\n\n");
    assert!(preview.wait_for_text("/fr/projects/moved/", "Dans le dossier.") < AT_ONCE);
    fs::rename(site.path("content/projects/moved"), site.path("content/projects/renamed")).unwrap();
    assert!(preview.wait_for("/fr/projects/renamed/", |answer| answer.status == 200) < AT_ONCE);
    site.edit("content/projects/renamed/index.fr.md", "Dans le dossier.", "Encore là.");
    assert!(preview.wait_for_text("/fr/projects/renamed/", "Encore là.") < AT_ONCE);
    assert_eq!(preview.get("/fr/projects/moved/").status, 404);
    fs::rename(site.path("content/projects/renamed"), &folder).unwrap();
    preview.wait_for("/fr/projects/renamed/", |answer| answer.status == 404);
    // A whole folder of sources that was not there at the start, made in steps.
    site.write("static/extra/one.css", "a{}");
    preview.wait_for("/assets/extra/one.css", |answer| answer.status == 200);
    site.write("static/extra/deep/two.css", "b{}");
    assert!(preview.wait_for_text("/assets/extra/deep/two.css", "b{}") < AT_ONCE);
}

#[test]
fn a_thousand_files_are_one_build() {
    let site = sample();
    let preview = site.serve(&[]);
    let text = site.read(PROJECT);
    let many: Vec<String> = (0..1000).map(|at| format!("content/projects/many-{at:04}.fr.md")).collect();
    let waiting = tempfile::tempdir_in(site.root()).unwrap();
    many.iter().for_each(|at| fs::write(waiting.path().join(at.replace('/', "-")), &text).unwrap());
    let before = preview.build();
    many.iter().for_each(|at| fs::rename(waiting.path().join(at.replace('/', "-")), site.path(at)).unwrap());
    preview.wait_for("/fr/projects/many-0999/", |answer| answer.status == 200);
    assert_eq!(preview.settle(before), before + 1);
    assert!((0..1000).step_by(99).all(|at| preview.get(&format!("/fr/projects/many-{at:04}/")).status == 200));
}

#[test]
fn events_name_the_build_and_the_pages_that_changed() {
    let site = sample();
    let preview = site.serve(&[]);
    let events = preview.events();
    let (name, hello) = events.recv_timeout(SOON).unwrap();
    assert!(name == "hello" && hello.contains("\"build\":1"), "{name} {hello}");
    site.edit(PROJECT, "\n---\n", "\n---\nUn mot.\n\n");
    let (name, told) = events.recv_timeout(SOON).unwrap();
    assert!(name == "build" && told.contains("\"build\":2"), "{name} {told}");
    assert!(told.contains("\"changed\":[\"/fr/projects/hedayah-capacity/\"]"), "{told}");
    site.write("static/site.css", "a{}");
    let (_, told) = events.recv_timeout(SOON).unwrap();
    assert!(told.contains("\"css\":[\"/assets/site.css\"]"), "{told}");
    site.write("notes.md", "no source");
    site.write(PROJECT, &site.read(PROJECT));
    assert!(events.recv_timeout(Duration::from_millis(500)).is_err(), "the same bytes are no change");
}

#[test]
fn requests_of_others_are_refused() {
    let site = sample();
    let preview = site.serve(&[]);
    let ask = |host: &str| preview.ask(&format!("GET /fr/ HTTP/1.1\r\nHost: {host}\r\n"));
    for host in ["evil.example", "evil.example:1111", "127.0.0.1.evil.example", ""] {
        let answer = ask(host);
        assert!(answer.status == 403 || (host.is_empty() && answer.status >= 400), "{host}: {answer:?}");
        assert!(!answer.body.contains("<html"), "{answer:?}");
    }
    for host in ["localhost", "localhost:1111", "127.0.0.1", "[::1]:80"] {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    let absolute = format!("GET http://evil.example/fr/ HTTP/1.1\r\nHost: {}\r\n", preview.address);
    assert_eq!(preview.ask(&absolute).status, 403);
    let written = format!("POST /fr/ HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\n", preview.address);
    assert_eq!(preview.ask(&written).status, 405);
    let events = "GET /_jisr/events HTTP/1.1\r\nHost: evil.example\r\n";
    assert_eq!(preview.ask(events).status, 403);
}

#[test]
fn no_path_leaves_the_site() {
    let site = sample();
    let preview = site.serve(&[]);
    fs::write(site.path("secret.txt"), "SECRET").unwrap();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/secret.txt",
        "/content/partners.yaml",
        "/site.yaml",
        "//secret.txt",
        "/_jisr/../secret.txt",
        "/_jisr/pair/../../secret.txt",
        "/%00",
        "/%",
    ] {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {answer:?}");
        assert!(!answer.body.contains("SECRET"), "{path}");
    }
}

#[test]
fn addresses_are_answered_as_a_host_does() {
    let site = sample();
    site.write("content/projects/hedayah-capacity/plan.pdf", "%PDF-1.7\n%%EOF\n");
    site.edit(PROJECT, "\n---\n", "\n---\n[Plan](hedayah-capacity/plan.pdf)\n\n");
    let preview = site.serve(&[]);
    let kind = |path: &str| {
        let head = preview.get(path).head.to_lowercase();
        head.split("content-type: ").nth(1).unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(kind("/fr/"), "text/html; charset=utf-8");
    assert_eq!(kind("/sitemap.xml"), "application/xml; charset=utf-8");
    assert_eq!(kind("/fr/atom.xml"), "application/atom+xml; charset=utf-8");
    assert_eq!(kind("/robots.txt"), "text/plain; charset=utf-8");
    assert_eq!(kind("/assets/site.css"), "text/css; charset=utf-8");
    let page = preview.page(PAGE);
    let document = page.split("href=\"").find(|part| part.contains(".pdf\"")).unwrap().split('"').next().unwrap();
    assert_eq!(
        (kind(document).as_str(), preview.get(document).body.as_str()),
        ("application/pdf", "%PDF-1.7\n%%EOF\n")
    );
    for (path, to) in
        [("/fr", "/fr/"), ("/fr/about?x=1", "/fr/about/?x=1"), ("/index.html", "/"), ("/_jisr", "/_jisr/")]
    {
        let answer = preview.get(path);
        assert!(answer.status == 307 && answer.head.contains(&format!("location: {to}\r\n")), "{path}: {answer:?}");
    }
    let nowhere = preview.get("/fr/nowhere/");
    assert!(nowhere.status == 404 && nowhere.body.contains("Page introuvable"), "{nowhere:?}");
    let head = preview.ask(&format!("HEAD /fr/ HTTP/1.1\r\nHost: {}\r\n", preview.address));
    assert!(head.status == 200 && head.body.is_empty() && !head.head.contains("content-length: 0"), "{head:?}");
    let css = preview.get("/assets/site.css");
    let tag = css.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = format!("GET /assets/site.css HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n");
    assert_eq!(preview.ask(&again).status, 304);
    assert!(preview.get("/fr/").head.contains("cache-control: no-store"));
}

#[test]
fn a_base_path_is_served_below_it() {
    let site = sample();
    let preview = site.serve(&["--base-url", "http://127.0.0.1/a/b/"]);
    let root = preview.get("/");
    assert!(root.status == 307 && root.head.contains("location: /a/b/\r\n"), "{root:?}");
    assert!(preview.page("/a/b/fr/").contains("href=\"/a/b/assets/site.css\""));
    assert_eq!((preview.get("/a/b/assets/site.css").status, preview.get("/fr/").status), (200, 404));
}

#[test]
fn drafts_are_seen_unless_only_the_public_is_meant() {
    let site = sample();
    let text = site.read(PROJECT).replacen("title:", "draft: true\ntitle:", 1);
    site.write("content/projects/secret.fr.md", &text);
    site.write("content/projects/later.fr.md", &text.replacen("draft: true", "publish_on: 2026-03-01", 1));
    let status = |options: &[&str]| {
        let preview = site.serve(options);
        [preview.get("/fr/projects/secret/").status, preview.get("/fr/projects/later/").status]
    };
    assert_eq!(status(&["--today", "2026-02-01"]), [200, 200]);
    assert_eq!(status(&["--today", "2026-02-01", "--published"]), [404, 404]);
    assert_eq!(status(&["--today", "2026-03-01", "--published"]), [404, 200]);
}

#[test]
fn a_port_that_is_taken_leads_to_the_next_one() {
    let site = sample();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let preview = site.serve(&["--port", &port.to_string()]);
    assert!(preview.address.port() > port, "{}", preview.address);
    assert!(preview.said().contains(&format!("Port {port} is in use")), "{}", preview.said());
    assert_eq!(preview.get("/fr/").status, 200);
}

#[test]
fn without_events_of_the_system_files_are_looked_at() {
    let site = sample();
    let preview = site.serve(&["--poll"]);
    site.edit(PROJECT, "\n---\n", "\n---\nSans événement.\n\n");
    assert!(preview.wait_for_text(PAGE, "Sans événement.") < 2 * AT_ONCE);
    fs::remove_file(site.path(PROJECT)).unwrap();
    preview.wait_for("/fr/projects/", |answer| !answer.body.contains("Retour des combattants"));
}

#[test]
fn the_site_is_written_too_if_asked() {
    let site = sample();
    let _preview = site.serve(&["--write"]);
    let page = site.path("output/fr/projects/hedayah-capacity/index.html");
    let there = |text: &str| fs::read_to_string(&page).is_ok_and(|html| html.contains(text));
    let wait = |text: &str| {
        let began = Instant::now();
        while !there(text) {
            assert!(began.elapsed() < SOON, "{text} was never written");
            thread::sleep(Duration::from_millis(20));
        }
    };
    wait("Hedayah");
    site.edit(PROJECT, "\n---\n", "\n---\nUn mot écrit.\n\n");
    wait("Un mot écrit.");
    let written = fs::read_to_string(&page).unwrap();
    assert!(!written.contains("_jisr") && !written.contains("127.0.0.1"), "a build has nothing of the preview");
}

#[test]
#[cfg(unix)]
fn it_ends_cleanly_and_starts_again() {
    let site = sample();
    let preview = site.serve(&[]);
    let events = preview.events();
    let instance = |told: &str| told.split("\"instance\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let first = instance(&events.recv_timeout(SOON).unwrap().1);
    let port = preview.address.port().to_string();
    assert_eq!(preview.end("-TERM"), Some(0));
    assert!(events.recv_timeout(SOON).is_err(), "the stream is closed");
    let again = site.serve(&["--port", &port]);
    assert_eq!(again.address.port().to_string(), port);
    let second = instance(&again.events().recv_timeout(SOON).unwrap().1);
    assert_ne!(first, second);
    assert_eq!(again.end("-INT"), Some(0));
}
