//! The command `jisr`.

use std::process::ExitCode;

fn main() -> ExitCode {
    jisr::shell::cli::main()
}
