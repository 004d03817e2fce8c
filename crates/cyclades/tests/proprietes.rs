//! What holds for any file: it ends, blocks and threads and columns change nothing, findings have a place.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod commun;
mod tableau;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::cas::session_usuelle;
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::controle::Octets;
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::{Demande, generer, nom_officiel};
use guichet_cyclades::{Constat, Examen, Options, Rapport, Refus, controler};
use jiff::civil::datetime;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use tableau::{EDITION, NOM, Tableau};

/// So many cases unless `PROPTEST_CASES` says how many; a failure shows its input, and writes no file.
fn essais(cases: u32) -> ProptestConfig {
    let usuels = ProptestConfig::default();
    let cases = std::env::var_os("PROPTEST_CASES").map_or(cases, |_| usuels.cases);
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..usuels
    }
}

/// Checks a file, refused or not.
fn verifier(nom: &str, octets: &[u8], options: &Options) -> (Vec<Constat>, Option<Rapport>) {
    let mut constats = Vec::new();
    match controler(&EDITION, &Octets { nom, octets }, options, &mut |c| {
        constats.push(c);
    }) {
        Ok(rapport) => (constats, Some(rapport)),
        Err(Refus::Contenu(constat)) => {
            constats.push(*constat);
            (constats, None)
        }
        Err(autre) => panic!("{autre}"),
    }
}

/// Pieces of rows, among which everything that cutting them must tell apart.
fn presque_csv() -> impl Strategy<Value = String> {
    const MORCEAUX: [&str; 22] = [
        ";", ";", ";", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r", ",", "\t", "|", "é", "’", "œ",
        "😀", "\u{fffd}", "\0", "F", "LE GOFF", "75013",
    ];
    vec(select(&MORCEAUX[..]), 0..120).prop_map(|morceaux| morceaux.concat())
}

/// Whole rows in whose cells quotes and breaks fall here and there.
fn lignes_abimees() -> impl Strategy<Value = String> {
    let cellule = (
        0..18usize,
        1..=6usize,
        presque_csv().prop_map(|t| t.chars().take(6).collect()),
    );
    vec(cellule, 0..8).prop_map(|cellules: Vec<(usize, usize, String)>| {
        let mut tableau = Tableau::de(6);
        for (rang, candidat, valeur) in cellules {
            let colonne = tableau.colonnes[rang].clone();
            tableau = tableau.avec(candidat, &colonne, &valeur);
        }
        tableau.usuel()
    })
}

/// A file, mostly under a right header.
fn fichier() -> impl Strategy<Value = String> {
    let entete = Tableau::de(0).usuel();
    let deux = Tableau::de(2).usuel();
    prop_oneof![
        1 => presque_csv(),
        2 => presque_csv().prop_map(move |texte| format!("{entete}{texte}")),
        2 => presque_csv().prop_map(move |texte| format!("{deux}{texte}")),
        4 => lignes_abimees(),
    ]
}

/// The same file in the encodings it may come in.
fn encodages(texte: &str) -> [Vec<u8>; 5] {
    let le = texte.encode_utf16().flat_map(u16::to_le_bytes);
    let be = texte.encode_utf16().flat_map(u16::to_be_bytes);
    [
        texte.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", texte.as_bytes()].concat(),
        WINDOWS_1252.encode(texte).0.into_owned(),
        [0xff, 0xfe].into_iter().chain(le).collect(),
        [0xfe, 0xff].into_iter().chain(be).collect(),
    ]
}

/// What every finding and every summary must be, whatever the file.
fn coherents(octets: &[u8], constats: &[Constat], rapport: Option<&Rapport>) {
    let lignes = octets.iter().filter(|o| matches!(o, b'\n' | b'\r')).count() as u64 + 1;
    for constat in constats {
        let json = serde_json::to_value(constat).unwrap();
        for cle in ["ligne", "colonne", "candidat"] {
            let nombre = &json[cle];
            assert!(
                nombre.is_null() || nombre.as_u64().is_some_and(|n| n >= 1),
                "{json}"
            );
        }
        assert!(
            constat.ligne.is_none_or(|ligne| ligne <= lignes),
            "{lignes} {json}"
        );
        assert!(
            constat.candidat.is_none() || constat.ligne.is_some(),
            "{json}"
        );
        assert!(
            constat.colonne.is_none() || constat.ligne.is_some(),
            "{json}"
        );
        assert!(EDITION.condition(&constat.regle).is_some(), "{json}");
        assert!(
            !constat.message.is_empty() && !constat.remede.is_empty(),
            "{json}"
        );
        if let Some(extrait) = &constat.extrait {
            assert!(
                extrait.ligne.get(extrait.debut..extrait.fin).is_some(),
                "{extrait:?}"
            );
        }
    }
    let Some(rapport) = rapport else {
        assert_eq!(constats.len(), 1);
        return;
    };
    let resume = &rapport.resume;
    assert_eq!(resume.lus, resume.valides + resume.avec_erreurs);
    assert!(
        constats
            .iter()
            .all(|c| c.candidat.is_none_or(|n| n <= resume.lus))
    );
    for (regle, nombre) in &resume.par_regle {
        let dits = constats.iter().filter(|c| c.regle == *regle).count() as u64;
        assert_eq!(dits, *nombre, "{regle}");
        let par_champ = rapport.par_champ.iter().filter(|((r, _), _)| r == regle);
        assert_eq!(par_champ.map(|(_, n)| n).sum::<u64>(), *nombre, "{regle}");
    }
}

proptest! {
    #![proptest_config(essais(200))]

    #[test]
    fn any_bytes_end_with_findings_that_have_a_place(
        octets in vec(any::<u8>(), 0..600),
        nom in prop_oneof![Just(NOM.to_owned()), ".{0,30}"],
        entete: bool,
    ) {
        let debut = if entete { Tableau::de(1).usuel() } else { String::new() };
        let octets = [debut.as_bytes(), &octets].concat();
        let (constats, rapport) = verifier(&nom, &octets, &Options::default());
        coherents(&octets, &constats, rapport.as_ref());
    }

    #[test]
    fn any_rows_end_with_findings_that_have_a_place(
        texte in fichier(),
        forme in 0..5usize,
        separateur in proptest::option::weighted(0.2, select(&b";,\t|\"\nx"[..])),
    ) {
        let octets = &encodages(&texte)[forme];
        let options = Options { separateur, extraits: true, ..Options::default() };
        let (constats, rapport) = verifier(NOM, octets, &options);
        coherents(octets, &constats, rapport.as_ref());
    }

    #[test]
    fn blocks_and_threads_change_nothing(
        texte in fichier(),
        taille_de_bloc in 1..300usize,
        fils in 1..=3usize,
        forme in 0..5usize,
    ) {
        let octets = &encodages(&texte)[forme];
        let reference = verifier(NOM, octets, &Options { extraits: true, ..Options::default() });
        let options = Options { taille_de_bloc, fils, extraits: true, ..Options::default() };
        prop_assert_eq!(verifier(NOM, octets, &options), reference);
    }
}

/// A generated file as cells, its ragged rows left out.
struct Genere {
    nom: String,
    tableau: Tableau,
}

static GENERES: LazyLock<Vec<Genere>> = LazyLock::new(|| {
    let (edition, catalogue) = commun::edition();
    ["CAP", "BCP", "MCP"]
        .into_iter()
        .map(|examen| {
            let examen = Examen::lire(examen).unwrap();
            let session = session_usuelle(&edition, examen);
            let demande = Demande {
                examen,
                session,
                candidats: 60,
                fautes_pour_mille: 700,
                graine: 5,
            };
            let mut octets = Vec::new();
            generer(&edition, &catalogue, &demande, &mut octets, &mut |_| {}).unwrap();
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
            assert!(lignes.len() > 30);
            let nom = nom_officiel(examen, session, datetime(2023, 11, 15, 9, 0, 0, 0));
            Genere {
                nom,
                tableau: Tableau { colonnes, lignes },
            }
        })
        .collect()
});

/// The columns of these ranks, as a file.
fn colonnes(tableau: &Tableau, rangs: &[usize]) -> Vec<u8> {
    let mut octets = Vec::new();
    for ligne in std::iter::once(&tableau.colonnes).chain(&tableau.lignes) {
        ecrire_ligne(
            &mut octets,
            rangs.iter().map(|&rang| ligne[rang].as_str()),
            b';',
        );
    }
    octets
}

/// Candidate, field, value, rule: what is found, wherever it stands.
type Trouve = (Option<u64>, Option<String>, Option<String>, String);

fn trouves(nom: &str, octets: &[u8]) -> BTreeSet<Trouve> {
    let constats = commun::controler_octets(&EDITION, nom, octets, &Options::default());
    constats
        .into_iter()
        .map(|c| (c.candidat, c.champ, c.valeur, c.regle))
        .collect()
}

const CHAMPS: usize = 27;

/// Fields that no candidate needs, whatever the circumstances.
fn facultatives(tableau: &Tableau) -> Vec<usize> {
    let jamais_requis = |nom: &str| {
        EDITION.champs.liste.iter().any(|champ| {
            champ.nom == nom
                && champ.bloc != Bloc::Entete
                && champ.cas.iter().all(|cas| !cas.obligatoire)
        })
    };
    (0..tableau.colonnes.len())
        .filter(|&rang| jamais_requis(&tableau.colonnes[rang]))
        .collect()
}

proptest! {
    #![proptest_config(essais(24))]

    #[test]
    fn the_order_of_the_columns_changes_no_finding(
        rangs in Just((0..CHAMPS).collect::<Vec<_>>()).prop_shuffle(),
        lequel in 0..3usize,
    ) {
        let Genere { nom, tableau } = &GENERES[lequel];
        let droit: Vec<usize> = (0..CHAMPS).collect();
        let reference = trouves(nom, &colonnes(tableau, &droit));
        prop_assert!(reference.len() > 10);
        prop_assert_eq!(trouves(nom, &colonnes(tableau, &rangs)), reference);
    }

    #[test]
    fn a_missing_optional_column_adds_no_finding_to_the_rows(
        (lequel, retirees) in (0..3usize).prop_flat_map(|lequel| {
            let facultatives = facultatives(&GENERES[lequel].tableau);
            let nombre = facultatives.len();
            (Just(lequel), subsequence(facultatives, 0..=nombre))
        }),
    ) {
        let Genere { nom, tableau } = &GENERES[lequel];
        let tous: Vec<usize> = (0..CHAMPS).collect();
        let rang = |nom: &str| tableau.colonnes.iter().position(|c| c == nom);
        // A language without the section it goes with is a fault, column or not: both go.
        let section = rang("enseignement").is_some_and(|rang| retirees.contains(&rang));
        let gardees: Vec<usize> = tous
            .iter()
            .copied()
            .filter(|&r| !retirees.contains(&r) && (!section || Some(r) != rang("langue_section_euro")))
            .collect();
        let reference = trouves(nom, &colonnes(tableau, &tous));
        let sans = trouves(nom, &colonnes(tableau, &gardees));
        let ajoutes: Vec<_> =
            sans.difference(&reference).filter(|(candidat, ..)| candidat.is_some()).collect();
        prop_assert!(ajoutes.is_empty(), "{:?}", ajoutes);
    }
}

#[test]
fn the_generated_files_have_the_columns_that_are_shuffled() {
    for Genere { tableau, .. } in GENERES.iter() {
        assert_eq!(tableau.colonnes.len(), CHAMPS);
        assert!(facultatives(tableau).len() > 4);
    }
}
