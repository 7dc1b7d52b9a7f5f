//! A long session, shortened: files are edited, moved, deleted and broken at
//! random while others read. No request stays unanswered, memory does not
//! grow, and when all is mended the preview is what a clean build gives.
//!
//! Ten seconds; longer with `JISR_SOAK_SECONDS=3600 cargo test --test it soak`.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::server::{self, Folder, Preview, sample};
use crate::support::site;

/// Files that are edited.
const MANY: usize = 60;

/// Memory may differ by so many kilobytes: pages are kept as they are read.
const SLACK: u64 = 48 << 10;

/// Numbers that are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

fn write_up(at: usize, lang: &str, edit: usize) -> String {
    let facts = if lang == "fr" { "type: bilateral\npartners: [france]\n" } else { "" };
    format!("---\ntitle: \"Projet {at} {lang} {edit}\"\n{facts}---\nTexte {edit}.\n")
}

fn path(at: usize, lang: &str) -> String {
    format!("content/projects/soak-{at:03}.{lang}.md")
}

/// One thing that somebody does to the site.
fn act(folder: &Folder, random: &mut Random, edit: usize) {
    let (at, lang) = (random.below(MANY), ["fr", "ar"][random.below(2)]);
    let (file, text) = (path(at, lang), write_up(at, lang, edit));
    match random.below(12) {
        0 => drop(fs::remove_file(folder.path(&file))),
        1 => folder.write(&file, "---\ntitle: [\n"),
        2 => folder.write(&file, &text.replace("title", "titre")),
        3 => folder.write(&file, ""),
        4 => drop(fs::rename(folder.path(&file), folder.path(&path(random.below(MANY), lang)))),
        5 => {
            folder.write("content/projects/.saving", &text);
            fs::rename(folder.path("content/projects/.saving"), folder.path(&file)).unwrap();
        }
        6 => {
            let inside = format!("content/projects/folder-{at:03}");
            folder.write(&format!("{inside}/index.{lang}.md"), &text);
            let moved = format!("content/projects/moved-{:03}", random.below(MANY));
            drop(fs::rename(folder.path(&inside), folder.path(&moved)));
        }
        7 => drop(fs::remove_dir_all(folder.path(&format!("content/projects/moved-{at:03}")))),
        8 => folder.write("static/soak.css", &format!("a{{order:{edit}}}")),
        9 => folder.write("templates/glossary.html", ["{% if %}", "{{ no.such.field }}", "<p>ok</p>"][random.below(3)]),
        10 => folder.write(["content/partners.yaml", "site.yaml"][random.below(2)], "broken: ["),
        _ => folder.write(&file, &text),
    }
}

/// Puts everything back that was broken.
fn mend(folder: &Folder, good: &BTreeMap<&str, String>) {
    for (at, text) in good {
        folder.write(at, text);
    }
    folder.write("templates/glossary.html", "<p>ok</p>");
    for at in 0..MANY {
        ["fr", "ar"].iter().for_each(|lang| folder.write(&path(at, lang), &write_up(at, lang, 0)));
    }
    for entry in fs::read_dir(folder.path("content/projects")).unwrap().flatten() {
        if entry.path().is_dir() {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
}

/// Reads pages until it is over; how many, and how many had no good answer.
fn read(preview: &Preview, over: &AtomicBool, seed: u64) -> (usize, Vec<String>) {
    let (mut random, mut count, mut failed) = (Random(seed), 0, vec![]);
    while !over.load(Ordering::Relaxed) {
        let project = format!("/fr/projects/soak-{:03}/", random.below(MANY));
        let paths = ["/fr/", "/ar/", "/fr/glossary/", "/sitemap.xml", "/assets/soak.css", "/_jisr/", &project];
        let path = paths[random.below(paths.len())];
        match preview.try_ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n")) {
            Ok(answer) if matches!(answer.status, 200 | 404) => count += 1,
            other => failed.push(format!("{path}: {other:?}")),
        }
    }
    (count, failed)
}

/// Acts on the site for a while, with readers; how many requests were answered.
fn session(folder: &Folder, preview: &Preview, random: &mut Random, time: Duration) -> usize {
    let (over, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for seed in 0..3 {
            let (over, answered) = (&over, &answered);
            scope.spawn(move || {
                let (count, failed) = read(preview, over, seed);
                assert!(failed.is_empty(), "{}", failed.join("\n"));
                answered.fetch_add(count, Ordering::Relaxed);
            });
        }
        let end = Instant::now() + time;
        for edit in 0.. {
            act(folder, random, edit);
            thread::sleep(Duration::from_millis(random.below(40) as u64));
            if Instant::now() > end {
                break;
            }
        }
        over.store(true, Ordering::Relaxed);
    });
    answered.into_inner()
}

#[test]
fn a_long_session_leaves_what_a_clean_build_gives() {
    let seconds = std::env::var("JISR_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let folder = sample();
    let good = ["site.yaml", "content/partners.yaml"].map(|at| (at, folder.read(at))).into_iter().collect();
    mend(&folder, &good);
    let preview = folder.serve(&["--published", "--today", "2026-11-23"]);
    let mut random = Random(1);
    let time = Duration::from_secs(seconds);
    session(&folder, &preview, &mut random, time / 3);
    let before = preview.memory();
    let answered = session(&folder, &preview, &mut random, time * 2 / 3);
    let after = preview.memory();
    assert!(answered > 100, "only {answered} requests were answered");
    println!("{answered} requests answered, {before:?} kB and {after:?} kB of memory, build {}", preview.build());
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after < before + SLACK, "memory grew from {before} to {after} kB");
    }
    let build = preview.build();
    mend(&folder, &good);
    preview.settle(build.saturating_sub(1));
    assert_clean(&folder, &preview);
}

/// Every page is the one that a clean build of the same files gives.
fn assert_clean(folder: &Folder, preview: &Preview) {
    let mut clean = site::Site::open(folder.root());
    clean.options.base_url = Some(format!("http://{}/", preview.address));
    clean.options.fonts = Some(jisr::disk::fonts::book().fonts());
    let pages = clean.clean();
    assert!(pages.len() > MANY * 2, "the mended site does not build");
    for (path, bytes) in pages {
        let path = path.as_str();
        if !path.ends_with(".html") && !path.ends_with(".xml") {
            continue;
        }
        let url = path.strip_suffix("index.html").unwrap_or(path);
        let served = preview.get(&format!("/{}", jisr::base::url::encode(url)));
        let plain = site::plain_names(&String::from_utf8(bytes).unwrap());
        // The preview names the theme's files plainly, but pictures as a build does.
        assert_eq!(site::plain_names(&server::without_extras(&served.body)), plain, "{path}");
    }
}
