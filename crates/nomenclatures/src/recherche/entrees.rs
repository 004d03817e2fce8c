//! What there is to find: the rows of every list, each once, and the communes.

use std::collections::HashMap;

use guichet_socle::edition::StatutEdition;
use guichet_socle::{ErreurEdition, Fichiers};

use super::indice::{Champ, Chantier};
use super::mots::{aplatir_texte, est_vide, mots};
use crate::catalogue;
use crate::colonnes::{DOMAINE, LIBELLES, Sessions, est_un_code, sans_variante};
use crate::communes::{Communes, Nature};
use crate::liste::{Ligne, Liste};

/// A column whose cells are other names of the row, separated by a bar.
const ALIAS: &str = "alias";

/// A row to find.
#[derive(Debug, Clone)]
pub struct Entree {
    /// The rank of its list, by edition; none of a commune.
    pub liste: u16,
    /// The rank of its row; the place of a commune.
    pub rang: u32,
    /// The rank of the column of its code.
    pub colonne: u16,
    /// The ranks of the other editions of the list that have it.
    pub autres: Vec<u16>,
    /// Whether it is no longer open.
    pub passe: bool,
}

/// What is gathered.
#[derive(Debug, Default)]
pub struct Collecte {
    /// The lists, an edition each.
    pub listes: Vec<Liste>,
    /// The rows.
    pub entrees: Vec<Entree>,
    /// The first text of each row.
    pub premiers_textes: Vec<u32>,
    /// Their words.
    pub chantier: Chantier,
    textes: u32,
    plat: String,
}

impl Collecte {
    /// The rows of every edition of a list, the one that people look at first.
    ///
    /// # Errors
    /// The list is faulty.
    pub fn liste(&mut self, fichiers: &Fichiers, nom: &str) -> Result<(), ErreurEdition> {
        let mut editions = Vec::new();
        for id in catalogue::editions(fichiers, nom).into_iter().rev() {
            editions.push(Liste::charger(fichiers, &catalogue::dossier(nom, id))?);
        }
        // The last checked one, as everywhere; the other ones only add what it has not.
        editions.sort_by_key(|liste| liste.edition().statut != StatutEdition::Verifiee);
        let mut connues: HashMap<[String; 3], usize> = HashMap::new();
        for (passage, liste) in editions.into_iter().enumerate() {
            let numero = u16::try_from(self.listes.len()).unwrap_or(u16::MAX);
            for (rang, ligne) in liste.lignes().enumerate() {
                let Some(colonne) = colonne_du_code(&liste, &ligne) else {
                    continue;
                };
                let cle = self.cle(&liste, &ligne, colonne);
                if let Some(&connue) = connues.get(&cle) {
                    let entree = &mut self.entrees[connue];
                    if entree.liste != numero && !entree.autres.contains(&numero) {
                        entree.autres.push(numero);
                    }
                    continue;
                }
                connues.insert(cle, self.entrees.len());
                let sessions = Sessions::de_la_ligne(&ligne).unwrap_or_default();
                self.entree(Entree {
                    liste: numero,
                    rang: u32::try_from(rang).unwrap_or(u32::MAX),
                    colonne: u16::try_from(colonne).unwrap_or(u16::MAX),
                    autres: Vec::new(),
                    passe: passage > 0 || sessions.derniere.is_some(),
                });
                self.textes_de(&liste, &ligne);
            }
            self.listes.push(liste);
        }
        Ok(())
    }

    /// The communes, by their names of today and of before.
    pub fn communes(&mut self, communes: &Communes) {
        for (place, commune) in communes.placees() {
            self.entree(Entree {
                liste: u16::MAX,
                rang: place,
                colonne: 0,
                autres: Vec::new(),
                passe: commune.nature == Nature::Ancienne || commune.successeur.is_some(),
            });
            self.texte(commune.nom, Champ::Nom);
            if let Some(autre) = commune.autre_nom.filter(|autre| *autre != commune.nom) {
                self.texte(autre, Champ::Nom);
            }
        }
    }

    /// What makes a row another one: its code, its domain, its label but for a slip.
    fn cle(&mut self, liste: &Liste, ligne: &Ligne<'_>, colonne: usize) -> [String; 3] {
        let libelle = crate::colonnes::libelle(ligne).unwrap_or_default();
        aplatir_texte(sans_variante(libelle), &mut self.plat);
        let nom = liste.colonnes().get(colonne).map_or("", |c| c.nom.as_str());
        [
            format!("{nom} {}", ligne.cellule(colonne)),
            ligne.get(DOMAINE).unwrap_or_default().to_owned(),
            self.plat.clone(),
        ]
    }

    fn entree(&mut self, entree: Entree) {
        self.entrees.push(entree);
        self.premiers_textes.push(self.textes);
    }

    fn ouvrir(&mut self) {
        let entree = u32::try_from(self.entrees.len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.chantier.texte(entree);
        self.textes += 1;
    }

    /// The labels of a row, each with its codes and the words of its domain.
    fn textes_de(&mut self, liste: &Liste, ligne: &Ligne<'_>) {
        let alias = ligne.get(ALIAS).unwrap_or_default();
        let noms = LIBELLES.into_iter().filter_map(|nom| ligne.get(nom));
        let mut libelles: Vec<&str> = Vec::new();
        for libelle in noms.chain(alias.split('|')) {
            if !libelle.is_empty() && !libelles.contains(&libelle) {
                libelles.push(libelle);
            }
        }
        if libelles.is_empty() {
            libelles.push("");
        }
        for libelle in libelles {
            self.texte(libelle, Champ::Libelle);
            self.initiales(libelle);
            aplatir_texte(ligne.get(DOMAINE).unwrap_or_default(), &mut self.plat);
            for mot in mots(&self.plat) {
                self.chantier.mot(mot, 0, Champ::Domaine);
            }
            for (rang, colonne) in liste.colonnes().iter().enumerate() {
                if est_un_code(&colonne.nom) {
                    let code = ligne.cellule(rang).to_ascii_uppercase();
                    self.chantier.mot(&code, 0, Champ::Code);
                }
            }
        }
    }

    /// The words of a label.
    fn texte(&mut self, libelle: &str, champ: Champ) {
        self.ouvrir();
        aplatir_texte(libelle, &mut self.plat);
        let mut place = 0;
        for mot in mots(&self.plat) {
            // « Le Havre » begins with Havre as well.
            place += usize::from(self.chantier.mot(mot, place, champ));
        }
    }

    /// The initials of a label, and of what follows its diploma: « AEPE », « BTS - SIO ».
    fn initiales(&mut self, libelle: &str) {
        let sans_diplome = libelle.split_once(" - ").map(|(_, intitule)| intitule);
        let toutes = [(Some(libelle), 3), (sans_diplome, 2)];
        for (libelle, au_moins) in toutes {
            aplatir_texte(libelle.unwrap_or_default(), &mut self.plat);
            let initiales: String = mots(&self.plat)
                .filter(|mot| !est_vide(mot))
                .filter_map(|mot| mot.chars().next())
                .collect();
            if (au_moins..=6).contains(&initiales.len()) {
                self.chantier.mot(&initiales, 0, Champ::Initiales);
            }
        }
    }
}

/// The column of the code of a row: the first one that is filled.
fn colonne_du_code(liste: &Liste, ligne: &Ligne<'_>) -> Option<usize> {
    let mut codes = liste
        .colonnes()
        .iter()
        .enumerate()
        .filter(|(_, colonne)| est_un_code(&colonne.nom))
        .map(|(rang, _)| rang);
    codes.find(|rang| !ligne.cellule(*rang).is_empty())
}
