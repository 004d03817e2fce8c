//! The answer besides the issue: what is left, ready for the year after, and the three lines of the account.

use guichet_instruction::{ChampDeReponse, Choix, Dossier, GenreDeReponse};
use guichet_socle::Centimes;
use guichet_socle::constat::Valeur;
use guichet_socle::decision::EtapeDeCalcul;

use super::enveloppes::{Enveloppe, enveloppes};
use super::{EditionBilan, compte, faits};
use crate::dotation::reponse::{DISPOSITIFS, champ, majuscule, montant, objet};
use crate::formations::Dispositif;

/// The answer besides the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    /// The three lines, in the order of [`Dispositif::TOUS`].
    pub enveloppes: [Enveloppe; 3],
}

const RELIQUATS: &[ChampDeReponse] = &[
    champ("pre_bac_centimes", "Pré-bac", GenreDeReponse::Montant),
    champ("post_bac_centimes", "Post-bac", GenreDeReponse::Montant),
    champ(
        "prepa_metiers_centimes",
        "3e prépa-métiers",
        GenreDeReponse::Montant,
    ),
];

const ENVELOPPES: &[ChampDeReponse] = &[
    champ(
        "dispositif",
        "Dispositif",
        GenreDeReponse::Codes(DISPOSITIFS),
    ),
    champ("dotation_centimes", "Dotation", GenreDeReponse::Montant),
    champ(
        "reliquat_anterieur_centimes",
        "Reliquat antérieur",
        GenreDeReponse::Montant,
    ),
    champ("virements_centimes", "Virements", GenreDeReponse::Montant),
    champ("depense_centimes", "Dépenses", GenreDeReponse::Montant),
    champ(
        "depassement_centimes",
        "Dépassement",
        GenreDeReponse::Montant,
    ),
    champ("reliquat_centimes", "Reliquat", GenreDeReponse::Montant),
];

/// The fields of the answer.
pub const REPONSE: &[ChampDeReponse] = &[
    champ(
        "reliquats",
        "Reliquats à reporter",
        GenreDeReponse::Objet(RELIQUATS),
    ),
    champ(
        "enveloppes",
        "Enveloppes",
        GenreDeReponse::Table(ENVELOPPES),
    ),
];

/// The answer to a dossier.
#[must_use]
pub fn repondre(edition: &EditionBilan, dossier: &Dossier, choix: Choix) -> Reponse {
    let compte = compte::lire(edition, dossier, choix);
    let prepa = faits::prepa_metiers(choix);
    Reponse {
        enveloppes: enveloppes(edition, dossier, &compte, prepa),
    }
}

/// The fields of the answer, in the order of the contract.
#[must_use]
pub fn champs(reponse: &Reponse) -> Vec<(&'static str, Valeur)> {
    let reliquat = |ligne: Dispositif| montant(reponse.enveloppes[ligne as usize].reliquat);
    let lignes = Dispositif::TOUS.map(|ligne| {
        let enveloppe = &reponse.enveloppes[ligne as usize];
        objet([
            ("dispositif", Valeur::fixe(ligne.code())),
            ("dotation_centimes", montant(enveloppe.dotation)),
            (
                "reliquat_anterieur_centimes",
                montant(enveloppe.reliquat_anterieur),
            ),
            ("virements_centimes", montant(enveloppe.virements)),
            ("depense_centimes", montant(enveloppe.depense)),
            ("depassement_centimes", montant(enveloppe.depassement)),
            ("reliquat_centimes", montant(enveloppe.reliquat)),
        ])
    });
    vec![
        (
            "reliquats",
            objet([
                ("pre_bac_centimes", reliquat(Dispositif::PreBac)),
                ("post_bac_centimes", reliquat(Dispositif::PostBac)),
                ("prepa_metiers_centimes", reliquat(Dispositif::PrepaMetiers)),
            ]),
        ),
        ("enveloppes", Valeur::Liste(lignes.into())),
    ]
}

/// The account, line by line: what came in, then what went out.
#[must_use]
pub fn etapes(edition: &EditionBilan, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
    let mut etapes = Vec::new();
    for ligne in Dispositif::TOUS {
        let enveloppe = &reponse.enveloppes[ligne as usize];
        let depense = enveloppe
            .depense
            .and_then(|depense| Centimes::ZERO.checked_sub(depense));
        for (mots, montant, source) in [
            ("dotation", enveloppe.dotation, "regles:compte-rendu"),
            (
                "reliquat antérieur",
                enveloppe.reliquat_anterieur,
                "regles:compte-rendu",
            ),
            ("virements", enveloppe.virements, "regles:mise-en-oeuvre"),
            ("dépenses", depense, "regles:compte-rendu"),
        ] {
            let Some(montant) = montant.filter(|montant| *montant != Centimes::ZERO) else {
                continue;
            };
            etapes.push(EtapeDeCalcul {
                libelle: format!("{} : {mots}", majuscule(ligne.libelle())),
                montant_centimes: montant,
                source: edition.regles.source(source),
            });
        }
    }
    etapes
}
