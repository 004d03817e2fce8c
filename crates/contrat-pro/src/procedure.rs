//! The regulation as the engine sees it.

use guichet_instruction::{Choix, Commun, Dossier, Etabli, Procedure, Proposition};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use crate::calcul::{self, Reponse};
use crate::edition::EditionContratPro;
use crate::{faits, pistes};

impl Procedure for EditionContratPro {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        dossier.date(self.champs.date_demande)
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
        etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        calcul::repondre(self, dossier, choix, etabli, issue)
    }

    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant
    }

    fn champs(&self, reponse: &Reponse, _issue: Issue) -> Vec<(String, Valeur)> {
        calcul::champs(reponse)
    }

    fn calcul(&self, dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        calcul::etapes(self, dossier, reponse)
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        &pistes::PISTES
    }

    fn piste(&self, nom: &str, dossier: &Dossier, _etabli: &Etabli<'_>) -> Option<Proposition> {
        pistes::piste(self, nom, dossier)
    }

    fn axes(&self, _dossier: &Dossier) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
