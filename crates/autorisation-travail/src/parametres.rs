//! The codes that the reasoning cites (`parametres.toml`), and where the lists contradict themselves
//! (`ecarts.toml`).

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

/// The parameters of the procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametres {
    /// Jobs whose label restricts the code to fishing.
    pub metiers_de_la_peche: Parametre<Vec<String>>,
    /// Countries whose agreement is signed, not ratified yet.
    pub accords_signes: Parametre<Vec<String>>,
    /// Countries whose agreement is announced.
    pub accords_annonces: Parametre<Vec<String>>,
    /// The country that bears the same name as one of them.
    pub congo_ambigu: Parametre<String>,
    /// Annex 1: ratio that a job of higher education must exceed.
    pub methode_seuil_superieur: Parametre<String>,
    /// Annex 1: how many jobs of levels V and IV are kept.
    pub methode_nombre_iv_ou_v: Parametre<usize>,
    /// Annex 1: ratio that a job must exceed in a region.
    pub methode_seuil_regional: Parametre<String>,
    /// Totals that the document announces: jobs open since 2006.
    pub metiers_de_2006: Parametre<u64>,
    /// Jobs consulted on in April.
    pub metiers_consultes: Parametre<u64>,
    /// Jobs asked for by the federations.
    pub metiers_des_federations: Parametre<u64>,
    /// Offers in the jobs of annex 2.
    pub offres_ue: Parametre<u64>,
    /// Offers in the jobs of annex 3.
    pub offres_tiers: Parametre<u64>,
    /// Their share of all offers, in percent.
    pub part_ue_pourcent: Parametre<u64>,
    /// Their share of all offers, in percent.
    pub part_tiers_pourcent: Parametre<u64>,
}

/// What each reading opens where the lists contradict themselves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ecart {
    /// The region, as printed.
    pub region: Spanned<String>,
    /// The job.
    pub code_rome: String,
    /// The entry of the register.
    pub lecture: Spanned<String>,
    /// Whether the reading applied opens the job in the region.
    pub retenue: bool,
    /// Whether the other reading does.
    pub autre: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDEcarts {
    #[serde(default, rename = "ecart")]
    ecarts: Vec<Ecart>,
}

impl Parametres {
    /// Reads the parameters of an edition.
    ///
    /// # Errors
    /// A parameter is missing, unknown or of the wrong type, or its source is not declared.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/parametres.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lus: Self = lire_toml(&chemin, texte)?;
        let sources = [
            &lus.metiers_de_la_peche.source,
            &lus.accords_signes.source,
            &lus.accords_annonces.source,
            &lus.congo_ambigu.source,
            &lus.methode_seuil_superieur.source,
            &lus.methode_nombre_iv_ou_v.source,
            &lus.methode_seuil_regional.source,
            &lus.metiers_de_2006.source,
            &lus.metiers_consultes.source,
            &lus.metiers_des_federations.source,
            &lus.offres_ue.source,
            &lus.offres_tiers.source,
            &lus.part_ue_pourcent.source,
            &lus.part_tiers_pourcent.source,
        ];
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        Ok(lus)
    }
}

/// Reads `ecarts.toml`; an edition whose lists agree has none.
///
/// # Errors
/// The file is faulty, or names a reading that the reasoning does not know.
pub fn lire_les_ecarts(
    fichiers: &Fichiers,
    edition: &Edition,
    lectures: &[&str],
) -> Result<Vec<Ecart>, ErreurEdition> {
    let chemin = format!("{}/ecarts.toml", edition.dossier);
    let Some(texte) = fichiers.lire(&chemin) else {
        return Ok(Vec::new());
    };
    let lus: FichierDEcarts = lire_toml(&chemin, texte)?;
    for ecart in &lus.ecarts {
        if !lectures.contains(&ecart.lecture.get_ref().as_str()) {
            return Err(ErreurEdition::a_l_octet(
                &chemin,
                texte,
                ecart.lecture.span().start,
                format!(
                    "« {} » n’est pas une lecture que le programme connaît ; il y a : {}.",
                    ecart.lecture.get_ref(),
                    lectures.join(", ")
                ),
            ));
        }
    }
    Ok(lus.ecarts)
}
