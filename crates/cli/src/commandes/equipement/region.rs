//! The region that the commands of the equipment aid read.

use guichet::Donnees;
use guichet::equipement::tables::lire;
use guichet::equipement::{self, EditionEquipement, Region};
use guichet::socle::constat::Gravite;
use guichet_restitution::nombres::accorde;

use crate::arguments::TablesDonnees;
use crate::erreur::Erreur;
use crate::sortie;

/// A region that was read, with the edition that computes its grants.
pub struct Lue {
    /// The edition.
    pub edition: EditionEquipement,
    /// The region.
    pub region: Region,
}

impl Lue {
    /// Reads the four tables; nothing, and why is told, when one of them is unreadable as a whole.
    ///
    /// # Errors
    /// No edition is of that year.
    pub fn lire(donnees: &Donnees, tables: &TablesDonnees) -> Result<Option<Self>, Erreur> {
        let edition = equipement::edition(donnees, &tables.edition).map_err(Erreur::usage)?;
        let lue = match lire(&edition, &tables.tables()) {
            Ok(lue) => lue,
            Err(erreurs) => {
                for erreur in erreurs {
                    sortie::avertir(&erreur.to_string());
                }
                return Ok(None);
            }
        };
        for avis in &lue.avis {
            sortie::avertir(avis);
        }
        let region = lue.region;
        let constats = region.constats.iter();
        let erreurs = constats
            .filter(|constat| constat.gravite == Gravite::Erreur)
            .count() as u64;
        if erreurs > 0 {
            sortie::avertir(&format!(
                "{} dans les tables : « guichet equipement dotations » les dit, avec leurs remèdes ; le reste est fait.",
                accorde(erreurs, "erreur", "erreurs")
            ));
        }
        Ok(Some(Self { edition, region }))
    }
}
