//! The `yunqian` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    match yunqian_server::cli::main() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
