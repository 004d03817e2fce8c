//! The annex at a terminal: its totals, and what deserves a look.

use std::io::{self, Write};

use guichet::equipement::{Annexe, Dispositif, Somme};

use super::{en_tout, nom_de_ligne, recu, reserves, titre};
use crate::lignes::majuscule;
use crate::tableau::{Cellule, Colonne, FormeDeTableau, Sorte, Tableau, ecrire as ecrire_tableaux};

pub(super) fn ecrire(annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    let mut phrases = vec![annexe.edition.commun.edition.titre.clone()];
    phrases.push(format!("{}.", majuscule(&en_tout(annexe))));
    phrases.extend(reserves(annexe));
    let mut tableaux = vec![Tableau {
        titre: titre(annexe),
        phrases,
        ..tableau("Ligne", lignes(annexe), lignes_en_tout(annexe))
    }];
    if annexe.academies.len() > 1 {
        tableaux.push(par_academie(annexe));
    }
    let dernier = tableaux.len() - 1;
    tableaux[dernier].notes = vec![format!("{}.", recu(annexe))];
    ecrire_tableaux(FormeDeTableau::Texte, &tableaux, sortie)
}

fn tableau(premiere: &'static str, lignes: Vec<Vec<Cellule>>, total: Vec<Cellule>) -> Tableau {
    Tableau {
        colonnes: vec![
            Colonne::new("ligne", premiere, Sorte::Texte),
            Colonne::new("etablissements", "Établissements", Sorte::Nombre),
            Colonne::new("effectif", "Effectif", Sorte::Nombre),
            Colonne::new("brut_centimes", "Dotation brute", Sorte::Montant),
            Colonne::new("reliquat_centimes", "Reliquat", Sorte::Montant),
            Colonne::new("dotation_centimes", "Dotation", Sorte::Montant),
        ],
        lignes,
        total: Some(total),
        ..Tableau::default()
    }
}

fn cellules(nom: &str, etablissements: u64, somme: &Somme) -> Vec<Cellule> {
    vec![
        Cellule::Texte(nom.to_owned()),
        Cellule::Nombre(etablissements),
        Cellule::Nombre(u64::try_from(somme.effectif).unwrap_or_default()),
        Cellule::Montant(somme.brut),
        Cellule::Montant(somme.reliquat),
        Cellule::Montant(somme.dotation),
    ]
}

fn lignes(annexe: &Annexe<'_>) -> Vec<Vec<Cellule>> {
    Dispositif::TOUS
        .into_iter()
        .map(|dispositif| {
            let somme = &annexe.totaux[dispositif as usize];
            cellules(nom_de_ligne(dispositif), somme.etablissements, somme)
        })
        .collect()
}

fn lignes_en_tout(annexe: &Annexe<'_>) -> Vec<Cellule> {
    cellules("Total", annexe.dotations(), &ensemble(&annexe.totaux))
}

fn par_academie(annexe: &Annexe<'_>) -> Tableau {
    let lignes = annexe
        .academies
        .iter()
        .map(|academie| {
            let nombre = academie.dotations.len() as u64;
            cellules(
                &majuscule(academie.nom),
                nombre,
                &ensemble(&academie.totaux),
            )
        })
        .collect();
    Tableau {
        titre: "Par académie".to_owned(),
        ..tableau("Académie", lignes, lignes_en_tout(annexe))
    }
}

/// The three lines together.
fn ensemble(sommes: &[Somme; 3]) -> Somme {
    Somme {
        etablissements: 0,
        effectif: sommes.iter().map(|somme| somme.effectif).sum(),
        brut: sommes.iter().map(|somme| somme.brut).sum(),
        reliquat: sommes.iter().map(|somme| somme.reliquat).sum(),
        dotation: sommes.iter().map(|somme| somme.dotation).sum(),
    }
}
