//! What no case shows: a rule added without its cases is told.

use guichet_socle::Resultat;
use guichet_socle::constat::Gravite;

use super::{Attendu, Cas, Catalogue};
use crate::commun::Commun;

impl Catalogue {
    /// The rules that lack their last yes, their first no or their unknown, and the entries with two
    /// readings that lack a case where they matter or one where they do not; a sentence each.
    #[must_use]
    pub fn lacunes(&self, commun: &Commun) -> Vec<String> {
        let mut lacunes = Vec::new();
        for (_, condition) in commun.jugees() {
            let code = condition.code.get_ref();
            let avertit = condition.gravite != Gravite::Erreur;
            for (resultat, mots) in [
                (Resultat::Rempli, "remplie"),
                (Resultat::NonRempli, "non remplie"),
                (Resultat::Indetermine, "sans réponse"),
            ] {
                // A warning that has nothing to say is silent, whatever the reason.
                let sans_objet = avertit && resultat == Resultat::Indetermine
                    || resultat == Resultat::NonRempli && self.jamais_refusees.contains(code)
                    || resultat == Resultat::Indetermine && self.jamais_sans_reponse.contains(code);
                let montree = self
                    .de(code)
                    .any(|cas| cas.attendu.resultat(code, avertit) == resultat);
                if !montree && !sans_objet {
                    lacunes.push(format!("aucun cas ne montre {code} {mots} ; ajoutez-le."));
                }
            }
        }
        for lecture in &commun.lectures {
            let id = &lecture.id;
            let cite = |cas: &Cas| cas.attendu.lectures.contains(id);
            if !self.de(id).any(cite) {
                lacunes.push(format!(
                    "aucun cas ne montre les deux lectures {id} ; ajoutez-le."
                ));
            }
            if !self.de(id).any(|cas| !cite(cas)) {
                lacunes.push(format!("aucun cas ne montre {id} sans effet ; ajoutez-le."));
            }
        }
        lacunes
    }
}

impl Attendu {
    fn resultat(&self, code: &str, avertit: bool) -> Resultat {
        if avertit {
            return if self.avertissements.iter().any(|regle| regle == code) {
                Resultat::NonRempli
            } else {
                Resultat::Rempli
            };
        }
        self.resultats
            .get(code)
            .copied()
            .unwrap_or(Resultat::Rempli)
    }
}
