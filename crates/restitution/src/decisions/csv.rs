//! Decisions as an explained table: one row a dossier, in the order of the dossiers.
//!
//! The dialect is that of the findings (`controle/csv.rs`): semicolons, the mark that says UTF-8, CRLF,
//! harmless cells. Amounts stay whole cents in columns that end in `_centimes`, days stay in ISO form, so
//! that a program reads them too. The columns are those of the procedure, whatever the first dossier has;
//! named values have a column each (`pre_bac.effectif`), records only their number: no row holds them.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use guichet::instruction::{Bilan, Etendue};
use guichet::moteur::{ChampDeReponse, Commun, GenreDeReponse};
use guichet::socle::constat::Valeur;
use guichet::socle::{Decision, Resultat};
use jiff::civil::Date;

use super::imbrique::{self, Colonne};
use super::vue::Vue;
use super::{Repetable, RestitutionDeDecisions};
use crate::cellule::ecrire_cellule;

/// The columns after the fields of the answer.
const RAISONS: [&str; 9] = [
    "motifs",
    "explications",
    "lectures",
    "manque",
    "avertissements",
    "ce_qui_changerait",
    "edition",
    "edition_sha256",
    "date_reference",
];

/// The table.
pub struct Csv<'w> {
    sortie: Box<dyn Write + 'w>,
    commence: bool,
    rangee: String,
    cellule: String,
    /// What of the row is neither its reference nor its date.
    milieu: Range<usize>,
}

impl<'w> Csv<'w> {
    /// Writes to `sortie` as decisions come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            commence: false,
            rangee: String::new(),
            cellule: String::new(),
            milieu: 0..0,
        }
    }

    fn entete(&mut self, commun: Option<&Commun>) -> io::Result<()> {
        if std::mem::replace(&mut self.commence, true) {
            return Ok(());
        }
        let reponse = imbrique::colonnes(commun.map_or(&[][..], |commun| commun.reponse));
        let colonnes: Vec<String> = ["reference", "issue"]
            .into_iter()
            .map(str::to_owned)
            .chain(reponse.map(Colonne::nom))
            .chain(RAISONS.map(str::to_owned))
            .collect();
        write!(self.sortie, "\u{feff}{}\r\n", colonnes.join(";"))
    }

    /// Several texts in one cell.
    fn liste<T>(
        &mut self,
        separateur: &str,
        elements: impl IntoIterator<Item = T>,
        ecrire: impl Fn(&mut String, T),
    ) {
        self.cellule.clear();
        for (rang, element) in elements.into_iter().enumerate() {
            if rang > 0 {
                self.cellule.push_str(separateur);
            }
            ecrire(&mut self.cellule, element);
        }
        self.rangee.push(';');
        ecrire_cellule(&self.cellule, &mut self.rangee);
    }

    fn suivante(&mut self, texte: &str) {
        self.rangee.push(';');
        ecrire_cellule(texte, &mut self.rangee);
    }

    /// The columns of a field that holds named values, or the number of its records.
    fn imbriquer(&mut self, champ: &'static ChampDeReponse, decision: &Decision) {
        for colonne in imbrique::colonnes(std::slice::from_ref(champ)) {
            if colonne.compte() {
                self.liste("", colonne.nombre(decision), |cellule, nombre| {
                    // Writing to a text cannot fail.
                    let _ = write!(cellule, "{nombre}");
                });
            } else {
                self.liste("", colonne.valeur(decision), valeur);
            }
        }
    }

    fn remplir(&mut self, commun: &Commun, decision: &Decision) {
        self.commencer(&decision.reference);
        let debut = self.rangee.len();
        self.suivante(decision.code_d_issue());
        for (rang, champ) in commun.reponse.iter().enumerate() {
            if matches!(
                champ.genre,
                GenreDeReponse::Objet(_) | GenreDeReponse::Table(_)
            ) {
                self.imbriquer(champ, decision);
                continue;
            }
            // A decision has its fields in that order, when it has them.
            let attendu = decision.champs.get(rang);
            let attendu = attendu.filter(|(nom, _)| nom == champ.nom);
            let trouve = attendu.map(|(_, valeur)| valeur);
            self.liste("", trouve.or_else(|| decision.champ(champ.nom)), valeur);
        }
        let motifs = || {
            let constats = decision.constats.iter();
            constats.filter(|constat| constat.resultat == Resultat::NonRempli)
        };
        self.liste("|", motifs(), |cellule, constat| {
            cellule.push_str(&constat.regle);
        });
        self.liste(" | ", motifs(), |cellule, constat| {
            cellule.push_str(&constat.message);
        });
        let lectures = if decision.lectures.is_empty() {
            Vec::new()
        } else {
            Vue { commun, decision }.lectures()
        };
        self.liste(" | ", &lectures, |cellule, lecture| {
            cellule.extend([lecture.id, " : ", &lecture.phrase]);
        });
        self.liste("|", &decision.manque, |cellule, champ| {
            cellule.push_str(champ);
        });
        self.liste(" | ", &decision.avertissements, |cellule, dit| {
            cellule.extend([&dit.regle, " ", &dit.message]);
        });
        self.liste(" | ", &decision.pistes, |cellule, piste| {
            cellule.extend([&piste.regle, " ", &piste.message]);
        });
        self.suivante(&decision.edition);
        self.suivante(&decision.recu.edition_sha256);
        self.milieu = debut..self.rangee.len();
        self.terminer(decision.recu.date_reference);
    }

    fn commencer(&mut self, reference: &str) {
        self.rangee.clear();
        ecrire_cellule(reference, &mut self.rangee);
    }

    fn terminer(&mut self, date_reference: Option<Date>) {
        self.rangee.push(';');
        if let Some(jour) = date_reference {
            // Writing to a text cannot fail.
            let _ = write!(self.rangee, "{jour}");
        }
        self.rangee.push_str("\r\n");
    }
}

/// A value as the contract writes it; nothing for one that is not there.
fn valeur(cellule: &mut String, valeur_du_champ: &Valeur) {
    match valeur_du_champ {
        Valeur::Nul => {}
        Valeur::Booleen(vrai) => cellule.push_str(if *vrai { "true" } else { "false" }),
        Valeur::Entier(nombre) => {
            // Writing to a text cannot fail.
            let _ = write!(cellule, "{nombre}");
        }
        Valeur::Texte(texte) => cellule.push_str(texte),
        Valeur::Liste(valeurs) => {
            for (rang, element) in valeurs.iter().enumerate() {
                if rang > 0 {
                    cellule.push('|');
                }
                valeur(cellule, element);
            }
        }
        Valeur::Objet(champs) => {
            for (rang, (nom, element)) in champs.iter().enumerate() {
                if rang > 0 {
                    cellule.push('|');
                }
                cellule.extend([nom, "="]);
                valeur(cellule, element);
            }
        }
    }
}

impl RestitutionDeDecisions for Csv<'_> {
    fn etendue(&self) -> Etendue {
        Etendue::Motifs
    }

    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()> {
        self.entete(Some(commun))?;
        self.remplir(commun, decision);
        self.sortie.write_all(self.rangee.as_bytes())
    }

    fn repetable(&mut self) -> Option<&mut dyn Repetable> {
        Some(self)
    }

    fn fin(&mut self, _bilan: &Bilan) -> io::Result<()> {
        self.entete(None)?;
        self.sortie.flush()
    }
}

impl Repetable for Csv<'_> {
    fn milieu(&self) -> &[u8] {
        self.rangee[self.milieu.clone()].as_bytes()
    }

    fn redire(
        &mut self,
        reference: &str,
        milieu: &[u8],
        date_reference: Option<Date>,
    ) -> io::Result<()> {
        self.commencer(reference);
        self.sortie.write_all(self.rangee.as_bytes())?;
        self.sortie.write_all(milieu)?;
        self.rangee.clear();
        self.terminer(date_reference);
        self.sortie.write_all(self.rangee.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::essai::{decisions, rendre};
    use super::super::{FormeDeDecisions, OptionsDeTexte};
    use super::*;

    fn table(decisions: &[Decision]) -> String {
        let octets = rendre(FormeDeDecisions::Csv, decisions, OptionsDeTexte::default());
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn each_dossier_has_its_row_in_order() {
        insta::assert_snapshot!(table(&decisions()).replace('\r', ""));
    }

    #[test]
    fn every_row_has_the_columns_of_the_procedure_even_when_the_first_dossier_lacks_them() {
        let mut decisions = decisions();
        decisions.rotate_left(6);
        let table = table(&decisions);
        let mut lecteur = lignes(&table);
        let entete = lecteur.next().unwrap();
        assert!(entete.contains(&"instrument".to_owned()), "{entete:?}");
        assert_eq!(lecteur.next().unwrap()[0], "dossiers.csv:7");
        assert!(lignes(&table).all(|ligne| ligne.len() == entete.len()));
        assert_eq!(lignes(&table).count(), decisions.len() + 1);
    }

    /// The rows of a table whose cells hold no line break.
    fn lignes(table: &str) -> impl Iterator<Item = Vec<String>> + '_ {
        table.lines().map(|ligne| {
            let mut cellules = vec![String::new()];
            let mut cite = false;
            for c in ligne.chars() {
                match c {
                    '"' => cite = !cite,
                    ';' if !cite => cellules.push(String::new()),
                    c => cellules.last_mut().unwrap().push(c),
                }
            }
            cellules
        })
    }

    #[test]
    fn no_cell_is_a_formula_and_an_empty_batch_has_its_header() {
        let table_faite = table(&decisions());
        assert!(table_faite.contains("\r\n\"'=1+1\u{1b}[31m<b>;x\";hors_champ;"));
        assert_eq!(table(&[]).lines().count(), 1);
    }
}
