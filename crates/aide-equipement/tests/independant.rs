//! The grants computed a second time, by plain sums over the lists as printed, written from the text alone.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;
mod ecole;

use std::collections::{BTreeMap, BTreeSet};

use commun::{edition, fichiers};
use ecole::Ecole;
use guichet_instruction::trancher;
use guichet_socle::{Centimes, Issue};

const ECOLES: u64 = 20_000;

/// The text of a year, in plain figures.
struct Texte {
    /// Code to level as printed.
    liste: BTreeMap<String, String>,
    specialites: BTreeSet<String>,
    /// The speciality opens what the list does not have.
    indicative: bool,
    forfait: i64,
    forfait_3e: i64,
}

impl Texte {
    fn lire(id: &str, forfait: i64, forfait_3e: i64, indicative: bool) -> Self {
        let fichiers = fichiers();
        let colonnes = |nom: &str, cle: &str, valeur: &str| -> Vec<(String, String)> {
            let chemin = format!("nomenclatures/equipement/{nom}/{id}/codes.csv");
            let mut lecteur = csv::Reader::from_reader(fichiers.texte(&chemin).unwrap().as_bytes());
            let entetes = lecteur.headers().unwrap().clone();
            let place = |nom: &str| entetes.iter().position(|c| c == nom).unwrap();
            let (cle, valeur) = (place(cle), place(valeur));
            lecteur
                .records()
                .map(|ligne| {
                    let ligne = ligne.unwrap();
                    (ligne[cle].to_owned(), ligne[valeur].to_owned())
                })
                .collect()
        };
        Self {
            liste: colonnes("formations", "code_diplome", "niveau")
                .into_iter()
                .collect(),
            specialites: colonnes("specialites", "code", "code")
                .into_iter()
                .map(|(code, _)| code)
                .collect(),
            indicative,
            forfait,
            forfait_3e,
        }
    }

    /// 0 pre-bac, 1 post-bac, 2 the 3e; none when the course is out.
    fn ligne(&self, code: &str) -> Option<usize> {
        if let Some(niveau) = self.liste.get(code) {
            return Some(match niveau.to_uppercase().trim_end_matches('.') {
                "PRE BAC" => 0,
                "POST BAC" => 1,
                "INFRA V" => 2,
                autre => unreachable!("{autre}"),
            });
        }
        let specialite = &code[3..6];
        let declaree =
            self.specialites.contains(specialite) || self.specialites.contains(&specialite[..2]);
        // Of 100 only the 3e, which is listed; of 331 no technological baccalaureate (430…).
        let exclue = specialite == "100" || specialite == "331" && code.starts_with("430");
        let niveau = code[..1].parse::<u32>().unwrap();
        (self.indicative && declaree && !exclue && niveau <= 5).then_some(usize::from(niveau <= 3))
    }

    /// The three grants in cents, and what remains of the carry-over; none for a refusal.
    fn dotations(&self, ecole: &Ecole) -> Option<([i64; 3], [i64; 3])> {
        if !ecole.enquete {
            return None;
        }
        let mut eleves = [0i64; 3];
        for rangee in &ecole.rangees {
            if let Some(ligne) = self.ligne(rangee.code) {
                let premiere = ligne == 2 || rangee.annee == 1;
                if premiere && rangee.statut == "scolaire" {
                    eleves[ligne] += rangee.effectif;
                }
            }
        }
        // Half up: twice the product, plus the denominator, over twice the denominator.
        let boursiers = if eleves[1] == 0 {
            0
        } else {
            (2 * eleves[1] * ecole.boursiers + ecole.post_bac) / (2 * ecole.post_bac)
        };
        let bruts = [
            eleves[0] * self.forfait,
            boursiers * self.forfait,
            eleves[2] * self.forfait_3e,
        ];
        let mut dotations = [0; 3];
        let mut restes = [0; 3];
        for ligne in 0..3 {
            let net = bruts[ligne] - ecole.reliquats[ligne];
            if net > 0 {
                dotations[ligne] = net;
            } else {
                restes[ligne] = -net;
            }
        }
        Some((dotations, restes))
    }
}

#[test]
fn plain_sums_over_the_printed_lists_give_the_same_grants() {
    let textes = [
        (
            "2021-09-01",
            Texte::lire("2021-09-01", 13_800, 5_000, false),
        ),
        ("2023-09-01", Texte::lire("2023-09-01", 15_100, 5_400, true)),
    ];
    for (id, texte) in textes {
        let edition = edition(id);
        let mut issues = BTreeSet::new();
        let mut total = 0;
        for rang in 0..ECOLES {
            let ecole = Ecole::tiree(7, rang);
            let verdict = trancher(edition, &ecole.dossier(edition));
            let couverte = ecole::NATURES[..5].contains(&ecole.nature);
            let attendu = texte.dotations(&ecole);
            let issue = match (couverte, attendu) {
                (false, _) => Issue::HorsChamp,
                (true, None) => Issue::Defavorable,
                (true, Some(_)) => Issue::Favorable,
            };
            issues.insert(format!("{:?}", verdict.issue));
            assert_eq!(verdict.issue_retenue, issue, "{id} {rang} {ecole:?}");
            let trouves = verdict
                .reponse
                .lignes
                .map(|ligne| (ligne.dotation.unwrap().0, ligne.restant.unwrap().0));
            let (dotations, restes) = match (couverte, attendu) {
                (true, Some(attendu)) => attendu,
                // What is refused deducts nothing.
                _ => ([0; 3], ecole.reliquats),
            };
            let voulus = [0, 1, 2].map(|ligne| (dotations[ligne], restes[ligne]));
            assert_eq!(trouves, voulus, "{id} {rang} {ecole:?}");
            let somme: i64 = dotations.iter().sum();
            assert_eq!(verdict.reponse.montant(), Some(Centimes(somme)));
            total += somme;
        }
        assert!(total > 0);
        let vues: Vec<&str> = issues.iter().map(String::as_str).collect();
        assert_eq!(vues, ["AExaminer", "Defavorable", "Favorable", "HorsChamp"]);
    }
}
