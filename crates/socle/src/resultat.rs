//! The four answers of a condition, and how answers combine.

use serde::{Deserialize, Serialize};

/// What a condition answers for one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resultat {
    /// The condition is met.
    Rempli,
    /// The condition is not met.
    NonRempli,
    /// A fact is missing: the condition can be neither met nor failed.
    Indetermine,
    /// The text supports two readings that matter here.
    AExaminer,
}

use Resultat::{AExaminer, Indetermine, NonRempli, Rempli};

impl Resultat {
    /// Both conditions: a failure decides alone; then a missing fact; then a doubt of reading.
    #[must_use]
    pub fn et(self, autre: Self) -> Self {
        match (self, autre) {
            (NonRempli, _) | (_, NonRempli) => NonRempli,
            (Indetermine, _) | (_, Indetermine) => Indetermine,
            (AExaminer, _) | (_, AExaminer) => AExaminer,
            (Rempli, Rempli) => Rempli,
        }
    }

    /// Either condition: a success decides alone; then a missing fact; then a doubt of reading.
    #[must_use]
    pub fn ou(self, autre: Self) -> Self {
        match (self, autre) {
            (Rempli, _) | (_, Rempli) => Rempli,
            (Indetermine, _) | (_, Indetermine) => Indetermine,
            (AExaminer, _) | (_, AExaminer) => AExaminer,
            (NonRempli, NonRempli) => NonRempli,
        }
    }

    /// The contrary; a missing fact and a doubt stay what they are.
    #[must_use]
    pub fn contraire(self) -> Self {
        match self {
            Rempli => NonRempli,
            NonRempli => Rempli,
            Indetermine => Indetermine,
            AExaminer => AExaminer,
        }
    }

    /// A known truth value.
    #[must_use]
    pub fn si(vrai: bool) -> Self {
        if vrai { Rempli } else { NonRempli }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOUS: [Resultat; 4] = [Rempli, NonRempli, Indetermine, AExaminer];

    #[test]
    fn truth_table_of_both() {
        let table = [
            [Rempli, NonRempli, Indetermine, AExaminer],
            [NonRempli, NonRempli, NonRempli, NonRempli],
            [Indetermine, NonRempli, Indetermine, Indetermine],
            [AExaminer, NonRempli, Indetermine, AExaminer],
        ];
        for (i, a) in TOUS.into_iter().enumerate() {
            for (j, b) in TOUS.into_iter().enumerate() {
                assert_eq!(a.et(b), table[i][j], "{a:?} et {b:?}");
            }
        }
    }

    #[test]
    fn truth_table_of_either() {
        let table = [
            [Rempli, Rempli, Rempli, Rempli],
            [Rempli, NonRempli, Indetermine, AExaminer],
            [Rempli, Indetermine, Indetermine, Indetermine],
            [Rempli, AExaminer, Indetermine, AExaminer],
        ];
        for (i, a) in TOUS.into_iter().enumerate() {
            for (j, b) in TOUS.into_iter().enumerate() {
                assert_eq!(a.ou(b), table[i][j], "{a:?} ou {b:?}");
            }
        }
    }

    #[test]
    fn de_morgan_holds_on_the_four_answers() {
        for a in TOUS {
            assert_eq!(a.contraire().contraire(), a);
            for b in TOUS {
                assert_eq!(a.et(b).contraire(), a.contraire().ou(b.contraire()));
            }
        }
    }
}
