use guichet_aide_equipement::{AnneeScolaire, Cours};
use guichet_instruction::Schema;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::*;
use crate::Donnees;
use crate::equipement::edition;
use crate::instruction::lecture::{OptionsDeLecture, lire_flux};

fn en_2023() -> EditionEquipement {
    edition(&Donnees::embarquees(), "2023-2024").unwrap()
}

fn en_2021() -> EditionEquipement {
    edition(&Donnees::embarquees(), "2021-2022").unwrap()
}

fn dossiers(schema: &Schema, ndjson: &str) -> Vec<Dossier> {
    let mut lus = Vec::new();
    let options = OptionsDeLecture::default();
    lire_flux(
        "essai",
        Box::new(ndjson.as_bytes()),
        schema,
        &options,
        &mut |_| {},
        &mut |lu| {
            lus.push(lu.dossier.unwrap().clone());
        },
    )
    .unwrap();
    lus
}

fn region(edition: &EditionEquipement, ndjson: &str) -> Region {
    Region {
        annee: AnneeScolaire::lire("2023-2024").unwrap(),
        etablissements: dossiers(&edition.commun.schema, ndjson)
            .into_iter()
            .map(|dossier| Etablissement::du_dossier(edition, dossier))
            .collect(),
        constats: Vec::new(),
    }
}

/// A school as a line: its courses (code, year, pupils), its scholars, its carry-over in euros.
fn ecole(
    uai: &str,
    academie: &str,
    cours: &[(&str, u8, u32)],
    boursiers: (u32, u32),
    reliquats: [u32; 3],
) -> String {
    let effectifs: Vec<String> = cours
        .iter()
        .map(|(code, annee, effectif)| {
            format!(r#"{{"code_diplome":"{code}","annee":{annee},"effectif":{effectif},"statut":"scolaire"}}"#)
        })
        .collect();
    format!(
        concat!(
            r#"{{"annee_scolaire":"2023-2024","etablissement":{{"uai":"{}","nom":"Lycée {}","nature":"lycee_public","#,
            r#""enquete_repondue":true,"academie":"{}"}},"effectifs":[{}],"#,
            r#""boursiers":{{"nombre":{},"effectif_post_bac":{}}},"#,
            r#""reliquats":{{"pre_bac_centimes":{},"post_bac_centimes":{},"prepa_metiers_centimes":{}}}}}"#
        ),
        uai,
        uai,
        academie,
        effectifs.join(","),
        boursiers.0,
        boursiers.1,
        reliquats[0] * 100,
        reliquats[1] * 100,
        reliquats[2] * 100,
    ) + "\n"
}

/// CAP boulanger, BTS of the list, 3e prépa-métiers, and a course of a speciality that is not declared.
const PRE: &str = "50022137";
const POST: &str = "32031212";
const TROISIEME: &str = "67010031";
const AUTRE: &str = "50032601";

fn deux_ecoles() -> String {
    ecole(
        "0750001W",
        "Paris",
        &[(PRE, 1, 24), (POST, 1, 35), (TROISIEME, 1, 22)],
        (24, 70),
        [500, 0, 0],
    ) + &ecole(
        "0930002D",
        "Créteil",
        &[(PRE, 1, 10), (AUTRE, 1, 30)],
        (0, 0),
        [2000, 0, 0],
    )
}

fn simulee(hypotheses: &Hypotheses) -> Simulation {
    let edition = en_2023();
    let region = region(&edition, &deux_ecoles());
    let scenario = hypotheses.appliquer(edition.clone()).unwrap();
    simuler(&Scenario::en_vigueur(edition), &region, &scenario, None)
}

#[test]
fn a_higher_amount_costs_its_pupils_and_a_large_carry_over_absorbs_it() {
    let simulation = simulee(&Hypotheses {
        forfait_eleve: Some(Centimes(16_000)),
        forfait_prepa_metiers: Some(Centimes(5_700)),
        ..Hypotheses::default()
    });
    // 24 and 12 pupils at 9 € more, 22 at 3 € more; the other school has 2 000 € carried over for 1 600 €.
    let par_ligne: Vec<i64> = simulation
        .par_dispositif
        .iter()
        .map(|e| e.ecart_centimes.0)
        .collect();
    assert_eq!(par_ligne, [24 * 900, 12 * 900, 22 * 300]);
    assert_eq!(
        simulation.total.ecart_centimes,
        Centimes(24 * 900 + 12 * 900 + 22 * 300)
    );
    assert_eq!(
        (
            simulation.gagnants,
            simulation.perdants,
            simulation.inchanges
        ),
        (1, 0, 1)
    );
    assert_eq!(simulation.par_etablissement[0].code, "0750001W");
    assert_eq!(simulation.hypotheses.len(), 2);
    // By course, before the carry-over: all 34 bakers.
    let boulangers = simulation
        .par_formation
        .iter()
        .find(|e| e.code == PRE)
        .unwrap();
    assert_eq!(boulangers.ecart_centimes, Centimes(34 * 900));
}

#[test]
fn an_added_speciality_or_course_opens_its_pupils() {
    for hypotheses in [
        Hypotheses {
            specialites: vec!["326".to_owned()],
            ..Hypotheses::default()
        },
        Hypotheses {
            specialites: vec!["32".to_owned()],
            ..Hypotheses::default()
        },
        Hypotheses {
            formations: vec![format!("{AUTRE}:PRE BAC:INFORMATIQUE")],
            ..Hypotheses::default()
        },
        Hypotheses {
            formations: vec![AUTRE.to_owned()],
            ..Hypotheses::default()
        },
    ] {
        let simulation = simulee(&hypotheses);
        // 40 pupils at 151 €, less 2 000 €; 10 of them before, less all of it.
        let creteil = simulation
            .par_academie
            .iter()
            .find(|e| e.code == "Créteil")
            .unwrap();
        assert_eq!(creteil.avant_centimes, Centimes::ZERO, "{hypotheses:?}");
        assert_eq!(
            creteil.apres_centimes,
            Centimes(40 * 15_100 - 200_000),
            "{hypotheses:?}"
        );
        assert_eq!(simulation.gagnants, 1);
    }
}

#[test]
fn what_is_kept_out_costs_nothing_more() {
    for hypotheses in [
        Hypotheses {
            sans_specialites: vec!["221".to_owned()],
            ..Hypotheses::default()
        },
        Hypotheses {
            sans_specialites: vec!["22".to_owned()],
            ..Hypotheses::default()
        },
        Hypotheses {
            sans_formations: vec![PRE.to_owned()],
            ..Hypotheses::default()
        },
    ] {
        let simulation = simulee(&hypotheses);
        let pre_bac = &simulation.par_dispositif[0];
        assert_eq!(pre_bac.apres_centimes, Centimes::ZERO, "{hypotheses:?}");
        assert_eq!(pre_bac.avant_centimes, Centimes(24 * 15_100 - 50_000));
        assert_eq!(simulation.perdants, 1);
    }
}

#[test]
fn declaring_the_speciality_of_the_3e_keeps_the_3e() {
    let troisieme = Cours {
        specialite: Some("100"),
        niveau: Some("INFRA V"),
        libelle: Some("3E PREPA-METIERS"),
        ..Cours::default()
    };
    for specialite in ["100", "10"] {
        let mut formations = en_2023().regles.formations;
        assert!(formations.eligibilite(&troisieme).retenue);
        assert!(!formations.declarer(specialite, "essai"));
        assert!(formations.eligibilite(&troisieme).retenue, "{specialite}");
    }
}

#[test]
fn scholars_are_rounded_as_asked() {
    // 35 × 25 / 70 = 12.5 scholars.
    let edition = en_2023();
    let ecole = ecole("0750001W", "Paris", &[(POST, 1, 35)], (25, 70), [0, 0, 0]);
    let region = region(&edition, &ecole);
    for (arrondi, attendu) in [
        (ArrondiDesBoursiers::Proche, 13 * 15_100),
        (ArrondiDesBoursiers::Superieur, 13 * 15_100),
        (ArrondiDesBoursiers::Inferieur, 12 * 15_100),
        (ArrondiDesBoursiers::Exact, 188_750),
    ] {
        let hypotheses = Hypotheses {
            arrondi: Some(arrondi),
            ..Hypotheses::default()
        };
        let scenario = hypotheses.appliquer(edition.clone()).unwrap();
        let simulation = simuler(
            &Scenario::en_vigueur(edition.clone()),
            &region,
            &scenario,
            None,
        );
        assert_eq!(
            simulation.total.apres_centimes,
            Centimes(attendu),
            "{arrondi:?}"
        );
    }
}

#[test]
fn another_reading_is_followed_and_an_unknown_one_is_told() {
    // The pre-bac carry-over exceeds its line: under the other reading, the rest reduces the 3e.
    let edition = en_2023();
    let ecole = ecole(
        "0750001W",
        "Paris",
        &[(PRE, 1, 1), (TROISIEME, 1, 22)],
        (0, 0),
        [300, 0, 0],
    );
    let region = region(&edition, &ecole);
    let cout = |lecture: &str| {
        let hypotheses = Hypotheses {
            lectures: vec![lecture.to_owned()],
            ..Hypotheses::default()
        };
        let scenario = hypotheses.appliquer(edition.clone())?;
        let simulation = simuler(
            &Scenario::en_vigueur(edition.clone()),
            &region,
            &scenario,
            None,
        );
        Ok::<_, RefusDeSimulation>(simulation.total.apres_centimes.0)
    };
    assert_eq!(cout("ARE-24=retenue"), Ok(22 * 5_400));
    assert_eq!(cout("ARE-24=autre"), Ok(22 * 5_400 - (30_000 - 15_100)));
    for (lecture, attendu) in [
        ("ARE-24", "écrivez par exemple ARE-24=autre"),
        ("ARE-30=autre", "n’a pas deux lectures"),
        ("ARE-24=oui", "écrivez par exemple"),
    ] {
        let refus = cout(lecture).unwrap_err().to_string();
        assert!(refus.contains(attendu), "{refus}");
    }
}

#[test]
fn what_is_mistyped_is_told_in_one_line() {
    let mut cas = Vec::new();
    for (specialite, attendu) in [
        ("3261", "trois chiffres"),
        ("3", "trois chiffres"),
        ("2A", "trois chiffres"),
    ] {
        cas.push((
            Hypotheses {
                specialites: vec![specialite.to_owned()],
                ..Hypotheses::default()
            },
            attendu,
        ));
        cas.push((
            Hypotheses {
                sans_specialites: vec![specialite.to_owned()],
                ..Hypotheses::default()
            },
            attendu,
        ));
    }
    for (formation, attendu) in [
        ("5003260", "huit chiffres"),
        ("50032601:CAP:X", "n’est pas un niveau"),
        ("90032601", "n’est pas un niveau"),
    ] {
        cas.push((
            Hypotheses {
                formations: vec![formation.to_owned()],
                ..Hypotheses::default()
            },
            attendu,
        ));
    }
    for (hypotheses, attendu) in cas {
        let refus = hypotheses.appliquer(en_2023()).unwrap_err().to_string();
        assert!(refus.contains(attendu), "{refus}");
        assert_eq!(refus.lines().count(), 1);
    }
}

#[test]
fn headcounts_of_another_year_are_joined_on_the_uai() {
    let edition = en_2023();
    let avant = region(&edition, &deux_ecoles());
    let apres = region(
        &edition,
        &(ecole("0930002D", "Créteil", &[(PRE, 1, 20)], (0, 0), [0, 0, 0])
            + &ecole("0770003X", "Créteil", &[(PRE, 1, 1)], (0, 0), [0, 0, 0])),
    );
    let scenario = Scenario::en_vigueur(edition);
    let simulation = simuler(&scenario, &avant, &scenario, Some(&apres));
    let issues = |uai: &str| {
        let ecart = simulation
            .par_etablissement
            .iter()
            .find(|e| e.code == uai)
            .unwrap();
        (ecart.issues.unwrap(), ecart.ecart_centimes.0)
    };
    assert_eq!(
        issues("0930002D"),
        (["favorable", "favorable"], 20 * 15_100)
    );
    assert_eq!(issues("0770003X"), (["absent", "favorable"], 15_100));
    assert_eq!(issues("0750001W").0, ["favorable", "absent"]);
    assert_eq!((simulation.gagnants, simulation.perdants), (2, 1));
}

#[test]
fn another_edition_is_applied_whole() {
    let (edition, ancienne) = (en_2023(), en_2021());
    let region = region(&edition, &deux_ecoles());
    let scenario = Scenario::en_vigueur(ancienne);
    let simulation = simuler(&Scenario::en_vigueur(edition), &region, &scenario, None);
    assert_eq!(simulation.edition_simulee, "2021-09-01");
    assert_eq!(
        simulation.par_dispositif[2].ecart_centimes,
        Centimes(22 * (5_000 - 5_400))
    );
}

/// Every way of adding the differences gives the same.
fn verifier_les_sommes(simulation: &Simulation) -> Result<(), TestCaseError> {
    let total = &simulation.total;
    for liste in [
        &simulation.par_dispositif,
        &simulation.par_academie,
        &simulation.par_etablissement,
    ] {
        for somme in [
            |e: &Ecart| e.avant_centimes.0,
            |e: &Ecart| e.apres_centimes.0,
            |e: &Ecart| e.ecart_centimes.0,
            |e: &Ecart| e.effectif_avant,
            |e: &Ecart| e.effectif_apres,
        ] {
            prop_assert_eq!(liste.iter().map(somme).sum::<i64>(), somme(total));
        }
    }
    let tailles: Vec<u64> = simulation
        .par_etablissement
        .iter()
        .map(|e| e.ecart_centimes.0.unsigned_abs())
        .collect();
    prop_assert!(tailles.is_sorted_by(|une, autre| une >= autre));
    let ecoles = simulation.par_etablissement.len() as u64;
    prop_assert_eq!(
        simulation.gagnants + simulation.perdants + simulation.inchanges,
        ecoles
    );
    Ok(())
}

/// Schools of any courses, scholars and carry-over.
fn une_region(reliquats: u32) -> impl Strategy<Value = String> {
    let codes = prop::sample::select(vec![
        PRE, POST, TROISIEME, AUTRE, "43033105", "50033401", "32032601",
    ]);
    let cours = prop::collection::vec((codes, 1u8..4, 0u32..60), 0..6);
    let tirage = (
        cours,
        0u32..80,
        1u32..80,
        prop::array::uniform3(0..reliquats),
        0usize..3,
    );
    prop::collection::vec(tirage, 1..6).prop_map(|ecoles| {
        ecoles
            .into_iter()
            .enumerate()
            .map(|(rang, (cours, nombre, sur, reliquats, academie))| {
                let academie = ["Paris", "Créteil", "Versailles"][academie];
                ecole(
                    &format!("075{rang:04}A"),
                    academie,
                    &cours,
                    (nombre.min(sur), sur),
                    reliquats,
                )
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changing_nothing_makes_no_difference(ndjson in une_region(4000)) {
        let edition = en_2023();
        let region = region(&edition, &ndjson);
        let scenario = Hypotheses::default().appliquer(edition.clone()).unwrap();
        let simulation = simuler(&Scenario::en_vigueur(edition), &region, &scenario, Some(&region));
        verifier_les_sommes(&simulation)?;
        prop_assert_eq!(simulation.total.ecart_centimes, Centimes::ZERO);
        prop_assert!(simulation.par_formation.iter().all(|e| e.ecart_centimes == Centimes::ZERO));
        prop_assert_eq!(simulation.gagnants + simulation.perdants, 0);
    }

    #[test]
    fn a_speciality_added_never_lowers_a_grant(
        ndjson in une_region(4000), specialite in "[1-3][0-9]{1,2}", forfait in 1i64..40_000,
    ) {
        let edition = en_2023();
        let region = region(&edition, &ndjson);
        let ajout = Hypotheses { specialites: vec![specialite], ..Hypotheses::default() };
        let scenario = ajout.appliquer(edition.clone()).unwrap();
        let simulation = simuler(&Scenario::en_vigueur(edition.clone()), &region, &scenario, None);
        verifier_les_sommes(&simulation)?;
        prop_assert!(simulation.par_etablissement.iter().all(|e| e.ecart_centimes >= Centimes::ZERO));
        let montant = Hypotheses { forfait_eleve: Some(Centimes(forfait)), ..Hypotheses::default() };
        let scenario = montant.appliquer(edition.clone()).unwrap();
        verifier_les_sommes(&simuler(&Scenario::en_vigueur(edition), &region, &scenario, None))?;
    }

    #[test]
    fn without_a_carry_over_the_courses_cost_what_the_schools_receive(ndjson in une_region(1)) {
        let edition = en_2023();
        let region = region(&edition, &ndjson);
        let scenario = Scenario::en_vigueur(edition);
        let simulation = simuler(&scenario, &region, &scenario, None);
        let cours: i64 = simulation.par_formation.iter().map(|e| e.avant_centimes.0).sum();
        prop_assert_eq!(cours, simulation.total.avant_centimes.0);
    }
}
