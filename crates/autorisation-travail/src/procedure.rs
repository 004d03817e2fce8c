//! The circular as the engine sees it.

use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::erreur::plus_proche;
use guichet_socle::{Centimes, Issue};
use jiff::civil::Date;

use crate::edition::EditionAutorisationTravail;
use crate::listes::Groupe;
use crate::reponse::{self, Reponse};
use crate::{faits, pistes};

impl Procedure for EditionAutorisationTravail {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        dossier.date(self.champs.date_reception)
    }

    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>) {
        faits::etablir(self, dossier, choix, etabli);
    }

    fn issue(&self, dossier: &Dossier, _etabli: &Etabli<'_>, des_conditions: Issue) -> Issue {
        let groupe = dossier
            .texte(self.champs.nationalite)
            .and_then(|code| self.listes.nationalite(code))
            .map(|nationalite| nationalite.groupe);
        match groupe {
            Some(Groupe::AccordParticulier | Groupe::HorsCirculaire) => Issue::HorsChamp,
            _ => des_conditions,
        }
    }

    fn champs_du_calcul(&self) -> u64 {
        self.du_calcul
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        _choix: Choix,
        etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        reponse::repondre(self, dossier, etabli, issue)
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        impossibles(self, dossier)
    }

    fn montant(&self, _reponse: &Reponse) -> Option<Centimes> {
        None
    }

    fn champs(&self, reponse: &Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
        reponse::champs(*reponse, issue)
    }

    fn calcul(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        Vec::new()
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
        if let Some(rang) = faits::territoire(self, dossier) {
            let territoire = &self.listes.territoires[usize::from(rang)];
            axes.push(("territoire", territoire.libelle.as_str().into()));
        }
        let nationalite = dossier
            .texte(self.champs.nationalite)
            .and_then(|code| self.listes.nationalite(code));
        if let Some(nationalite) = nationalite {
            axes.push(("nationalité", nationalite.libelle.as_str().into()));
        }
        if let Some(code) = dossier.texte(self.champs.code_rome) {
            axes.push(("métier", code.into()));
        }
        axes
    }
}

/// A country or a region that no list has, a department that is not of the region.
fn impossibles(edition: &EditionAutorisationTravail, dossier: &Dossier) -> Vec<(Rang, String)> {
    let (champs, listes) = (&edition.champs, &edition.listes);
    let mut impossibles = Vec::new();
    if let Some(code) = dossier.texte(champs.nationalite)
        && listes.nationalite(code).is_none()
    {
        impossibles.push((
            champs.nationalite,
            format!("« {code} » n’est le code d’aucun pays ; écrivez celui de l’INSEE (122) ou de la norme ISO (POL)."),
        ));
    }
    for champ in [champs.code_rome, champs.initiale_rome] {
        if let Some(code) = dossier
            .texte(champ)
            .filter(|code| est_d_un_rome_suivant(code))
        {
            impossibles.push((
                champ,
                format!("« {code} » est un code du ROME de 2009 ou d’après (une lettre et quatre chiffres) ; la circulaire emploie les codes à cinq chiffres de 2007, et aucun n’est converti : cherchez celui du métier dans ses listes."),
            ));
        }
    }
    let departement = dossier.texte(champs.departement);
    let du_departement = departement.and_then(|code| listes.territoire_du_departement(code));
    if let (Some(code), None) = (departement, du_departement) {
        impossibles.push((
            champs.departement,
            format!("« {code} » n’est un département d’aucune des régions de 2007 ; vérifiez-le."),
        ));
    }
    let Some(nom) = dossier.texte(champs.region) else {
        return impossibles;
    };
    match (listes.territoire(nom), du_departement) {
        (None, _) => {
            let conseil = plus_proche(nom, listes.noms_de_territoires())
                .map_or(String::new(), |proche| {
                    format!(" Vouliez-vous dire « {proche} » ?")
                });
            impossibles.push((
                champs.region,
                format!("« {nom} » n’est pas une région de 2007 ; donnez l’une des 22, ou le département.{conseil}"),
            ));
        }
        (Some(region), Some(autre)) if region != autre => impossibles.push((
            champs.departement,
            format!(
                "le département {} n’est pas en {} ; corrigez l’un des deux.",
                departement.unwrap_or_default(),
                listes.territoires[usize::from(region)].libelle
            ),
        )),
        _ => {}
    }
    impossibles
}

fn est_d_un_rome_suivant(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_uppercase())
}
