//! What a template receives, put together in one place: the site, the head of
//! the page, and what is the page's own.

use serde::Serialize;
use tera::Value;

use crate::config::LangId;
use crate::site::view::page::Head;
use crate::site::{Plan, Rendering};

/// The values that a template receives, by name.
pub struct Context(Vec<(&'static str, Value)>);

impl Context {
    /// What every page receives. The head is complete: once it is a value, it
    /// does not change any more.
    pub fn new(plan: &Plan, lang: LangId, head: &Head) -> Context {
        let context = Context::in_language(plan, lang);
        context.with_shared("site", plan.site(lang)).with("page", head)
    }

    /// What a drawing receives, which is no page: its language.
    pub fn in_language(plan: &Plan, lang: LangId) -> Context {
        Context(vec![]).with("lang", plan.edition(lang).tag().as_str())
    }

    /// Adds a value.
    pub fn with(self, name: &'static str, value: impl Serialize) -> Context {
        self.with_shared(name, Value::from_serializable(&value))
    }

    /// Adds what is a value already, and shared with other pages.
    pub fn with_shared(mut self, name: &'static str, value: impl Into<Value>) -> Context {
        self.0.push((name, value.into()));
        self
    }

    /// The page that a template makes of it.
    pub fn page(self, template: &'static str) -> Rendering {
        Rendering::Template(template, self)
    }
}

impl IntoIterator for Context {
    type Item = (&'static str, Value);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
