//! Passwords and keys: from the environment, or from a file of the site that
//! git ignores.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;

/// The name of the file, in the site's folder: lines of `NAME=value`.
pub const NAME: &str = ".jisr-secrets";

/// What is known of secrets.
#[derive(Default)]
pub struct Secrets {
    file: BTreeMap<String, String>,
}

impl Secrets {
    /// Reads the file, if there is one; it has to be one that git ignores.
    pub fn read(root: &Path) -> Result<Secrets, Diagnostic> {
        let Ok(text) = fs::read_to_string(root.join(NAME)) else { return Ok(Secrets::default()) };
        if !is_ignored(root) {
            return Err(Diagnostic::new(Code::SecretsNotIgnored).arg("path", NAME));
        }
        Ok(Secrets { file: parse(&text) })
    }

    /// The secret of a target: `JISR_PASSWORD_WEB`, or `JISR_PASSWORD`.
    pub fn of(&self, what: &str, target: &str) -> Option<String> {
        let own: String =
            target.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        self.get(&format!("JISR_{what}_{own}")).or_else(|| self.get(&format!("JISR_{what}")))
    }

    /// The value of a name; the environment comes first.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = env::var(name).ok().or_else(|| self.file.get(name).cloned());
        value.filter(|value| !value.is_empty())
    }
}

fn parse(text: &str) -> BTreeMap<String, String> {
    let line = |line: &str| {
        let (name, value) =
            line.trim_start_matches('\u{feff}').split_once('=').filter(|_| !line.trim().starts_with('#'))?;
        let value = value.trim();
        let bare = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Some((name.trim().to_owned(), bare.unwrap_or(value).to_owned()))
    };
    text.lines().filter_map(line).collect()
}

/// Whether git would not take the file; also where there is no git, or no
/// repository.
fn is_ignored(root: &Path) -> bool {
    let asked =
        Command::new("git").arg("-C").arg(root).args(["check-ignore", "-q", NAME]).stderr(Stdio::null()).status();
    !asked.is_ok_and(|status| status.code() == Some(1))
}

#[cfg(test)]
mod tests {
    use super::{Secrets, parse};

    #[test]
    fn a_target_has_its_own_secret_or_that_of_all() {
        let file = parse("# note\nJISR_PASSWORD = a=b\r\nJISR_PASSWORD_ST_1=\"two words\"\nnothing\n");
        let secrets = Secrets { file };
        assert_eq!(secrets.of("PASSWORD", "web").as_deref(), Some("a=b"));
        assert_eq!(secrets.of("PASSWORD", "st-1").as_deref(), Some("two words"));
        assert_eq!(secrets.of("USER", "web"), None);
    }
}
