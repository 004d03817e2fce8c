//! What the tests of whole files share: the editions of the project's data folder, and one check.

#![allow(dead_code, reason = "each test file uses its part of these")]

use guichet_cyclades::cas::Catalogue;
use guichet_cyclades::controle::Octets;
use guichet_cyclades::{Constat, EditionCyclades, Options, controler};
use guichet_socle::Fichiers;
use guichet_socle::edition::Couverture;
use std::path::Path;

/// The data folder.
pub fn fichiers() -> Fichiers {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../donnees");
    let mut fichiers = Fichiers::new();
    lire_dossier(&racine, &racine, &mut fichiers);
    fichiers
}

/// The last edition, and its cases.
pub fn edition() -> (EditionCyclades, Catalogue) {
    let fichiers = fichiers();
    let couverture = Couverture::lire(&fichiers, "reglements/cyclades").unwrap();
    let edition =
        EditionCyclades::charger(&fichiers, couverture.editions().last().unwrap()).unwrap();
    let catalogue = Catalogue::lire(&fichiers, &edition).unwrap();
    (edition, catalogue)
}

fn lire_dossier(racine: &Path, dossier: &Path, fichiers: &mut Fichiers) {
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            lire_dossier(racine, &chemin, fichiers);
        } else if let Ok(texte) = std::fs::read_to_string(&chemin) {
            let relatif = chemin
                .strip_prefix(racine)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            fichiers.ajouter(relatif, texte);
        }
    }
}

/// Every finding of a file.
#[allow(dead_code, reason = "not every program of tests checks bytes")]
pub fn controler_octets(
    edition: &EditionCyclades,
    nom: &str,
    octets: &[u8],
    options: &Options,
) -> Vec<Constat> {
    let mut constats = Vec::new();
    match controler(edition, &Octets { nom, octets }, options, &mut |c| {
        constats.push(c);
    }) {
        Ok(_) => {}
        Err(guichet_cyclades::Refus::Contenu(constat)) => constats.push(*constat),
        Err(autre) => panic!("{nom}: {autre}"),
    }
    constats
}
