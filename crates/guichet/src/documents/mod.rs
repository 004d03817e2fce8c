//! Documents for people: the letter that notifies a decision, the order that grants aids, the annex of an
//! agreement. Here is what they say; how they look is the templates' (`guichet_restitution::documents`).

mod citations;
mod montant;
pub(crate) mod nom;
mod organisme;
mod vue;

use std::collections::BTreeMap;

use guichet_contrat_pro::EditionContratPro;
use guichet_instruction::Commun;
use guichet_socle::{Centimes, Decision, ErreurEdition, Issue};
use serde::Serialize;

use crate::Donnees;
use crate::instruction::{Instruction, Lu, Place};

pub use citations::{Citation, Citations};
pub use montant::{Montant, en_lettres};
pub use organisme::{ErreurDOrganisme, Organisme, chemin_de_l_organisme};
pub(crate) use vue::recu;
pub use vue::{Etape, Manque, Motif, Vue};

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sorte {
    /// One letter for each dossier.
    Notification,
    /// One order that grants the aids of every dossier.
    Arrete,
    /// One list of aids for each establishment and civil year of the applications, that goes with their
    /// agreement.
    AnnexeConvention,
}

impl Sorte {
    /// Every kind.
    pub const TOUTES: [Self; 3] = [Self::Notification, Self::Arrete, Self::AnnexeConvention];

    /// Its name: that of its template and of its files.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Arrete => "arrete",
            Self::AnnexeConvention => "annexe-convention",
        }
    }
}

/// What a template sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contenu {
    /// The kind of document.
    pub document: Sorte,
    /// Who writes.
    pub organisme: Organisme,
    /// What is cited of the regulation.
    pub citations: Citations,
    /// The dossiers, in the order of the files; one for a letter.
    pub dossiers: Vec<Vue>,
    /// The sum of their amounts.
    pub total: Montant,
    /// The establishment, when there is only one; else empty.
    pub siret: String,
    /// The civil year of their applications, when there is only one; else empty.
    pub annee: String,
    /// Receipts of the editions applied, without doubles.
    pub recus: Vec<String>,
}

/// A document to be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Name of its file, without extension: never the name of a person or of a company.
    pub nom: String,
    /// What it says.
    pub contenu: Contenu,
}

/// What dossiers gave.
#[derive(Debug, Default)]
pub struct Preparation {
    /// The documents, in the order of the dossiers.
    pub documents: Vec<Document>,
    /// Why some dossiers have none, a line each: the place, never what the dossier says.
    pub sans_document: Vec<String>,
    /// How many could not be read.
    pub illisibles: u64,
}

struct Retenu {
    rang: u64,
    vue: Vue,
}

/// Gathers decided dossiers, and makes their documents.
pub struct Atelier<'a> {
    instruction: &'a Instruction,
    sorte: Sorte,
    organisme: Organisme,
    /// By edition.
    citations: BTreeMap<String, Citations>,
    /// By edition: the list of certifications.
    editions: BTreeMap<String, EditionContratPro>,
    retenus: Vec<Retenu>,
    preparation: Preparation,
    vus: u64,
}

impl<'a> Atelier<'a> {
    /// Reads what documents cite of every edition.
    ///
    /// # Errors
    /// An edition has no `documents.toml`, or a faulty one.
    pub fn ouvrir(
        donnees: &Donnees,
        instruction: &'a Instruction,
        sorte: Sorte,
        organisme: Organisme,
    ) -> Result<Self, ErreurEdition> {
        let mut citations = BTreeMap::new();
        let mut editions = BTreeMap::new();
        for edition in instruction.editions() {
            let lues = Citations::lire(donnees.fichiers(), edition)?;
            citations.insert(edition.id.clone(), lues);
            let chargee = EditionContratPro::charger(donnees.fichiers(), edition)?;
            editions.insert(edition.id.clone(), chargee);
        }
        Ok(Self {
            instruction,
            sorte,
            organisme,
            citations,
            editions,
            retenus: Vec::new(),
            preparation: Preparation::default(),
            vus: 0,
        })
    }

    /// Decides a dossier and keeps what its document will say, or why it has none.
    pub fn recevoir(&mut self, lu: &Lu<'_>) {
        let decision = self.instruction.decider(lu);
        let edition = lu
            .dossier
            .as_ref()
            .ok()
            .and_then(|dossier| Some((*dossier, self.instruction.pour(dossier).ok()?)));
        if let Some((dossier, edition)) = edition {
            self.recevoir_decide(edition.commun(), dossier, &decision, &lu.place);
            return;
        }
        self.vus += 1;
        self.preparation.illisibles += 1;
        let raison = decision.constats.first().map_or_else(
            || lu.place.to_string(),
            |constat| constat.message.to_string(),
        );
        let fin = if raison.ends_with(['.', '?', '!']) {
            ""
        } else {
            "."
        };
        self.preparation
            .sans_document
            .push(format!("{raison}{fin} Aucun document pour ce dossier."));
    }

    /// Keeps a dossier that was decided.
    pub fn recevoir_decide(
        &mut self,
        commun: &Commun,
        dossier: &guichet_instruction::Dossier,
        decision: &Decision,
        place: &Place,
    ) {
        self.vus += 1;
        let edition = self.editions.get(decision.edition.as_ref());
        let certification = edition.and_then(|edition| edition.certification(dossier));
        let vue = Vue::nouvelle(commun, dossier, decision, certification);
        match raison_de_n_en_pas_faire(self.sorte, decision.issue, &vue) {
            Some(raison) => self
                .preparation
                .sans_document
                .push(format!("{place} : {raison}")),
            None => self.retenus.push(Retenu {
                rang: self.vus,
                vue,
            }),
        }
    }

    /// The documents.
    #[must_use]
    pub fn terminer(mut self) -> Preparation {
        let retenus = std::mem::take(&mut self.retenus);
        let groupes = match self.sorte {
            Sorte::Notification => retenus.into_iter().map(|retenu| vec![retenu]).collect(),
            Sorte::Arrete => regrouper(retenus, |vue| vue.edition.clone()),
            Sorte::AnnexeConvention => {
                // The threshold of an agreement is that of a civil year (règlement, 4).
                regrouper(retenus, |vue| {
                    format!("{} {} {}", vue.edition, vue.siret, vue.annee)
                })
            }
        };
        let mut pris = nom::Noms::default();
        for groupe in groupes {
            let Some(premier) = groupe.first() else {
                continue;
            };
            // An order of several dossiers is not that of the first one.
            let seul = groupe.len() == 1 || self.sorte == Sorte::AnnexeConvention;
            let reference = seul.then_some(premier.vue.reference.as_str());
            let nom = pris.nommer(self.sorte.nom(), reference, premier.rang);
            let Some(citations) = self.citations.get(&premier.vue.edition).cloned() else {
                continue;
            };
            let dossiers: Vec<Vue> = groupe.into_iter().map(|retenu| retenu.vue).collect();
            self.preparation.documents.push(Document {
                nom,
                contenu: contenu(self.sorte, self.organisme.clone(), citations, dossiers),
            });
        }
        self.preparation
    }
}

fn contenu(
    document: Sorte,
    organisme: Organisme,
    citations: Citations,
    dossiers: Vec<Vue>,
) -> Contenu {
    let total: Centimes = dossiers.iter().filter_map(|vue| vue.centimes).sum();
    let siret = seule(&dossiers, |vue| &vue.siret);
    let annee = seule(&dossiers, |vue| &vue.annee);
    let mut recus: Vec<String> = dossiers.iter().map(|vue| vue.recu.clone()).collect();
    recus.dedup();
    Contenu {
        document,
        organisme,
        citations,
        total: Montant::de(total),
        siret,
        annee,
        recus,
        dossiers,
    }
}

/// What every dossier says alike; empty when they differ.
fn seule(dossiers: &[Vue], dit: impl Fn(&Vue) -> &str) -> String {
    let premiere = dossiers.first().map_or("", &dit);
    if dossiers.iter().all(|vue| dit(vue) == premiere) {
        premiere.to_owned()
    } else {
        String::new()
    }
}

/// Groups of the same key, each at the place of its first one.
fn regrouper(retenus: Vec<Retenu>, cle: impl Fn(&Vue) -> String) -> Vec<Vec<Retenu>> {
    let mut rangs = BTreeMap::new();
    let mut groupes: Vec<Vec<Retenu>> = Vec::new();
    for retenu in retenus {
        let rang = *rangs.entry(cle(&retenu.vue)).or_insert_with(|| {
            groupes.push(Vec::new());
            groupes.len() - 1
        });
        groupes[rang].push(retenu);
    }
    groupes
}

/// Why a decided dossier has no document of this kind; none when it has.
fn raison_de_n_en_pas_faire(sorte: Sorte, issue: Issue, vue: &Vue) -> Option<String> {
    let sans_aide = vue.montant.as_ref().is_none_or(|montant| montant.nul);
    let raison = match (sorte, issue) {
        (_, Issue::AExaminer) => {
            "à examiner : le règlement porte deux lectures, et une personne choisit avant tout document."
        }
        (_, Issue::HorsChamp) => "hors champ : le règlement ne régit pas ce cas ; aucun document.",
        (_, Issue::Illisible) => "illisible : rien n’a été décidé ; corrigez le dossier.",
        (Sorte::Notification, _) => return None,
        (_, Issue::Incomplet) => {
            "incomplet : demandez d’abord les pièces, par --document notification."
        }
        (_, Issue::Defavorable) => {
            "défavorable : un refus se notifie, par --document notification."
        }
        (_, Issue::Favorable) if sans_aide => {
            "favorable, pour 0 € : il n’y a pas d’aide à attribuer ; notifiez-le, par --document notification."
        }
        (Sorte::Arrete, Issue::Favorable) => match vue.instrument.as_str() {
            "arrete" => return None,
            "convention" => {
                "cette aide passe par une convention, et non par un arrêté ; demandez --document annexe-convention."
            }
            _ => "l’acte qui attribue cette aide n’est pas connu ; vérifiez les aides de l’année.",
        },
        (Sorte::AnnexeConvention, Issue::Favorable) => match vue.instrument.as_str() {
            "convention" => return None,
            "arrete" => {
                "cette aide passe par un arrêté : il n’y a pas de convention à laquelle annexer un état ; demandez --document arrete."
            }
            _ => "l’acte qui attribue cette aide n’est pas connu ; vérifiez les aides de l’année.",
        },
    };
    Some(raison.to_owned())
}
