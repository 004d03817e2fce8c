//! The same candidates in XML.

use std::io::{self, Write};

use super::candidat::Fabrique;
use super::fautes::Injection;
use super::{Demande, Erreur, FauteInjectee, verifier_la_session};
use crate::EditionCyclades;
use crate::cas::Catalogue;
use crate::ecriture::xml::{CaractereInterdit, EcritureXml};

/// Writes a file in XML, in the structure of the edition; `faute` gets the findings to expect, candidate
/// by candidate. A fault that no XML can hold is not put in, nor told.
///
/// # Errors
/// The demand cannot be met, or the output cannot be written to.
pub fn generer_xml(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    demande: &Demande,
    sortie: &mut dyn Write,
    faute: &mut dyn FnMut(FauteInjectee),
) -> Result<(), Erreur> {
    verifier_la_session(edition, demande)?;
    let fabrique = Fabrique::new(edition, demande)?;
    let mut injection =
        Injection::new(edition, catalogue, demande, fabrique.places()).sans_structure();
    let session = demande.session.to_string();
    let entete = |rang: u8| {
        let champ = edition.champs.liste.get(usize::from(rang))?;
        Some(if champ.nom == "annee_session" {
            session.clone()
        } else {
            champ.exemple.clone()
        })
    };
    let tampon = io::BufWriter::with_capacity(1 << 16, sortie);
    let mut ecriture = EcritureXml::nouvelle(tampon, &edition.xml, &entete)?;
    let mut valeurs = vec![String::new(); edition.champs.liste.len()];
    for rang in 0..demande.candidats {
        let fautif = injection.est_fautif(rang);
        fabrique.remplir(rang, fautif, &mut valeurs);
        let mut attendus = Vec::new();
        if fautif {
            injection.abimer(rang, 0, &mut valeurs, &mut |attendu| attendus.push(attendu));
        } else {
            injection.retenir(rang, &valeurs);
        }
        match ecrire(&mut ecriture, &valeurs) {
            Err(erreur) if fautif && CaractereInterdit::dans(&erreur).is_some() => {
                fabrique.remplir(rang, false, &mut valeurs);
                ecrire(&mut ecriture, &valeurs)?;
                continue;
            }
            autre => autre?,
        }
        for mut attendu in attendus {
            let champ = attendu
                .champ
                .as_ref()
                .and_then(|nom| edition.champs.rang(nom));
            attendu.ligne = ecriture.ligne_de(champ.unwrap_or_default());
            faute(attendu);
        }
    }
    ecriture.terminer()?;
    Ok(())
}

fn ecrire(ecriture: &mut EcritureXml<'_, impl Write>, valeurs: &[String]) -> io::Result<()> {
    let valeurs: Vec<&str> = valeurs.iter().map(String::as_str).collect();
    ecriture.candidat(&valeurs)
}
