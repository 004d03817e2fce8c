//! The faults that can be put in an invented region: each is of one establishment, and the findings it must
//! get are known.

use super::{BOURSIERS, EFFECTIFS, ETABLISSEMENTS, EtablissementInvente, RELIQUATS};
use guichet_socle::AnneeScolaire;

/// A finding that a fault must get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendu {
    /// The table, by its place in [`super::TABLES`].
    pub table: usize,
    /// The row among those of the establishment, from 0; none when the finding has no row.
    pub ligne: Option<usize>,
    /// The rule.
    pub regle: &'static str,
}

/// A fault put in an establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FauteInjectee {
    /// What it is (`reliquat-negatif`).
    pub nom: &'static str,
    /// What must be found.
    pub attendu: Attendu,
}

/// The names of the faults, in the order they are put.
pub const FAUTES: [&str; 20] = [
    "absent-des-effectifs",
    "cle-uai-fausse-dans-les-effectifs",
    "code-en-notation-scientifique",
    "reliquat-negatif",
    "absent-des-boursiers",
    "absent-des-reliquats",
    "cle-uai-fausse-partout",
    "code-avec-decimale",
    "code-dont-des-chiffres-sont-perdus",
    "zero-perdu-du-numero-uai",
    "effectif-en-lettres",
    "effectif-negatif",
    "boursiers-plus-nombreux-que-les-eleves",
    "premieres-annees-plus-nombreuses-que-les-eleves",
    "etablissement-en-double",
    "ligne-en-double",
    "ligne-sans-etablissement",
    "ligne-d-une-autre-annee",
    "troisieme-dans-un-college",
    "numero-uai-mal-forme",
];

/// Columns of the headcounts, and of the scholars.
const CODE: usize = 1;
const EFFECTIF: usize = 6;
const ANNEE_SCOLAIRE: usize = 8;

/// Puts the fault of a rank, each in turn. `orphelin` is the number of no establishment.
pub(super) fn injecter(
    invente: &mut EtablissementInvente,
    rang: usize,
    orphelin: &str,
    annee: AnneeScolaire,
) {
    let nom = FAUTES[rang % FAUTES.len()];
    let attendu = poser(invente, nom, orphelin, annee);
    let (table, ligne, regle) = attendu;
    invente.faute = Some(FauteInjectee {
        nom,
        attendu: Attendu {
            table,
            ligne,
            regle,
        },
    });
}

fn poser(
    invente: &mut EtablissementInvente,
    nom: &str,
    orphelin: &str,
    annee: AnneeScolaire,
) -> (usize, Option<usize>, &'static str) {
    let lignes = &mut invente.lignes;
    match nom {
        "absent-des-effectifs" => {
            lignes[EFFECTIFS].clear();
            (EFFECTIFS, None, "AE-605")
        }
        "absent-des-boursiers" => {
            lignes[BOURSIERS].clear();
            (BOURSIERS, None, "AE-605")
        }
        "absent-des-reliquats" => {
            lignes[RELIQUATS].clear();
            (RELIQUATS, None, "AE-605")
        }
        "cle-uai-fausse-dans-les-effectifs" => {
            lignes[EFFECTIFS][0][0] = autre_lettre(&invente.uai);
            (EFFECTIFS, Some(0), "AE-603")
        }
        "cle-uai-fausse-partout" => {
            let faux = autre_lettre(&invente.uai);
            for ligne in lignes.iter_mut().flatten() {
                ligne[0].clone_from(&faux);
            }
            invente.uai = faux;
            (ETABLISSEMENTS, Some(0), "AE-603")
        }
        "code-en-notation-scientifique" => {
            let code = &mut lignes[EFFECTIFS][0][CODE];
            *code = format!("{}.{}E7", &code[..1], &code[1..]);
            (EFFECTIFS, Some(0), "AE-607")
        }
        "code-avec-decimale" => {
            lignes[EFFECTIFS][1][CODE].push_str(".0");
            (EFFECTIFS, Some(1), "AE-607")
        }
        "code-dont-des-chiffres-sont-perdus" => {
            let code = &mut lignes[EFFECTIFS][0][CODE];
            *code = format!("{},{}E+07", &code[..1], &code[1..3]);
            (EFFECTIFS, Some(0), "AE-608")
        }
        "zero-perdu-du-numero-uai" => {
            lignes[RELIQUATS][0][0].remove(0);
            (RELIQUATS, Some(0), "AE-607")
        }
        "reliquat-negatif" => {
            "-12000".clone_into(&mut lignes[RELIQUATS][0][1]);
            (RELIQUATS, Some(0), "AE-609")
        }
        "effectif-en-lettres" => {
            "vingt".clone_into(&mut lignes[EFFECTIFS][0][EFFECTIF]);
            (EFFECTIFS, Some(0), "AE-608")
        }
        "effectif-negatif" => {
            "-3".clone_into(&mut lignes[EFFECTIFS][0][EFFECTIF]);
            (EFFECTIFS, Some(0), "AE-608")
        }
        "boursiers-plus-nombreux-que-les-eleves" => {
            "9000".clone_into(&mut lignes[BOURSIERS][0][1]);
            (BOURSIERS, Some(0), "AE-610")
        }
        "premieres-annees-plus-nombreuses-que-les-eleves" => {
            "5".clone_into(&mut lignes[BOURSIERS][0][3]);
            (BOURSIERS, Some(0), "AE-610")
        }
        "etablissement-en-double" => {
            let double = lignes[ETABLISSEMENTS][0].clone();
            lignes[ETABLISSEMENTS].push(double);
            (ETABLISSEMENTS, Some(1), "AE-606")
        }
        "ligne-en-double" => {
            let double = lignes[EFFECTIFS][0].clone();
            lignes[EFFECTIFS].push(double);
            let derniere = lignes[EFFECTIFS].len() - 1;
            (EFFECTIFS, Some(derniere), "AE-606")
        }
        "ligne-sans-etablissement" => {
            let mut ligne = lignes[EFFECTIFS][0].clone();
            orphelin.clone_into(&mut ligne[0]);
            lignes[EFFECTIFS].push(ligne);
            let derniere = lignes[EFFECTIFS].len() - 1;
            (EFFECTIFS, Some(derniere), "AE-601")
        }
        "ligne-d-une-autre-annee" => {
            lignes[EFFECTIFS][0][ANNEE_SCOLAIRE] = annee.precedente().to_string();
            (EFFECTIFS, Some(0), "AE-611")
        }
        "troisieme-dans-un-college" => {
            "college".clone_into(&mut lignes[ETABLISSEMENTS][0][2]);
            let troisieme = |ligne: &Vec<String>| ligne[CODE].starts_with('6');
            let place = lignes[EFFECTIFS].iter().position(troisieme);
            (EFFECTIFS, place, "AE-612")
        }
        _ => {
            "lycée 12".clone_into(&mut lignes[ETABLISSEMENTS][0][0]);
            for table in [EFFECTIFS, BOURSIERS, RELIQUATS] {
                lignes[table].clear();
            }
            (ETABLISSEMENTS, Some(0), "AE-604")
        }
    }
}

/// The same digits, and a letter that is not theirs.
fn autre_lettre(uai: &str) -> String {
    let (chiffres, lettre) = uai.split_at(uai.len().saturating_sub(1));
    let autre = if lettre == "A" { "B" } else { "A" };
    format!("{chiffres}{autre}")
}
