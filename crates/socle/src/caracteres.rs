//! Characters sorted into kinds, and classes of characters as unions of kinds.
//!
//! Every character belongs to exactly one kind, and a kind is one bit: the kinds a value holds are
//! one integer, and « only characters of this class » is one `and`. The table below is the only
//! place that knows which character is of which kind.

use serde::Deserialize;

/// A set of kinds of characters, one bit each.
pub type Masque = u32;

macro_rules! sortes {
    ($($(#[$doc:meta])* $nom:ident = $bit:literal, $texte:literal;)*) => {
        /// The kinds, as an edition names them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Sorte { $($(#[$doc])* $nom,)* }

        impl Sorte {
            /// Every kind.
            pub const TOUTES: &'static [Sorte] = &[$(Self::$nom,)*];

            /// The bit of the kind.
            #[must_use]
            pub const fn bit(self) -> Masque {
                match self { $(Self::$nom => 1 << $bit,)* }
            }

            /// As a sentence names it.
            #[must_use]
            pub const fn libelle(self) -> &'static str {
                match self { $(Self::$nom => $texte,)* }
            }
        }
    };
}

sortes! {
    /// 0 to 9.
    Chiffre = 0, "chiffres";
    /// A to Z.
    Majuscule = 1, "lettres majuscules";
    /// a to z.
    Minuscule = 2, "lettres minuscules";
    /// A Latin letter with a diacritic, or a ligature.
    LettreAccentuee = 3, "lettres accentuées";
    /// A letter of another script.
    LettreAutre = 4, "lettres d’une autre écriture";
    /// The space.
    Espace = 5, "espace";
    /// The straight apostrophe.
    Apostrophe = 6, "apostrophe (')";
    /// The curly apostrophe.
    ApostropheTypographique = 7, "apostrophe typographique (’)";
    /// The slash.
    Barre = 8, "barre (/)";
    /// The hyphen-minus.
    Tiret = 9, "tiret (-)";
    /// The en dash.
    TiretDemiCadratin = 10, "tiret long (–)";
    /// The comma.
    Virgule = 11, "virgule (,)";
    /// The full stop.
    Point = 12, "point (.)";
    /// The degree sign.
    Degre = 13, "degré (°)";
    /// The plus sign.
    Plus = 14, "plus (+)";
    /// The at sign.
    Arobase = 15, "arobase (@)";
    /// The semicolon.
    PointVirgule = 16, "point-virgule (;)";
    /// The ampersand.
    Esperluette = 17, "esperluette (&)";
    /// The greater-than sign.
    Superieur = 18, "supérieur (>)";
    /// The less-than sign.
    Inferieur = 19, "inférieur (<)";
    /// The underscore.
    Souligne = 20, "souligné (_)";
    /// The straight double quote.
    Guillemet = 21, "guillemet (\")";
    /// The vertical bar.
    BarreVerticale = 22, "barre verticale (|)";
    /// Any other printable ASCII character.
    AutreAscii = 23, "autre signe";
    /// A control character, tab and line breaks included.
    Controle = 24, "caractère de contrôle";
    /// NUL.
    Nul = 25, "octet nul";
    /// A no-break, thin or ideographic space.
    EspaceInhabituelle = 26, "espace insécable ou inhabituelle";
    /// What a byte becomes when it means nothing in the file's encoding.
    Illisible = 27, "caractère illisible";
    /// Anything else: punctuation and signs beyond ASCII.
    Autre = 28, "autre caractère";
}

impl Sorte {
    /// The kind of a character.
    #[must_use]
    pub fn de(c: char) -> Self {
        match c {
            '0'..='9' => Self::Chiffre,
            'A'..='Z' => Self::Majuscule,
            'a'..='z' => Self::Minuscule,
            ' ' => Self::Espace,
            '\'' => Self::Apostrophe,
            '\u{2019}' | '\u{2018}' | '\u{2bc}' => Self::ApostropheTypographique,
            '/' => Self::Barre,
            '-' => Self::Tiret,
            '\u{2013}' => Self::TiretDemiCadratin,
            ',' => Self::Virgule,
            '.' => Self::Point,
            '°' => Self::Degre,
            '+' => Self::Plus,
            '@' => Self::Arobase,
            ';' => Self::PointVirgule,
            '&' => Self::Esperluette,
            '>' => Self::Superieur,
            '<' => Self::Inferieur,
            '_' => Self::Souligne,
            '"' => Self::Guillemet,
            '|' => Self::BarreVerticale,
            '\0' => Self::Nul,
            '!'..='~' => Self::AutreAscii,
            '\u{fffd}' => Self::Illisible,
            c if c.is_control() || c == '\u{feff}' || ('\u{200b}'..='\u{200f}').contains(&c) => {
                Self::Controle
            }
            c if c.is_whitespace() => Self::EspaceInhabituelle,
            // Latin-1 Supplement to Latin Extended-B, Latin Extended Additional, ligatures fi to st;
            // combining diacritics, which complete the letter before them.
            '\u{c0}'..='\u{24f}' if c.is_alphabetic() => Self::LettreAccentuee,
            '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}' | '\u{300}'..='\u{36f}' => {
                Self::LettreAccentuee
            }
            c if c.is_alphabetic() => Self::LettreAutre,
            _ => Self::Autre,
        }
    }
}

/// The kinds held by a text.
#[must_use]
pub fn masque_de(texte: &str) -> Masque {
    texte
        .chars()
        .fold(0, |masque, c| masque | Sorte::de(c).bit())
}

/// The union of some kinds.
#[must_use]
pub fn union(sortes: &[Sorte]) -> Masque {
    sortes.iter().fold(0, |masque, sorte| masque | sorte.bit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_bit_of_its_own_below_29() {
        let mut vus = 0;
        for &sorte in Sorte::TOUTES {
            assert_eq!(vus & sorte.bit(), 0, "{sorte:?}");
            assert!(sorte.bit() < 1 << 29);
            vus |= sorte.bit();
        }
    }

    #[test]
    fn characters_of_french_names_are_letters() {
        for c in "éÉèêëÿŸçÇœŒæÆñÑßžŁøåıǎẞﬁ".chars() {
            assert_eq!(Sorte::de(c), Sorte::LettreAccentuee, "{c}");
        }
        for c in "×÷ªº".chars() {
            assert_ne!(Sorte::de(c), Sorte::LettreAccentuee, "{c}");
        }
        for c in "Жعש中あ".chars() {
            assert_eq!(Sorte::de(c), Sorte::LettreAutre, "{c}");
        }
    }

    #[test]
    fn look_alikes_are_told_apart() {
        let cas = [
            ('\'', Sorte::Apostrophe),
            ('’', Sorte::ApostropheTypographique),
            ('-', Sorte::Tiret),
            ('–', Sorte::TiretDemiCadratin),
            ('—', Sorte::Autre),
            (' ', Sorte::Espace),
            ('\u{a0}', Sorte::EspaceInhabituelle),
            ('\u{202f}', Sorte::EspaceInhabituelle),
            ('\t', Sorte::Controle),
            ('\0', Sorte::Nul),
            ('\u{fffd}', Sorte::Illisible),
            ('\u{feff}', Sorte::Controle),
            ('٣', Sorte::Autre),
        ];
        for (c, sorte) in cas {
            assert_eq!(Sorte::de(c), sorte, "{c:?}");
        }
    }
}
