//! The project's own rules, kept by tests.
//!
//! Each rule is a function from texts to a list of faults, told as `file:line: fault`. One test runs
//! it on the project; another proves, on a small bad input, that it can fail.

mod arrows;
mod data;
mod manifests;
mod markdown;
mod project;
mod purity;
mod texts;

/// Fails with every fault at once, one a line.
fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} fault(s):\n{}",
        faults.len(),
        faults.join("\n")
    );
}
