//! Closed vocabularies, with synonyms that staff write in French and Arabic:
//! used for suggestions, never accepted.

/// A word of a vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As it is written in front matter.
    pub id: &'static str,
    /// Synonyms that staff write for it.
    pub also: &'static [&'static str],
}

/// A word with its synonyms.
pub const fn word(id: &'static str, also: &'static [&'static str]) -> Word {
    Word { id, also }
}

/// `status`: the progress of a project.
pub const STATUS: &[Word] = &[
    word("under-review", &["à l'étude", "en cours d'examen", "en examen", "قيد الدراسة", "قيد الدرس"]),
    word("signed", &["signé", "signée", "ممضى", "موقع", "تم التوقيع"]),
    word("launched", &["lancé", "lancée", "démarré", "انطلق", "تم إطلاقه"]),
    word("ongoing", &["en cours", "actif", "active", "جار", "جاري", "بصدد الإنجاز", "قيد الإنجاز", "قيد التنفيذ"]),
    word("completed", &["achevé", "achevée", "terminé", "réalisé", "منجز", "مكتمل"]),
    word("closed", &["clos", "clôturé", "fermé", "مغلق", "مختوم"]),
    word("cancelled", &["annulé", "annulée", "canceled", "ملغى"]),
    word("suspended", &["suspendu", "suspendue", "معلق"]),
];

/// `kind`: the kind of cooperation.
pub const KIND: &[Word] = &[
    word("project", &["projet", "مشروع"]),
    word("agreement", &["accord", "convention", "mémorandum", "اتفاقية", "اتفاق", "مذكرة تفاهم"]),
    word("participation", &["adhésion", "مشاركة"]),
    word("capacity-building", &["renforcement des capacités", "formation", "بناء القدرات", "تعزيز القدرات"]),
    word("exchange", &["échange", "échanges", "تبادل"]),
    word("support", &["appui", "soutien", "دعم", "مساندة"]),
];

/// `stage` of an amount: from request to payment.
pub const STAGE: &[Word] = &[
    word("requested", &["demandé", "sollicité", "مطلوب"]),
    word("pledged", &["promis", "annoncé", "متعهد به"]),
    word("committed", &["engagé", "approuvé", "ملتزم به", "مرصود"]),
    word("disbursed", &["décaissé", "versé", "payé", "مصروف"]),
];

/// `role` of a party, following IATI's OrganisationRole (2.03), with two additional roles
/// that such pages need.
pub const ROLE: &[Word] = &[
    word("funding", &["bailleur", "financeur", "ممول", "مانح"]),
    word("accountable", &["responsable", "tutelle", "مشرف", "مسؤول"]),
    word("extending", &["gestionnaire", "intermédiaire", "وسيط"]),
    word("implementing", &["exécutant", "mise en œuvre", "منفذ"]),
    word("sponsor", &["parrain", "راع"]),
    word("support", &["appui", "soutien", "داعم"]),
];

/// `missing_translation`: what is shown for a page without a translation.
pub const MISSING_TRANSLATION: &[Word] = &[word("notice", &["avis", "إشعار"]), word("link", &["lien", "رابط"])];

/// Who answers for the published site, values of `host`.
pub const HOST: &[Word] = &[
    word("apache", &["httpd", "htaccess", ".htaccess"]),
    word("nginx", &["engine-x"]),
    word("caddy", &["caddyserver"]),
    word("iis", &["windows", "web.config"]),
    word("netlify", &[]),
    word("cloudflare", &["cloudflare-pages"]),
    word("github-pages", &["github", "github_pages"]),
    word("gitlab-pages", &["gitlab", "gitlab_pages"]),
    word("s3", &["aws", "minio"]),
];

/// Names that staff write for a language.
pub const LANGUAGE_NAMES: &[Word] = &[
    word("fr", &["français", "french", "francais", "fra", "fre", "الفرنسية", "فرنسية", "فرنسي", "بالفرنسية"]),
    word("ar", &["arabe", "arabic", "ara", "العربية", "عربية", "عربي", "بالعربية"]),
    word("en", &["anglais", "english", "eng", "الإنجليزية", "إنجليزية", "إنجليزي", "الأنجليزية"]),
];

/// What staff write for `true`.
pub const TRUE: &[&str] = &["oui", "vrai", "yes", "on", "1", "o", "y", "نعم", "صحيح", "True", "TRUE", "Oui", "OUI"];

/// What staff write for `false`.
pub const FALSE: &[&str] = &["non", "faux", "no", "off", "0", "n", "لا", "خطأ", "False", "FALSE", "Non", "NON"];
