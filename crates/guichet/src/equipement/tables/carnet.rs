//! Where findings are written down while the tables are read.

use guichet_socle::constat::Gravite;

use super::ConstatDeTable;
use super::colonnes::Table;

/// Findings kept: beyond, they are counted only, so that a wrong file does not fill the memory.
const CONSTATS_MAX: usize = 50_000;

/// The rules of the tables of a region, as the editions declare them.
pub mod regle {
    /// A row joins no establishment.
    pub const SANS_ETABLISSEMENT: &str = "AE-601";
    /// A column that is not known.
    pub const COLONNE: &str = "AE-602";
    /// A UAI whose letter is not that of its digits.
    pub const CLE_UAI: &str = "AE-603";
    /// A UAI that has not its shape.
    pub const FORME_UAI: &str = "AE-604";
    /// An establishment that a table does not have.
    pub const ABSENT: &str = "AE-605";
    /// A row that stands twice.
    pub const DOUBLE: &str = "AE-606";
    /// A code or a number that a spreadsheet rewrote, read for sure.
    pub const TABLEUR: &str = "AE-607";
    /// A value that cannot be used.
    pub const VALEUR: &str = "AE-608";
    /// A carry-over below zero.
    pub const RELIQUAT_NEGATIF: &str = "AE-609";
    /// Counts that cannot be together.
    pub const COMPTES: &str = "AE-610";
    /// Another school year.
    pub const ANNEE: &str = "AE-611";
    /// 3e prépa-métiers in a college.
    pub const COLLEGE: &str = "AE-612";
    /// A row that cannot be read.
    pub const LIGNE: &str = "AE-613";
    /// A table without rows.
    pub const VIDE: &str = "AE-614";
}

/// A place in a table.
#[derive(Debug, Clone, Copy)]
pub struct Ici<'a> {
    /// The table.
    pub table: Table,
    /// The row, from 1.
    pub ligne: Option<u64>,
    /// The establishment it joins.
    pub uai: Option<&'a str>,
}

/// The findings, and the names of the files.
#[derive(Debug, Default)]
pub struct Carnet {
    fichiers: [String; 4],
    constats: Vec<(Table, ConstatDeTable)>,
    /// Findings that are not kept.
    tus: u64,
}

impl Carnet {
    /// Names the file of a table.
    pub fn nommer(&mut self, table: Table, fichier: &str) {
        fichier.clone_into(&mut self.fichiers[table as usize]);
    }

    /// The name of the file of a table.
    #[must_use]
    pub fn fichier(&self, table: Table) -> &str {
        &self.fichiers[table as usize]
    }

    /// Writes a finding down.
    pub fn dire(
        &mut self,
        ici: Ici<'_>,
        champ: Option<&str>,
        regle: &str,
        gravite: Gravite,
        message: impl Into<String>,
    ) {
        if self.constats.len() >= CONSTATS_MAX {
            self.tus += 1;
            return;
        }
        self.constats.push((
            ici.table,
            ConstatDeTable {
                fichier: self.fichier(ici.table).to_owned(),
                ligne: ici.ligne,
                champ: champ.map(str::to_owned),
                uai: ici.uai.map(str::to_owned),
                regle: regle.to_owned(),
                gravite,
                message: message.into(),
            },
        ));
    }

    /// The findings, in the order of the tables and of their rows.
    #[must_use]
    pub fn clore(mut self) -> Vec<ConstatDeTable> {
        self.constats
            .sort_by_key(|(table, constat)| (*table, constat.ligne));
        let mut constats: Vec<ConstatDeTable> = self
            .constats
            .into_iter()
            .map(|(_, constat)| constat)
            .collect();
        if self.tus > 0 {
            constats.push(ConstatDeTable {
                fichier: String::new(),
                ligne: None,
                champ: None,
                uai: None,
                regle: regle::LIGNE.to_owned(),
                gravite: Gravite::Erreur,
                message: format!(
                    "{} autres constats ne sont pas montrés ; corrigez ceux-ci, puis recommencez.",
                    self.tus
                ),
            });
        }
        constats
    }
}
