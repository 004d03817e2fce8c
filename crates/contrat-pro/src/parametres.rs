//! The figures that the reasoning cites: `parametres.toml`.

use std::collections::BTreeMap;

use guichet_nomenclatures::IndexCodes;
use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

/// The most contract months that can be aided: the lost ones are a set of 64 bits.
pub const MOIS_MAX: i64 = 60;

/// The parameters of the procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametres {
    /// The departments of the region.
    pub departements: Parametre<Vec<String>>,
    /// Months before the contract in which the employee may not have been in the establishment.
    pub presence_fenetre_mois: Parametre<i64>,
    /// Months before the application in which the establishment may not have laid off.
    pub licenciements_fenetre_mois: Parametre<i64>,
    /// Months after the start in which one may apply.
    pub demande_delai_mois: Parametre<i64>,
    /// Cents a contract month, full time.
    pub forfait_mensuel: Parametre<i64>,
    /// How many contract months are aided at most.
    pub mois_aides_max: Parametre<i64>,
    /// Months after the end in which one may request the payment.
    pub paiement_delai_mois: Parametre<i64>,
    /// Cents above which an agreement is needed.
    pub convention_au_dela_de: Parametre<i64>,
}

impl Parametres {
    /// Reads the parameters of an edition.
    ///
    /// # Errors
    /// A parameter is missing, unknown, of the wrong type or out of reason, or its source is not declared.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/parametres.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lus: Self = lire_toml(&chemin, texte)?;
        let sources: Vec<&Spanned<String>> = lus.sources().collect();
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        for (nom, parametre) in lus.nombres() {
            let max = match nom {
                "forfait_mensuel" | "convention_au_dela_de" => i64::from(u32::MAX),
                _ => MOIS_MAX,
            };
            if !(0..=max).contains(&parametre.valeur) {
                return Err(ErreurEdition::a_l_octet(
                    &chemin,
                    texte,
                    texte.find(&format!("[{nom}]")).unwrap_or(0),
                    format!(
                        "« {nom} » vaut {} ; donnez un nombre de 0 à {max}.",
                        parametre.valeur
                    ),
                ));
            }
        }
        Ok(lus)
    }

    fn nombres(&self) -> [(&'static str, &Parametre<i64>); 7] {
        [
            ("presence_fenetre_mois", &self.presence_fenetre_mois),
            (
                "licenciements_fenetre_mois",
                &self.licenciements_fenetre_mois,
            ),
            ("demande_delai_mois", &self.demande_delai_mois),
            ("forfait_mensuel", &self.forfait_mensuel),
            ("mois_aides_max", &self.mois_aides_max),
            ("paiement_delai_mois", &self.paiement_delai_mois),
            ("convention_au_dela_de", &self.convention_au_dela_de),
        ]
    }

    fn sources(&self) -> impl Iterator<Item = &Spanned<String>> {
        let nombres = self.nombres().into_iter().map(|(_, p)| &p.source);
        std::iter::once(&self.departements.source).chain(nombres)
    }

    /// The departments as a list that conditions may name.
    ///
    /// # Errors
    /// A department stands twice or is no code.
    pub fn liste_des_departements(&self, edition: &Edition) -> Result<IndexCodes, ErreurEdition> {
        let codes = self.departements.valeur.iter().map(String::as_str).zip(0..);
        IndexCodes::new(codes).map_err(|erreur| {
            ErreurEdition::du_fichier(
                format!("{}/parametres.toml", edition.dossier),
                erreur.to_string(),
            )
        })
    }

    /// What sentences may cite, in words.
    #[must_use]
    pub fn en_mots(&self) -> BTreeMap<String, String> {
        let mut mots: BTreeMap<String, String> = self
            .nombres()
            .into_iter()
            .map(|(nom, parametre)| {
                let en_mots = match nom {
                    "forfait_mensuel" | "convention_au_dela_de" => {
                        Centimes(parametre.valeur).to_string()
                    }
                    _ => format!("{} mois", parametre.valeur),
                };
                (nom.to_owned(), en_mots)
            })
            .collect();
        mots.insert(
            "departements".to_owned(),
            self.departements.valeur.join(", "),
        );
        mots
    }
}
