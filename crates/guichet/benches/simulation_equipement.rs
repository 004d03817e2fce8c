//! A region of 1,000 schools and 30 rows of pupils each, decided once and simulated: the second costs about
//! twice the first, since it decides both sides.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run stops")]

use std::fmt::Write as _;
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use guichet::Donnees;
use guichet::equipement::simulation::{Hypotheses, Scenario, simuler};
use guichet::equipement::{
    AnneeScolaire, Dotations, EditionEquipement, Etablissement, Region, edition,
};
use guichet::instruction::lecture::{OptionsDeLecture, lire_flux};

const ECOLES: u32 = 1_000;
const COURS: u32 = 30;

static EDITION: LazyLock<EditionEquipement> =
    LazyLock::new(|| edition(&Donnees::embarquees(), "2023-2024").unwrap());

/// A dossier keeps notes of its own: every bench has its region.
fn region() -> Region {
    let codes: Vec<&str> = (EDITION.regles.formations.toutes().iter())
        .map(|formation| formation.code.as_str())
        .collect();
    let mut ndjson = String::new();
    for ecole in 0..ECOLES {
        let academie = ["Paris", "Créteil", "Versailles"][ecole as usize % 3];
        write!(
            ndjson,
            r#"{{"annee_scolaire":"2023-2024","etablissement":{{"uai":"{ecole:07}A","nature":"lycee_public","enquete_repondue":true,"academie":"{academie}"}},"boursiers":{{"nombre":41,"effectif_post_bac":120}},"reliquats":{{"pre_bac_centimes":150000,"post_bac_centimes":0,"prepa_metiers_centimes":0}},"effectifs":["#
        )
        .unwrap();
        for rang in 0..COURS {
            let virgule = if rang == 0 { "" } else { "," };
            let code = codes[(ecole * 7 + rang * 11) as usize % codes.len()];
            write!(
                ndjson,
                r#"{virgule}{{"code_diplome":"{code}","annee":1,"effectif":{},"statut":"scolaire"}}"#,
                10 + rang
            )
            .unwrap();
        }
        ndjson.push_str("]}\n");
    }
    let mut etablissements = Vec::new();
    let options = OptionsDeLecture::default();
    let schema = &EDITION.commun.schema;
    lire_flux(
        "banc",
        Box::new(ndjson.as_bytes()),
        schema,
        &options,
        &mut |_| {},
        &mut |lu| {
            let dossier = lu.dossier.unwrap().clone();
            etablissements.push(Etablissement::du_dossier(&EDITION, dossier));
        },
    )
    .unwrap();
    Region {
        annee: AnneeScolaire::lire("2023-2024").unwrap(),
        etablissements,
        constats: Vec::new(),
    }
}

fn main() {
    divan::main();
}

#[divan::bench]
fn dotations(bencher: Bencher<'_, '_>) {
    let (edition, region) = (&*EDITION, region());
    bencher
        .counter(ItemsCount::new(ECOLES))
        .bench_local(|| black_box(Dotations::calculer(edition, &region).toutes.len()));
}

#[divan::bench]
fn simulation(bencher: Bencher<'_, '_>) {
    let (edition, region) = (&*EDITION, region());
    let hypotheses = Hypotheses {
        specialites: vec!["326".to_owned()],
        ..Hypotheses::default()
    };
    let scenario = hypotheses.appliquer(edition.clone()).unwrap();
    let en_vigueur = Scenario::en_vigueur(edition.clone());
    bencher
        .counter(ItemsCount::new(ECOLES))
        .bench_local(|| black_box(simuler(&en_vigueur, &region, &scenario, None).gagnants));
}
