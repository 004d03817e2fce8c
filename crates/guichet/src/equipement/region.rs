//! The establishments of a region for one school year, and what was found wrong in the tables they come from.

use std::fmt;

use guichet_aide_equipement::{AnneeScolaire, EditionEquipement};
use guichet_instruction::Dossier;
use guichet_instruction::dossier::montrer;
use guichet_socle::constat::Gravite;

/// An establishment, with the dossier of its grant.
#[derive(Debug, Clone)]
pub struct Etablissement {
    /// UAI, as written.
    pub uai: String,
    /// Name; empty when it is not given.
    pub nom: String,
    /// Academy; empty when it is not given.
    pub academie: String,
    /// The dossier of its grant.
    pub dossier: Dossier,
}

impl Etablissement {
    /// The establishment of a dossier.
    #[must_use]
    pub fn du_dossier(edition: &EditionEquipement, dossier: Dossier) -> Self {
        let texte = |nom: &str| {
            let rang = edition.commun.schema.rang(nom);
            let texte = rang.and_then(|rang| dossier.texte(rang));
            texte.unwrap_or_default().to_owned()
        };
        Self {
            uai: texte("etablissement.uai"),
            nom: texte("etablissement.nom"),
            academie: texte("etablissement.academie"),
            dossier,
        }
    }
}

/// What is wrong in a row of the tables of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstatDeTable {
    /// Name of the file, without its folders.
    pub fichier: String,
    /// Row, from 1, headings included; none for the table as a whole.
    pub ligne: Option<u64>,
    /// Column.
    pub champ: Option<String>,
    /// The establishment of the row, when it is known.
    pub uai: Option<String>,
    /// Code of the rule.
    pub regle: String,
    /// Whether something is left out of the computation.
    pub gravite: Gravite,
    /// The fact with its value, then what to do.
    pub message: String,
}

impl fmt::Display for ConstatDeTable {
    /// « effectifs.csv, ligne 12, colonne effectif : … »
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fichier.is_empty() {
            return f.write_str(&self.message);
        }
        f.write_str(&self.fichier)?;
        if let Some(ligne) = self.ligne {
            write!(f, ", ligne {ligne}")?;
        }
        if let Some(champ) = &self.champ {
            write!(f, ", colonne {}", montrer(champ))?;
        }
        write!(f, " : {}", self.message)
    }
}

/// A region for one school year.
#[derive(Debug, Clone)]
pub struct Region {
    /// The school year of the grants.
    pub annee: AnneeScolaire,
    /// In the order of their table.
    pub etablissements: Vec<Etablissement>,
    /// What was found wrong; the rest is computed.
    pub constats: Vec<ConstatDeTable>,
}
