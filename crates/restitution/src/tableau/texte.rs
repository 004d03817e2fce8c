//! A table for a terminal: columns aligned, amounts and counts to the right.

use std::io::{self, Write};

use super::{Cellule, Tableau};
use crate::lignes::replier;

/// Where sentences are folded.
const LARGEUR: usize = 100;

pub(super) fn ecrire(tableaux: &[Tableau], sortie: &mut dyn Write) -> io::Result<()> {
    for (rang, tableau) in tableaux.iter().enumerate() {
        if rang > 0 {
            writeln!(sortie)?;
        }
        writeln!(sortie, "{}", tableau.titre)?;
        for phrase in &tableau.phrases {
            writeln!(sortie, "{}", replier(phrase, LARGEUR, 0))?;
        }
        if tableau.lignes.is_empty() {
            let rien = match tableau.sans_ligne {
                "" => "rien",
                dit => dit,
            };
            writeln!(sortie, "  ({rien})")?;
        } else {
            grille(tableau, sortie)?;
        }
        for note in &tableau.notes {
            writeln!(sortie, "- {}", replier(note, LARGEUR, 2))?;
        }
    }
    Ok(())
}

fn grille(tableau: &Tableau, sortie: &mut dyn Write) -> io::Result<()> {
    let textes = |ligne: &Vec<Cellule>| ligne.iter().map(Cellule::lisible).collect::<Vec<String>>();
    let mut lignes: Vec<Vec<String>> = vec![
        tableau
            .colonnes
            .iter()
            .map(|colonne| colonne.titre.to_owned())
            .collect(),
    ];
    lignes.extend(tableau.lignes.iter().map(textes));
    lignes.extend(tableau.total.as_ref().map(textes));
    let largeurs: Vec<usize> = (0..tableau.colonnes.len())
        .map(|place| {
            let longueurs = lignes.iter().filter_map(|ligne| ligne.get(place));
            longueurs.map(|t| t.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let derniere = lignes.len() - 1;
    for (rang, ligne) in lignes.iter().enumerate() {
        if rang == 1 || (rang == derniere && tableau.total.is_some()) {
            let traits: Vec<String> = largeurs.iter().map(|n| "─".repeat(*n)).collect();
            writeln!(sortie, "  {}", traits.join("  "))?;
        }
        let mut rangee = String::new();
        for ((texte, colonne), largeur) in ligne.iter().zip(&tableau.colonnes).zip(&largeurs) {
            let blancs = " ".repeat(largeur.saturating_sub(texte.chars().count()));
            let parties = if colonne.sorte.a_droite() {
                [&blancs, texte]
            } else {
                [texte, &blancs]
            };
            rangee.push_str("  ");
            rangee.extend(parties.map(String::as_str));
        }
        writeln!(sortie, "{}", rangee.trim_end())?;
    }
    Ok(())
}
