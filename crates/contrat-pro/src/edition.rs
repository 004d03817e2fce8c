//! A whole edition of the regulation, read and checked.

use std::collections::BTreeMap;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Rang};
use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::champs::Champs;
use crate::faits::{DERIVES, LECTURES};
use crate::parametres::Parametres;
use crate::pistes::PISTES;
use crate::reponse::REPONSE;

/// Name of the procedure.
pub const PROCEDURE: &str = "contrat-pro";
/// Folder of its editions.
pub const DOSSIER: &str = "reglements/contrat-pro";
/// Prefix of its rules.
pub const PREFIXE: &str = "CP";

/// An edition ready to decide.
#[derive(Debug, Clone)]
pub struct EditionContratPro {
    /// Dossier, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The figures.
    pub parametres: Parametres,
    /// The fields that the computation needs.
    pub(crate) du_calcul: u64,
}

impl EditionContratPro {
    /// Reads and checks the edition of a folder.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let parametres = Parametres::lire(fichiers, edition)?;
        let commun = Commun::charger(
            fichiers,
            edition,
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: DERIVES,
                reponse: REPONSE,
                lectures: LECTURES,
                pistes: &PISTES,
                listes: Vec::new(),
                parametres: BTreeMap::new(),
                autres_dossiers: &[],
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [champs.date_debut, champs.date_fin, champs.quotite]
            .into_iter()
            .map(Rang::bit)
            .sum();
        Ok(Self {
            commun,
            champs,
            parametres,
            du_calcul,
        })
    }
}
