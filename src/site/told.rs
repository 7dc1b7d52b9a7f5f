//! What the host of a site is told: the facts for it, from the plan.

use crate::base::url::Url;
use crate::site::hosting::{self, Facts, Redirect};
use crate::site::{Page, Plan, View, page};

/// The files that the host named in site.yaml reads: their names and texts.
/// `pages` are all of the site.
pub fn files(plan: &Plan, pages: &[Page]) -> Vec<(&'static str, String)> {
    hosting::files(plan.catalogue.config.host.as_deref(), &facts(plan, pages))
}

/// The text of one of these files.
pub fn text(plan: &Plan, name: &str) -> String {
    files(plan, &plan.pages).into_iter().find(|(own, _)| *own == name).map(|(_, text)| text).unwrap_or_default()
}

/// The lines for the configuration of nginx or Caddy.
pub fn snippet(plan: &Plan) -> Option<String> {
    hosting::snippet(plan.catalogue.config.host.as_deref(), &facts(plan, &plan.pages))
}

fn facts<'a>(plan: &'a Plan, pages: &[Page]) -> Facts<'a> {
    let config = &plan.catalogue.config;
    let path = |url: &Url| format!("{}{}", config.base_url.path, url.as_str());
    let redirect = |own: &Page| match own.view {
        View::Alias(lang, of) => {
            Some(Redirect { from: path(&own.url), to: path(&page::led_to(plan.edition(lang), of).0) })
        }
        _ => None,
    };
    Facts {
        base: &config.base_url.path,
        domain: config.base_url.host(),
        has_hsts: config.hsts,
        redirects: pages.iter().filter_map(redirect).collect(),
    }
}
