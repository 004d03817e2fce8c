//! Any bytes: the check ends, and its findings do not depend on the blocks.
//!
//! The first byte chooses how the file is read, the rest is the file.
#![no_main]

use std::sync::LazyLock;

use guichet::procedure_cyclades::controle::Octets;
use guichet::procedure_cyclades::{Constat, EditionCyclades, Options, Refus, controler};
use guichet::{Donnees, editions};
use libfuzzer_sys::fuzz_target;

static EDITION: LazyLock<EditionCyclades> = LazyLock::new(|| {
    editions::cyclades(&Donnees::embarquees(), None, Some(2024))
        .expect("the embedded edition loads")
});

fn lire(octets: &[u8], options: &Options) -> Vec<Constat> {
    let source = Octets {
        nom: "CAP_1.0_2024-06_151120230900.csv",
        octets,
    };
    let mut constats = Vec::new();
    match controler(&EDITION, &source, options, &mut |c| constats.push(c)) {
        Ok(rapport) => {
            let resume = rapport.resume;
            assert_eq!(resume.lus, resume.valides + resume.avec_erreurs);
            assert_eq!(
                resume.par_regle.values().sum::<u64>(),
                constats.len() as u64
            );
        }
        Err(Refus::Contenu(constat)) => constats.push(*constat),
        Err(autre) => panic!("{autre}"),
    }
    assert!(
        constats
            .iter()
            .all(|c| c.ligne != Some(0) && c.colonne != Some(0))
    );
    constats
}

fuzz_target!(|octets: &[u8]| {
    let Some((choix, octets)) = octets.split_first() else {
        return;
    };
    let usuels = Options {
        extraits: true,
        ..Options::default()
    };
    let autres = Options {
        taille_de_bloc: 1 + usize::from(choix & 0x7f),
        fils: 1 + usize::from(choix >> 7),
        ..usuels.clone()
    };
    assert_eq!(lire(octets, &usuels), lire(octets, &autres));
});
