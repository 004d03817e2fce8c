//! The certification that the contract prepares, on the list or not.

use guichet_nomenclatures::contrat_pro::{Certification, Certifications};

/// What the codes of a dossier say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Designation<'a> {
    /// No code.
    Aucune,
    /// A certification of the list.
    Listee(&'a Certification),
    /// No code is on the list.
    HorsListe,
    /// Two codes of the list, of two certifications.
    Contradictoire,
}

impl<'a> Designation<'a> {
    /// The certification, when the dossier designates one of the list.
    #[must_use]
    pub fn certification(self) -> Option<&'a Certification> {
        match self {
            Self::Listee(certification) => Some(certification),
            _ => None,
        }
    }

    /// Whether the certification is on the list, when one can tell.
    #[must_use]
    pub fn est_listee(self) -> Option<bool> {
        match self {
            Self::Listee(_) => Some(true),
            Self::HorsListe => Some(false),
            Self::Aucune | Self::Contradictoire => None,
        }
    }
}

/// Certification désignée par les codes d’un dossier (règlement, 2, 4e tiret, et annexe). Chaque code se
/// cherche parmi ceux de son répertoire (registre, CP-24).
///
/// One code on the list is enough: a certification of the RNCP has a CERTIFINFO number too, which the list
/// does not print. Two codes of the list are two certifications, and the contract prepares one: the dossier
/// does not say which. (A row of the list has exactly one code.)
#[must_use]
#[inline]
pub fn designer<'a>(
    liste: &'a Certifications,
    rncp: Option<&str>,
    certifinfo: Option<&str>,
) -> Designation<'a> {
    let par_rncp = rncp.and_then(|code| liste.rncp(code));
    let par_certifinfo = certifinfo.and_then(|code| liste.certifinfo(code));
    match (par_rncp, par_certifinfo) {
        (Some(_), Some(_)) => Designation::Contradictoire,
        (Some(seule), None) | (None, Some(seule)) => Designation::Listee(seule),
        (None, None) if rncp.is_none() && certifinfo.is_none() => Designation::Aucune,
        (None, None) => Designation::HorsListe,
    }
}
