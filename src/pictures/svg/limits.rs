//! Limits for the work that a drawing may cause. Each is far above what editors
//! produce, and far below what makes a browser hang.

/// What is limited in a drawing. Its words are in `messages/` under the same
/// names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Nesting depth of elements. Layers of editors and the exports of PDF
    /// programs reach about forty.
    Depth,
    /// Elements. A map with every commune of a country has about ten thousand.
    Elements,
    /// Attributes of an element. Editors write fewer than forty.
    Attributes,
    /// Characters that entities expand to. Illustrator declares ten addresses.
    Entities,
    /// Rules of all style sheets. A chart of an office program has a few hundred.
    Rules,
    /// Elements that are drawn, including those drawn again by `use`, patterns,
    /// masks, markers and so on.
    Drawn,
    /// The length of a chain of references: for example, a mask on the content
    /// of a mask.
    References,
    /// Pixels of the width or the height.
    Side,
    /// Pixels of all embedded pictures.
    Pixels,
    /// Octaves of a noise filter, or the side of a filter's convolution matrix.
    Filter,
}

impl Measure {
    /// The limit.
    pub fn most(self) -> u64 {
        match self {
            Measure::Depth => 200,
            Measure::Elements => 500_000,
            Measure::Attributes => 128,
            Measure::Entities => 1_000_000,
            Measure::Rules => 20_000,
            Measure::Drawn => 2_000_000,
            Measure::References => 15,
            Measure::Side => 1_000_000,
            Measure::Pixels => 100_000_000,
            Measure::Filter => 32,
        }
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Depth => "depth",
            Measure::Elements => "elements",
            Measure::Attributes => "attributes",
            Measure::Entities => "entities",
            Measure::Rules => "rules",
            Measure::Drawn => "drawn",
            Measure::References => "references",
            Measure::Side => "side",
            Measure::Pixels => "pixels",
            Measure::Filter => "filter",
        }
    }

    /// Checks a count against the limit.
    pub fn check(self, count: u64) -> Result<(), Refused> {
        if count > self.most() { Err(Refused::TooMuch(self, count)) } else { Ok(()) }
    }
}

/// Why a drawing is rejected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It is not a complete SVG.
    Broken,
    /// It exceeds a limit.
    TooMuch(Measure, u64),
    /// An element, with this id, draws itself.
    Circular(String),
}
