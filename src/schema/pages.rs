//! The built-in pages, and the names that they reserve in addresses: one table
//! for site.yaml, for addresses and for what is published.

use crate::schema::words::{Word, word};

/// A page that jisr generates from the site as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BuiltIn {
    /// The catalogue, in each language.
    Home,
    /// All projects, a listing.
    Projects,
    /// All partners.
    Partners,
    /// The timeline.
    Timeline,
    /// Totals and counts.
    Figures,
    /// Acronyms and terms.
    Glossary,
    /// Search.
    Search,
    /// The choice of a language, at the root of the site.
    Choice,
    /// The page for addresses that do not exist.
    NotFound,
}

/// The address of a built-in page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Address {
    /// One per language, at its home address: `/fr/`.
    Home,
    /// One per language, below its home address: `/fr/partners/`.
    Below(&'static str),
    /// One for all languages: a file, or the root if empty.
    Once(&'static str),
}

/// The fixed properties of each page; `site::built_in` defines how it is made.
///
/// The word is its kind, as templates see it (`page.kind`), its menu entry,
/// with synonyms that staff write for it, and the suffix of the theme's strings
/// about it (`title.<id>`, `menu.<id>`).
const fn row(page: BuiltIn) -> (Word, Address) {
    use Address::{Below, Home, Once};
    match page {
        BuiltIn::Home => (word("home", &["accueil", "الرئيسية"]), Home),
        BuiltIn::Projects => (word("projects", &["projets", "المشاريع"]), Below(PROJECTS)),
        BuiltIn::Partners => (word("partners", &["partenaires", "الشركاء"]), Below(PARTNERS)),
        BuiltIn::Timeline => (word("timeline", &["chronologie", "frise", "التسلسل الزمني"]), Below("timeline")),
        BuiltIn::Figures => (word("figures", &["chiffres", "أرقام"]), Below("figures")),
        BuiltIn::Glossary => (word("glossary", &["glossaire", "المعجم", "مسرد"]), Below("glossary")),
        BuiltIn::Search => (word("search", &["recherche", "rechercher", "chercher", "بحث", "البحث"]), Below("search")),
        BuiltIn::Choice => (word("choice", &[]), Once("")),
        BuiltIn::NotFound => (word("not-found", &[]), Once("404.html")),
    }
}

impl BuiltIn {
    /// All built-in pages, in the order of the sitemap.
    pub const ALL: [BuiltIn; 9] = [
        BuiltIn::Home,
        BuiltIn::Figures,
        BuiltIn::Partners,
        BuiltIn::Timeline,
        BuiltIn::Glossary,
        BuiltIn::Search,
        BuiltIn::Projects,
        BuiltIn::Choice,
        BuiltIn::NotFound,
    ];

    /// The pages that a menu can name, in the order in which messages list
    /// them.
    pub const MENU: [BuiltIn; 7] = [
        BuiltIn::Home,
        BuiltIn::Projects,
        BuiltIn::Partners,
        BuiltIn::Timeline,
        BuiltIn::Figures,
        BuiltIn::Glossary,
        BuiltIn::Search,
    ];

    /// The menu of a site that does not define one.
    pub const DEFAULT_MENU: [BuiltIn; 5] =
        [BuiltIn::Home, BuiltIn::Partners, BuiltIn::Timeline, BuiltIn::Figures, BuiltIn::Glossary];

    /// The name of its kind: `home`, `timeline`, `not-found`.
    pub const fn id(self) -> &'static str {
        row(self).0.id
    }

    /// Synonyms that staff write for it in a menu.
    pub const fn also(self) -> &'static [&'static str] {
        row(self).0.also
    }

    /// Its address.
    pub const fn address(self) -> Address {
        row(self).1
    }

    /// Whether there is one for each language, rather than one for all.
    pub const fn is_in_each_language(self) -> bool {
        !matches!(self.address(), Address::Once(_))
    }

    /// The page that a menu entry names.
    pub fn in_menu(id: &str) -> Option<BuiltIn> {
        BuiltIn::MENU.into_iter().find(|page| page.id() == id)
    }
}

/// The folder of project pages, below a language.
pub const PROJECTS: &str = "projects";

/// The folder of partner pages.
pub const PARTNERS: &str = "partners";

/// The folder of type listings.
pub const TYPES: &str = "types";

/// The folder of group listings.
pub const GROUPS: &str = "groups";

/// The folder of status listings.
pub const STATUS: &str = "status";

/// The folder of year listings.
pub const YEARS: &str = "years";

/// The folder of topic listings.
pub const TOPICS: &str = "topics";

/// The folder of place listings.
pub const PLACES: &str = "places";

/// The folder of sector listings.
pub const SECTORS: &str = "sectors";

/// The folder of a listing's further pages, below the first one.
pub const PAGE: &str = "page";

/// The name of a language's feed.
pub const FEED: &str = "atom.xml";

/// Whether addresses with this first segment, below a language, are reserved
/// for pages and files that jisr generates. `data` is for the open data of a
/// language.
pub fn is_reserved(first: &str) -> bool {
    let is_built_in = |page: BuiltIn| matches!(page.address(), Address::Below(slug) if slug == first);
    BuiltIn::ALL.into_iter().any(is_built_in)
        || [TYPES, GROUPS, STATUS, YEARS, TOPICS, PLACES, SECTORS, PAGE, FEED, "data", "index.html"].contains(&first)
}

#[cfg(test)]
mod tests {
    use super::{BuiltIn, is_reserved};

    #[test]
    fn no_two_built_in_pages_share_a_name_or_an_address() {
        for (at, page) in BuiltIn::ALL.into_iter().enumerate() {
            for other in BuiltIn::ALL.into_iter().skip(at + 1) {
                assert!(page.id() != other.id() && page.address() != other.address(), "{page:?}, {other:?}");
            }
        }
    }

    #[test]
    fn addresses_of_built_in_pages_and_listings_are_reserved() {
        let first = [
            "projects", "types", "groups", "partners", "status", "years", "topics", "timeline", "figures", "places",
            "sectors",
        ];
        let more = ["glossary", "search", "data", "page", "atom.xml", "index.html"];
        assert!(first.into_iter().chain(more).all(is_reserved));
        assert!(["home", "choice", "404.html", "", "about", "project"].into_iter().all(|slug| !is_reserved(slug)));
    }
}
