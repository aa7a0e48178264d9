//! The `yunqian` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    match yunqian_server::cli::main() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
