//! The rows of any table, CSV or workbook, as texts: what is read of a file whose columns are not those of a
//! dossier. The first row given is the header.

use std::io::{Read, Seek, SeekFrom};

use guichet_cyclades::lecture::nature;
use guichet_tableur::{Cellule, Classeur, choisir, garde};

use super::ErreurDeLecture;
use super::coupe::{Cellules, Coupe, DEMESUREE, premiere_rangee};
use super::flux::{Ecriture, Flux};
use crate::feuille::semblables;

/// A character of the row is spoilt.
const ABIMEE: &str = "un caractère est abîmé (octets qui ne sont pas de l’UTF-8) ; enregistrez le fichier en UTF-8 et vérifiez les accents.";
const WINDOWS_1252: &str = "ce fichier n’est pas en UTF-8 : il est lu en Windows-1252 ; si des accents sont faux, enregistrez-le en UTF-8.";

/// Takes the rows: the line of the file (or of the sheet), from 1, and its cells, or why it cannot be read.
/// `false` stops there.
pub type RecevoirLaRangee<'r> = &'r mut dyn FnMut(u64, Result<&[String], &str>) -> bool;

/// Reads the rows of a table, blank ones apart; `noter` says how much a row looks like the header.
///
/// # Errors
/// The input cannot be read as a whole.
pub fn lire_les_rangees<'r>(
    source: Box<dyn Read + 'r>,
    noter: &dyn Fn(&[String]) -> usize,
    avertir: &mut dyn FnMut(String),
    recevoir: RecevoirLaRangee<'_>,
) -> Result<(), ErreurDeLecture> {
    let (mut flux, tete) = Flux::ouvrir(source)?;
    if garde::peut_etre_un_classeur(&tete) {
        return match du_classeur(flux, noter, avertir, recevoir) {
            Err(ErreurDeLecture::Classeur(guichet_tableur::Erreur::PasUnClasseur)) => Err(
                ErreurDeLecture::AutreType(nature::autre_type(&tete).unwrap_or("une archive ZIP")),
            ),
            lu => lu,
        };
    }
    if tete.starts_with(b"{\\rtf") {
        return Err(ErreurDeLecture::AutreType("un document RTF"));
    }
    if let Some(nature) = nature::autre_type(&tete) {
        return Err(ErreurDeLecture::AutreType(nature));
    }
    du_csv(&mut flux, noter, avertir, recevoir)
}

fn du_csv(
    flux: &mut Flux<'_>,
    noter: &dyn Fn(&[String]) -> usize,
    avertir: &mut dyn FnMut(String),
    recevoir: RecevoirLaRangee<'_>,
) -> Result<(), ErreurDeLecture> {
    let mut ecriture = Ecriture::default();
    let entete = premiere_rangee(flux, &mut ecriture, noter)?;
    let mut encore = recevoir(entete.ligne, Ok(&entete.titres));
    let mut cellules = Cellules::default();
    let mut textes: Vec<String> = Vec::new();
    while encore {
        let ligne = flux.ligne;
        if flux.longueur_de_ligne()?.is_none() {
            if flux.est_fini()? {
                break;
            }
            flux.passer_la_ligne()?;
            encore = recevoir(ligne, Err(DEMESUREE));
            continue;
        }
        match cellules.couper_la_suivante(flux, entete.separateur)? {
            Coupe::Rangee(nombre) => {
                if !cellules.octets.iter().all(u8::is_ascii_whitespace) {
                    textes.clear();
                    for place in &cellules.places {
                        let texte = ecriture.texte(&cellules.octets[place.clone()]);
                        textes.extend(texte.map(std::borrow::Cow::into_owned));
                    }
                    encore = if textes.len() == cellules.places.len() {
                        recevoir(ligne, Ok(&textes))
                    } else {
                        recevoir(ligne, Err(ABIMEE))
                    };
                }
                flux.prendre(nombre);
            }
            Coupe::PlusLoin => break,
            Coupe::Fautive(message) => {
                flux.passer_la_ligne()?;
                encore = recevoir(ligne, Err(message));
            }
        }
    }
    if ecriture.windows_1252 {
        avertir(WINDOWS_1252.to_owned());
    }
    Ok(())
}

fn du_classeur(
    flux: Flux<'_>,
    noter: &dyn Fn(&[String]) -> usize,
    avertir: &mut dyn FnMut(String),
    recevoir: RecevoirLaRangee<'_>,
) -> Result<(), ErreurDeLecture> {
    // A workbook is read from its end: what comes from a pipe is put aside first.
    let mut fichier = tempfile::tempfile()?;
    std::io::copy(&mut flux.reste(), &mut fichier)?;
    fichier.seek(SeekFrom::Start(0))?;
    let mut classeur = Classeur::ouvrir(fichier)?;
    let choisie = choisir(&mut classeur, None, noter)?;
    if !choisie.autres.is_empty() {
        avertir(format!(
            "feuille « {} » lue ; {} : gardez une seule feuille par table.",
            choisie.nom,
            semblables(&choisie.autres)
        ));
    }
    classeur.parcourir(&choisie.nom, &mut |numero, cellules| {
        if numero < choisie.ligne_d_entete {
            return Ok(true);
        }
        let textes: Vec<String> = cellules.iter().map(|c| c.texte().to_owned()).collect();
        if textes.iter().all(|texte| texte.trim().is_empty()) {
            return Ok(true);
        }
        let en_erreur = cellules.iter().find_map(|cellule| match cellule {
            Cellule::Erreur(erreur) => Some(erreur),
            _ => None,
        });
        Ok(match en_erreur {
            Some(erreur) if numero > choisie.ligne_d_entete => {
                let message = format!(
                    "une formule de cette ligne échoue ({erreur}) ; corrigez-la ou écrivez sa valeur."
                );
                recevoir(numero, Err(&message))
            }
            _ => recevoir(numero, Ok(&textes)),
        })
    })?;
    Ok(())
}
