//! The competition fees as the engine sees them.

use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use super::{EditionConcours, faits};
use crate::annee_du_dossier;
use crate::dotation::reponse::montant;

/// The answer besides the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    /// The aid: nothing when it is refused, none when it is not known.
    pub montant: Option<Centimes>,
    /// Competitions that it pays.
    pub payes: Option<i64>,
}

impl Procedure for EditionConcours {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        annee_du_dossier::premier_jour(dossier, self.champs.annee_scolaire)
    }

    fn etablir<'d>(&'d self, dossier: &'d Dossier, _choix: Choix, etabli: &mut Etabli<'d>) {
        faits::etablir(self, dossier, etabli);
    }

    fn champs_du_calcul(&self) -> u64 {
        self.du_calcul
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        _choix: Choix,
        _etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        let nombre = match issue {
            Issue::Defavorable => Some(0),
            _ => dossier.entier(self.champs.nombre),
        };
        let aide = nombre.map(|nombre| self.aide(nombre));
        Reponse {
            montant: aide.and_then(|(_, montant)| montant),
            payes: aide.map(|(payes, _)| payes),
        }
    }

    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant
    }

    fn champs(&self, reponse: &Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
        vec![
            (
                "montant_centimes",
                montant(reponse.montant.filter(|_| issue != Issue::Incomplet)),
            ),
            (
                "concours_pris_en_charge",
                reponse.payes.map_or(Valeur::Nul, Valeur::Entier),
            ),
        ]
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        annee_du_dossier::impossible(dossier, self.champs.annee_scolaire)
    }

    fn calcul(&self, _dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        let forfait = &self.figures.forfait;
        let connus = reponse
            .payes
            .filter(|payes| *payes > 0)
            .zip(reponse.montant);
        connus
            .map(|(payes, montant)| EtapeDeCalcul {
                libelle: format!(
                    "{payes} concours × {}",
                    Centimes(forfait.valeur).to_string().replace(",00", "")
                ),
                montant_centimes: montant,
                source: self.regles.source(forfait.source.get_ref()),
            })
            .into_iter()
            .collect()
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
