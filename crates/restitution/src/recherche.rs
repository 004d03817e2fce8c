//! What a search over the code lists found, as a table.

use guichet::codes::Reponses;

use crate::lignes::tronquer;
use crate::nombres::accorde;
use crate::tableau::{Cellule, Colonne, FormeDeTableau, Sorte, Tableau};

/// Widths of a terminal: what is longer is cut there, and nowhere else.
const LIBELLE: usize = 52;
const DOMAINE: usize = 22;

/// The answers, the best first, and where the others are.
#[must_use]
pub fn tableau(reponses: &Reponses, forme: FormeDeTableau) -> Tableau {
    let couper = |texte: &str, largeur: usize| {
        if forme == FormeDeTableau::Texte {
            tronquer(texte, largeur)
        } else {
            texte.to_owned()
        }
    };
    let lignes = reponses.reponses.iter().map(|reponse| {
        let domaine = reponse.domaine.as_deref();
        let libelle = reponse.libelle.as_deref();
        vec![
            Cellule::Texte(reponse.code.clone()),
            Cellule::texte(libelle.map(|libelle| couper(libelle, LIBELLE))),
            Cellule::texte(domaine.map(|domaine| couper(domaine, DOMAINE))),
            Cellule::Texte(reponse.liste.clone()),
            Cellule::Texte(reponse.validite.clone()),
        ]
    });
    let montrees = reponses.reponses.len();
    let mut notes = Vec::new();
    if reponses.nombre > montrees {
        let autres: Vec<String> = reponses
            .autres
            .iter()
            .map(|autre| format!("{} {}", autre.nombre, autre.liste))
            .collect();
        notes.push(format!(
            "{} de plus : {}. « --limite 0 » les montre toutes, « --liste » n’en cherche qu’une.",
            accorde((reponses.nombre - montrees) as u64, "réponse", "réponses"),
            autres.join(", ")
        ));
    }
    if montrees > 0 && forme == FormeDeTableau::Texte {
        notes.push("« guichet codes voir CODE » dit tout d’un code.".to_owned());
    }
    Tableau {
        nom: "recherche".to_owned(),
        titre: format!(
            "« {} » : {}",
            reponses.texte,
            accorde(reponses.nombre as u64, "réponse", "réponses")
        ),
        colonnes: vec![
            Colonne::new("code", "Code", Sorte::Code),
            Colonne::new("libelle", "Libellé", Sorte::Texte),
            Colonne::new("domaine", "Domaine", Sorte::Texte),
            Colonne::new("liste", "Liste", Sorte::Texte),
            Colonne::new("validite", "Validité", Sorte::Texte),
        ],
        lignes: lignes.collect(),
        notes,
        ..Tableau::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tableau::ecrire;
    use guichet::Donnees;
    use guichet::codes::Chercheur;

    #[test]
    fn the_baker_is_found_in_every_list() {
        let chercheur = Chercheur::ouvrir(&Donnees::embarquees(), None).unwrap();
        let reponses = chercheur.chercher("boulanjer", 12);
        let texte = |forme| {
            let mut octets = Vec::new();
            ecrire(forme, &[tableau(&reponses, forme)], &mut octets).unwrap();
            String::from_utf8(octets).unwrap()
        };
        insta::assert_snapshot!("recherche_boulanjer", texte(FormeDeTableau::Texte));
        insta::assert_snapshot!("recherche_boulanjer_csv", texte(FormeDeTableau::Csv));
    }
}
