//! The dossiers of a batch, one after the other: each counted once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use guichet_instruction::Dossier;
use guichet_socle::{Centimes, Decision, Issue};
use jiff::civil::Date;

use super::{Aide, ParametresDeSuivi, Statistiques};
use crate::champs::Champs;
use guichet_socle::age::age_au;

/// A dossier and its decision, as the follow-up takes them.
#[derive(Clone, Copy)]
pub struct Entree<'a> {
    /// The places of the fields.
    pub champs: &'a Champs,
    /// The figures of the follow-up.
    pub parametres: &'a ParametresDeSuivi,
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its decision.
    pub decision: &'a Decision,
    /// What totals are made by (« secteur », « niveau »).
    pub axes: &'a [(&'static str, Cow<'a, str>)],
    /// Above this yearly total, strictly, an agreement is signed.
    pub seuil: Centimes,
}

/// Why a dossier is taken for one that was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motif {
    /// The same reference, for the same contract.
    Identique,
    /// The same reference, and yet another establishment, employee or start.
    MemeReference,
    /// The same establishment, birth and start, under another reference.
    MemeContrat,
}

/// A dossier that was there before: told, and not counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// Its reference.
    pub reference: String,
    /// That of the dossier that is counted.
    pub premiere: String,
    /// Why.
    pub motif: Motif,
}

/// The establishment, the birth and the start, without a text: 47 + 24 + 24 bits.
type Contrat = u128;

/// The dossiers of a batch.
///
/// # Memory
/// The granted aids, a few dozen bytes a dossier to know a double, and the totals.
#[derive(Debug, Clone, Default)]
pub struct Suivi {
    /// The granted aids, in the order they were read.
    pub aides: Vec<Aide>,
    /// The dossiers that were there before.
    pub doubles: Vec<Double>,
    /// Dossiers whose amount or issue depends on a reading of the text, by establishment and year: how
    /// many, and how much if they are granted as computed.
    pub en_attente: BTreeMap<(String, i16), (u64, Centimes)>,
    /// Granted dossiers to which nothing is due (an early end in the first month).
    pub sans_montant: u64,
    /// Dossiers that could not be read: nothing is known of them.
    pub illisibles: u64,
    /// Counts by axis.
    pub statistiques: Statistiques,
    // A dossier that is asked again after a refusal is not a double: granted ones are compared together.
    par_reference: BTreeMap<(bool, Box<str>), Contrat>,
    par_contrat: BTreeMap<(bool, Contrat), Box<str>>,
}

impl Suivi {
    /// Takes a dossier that could be read.
    pub fn ajouter(&mut self, entree: Entree<'_>) {
        let Entree {
            champs,
            dossier,
            decision,
            ..
        } = entree;
        if decision.issue == Issue::Illisible {
            self.ajouter_illisible();
            return;
        }
        let attribuee = decision.issue == Issue::Favorable;
        if self.est_double(attribuee, contrat(champs, dossier), &decision.reference) {
            return;
        }
        self.compter(entree);
        if let Some(aide) = Aide::de(champs, dossier, decision, entree.seuil) {
            self.aides.push(aide);
        } else if attribuee {
            self.sans_montant += 1;
        } else if decision.issue == Issue::AExaminer
            && let (Some(siret), Some(demande)) = (
                dossier.texte(champs.siret),
                dossier.date(champs.date_demande),
            )
        {
            let attente = self
                .en_attente
                .entry((siret.to_owned(), demande.year()))
                .or_default();
            attente.0 += 1;
            let montant = decision.montant().unwrap_or_default();
            attente.1 = [attente.1, montant].into_iter().sum();
        }
    }

    /// Takes a dossier that could not be read.
    pub fn ajouter_illisible(&mut self) {
        self.illisibles += 1;
    }

    fn est_double(&mut self, attribuee: bool, contrat: Option<Contrat>, reference: &str) -> bool {
        let cle = (attribuee, Box::from(reference));
        let connue = self.par_reference.get(&cle).copied();
        let meme_contrat = contrat.and_then(|contrat| self.par_contrat.get(&(attribuee, contrat)));
        let trouve = match (connue, meme_contrat) {
            (Some(premier), _) if contrat == Some(premier) => {
                Some((reference.to_owned(), Motif::Identique))
            }
            (Some(_), _) => Some((reference.to_owned(), Motif::MemeReference)),
            (None, Some(premiere)) => Some((premiere.to_string(), Motif::MemeContrat)),
            (None, None) => None,
        };
        if let Some((premiere, motif)) = trouve {
            self.doubles.push(Double {
                reference: reference.to_owned(),
                premiere,
                motif,
            });
            return true;
        }
        self.par_reference.insert(cle, contrat.unwrap_or_default());
        if let Some(contrat) = contrat {
            self.par_contrat
                .insert((attribuee, contrat), Box::from(reference));
        }
        false
    }

    fn compter(&mut self, entree: Entree<'_>) {
        let Entree {
            champs,
            parametres,
            dossier,
            decision,
            axes,
            ..
        } = entree;
        let naissance = dossier.date(champs.date_naissance);
        let age = naissance
            .zip(dossier.date(champs.date_debut))
            .map(|(naissance, debut)| age_au(naissance, debut, false));
        let demande = dossier.date(champs.date_demande);
        let departement = dossier.texte(champs.departement);
        let valeurs = [
            ("departement", departement.map(str::to_owned)),
            ("secteur", unique(axes, "secteur", "plusieurs secteurs")),
            ("niveau", unique(axes, "niveau", "plusieurs niveaux")),
            ("tranche_age", age.map(|age| parametres.tranche(age))),
            (
                "mois",
                demande.map(|jour| format!("{:04}-{:02}", jour.year(), jour.month())),
            ),
        ];
        self.statistiques.ajouter(decision, demande, valeurs);
    }
}

/// The one value of an axis; several make one category, so that each dossier is counted once.
fn unique(axes: &[(&'static str, Cow<'_, str>)], nom: &str, plusieurs: &str) -> Option<String> {
    let mut valeurs = axes
        .iter()
        .filter(|(axe, _)| *axe == nom)
        .map(|(_, valeur)| valeur);
    match (valeurs.next(), valeurs.next()) {
        (Some(_), Some(_)) => Some(plusieurs.to_owned()),
        (seule, _) => seule.map(ToString::to_string),
    }
}

fn contrat(champs: &Champs, dossier: &Dossier) -> Option<Contrat> {
    let siret: u64 = dossier.texte(champs.siret)?.parse().ok()?;
    let naissance = jour(dossier.date(champs.date_naissance)?)?;
    let debut = jour(dossier.date(champs.date_debut)?)?;
    Some(Contrat::from(siret) << 48 | Contrat::from(naissance) << 24 | Contrat::from(debut))
}

/// A day in 24 bits.
fn jour(date: Date) -> Option<u32> {
    let annee = u32::try_from(date.year()).ok()?;
    let mois = u32::try_from(date.month()).ok()?;
    let jour = u32::try_from(date.day()).ok()?;
    Some(annee << 9 | mois << 5 | jour)
}
