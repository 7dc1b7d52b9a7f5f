//! Opens a file of the site for the user of the preview: in the chosen editor,
//! or its folder in the file manager. A page cannot do that itself: browsers do
//! not follow links to local files.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::base::path::RelPath;
use crate::desk::Opened;
use crate::disk::site;

/// Opens a file of the site at `root`. Fails if the file does not exist, or the
/// program cannot be started.
pub fn open(root: &Path, editor: Option<&str>, opened: &Opened) -> io::Result<()> {
    let file = site::locate(root, &opened.path);
    if !site::is_source(&opened.path) || !file.exists() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut command = match editor {
        Some(editor) => in_editor(editor, &file, opened),
        None => in_folder(&file),
    };
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let program = command.get_program().to_string_lossy();
    let mut child = child.map_err(|error| io::Error::other(format!("{program}: {error}")))?;
    // Some editors run for hours; waiting for them avoids zombie processes.
    thread::spawn(move || drop(child.wait()));
    Ok(())
}

/// The command for an editor, with the line if the editor's syntax for it is
/// known.
fn in_editor(editor: &str, file: &Path, opened: &Opened) -> Command {
    let mut command = Command::new(editor);
    let (line, column) = (opened.line, opened.column);
    let name = Path::new(editor).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let at = || {
        let mut at = OsString::from(file);
        at.push(format!(":{line}:{column}"));
        at
    };
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => command.arg("--goto").arg(at()),
        "subl" | "sublime_text" | "zed" | "zeditor" | "hx" => command.arg(at()),
        "notepad++" => command.arg(format!("-n{line}")).arg(file),
        "kate" => command.args(["--line", &line.to_string(), "--column", &column.to_string()]).arg(file),
        "gvim" | "mvim" | "gedit" | "geany" | "emacsclient" => command.arg(format!("+{line}")).arg(file),
        _ => command.arg(file),
    };
    command
}

/// The command for the file manager, with the file selected if that is
/// supported.
#[cfg(windows)]
fn in_folder(file: &Path) -> Command {
    use std::os::windows::process::CommandExt;
    let mut command = Command::new("explorer");
    let file = file.display().to_string();
    command.raw_arg(format!("/select,\"{}\"", file.strip_prefix(r"\\?\").unwrap_or(&file)));
    command
}

/// The command for the file manager, with the file selected if that is
/// supported.
#[cfg(target_os = "macos")]
fn in_folder(file: &Path) -> Command {
    let mut command = Command::new("open");
    command.arg("-R").arg(file);
    command
}

/// The command for the file manager, with the file selected if that is
/// supported.
#[cfg(not(any(windows, target_os = "macos")))]
fn in_folder(file: &Path) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(file.parent().unwrap_or(file));
    command
}

/// Parses the query of an address that opens a file.
pub fn read(query: &str) -> Option<Opened> {
    let value =
        |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(own, _)| own == name).map(|(_, value)| value);
    let number = |name: &str| value(name).and_then(|number| number.parse().ok()).unwrap_or(1);
    let path = RelPath::new(&value("file")?)?;
    Some(Opened { path, line: number("line"), column: number("column") })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{in_editor, open, read};
    use crate::base::path::RelPath;
    use crate::desk::Opened;

    fn opened(path: &str) -> Opened {
        Opened { path: RelPath::new(path).unwrap(), line: 3, column: 5 }
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let opened = opened("content/a.md");
        let args = |editor: &str| {
            let command = in_editor(editor, Path::new("/s/content/a.md"), &opened);
            let args: Vec<String> = command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
            args.join(" ")
        };
        assert_eq!(args("code"), "--goto /s/content/a.md:3:5");
        assert_eq!(args("/opt/bin/subl"), "/s/content/a.md:3:5");
        assert_eq!(args("gedit"), "+3 /s/content/a.md");
        assert_eq!(args("notepad"), "/s/content/a.md");
    }

    #[test]
    fn only_files_of_the_site_are_opened() {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(site.path().join("content")).unwrap();
        std::fs::write(site.path().join("content/a.md"), "").unwrap();
        std::fs::write(site.path().join("secret.txt"), "").unwrap();
        let tried = |path: &str| open(site.path(), Some("true"), &opened(path)).is_ok();
        assert!(tried("content/a.md"));
        assert!(!tried("content/b.md") && !tried("secret.txt") && !tried("output/index.html"));
        assert!(open(site.path(), Some("/nowhere/editor"), &opened("content/a.md")).is_err());
    }

    #[test]
    fn an_address_names_a_file_and_a_place_in_it() {
        let whole = read("file=content/a.md&line=3&column=5").unwrap();
        assert_eq!((whole.path.as_str(), whole.line, whole.column), ("content/a.md", 3, 5));
        assert_eq!(read("file=content/a.md&line=x").map(|opened| opened.line), Some(1));
        assert!(read("line=3").is_none() && read("file=../a").is_none());
    }
}
