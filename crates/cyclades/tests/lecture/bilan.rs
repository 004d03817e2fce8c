//! What a check found, each finding in one line.

use std::fmt::Write as _;

use guichet_cyclades::controle::Octets;
use guichet_cyclades::{Constat, Options, Rapport, controler};

use crate::tableau::{EDITION, NOM};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilan {
    /// The findings, in the order they were told.
    pub constats: Vec<Constat>,
    /// The rest.
    pub rapport: Rapport,
}

/// Checks a file in memory.
pub fn verifier(octets: &[u8], options: &Options) -> Bilan {
    let mut constats = Vec::new();
    let source = Octets { nom: NOM, octets };
    let rapport = controler(&EDITION, &source, options, &mut |c| constats.push(c)).unwrap();
    Bilan { constats, rapport }
}

/// `CY-203@3:1#2 civilite=X`: rule, line, column, candidate, field, value; what a finding lacks is
/// left out.
pub fn bref(constat: &Constat) -> String {
    let mut bref = constat.regle.clone();
    for (marque, nombre) in [
        ('@', constat.ligne),
        (':', constat.colonne),
        ('#', constat.candidat),
    ] {
        if let Some(nombre) = nombre {
            write!(bref, "{marque}{nombre}").unwrap();
        }
    }
    if let Some(champ) = &constat.champ {
        write!(bref, " {champ}").unwrap();
    }
    if let Some(valeur) = &constat.valeur {
        write!(bref, "={valeur}").unwrap();
    }
    bref
}

impl Bilan {
    /// Its findings, each in one line.
    pub fn brefs(&self) -> Vec<String> {
        self.constats.iter().map(bref).collect()
    }

    /// Candidates read, and those with errors.
    pub fn comptes(&self) -> (u64, u64) {
        (self.rapport.resume.lus, self.rapport.resume.avec_erreurs)
    }
}
