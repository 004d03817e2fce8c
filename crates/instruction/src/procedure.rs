//! What a procedure gives, and what it is given back.

use std::borrow::Cow;

use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Decision, Issue};
use jiff::civil::Date;

use crate::commun::Commun;
use crate::dossier::{Dossier, Rang, ValeurDeChamp};
use crate::etabli::{Choix, Etabli};
use crate::explication::Etendue;
use crate::{explication, moteur};

/// What totals are made by: (« secteur », « CONSTRUCTION »).
pub type Axes<'d> = Vec<(&'static str, Cow<'d, str>)>;

/// The change that a lead proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposition {
    /// The sentence.
    pub message: String,
    /// The fields to change; none when it is a fact of the past, that no one can change.
    pub changements: Vec<(Rang, ValeurDeChamp)>,
}

/// A procedure that decides: its facts and its computation. Everything else is data or the engine.
pub trait Procedure: Send + Sync {
    /// What the answer holds besides the issue and the reasons: small, without text.
    type Reponse: Clone + PartialEq + Send;

    /// Its edition, its dossier, its conditions.
    fn commun(&self) -> &Commun;

    /// The date of the dossier that chooses the edition.
    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date>;

    /// Puts the derived facts, under the readings chosen; and says which readings may matter.
    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>);

    /// The issue, when something else than the conditions makes it (a case outside the regulation).
    fn issue(&self, _dossier: &Dossier, _etabli: &Etabli<'_>, des_conditions: Issue) -> Issue {
        des_conditions
    }

    /// The fields whose absence leaves the answer incomplete though no condition asks for them.
    fn champs_du_calcul(&self) -> u64;

    /// The answer.
    fn repondre(
        &self,
        dossier: &Dossier,
        choix: Choix,
        etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Self::Reponse;

    /// The amount of an answer, for a procedure with money.
    fn montant(&self, reponse: &Self::Reponse) -> Option<Centimes>;

    /// The fields of the answer, in the order of the contract; `issue` is that of the decision, or of the
    /// reading whose answer is told.
    fn champs(&self, reponse: &Self::Reponse, issue: Issue) -> Vec<(&'static str, Valeur)>;

    /// The values that are well formed and cannot be (a country that no list has): field, and what to do.
    fn impossibles(&self, _dossier: &Dossier) -> Vec<(Rang, String)> {
        Vec::new()
    }

    /// The computation, step by step.
    fn calcul(&self, dossier: &Dossier, reponse: &Self::Reponse) -> Vec<EtapeDeCalcul>;

    /// The words of a fact in a sentence, when its value alone does not make them: « RNCP 37443 ».
    fn fait_en_mots(&self, _nom: &str, _dossier: &Dossier) -> Option<String> {
        None
    }

    /// Warnings that no condition makes.
    fn avertissements(&self, dossier: &Dossier, reponse: &Self::Reponse) -> Vec<Avertissement>;

    /// The names of the leads that conditions may cite.
    fn pistes(&self) -> &'static [&'static str];

    /// What would make a condition met, by the name of its lead.
    fn piste(&self, nom: &str, dossier: &Dossier, etabli: &Etabli<'_>) -> Option<Proposition>;

    /// What totals are made by, besides the issue and the reasons: (« secteur », « CONSTRUCTION »).
    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d>;
}

/// A procedure whose type is forgotten: what the facade holds.
pub trait Instructeur: Send + Sync {
    /// Its edition, its dossier, its conditions.
    fn commun(&self) -> &Commun;
    /// The date of the dossier that chooses the edition.
    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date>;
    /// The values that are well formed and cannot be: field, and what to do.
    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)>;
    /// The issue alone, without any text.
    fn issue(&self, dossier: &Dossier) -> Issue;
    /// The whole decision, with its reasons in French.
    fn instruire(&self, dossier: &Dossier, reference: &str, version: &'static str) -> Decision;
    /// The decision as a table shows it: see [`Etendue::Motifs`].
    fn instruire_bref(&self, dossier: &Dossier, reference: &str, version: &'static str)
    -> Decision;
    /// What totals are made by, besides the issue and the reasons.
    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d>;
}

impl<P: Procedure> Instructeur for P {
    fn commun(&self) -> &Commun {
        Procedure::commun(self)
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        Procedure::date_de_reference(self, dossier)
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        Procedure::impossibles(self, dossier)
    }

    fn issue(&self, dossier: &Dossier) -> Issue {
        moteur::trancher(self, dossier).issue
    }

    fn instruire(&self, dossier: &Dossier, reference: &str, version: &'static str) -> Decision {
        explication::expliquer(self, dossier, reference, version)
    }

    fn instruire_bref(
        &self,
        dossier: &Dossier,
        reference: &str,
        version: &'static str,
    ) -> Decision {
        explication::expliquer_selon(self, dossier, (reference, version), Etendue::Motifs)
    }

    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d> {
        Procedure::axes(self, dossier)
    }
}
