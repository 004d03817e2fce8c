//! The grant as the engine sees it.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use super::reponse::{self, Reponse};
use super::{EditionEquipement, avis, comptes, faits};
use crate::annee_du_dossier;

/// The names of the leads.
pub(super) const PISTES: &[&str] = &["enquete-a-repondre"];

impl Procedure for EditionEquipement {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        annee_du_dossier::premier_jour(dossier, self.champs.annee_scolaire)
    }

    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>) {
        faits::etablir(self, dossier, choix, etabli);
    }

    /// A kind of establishment that the aid does not cover is not a refusal.
    fn issue(&self, dossier: &Dossier, _etabli: &Etabli<'_>, des_conditions: Issue) -> Issue {
        if self.nature_couverte(dossier) == Some(false) {
            Issue::HorsChamp
        } else {
            des_conditions
        }
    }

    fn champs_du_calcul(&self) -> u64 {
        self.du_calcul
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        choix: Choix,
        _etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        reponse::repondre(self, dossier, choix, issue)
    }

    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant()
    }

    fn champs(&self, reponse: &Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
        reponse::champs(reponse, issue)
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        annee_du_dossier::impossible(dossier, self.champs.annee_scolaire)
    }

    fn calcul(&self, _dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        reponse::etapes(self, reponse)
    }

    fn fait_en_mots(&self, nom: &str, dossier: &Dossier) -> Option<String> {
        if !nom.starts_with("formations_") {
            return None;
        }
        let comptes = comptes::compter(self, dossier, Choix::RETENUES)?;
        avis::en_mots(self, &comptes, nom)
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        PISTES
    }

    fn piste(&self, nom: &str, _dossier: &Dossier, _etabli: &Etabli<'_>) -> Option<Proposition> {
        (nom == PISTES[0]).then(|| Proposition {
            message: "Une réponse à l’enquête régionale rend la dotation calculable.".to_owned(),
            changements: vec![(self.champs.enquete_repondue, ValeurDeChamp::Booleen(true))],
        })
    }

    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d> {
        let mut axes = Vec::new();
        if let Some(academie) = dossier.texte(self.champs.academie) {
            axes.push(("académie", academie.into()));
        }
        axes
    }
}
