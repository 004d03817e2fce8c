//! What accounts leave for the year after, as the table that the grants of a region read.

use std::io::{self, Write};

use guichet_aide_equipement::{AnneeScolaire, Dispositif};
use guichet_instruction::{Dossier, Schema};
use guichet_socle::constat::Valeur;
use guichet_socle::{Decision, Issue};

/// A row of the table: an establishment, the year that its carry-over is for, the cents of the three lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ligne {
    uai: String,
    annee: AnneeScolaire,
    centimes: [i64; 3],
}

/// The carry-overs that some accounts leave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableDeReliquats {
    lignes: Vec<Ligne>,
    non_conformes: usize,
    sans_reliquat: usize,
}

impl TableDeReliquats {
    /// Adds the account of a dossier; none when it could not be read.
    pub fn ajouter(&mut self, schema: &Schema, dossier: Option<&Dossier>, decision: &Decision) {
        let Some(ligne) = dossier.and_then(|dossier| ligne(schema, dossier, decision)) else {
            self.sans_reliquat += 1;
            return;
        };
        self.non_conformes += usize::from(decision.issue != Issue::Favorable);
        self.lignes.push(ligne);
    }

    /// How many establishments it has.
    #[must_use]
    pub fn nombre(&self) -> usize {
        self.lignes.len()
    }

    /// How many of them have an account that is not in order, or that waits for a choice.
    #[must_use]
    pub fn non_conformes(&self) -> usize {
        self.non_conformes
    }

    /// How many accounts leave a carry-over that is not known: they have no row.
    #[must_use]
    pub fn sans_reliquat(&self) -> usize {
        self.sans_reliquat
    }

    /// Writes the table as CSV: the year is the one after that of the account, whose grant it is deducted from.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn ecrire(&self, sortie: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::WriterBuilder::new()
            .delimiter(b';')
            .from_writer(sortie);
        let colonnes = Dispositif::TOUS.map(|ligne| format!("{}_centimes", ligne.code()));
        let [pre_bac, post_bac, prepa_metiers] = &colonnes;
        table.write_record(["uai", "annee_scolaire", pre_bac, post_bac, prepa_metiers])?;
        for ligne in &self.lignes {
            let [pre_bac, post_bac, prepa_metiers] = ligne.centimes.map(|c| c.to_string());
            let annee = ligne.annee.to_string();
            table.write_record([&ligne.uai, &annee, &pre_bac, &post_bac, &prepa_metiers])?;
        }
        table.flush()
    }
}

fn ligne(schema: &Schema, dossier: &Dossier, decision: &Decision) -> Option<Ligne> {
    let texte = |nom: &str| dossier.texte(schema.rang(nom)?);
    let reliquat = |ligne: Dispositif| {
        let chemin = format!("reliquats.{}_centimes", ligne.code());
        match decision.valeur(&chemin)? {
            Valeur::Entier(centimes) => Some(*centimes),
            _ => None,
        }
    };
    let [pre_bac, post_bac, prepa_metiers] = Dispositif::TOUS.map(reliquat);
    Some(Ligne {
        uai: texte("etablissement.uai")?.to_owned(),
        annee: AnneeScolaire::lire(texte("annee_scolaire")?)?.suivante(),
        centimes: [pre_bac?, post_bac?, prepa_metiers?],
    })
}
