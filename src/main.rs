//! The `baton` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match baton::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault:#}");
            ExitCode::from(if fault.is::<baton::cli::Refused>() { 1 } else { 2 })
        }
    }
}
