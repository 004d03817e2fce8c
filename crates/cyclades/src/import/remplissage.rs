//! Filling the fields: row by row, with a word for each value that needs one.

use std::collections::BTreeMap;

use super::Export;
use super::correspondance::{Correspondance, Regle};
use super::libelles::Libelles;
use super::noms::normaliser;
use super::synonymes::Synonymes;
use super::transformations::{self, Cadre, DejaSu, Obtenu};
use crate::champs::{Bloc, Champ};
use crate::{EditionCyclades, Examen};

/// Where a candidate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lieu {
    /// Base name of the export.
    pub fichier: String,
    /// Physical line, from 1.
    pub ligne: u64,
}

/// A word on a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarque {
    /// Where.
    pub lieu: Lieu,
    /// The field; none for a row.
    pub champ: Option<String>,
    /// The value as it was.
    pub valeur: String,
    /// What, in French.
    pub pourquoi: String,
}

/// A field that the exam requires and that nothing fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requis {
    /// The field.
    pub champ: String,
    /// With its article.
    pub libelle: String,
    /// Only of some candidates.
    pub selon_le_cas: bool,
}

/// The same candidate in two rows of the exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doublon {
    /// The later one.
    pub second: Lieu,
    /// The first one.
    pub premier: Lieu,
    /// The INE, rather than name, first names and birth date.
    pub par_ine: bool,
}

/// The candidates, and what is to be said of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preparation {
    /// The names of the fields, in the order of the document.
    pub champs: Vec<String>,
    /// The values of each candidate.
    pub lignes: Vec<Vec<String>>,
    /// Fields required and not filled.
    pub requis: Vec<Requis>,
    /// Columns that the correspondence names and an export has not: field, export, column.
    pub absentes: Vec<(String, String, String)>,
    /// Values that could not be converted: they stay as they are.
    pub impossibles: Vec<Remarque>,
    /// Values read as what they most likely are.
    pub incertaines: Vec<Remarque>,
    /// Rows that could not be read.
    pub illisibles: Vec<Remarque>,
    /// The same candidate twice.
    pub doublons: Vec<Doublon>,
}

/// How a field is filled from the columns of one export.
struct Puits<'a> {
    champ: &'a Champ,
    regle: Option<&'a Regle>,
    colonnes: Vec<Voie>,
    transformer: &'a [String],
    valeurs: Option<BTreeMap<String, &'a str>>,
}

/// One way to the value: the columns to join, for a suffix of the group or none.
struct Voie {
    suffixe: Option<usize>,
    colonnes: Vec<usize>,
}

/// Fills the fields of every row of every export.
#[must_use]
pub fn preparer(
    edition: &EditionCyclades,
    synonymes: &Synonymes,
    examen: Examen,
    annee: i16,
    exports: &[(Export, Correspondance)],
) -> Preparation {
    let libelles = Libelles::new(edition, examen, annee);
    let cadre = Cadre {
        edition,
        examen,
        libelles: &libelles,
    };
    let mut preparation = Preparation {
        champs: champs(edition).map(|champ| champ.nom.clone()).collect(),
        ..Preparation::default()
    };
    let mut vus: BTreeMap<(bool, String), Lieu> = BTreeMap::new();
    for (export, correspondance) in exports {
        for illisible in &export.illisibles {
            preparation.illisibles.push(Remarque {
                lieu: Lieu {
                    fichier: export.nom.clone(),
                    ligne: illisible.numero,
                },
                champ: None,
                valeur: String::new(),
                pourquoi: illisible.pourquoi.clone(),
            });
        }
        remplir(
            export,
            correspondance,
            synonymes,
            &cadre,
            &mut preparation,
            &mut vus,
        );
    }
    preparation.requis = champs(edition)
        .enumerate()
        .filter(|(rang, _)| {
            preparation
                .lignes
                .iter()
                .all(|ligne| ligne[*rang].is_empty())
        })
        .filter_map(|(_, champ)| requis(champ, examen))
        .collect();
    preparation
}

/// The fields of a candidate.
fn champs(edition: &EditionCyclades) -> impl Iterator<Item = &Champ> {
    edition
        .champs
        .liste
        .iter()
        .filter(|champ| champ.bloc != Bloc::Entete)
}

fn requis(champ: &Champ, examen: Examen) -> Option<Requis> {
    let domaines = examen.domaines();
    let concerne = |d: &[toml::Spanned<String>]| {
        d.is_empty()
            || d.iter().any(|nom| {
                domaines
                    .iter()
                    .any(|domaine| domaine.code() == nom.get_ref())
            })
    };
    let cas: Vec<_> = champ
        .cas
        .iter()
        .filter(|cas| cas.obligatoire && concerne(&cas.domaines))
        .collect();
    if cas.is_empty() {
        return None;
    }
    Some(Requis {
        champ: champ.nom.clone(),
        libelle: champ.libelle.clone(),
        selon_le_cas: !cas.iter().any(|c| c.si.is_empty() && c.sauf.is_empty()),
    })
}

fn remplir(
    export: &Export,
    correspondance: &Correspondance,
    synonymes: &Synonymes,
    cadre: &Cadre<'_>,
    preparation: &mut Preparation,
    vus: &mut BTreeMap<(bool, String), Lieu>,
) {
    let puits: Vec<Puits<'_>> = champs(cadre.edition)
        .map(|champ| creuser(champ, export, correspondance, synonymes, preparation))
        .collect();
    // The column that must hold something for each suffix of each group.
    let temoins: BTreeMap<&str, Vec<Option<usize>>> = correspondance
        .groupes
        .iter()
        .map(|(nom, groupe)| {
            let colonnes = groupe.suffixes.iter().map(|s| {
                Correspondance::colonne(&export.colonnes, &format!("{}{s}", groupe.temoin))
            });
            (nom.as_str(), colonnes.collect())
        })
        .collect();
    for ligne in &export.lignes {
        let lieu = Lieu {
            fichier: export.nom.clone(),
            ligne: ligne.numero,
        };
        let brute = |colonne: usize| ligne.valeurs.get(colonne).map_or("", |v| v.trim());
        let retenus: BTreeMap<&str, Option<usize>> = temoins
            .iter()
            .map(|(nom, colonnes)| {
                let rang = colonnes
                    .iter()
                    .position(|colonne| colonne.is_some_and(|c| !brute(c).is_empty()));
                (*nom, rang)
            })
            .collect();
        let mut su = DejaSu::default();
        let mut valeurs = Vec::with_capacity(puits.len());
        for un in &puits {
            let valeur = un.puiser(&brute, &retenus);
            let valeur = un.convertir(valeur, cadre, &su, &lieu, preparation);
            match un.champ.nom.as_str() {
                "pays_naissance" => su.pays_naissance.clone_from(&valeur),
                "depCOM_naissance" => su.departement.clone_from(&valeur),
                "pays" => su.pays.clone_from(&valeur),
                _ => {}
            }
            valeurs.push(valeur);
        }
        completer_le_departement(&mut valeurs, &su, cadre, preparation);
        reconnaitre(&lieu, &valeurs, preparation, vus);
        preparation.lignes.push(valeurs);
    }
}

/// An export that names the commune alone has named its department too.
fn completer_le_departement(
    valeurs: &mut [String],
    su: &DejaSu,
    cadre: &Cadre<'_>,
    preparation: &Preparation,
) {
    let rang = |nom: &str| preparation.champs.iter().position(|champ| champ == nom);
    let (Some(departement), Some(commune)) = (rang("depCOM_naissance"), rang("commune_naissance"))
    else {
        return;
    };
    if valeurs[departement].is_empty()
        && su.pays_naissance == cadre.edition.parametres.code_de_la_france.valeur
        && let Some(code) = transformations::departement_de(&valeurs[commune], cadre)
    {
        valeurs[departement] = code;
    }
}

/// Prepares the way from columns to a field; says which columns are wanting.
fn creuser<'a>(
    champ: &'a Champ,
    export: &Export,
    correspondance: &'a Correspondance,
    synonymes: &'a Synonymes,
    preparation: &mut Preparation,
) -> Puits<'a> {
    let regle = correspondance.champs.get(&champ.nom);
    let trouver = |nom: &str| Correspondance::colonne(&export.colonnes, nom);
    let mut colonnes = Vec::new();
    if let Some(regle) = regle {
        let noms: Vec<&String> = regle.colonne.iter().chain(&regle.ou).collect();
        let groupe = regle
            .groupe
            .as_ref()
            .and_then(|nom| correspondance.groupes.get(nom));
        let mut voie = |suffixe: Option<usize>, nom: &str| {
            colonnes.extend(trouver(nom).map(|colonne| Voie {
                suffixe,
                colonnes: vec![colonne],
            }));
        };
        if groupe.is_none() || regle.sans_suffixe_d_abord {
            for nom in &noms {
                voie(None, nom);
            }
        }
        for (rang, suffixe) in groupe.iter().flat_map(|g| g.suffixes.iter().enumerate()) {
            for nom in &noms {
                voie(Some(rang), &format!("{nom}{suffixe}"));
            }
        }
        let jointes: Vec<usize> = regle
            .colonnes
            .iter()
            .filter_map(|nom| trouver(nom))
            .collect();
        if !jointes.is_empty() {
            colonnes.push(Voie {
                suffixe: None,
                colonnes: jointes,
            });
        }
        if colonnes.is_empty()
            && let Some(nom) = regle.colonne.as_ref().or_else(|| regle.colonnes.first())
        {
            preparation
                .absentes
                .push((champ.nom.clone(), export.nom.clone(), nom.clone()));
        }
    }
    let usuelles = synonymes
        .de(&champ.nom)
        .map_or(&[][..], |connu| connu.transformer.as_slice());
    Puits {
        champ,
        regle,
        colonnes,
        transformer: regle
            .and_then(|regle| regle.transformer.as_deref())
            .unwrap_or(usuelles),
        valeurs: correspondance.valeurs.get(&champ.nom).map(|table| {
            table
                .iter()
                .map(|(valeur, code)| (normaliser(valeur), code.as_str()))
                .collect()
        }),
    }
}

impl Puits<'_> {
    /// The value as the export has it.
    fn puiser<'v>(
        &self,
        brute: &impl Fn(usize) -> &'v str,
        retenus: &BTreeMap<&str, Option<usize>>,
    ) -> String {
        let Some(regle) = self.regle else {
            return String::new();
        };
        let retenu = regle
            .groupe
            .as_ref()
            .and_then(|nom| retenus.get(nom.as_str()).copied().flatten());
        let entre = regle.entre.as_deref().unwrap_or(" ");
        self.colonnes
            .iter()
            .filter(|voie| voie.suffixe.is_none() || voie.suffixe == retenu)
            .map(|voie| {
                let morceaux: Vec<&str> = voie
                    .colonnes
                    .iter()
                    .map(|&colonne| brute(colonne))
                    .filter(|morceau| !morceau.is_empty())
                    .collect();
                morceaux.join(entre)
            })
            .find(|valeur| !valeur.is_empty())
            .unwrap_or_default()
    }

    /// The value as the field wants it.
    fn convertir(
        &self,
        valeur: String,
        cadre: &Cadre<'_>,
        su: &DejaSu,
        lieu: &Lieu,
        preparation: &mut Preparation,
    ) -> String {
        let Some(regle) = self.regle else {
            return valeur;
        };
        if let Some(constante) = &regle.constante {
            return constante.clone();
        }
        if valeur.is_empty() {
            return regle.defaut.clone().unwrap_or_default();
        }
        let table = self.valeurs.as_ref();
        if let Some(code) = table.and_then(|table| table.get(&normaliser(&valeur))) {
            return (*code).to_owned();
        }
        let remarque = |pourquoi: String| Remarque {
            lieu: lieu.clone(),
            champ: Some(self.champ.nom.clone()),
            valeur: valeur.clone(),
            pourquoi,
        };
        let mut actuelle = valeur.clone();
        for nom in self.transformer {
            match transformations::appliquer(nom, &self.champ.nom, &actuelle, cadre, su) {
                Obtenu::Tel(nouvelle) => actuelle = nouvelle,
                Obtenu::Incertain(nouvelle, pourquoi) => {
                    preparation.incertaines.push(remarque(pourquoi));
                    actuelle = nouvelle;
                }
                Obtenu::Impossible(pourquoi) => {
                    preparation.impossibles.push(remarque(pourquoi));
                    return valeur;
                }
            }
            if actuelle.is_empty() {
                break;
            }
        }
        actuelle
    }
}

/// Tells a candidate that an earlier row has already.
fn reconnaitre(
    lieu: &Lieu,
    valeurs: &[String],
    preparation: &mut Preparation,
    vus: &mut BTreeMap<(bool, String), Lieu>,
) {
    let de = |nom: &str| {
        preparation
            .champs
            .iter()
            .position(|champ| champ == nom)
            .and_then(|rang| valeurs.get(rang))
            .map_or("", String::as_str)
    };
    let ine = de("INE");
    let identite = [de("nom_famille"), de("prenoms"), de("date_naissance")];
    let cles = [
        (!ine.is_empty()).then(|| (true, ine.to_owned())),
        identite
            .iter()
            .all(|partie| !partie.is_empty())
            .then(|| (false, identite.map(normaliser).join("|"))),
    ];
    let mut deja = None;
    for cle in cles.into_iter().flatten() {
        let par_ine = cle.0;
        match vus.get(&cle) {
            Some(premier) => {
                deja.get_or_insert(Doublon {
                    second: lieu.clone(),
                    premier: premier.clone(),
                    par_ine,
                });
            }
            None => {
                vus.insert(cle, lieu.clone());
            }
        }
    }
    preparation.doublons.extend(deja);
}
