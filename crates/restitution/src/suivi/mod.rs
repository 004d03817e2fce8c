//! The follow-up of granted aids, as tables.

mod statistiques;

use std::collections::BTreeMap;

use guichet::socle::Centimes;
use guichet::suivi::suivi::{Aide, Cumul, Etat, Motif, NatureDEcheance};
use guichet::suivi::{Correspondance, Lot};
use jiff::civil::Date;

use crate::nombres::{accorde, nombre};
use crate::tableau::{Cellule, Colonne, Sorte, Tableau};

pub use statistiques::statistiques;

const SIRET: Colonne = Colonne::new("siret", "SIRET", Sorte::Code);
const ANNEE: Colonne = Colonne::new("annee", "Année", Sorte::Code);
const REFERENCE: Colonne = Colonne::new("reference", "Dossier", Sorte::Code);
const DEMANDE: Colonne = Colonne::new("date_demande", "Demande", Sorte::Date);
const MONTANT: Colonne = Colonne::new("montant_centimes", "Montant", Sorte::Montant);
const INSTRUMENT: Colonne = Colonne::new("instrument", "Acte", Sorte::Texte);

/// The totals by establishment and year.
#[must_use]
pub fn cumuls(lot: &Lot, annee: Option<i16>) -> Tableau {
    let mut tableau = Tableau {
        nom: "cumuls".to_owned(),
        titre: "Cumul annuel des aides par établissement".to_owned(),
        phrases: vec![format!(
            "Une convention est due au-delà de {} par établissement et par année civile (règlement, 4) ; l’année est celle de la demande d’aide.",
            lot.seuil()
        )],
        colonnes: vec![
            SIRET,
            ANNEE,
            Colonne::new("contrats", "Contrats", Sorte::Nombre),
            Colonne::new("total_centimes", "Aides du lot", Sorte::Montant),
            Colonne::new("cumul_centimes", "Cumul de l’année", Sorte::Montant),
            Colonne::new(
                "cumul_toutes_annees_centimes",
                "Toutes années",
                Sorte::Montant,
            ),
            INSTRUMENT,
            Colonne::new("dossier_du_depassement", "Dossier qui dépasse", Sorte::Code),
            Colonne::new("date_du_depassement", "Demandé le", Sorte::Date),
            Colonne::new("acte_toutes_annees", "Acte, toutes années", Sorte::Texte),
        ],
        ..Tableau::default()
    };
    let mut contrats = 0;
    let mut total = Centimes::ZERO;
    let mut deux_lectures = 0;
    let mut declares = 0;
    for cumul in lot.cumuls(annee) {
        let n = cumul.lignes.len() as u64;
        contrats += n;
        total = [total, cumul.total].into_iter().sum();
        let depassement = cumul.convention.map(|rang| &lot.aides()[rang]);
        let differe = cumul.convention.is_some() != cumul.convention_toutes_annees;
        deux_lectures += u64::from(differe);
        declares += u64::from(cumul.connu > cumul.total);
        tableau.lignes.push(vec![
            Cellule::Texte(cumul.siret.clone()),
            Cellule::Texte(cumul.annee.to_string()),
            Cellule::Nombre(n),
            Cellule::Montant(cumul.total),
            Cellule::Montant(cumul.connu),
            Cellule::Montant(cumul.connu_toutes_annees),
            Cellule::Texte(acte(cumul.convention.is_some()).to_owned()),
            Cellule::texte(depassement.map(|aide| aide.reference.as_str())),
            Cellule::date(depassement.map(|aide| aide.date_demande)),
            Cellule::Texte(acte(cumul.convention_toutes_annees).to_owned()),
        ]);
    }
    tableau.total = Some(vec![
        Cellule::Texte("Ensemble".to_owned()),
        Cellule::Vide,
        Cellule::Nombre(contrats),
        Cellule::Montant(total),
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
    ]);
    if declares > 0 {
        tableau.notes.push(format!(
            "{} : le cumul compte des aides que les dossiers déclarent et que le lot ne contient pas.",
            accorde(declares, "établissement", "établissements")
        ));
    }
    if deux_lectures > 0 {
        tableau.notes.push(format!(
            "{} : l’acte dépend de la lecture du texte (CP-33). L’article 4 dit « montant annuel cumulatif », c’est la lecture appliquée ; l’article 3 dit « montant cumulatif », sans année.",
            accorde(deux_lectures, "ligne", "lignes")
        ));
    }
    tableau.notes.extend(remarques(lot, annee));
    tableau
}

/// The aids of an establishment in a year, as the agreement lists them.
#[must_use]
pub fn recapitulatif(lot: &Lot, cumul: &Cumul, noms: &Correspondance) -> Tableau {
    let qui = match noms.nom(&cumul.siret) {
        Some(nom) => format!("{nom}, SIRET {}", cumul.siret),
        None => format!("SIRET {}", cumul.siret),
    };
    let mut phrases = vec![format!("Établissement : {qui}")];
    phrases.push(match cumul.convention.map(|rang| &lot.aides()[rang]) {
        Some(aide) => format!(
            "Les aides dépassent {} avec le dossier {}, demandé le {} : elles sont attribuées par convention (règlement, 4).",
            lot.seuil(),
            aide.reference,
            Cellule::date(Some(aide.date_demande)).lisible()
        ),
        None => format!(
            "Les aides ne dépassent pas {} : elles sont attribuées par arrêté (règlement, 4).",
            lot.seuil()
        ),
    });
    let mut tableau = Tableau {
        nom: "recapitulatif".to_owned(),
        titre: format!("État récapitulatif des aides de l’année {}", cumul.annee),
        phrases,
        colonnes: vec![
            REFERENCE,
            DEMANDE,
            Colonne::new("date_debut", "Début du contrat", Sorte::Date),
            Colonne::new("date_fin", "Fin du contrat", Sorte::Date),
            MONTANT,
            Colonne::new("cumul_centimes", "Cumul de l’année", Sorte::Montant),
            Colonne::new("paiement_au_plus_tot", "Versement à partir du", Sorte::Date),
            Colonne::new(
                "demande_paiement_au_plus_tard",
                "Demande de paiement au plus tard le",
                Sorte::Date,
            ),
        ],
        ..Tableau::default()
    };
    for ligne in &cumul.lignes {
        let aide = &lot.aides()[ligne.aide];
        tableau.lignes.push(vec![
            Cellule::Texte(aide.reference.clone()),
            Cellule::date(Some(aide.date_demande)),
            Cellule::date(Some(aide.date_debut)),
            Cellule::date(Some(aide.fin)),
            Cellule::Montant(aide.montant),
            Cellule::Montant(ligne.apres),
            Cellule::date(aide.paiement_au_plus_tot),
            Cellule::date(aide.demande_paiement_au_plus_tard),
        ]);
    }
    tableau.total = Some(vec![
        Cellule::Texte("Total".to_owned()),
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Montant(cumul.total),
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Vide,
    ]);
    if cumul.connu > cumul.total {
        let dehors = Centimes(cumul.connu.0.saturating_sub(cumul.total.0));
        tableau.notes.push(format!(
            "Le cumul compte {dehors} d’aides que l’employeur déclare et que le lot ne contient pas ; ajoutez-les à l’état s’il y a lieu."
        ));
    }
    tableau
}

/// The employers of a year, for the assembly: nothing of their employees.
#[must_use]
pub fn beneficiaires(lot: &Lot, annee: i16, noms: &Correspondance) -> Tableau {
    let liste = lot.beneficiaires(annee, noms);
    let contrats: usize = liste.iter().map(|b| b.contrats).sum();
    let montant: Centimes = liste.iter().map(|b| b.montant).sum();
    let sans_nom = liste.iter().filter(|b| b.nom.is_none()).count() as u64;
    let mut tableau = Tableau {
        nom: "beneficiaires".to_owned(),
        titre: format!(
            "Aide au contrat de professionnalisation : bénéficiaires de l’année {annee}"
        ),
        phrases: vec![
            "Liste des bénéficiaires et des aides attribuées, présentée une fois par an à l’assemblée (règlement, 4)."
                .to_owned(),
        ],
        colonnes: vec![
            Colonne::new("nom", "Bénéficiaire", Sorte::Texte),
            SIRET,
            Colonne::new("departement", "Département", Sorte::Code),
            Colonne::new("contrats", "Contrats", Sorte::Nombre),
            MONTANT,
            INSTRUMENT,
        ],
        lignes: liste
            .iter()
            .map(|b| {
                vec![
                    Cellule::texte(b.nom),
                    Cellule::Texte(b.siret.to_owned()),
                    Cellule::texte(b.departement),
                    Cellule::Nombre(b.contrats as u64),
                    Cellule::Montant(b.montant),
                    Cellule::Texte(acte(b.convention).to_owned()),
                ]
            })
            .collect(),
        sans_ligne: "",
        total: None,
        notes: Vec::new(),
    };
    tableau.total = Some(vec![
        Cellule::Texte(accorde(liste.len() as u64, "bénéficiaire", "bénéficiaires")),
        Cellule::Vide,
        Cellule::Vide,
        Cellule::Nombre(contrats as u64),
        Cellule::Montant(montant),
        Cellule::Vide,
    ]);
    if sans_nom > 0 {
        tableau.notes.push(format!(
            "{} : donnez une table siret,nom avec --correspondance.",
            accorde(
                sans_nom,
                "bénéficiaire n’a pas de nom",
                "bénéficiaires n’ont pas de nom"
            )
        ));
    }
    tableau
}

/// The deadlines of a day: overdue, or due within `sous` days; every one with `toutes`.
#[must_use]
pub fn echeances(
    lot: &Lot,
    versements: &BTreeMap<String, Date>,
    au: Date,
    sous: u32,
    toutes: bool,
) -> Tableau {
    let jours = i64::from(sous);
    let mut depassees = 0;
    let lignes = lot
        .echeances(versements, au)
        .into_iter()
        .filter(|echeance| toutes || echeance.a_suivre(jours))
        .map(|echeance| {
            let aide: &Aide = &lot.aides()[echeance.aide];
            depassees += u64::from(matches!(echeance.etat, Etat::Depassee(_)));
            let (quoi, depart) = nature(echeance.nature);
            vec![
                Cellule::date(echeance.jour),
                Cellule::Texte(etat(echeance.etat)),
                Cellule::Texte(aide.reference.clone()),
                Cellule::Texte(aide.siret.clone()),
                Cellule::Texte(quoi.to_owned()),
                Cellule::Texte(depart.to_owned()),
                Cellule::date(echeance.depart),
                Cellule::Montant(aide.montant),
            ]
        })
        .collect();
    let le = Cellule::date(Some(au)).lisible();
    let mut notes = Vec::new();
    if depassees > 0 {
        notes.push(format!(
            "{}. Le règlement ne dit pas ce qu’entraîne une demande de paiement tardive (CP-18) : relancez l’employeur, ou examinez le dossier.",
            accorde(depassees, "échéance dépassée", "échéances dépassées")
        ));
    }
    if versements.is_empty() && !lot.aides().is_empty() {
        notes.push(
            "Aucun versement n’est connu : donnez la table reference,date_versement avec --versements pour suivre la conservation des pièces."
                .to_owned(),
        );
    }
    Tableau {
        nom: "echeances".to_owned(),
        titre: if toutes {
            format!("Échéances des contrats aidés, au {le}")
        } else {
            format!("Échéances dépassées, ou dans les {sous} jours, au {le}")
        },
        phrases: Vec::new(),
        colonnes: vec![
            Colonne::new("date", "Échéance", Sorte::Date),
            Colonne::new("etat", "État", Sorte::Texte),
            REFERENCE,
            SIRET,
            Colonne::new("nature", "Objet", Sorte::Texte),
            Colonne::new("point_de_depart", "Compté depuis", Sorte::Texte),
            Colonne::new("date_de_depart", "le", Sorte::Date),
            MONTANT,
        ],
        lignes,
        sans_ligne: "",
        total: None,
        notes,
    }
}

/// What the batch shows that a person should look at, each in a sentence: for who prepares a list, not for
/// who receives it.
#[must_use]
pub fn remarques(lot: &Lot, annee: Option<i16>) -> Vec<String> {
    let mut phrases = Vec::new();
    for ecart in &lot.cumuls.ecarts {
        let aide = &lot.aides()[ecart.aide];
        if annee.is_some_and(|annee| annee != aide.annee()) {
            continue;
        }
        let quand = if ecart.anterieures {
            "les années antérieures"
        } else {
            "cette année"
        };
        phrases.push(format!(
            "Dossier {} : {} d’aides déclarées pour {quand}, et le lot en contient {} demandées avant lui ; vérifiez la déclaration.",
            aide.reference, ecart.declare, ecart.du_lot
        ));
    }
    for cumul in lot.cumuls(annee) {
        let contredite = cumul.lignes.iter().find(|ligne| {
            let aide = &lot.aides()[ligne.aide];
            aide.decidee_par_arrete && ligne.apres > aide.seuil
        });
        if let Some(ligne) = contredite {
            phrases.push(format!(
                "Dossier {} : l’instruction, qui ne connaît que le total déclaré, dit « arrêté » ; avec les aides du lot, le cumul de {} de l’établissement {} est de {} : c’est une convention qu’il faut.",
                lot.aides()[ligne.aide].reference,
                cumul.annee,
                cumul.siret,
                ligne.apres
            ));
        }
    }
    for double in &lot.suivi.doubles {
        let raison = match double.motif {
            Motif::Identique => "même référence, même contrat".to_owned(),
            Motif::MemeReference => {
                "même référence, mais un autre établissement, un autre salarié ou un autre début : vérifiez la référence"
                    .to_owned()
            }
            Motif::MemeContrat => format!(
                "même établissement, même salarié et même début que le dossier {}",
                double.premiere
            ),
        };
        phrases.push(format!(
            "Dossier {} : donné deux fois ({raison}) ; il n’est compté qu’une fois.",
            double.reference
        ));
    }
    let attente: Vec<_> = lot
        .suivi
        .en_attente
        .iter()
        .filter(|((_, an), _)| annee.is_none_or(|annee| *an == annee))
        .map(|(_, attente)| attente)
        .collect();
    if !attente.is_empty() {
        let n: u64 = attente.iter().map(|(n, _)| n).sum();
        let montant: Centimes = attente.iter().map(|(_, montant)| *montant).sum();
        phrases.push(format!(
            "{} ({montant}) ne sont pas comptés : leur issue ou leur montant dépend de la lecture du texte.",
            accorde(n, "dossier à examiner", "dossiers à examiner")
        ));
    }
    if lot.suivi.sans_montant > 0 {
        phrases.push(format!(
            "{} sans montant dû (rupture au premier mois) : hors des listes.",
            accorde(
                lot.suivi.sans_montant,
                "dossier favorable",
                "dossiers favorables"
            )
        ));
    }
    if lot.suivi.illisibles > 0 {
        phrases.push(format!(
            "{} : voyez-les avec « guichet instruire contrat-pro ».",
            accorde(
                lot.suivi.illisibles,
                "dossier illisible n’est pas compté",
                "dossiers illisibles ne sont pas comptés"
            )
        ));
    }
    phrases
}

fn acte(convention: bool) -> &'static str {
    if convention { "convention" } else { "arrêté" }
}

fn nature(nature: NatureDEcheance) -> (&'static str, &'static str) {
    match nature {
        NatureDEcheance::DemandeDAide => ("dernier jour pour demander l’aide", "début du contrat"),
        NatureDEcheance::FinDesMoisAides => ("fin du 12e mois, ou du contrat", "début du contrat"),
        NatureDEcheance::PaiementPossible => (
            "premier jour de versement",
            "fin du 12e mois, ou du contrat",
        ),
        NatureDEcheance::DemandeDePaiement => {
            ("dernier jour pour demander le paiement", "fin du contrat")
        }
        NatureDEcheance::ConservationDesPieces => ("fin de conservation des pièces", "versement"),
    }
}

fn etat(etat: Etat) -> String {
    let jour = |le: Date| Cellule::date(Some(le)).lisible();
    match etat {
        Etat::Faite(le) => format!("fait le {}", jour(le)),
        Etat::FaiteEnRetard(le) => format!("fait en retard, le {}", jour(le)),
        Etat::Passee => "passé".to_owned(),
        Etat::Depassee(jours) => format!(
            "dépassée de {} {}",
            nombre(jours.unsigned_abs()),
            if jours > 1 { "jours" } else { "jour" }
        ),
        Etat::Dans(0) => "aujourd’hui".to_owned(),
        Etat::Dans(jours) => format!(
            "dans {} {}",
            nombre(jours.unsigned_abs()),
            if jours > 1 { "jours" } else { "jour" }
        ),
        Etat::SansDepart => "point de départ inconnu".to_owned(),
    }
}
