//! Dossiers decided one after the other, and their decisions written: the middle of every batch.

use std::io;

use guichet::instruction::{Bilan, Instruction, Lu};
use guichet::moteur::{Dossier, Memoire};
use guichet::socle::Issue;
use jiff::civil::Date;

use super::RestitutionDeDecisions;

/// The longest text of a decision that is worth keeping, in bytes.
const OCTETS_GARDES: usize = 1 << 13;

/// What was written of a dossier, and its issue.
struct Ecrit {
    issue: Issue,
    milieu: Vec<u8>,
}

impl Default for Ecrit {
    fn default() -> Self {
        Self {
            issue: Issue::Illisible,
            milieu: Vec::new(),
        }
    }
}

/// A batch under way.
///
/// Where the form allows it, a dossier that says the same as one decided before is not decided again: its
/// decision is written from what was kept, with its own reference and date. The bytes are the same.
pub struct Suite<'a> {
    instruction: &'a Instruction,
    restitution: Box<dyn RestitutionDeDecisions + 'a>,
    bilan: Bilan,
    memoire: Memoire<Ecrit>,
}

impl<'a> Suite<'a> {
    /// Nothing decided yet.
    #[must_use]
    pub fn new(
        instruction: &'a Instruction,
        restitution: Box<dyn RestitutionDeDecisions + 'a>,
    ) -> Self {
        Self {
            instruction,
            restitution,
            bilan: Bilan::nouveau(),
            memoire: Memoire::default(),
        }
    }

    /// Decides one dossier, writes the decision and adds it to the totals.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn dossier(&mut self, lu: &Lu<'_>) -> io::Result<()> {
        let Some((dossier, edition, date)) = self.situer(lu) else {
            return self.decider(lu, None).map(drop);
        };
        let Some(repetable) = self.restitution.repetable() else {
            return self.decider(lu, Some((dossier, edition))).map(drop);
        };
        if let Some(ecrit) = self.memoire.chercher(edition, dossier) {
            let reference = self.instruction.reference(dossier, &lu.place);
            self.bilan.compter(ecrit.issue);
            return repetable.redire(&reference, &ecrit.milieu, date);
        }
        let issue = self.decider(lu, Some((dossier, edition)))?;
        self.garder(edition, dossier, issue);
        Ok(())
    }

    /// Ends the output; gives the totals, and what people should be told besides.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finir(mut self) -> io::Result<(Bilan, Vec<String>)> {
        self.restitution.fin(&self.bilan)?;
        let remarques = self.restitution.remarques();
        Ok((self.bilan, remarques))
    }

    /// Dossiers so far.
    #[must_use]
    pub fn nombre(&self) -> u64 {
        self.bilan.dossiers
    }

    /// A dossier that was read, the rank of the edition it falls under, and its date.
    fn situer<'d>(&self, lu: &Lu<'d>) -> Option<(&'d Dossier, usize, Option<Date>)> {
        let dossier = *lu.dossier.as_ref().ok()?;
        let date = self.instruction.date(dossier);
        let edition = self.instruction.rang_pour(date).ok()?;
        Some((dossier, edition, date))
    }

    fn decider(&mut self, lu: &Lu<'_>, situe: Option<(&Dossier, usize)>) -> io::Result<Issue> {
        let edition = situe.map_or(self.instruction.de_lecture(), |(_, rang)| {
            self.instruction.edition(rang)
        });
        let etendue = self.restitution.etendue();
        let decision = self.instruction.decider_selon(lu, etendue);
        if self.restitution.repetable().is_some() {
            // Such a form shows no other total.
            self.bilan.compter(decision.issue);
        } else {
            let axes = situe.map_or_else(Vec::new, |(dossier, _)| edition.axes(dossier));
            self.bilan.ajouter(&decision, &axes);
        }
        self.restitution.decision(edition.commun(), &decision)?;
        Ok(decision.issue)
    }

    /// Keeps what was just written. An answer that says why nothing was decided is not kept: it shows where
    /// the dossier stands.
    fn garder(&mut self, edition: usize, dossier: &Dossier, issue: Issue) {
        let Some(repetable) = self.restitution.repetable() else {
            return;
        };
        let milieu = repetable.milieu();
        if issue == Issue::Illisible || milieu.len() > OCTETS_GARDES {
            return;
        }
        self.memoire.garder(edition, dossier, |ecrit| {
            ecrit.issue = issue;
            ecrit.milieu.clear();
            ecrit.milieu.extend_from_slice(milieu);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use guichet::Donnees;
    use guichet::instruction::lecture::{OptionsDeLecture, lire_flux};

    use super::super::essai::Tampon;
    use super::super::{FormeDeDecisions, OptionsDeTexte, restitution_de_decisions};
    use super::*;

    const DEMANDES: &str = include_str!("../../../../exemples/travail/demandes.csv");

    /// The requests, then the same under other references, then under other dates, some of which no edition
    /// covers; twice.
    fn demandes() -> String {
        let (entete, rangees) = DEMANDES.split_once('\n').unwrap();
        let mut demandes = format!("{entete}\n");
        for tour in 0..2 {
            demandes.push_str(rangees);
            demandes.push_str(&rangees.replace("AT-", &format!("\"R;{tour}\"\"\u{e9}-")));
            demandes.push_str(&rangees.replace(";2008-01-1", ";2008-01-2"));
            demandes.push_str(&rangees.replace(";2008-01-1", ";1999-01-1"));
            demandes.push_str(&rangees.replace(";introduction;", ";inconnue;"));
        }
        demandes
    }

    fn lire(instruction: &Instruction, recevoir: &mut dyn FnMut(Lu<'_>)) {
        lire_flux(
            "demandes.csv",
            Box::new(Cursor::new(demandes().into_bytes())),
            instruction.schema(),
            &OptionsDeLecture::default(),
            &mut |_| {},
            recevoir,
        )
        .unwrap();
    }

    #[test]
    fn what_is_written_again_is_what_deciding_again_would_write() {
        let donnees = Donnees::embarquees();
        let instruction = Instruction::ouvrir(&donnees, "autorisation-travail", None).unwrap();
        let formes = [
            FormeDeDecisions::Csv,
            FormeDeDecisions::Ndjson,
            FormeDeDecisions::Json,
            FormeDeDecisions::Texte,
        ];
        for forme in formes {
            let ouvrir = |tampon: &Tampon| {
                let options = OptionsDeTexte::default();
                restitution_de_decisions(forme, Box::new(tampon.clone()), options)
            };
            let (obtenu, attendu) = (Tampon::default(), Tampon::default());
            let mut suite = Suite::new(&instruction, ouvrir(&obtenu));
            let mut une_a_une = ouvrir(&attendu);
            let mut bilan = Bilan::nouveau();
            let mut decidees = 0u64;
            lire(&instruction, &mut |lu| {
                let dossier = lu.dossier.as_ref().ok();
                if let Some(dossier) = dossier {
                    dossier.oublier_les_lectures();
                }
                suite.dossier(&lu).unwrap();
                // What is decided reads the job; what is written again does not.
                let metier = instruction.schema().rang("code_rome").unwrap();
                decidees += u64::from(dossier.is_some_and(|d| d.lus() & metier.bit() != 0));

                let decision = instruction.decider_selon(&lu, une_a_une.etendue());
                let edition = dossier.and_then(|d| Some((d, instruction.pour(d).ok()?)));
                let axes = edition.map_or_else(Vec::new, |(dossier, e)| e.axes(dossier));
                bilan.ajouter(&decision, &axes);
                let edition = edition.map_or(instruction.de_lecture(), |(_, edition)| edition);
                une_a_une.decision(edition.commun(), &decision).unwrap();
            });
            une_a_une.fin(&bilan).unwrap();
            let repetable = suite.restitution.repetable().is_some();
            let (issues, _) = suite.finir().unwrap();
            let (obtenu, attendu) = (obtenu.octets(), attendu.octets());
            assert_eq!(
                String::from_utf8_lossy(&obtenu),
                String::from_utf8_lossy(&attendu),
                "{forme:?}"
            );
            assert_eq!(issues.par_issue, bilan.par_issue);
            // In two rounds of five, the first request of each sort at least is found again.
            assert_eq!(decidees < issues.dossiers / 2, repetable, "{decidees}");
        }
    }
}
