//! A regulation as one page: what it demands, its figures, its lists, what its text leaves open, its sources.

use guichet_socle::erreur::lire_toml;
use guichet_socle::{Centimes, ErreurEdition};
use serde::Serialize;
use toml::{Table, Value};

use super::{ErreurDeRegle, FicheDeRegle, Regles, SourceVue};
use crate::Donnees;
use crate::editions::catalogue::{self, ErreurDeCatalogue, FicheDEdition};
use crate::editions::differences::en_mots;
use crate::lectures::{self, Choix, ErreurDeLecture, FicheDeLecture};

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeDocumentation {
    /// The rules cannot be read, or no procedure has this name.
    #[error("{0}")]
    Regles(#[from] ErreurDeRegle),
    /// The edition cannot be read.
    #[error("{0}")]
    Edition(#[from] ErreurDeCatalogue),
    /// The register cannot be read.
    #[error("{0}")]
    Lectures(#[from] ErreurDeLecture),
    /// A file of the edition is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
}

/// A regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageDeReglement {
    /// The edition: who it is, when it holds, its sources, its lists, what it does not model.
    #[serde(flatten)]
    pub edition: FicheDEdition,
    /// Its rules, with their cases.
    pub regles: Vec<FicheDeRegle>,
    /// Its figures.
    pub parametres: Vec<ParametreVu>,
    /// The entries of the register about its document, and those of others that it cites.
    pub lectures: Vec<FicheDeLecture>,
}

/// A figure or a code that the reasoning cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParametreVu {
    /// Its name.
    pub nom: String,
    /// Its value, in words.
    pub valeur: String,
    /// Its unit.
    pub unite: String,
    /// Where the document says so.
    pub source: SourceVue,
    /// The entries of the register that shaped it.
    pub lectures: Vec<String>,
}

/// The page of a procedure, in its last edition.
///
/// # Errors
/// The procedure does not exist, or its data are faulty.
pub fn page(donnees: &Donnees, procedure: &str) -> Result<PageDeReglement, ErreurDeDocumentation> {
    let regles = Regles::charger(donnees)?;
    let fiches = regles
        .lister(Some(procedure))?
        .iter()
        .map(|regle| regles.voir(&regle.code))
        .collect::<Result<Vec<FicheDeRegle>, _>>()?;
    let lue = regles.editions().find(|(nom, ..)| *nom == procedure);
    let (id, dossier) = lue.map_or(("", ""), |(_, edition, dossier)| (&edition.id, dossier));
    // A part of an edition has its own folder under that of the regulation.
    let reglement = dossier.split('/').nth(1).unwrap_or(procedure);
    let mut edition = catalogue::voir(donnees, reglement, id)?;
    procedure.clone_into(&mut edition.edition.procedure);
    let lectures = lectures::lister(donnees, Choix::default())?
        .into_iter()
        .filter(|fiche| {
            fiche.document == procedure || fiche.citations.iter().any(|c| c.procedure == procedure)
        })
        .collect();
    Ok(PageDeReglement {
        parametres: parametres(donnees, dossier, &edition)?,
        edition,
        regles: fiches,
        lectures,
    })
}

/// The figures of `parametres.toml`, in the order of the file.
fn parametres(
    donnees: &Donnees,
    dossier: &str,
    edition: &FicheDEdition,
) -> Result<Vec<ParametreVu>, ErreurEdition> {
    let chemin = format!("{dossier}/parametres.toml");
    let Some(texte) = donnees.fichiers().lire(&chemin) else {
        return Ok(Vec::new());
    };
    let table: Table = lire_toml(&chemin, texte)?;
    let mut parametres = Vec::new();
    recueillir(edition, "", &table, &mut parametres);
    Ok(parametres)
}

/// The figures of a table, and those of the groups it holds (`indexation.indice`).
fn recueillir(
    edition: &FicheDEdition,
    groupe: &str,
    table: &Table,
    parametres: &mut Vec<ParametreVu>,
) {
    for (nom, valeur) in table {
        let Some(valeur) = valeur.as_table() else {
            continue;
        };
        let nom = format!("{groupe}{nom}");
        if valeur.contains_key("valeur") {
            parametres.push(parametre(edition, &nom, valeur));
        } else {
            recueillir(edition, &format!("{nom}."), valeur, parametres);
        }
    }
}

fn parametre(edition: &FicheDEdition, nom: &str, table: &Table) -> ParametreVu {
    let texte = |cle: &str| table.get(cle).and_then(Value::as_str).unwrap_or_default();
    let source = edition.sources.iter().find(|s| s.cle.0 == texte("source"));
    // Amounts are kept in cents, and read in euros.
    let (valeur, unite) = match (table.get("valeur"), texte("unite").strip_prefix("centimes")) {
        (Some(Value::Integer(centimes)), Some(suite)) => {
            (Centimes(*centimes).to_string(), suite.trim_start())
        }
        (valeur, _) => (valeur.map_or_else(String::new, en_mots), texte("unite")),
    };
    let lectures = table.get("lectures").and_then(Value::as_array);
    ParametreVu {
        nom: nom.to_owned(),
        valeur,
        unite: unite.to_owned(),
        source: SourceVue {
            document: source.map_or_else(String::new, |source| source.titre.clone()),
            section: source.map_or_else(String::new, |source| source.section.clone()),
        },
        lectures: lectures
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regles::PROCEDURES;

    #[test]
    fn every_regulation_has_a_page_with_its_rules_figures_lists_and_readings() {
        let donnees = Donnees::embarquees();
        for procedure in PROCEDURES {
            let page = page(&donnees, procedure).unwrap();
            assert!(!page.regles.is_empty(), "{procedure}");
            assert!(!page.edition.sources.is_empty(), "{procedure}");
            for parametre in &page.parametres {
                assert!(
                    !parametre.source.section.is_empty(),
                    "{procedure} {}",
                    parametre.nom
                );
            }
        }
        for procedure in [
            "cyclades",
            "contrat-pro",
            "autorisation-travail",
            "equipement",
        ] {
            let page = page(&donnees, procedure).unwrap();
            assert!(!page.parametres.is_empty(), "{procedure}");
            assert!(!page.edition.listes.is_empty(), "{procedure}");
            assert!(!page.lectures.is_empty(), "{procedure}");
        }
        assert!(page(&donnees, "contrats-pro").is_err());
    }

    #[test]
    fn an_amount_kept_in_cents_is_read_in_euros() {
        let page = page(&Donnees::embarquees(), "contrat-pro").unwrap();
        let forfait = page
            .parametres
            .iter()
            .find(|p| p.nom == "forfait_mensuel")
            .unwrap();
        assert_eq!(
            forfait.valeur.replace(['\u{202f}', '\u{a0}'], " "),
            "500,00 €"
        );
        assert_eq!(forfait.unite, "par mois, pour un temps complet");
    }
}
