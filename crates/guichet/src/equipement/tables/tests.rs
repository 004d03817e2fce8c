//! Invented regions: what is right gets no finding, each fault gets its own and nothing else does, whatever
//! the files are written in.

use std::io::Cursor;

use guichet_aide_equipement::generation::{Demande, TABLES, colonnes, generer};
use guichet_instruction::explication::Etendue;
use guichet_socle::{Decision, Issue};
use proptest::prelude::*;

use super::super::{ConstatDeTable, Dotations, EditionEquipement, Region, decider, edition};
use super::{ErreurDeTableDeRegion, RegionLue, Source, lire_les_sources};
use crate::Donnees;
use crate::instruction::ecriture::en_json;
use crate::instruction::lecture::{OptionsDeLecture, lire_flux};
use crate::instruction::{Instruction, Lu};

const ANNEE: &str = "2023-2024";

fn de_l_annee() -> EditionEquipement {
    edition(&Donnees::embarquees(), ANNEE).unwrap()
}

fn sources(textes: [Vec<u8>; 4]) -> [Source<'static>; 4] {
    let mut noms = TABLES.iter();
    textes.map(|octets| {
        let nom = format!("{}.csv", noms.next().unwrap());
        (nom, Box::new(Cursor::new(octets)) as _)
    })
}

fn lire(textes: [&str; 4]) -> Result<RegionLue, Vec<ErreurDeTableDeRegion>> {
    lire_les_sources(
        &de_l_annee(),
        sources(textes.map(|t| t.as_bytes().to_vec())),
    )
}

fn lue(textes: [&str; 4]) -> Region {
    lire(textes).unwrap().region
}

/// The tables of an invented region, and what must be found in them.
fn inventee(
    fautes_pour_mille: u32,
    graine: u64,
) -> ([String; 4], Vec<(String, Option<u64>, String)>) {
    let edition = de_l_annee();
    let demande = Demande {
        etablissements: 50,
        fautes_pour_mille,
        graine,
    };
    let mut textes =
        [0, 1, 2, 3].map(|table| colonnes(table, fautes_pour_mille > 0).join(";") + "\n");
    let mut attendus = Vec::new();
    for invente in generer(&edition, &demande) {
        if let Some(faute) = invente.faute {
            let avant = textes[faute.attendu.table].lines().count() as u64;
            let ligne = faute.attendu.ligne.map(|ligne| avant + 1 + ligne as u64);
            let fichier = format!("{}.csv", TABLES[faute.attendu.table]);
            attendus.push((fichier, ligne, faute.attendu.regle.to_owned()));
        }
        for (texte, lignes) in textes.iter_mut().zip(&invente.lignes) {
            for ligne in lignes {
                *texte += &(ligne.join(";") + "\n");
            }
        }
    }
    attendus.sort();
    (textes, attendus)
}

fn decisions(region: &Region) -> Vec<Decision> {
    let donnees = Donnees::embarquees();
    let instruction = Instruction::ouvrir(&donnees, "equipement", Some(ANNEE)).unwrap();
    let mut decisions = Vec::new();
    decider(
        &instruction,
        region,
        Etendue::Entiere,
        &mut |_, decision| {
            decisions.push(decision);
        },
    );
    decisions
}

fn references(textes: &[String; 4]) -> [&str; 4] {
    [&textes[0], &textes[1], &textes[2], &textes[3]].map(String::as_str)
}

#[test]
fn a_right_region_gets_no_finding_and_the_decisions_of_its_dossiers() {
    let edition = de_l_annee();
    let donnees = Donnees::embarquees();
    let instruction = Instruction::ouvrir(&donnees, "equipement", Some(ANNEE)).unwrap();
    for graine in [1, 2, 3] {
        let (textes, _) = inventee(0, graine);
        let region = lue(references(&textes));
        assert_eq!(region.constats, []);
        assert_eq!(region.etablissements.len(), 50);
        let de_la_region = decisions(&region);
        for (etablissement, decision) in region.etablissements.iter().zip(&de_la_region) {
            let json = en_json(&edition.commun, &etablissement.dossier).unwrap();
            let mut relues = 0;
            lire_flux(
                "dossier.json",
                Box::new(Cursor::new(json)),
                instruction.schema(),
                &OptionsDeLecture::default(),
                &mut |_| {},
                &mut |lu: Lu<'_>| {
                    assert_eq!(instruction.decider(&lu), *decision);
                    relues += 1;
                },
            )
            .unwrap();
            assert_eq!(relues, 1);
        }
        let connues = [Issue::Favorable, Issue::AExaminer, Issue::Defavorable];
        assert!(
            connues
                .iter()
                .all(|i| de_la_region.iter().any(|d| d.issue == *i))
        );
        assert!(de_la_region.iter().all(|d| d.issue != Issue::Incomplet));
    }
}

#[test]
fn each_fault_gets_its_finding_and_nothing_else_does() {
    for graine in [1, 2, 3] {
        let (textes, attendus) = inventee(700, graine);
        assert!(attendus.len() > 20, "{}", attendus.len());
        let region = lue(references(&textes));
        let place = |c: &ConstatDeTable| (c.fichier.clone(), c.ligne, c.regle.clone());
        let mut trouves: Vec<_> = region.constats.iter().map(place).collect();
        trouves.sort();
        assert_eq!(trouves, attendus);
        for constat in &region.constats {
            assert_eq!(constat.message.lines().count(), 1, "{constat}");
        }
    }
}

#[test]
fn the_totals_are_what_is_before_the_carry_over_less_what_is_deducted() {
    let edition = de_l_annee();
    let (textes, _) = inventee(500, 4);
    let region = lue(references(&textes));
    let dotations = Dotations::calculer(&edition, &region);
    for dispositif in super::super::Dispositif::TOUS {
        let total = dotations.total(dispositif);
        assert!(total.dotation.0 > 0);
        assert_eq!(total.brut.checked_sub(total.deduit), Some(total.dotation));
    }
}

#[test]
fn the_same_region_is_read_whatever_its_files_are_written_in() {
    let (textes, _) = inventee(0, 7);
    let attendues = decisions(&lue(references(&textes)));
    let latin = |texte: &String| encoding_rs::WINDOWS_1252.encode(texte).0.into_owned();
    let utf16 = |texte: &String| {
        let texte = texte.replace(';', "\t").replace('\n', "\r\n");
        let unites = std::iter::once(0xfeff).chain(texte.encode_utf16());
        unites.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let classeur = |texte: &String| {
        let mut lignes = texte.lines().map(|l| l.split(';').collect::<Vec<_>>());
        let entete = lignes.next().unwrap();
        let lignes = lignes.map(|ligne| {
            let brute = |texte: &&str| match texte.parse::<i64>() {
                Ok(nombre) => guichet_tableur::Brute::Nombre(nombre),
                Err(_) => guichet_tableur::Brute::Texte((*texte).to_owned()),
            };
            ligne.iter().map(brute).collect()
        });
        guichet_tableur::ecrire_brut("Table", &entete, lignes).unwrap()
    };
    for formes in [
        textes.each_ref().map(latin),
        textes.each_ref().map(utf16),
        textes.each_ref().map(classeur),
    ] {
        let lue = lire_les_sources(&de_l_annee(), sources(formes)).unwrap();
        assert_eq!(lue.region.constats, []);
        assert_eq!(decisions(&lue.region), attendues);
    }
}

const ETABLISSEMENTS: &str = "uai;nature;enquete_repondue\n0759001B;lycee_public;oui\n";
const EFFECTIFS: &str = "uai;code_diplome;annee;effectif;statut\n0759001B;50022137;1;24;scolaire\n";
const BOURSIERS: &str = "uai;nombre;effectif_post_bac\n";
const RELIQUATS: &str = "uai;pre_bac;post_bac;prepa_metiers\n0759001B;1 234,50 €;0;\n";

#[test]
fn euros_are_deducted_and_an_empty_table_that_nobody_needs_is_told_only() {
    let region = lue([ETABLISSEMENTS, EFFECTIFS, BOURSIERS, RELIQUATS]);
    let regles: Vec<&str> = region.constats.iter().map(|c| c.regle.as_str()).collect();
    assert_eq!(regles, ["AE-614"]);
    let decision = &decisions(&region)[0];
    assert_eq!(decision.issue, Issue::Favorable);
    assert_eq!(decision.montant().map(|m| m.0), Some(24 * 15_100 - 123_450));
}

#[test]
fn what_a_table_says_twice_differently_is_believed_neither_way() {
    let cas: [([&str; 4], &str); 2] = [
        (
            [
                "uai;nature;enquete_repondue\n0759001B;lycee_public;oui\n0759001B;college;oui\n",
                EFFECTIFS,
                BOURSIERS,
                RELIQUATS,
            ],
            "etablissement.nature",
        ),
        (
            [
                ETABLISSEMENTS,
                EFFECTIFS,
                BOURSIERS,
                "uai;pre_bac\n0759001B;0\n0759001B;12\n",
            ],
            "reliquats.pre_bac_centimes",
        ),
    ];
    for (textes, manque) in cas {
        let region = lue(textes);
        assert!(region.constats.iter().any(|c| c.regle == "AE-606"));
        let decision = &decisions(&region)[0];
        assert_eq!(decision.issue, Issue::Incomplet, "{manque}");
        assert!(
            decision.manque.iter().any(|m| **m == *manque),
            "{:?}",
            decision.manque
        );
        assert!(
            decision
                .avertissements
                .iter()
                .any(|a| &*a.regle == "AE-606")
        );
    }
}

#[test]
fn a_table_that_cannot_be_read_as_a_whole_says_why() {
    let autre_annee = "uai;annee_scolaire;nature;enquete_repondue\n0759001B;2021-2022;erea;oui\n";
    let cas: [([&str; 4], &str); 6] = [
        (["", EFFECTIFS, BOURSIERS, RELIQUATS], "est vide"),
        (
            [
                "uai;nature;enquete_repondue\n",
                EFFECTIFS,
                BOURSIERS,
                RELIQUATS,
            ],
            "aucun établissement",
        ),
        (
            [
                "uai;natur;enquete_repondue\n1;2;3\n",
                EFFECTIFS,
                BOURSIERS,
                RELIQUATS,
            ],
            "Vouliez-vous dire « nature »",
        ),
        (
            [autre_annee, EFFECTIFS, BOURSIERS, RELIQUATS],
            "--edition 2021-2022",
        ),
        ([ETABLISSEMENTS, "%PDF-1.7\n", BOURSIERS, RELIQUATS], "PDF"),
        (
            [ETABLISSEMENTS, "a;b\n1;2\n", BOURSIERS, RELIQUATS],
            "« code_diplome »",
        ),
    ];
    for (textes, dit) in cas {
        let erreurs = lire(textes).unwrap_err();
        assert_eq!(erreurs.len(), 1, "{dit}");
        let message = erreurs[0].to_string();
        assert!(message.contains(dit), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn rows_and_columns_that_are_not_understood_are_told_and_the_rest_is_read() {
    let effectifs = "uai;code_diplome;annee;effectif;statut;adresse\n\
        0759001B;50022137;1;24;scolaire;x;y;z\n\
        0759001B;\"50022137;1;24;scolaire;\n\
        0759001B;50022137;1;20;scolaire;\n";
    let region = lue([ETABLISSEMENTS, effectifs, BOURSIERS, RELIQUATS]);
    let places: Vec<(Option<u64>, &str)> = region
        .constats
        .iter()
        .filter(|c| c.fichier == "effectifs.csv")
        .map(|c| (c.ligne, c.regle.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (Some(1), "AE-602"),
            (Some(2), "AE-613"),
            (Some(3), "AE-613")
        ]
    );
    assert_eq!(
        decisions(&region)[0].montant().map(|m| m.0),
        Some(20 * 15_100 - 123_450)
    );
}

#[test]
fn the_year_that_no_document_has_is_refused() {
    let erreur = edition(&Donnees::embarquees(), "2022-2023").unwrap_err();
    let message = erreur.to_string();
    assert!(message.contains("Aucun document connu"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_without_a_panic(
        octets in prop::collection::vec(any::<u8>(), 0..400),
        rang in 0usize..4,
        apres in any::<bool>(),
    ) {
        let mut textes =
            [ETABLISSEMENTS, EFFECTIFS, BOURSIERS, RELIQUATS].map(|t| t.as_bytes().to_vec());
        if apres {
            textes[rang].extend(octets);
        } else {
            textes[rang] = octets;
        }
        let _ = lire_les_sources(&de_l_annee(), sources(textes));
    }
}
