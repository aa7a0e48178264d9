//! The `yunqian` program.

fn main() -> anyhow::Result<()> {
    yunqian_server::cli::main()
}
