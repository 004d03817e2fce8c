//! `guichet contrat-pro`: what surrounds the decisions on professionalisation contracts.

use clap::Subcommand;

use super::MODELE;
use super::documents::{Documents, ModelesDeDocuments};
use super::suivi::Suivi;

/// Commandes autour de l’aide au contrat de professionnalisation.
#[derive(Debug, Subcommand)]
pub enum ContratPro {
    /// Lettres, arrêté ou annexe de convention, à relire et à signer
    #[command(help_template = MODELE)]
    Documents(Documents),
    /// Écrit les modèles des documents, pour les modifier
    #[command(help_template = MODELE)]
    Modeles(ModelesDeDocuments),
    /// Suivi des aides attribuées : cumuls, état récapitulatif, bénéficiaires, SCDL, statistiques, échéances
    #[command(help_template = MODELE)]
    Suivi(Suivi),
}
