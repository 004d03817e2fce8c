//! The year-end account as the engine sees it.

use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use super::reponse::{self, Reponse};
use super::{EditionBilan, compte, faits, noms};
use crate::annee_du_dossier;

impl Procedure for EditionBilan {
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

    fn champs_du_calcul(&self) -> u64 {
        self.du_calcul
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        choix: Choix,
        _etabli: &Etabli<'_>,
        _issue: Issue,
    ) -> Reponse {
        reponse::repondre(self, dossier, choix)
    }

    /// An account grants nothing.
    fn montant(&self, _reponse: &Reponse) -> Option<Centimes> {
        None
    }

    fn champs(&self, reponse: &Reponse, _issue: Issue) -> Vec<(&'static str, Valeur)> {
        reponse::champs(reponse)
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        annee_du_dossier::impossible(dossier, self.champs.annee_scolaire)
    }

    fn calcul(&self, _dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        reponse::etapes(self, reponse)
    }

    fn fait_en_mots(&self, nom: &str, dossier: &Dossier) -> Option<String> {
        let compte = compte::lire(self, dossier, Choix::RETENUES);
        noms::en_mots(self, &compte, nom)
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        &[]
    }

    fn piste(&self, _nom: &str, _dossier: &Dossier, _etabli: &Etabli<'_>) -> Option<Proposition> {
        None
    }

    fn axes<'d>(&'d self, _dossier: &'d Dossier) -> Axes<'d> {
        Vec::new()
    }
}
