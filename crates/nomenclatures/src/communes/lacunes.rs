//! `lacunes.toml`: codes that the list lacks though they are known to have existed.

use guichet_socle::erreur::lire_toml;
use guichet_socle::{ErreurEdition, Fichiers};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

/// The known gaps of the list.
#[derive(Debug, Default)]
pub(super) struct Lacunes(Vec<Lacune>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[serde(default)]
    lacune: Vec<Lue>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lue {
    du: Spanned<String>,
    au: Spanned<String>,
    nes_avant: Option<Date>,
    /// For whoever reads the file.
    #[serde(rename = "sens")]
    _sens: String,
}

#[derive(Debug)]
struct Lacune {
    du: [u8; 5],
    au: [u8; 5],
    nes_avant: Option<Date>,
}

impl Lacunes {
    /// The gaps of an edition; none when it has no such file.
    pub(super) fn lire(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let chemin = format!("{dossier}/lacunes.toml");
        let Some(texte) = fichiers.lire(&chemin) else {
            return Ok(Self::default());
        };
        let fichier: Fichier = lire_toml(&chemin, texte)?;
        let borne = |code: &Spanned<String>| -> Result<[u8; 5], ErreurEdition> {
            super::table::numero(code.get_ref().as_bytes())
                .and_then(|_| code.get_ref().as_bytes().try_into().ok())
                .ok_or_else(|| {
                    ErreurEdition::a_l_octet(
                        &chemin,
                        texte,
                        code.span().start,
                        format!(
                            "« {} » n’a pas la forme d’un code de commune ; mettez cinq signes.",
                            code.get_ref()
                        ),
                    )
                })
        };
        let lacunes: Result<Vec<_>, _> = fichier
            .lacune
            .iter()
            .map(|lue| {
                Ok(Lacune {
                    du: borne(&lue.du)?,
                    au: borne(&lue.au)?,
                    nes_avant: lue.nes_avant,
                })
            })
            .collect();
        lacunes.map(Self)
    }

    /// Whether a code is in a gap, for a person born on a day; an unknown day keeps the gap.
    pub(super) fn contient(&self, code: &[u8], naissance: Option<Date>) -> bool {
        self.0.iter().any(|lacune| {
            code.len() == 5
                && (&lacune.du[..]..=&lacune.au[..]).contains(&code)
                && lacune
                    .nes_avant
                    .is_none_or(|jour| naissance.is_none_or(|ne| ne < jour))
        })
    }
}
