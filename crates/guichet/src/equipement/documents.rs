//! Documents of the equipment aid: the letter by which the region notifies a grant to an establishment, the
//! notice by which an establishment tells families who pays. Here is what they say; how they look is the
//! templates' (`guichet_restitution::documents`). Nothing in them is about a pupil.

use std::collections::BTreeSet;

use guichet_aide_equipement::dotation::comptes::Ecarte;
use guichet_aide_equipement::{Dispositif, EditionEquipement};
use guichet_socle::constat::Valeur;
use guichet_socle::mot::Mot;
use guichet_socle::{Centimes, Decision, ErreurEdition, Issue, Resultat};
use serde::Serialize;

use super::{Dotation, Dotations, Region};
use crate::Donnees;
use crate::documents::nom::Noms;
use crate::documents::{Citations, Etape, Manque, Montant, Motif, Organisme};

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SorteDEquipement {
    /// The letter that notifies a grant, a refusal, or what is missing.
    Notification,
    /// The notice to families: the equipment is paid by the region.
    AvisFamilles,
}

impl SorteDEquipement {
    /// Its name: that of its template and of its files.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::AvisFamilles => "avis-familles",
        }
    }
}

/// What a template sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContenuDEquipement {
    /// The kind of document.
    pub document: SorteDEquipement,
    /// The region.
    pub organisme: Organisme,
    /// What is cited of the text.
    pub citations: Citations,
    /// The school year: « 2023-2024 ».
    pub annee: String,
    /// The establishment.
    pub etablissement: EtablissementVu,
    /// Code of the issue: `favorable`, `a_examiner`, `defavorable`, `incomplet`.
    pub issue: &'static str,
    /// The grant; none when it is not known.
    pub montant: Option<Montant>,
    /// The lines that have pupils or something carried over.
    pub lignes: Vec<LigneVue>,
    /// The rate of scholars of the post-bac line; none without one.
    pub boursiers: Option<BoursiersVus>,
    /// The computation, step by step.
    pub calcul: Vec<Etape>,
    /// What remains of the carry-over once the grant is brought to nothing; none when nothing does.
    pub reliquat_restant: Option<Montant>,
    /// The eligible courses.
    pub formations: Vec<FormationVue>,
    /// The courses whose pupils are counted, each once.
    pub aidees: Vec<FormationVue>,
    /// The courses that are not eligible.
    pub non_eligibles: Vec<FormationVue>,
    /// The conditions that are not met.
    pub motifs: Vec<Motif>,
    /// What is missing.
    pub manques: Vec<Manque>,
    /// Both sides of each reading that changes the grant: a person chooses before signing.
    pub lectures: Vec<LectureDeLettre>,
    /// Receipt of the edition applied.
    pub recus: Vec<String>,
}

/// An establishment in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EtablissementVu {
    /// UAI.
    pub uai: String,
    /// Name; empty when it is not given.
    pub nom: String,
    /// Academy; empty when it is not given.
    pub academie: String,
}

/// A line of the grant in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LigneVue {
    /// « pré-bac ».
    pub nom: &'static str,
    /// Pupils, or scholars.
    pub effectif: String,
    /// The amount of one.
    pub forfait: String,
    /// Before what is carried over.
    pub brut: String,
    /// What is carried over from the year before.
    pub reliquat: String,
    /// What of it is deducted.
    pub deduit: String,
    /// The grant.
    pub dotation: String,
}

/// The rate of scholars in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoursiersVus {
    /// First-year pupils of eligible courses.
    pub eleves: i64,
    /// Scholars.
    pub nombre: i64,
    /// The headcount they are a share of.
    pub sur: i64,
    /// Scholars kept; empty when they cannot be computed.
    pub retenus: String,
}

/// A course in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormationVue {
    /// Its code; empty when it has none.
    pub code: String,
    /// Its label.
    pub libelle: String,
    /// « pré-bac »; empty when no line is known.
    pub ligne: &'static str,
    /// Pupils of the row.
    pub effectif: i64,
    /// Pupils that enter the grant.
    pub compte: i64,
    /// Why.
    pub motif: &'static str,
}

/// A reading that changes the grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LectureDeLettre {
    /// Entry of the register.
    pub id: String,
    /// What the text says.
    pub question: String,
    /// The grant under the reading applied.
    pub retenue: String,
    /// The grant under the other one.
    pub autre: String,
}

/// A document to be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentDEquipement {
    /// Name of its file, without extension: its kind and the UAI.
    pub nom: String,
    /// What it says.
    pub contenu: ContenuDEquipement,
}

/// What a region gives.
#[derive(Debug, Clone, Default)]
pub struct DocumentsDeRegion {
    /// The documents, in the order of the establishments.
    pub documents: Vec<DocumentDEquipement>,
    /// Why some establishments have none, a line each.
    pub sans_document: Vec<String>,
}

/// The documents of a region, one an establishment.
///
/// # Errors
/// The edition has no `documents.toml`, or a faulty one.
pub fn documents(
    donnees: &Donnees,
    region: &Region,
    dotations: &Dotations<'_>,
    sorte: SorteDEquipement,
    organisme: &Organisme,
) -> Result<DocumentsDeRegion, ErreurEdition> {
    let edition = &dotations.edition.commun.edition;
    let citations = Citations::lire(donnees.fichiers(), edition)?;
    let mut faits = DocumentsDeRegion::default();
    let mut noms = Noms::default();
    for (rang, dotation) in (1..).zip(&dotations.toutes) {
        let uai = &dotation.etablissement.uai;
        if let Some(raison) = raison_de_n_en_pas_faire(sorte, dotation) {
            faits.sans_document.push(format!("{uai} : {raison}"));
            continue;
        }
        let decision = dotations.decision(dotation);
        let nom = noms.nommer(sorte.nom(), Some(uai), rang);
        let contenu = ContenuDEquipement {
            document: sorte,
            organisme: organisme.clone(),
            citations: citations.clone(),
            annee: region.annee.to_string(),
            ..contenu(dotations.edition, dotation, &decision)
        };
        faits.documents.push(DocumentDEquipement { nom, contenu });
    }
    Ok(faits)
}

/// Why an establishment has no document of this kind; none when it has.
fn raison_de_n_en_pas_faire(
    sorte: SorteDEquipement,
    dotation: &Dotation<'_>,
) -> Option<&'static str> {
    let comptes = dotation.reponse.cours.iter().any(|cours| cours.compte > 0);
    match (sorte, dotation.issue) {
        (_, Issue::HorsChamp) => {
            Some("hors champ : l’aide ne couvre pas un établissement de cette nature.")
        }
        (_, Issue::Illisible) => Some("illisible : rien n’a été décidé ; corrigez le dossier."),
        (SorteDEquipement::Notification, _) => None,
        (SorteDEquipement::AvisFamilles, Issue::Defavorable | Issue::Incomplet) => {
            Some("sans dotation : il n’y a pas d’aide à annoncer aux familles.")
        }
        (SorteDEquipement::AvisFamilles, _) => (!comptes).then_some(
            "aucun élève de formation éligible : il n’y a pas d’aide à annoncer aux familles.",
        ),
    }
}

/// What a decided grant says; what is the same for all is left to whoever asks.
fn contenu(
    edition: &EditionEquipement,
    dotation: &Dotation<'_>,
    decision: &Decision,
) -> ContenuDEquipement {
    let reponse = &dotation.reponse;
    let etablissement = dotation.etablissement;
    let (formations, non_eligibles) = formations(dotation);
    let restant: Centimes = reponse
        .lignes
        .iter()
        .filter_map(|ligne| ligne.restant)
        .sum();
    ContenuDEquipement {
        document: SorteDEquipement::Notification,
        organisme: Organisme::default(),
        citations: Citations::default(),
        annee: String::new(),
        etablissement: EtablissementVu {
            uai: etablissement.uai.clone(),
            nom: etablissement.nom.trim().to_owned(),
            academie: etablissement.academie.trim().to_owned(),
        },
        issue: decision.issue.code(),
        montant: reponse.montant().map(Montant::de),
        lignes: lignes(dotation),
        boursiers: reponse.boursiers.map(|boursiers| BoursiersVus {
            eleves: boursiers.eleves,
            nombre: boursiers.nombre,
            sur: boursiers.sur,
            retenus: boursiers
                .arrondi()
                .map_or_else(String::new, |n| n.to_string()),
        }),
        calcul: decision.calcul.iter().map(Etape::de).collect(),
        reliquat_restant: (restant > Centimes::ZERO).then(|| Montant::de(restant)),
        aidees: aidees(&formations),
        formations,
        non_eligibles,
        motifs: decision
            .constats
            .iter()
            .filter(|constat| constat.resultat == Resultat::NonRempli)
            .map(|constat| Motif::de(&edition.commun, constat))
            .collect(),
        manques: decision
            .manque
            .iter()
            .map(|nom| Manque::de(&edition.commun, nom))
            .collect(),
        lectures: lectures(decision),
        recus: vec![crate::documents::recu(decision)],
    }
}

fn lignes(dotation: &Dotation<'_>) -> Vec<LigneVue> {
    let dit = |montant: Option<Centimes>| montant.map_or(String::new(), |m| m.to_string());
    Dispositif::TOUS
        .into_iter()
        .map(|dispositif| (dispositif, &dotation.reponse.lignes[dispositif as usize]))
        .filter(|(_, ligne)| ligne.effectif != Some(0) || ligne.reliquat > Some(Centimes::ZERO))
        .map(|(dispositif, ligne)| LigneVue {
            nom: dispositif.libelle(),
            effectif: ligne.effectif.map_or(String::new(), |n| n.to_string()),
            forfait: ligne.forfait.to_string(),
            brut: dit(ligne.brut),
            reliquat: dit(ligne.reliquat),
            deduit: dit(ligne.deduit),
            dotation: dit(ligne.dotation),
        })
        .collect()
}

/// The courses, eligible or not.
fn formations(dotation: &Dotation<'_>) -> (Vec<FormationVue>, Vec<FormationVue>) {
    let mut eligibles = Vec::new();
    let mut autres = Vec::new();
    for cours in &dotation.reponse.cours {
        let liste = if cours.eligible {
            &mut eligibles
        } else {
            &mut autres
        };
        liste.push(FormationVue {
            code: cours.code.clone().unwrap_or_default(),
            libelle: cours.libelle.clone(),
            ligne: cours.eligibilite.dispositif.map_or("", Dispositif::libelle),
            effectif: cours.effectif,
            compte: cours.compte,
            motif: match cours.ecarte {
                Some(Ecarte::AutreAnnee) => "élèves d’une autre année que la première",
                Some(Ecarte::Alternance) => "élèves en alternance",
                None => cours.eligibilite.fondement.en_mots(),
            },
        });
    }
    (eligibles, autres)
}

/// The courses with pupils that are counted, each once.
fn aidees(formations: &[FormationVue]) -> Vec<FormationVue> {
    let mut dites = BTreeSet::new();
    formations
        .iter()
        .filter(|f| f.compte > 0 && dites.insert((&f.code, &f.libelle)))
        .cloned()
        .collect()
}

fn lectures(decision: &Decision) -> Vec<LectureDeLettre> {
    let montant = |cote: &[(Mot, Valeur)]| {
        let dit = cote.iter().find(|(nom, _)| nom == "montant_centimes");
        match dit {
            Some((_, Valeur::Entier(centimes))) => Some(Centimes(*centimes).to_string()),
            _ => None,
        }
    };
    decision
        .lectures
        .iter()
        .filter_map(|lecture| {
            Some(LectureDeLettre {
                id: lecture.id.to_string(),
                question: lecture.question.to_string(),
                retenue: montant(&lecture.retenue)?,
                autre: montant(&lecture.autre)?,
            })
        })
        .collect()
}
