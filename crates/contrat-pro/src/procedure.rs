//! The regulation as the engine sees it.

use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::francais::date_en_toutes_lettres;
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use crate::calcul::{self, Reponse};
use crate::edition::EditionContratPro;
use crate::faits::{DERIVES, Fait};
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

    fn champs(&self, reponse: &Reponse, _issue: Issue) -> Vec<(&'static str, Valeur)> {
        calcul::champs(reponse)
    }

    fn calcul(&self, dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        calcul::etapes(self, dossier, reponse)
    }

    fn fait_en_mots(&self, nom: &str, dossier: &Dossier) -> Option<String> {
        if nom == DERIVES[Fait::CertificationCode as usize].nom {
            self.codes_en_mots(dossier)
        } else if nom == DERIVES[Fait::DateSoumise as usize].nom {
            self.demande_en_mots(dossier)
        } else if nom == DERIVES[Fait::CertificationIntitule as usize].nom {
            let certification = self.certification(dossier)?;
            Some(match certification.niveau {
                Some(niveau) => format!("{}, niveau {niveau}", certification.titre()),
                None => certification.titre().to_owned(),
            })
        } else {
            None
        }
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

    fn axes<'d>(&'d self, dossier: &'d Dossier) -> Axes<'d> {
        let mut axes = Vec::new();
        if let Some(certification) = self.certification(dossier) {
            let secteurs = certification.secteurs.iter();
            axes.extend(secteurs.map(|secteur| ("secteur", secteur.as_str().into())));
            let niveau = certification.niveau;
            let niveau = niveau.map_or_else(|| "sans niveau".into(), |n| n.to_string().into());
            axes.push(("niveau", niveau));
        }
        if let Some(departement) = dossier.texte(self.champs.departement) {
            axes.push(("departement", departement.into()));
        }
        axes
    }
}

impl EditionContratPro {
    /// « Demande du 18 avril 2024, pour un contrat commencé le 1er mars 2024 »; the contract when it is known.
    fn demande_en_mots(&self, dossier: &Dossier) -> Option<String> {
        let demande = dossier.date(self.champs.date_demande)?;
        let en_mots = format!("Demande du {}", date_en_toutes_lettres(demande));
        let Some(debut) = dossier.date(self.champs.date_debut) else {
            return Some(en_mots);
        };
        let verbe = if debut <= demande {
            "commencé"
        } else {
            "qui commence"
        };
        let debut = date_en_toutes_lettres(debut);
        Some(format!("{en_mots}, pour un contrat {verbe} le {debut}"))
    }

    /// « RNCP 37443 »; both codes when both are given and neither is on the list.
    fn codes_en_mots(&self, dossier: &Dossier) -> Option<String> {
        if let Some(certification) = self.certification(dossier) {
            return Some(certification.code.to_string());
        }
        let rncp = dossier.texte(self.champs.rncp);
        let certifinfo = dossier.texte(self.champs.certifinfo);
        let codes: Vec<String> = [("RNCP", rncp), ("CERTIFINFO", certifinfo)]
            .into_iter()
            .filter_map(|(repertoire, code)| Some(format!("{repertoire} {}", code?)))
            .collect();
        (!codes.is_empty()).then(|| codes.join(", "))
    }
}
