//! Amounts indexed, for a person and for programs.

use std::io::{self, Write};

use guichet::equipement::IndexationVue;

use crate::tableau::{self, Cellule, Colonne, FormeDeTableau, Sorte, Tableau};

/// The forms of an indexation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDIndexation {
    /// For a person, in a terminal.
    Texte,
    /// One JSON document.
    Json,
    /// The same on one line.
    Ndjson,
}

/// Writes an indexation in a form.
///
/// # Errors
/// The output cannot be written.
pub fn ecrire(
    forme: FormeDIndexation,
    vue: &IndexationVue,
    sortie: &mut dyn Write,
) -> io::Result<()> {
    match forme {
        FormeDIndexation::Texte => {
            return tableau::ecrire(FormeDeTableau::Texte, &[en_tableau(vue)], sortie);
        }
        FormeDIndexation::Json => serde_json::to_writer_pretty(&mut *sortie, &vue.decision)?,
        FormeDIndexation::Ndjson => serde_json::to_writer(&mut *sortie, &vue.decision)?,
    }
    writeln!(sortie)?;
    sortie.flush()
}

/// The amounts as a table: each rounding in its column.
#[must_use]
pub fn en_tableau(vue: &IndexationVue) -> Tableau {
    let indexation = &vue.indexation;
    let lignes = indexation
        .forfaits
        .iter()
        .map(|forfait| {
            vec![
                Cellule::Montant(forfait.ancien),
                Cellule::Texte(format!(
                    "{}\u{a0}€",
                    forfait.produit.sans_zeros().en_francais()
                )),
                Cellule::Montant(forfait.au_centime),
                Cellule::Montant(forfait.inferieur),
                Cellule::Montant(forfait.superieur),
                Cellule::Montant(forfait.nouveau),
            ]
        })
        .collect();
    let decision = &vue.decision;
    let mut phrases = vec![vue.evolution()];
    phrases.extend(
        decision
            .constats
            .iter()
            .map(|constat| format!("Règles : édition {}, {}.", decision.edition, constat.source)),
    );
    let mut notes: Vec<String> = decision
        .avertissements
        .iter()
        .map(|avertissement| format!("{} : {}", avertissement.regle, avertissement.message))
        .collect();
    if !indexation.gele {
        notes.insert(0, format!("Retenu : {}.", vue.unite));
    }
    Tableau {
        nom: "indexation".to_owned(),
        titre: format!(
            "Montants de l’aide à l’équipement : de {} à {}",
            vue.base, vue.annee
        ),
        phrases,
        colonnes: vec![
            Colonne::new("ancien_centimes", "Montant", Sorte::Montant),
            Colonne::new("produit", "Indexé", Sorte::Montant),
            Colonne::new("au_centime_centimes", "Au centime", Sorte::Montant),
            Colonne::new("inferieur_centimes", "Vers le bas", Sorte::Montant),
            Colonne::new("superieur_centimes", "Vers le haut", Sorte::Montant),
            Colonne::new("nouveau_centimes", "Retenu", Sorte::Montant),
        ],
        lignes,
        sans_ligne: "",
        total: None,
        notes,
    }
}
