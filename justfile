# Shortcuts: `just <name>`. Each is one plain command; without `just`, copy the line below its name.

# The list of shortcuts
default:
    @just --list

# Every test of the workspace, tidy tests included
test:
    cargo test --workspace

# Lints; a warning is a failure
clippy:
    cargo clippy --workspace --all-targets -- -D warnings

# Formats the code (CI runs `cargo fmt --all --check`)
fmt:
    cargo fmt --all

# API documentation; a broken link is a failure
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Licences, duplicates and origins of the dependencies (needs `cargo install --locked cargo-deny`)
deny:
    cargo deny check licenses bans sources

# Every procedure on the shipped examples
demo:
    cargo run --release -- demo

# Everything a change must pass
ci:
    .ci/run

# Speed of CYCLADES checking, beside its peers
bench *options:
    scripts/bench-cyclades {{options}}

# Speed of decisions in batches, beside the raw read of the same files
bench-instruire *options:
    scripts/bench-instruire {{options}}

# A region of the equipment aid, four tables to its annex, beside the raw writing of as many cells
bench-equipement *options:
    scripts/bench-equipement {{options}}

# Rebuilds the tables of an edition from the text of its document: `just extraire cyclades FICHIER`
extraire *arguments:
    cargo xtask extraire {{arguments}}
