//! The schemas against the check, both ways, by programs that are not ours: what a schema refuses, the
//! check refuses; what the check refuses, the schema refuses, but for the rules that it cannot say.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests: a failure is a failed test, a test that cannot run says so"
)]

#[path = "../commun/mod.rs"]
mod commun;

mod frictionless;
mod lecture;
mod lots;
mod xmllint;
