//! Repairing: named edits of one cell that rules propose, and the engine that makes those that leave fewer
//! faults.
//!
//! A repair is a function of the cell and of what surrounds it (the edition, the exam, the other values of
//! the row): the same one fills the `correction` of a finding and edits a file. The engine accepts it only
//! when the faults of the row afterwards are a strict subset of those before, so that a repair never adds
//! a finding to its row, and repairing twice changes nothing more.

mod accents;
mod cellule;
mod copie;
mod fichier;
mod libelles;
mod moteur;
mod textes;
mod zeros;

pub use copie::Copie;
pub use fichier::{Bilan, Demande, Modification, corriger};
pub use libelles::{Libelles, plier};
pub use moteur::Etat;
pub use textes::recrire_la_date;

use crate::correction::Correction;
use crate::plan::Cadre;
use crate::{EditionCyclades, Surete};

/// A cell, and what surrounds it.
pub struct Situation<'a> {
    /// The edition: its lists, its parameters.
    pub edition: &'a EditionCyclades,
    /// The exam, the session.
    pub cadre: &'a Cadre,
    /// Rank of the field.
    pub champ: u8,
    /// The value.
    pub valeur: &'a str,
    /// The other values of the row, by rank of field; nothing for one that is not known.
    pub autre: &'a dyn Fn(u8) -> Option<String>,
}

impl Situation<'_> {
    /// The value of another field of the row; empty when it is not known.
    fn lire(&self, champ: &str) -> String {
        self.edition
            .champs
            .rang(champ)
            .and_then(|rang| (self.autre)(rang))
            .unwrap_or_default()
    }

    /// Name of the field.
    fn nom_du_champ(&self) -> &str {
        self.edition
            .champs
            .liste
            .get(usize::from(self.champ))
            .map_or("", |champ| &champ.nom)
    }
}

/// A repair, by the name that conditions and fields give it.
pub struct Reparation {
    /// The name.
    pub nom: &'static str,
    /// What it does, in French.
    pub mots: &'static str,
    /// The other fields of the row that it reads.
    pub lit: &'static [&'static str],
    appliquer: fn(&Situation<'_>) -> Option<Correction>,
}

impl std::fmt::Debug for Reparation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reparation")
            .field("nom", &self.nom)
            .finish_non_exhaustive()
    }
}

macro_rules! reparations {
    ($($nom:literal, $mots:literal, [$($lit:literal),*], $fonction:path;)*) => {
        /// Every repair.
        pub const REPARATIONS: &[Reparation] = &[$(
            Reparation { nom: $nom, mots: $mots, lit: &[$($lit),*], appliquer: $fonction },
        )*];
    };
}

reparations! {
    "accents-abimes", "les accents, lus dans un autre encodage (Ã© pour é), sont rétablis", [], accents::accents_abimes;
    "apostrophe-droite", "l’apostrophe typographique devient l’apostrophe droite", [], textes::apostrophe_droite;
    "civilite", "Monsieur, Madame et leurs abréviations deviennent M ou F", [], textes::civilite;
    "code-de-diplome", "le code de diplôme à huit chiffres est ramené aux cinq de la spécialité", [], libelles::code_de_diplome;
    "code-de-pays", "les espaces autour du code sont retirées", [], libelles::code_de_pays;
    "commune", "le nom, le code postal ou l’ancien code devient le code INSEE", ["depCOM_naissance"], libelles::commune;
    "date", "la date est récrite sous la forme JJ/MM/AAAA", [], textes::date;
    "date-de-tableur", "le nombre est lu comme une date de tableur", [], textes::date_de_tableur;
    "departement-d-outre-mer", "le département d’outre-mer est complété d’après la commune", ["commune_naissance"], zeros::departement_d_outre_mer;
    "departement-par-libelle", "le nom du département devient son code", [], libelles::departement_par_libelle;
    "departement-sur-trois", "le code du département est écrit sur trois caractères", [], zeros::departement_sur_trois;
    "espaces-au-bord", "les espaces du bord sont retirées", [], textes::espaces_au_bord;
    "espaces-doubles", "deux espaces à suivre n’en font plus qu’une", [], textes::espaces_doubles;
    "espaces-inhabituelles", "les espaces insécables et les tabulations deviennent des espaces simples", [], textes::espaces_inhabituelles;
    "homonyme-ouvert", "la spécialité fermée devient la spécialité ouverte du même nom", [], libelles::homonyme;
    "ine", "les espaces sont retirées, les lettres mises en majuscules", [], textes::ine;
    "mail-sans-espaces", "les espaces sont retirées de l’adresse mail", [], textes::mail_sans_espaces;
    "majuscules", "les lettres sont mises en majuscules", [], textes::majuscules;
    "nom-en-capitales", "le nom, tout en minuscules, est mis en capitales", [], textes::nom_en_capitales;
    "numero-d-etablissement", "les espaces sont retirées, la lettre mise en majuscule", [], textes::numero_d_etablissement;
    "pays-par-libelle", "le nom du pays devient son code", [], libelles::pays_par_libelle;
    "prenoms-en-initiales", "les prénoms, tout en minuscules, reçoivent leurs majuscules", [], textes::prenoms_en_initiales;
    "sans-espaces", "les espaces sont retirées", [], textes::sans_espaces;
    "telephone", "les espaces, points et tirets sont retirés", [], textes::telephone;
    "tiret-court", "le tiret long devient le tiret court", [], textes::tiret_court;
    "un-seul-caractere-special", "un seul des deux caractères spéciaux est gardé", [], textes::un_seul_caractere_special;
    "virgules-entre-prenoms", "la virgule entre deux prénoms devient une espace", [], textes::virgules_entre_prenoms;
    "zero-de-l-etablissement", "le zéro perdu est remis devant le numéro, que sa lettre-clé confirme", [], zeros::zero_de_l_etablissement;
    "zero-de-la-commune", "le zéro perdu est remis devant le code de la commune", ["depCOM_naissance"], zeros::zero_de_la_commune;
    "zero-du-code-postal", "le zéro perdu est remis devant le code postal", [], zeros::zero_du_code_postal;
    "zero-du-departement", "les zéros perdus sont remis devant le département", ["commune_naissance"], zeros::zero_du_departement;
    "zero-du-telephone", "le zéro perdu est remis devant le numéro de téléphone", ["pays"], zeros::zero_du_telephone;
}

/// The repair of a name.
#[must_use]
pub fn par_nom(nom: &str) -> Option<&'static Reparation> {
    REPARATIONS.iter().find(|reparation| reparation.nom == nom)
}

/// What a repair does, in French.
#[must_use]
pub fn en_mots(nom: &str) -> &'static str {
    par_nom(nom).map_or("", |reparation| reparation.mots)
}

/// What a repair proposes, if it changes anything.
#[must_use]
pub fn proposer(nom: &str, situation: &Situation<'_>) -> Option<Correction> {
    let correction = (par_nom(nom)?.appliquer)(situation)?;
    (correction.valeur != situation.valeur && !correction.valeur.is_empty()).then_some(correction)
}

/// The best of what several repairs propose: the first of the surest.
#[must_use]
pub fn meilleure<'n>(
    noms: impl IntoIterator<Item = &'n str>,
    situation: &Situation<'_>,
) -> Option<Correction> {
    let mut choisie: Option<Correction> = None;
    for nom in noms {
        let Some(correction) = proposer(nom, situation) else {
            continue;
        };
        if correction.surete == Surete::Sure {
            return Some(correction);
        }
        if choisie
            .as_ref()
            .is_none_or(|c| c.surete < correction.surete)
        {
            choisie = Some(correction);
        }
    }
    choisie
}
