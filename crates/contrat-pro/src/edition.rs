//! A whole edition of the regulation, read and checked.

use guichet_instruction::commun::Declaration;
use guichet_instruction::{Commun, Dossier, Rang};
use guichet_nomenclatures::contrat_pro::{Certification, Certifications};
use guichet_socle::condition::Conditions;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use jiff::civil::Date;

use crate::champs::Champs;
use crate::faits::certification::designer;
use crate::faits::{DERIVES, Fait, LECTURES};
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
    /// The certifications that open the aid: the edition of the list has the identifier of this one.
    pub certifications: Certifications,
    /// The fields that no condition asks for and without which there is no grant: who is paid, how much.
    pub(crate) du_calcul: u64,
    /// From this day on, every condition about the entry into force is met.
    pub(crate) entree_en_vigueur: Date,
}

impl EditionContratPro {
    /// Reads and checks the edition of a folder.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let parametres = Parametres::lire(fichiers, edition)?;
        let certifications = Certifications::charger(fichiers, &edition.id)?;
        let departements = parametres.liste_des_departements(edition)?;
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
                listes: vec![("departements".to_owned(), departements)],
                parametres: parametres.en_mots(),
                autres_dossiers: &[certifications.liste().edition().dossier.as_str()],
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [
            champs.siret,
            champs.date_debut,
            champs.date_fin,
            champs.quotite,
            champs.rupture,
            champs.suspensions_debut,
            champs.suspensions_fin,
            champs.suspensions_remuneree,
        ]
        .into_iter()
        .map(Rang::bit)
        .sum();
        Ok(Self {
            entree_en_vigueur: derniere_borne(&commun.conditions, Fait::DateSoumise),
            commun,
            champs,
            parametres,
            certifications,
            du_calcul,
        })
    }

    /// The certification that a dossier designates, when it is on the list.
    #[must_use]
    pub fn certification(&self, dossier: &Dossier) -> Option<&Certification> {
        let rncp = dossier.texte(self.champs.rncp);
        let certifinfo = dossier.texte(self.champs.certifinfo);
        designer(&self.certifications, rncp, certifinfo).certification()
    }
}

/// The last of the days that conditions compare a fact with; the end of time when one of them is a fact,
/// which is not known here.
fn derniere_borne(conditions: &Conditions, fait: Fait) -> Date {
    let nom = DERIVES[fait as usize].nom;
    conditions
        .conditions
        .iter()
        .filter_map(|condition| condition.exige.as_ref())
        .map(|exige| exige.get_ref().faits())
        .filter(|noms| noms.contains(&nom))
        .flatten()
        .filter(|cite| *cite != nom)
        .map(|cite| cite.parse().unwrap_or(Date::MAX))
        .max()
        .unwrap_or(Date::MIN)
}
