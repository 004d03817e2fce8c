//! Decisions as an explained table: one row a dossier, in the order of the dossiers.
//!
//! The dialect is that of the findings (`controle/csv.rs`): semicolons, the mark that says UTF-8, CRLF,
//! harmless cells. Amounts stay whole cents in columns that end in `_centimes`, days stay in ISO form, so
//! that a program reads them too. The columns are those of the procedure, whatever the first dossier has;
//! named values have a column each (`pre_bac.effectif`), records only their number: no row holds them.

use std::io::{self, Write};

use guichet::instruction::{Bilan, Etendue};
use guichet::moteur::Commun;
use guichet::socle::constat::Valeur;
use guichet::socle::{Decision, Resultat};

use super::RestitutionDeDecisions;
use super::imbrique::{self, Colonne};
use super::vue::Vue;
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

    fn remplir(&mut self, commun: &Commun, decision: &Decision) {
        self.rangee.clear();
        ecrire_cellule(&decision.reference, &mut self.rangee);
        self.suivante(decision.code_d_issue());
        for colonne in imbrique::colonnes(commun.reponse) {
            if colonne.compte() {
                self.liste("", colonne.nombre(decision), |cellule, nombre| {
                    // Writing to a text cannot fail.
                    let _ = std::fmt::Write::write_fmt(cellule, format_args!("{nombre}"));
                });
            } else {
                self.liste("", colonne.valeur(decision), valeur);
            }
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
        self.liste("", decision.recu.date_reference, |cellule, jour| {
            // Writing to a text cannot fail.
            let _ = std::fmt::Write::write_fmt(cellule, format_args!("{jour}"));
        });
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
            let _ = std::fmt::Write::write_fmt(cellule, format_args!("{nombre}"));
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

    fn fin(&mut self, _bilan: &Bilan) -> io::Result<()> {
        self.entete(None)?;
        self.sortie.flush()
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
