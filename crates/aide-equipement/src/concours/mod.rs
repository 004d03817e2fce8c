//! The competition fees of a CPGE pupil: so much a competition, up to some number of them, in the second
//! year, under a ceiling of the family quotient (ARE-37). No edition before 2023 has the aid (ARE-38).

mod faits;
mod procedure;

use guichet_instruction::commun::Declaration;
use guichet_instruction::{ChampDeReponse, Commun, GenreDeReponse, Rang, champs_du_dossier};
use guichet_socle::parametre::Parametre;
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers, MotsDIssue};

use crate::dotation::reponse::champ;
use crate::regles::Regles;
use crate::{AnneeScolaire, PREFIXE};

pub use procedure::Reponse;

/// Name of the procedure.
pub const PROCEDURE: &str = "equipement-concours";
/// Its sub-folder in an edition.
pub const VOLET: &str = "concours";

champs_du_dossier! {
    annee_scolaire = "annee_scolaire", "School year of the competitions.";
    annee_cpge = "annee_cpge", "Year of the preparatory class, from 1.";
    quotient = "quotient_familial_centimes", "Family quotient of the region, a year.";
    nombre = "nombre_concours", "Competitions.";
}

/// The fields of the answer.
pub const REPONSE: &[ChampDeReponse] = &[
    champ(
        "montant_centimes",
        "Aide aux frais de concours",
        GenreDeReponse::Montant,
    ),
    champ(
        "concours_pris_en_charge",
        "Concours pris en charge",
        GenreDeReponse::Nombre,
    ),
];

/// The figures of the aid.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Cents a competition.
    pub forfait: Parametre<i64>,
    /// How many at most.
    pub max: i64,
    /// The year of the preparatory class that is aided.
    pub annee: i64,
    /// The family quotient that may not be exceeded, in cents.
    pub quotient_max: i64,
}

/// An edition ready to judge requests.
#[derive(Debug, Clone)]
pub struct EditionConcours {
    /// Dossier, conditions, register.
    pub commun: Commun,
    /// The places of the fields.
    pub champs: Champs,
    /// The figures and the sources of the edition.
    pub regles: Regles,
    /// The figures of the aid.
    pub figures: Figures,
    /// The fields without which there is no amount.
    du_calcul: u64,
}

impl EditionConcours {
    /// Reads and checks the part of an edition.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line; or a figure of the aid is missing.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let regles = Regles::charger(fichiers, edition)?;
        let figures = figures(&regles)?;
        let mut parametres = regles.parametres.en_mots();
        let annee = AnneeScolaire::qui_commence(edition.periode.du);
        parametres.insert("annee_de_l_edition".to_owned(), annee.to_string());
        let commun = Commun::charger(
            fichiers,
            &regles.volet(VOLET),
            Declaration {
                procedure: PROCEDURE,
                prefixe: PREFIXE,
                derives: faits::DERIVES,
                reponse: REPONSE,
                lectures: &[],
                mots_d_issue: MotsDIssue::Decision,
                pistes: &[],
                listes: Vec::new(),
                parametres,
                autres_dossiers: &regles.dossiers(),
            },
        )?;
        let champs = Champs::lire(&commun.schema)?;
        let du_calcul = [champs.annee_cpge, champs.quotient, champs.nombre]
            .into_iter()
            .map(Rang::bit)
            .sum();
        Ok(Self {
            commun,
            champs,
            regles,
            figures,
            du_calcul,
        })
    }

    /// The aid for so many competitions, and how many of them it pays.
    #[must_use]
    pub fn aide(&self, nombre: i64) -> (i64, Option<Centimes>) {
        let payes = nombre.clamp(0, self.figures.max);
        (
            payes,
            Centimes(self.figures.forfait.valeur).checked_mul(payes),
        )
    }
}

fn figures(regles: &Regles) -> Result<Figures, ErreurEdition> {
    let parametres = &regles.parametres;
    let manque = |nom: &str| {
        ErreurEdition::du_fichier(
            format!("{}/parametres.toml", regles.edition.dossier),
            format!("[{nom}] manque, l’aide aux frais de concours en a besoin ; ajoutez-le."),
        )
    };
    let requis = |nom: &str, parametre: &Option<Parametre<i64>>| {
        parametre.clone().ok_or_else(|| manque(nom))
    };
    Ok(Figures {
        forfait: requis("forfait_concours", &parametres.forfait_concours)?,
        max: requis("concours_max", &parametres.concours_max)?.valeur,
        annee: requis("concours_annee", &parametres.concours_annee)?.valeur,
        quotient_max: requis("quotient_familial_max", &parametres.quotient_familial_max)?.valeur,
    })
}
