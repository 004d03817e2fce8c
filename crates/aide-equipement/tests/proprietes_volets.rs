//! What holds for every request and every account, whatever is drawn.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::sync::OnceLock;

use commun::fichiers;
use guichet_aide_equipement::bilan::enveloppes::Enveloppe;
use guichet_aide_equipement::{
    DOSSIER, Dispositif, EditionBilan, EditionComplement, EditionConcours,
};
use guichet_instruction::dossier::{Origine, ValeurDeChamp};
use guichet_instruction::{Dossier, Schema, trancher};
use guichet_socle::edition::Couverture;
use guichet_socle::{Centimes, Issue};
use proptest::prelude::*;

struct Editions {
    complement: EditionComplement,
    bilan: EditionBilan,
    concours: EditionConcours,
}

fn editions() -> &'static Editions {
    static EDITIONS: OnceLock<Editions> = OnceLock::new();
    EDITIONS.get_or_init(|| {
        let fichiers = fichiers();
        let couverture = Couverture::lire(&fichiers, DOSSIER).unwrap();
        let edition = couverture.par_id("2023-09-01").unwrap();
        Editions {
            complement: EditionComplement::charger(&fichiers, edition).unwrap(),
            bilan: EditionBilan::charger(&fichiers, edition).unwrap(),
            concours: EditionConcours::charger(&fichiers, edition).unwrap(),
        }
    })
}

const CODES: [&str; 5] = ["50022137", "50022139", "32031212", "67010031", "50032499"];
const TYPES: [&str; 3] = ["materiel_outillage", "vetement_protection", "drone"];

/// A dossier being filled.
struct Plume<'s> {
    schema: &'s Schema,
    dossier: Dossier,
}

impl<'s> Plume<'s> {
    fn neuve(schema: &'s Schema) -> Self {
        Self {
            schema,
            dossier: Dossier::vide(schema.champs().len()),
        }
    }

    fn lire(&mut self, nom: &str, texte: &str) -> ValeurDeChamp {
        let champ = self.schema.champ(self.schema.requis(nom).unwrap());
        let lue = self.dossier.lire_valeur(champ, texte, Origine::Json);
        lue.unwrap()
    }

    fn poser(&mut self, nom: &str, texte: &str) {
        let valeur = self.lire(nom, texte);
        let rang = self.schema.requis(nom).unwrap();
        self.dossier.poser(rang, valeur);
    }

    fn colonne<T: ToString>(&mut self, nom: &str, textes: impl Iterator<Item = T>) {
        let valeurs: Vec<ValeurDeChamp> = textes.map(|t| self.lire(nom, &t.to_string())).collect();
        self.suite(nom, &valeurs);
    }

    fn suite(&mut self, nom: &str, valeurs: &[ValeurDeChamp]) {
        let rang = self.schema.requis(nom).unwrap();
        let liste = self.dossier.garder_liste(valeurs);
        self.dossier.poser(rang, liste);
    }
}

#[derive(Debug, Clone, Copy)]
struct Depense {
    ligne: usize,
    code: usize,
    eleves: i64,
    montant: i64,
    genre: usize,
}

#[derive(Debug, Clone)]
struct Compte {
    recus: [(i64, i64); 3],
    depenses: Vec<Depense>,
    virements: Vec<(usize, usize, i64)>,
    non_boursiers: Vec<(bool, i64)>,
}

fn un_compte() -> impl Strategy<Value = Compte> {
    let recu = || (0..50_000_i64, 0..5_000_i64);
    let depense = (
        0..3_usize,
        0..CODES.len(),
        0..30_i64,
        0..30_000_i64,
        0..TYPES.len(),
    )
        .prop_map(|(ligne, code, eleves, montant, genre)| Depense {
            ligne,
            code,
            eleves,
            montant,
            genre,
        });
    (
        [recu(), recu(), recu()],
        prop::collection::vec(depense, 0..6),
        prop::collection::vec((0..3_usize, 0..3_usize, 0..10_000_i64), 0..3),
        prop::collection::vec((any::<bool>(), 0..10_000_i64), 0..3),
    )
        .prop_map(|(recus, depenses, virements, non_boursiers)| Compte {
            recus,
            depenses,
            virements,
            non_boursiers,
        })
}

impl Compte {
    fn dossier(&self) -> Dossier {
        let code = |ligne: usize| Dispositif::TOUS[ligne].code();
        let mut plume = Plume::neuve(&editions().bilan.commun.schema);
        plume.poser("annee_scolaire", "2023-2024");
        plume.poser("etablissement.uai", "0990001N");
        for (ligne, (dotation, reliquat)) in self.recus.iter().enumerate() {
            let nom = code(ligne);
            plume.poser(&format!("dotations.{nom}_centimes"), &dotation.to_string());
            let anterieur = format!("reliquats_anterieurs.{nom}_centimes");
            plume.poser(&anterieur, &reliquat.to_string());
        }
        let depenses = self.depenses.iter();
        plume.colonne(
            "depenses.dispositif",
            depenses.clone().map(|d| code(d.ligne)),
        );
        plume.colonne(
            "depenses.code_diplome",
            depenses.clone().map(|d| CODES[d.code]),
        );
        plume.colonne("depenses.eleves_aides", depenses.clone().map(|d| d.eleves));
        plume.colonne(
            "depenses.montant_centimes",
            depenses.clone().map(|d| d.montant),
        );
        let mut types = Vec::new();
        for depense in depenses {
            let lu = plume.lire("depenses.types", TYPES[depense.genre]);
            types.push(plume.dossier.garder_liste(&[lu]));
        }
        plume.suite("depenses.types", &types);
        let virements = self.virements.iter();
        plume.colonne("virements.de", virements.clone().map(|v| code(v.0)));
        plume.colonne("virements.vers", virements.clone().map(|v| code(v.1)));
        plume.colonne("virements.montant_centimes", virements.map(|v| v.2));
        let aides = self.non_boursiers.iter();
        plume.colonne(
            "non_boursiers_aides.eligible_crous",
            aides.clone().map(|a| a.0),
        );
        plume.colonne("non_boursiers_aides.montant_centimes", aides.map(|a| a.1));
        plume.dossier
    }

    fn issue_et_enveloppes(&self) -> (Issue, [Enveloppe; 3]) {
        let verdict = trancher(&editions().bilan, &self.dossier());
        (verdict.issue, verdict.reponse.enveloppes)
    }
}

fn cents(montant: Option<Centimes>) -> i64 {
    montant.unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_spent_and_what_is_left_make_what_there_was_envelope_by_envelope(compte in un_compte()) {
        let (_, lignes) = compte.issue_et_enveloppes();
        let [pre_bac, post_bac, prepa] = lignes;
        for enveloppe in [vec![pre_bac, prepa], vec![post_bac]] {
            let somme = |de: fn(&Enveloppe) -> Option<Centimes>| -> i64 {
                enveloppe.iter().map(|ligne| cents(de(ligne))).sum()
            };
            let disponible = somme(|l| l.dotation) + somme(|l| l.reliquat_anterieur);
            let reste = somme(|l| l.reliquat);
            let depasse = somme(|l| l.depassement);
            prop_assert_eq!(somme(|l| l.virements), 0, "transfers stay within the envelope");
            prop_assert_eq!(somme(|l| l.depense) + reste - depasse, disponible);
            prop_assert!(enveloppe.iter().all(|l| cents(l.reliquat) >= 0 && cents(l.depassement) >= 0));
            prop_assert!(reste == 0 || depasse == 0, "an envelope is not both short and left");
        }
    }

    #[test]
    fn the_post_bac_never_pays_for_the_others(compte in un_compte(), de_plus in 1..40_000_i64) {
        let avant = compte.issue_et_enveloppes().1;
        let mut riche = compte.clone();
        riche.recus[Dispositif::PostBac as usize].0 += de_plus;
        let apres = riche.issue_et_enveloppes().1;
        for ligne in [Dispositif::PreBac, Dispositif::PrepaMetiers] {
            prop_assert_eq!(avant[ligne as usize], apres[ligne as usize]);
        }
    }

    #[test]
    fn a_spending_told_in_two_rows_changes_nothing(compte in un_compte(), ou in any::<usize>(), part in 0..30_000_i64) {
        let mut coupe = compte.clone();
        if let Some(place) = ou.checked_rem(coupe.depenses.len()) {
            let depense = &mut coupe.depenses[place];
            let pris = part.min(depense.montant);
            depense.montant -= pris;
            let autre = Depense { montant: pris, ..*depense };
            coupe.depenses.insert(0, autre);
        }
        prop_assert_eq!(compte.issue_et_enveloppes(), coupe.issue_et_enveloppes());
    }

    #[test]
    fn a_complement_is_never_negative_and_is_the_sum_of_its_courses(
        demandes in prop::collection::vec((0..CODES.len(), 0..50_i64), 0..5),
        ligne in 0..3_usize,
        ecrite in any::<bool>(),
    ) {
        let edition = &editions().complement;
        let mut plume = Plume::neuve(&edition.commun.schema);
        plume.poser("annee_scolaire", "2023-2024");
        plume.poser("etablissement.uai", "0990001N");
        plume.poser("dispositif", Dispositif::TOUS[ligne].code());
        plume.poser("demande_ecrite", if ecrite { "true" } else { "false" });
        plume.poser("credits_insuffisants", "true");
        let codes = demandes.iter().map(|(code, _)| CODES[*code]);
        plume.colonne("supplementaires.code_diplome", codes.clone());
        plume.colonne("supplementaires.libelle", codes);
        plume.colonne("supplementaires.effectif", demandes.iter().map(|(_, n)| n));
        let verdict = trancher(edition, &plume.dossier);
        let eleves: i64 = demandes.iter().map(|(_, n)| n).sum();
        let forfait = if ligne == 2 { 5_400 } else { 15_100 };
        let attendu = match verdict.issue {
            Issue::Defavorable => 0,
            _ => eleves * forfait,
        };
        prop_assert_eq!(cents(verdict.reponse.montant_maximal), attendu);
        // What makes it refusable: not written, nobody, a course that is not eligible or of another line.
        let de_la_ligne = |code: usize| [0, 0, 1, 2].get(code) == Some(&ligne);
        let refusable = !ecrite
            || eleves == 0
            || demandes.iter().any(|(code, n)| *n > 0 && !de_la_ligne(*code));
        prop_assert_eq!(verdict.issue == Issue::Defavorable, refusable);
    }

    #[test]
    fn the_fees_of_three_competitions_are_the_most(annee in 1..4_i64, quotient in 1_013_990..1_014_010_i64, nombre in 0..9_i64) {
        let edition = &editions().concours;
        let mut plume = Plume::neuve(&edition.commun.schema);
        plume.poser("annee_cpge", &annee.to_string());
        plume.poser("quotient_familial_centimes", &quotient.to_string());
        plume.poser("nombre_concours", &nombre.to_string());
        let verdict = trancher(edition, &plume.dossier);
        let du = annee == 2 && quotient <= 1_014_000;
        prop_assert_eq!(verdict.issue == Issue::Favorable, du);
        let attendu = if du { nombre.min(3) * 30_800 } else { 0 };
        prop_assert_eq!(cents(verdict.reponse.montant), attendu);
    }
}
