//! The annex to print: the words of the page, laid out by the typesetter.

use std::io::{self, Write};

use guichet::equipement::Annexe;
use guichet_imprimerie::{Modele, imprimer};

use super::html;

const MODELE: Modele<'static> = Modele {
    nom: "equipement-annexe.typ",
    texte: include_str!("../../modeles/equipement-annexe.typ"),
};

pub(super) fn ecrire(annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    let donnees = serde_json::to_string(&html::page(annexe))?;
    let pdf = imprimer(MODELE, &donnees).map_err(io::Error::other)?;
    sortie.write_all(&pdf)
}
