//! The answer besides the issue, and the computation step by step.

use guichet_instruction::{Dossier, Etabli};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::EtapeDeCalcul;
use guichet_socle::francais::date_en_toutes_lettres;
use guichet_socle::{Centimes, Fraction, Issue};
use jiff::civil::Date;

use crate::edition::EditionContratPro;
use crate::faits::mois::{Duree, Mois};
use crate::faits::montant::{est_exact, montant};
use crate::faits::{Fait, lecture, mois_du_dossier};
use crate::reponse::RESTE_A_VERIFIER;
use guichet_instruction::Choix;

/// The act by which the aid is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instrument {
    /// An order of the President.
    Arrete,
    /// An agreement, above the yearly threshold.
    Convention,
}

impl Instrument {
    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Arrete => "arrete",
            Self::Convention => "convention",
        }
    }
}

/// The answer besides the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    /// The amount; nothing when the aid is refused; none when a fact is missing.
    pub montant: Option<Centimes>,
    /// The amount if the aid is granted, when a fact is missing that it does not rest on.
    pub montant_previsionnel: Option<Centimes>,
    /// What follows from a grant.
    pub suites: Option<Suites>,
    /// Whether the payment was requested in time; none within when the aid is not granted, none at all when no
    /// request is given.
    pub demande_paiement_dans_le_delai: Option<Option<bool>>,
}

/// What follows from a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suites {
    /// The act.
    pub instrument: Instrument,
    /// First day of payment; none outside the calendar.
    pub paiement_au_plus_tot: Option<Date>,
    /// Last day to request it; none outside the calendar.
    pub demande_paiement_au_plus_tard: Option<Date>,
}

/// The answer to a dossier, from its facts.
#[must_use]
pub fn repondre(
    edition: &EditionContratPro,
    dossier: &Dossier,
    choix: Choix,
    etabli: &Etabli<'_>,
    issue: Issue,
) -> Reponse {
    let commun = &edition.commun;
    let calcule = etabli
        .entier_de(commun, Fait::MontantCalcule as usize)
        .map(Centimes);
    let dans_le_delai = etabli.booleen_de(commun, Fait::DemandePaiementDansLeDelai as usize);
    let favorable = issue == Issue::Favorable;
    let perdu = choix.autre(lecture::PAIEMENT_DEMANDE_TARD) && dans_le_delai == Some(false);
    let seuil = edition.parametres.convention_au_dela_de.valeur;
    let cumul = etabli.entier_de(commun, Fait::CumulDesAides as usize);
    let jour = |fait| etabli.date_de(commun, fait as usize);
    Reponse {
        montant: match issue {
            Issue::Favorable if perdu => Some(Centimes::ZERO),
            Issue::Favorable => calcule,
            Issue::Defavorable => Some(Centimes::ZERO),
            _ => None,
        },
        montant_previsionnel: calcule.filter(|_| issue == Issue::Incomplet),
        suites: favorable.then(|| Suites {
            instrument: if cumul.is_some_and(|cumul| cumul > seuil) {
                Instrument::Convention
            } else {
                Instrument::Arrete
            },
            paiement_au_plus_tot: jour(Fait::PaiementAuPlusTot),
            demande_paiement_au_plus_tard: jour(Fait::DemandePaiementAuPlusTard),
        }),
        demande_paiement_dans_le_delai: dossier
            .date(edition.champs.date_demande_paiement)
            .map(|_| dans_le_delai.filter(|_| favorable)),
    }
}

/// The fields of the answer, in the order of the contract.
#[must_use]
pub fn champs(reponse: &Reponse) -> Vec<(&'static str, Valeur)> {
    let montant = |montant: Option<Centimes>| {
        montant.map_or(Valeur::Nul, |Centimes(centimes)| Valeur::Entier(centimes))
    };
    let jour = |lire: fn(&Suites) -> Option<Date>| {
        let jour = reponse.suites.as_ref().and_then(lire);
        jour.map_or(Valeur::Nul, |jour| Valeur::texte(jour.to_string()))
    };
    let mut champs = vec![
        ("montant_centimes", montant(reponse.montant)),
        (
            "montant_previsionnel_centimes",
            montant(reponse.montant_previsionnel),
        ),
        (
            "instrument",
            reponse
                .suites
                .map_or(Valeur::Nul, |suites| Valeur::fixe(suites.instrument.code())),
        ),
        ("paiement_au_plus_tot", jour(|s| s.paiement_au_plus_tot)),
        (
            "demande_paiement_au_plus_tard",
            jour(|s| s.demande_paiement_au_plus_tard),
        ),
    ];
    if let Some(dans_le_delai) = reponse.demande_paiement_dans_le_delai {
        champs.push((
            "demande_paiement_dans_le_delai",
            dans_le_delai.map_or(Valeur::Nul, Valeur::Booleen),
        ));
    }
    let reste = RESTE_A_VERIFIER.iter().map(|(code, _)| Valeur::fixe(code));
    let reste = reste.filter(|_| reponse.suites.is_some()).collect();
    champs.push(("reste_a_verifier", Valeur::Liste(reste)));
    champs
}

/// The computation, step by step: the steps add up to the amount. None for a refusal.
#[must_use]
pub fn etapes(
    edition: &EditionContratPro,
    dossier: &Dossier,
    reponse: &Reponse,
) -> Vec<EtapeDeCalcul> {
    if reponse.suites.is_none() && reponse.montant_previsionnel.is_none() {
        return Vec::new();
    }
    let quotite = dossier.fraction(edition.champs.quotite);
    match (mois_du_dossier(edition, dossier), quotite) {
        (Some((duree, mois)), Some(quotite)) => {
            let devis = Devis {
                edition,
                duree,
                mois,
                quotite,
            };
            devis.etapes().unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What the steps are made from.
struct Devis<'a> {
    edition: &'a EditionContratPro,
    duree: Duree,
    mois: Mois,
    quotite: Fraction,
}

impl Devis<'_> {
    fn etapes(&self) -> Option<Vec<EtapeDeCalcul>> {
        let parametres = &self.edition.parametres;
        let source = self.source(parametres.forfait_mensuel.source.get_ref());
        let mut etapes = vec![EtapeDeCalcul {
            libelle: self.produit(),
            montant_centimes: self.montant(self.mois.prevus)?,
            source: source.clone(),
        }];
        // What is lost is told as what it takes away: the steps add up to the cent.
        let mut perdre = |libelle: String, avant: i64, apres: i64| {
            let montant = self.montant(apres)?.checked_sub(self.montant(avant)?)?;
            etapes.push(EtapeDeCalcul {
                libelle,
                montant_centimes: montant,
                source: source.clone(),
            });
            Some(())
        };
        if let Some(rupture) = self.duree.rupture {
            let perdus = self.mois.prevus - self.mois.apres_rupture;
            if perdus > 0 {
                let jour = date_en_toutes_lettres(rupture);
                let libelle = if self.mois.apres_rupture == 0 {
                    format!("Rupture le {jour}, durant le premier mois : l’aide n’est pas due")
                } else {
                    format!(
                        "Rupture le {jour}, durant le {}e mois : {perdus} mois non {}",
                        self.mois.apres_rupture,
                        du(perdus)
                    )
                };
                perdre(libelle, self.mois.prevus, self.mois.apres_rupture)?;
            }
        }
        if self.mois.perdus != 0 {
            let perdus = i64::from(self.mois.perdus.count_ones());
            let libelle = format!(
                "Suspension sans rémunération, {} : {perdus} mois non {}",
                rangs_en_mots(self.mois.perdus),
                du(perdus)
            );
            perdre(libelle, self.mois.apres_rupture, self.mois.dus())?;
        }
        Some(etapes)
    }

    /// « 12 mois × 500 € × 100 % », and the rounding when there is one.
    fn produit(&self) -> String {
        let forfait = Centimes(self.edition.parametres.forfait_mensuel.valeur);
        let arrondi = if est_exact(self.mois.prevus, forfait, self.quotite) {
            ""
        } else {
            ", arrondi au centime le plus proche"
        };
        format!(
            "{} mois × {} × {}{arrondi}",
            self.mois.prevus,
            en_euros(forfait),
            self.quotite
        )
    }

    fn montant(&self, mois: i64) -> Option<Centimes> {
        let forfait = Centimes(self.edition.parametres.forfait_mensuel.valeur);
        montant(mois, forfait, self.quotite, false)
    }

    fn source(&self, cle: &str) -> String {
        let sources = &self.edition.commun.edition.sources;
        sources
            .get(cle)
            .map(|source| format!("{}, {}", source.titre, source.section))
            .unwrap_or_default()
    }
}

/// « 500 € », with its cents only when there are some.
fn en_euros(montant: Centimes) -> String {
    montant.to_string().replace(",00", "")
}

/// The participle, whose accent falls in the plural.
fn du(nombre: i64) -> &'static str {
    if nombre > 1 { "dus" } else { "dû" }
}

/// « 4e mois », « 1er, 4e et 5e mois ».
fn rangs_en_mots(ensemble: u64) -> String {
    let rangs: Vec<String> = (0..u64::BITS)
        .filter(|bit| ensemble & (1 << bit) != 0)
        .map(|bit| {
            if bit == 0 {
                "1er".to_owned()
            } else {
                format!("{}e", bit + 1)
            }
        })
        .collect();
    match rangs.split_last() {
        Some((dernier, avant)) if !avant.is_empty() => {
            format!("{} et {dernier} mois", avant.join(", "))
        }
        Some((seul, _)) => format!("{seul} mois"),
        None => String::new(),
    }
}
