//! Pages that nobody has asked for yet, rendered while nothing else is to be
//! done: so that a template that fails is reported wherever it fails, and the
//! pages of a small site open at once.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Place};
use crate::base::key::Key;
use crate::pipeline::make::{self, Made};
use crate::pipeline::preview::Preview;
use crate::site::Page;

/// What is known of pages, from one state of the site to the next: a page with
/// the same key renders as it did.
#[derive(Default)]
pub struct Swept {
    /// The failure of each page that was rendered, if it failed.
    known: FxHashMap<Key, Option<Box<Diagnostic>>>,
    failed: usize,
    /// The position of the next page.
    next: usize,
}

impl Swept {
    /// Begins anew, for another state of the site.
    pub fn begin(&mut self, preview: &Preview) {
        self.next = 0;
        // Keys of pages as they were long ago.
        if self.known.len() > 4 * preview.plan.pages.len() + 1000 {
            *self = Swept::default();
        }
    }

    fn note(&mut self, key: Key, outcome: Result<(), Box<Diagnostic>>) {
        self.failed += usize::from(outcome.is_err());
        self.known.insert(key, outcome.err());
    }

    /// What fails in a state of the site, as far as it is known: each place of
    /// a template once, with the first page that fails there.
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
    /// Renders pages that are not known until `is_enough`; whether there are
    /// more. What is rendered is kept where there is room.
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

    /// What needs no template cannot fail.
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
