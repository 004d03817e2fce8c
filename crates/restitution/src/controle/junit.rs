//! The check as a report of tests, for continuous integration: a suite is a file, a test is a rule that
//! was checked in it.
//!
//! As for the exit status, only errors fail: warnings and points to examine are told in the output of a
//! test that passes. A file that could not be checked is one test in error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use guichet::procedure_cyclades::{Constat, EditionCyclades, Examen, Portee, Rapport, Refus};
use guichet::socle::condition::Condition;
use guichet::socle::constat::Gravite;

use super::Restitution;
use super::mots::{ENTRE_FICHIERS, lieu};
use crate::brouillon::Brouillon;
use crate::nombres::accorde;

/// Findings of a rule that are told one by one; the others are counted.
const CITES: usize = 100;

/// The report.
pub struct Junit<'w> {
    sortie: Box<dyn Write + 'w>,
    suites: Brouillon,
    /// The findings told of the current file, by rule.
    cites: BTreeMap<String, Vec<String>>,
    total: Comptes,
}

#[derive(Debug, Default, Clone, Copy)]
struct Comptes {
    tests: usize,
    echecs: usize,
    erreurs: usize,
}

impl<'w> Junit<'w> {
    /// Writes to `sortie` once every file is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            suites: Brouillon::default(),
            cites: BTreeMap::new(),
            total: Comptes::default(),
        }
    }

    fn suite(&mut self, nom: &str, comptes: Comptes, tests: &str) -> io::Result<()> {
        self.total.tests += comptes.tests;
        self.total.echecs += comptes.echecs;
        self.total.erreurs += comptes.erreurs;
        self.cites.clear();
        write!(
            self.suites,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\">\n{tests}  </testsuite>\n",
            echapper(nom),
            comptes.tests,
            comptes.echecs,
            comptes.erreurs,
        )
    }

    fn suite_en_erreur(&mut self, nom: &str, sorte: &str, raison: &str) -> io::Result<()> {
        let comptes = Comptes {
            tests: 1,
            erreurs: 1,
            ..Comptes::default()
        };
        let raison = echapper(raison);
        let test = format!(
            "    <testcase classname=\"CYCLADES\" name=\"fichier lisible\">\n      <error type=\"{}\" message=\"{raison}\">{raison}</error>\n    </testcase>\n",
            echapper(sorte),
        );
        self.suite(nom, comptes, &test)
    }

    /// A rule that was checked in a suite, with what it found.
    fn test(
        &self,
        classe: &str,
        condition: &Condition,
        fois: u64,
        comptes: &mut Comptes,
    ) -> String {
        comptes.tests += 1;
        let mut test = format!(
            "    <testcase classname=\"{classe}\" name=\"{} {}\"",
            echapper(condition.code.get_ref()),
            echapper(&condition.nom)
        );
        if fois == 0 {
            test.push_str("/>\n");
            return test;
        }
        let details = self.details(condition, fois);
        let nombre = accorde(fois, "constat", "constats");
        if condition.gravite == Gravite::Erreur {
            comptes.echecs += 1;
            let _ = writeln!(
                test,
                ">\n      <failure type=\"erreur\" message=\"{nombre}\">{details}</failure>\n    </testcase>"
            );
        } else {
            let gravite = condition.gravite.libelle();
            let _ = writeln!(
                test,
                ">\n      <system-out>{nombre} ({gravite})&#10;{details}</system-out>\n    </testcase>"
            );
        }
        test
    }

    fn citer(&mut self, regle: &str, texte: impl FnOnce() -> String) {
        let cites = self.cites.entry(regle.to_owned()).or_default();
        if cites.len() < CITES {
            cites.push(texte());
        }
    }

    /// What is told of a rule: its first findings, how many others, what to do.
    fn details(&self, condition: &Condition, fois: u64) -> String {
        let cites = self
            .cites
            .get(condition.code.get_ref())
            .map_or(&[][..], Vec::as_slice);
        let mut texte = cites.join("\n");
        let autres = fois.saturating_sub(cites.len() as u64);
        if autres > 0 {
            let autres = accorde(autres, "autre constat", "autres constats");
            let _ = write!(
                texte,
                "\n… et {autres} de la même règle ; --format csv ou xlsx les donne tous."
            );
        }
        let _ = write!(texte, "\nRemède : {}", condition.remede);
        echapper(&texte)
    }
}

/// Whether a rule can concern an exam.
fn concerne(condition: &Condition, examen: Option<Examen>) -> bool {
    let Some(examen) = examen else {
        return true;
    };
    condition.domaines.is_empty()
        || examen.domaines().iter().any(|domaine| {
            condition
                .domaines
                .iter()
                .any(|d| d.get_ref() == domaine.code())
        })
}

/// « ligne 17, code_postal : “7500” compte 4 chiffres. »
fn dire(constat: &Constat) -> String {
    let lieu = lieu(constat);
    let signe = if lieu.is_empty() { "" } else { " : " };
    format!("{lieu}{signe}{}", constat.message)
}

/// A text inside XML, in an element or an attribute. XML has no place for most control characters, even
/// escaped: they are replaced by the sign of what cannot be shown.
fn echapper(texte: &str) -> String {
    let mut propre = String::with_capacity(texte.len() + texte.len() / 8);
    for c in texte.chars() {
        match c {
            '&' => propre.push_str("&amp;"),
            '<' => propre.push_str("&lt;"),
            '>' => propre.push_str("&gt;"),
            '"' => propre.push_str("&quot;"),
            '\t' => propre.push_str("&#9;"),
            '\n' => propre.push_str("&#10;"),
            '\r' => propre.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => propre.push('\u{fffd}'),
            c => propre.push(c),
        }
    }
    propre
}

impl Restitution for Junit<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.citer(&constat.regle, || dire(&constat));
        Ok(())
    }

    fn fichier(
        &mut self,
        nom: &str,
        edition: &EditionCyclades,
        rapport: &Rapport,
    ) -> io::Result<()> {
        let mut comptes = Comptes::default();
        let mut tests = String::new();
        let classe = rapport.examen.map_or_else(
            || "CYCLADES".to_owned(),
            |examen| format!("CYCLADES.{examen}"),
        );
        for condition in &edition.conditions.conditions {
            let code = condition.code.get_ref();
            let fois = rapport.resume.par_regle.get(code).copied().unwrap_or(0);
            if fois == 0 && !concerne(condition, rapport.examen) {
                continue;
            }
            tests.push_str(&self.test(&classe, condition, fois, &mut comptes));
        }
        self.suite(nom, comptes, &tests)
    }

    fn refus(&mut self, nom: &str, refus: &Refus) -> io::Result<()> {
        match refus {
            Refus::Contenu(constat) => {
                let raison = format!("{} {}", constat.message, constat.remede);
                let sorte = format!("{} {}", constat.regle, constat.nom);
                self.suite_en_erreur(nom, &sorte, &raison)
            }
            autre => self.suite_en_erreur(nom, "lecture", &autre.to_string()),
        }
    }

    fn illisible(&mut self, nom: &str, raison: &str) -> io::Result<()> {
        self.suite_en_erreur(nom, "lecture", raison)
    }

    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        for constat in &constats {
            self.citer(&constat.regle, || {
                format!("{}, {}", constat.fichier, dire(constat))
            });
        }
        let mut comptes = Comptes::default();
        let mut tests = String::new();
        for (code, fois) in par_regle {
            if let Some(condition) = edition.condition(code) {
                tests.push_str(&self.test("CYCLADES", condition, *fois, &mut comptes));
            }
        }
        self.suite(ENTRE_FICHIERS, comptes, &tests)
    }

    fn fin(&mut self) -> io::Result<()> {
        write!(
            self.sortie,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"guichet cyclades verifier\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
            self.total.tests, self.total.echecs, self.total.erreurs,
        )?;
        self.suites.verser(&mut self.sortie)?;
        self.sortie.write_all(b"</testsuites>\n")?;
        self.sortie.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Forme;
    use super::super::essai::{
        AUTRE, NOM, demo, deux_fichiers, rendre, rendre_ensemble, rendre_la_feuille,
    };
    use super::*;

    #[test]
    fn nothing_in_a_value_escapes_from_its_place() {
        let cas = [
            ("<script>&\"'", "&lt;script&gt;&amp;&quot;'"),
            ("]]>", "]]&gt;"),
            ("a\u{0}\u{1b}b", "a\u{fffd}\u{fffd}b"),
            ("a\nb\tc", "a&#10;b&#9;c"),
            ("é\u{ffff}", "é\u{fffd}"),
        ];
        for (texte, attendu) in cas {
            assert_eq!(echapper(texte), attendu);
        }
    }

    #[test]
    fn what_several_files_tell_is_a_suite_and_a_cell_is_told_by_its_name() {
        let rendu = rendre_ensemble(Forme::Junit, &deux_fichiers(&demo(&[])));
        let rendu = String::from_utf8(rendu).unwrap();
        assert!(
            rendu.contains("<testsuite name=\"D’un fichier à l’autre\" tests=\"2\" failures=\"0\"")
        );
        let (_, suite) = rendu.rsplit_once("<testsuite ").unwrap();
        assert_eq!(suite.matches("<testcase").count(), 2);
        let debut = format!("(avertissement)&#10;{AUTRE}, ligne 2, INE : ");
        assert!(suite.contains(&debut), "{suite}");
        assert_eq!(rendu.matches("CY-503 ").count(), 3, "two files, then both");
        let feuille = rendre_la_feuille(Forme::Junit, &demo(&[("M;MAR", "Mme;MAR")]));
        let feuille = String::from_utf8(feuille).unwrap();
        assert!(
            feuille.contains("feuille Élèves, cellule A4, civilite : "),
            "{feuille}"
        );
    }

    #[test]
    fn a_suite_is_a_file_and_only_errors_fail() {
        let fautif = demo(&[("M;", "<M>;"), ("100;", "10;")]);
        let (rendu, _) = rendre(
            Forme::Junit,
            &[(NOM, &demo(&[])), (NOM, &fautif), ("vide.csv", b"")],
        );
        let rendu = String::from_utf8(rendu).unwrap();
        // The rules without a finding are many and say nothing more than their name.
        let parlantes: Vec<&str> = rendu
            .lines()
            .filter(|ligne| !ligne.ends_with("\"/>"))
            .collect();
        insta::assert_snapshot!(parlantes.join("\n"));
        let passes = rendu
            .lines()
            .filter(|ligne| ligne.ends_with("\"/>"))
            .count();
        assert!(passes > 50, "{passes}");
    }
}
