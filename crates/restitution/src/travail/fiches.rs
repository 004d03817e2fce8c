//! A job, a territory, a nationality.

use guichet::travail::{Etat, FicheDeMetier, FicheDeNationalite, FicheDeTerritoire, MetierVu};

use super::RESERVE;
use crate::nombres::accorde;
use crate::tableau::{Cellule, Colonne, Sorte, Tableau};

const METIERS: [Colonne; 5] = [
    Colonne::new("code_rome", "Code", Sorte::Code),
    Colonne::new("libelle", "Métier", Sorte::Texte),
    Colonne::new("domaine", "Domaine", Sorte::Texte),
    Colonne::new("etat", "Situation de l’emploi", Sorte::Texte),
    Colonne::new("national", "Partout en métropole", Sorte::Texte),
];

/// A job: where it is open, and to whom.
#[must_use]
pub fn metier(fiche: &FicheDeMetier) -> Tableau {
    let premier = fiche.libelles.first().map_or("", String::as_str);
    let mut phrases = Vec::new();
    if let Some(domaine) = &fiche.domaine {
        phrases.push(format!("Domaine : {domaine}."));
    }
    if fiche.libelles.len() > 1 {
        phrases.push(format!(
            "Imprimé aussi : {}.",
            fiche.libelles[1..].join(" ; ")
        ));
    }
    phrases.push(format!(
        "Ressortissants des dix nouveaux États membres, partout en France : {} (annexe 2).",
        fiche.ue.libelle()
    ));
    let ouverts = fiche
        .territoires
        .iter()
        .filter(|ou| ou.tiers == Etat::NonOpposable)
        .count();
    let examiner = fiche
        .territoires
        .iter()
        .filter(|ou| ou.tiers == Etat::AExaminer)
        .count();
    let annexe = match (fiche.national, fiche.annexe_3) {
        (true, _) => "l’un des six ouverts dans toutes les régions de la métropole",
        (false, true) => "l’un des trente de l’annexe 3, selon la région",
        (false, false) => "hors de l’annexe 3",
    };
    phrases.push(format!(
        "Ressortissants des pays tiers : {annexe} ; non opposable {}{}.",
        if ouverts == 0 {
            "dans aucun territoire".to_owned()
        } else {
            format!("dans {}", territoires(ouverts))
        },
        if examiner == 0 {
            String::new()
        } else {
            format!(", à examiner dans {}", territoires(examiner))
        }
    ));
    phrases.push(
        "Algérie, Tunisie, autres membres, Espace économique européen, Suisse : sans objet (circulaire, 1.1 et 1.3)."
            .to_owned(),
    );
    let mut notes = fiche.remarques.clone();
    notes.push(RESERVE.to_owned());
    Tableau {
        nom: "metier".to_owned(),
        titre: format!("Métier {} : {premier}", fiche.code_rome),
        phrases,
        colonnes: vec![
            Colonne::new("territoire", "Territoire", Sorte::Texte),
            Colonne::new(
                "situation_tiers",
                "Situation de l’emploi, pays tiers",
                Sorte::Texte,
            ),
            Colonne::new("lecture", "Lecture", Sorte::Texte),
        ],
        lignes: fiche
            .territoires
            .iter()
            .map(|ou| {
                vec![
                    Cellule::Texte(ou.territoire.clone()),
                    Cellule::Texte(ou.tiers.libelle().to_owned()),
                    Cellule::texte(ou.lecture.clone()),
                ]
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes,
    }
}

fn territoires(n: usize) -> String {
    accorde(
        u64::try_from(n).unwrap_or(u64::MAX),
        "territoire",
        "territoires",
    )
}

/// Several jobs that the same words find, in their labels or (`"domaine"`) elsewhere: code and label.
#[must_use]
pub fn metiers(demande: &str, ou: &str, trouves: &[(String, String)]) -> Tableau {
    Tableau {
        nom: "metiers".to_owned(),
        titre: format!("Métiers dont le {ou} contient « {demande} »"),
        phrases: vec!["Redemandez l’un d’eux par son code.".to_owned()],
        colonnes: METIERS[..2].to_vec(),
        lignes: trouves
            .iter()
            .map(|(code, libelle)| {
                vec![
                    Cellule::Texte(code.clone()),
                    Cellule::Texte(libelle.clone()),
                ]
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    }
}

/// A territory: every job open there to nationals of third countries.
#[must_use]
pub fn territoire(fiche: &FicheDeTerritoire) -> Tableau {
    let mut phrases = vec![format!(
        "Métiers pour lesquels la situation de l’emploi n’est pas opposable aux ressortissants des pays tiers. Départements : {}.",
        fiche.departements.join(", ")
    )];
    let mut notes = Vec::new();
    match fiche.annonce {
        Some(annonce) => {
            phrases.push(format!(
                "La circulaire annonce {annonce} métiers pour cette région et en imprime {}.",
                fiche.imprimes
            ));
            if annonce > fiche.imprimes {
                notes.push(format!(
                    "Il manque {} de la liste imprimée (lecture M07-06) : vérifiez auprès du ministère avant d’opposer la situation de l’emploi.",
                    accorde((annonce - fiche.imprimes) as u64, "ligne", "lignes")
                ));
            }
        }
        None if fiche.metropole => {}
        None => phrases.push(
            "Aucune liste n’est imprimée pour l’outre-mer ; les six métiers nationaux y sont à examiner (lecture M07-08)."
                .to_owned(),
        ),
    }
    notes.push("Les ressortissants des dix nouveaux États membres ont les métiers de l’annexe 2 partout en France.".to_owned());
    notes.push(RESERVE.to_owned());
    Tableau {
        nom: "region".to_owned(),
        titre: format!("Métiers ouverts : {}", fiche.territoire),
        phrases,
        notes,
        ..liste(&fiche.metiers)
    }
}

/// A nationality: its group, what follows, the jobs open to it.
#[must_use]
pub fn nationalite(fiche: &FicheDeNationalite) -> Tableau {
    let iso = fiche
        .iso3
        .as_ref()
        .map_or(String::new(), |iso| format!(", {iso}"));
    Tableau {
        nom: "nationalite".to_owned(),
        titre: format!("Nationalité {} ({}{iso})", fiche.libelle, fiche.code),
        phrases: fiche.phrases.clone(),
        notes: vec![RESERVE.to_owned()],
        sans_ligne: "aucune liste de métiers : la circulaire ne s’applique pas",
        ..liste(&fiche.metiers)
    }
}

fn liste(metiers: &[MetierVu]) -> Tableau {
    let lignes = metiers
        .iter()
        .map(|metier| {
            vec![
                Cellule::Texte(metier.code_rome.clone()),
                Cellule::Texte(metier.libelle.clone()),
                Cellule::texte(metier.domaine.clone()),
                Cellule::Texte(metier.etat.libelle().to_owned()),
                Cellule::texte(metier.national.then_some("oui")),
            ]
        })
        .collect();
    Tableau {
        colonnes: METIERS.to_vec(),
        lignes,
        ..Tableau::default()
    }
}
