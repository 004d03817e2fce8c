//! The commands and their options, as the public contract names them.

use std::path::PathBuf;

mod autorisation_travail;
mod codes;
mod completion;
mod contrat_pro;
mod convertir;
mod corriger;
mod documents;
mod editions;
mod entree;
mod equipement;
mod equipement_sorties;
mod indexer;
mod instruire;
mod lectures;
mod preparer;
mod recherche;
mod schema;
mod simuler;
mod suivi;
mod verifier;
mod volets_d_equipement;

pub use autorisation_travail::{AutorisationTravail, Carte, Cible, FormatDeCarte, Methode, Vue};
pub use codes::ComparerUneListe;
pub use completion::{Completion, Interprete};
pub use contrat_pro::ContratPro;
pub use convertir::{Convertir, Vers};
pub use corriger::{Corriger, FormatDeCorrections};
pub use documents::{Documents, ModelesDeDocuments};
pub use editions::Editions;
pub use entree::Entree;
pub use equipement::{Dotations, Equipement};
pub use equipement_sorties::{DocumentsDEquipement, Publication, Publier, TablesDonnees};
pub use indexer::Indexer;
pub use instruire::{FormatDeDecisions, FormeDeModele, Instruire};
pub use lectures::{FormatDeLectures, Lectures};
pub use preparer::Preparer;
pub use recherche::Chercher;
pub use schema::{Schema, TypeDeSchema};
pub use simuler::{FormatDeSimulation, Simuler};
pub use suivi::{FormatDeTableau, Suivi, VueDeSuivi};
pub use verifier::Verifier;
pub use volets_d_equipement::{BilanDEquipement, Volet};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::erreur::Erreur;

const MODELE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}";

/// Les fichiers et les dossiers de la formation professionnelle, à la lettre des textes, avec les raisons.
#[derive(Debug, Parser)]
#[command(
    name = "guichet",
    version,
    help_template = MODELE,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE",
    next_help_heading = "Options"
)]
pub struct Arguments {
    /// Ajoute, ou remplace, les éditions de ce dossier
    #[arg(
        long,
        global = true,
        value_name = "DOSSIER",
        help_heading = "Option commune"
    )]
    pub donnees: Option<PathBuf>,

    #[command(subcommand)]
    pub commande: Commande,
}

/// Ce que fait le programme.
#[derive(Debug, Subcommand)]
pub enum Commande {
    /// Fichiers d’inscription aux examens (CYCLADES)
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Cyclades(Cyclades),
    /// Décision sur des dossiers : chaque raison, le calcul, la source, et ce qui changerait la réponse
    #[command(help_template = MODELE)]
    Instruire(Instruire),
    /// Autour de l’aide au contrat de professionnalisation : documents à signer, suivi des aides attribuées
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    ContratPro(ContratPro),
    /// Autour des autorisations de travail : un métier, une région, une nationalité, toute la table, la carte, la méthode
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    AutorisationTravail(AutorisationTravail),
    /// Autour de l’aide régionale à l’équipement des élèves : les dotations d’une région
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Equipement(Equipement),
    /// Règles : texte, source, cas
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Regles(Regles),
    /// Listes de codes
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Codes(Codes),
    /// Registre des lectures : où les textes se contredisent ou se taisent, et ce qui en est fait
    #[command(help_template = MODELE)]
    Lectures(Lectures),
    /// Éditions des textes : ce qu’elles couvrent, d’où elles viennent, ce qui les distingue
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Editions(Editions),
    /// Exemples inventés, justes ou fautifs
    #[command(subcommand, help_template = MODELE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    Exemples(Exemples),
    /// Complétion des commandes dans l’interpréteur : bash, zsh ou fish
    #[command(help_template = MODELE)]
    Completion(Completion),
    /// Contrôle les exemples livrés et montre ce qui est trouvé
    #[command(help_template = MODELE)]
    Demo,
}

/// Commandes sur les fichiers d’inscription.
#[derive(Debug, Subcommand)]
pub enum Cyclades {
    /// Contrôle des fichiers d’import : chaque faute, avec sa ligne, sa règle et son remède
    #[command(help_template = MODELE)]
    Verifier(Verifier),
    /// Conversion entre CSV, XML et classeur, sans perte, sous le nom officiel
    #[command(help_template = MODELE)]
    Convertir(Convertir),
    /// Copie corrigée d’un fichier d’import, et la liste des corrections
    #[command(help_template = MODELE)]
    Corriger(Corriger),
    /// Schéma des fichiers d’un examen : XSD, ou Table Schema
    #[command(help_template = MODELE)]
    Schema(Schema),
    /// Fichier d’import à partir de l’export d’un logiciel : colonnes reconnues, libellés mis en codes
    #[command(help_template = MODELE)]
    Preparer(Preparer),
}

/// Commandes sur les règles.
#[derive(Debug, Subcommand)]
pub enum Regles {
    /// Toutes les règles, d’une procédure si on la nomme
    #[command(help_template = MODELE)]
    Lister {
        /// Procédure (cyclades, autorisation-travail, contrat-pro)
        #[arg(value_name = "PROCEDURE")]
        procedure: Option<String>,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
    /// Un règlement en une page : règles, chiffres, listes, lectures, sources
    #[command(help_template = MODELE)]
    Documenter {
        /// Procédure (cyclades, autorisation-travail, contrat-pro)
        #[arg(value_name = "PROCEDURE")]
        procedure: String,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDePage::Markdown, value_name = "FORMAT")]
        format: FormatDePage,
    },
    /// Une règle : ce qu’elle demande, où le document le dit, ses cas
    #[command(help_template = MODELE)]
    Voir {
        /// Code de la règle, par exemple CY-231, CP-101 ou AT-202
        #[arg(value_name = "CODE")]
        code: String,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
}

/// Les formes d’une page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDePage {
    /// Un texte à mettre dans une documentation
    Markdown,
    /// Une page à lire ou à imprimer
    Html,
    /// Un document JSON
    Json,
}

/// Les formes d’une liste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeListe {
    /// Pour une personne
    Texte,
    /// Un document JSON
    Json,
}

/// Commandes sur les listes de codes.
#[derive(Debug, Subcommand)]
pub enum Codes {
    /// Cherche dans toutes les listes : accents, casse, ordre des mots et fautes de frappe n’importent pas
    #[command(help_template = MODELE)]
    Chercher(Chercher),
    /// Un code : tout ce qu’il désigne, liste par liste, et ce qu’il ouvre
    #[command(help_template = MODELE)]
    Voir {
        /// Code, par exemple 61223, 122, 44109 ou RNCP37443
        #[arg(value_name = "CODE")]
        code: String,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
    /// Écrit une liste en CSV ; sans nom, dit celles qui existent
    #[command(help_template = MODELE)]
    Exporter {
        /// Nom de la liste, par exemple cyclades/specialites ; avec son édition : equipement/formations/2021-2022
        #[arg(value_name = "LISTE")]
        liste: Option<String>,
    },
    /// Deux éditions d’une liste : codes ajoutés, retirés, renommés, remplacés
    #[command(help_template = MODELE)]
    Comparer(ComparerUneListe),
}

/// Commandes sur les exemples.
#[derive(Debug, Subcommand)]
pub enum Exemples {
    /// Invente un fichier de candidats, de dossiers, ou les tables d’une région, et la liste des fautes qu’on y a mises
    #[command(help_template = MODELE)]
    Generer(Generer),
}

/// Options de `exemples generer`.
#[derive(Debug, Args)]
pub struct Generer {
    /// Examen, pour des candidats : BCP, BP, MCP, MC3, MC4, ARI ou CAP
    #[arg(long, value_name = "EXAMEN", required_unless_present = "procedure")]
    pub domaine: Option<String>,

    /// Procédure, pour des dossiers : contrat-pro ; ou pour les quatre tables d’une région : equipement
    #[arg(long, value_name = "PROCEDURE", conflicts_with_all = ["domaine", "candidats", "session"])]
    pub procedure: Option<String>,

    /// Nombre de dossiers
    #[arg(
        long,
        default_value_t = 100,
        value_name = "NOMBRE",
        conflicts_with = "domaine"
    )]
    pub dossiers: u32,

    /// Nombre d’établissements d’une région
    #[arg(
        long,
        default_value_t = 1000,
        value_name = "NOMBRE",
        conflicts_with_all = ["domaine", "dossiers"]
    )]
    pub etablissements: u32,

    /// Nombre de candidats
    #[arg(long, default_value_t = 100, value_name = "NOMBRE")]
    pub candidats: u32,

    /// Part des candidats, des dossiers ou des établissements fautifs, de 0 à 1
    #[arg(long, default_value = "0", value_name = "PART")]
    pub fautes: String,

    /// Forme : un fichier d’import (csv, xml), ou l’export d’un logiciel (export-siecle, export-vie-scolaire, export-cfa) ; pour des dossiers, csv ou ndjson
    #[arg(long, default_value = "csv", value_name = "FORME")]
    pub forme: String,

    /// Graine : la même donne le même fichier
    #[arg(long, default_value_t = 1, value_name = "NOMBRE")]
    pub graine: u64,

    /// Session (sinon, celle de l’édition)
    #[arg(long, value_name = "SESSION")]
    pub session: Option<String>,

    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,
}

/// Reads the command line.
pub fn lire() -> Result<Arguments, Erreur> {
    Arguments::try_parse().map_err(|erreur| match erreur.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Erreur::Aide(en_francais(&erreur.render().to_string()))
        }
        _ => Erreur::Usage(dire(&erreur)),
    })
}

/// The few words that the library writes by itself in a help text, and the space before its colons.
fn en_francais(aide: &str) -> String {
    let francais = aide
        .replace("Print help (see a summary with '-h')", "Montre cette aide")
        .replace("Print help (see more with '--help')", "Montre cette aide")
        .replace("Print help", "Montre cette aide")
        .replace("Print version", "Montre la version")
        .replace("[default: ", "[par défaut : ")
        .replace("[possible values: ", "[valeurs : ")
        .replace("Possible values:", "Valeurs :");
    let lignes: Vec<String> = francais.lines().map(deux_points).collect();
    lignes.join("\n") + "\n"
}

/// A heading, or a value and what it means, with the space that French puts before a colon.
fn deux_points(ligne: &str) -> String {
    if let Some(titre) = ligne.strip_suffix(':')
        && !ligne.starts_with(' ')
        && !titre.ends_with(' ')
    {
        return format!("{titre} :");
    }
    let sans_retrait = ligne.trim_start();
    let retrait = &ligne[..ligne.len() - sans_retrait.len()];
    match sans_retrait
        .strip_prefix("- ")
        .and_then(|valeur| valeur.split_once(':'))
    {
        Some((nom, sens)) if !nom.contains(' ') => {
            format!("{retrait}- {nom} : {}", sens.trim_start())
        }
        _ => ligne.to_owned(),
    }
}

/// An error of the command line, in one French line.
fn dire(erreur: &clap::Error) -> String {
    let texte = |sorte: ContextKind| match erreur.get(sorte) {
        Some(ContextValue::String(texte)) => Some(texte.clone()),
        Some(ContextValue::Strings(textes)) => Some(textes.join(", ")),
        _ => None,
    };
    let argument = texte(ContextKind::InvalidArg).unwrap_or_default();
    let valeur = texte(ContextKind::InvalidValue).unwrap_or_default();
    let proche = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ]
    .into_iter()
    .find_map(texte)
    .map_or(String::new(), |proche| {
        format!(" Vouliez-vous dire « {proche} » ?")
    });
    let possibles = texte(ContextKind::ValidValue).map_or(String::new(), |valeurs| {
        format!(" Valeurs admises : {valeurs}.")
    });
    let fait = match erreur.kind() {
        ErrorKind::UnknownArgument => format!("L’option « {argument} » n’existe pas."),
        ErrorKind::InvalidSubcommand => {
            let commande = texte(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("La commande « {commande} » n’existe pas.")
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque {argument}."),
        ErrorKind::MissingSubcommand => "Il manque une commande.".to_owned(),
        ErrorKind::InvalidValue if valeur.is_empty() => {
            format!("L’option {argument} attend une valeur.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {valeur} » n’est pas une valeur de {argument}.")
        }
        ErrorKind::ArgumentConflict => {
            format!("L’option {argument} est donnée deux fois, ou avec une autre qui l’exclut.")
        }
        _ => "La commande ne se comprend pas.".to_owned(),
    };
    format!("{fait}{possibles}{proche} Essayez « guichet --help ».")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_of_the_commands_is_coherent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn mistakes_are_told_in_one_french_line() {
        let cas = [
            (vec!["guichet", "cyclade"], "Vouliez-vous dire « cyclades »"),
            (
                vec!["guichet", "cyclades", "verifier"],
                "Il manque <FICHIER>...",
            ),
            (
                vec!["guichet", "cyclades", "verifier", "a", "--domain", "CAP"],
                "« --domaine »",
            ),
            (
                vec!["guichet", "cyclades", "verifier", "a", "--format", "xml"],
                "texte, json, ndjson",
            ),
            (
                vec!["guichet", "cyclades", "verifier", "a", "--session"],
                "attend une valeur",
            ),
            (
                vec![
                    "guichet",
                    "exemples",
                    "generer",
                    "--domaine",
                    "CAP",
                    "--candidats",
                    "x",
                    "--sortie",
                    "d",
                ],
                "« x »",
            ),
        ];
        for (arguments, mot) in cas {
            let erreur = Arguments::try_parse_from(&arguments).unwrap_err();
            let phrase = dire(&erreur);
            assert!(phrase.contains(mot), "{arguments:?} : {phrase}");
            assert_eq!(phrase.lines().count(), 1);
        }
    }
}
