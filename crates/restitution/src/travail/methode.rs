//! What the method of annex 1 keeps and drops.

use guichet::travail::EditionDeTravail;
use guichet::travail::methode::{Resultat, Verification, motif_en_mots};

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

fn selection(edition: &EditionDeTravail, resultat: &Resultat) -> Tableau {
    let retenus = resultat.selections.iter().filter(|s| s.motif.retenu());
    let retenus = retenus.count();
    let total = resultat.offres.max(1);
    let pour_mille = u128::from(resultat.offres_retenues) * 1_000 / u128::from(total);
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
                "Les métiers retenus ont {} offres sur {} de la table : {},{} %.",
                nombre(resultat.offres_retenues),
                nombre(resultat.offres),
                pour_mille / 10,
                pour_mille % 10
            ),
        ],
        colonnes: vec![
            Colonne::new("code_rome", "Code", Sorte::Code),
            Colonne::new("libelle", "Métier", Sorte::Texte),
            Colonne::new("offres", "Offres", Sorte::Nombre),
            Colonne::new("demandes", "Demandes", Sorte::Nombre),
            Colonne::new("tension", "Tension", Sorte::Texte),
            Colonne::new("decision", "Décision", Sorte::Texte),
            Colonne::new("regions", "Régions", Sorte::Nombre),
        ],
        lignes: resultat
            .selections
            .iter()
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
        total: None,
        notes: vec![
            "La sélection se fait parmi les métiers de l’annexe 2 ; le rapport affiché est arrondi, la comparaison est exacte.".to_owned(),
        ],
    }
}

fn regions(edition: &EditionDeTravail, resultat: &Resultat) -> Tableau {
    let mut lignes = Vec::new();
    for s in resultat.selections.iter().filter(|s| s.motif.retenu()) {
        for (rang, tension, ouvert) in &s.territoires {
            let nom = edition.listes.territoires.get(usize::from(*rang));
            lignes.push(vec![
                texte(s.code_rome.clone()),
                libelle(edition, &s.code_rome),
                Cellule::texte(nom.map(|territoire| territoire.libelle.clone())),
                rapport(tension.centiemes()),
                texte(if *ouvert {
                    "ouvert"
                } else {
                    "sous le seuil régional"
                }),
            ]);
        }
    }
    Tableau {
        nom: "regions".to_owned(),
        titre: "Les métiers retenus, région par région".to_owned(),
        colonnes: vec![
            Colonne::new("code_rome", "Code", Sorte::Code),
            Colonne::new("libelle", "Métier", Sorte::Texte),
            Colonne::new("territoire", "Territoire", Sorte::Texte),
            Colonne::new("tension", "Tension", Sorte::Texte),
            Colonne::new("decision", "Décision", Sorte::Texte),
        ],
        lignes,
        ..Tableau::default()
    }
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
            .map(|v| vec![texte(v.phrase.clone()), texte(if v.juste { "juste" } else { "ne tombe pas juste" })])
            .collect(),
        ..Tableau::default()
    }
}
