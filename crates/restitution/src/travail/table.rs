//! The whole table as rows, and what it comes to.

use guichet::travail::{EditionDeTravail, Etat, Qui, table as cellules};

use super::RESERVE;
use crate::tableau::{Cellule, Colonne, Sorte, Tableau};

/// Every group, job and territory, a row each.
#[must_use]
pub fn table(edition: &EditionDeTravail) -> Tableau {
    let texte = |texte: &str| Cellule::Texte(texte.to_owned());
    Tableau {
        nom: "table".to_owned(),
        titre: titre(edition),
        phrases: vec![RESERVE.to_owned()],
        colonnes: vec![
            Colonne::new("groupe", "Groupe", Sorte::Texte),
            Colonne::new("code_rome", "Code", Sorte::Code),
            Colonne::new("libelle", "Métier", Sorte::Texte),
            Colonne::new("territoire", "Territoire", Sorte::Texte),
            Colonne::new("situation_emploi", "Situation de l’emploi", Sorte::Texte),
            Colonne::new("lecture", "Lecture", Sorte::Texte),
        ],
        lignes: cellules(edition)
            .map(|ligne| {
                vec![
                    texte(ligne.groupe.code()),
                    Cellule::Texte(ligne.code_rome),
                    Cellule::Texte(ligne.libelle),
                    Cellule::Texte(ligne.territoire),
                    texte(ligne.etat.code()),
                    Cellule::texte(ligne.lecture),
                ]
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    }
}

pub(super) fn titre(edition: &EditionDeTravail) -> String {
    format!(
        "La situation de l’emploi peut-elle être opposée ? Édition {}",
        edition.commun.edition.id
    )
}

/// What the table comes to: cells by group, open jobs by territory.
#[must_use]
pub fn resume(edition: &EditionDeTravail) -> Vec<Tableau> {
    let compte = |qui: Qui, etat: Etat, territoire: Option<&str>| {
        let garde = |ou: &str| territoire.is_none_or(|territoire| territoire == ou);
        let cellules = cellules(edition)
            .filter(|l| l.groupe == qui && l.etat == etat && garde(&l.territoire))
            .count();
        Cellule::Nombre(u64::try_from(cellules).unwrap_or(u64::MAX))
    };
    let etats = [
        ("non_opposable", "Non opposable", Etat::NonOpposable),
        ("peche_seulement", "Pour la pêche", Etat::PecheSeulement),
        ("a_examiner", "À examiner", Etat::AExaminer),
        ("opposable", "Opposable", Etat::Opposable),
        ("sans_objet", "Sans objet", Etat::SansObjet),
    ];
    let colonnes = |cle, nom, rangs: &[usize]| {
        let mut colonnes = vec![Colonne::new(cle, nom, Sorte::Texte)];
        colonnes.extend(rangs.iter().map(|rang| {
            let (cle, nom, _) = etats[*rang];
            Colonne::new(cle, nom, Sorte::Nombre)
        }));
        colonnes
    };
    let ligne = |nom: &str, qui, rangs: &[usize], territoire| {
        let mut ligne = vec![Cellule::Texte(nom.to_owned())];
        ligne.extend(
            rangs
                .iter()
                .map(|rang| compte(qui, etats[*rang].2, territoire)),
        );
        ligne
    };
    let groupes = Tableau {
        nom: "groupes".to_owned(),
        titre: titre(edition),
        phrases: vec![format!(
            "{} métiers, {} territoires, {} groupes de nationalités ; chaque cellule est un métier dans un territoire.",
            edition.listes.metiers.len(),
            edition.listes.territoires.len(),
            Qui::TOUS.len()
        )],
        colonnes: colonnes("groupe", "Ressortissants", &[0, 1, 2, 3, 4]),
        lignes: Qui::TOUS
            .into_iter()
            .map(|qui| ligne(qui.libelle(), qui, &[0, 1, 2, 3, 4], None))
            .collect(),
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    };
    let territoires = Tableau {
        nom: "territoires".to_owned(),
        titre: "Pays tiers, par territoire".to_owned(),
        phrases: Vec::new(),
        colonnes: colonnes("territoire", "Territoire", &[0, 2, 3]),
        lignes: edition
            .listes
            .territoires
            .iter()
            .map(|territoire| {
                ligne(
                    &territoire.libelle,
                    Qui::Tiers,
                    &[0, 2, 3],
                    Some(territoire.libelle.as_str()),
                )
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes: vec![
            "Pour la table entière, demandez --format csv, xlsx, html ou json.".to_owned(),
            RESERVE.to_owned(),
        ],
    };
    vec![groupes, territoires]
}
