//! The totals of a batch: by issue, by reason, and by what the procedure counts besides.

use std::collections::{BTreeMap, BTreeSet};

use guichet_socle::{Centimes, Decision, Issue, MotsDIssue, Resultat};
use serde::Serialize;

/// A number of dossiers and what they are granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// Dossiers.
    pub dossiers: u64,
    /// Favourable ones.
    pub favorables: u64,
    /// Refused ones.
    pub defavorables: u64,
    /// Those that wait for something: a choice between two readings, or a missing fact.
    pub en_attente: u64,
    /// Sum of the amounts of the favourable ones.
    pub montant_centimes: Centimes,
}

/// A reason of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Motif<'b> {
    /// Code of the rule that is not met.
    pub regle: &'b str,
    /// Name of the rule.
    pub nom: &'b str,
    /// How many dossiers have it.
    pub dossiers: u64,
}

/// The totals of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Bilan {
    /// Dossiers, whatever became of them.
    pub dossiers: u64,
    /// What its issues are called.
    #[serde(skip)]
    pub mots_d_issue: MotsDIssue,
    /// By issue, every issue named.
    pub par_issue: BTreeMap<String, u64>,
    /// Sum of the amounts of the favourable ones.
    pub montant_centimes: Centimes,
    /// Sum of the amounts of those where two readings differ, under the reading applied: granted to no
    /// one yet.
    pub montant_a_examiner_centimes: Centimes,
    /// By rule that is not met, and its name: how many dossiers.
    pub par_motif: BTreeMap<String, (String, u64)>,
    /// By missing field: how many dossiers.
    pub par_manque: BTreeMap<String, u64>,
    /// By entry of the register whose two readings differ: how many dossiers.
    pub par_lecture: BTreeMap<String, u64>,
    /// By rule that warns: how many dossiers.
    pub par_avertissement: BTreeMap<String, u64>,
    /// By axis (« secteur »), then by value. A dossier that has several values counts in each.
    pub par_axe: BTreeMap<String, BTreeMap<String, Total>>,
    /// The axes in which some dossier has several values: their totals exceed the batch's.
    pub axes_qui_se_recoupent: BTreeSet<String>,
}

impl Bilan {
    /// Nothing decided yet.
    #[must_use]
    pub fn nouveau() -> Self {
        Self {
            par_issue: Issue::TOUTES
                .into_iter()
                .map(|issue| (issue.code().to_owned(), 0))
                .collect(),
            ..Self::default()
        }
    }

    /// Adds a decision, and the values of the axes of its dossier.
    pub fn ajouter(&mut self, decision: &Decision, axes: &[(&'static str, impl AsRef<str>)]) {
        self.dossiers += 1;
        self.mots_d_issue = decision.mots_d_issue;
        compter(&mut self.par_issue, decision.issue.code());
        let favorable = decision.issue == Issue::Favorable;
        let montant = decision.montant().unwrap_or_default();
        let accorde = if favorable { montant } else { Centimes::ZERO };
        self.montant_centimes = plus(self.montant_centimes, accorde);
        if decision.issue == Issue::AExaminer {
            self.montant_a_examiner_centimes = plus(self.montant_a_examiner_centimes, montant);
        }
        self.raisons(decision);
        for (rang, (axe, valeur)) in axes.iter().enumerate() {
            if axes[..rang].iter().any(|(deja, _)| deja == axe)
                && !self.axes_qui_se_recoupent.contains(*axe)
            {
                self.axes_qui_se_recoupent.insert((*axe).to_owned());
            }
            sous(&mut self.par_axe, axe, |valeurs| {
                sous(valeurs, valeur.as_ref(), |total: &mut Total| {
                    total.dossiers += 1;
                    total.favorables += u64::from(favorable);
                    total.defavorables += u64::from(decision.issue == Issue::Defavorable);
                    let attend = matches!(decision.issue, Issue::AExaminer | Issue::Incomplet);
                    total.en_attente += u64::from(attend);
                    total.montant_centimes = plus(total.montant_centimes, accorde);
                });
            });
        }
    }

    /// What an issue is called, in the singular.
    #[must_use]
    pub fn libelle(&self, issue: Issue) -> &'static str {
        self.mots_d_issue.libelle(issue)
    }

    /// Adds a dossier by its issue alone, when no other total will be shown.
    pub fn compter(&mut self, issue: Issue) {
        self.dossiers += 1;
        compter(&mut self.par_issue, issue.code());
    }

    /// How many dossiers have an issue.
    #[must_use]
    pub fn de_l_issue(&self, issue: Issue) -> u64 {
        self.par_issue.get(issue.code()).copied().unwrap_or(0)
    }

    /// The reasons, the most frequent first, then in the order of the rules.
    #[must_use]
    pub fn motifs(&self) -> Vec<Motif<'_>> {
        let mut motifs: Vec<Motif<'_>> = self
            .par_motif
            .iter()
            .map(|(regle, (nom, dossiers))| Motif {
                regle,
                nom,
                dossiers: *dossiers,
            })
            .collect();
        motifs.sort_by_key(|motif| std::cmp::Reverse(motif.dossiers));
        motifs
    }

    /// The missing fields, the most frequent first.
    #[must_use]
    pub fn manques(&self) -> Vec<(&str, u64)> {
        let mut manques: Vec<(&str, u64)> = self
            .par_manque
            .iter()
            .map(|(champ, dossiers)| (champ.as_str(), *dossiers))
            .collect();
        manques.sort_by_key(|(_, dossiers)| std::cmp::Reverse(*dossiers));
        manques
    }

    fn raisons(&mut self, decision: &Decision) {
        let mut derniere = "";
        for constat in &decision.constats {
            // The faults of a dossier that cannot be read may share a rule: it is one dossier still.
            if constat.resultat != Resultat::NonRempli || constat.regle == derniere {
                continue;
            }
            derniere = &constat.regle;
            if let Some((_, dossiers)) = self.par_motif.get_mut(&*constat.regle) {
                *dossiers += 1;
            } else {
                let neuf = (constat.nom.to_string(), 1);
                self.par_motif.insert(constat.regle.to_string(), neuf);
            }
        }
        for champ in &decision.manque {
            compter(&mut self.par_manque, champ);
        }
        for lecture in &decision.lectures {
            compter(&mut self.par_lecture, &lecture.id);
        }
        for avertissement in &decision.avertissements {
            compter(&mut self.par_avertissement, &avertissement.regle);
        }
    }
}

fn plus(total: Centimes, montant: Centimes) -> Centimes {
    [total, montant].into_iter().sum()
}

fn compter(comptes: &mut BTreeMap<String, u64>, cle: &str) {
    sous(comptes, cle, |compte| *compte += 1);
}

/// Changes the value of a key, a new one the first time: the text of the key is made only then.
fn sous<V: Default>(valeurs: &mut BTreeMap<String, V>, cle: &str, changer: impl FnOnce(&mut V)) {
    if let Some(valeur) = valeurs.get_mut(cle) {
        return changer(valeur);
    }
    let mut neuve = V::default();
    changer(&mut neuve);
    valeurs.insert(cle.to_owned(), neuve);
}

#[cfg(test)]
mod tests {
    use guichet_socle::Constat;
    use guichet_socle::constat::Valeur;
    use guichet_socle::decision::Recu;

    use super::*;

    const AUCUN: &[(&str, &str)] = &[];

    fn decision(issue: Issue, montant: i64, motifs: &[&str], manque: &[&str]) -> Decision {
        Decision {
            reference: "D".to_owned(),
            procedure: "contrat-pro".into(),
            edition: "2024-04-01".into(),
            issue,
            mots_d_issue: MotsDIssue::Decision,
            champs: vec![("montant_centimes".into(), Valeur::Entier(montant))],
            constats: motifs
                .iter()
                .map(|regle| Constat {
                    regle: (*regle).to_owned().into(),
                    nom: format!("nom-{regle}").into(),
                    resultat: Resultat::NonRempli,
                    message: "".into(),
                    source: "".into(),
                    faits: Vec::new(),
                })
                .collect(),
            calcul: Vec::new(),
            lectures: Vec::new(),
            manque: manque
                .iter()
                .map(|&champ| champ.to_owned().into())
                .collect(),
            avertissements: Vec::new(),
            pistes: Vec::new(),
            recu: Recu {
                version: "".into(),
                edition_sha256: "".into(),
                date_reference: None,
            },
        }
    }

    #[test]
    fn amounts_are_summed_for_the_favourable_ones_only() {
        let mut bilan = Bilan::nouveau();
        let ajouts = [
            (Issue::Favorable, 600_000),
            (Issue::Favorable, 50_001),
            (Issue::AExaminer, 7),
            (Issue::Incomplet, 600_000),
        ];
        for (issue, montant) in ajouts {
            bilan.ajouter(&decision(issue, montant, &[], &[]), AUCUN);
        }
        assert_eq!(bilan.montant_centimes, Centimes(650_001));
        assert_eq!(bilan.montant_a_examiner_centimes, Centimes(7));
        assert_eq!((bilan.dossiers, bilan.de_l_issue(Issue::Favorable)), (4, 2));
        assert_eq!(bilan.par_issue["hors_champ"], 0);
    }

    #[test]
    fn reasons_come_by_frequency_and_a_dossier_counts_once_for_each() {
        let mut bilan = Bilan::nouveau();
        for motifs in [
            &["CP-301"][..],
            &["CP-101", "CP-301"],
            &["CP-002", "CP-002"],
        ] {
            bilan.ajouter(&decision(Issue::Defavorable, 0, motifs, &["b"]), AUCUN);
        }
        bilan.ajouter(&decision(Issue::Incomplet, 0, &[], &["a", "b"]), AUCUN);
        let motifs: Vec<(&str, &str, u64)> = bilan
            .motifs()
            .into_iter()
            .map(|motif| (motif.regle, motif.nom, motif.dossiers))
            .collect();
        let attendus = [
            ("CP-301", "nom-CP-301", 2),
            ("CP-002", "nom-CP-002", 1),
            ("CP-101", "nom-CP-101", 1),
        ];
        assert_eq!(motifs, attendus);
        assert_eq!(bilan.manques(), [("b", 4), ("a", 1)]);
    }

    #[test]
    fn a_dossier_of_two_sectors_counts_in_both_and_it_shows() {
        let axe = |valeurs: &[&str]| -> Vec<(&'static str, String)> {
            valeurs
                .iter()
                .map(|v| ("secteur", (*v).to_owned()))
                .collect()
        };
        let mut bilan = Bilan::nouveau();
        bilan.ajouter(&decision(Issue::Favorable, 5, &[], &[]), &axe(&["BOIS"]));
        assert!(bilan.axes_qui_se_recoupent.is_empty());
        let deux = decision(Issue::Favorable, 5, &[], &[]);
        bilan.ajouter(&deux, &axe(&["BOIS", "INDUSTRIE"]));
        bilan.ajouter(&decision(Issue::AExaminer, 5, &[], &[]), &axe(&["BOIS"]));
        let bois = bilan.par_axe["secteur"]["BOIS"];
        assert_eq!((bois.dossiers, bois.favorables, bois.en_attente), (3, 2, 1));
        assert_eq!(bois.montant_centimes, Centimes(10));
        assert!(bilan.axes_qui_se_recoupent.contains("secteur"));
    }
}
