//! Who writes: the region's own words, given at run time. Nothing legal is invented in their place.

use std::fs;
use std::path::{Path, PathBuf};

use guichet_socle::ErreurEdition;
use guichet_socle::erreur::lire_toml;
use serde::{Deserialize, Serialize};

use crate::Donnees;
use crate::systeme::en_mots;

/// Where the neutral one of a procedure stands in the data.
#[must_use]
pub fn chemin_de_l_organisme(procedure: &str) -> String {
    format!("documents/{procedure}/organisme.toml")
}

/// A file larger than this is not one of these.
const TAILLE_MAX: u64 = 1 << 20;

/// The body that writes. What is empty appears in the documents as a blank to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisme {
    /// « Région des Pays de la Loire ».
    pub nom: String,
    /// Postal address, one line after the other.
    pub adresse: String,
    /// The service that examined the application.
    pub service: String,
    /// How to reach it.
    pub contact: String,
    /// Where letters are written.
    pub ville: String,
    /// The quality of whoever signs.
    pub signataire: String,
    /// What gives them the power to sign.
    pub deliberation: String,
    /// How and when the decision may be contested: the body’s own paragraph.
    pub voies_de_recours: String,
    /// What becomes of the personal data: the body’s own paragraph.
    pub donnees_personnelles: String,
}

/// Why an organisation file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDOrganisme {
    /// The file cannot be read.
    #[error("{} : {raison} ; donnez à --organisme un fichier TOML lisible.", chemin.display())]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why, in French.
        raison: String,
    },
    /// Its content is faulty.
    #[error("{0}")]
    Fautif(#[from] ErreurEdition),
}

impl Organisme {
    /// The neutral one of a procedure, whose paragraphs are blank.
    ///
    /// # Errors
    /// The data were replaced by a faulty one.
    pub fn neutre(donnees: &Donnees, procedure: &str) -> Result<Self, ErreurDOrganisme> {
        let chemin = chemin_de_l_organisme(procedure);
        let texte = donnees.fichiers().texte(&chemin)?;
        Ok(lire_toml(&chemin, texte)?)
    }

    /// The one of a file.
    ///
    /// # Errors
    /// The file cannot be read, or a key is unknown or of the wrong type (with its line).
    pub fn lire(chemin: &Path) -> Result<Self, ErreurDOrganisme> {
        let en_faute = |raison: String| ErreurDOrganisme::Lecture {
            chemin: chemin.to_owned(),
            raison,
        };
        let taille = fs::metadata(chemin).map_err(|e| en_faute(en_mots(&e)))?;
        if !taille.is_file() || taille.len() > TAILLE_MAX {
            return Err(en_faute("ce n’est pas un fichier de paramètres".to_owned()));
        }
        let octets = fs::read(chemin).map_err(|e| en_faute(en_mots(&e)))?;
        let texte = String::from_utf8(octets)
            .map_err(|_| en_faute("ce fichier n’est pas du texte UTF-8".to_owned()))?;
        Ok(lire_toml(&chemin.display().to_string(), &texte)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neutral_one_leaves_the_law_to_the_region() {
        let neutre = Organisme::neutre(&Donnees::embarquees(), "contrat-pro").unwrap();
        assert_eq!(neutre.nom, "Région des Pays de la Loire");
        assert_eq!(neutre.voies_de_recours, "");
        assert_eq!(neutre.donnees_personnelles, "");
    }

    #[test]
    fn a_fault_of_the_file_is_told_with_its_line() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("organisme.toml");
        for (texte, mot) in [
            ("nom = \"R\"\nsignature = \"x\"\n", ":2 : "),
            ("nom = 3\n", ":1 : "),
            ("nom = \"R\n", ":1 : "),
        ] {
            fs::write(&chemin, texte).unwrap();
            let erreur = Organisme::lire(&chemin).unwrap_err().to_string();
            assert!(erreur.contains(mot), "{erreur}");
            assert_eq!(erreur.lines().count(), 1, "{erreur}");
        }
        fs::write(&chemin, b"nom = \"\xE9\"").unwrap();
        assert!(
            Organisme::lire(&chemin)
                .unwrap_err()
                .to_string()
                .contains("UTF-8")
        );
        assert!(Organisme::lire(dossier.path()).is_err());
    }
}
