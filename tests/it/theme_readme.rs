//! `themes/README.md` tells the truth: its child theme builds the sample, and every field that a template
//! receives is described.

use crate::support::root;
use crate::support::site::{self, Site};

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The files of the example: each code block whose first line names one of `themes/horizon/`.
fn example(readme: &str) -> Vec<(String, String)> {
    let blocks = readme.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let file = |(_, text): (&str, &str)| {
        let (first, _) = text.split_once('\n')?;
        let path = first.split_whitespace().find(|word| word.starts_with("themes/horizon/"))?;
        Some((path.to_owned(), text.to_owned()))
    };
    blocks.filter_map(file).collect()
}

#[test]
fn the_child_theme_of_the_readme_builds_the_sample() {
    let mut site = Site::sample();
    let config = read("site.yaml").replace("theme: passerelle", "theme: horizon");
    site.put("site.yaml", &config);
    let files = example(&read("themes/README.md"));
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    assert!((3..=6).contains(&files.len()) && (20..=40).contains(&lines), "{} files, {lines} lines", files.len());
    for (path, text) in &files {
        site.put(path, text);
    }
    let report = site.build();
    let told: Vec<_> = report.diagnostics.iter().map(|found| (found.code.as_str(), &found.args)).collect();
    assert_eq!(told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["placeholder-host"], "{told:#?}");
    let page = site.page("fr/glossary/index.html").unwrap();
    assert!(page.contains("class=\"glossary-table\"") && page.contains("Sigle"), "{page}");
    let arabic = site.page("ar/glossary/index.html").unwrap();
    assert!(arabic.contains("المختصر"), "{arabic}");
    let home = site.page("fr/index.html").unwrap();
    let sheet = home.split("rel=\"stylesheet\" href=\"/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let css = site.page(sheet).unwrap();
    assert!(css.contains("--accent:#5b2a86;") && css.contains("--paper:#fbf9f4;"), "{css}");
}

#[test]
fn a_theme_with_a_page_of_its_own_takes_the_other_templates_over() {
    let mut site = Site::sample();
    let own = root().join("benches/themes/plain");
    site.tree.apply(site::below("themes/plain", site::read(&own, &own)));
    site.put("site.yaml", &read("site.yaml").replace("theme: passerelle", "theme: plain"));
    let report = site.build();
    assert!(!report.diagnostics.has_errors(), "{:#?}", report.diagnostics.iter().collect::<Vec<_>>());
    assert!(["index.html", "404.html", "fr/search/index.html"].iter().all(|page| site.page(page).is_some()));
}

#[test]
fn every_field_of_a_view_is_in_the_readme() {
    let readme = read("themes/README.md");
    let mut fields = 0;
    for source in ["src/site/view.rs", "src/site/body.rs"] {
        for (name, declared) in structs(&read(source)) {
            let heading = format!("\n### {name}\n");
            let section = readme.split_once(&heading).map(|(_, rest)| rest.split("\n### ").next().unwrap_or(rest));
            let section = section.unwrap_or_else(|| panic!("no section {name}"));
            for field in declared {
                assert!(section.contains(&format!("\n| `{field}` |")), "{name}.{field} is not described");
                fields += 1;
            }
        }
    }
    assert!(fields > 100, "the views were not found");
}

/// Each public struct with its public fields.
fn structs(source: &str) -> Vec<(String, Vec<String>)> {
    let bodies = source.split("pub struct ").skip(1).filter_map(|rest| rest.split_once(" {\n"));
    let fields = |body: &str| {
        let body = body.split("\n}").next().unwrap_or_default();
        let fields = body.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'));
        fields.map(|(name, _)| name.trim_start_matches("r#").to_owned()).collect()
    };
    bodies.map(|(name, body)| (name.to_owned(), fields(body))).collect()
}
