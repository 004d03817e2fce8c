//! The edits for a person at a terminal: the verdict, then each cause once with its first edits, then what
//! is left to confirm, then what is still found in the copy.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::corrections::Corrige;
use guichet::procedure_cyclades::reparation::{Etat, Modification};
use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Surete};

use super::Restitution;
use crate::controle::{self, OptionsDeTexte, Restitution as _, verdict};
use crate::lignes::replier;
use crate::nombres::accorde;

/// Edits shown for each cause.
const EXEMPLES: usize = 3;

/// The parts of the text, in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Partie {
    Sures,
    Confirmees,
    AConfirmer,
    Indicatives,
    Impossibles,
}

impl Partie {
    fn de(modification: &Modification) -> Self {
        match (modification.etat, modification.surete) {
            (Etat::Impossible, _) => Self::Impossibles,
            (Etat::Faite, Surete::Sure) => Self::Sures,
            (Etat::Faite, _) => Self::Confirmees,
            (Etat::Proposee, Surete::Indicative) => Self::Indicatives,
            (Etat::Proposee, _) => Self::AConfirmer,
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Sures => "Corrections sûres, faites",
            Self::Confirmees => "Corrections à confirmer, faites : relisez-les",
            Self::AConfirmer => "Corrections à confirmer, pas encore faites",
            Self::Indicatives => "Corrections montrées à titre indicatif, jamais faites",
            Self::Impossibles => {
                "Corrections impossibles : l’encodage du fichier n’a pas les caractères voulus"
            }
        }
    }
}

/// Edits of the same part, rule, repair and field.
type Cause = (Partie, Option<String>, String, String);

struct Groupe {
    fois: u64,
    premieres: Vec<Modification>,
}

/// The text.
pub struct Texte<'w> {
    sortie: Box<dyn Write + 'w>,
    options: OptionsDeTexte,
    groupes: BTreeMap<Cause, Groupe>,
    constats: Vec<Constat>,
}

impl<'w> Texte<'w> {
    /// Writes to `sortie` once the copy is written.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>, options: OptionsDeTexte) -> Self {
        Self {
            sortie,
            options,
            groupes: BTreeMap::new(),
            constats: Vec::new(),
        }
    }

    fn groupe(&mut self, cause: &Cause, groupe: &Groupe) -> io::Result<()> {
        let (_, regle, _, champ) = cause;
        let Some(premiere) = groupe.premieres.first() else {
            return Ok(());
        };
        // Custom alone wants it: no rule to name.
        let regle = (regle.as_deref()).map_or_else(String::new, |regle| format!(" [{regle}]"));
        let fois = if groupe.fois > 1 {
            format!(", {} fois", crate::nombres::nombre(groupe.fois))
        } else {
            String::new()
        };
        let titre = format!("{champ} : {}{fois}{regle}", premiere.raison);
        let largeur = self.options.largeur.max(60);
        writeln!(
            self.sortie,
            "  {}",
            replier(&titre, largeur, 4).trim_start()
        )?;
        for modification in &groupe.premieres {
            writeln!(
                self.sortie,
                "    {} : “{}” → “{}”",
                place(modification),
                visible(&modification.avant),
                visible(&modification.apres)
            )?;
        }
        let autres = groupe.fois - groupe.premieres.len() as u64;
        if autres > 0 {
            let autres = accorde(autres, "autre fois", "autres fois");
            writeln!(self.sortie, "    et {autres}")?;
        }
        Ok(())
    }
}

/// The cell in a sheet, else the line.
fn place(modification: &Modification) -> String {
    let cellule = (modification.lieu.as_ref()).and_then(|lieu| lieu.cellule.as_ref());
    cellule.map_or_else(
        || format!("ligne {}", modification.ligne),
        |cellule| format!("cellule {cellule}"),
    )
}

/// A value on one line.
fn visible(valeur: &str) -> String {
    const MAX: usize = 60;
    let mut texte: String = valeur
        .chars()
        .take(MAX)
        .map(|c| match c {
            '\t' => '→',
            '\u{a0}' | '\u{202f}' => '⍽',
            c if c.is_control() => '·',
            c => c,
        })
        .collect();
    if valeur.chars().count() > MAX {
        texte.push('…');
    }
    texte
}

impl Restitution for Texte<'_> {
    fn portee(&self) -> Portee {
        controle::Texte::new(Box::new(io::sink()), self.options).portee()
    }

    fn modification(&mut self, modification: Modification) -> io::Result<()> {
        let cause = (
            Partie::de(&modification),
            modification.regle.clone(),
            modification.correction.clone(),
            modification.champ.clone(),
        );
        let groupe = self.groupes.entry(cause).or_insert_with(|| Groupe {
            fois: 0,
            premieres: Vec::new(),
        });
        groupe.fois += 1;
        if groupe.premieres.len() < EXEMPLES {
            groupe.premieres.push(modification);
        }
        Ok(())
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.constats.push(constat);
        Ok(())
    }

    fn fin(&mut self, nom: &str, edition: &EditionCyclades, corrige: &Corrige) -> io::Result<()> {
        let bilan = &corrige.bilan;
        let faites = if bilan.faites() == 0 {
            "aucune correction".to_owned()
        } else {
            format!(
                "{} pour {}",
                accorde(bilan.faites(), "correction", "corrections"),
                accorde(bilan.candidats_modifies, "candidat", "candidats")
            )
        };
        writeln!(self.sortie, "{nom}")?;
        writeln!(
            self.sortie,
            "Copie écrite dans {} : {faites} ; l’original n’est pas modifié.",
            corrige.sortie.display()
        )?;
        if bilan.a_confirmer > 0 {
            let (reste, les) = if bilan.a_confirmer > 1 {
                ("restent", "les")
            } else {
                ("reste", "la")
            };
            writeln!(
                self.sortie,
                "{} {reste} à confirmer : relisez-{les}, puis relancez avec --a-confirmer et un autre --sortie.",
                accorde(bilan.a_confirmer, "correction", "corrections")
            )?;
        }
        let reste = verdict(edition, &corrige.rapport.resume);
        writeln!(self.sortie, "La copie, contrôlée de nouveau. {reste}")?;
        let mut partie = None;
        for (cause, groupe) in std::mem::take(&mut self.groupes) {
            if partie.replace(cause.0) != Some(cause.0) {
                writeln!(self.sortie, "\n{}", cause.0.titre())?;
            }
            self.groupe(&cause, &groupe)?;
        }
        if !corrige.rapport.resume.par_regle.is_empty() {
            writeln!(self.sortie, "\nCe qui reste dans la copie\n")?;
            let mut reste = controle::Texte::new(Box::new(&mut self.sortie), self.options);
            for constat in std::mem::take(&mut self.constats) {
                reste.constat(constat)?;
            }
            reste.fichier(nom, edition, &corrige.rapport)?;
            reste.fin()?;
        }
        self.sortie.flush()
    }
}
