//! The data of the project, as the tests read them.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;
use std::sync::OnceLock;

use guichet_aide_equipement::{DOSSIER, EditionEquipement};
use guichet_socle::Fichiers;
use guichet_socle::edition::Couverture;

/// Every file of the data folder.
pub fn fichiers() -> Fichiers {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../donnees");
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

/// An edition of the aid, read once for a test.
pub fn edition(id: &str) -> &'static EditionEquipement {
    static EDITIONS: OnceLock<Vec<EditionEquipement>> = OnceLock::new();
    let editions = EDITIONS.get_or_init(|| {
        let fichiers = fichiers();
        let couverture = Couverture::lire(&fichiers, DOSSIER).unwrap();
        let lire = |edition| EditionEquipement::charger(&fichiers, edition).unwrap();
        couverture.editions().iter().map(lire).collect()
    });
    let trouvee = editions.iter().find(|e| e.commun.edition.id == id);
    trouvee.unwrap()
}
