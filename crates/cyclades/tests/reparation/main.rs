//! Repairs through whole files: each of them at its boundary, and what holds for any file.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

#[path = "../commun/mod.rs"]
mod commun;
#[path = "../tableau/mod.rs"]
mod tableau;

mod cas;
mod dialectes;
mod proprietes;
mod xml;

use guichet_cyclades::controle::Octets;
use guichet_cyclades::reparation::{Demande, Modification, corriger};
use guichet_cyclades::{Options, Refus};

use tableau::EDITION;

/// The copy and its edits; nothing for a file that is refused.
fn reparer(
    nom: &str,
    octets: &[u8],
    options: &Options,
    a_confirmer: bool,
) -> Option<(Vec<u8>, Vec<Modification>)> {
    let (mut copie, mut modifications) = (Vec::new(), Vec::new());
    match corriger(
        &EDITION,
        &Octets { nom, octets },
        options,
        Demande { a_confirmer },
        &mut copie,
        &mut |m| modifications.push(m),
    ) {
        Ok(_) => Some((copie, modifications)),
        Err(Refus::Contenu(_)) => None,
        Err(autre) => panic!("{autre}"),
    }
}
