//! Files of invented candidates, whole or with known faults: to try an import, a rule, a machine.
//!
//! The people are invented, the places are real, the telephone numbers belong to the ranges kept for
//! fiction. The same demand always gives the same bytes. A clean row raises no finding, and no two of a
//! file share an INE or an identity: both are drawn without repetition, not by chance.

mod candidat;
pub mod exports;
mod fautes;
mod identite;
mod listes;
mod places;
mod xml;

pub use xml::generer_xml;

use guichet_socle::ErreurEdition;
use jiff::civil::DateTime;
use serde::Serialize;
use std::io;

use crate::cas::{Catalogue, session_a_un_mois};
use crate::champs::Bloc;
use crate::ecriture::csv::ecrire_ligne;
use crate::{EditionCyclades, Examen, Session};
use candidat::Fabrique;
use fautes::Injection;

/// What separates the columns of a generated file.
pub const SEPARATEUR: u8 = b';';

/// The file that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demande {
    /// The exam.
    pub examen: Examen,
    /// The session, in the form of the exam.
    pub session: Session,
    /// Number of candidates.
    pub candidats: u32,
    /// How many candidates in a thousand get a fault; 1000 and more is all of them.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
}

/// A finding that a fault put in the file must raise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FauteInjectee {
    /// Physical line, from 1; the header is the first.
    pub ligne: u64,
    /// Candidate, from 1.
    pub candidat: u64,
    /// Name of the field; none when the fault is that of the whole row.
    pub champ: Option<String>,
    /// Code of the rule.
    pub regle: String,
    /// What the fault is, in French.
    pub titre: String,
}

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Erreur {
    /// It cannot be written.
    #[error("{0}")]
    Ecriture(#[from] io::Error),
    /// The edition lacks a field that the generator fills.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
    /// No identity is left to invent.
    #[error(
        "{demandes} candidats demandés : le générateur en invente {max} au plus ; demandez-en moins."
    )]
    TropDeCandidats {
        /// How many are wanted.
        demandes: u32,
        /// How many there can be.
        max: u64,
    },
    /// The session has not the form of the exam, or is out of any calendar.
    #[error(
        "la session {session} n’est pas une session de l’examen {examen} : {attendu}, de 1950 à 2150."
    )]
    Session {
        /// The exam.
        examen: Examen,
        /// The session.
        session: Session,
        /// The form of the exam.
        attendu: &'static str,
    },
    /// Every speciality is closed or not open yet.
    #[error(
        "aucune spécialité de l’examen {examen} n’est ouverte à la session {session} ; choisissez une autre session."
    )]
    SansSpecialite {
        /// The exam.
        examen: Examen,
        /// The session.
        session: Session,
    },
}

/// Writes a file: its header, then its rows in the order of the document, in UTF-8. `faute` gets the
/// findings to expect, row by row, in the order of the codes.
///
/// # Errors
/// The demand cannot be met, or the output cannot be written to.
pub fn generer(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    demande: &Demande,
    sortie: &mut dyn io::Write,
    faute: &mut dyn FnMut(FauteInjectee),
) -> Result<(), Erreur> {
    const TAMPON: usize = 1 << 16;
    verifier_la_session(edition, demande)?;
    let fabrique = Fabrique::new(edition, demande)?;
    let mut injection = Injection::new(edition, catalogue, demande, fabrique.places());
    let colonnes: Vec<usize> = edition
        .champs
        .liste
        .iter()
        .enumerate()
        .filter(|(_, champ)| champ.bloc != Bloc::Entete)
        .map(|(rang, _)| rang)
        .collect();
    let mut tampon = Vec::with_capacity(TAMPON + 4096);
    let noms = edition.champs.liste.iter().map(|champ| champ.nom.as_str());
    ecrire_ligne(&mut tampon, choisir(noms, &colonnes), SEPARATEUR);
    let mut valeurs = vec![String::new(); edition.champs.liste.len()];
    let mut ligne = 2;
    for rang in 0..demande.candidats {
        let fautif = injection.est_fautif(rang);
        fabrique.remplir(rang, fautif, &mut valeurs);
        let debut = tampon.len();
        if fautif {
            let structure = injection.abimer(rang, ligne, &mut valeurs, faute);
            ecrire_ligne(
                &mut tampon,
                choisir(valeurs.iter().map(String::as_str), &colonnes),
                SEPARATEUR,
            );
            if let Some(structure) = structure {
                structure.appliquer(&mut tampon);
            }
            // A value may hold a line break: the rows below are that much lower.
            ligne += memchr::memchr_iter(b'\n', &tampon[debut..]).count() as u64;
        } else {
            injection.retenir(rang, &valeurs);
            ecrire_ligne(
                &mut tampon,
                choisir(valeurs.iter().map(String::as_str), &colonnes),
                SEPARATEUR,
            );
            ligne += 1;
        }
        if tampon.len() >= TAMPON {
            sortie.write_all(&tampon)?;
            tampon.clear();
        }
    }
    sortie.write_all(&tampon)?;
    Ok(())
}

/// The name of a CSV file, as the document wants it, for a moment of extraction.
#[must_use]
pub fn nom_officiel(examen: Examen, session: Session, extraction: DateTime) -> String {
    format!("{}.csv", tronc_officiel(examen, session, extraction))
}

/// The same without its extension.
#[must_use]
pub fn tronc_officiel(examen: Examen, session: Session, extraction: DateTime) -> String {
    format!(
        "{examen}_1.0_{session}_{:02}{:02}{:04}{:02}{:02}",
        extraction.day(),
        extraction.month(),
        extraction.year(),
        extraction.hour(),
        extraction.minute()
    )
}

fn verifier_la_session(edition: &EditionCyclades, demande: &Demande) -> Result<(), Erreur> {
    let Demande {
        examen, session, ..
    } = *demande;
    let avec_mois = session_a_un_mois(edition, examen);
    if avec_mois == session.mois.is_some() && (1950..=2150).contains(&session.annee) {
        return Ok(());
    }
    let attendu = if avec_mois { "AAAA-MM" } else { "AAAA" };
    Err(Erreur::Session {
        examen,
        session,
        attendu,
    })
}

/// The values of some columns.
fn choisir<'v>(
    valeurs: impl Iterator<Item = &'v str>,
    colonnes: &[usize],
) -> impl Iterator<Item = &'v str> {
    // The columns kept are in order: one walk is enough.
    valeurs
        .enumerate()
        .filter(|(rang, _)| colonnes.binary_search(rang).is_ok())
        .map(|(_, v)| v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nom_de_fichier::NomDeFichier;
    use jiff::civil::datetime;

    #[test]
    fn the_official_name_is_read_back() {
        let extraction = datetime(2023, 11, 5, 9, 7, 0, 0);
        for (examen, session) in [("CAP", "2024-06"), ("BCP", "2024"), ("MCP", "2023-12")] {
            let examen = Examen::lire(examen).unwrap();
            let nom = nom_officiel(examen, Session::lire(session).unwrap(), extraction);
            let lu = NomDeFichier::lire(&nom).unwrap();
            assert_eq!((lu.session, lu.version), (session, "1.0"));
            assert_eq!(lu.extraction(), Some(extraction), "{nom}");
            assert_eq!(Examen::dans_un_nom(lu.nom), Some(examen));
        }
    }
}
