//! The entry of `quarterdeck`; everything else is in the library, where tests reach it.

/// Half the work of a page of a list is to make and drop small texts, which this does quicker than the C library's own.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::cli::main()
}
