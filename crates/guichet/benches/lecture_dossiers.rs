//! Reading dossiers in memory, beside what the `csv` crate, or `serde_json`, takes only to read the same
//! bytes.
//!
//! Ratios between these lines are worth reading, not their seconds.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run stops")]

use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use guichet::Donnees;
use guichet::instruction::Instruction;
use guichet::instruction::lecture::{OptionsDeLecture, lire_flux};
use guichet::moteur::Schema;

const DOSSIERS: u32 = 20_000;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let instruction = Instruction::ouvrir(&Donnees::embarquees(), "contrat-pro", None).unwrap();
    instruction.schema().clone()
});

/// A table of dossiers made of the examples of the fields.
static CSV: LazyLock<String> = LazyLock::new(|| {
    let champs = SCHEMA.champs();
    let noms: Vec<&str> = champs.iter().map(|c| c.nom.as_str()).collect();
    let mut texte = noms.join(";");
    for rang in 0..DOSSIERS {
        let valeurs: Vec<&str> = champs.iter().skip(1).map(|c| c.exemple.as_str()).collect();
        write!(texte, "\nD-{rang};{}", valeurs.join(";")).unwrap();
    }
    texte
});

/// The same as objects, one a line.
static NDJSON: LazyLock<String> = LazyLock::new(|| {
    let corps = r#""date_demande":"2024-11-15","date_demande_paiement":"2025-10-20","employeur":{"siret":"12345678200010","departement":"44","assujetti_contribution":true,"a_jour_fiscal_social":true,"dates_licenciements_economiques":["2024-02-12"],"aides_annee_centimes":600000,"de_minimis_trois_ans_centimes":5000000,"aides_annees_anterieures_centimes":600000},"salarie":{"date_naissance":"1990-03-21","demandeur_emploi":true,"derniere_presence_etablissement":"2023-06-30"},"contrat":{"nature":"professionnalisation","date_debut":"2024-10-01","date_fin":"2025-09-30","quotite":"28/35","certification":{"rncp":"RNCP37537","certifinfo":"114320"},"rupture":"2025-03-14","suspensions":[{"debut":"2025-01-06","fin":"2025-01-19","remuneree":false}]},"pieces":{"contrat_cerfa":true,"prise_en_charge_opco":true}}"#;
    let mut texte = String::new();
    for rang in 0..DOSSIERS {
        writeln!(texte, "{{\"reference\":\"D-{rang}\",{corps}").unwrap();
    }
    texte
});

fn main() {
    divan::main();
}

/// Rows and bytes a second.
fn mesurer(bencher: Bencher<'_, '_>, octets: &[u8], agir: impl Fn(&[u8]) -> u32 + Sync) {
    assert_eq!(agir(octets), DOSSIERS, "every dossier is read");
    bencher
        .counter(ItemsCount::new(DOSSIERS))
        .counter(BytesCount::of_slice(octets))
        .bench(|| black_box(agir(black_box(octets))));
}

fn lire(octets: &[u8]) -> u32 {
    let mut bons = 0;
    lire_flux(
        "d",
        Box::new(Cursor::new(octets)),
        &SCHEMA,
        &OptionsDeLecture::default(),
        &mut |_| {},
        &mut |lu| bons += u32::from(black_box(&lu.dossier).is_ok()),
    )
    .unwrap();
    bons
}

#[divan::bench]
fn csv_dossiers(bencher: Bencher<'_, '_>) {
    mesurer(bencher, CSV.as_bytes(), lire);
}

#[divan::bench]
fn csv_brut(bencher: Bencher<'_, '_>) {
    mesurer(bencher, CSV.as_bytes(), |octets| {
        let mut lecteur = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(octets);
        let mut rangee = csv::ByteRecord::new();
        let mut nombre = 0;
        while lecteur.read_byte_record(&mut rangee).unwrap() {
            nombre += 1;
        }
        nombre
    });
}

#[divan::bench]
fn ndjson_dossiers(bencher: Bencher<'_, '_>) {
    mesurer(bencher, NDJSON.as_bytes(), lire);
}

/// Goes past the values, and makes nothing of them.
#[divan::bench]
fn ndjson_ignore(bencher: Bencher<'_, '_>) {
    mesurer(bencher, NDJSON.as_bytes(), |octets| {
        let mut nombre = 0;
        for objet in
            serde_json::Deserializer::from_slice(octets).into_iter::<serde::de::IgnoredAny>()
        {
            objet.unwrap();
            nombre += 1;
        }
        nombre
    });
}

#[divan::bench]
fn ndjson_valeurs(bencher: Bencher<'_, '_>) {
    mesurer(bencher, NDJSON.as_bytes(), |octets| {
        let mut nombre = 0;
        for objet in serde_json::Deserializer::from_slice(octets).into_iter::<serde_json::Value>() {
            black_box(objet.unwrap());
            nombre += 1;
        }
        nombre
    });
}
