//! The grants as the region publishes them: open data with its column names.
//!
//! The region published the grants of its aids to lycées (equipment included) with the columns « Nom »,
//! « Dotation brute », « Dept », and says of the second: the value computed by the yearly scale, without the
//! carry-over. Its other columns (address, postcode, town, coordinates) are in no table we are given; ours
//! come after, so that nothing published before changes its meaning.

use std::io::{self, Write};

use guichet::equipement::{Annexe, Dispositif};
use guichet::socle::Centimes;

use crate::cellule::ecrire_cellule;
use crate::classeur::euros;

/// The columns, those that the region publishes first.
pub const COLONNES_OUVERTES: [&str; 11] = [
    "Nom",
    "Dotation brute",
    "Dept",
    "UAI",
    "Académie",
    "Année scolaire",
    "Dispositif",
    "Effectif",
    "Forfait",
    "Reliquat déduit",
    "Dotation",
];

/// Writes a row for each line of a grant that has pupils. Amounts are in euros, with a comma.
///
/// # Errors
/// The output cannot be written.
pub fn donnees_ouvertes(annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    write!(sortie, "\u{feff}{}\r\n", COLONNES_OUVERTES.join(";"))?;
    let annee = annexe.annee.to_string();
    let mut rangee = String::new();
    for retenue in annexe.academies.iter().flat_map(|a| &a.dotations) {
        let etablissement = retenue.dotation.etablissement;
        for dispositif in Dispositif::TOUS {
            let ligne = &retenue.dotation.reponse.lignes[dispositif as usize];
            if ligne.effectif.unwrap_or_default() == 0 {
                continue;
            }
            let montant = |montant: Option<Centimes>| decimal(montant.unwrap_or_default());
            let cellules = [
                etablissement.nom.clone(),
                montant(ligne.brut),
                departement(&etablissement.uai),
                etablissement.uai.clone(),
                etablissement.academie.clone(),
                annee.clone(),
                dispositif.libelle().to_owned(),
                ligne.effectif.unwrap_or_default().to_string(),
                decimal(ligne.forfait),
                montant(ligne.deduit),
                montant(ligne.dotation),
            ];
            rangee.clear();
            for (rang, cellule) in cellules.iter().enumerate() {
                if rang > 0 {
                    rangee.push(';');
                }
                ecrire_cellule(cellule, &mut rangee);
            }
            rangee.push_str("\r\n");
            sortie.write_all(rangee.as_bytes())?;
        }
    }
    sortie.flush()
}

/// « 3624,00 ».
fn decimal(montant: Centimes) -> String {
    euros(montant).replace('.', ",")
}

/// The department of an establishment: the first three digits of its UAI (`0750001W`, 75).
fn departement(uai: &str) -> String {
    match uai.get(..3) {
        Some(code) if code.bytes().all(|c| c.is_ascii_digit()) => {
            code.strip_prefix('0').unwrap_or(code).to_owned()
        }
        _ => String::new(),
    }
}
