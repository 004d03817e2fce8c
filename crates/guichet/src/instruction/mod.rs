//! Dossiers decided, procedure by procedure: which edition, which dossier, what totals.

mod bilan;
mod illisible;
pub mod lecture;

use guichet_contrat_pro::EditionContratPro;
use guichet_instruction::{Dossier, Instructeur, Schema};
use guichet_socle::edition::{Couverture, Edition, HorsCouverture};
use guichet_socle::erreur::plus_proche;
use guichet_socle::{Decision, ErreurEdition, Fichiers};

use crate::{Donnees, VERSION};

pub use bilan::Bilan;
pub use illisible::{FauteDeDossier, Illisible, SorteDeFaute};
pub use lecture::{ErreurDeLecture, Lu, Place};

/// Reads one edition of a procedure.
type Charger = fn(&Fichiers, &Edition) -> Result<Box<dyn Instructeur>, ErreurEdition>;

/// A procedure that decides dossiers.
struct Connue {
    nom: &'static str,
    dossier: &'static str,
    charger: Charger,
}

const CONNUES: [Connue; 1] = [Connue {
    nom: guichet_contrat_pro::PROCEDURE,
    dossier: guichet_contrat_pro::DOSSIER,
    charger: |fichiers, edition| Ok(Box::new(EditionContratPro::charger(fichiers, edition)?)),
}];

/// The procedures that decide dossiers, by name.
pub const PROCEDURES: [&str; CONNUES.len()] = [CONNUES[0].nom];

/// Why nothing can be decided.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDInstruction {
    /// No procedure of this name.
    #[error("« {nom} » n’est pas une procédure qui instruit des dossiers ; il y a : {}.{conseil}", PROCEDURES.join(", "))]
    Procedure {
        /// What was asked for.
        nom: String,
        /// The nearest one, as a question after a space, or nothing.
        conseil: String,
    },
    /// An edition is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No edition has the identifier asked for.
    #[error("{0}")]
    Absente(#[from] HorsCouverture),
    /// The procedure has no edition at all.
    #[error("La procédure « {0} » n’a aucune édition ; donnez --donnees DOSSIER.")]
    SansEdition(&'static str),
}

/// A procedure ready to decide: its editions, oldest first.
pub struct Instruction {
    nom: &'static str,
    couverture: Couverture,
    editions: Vec<Box<dyn Instructeur>>,
    /// The one edition to apply, when it was asked for.
    imposee: Option<usize>,
}

impl Instruction {
    /// Reads every edition of a procedure.
    ///
    /// # Errors
    /// The procedure or the edition does not exist, or an edition is faulty.
    pub fn ouvrir(
        donnees: &Donnees,
        procedure: &str,
        edition: Option<&str>,
    ) -> Result<Self, ErreurDInstruction> {
        let Some(connue) = CONNUES.iter().find(|connue| connue.nom == procedure) else {
            let conseil = plus_proche(procedure, PROCEDURES).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            });
            return Err(ErreurDInstruction::Procedure {
                nom: procedure.to_owned(),
                conseil,
            });
        };
        let fichiers = donnees.fichiers();
        let couverture = Couverture::lire(fichiers, connue.dossier)?;
        let editions = couverture
            .editions()
            .iter()
            .map(|edition| (connue.charger)(fichiers, edition))
            .collect::<Result<Vec<_>, _>>()?;
        if editions.is_empty() {
            return Err(ErreurDInstruction::SansEdition(connue.nom));
        }
        let imposee = edition
            .map(|id| couverture.par_id(id))
            .transpose()?
            .and_then(|edition| {
                couverture
                    .editions()
                    .iter()
                    .position(|e| e.id == edition.id)
            });
        Ok(Self {
            nom: connue.nom,
            couverture,
            editions,
            imposee,
        })
    }

    /// The name of the procedure.
    #[must_use]
    pub fn nom(&self) -> &'static str {
        self.nom
    }

    /// The edition whose dossier is read: the one asked for, else the last one.
    #[must_use]
    pub fn de_lecture(&self) -> &dyn Instructeur {
        let rang = self.imposee.unwrap_or(self.editions.len() - 1);
        &*self.editions[rang]
    }

    /// The editions, oldest first.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        self.couverture.editions()
    }

    /// The fields of a dossier.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.de_lecture().commun().schema
    }

    /// The edition to decide a dossier with: the one asked for, else the one in force at its date; the
    /// first one before all of them, whose condition of entry into force says no; the last one when the
    /// date is missing.
    ///
    /// # Errors
    /// No edition covers the date, and it is not before all of them.
    pub fn pour(&self, dossier: &Dossier) -> Result<&dyn Instructeur, HorsCouverture> {
        let date = self.de_lecture().date_de_reference(dossier);
        let (Some(date), None) = (date, self.imposee) else {
            return Ok(self.de_lecture());
        };
        let editions = self.couverture.editions();
        if date < editions[0].periode.du {
            return Ok(&*self.editions[0]);
        }
        let edition = self.couverture.a_la_date(date)?;
        let rang = editions.iter().position(|e| e.id == edition.id);
        Ok(&*self.editions[rang.unwrap_or(0)])
    }

    /// Decides one dossier that was read, or says why it could not be.
    #[must_use]
    pub fn decider(&self, lu: &Lu<'_>) -> Decision {
        let dossier = match &lu.dossier {
            Ok(dossier) => dossier,
            Err(illisible) => return illisible.decision(self, &lu.place),
        };
        let reference = self.reference(dossier, &lu.place);
        match self.pour(dossier) {
            Ok(edition) => edition.instruire(dossier, &reference, VERSION),
            Err(hors) => Illisible::hors_couverture(reference, &hors).decision(self, &lu.place),
        }
    }

    /// The reference of a dossier; its place in the file when it has none.
    fn reference(&self, dossier: &Dossier, place: &Place) -> String {
        self.schema()
            .rang("reference")
            .and_then(|champ| dossier.texte(champ))
            .filter(|texte| !texte.trim().is_empty())
            .map_or_else(|| place.reference(), str::to_owned)
    }
}
