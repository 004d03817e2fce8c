//! A dossier that could not be read: an answer in its place, that says where and why.

use guichet_instruction::{Rang, Schema};
use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::Recu;
use guichet_socle::edition::HorsCouverture;
use guichet_socle::{Constat, Decision, ErreurEdition, Issue, Resultat};

use super::{Instruction, Place};
use crate::VERSION;

/// What is wrong with a written dossier. Each procedure has a rule of that name, whatever its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SorteDeFaute {
    /// A key that no field has.
    ChampInconnu,
    /// A value that its field cannot take.
    ValeurImpossible,
    /// A field given twice.
    ChampEnDouble,
    /// Not a dossier at all: bad JSON, a row that is too long…
    MalForme,
}

impl SorteDeFaute {
    /// Every kind.
    pub const TOUTES: [Self; 4] = [
        Self::ChampInconnu,
        Self::ValeurImpossible,
        Self::ChampEnDouble,
        Self::MalForme,
    ];

    /// The name of its rule.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::ChampInconnu => "champ-inconnu",
            Self::ValeurImpossible => "valeur-impossible",
            Self::ChampEnDouble => "champ-en-double",
            Self::MalForme => "dossier-mal-forme",
        }
    }

    /// Its rule among those of a procedure.
    pub(super) fn regle(self, conditions: &Conditions) -> Option<&Condition> {
        let mut regles = conditions.conditions.iter();
        regles.find(|condition| condition.exige.is_none() && condition.nom == self.nom())
    }
}

/// One fault of a written dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FauteDeDossier {
    /// What is wrong.
    pub sorte: SorteDeFaute,
    /// The field or the key, when there is one.
    pub champ: Option<String>,
    /// The fact with its value, then what to do.
    pub message: String,
    /// Where it stands, when the place of its dossier does not say it: the cell of a workbook, a line
    /// further down.
    pub ou: Option<String>,
}

impl FauteDeDossier {
    /// A fault of a field, or of a key.
    #[must_use]
    pub fn du_champ(sorte: SorteDeFaute, champ: &str, message: String) -> Self {
        Self {
            champ: Some(champ.to_owned()),
            ..Self::sans_champ(sorte, message)
        }
    }

    /// A fault of the dossier as a whole.
    #[must_use]
    pub fn sans_champ(sorte: SorteDeFaute, message: String) -> Self {
        Self {
            sorte,
            champ: None,
            message,
            ou: None,
        }
    }
}

/// A dossier that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illisible {
    /// Its reference, when that could be read.
    pub reference: Option<String>,
    /// Every fault.
    pub fautes: Vec<FauteDeDossier>,
}

impl Illisible {
    /// A dossier whose date no edition covers.
    #[must_use]
    pub fn hors_couverture(reference: String, hors: &HorsCouverture) -> Self {
        Self {
            reference: Some(reference),
            fautes: vec![FauteDeDossier::sans_champ(
                SorteDeFaute::ValeurImpossible,
                hors.to_string(),
            )],
        }
    }

    /// A dossier whose values are well formed and cannot be.
    #[must_use]
    pub fn impossible(reference: String, valeurs: Vec<(Rang, String)>, schema: &Schema) -> Self {
        Self {
            reference: Some(reference),
            fautes: valeurs
                .into_iter()
                .map(|(champ, message)| {
                    let nom = &schema.champ(champ).nom;
                    FauteDeDossier::du_champ(SorteDeFaute::ValeurImpossible, nom, message)
                })
                .collect(),
        }
    }

    /// The answer in its place.
    #[must_use]
    pub fn decision(&self, instruction: &Instruction, place: &Place) -> Decision {
        let commun = instruction.de_lecture().commun();
        let constats = self
            .fautes
            .iter()
            .map(|faute| {
                let condition = faute.sorte.regle(&commun.conditions);
                let ou = faute.ou.clone().unwrap_or_else(|| place.to_string());
                let ou = match &faute.champ {
                    Some(champ) => format!("{ou}, champ {champ}"),
                    None => ou,
                };
                Constat {
                    nom: faute.sorte.nom().into(),
                    source: condition
                        .and_then(|condition| commun.source(condition))
                        .map(|source| format!("{}, {}", source.titre, source.section))
                        .unwrap_or_default()
                        .into(),
                    regle: condition
                        .map_or_else(String::new, |condition| condition.code.get_ref().clone())
                        .into(),
                    resultat: Resultat::NonRempli,
                    message: format!("{ou} : {}", faute.message).into(),
                    faits: faute
                        .champ
                        .iter()
                        .map(|champ| ("champ".into(), Valeur::texte(champ)))
                        .collect(),
                }
            })
            .collect();
        Decision {
            reference: self.reference.clone().unwrap_or_else(|| place.reference()),
            procedure: instruction.nom().into(),
            edition: commun.mots.edition.into(),
            issue: Issue::Illisible,
            mots_d_issue: commun.mots_d_issue,
            champs: Vec::new(),
            constats,
            calcul: Vec::new(),
            lectures: Vec::new(),
            manque: Vec::new(),
            avertissements: Vec::new(),
            pistes: Vec::new(),
            recu: Recu {
                version: VERSION.into(),
                edition_sha256: commun.mots.empreinte.into(),
                date_reference: None,
            },
        }
    }
}

/// A dossier that cannot be read is answered by a rule of the edition: each kind of fault needs its own.
pub(super) fn verifier_les_regles(conditions: &Conditions) -> Result<(), ErreurEdition> {
    for sorte in SorteDeFaute::TOUTES {
        if sorte.regle(conditions).is_none() {
            return Err(ErreurEdition::du_fichier(
                conditions.fichier.clone(),
                format!(
                    "la règle « {} », sans « exige », manque : la lecture d’un dossier la cite ; ajoutez-la.",
                    sorte.nom()
                ),
            ));
        }
    }
    Ok(())
}
