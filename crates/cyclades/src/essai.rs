//! What the tests of this room read from the project's data folder.

use std::fs;
use std::path::Path;

use guichet_nomenclatures::Communes;
use guichet_socle::Fichiers;

/// The committed list of the communes.
pub fn communes() -> Communes {
    let racine = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    for edition in fs::read_dir(racine.join("nomenclatures/communes")).unwrap() {
        for fichier in fs::read_dir(edition.unwrap().path()).unwrap() {
            let chemin = fichier.unwrap().path();
            let relatif = chemin.strip_prefix(racine).unwrap().to_string_lossy();
            fichiers.ajouter(
                relatif.replace('\\', "/"),
                fs::read_to_string(&chemin).unwrap(),
            );
        }
    }
    Communes::charger(&fichiers).unwrap()
}
