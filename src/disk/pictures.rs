//! Published pictures, made once and kept by content ([`PictureCache`]).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::picture::{Format, Picture, Recipe};
use crate::disk::cache::Cache;
use crate::disk::fonts;
use crate::disk::guard::guarded;
use crate::disk::site::locate;
use crate::pictures::strip::Broken;
use crate::pictures::{convert, inspect, raster, social_card};
use crate::pipeline::PictureMaker;

/// The folder in a site's root that keeps what was made.
pub const CACHE: &str = ".jisr-cache";

/// So many pixels are a lot: such pictures are made one after another, so
/// that memory does not depend on the number of processors.
const MANY_PIXELS: u64 = 12_000_000;

/// Why nothing was made of a picture.
enum Failure {
    Broken,
    Unwritable(io::Error),
}

impl From<Broken> for Failure {
    fn from(_: Broken) -> Failure {
        Failure::Broken
    }
}

/// Makes the pictures of a site, each once, and keeps them.
pub struct PictureCache {
    site: PathBuf,
    /// Where to keep what was made; none for one that only checks.
    cache: Option<Cache>,
    /// Holds the cache, where the site's folder cannot be written to.
    _elsewhere: Option<TempDir>,
    heavy: Mutex<()>,
}

impl PictureCache {
    /// The pictures of the site at `root`.
    pub fn new(root: &Path) -> PictureCache {
        let own = Cache::open(&root.join(CACHE)).ok();
        let elsewhere = if own.is_none() { tempfile::tempdir().ok() } else { None };
        let cache = own.or_else(|| Cache::open(elsewhere.as_ref()?.path()).ok());
        PictureCache { site: root.to_path_buf(), cache, _elsewhere: elsewhere, heavy: Mutex::new(()) }
    }

    /// The pictures of the site at `root`, to check that each can be made; keeps
    /// nothing.
    pub fn checking(root: &Path) -> PictureCache {
        PictureCache { site: root.to_path_buf(), cache: None, _elsewhere: None, heavy: Mutex::new(()) }
    }

    /// Removes what nobody has asked for in a long time.
    pub fn tidy(&self) {
        if let Some(cache) = &self.cache {
            cache.tidy();
        }
    }

    fn kept(&self, recipe: &Recipe) -> Option<Vec<u8>> {
        self.cache.as_ref()?.get(key(recipe))
    }

    fn keep(&self, recipe: &Recipe, bytes: &[u8]) -> io::Result<()> {
        self.cache.as_ref().map_or(Ok(()), |cache| cache.put(key(recipe), bytes))
    }

    fn make_picture(&self, source: &RelPath, hash: Key, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>> {
        let place = |code| Diagnostic::at(code, source, Span::default());
        let unreadable =
            |detail: String| Box::new(place(Code::UnreadableFile).arg("path", source.as_str()).arg("detail", detail));
        let bytes = self.original(source).map_err(|error| unreadable(reason(&error)))?;
        if Key::of(&bytes) != hash {
            return Err(unreadable("changed-meanwhile".to_owned()));
        }
        let format = raster::sniff(&bytes).unwrap_or(Format::Svg);
        let broken = || Box::new(place(Code::PictureBroken).arg("target", source.name()));
        let made = guarded(|| self.convert(&bytes, &inspect::inspect(format, &bytes), recipes));
        match made.ok_or_else(broken)? {
            Ok(()) => Ok(()),
            Err(Failure::Broken) => Err(broken()),
            Err(Failure::Unwritable(error)) => Err(self.unwritable(&error)),
        }
    }

    /// Makes what may be made of a picture. What is wrong with one that may
    /// not be decoded was reported where a page uses it.
    fn convert(&self, bytes: &[u8], picture: &Picture, recipes: &[&Recipe]) -> Result<(), Failure> {
        let methods = recipes.iter().filter_map(|recipe| match recipe {
            Recipe::Picture { method, .. } => Some((*recipe, *method)),
            Recipe::SocialCard { .. } => None,
        });
        let mut workable = methods.filter(|(_, method)| picture.is_workable(*method)).peekable();
        if workable.peek().is_none() {
            return Ok(());
        }
        let mut converter = convert::Converter::new(bytes, picture)?;
        let many = picture.size.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > MANY_PIXELS);
        let _alone = many.then(|| self.heavy.lock().unwrap_or_else(PoisonError::into_inner));
        if self.cache.is_none() {
            return Ok(converter.check()?);
        }
        for (recipe, method) in workable {
            let made = converter.convert(method)?;
            self.keep(recipe, &made).map_err(Failure::Unwritable)?;
        }
        Ok(())
    }

    fn draw_card(&self, recipe: &Recipe, svg: &[u8]) -> Result<(), Box<Diagnostic>> {
        let failed = |social_card::Unreadable(detail)| {
            let path = RelPath::fixed("templates/card.svg");
            let failed = Diagnostic::new(Code::TemplateFailed).arg("page", path.as_str());
            Box::new(failed.arg("detail", detail))
        };
        let crashed = || failed(social_card::Unreadable("panic".to_owned()));
        if self.cache.is_none() {
            let read = guarded(|| social_card::read(svg, fonts::book()).map(drop));
            return read.ok_or_else(crashed)?.map_err(failed);
        }
        let png = guarded(|| social_card::draw(svg, fonts::book())).ok_or_else(crashed)?.map_err(failed)?;
        self.keep(recipe, &png).map_err(|error| self.unwritable(&error))
    }

    fn unwritable(&self, error: &io::Error) -> Box<Diagnostic> {
        let failed = Diagnostic::new(Code::OutputFailed).arg("path", CACHE);
        Box::new(failed.arg("detail", reason(error)))
    }
}

impl PictureMaker for PictureCache {
    fn make(&self, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>> {
        let missing: Vec<&Recipe> = recipes.iter().copied().filter(|recipe| self.kept(recipe).is_none()).collect();
        match missing.first() {
            None => Ok(()),
            Some(Recipe::Picture { source, hash, .. }) => self.make_picture(source, *hash, &missing),
            Some(Recipe::SocialCard { svg }) => self.draw_card(missing[0], svg),
        }
    }

    fn read(&self, recipe: &Recipe) -> io::Result<Vec<u8>> {
        self.kept(recipe).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn original(&self, path: &RelPath) -> io::Result<Vec<u8>> {
        fs::read(locate(&self.site, path))
    }
}

/// Under which key something is kept.
fn key(recipe: &Recipe) -> Key {
    match recipe {
        Recipe::Picture { .. } => recipe.key(),
        // Other fonts draw another picture.
        Recipe::SocialCard { .. } => Key::join([recipe.key(), fonts::book().fonts().key]),
    }
}
