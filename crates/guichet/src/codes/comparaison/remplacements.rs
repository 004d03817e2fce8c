//! Codes that took the place of others, and how that was found.

use guichet_nomenclatures::liste::Liste;
use serde::Serialize;

use super::CodeChange;
use crate::codes::voir::definition;

/// How the name of a list of replacements ends (`equipement/remplacements`).
pub const NOM: &str = "remplacements";

/// The same label, in the same places.
const MEME_LIBELLE: &str = "même libellé";
/// The only code gone from some places, and the only one come there.
const MEMES_LIEUX: &str = "mêmes lieux";

/// A code that seems to have taken the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remplacement {
    /// What is gone.
    pub avant: CodeChange,
    /// What came.
    pub apres: CodeChange,
    /// How it was found, in a few words.
    pub fondement: String,
}

/// A replacement that the data hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declare {
    /// The code that is gone.
    pub ancien: String,
    /// The code that came.
    pub nouveau: String,
    /// What it rests on.
    pub fondement: String,
}

/// The replacements that lists of the data hold: those whose name says so.
#[must_use]
pub fn declares(listes: &[Liste]) -> Vec<Declare> {
    listes
        .iter()
        .filter(|liste| liste.nom().rsplit('/').next() == Some(NOM))
        .flat_map(Liste::lignes)
        .map(|ligne| {
            let cellule = |nom: &str| ligne.get(nom).unwrap_or_default();
            let critere = ligne.colonne("critere").map_or("", |colonne| {
                definition(&colonne.sens, cellule("critere")).unwrap_or_default()
            });
            let parties: Vec<&str> = [cellule("fondement"), critere]
                .into_iter()
                .filter(|partie| !partie.is_empty())
                .collect();
            Declare {
                ancien: cellule("ancien").to_owned(),
                nouveau: cellule("nouveau").to_owned(),
                fondement: parties.join(" : "),
            }
        })
        .collect()
}

/// A code gone and a code come are one replacement when the data say so, when they have the same label, or
/// when they are the only ones whose places are the same. A list without places says nothing by them.
///
/// What is found leaves the codes gone and the codes come. The data may say that one code replaces several.
pub(super) fn remplacements(
    retraits: &mut Vec<CodeChange>,
    ajouts: &mut Vec<CodeChange>,
    declares: &[Declare],
) -> Vec<Remplacement> {
    let mut trouves = dans_les_donnees(retraits, ajouts, declares);
    let memes = |un: &CodeChange, autre: &CodeChange| {
        un.libelle.is_some() && un.libelle == autre.libelle && places(un) == places(autre)
    };
    let memes_lieux =
        |un: &CodeChange, autre: &CodeChange| !un.ou.is_empty() && places(un) == places(autre);
    for (regle, fondement) in [
        (
            &memes as &dyn Fn(&CodeChange, &CodeChange) -> bool,
            MEME_LIBELLE,
        ),
        (&memes_lieux, MEMES_LIEUX),
    ] {
        let mut rang = 0;
        while rang < retraits.len() {
            let retrait = &retraits[rang];
            let concurrents = retraits
                .iter()
                .filter(|autre| regle(retrait, autre))
                .count();
            let mut candidats = (0..ajouts.len()).filter(|&place| regle(retrait, &ajouts[place]));
            match (candidats.next(), candidats.next(), concurrents) {
                (Some(place), None, 1) => trouves.push(Remplacement {
                    avant: retraits.remove(rang),
                    apres: ajouts.remove(place),
                    fondement: fondement.to_owned(),
                }),
                _ => rang += 1,
            }
        }
    }
    trouves
}

fn dans_les_donnees(
    retraits: &mut Vec<CodeChange>,
    ajouts: &mut Vec<CodeChange>,
    declares: &[Declare],
) -> Vec<Remplacement> {
    let trouves: Vec<Remplacement> = retraits
        .iter()
        .filter_map(|retrait| {
            let declare = declares.iter().find(|d| d.ancien == retrait.code)?;
            let ajout = ajouts.iter().find(|ajout| ajout.code == declare.nouveau)?;
            Some(Remplacement {
                avant: retrait.clone(),
                apres: ajout.clone(),
                fondement: declare.fondement.clone(),
            })
        })
        .collect();
    retraits.retain(|code| trouves.iter().all(|trouve| trouve.avant.code != code.code));
    ajouts.retain(|code| trouves.iter().all(|trouve| trouve.apres.code != code.code));
    trouves
}

fn places(code: &CodeChange) -> Vec<&str> {
    let mut places: Vec<&str> = code.ou.iter().map(String::as_str).collect();
    places.sort_unstable();
    places
}
