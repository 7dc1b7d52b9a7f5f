//! The clock of this machine.

use jiff::ZonedDateTime;
use jiff::civil::Date;

/// The day that it is here.
pub fn today() -> Date {
    ZonedDateTime::now().date()
}
