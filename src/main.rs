//! The command `jisr`.
fn main() {}
