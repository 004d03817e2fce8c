//! Anonymous tables: a figure that may not be shown is said to be so.

use guichet::suivi::Lot;
use guichet::suivi::suivi::RangeePubliee;

use super::super::tableau::{Cellule, Colonne, Sorte, Tableau};

/// A table by issue, then one by axis.
#[must_use]
pub fn statistiques(lot: &Lot, annee: Option<i16>) -> Vec<Tableau> {
    let quand = annee.map_or(String::new(), |annee| format!(", année {annee}"));
    let note = format!(
        "n. c. : non communiqué. Aucun chiffre ne porte sur moins de {} personnes, même par différence ; c’est pourquoi des chiffres plus grands sont cachés aussi.",
        lot.parametres.effectif_minimal.valeur
    );
    lot.statistiques(annee)
        .into_iter()
        .map(|table| {
            let par_issue = table.axe == "issue";
            let rangee = |rangee: &RangeePubliee| {
                let compte = |n: Option<u64>| n.map_or(Cellule::Cachee, Cellule::Nombre);
                let parts = |cellule: Cellule| if par_issue { Cellule::Vide } else { cellule };
                vec![
                    Cellule::Texte(rangee.nom.clone()),
                    compte(rangee.dossiers),
                    parts(compte(rangee.favorables)),
                    parts(compte(rangee.autres)),
                    parts(rangee.montant.map_or(Cellule::Cachee, Cellule::Montant)),
                ]
            };
            Tableau {
                nom: table.axe.clone(),
                titre: format!("Dossiers {}{quand}", libelle(&table.axe)),
                phrases: Vec::new(),
                colonnes: vec![
                    Colonne::new("valeur", "Valeur", Sorte::Texte),
                    Colonne::new("dossiers", "Dossiers", Sorte::Nombre),
                    Colonne::new("favorables", "Favorables", Sorte::Nombre),
                    Colonne::new("autres", "Autres issues", Sorte::Nombre),
                    Colonne::new("montant_centimes", "Aides attribuées", Sorte::Montant),
                ],
                sans_ligne: "",
                total: Some(rangee(&table.total)),
                lignes: table.rangees.iter().map(rangee).collect(),
                notes: vec![note.clone()],
            }
        })
        .collect()
}

fn libelle(axe: &str) -> &str {
    match axe {
        "issue" => "par issue",
        "departement" => "par département de l’établissement",
        "secteur" => "par secteur de la certification",
        "niveau" => "par niveau de la certification",
        "tranche_age" => "par âge du salarié au début du contrat",
        "mois" => "par mois de la demande",
        autre => autre,
    }
}
