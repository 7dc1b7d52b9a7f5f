//! Declares every key of write-ups, pages, site.yaml, partners.yaml and
//! glossary.yaml once: its name in the code and the kind of its value, then how
//! it is written, checked, explained and misspelt.

use crate::base::url::is_email;
use crate::locale::codes::Codes;
use crate::schema::kind::{Amount, Date, Flag, Free, List, MenuEntry, Names, Number, Text, Texts, Tree, Word};
use crate::schema::record::{FieldOf, Table};
use crate::schema::words::{HOST, KIND, MISSING_TRANSLATION, ROLE, STAGE, STATUS};
use crate::schema::{Field, Owner, Shape};

const fn words(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field::new(Owner::Words, name, shape, example)
}

const fn fact(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field::new(Owner::Fact, name, shape, example)
}

/// Declares a table as a type, and a module with its keys: the key `TITLE` of
/// the table `Project` is `project::TITLE`.
macro_rules! table {
    (
        $(#[$doc:meta])* $table:ident in $module:ident:
        $($(#[$attribute:meta])* $key:ident: $kind:ty = $field:expr,)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $table;

        impl Table for $table {
            const FIELDS: &'static [Field] = &[$($field),*];
        }

        #[doc = concat!("The keys of [`", stringify!($table), "`].")]
        pub mod $module {
            use super::*;

            #[allow(dead_code, non_camel_case_types, clippy::upper_case_acronyms, reason = "its variants count the keys")]
            enum Position {
                $($key),*
            }

            $(
                #[doc = concat!("`", stringify!($key), "`, as declared in [`", stringify!($table), "`].")]
                $(#[$attribute])*
                pub const $key: FieldOf<$table, $kind> = FieldOf::at(Position::$key as usize);
            )*
        }
    };
}

table! {
    /// Front matter of `content/projects/…`.
    Project in project:
    TITLE: Text = words("title", Shape::Text, "\"Titre du projet\"").required()
        .also(&["titre", "العنوان", "عنوان", "name", "nom"]),
    SUMMARY: Text = words("summary", Shape::Text, "\"Une phrase.\"")
        .also(&["résumé", "description", "chapeau", "ملخص"]),
    SLUG: Text = words("slug", Shape::Slug, "mon-projet").also(&["url", "adresse", "permalink"]),
    ALIASES: List<Text> = words("aliases", Shape::List(&Shape::Alias), "[ancienne-adresse]")
        .also(&["alias", "redirections"]),
    DRAFT: Flag = words("draft", Shape::Boolean, "true").also(&["brouillon", "مسودة"]),
    REVIEW: Flag = words("review", Shape::Boolean, "true").also(&["relecture", "à_relire", "للمراجعة"]),
    TRANSLATION: Translation = words("translation", Translation::SHAPE, ""),
    TYPE: Text = fact("type", Shape::Id, "multilateral").required().also(&["النوع", "نوع", "catégorie", "category"]),
    GROUP: Text = fact("group", Shape::Id, "united-nations").also(&["groupe", "مجموعة", "المجموعة"]),
    KIND: Word = fact("kind", Shape::Word(KIND), "project").also(&["nature", "genre", "صنف"]),
    PARTNERS: List<Text> = fact("partners", Shape::List(&Shape::Id), "[undp]").required()
        .also(&["partenaires", "partenaire", "partner", "الشركاء", "شركاء", "الشريك"]),
    STATUS: Word = fact("status", Shape::Word(STATUS), "launched").also(&["statut", "état", "etat", "الحالة", "الوضع"]),
    STATUS_DATE: Date = fact("status_date", Shape::Date, "2018-05").also(&["date_statut", "تاريخ الحالة"]),
    DATES: Dates = fact("dates", Dates::SHAPE, "{launched: 2018-05-10}").also(&["date", "التواريخ", "تواريخ", "تاريخ"]),
    FUNDING: List<Funding> = fact("funding", Funding::LIST, "[{funder: switzerland, amount: 3000000, currency: USD}]")
        .also(&["financement", "financements", "budget", "التمويل", "تمويل"]),
    PARTIES: List<Party> = fact("parties", Party::LIST, "[{org: undp, role: implementing}]")
        .also(&["acteurs", "participants", "الأطراف", "أطراف"]),
    TOPICS: List<Text> = fact("topics", Shape::List(&Shape::Id), "[pve]")
        .also(&["thèmes", "themes", "sujets", "tags", "categories", "catégories", "المواضيع", "topic"]),
    AUDIENCE: List<Text> = fact("audience", Shape::List(&Shape::Id), "[civil-society]")
        .also(&["public", "publics", "الجمهور"]),
    SDG: List<Number> = fact("sdg", Shape::List(&Shape::Number(1, 17)), "[16]")
        .also(&["odd", "أهداف التنمية المستدامة"]),
    SECTOR: Text = fact("sector", Shape::Listed(Codes::Sectors), "15210").also(&["secteur", "القطاع"]),
    PLACES: List<Text> = fact("places", Shape::List(&Shape::Listed(Codes::Places)), "[TN-11]")
        .also(&["lieux", "lieu", "الأماكن"]),
    INSTRUMENTS: List<Text> = fact("instruments", Shape::List(&Shape::Text), "[UNSCR-1624]")
        .also(&["résolutions", "الصكوك"]),
    FEATURED: Flag = fact("featured", Shape::Boolean, "true").also(&["à_la_une", "une", "vedette", "mis_en_avant", "بارز"]),
    IMAGE: Image = fact("image", Image::SHAPE, "{src: photo.jpg, alt: {fr: …, ar: …}}")
        .also(&["photo", "illustration", "صورة"]),
    DOCUMENTS: List<Resource> = fact("documents", Resource::LIST, "[{file: accord.pdf, title: {fr: …, ar: …}}]")
        .also(&["fichiers", "pièces jointes", "الوثائق"]),
    LINKS: List<Resource> = fact("links", Resource::LIST, "[{url: https://…, title: {fr: …, ar: …}}]")
        .also(&["liens", "روابط"]),
    CONTACT: Contact = fact("contact", Contact::SHAPE, "{email: contact@…}").also(&["الاتصال"]),
    RELATED: List<Text> = fact("related", Shape::List(&Shape::Id), "[autre-projet]")
        .also(&["voir aussi", "liés", "ذات صلة"]),
    SOURCES: List<Resource> = fact("sources", Resource::LIST, "[{url: https://…, title: {fr: …, ar: …}}]")
        .also(&["source", "المصادر"]),
    CORRECTIONS: List<Correction> = fact("corrections", Correction::LIST, "[{date: 2026-01-31, text: {fr: …, ar: …}}]")
        .also(&["correctifs", "تصحيحات"]),
    PUBLISH_ON: Date = fact("publish_on", Shape::Day, "2026-12-01")
        .also(&["publication", "date_publication", "publishDate", "تاريخ النشر"]),
    EXPIRE_ON: Date = fact("expire_on", Shape::Day, "2027-12-01").also(&["expiration", "expiryDate", "تاريخ الانتهاء"]),
    UPDATED: Date = fact("updated", Shape::Day, "2026-11-23")
        .also(&["mise_à_jour", "maj", "lastmod", "modified", "تحديث"]),
    WEIGHT: Number = fact("weight", Shape::Number(-1_000_000, 1_000_000), "10")
        .also(&["poids", "ordre", "order", "الترتيب"]),
}

table! {
    /// Front matter of `content/pages/…`.
    Page in page:
    TITLE: Text = words("title", Shape::Text, "\"À propos\"").required()
        .also(&["titre", "العنوان", "عنوان", "name", "nom"]),
    SUMMARY: Text = words("summary", Shape::Text, "\"Une phrase.\"")
        .also(&["résumé", "description", "chapeau", "ملخص"]),
    SLUG: Text = words("slug", Shape::Slug, "a-propos").also(&["url", "adresse", "permalink"]),
    ALIASES: List<Text> = words("aliases", Shape::List(&Shape::Alias), "[ancienne-adresse]")
        .also(&["alias", "redirections"]),
    DRAFT: Flag = words("draft", Shape::Boolean, "true").also(&["brouillon", "مسودة"]),
    REVIEW: Flag = words("review", Shape::Boolean, "true").also(&["relecture", "à_relire", "للمراجعة"]),
    TRANSLATION: Translation = words("translation", Translation::SHAPE, ""),
    PUBLISH_ON: Date = fact("publish_on", Shape::Day, "2026-12-01")
        .also(&["publication", "date_publication", "تاريخ النشر"]),
    EXPIRE_ON: Date = fact("expire_on", Shape::Day, "2027-12-01").also(&["expiration", "تاريخ الانتهاء"]),
    UPDATED: Date = fact("updated", Shape::Day, "2026-11-23").also(&["mise_à_jour", "maj", "lastmod", "تحديث"]),
    WEIGHT: Number = fact("weight", Shape::Number(-1_000_000, 1_000_000), "10")
        .also(&["poids", "ordre", "order", "الترتيب"]),
}

table! {
    /// `translation:` of a write-up: of which state of the original somebody
    /// confirmed that this text says the same. `jisr confirm` writes it.
    Translation in translation:
    OF: Text = words("of", Shape::Code(is_language), "fr").required(),
    SEEN: Text = words("seen", Shape::Text, "3f2a91bc").required(),
    /// The day of the confirmation, for people who read the file.
    #[allow(dead_code, reason = "see above")]
    ON: Date = words("on", Shape::Day, "2026-11-23"),
}

table! {
    /// `dates:` of a write-up.
    Dates in dates:
    SIGNED: Date = fact("signed", Shape::Date, "2018-05-10").also(&["signature", "signé", "تاريخ الإمضاء", "الإمضاء"]),
    LAUNCHED: Date = fact("launched", Shape::Date, "2018-05-10").also(&["lancement", "lancé", "الانطلاق"]),
    START: Date = fact("start", Shape::Date, "2018-05-10").also(&["début", "debut", "البداية", "بداية"]),
    END: Date = fact("end", Shape::Date, "2021-12").also(&["fin", "النهاية", "نهاية"]),
    PLANNED_START: Date = fact("planned_start", Shape::Date, "2027").also(&["début_prévu", "البداية المتوقعة"]),
    PLANNED_END: Date = fact("planned_end", Shape::Date, "2029").also(&["fin_prévue", "النهاية المتوقعة"]),
}

table! {
    /// An entry of `funding:`.
    Funding in funding:
    FUNDER: Text = fact("funder", Shape::Id, "switzerland").also(&["bailleur", "financeur", "donateur", "donor", "partner", "partenaire", "الممول", "المانح"]),
    AMOUNT: Amount = fact("amount", Shape::Amount, "3000000").also(&["montant", "somme", "valeur", "value", "المبلغ", "مبلغ"]),
    CURRENCY: Text = fact("currency", Shape::Currency, "USD").also(&["devise", "monnaie", "العملة"]),
    UNIT: Texts = fact("unit", Shape::Localized, "{fr: dollars, ar: دولار}").also(&["unité", "الوحدة"]),
    STAGE: Word = fact("stage", Shape::Word(STAGE), "committed").also(&["étape", "المرحلة"]),
    DATE: Date = fact("date", Shape::Date, "2018-05").also(&["تاريخ"]),
    APPROXIMATE: Flag = fact("approximate", Shape::Boolean, "true").also(&["environ", "approximatif", "تقريبي"]),
    NOTE: Texts = fact("note", Shape::Localized, "{fr: …, ar: …}").also(&["remarque", "ملاحظة"]),
}

table! {
    /// An entry of `parties:`.
    Party in party:
    ORG: Text = fact("org", Shape::Id, "undp").required()
        .also(&["organisation", "organization", "organisme", "partner", "partenaire", "nom", "name", "المنظمة"]),
    ROLE: Word = fact("role", Shape::Word(ROLE), "implementing").required().also(&["rôle", "الدور"]),
}

table! {
    /// `image:` of a write-up.
    Image in image:
    SRC: Text = fact("src", Shape::File, "photo.jpg").required().also(&["fichier", "file", "source", "image", "url", "path", "ملف"]),
    ALT: Texts = fact("alt", Shape::Alternative, "{fr: …, ar: …}").also(&["texte", "text", "description", "légende", "caption", "title", "titre", "نص بديل"]),
    CREDIT: Texts = fact("credit", Shape::Localized, "{fr: …, ar: …}").also(&["crédit", "auteur", "المصدر"]),
}

table! {
    /// An entry of `documents:`, `links:` or `sources:`.
    Resource in resource:
    FILE: Text = fact("file", Shape::File, "accord.pdf").also(&["fichier", "document", "src", "path", "chemin", "ملف", "وثيقة"]),
    URL: Text = fact("url", Shape::Address, "https://…").also(&["link", "lien", "adresse", "href", "site", "رابط"]),
    TITLE: Texts = fact("title", Shape::Localized, "{fr: …, ar: …}").also(&["titre", "name", "nom", "label", "libellé", "intitulé", "text", "texte", "العنوان", "عنوان", "الاسم"]),
    LANG: Text = fact("lang", Shape::Code(is_language), "fr").also(&["langue", "اللغة"]),
    DATE: Date = fact("date", Shape::Date, "2018-05").also(&["تاريخ"]),
}

table! {
    /// `contact:` of a write-up.
    Contact in contact:
    NAME: Texts = fact("name", Shape::Localized, "{fr: …, ar: …}").also(&["nom", "الاسم"]),
    EMAIL: Text = fact("email", Shape::Code(is_email), "contact@ministere.tn").also(&["courriel", "mail", "e-mail", "adresse", "البريد"]),
    PHONE: Text = fact("phone", Shape::Phone, "\"+216 71 000 000\"").also(&["téléphone", "tel", "tél", "mobile", "gsm", "fax", "الهاتف", "هاتف"]),
    URL: Text = fact("url", Shape::Address, "https://…").also(&["site", "الموقع"]),
}

table! {
    /// An entry of `corrections:`.
    Correction in correction:
    DATE: Date = fact("date", Shape::Date, "2026-01-31").also(&["تاريخ"]),
    TEXT: Texts = fact("text", Shape::Localized, "{fr: …, ar: …}").required().also(&["texte", "note", "النص"]),
}

table! {
    /// site.yaml.
    Site in site:
    TITLE: Texts = fact("title", Shape::Localized, "{fr: Coopération internationale, ar: التعاون الدولي}").required()
        .also(&["titre"]),
    DESCRIPTION: Texts = fact("description", Shape::Localized, "{fr: …, ar: …}").also(&["résumé"]),
    BASE_URL: Text = fact("base_url", Shape::Text, "https://www.ministere.tn/cooperation/").required()
        .also(&["url", "adresse", "baseURL"]),
    DEFAULT_LANGUAGE: Text = fact("default_language", Shape::Text, "fr").also(&["langue", "langue_par_défaut"]),
    LANGUAGES: Names<Language> = fact("languages", Shape::Named(Language::FIELDS),
        "{fr: {label: Français, locale: fr-TN}, ar: {label: العربية, locale: ar-TN}}").required()
        .also(&["langues"]),
    THEME: Text = fact("theme", Shape::Text, "passerelle").also(&["thème"]),
    MISSING_TRANSLATION: Word = fact("missing_translation", Shape::Word(MISSING_TRANSLATION), "notice")
        .also(&["traduction_manquante"]),
    ORGANISATION: Text = fact("organisation", Shape::Id, "cnlct").also(&["organization", "organisme"]),
    NOTICE: Texts = fact("notice", Shape::Localized, "{fr: …, ar: …}").also(&["avis", "bandeau"]),
    TYPES: List<Type> = fact("types", Type::LIST, "[{id: multilateral, name: {fr: …, ar: …}}]").required(),
    TOPICS: List<Topic> = fact("topics", Topic::LIST, "[{id: pve, name: {fr: …, ar: …}}]").also(&["thèmes", "themes"]),
    AUDIENCE: List<Topic> = fact("audience", Topic::LIST, "[{id: civil-society, name: {fr: …, ar: …}}]")
        .also(&["publics"]),
    MENU: List<MenuEntry> = fact("menu", Shape::List(&Shape::MenuEntry), "[home, partners, {page: about}]"),
    LICENSE: Text = fact("license", Shape::Code(is_license), "CC-BY-4.0").also(&["licence"]),
    ENTRY: Names<EntryWords> = fact("entry", Shape::Named(EntryWords::FIELDS), "{fr: {one: projet, other: projets}}")
        .also(&["fiche", "mot", "البطاقة"]),
    FOOTER: List<FooterColumn> = fact("footer", FooterColumn::LIST, "[{title: {fr: …, ar: …}, links: [{page: about}]}]")
        .also(&["pied", "pied_de_page", "التذييل"]),
    GENERATOR: Flag = fact("generator", Shape::Boolean, "false").also(&["générateur"]),
    CURRENCY: Text = fact("currency", Shape::Currency, "EUR").also(&["devise", "monnaie", "العملة"]),
    PAGE_SIZE: Number = fact("page_size", Shape::Number(5, 1000), "20").also(&["par_page", "paginate", "paginate_by"]),
    SOCIAL_CARDS: Flag = fact("social_cards", Shape::Boolean, "true").also(&["cartes", "og_image"]),
    SEARCH: Flag = fact("search", Shape::Boolean, "false").also(&["recherche"]),
    PROJECT_DATA: Flag = fact("project_data", Shape::Boolean, "false").also(&["données", "donnees", "open_data"]),
    FILE_TYPES: List<Text> = fact("file_types", Shape::List(&Shape::Text), "[kmz, dwg]")
        .also(&["types_de_fichiers", "extensions"]),
    DESIGN: Tree = fact("design", Shape::Tree, "{colors: {accent: \"#0f5361\"}, logo: logo.svg}")
        .also(&["couleurs", "colors", "fonts", "logo", "التصميم"]),
    PUBLISH: Names<Target> = fact("publish", Shape::Named(Target::FIELDS), "{web: {to: \"sftp://user@host/var/www\"}}")
        .also(&["publication", "publier", "deploy", "deployment", "النشر"]),
    HOST: Word = fact("host", Shape::Word(HOST), "apache").also(&["hébergement", "hebergement", "serveur", "server"]),
    HSTS: Flag = fact("hsts", Shape::Boolean, "true").also(&["https_only"]),
    EXTRA: Free = fact("extra", Shape::Free, "{}"),
}

table! {
    /// A place where the site is published.
    Target in target:
    TO: Text = fact("to", Shape::Text, "\"sftp://user@host/var/www/cooperation\"").required()
        .also(&["url", "adresse", "path", "chemin", "vers", "dossier", "الوجهة"]),
    ENDPOINT: Text = fact("endpoint", Shape::Address, "https://s3.example.org").also(&["service"]),
    REGION: Text = fact("region", Shape::Text, "eu-west-3").also(&["région"]),
}

table! {
    /// An entry of the menu that leads elsewhere.
    MenuLink in menu_link:
    URL: Text = fact("url", Shape::Address, "https://…").required().also(&["link", "lien", "adresse", "href", "site", "رابط"]),
    LABEL: Texts = fact("label", Shape::Localized, "{fr: …, ar: …}").required().also(&["name", "nom", "title", "titre", "libellé", "text", "texte", "الاسم", "عنوان"]),
    LANG: Text = fact("lang", Shape::Code(is_language), "fr").also(&["langue", "hreflang", "اللغة"]),
}

table! {
    /// A column of the footer.
    FooterColumn in footer_column:
    TITLE: Texts = fact("title", Shape::Localized, "{fr: …, ar: …}").also(&["titre", "العنوان", "عنوان"]),
    TEXT: Texts = fact("text", Shape::Localized, "{fr: …, ar: …}").also(&["texte", "adresse", "النص"]),
    LINKS: List<MenuEntry> = fact("links", Shape::List(&Shape::MenuEntry), "[{page: about}]")
        .also(&["liens", "menu", "entries", "روابط"]),
}

table! {
    /// What a site calls its entries in one language, by plural category.
    EntryWords in entry_words:
    ZERO: Text = fact("zero", Shape::Text, "…"),
    ONE: Text = fact("one", Shape::Text, "projet"),
    TWO: Text = fact("two", Shape::Text, "…"),
    FEW: Text = fact("few", Shape::Text, "…"),
    MANY: Text = fact("many", Shape::Text, "…"),
    OTHER: Text = fact("other", Shape::Text, "projets").required(),
}

table! {
    /// A language of the site.
    Language in language:
    LABEL: Text = fact("label", Shape::Text, "Français").required().also(&["nom", "name"]),
    LOCALE: Text = fact("locale", Shape::Text, "fr-TN").also(&["région"]),
}

table! {
    /// A type of cooperation.
    Type in r#type:
    ID: Text = fact("id", Shape::Slug, "multilateral").required(),
    NAME: Texts = fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "label"]),
    IATI_COLLABORATION: Number = fact("iati_collaboration", Shape::Number(1, 8), "2"),
    GROUPS: List<Topic> = fact("groups", Topic::LIST, "[{id: united-nations, name: {fr: …, ar: …}}]")
        .also(&["groupes"]),
    ALIASES: List<Text> = fact("aliases", Shape::List(&Shape::Alias), "[ancien-nom]").also(&["alias", "redirections"]),
}

table! {
    /// A group, topic or audience.
    Topic in topic:
    ID: Text = fact("id", Shape::Slug, "pve").required(),
    NAME: Texts = fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "label"]),
    ALIASES: List<Text> = fact("aliases", Shape::List(&Shape::Alias), "[ancien-nom]").also(&["alias", "redirections"]),
}

table! {
    /// An organisation in partners.yaml.
    Partner in partner:
    NAME: Texts = fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "الاسم"]),
    ACRONYM: Texts = fact("acronym", Shape::Localized, "{fr: PNUD}").also(&["sigle", "acronyme", "المختصر"]),
    COUNTRY: Text = fact("country", Shape::Listed(Codes::Countries), "CH").also(&["pays", "البلد"]),
    GROUP: Text = fact("group", Shape::Id, "united-nations").also(&["groupe", "المجموعة"]),
    PARENT: Text = fact("parent", Shape::Id, "france"),
    URL: Text = fact("url", Shape::Address, "https://www.undp.org/").also(&["site", "lien", "الموقع"]),
    LOGO: Text = fact("logo", Shape::File, "logos/undp.svg"),
    IATI_REF: Text = fact("iati_ref", Shape::Code(is_iati_organisation), "XM-DAC-41114"),
    ALIASES: List<Text> = fact("aliases", Shape::List(&Shape::Alias), "[ancien-nom]").also(&["alias", "redirections"]),
}

table! {
    /// A term in glossary.yaml.
    Term in term:
    WORD: Texts = fact("term", Shape::Localized, "{fr: PEV}").required().also(&["terme", "sigle", "المصطلح"]),
    MEANS: Texts = fact("means", Shape::Localized, "{fr: …, ar: …}").required().also(&["sens", "définition", "المعنى"]),
}

/// A key that both projects and pages have, at an index of its own in each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shared<V> {
    /// The key of a project.
    pub project: FieldOf<Project, V>,
    /// The same key of a page.
    pub page: FieldOf<Page, V>,
}

macro_rules! shared {
    ($($key:ident: $kind:ty),* $(,)?) => {
        /// The keys that both projects and pages have.
        pub mod write_up {
            use super::*;

            $(
                #[doc = concat!("`", stringify!($key), "` of a project or a page.")]
                pub const $key: Shared<$kind> = Shared { project: project::$key, page: page::$key };
            )*
        }
    };
}

shared! {
    TITLE: Text, SUMMARY: Text, SLUG: Text, ALIASES: List<Text>, DRAFT: Flag, REVIEW: Flag, TRANSLATION: Translation, PUBLISH_ON: Date, EXPIRE_ON: Date,
}

/// Whether a text has the form of a BCP 47 tag.
fn is_language(code: &str) -> bool {
    crate::base::lang::Lang::new(code).is_some()
}

/// Whether a text is a licence's SPDX id, or one that a site defines by itself
/// (`LicenseRef-…`).
fn is_license(text: &str) -> bool {
    let own = text.strip_prefix("LicenseRef-");
    own.is_some_and(|own| !own.is_empty() && own.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)))
        || spdx::license_id(text).is_some_and(|known| known.name == text)
}

/// Whether a text has the form of an organisation's identifier: that of its
/// register, a hyphen, and its number there (IATI, organisation identifiers).
fn is_iati_organisation(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_graphic() && !"/&|?\"'<>".contains(c);
    text.split_once('-').is_some_and(|(register, number)| register.len() == 2 && !number.is_empty())
        && text.chars().all(is_sign)
}
