//! The good files that mistakes are made in: a project that has every key, a page, partners.yaml, glossary.yaml and
//! site.yaml, as different people and programs lay them out.

use super::Mistake;

/// Which project each mistake is made in.
pub const FRENCH: &str = "content/projects/appui.fr.md";
pub const ARABIC: &str = "content/projects/appui.ar.md";

/// Its title and summary in French and in Arabic, its facts, and its text in both languages.
pub const FRENCH_WORDS: &str = "title: Appui aux communes\nsummary: Un appui aux communes du littoral.\n";
pub const ARABIC_WORDS: &str = "title: دعم البلديات\nsummary: دعم بلديات الساحل.\n";
pub const FACTS: &str = "\
type: multilateral
group: united-nations
kind: project
partners: [undp, france]
status: ongoing
status_date: 2026-05
dates:
  signed: 2018-05-10
  start: 2018-09
  planned_end: 2029
funding:
  - funder: france
    amount: 3000000
    currency: EUR
    stage: committed
    date: 2018-06
    approximate: true
    note: {fr: Première tranche, ar: القسط الأول}
parties:
  - {org: cted, role: implementing}
topics: [pve]
audience: [civil-society]
sdg: [16]
sector: 15210
places: [TN-11]
instruments: [UNSCR-1624]
links:
  - {url: https://www.undp.org/, title: {fr: Page du programme, ar: صفحة البرنامج}, lang: en}
contact:
  name: {fr: Direction générale, ar: الإدارة العامة}
  email: contact@cooperation.gov.tn
  phone: \"+216 71 000 000\"
corrections:
  - {date: 2020-01-31, text: {fr: Montant corrigé, ar: تصحيح المبلغ}}
updated: 2026-11-01
weight: 10
";
/// Who the partners are.
pub const PARTNERS: &str = "\
institution:
  name: {fr: Notre institution, ar: مؤسستنا}
undp:
  name: {fr: Programme des Nations Unies pour le développement, ar: برنامج الأمم المتحدة الإنمائي}
  acronym: {fr: PNUD}
  group: united-nations
  country: US
  url: https://www.undp.org/tunisia
  iati_ref: XM-DAC-41114
cted:
  name: {fr: Direction exécutive, ar: المديرية التنفيذية}
  parent: undp
france:
  name: {fr: France, ar: فرنسا}
  group: europe
";

/// What the abbreviations mean.
pub const GLOSSARY: &str = "\
undp:
  term: {fr: PNUD}
  means: {fr: Programme des Nations Unies pour le développement, ar: برنامج الأمم المتحدة الإنمائي}
cted:
  term: {fr: DECT, ar: CTED}
  means: {fr: Direction exécutive, ar: المديرية التنفيذية}
";

/// Title and summary of a page in French and in Arabic, and its facts.
pub const FRENCH_PAGE: &str = "title: Notre équipe de projet\nsummary: Qui sont les agents.\n";
pub const ARABIC_PAGE: &str = "title: فريقنا\nsummary: من هم الأعوان.\n";
pub const PAGE_FACTS: &str =
    "slug: notre-equipe\naliases: [equipe-2024]\nupdated: 2026-10-05\nexpire_on: 2028-12-01\nweight: 20\n";

/// site.yaml.
pub const SITE: &str = "\
title: {fr: Coopération internationale, ar: التعاون الدولي}
description: {fr: Une phrase, ar: جملة}
base_url: https://cooperation.gov.tn/
default_language: fr
languages:
  fr: {label: Français, locale: fr-TN}
  ar: {label: العربية, locale: ar-TN}
theme: passerelle
organisation: institution
missing_translation: notice
types:
  - id: multilateral
    name: {fr: Coopération multilatérale, ar: التعاون متعدد الأطراف}
    groups:
      - {id: united-nations, name: {fr: Nations Unies, ar: الأمم المتحدة}}
  - id: bilateral
    name: {fr: Coopération bilatérale, ar: التعاون الثنائي}
    groups:
      - {id: europe, name: {fr: Europe, ar: أوروبا}}
topics:
  - {id: pve, name: {fr: Prévention, ar: الوقاية}}
  - {id: training, name: {fr: Formation, ar: التكوين}}
audience:
  - {id: civil-society, name: {fr: Société civile, ar: المجتمع المدني}}
menu: [home, partners, {page: about}]
license: CC-BY-4.0
page_size: 50
search: true
";

pub const FRENCH_TEXT: &str = "\nLe projet soutient douze communes du littoral.\n\nIl forme des agents.\n";
pub const ARABIC_TEXT: &str = "\nيدعم المشروع اثنتي عشرة بلدية ساحلية.\n\nويكون الأعوان.\n";

/// How a project is laid out in its two files.
#[derive(Clone, Copy, Debug)]
pub enum Layout {
    /// Its facts stand in the French file.
    French,
    /// Its facts stand in the Arabic file.
    Arabic,
    /// Lines end as on Windows.
    Windows,
    /// The file begins with a byte order mark, and a remark stands above.
    Remark,
}

pub const LAYOUTS: [Layout; 4] = [Layout::French, Layout::Arabic, Layout::Windows, Layout::Remark];

/// A path in the site, and the text of the file.
pub type File = (&'static str, String);

impl Layout {
    /// The files that mistakes are made in.
    pub fn files(self) -> Vec<File> {
        let (french, arabic) = match self {
            Layout::Arabic => ("", FACTS),
            _ => (FACTS, ""),
        };
        let write_up = |words: &str, facts: &str, text: &str| format!("---\n{words}{facts}---\n{text}");
        let files = vec![
            (FRENCH, write_up(FRENCH_WORDS, french, FRENCH_TEXT)),
            (ARABIC, write_up(ARABIC_WORDS, arabic, ARABIC_TEXT)),
            ("content/pages/equipe.fr.md", write_up(FRENCH_PAGE, PAGE_FACTS, FRENCH_TEXT)),
            ("content/pages/equipe.ar.md", write_up(ARABIC_PAGE, "", ARABIC_TEXT)),
            ("content/partners.yaml", PARTNERS.to_owned()),
            ("content/glossary.yaml", GLOSSARY.to_owned()),
            ("site.yaml", SITE.to_owned()),
        ];
        files.into_iter().map(|(path, text)| (path, self.typed(path, text))).collect()
    }

    fn typed(self, path: &str, text: String) -> String {
        match self {
            Layout::Windows => text.replace('\n', "\r\n"),
            Layout::Remark if path.ends_with(".yaml") => format!("\u{feff}# Une remarque, ملاحظة\n{text}"),
            Layout::Remark => format!("\u{feff}{}", text.replacen("---\n", "---\n# Une remarque, ملاحظة\n", 1)),
            _ => text,
        }
    }

    /// The files with a mistake in one of them; `None` where none holds what it changes, or where it would be the
    /// same as in another layout.
    pub fn with(self, mistake: &Mistake) -> Option<Vec<File>> {
        let (from, to) = (self.line_ends(&mistake.from), self.line_ends(&mistake.to));
        let mut files = self.files();
        let (path, text) = files.iter_mut().find(|(_, text)| text.contains(&from))?;
        *text = text.replacen(&from, &to, 1);
        let is_repeated = matches!(self, Layout::Arabic) && ![FRENCH, ARABIC].contains(path);
        (!is_repeated).then_some(files)
    }

    fn line_ends(self, text: &str) -> String {
        match self {
            Layout::Windows => text.replace('\n', "\r\n"),
            _ => text.to_owned(),
        }
    }
}
