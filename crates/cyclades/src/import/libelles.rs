//! Labels looked up in the lists: a code comes out only when one answers, and only one.

use std::collections::BTreeMap;

use guichet_nomenclatures::communes::Nature;

use super::noms::normaliser;
use crate::{EditionCyclades, Examen};

/// Codes by normalised label.
#[derive(Debug, Default)]
struct Table(BTreeMap<String, Vec<String>>);

impl Table {
    fn ajouter(&mut self, libelle: &str, code: &str) {
        let codes = self.0.entry(normaliser(libelle)).or_default();
        if !codes.iter().any(|connu| connu == code) {
            codes.push(code.to_owned());
        }
    }
}

/// A look-up.
#[derive(Debug, PartialEq, Eq)]
pub enum Recherche {
    /// The code.
    Un(String),
    /// Several codes bear the label.
    Plusieurs(Vec<String>),
    /// None: the nearest labels, with their codes.
    Aucun(Vec<String>),
}

/// Nearest labels proposed.
const PROCHES: usize = 3;

/// The labels of the lists, for an exam and a session.
#[derive(Debug)]
pub struct Libelles {
    pays: Table,
    departements: Table,
    specialites: Table,
    /// The words of each open speciality, its code and its label.
    mots: Vec<(Vec<String>, String, String)>,
    par_champ: BTreeMap<&'static str, Table>,
}

impl Libelles {
    /// Gathers them.
    pub fn new(edition: &EditionCyclades, examen: Examen, annee: i16) -> Self {
        let listes = &edition.listes;
        let mut pays = Table::default();
        for p in listes.liste_pays() {
            pays.ajouter(&p.libelle, p.code.as_str());
            pays.ajouter(&p.libelle_repare, p.code.as_str());
        }
        let mut departements = Table::default();
        for d in listes.departements() {
            departements.ajouter(&d.libelle, d.code.as_str());
            departements.ajouter(&d.libelle_repare, d.code.as_str());
        }
        let mut specialites = Table::default();
        let mut mots = Vec::new();
        let mut par_champ: BTreeMap<&'static str, Table> = BTreeMap::new();
        for domaine in examen.domaines() {
            for s in listes.specialites(domaine) {
                if !s.est_ouverte(annee) {
                    continue;
                }
                for libelle in [&s.libelle, &s.libelle_repare] {
                    specialites.ajouter(libelle, s.code.as_str());
                }
                let normal = normaliser(&s.libelle_repare);
                mots.push((
                    normal.split(' ').map(str::to_owned).collect(),
                    s.code.to_string(),
                    s.libelle_repare.clone(),
                ));
            }
            for c in listes.categories(domaine) {
                let table = par_champ.entry("categorie").or_default();
                table.ajouter(&c.libelle, c.code.as_str());
            }
            for e in listes.enseignements(domaine) {
                let table = par_champ.entry("enseignement").or_default();
                table.ajouter(&e.libelle, e.code.as_str());
            }
        }
        for l in listes.langues() {
            let table = par_champ.entry("langue_section_euro").or_default();
            table.ajouter(&l.libelle, l.code.as_str());
        }
        for p in listes.liste_pcs() {
            let table = par_champ.entry("categ_socio_pro").or_default();
            table.ajouter(&p.libelle, p.code.as_str());
        }
        Self {
            pays,
            departements,
            specialites,
            mots,
            par_champ,
        }
    }

    /// The commune of a name, in a department or anywhere when it is empty: that of today, else the only
    /// former one.
    pub fn commune(edition: &EditionCyclades, nom: &str, departement: &str) -> Recherche {
        let departement = Some(departement).filter(|code| !code.is_empty());
        let trouvees = edition.communes.par_nom(nom, departement);
        let codes = |actuelles: bool| {
            let mut codes: Vec<String> = trouvees
                .iter()
                .filter(|commune| {
                    matches!(commune.nature, Nature::Commune | Nature::Arrondissement) == actuelles
                })
                .map(|commune| commune.code.to_owned())
                .collect();
            codes.dedup();
            codes
        };
        match codes(true) {
            actuelles if actuelles.is_empty() => match codes(false) {
                anciennes if anciennes.is_empty() => Recherche::Aucun(Vec::new()),
                anciennes => plusieurs(anciennes),
            },
            actuelles => plusieurs(actuelles),
        }
    }

    /// A country.
    pub fn pays(&self, libelle: &str) -> Recherche {
        chercher(&self.pays, libelle)
    }

    /// A department.
    pub fn departement(&self, libelle: &str) -> Recherche {
        chercher(&self.departements, libelle)
    }

    /// The label of the list of a field.
    pub fn du_champ(&self, champ: &str, libelle: &str) -> Recherche {
        self.par_champ
            .get(champ)
            .map_or(Recherche::Aucun(Vec::new()), |table| {
                chercher(table, libelle)
            })
    }

    /// An open speciality: its label, or a label that ends with it (« 2CAP2 Cuisine ») and with no longer one.
    pub fn specialite(&self, libelle: &str) -> Recherche {
        let normal = normaliser(libelle);
        if let Some(codes) = self.specialites.0.get(&normal) {
            return plusieurs(codes.clone());
        }
        let mots: Vec<&str> = normal.split(' ').collect();
        let fin = |autres: &[String]| {
            mots.len() >= autres.len()
                && mots[mots.len() - autres.len()..]
                    .iter()
                    .zip(autres)
                    .all(|(a, b)| a == b)
        };
        let longueur = self
            .mots
            .iter()
            .filter(|(autres, ..)| fin(autres))
            .map(|(autres, ..)| autres.len())
            .max();
        if let Some(longueur) = longueur {
            let mut codes: Vec<String> = self
                .mots
                .iter()
                .filter(|(autres, ..)| autres.len() == longueur && fin(autres))
                .map(|(_, code, _)| code.clone())
                .collect();
            codes.dedup();
            return plusieurs(codes);
        }
        Recherche::Aucun(self.proches(&mots))
    }

    /// The specialities that share the most words with a label.
    fn proches(&self, mots: &[&str]) -> Vec<String> {
        let utiles = |mot: &str| mot.len() > 2;
        let mut notes: Vec<(usize, &str, &str)> = self
            .mots
            .iter()
            .map(|(autres, code, libelle)| {
                let communs = autres
                    .iter()
                    .filter(|mot| utiles(mot) && mots.contains(&mot.as_str()))
                    .count();
                let total = autres.len() + mots.len();
                (
                    communs * 200 / total.max(1),
                    code.as_str(),
                    libelle.as_str(),
                )
            })
            .filter(|(note, ..)| *note > 0)
            .collect();
        notes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        notes
            .into_iter()
            .take(PROCHES)
            .map(|(_, code, libelle)| format!("{code} {libelle}"))
            .collect()
    }
}

fn plusieurs(mut codes: Vec<String>) -> Recherche {
    match codes.len() {
        1 => Recherche::Un(codes.remove(0)),
        _ => Recherche::Plusieurs(codes),
    }
}

fn chercher(table: &Table, libelle: &str) -> Recherche {
    let normal = normaliser(libelle);
    if let Some(codes) = table.0.get(&normal).filter(|_| !normal.is_empty()) {
        return plusieurs(codes.clone());
    }
    let proche = guichet_socle::erreur::plus_proche(&normal, table.0.keys().map(String::as_str));
    Recherche::Aucun(
        proche
            .and_then(|nom| Some(format!("{} {nom}", table.0.get(nom)?.join(", "))))
            .into_iter()
            .collect(),
    )
}
