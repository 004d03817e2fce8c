//! The fields of an answer, in words: what headings, columns and pages call them.

/// What a field of the answer holds, for those who show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenreDeReponse {
    /// Whole cents.
    Montant,
    /// A day in ISO form.
    Date,
    /// True or false.
    Booleen,
    /// A count.
    Nombre,
    /// An exact decimal in a text, with a point.
    Decimal,
    /// A text, or several, as they are.
    Texte,
    /// One code, or several, each with its words; a code that is not there is shown as it is.
    Codes(&'static [(&'static str, &'static str)]),
    /// Named values: `pre_bac.effectif`.
    Objet(&'static [ChampDeReponse]),
    /// Several records of the same fields: a row each.
    Table(&'static [ChampDeReponse]),
}

/// A field of the answer that a procedure gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChampDeReponse {
    /// Its name in the contract (`paiement_au_plus_tot`).
    pub nom: &'static str,
    /// Its heading in French, without an article: « Paiement au plus tôt ».
    pub libelle: &'static str,
    /// What it holds.
    pub genre: GenreDeReponse,
}
