//! The rows of `codes.csv` against their description.

use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;
use guichet_socle::ErreurEdition;
use guichet_socle::motif::Motif;
use guichet_socle::texte::Texte;

use super::schema::{Colonne, Schema};

/// What the bytes of a table must not hold.
pub(super) fn octets(chemin: &str, codes: &str) -> Option<ErreurEdition> {
    if codes.starts_with('\u{feff}') {
        return Some(ErreurEdition::a_la_ligne(
            chemin,
            1,
            "la table commence par un BOM ; enregistrez-la en UTF-8 sans BOM.",
        ));
    }
    codes.find('\r').map(|octet| {
        ErreurEdition::a_l_octet(
            chemin,
            codes,
            octet,
            "la ligne contient un retour chariot ; enregistrez la table avec des fins de ligne LF.",
        )
    })
}

/// The numbers of one column: those announced, those met.
struct Effectif<'a> {
    rang: usize,
    annonces: &'a BTreeMap<String, usize>,
    comptes: HashMap<&'a str, usize>,
}

/// The checks of one table, row after row.
pub(super) struct Verification<'a> {
    chemin: &'a str,
    schema: &'a Schema,
    /// In the order of the columns.
    motifs: &'a [Option<Motif>],
    cle: Vec<usize>,
    /// The line where each key was met.
    vues: HashMap<String, usize>,
    effectifs: Vec<Effectif<'a>>,
    lignes: usize,
}

impl<'a> Verification<'a> {
    /// Prepares the checks.
    pub(super) fn new(chemin: &'a str, schema: &'a Schema, motifs: &'a [Option<Motif>]) -> Self {
        Self {
            chemin,
            schema,
            motifs,
            cle: schema
                .cle
                .iter()
                .filter_map(|nom| schema.rang(nom))
                .collect(),
            vues: HashMap::with_capacity(schema.lignes),
            effectifs: schema
                .effectifs
                .iter()
                .filter_map(|(nom, annonces)| {
                    Some(Effectif {
                        rang: schema.rang(nom)?,
                        annonces,
                        comptes: HashMap::new(),
                    })
                })
                .collect(),
            lignes: 0,
        }
    }

    /// The header names the columns, in their order; whether it does.
    pub(super) fn entete(&self, entete: &StringRecord, fautes: &mut Vec<ErreurEdition>) -> bool {
        let colonnes = &self.schema.colonnes;
        for rang in 0..colonnes.len().max(entete.len()) {
            let fait = match (colonnes.get(rang).map(|c| c.nom.as_str()), entete.get(rang)) {
                (Some(annoncee), Some(lue)) if annoncee == lue => continue,
                (Some(annoncee), Some(lue)) => format!(
                    "la colonne {} s’appelle « {lue} », liste.toml annonce « {annoncee} »",
                    rang + 1
                ),
                (Some(annoncee), None) => format!("la colonne « {annoncee} » manque"),
                (None, Some(lue)) => format!("la colonne « {lue} » n’est pas dans liste.toml"),
                (None, None) => continue,
            };
            fautes.push(ErreurEdition::a_la_ligne(
                self.chemin,
                1,
                format!("{fait} ; accordez les deux fichiers."),
            ));
            return false;
        }
        true
    }

    /// One row: every fault of its cells, of its key and of the numbers it counts in.
    pub(super) fn rangee(
        &mut self,
        ligne: usize,
        rangee: &StringRecord,
        fautes: &mut Vec<ErreurEdition>,
    ) {
        let deja = fautes.len();
        let colonnes = &self.schema.colonnes;
        let erreur = |message: String| ErreurEdition::a_la_ligne(self.chemin, ligne, message);
        self.lignes += 1;
        if rangee.len() != colonnes.len() {
            fautes.push(erreur(format!(
                "la ligne a {} cellules, il en faut {} ; vérifiez les virgules et les guillemets.",
                rangee.len(),
                colonnes.len()
            )));
            return;
        }
        for ((cellule, colonne), motif) in rangee.iter().zip(colonnes).zip(self.motifs) {
            if let Err(fait) = verifier_cellule(cellule, colonne, motif.as_ref()) {
                fautes.push(erreur(format!("colonne « {} » : {fait}", colonne.nom)));
            }
        }
        // The unit separator cannot be typed in a cell by accident: keys of several columns do not mix.
        let valeurs: Vec<&str> = self
            .cle
            .iter()
            .filter_map(|&rang| rangee.get(rang))
            .collect();
        if let Some(premiere) = self.vues.insert(valeurs.join("\u{1f}"), ligne) {
            let dites: Vec<&str> = valeurs.into_iter().filter(|v| !v.is_empty()).collect();
            fautes.push(erreur(format!(
                "« {} » est déjà à la ligne {premiere} ; gardez une seule des deux lignes.",
                dites.join(" ")
            )));
        }
        // A cell that is faulty is not of any number.
        if fautes.len() > deja {
            return;
        }
        for Effectif {
            rang,
            annonces,
            comptes,
        } in &mut self.effectifs
        {
            let valeur = rangee.get(*rang).unwrap_or_default();
            let Some((annoncee, _)) = annonces.get_key_value(valeur) else {
                fautes.push(ErreurEdition::a_la_ligne(
                    self.chemin,
                    ligne,
                    format!(
                        "colonne « {} » : « {valeur} » n’a pas d’effectif annoncé ; ajoutez-le à liste.toml.",
                        colonnes[*rang].nom
                    ),
                ));
                continue;
            };
            *comptes.entry(annoncee).or_default() += 1;
        }
    }

    /// The numbers announced; those of the values are counted on a table without fault only.
    pub(super) fn terminer(self, fautes: &mut Vec<ErreurEdition>) {
        let sans_faute = fautes.is_empty();
        if self.lignes != self.schema.lignes {
            fautes.push(ErreurEdition::du_fichier(
                self.chemin,
                format!(
                    "la table a {} lignes, liste.toml en annonce {} ; comparez-la au document.",
                    self.lignes, self.schema.lignes
                ),
            ));
        }
        for Effectif {
            rang,
            annonces,
            comptes,
        } in self.effectifs.iter().filter(|_| sans_faute)
        {
            for (valeur, annonce) in *annonces {
                let lus = comptes.get(valeur.as_str()).copied().unwrap_or(0);
                if lus != *annonce {
                    fautes.push(ErreurEdition::du_fichier(
                        self.chemin,
                        format!(
                            "colonne « {} » : « {valeur} » y est {lus} fois, liste.toml en annonce {annonce} ; comparez la table au document.",
                            self.schema.colonnes[*rang].nom
                        ),
                    ));
                }
            }
        }
    }
}

fn verifier_cellule(cellule: &str, colonne: &Colonne, motif: Option<&Motif>) -> Result<(), String> {
    if cellule.is_empty() {
        return if colonne.obligatoire {
            Err("la cellule est vide ; remplissez-la.".to_owned())
        } else {
            Ok(())
        };
    }
    if motif.is_some_and(|motif| !motif.correspond(&Texte::new(cellule))) {
        return Err(format!(
            "« {cellule} » n’a pas la forme {} ; corrigez la cellule.",
            colonne.motif.as_deref().unwrap_or_default()
        ));
    }
    if !colonne.valeurs.is_empty() && !colonne.valeurs.iter().any(|valeur| valeur == cellule) {
        return Err(format!(
            "« {cellule} » n’est pas l’une des valeurs {} ; corrigez la cellule.",
            colonne.valeurs.join(", ")
        ));
    }
    Ok(())
}
