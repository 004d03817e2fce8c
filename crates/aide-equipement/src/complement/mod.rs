//! The complementary grant: a written request for pupils that the grant did not count. The assembly decides;
//! what is computed is the most that it may give.

pub mod demande;
mod faits;
mod procedure;
pub mod reponse;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Rang, champs_du_dossier};
use guichet_socle::{Edition, ErreurEdition, Fichiers, MotsDIssue};

use crate::PREFIXE;
use crate::regles::Regles;

pub use reponse::{REPONSE, Reponse};

/// Name of the procedure.
pub const PROCEDURE: &str = "equipement-complement";
/// Its sub-folder in an edition.
pub const VOLET: &str = "complement";

champs_du_dossier! {
    annee_scolaire = "annee_scolaire", "School year of the grant.";
    uai = "etablissement.uai", "The establishment.";
    enquete_repondue = "etablissement.enquete_repondue", "Whether it answered the surveys.";
    dispositif = "dispositif", "The line that lacks money.";
    code_diplome = "supplementaires.code_diplome", "Code of each course.";
    libelle = "supplementaires.libelle", "Its label.";
    effectif = "supplementaires.effectif", "Pupils, or scholars, that the grant did not count.";
    demande_ecrite = "demande_ecrite", "Whether the request is written.";
}

/// An edition ready to judge requests.
#[derive(Debug, Clone)]
pub struct EditionComplement {
    /// Dossier, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The figures and the courses.
    pub regles: Regles,
    /// The fields without which there is no amount.
    du_calcul: u64,
}

impl EditionComplement {
    /// Reads and checks the part of an edition.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let regles = Regles::charger(fichiers, edition)?;
        let commun = Commun::charger(
            fichiers,
            &regles.volet(VOLET),
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: faits::DERIVES,
                reponse: REPONSE,
                lectures: faits::LECTURES,
                mots_d_issue: MotsDIssue::Accord,
                pistes: procedure::PISTES,
                listes: Vec::new(),
                parametres: regles.parametres.en_mots(),
                autres_dossiers: &regles.dossiers(),
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [
            champs.annee_scolaire,
            champs.dispositif,
            champs.code_diplome,
            champs.libelle,
            champs.effectif,
        ]
        .into_iter()
        .map(Rang::bit)
        .sum();
        Ok(Self {
            commun,
            champs,
            regles,
            du_calcul,
        })
    }
}
