//! `guichet contrat-pro suivi`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use guichet::Donnees;
use guichet::instruction::lecture::OptionsDeLecture;
use guichet::suivi::{Correspondance, Lot, Organisation, lire_les_versements};
use guichet_restitution::suivi as vues;
use guichet_restitution::tableau::{self, FormeDeTableau, Tableau};
use jiff::civil::Date;

use crate::arguments::{FormatDeTableau, Suivi, VueDeSuivi};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::{horloge, sortie};

/// Runs the command: what is wrong in the options is told before any dossier is read.
pub fn executer(donnees: &Donnees, arguments: &Suivi) -> Result<ExitCode, Erreur> {
    let demande = Demande::lire(arguments)?;
    let destination = arguments
        .sortie
        .as_deref()
        .map(|chemin| FichierDeSortie::ouvrir(chemin, arguments.remplacer, &arguments.fichiers))
        .transpose()?;
    let classeur = arguments.format == FormatDeTableau::Xlsx && arguments.vue != VueDeSuivi::Scdl;
    if classeur && destination.is_none() && io::stdout().is_terminal() {
        return Err(Erreur::Usage(
            "Un classeur ne se lit pas dans un terminal ; ajoutez --sortie FICHIER.xlsx."
                .to_owned(),
        ));
    }
    let lot = Lot::lire(
        donnees,
        arguments.edition.as_deref(),
        &arguments.fichiers,
        &OptionsDeLecture::default(),
    )
    .map_err(Erreur::usage)?;
    for illisible in &lot.illisibles {
        sortie::avertir(&format!(
            "{} : {}",
            illisible.chemin.display(),
            illisible.raison
        ));
    }
    // The totals tell them themselves; the other lists are for others.
    if arguments.vue != VueDeSuivi::Cumuls {
        for remarque in vues::remarques(&lot, demande.annee) {
            sortie::avertir(&remarque);
        }
    }
    let mut flux = match &destination {
        Some(destination) => destination.ecriture()?,
        None => sortie::standard(),
    };
    match demande.produire(&lot, arguments)? {
        Produit::Tableaux(tableaux) => {
            // A table for a spreadsheet has no room for notes.
            if arguments.format == FormatDeTableau::Csv {
                avertir_de(&tableaux);
            }
            tableau::ecrire(FormeDeTableau::from(arguments.format), &tableaux, &mut flux)?;
        }
        Produit::Scdl(table) => {
            flux.write_all(table.as_bytes())?;
        }
    }
    flux.flush()?;
    drop(flux);
    if let Some(destination) = destination {
        destination.poser()?;
    }
    let illisible = lot.suivi.illisibles > 0 || !lot.illisibles.is_empty();
    Ok(if illisible {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}

/// What is asked for, read and checked.
struct Demande {
    annee: Option<i16>,
    au: Date,
    correspondance: Correspondance,
    versements: BTreeMap<String, Date>,
    organisation: Organisation,
}

/// What is written.
enum Produit {
    Tableaux(Vec<Tableau>),
    Scdl(String),
}

impl Demande {
    fn lire(arguments: &Suivi) -> Result<Self, Erreur> {
        let avec_annee = matches!(
            arguments.vue,
            VueDeSuivi::Recapitulatif | VueDeSuivi::Beneficiaires | VueDeSuivi::Scdl
        );
        if avec_annee && arguments.annee.is_none() {
            return Err(Erreur::Usage(
                "Dites de quelle année : --annee 2024, l’année civile des demandes d’aide."
                    .to_owned(),
            ));
        }
        if arguments.vue == VueDeSuivi::Recapitulatif && arguments.siret.is_none() {
            return Err(Erreur::Usage(
                "Dites de quel établissement : --siret, avec ses 14 chiffres.".to_owned(),
            ));
        }
        let au = match &arguments.au {
            None => horloge::maintenant().date(),
            Some(texte) => texte.parse().map_err(|_| {
                Erreur::Usage(format!(
                    "« {texte} » n’est pas une date ; donnez à --au une date comme 2025-10-01."
                ))
            })?,
        };
        let correspondance = arguments
            .correspondance
            .as_deref()
            .map(Correspondance::lire)
            .transpose()
            .map_err(Erreur::usage)?
            .unwrap_or_default();
        let versements = arguments
            .versements
            .as_deref()
            .map(lire_les_versements)
            .transpose()
            .map_err(Erreur::usage)?
            .unwrap_or_default();
        let mut organisation = arguments
            .organisation
            .as_deref()
            .map(Organisation::lire)
            .transpose()
            .map_err(Erreur::usage)?
            .unwrap_or_default();
        if arguments.nom_attribuant.is_some() {
            organisation.nom.clone_from(&arguments.nom_attribuant);
        }
        if arguments.siret_attribuant.is_some() {
            organisation.siret.clone_from(&arguments.siret_attribuant);
        }
        Ok(Self {
            annee: arguments.annee,
            au,
            correspondance,
            versements,
            organisation,
        })
    }

    fn produire(&self, lot: &Lot, arguments: &Suivi) -> Result<Produit, Erreur> {
        let annee = self.annee.unwrap_or_default();
        Ok(Produit::Tableaux(match arguments.vue {
            VueDeSuivi::Cumuls => vec![vues::cumuls(lot, self.annee)],
            VueDeSuivi::Recapitulatif => {
                let siret: String = arguments
                    .siret
                    .iter()
                    .flat_map(|texte| texte.chars())
                    .filter(char::is_ascii_digit)
                    .collect();
                let cumul = lot.recapitulatif(&siret, annee).map_err(Erreur::usage)?;
                vec![vues::recapitulatif(lot, cumul, &self.correspondance)]
            }
            VueDeSuivi::Beneficiaires => {
                vec![vues::beneficiaires(lot, annee, &self.correspondance)]
            }
            VueDeSuivi::Statistiques => vues::statistiques(lot, self.annee),
            VueDeSuivi::Echeances => vec![vues::echeances(
                lot,
                &self.versements,
                self.au,
                arguments.sous,
                arguments.toutes,
            )],
            VueDeSuivi::Scdl => {
                let table = lot
                    .scdl(
                        annee,
                        &self.organisation,
                        &self.correspondance,
                        &self.versements,
                    )
                    .map_err(Erreur::usage)?;
                return Ok(Produit::Scdl(table));
            }
        }))
    }
}

fn avertir_de(tableaux: &[Tableau]) {
    let mut dites: Vec<&str> = Vec::new();
    for note in tableaux.iter().flat_map(|tableau| &tableau.notes) {
        if !dites.contains(&note.as_str()) {
            dites.push(note);
            sortie::avertir(note);
        }
    }
}
