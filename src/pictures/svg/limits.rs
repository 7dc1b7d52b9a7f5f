//! How much a drawing may ask of whoever shows it. Each limit is far above
//! what editors write, and far below what stops a browser.

/// What is counted of a drawing, with its most. The words stand in `messages/`
/// under the same names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Elements in elements. Layers of editors and what PDF programs export
    /// come to about forty.
    Depth,
    /// Elements. A map with every commune of a country has some ten thousand.
    Elements,
    /// Attributes of an element. Editors write fewer than forty.
    Attributes,
    /// Characters that entities stand for. Illustrator declares ten addresses.
    Entities,
    /// Rules of all style sheets. A chart of an office program has a few hundred.
    Rules,
    /// Elements that are drawn, with those that `use`, patterns, masks,
    /// markers and others draw again.
    Drawn,
    /// References that lead to others: a mask in what a mask shows.
    References,
    /// Pixels of a side.
    Side,
    /// Pixels of all pictures that are written out in the drawing.
    Pixels,
    /// Octaves of a noise, or the side of a matrix that a filter adds up.
    Filter,
}

impl Measure {
    /// Its most.
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

    /// Whether so many are allowed.
    pub fn check(self, count: u64) -> Result<(), Refused> {
        if count > self.most() { Err(Refused::TooMuch(self, count)) } else { Ok(()) }
    }
}

/// Why a drawing is not published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It is no whole SVG.
    Broken,
    /// It has more of something than a drawing needs.
    TooMuch(Measure, u64),
    /// Something in it, of this id, is drawn by itself.
    Circular(String),
}
