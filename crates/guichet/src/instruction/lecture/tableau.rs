//! A row of a table becomes a dossier: what its columns mean, and the rules of cells.
//!
//! A column that is not there is absent. An empty cell is an empty list in the column of a list, what null
//! says in a column where it says something, and absent in any other; « inconnu » and « ? » are absent.

use std::fmt::Write as _;

use guichet_instruction::dossier::{Champ, Faute, Origine, TypeDeChamp, ValeurDeChamp, montrer};
use guichet_instruction::{Dossier, Rang};

use super::ErreurDeLecture;
use super::json::groupe_dans_une_cellule;
use super::plan::{Cible, Plan};
use crate::instruction::{FauteDeDossier, SorteDeFaute};

/// Separates the values of a list in a cell.
const ENTRE_VALEURS: char = '|';
/// Separates, between two of those, the values that one record holds.
const DANS_UNE_VALEUR: char = '+';

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colonne {
    Champ(Rang),
    /// A field of a repeated record: its group and its place there.
    Partie(usize, usize),
    /// A repeated record whole, as JSON.
    Groupe(usize),
    SansTitre,
}

/// What a cell is, besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorte {
    /// A text, a number, a boolean.
    Ordinaire,
    /// A date of a workbook.
    Date,
    /// A formula that fails.
    Erreur,
}

/// What a row says of one field of a repeated record.
#[derive(Debug, Clone, Default)]
enum Partie {
    #[default]
    Absente,
    Vide,
    Donnee(Vec<ValeurDeChamp>),
}

/// A header, and the row being read.
pub struct Tableau {
    colonnes: Vec<Colonne>,
    /// Columns up to the last one that has a heading.
    titrees: usize,
    /// The parts of each group, if it has columns.
    groupes: Vec<Option<Vec<Partie>>>,
    elements: Vec<ValeurDeChamp>,
    /// The faults of the row, with their columns.
    pub fautes: Vec<(usize, FauteDeDossier)>,
}

/// How many of these texts name a field: what tells a header.
pub fn connus<'t>(plan: &Plan<'_>, textes: impl Iterator<Item = &'t str>) -> usize {
    textes
        .filter(|texte| plan.par_nom(texte.trim()).is_some())
        .count()
}

impl Tableau {
    /// Reads a header. `ou` names the place of a column.
    ///
    /// # Errors
    /// No column is a field; or one is none, or stands twice: each is told.
    pub fn lire_l_entete(
        plan: &Plan<'_>,
        titres: &[String],
        ligne: u64,
        ou: &dyn Fn(usize) -> String,
    ) -> Result<Self, ErreurDeLecture> {
        if connus(plan, titres.iter().map(String::as_str)) == 0 {
            let noms = plan.schema.champs().iter().take(3);
            let noms: Vec<&str> = noms.map(|champ| champ.nom.as_str()).collect();
            return Err(ErreurDeLecture::SansEnTete {
                ligne,
                exemple: noms.join(";"),
            });
        }
        let mut fautes = Vec::new();
        let mut vus = 0u64;
        let mut groupes: Vec<Option<Vec<Partie>>> = vec![None; plan.groupes.len()];
        let mut colonnes = Vec::with_capacity(titres.len());
        for (place, titre) in titres.iter().enumerate() {
            let nom = titre.trim();
            if nom.is_empty() {
                colonnes.push(Colonne::SansTitre);
                continue;
            }
            let montre = montrer(nom);
            let Some(cible) = plan.par_nom(nom) else {
                fautes.push(format!(
                    "{}, colonne « {montre} » : aucun champ n’a ce nom{}",
                    ou(place),
                    plan.inconnu(nom)
                ));
                continue;
            };
            let (colonne, bits) = colonne(plan, cible);
            if vus & bits != 0 {
                fautes.push(format!(
                    "{}, colonne « {montre} » : ce champ a déjà une colonne ; gardez-en une.",
                    ou(place)
                ));
            }
            vus |= bits;
            if let Colonne::Partie(groupe, _) = colonne {
                let nombre = plan.groupes[groupe].cles.len();
                groupes[groupe].get_or_insert_with(|| vec![Partie::Absente; nombre]);
            }
            colonnes.push(colonne);
        }
        if !fautes.is_empty() {
            return Err(ErreurDeLecture::Colonnes(fautes));
        }
        let sans_titre = colonnes.iter().rev();
        let sans_titre = sans_titre.take_while(|c| **c == Colonne::SansTitre);
        Ok(Self {
            titrees: colonnes.len() - sans_titre.count(),
            colonnes,
            groupes,
            elements: Vec::new(),
            fautes: Vec::new(),
        })
    }

    /// Columns of the header.
    pub fn largeur(&self) -> usize {
        self.colonnes.len()
    }

    /// Begins a row.
    pub fn commencer(&mut self, dossier: &mut Dossier) {
        dossier.vider();
        self.fautes.clear();
        for partie in self.groupes.iter_mut().flatten().flatten() {
            *partie = Partie::Absente;
        }
    }

    /// Reads a cell.
    #[inline]
    pub fn cellule(
        &mut self,
        plan: &Plan<'_>,
        dossier: &mut Dossier,
        place: usize,
        texte: &str,
        sorte: Sorte,
    ) {
        let texte = sans_blancs(texte);
        let Some(&Colonne::Champ(rang)) = self.colonnes.get(place) else {
            self.autre_cellule(plan, dossier, place, texte, sorte);
            return;
        };
        let champ = plan.schema.champ(rang);
        if texte.is_empty() {
            if champ.liste {
                let vide = dossier.garder_liste(&[]);
                dossier.poser(rang, vide);
            } else if champ.nul.is_some() {
                dossier.poser(rang, ValeurDeChamp::Nulle);
            }
            return;
        }
        let lu = if champ.liste {
            if est_inconnu(texte) {
                return;
            }
            self.elements.clear();
            elements(champ, dossier, texte, sorte, &mut self.elements)
                .map(|()| dossier.garder_liste(&self.elements))
        } else {
            valeur(champ, dossier, texte, sorte)
        };
        match lu {
            Ok(valeur) => dossier.poser(rang, valeur),
            Err(Faute(message)) => self.impossible(place, &champ.nom, message),
        }
    }

    fn autre_cellule(
        &mut self,
        plan: &Plan<'_>,
        dossier: &mut Dossier,
        place: usize,
        texte: &str,
        sorte: Sorte,
    ) {
        match self.colonnes.get(place) {
            Some(&Colonne::Partie(groupe, partie)) => {
                let champ = plan.schema.champ(plan.groupes[groupe].cles[partie].1);
                let lue = if texte.is_empty() {
                    Partie::Vide
                } else if est_inconnu(texte) {
                    Partie::Absente
                } else {
                    let mut valeurs = Vec::new();
                    if let Err(Faute(message)) =
                        elements(champ, dossier, texte, sorte, &mut valeurs)
                    {
                        self.impossible(place, &champ.nom, message);
                    }
                    Partie::Donnee(valeurs)
                };
                if let Some(parties) = &mut self.groupes[groupe] {
                    parties[partie] = lue;
                }
            }
            Some(&Colonne::Groupe(groupe)) => {
                if est_inconnu(texte) {
                    return;
                }
                let texte = if texte.is_empty() { "[]" } else { texte };
                let fautes = groupe_dans_une_cellule(plan, groupe, dossier, texte);
                self.fautes.extend(fautes.into_iter().map(|f| (place, f)));
            }
            _ if texte.is_empty() => {}
            _ => self.fautes.push((
                place,
                FauteDeDossier::sans_champ(
                    SorteDeFaute::MalForme,
                    format!(
                        "« {} » est dans une colonne sans titre ; donnez-lui le nom d’un champ, ou retirez cette valeur.",
                        montrer(texte)
                    ),
                ),
            )),
        }
    }

    /// Ends a row of a file of texts, which had so many cells.
    pub fn finir(&mut self, plan: &Plan<'_>, dossier: &mut Dossier, nombre: usize, separateur: u8) {
        let en_trop = nombre > self.largeur();
        if en_trop || nombre < self.titrees {
            // The values are not in their columns: only this fault is worth telling.
            self.fautes.clear();
            let cause = if en_trop {
                format!(
                    "un texte contient peut-être {} : mettez-le entre guillemets.",
                    guichet_cyclades::lecture::dialecte::libelle(separateur)
                )
            } else {
                "elle est peut-être coupée : complétez-la.".to_owned()
            };
            let s = if nombre > 1 { "s" } else { "" };
            let message = format!(
                "la ligne a {nombre} cellule{s} et l’en-tête {} ; {cause}",
                self.largeur()
            );
            let faute = FauteDeDossier::sans_champ(SorteDeFaute::MalForme, message);
            self.fautes.push((nombre, faute));
            return;
        }
        self.finir_les_groupes(plan, dossier);
    }

    /// Makes parallel lists of the columns of each group.
    pub fn finir_les_groupes(&mut self, plan: &Plan<'_>, dossier: &mut Dossier) {
        for (groupe, parties) in plan.groupes.iter().zip(&self.groupes) {
            let Some(parties) = parties else {
                continue;
            };
            let donnees = parties.iter().filter_map(|partie| match partie {
                Partie::Donnee(valeurs) => Some(valeurs.len()),
                _ => None,
            });
            let nombre = donnees.max().unwrap_or(0);
            if nombre == 0 && !parties.iter().any(|p| matches!(p, Partie::Vide)) {
                continue;
            }
            let accordees = parties.iter().all(|partie| match partie {
                Partie::Donnee(valeurs) => valeurs.len() == nombre,
                // One empty value, or none at all.
                Partie::Vide => nombre <= 1,
                Partie::Absente => true,
            });
            if !accordees {
                let mut message =
                    "les colonnes ne disent pas autant de valeurs l’une que l’autre (".to_owned();
                for (rang, ((cle, _), partie)) in groupe.cles.iter().zip(parties).enumerate() {
                    let nombre = match partie {
                        Partie::Donnee(valeurs) => valeurs.len(),
                        _ => 0,
                    };
                    let lien = if rang > 0 { ", " } else { "" };
                    // Writing to a text cannot fail.
                    let _ = write!(message, "{lien}{cle} : {nombre}");
                }
                message.push_str(") ; séparez-les par | dans le même ordre.");
                let place = self.colonnes.iter().position(
                    |c| matches!(c, Colonne::Partie(g, _) if plan.groupes[*g].nom == groupe.nom),
                );
                let faute =
                    FauteDeDossier::du_champ(SorteDeFaute::ValeurImpossible, &groupe.nom, message);
                self.fautes.push((place.unwrap_or(0), faute));
                continue;
            }
            for ((_, rang), partie) in groupe.cles.iter().zip(parties) {
                let valeur = match partie {
                    Partie::Donnee(valeurs) => dossier.garder_liste(valeurs),
                    _ => dossier.garder_suite(std::iter::repeat_n(ValeurDeChamp::Absente, nombre)),
                };
                dossier.poser(*rang, valeur);
            }
        }
    }

    #[cold]
    fn impossible(&mut self, place: usize, nom: &str, message: String) {
        let faute = FauteDeDossier::du_champ(SorteDeFaute::ValeurImpossible, nom, message);
        self.fautes.push((place, faute));
    }
}

/// What a known name is as a column, and the fields it gives.
fn colonne(plan: &Plan<'_>, cible: Cible) -> (Colonne, u64) {
    match cible {
        Cible::Champ(rang) => {
            let partie = plan.groupes.iter().enumerate().find_map(|(place, groupe)| {
                let partie = groupe.cles.iter().position(|(_, champ)| *champ == rang)?;
                Some(Colonne::Partie(place, partie))
            });
            (partie.unwrap_or(Colonne::Champ(rang)), rang.bit())
        }
        Cible::Groupe(place) | Cible::Ensemble(place) => {
            let cles = &plan.groupes[place].cles;
            let bits = cles.iter().fold(0, |bits, (_, rang)| bits | rang.bit());
            (Colonne::Groupe(place), bits)
        }
    }
}

/// What someone writes who does not know.
fn est_inconnu(texte: &str) -> bool {
    texte == "?" || texte.eq_ignore_ascii_case("inconnu") || texte.eq_ignore_ascii_case("inconnue")
}

/// A cell without the blanks around it.
#[inline]
fn sans_blancs(texte: &str) -> &str {
    let plein = |octet: Option<&u8>| octet.is_some_and(|o| (b'!'..=b'~').contains(o));
    let octets = texte.as_bytes();
    if plein(octets.first()) && plein(octets.last()) {
        texte
    } else {
        texte.trim()
    }
}

/// The one value of a cell that holds something.
#[inline]
fn valeur(
    champ: &Champ,
    dossier: &mut Dossier,
    texte: &str,
    sorte: Sorte,
) -> Result<ValeurDeChamp, Faute> {
    let est_texte = matches!(champ.genre, TypeDeChamp::Texte);
    if est_texte && est_inconnu(texte) {
        return Ok(ValeurDeChamp::Absente);
    }
    if sorte != Sorte::Ordinaire
        && let Some(faute) = de_travers(champ, texte, sorte)
    {
        return Err(faute);
    }
    dossier
        .lire_valeur(champ, texte, Origine::Personne)
        .or_else(|faute| {
            let nul = champ.nul.as_ref();
            if est_inconnu(texte) {
                Ok(ValeurDeChamp::Absente)
            } else if nul.is_some_and(|nul| nul.to_lowercase() == texte.to_lowercase()) {
                Ok(ValeurDeChamp::Nulle)
            } else {
                Err(faute)
            }
        })
}

/// What a workbook says in a way that no field is written.
fn de_travers(champ: &Champ, texte: &str, sorte: Sorte) -> Option<Faute> {
    match sorte {
        Sorte::Erreur => Some(Faute(format!(
            "la formule de la cellule est en erreur ({}) ; corrigez-la, ou écrivez la valeur.",
            montrer(texte)
        ))),
        Sorte::Date if !matches!(champ.genre, TypeDeChamp::Date | TypeDeChamp::Texte) => {
            Some(Faute(format!(
                "le tableur a fait de la valeur une date ({}) ; mettez la cellule au format texte et écrivez par exemple « {} ».",
                montrer(texte),
                champ.exemple
            )))
        }
        Sorte::Date | Sorte::Ordinaire => None,
    }
}

/// The values of a list, separated by a bar.
fn elements(
    champ: &Champ,
    dossier: &mut Dossier,
    texte: &str,
    sorte: Sorte,
    valeurs: &mut Vec<ValeurDeChamp>,
) -> Result<(), Faute> {
    let mut fautes = Vec::new();
    for element in texte.split(ENTRE_VALEURS) {
        let element = sans_blancs(element);
        let lue = match element {
            // In a record something may be unknown; a list holds values.
            "" if champ.groupe.is_some() => Ok(ValeurDeChamp::Absente),
            "" => Err(Faute(
                "une valeur de la liste est vide ; retirez la barre | en trop.".to_owned(),
            )),
            _ if champ.groupe.is_some() && est_inconnu(element) => Ok(ValeurDeChamp::Absente),
            _ => match de_travers(champ, element, sorte) {
                Some(faute) => Err(faute),
                None if champ.plusieurs => plusieurs(champ, dossier, element),
                None => dossier.lire_valeur(champ, element, Origine::Personne),
            },
        };
        match lue {
            Ok(valeur) => valeurs.push(valeur),
            Err(Faute(message)) => {
                // The numbers of the parallel lists are compared all the same.
                valeurs.push(ValeurDeChamp::Absente);
                fautes.push(message);
            }
        }
    }
    if fautes.is_empty() {
        Ok(())
    } else {
        Err(Faute(fautes.join(" ")))
    }
}

/// The values that one record holds, separated by a plus.
fn plusieurs(champ: &Champ, dossier: &mut Dossier, texte: &str) -> Result<ValeurDeChamp, Faute> {
    let mut valeurs = Vec::new();
    for element in texte.split(DANS_UNE_VALEUR) {
        let element = sans_blancs(element);
        if element.is_empty() {
            return Err(Faute(
                "une valeur est vide ; retirez le signe + en trop.".to_owned(),
            ));
        }
        valeurs.push(dossier.lire_valeur(champ, element, Origine::Personne)?);
    }
    Ok(dossier.garder_liste(&valeurs))
}
