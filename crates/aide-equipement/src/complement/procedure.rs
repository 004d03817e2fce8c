//! The complementary grant as the engine sees it.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use super::reponse::{self, Reponse};
use super::{EditionComplement, demande, faits};
use crate::annee_du_dossier;

/// The names of the leads.
pub(super) const PISTES: &[&str] = &["demande-a-ecrire"];

impl Procedure for EditionComplement {
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
        issue: Issue,
    ) -> Reponse {
        reponse::repondre(self, dossier, choix, issue)
    }

    /// The most that may be given: two readings that differ on it are worth a choice.
    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant_maximal
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
        if !nom.starts_with("formations_") {
            return None;
        }
        let demande = demande::lire(self, dossier, Choix::RETENUES)?;
        faits::en_mots(self, &demande, nom)
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        PISTES
    }

    fn piste(&self, nom: &str, _dossier: &Dossier, _etabli: &Etabli<'_>) -> Option<Proposition> {
        (nom == PISTES[0]).then(|| Proposition {
            message:
                "Une demande écrite, par courriel ou par voie postale, remplit cette condition."
                    .to_owned(),
            changements: vec![(self.champs.demande_ecrite, ValeurDeChamp::Booleen(true))],
        })
    }

    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d> {
        let dispositif = demande::dispositif(self, dossier);
        dispositif
            .map(|dispositif| ("dispositif", dispositif.libelle().into()))
            .into_iter()
            .collect()
    }
}
