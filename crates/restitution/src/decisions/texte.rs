//! Decisions for a person at a terminal: the verdict first, then what decides, what is missing, what is
//! left to do; after a batch, its totals.

mod tableaux;
mod totaux;

pub use totaux::RECOUPEMENT;

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::instruction::Bilan;
use guichet::moteur::Commun;
use guichet::socle::decision::EtapeDeCalcul;
use guichet::socle::{Constat, Decision, Issue, Resultat};

use super::RestitutionDeDecisions;
use super::vue::{LectureVue, Rubrique, Vue};
use crate::controle;
use crate::lignes::{lisible, majuscule, replier};
use crate::nombres::accorde;

/// How to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionsDeTexte {
    /// Width of the terminal, in columns.
    pub largeur: usize,
    /// Colours.
    pub couleurs: bool,
    /// Tell the conditions that are met, one by one.
    pub detail: bool,
}

impl Default for OptionsDeTexte {
    fn default() -> Self {
        controle::OptionsDeTexte::default().into()
    }
}

impl From<controle::OptionsDeTexte> for OptionsDeTexte {
    fn from(options: controle::OptionsDeTexte) -> Self {
        Self {
            largeur: options.largeur,
            couleurs: options.couleurs,
            detail: false,
        }
    }
}

/// Narrower than this, lines would be mostly margins.
const LARGEUR_MIN: usize = 60;
/// Wider than this, a sentence is hard to follow.
const LARGEUR_MAX: usize = 110;
/// Set-back of what a section holds.
const RETRAIT: usize = 4;

/// Lists remembered, so as not to tell them twice.
const LISTES_RETENUES: usize = 100;

/// The text.
pub struct Texte<'w> {
    sortie: Box<dyn Write + 'w>,
    options: OptionsDeTexte,
    decisions: u64,
    /// The words of the missing fields, for the totals.
    champs: BTreeMap<String, String>,
    /// The titles of the rules that are not met, for the totals.
    titres: BTreeMap<String, String>,
    /// Lists told already, and for which dossier: most dossiers have the same ones.
    dites: BTreeMap<(String, Vec<String>), String>,
}

impl<'w> Texte<'w> {
    /// Writes to `sortie` as decisions come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>, options: OptionsDeTexte) -> Self {
        Self {
            sortie,
            options: OptionsDeTexte {
                largeur: options.largeur.clamp(LARGEUR_MIN, LARGEUR_MAX),
                ..options
            },
            decisions: 0,
            champs: BTreeMap::new(),
            titres: BTreeMap::new(),
            dites: BTreeMap::new(),
        }
    }

    /// A text in a colour of the terminal, or as it is.
    fn encre(&self, code: &str, texte: &str) -> String {
        if self.options.couleurs {
            format!("\u{1b}[{code}m{texte}\u{1b}[0m")
        } else {
            texte.to_owned()
        }
    }

    fn titre(&mut self, texte: &str) -> io::Result<()> {
        let titre = self.encre("1", texte);
        writeln!(self.sortie, "  {titre}")
    }

    /// A sentence in a section, after a mark: « CP-101 », « - ».
    fn point(&mut self, marque: &str, phrase: &str) -> io::Result<()> {
        let marque = match marque {
            "" => String::new(),
            "-" => "- ".to_owned(),
            code => format!("{code}  "),
        };
        let retrait = RETRAIT + marque.chars().count();
        let dite = replier(&lisible(phrase), self.options.largeur, retrait);
        writeln!(self.sortie, "{:RETRAIT$}{marque}{dite}", "")
    }

    fn verdict(&mut self, vue: &Vue<'_>) -> io::Result<()> {
        let reference = lisible(&vue.decision.reference);
        let verdict = format!("{reference} : {}", vue.verdict());
        let verdict = replier(&verdict, self.options.largeur, 2);
        let verdict = self.encre(couleur(vue.decision.issue), &verdict);
        writeln!(self.sortie, "{verdict}")
    }

    fn conditions(
        &mut self,
        titre: &str,
        constats: impl Iterator<Item = Constat>,
    ) -> io::Result<()> {
        for (rang, constat) in constats.enumerate() {
            if rang == 0 {
                self.titre(titre)?;
            }
            let source = if constat.source.is_empty() {
                String::new()
            } else {
                format!(" ({})", constat.source)
            };
            self.point(&constat.regle, &format!("{}{source}", constat.message))?;
        }
        Ok(())
    }

    fn fautes(&mut self, decision: &Decision) -> io::Result<()> {
        let mut fautes = decision.constats.iter();
        fautes.try_for_each(|faute| self.point(&faute.regle, &faute.message))
    }

    /// Both readings, one under the other so that they compare.
    fn lecture(&mut self, lecture: &LectureVue<'_>) -> io::Result<()> {
        self.titre(&format!("Le texte porte deux lectures ({})", lecture.id))?;
        let suite = if lecture.a_choisir {
            "à vous de choisir."
        } else {
            "la décision et le montant restent les mêmes."
        };
        self.point("", &format!("{} ; {suite}", majuscule(&lecture.phrase)))?;
        self.point("", lecture.question)?;
        let cotes = [
            ("Lecture retenue :", lecture.retenue),
            ("Autre lecture :  ", lecture.autre),
        ];
        for (nom, dite) in cotes {
            if !dite.is_empty() {
                self.point(nom, dite)?;
            }
        }
        Ok(())
    }

    /// Those that a person must choose between are told whole; the others in a line, unless asked for.
    fn lectures(&mut self, vue: &Vue<'_>) -> io::Result<()> {
        let detail = self.options.detail;
        let (entieres, breves): (Vec<_>, Vec<_>) = vue
            .lectures()
            .into_iter()
            .partition(|lecture| lecture.a_choisir || detail);
        for lecture in &entieres {
            self.lecture(lecture)?;
        }
        if !breves.is_empty() {
            self.titre("Deux lectures du texte, sans effet sur la décision ni le montant")?;
        }
        for lecture in &breves {
            self.point(lecture.id, &format!("{}.", majuscule(&lecture.phrase)))?;
        }
        Ok(())
    }

    fn manque(&mut self, vue: &Vue<'_>) -> io::Result<()> {
        let manquants = vue.manquants();
        if manquants.is_empty() {
            return Ok(());
        }
        self.titre("Il manque")?;
        for manquant in manquants {
            self.point("-", &format!("{} ({})", manquant.libelle, manquant.nom))?;
            if !self.champs.contains_key(manquant.nom) {
                let mots = (manquant.nom.to_owned(), manquant.libelle.to_owned());
                self.champs.extend([mots]);
            }
        }
        let sans_reponse: Vec<&str> = vue
            .constats(Resultat::Indetermine)
            .map(|constat| &*constat.regle)
            .collect();
        if sans_reponse.is_empty() {
            return Ok(());
        }
        let nombre = accorde(
            sans_reponse.len() as u64,
            "condition reste",
            "conditions restent",
        );
        let codes = sans_reponse.join(", ");
        self.point("", &format!("{nombre} sans réponse : {codes}."))
    }

    /// The steps, their amounts aligned.
    fn calcul(&mut self, etapes: &[EtapeDeCalcul]) -> io::Result<()> {
        if etapes.is_empty() {
            return Ok(());
        }
        self.titre("Calcul")?;
        let montants: Vec<String> = etapes
            .iter()
            .map(|etape| etape.montant_centimes.to_string())
            .collect();
        let large = |textes: &mut dyn Iterator<Item = usize>| textes.max().unwrap_or(0);
        let des_montants = large(&mut montants.iter().map(|texte| texte.chars().count()));
        let place = self
            .options
            .largeur
            .saturating_sub(RETRAIT + des_montants + 2);
        let des_libelles =
            large(&mut etapes.iter().map(|etape| etape.libelle.chars().count())).min(place);
        for (etape, montant) in etapes.iter().zip(montants) {
            let libelle = replier(&lisible(&etape.libelle), RETRAIT + des_libelles, RETRAIT);
            // The amount stands on the last line of its label.
            let derniere = libelle.rsplit('\n').next().unwrap_or_default();
            let ecrits = derniere.chars().count();
            let ecrits = if libelle.contains('\n') {
                ecrits.saturating_sub(RETRAIT)
            } else {
                ecrits
            };
            let vide = des_libelles.saturating_sub(ecrits);
            let ligne = format!(
                "{:RETRAIT$}{libelle}{:vide$}  {montant:>des_montants$}",
                "", ""
            );
            let prise = RETRAIT + des_libelles + 2 + des_montants;
            let source = format!("({})", lisible(&etape.source));
            if prise + 2 + source.chars().count() <= self.options.largeur {
                writeln!(self.sortie, "{ligne}  {source}")?;
            } else {
                writeln!(self.sortie, "{ligne}\n{:RETRAIT$}  {source}", "")?;
            }
        }
        Ok(())
    }

    /// Instrument and deadlines, aligned; then what comes as a list.
    fn rubriques(
        &mut self,
        (reference, issue): (&str, Issue),
        rubriques: &[Rubrique],
    ) -> io::Result<()> {
        let (listes, seules): (Vec<_>, Vec<_>) = rubriques.iter().partition(|r| r.liste);
        if !seules.is_empty() {
            self.titre(if issue == Issue::Incomplet {
                "À titre prévisionnel"
            } else {
                "Suites"
            })?;
        }
        let large = seules
            .iter()
            .map(|rubrique| rubrique.libelle.chars().count())
            .max()
            .unwrap_or(0);
        for rubrique in seules {
            let marque = format!("{:<large$}", rubrique.libelle);
            self.point(&marque, &rubrique.valeurs.join(", "))?;
        }
        for rubrique in listes {
            self.liste(reference, rubrique)?;
        }
        Ok(())
    }

    /// A list, whole the first time; then the dossier where it can be read.
    fn liste(&mut self, reference: &str, rubrique: &Rubrique) -> io::Result<()> {
        let cle = (rubrique.libelle.clone(), rubrique.valeurs.clone());
        let deja = self.dites.get(&cle).filter(|_| !self.options.detail);
        if let (Some(premier), 2..) = (deja, rubrique.valeurs.len()) {
            let phrase = format!(
                "{} : les {} mêmes points que pour {}.",
                rubrique.libelle,
                rubrique.valeurs.len(),
                lisible(premier)
            );
            let phrase = replier(&phrase, self.options.largeur, 2);
            return writeln!(self.sortie, "  {phrase}");
        }
        // A procedure has a few such lists; a batch that has many tells each whole.
        if self.dites.len() < LISTES_RETENUES {
            self.dites.entry(cle).or_insert(reference.to_owned());
        }
        self.titre(&rubrique.libelle)?;
        let mut valeurs = rubrique.valeurs.iter();
        valeurs.try_for_each(|valeur| self.point("-", valeur))
    }

    fn remplies(&mut self, vue: &Vue<'_>) -> io::Result<()> {
        let nombre = vue.constats(Resultat::Rempli).count() as u64;
        if nombre == 0 {
            return Ok(());
        }
        if self.options.detail {
            return self.conditions(
                "Conditions remplies",
                vue.constats(Resultat::Rempli).cloned(),
            );
        }
        let toutes = vue.decision.constats.len() as u64 == nombre && nombre > 1;
        let dites = if toutes {
            format!("Les {nombre} conditions sont remplies.")
        } else if nombre > 1 {
            format!("{nombre} autres conditions sont remplies.")
        } else if vue.decision.constats.len() > 1 {
            "1 autre condition est remplie.".to_owned()
        } else {
            "La condition est remplie.".to_owned()
        };
        writeln!(self.sortie, "  {dites}")
    }
}

/// The colour of an issue: green, red, magenta, yellow, cyan, red.
fn couleur(issue: Issue) -> &'static str {
    match issue {
        Issue::Favorable => "1;32",
        Issue::Defavorable | Issue::Illisible => "1;31",
        Issue::AExaminer => "1;35",
        Issue::Incomplet => "1;33",
        Issue::HorsChamp => "1;36",
    }
}

impl RestitutionDeDecisions for Texte<'_> {
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()> {
        if self.decisions > 0 {
            writeln!(self.sortie)?;
        }
        self.decisions += 1;
        let vue = Vue { commun, decision };
        vue.garder_les_titres(&mut self.titres);
        self.verdict(&vue)?;
        if decision.issue == Issue::Illisible {
            return self.fautes(decision);
        }
        self.conditions(
            "Conditions non remplies",
            vue.constats(Resultat::NonRempli).cloned(),
        )?;
        self.conditions(
            "Conditions à examiner",
            vue.constats(Resultat::AExaminer).cloned(),
        )?;
        self.lectures(&vue)?;
        self.manque(&vue)?;
        if !decision.pistes.is_empty() {
            self.titre("Ce qui changerait la décision")?;
        }
        for piste in &decision.pistes {
            let suite = if piste.suffit {
                " Cela suffirait à rendre le dossier favorable."
            } else {
                ""
            };
            self.point(&piste.regle, &format!("{}{suite}", piste.message))?;
        }
        self.calcul(&decision.calcul)?;
        self.tableaux(&vue.tableaux())?;
        self.rubriques((&decision.reference, decision.issue), &vue.rubriques())?;
        if !decision.avertissements.is_empty() {
            self.titre("À savoir")?;
        }
        for avertissement in &decision.avertissements {
            self.point(&avertissement.regle, &avertissement.message)?;
        }
        self.remplies(&vue)
    }

    fn fin(&mut self, bilan: &Bilan) -> io::Result<()> {
        if bilan.dossiers != 1 {
            self.totaux(bilan)?;
        }
        self.sortie.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::FormeDeDecisions;
    use super::super::essai::{decisions, rendre};
    use super::*;

    fn texte(decisions: &[Decision], options: OptionsDeTexte) -> String {
        let octets = rendre(FormeDeDecisions::Texte, decisions, options);
        String::from_utf8(octets).unwrap().replace('\u{a0}', " ")
    }

    #[test]
    fn a_batch_reads_as_an_officer_would_write_it() {
        insta::assert_snapshot!(texte(&decisions(), OptionsDeTexte::default()));
    }

    #[test]
    fn a_narrow_terminal_and_every_condition() {
        let options = OptionsDeTexte {
            largeur: 60,
            detail: true,
            ..OptionsDeTexte::default()
        };
        let etroit = texte(&decisions()[..3], options);
        let large = etroit.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(large <= 60, "{etroit}");
        insta::assert_snapshot!(etroit);
    }

    #[test]
    fn one_dossier_has_no_totals_and_no_dossier_says_so() {
        let options = OptionsDeTexte::default();
        assert!(!texte(&decisions()[..1], options).contains("En tout"));
        assert_eq!(texte(&[], options), "Aucun dossier.\n");
    }

    #[test]
    fn nothing_commands_the_terminal_but_our_colours() {
        let sans = texte(&decisions(), OptionsDeTexte::default());
        assert!(!sans.contains('\u{1b}') && sans.contains("=1+1·[31m<b>;x : hors champ"));
        let options = OptionsDeTexte {
            couleurs: true,
            ..OptionsDeTexte::default()
        };
        let avec = texte(&decisions(), options);
        assert!(avec.contains("\u{1b}[1;32mD-17 : favorable, 6 000,00 €\u{1b}[0m"));
        let mut nue = String::new();
        for (rang, morceau) in avec.split('\u{1b}').enumerate() {
            let texte = morceau.split_once('m').filter(|_| rang > 0);
            nue.push_str(texte.map_or(morceau, |(_, texte)| texte));
        }
        assert_eq!(nue, sans);
    }
}
