//! A second computation of the aid, written from the regulation and the register alone, agrees with the
//! engine on generated dossiers: issue, amount, reasons, missing facts, act, dates, readings.

#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::option_option,
    clippy::struct_field_names,
    reason = "a regulation read from top to bottom, in the words of the contract; a failure is a failed test"
)]

mod calendrier;
#[path = "../commun/mod.rs"]
mod commun;
mod reglement;
mod tirage;

use std::collections::{BTreeMap, BTreeSet};

use guichet_contrat_pro::EditionContratPro;
use guichet_instruction::{Procedure, trancher};
use guichet_socle::constat::{Gravite, Valeur};
use guichet_socle::{Issue, Resultat};

use reglement::{Jugement, LECTURES, Listes, Reponse, juger};
use tirage::{Sort, date, tirer};

const DOSSIERS: u32 = 100_000;

/// The two columns of codes of the annex, read from the table itself.
fn listes() -> Listes {
    let fichiers = commun::fichiers();
    let table = fichiers
        .sous("nomenclatures/contrat-pro")
        .find(|(chemin, _)| chemin.ends_with("codes.csv"))
        .unwrap()
        .1;
    let mut lecteur = csv::Reader::from_reader(table.as_bytes());
    let entetes = lecteur.headers().unwrap().clone();
    let place = |nom: &str| entetes.iter().position(|colonne| colonne == nom).unwrap();
    let (rncp, certifinfo) = (place("code_rncp"), place("code_certifinfo"));
    let lignes: Vec<csv::StringRecord> = lecteur.records().map(Result::unwrap).collect();
    let codes = |colonne: usize| -> BTreeSet<&'static str> {
        let codes = lignes.iter().map(|ligne| ligne[colonne].to_owned());
        // The test lives as long as the program.
        let codes = codes.filter(|code| !code.is_empty());
        codes.map(|code| &*code.leak()).collect()
    };
    Listes {
        rncp: codes(rncp),
        certifinfo: codes(certifinfo),
    }
}

/// What the engine decides, in the same words.
fn du_moteur(edition: &EditionContratPro, demande: &reglement::Demande) -> Jugement {
    let dossier = demande.dossier(edition);
    let verdict = trancher(edition, &dossier);
    let commun = &edition.commun;
    let mut jugement = Jugement {
        issue: match verdict.issue {
            Issue::Favorable => reglement::Issue::Favorable,
            Issue::Defavorable => reglement::Issue::Defavorable,
            Issue::AExaminer => reglement::Issue::AExaminer,
            _ => reglement::Issue::Incomplet,
        },
        reponse: reponse(&edition.champs(&verdict.reponse, verdict.issue)),
        non_remplies: BTreeSet::new(),
        indeterminees: BTreeSet::new(),
        douteuses: BTreeSet::new(),
        manque: BTreeSet::new(),
        lectures: Vec::new(),
    };
    for (rang, (_, condition)) in commun.jugees().enumerate() {
        if condition.gravite != Gravite::Erreur {
            continue;
        }
        let code = connu(condition.code.get_ref());
        match verdict.resultats.de(rang) {
            Resultat::Rempli => false,
            Resultat::NonRempli => jugement.non_remplies.insert(code),
            Resultat::Indetermine => jugement.indeterminees.insert(code),
            Resultat::AExaminer => jugement.douteuses.insert(code),
        };
    }
    for (rang, champ) in commun.schema.champs().iter().enumerate() {
        if verdict.manquants & (1 << rang) != 0 {
            let nom = champ.groupe.as_ref().unwrap_or(&champ.nom);
            jugement.manque.insert(connu(nom));
        }
    }
    for autre in &verdict.autres {
        let id = &commun.lectures[usize::from(autre.lecture)].id;
        jugement.lectures.push(connu(id));
    }
    jugement
}

/// The name that this test has of something.
fn connu(nom: &str) -> &'static str {
    const NOMS: [&str; 32] = [
        "CP-101",
        "CP-102",
        "CP-103",
        "CP-201",
        "CP-202",
        "CP-203",
        "CP-204",
        "CP-301",
        "CP-302",
        "CP-401",
        "CP-402",
        "CP-403",
        "CP-404",
        "salarie.date_naissance",
        "salarie.derniere_presence_etablissement",
        "salarie.demandeur_emploi",
        "contrat.date_debut",
        "contrat.date_fin",
        "contrat.quotite",
        "contrat.nature",
        "contrat.rupture",
        "contrat.suspensions",
        "contrat.certification.rncp",
        "contrat.certification.certifinfo",
        "date_demande",
        "employeur.dates_licenciements_economiques",
        "employeur.siret",
        "employeur.departement",
        "employeur.assujetti_contribution",
        "employeur.a_jour_fiscal_social",
        "pieces.contrat_cerfa",
        "pieces.prise_en_charge_opco",
    ];
    let noms = NOMS.iter().chain(&LECTURES);
    noms.copied().find(|connu| *connu == nom).unwrap()
}

/// The fields of the answer, by their names in the contract.
fn reponse(champs: &[(&'static str, Valeur)]) -> Reponse {
    let champs: BTreeMap<&str, &Valeur> = champs.iter().map(|(n, v)| (*n, v)).collect();
    let entier = |nom: &str| match champs.get(nom) {
        Some(Valeur::Entier(nombre)) => Some(*nombre),
        _ => None,
    };
    let jour = |nom: &str| match champs.get(nom) {
        Some(Valeur::Texte(texte)) => {
            let mut parties = texte
                .split('-')
                .map(|partie| partie.parse::<u32>().unwrap());
            let (annee, mois) = (parties.next().unwrap(), parties.next().unwrap());
            let annee = i32::try_from(annee).unwrap();
            Some(calendrier::jour(annee, mois, parties.next().unwrap()))
        }
        _ => None,
    };
    Reponse {
        montant: entier("montant_centimes"),
        previsionnel: entier("montant_previsionnel_centimes"),
        instrument: match champs.get("instrument") {
            Some(Valeur::Texte(acte)) if acte == "arrete" => Some("arrete"),
            Some(Valeur::Texte(acte)) if acte == "convention" => Some("convention"),
            _ => None,
        },
        paiement: jour("paiement_au_plus_tot"),
        au_plus_tard: jour("demande_paiement_au_plus_tard"),
        dans_le_delai: match champs.get("demande_paiement_dans_le_delai") {
            Some(Valeur::Booleen(vrai)) => Some(*vrai),
            _ => None,
        },
    }
}

#[test]
fn both_computations_agree_on_a_hundred_thousand_dossiers() {
    let edition = commun::edition();
    let listes = listes();
    let mut sort = Sort::new(20_240_401);
    let mut issues: BTreeMap<String, u32> = BTreeMap::new();
    let mut lectures: BTreeMap<&str, u32> = BTreeMap::new();
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    let mut desaccords = Vec::new();
    for rang in 0..DOSSIERS {
        let demande = tirer(&mut sort, &listes);
        let attendu = juger(&demande, &listes);
        let trouve = du_moteur(&edition, &demande);
        if trouve != attendu {
            desaccords.push(format!("{rang}: {demande:?}\n  {trouve:?}\n  {attendu:?}"));
        }
        *issues.entry(format!("{:?}", attendu.issue)).or_default() += 1;
        for id in &attendu.lectures {
            *lectures.entry(id).or_default() += 1;
        }
        for code in attendu.non_remplies.iter().chain(&attendu.indeterminees) {
            *codes.entry(code).or_default() += 1;
        }
    }
    let premiers = desaccords.iter().take(5).map(String::as_str);
    let premiers = premiers.collect::<Vec<_>>().join("\n");
    assert!(
        desaccords.is_empty(),
        "{} disagreements:\n{premiers}",
        desaccords.len()
    );
    // Agreement says something only of what was met.
    assert!(
        issues.len() == 4 && issues.values().all(|combien| *combien > 1000),
        "{issues:?}"
    );
    assert!(
        LECTURES.iter().all(|id| lectures.get(id) > Some(&50)),
        "{lectures:?}"
    );
    assert!(
        codes.len() == 13 && codes.values().all(|combien| *combien > 100),
        "{codes:?}"
    );
}

/// The calendar of this test is the civil one.
#[test]
fn the_walked_calendar_is_the_civil_one() {
    let mut jour = calendrier::jour(1999, 12, 31);
    let mut civil = date(jour);
    for _ in 0..40_000 {
        jour = jour.lendemain();
        civil = civil.tomorrow().unwrap();
        assert_eq!(date(jour), civil);
        assert_eq!(jour.lendemain().veille(), jour);
    }
}
