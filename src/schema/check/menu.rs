//! An entry of the menu: a page of jisr's own by its word, a page of content by
//! its id, a link that leads elsewhere.

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::schema::Value;
use crate::schema::check::Checker;
use crate::schema::fields::MenuLink;
use crate::schema::near::nearest;
use crate::schema::pages::BuiltIn;
use crate::schema::record::Table;
use crate::yaml::{Entry, Node, Yaml};

impl Checker<'_> {
    /// A word that is none of jisr's own is kept: whether it is a page of
    /// content is known where all files are.
    pub(super) fn menu_entry(&mut self, key: &str, node: &Node) -> Option<Value> {
        match &node.value {
            Yaml::Mapping(entries) => self.menu_mapping(entries, node),
            Yaml::Sequence(_) => self.unclear_entry(node, None),
            _ => {
                let text = self.text(key, node)?;
                let word = BuiltIn::in_menu(text).map(|page| Value::Word(page.id()));
                Some(word.unwrap_or_else(|| Value::Free(text.into())))
            }
        }
    }

    fn menu_mapping(&mut self, entries: &[Entry], node: &Node) -> Option<Value> {
        if let [entry] = entries
            && entry.key == "page"
        {
            return self.text("page", &entry.value).map(|page| Value::Text(page.to_owned()));
        }
        let is_page = |entry: &Entry| entry.key == "page";
        let known = |entry: &Entry| MenuLink::FIELDS.iter().any(|field| is_key(&entry.key, field.name, field.also));
        if entries.iter().any(known) && !entries.iter().any(is_page) {
            return Some(Value::Record(self.keys(entries, MenuLink::FIELDS, node.span, |field| field.required)));
        }
        let words = BuiltIn::MENU.iter().map(|page| (page.id(), page.also()));
        let meant = entries.first().filter(|_| entries.len() == 1).and_then(|entry| nearest(&entry.key, words));
        self.unclear_entry(node, meant)
    }

    fn unclear_entry(&mut self, node: &Node, meant: Option<&str>) -> Option<Value> {
        self.push(Diagnostic::at(Code::MenuEntryUnclear, self.path, node.span).did_you_mean(meant));
        None
    }
}

fn is_key(written: &str, name: &str, also: &[&str]) -> bool {
    written == name || also.contains(&written)
}
