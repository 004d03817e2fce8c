//! The nested part of an answer: named values, and records of the same fields. People read them as tables;
//! a row of a table for programs holds the named values flattened, `pre_bac.effectif`.

use guichet::moteur::{ChampDeReponse, GenreDeReponse};
use guichet::socle::Decision;
use guichet::socle::constat::Valeur;

use super::vue::{RIEN, Vue, en_mots};
use crate::lignes::{lisible, sans_majuscule};

/// Several answers of the same fields, a row each: « Pré-bac », « Post-bac ».
const LIGNES: &str = "Ligne par ligne";
/// The heading of what each row is.
const LIGNE: &str = "Ligne";
/// A cell without value.
const VIDE: &str = "–";

/// A table of the answer, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tableau {
    /// « Formations ».
    pub titre: String,
    /// Headings; amounts and counts stand to the right.
    pub colonnes: Vec<(String, bool)>,
    /// A row a record, a cell a column.
    pub lignes: Vec<Vec<String>>,
}

/// A column of a row for programs: a field of the answer, or one of its named values.
#[derive(Debug, Clone, Copy)]
pub struct Colonne {
    champ: &'static ChampDeReponse,
    sous: Option<&'static ChampDeReponse>,
}

/// The columns of an answer, named values flattened.
pub fn colonnes(reponse: &'static [ChampDeReponse]) -> impl Iterator<Item = Colonne> {
    reponse.iter().flat_map(|champ| {
        let sous: &[ChampDeReponse] = match champ.genre {
            GenreDeReponse::Objet(sous) => sous,
            _ => &[],
        };
        let seul = sous.is_empty().then_some(Colonne { champ, sous: None });
        seul.into_iter().chain(sous.iter().map(move |sous| Colonne {
            champ,
            sous: Some(sous),
        }))
    })
}

impl Colonne {
    /// Its name for programs: `pre_bac.effectif`; of records, `formations.nombre`, how many.
    pub fn nom(self) -> String {
        match self.sous {
            Some(sous) => format!("{}.{}", self.champ.nom, sous.nom),
            None if self.compte() => format!("{}.nombre", self.champ.nom),
            None => self.champ.nom.to_owned(),
        }
    }

    /// Its heading for people: « Pré-bac, effectif ».
    pub fn libelle(self) -> String {
        match self.sous {
            Some(sous) => sous_libelle(self.champ.libelle, sous),
            None => self.champ.libelle.to_owned(),
        }
    }

    /// What it holds.
    pub fn genre(self) -> GenreDeReponse {
        match self.sous {
            Some(sous) => sous.genre,
            None if self.compte() => GenreDeReponse::Nombre,
            None => self.champ.genre,
        }
    }

    /// Whether it counts records, which no row can hold.
    pub fn compte(self) -> bool {
        matches!(self.champ.genre, GenreDeReponse::Table(_))
    }

    /// Its value in a decision; none when it is not there, or for what it counts.
    pub fn valeur(self, decision: &Decision) -> Option<&Valeur> {
        let valeur = decision.champ(self.champ.nom)?;
        match self.sous {
            Some(sous) => sous_valeur(valeur, sous.nom),
            None => Some(valeur),
        }
    }

    /// How many records a decision has.
    pub fn nombre(self, decision: &Decision) -> Option<usize> {
        match decision.champ(self.champ.nom)? {
            Valeur::Liste(valeurs) => Some(valeurs.len()),
            _ => None,
        }
    }
}

/// The records of an answer, for those who give each table a place of its own.
pub fn tables(
    reponse: &'static [ChampDeReponse],
) -> impl Iterator<Item = (&'static ChampDeReponse, &'static [ChampDeReponse])> {
    reponse.iter().filter_map(|champ| match champ.genre {
        GenreDeReponse::Table(champs) => Some((champ, champs)),
        _ => None,
    })
}

/// The value of a name.
pub fn sous_valeur<'v>(valeur: &'v Valeur, nom: &str) -> Option<&'v Valeur> {
    match valeur {
        Valeur::Objet(champs) => {
            let champ = champs.iter().find(|(connu, _)| connu == nom);
            champ.map(|(_, valeur)| valeur)
        }
        _ => None,
    }
}

impl Vue<'_> {
    /// The nested fields of the answer that have a value, as tables: neighbours with the same fields make
    /// one.
    pub fn tableaux(&self) -> Vec<Tableau> {
        let mut tableaux: Vec<(Tableau, Option<&[ChampDeReponse]>)> = Vec::new();
        for champ in self.commun.reponse {
            let Some(valeur) = self.decision.champ(champ.nom) else {
                continue;
            };
            match (champ.genre, valeur) {
                (GenreDeReponse::Objet(champs), Valeur::Objet(_)) => {
                    let mut ligne = vec![champ.libelle.to_owned()];
                    ligne.extend(en_cellules(champs, valeur));
                    match tableaux.last_mut() {
                        Some((tableau, Some(memes))) if *memes == champs => {
                            LIGNES.clone_into(&mut tableau.titre);
                            tableau.lignes.push(ligne);
                        }
                        _ => {
                            let mut colonnes = vec![(LIGNE.to_owned(), false)];
                            colonnes.extend(champs.iter().map(entete));
                            let tableau = Tableau {
                                titre: champ.libelle.to_owned(),
                                colonnes,
                                lignes: vec![ligne],
                            };
                            tableaux.push((tableau, Some(champs)));
                        }
                    }
                }
                (GenreDeReponse::Table(champs), Valeur::Liste(valeurs)) if !valeurs.is_empty() => {
                    let lignes = valeurs.iter();
                    let tableau = Tableau {
                        titre: champ.libelle.to_owned(),
                        colonnes: champs.iter().map(entete).collect(),
                        lignes: lignes.map(|valeur| en_cellules(champs, valeur)).collect(),
                    };
                    tableaux.push((tableau, None));
                }
                _ => {}
            }
        }
        let finir = |(mut tableau, champs): (Tableau, Option<_>)| {
            // The title of one object says already what its row is.
            if champs.is_some() && tableau.lignes.len() == 1 {
                tableau.colonnes.remove(0);
                for ligne in &mut tableau.lignes {
                    ligne.remove(0);
                }
            }
            tableau
        };
        tableaux.into_iter().map(finir).collect()
    }
}

fn entete(champ: &ChampDeReponse) -> (String, bool) {
    let droite = matches!(
        champ.genre,
        GenreDeReponse::Montant | GenreDeReponse::Nombre | GenreDeReponse::Decimal
    );
    (champ.libelle.to_owned(), droite)
}

/// A record in words; a sentence that a cell tells already is not told twice.
fn en_cellules(champs: &[ChampDeReponse], valeur: &Valeur) -> Vec<String> {
    let mut cellules: Vec<String> = Vec::with_capacity(champs.len());
    for champ in champs {
        let dite = match sous_valeur(valeur, champ.nom) {
            None | Some(Valeur::Nul) => VIDE.to_owned(),
            Some(valeur) => lisible(&en_mots(champ.genre, valeur)),
        };
        let phrase = dite.contains(' ')
            && matches!(
                champ.genre,
                GenreDeReponse::Texte | GenreDeReponse::Codes(_)
            );
        cellules.push(if phrase && cellules.contains(&dite) {
            String::new()
        } else {
            dite
        });
    }
    cellules
}

/// « Pré-bac, dotation ».
fn sous_libelle(libelle: &str, sous: &ChampDeReponse) -> String {
    format!("{libelle}, {}", sans_majuscule(sous.libelle))
}

/// What differs between two values of a field, in words: label, one side, the other.
pub fn ecarts(
    libelle: &str,
    genre: GenreDeReponse,
    retenue: &Valeur,
    autre: &Valeur,
) -> Vec<(String, String, String)> {
    match (genre, retenue, autre) {
        (GenreDeReponse::Objet(champs), _, _) => des_champs(libelle, champs, retenue, autre),
        (GenreDeReponse::Table(champs), Valeur::Liste(retenues), Valeur::Liste(autres))
            if retenues.len() == autres.len() =>
        {
            let paires = retenues.iter().zip(autres);
            paires
                .filter(|(retenue, autre)| retenue != autre)
                .flat_map(|(retenue, autre)| {
                    let nom = nom_de_ligne(champs, retenue);
                    des_champs(&format!("{libelle}, {nom}"), champs, retenue, autre)
                })
                .collect()
        }
        _ => vec![(
            libelle.to_owned(),
            en_mots(genre, retenue),
            en_mots(genre, autre),
        )],
    }
}

fn des_champs(
    libelle: &str,
    champs: &[ChampDeReponse],
    retenue: &Valeur,
    autre: &Valeur,
) -> Vec<(String, String, String)> {
    let dite = |valeur: Option<&Valeur>, genre| {
        valeur.map_or(RIEN.to_owned(), |valeur| en_mots(genre, valeur))
    };
    champs
        .iter()
        .map(|champ| {
            let cote = |valeur| dite(sous_valeur(valeur, champ.nom), champ.genre);
            (sous_libelle(libelle, champ), cote(retenue), cote(autre))
        })
        .filter(|(_, retenue, autre)| retenue != autre)
        .collect()
}

/// What a record is known by: its first text.
fn nom_de_ligne(champs: &[ChampDeReponse], valeur: &Valeur) -> String {
    let mut textes = champs
        .iter()
        .filter_map(|champ| match sous_valeur(valeur, champ.nom) {
            Some(Valeur::Texte(texte)) if !texte.is_empty() => Some(lisible(texte)),
            _ => None,
        });
    textes.next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
