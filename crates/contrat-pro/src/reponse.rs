//! The fields of the answer, in the order of the contract, with their words.

use guichet_instruction::{ChampDeReponse, GenreDeReponse};

/// The fields of the answer.
pub const REPONSE: &[ChampDeReponse] = &[
    champ(
        "montant_centimes",
        "Montant de l’aide",
        GenreDeReponse::Montant,
    ),
    champ(
        "montant_previsionnel_centimes",
        "Montant prévisionnel",
        GenreDeReponse::Montant,
    ),
    champ(
        "instrument",
        "Acte",
        GenreDeReponse::Codes(&[("arrete", "arrêté"), ("convention", "convention")]),
    ),
    champ(
        "paiement_au_plus_tot",
        "Paiement au plus tôt",
        GenreDeReponse::Date,
    ),
    champ(
        "demande_paiement_au_plus_tard",
        "Demande de paiement au plus tard",
        GenreDeReponse::Date,
    ),
    champ(
        "demande_paiement_dans_le_delai",
        "Demande de paiement dans le délai",
        GenreDeReponse::Booleen,
    ),
    champ(
        "reste_a_verifier",
        "Reste à vérifier",
        GenreDeReponse::Texte,
    ),
];

const fn champ(nom: &'static str, libelle: &'static str, genre: GenreDeReponse) -> ChampDeReponse {
    ChampDeReponse {
        nom,
        libelle,
        genre,
    }
}
