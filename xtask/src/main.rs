//! En construction.
fn main() {}
