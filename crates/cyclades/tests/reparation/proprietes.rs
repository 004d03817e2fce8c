//! What holds for any file: twice is once, no new finding, the same bytes outside the edited cells.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::cas::session_usuelle;
use guichet_cyclades::generation::{Demande as DemandeDeFichier, generer, nom_officiel};
use guichet_cyclades::reparation::Etat;
use guichet_cyclades::{Examen, Options};
use jiff::civil::datetime;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::dialectes::ecriture;
use crate::tableau::{EDITION, NOM, Tableau};
use crate::{commun, reparer};

/// A generated file as cells, its ragged rows left out.
pub fn genere(examen: &str, graine: u64) -> (String, Tableau) {
    let (_, catalogue) = commun::edition();
    let examen = Examen::lire(examen).unwrap();
    let session = session_usuelle(&EDITION, examen);
    let demande = DemandeDeFichier {
        examen,
        session,
        candidats: 80,
        fautes_pour_mille: 700,
        graine,
    };
    let mut octets = Vec::new();
    generer(&EDITION, &catalogue, &demande, &mut octets, &mut |_| {}).unwrap();
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(octets.as_slice());
    let mut lignes: Vec<Vec<String>> = lecteur
        .records()
        .filter_map(Result::ok)
        .map(|ligne| ligne.iter().map(str::to_owned).collect())
        .collect();
    let colonnes = lignes.remove(0);
    lignes.retain(|ligne| ligne.len() == colonnes.len());
    let nom = nom_officiel(examen, session, datetime(2023, 11, 15, 9, 0, 0, 0));
    (nom, Tableau { colonnes, lignes })
}

/// Candidate, field, rule: what is found in the rows, doubles and the file itself left out.
pub fn trouves(nom: &str, octets: &[u8]) -> BTreeSet<(u64, Option<String>, String)> {
    commun::controler_octets(&EDITION, nom, octets, &Options::default())
        .into_iter()
        .filter(|c| !c.regle.starts_with("CY-5"))
        .filter_map(|c| Some((c.candidat?, c.champ, c.regle)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_generated_file_is_repaired_once_without_a_new_finding_and_nothing_else_changes(
        examen in select(vec!["CAP", "BCP", "MCP", "ARI"]),
        graine in 0..1000u64,
        a_confirmer: bool,
        ecriture in ecriture(),
        taille_de_bloc in select(vec![0usize, 200, 5000]),
    ) {
        let (nom, tableau) = genere(examen, graine);
        let octets = ecriture.fichier(&tableau);
        let options = Options { taille_de_bloc, ..Options::default() };
        let (copie, modifications) = reparer(&nom, &octets, &options, a_confirmer).unwrap();
        let faites = modifications.iter().filter(|m| m.etat == Etat::Faite).count();
        prop_assert!(faites > 0);
        prop_assert_eq!(&ecriture.appliquer(&octets, &modifications), &copie);
        let (avant, apres) = (trouves(&nom, &octets), trouves(&nom, &copie));
        let nouveaux: Vec<_> = apres.difference(&avant).collect();
        prop_assert!(nouveaux.is_empty(), "{:?}", nouveaux);
        prop_assert!(apres.len() < avant.len() || a_confirmer);
        let (deux, encore) = reparer(&nom, &copie, &options, a_confirmer).unwrap();
        prop_assert_eq!(deux, copie);
        let encore: Vec<_> = encore.into_iter().filter(|m| m.etat == Etat::Faite).collect();
        prop_assert!(encore.is_empty(), "{:?}", encore);
    }

    #[test]
    fn any_rows_are_copied_whole_but_for_the_edits(
        morceaux in vec(
            select(vec![
                ";", ";", ";", "\"", "\"\"", "\n", "\r\n", "\r", ",", "é", "’", "Ã©", "😀", "\u{fffd}", "\0",
                "F", " F", "LE  GOFF", "1100", "75 013", "06 39 98 00 01", "France",
            ]),
            0..150,
        ),
        graine in 0..3usize,
        brut: bool,
    ) {
        let debut = Tableau::de(graine).usuel();
        let texte = format!("{debut}{}", morceaux.concat());
        let octets = if brut { WINDOWS_1252.encode(&texte).0.into_owned() } else { texte.into_bytes() };
        if let Some((copie, modifications)) = reparer(NOM, &octets, &Options::default(), true) {
            if modifications.iter().all(|m| m.etat != Etat::Faite) {
                prop_assert_eq!(&copie, &octets);
            }
            let lignes = |octets: &[u8]| octets.split(|o| *o == b'\n').count();
            prop_assert!(lignes(&copie) <= lignes(&octets));
            let deux = reparer(NOM, &copie, &Options::default(), true).map(|(deux, _)| deux);
            prop_assert_eq!(deux, Some(copie));
        }
    }
}
