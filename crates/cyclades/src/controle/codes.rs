//! The rules that the reading of a file raises by itself, by code.

use guichet_socle::ErreurEdition;
use guichet_socle::condition::Conditions;

use crate::champs::{CONTRAINTES, Champs};

macro_rules! codes {
    ($($(#[$doc:meta])* $nom:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $nom: &str = $code;)*
        /// Every code.
        pub const TOUS: &[&str] = &[$($code,)*];
    };
}

codes! {
    /// Empty file.
    FICHIER_VIDE = "CY-001";
    /// PDF, spreadsheet, XML…
    AUTRE_TYPE = "CY-002";
    /// Windows-1252 or UTF-16.
    AUTRE_ENCODAGE = "CY-003";
    /// UTF-8 with stray bytes.
    OCTETS_ILLISIBLES = "CY-004";
    /// Not the semicolon.
    SEPARATEUR_INHABITUEL = "CY-005";
    /// The separator given does not cut the header.
    SEPARATEUR_FAUX = "CY-006";
    /// No header row.
    ENTETE_ABSENT = "CY-007";
    /// A required column is missing.
    COLONNE_MANQUANTE = "CY-008";
    /// Not in the document.
    COLONNE_INCONNUE = "CY-009";
    /// Twice the same column.
    COLONNE_EN_DOUBLE = "CY-010";
    /// The name but for case.
    COLONNE_A_LA_CASSE_PRES = "CY-011";
    /// Every row has another number of fields than the header.
    COLONNES_DECALEES = "CY-012";
    /// A row has another number of fields than the header.
    NOMBRE_DE_CHAMPS = "CY-013";
    /// A quote is never closed.
    GUILLEMET_NON_FERME = "CY-014";
    /// Text after a closing quote.
    TEXTE_APRES_GUILLEMET = "CY-015";
    /// A row too long.
    LIGNE_DEMESUREE = "CY-016";
    /// A NUL in a value.
    OCTET_NUL = "CY-017";
    /// Blank rows.
    LIGNES_VIDES = "CY-018";
    /// Nothing after the header.
    AUCUN_CANDIDAT = "CY-019";
    /// A replacement character.
    CARACTERE_PERDU = "CY-020";
    /// One separator too many at the end of every row.
    SEPARATEUR_FINAL = "CY-021";
    /// XML that is not well formed.
    XML_MAL_FORME = "CY-030";
    /// A DTD.
    DTD_REFUSEE = "CY-031";
    /// Another root.
    RACINE_INCONNUE = "CY-032";
    /// No header block.
    ENTETE_XML_ABSENT = "CY-033";
    /// The header block after a candidate.
    ENTETE_MAL_PLACE = "CY-034";
    /// A value of the header is missing.
    ELEMENT_D_ENTETE_MANQUANT = "CY-035";
    /// Not in the structure.
    ELEMENT_INCONNU = "CY-036";
    /// Twice the same field.
    ELEMENT_EN_DOUBLE = "CY-037";
    /// Another order.
    ELEMENTS_EN_DESORDRE = "CY-038";
    /// Text between elements.
    TEXTE_INATTENDU = "CY-039";
    /// Another namespace.
    AUTRE_ESPACE_DE_NOMS = "CY-040";
    /// An attribute that the structure does not have.
    ATTRIBUT_INCONNU = "CY-041";
    /// Elements in a value.
    BALISE_DANS_UNE_VALEUR = "CY-042";
    /// Too many elements open at once.
    TROP_PROFOND = "CY-043";
    /// Too many attributes.
    TROP_D_ATTRIBUTS = "CY-044";
    /// A candidate too long.
    CANDIDAT_DEMESURE = "CY-045";
    /// The declaration says another encoding.
    ENCODAGE_DECLARE_FAUX = "CY-046";
    /// The name has not the form.
    NOM_NON_CONFORME = "CY-101";
    /// The extraction date is not real.
    EXTRACTION_IMPOSSIBLE = "CY-102";
    /// The version of the name has not the form.
    VERSION_DU_NOM_ILLISIBLE = "CY-103";
    /// Another version in the name.
    VERSION_DU_NOM_AUTRE = "CY-104";
    /// The exam is not known.
    DOMAINE_INTROUVABLE = "CY-105";
    /// The name, or the header, and the session of the check disagree.
    SESSION_DIFFERENTE = "CY-106";
    /// Header values differ from a row to another.
    ENTETE_QUI_CHANGE = "CY-116";
    /// School candidates without INE, and nothing says whether they need one.
    INE_INCERTAIN = "CY-216";
    /// Twice the same INE.
    INE_EN_DOUBLE = "CY-501";
    /// Twice the same person.
    IDENTITE_EN_DOUBLE = "CY-502";
    /// The same INE in another file.
    INE_AILLEURS = "CY-503";
    /// The same person in another file.
    IDENTITE_AILLEURS = "CY-504";
}

/// Checks that every rule is raised by something: the reading, a field's declaration, or its own demand.
///
/// # Errors
/// A rule of the reading is missing from the edition or makes a demand of its own; a rule makes no
/// demand and nothing raises it.
pub fn verifier(conditions: &Conditions, champs: &Champs) -> Result<(), ErreurEdition> {
    let mut declares = std::collections::BTreeSet::new();
    for champ in &champs.liste {
        for cas in &champ.cas {
            for contrainte in CONTRAINTES {
                if let Ok(code) = champs.regle(champ, cas, contrainte) {
                    declares.insert(code.get_ref().as_str());
                }
            }
        }
    }
    for code in TOUS {
        let Some(rang) = conditions.rang(code) else {
            return Err(ErreurEdition::du_fichier(
                &conditions.fichier,
                format!("la règle {code}, que lève la lecture des fichiers, manque ; ajoutez-la."),
            ));
        };
        if let Some(exige) = &conditions.conditions[rang].exige {
            return Err(conditions.erreur(
                exige.span().start,
                format!(
                    "la règle {code} est levée par la lecture des fichiers ; retirez « exige »."
                ),
            ));
        }
    }
    for condition in &conditions.conditions {
        let code = condition.code.get_ref().as_str();
        if condition.exige.is_none() && !TOUS.contains(&code) && !declares.contains(code) {
            return Err(conditions.erreur(
                condition.code.span().start,
                format!(
                    "la règle {code} n’exige rien et aucun champ ne la lève ; ajoutez « exige », ou citez-la dans champs.toml."
                ),
            ));
        }
    }
    Ok(())
}
