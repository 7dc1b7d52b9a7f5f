//! Social cards: what networks show beside a link to a page. A card is a
//! drawing of the theme (`card.svg`) with the page's title; it shows little,
//! so that it is drawn again only when that changes.

use serde::Serialize;
use tera::Value;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::key::{Key, KeyHasher};
use crate::base::url::Url;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::{PageId, ProjectId};
use crate::config::LangId;
use crate::schema::check::slugify;
use crate::site::names::{ListOf, Names};
use crate::site::project::social_image;
use crate::site::view::{SocialImage, Text, with};
use crate::site::{Page, Plan, Rendering, View, head};

/// Width and height of a card, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// With more projects than this, their pages show the card of the home page
/// unless `social_cards: true` says otherwise: each card costs some
/// hundredths of a second.
pub const FEW: usize = 500;

/// Which page a card is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardOf {
    /// The home page, and every page without one of its own.
    Home,
    /// A type.
    Type(usize),
    /// A partner.
    Partner(OrgId),
    /// A project.
    Project(ProjectId),
    /// A page of content.
    Content(PageId),
}

/// What a card shows.
#[derive(Serialize)]
pub struct CardView {
    /// `home`, `type`, `partner`, `project`, `page`: strings `card.<kind>` of a theme.
    pub kind: &'static str,
    /// The title of the page.
    pub title: Text,
    /// What it belongs to: a project's type, or its leading partner.
    pub of: Option<Text>,
    /// The title of the site.
    pub site: Text,
    /// `ltr` or `rtl`: the direction of the page.
    pub dir: String,
}

/// Which cards a site has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cards {
    /// Whether the theme draws cards.
    pub drawn: bool,
}

impl Cards {
    fn of_language(self, names: Names) -> InLanguage {
        let config = names.config();
        let fonts = config.options.fonts.as_ref();
        let covers = || fonts.is_some_and(|fonts| fonts.covers(&config.locale(names.lang).script()));
        let any = self.drawn && config.social_cards != Some(false) && covers();
        let few = names.catalogue.projects.len() <= FEW || config.social_cards == Some(true);
        InLanguage { any, of_projects: any && few }
    }

    /// The key of which cards there are.
    pub fn key(self, names: Names) -> Key {
        let InLanguage { any, of_projects } = self.of_language(names);
        let mut hash = KeyHasher::default();
        hash.number(u64::from(any));
        hash.number(u64::from(of_projects));
        hash.finish()
    }
}

/// Which cards there are in a language.
struct InLanguage {
    any: bool,
    of_projects: bool,
}

impl InLanguage {
    fn has(&self, of: CardOf) -> bool {
        if matches!(of, CardOf::Project(_)) { self.of_projects } else { self.any }
    }
}

/// The languages whose cards are left out because no font of this machine has
/// their letters.
pub fn without_font(plan: &Plan) -> Vec<Diagnostic> {
    let config = &plan.catalogue.config;
    let Some(fonts) = config.options.fonts.as_ref().filter(|_| plan.cards.drawn) else { return vec![] };
    if config.social_cards == Some(false) {
        return vec![];
    }
    let lacking = config.langs().filter(|lang| !fonts.covers(&config.locale(*lang).script()));
    lacking
        .map(|lang| Diagnostic::new(Code::CardFontMissing).arg("lang", config.languages[lang].lang.as_str()))
        .collect()
}

/// Adds the cards of a language.
pub fn pages(plan: &Plan, lang: LangId, pages: &mut Vec<Page>) {
    let (catalogue, names) = (&plan.catalogue, plan.names(lang));
    let there = plan.cards.of_language(names);
    let all = std::iter::once(CardOf::Home)
        .chain((0..catalogue.config.types.len()).map(CardOf::Type))
        .chain((0..catalogue.organisations.all.len()).map(CardOf::Partner))
        .chain((0..catalogue.projects.len()).map(CardOf::Project))
        .chain((0..catalogue.pages.len()).map(CardOf::Content));
    let fonts = catalogue.config.options.fonts.as_ref().map_or(Key::default(), |fonts| fonts.key);
    for of in all.filter(|of| there.has(*of)) {
        let Some((url, key)) = address(plan, lang, of) else { continue };
        pages.push(Page { url, view: View::Card(lang, of), key: Key::join([key, fonts]) });
    }
}

/// Where a card is published, and the key of what it shows.
fn address(plan: &Plan, lang: LangId, of: CardOf) -> Option<(Url, Key)> {
    let names = plan.names(lang);
    let CardView { kind, title, of: above, site, dir } = view(names, of)?;
    let mut hash = KeyHasher::default();
    hash.bytes(env!("JISR_SOURCES"));
    hash.key(plan.theme.key);
    for part in plan.theme.colors.iter().flat_map(|(name, color)| [name, color]) {
        hash.bytes(part);
    }
    for part in [kind, &title.text, &title.lang, &site.text, &site.lang, &dir] {
        hash.bytes(part);
    }
    for part in above.iter().flat_map(|text| [&text.text, &text.lang]) {
        hash.bytes(part);
    }
    let key = hash.finish();
    let id = match of {
        CardOf::Home => String::new(),
        CardOf::Type(at) => names.config().types[at].term.id.clone(),
        CardOf::Partner(id) => names.catalogue.organisations.all[id].id.clone(),
        CardOf::Project(id) => names.catalogue.projects[id].id.to_string(),
        CardOf::Content(id) => names.catalogue.pages[id].id.to_string(),
    };
    let name = slugify(&format!("{} {kind} {}", names.tag(), id.replace('/', " ")));
    Some((Url::file(&format!("assets/card-{name}.{}.png", key.short())), key))
}

/// What a card shows; `None` for a page that there is not.
fn view(names: Names, of: CardOf) -> Option<CardView> {
    let config = names.config();
    let listed = |of: ListOf| (!names.list(of).is_empty()).then(|| names.term(of).name).flatten();
    let site = names.text(&config.title)?;
    let titled = |docs| names.doc(docs).map(|(lang, doc)| head::doc_title(names, lang, doc));
    let (kind, title, above) = match of {
        CardOf::Home => ("home", names.text(&config.title)?, names.text(&config.description)),
        CardOf::Type(at) => ("type", listed(ListOf::Type(at))?, None),
        CardOf::Partner(id) => ("partner", listed(ListOf::Partner(id))?, None),
        CardOf::Project(id) => {
            let project = &names.catalogue.projects[id];
            let partner = project.partners.first().map(|partner| names.organisation(*partner));
            let r#type = || names.term(ListOf::Type(project.r#type)).name;
            // Its own picture, where it has one, is what networks show.
            let own = names.landing(&project.docs) == names.lang && social_image(names, project).is_none();
            ("project", titled(&project.docs).filter(|_| own)?, partner.map(|own| own.name).or_else(r#type))
        }
        CardOf::Content(id) => {
            let page = &names.catalogue.pages[id];
            let own = &*page.id != "home" && names.landing(&page.docs) == names.lang;
            ("page", titled(&page.docs).filter(|_| own)?, None)
        }
    };
    let dir = config.locale(names.lang).direction().as_str().to_owned();
    Some(CardView { kind, title, of: above, site, dir })
}

/// A card's drawing.
pub fn card(plan: &Plan, lang: LangId, of: CardOf) -> Rendering {
    match view(plan.names(lang), of) {
        Some(view) => {
            let colors = Value::from_serializable(&plan.theme.colors);
            Rendering::Template("card.svg", vec![("card", Value::from_serializable(&view)), ("colors", colors)])
        }
        None => Rendering::Bytes(vec![]),
    }
}

/// The head of a page with its card, where it has no picture of its own.
pub fn add(plan: &Plan, page: &Page, head: Value) -> Value {
    let is_image = |(name, value): (&_, &Value)| format!("{name}") == "image" && !value.is_none();
    let has_image = head.as_map().is_some_and(|head| head.iter().any(is_image));
    match image(plan, page).filter(|_| !has_image) {
        Some(image) => with(head, [("image", Value::from_serializable(&image))]),
        None => head,
    }
}

fn image(plan: &Plan, page: &Page) -> Option<SocialImage> {
    let lang = page.view.lang().unwrap_or(plan.catalogue.config.default);
    let names = plan.names(lang);
    let own = match page.view {
        View::Project(_, id) => CardOf::Project(id),
        View::Content(_, id) => CardOf::Content(id),
        View::Listing(_, ListOf::Type(at), _) => CardOf::Type(at),
        View::Listing(_, ListOf::Partner(id), _) => CardOf::Partner(id),
        _ => CardOf::Home,
    };
    let there = plan.cards.of_language(names);
    let of = if there.has(own) { own } else { CardOf::Home };
    let (url, _) = address(plan, lang, of).filter(|_| there.has(of))?;
    let alt = view(names, of).map(|view| view.title);
    Some(SocialImage { url: url.absolute(&names.config().base_url), width: SIZE.0, height: SIZE.1, alt })
}
