//! Social cards: the images that social networks show with a link to a page. A
//! card is a drawing of the theme (`card.svg`) with the page's title. It shows
//! little, so that it rarely has to be drawn again.

use serde::Serialize;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::key::{Key, KeyHasher};
use crate::base::name;
use crate::base::url::Url;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::{PageId, ProjectId};
use crate::config::LangId;
use crate::schema::check::slugify;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::project::social_image;
use crate::site::view::Text;
use crate::site::view::page::SocialImage;
use crate::site::{Page, Plan, Rendering, View, head};

/// The template of a drawing. A theme without it has no social cards.
pub const TEMPLATE: &str = "card.svg";

/// Width and height of a card, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// With more projects than this, their pages use the card of the home page
/// unless `social_cards: true` says otherwise: each card takes some hundredths
/// of a second.
pub const FEW: usize = 500;

/// The page that a card belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SocialCardOf {
    /// The home page, also used by every page without a card of its own.
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
pub struct SocialCard {
    /// `home`, `type`, `partner`, `project` or `page`: string `card.<kind>` of a
    /// theme.
    pub kind: &'static str,
    /// The title of the page.
    pub title: Text,
    /// Its category: a project's type, or its leading partner.
    pub of: Option<Text>,
    /// The title of the site.
    pub site: Text,
    /// `ltr` or `rtl`: the direction of the page.
    pub dir: String,
}

/// The social cards that exist in one language.
pub struct SocialCards {
    any: bool,
    of_projects: bool,
}

impl SocialCards {
    /// The cards that the theme provides, unless site.yaml disables them or
    /// this machine has no font for the language.
    pub fn of(edition: Edition) -> SocialCards {
        let config = edition.config();
        let fonts = config.options.fonts.as_ref();
        let covers = || fonts.is_some_and(|fonts| fonts.covers(config.locale(edition.lang).script()));
        let any = edition.theme.has_social_cards && config.social_cards != Some(false) && covers();
        let few = edition.catalogue.projects.len() <= FEW || config.social_cards == Some(true);
        SocialCards { any, of_projects: any && few }
    }

    /// The content key of which cards exist.
    pub fn key(&self) -> Key {
        let mut hash = KeyHasher::default();
        hash.number(u64::from(self.any));
        hash.number(u64::from(self.of_projects));
        hash.finish()
    }

    fn has(&self, of: SocialCardOf) -> bool {
        if matches!(of, SocialCardOf::Project(_)) { self.of_projects } else { self.any }
    }
}

/// Reports the languages whose cards are left out because no font of this
/// machine covers their script.
pub fn without_font(plan: &Plan) -> Vec<Diagnostic> {
    let config = &plan.catalogue.config;
    let Some(fonts) = config.options.fonts.as_ref().filter(|_| plan.theme.has_social_cards) else { return vec![] };
    if config.social_cards == Some(false) {
        return vec![];
    }
    let lacking = config.langs().filter(|lang| !fonts.covers(config.locale(*lang).script()));
    lacking
        .map(|lang| Diagnostic::new(Code::CardFontMissing).arg("lang", config.languages[lang].lang.as_str()))
        .collect()
}

/// Adds the cards of a language.
pub fn pages(plan: &Plan, lang: LangId, pages: &mut Vec<Page>) {
    let (catalogue, edition) = (&plan.catalogue, plan.edition(lang));
    let there = SocialCards::of(edition);
    let all = std::iter::once(SocialCardOf::Home)
        .chain((0..catalogue.config.types.len()).map(SocialCardOf::Type))
        .chain((0..catalogue.organisations.all.len()).map(SocialCardOf::Partner))
        .chain((0..catalogue.projects.len()).map(SocialCardOf::Project))
        .chain((0..catalogue.pages.len()).map(SocialCardOf::Content));
    let fonts = catalogue.config.options.fonts.as_ref().map_or(Key::default(), |fonts| fonts.key);
    for of in all.filter(|of| there.has(*of)) {
        let Some((url, key)) = address(edition, of) else { continue };
        pages.push(Page { url, view: View::SocialCard(lang, of), key: Key::join([key, fonts]) });
    }
}

/// The published address of a card, and the content key of what it shows.
fn address(edition: Edition, of: SocialCardOf) -> Option<(Url, Key)> {
    let SocialCard { kind, title, of: above, site, dir } = show(edition, of)?;
    let mut hash = KeyHasher::default();
    hash.bytes(env!("JISR_SOURCES"));
    hash.key(edition.theme.key);
    for part in edition.theme.colors.iter().flat_map(|(name, color)| [name, color]) {
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
        SocialCardOf::Home => String::new(),
        SocialCardOf::Type(at) => edition.config().types[at].term.id.clone(),
        SocialCardOf::Partner(id) => edition.catalogue.organisations.all[id].id.clone(),
        SocialCardOf::Project(id) => edition.catalogue.projects[id].id.to_string(),
        SocialCardOf::Content(id) => edition.catalogue.pages[id].id.to_string(),
    };
    let name = slugify(&format!("{} {kind} {}", edition.tag(), id.replace('/', " ")));
    let name = name::stem(&name);
    Some((Url::file(&format!("assets/card-{name}.{}.png", key.short())), key))
}

/// The content of a card. `None` if its page does not exist.
fn show(edition: Edition, of: SocialCardOf) -> Option<SocialCard> {
    let config = edition.config();
    let listed = |of: ListOf| (!edition.list(of).is_empty()).then(|| edition.term(of).name).flatten();
    let site = edition.text(&config.title)?;
    let titled = |docs| edition.doc(docs).map(|(lang, doc)| head::doc_title(edition, lang, doc));
    let (kind, title, above) = match of {
        SocialCardOf::Home => ("home", edition.text(&config.title)?, edition.text(&config.description)),
        SocialCardOf::Type(at) => ("type", listed(ListOf::Type(at))?, None),
        SocialCardOf::Partner(id) => ("partner", listed(ListOf::Partner(id))?, None),
        SocialCardOf::Project(id) => {
            let project = &edition.catalogue.projects[id];
            let partner = project.partners.first().map(|partner| edition.organisation(*partner));
            let r#type = || edition.term(ListOf::Type(project.r#type)).name;
            // If the project has a picture of its own, networks show that
            // instead.
            let own = edition.landing(&project.docs) == edition.lang && social_image(edition, project).is_none();
            ("project", titled(&project.docs).filter(|_| own)?, partner.map(|own| own.name).or_else(r#type))
        }
        SocialCardOf::Content(id) => {
            let page = &edition.catalogue.pages[id];
            let own = !page.is_home() && edition.landing(&page.docs) == edition.lang;
            ("page", titled(&page.docs).filter(|_| own)?, None)
        }
    };
    let dir = config.locale(edition.lang).direction().as_str().to_owned();
    Some(SocialCard { kind, title, of: above, site, dir })
}

/// The drawing of a card.
pub fn drawing(plan: &Plan, lang: LangId, of: SocialCardOf) -> Rendering {
    match show(plan.edition(lang), of) {
        Some(card) => {
            let context = Context::in_language(plan, lang).with("card", card).with("colors", &plan.theme.colors);
            Rendering::Drawing(TEMPLATE, context)
        }
        None => Rendering::Bytes(vec![]),
    }
}

/// The card of a page: its own, or else that of the home page.
pub fn image(edition: Edition, view: &View) -> Option<SocialImage> {
    let own = match *view {
        View::Project(_, id) => SocialCardOf::Project(id),
        View::Content(_, id) => SocialCardOf::Content(id),
        View::Listing(_, ListOf::Type(at), _) => SocialCardOf::Type(at),
        View::Listing(_, ListOf::Partner(id), _) => SocialCardOf::Partner(id),
        _ => SocialCardOf::Home,
    };
    let there = SocialCards::of(edition);
    let of = if there.has(own) { own } else { SocialCardOf::Home };
    let (url, _) = address(edition, of).filter(|_| there.has(of))?;
    let alt = show(edition, of).map(|card| card.title);
    Some(SocialImage { url: url.absolute(&edition.config().base_url), width: SIZE.0, height: SIZE.1, alt })
}
