//! The same candidate in two files: told once a file, with both places; strangers are not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::edition;
use guichet_cyclades::cas::Catalogue;
use guichet_cyclades::controle::Octets;
use guichet_cyclades::controle::entre_fichiers::{Cles, Controle, signaler_doublons};
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::{Constat, EditionCyclades, Examen, Options, controler};

const NOMS: [&str; 2] = [
    "CAP_1.0_2024-06_151120230900.csv",
    "BCP_1.0_2024_151120230901.csv",
];

/// The bytes of a file of candidates, of the ordinary ones with some values changed.
fn fichier(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    examen: &str,
    candidats: &[&[(&str, &str)]],
) -> Vec<u8> {
    let examen = Examen::lire(examen).unwrap();
    let mut octets = Vec::new();
    let noms: Vec<&str> = edition.champs.liste[3..]
        .iter()
        .map(|c| c.nom.as_str())
        .collect();
    ecrire_ligne(&mut octets, noms.iter().copied(), b';');
    for avec in candidats {
        let mut valeurs = catalogue.ordinaires.premier(examen);
        for (champ, valeur) in *avec {
            let rang = usize::from(edition.champs.rang(champ).unwrap());
            (*valeur).clone_into(&mut valeurs[rang]);
        }
        ecrire_ligne(&mut octets, valeurs[3..].iter().map(String::as_str), b';');
    }
    octets
}

fn comparer(edition: &EditionCyclades, fichiers: &[(&str, Vec<u8>)]) -> Vec<Constat> {
    let options = Options {
        garder_les_cles: true,
        ..Options::default()
    };
    let sources: Vec<Octets<'_>> = fichiers
        .iter()
        .map(|(nom, octets)| Octets { nom, octets })
        .collect();
    let cles: Vec<Cles> = sources
        .iter()
        .map(|source| {
            let rapport = controler(edition, source, &options, &mut |_| {}).unwrap();
            rapport.cles.unwrap()
        })
        .collect();
    let controles: Vec<Controle<'_>> = sources
        .iter()
        .zip(&cles)
        .map(|(source, cles)| Controle {
            edition,
            source,
            nom: source.nom,
            cles,
        })
        .collect();
    let mut constats = Vec::new();
    let nombres = signaler_doublons(&controles, &options, &mut |c| constats.push(c)).unwrap();
    assert_eq!(nombres.values().sum::<u64>(), constats.len() as u64);
    constats
}

fn dits(constats: &[Constat]) -> Vec<(String, String, Option<u64>, Option<u64>)> {
    constats
        .iter()
        .map(|c| (c.regle.clone(), c.fichier.clone(), c.ligne, c.candidat))
        .collect()
}

#[test]
fn a_candidate_of_two_files_is_told_with_both_places() {
    let (edition, catalogue) = edition();
    let autre: &[(&str, &str)] = &[("INE", "000000001ZZ"), ("nom_famille", "AUTRE")];
    let un = fichier(
        &edition,
        &catalogue,
        "CAP",
        &[autre, &[("INE", "123456789AB")]],
    );
    let meme: &[(&str, &str)] = &[("INE", "123456789AB")];
    let deux = fichier(&edition, &catalogue, "BCP", &[meme]);
    let constats = comparer(&edition, &[(NOMS[0], un.clone()), (NOMS[1], deux)]);
    let trouves = dits(&constats);
    assert!(trouves.contains(&("CY-503".to_owned(), NOMS[1].to_owned(), Some(2), Some(1))));
    for constat in &constats {
        assert!(
            constat.message.ends_with(&format!("{}, ligne 3.", NOMS[0])),
            "{}",
            constat.message
        );
    }
    // The last no: another INE and another name.
    let seul = fichier(
        &edition,
        &catalogue,
        "BCP",
        &[&[("INE", "000000002ZZ"), ("nom_famille", "ENCORE")]],
    );
    assert_eq!(
        dits(&comparer(&edition, &[(NOMS[0], un), (NOMS[1], seul)])),
        []
    );
}

#[test]
fn the_same_identity_is_told_without_an_ine_and_doubles_of_one_file_are_not() {
    let (edition, catalogue) = edition();
    let sans_ine: &[(&str, &str)] = &[("INE", "")];
    let un = fichier(&edition, &catalogue, "CAP", &[sans_ine, sans_ine]);
    let deux = fichier(&edition, &catalogue, "CAP", &[sans_ine]);
    let constats = comparer(
        &edition,
        &[
            (NOMS[0], un.clone()),
            ("CAP-b_1.0_2024-06_151120230905.csv", deux),
        ],
    );
    assert_eq!(
        dits(&constats),
        [(
            "CY-504".to_owned(),
            "CAP-b_1.0_2024-06_151120230905.csv".to_owned(),
            Some(2),
            Some(1)
        )]
    );
    assert!(
        constats[0].message.contains("ligne 2."),
        "{}",
        constats[0].message
    );
    assert_eq!(comparer(&edition, &[(NOMS[0], un)]), []);
}
