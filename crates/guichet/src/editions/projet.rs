//! The next edition as a draft: the last one copied whole, with its dates and titles rewritten, and the
//! amounts of an indexation. Comments and order are kept: a person finishes it by hand.

use std::path::Path;

use guichet_aide_equipement::AnneeScolaire;
use guichet_nomenclatures::catalogue as listes;
use guichet_socle::edition::{Couverture, Edition};
use guichet_socle::{Centimes, ErreurEdition, Fichiers};
use jiff::Unit;
use jiff::civil::Date;
use serde::Serialize;
use toml_edit::{DocumentMut, Item, value};

use super::catalogue::{self, ErreurDeCatalogue};
use crate::dossier_neuf::{self, ErreurDeDossierNeuf};
use crate::equipement::{DemandeDIndexation, IndexationVue, RefusDIndexation};
use crate::instruction::{ErreurDInstruction, Instruction, PROCEDURES};
use crate::{Donnees, equipement};

/// The procedure that checks files, and decides no dossier.
const CYCLADES: &str = "cyclades";

/// What is asked: texts as a person types them.
#[derive(Debug, Clone, Default)]
pub struct DemandeDeProjet {
    /// The procedure.
    pub procedure: String,
    /// The edition to copy, or a school year it is in force in.
    pub depuis: String,
    /// The first day of the draft, or the school year it begins.
    pub date: String,
    /// The two indices that raise its amounts: the older, the newer.
    pub indices: Option<(String, String)>,
}

/// A draft, before it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjetDEdition {
    /// The procedure.
    pub procedure: String,
    /// Its identifier: its first day.
    pub id: String,
    /// The edition it is copied from.
    pub depuis: String,
    /// Its title.
    pub titre: String,
    /// The folders it is made of: the edition, then its lists.
    pub dossiers: Vec<String>,
    /// The amounts that were raised.
    pub montants: Vec<MontantIndexe>,
    /// What a person must check, a sentence each.
    pub a_verifier: Vec<String>,
    /// Every file, by its path.
    #[serde(skip)]
    textes: Vec<(String, String)>,
}

/// An amount of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MontantIndexe {
    /// Its parameter.
    pub parametre: &'static str,
    /// In the edition that was copied.
    pub ancien_centimes: Centimes,
    /// In the draft.
    pub nouveau_centimes: Centimes,
    /// The computation, as the file keeps it.
    pub calcul: String,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum RefusDeProjet {
    /// The procedure or the edition does not exist, or is faulty.
    #[error("{0}")]
    Catalogue(#[from] ErreurDeCatalogue),
    /// The amounts cannot be raised.
    #[error("{0}")]
    Indexation(#[from] RefusDIndexation),
    /// Neither a day nor a school year.
    #[error(
        "« {0} » n’est ni une date ni une année scolaire ; donnez par exemple 2024-09-01 ou 2024-2025."
    )]
    Date(String),
    /// The draft would begin before what it copies, or on the day of an edition.
    #[error("{0}")]
    Jour(String),
    /// Another procedure is not indexed.
    #[error(
        "Les montants de « {0} » ne suivent aucun indice ; retirez --indice et --indice-precedent."
    )]
    SansIndice(String),
    /// The folder cannot be written, or what was written cannot be read.
    #[error("{0}")]
    Ecriture(String),
}

impl From<ErreurEdition> for RefusDeProjet {
    fn from(erreur: ErreurEdition) -> Self {
        Self::Catalogue(erreur.into())
    }
}

/// Prepares a draft in memory.
///
/// # Errors
/// The edition does not exist, the date is none or is taken, the amounts cannot be raised.
pub fn preparer(
    donnees: &Donnees,
    demande: &DemandeDeProjet,
) -> Result<ProjetDEdition, RefusDeProjet> {
    let fichiers = donnees.fichiers();
    let base = base(fichiers, demande)?;
    let jour = jour(fichiers, demande, &base)?;
    let indexation = indexation(donnees, demande, &base)?;
    let copie = Copie {
        fichiers,
        base: &base,
        jour,
        annees: annees(&base, jour),
    };
    let mut projet = ProjetDEdition {
        procedure: demande.procedure.clone(),
        id: jour.to_string(),
        depuis: base.id.clone(),
        titre: copie.titre(&base.titre),
        dossiers: Vec::new(),
        montants: Vec::new(),
        a_verifier: Vec::new(),
        textes: Vec::new(),
    };
    copie.dossier(&base.dossier, &mut projet)?;
    for nom in catalogue::listes_de_la_famille(fichiers, &demande.procedure) {
        if listes::editions(fichiers, nom).contains(&base.id.as_str()) {
            copie.dossier(&listes::dossier(nom, &base.id), &mut projet)?;
        }
    }
    if let Some(indexation) = &indexation {
        projet.porter_les_montants(indexation)?;
    }
    projet.dire_quoi_verifier(&copie, indexation.as_ref());
    Ok(projet)
}

/// Writes a draft in a new folder, for `--donnees`, whole or not at all: the procedure reads it back first.
///
/// # Errors
/// The folder exists or cannot be written, or the draft cannot be read back.
pub fn ecrire(
    donnees: &Donnees,
    projet: &ProjetDEdition,
    dossier: &Path,
) -> Result<(), RefusDeProjet> {
    dossier_neuf::ecrire(dossier, &projet.textes, |provisoire| {
        relire(donnees, projet, provisoire)
    })
    .map_err(|erreur: ErreurDeDossierNeuf<String>| RefusDeProjet::Ecriture(erreur.to_string()))
}

fn relire(donnees: &Donnees, projet: &ProjetDEdition, dossier: &Path) -> Result<(), String> {
    let mut relues = donnees.clone();
    relues.ajouter_dossier(dossier).map_err(|e| e.to_string())?;
    let id = Some(projet.id.as_str());
    let procedure = projet.procedure.as_str();
    if procedure == CYCLADES {
        super::cyclades(&relues, id, None).map_err(|e| e.to_string())?;
        return Ok(());
    }
    Instruction::ouvrir(&relues, procedure, id).map_err(|e| e.to_string())?;
    // The parts of the procedure that the edition has: one that it has not is no fault.
    let partie = |nom: &&str| {
        let reste = nom.strip_prefix(procedure);
        reste.is_some_and(|reste| reste.starts_with('-'))
    };
    for nom in PROCEDURES.into_iter().filter(partie) {
        if let Err(ErreurDInstruction::Fautive(erreur)) = Instruction::ouvrir(&relues, nom, id) {
            return Err(erreur.to_string());
        }
    }
    Ok(())
}

/// The edition to copy: by its day, or by a school year.
fn base(fichiers: &Fichiers, demande: &DemandeDeProjet) -> Result<Edition, RefusDeProjet> {
    let premier_jour = AnneeScolaire::lire(&demande.depuis).and_then(AnneeScolaire::premier_jour);
    let couverture = catalogue::couverture(fichiers, &demande.procedure)?;
    match premier_jour.map(|jour| couverture.a_la_date(jour)) {
        Some(Ok(edition)) => Ok(edition.clone()),
        Some(Err(hors)) => Err(ErreurDeCatalogue::Edition {
            hors,
            conseil: String::new(),
        }
        .into()),
        None => Ok(catalogue::ouvrir(
            fichiers,
            &demande.procedure,
            &demande.depuis,
        )?),
    }
}

fn jour(
    fichiers: &Fichiers,
    demande: &DemandeDeProjet,
    base: &Edition,
) -> Result<Date, RefusDeProjet> {
    let texte = demande.date.as_str();
    let jour: Date = match AnneeScolaire::lire(texte).and_then(AnneeScolaire::premier_jour) {
        Some(jour) => jour,
        None => texte
            .parse()
            .map_err(|_| RefusDeProjet::Date(texte.to_owned()))?,
    };
    let couverture: Couverture = catalogue::couverture(fichiers, &demande.procedure)?;
    let pris = couverture.editions().iter().any(|e| e.periode.du == jour);
    if pris {
        return Err(RefusDeProjet::Jour(format!(
            "L’édition {jour} de « {} » existe déjà ; donnez une autre date.",
            demande.procedure
        )));
    }
    if jour < base.periode.du {
        return Err(RefusDeProjet::Jour(format!(
            "Le {jour} vient avant l’édition copiée, {} ; donnez une date qui la suit.",
            base.id
        )));
    }
    Ok(jour)
}

fn indexation(
    donnees: &Donnees,
    demande: &DemandeDeProjet,
    base: &Edition,
) -> Result<Option<IndexationVue>, RefusDeProjet> {
    let Some((indice_precedent, indice)) = demande.indices.clone() else {
        return Ok(None);
    };
    if demande.procedure != equipement::PROCEDURE {
        return Err(RefusDeProjet::SansIndice(demande.procedure.clone()));
    }
    let vue = equipement::indexer_les_forfaits(
        donnees,
        &DemandeDIndexation {
            edition: Some(base.id.clone()),
            indice_precedent,
            indice,
            forfaits: Vec::new(),
        },
    )?;
    Ok(Some(vue))
}

/// The school years of two editions, when both begin with one.
fn annees(base: &Edition, jour: Date) -> Option<(AnneeScolaire, AnneeScolaire)> {
    let annee = |jour: Date| {
        let annee = AnneeScolaire::qui_commence(jour);
        (annee.premier_jour() == Some(jour)).then_some(annee)
    };
    Some((annee(base.periode.du)?, annee(jour)?))
}

/// What a copy changes.
struct Copie<'a> {
    fichiers: &'a Fichiers,
    base: &'a Edition,
    jour: Date,
    /// The school years of the edition copied and of the draft, when they are school years.
    annees: Option<(AnneeScolaire, AnneeScolaire)>,
}

impl Copie<'_> {
    /// Copies a folder of edition under the new day.
    fn dossier(&self, dossier: &str, projet: &mut ProjetDEdition) -> Result<(), RefusDeProjet> {
        let racine = dossier.rsplit_once('/').map_or("", |(racine, _)| racine);
        let nouveau = format!("{racine}/{}", self.jour);
        for (chemin, texte) in self.fichiers.sous(dossier) {
            let nom = chemin.strip_prefix(dossier).unwrap_or(chemin);
            let texte = if nom == "/edition.toml" {
                self.manifeste(chemin, texte)?
            } else {
                texte.to_owned()
            };
            projet.textes.push((format!("{nouveau}{nom}"), texte));
        }
        projet.dossiers.push(nouveau);
        Ok(())
    }

    /// The manifest of a draft: everything else stands as it was.
    fn manifeste(&self, chemin: &str, texte: &str) -> Result<String, RefusDeProjet> {
        let mut document = lire(chemin, texte)?;
        let titre = document.get("titre").and_then(Item::as_str).unwrap_or("");
        let titre = self.titre(titre);
        document["titre"] = value(titre);
        document["statut"] = value("projet");
        document["en_vigueur_du"] = value(self.jour.to_string());
        let fin = document.get("en_vigueur_au").and_then(Item::as_str);
        if let Some(fin) = fin.and_then(|fin| fin.parse::<Date>().ok()) {
            match self.reporter(fin) {
                Some(fin) => document["en_vigueur_au"] = value(fin.to_string()),
                None => {
                    document.remove("en_vigueur_au");
                }
            }
        }
        let avis = format!(
            "Projet copié de l’édition {} : rien n’y a été comparé à un document.",
            self.base.id
        );
        let liste = document.get_mut("non_modelise");
        if let Some(liste) = liste.and_then(Item::as_array_mut) {
            liste.insert_formatted(0, toml_edit::Value::from(avis).decorated("\n  ", ""));
        } else {
            let mut liste = toml_edit::Array::new();
            liste.push(avis);
            document["non_modelise"] = value(liste);
        }
        Ok(document.to_string())
    }

    /// The end of the draft: as long after its beginning as the other.
    fn reporter(&self, fin: Date) -> Option<Date> {
        let duree = self.base.periode.du.until((Unit::Year, fin)).ok()?;
        self.jour.checked_add(duree).ok()
    }

    fn titre(&self, titre: &str) -> String {
        let titre = titre.strip_prefix("Projet : ").unwrap_or(titre);
        if let Some((ancienne, nouvelle)) = &self.annees {
            let (ancienne, nouvelle) = (ancienne.to_string(), nouvelle.to_string());
            if titre.contains(&ancienne) {
                return format!("Projet : {}", titre.replace(&ancienne, &nouvelle));
            }
        }
        format!("Projet du {}, d’après : {titre}", self.jour)
    }

    /// What a file that still speaks of the other edition says.
    fn marques(&self) -> Vec<String> {
        let mut marques = vec![self.base.id.clone()];
        marques.extend(self.annees.map(|(ancienne, _)| ancienne.to_string()));
        marques
    }
}

fn lire(chemin: &str, texte: &str) -> Result<DocumentMut, ErreurEdition> {
    texte.parse().map_err(|erreur: toml_edit::TomlError| {
        let octet = erreur.span().map_or(0, |place| place.start);
        ErreurEdition::a_l_octet(chemin, texte, octet, erreur.message().to_owned())
    })
}

impl ProjetDEdition {
    /// How many files it has.
    #[must_use]
    pub fn fichiers(&self) -> usize {
        self.textes.len()
    }

    fn texte_de(&mut self, nom: &str) -> Option<(&str, &mut String)> {
        let chemin = format!("{}/{nom}", self.dossiers.first()?);
        let (chemin, texte) = self.textes.iter_mut().find(|(autre, _)| *autre == chemin)?;
        Some((chemin, texte))
    }

    /// Writes the amounts raised, each under its computation.
    fn porter_les_montants(&mut self, vue: &IndexationVue) -> Result<(), RefusDeProjet> {
        let mut montants = Vec::new();
        let Some((chemin, texte)) = self.texte_de("parametres.toml") else {
            return Ok(());
        };
        let mut document = lire(chemin, texte)?;
        for (forfait, etape) in vue.indexation.forfaits.iter().zip(&vue.decision.calcul) {
            let Some(parametre) = forfait.parametre else {
                continue;
            };
            let Some(table) = document.get_mut(parametre).and_then(Item::as_table_mut) else {
                continue;
            };
            table["valeur"] = value(forfait.nouveau.0);
            let commentaire = format!(
                "# Projet : {}.\n# {}\n",
                simple(&etape.libelle),
                simple(&vue.evolution())
            );
            if let Some(mut cle) = table.key_mut("valeur") {
                cle.leaf_decor_mut().set_prefix(commentaire);
            }
            montants.push(MontantIndexe {
                parametre,
                ancien_centimes: forfait.ancien,
                nouveau_centimes: forfait.nouveau,
                calcul: etape.libelle.clone(),
            });
        }
        *texte = document.to_string();
        self.montants = montants;
        Ok(())
    }

    fn dire_quoi_verifier(&mut self, copie: &Copie<'_>, indexation: Option<&IndexationVue>) {
        let mut dits = vec![format!(
            "edition.toml : le titre, les sources, la période, et « verifiee_le » (encore {}, le jour où l’édition copiée fut comparée à son document).",
            copie.base.verifiee_le
        )];
        if let Some(vue) = indexation {
            dits.push(
                "parametres.toml : les montants viennent de l’indexation, pas d’un document ; leurs sources sont encore celles de l’édition copiée."
                    .to_owned(),
            );
            if copie.annees.is_none_or(|(_, annee)| annee != vue.annee) {
                dits.push(format!(
                    "parametres.toml : l’indexation vaut pour {}, le projet commence le {}.",
                    vue.annee, self.id
                ));
            }
            dits.extend(
                vue.decision
                    .avertissements
                    .iter()
                    .map(|a| a.message.clone()),
            );
        } else if self.texte_de("parametres.toml").is_some() {
            dits.push("parametres.toml : chaque chiffre est celui de l’édition copiée.".to_owned());
        }
        dits.extend(self.dossiers.iter().skip(1).map(|liste| {
            format!("{liste} : la liste est celle de l’édition copiée, ligne pour ligne.")
        }));
        let cas = format!("{}/cas/", self.dossiers.first().map_or("", String::as_str));
        if self
            .textes
            .iter()
            .any(|(chemin, _)| chemin.starts_with(&cas))
        {
            dits.push(
                "cas/ : les exemples ont les dates et les montants de l’édition copiée.".to_owned(),
            );
        }
        let marques = copie.marques();
        let mut restes = Vec::new();
        for (chemin, texte) in &self.textes {
            let nommees = texte
                .lines()
                .filter(|ligne| marques.iter().any(|marque| ligne.contains(marque)))
                .count();
            if nommees > 0 {
                restes.push(format!("{chemin} ({nommees})"));
            }
        }
        if !restes.is_empty() {
            dits.push(format!(
                "Ces fichiers nomment encore {} (nombre de lignes) : {}.",
                marques.join(" ou "),
                restes.join(", ")
            ));
        }
        self.a_verifier = dits;
    }
}

/// No-break spaces have no place in a comment that a person edits.
fn simple(texte: &str) -> String {
    texte.replace(['\u{a0}', '\u{202f}'], " ")
}

#[cfg(test)]
mod tests;
