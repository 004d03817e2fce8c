//! The register of the contradictions of the documents, and of the readings that are applied: each entry
//! with what cites it.

use std::collections::BTreeMap;

use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::lecture::{Statut, par_document};
use guichet_socle::{ErreurEdition, Fichiers, Lecture};
use serde::Serialize;
use toml::{Table, Value};

use crate::Donnees;
use crate::editions::catalogue::est_du_toml;
use crate::regles::{ErreurDeRegle, Regles};

/// The document of the entries that several documents share.
const TRANSVERSALES: &str = "transversales";

/// Why no entry is shown.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeLecture {
    /// The rules cannot be read.
    #[error("{0}")]
    Regles(#[from] ErreurDeRegle),
    /// A file of the data is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No entry has this identifier.
    #[error("« {id} » n’est pas une lecture du registre ; {conseil}")]
    Inconnue {
        /// What was asked for.
        id: String,
        /// What to do.
        conseil: String,
    },
    /// No document of the register has this name.
    #[error("« {nom} » n’est pas un document du registre ; il y a : {connus}.")]
    Document {
        /// What was asked for.
        nom: String,
        /// Those that exist.
        connus: String,
    },
}

/// The register alone, by document.
#[derive(Debug, Clone)]
pub struct Registre(Vec<(String, Lecture)>);

impl Registre {
    /// Reads it.
    ///
    /// # Errors
    /// A file of the register is faulty.
    pub fn lire(donnees: &Donnees) -> Result<Self, ErreurEdition> {
        let documents = par_document(donnees.fichiers())?;
        Ok(Self(
            documents
                .into_iter()
                .flat_map(|(nom, lectures)| {
                    lectures
                        .into_iter()
                        .map(move |lecture| (nom.to_owned(), lecture))
                })
                .collect(),
        ))
    }

    /// The identifiers, with the question of each.
    pub fn ids(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(_, lecture)| (lecture.id.as_str(), lecture.question.as_str()))
    }
}

/// An entry, and what rests on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeLecture {
    /// The document it is about (`contrat-pro`), by the name of its file.
    pub document: String,
    /// The title of that document.
    pub titre: String,
    /// The entry.
    #[serde(flatten)]
    pub lecture: Lecture,
    /// What cites it.
    pub citations: Vec<Citation>,
    /// How many worked cases show it: its own, and those of the rules that cite it.
    pub cas: usize,
}

/// What cites an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// What it is.
    pub sorte: Sorte,
    /// The procedure.
    pub procedure: String,
    /// The code of a rule, the name of a parameter, another file of the edition; empty for the reasoning.
    pub nom: String,
    /// The same for people, when it has a title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub libelle: Option<String>,
}

/// What may cite an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sorte {
    /// A rule.
    Regle,
    /// A parameter.
    Parametre,
    /// Another file of an edition.
    Edition,
    /// The reasoning itself, which knows both readings.
    Raisonnement,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choix<'c> {
    /// Those of a document.
    pub document: Option<&'c str>,
    /// Those of a status.
    pub statut: Option<Statut>,
}

/// The entries with what cites them, by document.
///
/// # Errors
/// The document does not exist, or the data are faulty.
pub fn lister(donnees: &Donnees, choix: Choix<'_>) -> Result<Vec<FicheDeLecture>, ErreurDeLecture> {
    let registre = Registre::lire(donnees)?;
    if let Some(nom) = choix.document
        && !registre.0.iter().any(|(document, _)| document == nom)
    {
        let mut connus: Vec<&str> = registre.0.iter().map(|(nom, _)| nom.as_str()).collect();
        connus.dedup();
        return Err(ErreurDeLecture::Document {
            nom: nom.to_owned(),
            connus: connus.join(", "),
        });
    }
    let regles = Regles::charger(donnees)?;
    let citations = citations(donnees.fichiers(), &regles)?;
    Ok(registre
        .0
        .into_iter()
        .filter(|(document, _)| choix.document.is_none_or(|nom| nom == document))
        .filter(|(_, lecture)| choix.statut.is_none_or(|statut| statut == lecture.statut))
        .map(|(document, lecture)| fiche(&regles, &citations, document, lecture))
        .collect())
}

/// An entry, whatever the case of its letters.
///
/// # Errors
/// No entry has this identifier, or the data are faulty.
pub fn voir(donnees: &Donnees, id: &str) -> Result<FicheDeLecture, ErreurDeLecture> {
    let id = id.trim().to_uppercase();
    let registre = Registre::lire(donnees)?;
    let Some((document, lecture)) = registre.0.iter().find(|(_, l)| l.id == id) else {
        return Err(ErreurDeLecture::Inconnue {
            conseil: conseil(&registre, donnees, &id),
            id,
        });
    };
    let regles = Regles::charger(donnees)?;
    let citations = citations(donnees.fichiers(), &regles)?;
    Ok(fiche(
        &regles,
        &citations,
        document.clone(),
        lecture.clone(),
    ))
}

/// The rule of that code, which is looked up elsewhere; else the nearest entry.
fn conseil(registre: &Registre, donnees: &Donnees, id: &str) -> String {
    if Regles::charger(donnees).is_ok_and(|regles| regles.voir(id).is_ok()) {
        return format!("c’est le code d’une règle : « guichet regles voir {id} » la montre.");
    }
    match plus_proche(id, registre.ids().map(|(id, _)| id)) {
        Some(proche) => format!("essayez {proche}."),
        None => "« guichet lectures » les donne toutes.".to_owned(),
    }
}

fn fiche(
    regles: &Regles,
    citations: &BTreeMap<String, Vec<Citation>>,
    document: String,
    lecture: Lecture,
) -> FicheDeLecture {
    let mut siennes = citations.get(&lecture.id).cloned().unwrap_or_default();
    let raisonnent = regles.qui_raisonnent_sur(&lecture.id);
    siennes.extend(raisonnent.into_iter().map(|procedure| Citation {
        sorte: Sorte::Raisonnement,
        procedure: procedure.to_owned(),
        nom: String::new(),
        libelle: None,
    }));
    let edition = regles.editions().find(|(nom, ..)| *nom == document);
    let titre = match edition {
        Some((_, edition, _)) => edition.titre.clone(),
        None if document == TRANSVERSALES => "Ce que plusieurs documents partagent".to_owned(),
        None => document.clone(),
    };
    FicheDeLecture {
        titre,
        document,
        cas: regles.nombre_de_cas(&lecture.id),
        citations: siennes,
        lecture,
    }
}

/// What cites each entry in the last edition of each procedure, in the order of its files.
fn citations(
    fichiers: &Fichiers,
    regles: &Regles,
) -> Result<BTreeMap<String, Vec<Citation>>, ErreurEdition> {
    let mut citations: BTreeMap<String, Vec<Citation>> = BTreeMap::new();
    let mut lus: Vec<&str> = Vec::new();
    for (_, edition, _) in regles.editions() {
        // Several procedures may be parts of one edition.
        if lus.contains(&edition.dossier.as_str()) {
            continue;
        }
        lus.push(&edition.dossier);
        for (chemin, texte) in fichiers.sous(&edition.dossier) {
            let (dossier, nom) = chemin.rsplit_once('/').unwrap_or(("", chemin));
            // A case shows an entry; it does not rest on it.
            if dossier.ends_with("/cas") || !est_du_toml(nom) {
                continue;
            }
            let procedure = regles
                .editions()
                .find(|(_, _, siens)| *siens == dossier)
                .map_or("", |(procedure, ..)| procedure);
            let table: Table = lire_toml(chemin, texte)?;
            let mut trouvees = Vec::new();
            citees(&table, "", &mut trouvees);
            for (id, objet) in trouvees {
                let citation = citation(procedure, nom, &objet);
                let siennes = citations.entry(id).or_default();
                if !siennes.contains(&citation) {
                    siennes.push(citation);
                }
            }
        }
    }
    Ok(citations)
}

/// A table that cites entries: its key, its code when it has one, its title.
#[derive(Debug, Clone, Default)]
struct Objet {
    cle: String,
    code: Option<String>,
    titre: Option<String>,
}

fn citation(procedure: &str, fichier: &str, objet: &Objet) -> Citation {
    let (sorte, nom) = match (&objet.code, fichier) {
        (Some(code), _) => (Sorte::Regle, code.clone()),
        (None, "parametres.toml") => (Sorte::Parametre, objet.cle.clone()),
        (None, _) => (Sorte::Edition, fichier.to_owned()),
    };
    Citation {
        sorte,
        procedure: procedure.to_owned(),
        nom,
        libelle: objet.titre.clone(),
    }
}

/// The entries that a table cites, and those under it, each with the table that does.
fn citees(table: &Table, cle: &str, trouvees: &mut Vec<(String, Objet)>) {
    let texte = |nom: &str| table.get(nom).and_then(Value::as_str).map(str::to_owned);
    for (nom, valeur) in table {
        let ids: Vec<&str> = match (nom.as_str(), valeur) {
            ("lectures", Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
            ("lecture", Value::String(id)) => vec![id],
            (_, Value::Table(dessous)) => {
                citees(dessous, nom, trouvees);
                continue;
            }
            (_, Value::Array(elements)) => {
                for dessous in elements.iter().filter_map(Value::as_table) {
                    citees(dessous, nom, trouvees);
                }
                continue;
            }
            _ => continue,
        };
        let objet = Objet {
            cle: cle.to_owned(),
            code: texte("code"),
            titre: texte("titre").or_else(|| texte("nom")),
        };
        trouvees.extend(ids.into_iter().map(|id| (id.to_owned(), objet.clone())));
    }
}

#[cfg(test)]
mod tests;
