//! The whole table computed twice: by the conditions of the edition, and by plain sets read from the lists.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::{BTreeMap, BTreeSet};

use guichet_autorisation_travail::EditionAutorisationTravail;
use guichet_instruction::dossier::{Origine, ValeurDeChamp};
use guichet_instruction::{Dossier, trancher};
use guichet_socle::Issue;

/// What the sets say: open, closed, both readings, or outside the circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attendu {
    Ouvert,
    Ferme,
    DeuxLectures,
    HorsChamp,
    /// The label restricts the code to fishing, and the activity is not given.
    ActiviteManquante,
}

struct Ensembles {
    ue: BTreeSet<String>,
    six: BTreeSet<String>,
    regions: BTreeMap<String, BTreeSet<String>>,
}

const PECHE: [&str; 3] = ["41221", "44315", "61322"];
const DIX: [&str; 10] = [
    "106", "107", "108", "112", "122", "116", "117", "145", "114", "111",
];
const HORS: [&str; 23] = [
    "100", "109", "110", "131", "101", "134", "105", "126", "136", "127", "137", "135", "139",
    "132", "104", "144", "254", "102", "103", "113", "140", "352", "351",
];

/// A printed list, as pairs of its first column and its codes.
fn liste(nom: &str) -> Vec<(String, String)> {
    let chemin = format!("nomenclatures/travail/{nom}/2007-12-20/codes.csv");
    let texte = commun::fichiers().texte(&chemin).unwrap().to_owned();
    csv::Reader::from_reader(texte.as_bytes())
        .records()
        .map(|ligne| {
            let ligne = ligne.unwrap();
            (ligne[0].to_owned(), ligne[1].to_owned())
        })
        .collect()
}

impl Ensembles {
    fn lire() -> Self {
        let codes = |nom| liste(nom).into_iter().map(|(_, code)| code).collect();
        let mut regions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (region, code) in liste("regions") {
            regions.entry(region).or_default().insert(code);
        }
        Self {
            ue: codes("ue"),
            six: codes("national"),
            regions,
        }
    }

    fn attendu(&self, nationalite: &str, metier: &str, territoire: &str) -> Attendu {
        if HORS.contains(&nationalite) {
            return Attendu::HorsChamp;
        }
        if DIX.contains(&nationalite) {
            return match (self.ue.contains(metier), PECHE.contains(&metier)) {
                (true, true) => Attendu::ActiviteManquante,
                (true, false) => Attendu::Ouvert,
                (false, _) => Attendu::Ferme,
            };
        }
        let Some(region) = self.regions.get(territoire) else {
            // Overseas: the six jobs alone, and only in one of the two readings.
            return if self.six.contains(metier) {
                Attendu::DeuxLectures
            } else {
                Attendu::Ferme
            };
        };
        match (territoire, metier) {
            ("Ile de France", "52213" | "52313")
            | ("Centre", "61224")
            | ("Nord-Pas-de-Calais", "52151") => Attendu::DeuxLectures,
            _ if self.six.contains(metier) || region.contains(metier) => Attendu::Ouvert,
            _ => Attendu::Ferme,
        }
    }
}

fn repondu(issue: Issue) -> Attendu {
    match issue {
        Issue::Favorable => Attendu::Ouvert,
        Issue::Defavorable => Attendu::Ferme,
        Issue::AExaminer => Attendu::DeuxLectures,
        Issue::HorsChamp => Attendu::HorsChamp,
        Issue::Incomplet | Issue::Illisible => Attendu::ActiviteManquante,
    }
}

/// A request where only nationality, job and territory are to be given.
fn demande(edition: &EditionAutorisationTravail) -> Dossier {
    let schema = &edition.commun.schema;
    let mut dossier = Dossier::vide(schema.champs().len());
    for (nom, valeur) in [
        ("date_reception", "2008-01-10"),
        ("demande", "introduction"),
    ] {
        poser(edition, &mut dossier, nom, valeur);
    }
    dossier
}

fn poser(edition: &EditionAutorisationTravail, dossier: &mut Dossier, nom: &str, valeur: &str) {
    let schema = &edition.commun.schema;
    let rang = schema.rang(nom).unwrap();
    let lue: ValeurDeChamp = dossier
        .lire_valeur(schema.champ(rang), valeur, Origine::Json)
        .unwrap();
    dossier.poser(rang, lue);
}

#[test]
fn every_nationality_job_and_territory_agree_with_plain_sets() {
    let edition = commun::edition("2007-12-20");
    let ensembles = Ensembles::lire();
    let base = demande(&edition);
    let codes = edition.listes.metiers.iter().map(|m| m.code.clone());
    let metiers: Vec<String> = codes.chain(["99999".to_owned()]).collect();
    let territoires: Vec<String> = edition
        .listes
        .territoires
        .iter()
        .map(|t| t.nom.clone())
        .collect();
    assert_eq!(territoires.len(), 26);
    assert!(metiers.len() > 150, "{}", metiers.len());
    let rattachements = commun::rattachements();
    let mut cases = 0u32;
    for nationalite in &edition.listes.nationalites {
        // A territory has the answer of its State.
        let etat = rattachements
            .get(&nationalite.code)
            .unwrap_or(&nationalite.code);
        let mut avec = base.clone();
        poser(&edition, &mut avec, "nationalite", &nationalite.code);
        for metier in &metiers {
            let mut avec = avec.clone();
            poser(&edition, &mut avec, "code_rome", metier);
            for territoire in &territoires {
                let mut avec = avec.clone();
                poser(&edition, &mut avec, "region", territoire);
                let attendu = ensembles.attendu(etat, metier, territoire);
                let issue = trancher(&edition, &avec).issue;
                assert_eq!(
                    repondu(issue),
                    attendu,
                    "{} {metier} {territoire} : {issue:?}",
                    nationalite.libelle
                );
                cases += 1;
            }
        }
    }
    assert!(cases > 800_000, "{cases}");
}

#[test]
fn every_nationality_is_in_one_group_and_alias_and_code_agree() {
    let edition = commun::edition("2007-12-20");
    let listes = &edition.listes;
    assert_eq!(listes.nationalites.len(), 213);
    for nationalite in &listes.nationalites {
        if let Some(iso) = &nationalite.iso3 {
            let par_iso = listes.nationalite(iso).unwrap();
            assert_eq!(par_iso.code, nationalite.code, "{iso}");
        }
    }
    for (territoire, rang) in listes.territoires.iter().zip(0u8..) {
        for nom in [
            territoire.nom.clone(),
            territoire.libelle.to_uppercase(),
            territoire.libelle.replace('-', " ").to_lowercase(),
        ] {
            assert_eq!(listes.territoire(&nom), Some(rang), "{nom}");
        }
        for departement in &territoire.departements {
            assert_eq!(listes.territoire_du_departement(departement), Some(rang));
        }
    }
    assert_eq!(listes.territoire("Alsace-Lorraine"), None);
}

#[test]
fn the_effective_lists_have_the_sizes_that_the_register_gives() {
    let edition = commun::edition("2007-12-20");
    let tailles: Vec<usize> = edition
        .listes
        .territoires
        .iter()
        .zip(0u8..)
        .filter(|(territoire, _)| territoire.metropole)
        .map(|(_, rang)| edition.listes.ouverts_aux_tiers(rang).count())
        .collect();
    assert_eq!(tailles.iter().min(), Some(&12), "Corse");
    assert_eq!(tailles.iter().max(), Some(&30), "Alsace, Rhône-Alpes");
}

#[test]
fn the_draft_of_2008_opens_what_the_order_is_known_to_open() {
    let edition = commun::edition("2008-01-18");
    let base = demande(&edition);
    let cas = [
        ("52313", "Ile de France", Issue::Favorable),
        ("52213", "Ile de France", Issue::Defavorable),
        ("61224", "Centre", Issue::Defavorable),
        ("52151", "Nord-Pas-de-Calais", Issue::Defavorable),
        ("14232", "Lorraine", Issue::Favorable),
        ("14312", "Lorraine", Issue::Defavorable),
        ("14312", "Alsace", Issue::Favorable),
    ];
    for (metier, territoire, issue) in cas {
        let mut avec = base.clone();
        poser(&edition, &mut avec, "nationalite", "MAR");
        poser(&edition, &mut avec, "code_rome", metier);
        poser(&edition, &mut avec, "region", territoire);
        assert_eq!(
            trancher(&edition, &avec).issue,
            issue,
            "{metier} {territoire}"
        );
    }
}
