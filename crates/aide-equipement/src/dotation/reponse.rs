//! The answer besides the issue: three lines, the scholars, every course; and the computation.

use guichet_instruction::{ChampDeReponse, Choix, Dossier, GenreDeReponse};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::EtapeDeCalcul;
use guichet_socle::{Centimes, Issue};

use super::EditionEquipement;
use super::comptes::{self, CoursCompte, Ecarte};
use super::lignes::{self, Boursiers, Ligne, TauxDeBoursiers};
use crate::formations::{Dispositif, Fondement};

/// The answer besides the issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reponse {
    /// The three lines, in the order of [`Dispositif::TOUS`]; all at nothing when the grant is refused.
    pub lignes: [Ligne; 3],
    /// The scholars of the post-bac line, when there is one.
    pub boursiers: Option<Boursiers>,
    /// The courses, in the order of the dossier.
    pub cours: Vec<CoursCompte>,
}

impl Reponse {
    /// The whole grant; none when a line is not known.
    #[must_use]
    pub fn montant(&self) -> Option<Centimes> {
        let mut lignes = self.lignes.iter();
        lignes.try_fold(Centimes::ZERO, |total, ligne| {
            total.checked_add(ligne.dotation?)
        })
    }
}

/// The fields of a line, in words.
const LIGNE: &[ChampDeReponse] = &[
    champ("effectif", "Effectif", GenreDeReponse::Nombre),
    champ("forfait_centimes", "Forfait", GenreDeReponse::Montant),
    champ("brut_centimes", "Dotation brute", GenreDeReponse::Montant),
    champ(
        "reliquat_deduit_centimes",
        "Reliquat déduit",
        GenreDeReponse::Montant,
    ),
    champ("dotation_centimes", "Dotation", GenreDeReponse::Montant),
    champ(
        "reliquat_restant_centimes",
        "Reliquat restant",
        GenreDeReponse::Montant,
    ),
];

const BOURSIERS: &[ChampDeReponse] = &[
    champ("taux", "Taux de boursiers", GenreDeReponse::Texte),
    champ(
        "eleves_premiere_annee",
        "Élèves de première année",
        GenreDeReponse::Nombre,
    ),
    champ(
        "nombre_exact",
        "Boursiers calculés",
        GenreDeReponse::Decimal,
    ),
    champ("nombre_retenu", "Boursiers retenus", GenreDeReponse::Nombre),
];

pub(crate) const DISPOSITIFS: &[(&str, &str)] = &[
    ("pre_bac", "pré-bac"),
    ("post_bac", "post-bac"),
    ("prepa_metiers", "3e prépa-métiers"),
];

const COURS: &[ChampDeReponse] = &[
    champ("code_diplome", "Code", GenreDeReponse::Texte),
    champ("libelle", "Formation", GenreDeReponse::Texte),
    champ("eligible", "Éligible", GenreDeReponse::Booleen),
    champ(
        "fondement",
        "Fondement",
        GenreDeReponse::Codes(Fondement::EN_MOTS),
    ),
    champ(
        "dispositif",
        "Dispositif",
        GenreDeReponse::Codes(DISPOSITIFS),
    ),
    champ("effectif", "Effectif", GenreDeReponse::Nombre),
    champ("effectif_compte", "Compté", GenreDeReponse::Nombre),
    champ("motif", "Motif", GenreDeReponse::Texte),
];

/// The fields of the answer.
pub const REPONSE: &[ChampDeReponse] = &[
    champ("montant_centimes", "Dotation", GenreDeReponse::Montant),
    champ("pre_bac", "Pré-bac", GenreDeReponse::Objet(LIGNE)),
    champ("post_bac", "Post-bac", GenreDeReponse::Objet(LIGNE)),
    champ(
        "prepa_metiers",
        "3e prépa-métiers",
        GenreDeReponse::Objet(LIGNE),
    ),
    champ("boursiers", "Boursiers", GenreDeReponse::Objet(BOURSIERS)),
    champ("formations", "Formations", GenreDeReponse::Table(COURS)),
];

pub(crate) const fn champ(
    nom: &'static str,
    libelle: &'static str,
    genre: GenreDeReponse,
) -> ChampDeReponse {
    ChampDeReponse {
        nom,
        libelle,
        genre,
    }
}

/// The answer to a dossier.
#[must_use]
pub fn repondre(
    edition: &EditionEquipement,
    dossier: &Dossier,
    choix: Choix,
    issue: Issue,
) -> Reponse {
    let comptes = comptes::compter(edition, dossier, choix);
    let connus = comptes.is_some();
    let comptes = comptes.unwrap_or_default();
    let mut lignes = lignes::lignes(edition, dossier, choix, &comptes);
    if matches!(issue, Issue::Defavorable | Issue::HorsChamp) {
        for ligne in &mut lignes {
            refuser(ligne);
        }
    } else if !connus || comptes.insuffisants != 0 {
        for ligne in &mut lignes {
            *ligne = inconnue(*ligne);
        }
    }
    Reponse {
        lignes,
        boursiers: match lignes::taux(edition, dossier, choix, &comptes) {
            TauxDeBoursiers::Connu(boursiers) => Some(boursiers),
            _ => None,
        },
        cours: comptes.cours,
    }
}

/// A refusal gives nothing, and deducts nothing: the carry-over stays whole.
fn refuser(ligne: &mut Ligne) {
    ligne.deduit = Some(Centimes::ZERO);
    ligne.dotation = Some(Centimes::ZERO);
    ligne.restant = ligne.reliquat;
}

fn inconnue(ligne: Ligne) -> Ligne {
    Ligne {
        effectif: None,
        brut: None,
        deduit: None,
        dotation: None,
        restant: None,
        ..ligne
    }
}

/// The fields of the answer, in the order of the contract: there is no grant while a fact is missing, though
/// the lines that are known are told.
#[must_use]
pub fn champs(reponse: &Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
    let [pre_bac, post_bac, prepa_metiers] = &reponse.lignes;
    vec![
        (
            "montant_centimes",
            montant(reponse.montant().filter(|_| issue != Issue::Incomplet)),
        ),
        ("pre_bac", ligne(pre_bac)),
        ("post_bac", ligne(post_bac)),
        ("prepa_metiers", ligne(prepa_metiers)),
        (
            "boursiers",
            reponse.boursiers.map_or(Valeur::Nul, boursiers),
        ),
        (
            "formations",
            Valeur::Liste(reponse.cours.iter().map(cours).collect()),
        ),
    ]
}

pub(crate) fn montant(montant: Option<Centimes>) -> Valeur {
    montant.map_or(Valeur::Nul, |Centimes(centimes)| Valeur::Entier(centimes))
}

pub(crate) fn objet<const N: usize>(champs: [(&str, Valeur); N]) -> Valeur {
    let champs = champs.into_iter();
    Valeur::Objet(
        champs
            .map(|(nom, valeur)| (nom.to_owned(), valeur))
            .collect(),
    )
}

fn ligne(ligne: &Ligne) -> Valeur {
    objet([
        (
            "effectif",
            ligne.effectif.map_or(Valeur::Nul, Valeur::Entier),
        ),
        ("forfait_centimes", montant(Some(ligne.forfait))),
        ("brut_centimes", montant(ligne.brut)),
        ("reliquat_deduit_centimes", montant(ligne.deduit)),
        ("dotation_centimes", montant(ligne.dotation)),
        ("reliquat_restant_centimes", montant(ligne.restant)),
    ])
}

fn boursiers(boursiers: Boursiers) -> Valeur {
    objet([
        (
            "taux",
            Valeur::texte(format!("{}/{}", boursiers.nombre, boursiers.sur)),
        ),
        ("eleves_premiere_annee", Valeur::Entier(boursiers.eleves)),
        (
            "nombre_exact",
            boursiers
                .centiemes()
                .map_or(Valeur::Nul, |n| Valeur::texte(centiemes_en_mots(n, '.'))),
        ),
        (
            "nombre_retenu",
            boursiers.arrondi().map_or(Valeur::Nul, Valeur::Entier),
        ),
    ])
}

fn centiemes_en_mots(centiemes: i64, virgule: char) -> String {
    format!("{}{virgule}{:02}", centiemes / 100, centiemes % 100)
}

fn cours(cours: &CoursCompte) -> Valeur {
    let motif = match cours.ecarte {
        Some(Ecarte::AutreAnnee) => "élèves d’une autre année que la première",
        Some(Ecarte::Alternance) => "élèves en alternance",
        None => cours.eligibilite.fondement.en_mots(),
    };
    objet([
        (
            "code_diplome",
            cours.code.clone().map_or(Valeur::Nul, Valeur::texte),
        ),
        ("libelle", Valeur::texte(cours.libelle.clone())),
        ("eligible", Valeur::Booleen(cours.eligible)),
        (
            "fondement",
            Valeur::fixe(cours.eligibilite.fondement.code()),
        ),
        (
            "dispositif",
            cours
                .eligibilite
                .dispositif
                .map_or(Valeur::Nul, |d| Valeur::fixe(d.code())),
        ),
        ("effectif", Valeur::Entier(cours.effectif)),
        ("effectif_compte", Valeur::Entier(cours.compte)),
        ("motif", Valeur::fixe(motif)),
    ])
}

/// The computation, line by line: the steps add up to the grant. None for a refusal.
#[must_use]
pub fn etapes(edition: &EditionEquipement, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
    let mut etapes = Vec::new();
    for dispositif in Dispositif::TOUS {
        let ligne = &reponse.lignes[dispositif as usize];
        let (Some(brut), Some(deduit), Some(dotation)) = (ligne.brut, ligne.deduit, ligne.dotation)
        else {
            continue;
        };
        let refusee = dotation == Centimes::ZERO && deduit != brut;
        if brut == Centimes::ZERO || refusee {
            continue;
        }
        etapes.push(EtapeDeCalcul {
            libelle: produit(dispositif, ligne, reponse.boursiers),
            montant_centimes: brut,
            source: edition.regles.source_du_forfait(dispositif),
        });
        if deduit > Centimes::ZERO {
            etapes.push(EtapeDeCalcul {
                libelle: format!("{} : reliquat déduit", majuscule(dispositif.libelle())),
                montant_centimes: Centimes(-deduit.0),
                source: edition.regles.source("regles:reliquats"),
            });
        }
    }
    etapes
}

fn produit(dispositif: Dispositif, ligne: &Ligne, boursiers: Option<Boursiers>) -> String {
    let forfait = ligne.forfait.to_string().replace(",00", "");
    let nom = majuscule(dispositif.libelle());
    match (dispositif, boursiers) {
        (Dispositif::PostBac, Some(b)) => {
            let exact = b.centiemes().map(|n| centiemes_en_mots(n, ','));
            let exact = exact.unwrap_or_default();
            let retenus = match ligne.effectif {
                Some(entier) if b.tombe_juste() => entier.to_string(),
                Some(arrondi) => format!("{exact}, arrondis à {arrondi}"),
                None => exact,
            };
            format!(
                "{nom} : {} × {}/{} boursiers = {retenus} × {forfait}",
                eleves(b.eleves),
                b.nombre,
                b.sur
            )
        }
        _ => format!(
            "{nom} : {} × {forfait}",
            eleves(ligne.effectif.unwrap_or_default())
        ),
    }
}

fn eleves(nombre: i64) -> String {
    format!("{nombre} élève{}", if nombre > 1 { "s" } else { "" })
}

pub(crate) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |premiere| {
        premiere.to_uppercase().chain(lettres).collect()
    })
}
