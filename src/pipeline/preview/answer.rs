//! Answers requests for a state of the site: pages are made on demand.

use std::sync::Arc;

use crate::base::diag::Diagnostic;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::config::LangId;
use crate::pipeline::PictureMaker;
use crate::pipeline::make::{self, Made};
use crate::pipeline::preview::{Preview, media};
use crate::site::{Page, brochure};

/// The file name of a page whose address ends with a slash.
const INDEX: &str = "index.html";

/// The answer for an address.
pub enum Answer<'a> {
    /// A page or file.
    Found(Reply<'a>),
    /// A page whose template fails, with its last good bytes if there are any.
    Failed(&'a Page, Box<Diagnostic>, Option<Arc<[u8]>>),
    /// A redirect to this address.
    Moved(String),
    /// Not found.
    Missing,
}

/// A page or file to be sent.
pub struct Reply<'a> {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its media type.
    pub content_type: &'static str,
    /// The content key of everything that it shows.
    pub key: Key,
    /// The page; none for a static file of the theme.
    pub page: Option<&'a Page>,
}

impl Preview {
    /// Answers for a path below the base, decoded: `fr/projects/x/`.
    pub fn answer(&self, path: &str, pictures: &dyn PictureMaker) -> Answer<'_> {
        if let Some(file) = self.setting.theme.files().iter().find(|file| file.path.as_str() == path) {
            let (bytes, content_type) = (file.bytes.clone(), media::content_type(path));
            return Answer::Found(Reply { bytes, content_type, key: file.key, page: None });
        }
        let Some(page) = self.page(path) else { return self.elsewhere(path) };
        match self.render(page, pictures) {
            Ok(Some(bytes)) => {
                let content_type = media::of_page(page);
                Answer::Found(Reply { bytes, content_type, key: page.key, page: Some(page) })
            }
            Ok(None) => Answer::Missing,
            Err(diagnostic) => Answer::Failed(page, diagnostic, self.kept.last(page.url.as_str())),
        }
    }

    /// The page at a path below the base, if there is one.
    pub fn page(&self, path: &str) -> Option<&Page> {
        let is_folder = path.is_empty() || path.ends_with('/');
        let output = if is_folder { format!("{path}{INDEX}") } else { path.to_owned() };
        let is_other_name = path == INDEX || path.ends_with("/index.html");
        let at = self.index.get(output.as_str()).filter(|_| !is_other_name)?;
        Some(&self.plan.pages[*at])
    }

    /// The published paths of the theme's static files.
    pub fn static_files(&self) -> impl Iterator<Item = &RelPath> {
        self.setting.theme.files().iter().map(|file| &file.path)
    }

    /// The whole catalogue in one language, as one document for printing.
    pub fn brochure(&self, lang: LangId) -> Result<Vec<u8>, Box<Diagnostic>> {
        let context = brochure::brochure(&self.plan, lang);
        let bytes = self.setting.theme.render(brochure::TEMPLATE, context, brochure::TEMPLATE)?;
        Ok(brochure::linked(&self.plan, lang, &String::from_utf8_lossy(&bytes)).into_bytes())
    }

    /// The page for addresses that do not exist.
    pub fn not_found(&self, pictures: &dyn PictureMaker) -> Answer<'_> {
        self.answer("404.html", pictures)
    }

    fn elsewhere(&self, path: &str) -> Answer<'_> {
        let slashed = format!("{path}/");
        let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let page = self.page(&slashed).or_else(|| self.page(folder?));
        page.map_or(Answer::Missing, |page| Answer::Moved(page.url.href(&self.plan.catalogue.config.base_url)))
    }

    /// Renders a page. None if its source file has just disappeared.
    fn render(&self, page: &Page, pictures: &dyn PictureMaker) -> Result<Option<Arc<[u8]>>, Box<Diagnostic>> {
        let url = page.url.as_str();
        if let Some(bytes) = self.kept.get(url, page.key) {
            return Ok(Some(bytes));
        }
        match make::page(&self.plan, &self.setting.theme, page)? {
            Made::Bytes(bytes) => {
                self.kept.put(url, page.key, &bytes);
                Ok(Some(bytes))
            }
            Made::Copy(source, _) => Ok(pictures.original(&source).ok().map(Arc::from)),
            Made::Picture(recipe) => {
                pictures.make(&[&recipe])?;
                Ok(pictures.read(&recipe).ok().map(Arc::from))
            }
        }
    }
}
