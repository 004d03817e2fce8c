//! The committed list, and small faulty ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn fichiers() -> Fichiers {
    let racine = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    for entree in fs::read_dir(racine.join("nomenclatures/communes")).unwrap() {
        let dossier = entree.unwrap();
        for fichier in fs::read_dir(dossier.path()).unwrap() {
            let chemin = fichier.unwrap().path();
            let relatif = chemin.strip_prefix(racine).unwrap().to_str().unwrap();
            fichiers.ajouter(
                relatif.replace('\\', "/"),
                fs::read_to_string(&chemin).unwrap(),
            );
        }
    }
    fichiers
}

fn communes() -> Communes {
    Communes::charger(&fichiers()).unwrap()
}

/// A list of a few rows.
fn petites(lignes: &str) -> (Fichiers, Result<Communes, ErreurEdition>) {
    let dossier = "nomenclatures/communes/2026-01-01";
    let mut fichiers = fichiers();
    let chemin = format!("{dossier}/liste.toml");
    let nombre = lignes.lines().count();
    let liste = fichiers.texte(&chemin).unwrap();
    let (avant, _) = liste.split_once("[effectifs.nature]").unwrap();
    let liste = avant.replace("lignes = 39254", &format!("lignes = {nombre}"));
    fichiers.ajouter(chemin, liste);
    fichiers.ajouter(
        format!("{dossier}/codes.csv"),
        format!("{}\n{lignes}", table::COLONNES),
    );
    let communes = Communes::charger(&fichiers);
    (fichiers, communes)
}

fn codes(trouvees: &[Commune<'_>]) -> Vec<String> {
    trouvees.iter().map(|c| c.code.to_owned()).collect()
}

#[test]
fn the_committed_list_is_whole_sorted_and_leads_to_communes_of_today() {
    communes().verifier(&fichiers()).unwrap();
}

#[test]
fn every_row_is_found_by_its_code_and_says_what_its_state_says() {
    let communes = communes();
    let mut nombre = 0;
    for (_, commune) in communes.0.table.placees() {
        nombre += 1;
        assert_eq!(
            communes.fiche(commune.code.as_bytes()),
            Some(commune),
            "{commune:?}"
        );
        let attendu = if commune.successeur.is_some() {
            Etat::Ancien
        } else {
            Etat::EnUsage
        };
        assert_eq!(communes.etat(commune.code.as_bytes()), Some(attendu));
        let fini = communes
            .fiche(commune.code_d_aujourd_hui().as_bytes())
            .unwrap();
        assert!(fini.nature == Nature::Commune || fini.nature == Nature::Arrondissement);
    }
    assert_eq!(nombre, 39_254);
}

#[test]
fn codes_of_every_time_are_known() {
    let communes = communes();
    let cas = [
        ("75056", Some("Paris"), None),
        ("75113", Some("Paris 13e Arrondissement"), None),
        ("2A004", Some("Ajaccio"), None),
        ("97411", Some("Saint-Denis"), None),
        ("97801", Some("Saint-Martin"), None),
        ("98818", Some("Nouméa"), None),
        ("50383", None, Some("50129")),
        ("50416", Some("Querqueville"), Some("50129")),
        ("59510", None, Some("59183")),
        ("20004", None, Some("2A004")),
        ("75020", None, Some("92020")),
        ("78585", None, Some("95585")),
    ];
    for (code, nom, successeur) in cas {
        assert!(communes.existe(code), "{code}");
        assert_eq!(communes.nom(code), nom, "{code}");
        assert_eq!(communes.successeur(code), successeur, "{code}");
    }
    for code in [
        "75000", "00000", "99352", "2A999", "97123", "98511", "97500",
    ] {
        assert_eq!(
            communes.etat(code.as_bytes()),
            Some(Etat::Inconnu),
            "{code}"
        );
        assert!(!communes.existe(code) && communes.fiche(code.as_bytes()).is_none());
    }
    for code in [
        "", "7505", "750566", "2C004", "2a004", "7505é", "A2004", "75 56",
    ] {
        assert_eq!(communes.etat(code.as_bytes()), None, "{code}");
    }
    assert_eq!(codes(&communes.anciens("92020")), ["75020"]);
}

#[test]
fn known_gaps_are_not_unknown_codes() {
    let communes = communes();
    let cas = [
        ("97123", None, true),
        ("97127", None, true),
        ("97199", None, false),
        ("98511", None, true),
        ("98500", None, true),
        ("98600", None, false),
        ("92352", Some(date(1962, 12, 31)), true),
        ("92352", Some(date(1963, 1, 1)), false),
        ("92352", None, true),
        ("96352", Some(date(1950, 1, 1)), false),
        ("985", None, false),
    ];
    for (code, naissance, attendu) in cas {
        assert_eq!(
            communes.est_une_lacune(code.as_bytes(), naissance),
            attendu,
            "{code} {naissance:?}"
        );
        assert!(!communes.existe(code), "{code}");
    }
}

#[test]
fn names_lead_to_the_communes_of_the_department() {
    let communes = communes();
    let cas: [(&str, Option<&str>, &[&str]); 16] = [
        ("SAINT DENIS", Some("974"), &["97411"]),
        ("ST-DENIS", Some("093"), &["93066"]),
        ("st denis", Some("93"), &["93066"]),
        ("Le Havre", Some("076"), &["76351"]),
        ("HAVRE (LE)", Some("076"), &["76351"]),
        ("HAVRE", Some("076"), &["76351"]),
        ("AJACCIO", Some("02A"), &["2A004"]),
        ("AJACCIO", Some("02B"), &[]),
        ("PARIS", Some("075"), &["75056"]),
        ("PARIS 13EME", Some("075"), &["75113"]),
        ("LYON CEDEX 07", Some("069"), &["69123"]),
        ("Mamoudzou", Some("985"), &["97611"]),
        ("Bors", Some("016"), &["16052", "16053"]),
        ("Bors (Canton de Charente-Sud)", Some("016"), &["16053"]),
        ("Arbignieu", Some("001"), &["01015"]),
        ("VILLE INCONNUE", None, &[]),
    ];
    for (nom, departement, attendu) in cas {
        assert_eq!(
            codes(&communes.par_nom(nom, departement)),
            attendu,
            "{nom} {departement:?}"
        );
    }
    assert!(communes.par_nom("Saint-Denis", None).len() > 3);
    // A delegated commune comes after the communes of today.
    let deleguee = communes.par_nom("querqueville", Some("050"));
    assert_eq!(deleguee[0].code_d_aujourd_hui(), "50129");
}

#[test]
fn a_postcode_leads_to_its_communes() {
    let communes = communes();
    // The first answers come from the table itself, the others from an index.
    for _ in 0..20 {
        assert_eq!(
            codes(&communes.par_code_postal("75013")),
            ["75056", "75113"]
        );
        assert_eq!(codes(&communes.par_code_postal("97400")), ["97411"]);
    }
    for inconnu in ["", "75", "00000", "7501é", "+7501"] {
        assert!(communes.par_code_postal(inconnu).is_empty(), "{inconnu}");
    }
}

#[test]
fn every_name_finds_its_own_code() {
    let communes = communes();
    let mut par_departement: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, commune) in communes.0.table.placees().step_by(17) {
        *par_departement.entry(commune.departement).or_default() += 1;
        if !commune.nom.is_empty() {
            let trouvees = communes.par_nom(&commune.nom.to_uppercase(), Some(commune.departement));
            assert!(
                trouvees.iter().any(|c| c.code == commune.code),
                "{commune:?}"
            );
        }
    }
    assert!(par_departement.len() > 100);
}

#[test]
fn a_faulty_list_is_told_with_its_line() {
    let cas = [
        ("01001,A,01,,COM,,\n01002,B,01,01001,COMD,,\n", ""),
        ("01002,A,01,,COM,,\n01001,B,01,,COM,,\n", "triez"),
        (
            "01001,A,01,,COM,,\n01002,B,01,01003,ANC,,\n",
            "d’aujourd’hui",
        ),
        ("01001,A,01,,COM,,\n01002,B,01,,COMD,,\n", "d’aujourd’hui"),
        (
            "01001,A,01,,COM,,\n01002,B,01,01003,ANC,,\n01003,,01,01001,ANC,,\n",
            "d’aujourd’hui",
        ),
        ("01001,A,01,01001,COM,,\n", "pas de successeur"),
        ("01001,\"A\",01,,COM,,\n", "guillemets"),
        ("1001,A,01,,COM,,\n", "forme"),
        ("01001,A,01,,ZZZ,,\n", "valeurs"),
    ];
    for (lignes, mot) in cas {
        let (fichiers, communes) = petites(lignes);
        match communes.unwrap().verifier(&fichiers) {
            Ok(()) => assert!(mot.is_empty(), "{lignes}"),
            Err(erreur) => assert!(
                !mot.is_empty() && erreur.to_string().contains(mot),
                "{erreur}"
            ),
        }
    }
}

#[test]
fn a_list_without_its_columns_or_its_edition_is_refused() {
    let chemin = "nomenclatures/communes/2026-01-01";
    let mut fichiers = fichiers();
    fichiers.ajouter(format!("{chemin}/codes.csv"), "code,nom\n");
    let erreur = Communes::charger(&fichiers).unwrap_err();
    assert!(erreur.to_string().contains("dans cet ordre"), "{erreur}");
    fichiers.ajouter(
        format!("{chemin}/lacunes.toml"),
        "[[lacune]]\ndu = \"971\"\nau = \"97127\"\nsens = \"x\"\n",
    );
    fichiers.ajouter(
        format!("{chemin}/codes.csv"),
        format!("{},de_plus\n01001,A,01,,COM,,,x", table::COLONNES),
    );
    let erreur = Communes::charger(&fichiers).unwrap_err();
    assert_eq!(erreur.ligne, Some(2), "{erreur}");
    fichiers.ajouter(format!("{chemin}/lacunes.toml"), "");
    let communes = Communes::charger(&fichiers).unwrap();
    assert_eq!(communes.nom("01001"), Some("A"));
    fichiers.retirer_dossier(chemin);
    let erreur = Communes::charger(&fichiers).unwrap_err();
    assert!(erreur.to_string().contains("pas d’édition"), "{erreur}");
}

proptest! {
    #[test]
    fn any_bytes_are_answered(
        octets in proptest::collection::vec(any::<u8>(), 0..8),
        texte in ".{0,12}",
        departement in proptest::option::of(".{0,4}"),
    ) {
        static COMMUNES: OnceLock<Communes> = OnceLock::new();
        let communes = COMMUNES.get_or_init(communes);
        let connu = matches!(communes.etat(&octets), Some(Etat::EnUsage | Etat::Ancien));
        prop_assert_eq!(connu, communes.fiche(&octets).is_some());
        let trouvees = communes.par_nom(&texte, departement.as_deref());
        prop_assert!(trouvees.iter().all(|c| communes.existe(c.code)));
        prop_assert!(communes.par_code_postal(&texte).len() < 200);
        let lacune = communes.est_une_lacune(&octets, None);
        prop_assert!(!(lacune && octets.len() != 5));
    }

    #[test]
    fn any_table_is_searched_without_panic(
        lignes in proptest::collection::vec("[0-9,A\n\"é]{0,20}", 0..8),
        cherche in "[0-9]{5}",
    ) {
        let (_, communes) = petites(&lignes.join("\n"));
        let communes = communes.unwrap();
        // What such a table answers means little; it must only answer.
        let _ = communes.etat(cherche.as_bytes());
        let _ = communes.fiche(cherche.as_bytes());
        let _ = communes.par_nom(&cherche, None);
        let _ = communes.par_code_postal(&cherche);
    }
}
