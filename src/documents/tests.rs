//! Tests of valid and of broken or misleading documents.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};

use super::published::{Verdict, verdict};
use super::{HEAD, inspect, substitute};
use crate::base::asset::Substitute;
use crate::base::document::{Document, Kind, Trace};

fn document(bytes: &[u8]) -> Document {
    let head = &bytes[..bytes.len().min(HEAD)];
    inspect(head, bytes.len() as u64, &mut Cursor::new(bytes)).unwrap()
}

/// An archive of these files; every second one is compressed.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut table) = (vec![], vec![]);
    for (at, (name, text)) in files.iter().enumerate() {
        let offset = bytes.len() as u32;
        let mut packer = DeflateEncoder::new(vec![], Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        let (method, data) = if at % 2 == 1 { (8u16, packer.finish().unwrap()) } else { (0, text.as_bytes().to_vec()) };
        let mut common = vec![20, 0, 0, 0];
        common.extend(method.to_le_bytes());
        common.extend([0; 8]);
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((text.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        bytes.extend([b"PK\x03\x04", &common[..], name.as_bytes(), &data].concat());
        table.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10]].concat());
        table.extend(offset.to_le_bytes());
        table.extend(name.as_bytes());
    }
    let start = bytes.len() as u32;
    bytes.extend(&table);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    for count in [files.len() as u16; 2] {
        bytes.extend(count.to_le_bytes());
    }
    bytes.extend((table.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");

fn office(folder: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("{folder}/main.xml");
    archive(&[&[TYPES, (main.as_str(), "<x/>")], files].concat())
}

fn open_document(mime: &str) -> Vec<u8> {
    archive(&[("mimetype", mime), ("content.xml", "<x/>")])
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend([0; 1000]);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref 0\n%%EOF\n";

#[test]
fn a_document_is_known_by_its_bytes() {
    let text = "application/vnd.oasis.opendocument.text";
    for (bytes, kind) in [
        (PDF.to_vec(), Kind::Pdf),
        (office("word", &[]), Kind::Docx),
        (office("xl", &[]), Kind::Xlsx),
        (office("ppt", &[]), Kind::Pptx),
        (office("word", &[("word/vbaProject.bin", "x")]), Kind::Macros),
        (open_document(text), Kind::Odt),
        (open_document("application/vnd.oasis.opendocument.spreadsheet"), Kind::Ods),
        (open_document("application/vnd.oasis.opendocument.presentation"), Kind::Odp),
        (open_document("application/epub+zip"), Kind::Epub),
        (archive(&[("a.txt", "a")]), Kind::Zip),
        ([b"an own program", &archive(&[("a.txt", "a")])[..]].concat()[14..].to_vec(), Kind::Zip),
        (compound("WordDocument"), Kind::Doc),
        (compound("Workbook"), Kind::Xls),
        (compound("PowerPoint Document"), Kind::Ppt),
        (compound("EncryptedPackage"), Kind::Protected),
        (compound("__properties_version1.0"), Kind::Program),
        (b"{\\rtf1 a}".to_vec(), Kind::Rtf),
        (b"MZ\x90\0".to_vec(), Kind::Program),
        ("a;b\nété;مرحبا\n".as_bytes().to_vec(), Kind::Text),
        (b"a;b\n\xe9t\xe9\n".to_vec(), Kind::Text),
        (b"\xff\xfea\0;\0".to_vec(), Kind::Text),
    ] {
        let seen = document(&bytes);
        assert_eq!((seen.kind, seen.is_broken), (Some(kind), false), "{}", String::from_utf8_lossy(&bytes));
    }
    assert_eq!(document(b"\x01\x02\x03\0").kind, None);
}

#[test]
fn what_is_cut_short_is_broken() {
    let whole = office("word", &[("word/document.xml", "<w:document/>")]);
    for bytes in [&whole[..whole.len() / 2], &whole[..whole.len() - 23], &PDF[..20]] {
        let seen = document(bytes);
        assert!(seen.is_broken, "{seen:?}");
        let extension = if bytes.starts_with(b"PK") { "docx" } else { "pdf" };
        assert_eq!(verdict(extension, &seen, &[]), Verdict::Broken);
    }
}

#[test]
fn a_table_of_contents_is_not_believed() {
    let whole = archive(&[("a.txt", "a"), ("b.txt", "b")]);
    let end = whole.len() - 22;
    for at in end..whole.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            drop(document(&bytes));
        }
    }
    for cut in 0..whole.len() {
        drop(document(&whole[..cut]));
    }
}

#[test]
fn an_archive_that_unpacks_without_end_is_read_up_to_a_bound() {
    let long = "<dc:creator>".to_owned() + &" ".repeat(100 << 20) + "Leïla</dc:creator>";
    let bytes = office("word", &[("docProps/app.xml", ""), ("docProps/core.xml", &long)]);
    assert!(bytes.len() < 1 << 20, "the test has something that is packed");
    assert_eq!(document(&bytes).traces, []);
}

#[test]
fn an_ending_agrees_with_what_a_file_holds() {
    let text = document(b"a;b\n1;2\n");
    let pdf = document(PDF);
    let word = document(&office("word", &[]));
    let zip = document(&archive(&[("a", "b")]));
    let program = document(b"MZ\x90\0");
    let macros = document(&office("word", &[("word/vbaProject.bin", "x")]));
    let old = document(&compound("WordDocument"));
    let protected = document(&compound("EncryptedPackage"));
    let bytes = document(b"\x01\x02\0\x03");
    for (extension, document, wanted) in [
        ("pdf", &pdf, Verdict::Published),
        ("docx", &word, Verdict::Published),
        ("docx", &protected, Verdict::Published),
        ("zip", &zip, Verdict::Published),
        ("csv", &text, Verdict::Published),
        ("json", &text, Verdict::Published),
        ("mp3", &bytes, Verdict::Published),
        ("docx", &pdf, Verdict::Misnamed(Kind::Pdf)),
        ("pdf", &word, Verdict::Misnamed(Kind::Docx)),
        ("docx", &old, Verdict::Misnamed(Kind::Doc)),
        ("txt", &pdf, Verdict::Misnamed(Kind::Pdf)),
        ("zip", &word, Verdict::Misnamed(Kind::Docx)),
        ("pdf", &text, Verdict::Broken),
        ("xlsx", &text, Verdict::Broken),
        ("docx", &zip, Verdict::Broken),
        ("csv", &bytes, Verdict::Broken),
        ("doc", &bytes, Verdict::Broken),
        ("pdf", &program, Verdict::Active),
        ("docx", &macros, Verdict::Active),
        ("kmz", &zip, Verdict::Unknown),
        ("", &text, Verdict::Unknown),
        ("sqlite", &bytes, Verdict::Unknown),
    ] {
        assert_eq!(verdict(extension, document, &[]), wanted, "{extension} {document:?}");
    }
    assert_eq!(verdict("kmz", &zip, &["kmz".to_owned()]), Verdict::Published);
}

#[test]
fn what_runs_on_the_site_or_the_server_is_not_published() {
    let text = document(b"<p>a</p>");
    for extension in [
        "html", "htm", "xhtml", "shtml", "xml", "svgz", "js", "mjs", "css", "php", "phtml", "asp", "aspx", "jsp",
        "cgi", "pl", "py", "sh", "exe", "hta", "swf", "htaccess", "docm", "wasm", "mht",
    ] {
        assert_eq!(verdict(extension, &text, &[]), Verdict::Active, "{extension}");
    }
}

#[test]
fn what_stands_in_the_place_of_a_file_is_named() {
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    let failed = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>";
    let shortcut = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
    for (extension, bytes, wanted) in [
        ("pdf", &b""[..], Some(Substitute::Empty)),
        ("jpg", &[0; 512], Some(Substitute::Empty)),
        ("pdf", pointer, Some(Substitute::GitPointer)),
        ("png", pointer, Some(Substitute::GitPointer)),
        ("jpg", b"/annex/objects/SHA256E-s5--00.jpg\n", Some(Substitute::GitPointer)),
        ("pdf", b"<!DOCTYPE html><html><title>404</title>", Some(Substitute::WebPage)),
        ("docx", b"\xef\xbb\xbf\r\n  <html lang=fr>", Some(Substitute::WebPage)),
        ("svg", b"<!-- x --><!doctype HTML>", Some(Substitute::WebPage)),
        ("xls", b"<table><tr><td>1</td></tr></table>", Some(Substitute::WebPage)),
        ("csv", b"<script>go()</script>", Some(Substitute::WebPage)),
        ("pdf", failed, Some(Substitute::WebPage)),
        ("pdf", b"[InternetShortcut]\r\nURL=https://a.tn/\r\n", Some(Substitute::Shortcut)),
        ("docx", shortcut, Some(Substitute::Shortcut)),
        ("gdoc", b"{\"url\":\"https://docs.google.com/open?id=1\",\"doc_id\":\"1\"}", Some(Substitute::Shortcut)),
        ("html", b"<!DOCTYPE html>", None),
        ("svg", b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", None),
        ("svg", b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\"><svg/>", None),
        ("csv", b"<5;a\n", None),
        ("txt", b"version 2\n", None),
        ("pdf", PDF, None),
    ] {
        assert_eq!(substitute(extension, bytes), wanted, "{extension} {}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn what_office_documents_tell_is_found() {
    let core = "<cp:coreProperties xmlns:dc=\"d\"><dc:creator>Leïla &amp; Ali</dc:creator><cp:lastModifiedBy>m.trabelsi</cp:lastModifiedBy><dc:title>T</dc:title></cp:coreProperties>";
    let app = "<Properties><Company>Ministère</Company><Application>Word</Application></Properties>";
    let text = "<w:p><w:ins w:id=\"1\" w:author=\"A\"><w:r/></w:ins><w:del w:id=\"2\"/></w:p>";
    let bytes = office(
        "word",
        &[
            ("docProps/core.xml", core),
            ("docProps/app.xml", app),
            ("word/document.xml", text),
            ("word/comments.xml", "<w:comments><w:comment w:id=\"0\"/></w:comments>"),
            ("word/_rels/settings.xml.rels", "<R Target=\"file:///C:\\Users\\leila\\Normal.dotm\"/>"),
        ],
    );
    let author = |name: &str| Trace::Author(name.to_owned());
    assert_eq!(
        document(&bytes).traces,
        [
            author("Leïla & Ali"),
            author("m.trabelsi"),
            Trace::Company("Ministère".to_owned()),
            Trace::Path("file:///C:\\Users\\leila\\Normal.dotm".to_owned()),
            Trace::Changes,
            Trace::Comments,
        ]
    );
    let book =
        "<workbook><x15ac:absPath url=\"\\\\serveur\\budget\\\"/><sheet name=\"a\" state=\"veryHidden\"/></workbook>";
    let bytes = office("xl", &[("xl/workbook.xml", book), ("xl/comments1.xml", "<comments/>")]);
    assert_eq!(
        document(&bytes).traces,
        [Trace::Path("\\\\serveur\\budget\\".to_owned()), Trace::Comments, Trace::HiddenSheets]
    );
    let bytes = office("ppt", &[("ppt/notesSlides/notesSlide1.xml", "<p:notes><a:t>Ne pas dire</a:t></p:notes>")]);
    assert_eq!(document(&bytes).traces, [Trace::Notes]);
    let bytes = office("ppt", &[("ppt/notesSlides/notesSlide1.xml", "<p:notes><a:t>12</a:t></p:notes>")]);
    assert_eq!(document(&bytes).traces, []);
    let meta = "<office:meta><meta:initial-creator>علي</meta:initial-creator></office:meta>";
    let content = "<office:text><text:tracked-changes><text:changed-region/></text:tracked-changes><office:annotation/></office:text>";
    let mime = "application/vnd.oasis.opendocument.text";
    let bytes = archive(&[("mimetype", mime), ("content.xml", content), ("meta.xml", meta)]);
    assert_eq!(document(&bytes).traces, [author("علي"), Trace::Changes, Trace::Comments]);
    let clean = "<w:p><w:r><w:insideH/><w:t>ins del</w:t></w:r></w:p>";
    assert_eq!(document(&office("word", &[("word/document.xml", clean)])).traces, []);
}

fn pdf(objects: &[u8]) -> Vec<u8> {
    [b"%PDF-1.7\n", objects, b"\nstartxref 0\n%%EOF\n"].concat()
}

#[test]
fn what_a_pdf_tells_is_found() {
    let author = |name: &str| vec![Trace::Author(name.to_owned())];
    let mut packer = ZlibEncoder::new(vec![], Compression::default());
    packer.write_all(b"1 0 << /Author (Salah) >>").unwrap();
    let packed = [b"<< /Type /ObjStm /Length 9 >>\nstream\r\n", &packer.finish().unwrap()[..], b"\nendstream"].concat();
    let xmp = "<dc:creator><rdf:Seq><rdf:li>Leïla</rdf:li></rdf:Seq></dc:creator>";
    for (objects, wanted) in [
        (&b"<< /Author (Ali \\(DG\\)) >>"[..], author("Ali (DG)")),
        (b"<< /Author(Ali) /Creator (Word) >>", author("Ali")),
        (b"<< /Author <FEFF0639064406CC> >>", author("علی")),
        (b"<< /Author (\xfe\xff\0A\0l\0i) >>", author("Ali")),
        (b"<< /Author (Le\\357la) >>", author("Leïla")),
        (b"<< /Author () >>", vec![]),
        (b"<< /Author 12 0 R >>", vec![]),
        (
            b"<< /Title (Microsoft Word - C:\\\\Users\\\\ali\\\\note.doc) >>",
            vec![Trace::Path("Microsoft Word - C:\\Users\\ali\\note.doc".into())],
        ),
        (b"<< /Title (Rapport 2024) >>", vec![]),
        (b"<< /S /JavaScript /JS (app.alert) >>", vec![Trace::Script]),
        (&packed, author("Salah")),
        (xmp.as_bytes(), author("Leïla")),
        (b"<< /Author (\x8f\x02) >> trailer << /Encrypt 3 0 R >>", vec![]),
        (b"<< /Author (never closed", author("never closed startxref 0 %%EOF")),
    ] {
        let seen = document(&pdf(objects));
        assert_eq!(seen.traces.len(), wanted.len(), "{seen:?}");
        if !objects.ends_with(b"closed") {
            assert_eq!(seen.traces, wanted);
        }
    }
}

#[test]
fn a_film_that_tells_its_place_is_known() {
    let film = |inside: &[u8]| [&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x20moov"[..], inside].concat();
    assert_eq!(document(&film(b"\0\0\0\x1e\xa9xyz\0\x12+36.8065+010.1815/")).traces, [Trace::Place]);
    assert_eq!(document(&film(b"trak")).traces, []);
}
