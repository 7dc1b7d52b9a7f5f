//! Publishing: a transfer that is cut after any number of operations, on a host in memory; what staff see, with a
//! folder as a host.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use jisr::base::code::Code;
use jisr::base::key::Key;
use jisr::base::path::RelPath;
use jisr::config::target::{Address, Target};
use jisr::publish::class::is_hashed;
use jisr::publish::host::Host;
use jisr::publish::memory::Memory;
use jisr::publish::plan::{Site, Wanted};
use jisr::publish::session::{self, Job};
use jisr::publish::store::Store;
use jisr::publish::transfer::Source;
use proptest::prelude::*;

use crate::support::place::{Came, Listing, Place, listing, scratch};
use crate::support::site::{self, path};

type Files = BTreeMap<RelPath, Vec<u8>>;

struct Bytes<'a>(&'a Files);

impl Source for Bytes<'_> {
    fn read(&self, path: &RelPath, _: Key) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn target(to: &str) -> Target {
    let address = Address::Folder(to.to_owned());
    Target { name: "web".to_owned(), address, written: to.to_owned(), endpoint: None, region: None }
}

/// Publishes files to a host in memory; the code of what was wrong.
fn publish(host: &Memory, store: &Store, files: &Files) -> Result<(), Code> {
    let wanted = |bytes: &Vec<u8>| Wanted { hash: Key::of(bytes), len: bytes.len() as u64 };
    let site: Site = files.iter().map(|(path, bytes)| (path.clone(), wanted(bytes))).collect();
    let (target, patience) = (target("/memory"), Duration::ZERO);
    let job = Job {
        target: &target,
        host,
        site: &site,
        owner: None,
        store,
        is_undo: false,
        replaces: false,
        allowed: usize::MAX,
        patience,
    };
    let ready = session::prepare(&job, false).map_err(|found| found.code)?;
    session::carry_out(&job, ready, &Bytes(files), &|_| {}).map(drop).map_err(|found| found.code)
}

/// The assets that a page names.
fn assets(html: &[u8]) -> BTreeSet<RelPath> {
    let html = String::from_utf8_lossy(html);
    let ends = ['"', '\'', ')', ' ', ',', '<', '>', '&', '?', '#'];
    let named = html.match_indices("/assets/").map(|(at, _)| html[at + 1..].split(ends).next().unwrap_or_default());
    named.filter_map(RelPath::new).filter(is_hashed).collect()
}

/// What readers get, wherever the transfer was cut: only whole pages, of the one or the other version, with what they
/// need.
fn check_readers(host: &Files, versions: [&Files; 2], at: &str) {
    for (path, bytes) in host.iter().filter(|(path, _)| path.is_html()) {
        assert!(versions.iter().any(|version| version.get(path) == Some(bytes)), "{at}: {path} is not whole");
        for asset in assets(bytes) {
            let whole = versions.iter().find_map(|version| version.get(&asset));
            assert!(host.get(&asset).is_some() && host.get(&asset) == whole, "{at}: {path} lacks {asset}");
        }
    }
}

/// The sample before and after: another style sheet, a project less, a new one, an edited one.
fn two_versions() -> (Files, Files) {
    let mut sample = site::Site::sample();
    let index = |at: &mut site::Site| {
        let report = site::run(&at.tree, &at.options, at.manifest.clone(), &at.out);
        assert!(!report.diagnostics.has_errors());
        at.manifest = report.manifest;
        let mut files = at.out.files();
        files.remove(&jisr::pipeline::manifest::path());
        files
    };
    let before = index(&mut sample);
    let yaml = fs::read_to_string(crate::support::root().join("site.yaml")).unwrap();
    sample.put("site.yaml", &format!("{yaml}\ndesign: {{colors: {{accent: \"#0b3d2e\"}}}}\n"));
    let project = |title: &str| format!("---\ntitle: {title}\ntype: bilateral\npartners: [france]\n---\nTexte.\n");
    sample.put("content/projects/neuf.fr.md", &project("Un projet neuf"));
    sample.remove("content/projects/hedayah-capacity.fr.md");
    sample.remove("content/projects/hedayah-capacity.ar.md");
    let after = index(&mut sample);
    (before, after)
}

#[test]
fn cut_anywhere_readers_see_whole_pages_and_the_next_publication_finishes() {
    let (before, after) = two_versions();
    let css = |files: &Files| files.keys().find(|path| path.as_str().starts_with("assets/site.")).cloned().unwrap();
    assert_ne!(css(&before), css(&after), "every page asks for another style sheet");
    assert!(before.keys().any(|path| !after.contains_key(path) && path.is_html()), "a page goes");
    let folder = scratch();
    let store = Store::open(folder.path(), folder.path());
    let foreign = path("rapport-de-quelqu-un.pdf");
    let nothing = Files::new();
    let mut cuts = 0;
    for (from, to, steps) in [(&nothing, &before, [29, 31]), (&before, &after, [1, 3])] {
        for (done, step) in [false, true].into_iter().zip(steps) {
            for operations in (1..).step_by(step) {
                let mut host = Memory::default();
                (host.is_done_at_the_cut, host.has_stamps) = (done, operations % 2 == 0);
                host.put(&foreign, b"theirs".to_vec()).unwrap();
                if !from.is_empty() {
                    publish(&host, &store, from).unwrap();
                }
                host.cut_after(operations);
                let outcome = publish(&host, &store, to);
                host.cut_after(usize::MAX);
                let at = format!("cut after {operations}, {done}: {outcome:?}");
                check_readers(&host.files(), [from, to], &at);
                publish(&host, &store, to).unwrap_or_else(|code| panic!("{at}, then {code:?}"));
                let mut left = host.files();
                assert_eq!(left.remove(&foreign).as_deref(), Some(&b"theirs"[..]), "{at}");
                left.retain(|path, _| to.contains_key(path) || !is_hashed(path));
                assert!(left == *to, "{at}: the next publication does not finish");
                if outcome.is_ok() {
                    break;
                }
                cuts += 1;
            }
        }
    }
    assert!(cuts > 100, "only {cuts} cuts");
}

#[test]
fn old_assets_stay_for_two_publications() {
    let (host, folder) = (Memory::default(), scratch());
    let store = Store::open(folder.path(), folder.path());
    let version = |at: usize| {
        let css = format!("assets/site.{at:010}.css");
        let page = format!("<link href=\"/{css}\">");
        Files::from([(path(&css), b"css".to_vec()), (path("index.html"), page.into_bytes())])
    };
    let sheets = |host: &Memory| host.files().keys().filter(|path| is_hashed(path)).count();
    let seen: Vec<usize> = (0..6)
        .map(|at| {
            publish(&host, &store, &version(at)).unwrap();
            sheets(&host)
        })
        .collect();
    assert_eq!(seen, [1, 2, 3, 3, 3, 3]);
    publish(&host, &store, &version(4)).unwrap();
    let left: Vec<String> = host.files().into_keys().filter(is_hashed).map(|path| path.to_string()).collect();
    assert_eq!(left, ["assets/site.0000000004.css", "assets/site.0000000005.css"], "one that comes back stays");
}

/// A site that publishes to a folder beside it.
fn place() -> (Place, std::path::PathBuf) {
    let place = Place::of("addresses");
    let www = place.root().with_file_name("www");
    fs::create_dir(&www).unwrap();
    let yaml = fs::read_to_string(place.root().join("site.yaml")).unwrap();
    place.write("site.yaml", format!("{yaml}\npublish: {{web: {{to: ../www}}}}\n"));
    (place, www)
}

fn publish_with(place: &Place, args: &[&str]) -> Came {
    let all: Vec<&str> = ["publish", "--yes"].iter().chain(args).copied().collect();
    place.jisr(&all, &[])
}

fn published(place: &Place, args: &[&str]) -> Came {
    let came = publish_with(place, args);
    assert_eq!(came.status, 0, "{}", came.err);
    came
}

/// What readers can ask for: all but what jisr keeps for itself.
fn online(www: &Path) -> Listing {
    let mut files = listing(www);
    files.retain(|path, _| !path.ends_with('/') && !path.starts_with(".jisr-") && !path.starts_with("jisr-"));
    files
}

fn built(place: &Place) -> Listing {
    online(&place.output())
}

#[test]
fn a_site_is_published_and_then_only_what_changed() {
    let (place, www) = place();
    let came = published(&place, &[]);
    assert!(came.err.contains("Published to `web`") && came.err.contains("https://"), "{}", came.err);
    assert!(!built(&place).is_empty() && online(&www) == built(&place));
    let again = published(&place, &[]);
    assert!(again.err.contains("up to date"), "{}", again.err);
    place.edit("content/projects/plat.ar.md", "نص", "جديد");
    let before = online(&www);
    published(&place, &[]);
    let after = online(&www);
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).count();
    assert!(changed > 0 && changed < after.len() / 2 && after == built(&place), "{changed} of {}", after.len());
    let log = fs::read_to_string(place.root().join(".jisr-published.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 2);
    assert!(log.lines().nth(1).unwrap().contains(&format!("\"changed\":{changed}")), "{log}");
}

#[test]
fn a_dry_run_changes_nothing_and_nobody_is_asked_behind_a_pipe() {
    let (place, www) = place();
    let came = place.jisr(&["publish", "--dry-run"], &[]);
    assert_eq!((came.status, listing(&www).len()), (0, 0), "{}", came.err);
    assert!(came.err.contains("new files") && came.err.contains("--dry-run"), "{}", came.err);
    let came = place.jisr(&["publish"], &[]);
    assert_eq!((came.status, online(&www).len()), (2, 0), "{}", came.err);
    assert!(came.err.contains("publish-unconfirmed") && listing(&www).is_empty(), "{}", came.err);
}

#[test]
fn an_error_in_a_text_publishes_nothing() {
    let (place, www) = place();
    published(&place, &[]);
    let before = listing(&www);
    place.edit("content/projects/plat.ar.md", "title:", "titel:");
    assert_eq!(publish_with(&place, &[]).status, 1);
    assert!(listing(&www) == before);
    place.edit("content/projects/plat.ar.md", "titel:", "title:");
    assert_eq!(publish_with(&place, &["--drafts"]).status, 2);
}

#[test]
fn files_of_others_are_named_and_stay() {
    let (place, www) = place();
    fs::write(www.join("theirs.txt"), "theirs").unwrap();
    let came = published(&place, &[]);
    assert!(came.err.contains("theirs.txt"), "{}", came.err);
    assert_eq!(fs::read(www.join("theirs.txt")).unwrap(), b"theirs");
}

#[test]
fn a_page_of_others_is_not_overwritten_unless_that_is_said() {
    let (place, www) = place();
    fs::write(www.join("index.html"), "theirs").unwrap();
    let came = publish_with(&place, &[]);
    assert_eq!((came.status, online(&www).len()), (3, 1), "{}", came.err);
    assert!(came.err.contains("publish-taken") && came.err.contains("index.html"), "{}", came.err);
    published(&place, &["--replace"]);
    assert!(online(&www) == built(&place));
}

#[test]
fn many_pages_go_only_if_that_is_said() {
    let (place, www) = place();
    published(&place, &[]);
    let before = online(&www);
    for file in ["plat.fr", "plat.ar", "dossier/index.fr", "dossier/index.ar"] {
        place.edit(&format!("content/projects/{file}.md"), "---\ntitle:", "---\ndraft: true\ntitle:");
    }
    let came = publish_with(&place, &[]);
    assert_eq!(came.status, 2, "{}", came.err);
    assert!(came.err.contains("publish-removals") && online(&www) == before, "{}", came.err);
    let came = published(&place, &["--allow-removals", "500"]);
    assert!(came.err.contains("publish-unreachable"), "{}", came.err);
    assert!(!online(&www).contains_key("fr/projects/plat/index.html"));
}

#[test]
fn what_was_published_can_be_undone_and_a_timer_does_not_undo_that() {
    let (place, www) = place();
    published(&place, &[]);
    let first = online(&www);
    assert_eq!(publish_with(&place, &["--undo"]).status, 2, "there is nothing before it");
    place.edit("content/projects/plat.ar.md", "نص", "جديد");
    published(&place, &["--if-due"]);
    let second = online(&www);
    assert!(first != second);
    let came = published(&place, &["--if-due"]);
    assert_eq!(came.err, "", "a timer says nothing");
    published(&place, &["--undo"]);
    assert!(online(&www) == first);
    assert_eq!(published(&place, &["--if-due"]).err, "");
    assert!(online(&www) == first, "what was taken back stays so until something changes");
    published(&place, &["--undo"]);
    assert!(online(&www) == second, "and can be brought back");
}

#[test]
fn what_somebody_did_to_the_host_is_seen_and_mended() {
    let (place, www) = place();
    published(&place, &[]);
    let whole = online(&www);
    fs::write(www.join("fr/index.html"), "<p>hacked").unwrap();
    fs::remove_file(www.join("ar/index.html")).unwrap();
    let came = published(&place, &[]);
    assert!(came.err.contains("publish-altered") && came.err.contains("fr/index.html"), "{}", came.err);
    assert!(online(&www) == whole);
    listing(&www).keys().filter(|path| !path.ends_with('/')).for_each(|path| fs::remove_file(www.join(path)).unwrap());
    let came = published(&place, &[]);
    assert!(came.err.contains("publish-emptied"), "{}", came.err);
    assert!(online(&www) == whole);
}

#[test]
fn a_folder_that_is_missing_is_not_made() {
    let (place, www) = place();
    fs::remove_dir(&www).unwrap();
    let came = publish_with(&place, &[]);
    assert_eq!((came.status, www.exists()), (3, false), "{}", came.err);
    place.edit("site.yaml", "to: ../www", "to: output");
    let came = publish_with(&place, &[]);
    assert!(came.status == 2 && came.err.contains("publish-into-itself"), "{}", came.err);
    place.edit("site.yaml", "to: output", "to: content/www");
    assert_eq!(publish_with(&place, &[]).status, 2);
}

#[test]
fn a_secret_in_site_yaml_is_an_error_that_says_what_to_do() {
    let (place, _) = place();
    for (bad, code) in [
        ("to: \"sftp://web:geheim@host/www\"", "secret-in-site"),
        ("to: ../www, password: geheim", "secret-in-site"),
        ("to: \"gopher://host/www\"", "target-scheme"),
        ("to: \"sftp://host\"", "target-unreadable"),
    ] {
        place.edit("site.yaml", "to: ../www", bad);
        let came = publish_with(&place, &[]);
        assert!(came.status == 2 && came.err.contains(code), "{bad}: {}", came.err);
        place.edit("site.yaml", bad, "to: ../www");
    }
    assert_eq!(publish_with(&place, &["wep"]).status, 2);
}

#[test]
fn two_publishers_at_once_come_one_after_the_other() {
    let (place, www) = place();
    let came: Vec<Came> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..2).map(|_| scope.spawn(|| publish_with(&place, &[]))).collect();
        started.into_iter().map(|started| started.join().unwrap()).collect()
    });
    assert!(came.iter().any(|came| came.status == 0));
    for came in came {
        let is_busy = came.status == 3 && came.err.contains("busy");
        assert!(came.status == 0 || is_busy, "{}", came.err);
    }
    assert!(online(&www) == built(&place));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is withheld: nothing of it, of the desk, of the cache or of other files arrives on a host.
    #[test]
    fn nothing_that_is_withheld_arrives(states in prop::collection::vec(0_usize..5, 6)) {
        let (place, www) = place();
        let mut secrets = vec![];
        for (at, state) in states.iter().enumerate() {
            let (fact, is_public) = match state {
                0 => ("", true),
                1 => ("draft: true\n", false),
                2 => ("publish_on: 2026-12-24\n", false),
                3 => ("expire_on: 2026-01-01\n", false),
                _ => ("publish_on: 2026-01-01\n", true),
            };
            let word = format!("zqx{at}secret");
            place.write(
                &format!("content/projects/p{at}.fr.md"),
                format!("---\ntitle: Titre {word}\ntype: bilateral\npartners: [france]\n{fact}---\nTexte {word}.\n"),
            );
            if !is_public {
                secrets.push(word);
            }
        }
        place.write(".jisr-secrets", "JISR_PASSWORD=zqxpassword\n");
        place.write("notes/idee.md", "zqxnotes");
        published(&place, &[]);
        place.write("output/oublie.docx", "zqxforgotten");
        place.write("content/projects/p0.fr.md", "---\ntitle: Fini\ntype: bilateral\npartners: [france]\ndraft: true\n---\nzqx0secret\n");
        secrets.extend(["zqx0secret", "zqxpassword", "zqxnotes", "zqxforgotten"].map(str::to_owned));
        published(&place, &["--allow-removals", "99"]);
        let manifest = String::from_utf8(listing(&place.output())[".jisr-manifest"].clone()).unwrap();
        for (path, bytes) in online(&www) {
            prop_assert!(is_hashed(&self::path(&path)) || manifest.contains(&format!(" {path}\n")), "{path}");
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(!secrets.iter().any(|secret| text.contains(secret.as_str())), "{path} tells a secret");
        }
        prop_assert!(!listing(&www).keys().any(|path| path.contains("jisr-cache") || path.contains("_jisr")));
    }
}
