//! What every part of the aid shares: the figures and the courses of an edition.

use guichet_socle::parametre::Parametre;
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};

use crate::arrondi::Sens;
use crate::formations::{Dispositif, Formations};
use crate::parametres::Parametres;

/// The figures and the courses of an edition.
#[derive(Debug, Clone)]
pub struct Regles {
    /// The edition of the regulation.
    pub edition: Edition,
    /// The figures.
    pub parametres: Parametres,
    /// The courses and the specialities.
    pub formations: Formations,
    /// How the scholars of the post-bac line are rounded: to the nearest (ARE-18), unless a simulation asks.
    pub arrondi_des_boursiers: Sens,
}

impl Regles {
    /// Reads the figures and the lists of an edition.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let parametres = Parametres::lire(fichiers, edition)?;
        let formations = Formations::charger(fichiers, edition, &parametres)?;
        Ok(Self {
            edition: edition.clone(),
            parametres,
            formations,
            arrondi_des_boursiers: Sens::Proche,
        })
    }

    /// The edition as one of its parts reads it: the same identity and sources, the files of a sub-folder
    /// (`complement`, `bilan`, `concours`).
    #[must_use]
    pub fn volet(&self, nom: &str) -> Edition {
        Edition {
            dossier: format!("{}/{nom}", self.edition.dossier),
            ..self.edition.clone()
        }
    }

    /// The folders of data that a part rests on besides its own: the whole edition, its lists.
    #[must_use]
    pub fn dossiers(&self) -> Vec<&str> {
        let mut dossiers = vec![self.edition.dossier.as_str()];
        dossiers.extend(self.formations.dossiers().iter().map(String::as_str));
        dossiers
    }

    /// The amount of one pupil of a line.
    #[must_use]
    pub fn forfait(&self, dispositif: Dispositif) -> Centimes {
        Centimes(self.parametre_du_forfait(dispositif).valeur)
    }

    /// « règlement, montants de l’aide »: where the amount of a line is written.
    #[must_use]
    pub fn source_du_forfait(&self, dispositif: Dispositif) -> String {
        self.source(self.parametre_du_forfait(dispositif).source.get_ref())
    }

    fn parametre_du_forfait(&self, dispositif: Dispositif) -> &Parametre<i64> {
        match dispositif {
            Dispositif::PrepaMetiers => &self.parametres.forfait_prepa_metiers,
            Dispositif::PreBac | Dispositif::PostBac => &self.parametres.forfait_eleve,
        }
    }

    /// « règlement, montants de l’aide »: the place that a source key names.
    #[must_use]
    pub fn source(&self, cle: &str) -> String {
        let source = self.edition.sources.get(cle);
        source.map_or(String::new(), |s| format!("{}, {}", s.titre, s.section))
    }
}
