//! The rules as people read them: what each demands in words, where the document says so, its cases.

mod cas;
mod mots;

use guichet_cyclades::EditionCyclades;
use guichet_cyclades::cas::Catalogue;
use guichet_cyclades::reparation;
use guichet_socle::condition::Condition;
use guichet_socle::constat::Gravite;
use guichet_socle::erreur::{ligne_de, plus_proche};
use guichet_socle::{ErreurEdition, Lecture};
use serde::Serialize;
use toml::Spanned;

use crate::Donnees;
use crate::editions::{self, ErreurDEdition};

pub use cas::{CasVue, TrouveVue, ValeurVue};

/// The procedures that have rules.
pub const PROCEDURES: [&str; 1] = ["cyclades"];

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegleVue {
    /// `CY-231`.
    pub code: String,
    /// Names the fault.
    pub nom: String,
    /// How serious.
    pub gravite: Gravite,
    /// The procedure it belongs to.
    pub procedure: String,
    /// The edition it is written in.
    pub edition: String,
    /// The fields it is about; none for the whole file.
    pub champs: Vec<String>,
    /// The exams it is limited to; none means all.
    pub domaines: Vec<String>,
    /// What it demands, in words; none for what the reading of the file finds by itself.
    pub exige: Vec<ExigenceVue>,
    /// The rules about the same field after which it has nothing to say.
    pub apres: Vec<String>,
    /// Its sentence, with placeholders.
    pub phrase: String,
    /// What to do.
    pub remede: String,
    /// The repair it may propose.
    pub correction: Option<CorrectionVue>,
    /// Where the document says so.
    pub source: SourceVue,
    /// The entries of the register that shaped it.
    pub lectures: Vec<Lecture>,
    /// The file it is written in, in the data folder.
    pub fichier: String,
    /// The line of its code in that file.
    pub ligne: usize,
}

/// A demand, and the fields that it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExigenceVue {
    /// Column names.
    pub champs: Vec<String>,
    /// What holds when it is met.
    pub mots: String,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectionVue {
    /// Its name in the edition.
    pub nom: String,
    /// What it does.
    pub mots: String,
}

/// A place in an official document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceVue {
    /// The document.
    pub document: String,
    /// The place in it.
    pub section: String,
}

/// A rule with its worked cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeRegle {
    /// The rule.
    #[serde(flatten)]
    pub regle: RegleVue,
    /// Its cases.
    pub cas: Vec<CasVue>,
}

/// Why there is no rule to show.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeRegle {
    /// The edition cannot be used.
    #[error("{0}")]
    Edition(#[from] ErreurDEdition),
    /// A file of the edition, or of the register, is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No procedure of this name.
    #[error("« {nom} » n’est pas une procédure ; il y a : {}.{conseil}", PROCEDURES.join(", "))]
    Procedure {
        /// What was asked for.
        nom: String,
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
#[derive(Debug, Clone)]
pub struct Regles {
    edition: EditionCyclades,
    catalogue: Catalogue,
    registre: Vec<Lecture>,
}

impl Regles {
    /// Reads the last edition of each procedure.
    ///
    /// # Errors
    /// An edition, its cases or the register are faulty.
    pub fn charger(donnees: &Donnees) -> Result<Self, ErreurDeRegle> {
        let edition = editions::cyclades(donnees, None, None)?;
        let catalogue = Catalogue::lire(donnees.fichiers(), &edition)?;
        Ok(Self {
            edition,
            catalogue,
            registre: guichet_socle::lecture::registre(donnees.fichiers())?,
        })
    }

    /// The rules of a procedure, or of all, by code.
    ///
    /// # Errors
    /// The procedure does not exist.
    pub fn lister(&self, procedure: Option<&str>) -> Result<Vec<RegleVue>, ErreurDeRegle> {
        if let Some(nom) = procedure.filter(|nom| !PROCEDURES.contains(nom)) {
            let conseil = plus_proche(nom, PROCEDURES).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            });
            return Err(ErreurDeRegle::Procedure {
                nom: nom.to_owned(),
                conseil,
            });
        }
        let regles = &self.edition.conditions.conditions;
        Ok(regles
            .iter()
            .map(|regle| vue(&self.edition, regle, &self.registre))
            .collect())
    }

    /// A rule and its cases, each replayed to show what is said.
    ///
    /// # Errors
    /// No rule has this code.
    pub fn voir(&self, code: &str) -> Result<FicheDeRegle, ErreurDeRegle> {
        let majuscules = code.to_uppercase();
        let Some(condition) = self.edition.condition(&majuscules) else {
            return Err(ErreurDeRegle::Inconnue {
                code: code.to_owned(),
                conseil: conseil(&self.edition, &majuscules),
            });
        };
        Ok(FicheDeRegle {
            regle: vue(&self.edition, condition, &self.registre),
            cas: cas::de_la_regle(&self.edition, &self.catalogue, &majuscules),
        })
    }
}

/// The repairs of a rule, tried in this order: their names, and what they do.
fn correction(condition: &Condition) -> Option<CorrectionVue> {
    let noms = textes(&condition.corrections);
    let mots: Vec<&str> = noms.iter().map(|nom| reparation::en_mots(nom)).collect();
    (!noms.is_empty()).then(|| CorrectionVue {
        nom: noms.join(", "),
        mots: mots.join(" ; sinon, "),
    })
}

fn vue(edition: &EditionCyclades, condition: &Condition, registre: &[Lecture]) -> RegleVue {
    let exige = mots::exigences(edition, condition);
    let mut champs = textes(&condition.champs);
    if champs.is_empty() {
        for nom in edition.champs.liste.iter().map(|champ| &champ.nom) {
            if exige.iter().any(|exigence| exigence.champs.contains(nom)) {
                champs.push(nom.clone());
            }
        }
    }
    let source = edition.source(condition);
    RegleVue {
        code: condition.code.get_ref().clone(),
        nom: condition.nom.clone(),
        gravite: condition.gravite,
        procedure: "cyclades".to_owned(),
        edition: edition.edition.id.clone(),
        champs,
        domaines: textes(&condition.domaines),
        exige,
        apres: textes(&condition.apres),
        phrase: condition.phrase.get_ref().clone(),
        remede: condition.remede.clone(),
        correction: correction(condition),
        source: SourceVue {
            document: source.map_or_else(String::new, |source| source.titre.clone()),
            section: source.map_or_else(String::new, |source| source.section.clone()),
        },
        lectures: registre
            .iter()
            .filter(|lecture| condition.lectures.contains(&lecture.id))
            .cloned()
            .collect(),
        fichier: edition.conditions.fichier.clone(),
        ligne: ligne_de(&edition.conditions.texte, condition.code.span().start),
    }
}

fn textes(mots: &[Spanned<String>]) -> Vec<String> {
    mots.iter().map(|mot| mot.get_ref().clone()).collect()
}

/// What to try instead of an unknown code: the rules on either side of its number, or, when it is an
/// entry of the register, the rules that cite it.
fn conseil(edition: &EditionCyclades, code: &str) -> String {
    let regles = &edition.conditions.conditions;
    let citent: Vec<&str> = regles
        .iter()
        .filter(|regle| regle.lectures.iter().any(|id| id == code))
        .map(|regle| regle.code.get_ref().as_str())
        .collect();
    if !citent.is_empty() {
        return format!(
            ", mais celui d’une lecture du registre ; voyez {}.",
            citent.join(", ")
        );
    }
    let chiffres: String = code.chars().filter(char::is_ascii_digit).collect();
    let cible = format!("{}-{chiffres:0>3}", guichet_cyclades::edition::PREFIXE);
    if chiffres.is_empty() || chiffres.len() > 3 {
        return " ; « guichet regles lister » les donne toutes.".to_owned();
    }
    let rang = regles.partition_point(|regle| *regle.code.get_ref() < cible);
    let proches: Vec<&str> = match regles.get(rang) {
        Some(regle) if *regle.code.get_ref() == cible => vec![regle.code.get_ref()],
        _ => regles[rang.saturating_sub(1)..(rang + 1).min(regles.len())]
            .iter()
            .map(|regle| regle.code.get_ref().as_str())
            .collect(),
    };
    match proches.as_slice() {
        [seule] => format!(" ; essayez {seule}."),
        plusieurs => format!(" ; les plus proches sont {}.", plusieurs.join(" et ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_view_and_every_fact_its_place() {
        let toutes = Regles::charger(&Donnees::embarquees()).unwrap();
        let regles = toutes.lister(Some("cyclades")).unwrap();
        assert!(regles.len() > 80);
        for regle in &regles {
            assert!(!regle.source.section.is_empty(), "{}", regle.code);
            assert!(regle.ligne > 1, "{}", regle.code);
            for exigence in &regle.exige {
                assert!(!exigence.champs.is_empty(), "{}", regle.code);
            }
            if let Some(correction) = &regle.correction {
                assert!(!correction.mots.is_empty(), "{}", correction.nom);
            }
        }
        let regle = regles.iter().find(|regle| regle.code == "CY-231").unwrap();
        assert_eq!(regle.champs, ["code_postal"]);
        assert_eq!(
            regle
                .lectures
                .iter()
                .map(|l| l.id.as_str())
                .collect::<Vec<_>>(),
            ["CY-27"]
        );
        assert_eq!(
            regle.exige[0].mots,
            "la valeur n’a aucun passage qui corresponde à ^[0-9]{1,4}$, quand le pays de résidence est 100"
        );
    }

    #[test]
    fn an_unknown_code_is_answered_with_those_around_it() {
        let toutes = Regles::charger(&Donnees::embarquees()).unwrap();
        let cas = [
            (
                "CY-255",
                "« CY-255 » n’est le code d’aucune règle ; les plus proches sont CY-253 et CY-301.",
            ),
            (
                "231",
                "« 231 » n’est le code d’aucune règle ; essayez CY-231.",
            ),
            (
                "CY-999",
                "« CY-999 » n’est le code d’aucune règle ; essayez CY-504.",
            ),
            (
                "CY-000",
                "« CY-000 » n’est le code d’aucune règle ; essayez CY-001.",
            ),
            (
                "CY-27",
                "« CY-27 » n’est le code d’aucune règle, mais celui d’une lecture du registre ; voyez CY-231, CY-232, CY-233.",
            ),
            (
                "toto",
                "« toto » n’est le code d’aucune règle ; « guichet regles lister » les donne toutes.",
            ),
        ];
        for (code, attendu) in cas {
            assert_eq!(toutes.voir(code).unwrap_err().to_string(), attendu);
        }
        assert_eq!(toutes.voir("cy-231").unwrap().regle.code, "CY-231");
        let erreur = toutes.lister(Some("cyclade")).unwrap_err().to_string();
        assert!(
            erreur.ends_with("Vouliez-vous dire « cyclades » ?"),
            "{erreur}"
        );
    }
}
