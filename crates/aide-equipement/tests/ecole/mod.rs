//! An invented school: plain rows and figures, that become a dossier.
#![allow(dead_code, reason = "each test takes what it needs")]

use guichet_aide_equipement::EditionEquipement;
use guichet_instruction::Dossier;
use guichet_instruction::dossier::{Origine, ValeurDeChamp};
use guichet_socle::hasard::Hasard;

/// Codes of both lists, dropped ones, unlisted ones of declared specialities, and some that nothing admits.
pub const CODES: [&str; 22] = [
    "50022137", "40022107", "43033402", "32031212", "32033426", "67010031", "14022001", "50034405",
    "40022106", "50023217", "26033101", "50022199", "32022099", "43033101", "46033104", "50032499",
    "40010001", "67010099", "32032199", "50031214", "32023304", "50023224",
];
/// Kinds of establishment, the covered ones first.
pub const NATURES: [&str; 8] = [
    "lycee_public",
    "lycee_agricole_public",
    "cite_mixte",
    "erea",
    "lycee_prive_sous_contrat_en",
    "lycee_prive_agricole",
    "lycee_prive_hors_contrat",
    "college",
];
const STATUTS: [&str; 3] = ["scolaire", "apprenti", "contrat_professionnalisation"];

/// A row of pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rangee {
    pub code: &'static str,
    pub annee: i64,
    pub effectif: i64,
    pub statut: &'static str,
}

/// A cell of a row.
type Ecrire = fn(&Rangee) -> String;

/// A school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ecole {
    pub nature: &'static str,
    pub enquete: bool,
    pub rangees: Vec<Rangee>,
    pub boursiers: i64,
    pub post_bac: i64,
    /// Pre-bac, post-bac, 3e, in cents.
    pub reliquats: [i64; 3],
}

impl Ecole {
    /// One school of a seed.
    pub fn tiree(graine: u64, rang: u64) -> Self {
        let mut hasard = Hasard::new(graine, rang);
        let couverte = !hasard.pour_mille(80);
        let natures = if couverte {
            &NATURES[..5]
        } else {
            &NATURES[5..]
        };
        let rangees = (0..hasard.sous(12))
            .map(|_| Rangee {
                code: hasard.parmi(&CODES).copied().unwrap_or(CODES[0]),
                annee: i64::from(1 + u32::from(hasard.pour_mille(250))),
                effectif: i64::from(hasard.sous(60)),
                statut: STATUTS
                    [usize::from(hasard.pour_mille(120)) + usize::from(hasard.pour_mille(30))],
            })
            .collect();
        let post_bac = i64::from(hasard.entre(1, 300));
        let part = i64::from(hasard.sous(1_001));
        let mut reliquat = || {
            if hasard.pour_mille(500) {
                0
            } else {
                i64::from(hasard.sous(1_500_000))
            }
        };
        let reliquats = [reliquat(), reliquat(), reliquat()];
        Self {
            nature: natures[usize::try_from(part).unwrap() % natures.len()],
            enquete: part % 20 != 0,
            rangees,
            boursiers: post_bac * part / 1_000,
            post_bac,
            reliquats,
        }
    }

    /// The dossier of its grant.
    pub fn dossier(&self, edition: &EditionEquipement) -> Dossier {
        let schema = &edition.commun.schema;
        let mut dossier = Dossier::vide(schema.champs().len());
        let lire = |dossier: &mut Dossier, nom: &str, ecrit: &str| {
            let champ = schema.champ(schema.rang(nom).unwrap());
            dossier.lire_valeur(champ, ecrit, Origine::Json).unwrap()
        };
        let annee = if edition.commun.edition.id.starts_with("2021") {
            "2021-2022"
        } else {
            "2023-2024"
        };
        for (nom, ecrit) in [
            ("annee_scolaire", annee.to_owned()),
            ("etablissement.uai", "0990001N".to_owned()),
            ("etablissement.nature", self.nature.to_owned()),
            ("etablissement.enquete_repondue", self.enquete.to_string()),
            ("boursiers.nombre", self.boursiers.to_string()),
            ("boursiers.effectif_post_bac", self.post_bac.to_string()),
            ("reliquats.pre_bac_centimes", self.reliquats[0].to_string()),
            ("reliquats.post_bac_centimes", self.reliquats[1].to_string()),
            (
                "reliquats.prepa_metiers_centimes",
                self.reliquats[2].to_string(),
            ),
        ] {
            let valeur = lire(&mut dossier, nom, &ecrit);
            dossier.poser(schema.rang(nom).unwrap(), valeur);
        }
        let colonnes: [(&str, Ecrire); 4] = [
            ("effectifs.code_diplome", |r| r.code.to_owned()),
            ("effectifs.annee", |r| r.annee.to_string()),
            ("effectifs.effectif", |r| r.effectif.to_string()),
            ("effectifs.statut", |r| r.statut.to_owned()),
        ];
        for (nom, ecrire) in colonnes {
            let valeurs: Vec<ValeurDeChamp> = self
                .rangees
                .iter()
                .map(|rangee| lire(&mut dossier, nom, &ecrire(rangee)))
                .collect();
            let liste = dossier.garder_liste(&valeurs);
            dossier.poser(schema.rang(nom).unwrap(), liste);
        }
        dossier
    }
}
