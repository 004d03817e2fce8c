//! Dossiers written briefly, and what is read in their decisions.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[path = "../commun/mod.rs"]
pub mod commun;

use std::sync::LazyLock;

use guichet_contrat_pro::EditionContratPro;
use guichet_instruction::dossier::{Origine, ValeurDeChamp};
use guichet_instruction::explication::expliquer;
use guichet_instruction::{Dossier, Procedure};
use guichet_socle::constat::Valeur;
use guichet_socle::{Decision, Resultat};

/// The edition of the repository.
pub static EDITION: LazyLock<EditionContratPro> = LazyLock::new(commun::edition);

/// A dossier that meets every condition and leaves no doubt: twelve months, full time.
pub const FAVORABLE: &[(&str, &str)] = &[
    ("date_demande", "2024-11-15"),
    ("employeur.siret", "73282932000074"),
    ("employeur.departement", "44"),
    ("employeur.assujetti_contribution", "true"),
    ("employeur.a_jour_fiscal_social", "true"),
    ("employeur.dates_licenciements_economiques", ""),
    ("employeur.aides_annee_centimes", "0"),
    ("salarie.date_naissance", "1982-03-21"),
    ("salarie.demandeur_emploi", "true"),
    ("salarie.derniere_presence_etablissement", "null"),
    ("contrat.nature", "professionnalisation"),
    ("contrat.date_debut", "2024-10-01"),
    ("contrat.date_fin", "2025-09-30"),
    ("contrat.quotite", "1"),
    ("contrat.certification.rncp", "37443"),
    ("contrat.suspensions.debut", ""),
    ("contrat.suspensions.fin", ""),
    ("contrat.suspensions.remuneree", ""),
    ("pieces.contrat_cerfa", "true"),
    ("pieces.prise_en_charge_opco", "true"),
];

/// The favourable dossier with other values: `absent` takes one out, `null` says so, a list is separated
/// by `|`.
pub fn dossier(changes: &[(&str, &str)]) -> Dossier {
    let mut dossier = Dossier::vide(EDITION.commun.schema.champs().len());
    for (champ, valeur) in FAVORABLE.iter().chain(changes) {
        poser(&mut dossier, champ, valeur);
    }
    dossier
}

/// Gives a field its value, written as in [`dossier`].
pub fn poser(dossier: &mut Dossier, nom: &str, ecrit: &str) {
    let schema = &EDITION.commun.schema;
    let rang = schema.requis(nom).unwrap();
    let champ = schema.champ(rang);
    let mut lire = |texte: &str| {
        dossier
            .lire_valeur(champ, texte, Origine::Json)
            .unwrap_or_else(|faute| panic!("{nom}: {faute}"))
    };
    let valeur = match ecrit {
        "absent" => ValeurDeChamp::Absente,
        "null" => ValeurDeChamp::Nulle,
        _ if champ.liste => {
            let valeurs: Vec<_> = ecrit
                .split('|')
                .filter(|v| !v.is_empty())
                .map(&mut lire)
                .collect();
            dossier.garder_liste(&valeurs)
        }
        _ => lire(ecrit),
    };
    dossier.poser(rang, valeur);
}

/// One suspension, as the three lists of a dossier.
pub fn suspension<'a>(debut: &'a str, fin: &'a str, payee: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("contrat.suspensions.debut", debut),
        ("contrat.suspensions.fin", fin),
        ("contrat.suspensions.remuneree", payee),
    ]
}

/// The decision on the favourable dossier with other values.
pub fn decider(changes: &[(&str, &str)]) -> Decision {
    expliquer(&*EDITION, &dossier(changes), "D-1", "0")
}

/// The answer of a condition, by its code.
pub fn resultat(decision: &Decision, code: &str) -> Resultat {
    let constat = decision
        .constats
        .iter()
        .find(|constat| constat.regle == code);
    constat.unwrap_or_else(|| panic!("{code}")).resultat
}

/// The cents of a field of the answer.
pub fn centimes(decision: &Decision, champ: &str) -> Option<i64> {
    match decision.champ(champ) {
        Some(Valeur::Entier(centimes)) => Some(*centimes),
        _ => None,
    }
}

/// The text of a field of the answer.
pub fn texte<'a>(decision: &'a Decision, champ: &str) -> Option<&'a str> {
    match decision.champ(champ) {
        Some(Valeur::Texte(texte)) => Some(texte),
        _ => None,
    }
}

/// The entries of the register that the decision shows.
pub fn lectures(decision: &Decision) -> Vec<&str> {
    decision
        .lectures
        .iter()
        .map(|lecture| &*lecture.id)
        .collect()
}

/// The codes of the warnings.
pub fn avertissements(decision: &Decision) -> Vec<&str> {
    decision.avertissements.iter().map(|a| &*a.regle).collect()
}

/// The rank of the rule of a code among the judged ones.
pub fn jugee(code: &str) -> usize {
    let commun = Procedure::commun(&*EDITION);
    commun
        .jugees()
        .position(|(_, condition)| condition.code.get_ref() == code)
        .unwrap()
}
