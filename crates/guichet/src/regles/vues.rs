//! The plain views of a rule and of its cases: the JSON contract.

use guichet_socle::constat::Gravite;
use guichet_socle::{Issue, Lecture};
use serde::Serialize;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegleVue {
    /// `CY-231`.
    pub code: String,
    /// Names the fault.
    pub nom: String,
    /// The same for people, for a procedure that decides dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titre: Option<String>,
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
    /// Its sentence when the condition is met, if the other one only suits a failure.
    pub phrase_remplie: Option<String>,
    /// What to do.
    pub remede: String,
    /// The repair it may propose.
    pub correction: Option<CorrectionVue>,
    /// The name of the lead that says what would make the condition met.
    pub piste: Option<String>,
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

/// A case of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasVue {
    /// What it shows.
    pub titre: String,
    /// The exams it holds for.
    pub examens: Vec<String>,
    /// The session, when it is not that of the lists.
    pub session: Option<String>,
    /// What the command is told besides, as its options.
    pub options: Vec<String>,
    /// The name of the file, for a case of a whole file.
    pub nom_fichier: Option<String>,
    /// The values put in the row.
    pub valeurs: Vec<ValeurVue>,
    /// What is decided, for a procedure that decides dossiers.
    pub decision: Option<DecisionDeCas>,
    /// What is found; nothing for a value that is just accepted.
    pub trouve: Vec<TrouveVue>,
}

/// What is decided on the dossier of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionDeCas {
    /// The issue.
    pub issue: Issue,
    /// The amount, in cents; none when there is none to tell.
    pub montant_centimes: Option<i64>,
    /// The entries of the register whose two readings differ here.
    pub lectures: Vec<String>,
}

/// A value of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValeurVue {
    /// Column name.
    pub champ: String,
    /// The value.
    pub valeur: String,
}

/// A finding of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrouveVue {
    /// Code of the rule.
    pub regle: String,
    /// The field, if it is of one.
    pub champ: Option<String>,
    /// What is said.
    pub message: String,
}
