//! Renders, while idle, the pages that nobody has requested yet, so that a
//! failing template is reported wherever it fails, and the pages of a small
//! site open instantly.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Place};
use crate::base::key::Key;
use crate::pipeline::make::{self, Made};
use crate::pipeline::preview::Preview;
use crate::site::Page;

/// Which pages are known to render or fail, kept across states of the site: a
/// page with the same content key renders in the same way.
#[derive(Default)]
pub struct Swept {
    /// For each page rendered so far, its failure if it failed.
    known: FxHashMap<Key, Option<Box<Diagnostic>>>,
    failed: usize,
    /// The index of the next page.
    next: usize,
}

impl Swept {
    /// Restarts for another state of the site.
    pub fn begin(&mut self, preview: &Preview) {
        self.next = 0;
        // Drops the keys of outdated pages.
        if self.known.len() > 4 * preview.plan.pages.len() + 1000 {
            *self = Swept::default();
        }
    }

    fn note(&mut self, key: Key, outcome: Result<(), Box<Diagnostic>>) {
        self.failed += usize::from(outcome.is_err());
        self.known.insert(key, outcome.err());
    }

    /// The failures known so far for a state of the site: each place in a
    /// template once, with the first page that fails there.
    pub fn failures(&self, preview: &Preview) -> Diagnostics {
        if self.failed == 0 || !preview.setting.has_whole_theme() {
            return Diagnostics::default();
        }
        let failed = preview.plan.pages.iter().filter_map(|page| self.known.get(&page.key)?.as_deref());
        let mut places: BTreeMap<(Code, Option<&Place>), &Diagnostic> = BTreeMap::new();
        for failure in failed {
            places.entry((failure.code, failure.at.as_ref())).or_insert(failure);
        }
        places.into_values().cloned().collect()
    }
}

impl Preview {
    /// Renders pages that are not known yet, until `is_enough`; returns whether
    /// more are left. Results are cached as far as there is room.
    pub fn sweep(&self, swept: &mut Swept, is_enough: &dyn Fn() -> bool) -> bool {
        if !self.setting.has_whole_theme() || !self.has_site() {
            return false;
        }
        while let Some(page) = self.plan.pages.get(swept.next) {
            swept.next += 1;
            if !swept.known.contains_key(&page.key) {
                swept.note(page.key, self.try_out(page));
                if is_enough() {
                    return true;
                }
            }
        }
        false
    }

    /// Renders a page if it needs a template; nothing else can fail.
    fn try_out(&self, page: &Page) -> Result<(), Box<Diagnostic>> {
        let url = page.url.as_str();
        if !page.view.has_template() || self.kept.get(url, page.key).is_some() {
            return Ok(());
        }
        if let Made::Bytes(bytes) = make::page(&self.plan, &self.setting.theme, page)? {
            self.kept.put_if_room(url, page.key, &bytes);
        }
        Ok(())
    }
}
