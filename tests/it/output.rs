//! What jisr may do to an output folder: nothing to files that it did not write, nothing by halves, and after
//! every mishap the next build gives what a clean one gives.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::support::place::{Listing, Place, copy, listing, scratch};
use crate::support::site;
use jisr::base::path::RelPath;
use jisr::disk;
use jisr::disk::folder::Folder;
use jisr::pipeline::manifest::{self, Manifest};
use jisr::pipeline::{Output, Report};
use jisr::source::Tree;

/// A site with pictures, documents and aliases.
fn place() -> Place {
    Place::of("addresses")
}

/// An output folder that takes so many operations, and is then cut off or full.
struct Cut<'a> {
    folder: &'a Folder,
    left: AtomicUsize,
}

impl Cut<'_> {
    fn spend(&self) -> io::Result<()> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map(drop).map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

impl Output for Cut<'_> {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.folder.len(path)
    }

    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.spend()?;
        self.folder.put(path, bytes)
    }

    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()> {
        self.spend()?;
        self.folder.copy(path, source)
    }

    fn delete(&self, path: &RelPath) -> io::Result<()> {
        self.spend()?;
        self.folder.delete(path)
    }
}

/// Builds into a folder as the command does, with so many operations.
fn build_into(output: &Path, place: &Place, operations: usize) -> Report {
    let folder = Folder::open(&place.root(), output).unwrap();
    folder.sweep();
    let manifest = folder.read(&manifest::path()).map_or_else(|_| Manifest::default(), |bytes| Manifest::read(&bytes));
    let mut tree = Tree::default();
    tree.apply(disk::site::scan(&place.root(), output).0);
    let cut = Cut { folder: &folder, left: AtomicUsize::new(operations) };
    site::run(&tree, &site::options(), manifest, &cut)
}

const UNLIMITED: usize = usize::MAX;

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let place = place();
    place.write("output/thèse.docx", "precious");
    place.write("output/fr/index.html", "somebody else's page");
    let came = place.jisr(&["build"], &[]);
    assert_eq!(came.status, 3, "{}", came.err);
    assert!(came.err.contains("thèse.docx") && came.err.contains("fr/index.html"), "{}", came.err);
    let left: Vec<String> = listing(&place.output()).into_keys().collect();
    assert_eq!(left, ["fr/", "fr/index.html", "thèse.docx"]);
}

#[test]
fn files_beside_the_manifest_are_never_deleted() {
    let place = place();
    place.build();
    let theirs = ["CNAME", "fr/projects/dossier/notes.txt", "ar/old/page.html", "assets/mine.0123456789.gif"];
    theirs.iter().for_each(|path| place.write(&format!("output/{path}"), "theirs"));
    fs::remove_dir_all(place.root().join("content/projects/dossier")).unwrap();
    place.edit("content/projects/plat.fr.md", "Lire [l’accord](dossier/accord.pdf).", "Rien.");
    place.edit("content/projects/plat.ar.md", "نص", "جديد");
    place.remove("content/pages/about.fr.md");
    place.remove("content/pages/about.ar.md");
    place.edit("site.yaml", ", {page: about}", "");
    let after = place.build();
    assert!(theirs.iter().all(|path| after[*path] == b"theirs"));
    assert!(!after.contains_key("fr/projects/dossier/index.html"), "what jisr wrote is gone");
    assert!(!after.contains_key("fr/a-propos/"), "and the folder that this emptied");
}

#[test]
fn a_first_build_that_is_cut_off_anywhere_is_healed_by_the_next() {
    let place = place();
    let scratch = scratch();
    build_into(&scratch.path().join("clean"), &place, UNLIMITED);
    let clean = listing(&scratch.path().join("clean"));
    for operations in 0..clean.len() {
        let output = scratch.path().join(operations.to_string());
        build_into(&output, &place, operations);
        fs::write(output.join(".jisr-tmp-cut"), "half a page").unwrap();
        let known = output.join(".jisr-manifest").exists();
        assert_eq!(known, operations > 0, "the first thing that is written says what will be");
        build_into(&output, &place, UNLIMITED);
        assert_same(&listing(&output), &clean, operations);
    }
}

/// The changes of an ordinary day: every page, a new one, and one less.
fn change(place: &Place) {
    place.edit("site.yaml", "fr: Coopération,", "fr: Coopération internationale,");
    place.write("content/projects/neuf.fr.md", "---\ntitle: Neuf\ntype: bilateral\npartners: [france]\n---\n");
    place.edit("content/projects/dossier/index.fr.md", "title: Dossier", "title: Dossier\nslug: autre");
    place.edit("content/projects/dossier/index.fr.md", "vieille-page.html, ", "");
}

#[test]
fn a_disk_that_fills_up_anywhere_leaves_whole_pages_and_the_next_build_heals() {
    let place = place();
    let scratch = scratch();
    let [old, new] = ["old", "new"].map(|name| scratch.path().join(name));
    build_into(&old, &place, UNLIMITED);
    change(&place);
    build_into(&new, &place, UNLIMITED);
    let [before, after] = [&old, &new].map(|folder| listing(folder));
    for operations in 0..after.len() + 8 {
        let output = scratch.path().join(operations.to_string());
        copy(&old, &output);
        let report = build_into(&output, &place, operations);
        let now = listing(&output);
        let whole = |(path, bytes): (&String, &Vec<u8>)| {
            path == ".jisr-manifest" || before.get(path) == Some(bytes) || after.get(path) == Some(bytes)
        };
        assert!(now.iter().all(whole), "a page is cut short after {operations} operations");
        let written = |path: &RelPath| now.get(path.as_str()) == after.get(path.as_str());
        assert!(report.written.iter().all(|(path, _)| written(path)), "more is told than was written");
        if operations == 0 {
            assert_eq!((report.written.len(), report.removed.len()), (0, 0));
        }
        if report.diagnostics.has_errors() {
            let kept = before.keys().filter(|path| after.contains_key(*path)).all(|path| now.contains_key(path));
            assert!(kept, "a page of both sites is missing after {operations} operations");
            let told: Vec<_> = report.diagnostics.iter().map(|found| format!("{:?}", found.args)).collect();
            assert!(told.iter().any(|args| args.contains("disk-full")), "{told:?}");
        }
        build_into(&output, &place, UNLIMITED);
        assert_same(&listing(&output), &after, operations);
    }
}

fn assert_same(found: &Listing, wanted: &Listing, operations: usize) {
    let names = |listing: &Listing| listing.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(wanted), "after {operations} operations");
    let differ: Vec<&String> = found.keys().filter(|path| found[*path] != wanted[*path]).collect();
    assert!(differ.is_empty(), "{differ:?} after {operations} operations");
}

#[test]
fn what_is_gone_goes_last() {
    let place = place();
    let scratch = scratch();
    let output = scratch.path().join("output");
    build_into(&output, &place, UNLIMITED);
    place.edit("content/projects/dossier/index.fr.md", "title: Dossier", "title: Dossier\nslug: autre");
    build_into(&output, &place, 6);
    assert!(output.join("fr/projects/dossier/index.html").exists(), "no page where others still lead to");
    build_into(&output, &place, UNLIMITED);
    assert!(!output.join("fr/projects/dossier").exists() && output.join("fr/projects/autre/index.html").exists());
}

#[test]
fn files_that_somebody_removes_or_cuts_short_come_back() {
    let place = place();
    let whole = place.build();
    let output = place.output();
    fs::remove_file(output.join("fr/projects/dossier/index.html")).unwrap();
    fs::remove_dir_all(output.join("ar/partners")).unwrap();
    fs::write(output.join("assets/accord.2064e064af.pdf"), "%PDF").unwrap();
    File::options().write(true).open(output.join("sitemap.xml")).unwrap().set_len(10).unwrap();
    let came = place.jisr(&["build", "--verbose"], &[]);
    assert!(
        came.err.contains("sitemap.xml: ") && came.err.contains("fr/projects/dossier/index.html: "),
        "{}",
        came.err
    );
    assert_same(&listing(&output), &whole, 0);
}

#[test]
fn a_manifest_that_somebody_removes_or_spoils_loses_no_foreign_file() {
    let place = place();
    let whole = place.build();
    let manifest = place.output().join(".jisr-manifest");
    fs::write(&manifest, &whole[".jisr-manifest"][..300]).unwrap();
    place.write("output/mine.txt", "mine");
    let healed = place.build();
    assert_eq!((healed.len(), &healed["mine.txt"][..]), (whole.len() + 1, &b"mine"[..]));
    assert_eq!(healed[".jisr-manifest"], whole[".jisr-manifest"]);
    fs::remove_file(&manifest).unwrap();
    assert_eq!(place.jisr(&["build"], &[]).status, 3, "without a manifest nobody knows whose files these are");
    assert!(place.output().join("mine.txt").exists());
}

#[test]
fn an_empty_or_strange_manifest_makes_no_folder_ours() {
    for strange in ["", "notes of somebody\n", "jisr-manifest 1\n"] {
        let place = place();
        place.write("output/fr/index.html", "theirs");
        place.write("output/.jisr-manifest", strange);
        let came = place.jisr(&["build"], &[]);
        assert_eq!(came.status, 3, "{}", came.err);
        assert_eq!(fs::read(place.output().join("fr/index.html")).unwrap(), b"theirs");
    }
}

#[test]
fn a_file_where_a_new_page_belongs_is_not_overwritten() {
    let place = place();
    let before = place.build();
    let page = "fr/projects/neuf/index.html";
    place.write(&format!("output/{page}"), "theirs");
    place.write("content/projects/neuf.fr.md", "---\ntitle: Neuf\ntype: bilateral\npartners: [france]\n---\n");
    let came = place.jisr(&["build"], &[]);
    assert_eq!(came.status, 3, "{}", came.err);
    assert!(came.err.contains("output-taken") && came.err.contains(page), "{}", came.err);
    let after = listing(&place.output());
    assert!(after[page] == b"theirs" && before.iter().all(|(path, bytes)| after[path] == *bytes));
    fs::remove_file(place.output().join(page)).unwrap();
    assert_ne!(place.build()[page], b"theirs");
}

#[test]
fn what_is_published_has_names_that_every_system_takes() {
    let place = place();
    let accord = fs::read(place.root().join("content/projects/dossier/accord.pdf")).unwrap();
    let long = "م".repeat(120);
    for name in [&*long, "con"] {
        place.write(&format!("content/projects/dossier/{name}.pdf"), &accord);
    }
    let links = format!("Lire [tout](dossier/{long}.pdf), [ici](dossier/con.pdf) et [l’accord]");
    place.edit("content/projects/plat.fr.md", "Lire [l’accord]", &links);
    let built = place.build();
    let names: Vec<&str> = built.keys().flat_map(|path| path.split('/')).collect();
    assert!(names.iter().all(|name| name.len() <= 200), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with(&"م".repeat(60))));
    assert!(names.iter().any(|name| name.starts_with("con-file.")), "{names:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_the_system_finds_too_large_is_told_like_a_full_disk() {
    let place = place();
    let jisr = env!("CARGO_BIN_EXE_jisr");
    let root = place.root();
    let line = format!("ulimit -f 2; exec {jisr} --root {} --lang en build", root.display());
    let came = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
    let told = String::from_utf8_lossy(&came.stderr).into_owned();
    assert_eq!(came.status.code(), Some(3), "{told}");
    assert!(told.contains("ulimit -f"), "{told}");
    place.build();
}

#[cfg(unix)]
#[test]
fn a_site_that_is_a_link_elsewhere_is_told_as_such() {
    let (place, elsewhere) = (place(), scratch());
    let own = place.root().join("site.yaml");
    fs::rename(&own, elsewhere.path().join("site.yaml")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("site.yaml"), &own).unwrap();
    for command in ["check", "build"] {
        let came = place.jisr(&[command], &[]);
        assert_eq!(came.status, 3, "{}", came.err);
        assert!(
            came.err.contains("a link that leads out of the site") && !came.err.contains("no file"),
            "{}",
            came.err
        );
    }
}

#[test]
fn a_large_file_of_a_theme_is_told_where_it_belongs() {
    let place = place();
    place.write("static/film.mp4", "");
    let film = File::options().write(true).open(place.root().join("static/film.mp4")).unwrap();
    film.set_len(33 << 20).unwrap();
    let came = place.jisr(&["check"], &[]);
    assert!(came.err.contains("over 32 MB") && !came.err.contains("too large for a text"), "{}", came.err);
}

#[test]
fn another_site_does_not_take_the_output_of_the_first() {
    let (first, second) = (place(), Place::of("home"));
    second.edit("site.yaml", "fr: Coopération,", "fr: Un autre site,");
    let before = first.build();
    let output = first.output();
    let came = second.jisr(&["build", "--output", output.to_str().unwrap()], &[]);
    assert_eq!(came.status, 3, "{}", came.err);
    assert!(came.err.contains("output-of-another-site"), "{}", came.err);
    assert_same(&listing(&output), &before, 0);
    first.edit("site.yaml", "fr: Coopération,", "fr: Coopération internationale,");
    first.build();
}

#[test]
fn two_builds_into_one_output_come_one_after_the_other() {
    let place = place();
    let clean = place.build();
    for round in 0..6 {
        fs::remove_dir_all(place.output()).unwrap();
        let came: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = (0..3).map(|_| scope.spawn(|| place.jisr(&["build"], &[]))).collect();
            started.into_iter().map(|build| build.join().unwrap()).collect()
        });
        assert!(came.iter().any(|came| came.status == 0), "one of them builds");
        for came in came {
            let is_busy = came.status == 3 && came.err.contains("output-busy");
            assert!(came.status == 0 || is_busy, "{}", came.err);
        }
        assert_same(&listing(&place.output()), &clean, round);
    }
}

#[test]
fn lines_of_a_manifest_that_lead_elsewhere_are_not_followed() {
    let place = place();
    let whole = place.build();
    place.write("victim.txt", "victim");
    place.write("output/inside.txt", "inside");
    let key = "0".repeat(32);
    let victim = place.root().join("victim.txt");
    let mut text = String::from_utf8(whole[".jisr-manifest"].clone()).unwrap();
    for path in
        ["../victim.txt", victim.to_str().unwrap(), "fr/../../victim.txt", "fr\\..\\..\\victim.txt", "./inside.txt", ""]
    {
        text.push_str(&format!("{key} 6 {path}\n"));
    }
    text.push_str("inside.txt\nnonsense 6 inside.txt\n");
    place.write("output/.jisr-manifest", text);
    let healed = place.build();
    assert!(victim.exists() && healed.contains_key("inside.txt"));
    assert_eq!(healed.len(), whole.len() + 1);
    place.edit("content/projects/plat.ar.md", "نص", "جديد");
    let manifest = String::from_utf8(place.build()[".jisr-manifest"].clone()).unwrap();
    assert!(victim.exists() && !manifest.contains("victim") && !manifest.contains("inside"), "and they do not stay");
}

#[test]
fn an_output_that_cannot_be_written_is_told_as_such() {
    let place = place();
    place.write("public", "a file");
    let came = place.jisr(&["build", "--output", place.root().join("public").to_str().unwrap()], &[]);
    assert_eq!(came.status, 3, "{}", came.err);
    assert!(
        came.err.contains("public") && came.err.contains("there is a file or a link where a folder is needed"),
        "{}",
        came.err
    );

    place.build();
    fs::remove_dir_all(place.output().join("fr")).unwrap();
    place.write("output/fr", "a file where a folder is needed");
    let came = place.jisr(&["build"], &[]);
    assert_eq!(came.status, 3, "{}", came.err);
    assert!(came.err.contains("fr/") && came.err.contains("where a folder is needed"), "{}", came.err);
    assert_eq!(fs::read(place.output().join("fr")).unwrap(), b"a file where a folder is needed");
    fs::remove_file(place.output().join("fr")).unwrap();
    place.build();
    assert_eq!(place.jisr(&["build"], &[]).status, 0);
}

#[test]
fn what_somebody_put_in_the_place_of_an_old_page_is_theirs() {
    let place = place();
    place.build();
    fs::remove_dir_all(place.output().join("fr/a-propos")).unwrap();
    place.write("output/fr/a-propos", "a file in the place of a folder");
    ["about.fr.md", "about.ar.md"].iter().for_each(|page| place.remove(&format!("content/pages/{page}")));
    place.edit("site.yaml", ", {page: about}", "");
    place.edit("content/projects/dossier/index.fr.md", " et [à propos](/content/pages/about.fr.md)", "");
    fs::remove_file(place.output().join("ar/حول/index.html")).unwrap();
    place.write("output/ar/حول/index.html/notes.txt", "a folder in the place of a file");
    let after = place.build();
    assert_eq!(after["fr/a-propos"], b"a file in the place of a folder");
    assert_eq!(after["ar/حول/index.html/notes.txt"], b"a folder in the place of a file");
}

/// Gives every file of the output a time long past.
fn age(folder: &Path) {
    for path in listing(folder).keys().filter(|path| !path.ends_with('/')) {
        let file = File::options().write(true).open(folder.join(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
}

fn touched(folder: &Path) -> Vec<String> {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let is_new = |path: &String| fs::metadata(folder.join(path)).unwrap().modified().unwrap() != old;
    listing(folder).into_keys().filter(|path| !path.ends_with('/')).filter(is_new).collect()
}

#[test]
fn files_that_do_not_change_are_not_touched() {
    let place = place();
    place.build();
    age(&place.output());
    place.build();
    assert_eq!(touched(&place.output()), Vec::<String>::new(), "nothing changed, not even the manifest");
    place.edit("content/projects/plat.fr.md", "Lire [l’accord]", "Lire tout [l’accord]");
    place.build();
    let shown_by: Vec<String> = touched(&place.output()).into_iter().filter(|path| path != ".jisr-manifest").collect();
    // The summary is the first paragraph: lists of the same language show it and the project's data state it, and
    // nothing in Arabic does.
    assert!(shown_by.contains(&"fr/projects/plat/index.html".to_owned()));
    let shows = |path: &String| path.starts_with("fr/") || path == "data/projects/plat.json";
    assert!(shown_by.iter().all(shows), "{shown_by:?}");
    assert!(!shown_by.contains(&"fr/a-propos/index.html".to_owned()), "{shown_by:?}");
}

#[test]
fn a_template_that_fails_leaves_the_last_good_site_whole() {
    let place = place();
    let good = place.build();
    place.edit("site.yaml", "fr: Coopération,", "fr: Coopération internationale,");
    for (template, told) in
        [("{{ partner.name.txet }}", "txet"), ("{% if %}", "partner.html"), ("{{ x | nope }}", "nope")]
    {
        place.write("templates/partner.html", template);
        let came = place.jisr(&["build"], &[]);
        assert_eq!(came.status, 2, "{}", came.err);
        assert!(came.err.contains(told), "{}", came.err);
        assert_same(&listing(&place.output()), &good, 0);
    }
}

#[test]
fn an_asset_that_vanishes_while_it_is_built_fails_and_heals() {
    let place = place();
    let scratch = scratch();
    let output = scratch.path().join("output");
    let folder = Folder::open(&place.root(), &output).unwrap();
    let mut tree = Tree::default();
    tree.apply(disk::site::scan(&place.root(), &output).0);
    let pdf = "content/projects/dossier/accord.pdf";
    let bytes = fs::read(place.root().join(pdf)).unwrap();
    place.remove(pdf);
    let report = site::run(&tree, &site::options(), Manifest::default(), &folder);
    assert!(report.diagnostics.has_errors());
    place.write(pdf, bytes);
    build_into(&output, &place, UNLIMITED);
    build_into(&scratch.path().join("clean"), &place, UNLIMITED);
    assert_same(&listing(&output), &listing(&scratch.path().join("clean")), 0);
}

#[test]
fn a_page_becomes_a_file_and_a_file_a_page() {
    let place = place();
    let alias = "aliases: [projets/ancien, projects/plus-ancien, /vieille-page.html, /archives/index.html]";
    let page = place.build();
    assert!(page.contains_key("fr/projets/ancien/index.html"));
    place.edit("content/projects/dossier/index.fr.md", alias, "aliases: [/projets, /Projets-Anciens]");
    place.write("static/root/fr/archives", "a file where a folder was");
    let file = place.build();
    assert!(file.contains_key("fr/projets/index.html") && !file.contains_key("fr/projets/ancien/"));
    assert_eq!(file["fr/archives"], b"a file where a folder was");
    place.remove("static/root/fr/archives");
    place.edit(
        "content/projects/dossier/index.fr.md",
        "aliases: [/projets, /Projets-Anciens]",
        "aliases: [/projets-anciens, /archives]",
    );
    let again = place.build();
    assert!(again.contains_key("fr/archives/index.html") && again.contains_key("fr/projets-anciens/index.html"));
    assert!(!again.contains_key("fr/Projets-Anciens/"), "a name that changed its case only");
    fs::remove_dir_all(place.output()).unwrap();
    assert_same(&place.build(), &again, 0);
}

#[test]
fn neither_threads_nor_the_time_zone_nor_the_place_change_a_byte() {
    let place = place();
    let first = place.build();
    for environment in [
        &[("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati"), ("LANG", "ar_TN.UTF-8")],
        &[("RAYON_NUM_THREADS", "7"), ("TZ", "America/Los_Angeles"), ("LANG", "C")],
    ] {
        fs::remove_dir_all(place.output()).unwrap();
        assert_eq!(place.jisr(&["build"], environment).status, 0);
        assert_same(&listing(&place.output()), &first, 0);
    }
    let elsewhere = Place::of("addresses");
    assert_same(&elsewhere.build(), &first, 0);
    let text = String::from_utf8_lossy(&first[".jisr-manifest"]).into_owned();
    assert!(
        !text.contains("/tmp") && !text.contains("/dev") && !text.contains("2026"),
        "no absolute path and no time in the manifest"
    );
}

#[test]
fn the_output_may_be_elsewhere_but_not_among_the_sources() {
    let place = place();
    let elsewhere = scratch();
    let output = elsewhere.path().join("deep/er/site");
    assert_eq!(place.jisr(&["build", "--output", output.to_str().unwrap()], &[]).status, 0);
    assert!(output.join("fr/index.html").exists() && !place.output().exists());
    let before = listing(&place.root());
    for bad in ["content", "content/projects/built", "themes/mini", ".", ".."] {
        let came = place.jisr(&["build", "--output", place.root().join(bad).to_str().unwrap()], &[]);
        assert_eq!(came.status, 2, "{bad}: {}", came.err);
    }
    assert_eq!(listing(&place.root()).len(), before.len());
}

#[test]
fn check_writes_nothing() {
    let place = place();
    let came = place.jisr(&["check"], &[]);
    assert_eq!((came.status, place.output().exists()), (0, false), "{}", came.err);
    let whole = place.build();
    place.edit("site.yaml", "fr: Coopération,", "fr: Coopération internationale,");
    place.jisr(&["check"], &[]);
    assert_same(&listing(&place.output()), &whole, 0);
}
