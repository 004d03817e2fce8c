//! Two editions of a list compared: the counts, then each difference.

use std::io::{self, Write};

use guichet::codes::comparaison::{ComparaisonDeListe, EditionDeListe};
use guichet::socle::edition::StatutEdition;

use crate::editions::tableau::{COLONNES, de_la_liste};
use crate::editions::{json, texte};
use crate::tableau::{Cellule, Colonne, FormeDeTableau, Sorte, Tableau, ecrire};

/// What differs between two editions of a list, in a form: the counts first, but in a table for a
/// spreadsheet, which holds the differences alone.
///
/// # Errors
/// The output cannot be written.
pub fn comparaison(
    sortie: &mut dyn Write,
    vue: &ComparaisonDeListe,
    forme: FormeDeTableau,
    largeur: usize,
) -> io::Result<()> {
    match forme {
        FormeDeTableau::Texte => en_texte(sortie, vue, largeur.clamp(60, 120)),
        FormeDeTableau::Json => json(sortie, vue),
        FormeDeTableau::Csv => ecrire(forme, &[differences(vue)], sortie),
        FormeDeTableau::Xlsx | FormeDeTableau::Html => {
            ecrire(forme, &[comptes(vue), differences(vue)], sortie)
        }
    }
}

fn en_texte(sortie: &mut dyn Write, vue: &ComparaisonDeListe, largeur: usize) -> io::Result<()> {
    // The provenance of both stands below, folded.
    let sans_phrases = Tableau {
        phrases: Vec::new(),
        ..comptes(vue)
    };
    ecrire(FormeDeTableau::Texte, &[sans_phrases], sortie)?;
    writeln!(sortie)?;
    texte::provenances(sortie, vue, largeur)?;
    if vue.est_vide() {
        return writeln!(sortie, "\nRien ne diffère.");
    }
    writeln!(sortie)?;
    texte::changements(sortie, vue, largeur)
}

fn titre(vue: &ComparaisonDeListe) -> String {
    let nom = |edition: &Option<EditionDeListe>| {
        edition.as_ref().map_or("aucune".to_owned(), |edition| {
            let projet = match edition.statut {
                StatutEdition::Verifiee => "",
                StatutEdition::Projet => " (projet)",
            };
            format!("{}{projet}", edition.id)
        })
    };
    format!(
        "{} : de l’édition {} à l’édition {}",
        vue.liste,
        nom(&vue.avant),
        nom(&vue.apres)
    )
}

fn comptes(vue: &ComparaisonDeListe) -> Tableau {
    let lignes =
        |edition: &Option<EditionDeListe>| edition.as_ref().map_or(0, |edition| edition.lignes);
    let comptes = &vue.comptes;
    let quoi = [
        ("Lignes de la première édition", lignes(&vue.avant)),
        ("Lignes de la seconde édition", lignes(&vue.apres)),
        ("Lignes dans les deux", comptes.lignes_communes),
        ("Lignes de la première seulement", comptes.lignes_retirees),
        ("Lignes de la seconde seulement", comptes.lignes_ajoutees),
        ("Codes qu’un autre semble remplacer", comptes.remplaces),
        ("Codes retirés, sans remplaçant reconnu", comptes.retires),
        ("Codes ajoutés, qui n’en remplacent aucun", comptes.ajoutes),
        ("Codes renommés", comptes.renommes),
        ("Codes écrits autrement", comptes.reecrits),
        ("Codes changés dans une autre colonne", comptes.changes),
    ];
    let provenance = [&vue.avant, &vue.apres]
        .into_iter()
        .flatten()
        .map(|edition| format!("{} : {}", edition.id, edition.sources.join(" ; ")));
    Tableau {
        nom: "comptes".to_owned(),
        titre: titre(vue),
        phrases: provenance.collect(),
        colonnes: vec![
            Colonne::new("quoi", "Quoi", Sorte::Texte),
            Colonne::new("nombre", "Nombre", Sorte::Nombre),
        ],
        lignes: quoi
            .into_iter()
            .map(|(quoi, nombre)| {
                vec![
                    Cellule::Texte(quoi.to_owned()),
                    Cellule::Nombre(nombre as u64),
                ]
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    }
}

fn differences(vue: &ComparaisonDeListe) -> Tableau {
    let mut lignes = Vec::new();
    de_la_liste(vue, &mut lignes);
    let notes = vue
        .apres
        .iter()
        .flat_map(|apres| apres.non_modelise.clone());
    Tableau {
        nom: "differences".to_owned(),
        titre: "Différences".to_owned(),
        phrases: Vec::new(),
        colonnes: COLONNES.to_vec(),
        lignes,
        sans_ligne: "aucune différence",
        total: None,
        notes: notes.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet::Donnees;
    use guichet::codes::comparer;

    fn ecrit(liste: &str, avant: &str, apres: &str, forme: FormeDeTableau) -> Vec<u8> {
        let vue = comparer(&Donnees::embarquees(), liste, avant, apres).unwrap();
        let mut octets = Vec::new();
        comparaison(&mut octets, &vue, forme, 100).unwrap();
        octets
    }

    fn texte_de(liste: &str, avant: &str, apres: &str, forme: FormeDeTableau) -> String {
        String::from_utf8(ecrit(liste, avant, apres, forme)).unwrap()
    }

    #[test]
    fn the_courses_of_two_school_years_are_compared_counts_first() {
        let de = |forme| texte_de("equipement/formations", "2021-2022", "2023-2024", forme);
        insta::assert_snapshot!("formations", de(FormeDeTableau::Texte));
        insta::assert_snapshot!("formations_csv", de(FormeDeTableau::Csv));
        let page = de(FormeDeTableau::Html);
        assert!(page.find("Codes renommés") < page.find("50023224"));
        let json: serde_json::Value = serde_json::from_str(&de(FormeDeTableau::Json)).unwrap();
        let comptes = &json["comptes"];
        assert_eq!(
            (
                comptes["lignes_communes"].as_u64(),
                comptes["lignes_retirees"].as_u64(),
                comptes["lignes_ajoutees"].as_u64()
            ),
            (Some(191), Some(51), Some(31))
        );
    }

    #[test]
    fn the_jobs_of_the_regions_are_compared_by_code_with_their_places() {
        insta::assert_snapshot!(
            "regions",
            texte_de(
                "travail/regions",
                "2007-12-20",
                "2008-01-18",
                FormeDeTableau::Texte
            )
        );
    }

    #[test]
    fn an_edition_compared_with_itself_has_no_difference() {
        let meme = texte_de(
            "equipement/formations",
            "2021-2022",
            "2021-09-01",
            FormeDeTableau::Texte,
        );
        assert!(meme.contains("Rien ne diffère."), "{meme}");
    }

    #[test]
    fn the_workbook_has_a_sheet_of_counts_and_one_of_differences() {
        let octets = ecrit(
            "equipement/specialites",
            "2021-2022",
            "2023-2024",
            FormeDeTableau::Xlsx,
        );
        assert!(octets.starts_with(b"PK"));
    }
}
