//! `guichet contrat-pro modeles`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::documents::ORGANISME;
use guichet_restitution::documents::Modeles;

use crate::arguments::ModelesDeDocuments;
use crate::dossier_de_sortie::DossierDeSortie;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: every template is written, or none.
pub fn executer(donnees: &Donnees, arguments: &ModelesDeDocuments) -> Result<ExitCode, Erreur> {
    let organisme = donnees.fichiers().texte(ORGANISME).map_err(Erreur::usage)?;
    let mut textes: Vec<(&str, &str)> = vec![("organisme.toml", organisme)];
    for (nom, texte) in Modeles::textes() {
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
    writeln!(
        sortie,
        "\nModifiez-les, puis : guichet contrat-pro documents FICHIER --document notification --modeles {chemin} --organisme {chemin}/organisme.toml --sortie …"
    )?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
