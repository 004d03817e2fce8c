//! Decisions as a workbook: the totals, the decisions one a row, their reasons one a row, the steps of
//! the computations, the records of the answers.
//!
//! Amounts are numbers in euros and days are days, so that a spreadsheet sums and sorts them; anything
//! else is text, so that no value is a formula. Rows go to temporary files as they come; what a sheet
//! cannot hold is told in the totals.

pub(crate) mod formats;
mod synthese;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, SeekFrom, Write};

use guichet::instruction::Bilan;
use guichet::moteur::{ChampDeReponse, Commun, GenreDeReponse};
use guichet::socle::constat::Valeur;
use guichet::socle::{Centimes, Decision, Issue, Resultat};
use rust_xlsxwriter::{ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::formats::Formats;
use super::RestitutionDeDecisions;
use super::imbrique::{self, sous_valeur};
use super::vue::{Vue, en_mots};
use crate::classeur::{RANGEES_MAX, ecrire, ecrire_montant, ecrire_nombre, imprimer_en_tableau};
use crate::lignes::majuscule;
use crate::nombres::nombre;

/// The sheets, in order.
const SYNTHESE: usize = 0;
const DECISIONS: usize = 1;
const MOTIFS: usize = 2;
const CALCULS: usize = 3;
/// The first sheet of the records of the answers, when they have some.
const TABLES: usize = 4;

/// Names of the sheets after the totals.
const NOMS: [&str; 3] = ["Décisions", "Motifs", "Calculs"];

/// Headings of the reasons, and the width of their columns in characters.
const COLONNES_DES_MOTIFS: [(&str, u8); 8] = [
    ("Référence", 18),
    ("Nature", 18),
    ("Code", 10),
    ("Nom", 34),
    ("Explication", 70),
    ("Source", 28),
    ("Lecture retenue", 40),
    ("Autre lecture", 40),
];

/// Headings of the computations.
const COLONNES_DES_CALCULS: [(&str, u8); 4] = [
    ("Référence", 18),
    ("Étape", 60),
    ("Montant", 14),
    ("Source", 28),
];

/// What the decisions have after the fields of the answer.
const RAISONS: [(&str, u8); 8] = [
    ("Conditions non remplies", 18),
    ("Explications", 60),
    ("Lectures du texte", 50),
    ("Il manque", 30),
    ("À savoir", 50),
    ("Ce qui changerait la décision", 50),
    ("Date de référence", 13),
    ("Édition", 12),
];

/// A reason that is a condition not met.
pub const NON_REMPLIE: &str = "non remplie";

/// A table that grows.
#[derive(Debug, Default)]
struct Feuille {
    /// The next row; the header is the first one.
    rangee: u32,
    omises: u64,
}

impl Feuille {
    fn nouvelle(&mut self) -> Option<u32> {
        if self.rangee + 1 >= RANGEES_MAX {
            self.omises += 1;
            return None;
        }
        self.rangee += 1;
        Some(self.rangee)
    }
}

/// The workbook.
pub struct Xlsx<'w> {
    sortie: Box<dyn Write + 'w>,
    classeur: Workbook,
    formats: Formats,
    commence: bool,
    reponse: &'static [ChampDeReponse],
    /// The sheets after the totals: their names, how many columns they have, their rows.
    feuilles: Vec<(&'static str, usize, Feuille)>,
    /// Rules that reading raises: a dossier may break one several times.
    de_lecture: BTreeSet<String>,
    /// The words of the missing fields.
    champs: BTreeMap<String, String>,
    /// The titles of the rules that are not met.
    titres: BTreeMap<String, String>,
    /// Procedure and editions of the decisions.
    procedure: String,
    editions: BTreeSet<String>,
    remarques: Vec<String>,
}

impl<'w> Xlsx<'w> {
    /// Writes to `sortie` once every decision is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            classeur: Workbook::new(),
            formats: Formats::new(),
            commence: false,
            reponse: &[],
            feuilles: Vec::new(),
            de_lecture: BTreeSet::new(),
            champs: BTreeMap::new(),
            titres: BTreeMap::new(),
            procedure: String::new(),
            editions: BTreeSet::new(),
            remarques: Vec::new(),
        }
    }

    /// Lays the sheets, before the first row.
    fn commencer(&mut self, commun: Option<&Commun>) -> Result<(), XlsxError> {
        if std::mem::replace(&mut self.commence, true) {
            return Ok(());
        }
        if let Some(commun) = commun {
            self.reponse = commun.reponse;
            commun.procedure.clone_into(&mut self.procedure);
        }
        self.classeur.add_worksheet().set_name("Synthèse")?;
        let mut decisions = vec![("Référence", 18), ("Décision", 13)];
        let reponse: Vec<(String, u8)> = imbrique::colonnes(self.reponse)
            .map(|colonne| (colonne.libelle(), largeur(colonne.genre())))
            .collect();
        decisions.extend(
            reponse
                .iter()
                .map(|(titre, large)| (titre.as_str(), *large)),
        );
        decisions.extend(RAISONS);
        let mut tables: Vec<(&'static str, Vec<(&str, u8)>)> = vec![
            (NOMS[0], decisions),
            (NOMS[1], COLONNES_DES_MOTIFS.to_vec()),
            (NOMS[2], COLONNES_DES_CALCULS.to_vec()),
        ];
        tables.extend(imbrique::tables(self.reponse).map(|(table, champs)| {
            let colonnes = champs
                .iter()
                .map(|champ| (champ.libelle, largeur(champ.genre)));
            let reference = std::iter::once(("Référence", 18));
            (table.libelle, reference.chain(colonnes).collect())
        }));
        for (nom, colonnes) in tables {
            let feuille = self.classeur.add_worksheet_with_constant_memory()?;
            feuille.set_name(nom)?;
            for (colonne, &(titre, largeur)) in (0u16..).zip(&colonnes) {
                feuille.set_column_width(colonne, f64::from(largeur))?;
                feuille.write_string_with_format(0, colonne, titre, &self.formats.titre)?;
            }
            imprimer_en_tableau(feuille, 1)?;
            let colonnes = colonnes.len();
            self.feuilles.push((nom, colonnes, Feuille::default()));
        }
        Ok(())
    }

    fn rangee_de_decision(&mut self, vue: &Vue<'_>) -> Result<(), XlsxError> {
        let Some(rangee) = self.feuilles[DECISIONS - 1].2.nouvelle() else {
            return Ok(());
        };
        let decision = vue.decision;
        let formats = &self.formats;
        let feuille = self.classeur.worksheet_from_index(DECISIONS)?;
        ecrire(feuille, rangee, 0, &decision.reference, &formats.texte)?;
        let issue = decision.issue;
        ecrire(
            feuille,
            rangee,
            1,
            decision.libelle_d_issue(),
            formats.de(issue),
        )?;
        let mut colonne = 2;
        for champ in imbrique::colonnes(self.reponse) {
            if let (true, Some(nombre)) = (champ.compte(), champ.nombre(decision)) {
                let nombre = nombre as u64;
                ecrire_nombre(feuille, rangee, colonne, nombre, &formats.nombre)?;
            } else if let Some(valeur) = champ.valeur(decision) {
                let place = (rangee, colonne);
                ecrire_valeur(feuille, place, champ.genre(), valeur, formats)?;
            }
            colonne += 1;
        }
        let joints = |textes: Vec<String>| textes.join("\n");
        let constats = || vue.constats(Resultat::NonRempli);
        let lectures = vue.lectures().into_iter();
        let textes = [
            joints(constats().map(|c| c.regle.to_string()).collect()),
            joints(constats().map(|c| c.message.to_string()).collect()),
            joints(
                lectures
                    .map(|l| format!("{} : {}", l.id, l.phrase))
                    .collect(),
            ),
            joints(
                vue.manquants()
                    .iter()
                    .map(|m| m.libelle.to_owned())
                    .collect(),
            ),
            joints(
                decision
                    .avertissements
                    .iter()
                    .map(|a| a.message.clone())
                    .collect(),
            ),
            joints(decision.pistes.iter().map(|p| p.message.clone()).collect()),
        ];
        for texte in textes {
            if !texte.is_empty() {
                ecrire(feuille, rangee, colonne, &texte, &formats.phrase)?;
            }
            colonne += 1;
        }
        if let Some(jour) = decision.recu.date_reference {
            ecrire_jour(feuille, rangee, colonne, &jour.to_string(), formats)?;
        }
        ecrire(
            feuille,
            rangee,
            colonne + 1,
            &decision.edition,
            &formats.texte,
        )
    }

    /// One reason: nature, code, name, explanation, source, both readings.
    fn motif(&mut self, reference: &str, cellules: [&str; 7]) -> Result<(), XlsxError> {
        let Some(rangee) = self.feuilles[MOTIFS - 1].2.nouvelle() else {
            return Ok(());
        };
        let feuille = self.classeur.worksheet_from_index(MOTIFS)?;
        ecrire(feuille, rangee, 0, reference, &self.formats.texte)?;
        for (colonne, cellule) in (1u16..).zip(cellules) {
            if !cellule.is_empty() {
                let format = if colonne < 4 {
                    &self.formats.texte
                } else {
                    &self.formats.phrase
                };
                ecrire(feuille, rangee, colonne, cellule, format)?;
            }
        }
        Ok(())
    }

    fn motifs(&mut self, vue: &Vue<'_>) -> Result<(), XlsxError> {
        let decision = vue.decision;
        let reference = &decision.reference;
        let illisible = decision.issue == Issue::Illisible;
        vue.garder_les_titres(&mut self.titres);
        for constat in &decision.constats {
            let nature = match constat.resultat {
                Resultat::NonRempli if illisible => "illisible",
                Resultat::NonRempli => NON_REMPLIE,
                Resultat::AExaminer => "à examiner",
                Resultat::Indetermine => "sans réponse",
                Resultat::Rempli => continue,
            };
            if illisible {
                self.de_lecture.insert(constat.regle.to_string());
            }
            let cellules = [
                nature,
                &constat.regle,
                vue.titre(constat),
                &constat.message,
                &constat.source,
                "",
                "",
            ];
            self.motif(reference, cellules)?;
        }
        for lecture in vue.lectures() {
            let cote = |dite: &str, retenue: bool| {
                let ecarts: Vec<String> = lecture
                    .ecarts
                    .iter()
                    .map(|(libelle, a, b)| format!("{libelle} : {}", if retenue { a } else { b }))
                    .collect();
                format!("{dite}\n{}", ecarts.join("\n")).trim().to_owned()
            };
            let cellules = [
                "deux lectures",
                lecture.id,
                "",
                lecture.question,
                "",
                &cote(lecture.retenue, true),
                &cote(lecture.autre, false),
            ];
            self.motif(reference, cellules)?;
        }
        for manquant in vue.manquants() {
            let libelle = majuscule(manquant.libelle);
            let cellules = ["manque", "", manquant.nom, &libelle, "", "", ""];
            self.motif(reference, cellules)?;
            if !self.champs.contains_key(manquant.nom) {
                self.champs.insert(manquant.nom.to_owned(), libelle);
            }
        }
        for dit in &decision.avertissements {
            let cellules = ["à savoir", &dit.regle, "", &dit.message, "", "", ""];
            self.motif(reference, cellules)?;
        }
        for piste in &decision.pistes {
            let cellules = [
                "ce qui changerait",
                &piste.regle,
                "",
                &piste.message,
                "",
                "",
                "",
            ];
            self.motif(reference, cellules)?;
        }
        Ok(())
    }

    fn calcul(&mut self, decision: &Decision) -> Result<(), XlsxError> {
        for etape in &decision.calcul {
            let Some(rangee) = self.feuilles[CALCULS - 1].2.nouvelle() else {
                continue;
            };
            let feuille = self.classeur.worksheet_from_index(CALCULS)?;
            let formats = &self.formats;
            ecrire(feuille, rangee, 0, &decision.reference, &formats.texte)?;
            ecrire(feuille, rangee, 1, &etape.libelle, &formats.phrase)?;
            let montant = etape.montant_centimes;
            ecrire_montant(feuille, rangee, 2, montant, &formats.euros)?;
            ecrire(feuille, rangee, 3, &etape.source, &formats.phrase)?;
        }
        Ok(())
    }

    /// The records of the answer, a row each, on the sheet of their field.
    fn tables(&mut self, decision: &Decision) -> Result<(), XlsxError> {
        for (place, (table, champs)) in imbrique::tables(self.reponse).enumerate() {
            let Some(Valeur::Liste(valeurs)) = decision.champ(table.nom) else {
                continue;
            };
            for valeur in valeurs {
                let Some(rangee) = self.feuilles[TABLES - 1 + place].2.nouvelle() else {
                    continue;
                };
                let feuille = self.classeur.worksheet_from_index(TABLES + place)?;
                ecrire(feuille, rangee, 0, &decision.reference, &self.formats.texte)?;
                for (colonne, champ) in (1u16..).zip(champs) {
                    if let Some(valeur) = sous_valeur(valeur, champ.nom) {
                        let place = (rangee, colonne);
                        ecrire_valeur(feuille, place, champ.genre, valeur, &self.formats)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// What the sheets could not hold.
    fn omissions(&mut self) {
        for (nom, _, feuille) in &self.feuilles {
            if feuille.omises > 0 {
                self.remarques.push(format!(
                    "La feuille {nom} montre les {} premières lignes ; {} de plus n’y tiennent pas, c’est la limite d’un classeur. Prenez --format csv pour les avoir toutes.",
                    nombre(u64::from(RANGEES_MAX) - 1),
                    nombre(feuille.omises)
                ));
            }
        }
    }

    fn fermer(&mut self, bilan: &Bilan) -> io::Result<()> {
        self.commencer(None).map_err(io::Error::other)?;
        self.omissions();
        self.finir(bilan).map_err(io::Error::other)?;
        let mut provisoire = tempfile::tempfile()?;
        self.classeur
            .save_to_writer(&mut provisoire)
            .map_err(io::Error::other)?;
        provisoire.seek(SeekFrom::Start(0))?;
        io::copy(&mut provisoire, &mut self.sortie)?;
        self.sortie.flush()
    }

    fn finir(&mut self, bilan: &Bilan) -> Result<(), XlsxError> {
        for (rang, (_, colonnes, lignes)) in self.feuilles.iter().enumerate() {
            let derniere = u16::try_from(colonnes - 1).unwrap_or(u16::MAX);
            let feuille = self.classeur.worksheet_from_index(rang + 1)?;
            feuille.autofilter(0, 0, lignes.rangee.max(1), derniere)?;
        }
        self.synthese(bilan)?;
        let feuille = self.classeur.worksheet_from_index(SYNTHESE)?;
        feuille.set_active(true);
        Ok(())
    }
}

/// The width of a column of the answer, in characters.
fn largeur(genre: GenreDeReponse) -> u8 {
    match genre {
        GenreDeReponse::Texte => 40,
        _ => 15,
    }
}

/// A value of the answer in the cell of its kind.
fn ecrire_valeur(
    feuille: &mut Worksheet,
    (rangee, colonne): (u32, u16),
    genre: GenreDeReponse,
    valeur: &Valeur,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match (genre, valeur) {
        (_, Valeur::Nul) => Ok(()),
        (GenreDeReponse::Montant, Valeur::Entier(centimes)) => {
            let montant = Centimes(*centimes);
            ecrire_montant(feuille, rangee, colonne, montant, &formats.euros)
        }
        (GenreDeReponse::Date, Valeur::Texte(texte)) => {
            ecrire_jour(feuille, rangee, colonne, texte, formats)
        }
        (_, Valeur::Entier(n)) => match i32::try_from(*n) {
            Ok(n) => feuille
                .write_number_with_format(rangee, colonne, n, &formats.nombre)
                .map(|_| ()),
            Err(_) => ecrire(feuille, rangee, colonne, &n.to_string(), &formats.texte),
        },
        (genre, Valeur::Liste(valeurs)) => {
            let dites: Vec<String> = valeurs.iter().map(|v| en_mots(genre, v)).collect();
            ecrire(feuille, rangee, colonne, &dites.join("\n"), &formats.phrase)
        }
        (genre, valeur) => {
            let dite = en_mots(genre, valeur);
            ecrire(feuille, rangee, colonne, &dite, &formats.phrase)
        }
    }
}

fn ecrire_jour(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    iso: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match ExcelDateTime::parse_from_str(iso) {
        Ok(jour) => {
            feuille.write_datetime_with_format(rangee, colonne, &jour, &formats.jour)?;
            Ok(())
        }
        // Spreadsheets begin with 1900.
        Err(_) => ecrire(feuille, rangee, colonne, iso, &formats.texte),
    }
}

impl RestitutionDeDecisions for Xlsx<'_> {
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()> {
        if !self.editions.contains(&*decision.edition) {
            self.editions.insert(decision.edition.to_string());
        }
        let vue = Vue { commun, decision };
        self.commencer(Some(commun))
            .and_then(|()| self.rangee_de_decision(&vue))
            .and_then(|()| self.motifs(&vue))
            .and_then(|()| self.calcul(decision))
            .and_then(|()| self.tables(decision))
            .map_err(io::Error::other)
    }

    fn fin(&mut self, bilan: &Bilan) -> io::Result<()> {
        self.fermer(bilan)
    }

    fn remarques(&self) -> Vec<String> {
        self.remarques.clone()
    }
}

#[cfg(test)]
mod tests;
