//! Documents as values: the type of a file by its bytes, and what its metadata
//! reveals.

/// The type of a document, determined by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Office Open XML: Word.
    Docx,
    /// Office Open XML: Excel.
    Xlsx,
    /// Office Open XML: PowerPoint.
    Pptx,
    /// An Office Open XML file with macros.
    Macros,
    /// OpenDocument: text.
    Odt,
    /// OpenDocument: spreadsheet.
    Ods,
    /// OpenDocument: presentation.
    Odp,
    /// OpenDocument: drawing.
    Odg,
    /// EPUB.
    Epub,
    /// Any other ZIP archive.
    Zip,
    /// Word before 2007.
    Doc,
    /// Excel before 2007.
    Xls,
    /// PowerPoint before 2007.
    Ppt,
    /// A Word, Excel or PowerPoint file that is protected by a password.
    Protected,
    /// Rich text.
    Rtf,
    /// MPEG audio.
    Mp3,
    /// MPEG-4.
    Mp4,
    /// Ogg.
    Ogg,
    /// WebM.
    WebM,
    /// WAVE.
    Wav,
    /// An executable or a script.
    Program,
    /// An archive of another kind: RAR, 7z, gzip.
    Archive,
    /// Plain text, including tables and data.
    Text,
}

/// The name of a type for users, and its file extensions, the usual one first.
type Row = (Kind, &'static str, &'static [&'static str]);

const KINDS: &[Row] = &[
    (Kind::Pdf, "PDF", &["pdf"]),
    (Kind::Docx, "Word", &["docx", "dotx"]),
    (Kind::Xlsx, "Excel", &["xlsx", "xltx"]),
    (Kind::Pptx, "PowerPoint", &["pptx", "ppsx", "potx"]),
    (Kind::Macros, "Office, macros", &["docm", "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlsb"]),
    (Kind::Odt, "OpenDocument", &["odt", "ott"]),
    (Kind::Ods, "OpenDocument", &["ods", "ots"]),
    (Kind::Odp, "OpenDocument", &["odp", "otp"]),
    (Kind::Odg, "OpenDocument", &["odg", "otg"]),
    (Kind::Epub, "EPUB", &["epub"]),
    (Kind::Zip, "ZIP", &["zip"]),
    (Kind::Doc, "Word", &["doc", "dot"]),
    (Kind::Xls, "Excel", &["xls", "xlt"]),
    (Kind::Ppt, "PowerPoint", &["ppt", "pps"]),
    (Kind::Protected, "Office", &["docx", "xlsx", "pptx", "doc", "xls", "ppt"]),
    (Kind::Rtf, "RTF", &["rtf"]),
    (Kind::Mp3, "MP3", &["mp3"]),
    (Kind::Mp4, "MPEG-4", &["mp4", "m4a", "m4v", "mov"]),
    (Kind::Ogg, "Ogg", &["ogg", "oga", "ogv", "opus"]),
    (Kind::WebM, "WebM", &["webm"]),
    (Kind::Wav, "WAVE", &["wav"]),
    (Kind::Program, "EXE", &["exe", "dll", "msi", "sh", "bin"]),
    (Kind::Archive, "7z", &["7z", "rar", "gz", "tgz", "bz2", "xz"]),
    (Kind::Text, "TXT", &["txt", "csv", "tsv", "json", "geojson", "ics", "vcf", "vtt", "srt"]),
];

impl Kind {
    fn row(self) -> Option<&'static Row> {
        KINDS.iter().find(|(kind, ..)| *kind == self)
    }

    /// Its name for users.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |(_, name, _)| name)
    }

    /// Its file extensions, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().map_or(&[], |(.., extensions)| extensions)
    }

    /// The type that a file extension stands for.
    pub fn named(extension: &str) -> Option<Kind> {
        KINDS.iter().find(|(.., extensions)| extensions.contains(&extension)).map(|(kind, ..)| *kind)
    }
}

/// A document of the site, as found by inspecting its file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// The type of its bytes; `None` if it is not recognised.
    pub kind: Option<Kind>,
    /// Whether it is truncated, or its index cannot be read.
    pub is_broken: bool,
    /// What its metadata and contents reveal.
    pub traces: Vec<Trace>,
}

/// Something that a document reveals and that its readers may not be meant to
/// know.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trace {
    /// Somebody who wrote or saved it.
    Author(String),
    /// The organisation it was written for, or its manager.
    Company(String),
    /// A path on its author's computer.
    Path(String),
    /// The place where a film was recorded.
    Place,
    /// Tracked changes, including deleted text.
    Changes,
    /// Comments.
    Comments,
    /// Hidden sheets.
    HiddenSheets,
    /// Speaker notes.
    Notes,
    /// A script that runs when the document is opened.
    Script,
}
