//! Published pictures, made once and kept by content ([`PictureCache`]).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tempfile::{Builder, TempDir};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::disk::fonts;
use crate::disk::site::locate;
use crate::pictures::{convert, social_card};
use crate::pipeline::PictureMaker;

/// The folder in a site's root that keeps what was made.
pub const CACHE: &str = ".jisr-cache";

/// Tells git and backup programs that the folder can be made again
/// (<https://bford.info/cachedir/>).
const MARKS: [(&str, &str); 2] =
    [(".gitignore", "*\n"), ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Made by jisr.\n")];

/// What nobody has asked for in so long is removed.
const STALE: Duration = Duration::from_secs(90 * 24 * 3600);

/// A use is noted at most once in so long.
const NOTED: Duration = Duration::from_secs(24 * 3600);

/// So many pixels are a lot: such pictures are made one after another, so
/// that memory does not depend on the number of processors.
const MANY_PIXELS: u64 = 12_000_000;

/// Makes the pictures of a site, each once, and keeps them.
pub struct PictureCache {
    site: PathBuf,
    /// Where to keep what was made; none for one that only checks.
    cache: Option<PathBuf>,
    /// Holds the cache, where the site's folder cannot be written to.
    _elsewhere: Option<TempDir>,
    heavy: Mutex<()>,
}

impl PictureCache {
    /// The pictures of the site at `root`.
    pub fn new(root: &Path) -> PictureCache {
        let own = root.join(CACHE);
        let (cache, elsewhere) = match prepare(&own) {
            Ok(()) => (Some(own), None),
            Err(_) => {
                let elsewhere = tempfile::tempdir().ok();
                (elsewhere.as_ref().map(|folder| folder.path().to_path_buf()), elsewhere)
            }
        };
        PictureCache { site: root.to_path_buf(), cache, _elsewhere: elsewhere, heavy: Mutex::new(()) }
    }

    /// The pictures of the site at `root`, to check that each can be made; keeps
    /// nothing.
    pub fn checking(root: &Path) -> PictureCache {
        PictureCache { site: root.to_path_buf(), cache: None, _elsewhere: None, heavy: Mutex::new(()) }
    }

    /// Removes what nobody has asked for in a long time.
    pub fn tidy(&self) {
        let Some(cache) = &self.cache else { return };
        let names = |entry: &fs::DirEntry| MARKS.iter().any(|(name, _)| entry.file_name() == *name);
        for entry in fs::read_dir(cache).into_iter().flatten().flatten().filter(|entry| !names(entry)) {
            let age = age(&entry.path());
            if age.is_some_and(|age| age > STALE) {
                // One that resists does no harm and is tried again next time.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn file(&self, recipe: &Recipe) -> Option<PathBuf> {
        let key = match recipe {
            Recipe::Picture { .. } => recipe.key(),
            // Other fonts draw another picture.
            Recipe::SocialCard { .. } => Key::join([recipe.key(), fonts::book().fonts().key]),
        };
        self.cache.as_ref().map(|cache| cache.join(key.to_hex()))
    }

    fn is_kept(&self, recipe: &Recipe) -> bool {
        let Some(file) = self.file(recipe) else { return false };
        let Some(age) = age(&file) else { return false };
        if age > NOTED {
            let now = SystemTime::now();
            let _ = fs::File::options().append(true).open(&file).and_then(|file| file.set_modified(now));
        }
        true
    }

    /// Puts a picture into the cache, whole or not at all.
    fn keep(&self, recipe: &Recipe, bytes: &[u8]) -> io::Result<()> {
        let Some((file, cache)) = self.file(recipe).zip(self.cache.as_ref()) else { return Ok(()) };
        let mut unfinished = Builder::new().prefix(".").tempfile_in(cache)?;
        unfinished.write_all(bytes)?;
        unfinished.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    fn make_picture(&self, source: &RelPath, hash: Key, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>> {
        let place = |code| Diagnostic::at(code, source, Span::default());
        let unreadable =
            |detail: String| Box::new(place(Code::UnreadableFile).arg("path", source.as_str()).arg("detail", detail));
        let bytes = self.original(source).map_err(|error| unreadable(reason(&error)))?;
        if Key::of(&bytes) != hash {
            return Err(unreadable("changed-meanwhile".to_owned()));
        }
        let broken = |_| Box::new(place(Code::PictureBroken).arg("target", source.name()));
        let mut converter = convert::Converter::new(&bytes).map_err(broken)?;
        let many = converter.pixels() > MANY_PIXELS;
        let _alone = many.then(|| self.heavy.lock().unwrap_or_else(PoisonError::into_inner));
        if self.cache.is_none() {
            return converter.check().map_err(broken);
        }
        for recipe in recipes {
            let Recipe::Picture { method, .. } = recipe else { continue };
            let picture = converter.convert(*method).map_err(broken)?;
            self.keep(recipe, &picture).map_err(|error| self.unwritable(&error))?;
        }
        Ok(())
    }

    fn draw_card(&self, recipe: &Recipe, svg: &[u8]) -> Result<(), Box<Diagnostic>> {
        let failed = |social_card::Unreadable(detail)| {
            let path = RelPath::fixed("templates/card.svg");
            let failed = Diagnostic::new(Code::TemplateFailed).arg("page", path.as_str());
            Box::new(failed.arg("detail", detail))
        };
        if self.cache.is_none() {
            return social_card::read(svg, fonts::book()).map(drop).map_err(failed);
        }
        let png = social_card::draw(svg, fonts::book()).map_err(failed)?;
        self.keep(recipe, &png).map_err(|error| self.unwritable(&error))
    }

    fn unwritable(&self, error: &io::Error) -> Box<Diagnostic> {
        let failed = Diagnostic::new(Code::OutputFailed).arg("path", CACHE);
        Box::new(failed.arg("detail", reason(error)))
    }
}

impl PictureMaker for PictureCache {
    fn make(&self, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>> {
        let missing: Vec<&Recipe> = recipes.iter().copied().filter(|recipe| !self.is_kept(recipe)).collect();
        match missing.first() {
            None => Ok(()),
            Some(Recipe::Picture { source, hash, .. }) => self.make_picture(source, *hash, &missing),
            Some(Recipe::SocialCard { svg }) => self.draw_card(missing[0], svg),
        }
    }

    fn read(&self, recipe: &Recipe) -> io::Result<Vec<u8>> {
        fs::read(self.file(recipe).ok_or(io::ErrorKind::NotFound)?)
    }

    fn original(&self, path: &RelPath) -> io::Result<Vec<u8>> {
        fs::read(locate(&self.site, path))
    }
}

fn prepare(cache: &Path) -> io::Result<()> {
    fs::create_dir_all(cache)?;
    for (name, text) in MARKS {
        let file = cache.join(name);
        if !file.exists() {
            fs::write(file, text)?;
        }
    }
    // A folder that somebody else may write to is no proof that we may.
    Builder::new().prefix(".").tempfile_in(cache).map(drop)
}

fn age(file: &Path) -> Option<Duration> {
    let modified = fs::metadata(file).ok()?.modified().ok()?;
    Some(SystemTime::now().duration_since(modified).unwrap_or_default())
}
