//! A file of an edition while it is read: its faults name their line.

use guichet_socle::ErreurEdition;
use guichet_socle::erreur::plus_proche;

/// A file and its text.
pub(crate) struct Fichier<'a> {
    pub chemin: &'a str,
    pub texte: &'a str,
}

impl Fichier<'_> {
    /// A fault at a byte of the file.
    pub fn erreur(&self, octet: usize, message: impl Into<String>) -> ErreurEdition {
        ErreurEdition::a_l_octet(self.chemin, self.texte, octet, message)
    }

    /// A name that nothing declares, with the nearest one that is.
    pub fn inconnu(
        &self,
        octet: usize,
        nom: &str,
        quoi: &str,
        connus: impl Iterator<Item = String>,
    ) -> ErreurEdition {
        let connus: Vec<String> = connus.collect();
        let proche = plus_proche(nom, connus.iter().map(String::as_str));
        let conseil = proche.map_or_else(
            || match connus.as_slice() {
                [] => " ; il n’y en a aucun.".to_owned(),
                connus => format!(" ; il y a : {}.", connus.join(", ")),
            },
            |proche| format!(". Vouliez-vous dire « {proche} » ?"),
        );
        self.erreur(
            octet,
            format!("« {nom} » n’est le nom d’aucun {quoi}{conseil}"),
        )
    }
}
