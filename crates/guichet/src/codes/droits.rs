//! Where a code gives a right, procedure by procedure: the facade's own views, and sentences for people.

use guichet_nomenclatures::colonnes::Sessions;
use guichet_socle::ErreurEdition;
use serde::Serialize;

use super::voir::Sens;
use crate::Donnees;
use crate::travail::{self, ErreurDeTravail, Etat, FicheDeMetier, FicheDeNationalite, Ou};

/// What a procedure makes of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Droit {
    /// The procedure.
    pub procedure: String,
    /// Its edition, or that of its list.
    pub edition: String,
    /// What it is about, in a few words.
    pub objet: String,
    /// What follows, in sentences.
    pub phrases: Vec<String>,
    /// A job of the circular: where it is open, and to whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metier: Option<FicheDeMetier>,
    /// A nationality: what the circular makes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationalite: Option<FicheDeNationalite>,
}

/// The rights of a code, from what it means.
///
/// # Errors
/// An edition is faulty.
pub(super) fn droits(
    donnees: &Donnees,
    code: &str,
    sens: &[Sens],
) -> Result<Vec<Droit>, ErreurEdition> {
    let mut droits: Vec<Droit> = sens.iter().filter_map(d_examen).collect();
    droits.extend(sens.iter().filter_map(d_aide));
    let du_travail = |colonne: &[&str]| {
        sens.iter()
            .any(|un| un.liste.starts_with("travail/") && colonne.contains(&un.colonne.as_str()))
    };
    if du_travail(&["code_rome"]) {
        droits.extend(de_travail(donnees, |edition| {
            let fiche = travail::metier(edition, code)?;
            Ok(Droit {
                objet: "métier".to_owned(),
                phrases: du_metier(&fiche),
                metier: Some(fiche),
                ..vide(&edition.commun.edition.id)
            })
        })?);
    }
    if du_travail(&["code", "iso3"]) {
        droits.extend(de_travail(donnees, |edition| {
            let fiche = travail::nationalite(edition, code)?;
            Ok(Droit {
                objet: format!("nationalité {}", fiche.libelle),
                phrases: fiche.phrases.clone(),
                nationalite: Some(fiche),
                ..vide(&edition.commun.edition.id)
            })
        })?);
    }
    Ok(droits)
}

fn vide(edition: &str) -> Droit {
    Droit {
        procedure: guichet_autorisation_travail::PROCEDURE.to_owned(),
        edition: edition.to_owned(),
        objet: String::new(),
        phrases: Vec::new(),
        metier: None,
        nationalite: None,
    }
}

/// What the circular says; nothing when its last edition does not know the code: a draft may.
fn de_travail(
    donnees: &Donnees,
    voir: impl FnOnce(
        &guichet_autorisation_travail::EditionAutorisationTravail,
    ) -> Result<Droit, ErreurDeTravail>,
) -> Result<Option<Droit>, ErreurEdition> {
    match travail::ouvrir(donnees, None).and_then(|edition| voir(&edition)) {
        Ok(droit) => Ok(Some(droit)),
        Err(ErreurDeTravail::Fautive(erreur)) => Err(erreur),
        // A look writes nothing: only a draft of the method can fail to be written.
        Err(
            ErreurDeTravail::Absente(_)
            | ErreurDeTravail::Inconnu(_)
            | ErreurDeTravail::Ecriture(_),
        ) => Ok(None),
    }
}

/// A job: the ten States first, then third countries, by what the circular answers.
fn du_metier(fiche: &FicheDeMetier) -> Vec<String> {
    let ue = match fiche.ue {
        Etat::NonOpposable => {
            "la situation de l’emploi n’est pas opposable, partout en France (annexe 2)."
        }
        Etat::PecheSeulement => {
            "la situation de l’emploi n’est pas opposable, partout en France, pour la pêche seulement (annexe 2)."
        }
        Etat::Opposable => {
            "la situation de l’emploi peut être opposée, partout en France : le métier n’est pas dans l’annexe 2."
        }
        Etat::AExaminer => "deux lectures de la circulaire, à examiner.",
        Etat::SansObjet => "la circulaire ne s’applique pas.",
    };
    let mut phrases = vec![format!(
        "Ressortissants des dix nouveaux États membres : {ue}"
    )];
    let tiers = "Ressortissants des pays tiers";
    let de = |etat: Etat| -> Vec<&Ou> {
        fiche
            .territoires
            .iter()
            .filter(|ou| ou.tiers == etat)
            .collect()
    };
    let ouverts = de(Etat::NonOpposable);
    if !ouverts.is_empty() {
        phrases.push(format!(
            "{tiers} : la situation de l’emploi n’est pas opposable {}.",
            ou(fiche, &ouverts)
        ));
    }
    let douteux = de(Etat::AExaminer);
    let mut lectures: Vec<&str> = Vec::new();
    for lecture in douteux.iter().filter_map(|ou| ou.lecture.as_deref()) {
        if !lectures.contains(&lecture) {
            lectures.push(lecture);
        }
    }
    for lecture in lectures {
        let ici: Vec<&Ou> = douteux
            .iter()
            .copied()
            .filter(|ou| ou.lecture.as_deref() == Some(lecture))
            .collect();
        phrases.push(format!(
            "{tiers} : à examiner, selon deux lectures ({lecture}), {}.",
            ou(fiche, &ici)
        ));
    }
    let fermes = de(Etat::Opposable);
    if !fermes.is_empty() {
        phrases.push(format!(
            "{tiers} : la situation de l’emploi peut être opposée {}.",
            ou(fiche, &fermes)
        ));
    }
    phrases.extend(fiche.remarques.iter().cloned());
    phrases
}

/// Some territories, named by the whole when they are one.
fn ou(fiche: &FicheDeMetier, territoires: &[&Ou]) -> String {
    let tous = |metropole: bool| {
        fiche
            .territoires
            .iter()
            .filter(|ou| ou.metropole == metropole)
            .count()
    };
    let (ici, outre_mer): (Vec<&Ou>, Vec<&Ou>) =
        territoires.iter().copied().partition(|ou| ou.metropole);
    let noms = |liste: &[&Ou]| {
        let noms: Vec<&str> = liste.iter().map(|ou| ou.territoire.as_str()).collect();
        noms.join(", ")
    };
    let mut parties = Vec::new();
    if !ici.is_empty() && ici.len() == tous(true) {
        parties.push(format!("dans les {} régions de la métropole", ici.len()));
    } else if !ici.is_empty() {
        parties.push(match ici.len() {
            1 => format!("dans une région ({})", noms(&ici)),
            nombre => format!("dans {nombre} régions ({})", noms(&ici)),
        });
    }
    if !outre_mer.is_empty() && outre_mer.len() == tous(false) {
        parties.push("outre-mer".to_owned());
    } else if !outre_mer.is_empty() {
        parties.push(format!("outre-mer ({})", noms(&outre_mer)));
    }
    parties.join(" et ")
}

/// A certification that the aid to the professionalisation contract lists.
fn d_aide(sens: &Sens) -> Option<Droit> {
    (sens.liste == "contrat-pro/certifications").then(|| Droit {
        procedure: guichet_contrat_pro::PROCEDURE.to_owned(),
        edition: sens.edition.clone(),
        objet: format!(
            "certification {}",
            if sens.colonne == "code_rncp" { "RNCP" } else { "CERTIFINFO" }
        ),
        phrases: vec!["La certification est sur la liste des formations éligibles : elle permet l’aide au contrat de professionnalisation, si les autres conditions sont remplies (règle CP-302).".to_owned()],
        metier: None,
        nationalite: None,
    })
}

/// A speciality: the exam, and the sessions that its list opens.
pub(super) fn d_examen(sens: &Sens) -> Option<Droit> {
    if sens.liste != "cyclades/specialites" {
        return None;
    }
    let domaine = sens.domaine.as_deref()?;
    let attributs = sens.attributs.iter();
    let sessions = en_mots(Sessions::de(
        attributs.map(|a| (a.colonne.as_str(), a.valeur.as_str())),
    ))
    .unwrap_or_else(|| {
        "à toutes les sessions : la liste n’en donne ni première ni dernière".to_owned()
    });
    Some(Droit {
        procedure: "cyclades".to_owned(),
        edition: sens.edition.clone(),
        objet: format!("examen {domaine}"),
        phrases: vec![format!(
            "Le code s’inscrit dans les fichiers {domaine}, {sessions}."
        )],
        metier: None,
        nationalite: None,
    })
}

/// « à partir de la session 2024 »; nothing when the list gives neither first nor last.
pub(super) fn en_mots(sessions: Sessions) -> Option<String> {
    match (sessions.premiere, sessions.derniere) {
        (None, None) => None,
        (Some(premiere), None) => Some(format!("à partir de la session {premiere}")),
        (None, Some(derniere)) => Some(format!("jusqu’à la session {derniere}")),
        (Some(premiere), Some(derniere)) => {
            Some(format!("de la session {premiere} à la session {derniere}"))
        }
    }
}
