//! One compiled test, and the instruction that carries it.

use crate::caracteres::Masque;

/// A compiled test: ranks of facts, thresholds and ranks of shared tables, all of fixed size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Epreuve {
    /// The boolean is true.
    EstVrai(u8),
    /// The number is between two bounds, included.
    Entre {
        /// Rank of the number.
        nombre: u8,
        /// Smallest accepted.
        min: i64,
        /// Greatest accepted.
        max: i64,
    },
    /// The day is strictly before another.
    Avant {
        /// Rank of the day.
        nombre: u8,
        /// Rank of the bound.
        borne: u8,
    },
    /// The day is another, or later.
    Apres {
        /// Rank of the day.
        nombre: u8,
        /// Rank of the bound.
        borne: u8,
    },
    /// The text holds something else than spaces.
    Renseigne(u8),
    /// Every character is of a permitted kind.
    Caracteres {
        /// Rank of the text.
        texte: u8,
        /// Permitted kinds.
        permis: Masque,
    },
    /// The text has so many characters.
    Longueur {
        /// Rank of the text.
        texte: u8,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// The whole text matches.
    Motif {
        /// Rank of the text.
        texte: u8,
        /// Rank of the pattern.
        motif: u16,
    },
    /// Nothing in the text matches.
    Sans {
        /// Rank of the text.
        texte: u8,
        /// Rank of the pattern.
        motif: u16,
    },
    /// The text is a code of the list.
    DansListe {
        /// Rank of the text.
        texte: u8,
        /// Rank of the list.
        liste: u16,
    },
    /// The text is this one.
    EgalTexte {
        /// Rank of the text.
        texte: u8,
        /// Rank of the constant.
        constante: u16,
    },
    /// Every one of a run of tests.
    Toutes {
        /// First test.
        debut: u16,
        /// After the last.
        fin: u16,
    },
    /// At least one of a run of tests.
    AuMoinsUne {
        /// First test.
        debut: u16,
        /// After the last.
        fin: u16,
    },
    /// None of a run of tests.
    Aucune {
        /// First test.
        debut: u16,
        /// After the last.
        fin: u16,
    },
}

/// A test with its guard, and who it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// Booleans that must be true.
    pub si: u64,
    /// Booleans that must be false.
    pub sauf: u64,
    /// Instructions of the same group (by rank in the group) that must be met first.
    pub requis: u64,
    /// The test.
    pub epreuve: Epreuve,
    /// Rank of the condition.
    pub condition: u16,
    /// Rank of the field it is about, for a procedure that has fields.
    pub champ: u8,
}
