//! Which figures of a table of people may be shown.
//!
//! A table counts each dossier once, by the value of one axis: those that are granted, the others, and
//! both. A figure under the floor is hidden (zero too: it says that everyone, or no one, was granted).
//! Since the totals are shown, a figure hidden alone would be the total less the others; so in each column
//! with a total, what is hidden is nothing at all, or at least two figures whose sum reaches the floor:
//! the smallest one still shown is hidden until that holds. In a row the two parts are hidden together.
//! When that cannot be, the column and its total are hidden. The tables share their totals and nothing
//! else, so what holds in each holds in all.

use guichet_socle::Centimes;

/// One value of an axis, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rangee {
    /// The value.
    pub nom: String,
    /// Granted dossiers.
    pub favorables: u64,
    /// The others.
    pub autres: u64,
    /// What the granted ones are granted.
    pub montant: Centimes,
}

impl Rangee {
    fn dossiers(&self) -> u64 {
        self.favorables + self.autres
    }
}

/// One value of an axis, as it may be shown: nothing stands for a hidden figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RangeePubliee {
    /// The value.
    pub nom: String,
    /// Dossiers.
    pub dossiers: Option<u64>,
    /// Granted ones.
    pub favorables: Option<u64>,
    /// The others.
    pub autres: Option<u64>,
    /// What the granted ones are granted.
    pub montant: Option<Centimes>,
}

/// A table as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableauPublie {
    /// What it counts by (« issue », « secteur »).
    pub axe: String,
    /// Its rows.
    pub rangees: Vec<RangeePubliee>,
    /// The sum of its rows, hidden ones included.
    pub total: RangeePubliee,
}

/// Which figures of a column with a total are hidden, those of `deja` at least; `None` when the column
/// cannot be shown at all, total included.
#[must_use]
pub fn cacher(valeurs: &[u64], seuil: u64, deja: &[bool]) -> Option<Vec<bool>> {
    if valeurs.iter().sum::<u64>() < seuil {
        return None;
    }
    let mut caches: Vec<bool> = valeurs
        .iter()
        .zip(deja)
        .map(|(valeur, cache)| *cache || *valeur < seuil)
        .collect();
    while !tient(valeurs, &caches, seuil) {
        let plus_petite = (0..valeurs.len())
            .filter(|&rang| !caches[rang])
            .min_by_key(|&rang| valeurs[rang])?;
        caches[plus_petite] = true;
    }
    Some(caches)
}

/// Whether what is hidden is nothing, or two figures at least that reach the floor together.
fn tient(valeurs: &[u64], caches: &[bool], seuil: u64) -> bool {
    let nombre = caches.iter().filter(|cache| **cache).count();
    let somme: u64 = valeurs
        .iter()
        .zip(caches)
        .filter(|(_, cache)| **cache)
        .map(|(valeur, _)| valeur)
        .sum();
    nombre == 0 || (nombre >= 2 && somme >= seuil)
}

/// The table by issue, then those by axis, without what must be hidden.
#[must_use]
pub fn proteger(
    issues: &[(&str, u64)],
    tables: &[(&str, Vec<Rangee>)],
    seuil: u64,
) -> Vec<TableauPublie> {
    let nombres: Vec<u64> = issues.iter().map(|(_, nombre)| *nombre).collect();
    let caches = cacher(&nombres, seuil, &vec![false; nombres.len()]);
    let total: u64 = nombres.iter().sum();
    let montre = |rang: usize| caches.as_ref().is_some_and(|caches| !caches[rang]);
    let par_issue = TableauPublie {
        axe: "issue".to_owned(),
        rangees: issues
            .iter()
            .enumerate()
            .map(|(rang, (nom, nombre))| RangeePubliee {
                nom: (*nom).to_owned(),
                dossiers: montre(rang).then_some(*nombre),
                ..RangeePubliee::default()
            })
            .collect(),
        total: RangeePubliee {
            nom: "ensemble".to_owned(),
            dossiers: caches.is_some().then_some(total),
            ..RangeePubliee::default()
        },
    };
    // Whether the granted ones may be told apart at all: every table has the same totals.
    let favorables_dits = issues
        .iter()
        .position(|(nom, _)| *nom == "favorable")
        .is_some_and(montre);
    let mut publies = vec![par_issue];
    for (axe, rangees) in tables {
        publies.push(proteger_un_axe(axe, rangees, seuil, favorables_dits));
    }
    publies
}

fn proteger_un_axe(
    axe: &str,
    rangees: &[Rangee],
    seuil: u64,
    favorables_dits: bool,
) -> TableauPublie {
    let dossiers: Vec<u64> = rangees.iter().map(Rangee::dossiers).collect();
    let favorables: Vec<u64> = rangees.iter().map(|r| r.favorables).collect();
    let autres: Vec<u64> = rangees.iter().map(|r| r.autres).collect();
    let aucun = vec![false; rangees.len()];
    let sans_dossiers = cacher(&dossiers, seuil, &aucun);
    // All granted: there is nothing to tell apart, and the amounts follow the dossiers.
    let tous_favorables = autres.iter().all(|n| *n == 0);
    let sans_parts = match &sans_dossiers {
        Some(caches) if favorables_dits && tous_favorables => Some(caches.clone()),
        Some(caches) if favorables_dits => parts_cachees(&favorables, &autres, seuil, caches),
        _ => None,
    };
    let montre = |caches: &Option<Vec<bool>>, rang: usize| {
        caches.as_ref().is_some_and(|caches| !caches[rang])
    };
    let publiees = rangees
        .iter()
        .enumerate()
        .map(|(rang, rangee)| {
            let parts = montre(&sans_parts, rang);
            RangeePubliee {
                nom: rangee.nom.clone(),
                dossiers: montre(&sans_dossiers, rang).then_some(rangee.dossiers()),
                favorables: parts.then_some(rangee.favorables),
                autres: (parts && !tous_favorables).then_some(rangee.autres),
                montant: parts.then_some(rangee.montant),
            }
        })
        .collect();
    let parts = sans_parts.is_some();
    TableauPublie {
        axe: axe.to_owned(),
        rangees: publiees,
        total: RangeePubliee {
            nom: "ensemble".to_owned(),
            dossiers: sans_dossiers.is_some().then(|| dossiers.iter().sum()),
            favorables: parts.then(|| favorables.iter().sum()),
            autres: (parts && !tous_favorables).then(|| autres.iter().sum()),
            montant: parts.then(|| rangees.iter().map(|r| r.montant).sum()),
        },
    }
}

/// The rows whose two parts are hidden, both columns holding together.
fn parts_cachees(
    favorables: &[u64],
    autres: &[u64],
    seuil: u64,
    deja: &[bool],
) -> Option<Vec<bool>> {
    let mut caches = deja.to_vec();
    loop {
        let suivants = cacher(autres, seuil, &cacher(favorables, seuil, &caches)?)?;
        if suivants == caches {
            return Some(caches);
        }
        caches = suivants;
    }
}
