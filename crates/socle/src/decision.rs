//! The answer to one dossier: the issue, every reason, the computation, the receipt.

use jiff::civil::Date;
use serde::Serialize;

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

/// What makes a decision replayable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recu {
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the edition's files.
    pub edition_sha256: String,
    /// The date at which the edition was chosen.
    pub date_reference: Date,
}

/// A decision, with all its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The dossier's own reference.
    pub reference: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Edition applied.
    pub edition: String,
    /// The issue.
    pub issue: Issue,
    /// The amount, 0 when unfavourable; `None` for a procedure without money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub montant_centimes: Option<Centimes>,
    /// Every condition's answer.
    pub constats: Vec<Constat>,
    /// The computation, step by step.
    pub calcul: Vec<EtapeDeCalcul>,
    /// Names of the missing facts.
    pub manque: Vec<String>,
    /// The receipt.
    pub recu: Recu,
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
