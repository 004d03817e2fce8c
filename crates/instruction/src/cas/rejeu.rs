//! What a decision says otherwise than its case.

use guichet_socle::constat::Valeur;
use guichet_socle::{Decision, Resultat};

use super::Cas;
use crate::procedure::Instructeur;

impl Cas {
    /// Decides the dossier of the case.
    #[must_use]
    pub fn rejouer(&self, procedure: &dyn Instructeur) -> Decision {
        procedure.instruire(&self.dossier, &self.titre, "")
    }

    /// Where a decision is not the one expected, a sentence each; none when it is.
    #[must_use]
    pub fn ecarts(&self, decision: &Decision) -> Vec<String> {
        let attendu = &self.attendu;
        let mut ecarts = Vec::new();
        let mut comparer = |quoi: &str, attendu: String, trouve: String| {
            if attendu != trouve {
                ecarts.push(format!(
                    "{}:{} : « {} » : {quoi}, attendu {attendu}, trouvé {trouve}",
                    self.fichier, self.ligne, self.titre
                ));
            }
        };
        comparer(
            "issue",
            attendu.issue.code().to_owned(),
            decision.issue.code().to_owned(),
        );
        comparer(
            "montant",
            format!("{:?}", attendu.montant_centimes),
            format!("{:?}", decision.montant().map(|montant| montant.0)),
        );
        for constat in &decision.constats {
            let voulu = attendu.resultats.get(&*constat.regle);
            comparer(
                &constat.regle,
                format!("{:?}", voulu.unwrap_or(&Resultat::Rempli)),
                format!("{:?}", constat.resultat),
            );
        }
        let lectures: Vec<&str> = decision.lectures.iter().map(|l| &*l.id).collect();
        comparer(
            "lectures",
            format!("{:?}", attendu.lectures),
            format!("{lectures:?}"),
        );
        comparer(
            "manque",
            format!("{:?}", attendu.manque),
            format!("{:?}", decision.manque),
        );
        let avertissements: Vec<&str> = decision.avertissements.iter().map(|a| &*a.regle).collect();
        comparer(
            "avertissements",
            format!("{:?}", attendu.avertissements),
            format!("{avertissements:?}"),
        );
        for (nom, voulu) in &attendu.champs {
            let trouve: Option<&Valeur> = decision.valeur(nom);
            comparer(nom, format!("{:?}", Some(voulu)), format!("{trouve:?}"));
        }
        ecarts
    }
}
