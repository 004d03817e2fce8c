//! Dossiers written as a table, one row each, between semicolons, commas or tabs.
//!
//! A row is nearly always a line without quotes; any other is cut byte by byte, over as many lines as its
//! quoted cells hold.

use guichet_cyclades::lecture::reperage::reperer;

use super::ErreurDeLecture;
use super::atelier::Atelier;
use super::coupe::{Cellules, Coupe, DEMESUREE, premiere_rangee, sans_fin_de_ligne};
use super::flux::Flux;
use super::tableau::{Sorte, Tableau, connus};
use crate::instruction::{FauteDeDossier, SorteDeFaute};

/// Reads every row of the table.
///
/// # Errors
/// The input cannot be read, or its first row is no header.
pub fn lire(flux: &mut Flux<'_>, atelier: &mut Atelier<'_>) -> Result<(), ErreurDeLecture> {
    let (mut tableau, separateur) = entete(flux, atelier)?;
    let mut cellules = Cellules::default();
    let mut fins = Vec::new();
    loop {
        let ligne = flux.ligne;
        let Some(nombre) = flux.longueur_de_ligne()? else {
            if flux.est_fini()? {
                break;
            }
            flux.passer_la_ligne()?;
            refuser(atelier, ligne, DEMESUREE);
            continue;
        };
        let rangee = &flux.voir()[..nombre];
        if memchr::memchr(b'"', rangee).is_some() {
            entre_guillemets(flux, atelier, &mut tableau, &mut cellules, separateur)?;
            continue;
        }
        let rangee = sans_fin_de_ligne(rangee, flux.fin_de_ligne);
        if !est_blanche(rangee, separateur) {
            simple(atelier, &mut tableau, rangee, separateur, &mut fins);
            rendre(atelier, &mut tableau, ligne);
        }
        flux.prendre_une_ligne(nombre);
    }
    if atelier.place.rang == 0 {
        atelier.avertir("aucun dossier ne suit la ligne d’en-tête.".to_owned());
    }
    Ok(())
}

/// A row without quotes.
fn simple(
    atelier: &mut Atelier<'_>,
    tableau: &mut Tableau,
    rangee: &[u8],
    separateur: u8,
    fins: &mut Vec<u32>,
) {
    tableau.commencer(&mut atelier.dossier);
    let Some(texte) = atelier.ecriture.texte(rangee) else {
        tableau.fautes.push((0, Atelier::pas_utf8()));
        return;
    };
    // A row without quotes, nor line breaks: only separators are found.
    reperer(texte.as_bytes(), separateur, separateur, fins);
    let mut debut = 0;
    let fins = fins.iter().map(|&fin| fin as usize);
    let mut nombre = 0;
    for (place, fin) in fins.chain([texte.len()]).enumerate() {
        tableau.cellule(
            &atelier.plan,
            &mut atelier.dossier,
            place,
            &texte[debut..fin],
            Sorte::Ordinaire,
        );
        nombre = place + 1;
        debut = fin + 1;
    }
    tableau.finir(&atelier.plan, &mut atelier.dossier, nombre, separateur);
}

/// A row that has quotes, over one line or several.
fn entre_guillemets(
    flux: &mut Flux<'_>,
    atelier: &mut Atelier<'_>,
    tableau: &mut Tableau,
    cellules: &mut Cellules,
    separateur: u8,
) -> Result<(), ErreurDeLecture> {
    let ligne = flux.ligne;
    let coupe = cellules.couper_la_suivante(flux, separateur)?;
    match coupe {
        Coupe::Rangee(nombre) => {
            let Cellules { octets, places } = cellules;
            if !octets.iter().all(u8::is_ascii_whitespace) {
                tableau.commencer(&mut atelier.dossier);
                for (place, bornes) in places.iter().enumerate() {
                    let Some(texte) = atelier.ecriture.texte(&octets[bornes.clone()]) else {
                        tableau.fautes.push((place, Atelier::pas_utf8()));
                        continue;
                    };
                    tableau.cellule(
                        &atelier.plan,
                        &mut atelier.dossier,
                        place,
                        &texte,
                        Sorte::Ordinaire,
                    );
                }
                tableau.finir(
                    &atelier.plan,
                    &mut atelier.dossier,
                    places.len(),
                    separateur,
                );
                rendre(atelier, tableau, ligne);
            }
            flux.prendre(nombre);
        }
        Coupe::PlusLoin => {}
        Coupe::Fautive(message) => {
            // Reading resumes at the next line: one row is lost, not those that the quote swallowed.
            flux.passer_la_ligne()?;
            refuser(atelier, ligne, message);
        }
    }
    Ok(())
}

fn refuser(atelier: &mut Atelier<'_>, ligne: u64, message: &str) {
    atelier.dossier.vider();
    let faute = FauteDeDossier::sans_champ(SorteDeFaute::MalForme, message.to_owned());
    atelier.rendre(ligne, vec![faute]);
}

fn rendre(atelier: &mut Atelier<'_>, tableau: &mut Tableau, ligne: u64) {
    let fautes = tableau.fautes.drain(..).map(|(_, faute)| faute).collect();
    atelier.rendre(ligne, fautes);
}

fn est_blanche(rangee: &[u8], separateur: u8) -> bool {
    rangee
        .iter()
        .all(|o| *o == separateur || o.is_ascii_whitespace())
}

/// The header, which is the first row that is not blank, and the separator that finds most fields in it.
fn entete(
    flux: &mut Flux<'_>,
    atelier: &mut Atelier<'_>,
) -> Result<(Tableau, u8), ErreurDeLecture> {
    let Atelier { plan, ecriture, .. } = atelier;
    let noter = |titres: &[String]| connus(plan, titres.iter().map(String::as_str));
    let premiere = premiere_rangee(flux, ecriture, &noter)?;
    let ou = |_: usize| format!("ligne {}", premiere.ligne);
    let tableau = Tableau::lire_l_entete(plan, &premiere.titres, premiere.ligne, &ou)?;
    Ok((tableau, premiere.separateur))
}
