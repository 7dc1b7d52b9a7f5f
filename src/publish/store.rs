//! What was published from this machine, kept in the site's cache: the bytes of
//! the last publications, so that one can be undone, and their names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::config::target::Target;
use crate::disk::lock;
use crate::disk::pictures::CACHE;
use crate::disk::site::locate;
use crate::pipeline::manifest::Manifest;
use crate::publish::plan::{Site, Wanted};
use crate::publish::transfer::Source;

/// How many publications are kept: the last one, the one before, and one more.
const KEPT: usize = 3;

/// The store of a site.
pub struct Store {
    folder: PathBuf,
    output: PathBuf,
}

/// A publication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// What it is called on the host.
    pub publication: String,
    /// Its files.
    pub site: Site,
    /// Whether it brought the one before back.
    pub is_undo: bool,
}

/// The form in which publications are written.
#[derive(Serialize, Deserialize)]
struct Written {
    publication: String,
    #[serde(default)]
    undo: bool,
    files: BTreeMap<String, (String, u64)>,
}

/// The files that a build has left in its output, with the hashes of their
/// bytes; nothing else that is there.
pub fn built(output: &Path, manifest: &Manifest) -> io::Result<Site> {
    let hash = |path: &RelPath| {
        let (hash, len) = Key::of_reader(fs::File::open(locate(output, path))?)?;
        Ok((path.clone(), Wanted { hash, len }))
    };
    manifest.entries.par_iter().map(|(path, _)| hash(path)).collect()
}

/// A name that nobody can guess.
pub fn unguessable() -> String {
    let mut bytes = [0_u8; 16];
    // Without the system's randomness, the time has to do.
    if getrandom::fill(&mut bytes).is_err() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        bytes = now.as_nanos().to_be_bytes();
    }
    Key::of(&bytes).to_hex()
}

impl Store {
    /// The store of the site in `root`, which is built into `output`.
    pub fn open(root: &Path, output: &Path) -> Store {
        let folder = root.join(CACHE).join("publications");
        // A store that cannot be written to makes an undo impossible, and nothing else.
        let _ = fs::create_dir_all(folder.join("files"));
        Store { folder, output: output.to_path_buf() }
    }

    /// What this site is called among those that publish to a host.
    pub fn identity(&self) -> String {
        let path = self.folder.join("identity");
        let known = fs::read_to_string(&path).ok().filter(|known| Key::from_hex(known.trim()).is_some());
        known.map(|known| known.trim().to_owned()).unwrap_or_else(|| {
            let own = unguessable();
            let _ = fs::write(path, &own);
            own
        })
    }

    /// Lets only one process of this machine publish the site at a time.
    pub fn lock(&self, patience: std::time::Duration) -> Option<lock::Lock> {
        lock::Lock::take(&self.folder, patience)
    }

    /// Keeps the bytes of a built site: as links to its files, which a build
    /// replaces and never changes, or as copies.
    pub fn keep(&self, site: &Site) {
        site.par_iter().for_each(|(path, wanted)| {
            let (from, to) = (locate(&self.output, path), self.file(wanted.hash));
            if !to.exists() && fs::hard_link(&from, &to).is_err() {
                let _ = fs::copy(&from, &to);
            }
        });
    }

    fn file(&self, hash: Key) -> PathBuf {
        self.folder.join("files").join(hash.to_hex())
    }

    fn list(&self, target: &Target) -> PathBuf {
        self.folder.join(format!("{}.json", Key::of(target.written.as_bytes()).short()))
    }

    /// The last publications to a target, the newest at the end.
    pub fn publications(&self, target: &Target) -> Vec<Kept> {
        let kept = |written: Written| Kept {
            publication: written.publication,
            is_undo: written.undo,
            site: written.files.into_iter().filter_map(|(path, (hash, len))| wanted(&path, &hash, len)).collect(),
        };
        read(&self.list(target)).into_iter().map(kept).collect()
    }

    /// Whether a site is another than that of the last publication, and than
    /// one that was taken back.
    pub fn is_due(&self, target: &Target, site: &Site) -> bool {
        let all = self.publications(target);
        let back = usize::from(all.last().is_some_and(|last| last.is_undo));
        !all.iter().rev().take(1 + back).any(|kept| kept.site == *site)
    }

    /// Adds a publication to a target, and removes what none of the last ones
    /// has.
    pub fn add(&self, target: &Target, own: Kept) {
        let mut all = self.publications(target);
        all.push(own);
        let write = |kept: &Kept| Written {
            publication: kept.publication.clone(),
            undo: kept.is_undo,
            files: kept.site.iter().map(|(path, own)| (path.to_string(), (own.hash.to_hex(), own.len))).collect(),
        };
        let last: Vec<Written> = all.iter().skip(all.len().saturating_sub(KEPT)).map(write).collect();
        let written = serde_json::to_vec(&last).unwrap_or_default();
        let next = self.folder.join("next");
        if fs::write(&next, written).and_then(|()| fs::rename(&next, self.list(target))).is_ok() {
            self.tidy();
        }
    }

    /// Removes the bytes that no publication has that is kept.
    fn tidy(&self) {
        let lists = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let lists = lists.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
        let written = lists.flat_map(|list| read(&list));
        let used: BTreeSet<String> =
            written.flat_map(|written| written.files.into_values().map(|(hash, _)| hash)).collect();
        for entry in fs::read_dir(self.folder.join("files")).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if Key::from_hex(&name).is_some() && !used.contains(&name) {
                // What stays takes room, and is removed the next time.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Whether every file of a publication is here.
    pub fn has(&self, site: &Site) -> bool {
        site.values().all(|wanted| fs::metadata(self.file(wanted.hash)).is_ok_and(|data| data.len() == wanted.len))
    }
}

fn wanted(path: &str, hash: &str, len: u64) -> Option<(RelPath, Wanted)> {
    Some((RelPath::new(path)?, Wanted { hash: Key::from_hex(hash)?, len }))
}

fn read(list: &Path) -> Vec<Written> {
    fs::read(list).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

impl Source for Store {
    fn read(&self, path: &RelPath, hash: Key) -> io::Result<Vec<u8>> {
        fs::read(self.file(hash)).or_else(|_| fs::read(locate(&self.output, path)))
    }
}
