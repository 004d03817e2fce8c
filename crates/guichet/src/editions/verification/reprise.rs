//! Going on after a fault: what is faulty is replaced, in memory, by what the program ships, and the loading
//! starts again. So every loader tells all it can, though each stops at its first fault.
//!
//! What is lent may not tell anything by itself: a fault that stands in lent lines, or that only misses a name
//! which the replacement took away, is not one of the person who wrote the folder.

use std::collections::{BTreeMap, BTreeSet};

use guichet_nomenclatures::liste::RACINE;
use guichet_socle::{ErreurEdition, Fichiers};

use super::blocs::Blocs;

/// More faults than that are told another time.
const REPRISES: usize = 200;

/// The files at hand, mended little by little.
pub(super) struct Reprise<'f> {
    /// What the program ships.
    saines: &'f Fichiers,
    /// What is loaded: the shipped files, then the folder's, then what is lent.
    fichiers: Fichiers,
    blocs: BTreeMap<String, Blocs>,
    /// The files that were replaced whole.
    entiers: BTreeSet<String>,
    perdus: BTreeSet<String>,
    pub(super) fautes: Vec<ErreurEdition>,
}

impl<'f> Reprise<'f> {
    pub(super) fn new(saines: &'f Fichiers, fichiers: Fichiers) -> Self {
        Self {
            saines,
            fichiers,
            blocs: BTreeMap::new(),
            entiers: BTreeSet::new(),
            perdus: BTreeSet::new(),
            fautes: Vec::new(),
        }
    }

    /// Adds a fault found otherwise.
    pub(super) fn ajouter(&mut self, faute: ErreurEdition) {
        if !self.fautes.contains(&faute) {
            self.fautes.push(faute);
        }
    }

    /// Puts the shipped list in the place of a faulty one, so that what rests on it can be looked at.
    pub(super) fn preter_la_liste(&mut self, dossier: &str) {
        for nom in ["edition.toml", "liste.toml", "codes.csv"] {
            self.preter_le_fichier(&format!("{dossier}/{nom}"));
        }
    }

    /// Loads until it succeeds, or until a fault cannot be gone past.
    pub(super) fn relever(&mut self, charger: &dyn Fn(&Fichiers) -> Result<(), ErreurEdition>) {
        for _ in 0..REPRISES {
            let Err(erreur) = charger(&self.fichiers) else {
                return;
            };
            if let Some(faute) = self.de_la_personne(&erreur) {
                self.ajouter(faute);
            }
            if !self.passer(&erreur) {
                return;
            }
        }
    }

    /// The fault as it stands in the folder; none when the replacement made it.
    fn de_la_personne(&self, erreur: &ErreurEdition) -> Option<ErreurEdition> {
        if self.entiers.contains(&erreur.fichier) {
            return None;
        }
        let consequence = cites(&erreur.message).any(|nom| self.perdus.contains(nom));
        if consequence {
            return None;
        }
        let dossier = erreur
            .fichier
            .rsplit_once('/')
            .map_or("", |(dossier, _)| dossier);
        if dossier.starts_with(RACINE) && self.fichiers.chemins(dossier).next().is_none() {
            return Some(ErreurEdition::du_fichier(
                dossier,
                format!(
                    "l’édition « {} » de cette liste manque, et le règlement du même jour la lit ; copiez la liste sous cette date.",
                    dossier_de(&erreur.fichier)
                ),
            ));
        }
        let ligne = match (erreur.ligne, self.blocs.get(&erreur.fichier)) {
            (Some(ligne), Some(blocs)) => Some(blocs.origine(ligne)?),
            (ligne, _) => ligne,
        };
        Some(ErreurEdition {
            ligne,
            ..erreur.clone()
        })
    }

    /// Replaces what is faulty; whether something was.
    fn passer(&mut self, erreur: &ErreurEdition) -> bool {
        let chemin = &erreur.fichier;
        if chemin.starts_with(RACINE) {
            let dossier = chemin.rsplit_once('/').map_or("", |(dossier, _)| dossier);
            let encore = !self.entiers.contains(chemin);
            self.preter_la_liste(dossier);
            return encore;
        }
        self.passer_le_bloc(erreur) || self.preter_le_fichier(chemin)
    }

    fn passer_le_bloc(&mut self, erreur: &ErreurEdition) -> bool {
        let chemin = &erreur.fichier;
        let (Some(ligne), Some(ecrit)) = (erreur.ligne, self.fichiers.lire(chemin)) else {
            return false;
        };
        if self.entiers.contains(chemin) {
            return false;
        }
        let sain = self
            .sain(chemin)
            .map(|(_, texte)| texte)
            .unwrap_or_default();
        let blocs = self
            .blocs
            .entry(chemin.clone())
            .or_insert_with(|| Blocs::lire(ecrit));
        let retirable = chemin.ends_with("/conditions.toml") || chemin.contains("/cas/");
        let Some(perdus) = blocs.soigner(ligne, &sain, retirable) else {
            return false;
        };
        let texte = blocs.texte();
        self.perdus.extend(perdus);
        self.fichiers.ajouter(chemin.clone(), texte);
        true
    }

    /// Lends a whole file, once.
    fn preter_le_fichier(&mut self, chemin: &str) -> bool {
        if !self.entiers.insert(chemin.to_owned()) {
            return false;
        }
        let Some((id, texte)) = self.sain(chemin) else {
            return false;
        };
        if let Some(ecrit) = self.fichiers.lire(chemin) {
            let restent = Blocs::lire(&texte).declares();
            let declares = Blocs::lire(ecrit).declares();
            self.perdus.extend(declares.difference(&restent).cloned());
        }
        let texte = if chemin.ends_with("/edition.toml") {
            a_la_date(&texte, &id, dossier_de(chemin))
        } else {
            texte
        };
        self.fichiers.ajouter(chemin.to_owned(), texte);
        true
    }

    /// The shipped file of that path, or that of the last shipped edition beside it, with its edition.
    fn sain(&self, chemin: &str) -> Option<(String, String)> {
        let id = dossier_de(chemin);
        if let Some(texte) = self.saines.lire(chemin) {
            return Some((id.to_owned(), texte.to_owned()));
        }
        let (racine, reste) = chemin.split_once(&format!("/{id}/"))?;
        let mut trouve = None;
        for (autre, texte) in self.saines.sous(racine) {
            let fin = autre.strip_prefix(racine).and_then(|r| r.strip_prefix('/'));
            if let Some((autre_id, nom)) = fin.and_then(|fin| fin.split_once('/'))
                && nom == reste
            {
                trouve = Some((autre_id.to_owned(), texte.to_owned()));
            }
        }
        trouve
    }
}

/// The identifier of the edition of a file: the last folder of its path that looks like a date.
fn dossier_de(chemin: &str) -> &str {
    chemin
        .split('/')
        .rfind(|partie| partie.starts_with(|c: char| c.is_ascii_digit()) && partie.contains('-'))
        .unwrap_or_default()
}

/// The identity of an edition, at another date.
fn a_la_date(texte: &str, id: &str, voulue: &str) -> String {
    if id == voulue {
        return texte.to_owned();
    }
    let lignes: Vec<String> = texte
        .lines()
        .filter(|ligne| !ligne.starts_with("en_vigueur_au"))
        .map(|ligne| {
            if ligne.starts_with("en_vigueur_du") {
                format!("en_vigueur_du = \"{voulue}\"")
            } else {
                ligne.to_owned()
            }
        })
        .collect();
    lignes.join("\n") + "\n"
}

/// What a message cites between « and ».
fn cites(message: &str) -> impl Iterator<Item = &str> {
    message
        .split('«')
        .skip(1)
        .filter_map(|suite| Some(suite.split_once('»')?.0.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_searched_for_the_names_it_cites() {
        let noms: Vec<&str> =
            cites("le fait « age_an » n’existe pas. Vouliez-vous dire « age » ?").collect();
        assert_eq!(noms, ["age_an", "age"]);
    }

    #[test]
    fn a_lent_identity_takes_the_date_of_its_folder() {
        let texte =
            "titre = \"t\"\nen_vigueur_du = \"2024-04-01\"\nen_vigueur_au = \"2025-01-01\"\n";
        assert_eq!(
            a_la_date(texte, "2024-04-01", "2026-01-01"),
            "titre = \"t\"\nen_vigueur_du = \"2026-01-01\"\n"
        );
        assert_eq!(a_la_date(texte, "2024-04-01", "2024-04-01"), texte);
        assert_eq!(
            dossier_de("reglements/contrat-pro/2024-04-01/cas/x.toml"),
            "2024-04-01"
        );
    }
}
