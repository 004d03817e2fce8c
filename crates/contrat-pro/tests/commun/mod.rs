//! What the tests of this room read from the project's data folder.

#![allow(dead_code, reason = "each test file uses its part of these")]

use std::path::Path;

use guichet_contrat_pro::{DOSSIER, EditionContratPro};
use guichet_socle::Fichiers;
use guichet_socle::edition::Couverture;

/// The data folder, without the lists of other procedures.
pub fn fichiers() -> Fichiers {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../donnees");
    let mut fichiers = Fichiers::new();
    for dossier in ["lectures", DOSSIER, "nomenclatures/contrat-pro"] {
        lire_dossier(&racine, &racine.join(dossier), &mut fichiers);
    }
    fichiers
}

/// The last edition.
pub fn edition() -> EditionContratPro {
    let fichiers = fichiers();
    let couverture = Couverture::lire(&fichiers, DOSSIER).unwrap();
    EditionContratPro::charger(&fichiers, couverture.editions().last().unwrap()).unwrap()
}

fn lire_dossier(racine: &Path, dossier: &Path, fichiers: &mut Fichiers) {
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            lire_dossier(racine, &chemin, fichiers);
        } else if let Ok(texte) = std::fs::read_to_string(&chemin) {
            let relatif = chemin.strip_prefix(racine).unwrap().to_string_lossy();
            fichiers.ajouter(relatif.replace('\\', "/"), texte);
        }
    }
}
