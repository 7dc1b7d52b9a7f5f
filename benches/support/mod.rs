//! A large bilingual site in memory: deterministic, about 250 words a body,
//! facts in the French file, three types of three groups of ten partners.

#![allow(clippy::disallowed_methods, reason = "benches measure")]

use jisr::base::path::RelPath;
use jisr::config::Options;
use jisr::source::{Change, Tree};

const SUBJECTS: [[&str; 2]; 6] = [
    ["Le projet", "يسعى المشروع"],
    ["Cette initiative", "تسعى هذه المبادرة"],
    ["La commission", "تعمل اللجنة"],
    ["L'équipe technique", "يعمل الفريق التقني"],
    ["Le partenaire", "يلتزم الشريك"],
    ["La société civile", "تسهم جمعيات المجتمع المدني"],
];
const ACTIONS: [[&str; 2]; 5] = [
    ["renforce", "إلى تعزيز"],
    ["soutient", "إلى دعم"],
    ["évalue chaque année", "إلى تقييم"],
    ["coordonne", "إلى تنسيق"],
    ["documente", "إلى توثيق"],
];
const OBJECTS: [[&str; 2]; 7] = [
    ["les capacités des acteurs locaux", "قدرات الفاعلين المحليين"],
    ["la qualité des services rendus aux familles", "جودة الخدمات المسداة إلى العائلات"],
    ["les mécanismes de suivi ; d'évaluation aussi", "آليات المتابعة والتقييم"],
    ["le cadre juridique existant", "الإطار القانوني القائم"],
    ["la participation des femmes et des jeunes", "مشاركة النساء والشباب"],
    ["les échanges avec le PNUD et l'UE", "تبادل الخبرات مع PNUD و UE"],
    ["12 500 bénéficiaires directs", "12 500 منتفع مباشر"],
];

/// A small generator of numbers (SplitMix64), so that project `i` is the same
/// whatever the number of projects.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

fn sentence(random: &mut Random, lang: usize) -> String {
    let parts = [SUBJECTS[random.below(6)][lang], ACTIONS[random.below(5)][lang], OBJECTS[random.below(7)][lang]];
    format!("{}.", parts.join(" "))
}

fn paragraph(random: &mut Random, lang: usize, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(random, lang)).collect::<Vec<_>>().join(" ")
}

/// A body of about 250 words.
pub fn body(random: &mut Random, lang: usize) -> String {
    let headings = [["Contexte", "السياق"], ["Objectifs", "الأهداف"], ["Activités", "الأنشطة"], ["Résultats", "النتائج"]];
    let mut text = String::new();
    for [french, arabic] in headings {
        let heading = [french, arabic][lang];
        text.push_str(&format!("## {heading}\n\n{}\n\n{}\n\n", paragraph(random, lang, 5), paragraph(random, lang, 3)));
        (0..3).for_each(|_| text.push_str(&format!("- **{}**\n", sentence(random, lang))));
        text.push('\n');
    }
    text
}

fn write_up(at: usize, lang: usize) -> String {
    let mut random = Random::new(at as u64 * 2 + lang as u64);
    let title = ["Projet", "مشروع"][lang];
    let facts = format!(
        "type: t{}\npartners: [p{}]\ndates: {{start: {}-{:02}-{:02}}}\nstatus: ongoing\nfunding: [{{funder: p{}, amount: {}, currency: USD, stage: committed}}]\n",
        at % 90 / 30,
        at % 90,
        2008 + at % 18,
        1 + at % 12,
        1 + at % 28,
        at % 7,
        1000 * (1 + at % 900)
    );
    let facts = if lang == 0 { facts } else { String::new() };
    let summary = sentence(&mut random, lang);
    format!("---\ntitle: \"{title} {at}\"\nsummary: \"{summary}\"\n{facts}---\n{}", body(&mut random, lang))
}

fn site_yaml() -> String {
    let mut yaml = "title: {fr: Coopération, ar: التعاون}\nbase_url: https://cooperation.tn/\nlanguages:\n  fr: {label: Français, locale: fr-TN}\n  ar: {label: العربية, locale: ar-TN}\ntheme: passerelle\ntypes:\n".to_owned();
    for kind in 0..3 {
        yaml.push_str(&format!("  - id: t{kind}\n    name: {{fr: Type {kind}, ar: نوع {kind}}}\n    groups:\n"));
        (0..3).for_each(|group| {
            yaml.push_str(&format!(
                "      - {{id: g{kind}{group}, name: {{fr: Groupe {kind}{group}, ar: مجموعة {kind}{group}}}}}\n"
            ))
        });
    }
    yaml
}

fn partners_yaml() -> String {
    let partner = |at: usize| {
        format!("p{at}:\n  name: {{fr: Partenaire {at}, ar: شريك {at}}}\n  group: g{}{}\n", at / 30, at % 30 / 10)
    };
    (0..90).map(partner).collect()
}

fn put(path: &str, text: String) -> Change {
    Change::Put(RelPath::new(path).expect("a path of this file"), text.into_bytes().into())
}

/// The files of a site of so many projects in two languages.
pub fn files(projects: usize) -> Vec<Change> {
    let mut files = vec![put("site.yaml", site_yaml()), put("content/partners.yaml", partners_yaml())];
    for at in 0..projects {
        for (lang, tag) in ["fr", "ar"].into_iter().enumerate() {
            files.push(put(&format!("content/projects/projet-{at:05}.{tag}.md"), write_up(at, lang)));
        }
    }
    files
}

/// One project's French file with another body.
pub fn edited(at: usize, edit: usize) -> Change {
    let text = format!("{}\nModification {edit}.\n", write_up(at, 0));
    put(&format!("content/projects/projet-{at:05}.fr.md"), text)
}

/// The site read.
pub fn tree(projects: usize) -> Tree {
    let mut tree = Tree::default();
    tree.apply(files(projects));
    tree
}

/// A build on a fixed day.
pub fn options() -> Options {
    Options { today: jiff::civil::date(2026, 11, 23), base_url: None, drafts: false, future: false, fonts: None }
}
