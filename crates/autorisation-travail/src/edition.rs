//! A whole edition of the circular, read and checked.

use std::collections::BTreeMap;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Rang};
use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::champs::Champs;
use crate::faits::{DERIVES, LECTURES};
use crate::listes::Listes;
use crate::parametres::{Parametres, lire_les_ecarts};
use crate::pistes::PISTES;
use crate::reponse::REPONSE;

/// Name of the procedure.
pub const PROCEDURE: &str = "autorisation-travail";
/// Folder of its editions.
pub const DOSSIER: &str = "reglements/autorisation-travail";
/// Prefix of its rules.
pub const PREFIXE: &str = "AT";

/// An edition ready to answer.
#[derive(Debug, Clone)]
pub struct EditionAutorisationTravail {
    /// Request, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The codes cited.
    pub parametres: Parametres,
    /// Jobs, nationalities, territories.
    pub listes: Listes,
    /// The fields that the answer needs.
    pub(crate) du_calcul: u64,
    /// The ranks of the values of the field `demande`.
    pub(crate) introduction: u8,
    pub(crate) renouvellement: u8,
}

impl EditionAutorisationTravail {
    /// Reads and checks the edition of a folder.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let parametres = Parametres::lire(fichiers, edition)?;
        let ecarts = lire_les_ecarts(fichiers, edition, LECTURES)?;
        let peche = &parametres.metiers_de_la_peche.valeur;
        let listes = Listes::charger(fichiers, edition, &ecarts, peche, LECTURES)?;
        let dossiers: Vec<String> = ["ue", "tiers", "national", "regions"]
            .into_iter()
            .map(|nom| format!("nomenclatures/travail/{nom}/{}", edition.id))
            .chain(
                ["nationalites", "territoires"].map(|nom| format!("nomenclatures/travail/{nom}")),
            )
            .collect();
        let autres: Vec<&str> = dossiers.iter().map(String::as_str).collect();
        let commun = Commun::charger(
            fichiers,
            edition,
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: DERIVES,
                reponse: REPONSE,
                lectures: LECTURES,
                mots_d_issue: guichet_socle::MotsDIssue::Decision,
                pistes: &PISTES,
                listes: Vec::new(),
                parametres: BTreeMap::new(),
                autres_dossiers: &autres,
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [champs.date_reception, champs.demande]
            .into_iter()
            .map(Rang::bit)
            .sum();
        let valeur = |code: &str| {
            commun
                .schema
                .valeur_du_choix(champs.demande, code)
                .ok_or_else(|| {
                    ErreurEdition::du_fichier(
                        commun.schema.fichier.clone(),
                        format!("le champ « demande » n’a pas la valeur « {code} », le programme en a besoin ; ajoutez-la."),
                    )
                })
        };
        let (introduction, renouvellement) = (valeur("introduction")?, valeur("renouvellement")?);
        Ok(Self {
            commun,
            champs,
            parametres,
            listes,
            du_calcul,
            introduction,
            renouvellement,
        })
    }
}
