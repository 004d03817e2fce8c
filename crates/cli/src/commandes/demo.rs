//! `guichet demo`: what the program does, on the two files it holds.

use std::io::{self, Write};
use std::process::ExitCode;

use guichet::demo::{CORRIGE, FAUTIF, FichierDeDemo};
use guichet::procedure_cyclades::{Options, controler};
use guichet::{Donnees, editions};
use guichet_restitution::controle::{Forme, restitution, verdict};

use crate::erreur::Erreur;
use crate::sortie;

const DEBUT: &str = "\
Guichet contrôle les fichiers d’inscription aux examens avant leur import dans CYCLADES.
Voici deux fichiers de candidats inventés, que le programme contient.";

/// What to try next: a command, and what it is for.
const SUITE: [(&str, &str); 5] = [
    (
        "guichet cyclades verifier FICHIER.csv",
        "contrôle un fichier à vous ; rien ne quitte votre poste",
    ),
    (
        "guichet cyclades preparer EXPORT.xlsx --domaine CAP --session 2024-06 --sortie import",
        "fait un fichier d’import de l’export de votre logiciel",
    ),
    (
        "guichet cyclades corriger FICHIER.csv --sortie corrige",
        "écrit une copie corrigée, et dit chaque correction",
    ),
    (
        "guichet regles voir CY-231",
        "montre une règle, sa source et ses cas",
    ),
    (
        "guichet exemples generer --domaine BCP --fautes 0.1 --sortie essai",
        "invente un fichier fautif, et la liste de ses fautes",
    ),
];

/// Runs the command.
pub fn executer(donnees: &Donnees) -> Result<ExitCode, Erreur> {
    dire(DEBUT)?;
    let fautif = montrer(donnees, "1. Un fichier comme il en arrive", &FAUTIF)?;
    let corrige = montrer(donnees, "2. Le même, corrigé le lendemain", &CORRIGE)?;
    let mut sortie = sortie::standard();
    writeln!(sortie, "\n3. En bref\n")?;
    for (fichier, verdict) in [(FAUTIF, fautif), (CORRIGE, corrige)] {
        writeln!(sortie, "  {}\n    {verdict}", fichier.octets.nom)?;
    }
    writeln!(sortie, "\nPour continuer\n")?;
    for (commande, effet) in SUITE {
        writeln!(sortie, "  {commande}\n    {effet}")?;
    }
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Checks a file under a title and the command that does the same; gives the verdict.
fn montrer(donnees: &Donnees, titre: &str, fichier: &FichierDeDemo) -> Result<String, Erreur> {
    dire(&format!(
        "\n{titre}\n\n$ guichet cyclades verifier {}\n",
        fichier.chemin
    ))?;
    let edition = editions::cyclades(donnees, None, None).map_err(Erreur::usage)?;
    let mut restitution = restitution(Forme::Texte, sortie::standard(), sortie::options_de_texte());
    let options = Options {
        portee: restitution.portee(),
        extraits: restitution.veut_les_lignes(),
        ..Options::default()
    };
    let mut ecriture = Ok(());
    let rapport = controler(&edition, &fichier.octets, &options, &mut |constat| {
        if ecriture.is_ok() {
            ecriture = restitution.constat(constat);
        }
    })
    .map_err(Erreur::usage)?;
    ecriture?;
    restitution.fichier(fichier.octets.nom, &edition, &rapport)?;
    restitution.fin()?;
    Ok(verdict(&edition, &rapport.resume))
}

fn dire(texte: &str) -> io::Result<()> {
    let mut sortie = sortie::standard();
    writeln!(sortie, "{texte}")?;
    sortie.flush()
}
