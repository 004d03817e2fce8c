//! The answer to one dossier: the issue, every reason, the computation, the receipt.

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::constat::Valeur;
use crate::mot::Mot;
use crate::{Centimes, Constat, Resultat};

/// The issue of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Issue {
    /// Every condition is met.
    Favorable,
    /// At least one condition is not met.
    Defavorable,
    /// Two readings of the text change the issue or the amount.
    AExaminer,
    /// None failed, but a fact is missing.
    Incomplet,
    /// The regulation does not govern this case: not a refusal.
    HorsChamp,
    /// The dossier could not be read: nothing was decided.
    Illisible,
}

impl Issue {
    /// The issue that the answers of all the conditions make together.
    ///
    /// A failure decides whatever else is missing or doubtful; a missing fact comes before a doubt,
    /// since no one can choose between readings of a fact that is not there.
    #[must_use]
    pub fn des_resultats(resultats: impl IntoIterator<Item = Resultat>) -> Self {
        match resultats.into_iter().fold(Resultat::Rempli, Resultat::et) {
            Resultat::Rempli => Self::Favorable,
            Resultat::NonRempli => Self::Defavorable,
            Resultat::Indetermine => Self::Incomplet,
            Resultat::AExaminer => Self::AExaminer,
        }
    }

    /// Every issue, in the order in which totals give them.
    pub const TOUTES: [Self; 6] = [
        Self::Favorable,
        Self::Defavorable,
        Self::AExaminer,
        Self::Incomplet,
        Self::HorsChamp,
        Self::Illisible,
    ];

    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Favorable => "favorable",
            Self::Defavorable => "defavorable",
            Self::AExaminer => "a_examiner",
            Self::Incomplet => "incomplet",
            Self::HorsChamp => "hors_champ",
            Self::Illisible => "illisible",
        }
    }

    /// As people read it, in the singular.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Favorable => "favorable",
            Self::Defavorable => "défavorable",
            Self::AExaminer => "à examiner",
            Self::Incomplet => "incomplet",
            Self::HorsChamp => "hors champ",
            Self::Illisible => "illisible",
        }
    }
}

/// What the issues of a procedure are called: a complementary grant is « accordable », an account is « conforme ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MotsDIssue {
    /// `favorable`, `defavorable`.
    #[default]
    Decision,
    /// `accordable`, `non_accordable`: someone else decides.
    Accord,
    /// `conforme`, `non_conforme`: nothing is decided, something is checked.
    Conformite,
}

impl MotsDIssue {
    /// Every set of words.
    pub const TOUS: [Self; 3] = [Self::Decision, Self::Accord, Self::Conformite];

    /// The code of an issue in the public contract.
    #[must_use]
    pub fn code(self, issue: Issue) -> &'static str {
        match (self, issue) {
            (Self::Accord, Issue::Favorable) => "accordable",
            (Self::Accord, Issue::Defavorable) => "non_accordable",
            (Self::Conformite, Issue::Favorable) => "conforme",
            (Self::Conformite, Issue::Defavorable) => "non_conforme",
            _ => issue.code(),
        }
    }

    /// An issue as people read it, in the singular.
    #[must_use]
    pub fn libelle(self, issue: Issue) -> &'static str {
        match (self, issue) {
            (Self::Accord, Issue::Favorable) => "accordable",
            (Self::Accord, Issue::Defavorable) => "non accordable",
            (Self::Conformite, Issue::Favorable) => "conforme",
            (Self::Conformite, Issue::Defavorable) => "non conforme",
            _ => issue.libelle(),
        }
    }

    /// The issue of a code.
    #[must_use]
    pub fn lire(self, code: &str) -> Option<Issue> {
        Issue::TOUTES
            .into_iter()
            .find(|issue| self.code(*issue) == code)
    }
}

/// One line of a computation, shown with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EtapeDeCalcul {
    /// « 12 mois × 500 € × 100 % ».
    pub libelle: String,
    /// What the step amounts to.
    pub montant_centimes: Centimes,
    /// Where the document says so.
    pub source: String,
}

/// A place where the text supports two readings that differ for this dossier: both are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeuxLectures {
    /// Entry of the register (`CP-07`).
    pub id: Mot,
    /// Under the reading applied: every field of the answer that differs, by its own name.
    #[serde(serialize_with = "crate::constat::en_objet")]
    pub retenue: Vec<(Mot, Valeur)>,
    /// Under the other reading: the same fields.
    #[serde(serialize_with = "crate::constat::en_objet")]
    pub autre: Vec<(Mot, Valeur)>,
    /// What the document says, and why it matters.
    pub question: Mot,
}

/// What a person should know, that changes neither the issue nor the amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Avertissement {
    /// Code of the rule.
    pub regle: Mot,
    /// The fact with its value, then what to do.
    pub message: String,
}

/// What would make a condition met: the smallest change, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piste {
    /// Code of the condition that is not met.
    pub regle: Mot,
    /// The sentence.
    pub message: String,
    /// The fields to change and their new values; none when it is a fact of the past.
    #[serde(serialize_with = "crate::constat::en_objet")]
    pub changements: Vec<(Mot, Valeur)>,
    /// Whether this change alone makes the whole dossier favourable.
    pub suffit: bool,
}

/// What makes a decision replayable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recu {
    /// Version of the program.
    pub version: Mot,
    /// SHA-256 of the edition's files.
    pub edition_sha256: Mot,
    /// The date at which the edition was chosen, when the dossier gives it.
    pub date_reference: Option<Date>,
}

/// A decision, with all its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The dossier's own reference.
    pub reference: String,
    /// Name of the procedure.
    pub procedure: Mot,
    /// Edition applied.
    pub edition: Mot,
    /// The issue.
    pub issue: Issue,
    /// What the procedure calls it.
    pub mots_d_issue: MotsDIssue,
    /// The other fields of the answer, in the order of the contract: `montant_centimes` first for a
    /// procedure with money, then its own.
    pub champs: Vec<(Mot, Valeur)>,
    /// Every condition's answer.
    pub constats: Vec<Constat>,
    /// The computation, step by step.
    pub calcul: Vec<EtapeDeCalcul>,
    /// Where the text supports two readings that differ here.
    pub lectures: Vec<DeuxLectures>,
    /// Names of the missing facts.
    pub manque: Vec<Mot>,
    /// What a person should know besides.
    pub avertissements: Vec<Avertissement>,
    /// What would make it favourable.
    pub pistes: Vec<Piste>,
    /// The receipt.
    pub recu: Recu,
}

impl Decision {
    /// The code of the issue in the public contract.
    #[must_use]
    pub fn code_d_issue(&self) -> &'static str {
        self.mots_d_issue.code(self.issue)
    }

    /// The issue as people read it.
    #[must_use]
    pub fn libelle_d_issue(&self) -> &'static str {
        self.mots_d_issue.libelle(self.issue)
    }

    /// A field of the answer by its name.
    #[must_use]
    pub fn champ(&self, nom: &str) -> Option<&Valeur> {
        self.champs
            .iter()
            .find(|(connu, _)| connu == nom)
            .map(|(_, valeur)| valeur)
    }

    /// A value of the answer by its path: `pre_bac.dotation_centimes` is that of an object.
    #[must_use]
    pub fn valeur(&self, chemin: &str) -> Option<&Valeur> {
        if let Some(seule) = self.champ(chemin) {
            return Some(seule);
        }
        let (objet, cle) = chemin.split_once('.')?;
        match self.champ(objet)? {
            Valeur::Objet(champs) => champs
                .iter()
                .find(|(nom, _)| nom == cle)
                .map(|(_, valeur)| valeur),
            _ => None,
        }
    }

    /// The amount, for a procedure with money that could compute it.
    #[must_use]
    pub fn montant(&self) -> Option<Centimes> {
        match self.champ("montant_centimes") {
            Some(Valeur::Entier(centimes)) => Some(Centimes(*centimes)),
            _ => None,
        }
    }
}

impl Serialize for Decision {
    /// One object, its keys in the order of the public contract.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut objet = serializer.serialize_map(None)?;
        objet.serialize_entry("reference", &self.reference)?;
        objet.serialize_entry("procedure", &self.procedure)?;
        objet.serialize_entry("edition", &self.edition)?;
        objet.serialize_entry("issue", self.code_d_issue())?;
        for (nom, valeur) in &self.champs {
            objet.serialize_entry(nom, valeur)?;
        }
        objet.serialize_entry("constats", &self.constats)?;
        objet.serialize_entry("calcul", &self.calcul)?;
        objet.serialize_entry("lectures", &self.lectures)?;
        objet.serialize_entry("manque", &self.manque)?;
        objet.serialize_entry("avertissements", &self.avertissements)?;
        objet.serialize_entry("ce_qui_changerait", &self.pistes)?;
        objet.serialize_entry("recu", &self.recu)?;
        objet.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Resultat::{AExaminer, Indetermine, NonRempli, Rempli};

    #[test]
    fn truth_table_of_the_issue() {
        let table: [(&[Resultat], Issue); 8] = [
            (&[], Issue::Favorable),
            (&[Rempli, Rempli], Issue::Favorable),
            (&[Rempli, NonRempli], Issue::Defavorable),
            (&[NonRempli, Indetermine, AExaminer], Issue::Defavorable),
            (&[Rempli, Indetermine], Issue::Incomplet),
            (&[Indetermine, AExaminer], Issue::Incomplet),
            (&[Rempli, AExaminer], Issue::AExaminer),
            (&[AExaminer, NonRempli], Issue::Defavorable),
        ];
        for (resultats, attendue) in table {
            assert_eq!(
                Issue::des_resultats(resultats.iter().copied()),
                attendue,
                "{resultats:?}"
            );
        }
    }
}
