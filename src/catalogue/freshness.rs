//! Whether a translation still says what its original says: block by block,
//! from what somebody confirmed (`translation: {of, seen}`).

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::lang::Lang;
use crate::catalogue::identity::Family;
use crate::parse::markdown::blocks;
use crate::parse::write_up::WriteUp;
use crate::schema::fields::{translation, write_up as at};
use crate::yaml::fence;

/// A part of a text that is compared by itself: its title, its summary, a block
/// of its body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// A short hash of its words.
    pub hash: String,
    /// Its words as they are written.
    pub words: String,
}

impl Block {
    fn of(words: &str) -> Block {
        Block { hash: hex(blocks::hash(words)), words: words.to_owned() }
    }
}

fn hex(hash: u32) -> String {
    format!("{hash:08x}")
}

/// The title, the summary if there is one, and the blocks of the body. Facts,
/// drafts and remarks are no part of it.
pub fn blocks_of(own: &WriteUp, bytes: &[u8]) -> Vec<Block> {
    let (file, _) = fence::decode(&own.path, bytes);
    let body = fence::split(&own.path, &file).body;
    let words = [own.record.get(at::TITLE), own.record.get(at::SUMMARY)].into_iter().flatten();
    words.chain(blocks::blocks(&file[body])).map(Block::of).collect()
}

/// What somebody confirmed of a translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmed {
    /// The language of the original.
    pub of: Lang,
    /// The hashes of the original's blocks, as they were.
    pub seen: Vec<String>,
}

/// What was confirmed in a file, if anything was.
pub fn confirmed(own: &WriteUp) -> Option<Confirmed> {
    let record = own.record.get(at::TRANSLATION)?;
    let of = Lang::new(record.get(translation::OF)?)?;
    let seen = record.get(translation::SEEN)?.split_whitespace().map(str::to_owned).collect();
    Some(Confirmed { of, seen })
}

/// A part of the original that is another since somebody confirmed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The hashes of the blocks that stood there.
    pub before: Vec<String>,
    /// The blocks that stand there now.
    pub now: Vec<Block>,
    /// How many blocks stood above them.
    pub above: usize,
}

/// What has changed since then, in the order of the text; empty if the
/// translation is up to date.
pub fn changed(seen: &[String], now: &[Block]) -> Vec<Changed> {
    let hashes: Vec<String> = now.iter().map(|block| block.hash.clone()).collect();
    let part = |op: DiffOp| Changed {
        before: seen[op.old_range()].to_vec(),
        now: now[op.new_range()].to_vec(),
        above: op.old_range().start,
    };
    differing(seen, &hashes).map(part).collect()
}

/// How many parts of an original have changed since then.
pub fn parts_changed(seen: &[String], original: &WriteUp) -> usize {
    let words = [original.record.get(at::TITLE), original.record.get(at::SUMMARY)].into_iter().flatten();
    let hashes = words.map(blocks::hash).chain(original.body.blocks.iter().copied());
    differing(seen, &hashes.map(hex).collect::<Vec<_>>()).count()
}

fn differing(seen: &[String], now: &[String]) -> impl Iterator<Item = DiffOp> + use<> {
    let ops = capture_diff_slices(Algorithm::Myers, seen, now);
    ops.into_iter().filter(|op| op.tag() != DiffTag::Equal)
}

/// Says of a translation that its original has changed in so many parts.
pub fn outdated(own: &WriteUp, parts: usize) -> Option<Diagnostic> {
    let of = confirmed(own)?.of;
    let place = own.record.span(at::TRANSLATION).unwrap_or_default();
    let found = Diagnostic::at(Code::TranslationOutdated, &own.path, place);
    Some(found.arg("of", of.as_str()).arg("count", parts as i64))
}

/// The translations of a family whose original has changed.
pub fn of_family(family: &Family) -> impl Iterator<Item = Diagnostic> {
    let own = family.docs.iter().flatten();
    own.filter_map(|own| {
        let confirmed = confirmed(own)?;
        let original = family.docs.iter().flatten().find(|other| other.lang == Some(confirmed.of))?;
        let parts = parts_changed(&confirmed.seen, original);
        outdated(own, parts).filter(|_| parts > 0)
    })
}

/// The record to write in a translation that is right as it is.
pub fn seen(original: &[Block]) -> String {
    original.iter().map(|block| block.hash.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Block, blocks_of, changed, hex, parts_changed};
    use crate::base::path::RelPath;
    use crate::parse::markdown::blocks;
    use crate::parse::parse;

    fn blocks_in(text: &str) -> Vec<Block> {
        let path = RelPath::fixed("content/projects/a.fr.md");
        let parsed = parse(&path, text.as_bytes());
        blocks_of(parsed.write_up().unwrap(), text.as_bytes())
    }

    fn hash(words: &str) -> String {
        hex(blocks::hash(words))
    }

    const TEXT: &str = "---\ntitle: L'eau\ntype: a\npartners: [b]\n---\n\nUn texte.\n\nUn autre : ici.\n";

    #[test]
    fn facts_blanks_typography_drafts_and_remarks_make_nothing_outdated() {
        let seen: Vec<String> = blocks_in(TEXT).into_iter().map(|block| block.hash).collect();
        assert_eq!(seen, [hash("L'eau"), hash("Un texte."), hash("Un autre : ici.")]);
        for (from, to) in [
            ("type: a", "type: c\nweight: 3"),
            ("title: L'eau", "title: \"L’eau\"\ndraft: true"),
            ("Un texte.", "Un  texte.  \n"),
            ("autre : ici", "autre: ici"),
            ("Un texte.", "Un texte.\n\n<!-- à revoir -->"),
            ("---\n\nUn", "---\n\n\n\nUn"),
        ] {
            let text = TEXT.replacen(from, to, 1);
            assert_ne!(text, TEXT);
            let parsed = parse(&RelPath::fixed("content/projects/a.fr.md"), text.as_bytes());
            assert_eq!(parts_changed(&seen, parsed.write_up().unwrap()), 0, "{to}");
            assert_eq!(changed(&seen, &blocks_in(&text)), [], "{to}");
            assert_eq!(changed(&seen, &blocks_in(&text.replace('\n', "\r\n"))), [], "{to}");
        }
    }

    #[test]
    fn what_has_changed_is_told_by_block() {
        let seen: Vec<String> = blocks_in(TEXT).into_iter().map(|block| block.hash).collect();
        for (from, to, before, now, above) in [
            ("L'eau", "La mer", &["L'eau"][..], &["La mer"][..], 0),
            ("Un texte.", "Deux textes.", &["Un texte."], &["Deux textes."], 1),
            ("Un texte.\n\n", "", &["Un texte."], &[], 1),
            ("ici.\n", "ici.\n\nEt là.\n", &[], &["Et là."], 3),
            ("type: a", "summary: Une phrase.\ntype: a", &[], &["Une phrase."], 1),
        ] {
            let found = changed(&seen, &blocks_in(&TEXT.replacen(from, to, 1)));
            assert_eq!(found.len(), 1, "{to}: {found:?}");
            let before: Vec<String> = before.iter().map(|words| hash(words)).collect();
            let words: Vec<&str> = found[0].now.iter().map(|block| block.words.as_str()).collect();
            assert_eq!((&found[0].before, words.as_slice(), found[0].above), (&before, now, above), "{to}");
        }
    }
}
