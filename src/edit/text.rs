//! The text below the front matter: its lines that did not change stay as they
//! are.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::base::path::RelPath;
use crate::parse::write_up::Section;
use crate::yaml::fence;

/// How the lines of a file end: as the first one does.
pub fn line_end(file: &str) -> &'static str {
    let first = file.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// The text of a write-up as it is edited: without the blank lines above it,
/// its lines ending in `\n`.
pub fn text_of(path: &RelPath, file: &str) -> String {
    without_blank_start(&file[start(path, file)..]).replace("\r\n", "\n")
}

/// The file with another text. Blank lines above the text stay as they are, and
/// the last line ends as the others do.
pub fn replaced(path: &RelPath, file: &str, new: &str) -> String {
    let start = start(path, file);
    let (head, body) = file.split_at(start);
    let old = without_blank_start(body);
    let blank = &body[..body.len() - old.len()];
    let new = new.replace("\r\n", "\n").replace('\r', "\n");
    let new = without_blank_start(&new);
    let end = line_end(file);
    let mut made = head.to_owned();
    let has_front = !head.trim_start_matches('\u{feff}').is_empty();
    if has_front && !made.ends_with('\n') && !new.is_empty() {
        made += end;
    }
    let is_first = has_front && body.is_empty() && !new.is_empty();
    made += if is_first { end } else { blank };
    made += &merged(old, new, end);
    made
}

/// Where the text begins: behind the front matter, or behind a byte order mark.
fn start(path: &RelPath, file: &str) -> usize {
    let (decoded, _) = fence::decode(path, file.as_bytes());
    if Section::of(path).is_none() || decoded.len() != file.len() {
        return file.len();
    }
    fence::split(path, &decoded).body.start
}

fn without_blank_start(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, below)) = rest.split_once('\n') {
        if !line.trim().is_empty() {
            return rest;
        }
        rest = below;
    }
    rest
}

/// The new text, in which each line that the old one had keeps its bytes.
fn merged(old: &str, new: &str, end: &str) -> String {
    let bare = |line: &str| line.trim_end_matches('\n').trim_end_matches('\r').to_owned();
    let lines: Vec<&str> = old.split_inclusive('\n').collect();
    let own: Vec<String> = lines.iter().map(|line| bare(line)).collect();
    let wanted: Vec<String> = new.split_inclusive('\n').map(bare).collect();
    let mut made = String::with_capacity(new.len());
    let put = |line: &str, made: &mut String| {
        if !made.is_empty() && !made.ends_with('\n') {
            *made += end;
        }
        *made += line;
    };
    for op in capture_diff_slices(Algorithm::Myers, &own, &wanted) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            lines[old_index..old_index + len].iter().for_each(|line| put(line, &mut made));
        } else {
            wanted[op.new_range()].iter().for_each(|line| put(&format!("{line}{end}"), &mut made));
        }
    }
    made
}
