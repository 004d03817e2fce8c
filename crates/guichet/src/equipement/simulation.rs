//! What a region would cost otherwise: the same schools under other figures, lists, readings, headcounts or
//! a whole other edition, against the edition in force.

mod hypotheses;
mod lecture;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use guichet_aide_equipement::dotation::Reponse;
use guichet_aide_equipement::{Dispositif, EditionEquipement};
use guichet_instruction::moteur::repondre_selon;
use guichet_instruction::{Choix, Dossier};
use guichet_socle::{Centimes, Issue};
use serde::Serialize;

use super::{Boursiers, Etablissement, Region};

pub use hypotheses::{ArrondiDesBoursiers, Hypotheses, RefusDeSimulation};
pub use lecture::{RegionLue, lire_les_dossiers};

/// Rules to apply: an edition, and the reading of each doubtful place.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The edition, its figures and lists changed.
    pub edition: EditionEquipement,
    /// The readings applied.
    pub choix: Choix,
    /// What was changed, a sentence each.
    pub hypotheses: Vec<String>,
    /// What a person should know of the changes: one that has no effect, for instance.
    pub remarques: Vec<String>,
}

impl Scenario {
    /// An edition as it stands.
    #[must_use]
    pub fn en_vigueur(edition: EditionEquipement) -> Self {
        Self {
            edition,
            choix: Choix::RETENUES,
            hypotheses: Vec::new(),
            remarques: Vec::new(),
        }
    }
}

/// What a group costs, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ecart {
    /// What the group is known by: a UAI, a code of diploma, a line, an academy.
    pub code: String,
    /// Its name.
    pub libelle: String,
    /// The academy of a school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub academie: Option<String>,
    /// The issue of a school, before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issues: Option<[&'static str; 2]>,
    /// Pupils that count, before; scholars for the post-bac line.
    pub effectif_avant: i64,
    /// Pupils that count, after.
    pub effectif_apres: i64,
    /// Grants before, in cents; of a course: before what is carried over.
    pub avant_centimes: Centimes,
    /// Grants after.
    pub apres_centimes: Centimes,
    /// After less before.
    pub ecart_centimes: Centimes,
}

impl Ecart {
    fn nouveau(code: &str, libelle: &str) -> Self {
        Self {
            code: code.to_owned(),
            libelle: libelle.to_owned(),
            academie: None,
            issues: None,
            effectif_avant: 0,
            effectif_apres: 0,
            avant_centimes: Centimes::ZERO,
            apres_centimes: Centimes::ZERO,
            ecart_centimes: Centimes::ZERO,
        }
    }

    fn ajouter(&mut self, cote: Cote, effectif: i64, montant: Centimes) {
        let (eleves, total) = match cote {
            Cote::Avant => (&mut self.effectif_avant, &mut self.avant_centimes),
            Cote::Apres => (&mut self.effectif_apres, &mut self.apres_centimes),
        };
        *eleves = eleves.saturating_add(effectif);
        *total = [*total, montant].into_iter().sum();
        let Centimes(avant) = self.avant_centimes;
        self.ecart_centimes = Centimes(self.apres_centimes.0.saturating_sub(avant));
    }
}

/// A side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cote {
    Avant,
    Apres,
}

/// What a change would cost. Every list is sorted by the size of the difference, the greatest first; the
/// lines stay in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Simulation {
    /// The school year.
    pub annee_scolaire: String,
    /// The edition in force.
    pub edition: String,
    /// The edition of the simulation.
    pub edition_simulee: String,
    /// What is changed, a sentence each.
    pub hypotheses: Vec<String>,
    /// What to know before reading.
    pub remarques: Vec<String>,
    /// The whole region.
    pub total: Ecart,
    /// Schools that would receive more.
    pub gagnants: u64,
    /// Schools that would receive less.
    pub perdants: u64,
    /// Schools that would receive the same.
    pub inchanges: u64,
    /// By line: pre-bac, post-bac, 3e.
    pub par_dispositif: Vec<Ecart>,
    /// By academy.
    pub par_academie: Vec<Ecart>,
    /// By course, before what is carried over.
    pub par_formation: Vec<Ecart>,
    /// By school.
    pub par_etablissement: Vec<Ecart>,
}

/// Compares a region under the rules in force and under others; `apres` may be the same region with the
/// headcounts of another year: schools are then joined on their UAI.
#[must_use]
pub fn simuler(
    en_vigueur: &Scenario,
    avant: &Region,
    scenario: &Scenario,
    apres: Option<&Region>,
) -> Simulation {
    let mut compte = Compte::default();
    for (ancien, nouveau) in paires(avant, apres) {
        compte.ajouter(en_vigueur, ancien, scenario, nouveau);
    }
    let mut remarques = scenario.remarques.clone();
    for (cote, nombre) in [("avant", compte.inconnus[0]), ("après", compte.inconnus[1])] {
        if nombre > 0 {
            remarques.push(format!(
                "La dotation de {nombre} {} ne se calcule pas ({cote}) : elle compte pour zéro.",
                if nombre > 1 {
                    "établissements"
                } else {
                    "établissement"
                }
            ));
        }
    }
    let mut simulation = Simulation {
        annee_scolaire: avant.annee.to_string(),
        edition: en_vigueur.edition.commun.edition.id.clone(),
        edition_simulee: scenario.edition.commun.edition.id.clone(),
        hypotheses: scenario.hypotheses.clone(),
        remarques,
        total: compte.total,
        gagnants: 0,
        perdants: 0,
        inchanges: 0,
        par_dispositif: compte.lignes.into(),
        par_academie: compte.academies.into_values().collect(),
        par_formation: compte.formations.into_values().collect(),
        par_etablissement: compte.etablissements,
    };
    for etablissement in &simulation.par_etablissement {
        match etablissement.ecart_centimes.cmp(&Centimes::ZERO) {
            std::cmp::Ordering::Greater => simulation.gagnants += 1,
            std::cmp::Ordering::Less => simulation.perdants += 1,
            std::cmp::Ordering::Equal => simulation.inchanges += 1,
        }
    }
    for liste in [
        &mut simulation.par_academie,
        &mut simulation.par_formation,
        &mut simulation.par_etablissement,
    ] {
        liste.sort_by(|une, autre| {
            let taille = |ecart: &Ecart| ecart.ecart_centimes.0.unsigned_abs();
            (taille(autre).cmp(&taille(une)))
                .then_with(|| autre.apres_centimes.cmp(&une.apres_centimes))
                .then_with(|| une.code.cmp(&autre.code))
        });
    }
    simulation
}

type Paire<'r> = (Option<&'r Etablissement>, Option<&'r Etablissement>);

/// The schools of both sides, each with itself.
fn paires<'r>(avant: &'r Region, apres: Option<&'r Region>) -> Vec<Paire<'r>> {
    let Some(apres) = apres else {
        return avant
            .etablissements
            .iter()
            .map(|e| (Some(e), Some(e)))
            .collect();
    };
    let mut nouveaux: BTreeMap<&str, &Etablissement> = apres
        .etablissements
        .iter()
        .map(|etablissement| (etablissement.uai.as_str(), etablissement))
        .collect();
    let mut paires: Vec<Paire<'_>> = avant
        .etablissements
        .iter()
        .map(|ancien| (Some(ancien), nouveaux.remove(ancien.uai.as_str())))
        .collect();
    // Those that only the other headcounts have, in their order.
    paires.extend(
        apres
            .etablissements
            .iter()
            .filter(|etablissement| nouveaux.contains_key(etablissement.uai.as_str()))
            .map(|etablissement| (None, Some(etablissement))),
    );
    paires
}

/// Sums being made.
struct Compte {
    total: Ecart,
    lignes: [Ecart; 3],
    academies: BTreeMap<String, Ecart>,
    formations: BTreeMap<String, Ecart>,
    etablissements: Vec<Ecart>,
    /// Schools whose grant is not known, before and after.
    inconnus: [u64; 2],
}

impl Default for Compte {
    fn default() -> Self {
        Self {
            total: Ecart::nouveau("total", "Région"),
            lignes: Dispositif::TOUS.map(|d| Ecart::nouveau(d.code(), d.libelle())),
            academies: BTreeMap::new(),
            formations: BTreeMap::new(),
            etablissements: Vec::new(),
            inconnus: [0; 2],
        }
    }
}

impl Compte {
    fn ajouter(
        &mut self,
        en_vigueur: &Scenario,
        ancien: Option<&Etablissement>,
        scenario: &Scenario,
        nouveau: Option<&Etablissement>,
    ) {
        let Some(connu) = ancien.or(nouveau) else {
            return;
        };
        let mut ecart = Ecart::nouveau(&connu.uai, &connu.nom);
        ecart.academie = Some(connu.academie.clone());
        let issues = [
            (Cote::Avant, en_vigueur, ancien),
            (Cote::Apres, scenario, nouveau),
        ]
        .map(|(cote, scenario, etablissement)| {
            let Some(etablissement) = etablissement else {
                return "absent";
            };
            let (issue, reponse) = decider(scenario, &etablissement.dossier);
            self.ajouter_un_cote(cote, scenario, etablissement, (issue, &reponse), &mut ecart);
            issue.code()
        });
        ecart.issues = Some(issues);
        self.etablissements.push(ecart);
    }

    fn ajouter_un_cote(
        &mut self,
        cote: Cote,
        scenario: &Scenario,
        etablissement: &Etablissement,
        (issue, reponse): (Issue, &Reponse),
        ecart: &mut Ecart,
    ) {
        if reponse.montant().is_none() {
            self.inconnus[cote as usize] += 1;
        }
        // A refusal leaves its pupils in the answer: they cost nothing.
        if !matches!(
            issue,
            Issue::Favorable | Issue::AExaminer | Issue::Incomplet
        ) {
            self.academie(etablissement);
            return;
        }
        for dispositif in Dispositif::TOUS {
            let ligne = &reponse.lignes[dispositif as usize];
            let arrondi = || reponse.boursiers.and_then(Boursiers::arrondi);
            let effectif = ligne.effectif.or_else(arrondi).unwrap_or_default();
            let dotation = ligne.dotation.unwrap_or_default();
            ecart.ajouter(cote, effectif, dotation);
            self.total.ajouter(cote, effectif, dotation);
            self.lignes[dispositif as usize].ajouter(cote, effectif, dotation);
            self.academie(etablissement)
                .ajouter(cote, effectif, dotation);
            if ligne.dotation.is_some() {
                let brut = ligne.brut.unwrap_or_default();
                self.formations_de(cote, scenario, reponse, dispositif, brut);
            }
        }
    }

    fn academie(&mut self, etablissement: &Etablissement) -> &mut Ecart {
        let nom = etablissement.academie.as_str();
        let libelle = if nom.is_empty() {
            "académie non donnée"
        } else {
            nom
        };
        let academies = self.academies.entry(nom.to_owned());
        academies.or_insert_with(|| Ecart::nouveau(nom, libelle))
    }

    /// Shares a line out among its courses, by their pupils: to the cent, nothing lost, nothing made.
    fn formations_de(
        &mut self,
        cote: Cote,
        scenario: &Scenario,
        reponse: &Reponse,
        dispositif: Dispositif,
        brut: Centimes,
    ) {
        let comptes = || {
            let cours = reponse.cours.iter();
            cours.filter(|c| c.compte > 0 && c.eligibilite.dispositif == Some(dispositif))
        };
        let eleves: i128 = comptes().map(|cours| i128::from(cours.compte)).sum();
        if eleves == 0 {
            return;
        }
        let (mut cumul, mut servi) = (0i128, 0i128);
        for cours in comptes() {
            cumul += i128::from(cours.compte);
            let jusqu_ici = i128::from(brut.0) * cumul / eleves;
            let part = i64::try_from(jusqu_ici - servi).unwrap_or(i64::MAX);
            servi = jusqu_ici;
            let code = cours.code.as_deref().unwrap_or("");
            let cle = if code.is_empty() {
                cours.libelle.as_str()
            } else {
                code
            };
            if !self.formations.contains_key(cle) {
                let ecart = Ecart::nouveau(code, &cours.libelle);
                self.formations.insert(cle.to_owned(), ecart);
            }
            if let Some(ecart) = self.formations.get_mut(cle) {
                ecart.ajouter(cote, cours.compte, Centimes(part));
                if ecart.libelle.is_empty() {
                    // What the dossier does not name, an earlier list or the other side may.
                    let formations = &scenario.edition.regles.formations;
                    let retiree = formations.retiree(code).unwrap_or_default();
                    let connu = [cours.libelle.as_str(), retiree];
                    let connu = connu.into_iter().find(|libelle| !libelle.is_empty());
                    connu.unwrap_or_default().clone_into(&mut ecart.libelle);
                }
            }
        }
    }
}

fn decider(scenario: &Scenario, dossier: &Dossier) -> (Issue, Reponse) {
    repondre_selon(&scenario.edition, dossier, scenario.choix)
}
