//! `guichet contrat-pro modeles`, `guichet equipement modeles`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::documents::chemin_de_l_organisme;
use guichet_restitution::documents::{CONTRAT_PRO, Jeu};

use crate::arguments::ModelesDeDocuments;
use crate::dossier_de_sortie::DossierDeSortie;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: every template is written, or none.
pub fn executer(
    donnees: &Donnees,
    jeu: Jeu,
    arguments: &ModelesDeDocuments,
) -> Result<ExitCode, Erreur> {
    let organisme = donnees
        .fichiers()
        .texte(&chemin_de_l_organisme(jeu.procedure))
        .map_err(Erreur::usage)?;
    let mut textes: Vec<(&str, &str)> = vec![("organisme.toml", organisme)];
    for (nom, texte) in jeu.textes() {
        textes.push((nom, texte));
    }
    let noms = textes.iter().map(|(nom, _)| (*nom).to_owned()).collect();
    let mut dossier = DossierDeSortie::ouvrir(&arguments.sortie, arguments.remplacer, noms)?;
    for (_, texte) in &textes {
        dossier.ajouter(texte.as_bytes())?;
    }
    let mut sortie = sortie::standard();
    for chemin in dossier.poser()? {
        writeln!(sortie, "{}", chemin.display())?;
    }
    let chemin = arguments.sortie.display();
    let procedure = jeu.procedure;
    let entree = if jeu == CONTRAT_PRO {
        "FICHIER"
    } else {
        "--edition … --etablissements …"
    };
    writeln!(
        sortie,
        "\nModifiez-les, puis : guichet {procedure} documents {entree} --document notification --modeles {chemin} --organisme {chemin}/organisme.toml --sortie …"
    )?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
