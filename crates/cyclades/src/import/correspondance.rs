//! A correspondence: which columns fill which fields, and how. A small file that people keep and change.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::{ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

use super::noms::normaliser;
use super::transformations;
use crate::EditionCyclades;
use crate::champs::Bloc;

/// Folder of the correspondences of the program.
pub const DOSSIER: &str = "correspondances/cyclades";

/// How a field is filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regle {
    /// The column.
    pub colonne: Option<String>,
    /// Other columns, by preference: the first that the export has and that holds something is taken.
    #[serde(default)]
    pub ou: Vec<String>,
    /// Several columns, joined.
    #[serde(default)]
    pub colonnes: Vec<String>,
    /// What joins them; a space by default.
    pub entre: Option<String>,
    /// The group whose suffix the column takes.
    pub groupe: Option<String>,
    /// The column without suffix comes first, if the export has it and it holds something.
    #[serde(default)]
    pub sans_suffixe_d_abord: bool,
    /// The value of every row.
    pub constante: Option<String>,
    /// The value of the rows without one.
    pub defaut: Option<String>,
    /// What is done to the values, instead of the usual for the field.
    pub transformer: Option<Vec<String>>,
}

/// Columns of the same names but for a suffix, of which one block only is good for a row: that of the first
/// person who has an address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groupe {
    /// The suffixes, by preference.
    pub suffixes: Vec<String>,
    /// The column that must hold something for a suffix to be taken.
    pub temoin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lue {
    #[serde(default)]
    titre: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    groupes: BTreeMap<String, Groupe>,
    #[serde(default)]
    champs: BTreeMap<Spanned<String>, Spanned<Regle>>,
    #[serde(default)]
    valeurs: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
}

/// How every field is filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correspondance {
    /// What exports it is for, in French.
    pub titre: String,
    /// Where the headings come from.
    pub source: String,
    /// Groups of columns, by name.
    pub groupes: BTreeMap<String, Groupe>,
    /// Rules, by field.
    pub champs: BTreeMap<String, Regle>,
    /// Codes by value, by field.
    pub valeurs: BTreeMap<String, BTreeMap<String, String>>,
}

impl Correspondance {
    /// Reads one.
    ///
    /// # Errors
    /// A key, a field, a group or a transformation does not exist; a rule fills nothing, or in two ways.
    pub fn lire(
        fichier: &str,
        texte: &str,
        edition: &EditionCyclades,
    ) -> Result<Self, ErreurEdition> {
        let lue: Lue = lire_toml(fichier, texte)?;
        let erreur = |octet: usize, message: String| {
            Err(ErreurEdition::a_l_octet(fichier, texte, octet, message))
        };
        for nom in lue.champs.keys().chain(lue.valeurs.keys()) {
            if let Err(message) = verifier_champ(nom.get_ref(), edition) {
                return erreur(nom.span().start, message);
            }
        }
        for (nom, regle) in &lue.champs {
            if let Err(message) = verifier_regle(regle.get_ref(), &lue.groupes) {
                let champ = nom.get_ref();
                return erreur(
                    nom.span().start,
                    format!("le champ « {champ} » : {message}"),
                );
            }
        }
        Ok(Self {
            titre: lue.titre,
            source: lue.source,
            groupes: lue.groupes,
            champs: lue
                .champs
                .into_iter()
                .map(|(nom, regle)| (nom.into_inner(), regle.into_inner()))
                .collect(),
            valeurs: lue
                .valeurs
                .into_iter()
                .map(|(nom, table)| (nom.into_inner(), table))
                .collect(),
        })
    }

    /// The names of those of the program.
    #[must_use]
    pub fn livrees(fichiers: &Fichiers) -> Vec<&str> {
        fichiers
            .sous(DOSSIER)
            .filter_map(|(chemin, _)| {
                let nom = chemin.strip_prefix(DOSSIER)?.strip_prefix('/')?;
                nom.strip_suffix(".toml")
            })
            .collect()
    }

    /// One of the program, by name.
    ///
    /// # Errors
    /// It is faulty.
    pub fn livree(
        fichiers: &Fichiers,
        nom: &str,
        edition: &EditionCyclades,
    ) -> Result<Option<Self>, ErreurEdition> {
        let chemin = format!("{DOSSIER}/{nom}.toml");
        fichiers
            .lire(&chemin)
            .map(|texte| Self::lire(&chemin, texte, edition))
            .transpose()
    }

    /// Gives a field the same value on every row, whatever the columns say.
    ///
    /// # Errors
    /// The field does not exist.
    pub fn fixer(
        &mut self,
        champ: &str,
        valeur: &str,
        edition: &EditionCyclades,
    ) -> Result<(), String> {
        verifier_champ(champ, edition)?;
        self.champs.insert(
            champ.to_owned(),
            Regle {
                constante: Some(valeur.to_owned()),
                ..Regle::default()
            },
        );
        Ok(())
    }

    /// The column of an export that bears a name: written the same, else the same but for case, accents and
    /// punctuation.
    #[must_use]
    pub fn colonne(colonnes: &[String], nom: &str) -> Option<usize> {
        colonnes.iter().position(|c| c == nom).or_else(|| {
            let cible = normaliser(nom);
            colonnes
                .iter()
                .position(|c| !cible.is_empty() && normaliser(c) == cible)
        })
    }

    /// Every column that the rules name, suffixes put on.
    #[must_use]
    pub fn colonnes_nommees(&self) -> Vec<String> {
        let mut noms = Vec::new();
        for regle in self.champs.values() {
            let propres = regle.colonne.iter().chain(&regle.ou).chain(&regle.colonnes);
            for nom in propres {
                match regle.groupe.as_ref().and_then(|g| self.groupes.get(g)) {
                    None => noms.push(nom.clone()),
                    Some(groupe) => {
                        if regle.sans_suffixe_d_abord {
                            noms.push(nom.clone());
                        }
                        noms.extend(groupe.suffixes.iter().map(|s| format!("{nom}{s}")));
                    }
                }
            }
        }
        noms
    }

    /// Writes it, fields in the order of the document; `pourquoi` gives the reason of a field, written
    /// beside it, and `a_completer` the values that have no code yet, by field.
    #[must_use]
    pub fn en_toml(
        &self,
        edition: &EditionCyclades,
        pourquoi: &BTreeMap<String, String>,
        a_completer: &BTreeMap<String, BTreeMap<String, String>>,
    ) -> String {
        let mut texte = String::from(
            "# Correspondance entre les colonnes d’un export et les champs du document.\n\
             # Relisez-la, complétez-la, puis donnez-la à « guichet cyclades preparer --correspondance ».\n",
        );
        let cle = |nom: &str, valeur: &Option<String>, sortie: &mut String| {
            if let Some(valeur) = valeur {
                let _ = writeln!(sortie, "{nom} = {}", chaine(valeur));
            }
        };
        cle(
            "titre",
            &Some(self.titre.clone()).filter(|t| !t.is_empty()),
            &mut texte,
        );
        cle(
            "source",
            &Some(self.source.clone()).filter(|t| !t.is_empty()),
            &mut texte,
        );
        for (nom, groupe) in &self.groupes {
            let _ = writeln!(
                texte,
                "\n[groupes.{}]\nsuffixes = {}\ntemoin = {}",
                nom_de_cle(nom),
                liste(&groupe.suffixes),
                chaine(&groupe.temoin)
            );
        }
        for champ in &edition.champs.liste {
            let Some(regle) = self.champs.get(&champ.nom) else {
                continue;
            };
            let _ = writeln!(texte, "\n[champs.{}]", champ.nom);
            if let Some(raison) = pourquoi.get(&champ.nom) {
                let _ = writeln!(texte, "# {}", commentaire(raison));
            }
            cle("colonne", &regle.colonne, &mut texte);
            for (nom, valeurs) in [("ou", &regle.ou), ("colonnes", &regle.colonnes)] {
                if !valeurs.is_empty() {
                    let _ = writeln!(texte, "{nom} = {}", liste(valeurs));
                }
            }
            cle("entre", &regle.entre, &mut texte);
            cle("groupe", &regle.groupe, &mut texte);
            if regle.sans_suffixe_d_abord {
                texte.push_str("sans_suffixe_d_abord = true\n");
            }
            cle("constante", &regle.constante, &mut texte);
            cle("defaut", &regle.defaut, &mut texte);
            if let Some(transformer) = &regle.transformer {
                let _ = writeln!(texte, "transformer = {}", liste(transformer));
            }
        }
        let vide = BTreeMap::new();
        for champ in &edition.champs.liste {
            let sues = self.valeurs.get(&champ.nom).unwrap_or(&vide);
            let manquent = a_completer.get(&champ.nom).unwrap_or(&vide);
            if sues.is_empty() && manquent.is_empty() {
                continue;
            }
            let _ = writeln!(texte, "\n[valeurs.{}]", champ.nom);
            for (valeur, code) in sues {
                let _ = writeln!(texte, "{} = {}", chaine(valeur), chaine(code));
            }
            for (valeur, pourquoi) in manquent {
                let _ = writeln!(
                    texte,
                    "# {} = \"\" # à compléter : {}",
                    chaine(valeur),
                    commentaire(pourquoi)
                );
            }
        }
        texte
    }
}

/// What a comment may hold.
fn commentaire(texte: &str) -> String {
    texte
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A TOML string, on one line.
fn chaine(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len() + 2);
    sortie.push('"');
    for c in texte.chars() {
        match c {
            '"' => sortie.push_str("\\\""),
            '\\' => sortie.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(sortie, "\\u{:04X}", u32::from(c));
            }
            c => sortie.push(c),
        }
    }
    sortie.push('"');
    sortie
}

fn liste(textes: &[String]) -> String {
    let textes: Vec<String> = textes.iter().map(|texte| chaine(texte)).collect();
    format!("[{}]", textes.join(", "))
}

/// A key, between quotes unless it is a plain word.
fn nom_de_cle(nom: &str) -> String {
    let simple = !nom.is_empty()
        && nom
            .bytes()
            .all(|o| o.is_ascii_alphanumeric() || matches!(o, b'_' | b'-'));
    if simple { nom.to_owned() } else { chaine(nom) }
}

fn verifier_champ(nom: &str, edition: &EditionCyclades) -> Result<(), String> {
    let candidats = edition
        .champs
        .liste
        .iter()
        .filter(|champ| champ.bloc != Bloc::Entete)
        .map(|champ| champ.nom.as_str());
    if candidats.clone().any(|champ| champ == nom) {
        return Ok(());
    }
    let conseil = plus_proche(nom, candidats).map_or_else(
        || "prenez le nom d’un champ du document (« guichet regles lister » les cite).".to_owned(),
        |proche| format!("vouliez-vous dire « {proche} » ?"),
    );
    Err(format!("le champ « {nom} » n’existe pas ; {conseil}"))
}

fn verifier_regle(regle: &Regle, groupes: &BTreeMap<String, Groupe>) -> Result<(), String> {
    let facons = [
        regle.colonne.is_some(),
        !regle.colonnes.is_empty(),
        regle.constante.is_some(),
    ];
    let nombre = facons.iter().filter(|donnee| **donnee).count();
    if nombre > 1 {
        return Err(
            "une seule de « colonne », « colonnes » et « constante » se donne ; retirez les autres."
                .to_owned(),
        );
    }
    if nombre == 0 && regle.defaut.is_none() {
        return Err(
            "rien ne le remplit ; donnez « colonne », « colonnes », « constante » ou « defaut »."
                .to_owned(),
        );
    }
    if let Some(groupe) = &regle.groupe
        && !groupes.contains_key(groupe)
    {
        let noms: Vec<&str> = groupes.keys().map(String::as_str).collect();
        return Err(format!(
            "le groupe « {groupe} » n’est pas déclaré ; il y a : {}.",
            noms.join(", ")
        ));
    }
    regle
        .transformer
        .iter()
        .flatten()
        .try_for_each(|nom| transformations::verifier(nom))
}
