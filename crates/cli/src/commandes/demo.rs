//! `guichet demo`: what the program does, on the files it holds.

use std::io::{self, Write};
use std::process::ExitCode;

use guichet::demo::{
    CORRIGE, DEMANDES, DEMANDES_DE_TRAVAIL, DossiersDeDemo, FAUTIF, FichierDeDemo, REGION,
};
use guichet::equipement::tables::lire_les_sources;
use guichet::equipement::{self, Dispositif, Dotations};
use guichet::instruction::lecture::{OptionsDeLecture, lire_flux};
use guichet::instruction::{Bilan, Instruction};
use guichet::procedure_cyclades::{Options, controler};
use guichet::socle::{Centimes, Issue};
use guichet::{Donnees, editions};
use guichet_restitution::controle::{Forme, restitution, verdict};
use guichet_restitution::decisions::{FormeDeDecisions, Suite, restitution_de_decisions};
use guichet_restitution::region;

use crate::erreur::Erreur;
use crate::sortie;

const DEBUT: &str = "\
Guichet contrôle les fichiers d’inscription aux examens avant leur import dans CYCLADES, et décide des demandes d’aide
ou d’autorisation avec toutes leurs raisons ; il calcule les dotations d’une région. Voici deux fichiers de candidats,
huit demandes et une région, inventés, que le programme contient.";

/// What to try next: a command, and what it is for.
const SUITE: [(&str, &str); 11] = [
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
        "guichet instruire contrat-pro",
        "pose les questions une à une, et dit aussitôt ce qui empêche l’aide",
    ),
    (
        "guichet instruire contrat-pro DOSSIERS.csv --format xlsx --sortie resultat",
        "décide chaque dossier d’un tableau, et met les décisions dans un classeur",
    ),
    (
        "guichet instruire contrat-pro --champs",
        "dit ce qu’un dossier contient ; --modele csv donne un tableau à remplir",
    ),
    (
        "guichet equipement dotations --edition 2023-2024 --etablissements … --format xlsx --sortie resultat",
        "calcule les dotations de vos quatre tables, et dit ce qui y est faux",
    ),
    (
        "guichet codes voir 61223",
        "dit tout ce qu’un code désigne, et ce qu’il ouvre : où et à qui, pour un métier",
    ),
    (
        "guichet editions comparer autorisation-travail 2007-12-20 2008-01-18",
        "montre ce qui distingue deux éditions d’un texte",
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
    let bilan = instruire(
        donnees,
        "3. Cinq demandes d’aide au contrat de professionnalisation",
        "contrat-pro",
        &DEMANDES,
    )?;
    let travail = instruire(
        donnees,
        "4. Trois demandes d’autorisation de travail, selon la circulaire de 2007",
        "autorisation-travail",
        &DEMANDES_DE_TRAVAIL,
    )?;
    let region = dotations(
        donnees,
        "5. Les dotations d’une région de soixante établissements",
    )?;
    let mut sortie = sortie::standard();
    writeln!(sortie, "\n6. En bref\n")?;
    for (fichier, verdict) in [(FAUTIF, fautif), (CORRIGE, corrige)] {
        writeln!(sortie, "  {}\n    {verdict}", fichier.octets.nom)?;
    }
    for (fichier, bilan) in [(DEMANDES, bilan), (DEMANDES_DE_TRAVAIL, travail)] {
        writeln!(sortie, "  {}\n    {}", fichier.nom, en_bref(&bilan))?;
    }
    writeln!(sortie, "  {}\n    {region}", REGION[0].nom)?;
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

/// Decides the dossiers under a title and the command that does the same; gives the totals.
fn instruire(
    donnees: &Donnees,
    titre: &str,
    procedure: &str,
    demandes: &DossiersDeDemo,
) -> Result<Bilan, Erreur> {
    dire(&format!(
        "\n{titre}\n\n$ guichet instruire {procedure} {}\n",
        demandes.chemin
    ))?;
    let instruction = Instruction::ouvrir(donnees, procedure, None).map_err(Erreur::usage)?;
    let restitution = restitution_de_decisions(
        FormeDeDecisions::Texte,
        sortie::standard(),
        sortie::options_de_texte().into(),
    );
    let mut suite = Suite::new(&instruction, restitution);
    let mut ecriture = Ok(());
    lire_flux(
        demandes.nom,
        Box::new(demandes.octets),
        instruction.schema(),
        &OptionsDeLecture::default(),
        &mut |_| {},
        &mut |lu| {
            if ecriture.is_ok() {
                ecriture = suite.dossier(&lu);
            }
        },
    )
    .map_err(Erreur::usage)?;
    ecriture?;
    Ok(suite.finir()?.0)
}

/// The region of the demonstration, and the command that does the same; gives its total.
fn dotations(donnees: &Donnees, titre: &str) -> Result<String, Erreur> {
    const ANNEE: &str = "2023-2024";
    let options = REGION.map(|table| {
        let tronc = table.nom.trim_end_matches(".csv");
        format!("--{tronc} {}", table.chemin)
    });
    dire(&format!(
        "\n{titre}\n\n$ guichet equipement dotations --edition {ANNEE} {}\n",
        options.join(" ")
    ))?;
    let edition = equipement::edition(donnees, ANNEE).map_err(Erreur::usage)?;
    let sources = REGION.map(|table| (table.nom.to_owned(), Box::new(table.octets) as _));
    let lue = lire_les_sources(&edition, sources).map_err(|erreurs| {
        let dites: Vec<String> = erreurs.iter().map(ToString::to_string).collect();
        Erreur::Usage(dites.join("\n"))
    })?;
    let dotations = Dotations::calculer(&edition, &lue.region);
    let mut sortie = sortie::standard();
    region::en_bref(&dotations, &lue.region, &mut sortie)?;
    sortie.flush()?;
    let total: Centimes = Dispositif::TOUS
        .into_iter()
        .map(|dispositif| dotations.total(dispositif).dotation)
        .sum();
    let nombre = dotations.toutes.len();
    Ok(format!("{nombre} établissements : {total} de dotations"))
}

/// How many dossiers have each issue, for those that have any.
fn en_bref(bilan: &Bilan) -> String {
    let comptes: Vec<String> = Issue::TOUTES
        .into_iter()
        .filter_map(|issue| Some((issue, *bilan.par_issue.get(issue.code())?)))
        .filter(|(_, nombre)| *nombre > 0)
        .map(|(issue, nombre)| format!("{nombre} {}", issue.libelle()))
        .collect();
    format!("{} dossiers : {}", bilan.dossiers, comptes.join(", "))
}

fn dire(texte: &str) -> io::Result<()> {
    let mut sortie = sortie::standard();
    writeln!(sortie, "{texte}")?;
    sortie.flush()
}
