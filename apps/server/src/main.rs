//! The entry of `quarterdeck`; everything else is in the library, where tests reach it.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
