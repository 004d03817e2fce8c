//! The worked cases of the edition give exactly what they say, and no rule is without one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;

use commun::{controler_octets, edition};
use guichet_cyclades::cas::{Cas, CasDeFichier, Catalogue};
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::nom_officiel;
use guichet_cyclades::{Contexte, EditionCyclades, Examen, Options, Session};
use jiff::civil::datetime;

/// Cases of one exam that one file can hold: same session, same context, same columns.
struct Lot<'c> {
    examen: Examen,
    session: Option<Session>,
    contexte: Contexte,
    /// Columns, by rank of field.
    colonnes: Vec<usize>,
    cas: Vec<&'c Cas>,
}

/// Compiling the rules costs far more than a row: cases are checked by files, one row each. Those that give
/// a column of the header block go alone, since a file has one header.
fn lots<'c>(edition: &EditionCyclades, catalogue: &'c Catalogue) -> Vec<Lot<'c>> {
    let mut lots: Vec<Lot<'c>> = Vec::new();
    for cas in &catalogue.candidats {
        let colonnes: Vec<usize> = (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, champ)| {
                champ.bloc != Bloc::Entete || cas.avec.iter().any(|(donne, _)| donne == rang)
            })
            .map(|(rang, _)| usize::from(rang))
            .collect();
        for &examen in &cas.examens {
            let session = cas.session(edition, examen);
            let sien = lots.iter_mut().find(|lot| {
                (lot.examen, lot.session, lot.contexte) == (examen, session, cas.contexte)
                    && lot.colonnes == colonnes
                    && !cas.donne_l_entete(edition)
            });
            match sien {
                Some(lot) => lot.cas.push(cas),
                None => lots.push(Lot {
                    examen,
                    session,
                    contexte: cas.contexte,
                    colonnes: colonnes.clone(),
                    cas: vec![cas],
                }),
            }
        }
    }
    lots
}

/// What is found in each row of a file of cases, by field and rule.
fn trouver(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    lot: &Lot<'_>,
) -> Vec<Vec<(String, String)>> {
    let nom = lot.session.map_or_else(
        || format!("{}.csv", lot.examen),
        |session| nom_officiel(lot.examen, session, datetime(2023, 11, 15, 9, 0, 0, 0)),
    );
    let mut octets = Vec::new();
    let noms = lot
        .colonnes
        .iter()
        .map(|&c| edition.champs.liste[c].nom.as_str());
    ecrire_ligne(&mut octets, noms, b';');
    for cas in &lot.cas {
        let mut valeurs = catalogue.ordinaires.premier(lot.examen);
        cas.poser(&mut valeurs);
        ecrire_ligne(
            &mut octets,
            lot.colonnes.iter().map(|&c| valeurs[c].as_str()),
            b';',
        );
    }
    let options = Options {
        contexte: lot.contexte,
        ..Options::default()
    };
    let mut trouve = vec![Vec::new(); lot.cas.len()];
    for constat in controler_octets(edition, &nom, &octets, &options) {
        // Every row is the same person, and what is said of the file's name is not said of a row.
        if constat.ligne.is_none() || ["CY-501", "CY-502"].contains(&constat.regle.as_str()) {
            continue;
        }
        // A finding of the header block is that of the only row.
        let rang = constat
            .candidat
            .map_or(0, |candidat| usize::try_from(candidat).unwrap() - 1);
        trouve[rang].push((constat.regle, constat.champ.unwrap_or_default()));
    }
    trouve
}

#[test]
fn each_case_of_a_candidate_finds_exactly_what_it_says() {
    let (edition, catalogue) = edition();
    let mut ecarts = Vec::new();
    let mut compte = 0;
    for lot in lots(&edition, &catalogue) {
        for (cas, mut trouve) in lot.cas.iter().zip(trouver(&edition, &catalogue, &lot)) {
            trouve.sort();
            let mut attendu: Vec<(String, String)> = cas
                .trouve
                .iter()
                .map(|a| (a.regle.clone(), a.champ.clone()))
                .collect();
            attendu.sort();
            compte += 1;
            if trouve != attendu {
                let examen = lot.examen;
                ecarts.push(format!(
                    "{} {examen} « {} » : {trouve:?}, attendu {attendu:?}",
                    cas.regle, cas.titre
                ));
            }
        }
    }
    assert!(
        ecarts.is_empty(),
        "{} écarts\n{}",
        ecarts.len(),
        ecarts.join("\n")
    );
    assert_eq!(
        compte,
        catalogue
            .candidats
            .iter()
            .map(|cas| cas.examens.len())
            .sum::<usize>()
    );
}

fn verifier_fichier(edition: &EditionCyclades, cas: &CasDeFichier) -> Result<(), String> {
    let trouve: BTreeSet<String> = cas
        .rejouer(edition)
        .unwrap()
        .into_iter()
        .map(|c| c.regle)
        .collect();
    if trouve == cas.trouve {
        Ok(())
    } else {
        Err(format!(
            "{} « {} » : {trouve:?}, attendu {:?}",
            cas.regle, cas.titre, cas.trouve
        ))
    }
}

#[test]
fn each_case_of_a_file_finds_exactly_what_it_says() {
    let (edition, catalogue) = edition();
    let ecarts: Vec<String> = catalogue
        .fichiers
        .iter()
        .filter_map(|cas| verifier_fichier(&edition, cas).err())
        .collect();
    assert!(
        ecarts.is_empty(),
        "{} écarts\n{}",
        ecarts.len(),
        ecarts.join("\n")
    );
}

#[test]
fn each_rule_has_a_case_that_fires_and_one_that_does_not() {
    let (edition, catalogue) = edition();
    let mut leves = BTreeSet::new();
    let mut acceptes = BTreeSet::new();
    for cas in &catalogue.candidats {
        let ensemble = if cas.trouve.is_empty() {
            &mut acceptes
        } else {
            &mut leves
        };
        ensemble.insert(cas.regle.as_str());
    }
    for cas in &catalogue.fichiers {
        let trouvee = cas.trouve.contains(&cas.regle);
        let ensemble = if trouvee { &mut leves } else { &mut acceptes };
        ensemble.insert(cas.regle.as_str());
    }
    let sans = |ensemble: &BTreeSet<&str>| -> Vec<String> {
        let codes = edition
            .conditions
            .conditions
            .iter()
            .map(|c| c.code.get_ref().clone());
        codes
            .filter(|code| !ensemble.contains(code.as_str()))
            .collect()
    };
    assert_eq!(sans(&leves), [""; 0], "no case finds these rules");
    // Some rules of a whole file are accepted by any ordinary file.
    assert_eq!(
        sans(&acceptes),
        Vec::<&str>::new(),
        "no case shows a value just accepted by these rules"
    );
}

#[test]
fn ordinary_candidates_raise_nothing() {
    let (edition, catalogue) = edition();
    for examen in Examen::NOMS.into_iter().filter_map(Examen::lire) {
        let session = guichet_cyclades::cas::session_usuelle(&edition, examen);
        let nom = nom_officiel(examen, session, datetime(2023, 11, 15, 9, 0, 0, 0));
        let mut octets = Vec::new();
        let de_la_rangee = |rang: usize| edition.champs.liste[rang].bloc != Bloc::Entete;
        let noms = edition.champs.liste.iter().map(|c| c.nom.clone()).collect();
        for valeurs in [
            noms,
            catalogue.ordinaires.premier(examen),
            catalogue.ordinaires.second(examen),
        ] {
            let gardees = valeurs
                .iter()
                .enumerate()
                .filter(|(rang, _)| de_la_rangee(*rang));
            ecrire_ligne(
                &mut octets,
                gardees.map(|(_, valeur)| valeur.as_str()),
                b';',
            );
        }
        let constats = controler_octets(&edition, &nom, &octets, &Options::default());
        assert!(constats.is_empty(), "{examen} {constats:?}");
    }
}
