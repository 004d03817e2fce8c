//! The figures and the short lists that the reasoning cites: `parametres.toml`.

use std::collections::BTreeMap;

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

/// The most that an amount may be, in cents: far more than any aid, far less than what would overflow.
const MONTANT_MAX: i64 = 10_000_000;

/// Whether the list of courses closes the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Portee {
    /// Only listed courses are eligible.
    Limitative,
    /// The speciality decides, the list is given as an indication.
    Indicative,
}

/// The parameters of the procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametres {
    /// Cents a first-year pupil, or a scholar of a post-bac course.
    pub forfait_eleve: Parametre<i64>,
    /// Cents a pupil of 3e prépa-métiers.
    pub forfait_prepa_metiers: Parametre<i64>,
    /// Cents a competition of a CPGE pupil, when the edition has the aid.
    pub forfait_concours: Option<Parametre<i64>>,
    /// How many competitions at most.
    pub concours_max: Option<Parametre<i64>>,
    /// The year of CPGE that is aided.
    pub concours_annee: Option<Parametre<i64>>,
    /// The family quotient that may not be exceeded, in cents.
    pub quotient_familial_max: Option<Parametre<i64>>,
    /// The kinds of establishment that the aid covers.
    pub natures: Parametre<Vec<String>>,
    /// Whether the list of courses closes the matter.
    pub portee_de_la_liste: Parametre<Portee>,
    /// Whether apprentices and pupils under a professionalisation contract benefit, when the edition says so.
    pub alternants_beneficiaires: Option<Parametre<bool>>,
    /// How amounts follow the consumer price index, when the edition says so.
    pub indexation: Option<ReglesDIndexation>,
}

/// How amounts follow the consumer price index.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReglesDIndexation {
    /// Identifier of the index, as INSEE publishes it.
    pub indice: Parametre<String>,
    /// The month whose index counts, from 1: of the year before the school year, over the one before it.
    pub mois: Parametre<i64>,
    /// Decimals of the rate, in percent.
    pub decimales_du_taux: Parametre<i64>,
    /// The unit that an amount is rounded to, in cents.
    pub unite_d_arrondi: Parametre<i64>,
}

impl ReglesDIndexation {
    /// The most decimals that a rate may have.
    pub const DECIMALES_MAX: u32 = 4;

    /// The numbers, with the least and the most that each may be.
    fn nombres(&self) -> [(&'static str, &Parametre<i64>, i64, i64); 3] {
        [
            ("indexation.mois", &self.mois, 1, 12),
            (
                "indexation.decimales_du_taux",
                &self.decimales_du_taux,
                0,
                i64::from(Self::DECIMALES_MAX),
            ),
            (
                "indexation.unite_d_arrondi",
                &self.unite_d_arrondi,
                1,
                MONTANT_MAX,
            ),
        ]
    }

    fn sources(&self) -> impl Iterator<Item = &Spanned<String>> {
        let nombres = self.nombres().into_iter().map(|(_, p, ..)| &p.source);
        nombres.chain([&self.indice.source])
    }
}

#[cfg(test)]
impl ReglesDIndexation {
    /// Rules of a test: so many decimals, such a unit.
    pub(crate) fn d_essai(decimales: i64, unite: i64) -> Self {
        fn parametre<T>(valeur: T) -> Parametre<T> {
            Parametre {
                valeur,
                unite: String::new(),
                source: Spanned::new(0..0, String::new()),
                lectures: Vec::new(),
            }
        }
        Self {
            indice: parametre("001763862".to_owned()),
            mois: parametre(12),
            decimales_du_taux: parametre(decimales),
            unite_d_arrondi: parametre(unite),
        }
    }
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
        verifier_les_sources(edition, &chemin, texte, &lus.sources())?;
        let montants = lus
            .nombres()
            .into_iter()
            .map(|(nom, p)| (nom, p, 0, MONTANT_MAX));
        let indexation = lus.indexation.iter().flat_map(ReglesDIndexation::nombres);
        for (nom, parametre, min, max) in montants.chain(indexation) {
            if !(min..=max).contains(&parametre.valeur) {
                return Err(ErreurEdition::a_l_octet(
                    &chemin,
                    texte,
                    texte.find(&format!("[{nom}]")).unwrap_or(0),
                    format!(
                        "« {nom} » vaut {} ; donnez un nombre de {min} à {max}.",
                        parametre.valeur
                    ),
                ));
            }
        }
        Ok(lus)
    }

    fn nombres(&self) -> Vec<(&'static str, &Parametre<i64>)> {
        let mut nombres = vec![
            ("forfait_eleve", &self.forfait_eleve),
            ("forfait_prepa_metiers", &self.forfait_prepa_metiers),
        ];
        let facultatifs = [
            ("forfait_concours", &self.forfait_concours),
            ("concours_max", &self.concours_max),
            ("concours_annee", &self.concours_annee),
            ("quotient_familial_max", &self.quotient_familial_max),
        ];
        nombres.extend(
            facultatifs
                .into_iter()
                .filter_map(|(nom, parametre)| Some((nom, parametre.as_ref()?))),
        );
        nombres
    }

    fn sources(&self) -> Vec<&Spanned<String>> {
        let mut sources = vec![&self.natures.source, &self.portee_de_la_liste.source];
        sources.extend(self.alternants_beneficiaires.as_ref().map(|p| &p.source));
        sources.extend(self.nombres().into_iter().map(|(_, p)| &p.source));
        sources.extend(self.indexation.iter().flat_map(ReglesDIndexation::sources));
        sources
    }

    /// What sentences may cite, in words.
    #[must_use]
    pub fn en_mots(&self) -> BTreeMap<String, String> {
        self.nombres()
            .into_iter()
            .map(|(nom, parametre)| {
                let mots = match nom {
                    "concours_max" | "concours_annee" => parametre.valeur.to_string(),
                    _ => Centimes(parametre.valeur).to_string(),
                };
                (nom.to_owned(), mots)
            })
            .collect()
    }
}
