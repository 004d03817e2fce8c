//! Two editions of a code list: rows added, removed, changed, and the codes that took the place of others.

mod comptes;
mod remplacements;

use std::collections::{BTreeMap, HashMap};

use guichet_nomenclatures::libelles::mots;
use guichet_nomenclatures::liste::{Ligne, Liste};
use guichet_socle::edition::StatutEdition;
use serde::Serialize;

use super::voir::{LIBELLES, est_un_code, libelle};

pub use comptes::Comptes;
use remplacements::remplacements;
pub use remplacements::{Declare, NOM as REMPLACEMENTS, Remplacement, declares};

/// An edition of a list, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionDeListe {
    /// Its identifier, or its school year.
    pub id: String,
    /// Checked, or a draft.
    pub statut: StatutEdition,
    /// The documents it comes from.
    pub sources: Vec<String>,
    /// What it does not model, or how it was made.
    pub non_modelise: Vec<String>,
    /// How many rows it has.
    pub lignes: usize,
}

impl EditionDeListe {
    /// What a loaded list says of its edition.
    #[must_use]
    pub fn de(liste: &Liste) -> Self {
        let edition = liste.edition();
        Self {
            id: edition.nom(),
            statut: edition.statut,
            sources: edition
                .sources
                .values()
                .map(|source| format!("{}, {}", source.titre, source.section))
                .collect(),
            non_modelise: edition.non_modelise.clone(),
            lignes: liste.len(),
        }
    }
}

/// What happened to a whole column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDeColonne {
    /// It is new.
    Ajoutee,
    /// It is gone.
    Retiree,
    /// It had cells, and has none any more.
    Videe,
    /// It had none, and has some.
    Remplie,
}

/// A column that changed as a whole: its cells are not told one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColonneChangee {
    /// Its name.
    pub colonne: String,
    /// What happened.
    pub sort: SortDeColonne,
}

/// A code, and where it was added or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeChange {
    /// The code.
    pub code: String,
    /// Its label, when the list has labels.
    pub libelle: Option<String>,
    /// The rest of the key (regions, domains), when there is any.
    pub ou: Vec<String>,
    /// Whether these are all that the list names.
    pub partout: bool,
}

/// What a changed cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NatureDeCellule {
    /// The label says something else.
    Renommage,
    /// The label is written in another way: accents, case, signs, or a repair.
    Ecriture,
    /// A column that is no label.
    Valeur,
}

/// A cell that changed, in one or several rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CelluleChangee {
    /// The code of the row.
    pub code: String,
    /// The rest of the key.
    pub ou: Vec<String>,
    /// The column.
    pub colonne: String,
    /// What the change says.
    pub nature: NatureDeCellule,
    /// What it held.
    pub avant: String,
    /// What it holds.
    pub apres: String,
}

/// What differs between two editions of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparaisonDeListe {
    /// The list.
    pub liste: String,
    /// How much of it changed.
    pub comptes: Comptes,
    /// The first edition; none for a new list.
    pub avant: Option<EditionDeListe>,
    /// The second one; none for a list that is gone.
    pub apres: Option<EditionDeListe>,
    /// Columns that changed as a whole.
    pub colonnes: Vec<ColonneChangee>,
    /// Codes that took the place of others.
    pub remplacements: Vec<Remplacement>,
    /// Codes added.
    pub ajouts: Vec<CodeChange>,
    /// Codes removed.
    pub retraits: Vec<CodeChange>,
    /// Cells that changed in rows that stay.
    pub modifications: Vec<CelluleChangee>,
}

impl ComparaisonDeListe {
    /// Whether no row nor column differs.
    #[must_use]
    pub fn est_vide(&self) -> bool {
        self.colonnes.is_empty()
            && self.remplacements.is_empty()
            && self.ajouts.is_empty()
            && self.retraits.is_empty()
            && self.modifications.is_empty()
    }
}

/// Compares two editions of a list, row by row on the key of the second; `declares` are the codes that the
/// data say another one replaces.
#[must_use]
pub fn comparer(avant: &Liste, apres: &Liste, declares: &[Declare]) -> ComparaisonDeListe {
    let cle: Vec<&str> = apres.cle().iter().map(String::as_str).collect();
    let (anciennes, nouvelles) = (rangees(avant, &cle), rangees(apres, &cle));
    let par_cle: HashMap<&[&str], usize> = index(&anciennes);
    let restent: HashMap<&[&str], usize> = index(&nouvelles);
    let mut ajoutees: Vec<&Rangee<'_>> = Vec::new();
    let mut paires: Vec<(&Rangee<'_>, &Rangee<'_>)> = Vec::new();
    for nouvelle in &nouvelles {
        match par_cle.get(nouvelle.cle.as_slice()) {
            Some(&rang) => paires.push((&anciennes[rang], nouvelle)),
            None => ajoutees.push(nouvelle),
        }
    }
    let mut retirees: Vec<&Rangee<'_>> = anciennes
        .iter()
        .filter(|ancienne| !restent.contains_key(ancienne.cle.as_slice()))
        .collect();
    paires.extend(renommees(&mut retirees, &mut ajoutees));
    let colonnes = colonnes(avant, apres);
    let modifications = modifications(avant, apres, &colonnes, &paires);
    let (mut retraits, mut ajouts) = (
        par_code(&retirees, &anciennes),
        par_code(&ajoutees, &nouvelles),
    );
    let remplacements = remplacements(&mut retraits, &mut ajouts, declares);
    let mut comparaison = ComparaisonDeListe {
        liste: apres.nom().to_owned(),
        comptes: Comptes::default(),
        avant: Some(EditionDeListe::de(avant)),
        apres: Some(EditionDeListe::de(apres)),
        colonnes,
        remplacements,
        ajouts,
        retraits,
        modifications,
    };
    comparaison.comptes = Comptes::de(&comparaison, paires.len());
    comparaison
}

/// A row and the parts of its key.
struct Rangee<'l> {
    ligne: Ligne<'l>,
    cle: Vec<&'l str>,
    code: String,
    /// What the key holds besides a code and a label.
    ou: String,
}

fn rangees<'l>(liste: &'l Liste, cle: &[&str]) -> Vec<Rangee<'l>> {
    let codes: Vec<&str> = cle.iter().copied().filter(|nom| est_un_code(nom)).collect();
    // A list keyed by names only: the first one stands for the code.
    let codes = if codes.is_empty() {
        &cle[..cle.len().min(1)]
    } else {
        &codes
    };
    liste
        .lignes()
        .map(|ligne| {
            let cellules = |garde: &dyn Fn(&str) -> bool| {
                let pleines: Vec<&str> = cle
                    .iter()
                    .filter(|nom| garde(nom))
                    .filter_map(|nom| ligne.get(nom))
                    .filter(|cellule| !cellule.is_empty())
                    .collect();
                pleines.join(" · ")
            };
            Rangee {
                cle: cle
                    .iter()
                    .map(|nom| ligne.get(nom).unwrap_or_default())
                    .collect(),
                code: cellules(&|nom| codes.contains(&nom)),
                ou: cellules(&|nom| !codes.contains(&nom) && !LIBELLES.contains(&nom)),
                ligne,
            }
        })
        .collect()
}

fn index<'r>(rangees: &'r [Rangee<'_>]) -> HashMap<&'r [&'r str], usize> {
    rangees
        .iter()
        .enumerate()
        .map(|(rang, rangee)| (rangee.cle.as_slice(), rang))
        .collect()
}

/// Rows whose key changed by its label only: the one that is gone and the one that came, taken out of both.
fn renommees<'r, 'l>(
    retirees: &mut Vec<&'r Rangee<'l>>,
    ajoutees: &mut Vec<&'r Rangee<'l>>,
) -> Vec<(&'r Rangee<'l>, &'r Rangee<'l>)> {
    let meme = |une: &Rangee<'_>, autre: &Rangee<'_>| une.code == autre.code && une.ou == autre.ou;
    let seule = |parmi: &[&'r Rangee<'l>], rangee: &Rangee<'_>| {
        let mut pareilles = parmi.iter().filter(|autre| meme(autre, rangee));
        pareilles
            .next()
            .copied()
            .filter(|_| pareilles.next().is_none())
    };
    let paires: Vec<_> = retirees
        .iter()
        .filter_map(|&retiree| {
            seule(retirees, retiree)?;
            Some((retiree, seule(ajoutees, retiree)?))
        })
        .collect();
    let de_paire = |rangee: &&Rangee<'_>| !paires.iter().any(|(une, _)| meme(une, rangee));
    retirees.retain(de_paire);
    ajoutees.retain(de_paire);
    paires
}

fn colonnes(avant: &Liste, apres: &Liste) -> Vec<ColonneChangee> {
    let remplie = |liste: &Liste, nom: &str| {
        liste
            .lignes()
            .any(|ligne| ligne.get(nom).is_some_and(|cellule| !cellule.is_empty()))
    };
    let noms =
        |liste: &Liste| -> Vec<String> { liste.colonnes().iter().map(|c| c.nom.clone()).collect() };
    let (anciens, nouveaux) = (noms(avant), noms(apres));
    let retirees = anciens.iter().filter(|nom| !nouveaux.contains(nom));
    let mut changees: Vec<ColonneChangee> = retirees
        .map(|nom| ColonneChangee {
            colonne: nom.clone(),
            sort: SortDeColonne::Retiree,
        })
        .collect();
    for nom in nouveaux {
        let sort = if anciens.contains(&nom) {
            match (remplie(avant, &nom), remplie(apres, &nom)) {
                (true, false) => SortDeColonne::Videe,
                (false, true) => SortDeColonne::Remplie,
                _ => continue,
            }
        } else {
            SortDeColonne::Ajoutee
        };
        changees.push(ColonneChangee { colonne: nom, sort });
    }
    changees
}

fn modifications(
    avant: &Liste,
    apres: &Liste,
    changees: &[ColonneChangee],
    paires: &[(&Rangee<'_>, &Rangee<'_>)],
) -> Vec<CelluleChangee> {
    let mut modifications: Vec<CelluleChangee> = Vec::new();
    for (nouveau, colonne) in apres.colonnes().iter().enumerate() {
        let Some(ancien) = avant.colonne(&colonne.nom) else {
            continue;
        };
        if changees
            .iter()
            .any(|changee| changee.colonne == colonne.nom)
        {
            continue;
        }
        for (une, autre) in paires {
            let (ancienne, nouvelle) = (une.ligne.cellule(ancien), autre.ligne.cellule(nouveau));
            if ancienne == nouvelle || est_une_reparation(&colonne.nom, une, autre) {
                continue;
            }
            let pareille = modifications.iter_mut().find(|m| {
                m.code == autre.code
                    && m.colonne == colonne.nom
                    && m.avant == ancienne
                    && m.apres == nouvelle
            });
            match pareille {
                Some(groupe) => groupe.ou.push(autre.ou.clone()),
                None => modifications.push(CelluleChangee {
                    code: autre.code.clone(),
                    ou: lieux(&autre.ou),
                    colonne: colonne.nom.clone(),
                    nature: nature(&colonne.nom, une, autre),
                    avant: ancienne.to_owned(),
                    apres: nouvelle.to_owned(),
                }),
            }
        }
    }
    modifications
}

/// What people should read instead of a printed label says nothing more when the printed one changed too.
fn est_une_reparation(colonne: &str, une: &Rangee<'_>, autre: &Rangee<'_>) -> bool {
    colonne
        .strip_suffix("_repare")
        .is_some_and(|imprimee| une.ligne.get(imprimee) != autre.ligne.get(imprimee))
}

fn nature(colonne: &str, une: &Rangee<'_>, autre: &Rangee<'_>) -> NatureDeCellule {
    if !LIBELLES.contains(&colonne) {
        return NatureDeCellule::Valeur;
    }
    let dits = |rangee: &Rangee<'_>| libelle(&rangee.ligne).map(mots);
    let reparee = colonne.ends_with("_repare");
    if reparee || dits(une) == dits(autre) {
        NatureDeCellule::Ecriture
    } else {
        NatureDeCellule::Renommage
    }
}

fn lieux(ou: &str) -> Vec<String> {
    if ou.is_empty() {
        Vec::new()
    } else {
        vec![ou.to_owned()]
    }
}

/// Rows gathered by code, in the order of the first one; `toutes` says what « everywhere » is.
fn par_code(rangees: &[&Rangee<'_>], toutes: &[Rangee<'_>]) -> Vec<CodeChange> {
    let mut partout: Vec<&str> = toutes.iter().map(|rangee| rangee.ou.as_str()).collect();
    partout.sort_unstable();
    partout.dedup();
    let mut codes: BTreeMap<&str, CodeChange> = BTreeMap::new();
    for rangee in rangees {
        let change = codes.entry(&rangee.code).or_insert_with(|| CodeChange {
            code: rangee.code.clone(),
            libelle: libelle(&rangee.ligne).map(str::to_owned),
            ou: Vec::new(),
            partout: false,
        });
        change.ou.extend(lieux(&rangee.ou));
    }
    let mut codes: Vec<CodeChange> = codes.into_values().collect();
    for code in &mut codes {
        code.partout = code.ou.len() > 1 && code.ou.len() == partout.len();
    }
    codes
}

#[cfg(test)]
mod tests;
