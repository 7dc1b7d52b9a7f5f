//! A small site as numbers, the edits that people make to it, and its files.

use std::collections::BTreeMap;
use std::sync::Arc;

use jisr::base::key::Key;
use jisr::base::picture::Fonts;
use jisr::config::Options;

/// The files of a site by path.
pub type Sources = BTreeMap<String, Source>;

/// A file of a site.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    Text(String),
    Asset(Vec<u8>),
}

/// The words of a project in one language.
#[derive(Clone, Default)]
struct Words {
    title: usize,
    summary: usize,
    slug: usize,
    alias: usize,
    draft: bool,
    body: usize,
}

/// A project. Every number picks from a short list; 0 is mostly "not stated".
#[derive(Clone, Default)]
struct Project {
    folder: bool,
    words: [Option<Words>; 2],
    /// Which file states the facts.
    home: usize,
    facts: [usize; FACTS.len()],
}

#[derive(Clone, Default)]
struct Page {
    words: [Option<Words>; 2],
    facts: usize,
}

/// The whole site.
#[derive(Clone)]
pub struct Model {
    projects: BTreeMap<usize, Project>,
    pages: BTreeMap<&'static str, Page>,
    site: [usize; SITE.len()],
    partners: [usize; PARTNERS.len()],
    glossary: usize,
    theme: [usize; THEME.len()],
    assets: [usize; ASSETS.len()],
    options: [usize; 5],
}

const LANGS: [&str; 2] = ["fr", "ar"];
const PAGES: [&str; 3] = ["home", "about", "help"];

/// How many projects there can be; the first eight are there from the start.
const PROJECTS: usize = 10;

/// The lines that a fact can be; an empty one is none.
const FACTS: &[&[&str]] = &[
    &["type: multilateral", "type: bilateral"],
    &["", "group: un", "group: eu"],
    &["partners: [undp]", "partners: [cted, uncct]", "partners: [france]", "partners: [lab, undp]", "partners: [eu]"],
    &["", "status: launched", "status: under-review"],
    &["", "dates: {launched: 2018-05-10}", "dates: {start: 2019, end: 2021-06}", "dates: {signed: 2018-05}"],
    &[
        "",
        "funding: [{funder: eu, amount: 3000000, currency: USD}]",
        "funding: [{amount: 5, unit: dollars, stage: requested}]",
        "funding: [{amount: 7.50, currency: EUR, note: Première tranche}]",
    ],
    &["", "topics: [pve]", "topics: [justice, pve]"],
    &["", "related: [p0]", "related: [p1, p2]"],
    &["", "updated: 2026-01-02", "updated: 2026-03-04"],
    &["", "weight: 1", "weight: 5"],
    &["", "publish_on: 2026-06-01"],
    &["", "expire_on: 2026-09-01"],
    &["", "image: {src: /content/media/a.gif, alt: Une vue}", "image: {src: /content/media/b.gif}"],
    &["", "documents: [{file: /content/media/a.pdf, title: Accord}]", "documents: [{file: near.pdf}]"],
    &["", "kind: agreement", "kind: accord", "kind: agreement"],
    &["", "featured: true", "sector: 15210"],
    &["", "parties: [{org: lab, role: support}]", "audience: [all]", "sdg: [16]", "places: [TN-11]"],
    &["", "contact: {email: a@b.tn}", "sources: [{url: 'https://a.tn/', title: Ici}]", "corrections: [{text: Date}]"],
];

/// The lines that site.yaml can have; the first of each is the usual one.
const SITE: &[&[&str]] = &[
    &["title: {fr: Site, ar: موقع}", "title: {fr: Autre, ar: موقع}"],
    &["", "missing_translation: link"],
    &["page_size: 5", "page_size: 6"],
    &["", "menu: [home, partners, {page: about}]", "menu: [home, projects, timeline, figures, glossary]"],
    &["", "notice: {fr: Essai, ar: تجربة}"],
    &[
        "types:\n- {id: multilateral, name: {fr: Multi, ar: متعدد}, groups: [{id: un, name: {fr: ONU, ar: أمم}}]}\n\
         - {id: bilateral, name: {fr: Bi, ar: ثنائي}, groups: [{id: eu, name: {fr: UE, ar: اتحاد}}]}",
        "types:\n- {id: bilateral, name: {fr: Bi, ar: ثنائي}, groups: [{id: eu, name: {fr: UE, ar: اتحاد}}]}\n\
         - {id: multilateral, name: {fr: Multi, ar: متعدد}, groups: [{id: un, name: {fr: ONU, ar: أمم}}]}",
        "types:\n- {id: multilateral, name: {fr: Multi, ar: متعدد}, groups: [{id: un, name: {fr: Nations, ar: أمم}}]}\n\
         - {id: bilateral, name: {fr: Bi, ar: ثنائي}, groups: [{id: eu, name: {fr: UE, ar: اتحاد}}]}",
    ],
    &["base_url: https://host.tn/", "base_url: https://host.tn/a/b/", "base_url: https://other.tn/"],
    &["", "default_language: ar"],
    &["", "organisation: lab"],
    &["", "extra: {color: red}"],
    &["", "design: {logo: y.png}", "design: {colors: {accent: \"#123456\"}, logo: y.png}"],
    &["", "license: CC-BY-4.0"],
    &["", "currency: EUR", "generator: false", "project_data: false"],
    &["", "footer: [{title: {fr: Contact, ar: اتصال}, links: [home]}]"],
    &["  fr: {label: Français, locale: fr-TN}", "  fr: {label: Français, locale: fr-FR}"],
];

/// The lines that partners.yaml can have.
const PARTNERS: &[&[&str]] = &[
    &["cted: {name: {fr: CTED, ar: مديرية}, group: un}", "cted: {name: {fr: Direction, ar: مديرية}, group: un}"],
    &["uncct: {name: {fr: UNCCT, ar: مركز}, group: un}", "uncct: {name: {fr: UNCCT, ar: مركز}}"],
    &[
        "undp: {name: {fr: PNUD, ar: برنامج}, group: un}",
        "undp: {name: {fr: PNUD, ar: برنامج}, group: un, acronym: {fr: P}, url: 'https://undp.org/'}",
    ],
    &["france: {name: {fr: France, ar: فرنسا}}", "france: {name: {fr: France, ar: فرنسا}, parent: lab}"],
    &["lab: {name: {fr: Lab, ar: مخبر}}", "lab: {name: {fr: Lab, ar: مخبر}, logo: media/a.gif}", ""],
    &["eu: {name: {fr: UE, ar: اتحاد}, group: eu}"],
];

const GLOSSARY: &[&str] = &[
    "",
    "pev: {term: {fr: PEV}, means: {fr: prévention, ar: توقي}}\n",
    "pev: {term: {fr: PEV}, means: {fr: la prévention, ar: توقي}}\nonu: {term: {fr: ONU}, means: {fr: Nations, ar: أمم}}\n",
];

/// Files of the site over its theme, and what they can hold; nothing: no file.
const THEME: &[(&str, &[&str])] = &[
    ("templates/home.html", &["", "home {{ sections | safe }}", "home again"]),
    (
        "templates/project.html",
        &["", "{{ project.title | text }}{{ asset(name=\"x.css\") }}", "{{ project.titel }}", "{% if %}"],
    ),
    ("i18n/fr.yaml", &["", "hello: Bonjour", "hello: Salut"]),
    ("static/x.css", &["a{}", "b{}", "a{background:url(y.png)}"]),
    ("static/y.png", &["y", "z"]),
    ("static/root/robots.txt", &["", "User-agent: *"]),
    ("static/root/fr/old-1", &["", "a file where there may be a folder"]),
    ("themes/mini/theme.yaml", &["name: mini", "extends: passerelle", "settings: {colors: {accent: \"#000000\"}}"]),
];

/// Pictures and documents, and what they can hold.
const ASSETS: &[(&str, &[&[u8]])] = &[
    (
        "content/media/a.gif",
        &[
            b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x03\0\x02\0\0\x02\x03\x44\x02\x05\0;",
            b"GIF89a\x04\0\x02\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x03\0\x02\0\0\x02\x03\x44\x02\x05\0;",
            b"",
        ],
    ),
    (
        "content/media/b.gif",
        &[
            b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x03\0\x02\0\0\x02\x03\x44\x02\x05\0;",
            b"not a picture",
        ],
    ),
    ("content/media/a.pdf", &[b"%PDF-1\n%%EOF", b"%PDF-2 longer\n%%EOF"]),
    ("content/projects/near.pdf", &[b"%PDF-1 near\n%%EOF", b"%PDF-1\n%%EOF"]),
    ("content/projects/p2/near.pdf", &[b"%PDF-1 nearer\n%%EOF", b"%PDF-1\n%%EOF"]),
];

/// The text below the front matter. `p9` may not be there.
const BODIES: &[&str] = &[
    "Un texte.",
    "Un autre texte.",
    "Voir [ici](/content/projects/p1.fr.md#partie) et [là](/content/projects/p3).",
    "Une image : ![vue](/content/media/a.gif)",
    "Un [accord](/content/media/a.pdf), et [la page](/content/pages/about.ar.md).",
    "Un lien [douteux](/content/projects/p9.fr.md).",
    "",
];

impl Model {
    /// Eight projects, of which one lacks Arabic and one lacks French.
    pub fn new() -> Model {
        let words = |title: usize| Some(Words { title, body: title % 5, ..Words::default() });
        let project = |at: usize| {
            let mut project = Project { words: [words(at), words(at)], folder: at == 2, ..Project::default() };
            project.words[usize::from(at == 3)] = if at == 3 || at == 5 { None } else { words(at) };
            project.home = usize::from(project.words[0].is_none());
            for (fact, value) in project.facts.iter_mut().enumerate().filter(|(fact, _)| (2..=9).contains(fact)) {
                *value = (at * 7 + fact * 3) % FACTS[fact].len();
            }
            (at, project)
        };
        let page = |id| (id, Page { words: [words(1), words(1)], facts: 0 });
        Model {
            projects: (0..8).map(project).collect(),
            pages: PAGES.into_iter().map(page).collect(),
            site: [0; SITE.len()],
            partners: [0; PARTNERS.len()],
            glossary: 1,
            theme: [0; THEME.len()],
            assets: [0; ASSETS.len()],
            options: [0; 5],
        }
    }

    /// What the command line says.
    pub fn options(&self) -> Options {
        let today = [(2026, 8, 1), (2026, 5, 1), (2026, 11, 23)][self.options[0] % 3];
        let today = jiff::civil::date(today.0, today.1, today.2);
        let base_url = (self.options[3] == 1).then(|| "https://elsewhere.tn/x".to_owned());
        // A machine with Latin letters only makes no Arabic cards.
        let scripts = if self.options[4] == 1 { vec!["Latn"] } else { vec!["Latn", "Arab"] };
        let fonts = Some(Arc::new(Fonts { scripts, key: Key::default() }));
        Options { today, drafts: self.options[1] == 1, future: self.options[2] == 1, base_url, fonts }
    }

    /// The files of the site as it is now.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        let mut text = |path: String, text: String| sources.insert(path, Source::Text(text));
        text("site.yaml".to_owned(), self.site_yaml());
        text("content/partners.yaml".to_owned(), lines(PARTNERS, &self.partners));
        if self.glossary > 0 {
            text("content/glossary.yaml".to_owned(), GLOSSARY[self.glossary].to_owned());
        }
        for (at, project) in &self.projects {
            let name = if project.folder { format!("p{at}/index") } else { format!("p{at}") };
            for (lang, words) in project.words.iter().enumerate() {
                let facts = if lang == project.home { lines(FACTS, &project.facts) } else { String::new() };
                let path = format!("content/projects/{name}.{}.md", LANGS[lang]);
                if let Some(words) = words {
                    text(path, write_up(words, &facts));
                }
            }
        }
        for (id, page) in &self.pages {
            let facts = ["", "weight: 3\n", "updated: 2026-02-03\n"][page.facts];
            for (lang, words) in page.words.iter().enumerate() {
                let path = format!("content/pages/{id}.{}.md", LANGS[lang]);
                if let Some(words) = words {
                    text(path, write_up(words, facts));
                }
            }
        }
        for ((path, texts), at) in THEME.iter().zip(self.theme).filter(|((_, texts), at)| !texts[*at].is_empty()) {
            text((*path).to_owned(), texts[at].to_owned());
        }
        text(
            "themes/mini/templates/card.svg".to_owned(),
            "<svg>{{ card | safe }}{{ colors | safe }}{{ lang }}</svg>".to_owned(),
        );
        for (name, values) in TEMPLATES {
            text(format!("themes/mini/templates/{name}.html"), template(values));
        }
        let assets = ASSETS.iter().zip(self.assets).filter(|((_, bytes), at)| !bytes[*at].is_empty());
        sources.extend(assets.map(|((path, bytes), at)| ((*path).to_owned(), Source::Asset(bytes[at].to_vec()))));
        sources
    }

    fn site_yaml(&self) -> String {
        let arabic = "  ar: {label: العربية, locale: ar-TN}\n";
        let last = SITE.len() - 1;
        let topics = "topics: [{id: pve, name: {fr: Prévention, ar: توقي}}, {id: justice, name: {fr: Justice, ar: عدل}}]\n\
                      audience: [{id: all, name: {fr: Tous, ar: الجميع}}]\n";
        let own = lines(&SITE[..last], &self.site[..last]);
        format!("theme: mini\n{own}{topics}languages:\n{}\n{arabic}", SITE[last][self.site[last]])
    }
}

/// Each template with what it receives beside `site`, `page` and `lang`.
const TEMPLATES: [(&str, &[&str]); 13] = [
    ("home", &["sections", "figures", "facets", "latest", "events", "intro", "large"]),
    ("project", &["project", "details", "body", "related", "more", "partner"]),
    ("listing", &["list"]),
    ("partner", &["list", "partner", "parent"]),
    ("partners", &["partners"]),
    ("timeline", &["years"]),
    ("figures", &["figures"]),
    ("glossary", &["entries"]),
    ("search", &["search"]),
    ("page", &["body", "updated"]),
    ("choice", &["homes", "titles"]),
    ("404", &["homes", "titles"]),
    ("alias", &["target"]),
];

/// A template that prints everything it receives.
fn template(values: &[&str]) -> String {
    let all = ["lang", "page"].iter().chain(values).chain(&["site"]);
    all.map(|value| format!("{value}: {{{{ {value} | safe }}}}\n")).collect()
}

fn lines(table: &[&[&str]], chosen: &[usize]) -> String {
    let lines = table.iter().zip(chosen).map(|(lines, at)| lines[*at]).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn write_up(words: &Words, facts: &str) -> String {
    let title = ["Projet", "Échange", "Appui", "Étude"][words.title % 4];
    let optional = |texts: &[&str], at: usize| texts[at % texts.len()].to_owned();
    let summary = optional(&["", "summary: Un résumé.\n", "summary: Un long résumé.\n"], words.summary);
    let slug = optional(&["", "slug: s-1\n", "slug: مشروع\n", "slug: s-2\n", "slug: old-1\n"], words.slug);
    let alias = optional(&["", "aliases: [old-1]\n", "aliases: [old-2, projects/s-1]\n"], words.alias);
    let draft = if words.draft { "draft: true\n" } else { "" };
    format!("---\ntitle: {title}\n{summary}{slug}{alias}{draft}{facts}---\n{}\n", BODIES[words.body])
}

/// An edit: its name, and what it does to the thing numbered `at` with `value`.
pub type Edit = (&'static str, fn(&mut Model, usize, usize));

/// Everything that somebody may do between two builds.
pub const EDITS: &[Edit] = &[
    ("body", |model, at, value| model.words(at, |words| words.body = value % BODIES.len())),
    ("body", |model, at, value| model.words(at, |words| words.body = value % 5)),
    ("title", |model, at, value| model.words(at, |words| words.title = value)),
    ("summary", |model, at, value| model.words(at, |words| words.summary = value)),
    ("slug", |model, at, value| model.words(at, |words| words.slug = value)),
    ("alias", |model, at, value| model.words(at, |words| words.alias = value)),
    ("draft", |model, at, _| model.words(at, |words| words.draft = !words.draft)),
    ("fact", |model, at, value| model.fact(at, value)),
    ("fact", |model, at, value| model.fact(at, value)),
    ("fact", |model, at, value| model.fact(at, value)),
    ("facts in the other file", |model, at, _| model.project(at, |project| project.home = 1 - project.home)),
    ("folder", |model, at, _| model.project(at, |project| project.folder = !project.folder)),
    ("create", |model, at, value| model.create(at, value)),
    ("delete", |model, at, _| model.projects.retain(|own, _| *own != at % PROJECTS)),
    ("rename", |model, at, value| model.rename(at, value)),
    ("translate", |model, at, value| model.translate(at, value)),
    ("delete a translation", |model, at, value| model.project(at, |project| project.words[value % 2] = None)),
    ("page", |model, at, value| model.page(at, value, |words| words.body = value % BODIES.len())),
    ("page's title", |model, at, value| model.page(at, value, |words| words.title = value)),
    ("page's slug", |model, at, value| model.page(at, value, |words| words.slug = value)),
    ("page's alias", |model, at, value| model.page(at, value, |words| words.alias = value)),
    ("page's draft", |model, at, value| model.page(at, value, |words| words.draft = !words.draft)),
    ("page's facts", |model, at, value| model.pages.values_mut().skip(at % 3).for_each(|page| page.facts = value % 3)),
    ("page or none", |model, at, value| model.toggle_page(at, value)),
    ("site.yaml", |model, at, value| pick(&mut model.site, at, value, |at| SITE[at].len())),
    ("site.yaml", |model, at, value| pick(&mut model.site, at, value, |at| SITE[at].len())),
    ("partners.yaml", |model, at, value| pick(&mut model.partners, at, value, |at| PARTNERS[at].len())),
    ("glossary.yaml", |model, _, value| model.glossary = value % GLOSSARY.len()),
    ("theme", |model, at, value| pick(&mut model.theme, at, value, |at| THEME[at].1.len())),
    ("asset", |model, at, value| pick(&mut model.assets, at, value, |at| ASSETS[at].1.len())),
    ("option", |model, at, value| pick(&mut model.options, at, value, |at| if at == 0 { 3 } else { 2 })),
];

fn pick(chosen: &mut [usize], at: usize, value: usize, choices: impl Fn(usize) -> usize) {
    let at = at % chosen.len();
    chosen[at] = value % choices(at);
}

impl Model {
    fn project(&mut self, at: usize, change: impl FnOnce(&mut Project)) {
        if let Some(project) = self.projects.get_mut(&(at % PROJECTS)) {
            change(project);
            let there = |lang: usize| project.words[lang].is_some();
            project.home = if there(project.home) { project.home } else { 1 - project.home };
            if !there(0) && !there(1) {
                self.projects.remove(&(at % PROJECTS));
            }
        }
    }

    fn words(&mut self, at: usize, change: impl Fn(&mut Words)) {
        self.project(at, |project| project.words[at / PROJECTS % 2].iter_mut().for_each(change));
    }

    fn fact(&mut self, at: usize, value: usize) {
        let fact = value % FACTS.len();
        self.project(at, |project| project.facts[fact] = value / FACTS.len() % FACTS[fact].len());
    }

    fn create(&mut self, at: usize, value: usize) {
        let words = Words { title: value, ..Words::default() };
        let both = [(value % 3 != 1).then(|| words.clone()), (value % 3 != 2).then_some(words)];
        let home = usize::from(both[0].is_none());
        self.projects.entry(at % PROJECTS).or_insert(Project { words: both, home, ..Project::default() });
    }

    fn rename(&mut self, at: usize, value: usize) {
        if let Some(project) = self.projects.remove(&(at % PROJECTS)) {
            self.projects.insert(value % PROJECTS, project);
        }
    }

    fn translate(&mut self, at: usize, value: usize) {
        self.project(at, |project| {
            for own in project.words.iter_mut().filter(|own| own.is_none()) {
                *own = Some(Words { title: value, ..Words::default() });
            }
        });
    }

    fn page(&mut self, at: usize, value: usize, change: impl Fn(&mut Words)) {
        if let Some(page) = self.pages.get_mut(PAGES[at % 3]) {
            page.words[value / 7 % 2].iter_mut().for_each(change);
        }
    }

    fn toggle_page(&mut self, at: usize, value: usize) {
        let words = |lang: usize| (value % 3 != lang).then(Words::default);
        if self.pages.remove(PAGES[at % 3]).is_none() {
            self.pages.insert(PAGES[at % 3], Page { words: [words(0), words(1)], facts: 0 });
        }
    }
}
