//! What differs between two versions of a file, line by line.

use similar::TextDiff;

use crate::base::path::RelPath;
use crate::report::messages::visible;

/// Lines around a difference that are shown with it.
const AROUND: usize = 2;

/// The difference as a unified diff (POSIX, `diff -u`), one line each. Line
/// ends are not shown, and control characters are made visible.
pub fn unified(path: &RelPath, old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    let name = path.as_str();
    let text = unified.context_radius(AROUND).header(name, name).missing_newline_hint(false).to_string();
    text.lines().map(|line| visible(line.trim_end_matches('\r'))).collect()
}

#[cfg(test)]
mod tests {
    use super::unified;
    use crate::base::path::RelPath;

    #[test]
    fn changed_lines_are_shown_with_those_around_them() {
        let path = RelPath::fixed("content/a.fr.md");
        let shown = unified(&path, "1\r\n2\r\n3\r\n4\r\n5\r\n", "1\r\n2\r\n3\r\nquatre\r\n5\r\n");
        let expected =
            ["--- content/a.fr.md", "+++ content/a.fr.md", "@@ -2,4 +2,4 @@", " 2", " 3", "-4", "+quatre", " 5"];
        assert_eq!(shown, expected);
        assert!(unified(&path, "1\n", "1\n").is_empty());
    }
}
