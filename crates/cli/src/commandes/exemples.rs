//! `guichet exemples generer`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::exemples::dossiers::{ExempleDeDossiers, FormeDeDossiers, PROCEDURES};
use guichet::exemples::region::ExempleDeRegion;
use guichet::exemples::{self, Exemple};
use guichet::procedure_cyclades::Session;
use guichet::procedure_cyclades::controle::Format;
use guichet_restitution::nombres::{accorde, nombre};

use crate::arguments::{Exemples, Generer};
use crate::erreur::Erreur;
use crate::{parametres, sortie};

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Exemples) -> Result<ExitCode, Erreur> {
    let Exemples::Generer(arguments) = commande;
    if let Some(procedure) = &arguments.procedure {
        if procedure == guichet::equipement::PROCEDURE {
            return region(donnees, arguments);
        }
        return dossiers(donnees, procedure, arguments);
    }
    let forme = forme(&arguments.forme)?;
    let exemple = exemple(arguments, &forme)?;
    if let Forme::Export(forme) = forme {
        let chemin = exemples::ecrire_export(donnees, &exemple, forme, &arguments.sortie)
            .map_err(Erreur::usage)?;
        let mut sortie = sortie::standard();
        writeln!(
            sortie,
            "{} : {}.\n\nPour en faire un fichier d’import : guichet cyclades preparer {} --domaine {} --session … --sortie …",
            nom(&chemin),
            accorde(
                u64::from(exemple.candidats),
                "candidat inventé",
                "candidats inventés"
            ),
            chemin.display(),
            exemple.examen
        )?;
        sortie.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let ecrit = exemples::ecrire(donnees, &exemple, &arguments.sortie).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    let candidats = accorde(
        u64::from(exemple.candidats),
        "candidat inventé",
        "candidats inventés",
    );
    let fautes = match (&ecrit.manifeste, ecrit.fautifs) {
        (None, _) => "sans faute".to_owned(),
        (Some(_), 0) => "dont aucun avec une faute".to_owned(),
        (Some(_), fautifs) => format!("dont {} avec une faute", nombre(fautifs)),
    };
    writeln!(sortie, "{} : {candidats}, {fautes}.", nom(&ecrit.fichier))?;
    if let Some(manifeste) = &ecrit.manifeste {
        writeln!(
            sortie,
            "{} : {}, un par ligne (ligne, candidat, champ, regle, titre).",
            nom(manifeste),
            accorde(ecrit.constats, "constat attendu", "constats attendus")
        )?;
    }
    writeln!(
        sortie,
        "\nPour le contrôler : guichet cyclades verifier {}",
        ecrit.fichier.display()
    )?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Invents dossiers.
fn dossiers(donnees: &Donnees, procedure: &str, arguments: &Generer) -> Result<ExitCode, Erreur> {
    if !PROCEDURES.contains(&procedure) {
        return Err(Erreur::Usage(format!(
            "« {procedure} » n’est pas une procédure dont on invente des dossiers ; donnez à --procedure : {}, {}.",
            PROCEDURES.join(", "),
            guichet::equipement::PROCEDURE
        )));
    }
    let Some((_, forme)) = FormeDeDossiers::NOMS
        .into_iter()
        .find(|(nom, _)| *nom == arguments.forme)
    else {
        return Err(Erreur::Usage(format!(
            "« {} » n’est pas une forme de dossiers ; donnez à --forme csv ou ndjson.",
            arguments.forme
        )));
    };
    let exemple = ExempleDeDossiers {
        dossiers: arguments.dossiers,
        fautes_pour_mille: part(&arguments.fautes)?,
        graine: arguments.graine,
        forme,
    };
    let ecrits =
        exemples::dossiers::ecrire(donnees, &exemple, &arguments.sortie).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    let combien = accorde(
        u64::from(exemple.dossiers),
        "dossier inventé",
        "dossiers inventés",
    );
    let fautes = match ecrits.fautifs {
        0 => "sans faute".to_owned(),
        fautifs => format!("dont {} avec une faute", nombre(fautifs)),
    };
    writeln!(sortie, "{} : {combien}, {fautes}.", nom(&ecrits.fichier))?;
    if let Some(manifeste) = &ecrits.manifeste {
        writeln!(
            sortie,
            "{} : les fautes, une par ligne (reference, faute, champ, regle).",
            nom(manifeste)
        )?;
    }
    writeln!(
        sortie,
        "\nPour les instruire : guichet instruire {procedure} {}",
        ecrits.fichier.display()
    )?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Invents the four tables of a region.
fn region(donnees: &Donnees, arguments: &Generer) -> Result<ExitCode, Erreur> {
    if arguments.forme != "csv" {
        return Err(Erreur::Usage(format!(
            "« {} » n’est pas une forme des tables d’une région ; donnez à --forme csv.",
            arguments.forme
        )));
    }
    let exemple = ExempleDeRegion {
        etablissements: arguments.etablissements,
        fautes_pour_mille: part(&arguments.fautes)?,
        graine: arguments.graine,
    };
    let ecrite =
        exemples::region::ecrire(donnees, &exemple, &arguments.sortie).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    for (chemin, lignes) in &ecrite.tables {
        writeln!(
            sortie,
            "{} : {}.",
            nom(chemin),
            accorde(*lignes, "ligne", "lignes")
        )?;
    }
    if let Some(manifeste) = &ecrite.manifeste {
        writeln!(
            sortie,
            "{} : {}, une par ligne (uai, faute, fichier, ligne, regle).",
            nom(manifeste),
            accorde(ecrite.fautifs, "faute", "fautes")
        )?;
    }
    let options: Vec<String> = ecrite
        .tables
        .iter()
        .map(|(chemin, _)| {
            let tronc = chemin.file_stem().unwrap_or_default().to_string_lossy();
            format!("--{tronc} {}", chemin.display())
        })
        .collect();
    writeln!(
        sortie,
        "\nPour calculer ses dotations : guichet equipement dotations --edition 2023-2024 {}",
        options.join(" ")
    )?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn part(fautes: &str) -> Result<u32, Erreur> {
    exemples::pour_mille(fautes).ok_or_else(|| {
        Erreur::Usage(format!(
            "« {fautes} » n’est pas une part ; donnez à --fautes un nombre de 0 à 1, à trois décimales au plus (0.05 pour 5 %)."
        ))
    })
}

/// What is to be invented.
enum Forme {
    Import(Format),
    Export(exemples::Forme),
}

fn forme(nom: &str) -> Result<Forme, Erreur> {
    let export = |nom: &str| {
        let formes = exemples::Forme::NOMS;
        formes.into_iter().find(|(connu, _)| *connu == nom)
    };
    match nom {
        "csv" => Ok(Forme::Import(Format::Csv)),
        "xml" => Ok(Forme::Import(Format::Xml)),
        _ => nom
            .strip_prefix("export-")
            .and_then(export)
            .map(|(_, forme)| Forme::Export(forme))
            .ok_or_else(|| {
                Erreur::Usage(format!(
                    "« {nom} » n’est pas une forme ; donnez à --forme l’une de csv, xml, export-siecle, export-vie-scolaire, export-cfa."
                ))
            }),
    }
}

fn exemple(arguments: &Generer, forme: &Forme) -> Result<Exemple, Erreur> {
    let fautes_pour_mille = part(&arguments.fautes)?;
    let session = arguments.session.as_deref().map(session).transpose()?;
    Ok(Exemple {
        examen: parametres::examen(arguments.domaine.as_deref().unwrap_or_default())?,
        session,
        candidats: arguments.candidats,
        fautes_pour_mille,
        graine: arguments.graine,
        forme: match forme {
            Forme::Import(format) => *format,
            Forme::Export(_) => Format::Csv,
        },
    })
}

fn session(texte: &str) -> Result<Session, Erreur> {
    Session::lire(texte).ok_or_else(|| {
        Erreur::Usage(format!(
            "« {texte} » n’est pas une session ; donnez à --session l’année (2024) pour BCP et ARI, l’année et le mois (2024-06) pour les autres."
        ))
    })
}

fn nom(chemin: &Path) -> String {
    chemin
        .file_name()
        .map(|nom| nom.to_string_lossy().into_owned())
        .unwrap_or_default()
}
