//! The rules as people read them: what each demands in words, where the document says so, its cases.

mod circonstances;
mod conseil;
mod cyclades;
pub mod documentation;
mod dossiers;
mod vues;

use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::erreur::{ligne_de, plus_proche};
use guichet_socle::{Edition, ErreurEdition, Lecture};
use toml::Spanned;

use crate::Donnees;
use crate::editions::ErreurDEdition;
use crate::instruction::{self, ErreurDInstruction};

use cyclades::DeCyclades;
use dossiers::DeDossiers;
pub use vues::{
    CasVue, CorrectionVue, DecisionDeCas, ExigenceVue, FicheDeRegle, RegleVue, SourceVue,
    TrouveVue, ValeurVue,
};

/// The procedure that checks files rather than dossiers.
const CYCLADES: &str = "cyclades";

/// The procedures that have rules: the one that checks files, then those that decide dossiers.
pub const PROCEDURES: [&str; 1 + instruction::PROCEDURES.len()] = {
    let mut noms = [CYCLADES; 1 + instruction::PROCEDURES.len()];
    let mut rang = 0;
    while rang < instruction::PROCEDURES.len() {
        noms[1 + rang] = instruction::PROCEDURES[rang];
        rang += 1;
    }
    noms
};

/// What a procedure tells of its rules.
trait Reglement {
    /// Its name.
    fn procedure(&self) -> &'static str;
    /// The edition shown.
    fn edition(&self) -> &Edition;
    /// Its rules, by code.
    fn conditions(&self) -> &Conditions;
    /// What a rule demands, in words.
    fn exigences(&self, condition: &Condition) -> Vec<ExigenceVue>;
    /// The fields that a rule is about, given its demands.
    fn champs(&self, condition: &Condition, exige: &[ExigenceVue]) -> Vec<String>;
    /// The repair that a rule may propose.
    fn correction(&self, condition: &Condition) -> Option<CorrectionVue>;
    /// The cases of a rule, replayed.
    fn cas(&self, code: &str) -> Vec<CasVue>;
    /// How many cases a rule has, or an entry of the register by itself.
    fn nombre_de_cas(&self, code: &str) -> usize;
    /// The entries of the register that its reasoning knows by itself, both readings of each.
    fn raisonnement(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// Why there is no rule to show.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeRegle {
    /// The edition cannot be used.
    #[error("{0}")]
    Edition(#[from] ErreurDEdition),
    /// A procedure that decides cannot be opened.
    #[error("{0}")]
    Instruction(#[from] ErreurDInstruction),
    /// A file of the edition, or of the register, is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No procedure of this name.
    #[error("« {nom} » n’est pas une procédure ; il y a : {connues}.{conseil}")]
    Procedure {
        /// What was asked for.
        nom: String,
        /// Those that exist.
        connues: String,
        /// The nearest one, if any.
        conseil: String,
    },
    /// No rule of this code.
    #[error("« {code} » n’est le code d’aucune règle{conseil}")]
    Inconnue {
        /// What was asked for.
        code: String,
        /// The nearest ones.
        conseil: String,
    },
}

/// The rules, their cases and the register, read once.
pub struct Regles {
    reglements: Vec<Box<dyn Reglement>>,
    registre: Vec<Lecture>,
}

impl Regles {
    /// Reads the last edition of each procedure.
    ///
    /// # Errors
    /// An edition, its cases or the register are faulty.
    pub fn charger(donnees: &Donnees) -> Result<Self, ErreurDeRegle> {
        let mut reglements: Vec<Box<dyn Reglement>> = vec![Box::new(DeCyclades::charger(donnees)?)];
        let libres = instruction::libres(donnees);
        let libres = libres.iter().map(String::as_str);
        for procedure in instruction::PROCEDURES.into_iter().chain(libres) {
            reglements.push(Box::new(DeDossiers::charger(donnees, procedure)?));
        }
        Ok(Self {
            reglements,
            registre: guichet_socle::lecture::registre(donnees.fichiers())?,
        })
    }

    /// The rules of a procedure, or of all, by code.
    ///
    /// # Errors
    /// The procedure does not exist.
    pub fn lister(&self, procedure: Option<&str>) -> Result<Vec<RegleVue>, ErreurDeRegle> {
        let connues: Vec<&str> = self.reglements.iter().map(|r| r.procedure()).collect();
        if let Some(nom) = procedure.filter(|nom| !connues.contains(nom)) {
            let conseil = plus_proche(nom, connues.iter().copied())
                .map_or(String::new(), |proche| {
                    format!(" Vouliez-vous dire « {proche} » ?")
                });
            return Err(ErreurDeRegle::Procedure {
                nom: nom.to_owned(),
                connues: connues.join(", "),
                conseil,
            });
        }
        Ok(self
            .reglements
            .iter()
            .filter(|reglement| procedure.is_none_or(|nom| nom == reglement.procedure()))
            .flat_map(|reglement| {
                let regles = &reglement.conditions().conditions;
                regles.iter().map(|regle| self.vue(&**reglement, regle))
            })
            .collect())
    }

    /// A rule and its cases, each replayed to show what is said.
    ///
    /// # Errors
    /// No rule has this code.
    pub fn voir(&self, code: &str) -> Result<FicheDeRegle, ErreurDeRegle> {
        let majuscules = code.to_uppercase();
        for reglement in &self.reglements {
            let conditions = reglement.conditions();
            let rang = conditions.rang(&majuscules);
            let Some(condition) = rang.and_then(|rang| conditions.conditions.get(rang)) else {
                continue;
            };
            return Ok(FicheDeRegle {
                regle: self.vue(&**reglement, condition),
                cas: reglement.cas(&majuscules),
            });
        }
        Err(ErreurDeRegle::Inconnue {
            code: code.to_owned(),
            conseil: conseil::conseil(&self.reglements, &self.registre, &majuscules),
        })
    }

    /// The procedures, with the edition that is shown of each, and the folder of its rules: several may be
    /// parts of one edition.
    pub(crate) fn editions(&self) -> impl Iterator<Item = (&str, &Edition, &str)> {
        self.reglements.iter().map(|reglement| {
            let fichier = &reglement.conditions().fichier;
            let dossier = fichier.rsplit_once('/').map_or("", |(dossier, _)| dossier);
            (reglement.procedure(), reglement.edition(), dossier)
        })
    }

    /// The procedures whose reasoning knows both readings of an entry of the register.
    pub(crate) fn qui_raisonnent_sur(&self, lecture: &str) -> Vec<&str> {
        self.reglements
            .iter()
            .filter(|reglement| reglement.raisonnement().contains(&lecture))
            .map(|reglement| reglement.procedure())
            .collect()
    }

    /// How many cases show an entry of the register: its own, and those of the rules that cite it.
    pub(crate) fn nombre_de_cas(&self, lecture: &str) -> usize {
        let de = |reglement: &dyn Reglement| {
            let citent = reglement.conditions().conditions.iter();
            let citent = citent.filter(|c| c.lectures.iter().any(|id| id == lecture));
            let des_regles: usize = citent
                .map(|condition| reglement.nombre_de_cas(condition.code.get_ref()))
                .sum();
            reglement.nombre_de_cas(lecture) + des_regles
        };
        self.reglements
            .iter()
            .map(|reglement| de(&**reglement))
            .sum()
    }

    fn vue(&self, reglement: &dyn Reglement, condition: &Condition) -> RegleVue {
        let exige = reglement.exigences(condition);
        let edition = reglement.edition();
        let conditions = reglement.conditions();
        let source = edition.sources.get(condition.source.get_ref());
        RegleVue {
            code: condition.code.get_ref().clone(),
            nom: condition.nom.clone(),
            titre: condition.titre.clone(),
            gravite: condition.gravite,
            procedure: reglement.procedure().to_owned(),
            edition: edition.id.clone(),
            champs: reglement.champs(condition, &exige),
            domaines: textes(&condition.domaines),
            exige,
            apres: textes(&condition.apres),
            phrase: condition.phrase.get_ref().clone(),
            phrase_remplie: condition
                .phrase_remplie
                .as_ref()
                .map(|phrase| phrase.get_ref().clone()),
            remede: condition.remede.clone(),
            correction: reglement.correction(condition),
            piste: condition
                .piste
                .as_ref()
                .map(|piste| piste.get_ref().clone()),
            source: SourceVue {
                document: source.map_or_else(String::new, |source| source.titre.clone()),
                section: source.map_or_else(String::new, |source| source.section.clone()),
            },
            lectures: self
                .registre
                .iter()
                .filter(|lecture| condition.lectures.contains(&lecture.id))
                .cloned()
                .collect(),
            fichier: conditions.fichier.clone(),
            ligne: ligne_de(&conditions.texte, condition.code.span().start),
        }
    }
}

fn textes(mots: &[Spanned<String>]) -> Vec<String> {
    mots.iter().map(|mot| mot.get_ref().clone()).collect()
}

#[cfg(test)]
mod tests;
