//! The repository's own site.

mod support;

use std::path::Path;

use support::Site;

fn sample() -> Site {
    let mut site = Site::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = Site::open(&root.join("content"));
    for (at, source) in content.tree.files() {
        let text = String::from_utf8_lossy(&source.bytes).into_owned();
        site.put(&format!("content/{at}"), &text);
    }
    #[allow(clippy::disallowed_methods, reason = "tests read fixtures")]
    site.put("site.yaml", &std::fs::read_to_string(root.join("site.yaml")).unwrap());
    site
}

#[test]
fn it_builds_without_an_error() {
    let mut site = sample();
    let report = site.build();
    let errors: Vec<_> =
        report.diagnostics.iter().filter(|d| d.severity == jisr::base::diag::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for (path, _) in site.out.files() {
        println!("{path}");
    }
    for d in report.diagnostics.iter() {
        println!("{d:?}");
    }
    println!("{}", site.page("fr/index.html").unwrap());
}
