//! Compares two states of the site.

use std::sync::Arc;

use crate::base::path::RelPath;
use crate::pipeline::preview::Preview;
use crate::site::Page;
use crate::theme::statics::StaticFile;

impl Preview {
    /// The addresses, as used in links, of pages and files that are new,
    /// changed or removed since the previous state, in the order of the pages.
    pub fn changed(&self, previous: &Preview) -> Vec<String> {
        let base = &self.plan.catalogue.config.base_url;
        let mut changed: Vec<String> = self.changed_files(previous);
        let pages = self.plan.pages.iter();
        if Arc::ptr_eq(&self.index, &previous.index) {
            let both = pages.zip(&previous.plan.pages).filter(|(new, old)| new.key != old.key);
            changed.extend(both.map(|(page, _)| page.url.href(base)));
            return changed;
        }
        let key = |page: &Page| previous.index.get(page.url.output()).map(|at| previous.plan.pages[*at].key);
        let new = pages.filter(|page| key(page) != Some(page.key));
        let gone = previous.plan.pages.iter().filter(|page| !self.index.contains_key(page.url.output()));
        changed.extend(new.chain(gone).map(|page| page.url.href(base)));
        changed
    }

    fn changed_files(&self, previous: &Preview) -> Vec<String> {
        let (new, old) = (self.setting.theme.files(), previous.setting.theme.files());
        let there =
            |files: &[StaticFile], path: &RelPath| files.iter().find(|file| file.path == *path).map(|file| file.key);
        let other = new.iter().filter(|file| there(old, &file.path) != Some(file.key));
        let gone = old.iter().filter(|file| there(new, &file.path).is_none());
        other.chain(gone).map(|file| format!("{}{}", self.base(), file.path)).collect()
    }
}
