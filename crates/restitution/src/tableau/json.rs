//! Tables as JSON: an array of tables, rows as objects by the keys of the columns.

use std::io::{self, Write};

use guichet::socle::Centimes;
use serde_json::{Map, Value, json};

use super::{Cellule, Colonne, Tableau};

pub(super) fn ecrire(tableaux: &[Tableau], sortie: &mut dyn Write) -> io::Result<()> {
    let document: Vec<Value> = tableaux.iter().map(tableau).collect();
    serde_json::to_writer_pretty(&mut *sortie, &document)?;
    sortie.write_all(b"\n")
}

fn tableau(tableau: &Tableau) -> Value {
    let lignes: Vec<Value> = tableau
        .lignes
        .iter()
        .map(|ligne| objet(&tableau.colonnes, ligne))
        .collect();
    json!({
        "tableau": tableau.nom,
        "titre": tableau.titre,
        "lignes": lignes,
        "total": tableau.total.as_ref().map(|total| objet(&tableau.colonnes, total)),
        "notes": tableau.notes,
    })
}

fn objet(colonnes: &[Colonne], ligne: &[Cellule]) -> Value {
    let objet: Map<String, Value> = colonnes
        .iter()
        .zip(ligne)
        .map(|(colonne, cellule)| (colonne.cle.to_owned(), valeur(cellule)))
        .collect();
    Value::Object(objet)
}

fn valeur(cellule: &Cellule) -> Value {
    match cellule {
        Cellule::Vide => Value::Null,
        Cellule::Cachee => Value::from("non_communique"),
        Cellule::Texte(texte) | Cellule::Date(texte) => Value::from(texte.as_str()),
        Cellule::Nombre(n) => Value::from(*n),
        Cellule::Montant(Centimes(centimes)) => Value::from(*centimes),
    }
}
