//! What the assembly votes on: the grants of a region by academy, their totals, and apart what has no grant
//! and what a person must choose.

use std::collections::BTreeMap;

use guichet_aide_equipement::{AnneeScolaire, Dispositif, EditionEquipement};
use guichet_instruction::dossier::TypeDeChamp;
use guichet_instruction::{Dossier, Instructeur};
use guichet_socle::constat::Valeur;
use guichet_socle::{Centimes, Decision, Issue, Resultat};

use super::{ConstatDeTable, Dotation, Dotations, Region};
use crate::VERSION;

/// What an establishment without academy is put under.
const SANS_ACADEMIE: &str = "académie non renseignée";

/// The grants of a region as its assembly reads them.
#[derive(Debug, Clone)]
pub struct Annexe<'a> {
    /// The school year.
    pub annee: AnneeScolaire,
    /// The edition that computed them.
    pub edition: &'a EditionEquipement,
    /// By name of the academy; each holds at least one grant.
    pub academies: Vec<Academie<'a>>,
    /// The total of each line, in the order of [`Dispositif::TOUS`].
    pub totaux: [Somme; 3],
    /// The establishments that are given no grant, and why.
    pub sans_dotation: Vec<SansDotation<'a>>,
    /// Where the text has two readings that change the issue or the amount.
    pub a_examiner: Vec<AExaminer<'a>>,
    /// What was found wrong in the tables.
    pub constats: &'a [ConstatDeTable],
    /// Every establishment, in the order of the tables.
    toutes: &'a [Dotation<'a>],
}

/// The grants of an academy.
#[derive(Debug, Clone)]
pub struct Academie<'a> {
    /// Its name, as the tables write it.
    pub nom: &'a str,
    /// Its establishments, in the order of the tables.
    pub dotations: Vec<Retenue<'a>>,
    /// The total of each line.
    pub totaux: [Somme; 3],
}

/// A grant of the annex.
#[derive(Debug, Clone, Copy)]
pub struct Retenue<'a> {
    /// The grant.
    pub dotation: &'a Dotation<'a>,
    /// The kind of the establishment, in words.
    pub nature: &'a str,
}

/// What grants add up to, for one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Somme {
    /// Establishments with pupils on the line.
    pub etablissements: u64,
    /// Pupils, or scholars.
    pub effectif: i64,
    /// Before what is carried over.
    pub brut: Centimes,
    /// What is carried over from the year before, deducted or not.
    pub reliquat: Centimes,
    /// What of it is deducted.
    pub deduit: Centimes,
    /// The grants.
    pub dotation: Centimes,
}

/// An establishment without grant.
#[derive(Debug, Clone)]
pub struct SansDotation<'a> {
    /// The grant that is not.
    pub dotation: &'a Dotation<'a>,
    /// Why, a sentence each.
    pub raisons: Vec<String>,
}

/// A reading of the text that changes a grant.
#[derive(Debug, Clone)]
pub struct AExaminer<'a> {
    /// The grant.
    pub dotation: &'a Dotation<'a>,
    /// Entry of the register.
    pub lecture: String,
    /// What the text says.
    pub question: String,
    /// The amount under the reading applied; none when it is not known.
    pub retenu: Option<Centimes>,
    /// The amount under the other one.
    pub autre: Option<Centimes>,
}

impl<'a> Annexe<'a> {
    /// The annex of the grants of a region.
    #[must_use]
    pub fn nouvelle(region: &'a Region, dotations: &'a Dotations<'a>) -> Self {
        let mut academies: BTreeMap<&str, Academie<'a>> = BTreeMap::new();
        let mut annexe = Self {
            annee: region.annee,
            edition: dotations.edition,
            academies: Vec::new(),
            totaux: Default::default(),
            sans_dotation: Vec::new(),
            a_examiner: Vec::new(),
            constats: &region.constats,
            toutes: &dotations.toutes,
        };
        for dotation in &dotations.toutes {
            // Its words are built for those only that have something to explain.
            let decision = || dotations.decision(dotation);
            if dotation.issue == Issue::AExaminer {
                annexe.examiner(dotation, &decision());
            }
            if !est_retenue(dotation) {
                let raisons = raisons(dotations.edition, &decision());
                annexe
                    .sans_dotation
                    .push(SansDotation { dotation, raisons });
                continue;
            }
            let nom = match dotation.etablissement.academie.trim() {
                "" => SANS_ACADEMIE,
                nom => nom,
            };
            let academie = academies.entry(nom).or_insert_with(|| Academie {
                nom,
                dotations: Vec::new(),
                totaux: Default::default(),
            });
            academie.dotations.push(Retenue {
                dotation,
                nature: nature(dotations.edition, &dotation.etablissement.dossier),
            });
            for dispositif in Dispositif::TOUS {
                academie.totaux[dispositif as usize].ajouter(dotation, dispositif);
                annexe.totaux[dispositif as usize].ajouter(dotation, dispositif);
            }
        }
        annexe.academies = academies.into_values().collect();
        annexe
    }

    /// How many grants it holds.
    #[must_use]
    pub fn dotations(&self) -> u64 {
        let academies = self.academies.iter();
        academies
            .map(|academie| academie.dotations.len() as u64)
            .sum()
    }

    /// How many of them a person must look at.
    #[must_use]
    pub fn examinees(&self) -> u64 {
        let academies = self.academies.iter().flat_map(|a| &a.dotations);
        academies
            .filter(|retenue| retenue.dotation.issue == Issue::AExaminer)
            .count() as u64
    }

    /// Every establishment, with or without grant, in the order of the tables.
    pub fn toutes(&self) -> impl Iterator<Item = &'a Dotation<'a>> + use<'a> {
        self.toutes.iter()
    }

    /// The total of the grants.
    #[must_use]
    pub fn total(&self) -> Centimes {
        total(&self.totaux)
    }

    fn examiner(&mut self, dotation: &'a Dotation<'a>, decision: &Decision) {
        let montant = |cote: &[(guichet_socle::mot::Mot, Valeur)]| {
            let dit = cote.iter().find(|(nom, _)| nom == "montant_centimes");
            match dit {
                Some((_, Valeur::Entier(centimes))) => Some(Centimes(*centimes)),
                Some(_) => None,
                None => decision.montant(),
            }
        };
        let de_poids = |nom: &str| nom == "issue" || nom == "montant_centimes";
        for lecture in &decision.lectures {
            if lecture.retenue.iter().any(|(nom, _)| de_poids(nom)) {
                self.a_examiner.push(AExaminer {
                    dotation,
                    lecture: lecture.id.to_string(),
                    question: lecture.question.to_string(),
                    retenu: montant(&lecture.retenue),
                    autre: montant(&lecture.autre),
                });
            }
        }
    }
}

impl Dotations<'_> {
    /// The whole decision of a grant, with its reasons in French; its reference is the UAI.
    #[must_use]
    pub fn decision(&self, dotation: &Dotation<'_>) -> Decision {
        let etablissement = dotation.etablissement;
        self.edition
            .instruire(&etablissement.dossier, &etablissement.uai, VERSION)
    }
}

impl Academie<'_> {
    /// The total of its grants.
    #[must_use]
    pub fn total(&self) -> Centimes {
        total(&self.totaux)
    }
}

impl Somme {
    fn ajouter(&mut self, dotation: &Dotation<'_>, dispositif: Dispositif) {
        let ligne = &dotation.reponse.lignes[dispositif as usize];
        let somme = |total: Centimes, ajout: Option<Centimes>| {
            [total, ajout.unwrap_or_default()].into_iter().sum()
        };
        let effectif = ligne.effectif.unwrap_or_default();
        self.etablissements += u64::from(effectif > 0);
        self.effectif = self.effectif.saturating_add(effectif);
        self.brut = somme(self.brut, ligne.brut);
        self.reliquat = somme(self.reliquat, ligne.reliquat);
        self.deduit = somme(self.deduit, ligne.deduit);
        self.dotation = somme(self.dotation, ligne.dotation);
    }
}

fn total(sommes: &[Somme; 3]) -> Centimes {
    sommes.iter().map(|somme| somme.dotation).sum()
}

/// Whether the assembly votes on it: favourable, or so under the reading applied, and every line known.
fn est_retenue(dotation: &Dotation<'_>) -> bool {
    let reponse = &dotation.reponse;
    // A refusal under the reading applied deducts nothing and grants nothing.
    let refusee = reponse.lignes.iter().any(|ligne| {
        ligne.brut > Some(Centimes::ZERO)
            && ligne.deduit == Some(Centimes::ZERO)
            && ligne.dotation == Some(Centimes::ZERO)
    });
    matches!(dotation.issue, Issue::Favorable | Issue::AExaminer)
        && !refusee
        && reponse.montant().is_some()
}

/// The kind of the establishment of a dossier, in words.
fn nature<'e>(edition: &'e EditionEquipement, dossier: &Dossier) -> &'e str {
    let champ = edition.champs.nature;
    match (
        &edition.commun.schema.champ(champ).genre,
        dossier.choix(champ),
    ) {
        (TypeDeChamp::Choix(natures), Some(rang)) => natures
            .get(usize::from(rang))
            .map_or("", |nature| nature.libelle.as_str()),
        _ => "",
    }
}

/// Why there is no grant: the conditions that are not met, else what is missing.
fn raisons(edition: &EditionEquipement, decision: &Decision) -> Vec<String> {
    let refus: Vec<String> = decision
        .constats
        .iter()
        .filter(|constat| constat.resultat == Resultat::NonRempli)
        .map(|constat| constat.message.to_string())
        .collect();
    if !refus.is_empty() {
        return refus;
    }
    let manque = decision.manque.iter().map(|nom| {
        let libelle = edition.commun.schema.libelle(nom).unwrap_or(nom);
        format!("Il manque {libelle}.")
    });
    manque.collect()
}
