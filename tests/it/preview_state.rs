//! The preview as a pure function: what it answers with, what it says has
//! changed, and that broken input never takes a page away.

use std::sync::Arc;

use crate::support::site::{self, Site};
use jisr::base::diag::Diagnostics;
use jisr::base::key::Key;
use jisr::base::picture::Fonts;
use jisr::config::Options;
use jisr::disk::builtin;
use jisr::pipeline::memory::NoPictures;
use jisr::pipeline::preview::{Answer, Input, Preview, Swept};

const PROJECT: &str = "content/projects/hedayah-capacity.fr.md";
const PAGE: &str = "fr/projects/hedayah-capacity/";

/// A site that is previewed, with the state of its last look.
struct Previewed {
    site: Site,
    last: Option<Preview>,
}

impl Previewed {
    fn sample() -> Previewed {
        let mut site = Site::sample();
        site.options =
            Options { base_url: Some("http://127.0.0.1:1111/".to_owned()), drafts: true, future: true, ..site.options };
        Previewed { site, last: None }
    }

    /// Looks at the site; what has changed since the last time.
    fn look(&mut self) -> Vec<String> {
        let builtin = builtin::themes();
        let options = self.site.options.clone();
        let early = Diagnostics::default();
        let input = Input { tree: &self.site.tree, options, builtin: &builtin, early };
        let new = Preview::new(input, self.last.as_ref());
        let changed = self.last.as_ref().map_or_else(Vec::new, |last| new.changed(last));
        self.site.tree.accept(new.rejected());
        self.last = Some(new);
        changed
    }

    fn preview(&self) -> &Preview {
        self.last.as_ref().unwrap()
    }

    /// The page at an address.
    fn page(&self, path: &str) -> String {
        match self.preview().answer(path, &NoPictures) {
            Answer::Found(reply) => String::from_utf8_lossy(&reply.bytes).into_owned(),
            Answer::Failed(_, failure, last) => panic!("{path}: {failure:?} {}", last.is_some()),
            Answer::Moved(to) => panic!("{path} is at {to}"),
            Answer::Missing => panic!("nothing at {path}"),
        }
    }

    /// How many errors concern whoever looks at a page.
    fn errors(&self, path: &str) -> usize {
        self.preview().errors_of(self.preview().page(path).unwrap()).len()
    }

    fn text(&self, at: &str) -> String {
        String::from_utf8(self.site.tree.bytes(&site::path(at)).unwrap().to_vec()).unwrap()
    }

    fn edit(&mut self, at: &str, from: &str, to: &str) {
        let text = self.text(at);
        assert!(text.contains(from), "{at} has no {from:?}");
        self.site.put(at, &text.replacen(from, to, 1));
    }
}

#[test]
fn an_edit_changes_the_pages_that_show_it_and_no_other() {
    let mut site = Previewed::sample();
    site.look();
    site.page(PAGE);
    site.edit(PROJECT, "\n---\n", "\n---\nUn mot ajouté.\n\n");
    assert_eq!(site.look(), ["/fr/projects/hedayah-capacity/"]);
    assert!(site.page(PAGE).contains("Un mot ajouté."));
    assert_eq!(site.look(), [""; 0]);
    site.edit(PROJECT, "title: ", "title: Nouveau ");
    let changed = site.look();
    for url in ["/fr/", "/fr/projects/", "/fr/partners/hedayah/", "/fr/projects/hedayah-capacity/"] {
        assert!(changed.iter().any(|own| own == url), "{url} is not in {changed:?}");
    }
    let own = |url: &String| url.starts_with("/fr/") || url == "/data/projects/hedayah-capacity.json";
    assert!(changed.iter().all(own), "{changed:?}");
}

#[test]
fn a_social_card_is_a_picture_whether_its_drawing_was_tried_before_or_not() {
    let mut site = Previewed::sample();
    site.site.options.fonts = Some(Arc::new(Fonts { scripts: vec!["Latn", "Arab"], key: Key::default() }));
    site.look();
    let pages = &site.preview().plan().pages;
    let card = pages.iter().find(|page| page.url.as_str().starts_with("assets/card-fr-home.")).unwrap();
    let asked_first = site.page(card.url.as_str());
    assert!(asked_first.starts_with("SocialCard"), "{asked_first}");
    while site.preview().sweep(&mut Swept::default(), &|| false) {}
    assert_eq!(site.page(card.url.as_str()), asked_first);
}

#[test]
fn pages_that_come_and_go_have_changed() {
    let mut site = Previewed::sample();
    site.look();
    let text = site.text(PROJECT);
    site.site.put("content/projects/new.fr.md", &text);
    assert!(site.look().contains(&"/fr/projects/new/".to_owned()));
    site.site.remove("content/projects/new.fr.md");
    assert!(site.look().contains(&"/fr/projects/new/".to_owned()));
    assert!(matches!(site.preview().answer("fr/projects/new/", &NoPictures), Answer::Missing));
}

#[test]
fn a_broken_write_up_is_shown_as_it_last_was_and_the_rest_goes_on() {
    let mut site = Previewed::sample();
    site.look();
    let good = site.page(PAGE);
    site.edit(PROJECT, "title:", "titre:");
    assert_eq!(site.look(), [""; 0]);
    assert_eq!(site.page(PAGE), good);
    assert_eq!((site.errors(PAGE), site.errors("ar/projects/hedayah-capacity/"), site.errors("fr/")), (1, 1, 0));
    site.edit(PROJECT, "titre:", "title:");
    site.look();
    assert_eq!(site.errors(PAGE), 0);
}

/// A mistake that shows only with all files together, in a project that was
/// good: its page stays as it was, and it has a panel.
#[test]
fn what_contradicts_the_rest_of_the_site_is_shown_as_it_last_was() {
    for (file, from, to) in [
        (PROJECT, "type: private", "type: privat"),
        (PROJECT, "partners: [hedayah]", "partners: [hedaya]"),
        (PROJECT, "\n---\n", "\n---\n[Lien](nowhere.fr.md)\n\n"),
        (PROJECT, "\n---\n", "\n---\n![Image](nowhere.png)\n\n"),
        (PROJECT, "title:", "slug: iij-events\ntitle:"),
        ("content/projects/hedayah-capacity.ar.md", "title:", "kind: agreement\ntitle:"),
    ] {
        let mut site = Previewed::sample();
        site.look();
        let pages = [PAGE, "ar/projects/hedayah-capacity/", "fr/", "fr/projects/iij-events/", "fr/partners/hedayah/"];
        let good = pages.map(|page| site.page(page));
        let text = site.text(file);
        site.edit(file, from, to);
        // The second time, nothing is news any more.
        for _ in 0..2 {
            assert_eq!(site.look(), [""; 0], "{to}");
            assert_eq!(pages.map(|page| site.page(page)), good, "{to}");
            let errors = site.preview().errors_of(site.preview().page(PAGE).unwrap());
            assert!(!errors.is_empty() && site.preview().is_earlier(&errors), "{to}");
            assert_eq!(site.errors("fr/"), 0, "{to}");
            site.edit(file, "title: ", "title: Encore ");
        }
        site.site.put(file, &text);
        assert_eq!((site.look(), site.errors(PAGE)), (vec![], 0), "{to}");
    }
}

#[test]
fn an_id_that_is_declared_no_more_takes_no_page_away() {
    for (file, from, to, id) in [
        ("site.yaml", "id: private", "id: privat", "private"),
        ("content/partners.yaml", "\nhedayah:", "\nhedaya:", "hedayah"),
    ] {
        let mut site = Previewed::sample();
        site.look();
        let pages = [PAGE, "fr/", "fr/partners/hedayah/"];
        let good = pages.map(|page| site.page(page));
        site.edit(file, from, to);
        for _ in 0..2 {
            assert_eq!(site.look(), [""; 0], "{id}");
            assert_eq!(pages.map(|page| site.page(page)), good, "{id}");
            assert!(site.errors(PAGE) > 0, "{id}");
        }
        // Other edits are seen meanwhile.
        site.edit("content/pages/about.fr.md", "\n---\n", "\n---\nUn mot.\n\n");
        assert_eq!(site.look(), ["/fr/about/"]);
        site.edit(file, to, from);
        site.look();
        assert_eq!((site.errors(PAGE), pages.map(|page| site.page(page))), (0, good));
    }
}

/// Where nothing was good before, a page is shown as far as it can be, and
/// follows what is typed.
#[test]
fn a_contradiction_from_the_start_keeps_no_edit_back() {
    let mut site = Previewed::sample();
    site.edit(PROJECT, "\n---\n", "\n---\n[Lien](nowhere.fr.md)\n\n");
    site.look();
    site.edit(PROJECT, "Lien", "Autre lien");
    assert_eq!(site.look(), ["/fr/projects/hedayah-capacity/"]);
    let errors = site.preview().errors_of(site.preview().page(PAGE).unwrap());
    assert!(errors.len() == 1 && !site.preview().is_earlier(&errors));
    assert!(site.page(PAGE).contains("Autre lien"));
}

#[test]
fn a_file_that_was_never_good_says_why_at_its_address() {
    let mut site = Previewed::sample();
    site.site.put("content/projects/never.fr.md", "no front matter");
    site.look();
    assert_eq!(site.preview().errors_at("fr/projects/other/").len(), 0);
    assert!(!site.preview().errors_at("fr/projects/never/").is_empty());
}

#[test]
fn a_broken_site_yaml_and_its_absence_leave_the_last_good_one() {
    let mut site = Previewed::sample();
    site.look();
    let (good, yaml) = (site.page("fr/"), site.text("site.yaml"));
    for broken in [Some("title: ["), Some("titel: {fr: A, ar: B}"), None] {
        match broken {
            Some(text) => site.site.put("site.yaml", text),
            None => site.site.remove("site.yaml"),
        }
        assert_eq!(site.look(), [""; 0], "{broken:?}");
        assert_eq!(site.page("fr/"), good);
        assert!(site.errors("fr/") > 0 && site.errors(PAGE) > 0);
    }
    site.site.put("site.yaml", &yaml);
    assert_eq!((site.look(), site.errors("fr/")), (vec![], 0));
}

#[test]
fn a_site_without_site_yaml_is_no_defect() {
    let mut site = Previewed { site: Site::default(), last: None };
    site.look();
    assert_eq!(site.preview().diagnostics().iter().next().map(|found| found.code.as_str()), Some("site-missing"));
    assert!(!site.preview().has_site());
    assert_eq!((site.preview().errors_at("").len(), site.preview().errors_at("fr/projects/x/").len()), (1, 1));
    site.site.put("site.yaml", "title: [");
    site.look();
    assert!(site.preview().has_site() && site.errors("fr/") > 0);
}

#[test]
fn a_theme_that_does_not_compile_leaves_the_last_good_one() {
    let mut site = Previewed::sample();
    site.look();
    let good = site.page(PAGE);
    for broken in ["{% if %}", "{{ 1 | no_such_filter }}", "{% include \"nowhere.html\" %}"] {
        site.site.put("templates/project.html", broken);
        assert_eq!(site.look(), [""; 0], "{broken}");
        assert_eq!(site.page(PAGE), good);
        assert!(site.errors("ar/") > 0);
    }
    site.site.put("templates/project.html", "<body>mine</body>");
    assert!(!site.look().is_empty());
    assert_eq!((site.page(PAGE).as_str(), site.errors("ar/")), ("<body>mine</body>", 0));
}

#[test]
fn a_template_that_fails_leaves_the_pages_that_were_rendered() {
    let mut site = Previewed::sample();
    site.look();
    let good = site.page(PAGE);
    site.site.put("templates/project.html", "{{ page.no_such_field.at_all }}");
    site.look();
    match site.preview().answer(PAGE, &NoPictures) {
        Answer::Failed(_, _, Some(last)) => assert_eq!(String::from_utf8_lossy(&last), good),
        _ => panic!("the page did not fail, or is lost"),
    }
    let other = site.preview().answer("ar/projects/hedayah-capacity/", &NoPictures);
    assert!(matches!(other, Answer::Failed(_, _, None)));
}

#[test]
fn a_style_sheet_changes_no_page() {
    let mut site = Previewed::sample();
    site.look();
    site.site.put("static/site.css", "body { color: red }");
    assert_eq!(site.look(), ["/assets/site.css"]);
    assert_eq!(site.page("assets/site.css"), "body { color: red }");
    assert!(site.page("fr/").contains("\"/assets/site.css\""));
    site.site.remove("static/site.css");
    assert_eq!(site.look(), ["/assets/site.css"]);
}

#[test]
fn addresses_without_their_end_lead_on() {
    let mut site = Previewed::sample();
    site.look();
    for (path, to) in [("fr", "/fr/"), ("fr/index.html", "/fr/"), ("index.html", "/"), ("ar/about", "/ar/about/")] {
        match site.preview().answer(path, &NoPictures) {
            Answer::Moved(target) => assert_eq!(target, to),
            _ => panic!("{path} leads nowhere"),
        }
    }
    for path in ["nowhere", "fr//", "../site.yaml", "site.yaml", "content/partners.yaml", "/fr/"] {
        assert!(matches!(site.preview().answer(path, &NoPictures), Answer::Missing), "{path}");
    }
}

#[test]
fn drafts_are_shown_unless_only_the_public_is_meant() {
    let mut site = Previewed::sample();
    let (arabic, words) = ("ar/projects/hedayah-capacity/", "وهداية من بين المؤسسات");
    site.edit("content/projects/hedayah-capacity.ar.md", "title:", "draft: true\ntitle:");
    site.look();
    assert!(site.page(arabic).contains(words));
    site.site.options = Options { drafts: false, future: false, ..site.site.options };
    site.look();
    assert!(!site.page(arabic).contains(words), "the French text stands in");
    assert!(site.preview().page(PAGE).is_some());
    site.edit("content/projects/hedayah-capacity.ar.md", "draft: true\n", "");
    site.edit(PROJECT, "title:", "draft: true\ntitle:");
    site.look();
    let gone = [PAGE, arabic].map(|page| site.preview().page(page).is_none());
    assert_eq!(gone, [true, true], "the draft takes the facts of the project with it");
}

#[test]
fn a_good_site_is_previewed_as_it_is_built() {
    let mut site = Previewed::sample();
    site.site.options = Options { drafts: false, future: false, ..site.site.options };
    site.look();
    for (path, bytes) in site.site.clean() {
        let path = path.as_str();
        let is_page = path.ends_with(".html") || path.ends_with(".xml") || path.ends_with(".txt");
        let path = path.strip_suffix("index.html").unwrap_or(path);
        if is_page {
            let plain = site::plain_names(&String::from_utf8(bytes).unwrap());
            assert_eq!(site.page(path), plain, "{path}");
        }
    }
}
