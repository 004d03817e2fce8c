//! What the method of annex 1 keeps and drops.

use guichet::travail::EditionDeTravail;
use guichet::travail::methode::Selection;
use guichet::travail::methode::{Motif, Resultat, Tension, Verification, motif_en_mots};

use crate::nombres::nombre;
use crate::tableau::{Cellule, Colonne, Sorte, Tableau};

/// The selection, what it opens by region, and the totals of the document as checks.
#[must_use]
pub fn methode(
    edition: &EditionDeTravail,
    resultat: &Resultat,
    verifications: &[Verification],
) -> Vec<Tableau> {
    vec![
        selection(edition, resultat),
        regions(edition, resultat),
        totaux(verifications),
    ]
}

/// The same for a terminal: how many jobs each reason keeps or drops, not each of them.
#[must_use]
pub fn methode_en_bref(
    edition: &EditionDeTravail,
    resultat: &Resultat,
    verifications: &[Verification],
) -> Vec<Tableau> {
    vec![
        motifs(resultat),
        regions(edition, resultat),
        totaux(verifications),
    ]
}

/// The selection region by region as one table, for a spreadsheet: a row for each job and territory.
#[must_use]
pub fn methode_en_lignes(edition: &EditionDeTravail, resultat: &Resultat) -> Tableau {
    let mut lignes = Vec::new();
    for s in gardes_d_abord(resultat) {
        for (rang, tension, ouvert) in &s.territoires {
            let ou = edition.listes.territoires.get(usize::from(*rang));
            lignes.push(vec![
                texte(s.code_rome.clone()),
                libelle(edition, &s.code_rome),
                rapport(s.tension.centiemes()),
                texte(motif_en_mots(s.motif)),
                Cellule::texte(ou.map(|territoire| territoire.libelle.clone())),
                Cellule::Nombre(tension.offres),
                Cellule::Nombre(tension.demandes),
                rapport(tension.centiemes()),
                texte(if s.motif.retenu() && *ouvert {
                    "ouvert"
                } else {
                    "fermé"
                }),
            ]);
        }
    }
    Tableau {
        nom: "methode".to_owned(),
        titre: "Méthode de l’annexe 1".to_owned(),
        colonnes: vec![
            Colonne::new("code_rome", "Code", Sorte::Code),
            Colonne::new("libelle", "Métier", Sorte::Texte),
            Colonne::new("tension", "Tension", Sorte::Texte),
            Colonne::new("decision", "Décision", Sorte::Texte),
            Colonne::new("territoire", "Territoire", Sorte::Texte),
            Colonne::new("offres_ici", "Offres ici", Sorte::Nombre),
            Colonne::new("demandes_ici", "Demandes ici", Sorte::Nombre),
            Colonne::new("tension_ici", "Tension ici", Sorte::Texte),
            Colonne::new("decision_ici", "Décision ici", Sorte::Texte),
        ],
        lignes,
        ..Tableau::default()
    }
}

fn gardes_d_abord(resultat: &Resultat) -> impl Iterator<Item = &Selection> {
    let de = |garde: bool| {
        let selections = resultat.selections.iter();
        selections.filter(move |s| s.motif.retenu() == garde)
    };
    de(true).chain(de(false))
}

/// A ratio in hundredths, as people write it.
fn rapport(centiemes: Option<u64>) -> Cellule {
    Cellule::Texte(centiemes.map_or_else(
        || "sans demande".to_owned(),
        |c| format!("{},{:02}", c / 100, c % 100),
    ))
}

fn texte(texte: impl Into<String>) -> Cellule {
    Cellule::Texte(texte.into())
}

fn libelle(edition: &EditionDeTravail, code: &str) -> Cellule {
    let metier = edition.listes.metier(code);
    Cellule::texte(metier.and_then(|metier| metier.libelles.first().cloned()))
}

/// What the selection is about, without its rows.
fn entete_de_la_selection(resultat: &Resultat) -> Tableau {
    let retenus = resultat.selections.iter().filter(|s| s.motif.retenu());
    let retenus = retenus.count();
    let seuils = resultat.seuils;
    Tableau {
        nom: "selection".to_owned(),
        titre: format!(
            "Méthode de l’annexe 1 : {retenus} métiers retenus sur {}",
            resultat.selections.len()
        ),
        phrases: vec![
            format!(
                "Tension : offres divisées par demandes. Seuils : plus de {} pour l’enseignement supérieur, les {} métiers les plus tendus des niveaux IV et V, plus de {} dans une région.",
                seuils.superieur, seuils.iv_ou_v, seuils.regional
            ),
            format!(
                "Les métiers retenus ont {} offres sur {} de la table : {}.",
                nombre(resultat.offres_retenues),
                nombre(resultat.offres),
                part(resultat.offres_retenues, resultat.offres)
            ),
        ],
        notes: vec![
            "La sélection se fait parmi les métiers de l’annexe 2 ; le rapport affiché est arrondi, la comparaison est exacte.".to_owned(),
        ],
        ..Tableau::default()
    }
}

/// A row for each reason that keeps or drops jobs.
fn motifs(resultat: &Resultat) -> Tableau {
    let lignes = Motif::TOUS.into_iter().filter_map(|motif| {
        let siens = resultat.selections.iter().filter(|s| s.motif == motif);
        let (nombre, offres, demandes) = siens.fold((0, 0, 0), |(nombre, offres, demandes), s| {
            let Tension {
                offres: les_siennes,
                demandes: autres,
            } = s.tension;
            (nombre + 1, offres + les_siennes, demandes + autres)
        });
        (nombre > 0).then(|| {
            vec![
                texte(motif_en_mots(motif)),
                Cellule::Nombre(nombre),
                Cellule::Nombre(offres),
                Cellule::Nombre(demandes),
            ]
        })
    });
    let mut entete = entete_de_la_selection(resultat);
    entete.notes.push(
        "Chaque métier, avec sa tension et sa décision : --format csv, ou --format xlsx --sortie methode.xlsx."
            .to_owned(),
    );
    Tableau {
        colonnes: vec![
            Colonne::new("decision", "Décision", Sorte::Texte),
            Colonne::new("metiers", "Métiers", Sorte::Nombre),
            Colonne::new("offres", "Offres", Sorte::Nombre),
            Colonne::new("demandes", "Demandes", Sorte::Nombre),
        ],
        lignes: lignes.collect(),
        ..entete
    }
}

fn selection(edition: &EditionDeTravail, resultat: &Resultat) -> Tableau {
    Tableau {
        colonnes: vec![
            Colonne::new("code_rome", "Code", Sorte::Code),
            Colonne::new("libelle", "Métier", Sorte::Texte),
            Colonne::new("offres", "Offres", Sorte::Nombre),
            Colonne::new("demandes", "Demandes", Sorte::Nombre),
            Colonne::new("tension", "Tension", Sorte::Texte),
            Colonne::new("decision", "Décision", Sorte::Texte),
            Colonne::new("regions", "Régions", Sorte::Nombre),
        ],
        lignes: gardes_d_abord(resultat)
            .map(|s| {
                let ouvertes = s.territoires.iter().filter(|(_, _, ouvert)| *ouvert);
                let ouvertes = if s.motif.retenu() {
                    ouvertes.count()
                } else {
                    0
                };
                vec![
                    texte(s.code_rome.clone()),
                    libelle(edition, &s.code_rome),
                    Cellule::Nombre(s.tension.offres),
                    Cellule::Nombre(s.tension.demandes),
                    rapport(s.tension.centiemes()),
                    texte(motif_en_mots(s.motif)),
                    Cellule::Nombre(u64::try_from(ouvertes).unwrap_or(u64::MAX)),
                ]
            })
            .collect(),
        ..entete_de_la_selection(resultat)
    }
}

/// What is open where: a row for each territory, its share of the offers of the jobs kept.
fn regions(edition: &EditionDeTravail, resultat: &Resultat) -> Tableau {
    let lignes = (0u8..)
        .zip(&edition.listes.territoires)
        .filter_map(|(rang, territoire)| {
            let ici = |s: &Selection| {
                let la = s.territoires.iter().find(|(autre, ..)| *autre == rang);
                la.map(|(_, tension, ouvert)| (tension.offres, *ouvert && s.motif.retenu()))
            };
            let ici: Vec<(u64, bool)> = resultat.selections.iter().filter_map(ici).collect();
            let offres: u64 = ici.iter().map(|(offres, _)| offres).sum();
            let ouvertes: u64 = ici
                .iter()
                .filter(|(_, ouvert)| *ouvert)
                .map(|(o, _)| o)
                .sum();
            let metiers = ici.iter().filter(|(_, ouvert)| *ouvert).count();
            (!ici.is_empty()).then(|| {
                vec![
                    texte(territoire.libelle.clone()),
                    Cellule::Nombre(u64::try_from(metiers).unwrap_or(u64::MAX)),
                    Cellule::Nombre(ouvertes),
                    Cellule::Nombre(offres),
                    texte(part(ouvertes, offres)),
                ]
            })
        })
        .collect();
    Tableau {
        nom: "regions".to_owned(),
        titre: "Les métiers ouverts, région par région".to_owned(),
        colonnes: vec![
            Colonne::new("territoire", "Territoire", Sorte::Texte),
            Colonne::new("metiers", "Métiers ouverts", Sorte::Nombre),
            Colonne::new("offres_ouvertes", "Leurs offres", Sorte::Nombre),
            Colonne::new("offres", "Toutes les offres", Sorte::Nombre),
            Colonne::new("part", "Part", Sorte::Texte),
        ],
        lignes,
        notes: vec!["Pour chaque métier dans chaque région, demandez --format csv.".to_owned()],
        ..Tableau::default()
    }
}

/// A share in percent with a tenth, rounded down.
fn part(partie: u64, tout: u64) -> String {
    let pour_mille = u128::from(partie) * 1_000 / u128::from(tout.max(1));
    format!("{},{} %", pour_mille / 10, pour_mille % 10)
}

fn totaux(verifications: &[Verification]) -> Tableau {
    Tableau {
        nom: "totaux".to_owned(),
        titre: "Les totaux que la circulaire annonce".to_owned(),
        colonnes: vec![
            Colonne::new("total", "Total", Sorte::Texte),
            Colonne::new("verification", "Vérification", Sorte::Texte),
        ],
        lignes: verifications
            .iter()
            .map(|v| {
                vec![
                    texte(v.phrase.clone()),
                    texte(if v.juste {
                        "juste"
                    } else {
                        "ne tombe pas juste"
                    }),
                ]
            })
            .collect(),
        ..Tableau::default()
    }
}
