//! `guichet completion`.

use clap::{Args, ValueEnum};

const SUITE: &str = "\
Pour l’installer :
  bash  guichet completion bash > ~/.local/share/bash-completion/completions/guichet
  zsh   guichet completion zsh > un dossier de $fpath, sous le nom _guichet
  fish  guichet completion fish > ~/.config/fish/completions/guichet.fish

Les commandes, les options, les codes, les mots des listes, les règles, les lectures et les éditions sont \
proposés. Après une mise à jour du programme, refaites le fichier.";

/// Options de `completion`.
#[derive(Debug, Args)]
#[command(after_help = SUITE)]
pub struct Completion {
    /// Interpréteur de commandes
    #[arg(value_enum, value_name = "INTERPRETE")]
    pub interprete: Interprete,
}

/// Les interpréteurs de commandes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Interprete {
    /// GNU bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
}
