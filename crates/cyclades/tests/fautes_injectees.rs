//! Generated files: what was put in is what is found, whatever the exam, the seed, the encoding.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;

use commun::{controler_octets, edition};
use guichet_cyclades::cas::{Catalogue, SessionDuCas, session_usuelle};
use guichet_cyclades::generation::{Demande, Erreur, FauteInjectee, generer, nom_officiel};
use guichet_cyclades::{Constat, Contexte, EditionCyclades, Examen, Options, Session};
use jiff::civil::datetime;

/// Line, field and rule.
type Place = (u64, Option<String>, String);

fn examens() -> impl Iterator<Item = Examen> {
    Examen::NOMS.into_iter().filter_map(Examen::lire)
}

fn nom(demande: &Demande) -> String {
    nom_officiel(
        demande.examen,
        demande.session,
        datetime(2023, 11, 15, 9, 0, 0, 0),
    )
}

fn produire(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    demande: &Demande,
) -> (Vec<u8>, Vec<FauteInjectee>) {
    let (mut octets, mut fautes) = (Vec::new(), Vec::new());
    generer(edition, catalogue, demande, &mut octets, &mut |f| {
        fautes.push(f);
    })
    .unwrap();
    (octets, fautes)
}

fn injectees(fautes: &[FauteInjectee]) -> BTreeSet<Place> {
    fautes
        .iter()
        .map(|f| (f.ligne, f.champ.clone(), f.regle.clone()))
        .collect()
}

fn trouvees(constats: &[Constat]) -> BTreeSet<Place> {
    constats
        .iter()
        .map(|c| (c.ligne.unwrap_or(0), c.champ.clone(), c.regle.clone()))
        .collect()
}

fn ecart(injectees: &BTreeSet<Place>, trouvees: &BTreeSet<Place>) -> String {
    let manquent: Vec<_> = injectees.difference(trouvees).take(10).collect();
    let en_trop: Vec<_> = trouvees.difference(injectees).take(10).collect();
    format!("non trouvées {manquent:?}, en trop {en_trop:?}")
}

#[test]
fn what_was_injected_is_what_is_found() {
    let (edition, catalogue) = edition();
    let mut vues = BTreeSet::new();
    let mut attendues: BTreeSet<String> = ["CY-013", "CY-501", "CY-502"].map(str::to_owned).into();
    for examen in examens() {
        let session = session_usuelle(&edition, examen);
        for cas in &catalogue.candidats {
            let de_la_session = match cas.session {
                SessionDuCas::Usuelle => true,
                SessionDuCas::Precise(sienne) => sienne == session,
                SessionDuCas::Inconnue => false,
            };
            if de_la_session
                && cas.examens.contains(&examen)
                && cas.contexte == Contexte::default()
                && !cas.donne_l_entete(&edition)
            {
                attendues.extend(cas.trouve.iter().map(|attendu| attendu.regle.clone()));
            }
        }
        for graine in [1, 42, 20_240_606] {
            let demande = Demande {
                examen,
                session,
                candidats: 1500,
                fautes_pour_mille: 500,
                graine,
            };
            let (octets, fautes) = produire(&edition, &catalogue, &demande);
            let constats = controler_octets(&edition, &nom(&demande), &octets, &Options::default());
            let (injectees, trouvees) = (injectees(&fautes), trouvees(&constats));
            assert!(
                injectees == trouvees,
                "{examen} {graine} {}",
                ecart(&injectees, &trouvees)
            );
            for faute in &fautes {
                let constat = constats.iter().find(|c| {
                    c.ligne == Some(faute.ligne) && c.regle == faute.regle && c.champ == faute.champ
                });
                assert_eq!(
                    constat.and_then(|c| c.candidat),
                    Some(faute.candidat),
                    "{faute:?}"
                );
            }
            vues.extend(fautes.into_iter().map(|faute| faute.regle));
        }
    }
    let jamais: Vec<_> = attendues.difference(&vues).collect();
    assert!(jamais.is_empty(), "never injected: {jamais:?}");
}

#[test]
fn a_clean_file_raises_nothing() {
    let (edition, catalogue) = edition();
    for examen in examens() {
        let session = session_usuelle(&edition, examen);
        for graine in [0, 7, u64::MAX] {
            let demande = Demande {
                examen,
                session,
                candidats: 3000,
                fautes_pour_mille: 0,
                graine,
            };
            let (octets, fautes) = produire(&edition, &catalogue, &demande);
            assert!(fautes.is_empty());
            let constats = controler_octets(&edition, &nom(&demande), &octets, &Options::default());
            assert!(
                constats.is_empty(),
                "{examen} {graine} {:?}",
                constats.first()
            );
        }
    }
}

#[test]
fn another_session_only_raises_that_the_lists_are_of_another_year() {
    let (edition, catalogue) = edition();
    for (examen, session) in [
        ("BCP", "2023"),
        ("CAP", "2022-06"),
        ("ARI", "2025"),
        ("MCP", "2023-09"),
    ] {
        let demande = Demande {
            examen: Examen::lire(examen).unwrap(),
            session: Session::lire(session).unwrap(),
            candidats: 1500,
            fautes_pour_mille: 300,
            graine: 3,
        };
        let (octets, fautes) = produire(&edition, &catalogue, &demande);
        let mut constats = controler_octets(&edition, &nom(&demande), &octets, &Options::default());
        constats.retain(|c| c.champ.as_deref() != Some("nom_fichier") || c.regle != "CY-113");
        let (injectees, trouvees) = (injectees(&fautes), trouvees(&constats));
        assert!(
            injectees == trouvees,
            "{examen} {}",
            ecart(&injectees, &trouvees)
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_faults_leave_the_other_rows_alone() {
    let (edition, catalogue) = edition();
    let examen = Examen::lire("BCP").unwrap();
    let session = session_usuelle(&edition, examen);
    let demande = Demande {
        examen,
        session,
        candidats: 400,
        fautes_pour_mille: 0,
        graine: 9,
    };
    let (net, _) = produire(&edition, &catalogue, &demande);
    assert_eq!(net, produire(&edition, &catalogue, &demande).0);
    assert_ne!(
        net,
        produire(
            &edition,
            &catalogue,
            &Demande {
                graine: 10,
                ..demande
            }
        )
        .0
    );
    // A shorter file is the beginning of a longer one.
    let (court, _) = produire(
        &edition,
        &catalogue,
        &Demande {
            candidats: 100,
            ..demande
        },
    );
    assert!(net.starts_with(&court));
    let (abime, fautes) = produire(
        &edition,
        &catalogue,
        &Demande {
            fautes_pour_mille: 50,
            ..demande
        },
    );
    let fautifs: BTreeSet<u64> = fautes.iter().map(|f| f.candidat).collect();
    assert!(!fautifs.is_empty());
    let lignes = |octets: &[u8]| -> BTreeSet<Vec<u8>> {
        octets.split(|&o| o == b'\n').map(<[u8]>::to_vec).collect()
    };
    let communes = lignes(&net).intersection(&lignes(&abime)).count();
    assert_eq!(communes, lignes(&net).len() - fautifs.len());
}

/// Rows of the file that Windows-1252 can write, and the faults of the others forgotten.
fn en_windows_1252(
    octets: &[u8],
    fautes: &[FauteInjectee],
) -> (Vec<u8>, BTreeSet<(Option<String>, String)>) {
    let texte = std::str::from_utf8(octets).unwrap();
    let mut encode = Vec::new();
    let mut ecartees = BTreeSet::new();
    for (ligne, numero) in texte.split_inclusive('\n').zip(1u64..) {
        match encoding_rs::WINDOWS_1252.encode(ligne) {
            (octets, _, false) => encode.extend_from_slice(&octets),
            _ => drop(ecartees.insert(numero)),
        }
    }
    let gardees = fautes
        .iter()
        .filter(|f| !ecartees.contains(&f.ligne))
        .map(|f| (f.champ.clone(), f.regle.clone()))
        .collect();
    (encode, gardees)
}

#[test]
fn the_encoding_changes_nothing_but_the_warning_about_it() {
    let (edition, catalogue) = edition();
    let examen = Examen::lire("CAP").unwrap();
    let session = session_usuelle(&edition, examen);
    let demande = Demande {
        examen,
        session,
        candidats: 1500,
        fautes_pour_mille: 400,
        graine: 5,
    };
    let (octets, fautes) = produire(&edition, &catalogue, &demande);
    let texte = std::str::from_utf8(&octets).unwrap();
    let en_utf16 = |marque: &str, en_octets: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{marque}{texte}")
            .encode_utf16()
            .flat_map(en_octets)
            .collect()
    };
    for (variante, octets) in [
        ("marque, petit", en_utf16("\u{feff}", u16::to_le_bytes)),
        ("marque, gros", en_utf16("\u{feff}", u16::to_be_bytes)),
        ("sans marque", en_utf16("", u16::to_le_bytes)),
    ] {
        let constats = controler_octets(&edition, &nom(&demande), &octets, &Options::default());
        let mut attendues = injectees(&fautes);
        attendues.insert((0, None, "CY-003".to_owned()));
        let trouvees = trouvees(&constats);
        assert!(
            attendues == trouvees,
            "{variante} {}",
            ecart(&attendues, &trouvees)
        );
    }
    let (octets, mut attendues) = en_windows_1252(&octets, &fautes);
    attendues.insert((None, "CY-003".to_owned()));
    let constats = controler_octets(&edition, &nom(&demande), &octets, &Options::default());
    let trouvees: BTreeSet<_> = constats.into_iter().map(|c| (c.champ, c.regle)).collect();
    assert_eq!(trouvees, attendues);
}

/// A disk without any room left.
struct Plein;
impl std::io::Write for Plein {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_demand_that_cannot_be_met_is_refused() {
    let (edition, catalogue) = edition();
    let demande = |examen: &str, session: &str, candidats| Demande {
        examen: Examen::lire(examen).unwrap(),
        session: Session::lire(session).unwrap(),
        candidats,
        fautes_pour_mille: 0,
        graine: 0,
    };
    let essayer = |demande: Demande| {
        generer(&edition, &catalogue, &demande, &mut Vec::new(), &mut |_| {})
            .map_err(|e| e.to_string())
    };
    let cas = [
        (demande("BCP", "2024-06", 1), "AAAA, de 1950"),
        (demande("CAP", "2024", 1), "AAAA-MM, de 1950"),
        (demande("BCP", "0001", 1), "1950"),
        (demande("BCP", "2024", u32::MAX), "au plus"),
    ];
    for (demande, mot) in cas {
        let refus = essayer(demande).unwrap_err();
        assert!(refus.contains(mot), "{refus}");
    }
    let demande = demande("CAP", "2024-06", 1);
    let refus = generer(&edition, &catalogue, &demande, &mut Plein, &mut |_| {});
    assert!(matches!(refus, Err(Erreur::Ecriture(_))));
}
