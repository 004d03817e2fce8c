//! What every form needs to give dossiers one by one.

use guichet_instruction::{Dossier, Schema};

use super::flux::Ecriture;
use super::plan::Plan;
use super::{Lu, Place};
use crate::instruction::{FauteDeDossier, Illisible, SorteDeFaute};

/// The dossier being read, and who takes it.
pub struct Atelier<'a> {
    /// The names of the fields.
    pub plan: Plan<'a>,
    /// The dossier, whose buffers serve again.
    pub dossier: Dossier,
    /// Where it stands.
    pub place: Place,
    /// How its bytes are text.
    pub ecriture: Ecriture,
    /// Whether people know that the input is Windows-1252.
    windows_1252_dit: bool,
    avertir: &'a mut dyn FnMut(String),
    recevoir: &'a mut dyn FnMut(Lu<'_>),
}

impl<'a> Atelier<'a> {
    pub fn new(
        fichier: &str,
        schema: &'a Schema,
        avertir: &'a mut dyn FnMut(String),
        recevoir: &'a mut dyn FnMut(Lu<'_>),
    ) -> Self {
        Self {
            plan: Plan::de(schema),
            dossier: Dossier::vide(schema.champs().len()),
            place: Place {
                fichier: fichier.into(),
                ligne: 0,
                rang: 0,
            },
            ecriture: Ecriture::default(),
            windows_1252_dit: false,
            avertir,
            recevoir,
        }
    }

    /// Gives the dossier that was read at a line, or why it could not be.
    pub fn rendre(&mut self, ligne: u64, fautes: Vec<FauteDeDossier>) {
        if self.ecriture.windows_1252 && !self.windows_1252_dit {
            self.windows_1252_dit = true;
            self.avertir(
                "ce fichier n’est pas en UTF-8 : il est lu en Windows-1252 ; si des accents sont faux, enregistrez-le en UTF-8."
                    .to_owned(),
            );
        }
        self.place.ligne = ligne;
        self.place.rang += 1;
        let dossier = if fautes.is_empty() {
            Ok(&self.dossier)
        } else {
            let reference = self.plan.reference;
            let reference = reference.and_then(|champ| self.dossier.texte(champ));
            Err(Illisible {
                reference: reference
                    .filter(|texte| !texte.trim().is_empty())
                    .map(str::to_owned),
                fautes,
            })
        };
        (self.recevoir)(Lu {
            place: self.place.clone(),
            dossier,
        });
    }

    /// Tells people something of the reading.
    pub fn avertir(&mut self, avis: String) {
        (self.avertir)(avis);
    }

    /// A fault: the text is UTF-8, but not there.
    pub fn pas_utf8() -> FauteDeDossier {
        FauteDeDossier::sans_champ(
            SorteDeFaute::MalForme,
            "un caractère est abîmé (octets qui ne sont pas de l’UTF-8) ; enregistrez le fichier en UTF-8 et vérifiez les accents."
                .to_owned(),
        )
    }
}
