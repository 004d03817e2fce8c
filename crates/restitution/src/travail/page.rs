//! The whole table as one page that a lawyer reads and prints: a section for each group, jobs in rows,
//! territories in columns, every state told by a sign and in words.

use std::io::{self, Write};

use askama::Template;
use guichet::socle::edition::StatutEdition;
use guichet::travail::{EditionDeTravail, Etat, LigneDeTable, Qui, table};

use super::RESERVE;
use super::table::titre;
use crate::page::empreinte;

const STYLE: &str = concat!(
    include_str!("../../templates/rapport.css"),
    include_str!("../../templates/travail.css")
);

#[derive(Template)]
#[template(path = "travail_table.html")]
struct Page<'a> {
    titre: String,
    document: &'a str,
    projet: bool,
    version: &'static str,
    style: &'static str,
    empreinte_du_style: String,
    reserve: &'static str,
    legende: Vec<(&'static str, &'static str)>,
    groupes: Vec<Groupe>,
    lectures: Vec<Lecture<'a>>,
}

struct Groupe {
    id: &'static str,
    titre: String,
    phrase: &'static str,
    legende: String,
    colonnes: Vec<String>,
    blocs: Vec<Bloc>,
}

struct Bloc {
    titre: String,
    lignes: Vec<Ligne>,
}

struct Ligne {
    code: String,
    libelle: String,
    cases: Vec<Case>,
}

struct Case {
    classe: &'static str,
    signe: &'static str,
    sens: &'static str,
    lecture: String,
}

struct Lecture<'a> {
    id: &'a str,
    question: &'a str,
    retenue: &'a str,
}

/// Writes the page.
///
/// # Errors
/// The output cannot be written.
pub fn ecrire(edition: &EditionDeTravail, sortie: &mut dyn Write) -> io::Result<()> {
    let cellules: Vec<LigneDeTable> = table(edition).collect();
    let page = Page {
        titre: titre(edition),
        document: &edition.commun.edition.titre,
        projet: edition.commun.edition.statut == StatutEdition::Projet,
        version: guichet::VERSION,
        style: STYLE,
        empreinte_du_style: empreinte(STYLE),
        reserve: RESERVE,
        legende: [
            Etat::NonOpposable,
            Etat::PecheSeulement,
            Etat::AExaminer,
            Etat::Opposable,
            Etat::SansObjet,
        ]
        .map(|etat| (signe(etat), etat.libelle()))
        .into(),
        groupes: Qui::TOUS
            .into_iter()
            .map(|qui| groupe(edition, qui, &cellules))
            .collect(),
        lectures: edition
            .commun
            .registre
            .iter()
            .filter(|lecture| {
                cellules
                    .iter()
                    .any(|c| c.lecture.as_ref() == Some(&lecture.id))
            })
            .map(|lecture| Lecture {
                id: &lecture.id,
                question: &lecture.question,
                retenue: &lecture.retenue,
            })
            .collect(),
    };
    let texte = page.render().map_err(io::Error::other)?;
    sortie.write_all(texte.as_bytes())?;
    sortie.write_all(b"\n")?;
    sortie.flush()
}

fn signe(etat: Etat) -> &'static str {
    match etat {
        Etat::NonOpposable => "●",
        Etat::PecheSeulement => "≈",
        Etat::AExaminer => "?",
        Etat::Opposable => "–",
        Etat::SansObjet => "/",
    }
}

fn case(cellule: &LigneDeTable) -> Case {
    Case {
        classe: match cellule.etat {
            Etat::NonOpposable => "o",
            Etat::PecheSeulement => "p",
            Etat::AExaminer => "e",
            Etat::Opposable | Etat::SansObjet => "f",
        },
        signe: signe(cellule.etat),
        sens: cellule.etat.libelle(),
        lecture: cellule.lecture.clone().unwrap_or_default(),
    }
}

fn groupe(edition: &EditionDeTravail, qui: Qui, cellules: &[LigneDeTable]) -> Groupe {
    let ou = edition.listes.territoires.len();
    let phrase = match qui {
        Qui::UeTransitoire => {
            "L’annexe 2 vaut partout en France : une seule colonne tient lieu des vingt-six territoires (circulaire, 1.1)."
        }
        Qui::Tiers => {
            "Six métiers dans toutes les régions de la métropole, les autres selon la liste de la région (circulaire, 1.2)."
        }
        Qui::AccordParticulier => {
            "Sans objet pour tous les métiers et tous les territoires : un accord particulier régit ces ressortissants (circulaire, 1.3)."
        }
        Qui::HorsCirculaire => {
            "Sans objet pour tous les métiers et tous les territoires : la circulaire ne vise pas ces nationalités (circulaire, 1.1)."
        }
    };
    let colonnes: Vec<String> = match qui {
        Qui::UeTransitoire => vec!["Toute la France".to_owned()],
        Qui::Tiers => {
            let noms = edition.listes.territoires.iter();
            noms.map(|territoire| territoire.libelle.clone()).collect()
        }
        Qui::AccordParticulier | Qui::HorsCirculaire => Vec::new(),
    };
    let du_groupe: Vec<&LigneDeTable> = cellules.iter().filter(|c| c.groupe == qui).collect();
    let (mut ouverts, mut fermes) = (Vec::new(), Vec::new());
    for metier in du_groupe.chunks(ou) {
        let Some(premier) = metier.first() else {
            continue;
        };
        let ligne = Ligne {
            code: premier.code_rome.clone(),
            libelle: premier.libelle.clone(),
            cases: metier
                .iter()
                .take(colonnes.len())
                .map(|c| case(c))
                .collect(),
        };
        if metier.iter().all(|c| c.etat == Etat::Opposable) {
            fermes.push(ligne);
        } else {
            ouverts.push(ligne);
        }
    }
    Groupe {
        id: qui.code(),
        titre: format!("Ressortissants : {}", qui.libelle()),
        phrase,
        legende: format!(
            "Situation de l’emploi, {} métiers, ressortissants : {}.",
            ouverts.len() + fermes.len(),
            qui.libelle()
        ),
        colonnes,
        blocs: [
            ("Métiers ouverts, ou à examiner, quelque part", ouverts),
            (
                "Métiers pour lesquels la situation de l’emploi est opposable partout",
                fermes,
            ),
        ]
        .into_iter()
        .filter(|(_, lignes)| !lignes.is_empty())
        .map(|(titre, lignes)| Bloc {
            titre: format!("{titre} ({})", lignes.len()),
            lignes,
        })
        .collect(),
    }
}
