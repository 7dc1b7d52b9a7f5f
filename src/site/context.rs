//! The context of a template, put together in one place: the site, the head of
//! the page, and the page's own values.

use serde::Serialize;
use tera::Value;

use crate::config::LangId;
use crate::site::view::page::Head;
use crate::site::{Plan, Rendering};

/// The values that a template receives, by name.
pub struct Context(Vec<(&'static str, Value)>);

impl Context {
    /// The context that every page gets. The head must be complete: it is
    /// serialised here and cannot be changed afterwards.
    pub fn new(plan: &Plan, lang: LangId, head: &Head) -> Context {
        let context = Context::in_language(plan, lang);
        context.with_shared("site", plan.site(lang)).with("page", head)
    }

    /// The context of a drawing, which is not a page: its language.
    pub fn in_language(plan: &Plan, lang: LangId) -> Context {
        Context(vec![]).with("lang", plan.edition(lang).tag().as_str())
    }

    /// Adds a value.
    pub fn with(self, name: &'static str, value: impl Serialize) -> Context {
        self.with_shared(name, Value::from_serializable(&value))
    }

    /// Adds an already serialised value that is shared with other pages.
    pub fn with_shared(mut self, name: &'static str, value: impl Into<Value>) -> Context {
        self.0.push((name, value.into()));
        self
    }

    /// Pairs the context with the template that renders it.
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
