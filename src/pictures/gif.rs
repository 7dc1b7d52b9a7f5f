//! Parses GIF files (GIF89a): their frames and their loop count. Comments and
//! other metadata are dropped.

use crate::pictures::Look;

/// A block of a GIF as it is, with its frame's size if it is one.
struct Block<'a> {
    bytes: &'a [u8],
    frame: Option<(u16, u16)>,
    is_kept: bool,
}

/// The header, size and colour table, before the first block.
fn head(bytes: &[u8]) -> Option<&[u8]> {
    let is_gif = bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a");
    bytes.get(..13 + colors(*bytes.get(10)?)).filter(|_| is_gif)
}

/// The length of a colour table, by the flags that announce it.
fn colors(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn blocks(bytes: &[u8]) -> Option<Vec<Block<'_>>> {
    let mut rest = bytes.get(head(bytes)?.len()..)?;
    let mut found = vec![];
    loop {
        let (len, frame, is_kept) = match *rest.first()? {
            b';' => return Some(found),
            b',' => {
                let start = 11 + colors(*rest.get(9)?);
                let side = |at: usize| Some(u16::from_le_bytes([*rest.get(at)?, *rest.get(at + 1)?]));
                (start + chain(rest.get(start..)?)?, Some((side(5)?, side(7)?)), true)
            }
            b'!' => {
                let len = 2 + chain(rest.get(2..)?)?;
                (len, None, is_extension_kept(&rest[1..len]))
            }
            _ => return None,
        };
        found.push(Block { bytes: &rest[..len], frame, is_kept });
        rest = &rest[len..];
    }
}

/// The length of a chain of sub-blocks: each is preceded by its length, and an
/// empty one ends it.
fn chain(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let len = usize::from(*bytes.get(at)?);
        at += 1 + len;
        if len == 0 {
            return Some(at);
        }
    }
}

/// Whether an extension controls how a frame is shown, or how often the
/// animation is repeated.
fn is_extension_kept(block: &[u8]) -> bool {
    let loops = [&b"\xff\x0bNETSCAPE2.0\x03\x01"[..], b"\xff\x0bANIMEXTS1.0\x03\x01"];
    // Exactly a two-byte loop count and the terminator, without further data.
    let is_loop = loops.iter().any(|start| block.starts_with(start)) && block.len() == 18;
    is_loop || (block.starts_with(b"\xf9\x04") && block.len() == 7)
}

/// Inspects a GIF by its blocks.
pub fn look(bytes: &[u8]) -> Option<Look> {
    let side = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let frames: Vec<(u16, u16)> = blocks(bytes)?.iter().filter_map(|block| block.frame).collect();
    let pixels = || frames.iter().map(|(width, height)| u64::from(*width) * u64::from(*height));
    let look = Look::new((side(6)?, side(8)?), None)?;
    let largest = pixels().max().filter(|largest| *largest > 0)?;
    Some(Look { moves: true, pixels: look.pixels.max(largest), drawn: pixels().sum(), ..look })
}

/// The GIF without its metadata.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = head(bytes)?.to_vec();
    blocks(bytes)?.iter().filter(|block| block.is_kept).for_each(|block| out.extend(block.bytes));
    out.push(b';');
    Some(out)
}
