//! The tables of an answer at a terminal: short cells in aligned columns, sentences under their row.

use std::io::{self, Write as _};

use super::{RETRAIT, Texte};
use crate::decisions::imbrique::Tableau;
use crate::lignes::{replier, tronquer};

/// A text longer than this is a sentence, and goes under its row.
const PHRASE: usize = 30;
/// Between two columns.
const GOUTTIERE: &str = "  ";

impl Texte<'_> {
    /// The tables, each under its title.
    pub(super) fn tableaux(&mut self, tableaux: &[Tableau]) -> io::Result<()> {
        tableaux.iter().try_for_each(|tableau| {
            self.titre(&tableau.titre)?;
            self.tableau(tableau)
        })
    }

    fn tableau(&mut self, tableau: &Tableau) -> io::Result<()> {
        let large = |rang: usize| {
            let cellules = tableau.lignes.iter().filter_map(|ligne| ligne.get(rang));
            cellules
                .map(|cellule| cellule.chars().count())
                .max()
                .unwrap_or(0)
        };
        // The first sentence names its row: it has its column, cut to what is left by the others.
        let phrases: Vec<usize> = (0..tableau.colonnes.len())
            .filter(|rang| large(*rang) > PHRASE)
            .collect();
        let dessous = phrases.get(1..).unwrap_or_default();
        let dessus: Vec<usize> = (0..tableau.colonnes.len())
            .filter(|rang| !dessous.contains(rang))
            .collect();
        let titres: Vec<&str> = dessus
            .iter()
            .map(|rang| tableau.colonnes[*rang].0.as_str())
            .collect();
        let largeurs_avec = |titre: fn(&str) -> usize| -> Vec<usize> {
            let paires = dessus.iter().zip(&titres);
            paires
                .map(|(rang, dit)| large(*rang).max(titre(dit)))
                .collect()
        };
        let place = self.options.largeur.saturating_sub(RETRAIT);
        let prises = |largeurs: &[usize]| {
            largeurs.iter().sum::<usize>() + GOUTTIERE.len() * (largeurs.len().saturating_sub(1))
        };
        let mut largeurs = largeurs_avec(|titre| titre.chars().count());
        // Headings are folded before anything is cut.
        if prises(&largeurs) > place {
            largeurs = largeurs_avec(mot_le_plus_long);
        }
        let trop = prises(&largeurs).saturating_sub(place);
        let nom = dessus.iter().position(|rang| phrases.first() == Some(rang));
        if let Some(largeur) = nom.and_then(|nom| largeurs.get_mut(nom)) {
            *largeur = largeur.saturating_sub(trop).max(PHRASE / 2);
        }
        let droites: Vec<bool> = dessus
            .iter()
            .map(|rang| tableau.colonnes[*rang].1)
            .collect();
        let plies: Vec<Vec<String>> = titres
            .iter()
            .zip(&largeurs)
            .map(|(titre, largeur)| {
                let plie = replier(titre, *largeur, 0);
                plie.lines().map(str::to_owned).collect()
            })
            .collect();
        let hauteur = plies.iter().map(Vec::len).max().unwrap_or(0);
        for rang in 0..hauteur {
            let cellules = plies.iter().map(|lignes| {
                // Headings stand on the last line, next to what they head.
                let rang = (rang + lignes.len()).checked_sub(hauteur);
                rang.and_then(|rang| lignes.get(rang))
                    .map_or("", String::as_str)
            });
            let rangee = aligner(cellules, &largeurs, &droites);
            writeln!(self.sortie, "{:RETRAIT$}{rangee}", "")?;
        }
        for ligne in &tableau.lignes {
            let cellules = dessus
                .iter()
                .map(|place| ligne.get(*place).map_or("", String::as_str));
            let rangee = aligner(cellules, &largeurs, &droites);
            writeln!(self.sortie, "{:RETRAIT$}{rangee}", "")?;
            let phrases: Vec<&str> = dessous
                .iter()
                .filter_map(|place| ligne.get(*place))
                .map(String::as_str)
                .filter(|phrase| !phrase.is_empty())
                .collect();
            if !phrases.is_empty() {
                let retrait = RETRAIT + 2;
                let phrases = replier(&phrases.join(" ; "), self.options.largeur, retrait);
                writeln!(self.sortie, "{:retrait$}{phrases}", "")?;
            }
        }
        Ok(())
    }
}

fn mot_le_plus_long(titre: &str) -> usize {
    let mots = titre.split(' ').map(|mot| mot.chars().count());
    mots.max().unwrap_or(0)
}

/// Cells in their columns, each cut at the width of its own.
fn aligner<'c>(
    cellules: impl Iterator<Item = &'c str>,
    largeurs: &[usize],
    droites: &[bool],
) -> String {
    let mut rangee = String::new();
    for ((cellule, largeur), droite) in cellules.zip(largeurs).zip(droites) {
        let cellule = tronquer(cellule, *largeur);
        let blancs = " ".repeat(largeur.saturating_sub(cellule.chars().count()));
        let parties = if *droite {
            [&blancs, &cellule]
        } else {
            [&cellule, &blancs]
        };
        rangee.extend(parties.map(String::as_str));
        rangee.push_str(GOUTTIERE);
    }
    rangee.trim_end().to_owned()
}
