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
        GenreDeReponse::Codes(RESTE_A_VERIFIER),
    ),
];

/// What the regulation asks for and a dossier does not tell: codes of the answer, and their words.
pub const RESTE_A_VERIFIER: &[(&str, &str)] = &[
    (
        "contrat_signe_et_enregistre",
        "le contrat est signé et enregistré (règlement, 2, 1er tiret)",
    ),
    (
        "procedure_en_ligne",
        "les étapes de la procédure en ligne sur le portail des aides régionales sont respectées (règlement, 2, 5e tiret)",
    ),
    (
        "recevabilite_des_pieces",
        "la copie du contrat et la décision de prise en charge sont recevables et concordent avec le dossier (règlement, 4)",
    ),
    (
        "regime_d_aides_d_etat",
        "le règlement de minimis ou le régime exempté SA.111722 s’applique, selon le public et la taille de l’entreprise (règlement, 3)",
    ),
    (
        "cofinancements",
        "en cas de cofinancement, les taux d’aides publiques maximaux et les règles de cumul sont respectés (règlement, 3)",
    ),
];

/// What remains to be checked, in French, by its code.
#[must_use]
pub fn reste_en_mots(code: &str) -> Option<&'static str> {
    RESTE_A_VERIFIER
        .iter()
        .find(|(connu, _)| *connu == code)
        .map(|(_, mots)| *mots)
}

const fn champ(nom: &'static str, libelle: &'static str, genre: GenreDeReponse) -> ChampDeReponse {
    ChampDeReponse {
        nom,
        libelle,
        genre,
    }
}
