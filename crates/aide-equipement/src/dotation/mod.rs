//! The grant of one establishment for one school year.

pub(crate) mod avis;
mod champs;
pub mod comptes;
mod faits;
pub mod lignes;
mod procedure;
pub mod reponse;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Dossier, Rang};
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};

use crate::formations::Dispositif;
use crate::regles::Regles;
use crate::{PREFIXE, PROCEDURE};

pub use champs::Champs;
pub use faits::LECTURES;
pub use reponse::{REPONSE, Reponse};

/// An edition ready to compute grants.
#[derive(Debug, Clone)]
pub struct EditionEquipement {
    /// Dossier, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The figures and the courses.
    pub regles: Regles,
    /// The fields without which there is no grant.
    pub(crate) du_calcul: u64,
    /// The kinds of establishment that the aid covers, by the rank of the value of the field, a bit each.
    natures: u64,
    /// The rank of the value `scolaire` of the field `statut`.
    pub(crate) scolaire: u8,
}

impl EditionEquipement {
    /// Reads and checks the edition of a folder.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let regles = Regles::charger(fichiers, edition)?;
        let autres: Vec<&str> = regles
            .formations
            .dossiers()
            .iter()
            .map(String::as_str)
            .collect();
        let commun = Commun::charger(
            fichiers,
            edition,
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: faits::DERIVES,
                reponse: REPONSE,
                lectures: LECTURES,
                mots_d_issue: guichet_socle::MotsDIssue::Decision,
                pistes: procedure::PISTES,
                listes: Vec::new(),
                parametres: regles.parametres.en_mots(),
                autres_dossiers: &autres,
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [
            champs.annee_scolaire,
            champs.effectif,
            champs.annee,
            champs.statut,
            champs.code_diplome,
            champs.boursiers,
            champs.effectif_post_bac,
            champs.reliquat_pre_bac,
            champs.reliquat_post_bac,
            champs.reliquat_prepa_metiers,
        ]
        .into_iter()
        .map(Rang::bit)
        .sum();
        let scolaire = commun
            .schema
            .valeur_du_choix(champs.statut, "scolaire")
            .ok_or_else(|| {
                ErreurEdition::du_fichier(
                    commun.schema.fichier.clone(),
                    "le champ « effectifs.statut » n’a pas la valeur « scolaire », le programme en a besoin ; ajoutez-la.",
                )
            })?;
        let mut natures = 0;
        for code in &regles.parametres.natures.valeur {
            let rang = commun.schema.valeur_du_choix(champs.nature, code);
            natures |= 1 << rang.ok_or_else(|| {
                ErreurEdition::du_fichier(
                    format!("{}/parametres.toml", edition.dossier),
                    format!("« {code} » n’est pas une valeur du champ « etablissement.nature » ; corrigez-la."),
                )
            })?;
        }
        Ok(Self {
            commun,
            champs,
            regles,
            du_calcul,
            natures,
            scolaire,
        })
    }

    /// Whether the aid covers the kind of establishment of a dossier, when it is given.
    #[must_use]
    pub fn nature_couverte(&self, dossier: &Dossier) -> Option<bool> {
        let rang = dossier.choix(self.champs.nature)?;
        Some(self.natures & (1 << rang) != 0)
    }

    /// The rank of the value `scolaire` of the status of pupils.
    #[must_use]
    pub fn scolaire(&self) -> u8 {
        self.scolaire
    }

    /// The amount of one pupil of a line.
    #[must_use]
    pub fn forfait(&self, dispositif: Dispositif) -> Centimes {
        self.regles.forfait(dispositif)
    }
}
