//! Every key of write-ups, pages, site.yaml, partners.yaml and glossary.yaml.

use crate::schema::words::{KIND, MISSING_TRANSLATION, ROLE, STAGE, STATUS};
use crate::schema::{Field, Shape, position};

/// Front matter of `content/projects/…`.
pub const WRITE_UP: &[Field] = &[
    Field::words("title", Shape::Text, "\"Titre du projet\"").required().also(&[
        "titre",
        "العنوان",
        "عنوان",
        "name",
        "nom",
    ]),
    Field::words("summary", Shape::Text, "\"Une phrase.\"").also(&["résumé", "description", "chapeau", "ملخص"]),
    Field::words("slug", Shape::Slug, "mon-projet").also(&["url", "adresse", "permalink"]),
    Field::words("aliases", Shape::List(&Shape::Alias), "[ancienne-adresse]").also(&["alias", "redirections"]),
    Field::words("draft", Shape::Boolean, "true").also(&["brouillon", "مسودة"]),
    Field::words("translation", Shape::Free, "").also(&[]),
    Field::fact("type", Shape::Id, "multilateral").required().also(&["النوع", "نوع", "catégorie", "category"]),
    Field::fact("group", Shape::Id, "united-nations").also(&["groupe", "مجموعة", "المجموعة"]),
    Field::fact("kind", Shape::Word(KIND), "project").also(&["nature", "genre", "صنف"]),
    Field::fact("partners", Shape::List(&Shape::Id), "[undp]").required().also(&[
        "partenaires",
        "partenaire",
        "partner",
        "الشركاء",
        "شركاء",
        "الشريك",
    ]),
    Field::fact("status", Shape::Word(STATUS), "launched").also(&["statut", "état", "etat", "الحالة", "الوضع"]),
    Field::fact("status_date", Shape::Date, "2018-05").also(&["date_statut", "تاريخ الحالة"]),
    Field::fact("dates", Shape::Record(DATES), "{launched: 2018-05-10}").also(&["date", "التواريخ", "تواريخ", "تاريخ"]),
    Field::fact(
        "funding",
        Shape::List(&Shape::Record(FUNDING)),
        "[{funder: switzerland, amount: 3000000, currency: USD}]",
    )
    .also(&["financement", "financements", "budget", "montant", "amount", "التمويل", "تمويل"]),
    Field::fact("parties", Shape::List(&Shape::Record(PARTY)), "[{org: undp, role: implementing}]").also(&[
        "acteurs",
        "participants",
        "الأطراف",
        "أطراف",
    ]),
    Field::fact("topics", Shape::List(&Shape::Id), "[pve]").also(&[
        "thèmes",
        "themes",
        "sujets",
        "tags",
        "categories",
        "catégories",
        "المواضيع",
        "topic",
    ]),
    Field::fact("audience", Shape::List(&Shape::Id), "[civil-society]").also(&["public", "publics", "الجمهور"]),
    Field::fact("sdg", Shape::List(&Shape::Number(1, 17)), "[16]").also(&["odd", "أهداف التنمية المستدامة"]),
    Field::fact("sector", Shape::Code(is_dac_sector), "15210").also(&["secteur", "القطاع"]),
    Field::fact("places", Shape::List(&Shape::Code(is_place)), "[TN-11]").also(&["lieux", "lieu", "الأماكن"]),
    Field::fact("instruments", Shape::List(&Shape::Text), "[UNSCR-1624]").also(&["résolutions", "الصكوك"]),
    Field::fact("image", Shape::Record(IMAGE), "{src: photo.jpg, alt: {fr: …, ar: …}}").also(&[
        "photo",
        "illustration",
        "صورة",
    ]),
    Field::fact("documents", Shape::List(&Shape::Record(RESOURCE)), "[{file: accord.pdf, title: {fr: …, ar: …}}]")
        .also(&["fichiers", "pièces jointes", "الوثائق"]),
    Field::fact("links", Shape::List(&Shape::Record(RESOURCE)), "[{url: https://…, title: {fr: …, ar: …}}]")
        .also(&["liens", "روابط"]),
    Field::fact("contact", Shape::Record(CONTACT), "{email: contact@…}").also(&["الاتصال"]),
    Field::fact("related", Shape::List(&Shape::Id), "[autre-projet]").also(&["voir aussi", "liés", "ذات صلة"]),
    Field::fact("sources", Shape::List(&Shape::Record(RESOURCE)), "[{url: https://…, title: {fr: …, ar: …}}]")
        .also(&["source", "المصادر"]),
    Field::fact("corrections", Shape::List(&Shape::Record(CORRECTION)), "[{date: 2026-01-31, text: {fr: …, ar: …}}]")
        .also(&["correctifs", "تصحيحات"]),
    Field::fact("publish_on", Shape::Day, "2026-12-01").also(&[
        "publication",
        "date_publication",
        "publishDate",
        "تاريخ النشر",
    ]),
    Field::fact("expire_on", Shape::Day, "2027-12-01").also(&["expiration", "expiryDate", "تاريخ الانتهاء"]),
    Field::fact("updated", Shape::Day, "2026-11-23").also(&["mise_à_jour", "maj", "lastmod", "modified", "تحديث"]),
    Field::fact("weight", Shape::Number(-1_000_000, 1_000_000), "10").also(&["poids", "ordre", "order", "الترتيب"]),
];

/// Front matter of `content/pages/…`.
pub const PAGE: &[Field] = &[
    Field::words("title", Shape::Text, "\"À propos\"").required().also(&["titre", "العنوان", "عنوان", "name", "nom"]),
    Field::words("summary", Shape::Text, "\"Une phrase.\"").also(&["résumé", "description", "chapeau", "ملخص"]),
    Field::words("slug", Shape::Slug, "a-propos").also(&["url", "adresse", "permalink"]),
    Field::words("aliases", Shape::List(&Shape::Alias), "[ancienne-adresse]").also(&["alias", "redirections"]),
    Field::words("draft", Shape::Boolean, "true").also(&["brouillon", "مسودة"]),
    Field::words("translation", Shape::Free, "").also(&[]),
    Field::fact("publish_on", Shape::Day, "2026-12-01").also(&["publication", "date_publication", "تاريخ النشر"]),
    Field::fact("expire_on", Shape::Day, "2027-12-01").also(&["expiration", "تاريخ الانتهاء"]),
    Field::fact("updated", Shape::Day, "2026-11-23").also(&["mise_à_jour", "maj", "lastmod", "تحديث"]),
    Field::fact("weight", Shape::Number(-1_000_000, 1_000_000), "10").also(&["poids", "ordre", "order", "الترتيب"]),
];

/// `dates:` of a write-up.
pub const DATES: &[Field] = &[
    Field::fact("signed", Shape::Date, "2018-05-10").also(&["signature", "signé", "تاريخ الإمضاء", "الإمضاء"]),
    Field::fact("launched", Shape::Date, "2018-05-10").also(&["lancement", "lancé", "الانطلاق"]),
    Field::fact("start", Shape::Date, "2018-05-10").also(&["début", "debut", "البداية", "بداية"]),
    Field::fact("end", Shape::Date, "2021-12").also(&["fin", "النهاية", "نهاية"]),
    Field::fact("planned_start", Shape::Date, "2027").also(&["début_prévu", "البداية المتوقعة"]),
    Field::fact("planned_end", Shape::Date, "2029").also(&["fin_prévue", "النهاية المتوقعة"]),
];

/// An entry of `funding:`.
pub const FUNDING: &[Field] = &[
    Field::fact("funder", Shape::Id, "switzerland").also(&["bailleur", "financeur", "الممول", "المانح"]),
    Field::fact("amount", Shape::Amount, "3000000").also(&["montant", "المبلغ", "مبلغ"]),
    Field::fact("currency", Shape::Currency, "USD").also(&["devise", "monnaie", "العملة"]),
    Field::fact("unit", Shape::Localized, "{fr: dollars, ar: دولار}").also(&["unité", "الوحدة"]),
    Field::fact("stage", Shape::Word(STAGE), "committed").also(&["étape", "المرحلة"]),
    Field::fact("date", Shape::Date, "2018-05").also(&["تاريخ"]),
    Field::fact("approximate", Shape::Boolean, "true").also(&["environ", "approximatif", "تقريبي"]),
    Field::fact("note", Shape::Localized, "{fr: …, ar: …}").also(&["remarque", "ملاحظة"]),
];

/// An entry of `parties:`.
pub const PARTY: &[Field] = &[
    Field::fact("org", Shape::Id, "undp").required().also(&["organisation", "organization", "organisme", "المنظمة"]),
    Field::fact("role", Shape::Word(ROLE), "implementing").required().also(&["rôle", "الدور"]),
];

/// `image:` of a write-up.
pub const IMAGE: &[Field] = &[
    Field::fact("src", Shape::File, "photo.jpg").required().also(&["fichier", "file", "source", "ملف"]),
    Field::fact("alt", Shape::Alternative, "{fr: …, ar: …}").also(&["texte", "description", "نص بديل"]),
    Field::fact("credit", Shape::Localized, "{fr: …, ar: …}").also(&["crédit", "auteur", "المصدر"]),
];

/// An entry of `documents:`, `links:` or `sources:`.
pub const RESOURCE: &[Field] = &[
    Field::fact("file", Shape::File, "accord.pdf").also(&["fichier", "src", "ملف"]),
    Field::fact("url", Shape::Address, "https://…").also(&["lien", "adresse", "رابط"]),
    Field::fact("title", Shape::Localized, "{fr: …, ar: …}").also(&["titre", "nom", "العنوان"]),
    Field::fact("lang", Shape::Code(is_language), "fr").also(&["langue", "اللغة"]),
    Field::fact("date", Shape::Date, "2018-05").also(&["تاريخ"]),
];

/// `contact:` of a write-up.
pub const CONTACT: &[Field] = &[
    Field::fact("name", Shape::Localized, "{fr: …, ar: …}").also(&["nom", "الاسم"]),
    Field::fact("email", Shape::Code(is_email), "contact@ministere.tn").also(&["courriel", "mail", "البريد"]),
    Field::fact("phone", Shape::Text, "\"+216 71 000 000\"").also(&["téléphone", "tel", "الهاتف"]),
    Field::fact("url", Shape::Address, "https://…").also(&["site", "الموقع"]),
];

/// An entry of `corrections:`.
pub const CORRECTION: &[Field] = &[
    Field::fact("date", Shape::Date, "2026-01-31").also(&["تاريخ"]),
    Field::fact("text", Shape::Localized, "{fr: …, ar: …}").required().also(&["texte", "note", "النص"]),
];

/// site.yaml.
pub const SITE: &[Field] = &[
    Field::fact("title", Shape::Localized, "{fr: Coopération internationale, ar: التعاون الدولي}")
        .required()
        .also(&["titre"]),
    Field::fact("description", Shape::Localized, "{fr: …, ar: …}").also(&["résumé"]),
    Field::fact("base_url", Shape::Text, "https://www.ministere.tn/cooperation/")
        .required()
        .also(&["url", "adresse", "baseURL"]),
    Field::fact("default_language", Shape::Text, "fr").also(&["langue", "langue_par_défaut"]),
    Field::fact(
        "languages",
        Shape::Named(LANGUAGE),
        "{fr: {label: Français, locale: fr-TN}, ar: {label: العربية, locale: ar-TN}}",
    )
    .required()
    .also(&["langues"]),
    Field::fact("theme", Shape::Text, "passerelle").also(&["thème"]),
    Field::fact("missing_translation", Shape::Word(MISSING_TRANSLATION), "notice").also(&["traduction_manquante"]),
    Field::fact("organisation", Shape::Id, "cnlct").also(&["organization", "organisme"]),
    Field::fact("notice", Shape::Localized, "{fr: …, ar: …}").also(&["avis", "bandeau"]),
    Field::fact("types", Shape::List(&Shape::Record(TYPE)), "[{id: multilateral, name: {fr: …, ar: …}}]").required(),
    Field::fact("topics", Shape::List(&Shape::Record(TOPIC)), "[{id: pve, name: {fr: …, ar: …}}]")
        .also(&["thèmes", "themes"]),
    Field::fact("audience", Shape::List(&Shape::Record(TOPIC)), "[{id: civil-society, name: {fr: …, ar: …}}]")
        .also(&["publics"]),
    Field::fact("menu", Shape::List(&Shape::MenuEntry), "[home, partners, {page: about}]"),
    Field::fact("license", Shape::Text, "CC-BY-4.0").also(&["licence"]),
    Field::fact("page_size", Shape::Number(5, 1000), "50").also(&["par_page", "paginate", "paginate_by"]),
    Field::fact("social_cards", Shape::Boolean, "true").also(&["cartes", "og_image"]),
    Field::fact("search", Shape::Boolean, "false").also(&["recherche"]),
    Field::fact("project_data", Shape::Boolean, "false").also(&["données", "donnees", "open_data"]),
    Field::fact("file_types", Shape::List(&Shape::Text), "[kmz, dwg]").also(&["types_de_fichiers", "extensions"]),
    Field::fact("design", Shape::Tree, "{colors: {accent: \"#0f5361\"}, logo: logo.svg}").also(&[
        "couleurs",
        "colors",
        "fonts",
        "logo",
        "التصميم",
    ]),
    Field::fact("extra", Shape::Free, "{}"),
];

/// A language of the site.
pub const LANGUAGE: &[Field] = &[
    Field::fact("label", Shape::Text, "Français").required().also(&["nom", "name"]),
    Field::fact("locale", Shape::Text, "fr-TN").also(&["région"]),
];

/// A type of cooperation.
pub const TYPE: &[Field] = &[
    Field::fact("id", Shape::Slug, "multilateral").required(),
    Field::fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "label"]),
    Field::fact("iati_collaboration", Shape::Number(1, 8), "2"),
    Field::fact("groups", Shape::List(&Shape::Record(TOPIC)), "[{id: united-nations, name: {fr: …, ar: …}}]")
        .also(&["groupes"]),
];

/// A group, topic or audience.
pub const TOPIC: &[Field] = &[
    Field::fact("id", Shape::Slug, "pve").required(),
    Field::fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "label"]),
];

/// An organisation in partners.yaml.
pub const PARTNER: &[Field] = &[
    Field::fact("name", Shape::Localized, "{fr: …, ar: …}").required().also(&["nom", "الاسم"]),
    Field::fact("acronym", Shape::Localized, "{fr: PNUD}").also(&["sigle", "acronyme", "المختصر"]),
    Field::fact("country", Shape::Code(is_country), "CH").also(&["pays", "البلد"]),
    Field::fact("group", Shape::Id, "united-nations").also(&["groupe", "المجموعة"]),
    Field::fact("parent", Shape::Id, "france"),
    Field::fact("url", Shape::Address, "https://www.undp.org/").also(&["site", "lien", "الموقع"]),
    Field::fact("logo", Shape::File, "logos/undp.svg"),
    Field::fact("iati_ref", Shape::Text, "XM-DAC-41114"),
];

/// A term in glossary.yaml.
pub const TERM: &[Field] = &[
    Field::fact("term", Shape::Localized, "{fr: PEV}").required().also(&["terme", "sigle", "المصطلح"]),
    Field::fact("means", Shape::Localized, "{fr: …, ar: …}").required().also(&["sens", "définition", "المعنى"]),
];

macro_rules! positions {
    ($(#[$doc:meta])* $module:ident of $fields:ident: $($name:ident $text:literal,)*) => {
        $(#[$doc])*
        #[expect(missing_docs, reason = "each is the position of the key that it names")]
        pub mod $module {
            use super::position;
            $(pub const $name: usize = position(super::$fields, $text);)*
        }
    };
}

positions! {
    /// Positions in [`WRITE_UP`].
    write_up of WRITE_UP:
    TITLE "title", SUMMARY "summary", SLUG "slug", ALIASES "aliases", DRAFT "draft", TYPE "type", GROUP "group",
    KIND "kind", PARTNERS "partners", STATUS "status", STATUS_DATE "status_date", DATES "dates",
    FUNDING "funding", PARTIES "parties", TOPICS "topics", AUDIENCE "audience", SDG "sdg", SECTOR "sector",
    PLACES "places", INSTRUMENTS "instruments", IMAGE "image", DOCUMENTS "documents", LINKS "links",
    CONTACT "contact", RELATED "related", SOURCES "sources", CORRECTIONS "corrections",
    PUBLISH_ON "publish_on", EXPIRE_ON "expire_on", UPDATED "updated", WEIGHT "weight",
}
positions! {
    /// Positions in [`PAGE`].
    page of PAGE:
    TITLE "title", SUMMARY "summary", SLUG "slug", ALIASES "aliases", DRAFT "draft",
    PUBLISH_ON "publish_on", EXPIRE_ON "expire_on", UPDATED "updated", WEIGHT "weight",
}
positions! {
    /// Positions in [`DATES`].
    dates of DATES:
    SIGNED "signed", LAUNCHED "launched", START "start", END "end", PLANNED_START "planned_start", PLANNED_END "planned_end",
}
positions! {
    /// Positions in [`FUNDING`].
    funding of FUNDING:
    FUNDER "funder", AMOUNT "amount", CURRENCY "currency", UNIT "unit", STAGE "stage", DATE "date",
    APPROXIMATE "approximate", NOTE "note",
}
positions! {
    /// Positions in [`PARTY`].
    party of PARTY: ORG "org", ROLE "role",
}
positions! {
    /// Positions in [`IMAGE`].
    image of IMAGE: SRC "src", ALT "alt", CREDIT "credit",
}
positions! {
    /// Positions in [`RESOURCE`].
    resource of RESOURCE: FILE "file", URL "url", TITLE "title", LANG "lang", DATE "date",
}
positions! {
    /// Positions in [`CONTACT`].
    contact of CONTACT: NAME "name", EMAIL "email", PHONE "phone", URL "url",
}
positions! {
    /// Positions in [`CORRECTION`].
    correction of CORRECTION: DATE "date", TEXT "text",
}
positions! {
    /// Positions in [`SITE`].
    site of SITE:
    TITLE "title", DESCRIPTION "description", BASE_URL "base_url", DEFAULT_LANGUAGE "default_language",
    LANGUAGES "languages", THEME "theme", MISSING_TRANSLATION "missing_translation", ORGANISATION "organisation",
    NOTICE "notice", TYPES "types", TOPICS "topics", AUDIENCE "audience", MENU "menu", LICENSE "license",
    PAGE_SIZE "page_size", SOCIAL_CARDS "social_cards", SEARCH "search", PROJECT_DATA "project_data",
    FILE_TYPES "file_types", DESIGN "design", EXTRA "extra",
}
positions! {
    /// Positions in [`LANGUAGE`].
    language of LANGUAGE: LABEL "label", LOCALE "locale",
}
positions! {
    /// Positions in [`TYPE`].
    r#type of TYPE: ID "id", NAME "name", GROUPS "groups",
}
positions! {
    /// Positions in [`TOPIC`].
    topic of TOPIC: ID "id", NAME "name",
}
positions! {
    /// Positions in [`PARTNER`].
    partner of PARTNER:
    NAME "name", ACRONYM "acronym", GROUP "group", PARENT "parent", URL "url", LOGO "logo",
}
positions! {
    /// Positions in [`TERM`].
    term of TERM: WORD "term", MEANS "means",
}

/// The form of an OECD-DAC sector code: three digits of a sector or five of a purpose.
fn is_dac_sector(code: &str) -> bool {
    matches!(code.len(), 3 | 5) && code.bytes().all(|b| b.is_ascii_digit())
}

/// The form of an ISO 3166 code: `TN` or, for a subdivision, `TN-11`.
fn is_place(code: &str) -> bool {
    let (country, rest) = code.split_once('-').map_or((code, None), |(country, rest)| (country, Some(rest)));
    let subdivision = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    is_country(country) && rest.is_none_or(subdivision)
}

/// The form of an ISO 3166-1 code: two capital letters.
fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// The form of a BCP 47 tag.
fn is_language(code: &str) -> bool {
    crate::base::lang::Lang::new(code).is_some()
}

/// Something, `@`, a host with a dot: no more, since RFC 5321 allows much.
fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, host)| !local.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}
