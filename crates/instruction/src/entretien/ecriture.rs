//! A dossier as the public contract writes it: named values, one inside the other.

use guichet_socle::constat::Valeur;

use crate::commun::Commun;
use crate::dossier::{Dossier, Rang, ValeurDeChamp};
use crate::explication::valeur_du_contrat;

/// The dossier as one object; what is unknown is not in it.
#[must_use]
pub fn dossier_en_objet(commun: &Commun, dossier: &Dossier) -> Valeur {
    let mut objet = Vec::new();
    for (place, champ) in commun.schema.champs().iter().enumerate() {
        let rang = Rang(u8::try_from(place).unwrap_or(u8::MAX));
        if dossier.valeur(rang) == ValeurDeChamp::Absente {
            continue;
        }
        let valeur = valeur_du_contrat(commun, dossier, rang);
        match (&champ.groupe, valeur) {
            (Some(groupe), Valeur::Liste(valeurs)) => {
                let nom = champ.nom[groupe.len()..].trim_start_matches('.');
                aligner(&mut objet, groupe, nom, valeurs);
            }
            (_, valeur) => ranger(&mut objet, &champ.nom, valeur),
        }
    }
    Valeur::Objet(objet)
}

/// The place of a dotted name; the objects on the way are made when they are not there.
fn place<'o>(objet: &'o mut Vec<(String, Valeur)>, nom: &str) -> Option<&'o mut Valeur> {
    let (tete, reste) = match nom.split_once('.') {
        Some((tete, reste)) => (tete, Some(reste)),
        None => (nom, None),
    };
    let rang = objet.iter().position(|(connu, _)| connu == tete);
    let rang = rang.unwrap_or_else(|| {
        objet.push((tete.to_owned(), Valeur::Nul));
        objet.len() - 1
    });
    let valeur = &mut objet[rang].1;
    let Some(reste) = reste else {
        return Some(valeur);
    };
    if *valeur == Valeur::Nul {
        *valeur = Valeur::Objet(Vec::new());
    }
    match valeur {
        Valeur::Objet(dedans) => place(dedans, reste),
        _ => None,
    }
}

fn ranger(objet: &mut Vec<(String, Valeur)>, nom: &str, valeur: Valeur) {
    if let Some(place) = place(objet, nom) {
        *place = valeur;
    }
}

/// Adds one field to each of the records of a group.
fn aligner(objet: &mut Vec<(String, Valeur)>, groupe: &str, nom: &str, valeurs: Vec<Valeur>) {
    let Some(place) = place(objet, groupe) else {
        return;
    };
    if *place == Valeur::Nul {
        *place = Valeur::Liste(vec![Valeur::Objet(Vec::new()); valeurs.len()]);
    }
    let Valeur::Liste(lignes) = place else { return };
    for (ligne, valeur) in lignes.iter_mut().zip(valeurs) {
        if let Valeur::Objet(champs) = ligne {
            champs.push((nom.to_owned(), valeur));
        }
    }
}
