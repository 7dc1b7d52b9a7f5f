//! The clock of this machine.

use jiff::ZonedDateTime;
use jiff::civil::Date;

/// The current local date.
pub fn today() -> Date {
    ZonedDateTime::now().date()
}
