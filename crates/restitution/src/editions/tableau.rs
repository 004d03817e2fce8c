//! A comparison as a table: a row for each difference.

use guichet::codes::comparaison::{CodeChange, ComparaisonDeListe, NatureDeCellule};
use guichet::editions::{Comparaison, SortDeFichier};

use super::reponses;
use super::texte::{avertissements, nature, sort_de_colonne, sort_de_fichier};
use crate::tableau::{Cellule, Colonne, Sorte, Tableau};

pub(crate) const COLONNES: [Colonne; 8] = [
    Colonne::new("endroit", "Fichier ou liste", Sorte::Texte),
    Colonne::new("changement", "Changement", Sorte::Texte),
    Colonne::new("objet", "Objet", Sorte::Texte),
    Colonne::new("cle", "Clé ou colonne", Sorte::Texte),
    Colonne::new("avant", "Avant", Sorte::Texte),
    Colonne::new("apres", "Après", Sorte::Texte),
    Colonne::new("ou", "Où", Sorte::Texte),
    Colonne::new("fondement", "Fondement", Sorte::Texte),
];

pub(super) fn tableau(vue: &Comparaison) -> Tableau {
    let mut lignes = Vec::new();
    for fichier in &vue.fichiers {
        if fichier.sort != SortDeFichier::Commun {
            lignes.push(ligne([
                &fichier.fichier,
                sort_de_fichier(fichier.sort),
                "",
                "",
                "",
                "",
                "",
                "",
            ]));
        }
        for c in &fichier.changements {
            lignes.push(ligne([
                &fichier.fichier,
                nature(c.nature),
                &c.objet,
                &c.cle,
                c.avant.as_deref().unwrap_or_default(),
                c.apres.as_deref().unwrap_or_default(),
                "",
                "",
            ]));
        }
    }
    for liste in &vue.listes {
        de_la_liste(liste, &mut lignes);
    }
    let mut phrases = avertissements(vue);
    if let Some(comparees) = &vue.reponses {
        reponses::lignes(comparees, &mut lignes);
        phrases.extend(reponses::phrases(comparees));
    }
    Tableau {
        nom: "comparaison".to_owned(),
        titre: format!(
            "{} : de l’édition {} à l’édition {}",
            vue.avant.procedure, vue.avant.id, vue.apres.id
        ),
        phrases,
        colonnes: COLONNES.to_vec(),
        lignes,
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    }
}

fn ligne(textes: [&str; 8]) -> Vec<Cellule> {
    textes
        .into_iter()
        .map(|texte| Cellule::texte((!texte.is_empty()).then_some(texte)))
        .collect()
}

/// The rows of a list that differs.
pub(crate) fn de_la_liste(liste: &ComparaisonDeListe, lignes: &mut Vec<Vec<Cellule>>) {
    let nom = liste.liste.as_str();
    match (&liste.avant, &liste.apres) {
        (None, _) => lignes.push(ligne([nom, "liste ajoutée", "", "", "", "", "", ""])),
        (_, None) => lignes.push(ligne([nom, "liste retirée", "", "", "", "", "", ""])),
        _ => {}
    }
    for colonne in &liste.colonnes {
        let sort = sort_de_colonne(colonne.sort);
        lignes.push(ligne([nom, sort, "", &colonne.colonne, "", "", "", ""]));
    }
    let complet = |code: &CodeChange| match &code.libelle {
        Some(libelle) => format!("{} {libelle}", code.code),
        None => code.code.clone(),
    };
    for remplacement in &liste.remplacements {
        lignes.push(ligne([
            nom,
            "remplacé",
            &remplacement.avant.code,
            "",
            &complet(&remplacement.avant),
            &complet(&remplacement.apres),
            &remplacement.avant.ou.join(", "),
            &remplacement.fondement,
        ]));
    }
    for code in &liste.retraits {
        let ou = code.ou.join(", ");
        lignes.push(ligne([
            nom,
            "retiré",
            &code.code,
            "",
            &complet(code),
            "",
            &ou,
            "",
        ]));
    }
    for code in &liste.ajouts {
        let ou = code.ou.join(", ");
        lignes.push(ligne([
            nom,
            "ajouté",
            &code.code,
            "",
            "",
            &complet(code),
            &ou,
            "",
        ]));
    }
    for cellule in &liste.modifications {
        lignes.push(ligne([
            nom,
            match cellule.nature {
                NatureDeCellule::Renommage => "renommé",
                NatureDeCellule::Ecriture => "écrit autrement",
                NatureDeCellule::Valeur => "changé",
            },
            &cellule.code,
            &cellule.colonne,
            &cellule.avant,
            &cellule.apres,
            &cellule.ou.join(", "),
            "",
        ]));
    }
}
