//! From a dossier to a verdict: no text is built here.

use guichet_socle::{Issue, Resultat};

use crate::commun::Commun;
use crate::dossier::Dossier;
use crate::etabli::{Choix, Etabli};
use crate::procedure::Procedure;

/// Sets of conditions, a bit each, in the order of [`Commun::jugees`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resultats {
    /// Not met.
    pub non_remplies: u64,
    /// Unknown.
    pub indeterminees: u64,
    /// Met or not, as one reads the text.
    pub doutes: u64,
}

impl Resultats {
    /// The answer of a condition under the readings applied alone.
    #[must_use]
    pub fn retenu(self, rang: usize) -> Resultat {
        Self { doutes: 0, ..self }.de(rang)
    }

    /// The conditions that are not met for sure.
    #[must_use]
    pub fn rates(self) -> u64 {
        self.non_remplies | self.indeterminees | self.doutes
    }

    /// The answer of a condition.
    #[must_use]
    pub fn de(self, rang: usize) -> Resultat {
        let bit = 1 << rang;
        if self.doutes & bit != 0 {
            Resultat::AExaminer
        } else if self.non_remplies & bit != 0 {
            Resultat::NonRempli
        } else if self.indeterminees & bit != 0 {
            Resultat::Indetermine
        } else {
            Resultat::Rempli
        }
    }
}

/// What the other reading of some entries of the register leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct AutreLecture<R> {
    /// The entry, by its rank in the table of the procedure.
    pub lecture: u8,
    /// The issue under the other reading.
    pub issue: Issue,
    /// The answer under the other reading.
    pub reponse: R,
}

/// The verdict on a dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict<R> {
    /// The issue.
    pub issue: Issue,
    /// The issue under the readings applied alone.
    pub issue_retenue: Issue,
    /// The answer of each condition.
    pub resultats: Resultats,
    /// The answer under the readings applied.
    pub reponse: R,
    /// The readings that change something here.
    pub autres: Vec<AutreLecture<R>>,
    /// The fields that are missing, by rank.
    pub manquants: u64,
}

/// One evaluation, under given readings.
struct Evaluation<R> {
    resultats: Resultats,
    issue: Issue,
    reponse: R,
    manquants: u64,
    sensibles: u32,
}

/// Decides, under the readings applied and under every other one that may matter.
///
/// Readings are tried one by one, and together only when doubts about conditions decide nothing alone: each
/// side of `lectures` is then that of one entry of the register, which a person can choose. Two entries that
/// would change an amount only together leave it as it is.
#[must_use]
pub fn trancher<P: Procedure + ?Sized>(procedure: &P, dossier: &Dossier) -> Verdict<P::Reponse> {
    trancher_et_garder(procedure, dossier).0
}

/// Decides, and gives the facts under the readings applied too.
pub(crate) fn trancher_et_garder<'d, P: Procedure + ?Sized>(
    procedure: &'d P,
    dossier: &'d Dossier,
) -> (Verdict<P::Reponse>, Etabli<'d>) {
    let etabli = etablir(procedure, dossier, Choix::RETENUES);
    let base = evaluer_les_faits(procedure, dossier, Choix::RETENUES, &etabli);
    (comparer(procedure, dossier, base), etabli)
}

/// The verdict, from the evaluation under the readings applied.
fn comparer<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    base: Evaluation<P::Reponse>,
) -> Verdict<P::Reponse> {
    let decisives = procedure.commun().decisives();
    let mut verdict = Verdict {
        issue: base.issue,
        issue_retenue: base.issue,
        resultats: base.resultats,
        reponse: base.reponse,
        autres: Vec::new(),
        manquants: base.manquants,
    };
    if base.sensibles == 0 {
        return verdict;
    }
    let mut concernees = 0;
    let mut doutes = 0;
    for lecture in bits(base.sensibles) {
        let autre = evaluer(procedure, dossier, Choix(1 << lecture));
        let ecart = (autre.resultats.non_remplies ^ base.resultats.non_remplies)
            | (autre.resultats.indeterminees ^ base.resultats.indeterminees);
        doutes |= ecart;
        // Those whose other reading lifts a failure: one that would only add another helps no one.
        if ecart & decisives & base.resultats.non_remplies != 0 {
            concernees |= 1 << lecture;
        }
        if autre.issue != base.issue || autre.reponse != verdict.reponse {
            verdict.autres.push(AutreLecture {
                lecture,
                issue: autre.issue,
                reponse: autre.reponse,
            });
        }
    }
    let fermes = base.resultats.non_remplies & decisives & !doutes;
    if fermes != 0 || base.issue == Issue::Incomplet {
        // Refused, or not decidable, however one reads the text: the doubts change nothing.
        verdict
            .autres
            .retain(|autre| autre.issue == base.issue && fermes == 0);
        return verdict;
    }
    verdict.resultats.doutes = doutes;
    if doutes & decisives != 0 && !verdict.autres.iter().any(|a| a.issue != base.issue) {
        // No doubt decides alone: together they do.
        let ensemble = evaluer(procedure, dossier, Choix(concernees));
        if ensemble.issue != base.issue {
            for lecture in bits(concernees) {
                verdict.autres.retain(|autre| autre.lecture != lecture);
                verdict.autres.push(AutreLecture {
                    lecture,
                    issue: ensemble.issue,
                    reponse: ensemble.reponse.clone(),
                });
            }
        }
    }
    verdict.autres.sort_by_key(|autre| autre.lecture);
    let montant = procedure.montant(&verdict.reponse);
    if verdict
        .autres
        .iter()
        .any(|autre| autre.issue != base.issue || procedure.montant(&autre.reponse) != montant)
    {
        verdict.issue = Issue::AExaminer;
    }
    verdict
}

/// The issue and the answer under given readings, as if the text had no other: what a simulation asks.
#[must_use]
pub fn repondre_selon<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    choix: Choix,
) -> (Issue, P::Reponse) {
    let evaluation = evaluer(procedure, dossier, choix);
    (evaluation.issue, evaluation.reponse)
}

/// The facts of a dossier under given readings: those of its fields, and those the procedure derives.
#[must_use]
pub fn etablir<'d, P: Procedure + ?Sized>(
    procedure: &'d P,
    dossier: &'d Dossier,
    choix: Choix,
) -> Etabli<'d> {
    let commun = procedure.commun();
    let mut etabli = Etabli::inconnu();
    commun.poser_les_champs(dossier, &mut etabli);
    procedure.etablir(dossier, choix, &mut etabli);
    etabli
}

fn evaluer<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    choix: Choix,
) -> Evaluation<P::Reponse> {
    let etabli = etablir(procedure, dossier, choix);
    evaluer_les_faits(procedure, dossier, choix, &etabli)
}

fn evaluer_les_faits<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    choix: Choix,
    etabli: &Etabli<'_>,
) -> Evaluation<P::Reponse> {
    let commun = procedure.commun();
    let resultats = juger(commun, etabli);
    let decisives = commun.decisives();
    let mut manquants =
        procedure.champs_du_calcul() & (commun.absents(dossier) | etabli.insuffisants);
    for rang in bits64(resultats.indeterminees & decisives) {
        manquants |= commun.manquants_de(rang, dossier, etabli);
    }
    let des_conditions = if resultats.non_remplies & decisives != 0 {
        Issue::Defavorable
    } else if resultats.indeterminees & decisives != 0 || manquants != 0 {
        Issue::Incomplet
    } else {
        Issue::Favorable
    };
    let issue = procedure.issue(dossier, etabli, des_conditions);
    let reponse = procedure.repondre(dossier, choix, etabli, issue);
    Evaluation {
        resultats,
        issue,
        reponse,
        manquants,
        sensibles: etabli.sensibles,
    }
}

fn juger(commun: &Commun, etabli: &Etabli<'_>) -> Resultats {
    let mut resultats = Resultats::default();
    let programme = commun.programme();
    programme.executer(
        0..programme.instructions.len(),
        &etabli.faits(),
        |rang, resultat| match resultat {
            Resultat::NonRempli => resultats.non_remplies |= 1 << rang,
            Resultat::Indetermine => resultats.indeterminees |= 1 << rang,
            Resultat::AExaminer => resultats.doutes |= 1 << rang,
            Resultat::Rempli => {}
        },
    );
    resultats
}

fn bits(mut ensemble: u32) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let rang = u8::try_from(ensemble.trailing_zeros()).ok()?;
        let reste = ensemble.checked_sub(1)?;
        ensemble &= reste;
        Some(rang)
    })
}

pub(crate) fn bits64(mut ensemble: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let reste = ensemble.checked_sub(1)?;
        let rang = ensemble.trailing_zeros() as usize;
        ensemble &= reste;
        Some(rang)
    })
}

#[cfg(test)]
mod tests;
