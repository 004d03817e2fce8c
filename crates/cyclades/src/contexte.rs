//! What the file does not say and the establishment knows: what decides whether an INE is required.

/// The legal status of the establishment that registers the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatutEtablissement {
    /// Public.
    Public,
    /// Private, under contract with the State.
    PriveSousContrat,
    /// Private, without contract.
    PriveHorsContrat,
}

impl StatutEtablissement {
    /// Names accepted by the options.
    pub const NOMS: [(&'static str, Self); 3] = [
        ("public", Self::Public),
        ("prive-sous-contrat", Self::PriveSousContrat),
        ("prive-hors-contrat", Self::PriveHorsContrat),
    ];
}

/// The context given with the command; `None` is « not said ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contexte {
    /// The « contrôle INE » box is ticked for the establishment.
    pub controle_ine: Option<bool>,
    /// The establishment is in France, overseas included.
    pub etablissement_francais: Option<bool>,
    /// Its status.
    pub statut: Option<StatutEtablissement>,
}

impl Contexte {
    /// Whether a candidate must have an INE (document, § INE: either bullet is enough; register CY-12).
    /// `None` when the answer hangs on something not said.
    #[must_use]
    pub fn ine_exige(self, candidat_scolaire: Option<bool>) -> Option<bool> {
        if self.controle_ine == Some(true) {
            return Some(true);
        }
        let sous_tutelle = self
            .statut
            .map(|statut| statut != StatutEtablissement::PriveHorsContrat);
        let parties = [self.etablissement_francais, sous_tutelle, candidat_scolaire];
        // A box that is not said to be ticked is taken as not ticked: the option is there to say it.
        if parties.contains(&Some(false)) {
            Some(false)
        } else if parties.contains(&None) {
            None
        } else {
            Some(true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use StatutEtablissement::{PriveHorsContrat, PriveSousContrat, Public};

    #[test]
    fn truth_table_of_the_obligation_of_the_ine() {
        let table = [
            (Some(true), None, None, None, Some(true)),
            (
                Some(true),
                Some(false),
                Some(PriveHorsContrat),
                Some(false),
                Some(true),
            ),
            (None, Some(true), Some(Public), Some(true), Some(true)),
            (
                None,
                Some(true),
                Some(PriveSousContrat),
                Some(true),
                Some(true),
            ),
            (
                None,
                Some(true),
                Some(PriveHorsContrat),
                Some(true),
                Some(false),
            ),
            (None, Some(false), Some(Public), Some(true), Some(false)),
            (None, Some(true), Some(Public), Some(false), Some(false)),
            (None, Some(true), Some(Public), None, None),
            (None, Some(true), None, Some(true), None),
            (None, None, Some(Public), Some(true), None),
            (None, None, None, Some(false), Some(false)),
            (Some(false), None, None, Some(true), None),
        ];
        for (controle_ine, etablissement_francais, statut, scolaire, attendu) in table {
            let contexte = Contexte {
                controle_ine,
                etablissement_francais,
                statut,
            };
            assert_eq!(
                contexte.ine_exige(scolaire),
                attendu,
                "{contexte:?} {scolaire:?}"
            );
        }
    }
}
