//! The year-end account of an establishment: what was spent of its grant, envelope by envelope, and what is
//! left for the year after.

pub mod compte;
pub mod enveloppes;
mod faits;
mod noms;
mod procedure;
pub mod reponse;
pub mod types;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Rang, champs_du_dossier};
use guichet_socle::{Edition, ErreurEdition, Fichiers, MotsDIssue};

use crate::PREFIXE;
use crate::regles::Regles;
use types::TypesDEquipement;

pub use reponse::{REPONSE, Reponse};

/// Name of the procedure.
pub const PROCEDURE: &str = "equipement-bilan";
/// Its sub-folder in an edition.
pub const VOLET: &str = "bilan";

champs_du_dossier! {
    annee_scolaire = "annee_scolaire", "School year of the account.";
    uai = "etablissement.uai", "The establishment.";
    dotation_pre_bac = "dotations.pre_bac_centimes", "Grant of the year, pre-bac.";
    dotation_post_bac = "dotations.post_bac_centimes", "Grant of the year, post-bac.";
    dotation_prepa_metiers = "dotations.prepa_metiers_centimes", "Grant of the year, 3e.";
    reliquat_pre_bac = "reliquats_anterieurs.pre_bac_centimes", "Left of the year before, pre-bac.";
    reliquat_post_bac = "reliquats_anterieurs.post_bac_centimes", "Left of the year before, post-bac.";
    reliquat_prepa_metiers = "reliquats_anterieurs.prepa_metiers_centimes", "Left of the year before, 3e.";
    dispositif = "depenses.dispositif", "The line that pays.";
    code_diplome = "depenses.code_diplome", "Code of the course.";
    eleves = "depenses.eleves_aides", "Pupils who were helped.";
    depense = "depenses.montant_centimes", "What was spent.";
    types = "depenses.types", "Kinds of equipment.";
    de = "virements.de", "The line that gives.";
    vers = "virements.vers", "The line that receives.";
    virement = "virements.montant_centimes", "What goes from one to the other.";
    eligible_crous = "non_boursiers_aides.eligible_crous", "Whether a scholarship would be due.";
    non_boursiers = "non_boursiers_aides.montant_centimes", "What was spent for them.";
}

/// An edition ready to judge accounts.
#[derive(Debug, Clone)]
pub struct EditionBilan {
    /// Dossier, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The figures and the courses.
    pub regles: Regles,
    /// The kinds of equipment that the aid covers.
    pub types: TypesDEquipement,
    /// The fields without which there is no account.
    du_calcul: u64,
}

impl EditionBilan {
    /// Reads and checks the part of an edition.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let regles = Regles::charger(fichiers, edition)?;
        let volet = regles.volet(VOLET);
        let types = TypesDEquipement::lire(fichiers, &volet)?;
        let mut parametres = regles.parametres.en_mots();
        parametres.insert("types_d_equipement".to_owned(), types.en_mots());
        let commun = Commun::charger(
            fichiers,
            &volet,
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: faits::DERIVES,
                reponse: REPONSE,
                lectures: faits::LECTURES,
                mots_d_issue: MotsDIssue::Conformite,
                pistes: &[],
                listes: Vec::new(),
                parametres,
                autres_dossiers: &regles.dossiers(),
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [
            champs.annee_scolaire,
            champs.dotation_pre_bac,
            champs.dotation_post_bac,
            champs.dotation_prepa_metiers,
            champs.reliquat_pre_bac,
            champs.reliquat_post_bac,
            champs.reliquat_prepa_metiers,
            champs.dispositif,
            champs.code_diplome,
            champs.eleves,
            champs.depense,
            champs.types,
            champs.de,
            champs.vers,
            champs.virement,
            champs.eligible_crous,
            champs.non_boursiers,
        ]
        .into_iter()
        .map(Rang::bit)
        .sum();
        Ok(Self {
            commun,
            champs,
            regles,
            types,
            du_calcul,
        })
    }
}
