//! The findings as the public contract says, for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Rapport, Refus, Resume};
use serde::Serialize;

use super::Restitution;

/// A summary with, for several files, that of each.
#[derive(Debug, Default, Serialize)]
struct ResumeComplet {
    #[serde(flatten)]
    total: Resume,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fichiers: Vec<ResumeDeFichier>,
}

#[derive(Debug, Serialize)]
struct ResumeDeFichier {
    fichier: String,
    #[serde(flatten)]
    resume: Resume,
}

/// Summaries gathered file by file.
#[derive(Debug, Default)]
struct Cumul {
    total: Resume,
    fichiers: Vec<ResumeDeFichier>,
}

impl Cumul {
    fn fichier(&mut self, nom: &str, rapport: &Rapport) {
        self.total.ajouter(&rapport.resume);
        self.fichiers.push(ResumeDeFichier {
            fichier: nom.to_owned(),
            resume: rapport.resume.clone(),
        });
    }

    /// A file refused for what it holds is told by a finding, and counted as one.
    fn refus(&mut self, refus: &Refus) -> Option<Constat> {
        let Refus::Contenu(constat) = refus else {
            return None;
        };
        *self
            .total
            .par_regle
            .entry(constat.regle.clone())
            .or_default() += 1;
        Some((**constat).clone())
    }

    fn entre_fichiers(&mut self, par_regle: &BTreeMap<String, u64>) {
        for (regle, nombre) in par_regle {
            *self.total.par_regle.entry(regle.clone()).or_default() += nombre;
        }
    }

    fn complet(&mut self) -> ResumeComplet {
        let fichiers = std::mem::take(&mut self.fichiers);
        ResumeComplet {
            total: std::mem::take(&mut self.total),
            fichiers: if fichiers.len() > 1 {
                fichiers
            } else {
                Vec::new()
            },
        }
    }
}

/// One document: `{"constats": [...], "resume": {...}}`.
pub struct Json<'w> {
    sortie: Box<dyn Write + 'w>,
    constats: Vec<Constat>,
    cumul: Cumul,
}

impl<'w> Json<'w> {
    /// Writes to `sortie` once every file is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            constats: Vec::new(),
            cumul: Cumul::default(),
        }
    }
}

impl Restitution for Json<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.constats.push(constat);
        Ok(())
    }

    fn fichier(&mut self, nom: &str, _: &EditionCyclades, rapport: &Rapport) -> io::Result<()> {
        self.cumul.fichier(nom, rapport);
        Ok(())
    }

    fn refus(&mut self, _: &str, refus: &Refus) -> io::Result<()> {
        self.constats.extend(self.cumul.refus(refus));
        Ok(())
    }

    fn entre_fichiers(
        &mut self,
        _: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        self.cumul.entre_fichiers(par_regle);
        constats.into_iter().try_for_each(|c| self.constat(c))
    }

    fn fin(&mut self) -> io::Result<()> {
        #[derive(Serialize)]
        struct Document<'a> {
            constats: &'a [Constat],
            resume: ResumeComplet,
        }
        let document = Document {
            constats: &self.constats,
            resume: self.cumul.complet(),
        };
        serde_json::to_writer_pretty(&mut self.sortie, &document)?;
        writeln!(self.sortie)?;
        self.sortie.flush()
    }
}

/// One finding a line, then `{"resume": {...}}`.
pub struct Ndjson<'w> {
    sortie: Box<dyn Write + 'w>,
    tampon: Vec<u8>,
    cumul: Cumul,
}

impl<'w> Ndjson<'w> {
    /// Writes to `sortie` as findings come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            tampon: Vec::new(),
            cumul: Cumul::default(),
        }
    }

    fn ligne(&mut self, valeur: &impl Serialize) -> io::Result<()> {
        // Put together in memory: a finding is written in dozens of pieces.
        self.tampon.clear();
        serde_json::to_writer(&mut self.tampon, valeur)?;
        self.tampon.push(b'\n');
        self.sortie.write_all(&self.tampon)
    }
}

impl Restitution for Ndjson<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.ligne(&constat)
    }

    fn fichier(&mut self, nom: &str, _: &EditionCyclades, rapport: &Rapport) -> io::Result<()> {
        self.cumul.fichier(nom, rapport);
        Ok(())
    }

    fn refus(&mut self, _: &str, refus: &Refus) -> io::Result<()> {
        match self.cumul.refus(refus) {
            Some(constat) => self.ligne(&constat),
            None => Ok(()),
        }
    }

    fn entre_fichiers(
        &mut self,
        _: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        self.cumul.entre_fichiers(par_regle);
        constats.into_iter().try_for_each(|c| self.constat(c))
    }

    fn fin(&mut self) -> io::Result<()> {
        #[derive(Serialize)]
        struct Fin {
            resume: ResumeComplet,
        }
        let resume = self.cumul.complet();
        self.ligne(&Fin { resume })?;
        self.sortie.flush()
    }
}
