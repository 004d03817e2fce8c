//! The regulations shipped as examples, as the tests read and change them.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;

use guichet_reglement::EditionLibre;
use guichet_socle::edition::Couverture;
use guichet_socle::{ErreurEdition, Fichiers};

/// The aid of the tutorial.
pub const APPRENTIS: &str = "premier-equipement-apprentis";

/// Every file of the example folder.
pub fn fichiers() -> Fichiers {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../exemples/sur-mesure");
    let mut fichiers = Fichiers::new();
    lire(&racine, "", &mut fichiers);
    fichiers
}

fn lire(dossier: &Path, prefixe: &str, fichiers: &mut Fichiers) {
    for entree in std::fs::read_dir(dossier).unwrap() {
        let entree = entree.unwrap();
        let nom = entree.file_name().into_string().unwrap();
        let relatif = if prefixe.is_empty() {
            nom
        } else {
            format!("{prefixe}/{nom}")
        };
        if entree.file_type().unwrap().is_dir() {
            lire(&entree.path(), &relatif, fichiers);
        } else {
            fichiers.ajouter(relatif, std::fs::read_to_string(entree.path()).unwrap());
        }
    }
}

/// The one edition of a regulation.
pub fn charger(fichiers: &Fichiers, nom: &str) -> Result<EditionLibre, ErreurEdition> {
    let couverture = Couverture::lire(fichiers, &format!("reglements/{nom}"))?;
    EditionLibre::charger(fichiers, &couverture.editions()[0], nom)
}

/// The tutorial's aid with one passage of one file replaced.
pub fn changee(fichier: &str, avant: &str, apres: &str) -> Result<EditionLibre, ErreurEdition> {
    let mut fichiers = fichiers();
    let chemin = format!("reglements/{APPRENTIS}/2025-09-01/{fichier}");
    let texte = fichiers.texte(&chemin).unwrap().to_owned();
    assert!(texte.contains(avant), "{fichier} : {avant}");
    fichiers.ajouter(chemin, texte.replacen(avant, apres, 1));
    charger(&fichiers, APPRENTIS)
}
