//! The library of computation steps: what an author composes in `calcul.toml`.
//!
//! The amount begins at nothing. Each step adds to it or takes from it, and shows what it did.

use guichet_socle::ErreurEdition;
use guichet_socle::gabarit::Gabarit;
use serde::Deserialize;
use toml::Spanned;

use crate::fichier::Fichier;
use guichet_socle::arrondi::Sens;

use crate::nombres::part;
use crate::operande::{Ecrit, Genre, Noms, Operande};

type Nom = Spanned<Ecrit>;

/// A step as an edition writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EtapeEcrite {
    /// What it does, with placeholders.
    pub libelle: Spanned<String>,
    /// Key of its source.
    pub source: Spanned<String>,
    /// The fact that must be true for it to apply.
    pub si: Option<Nom>,
    /// The fact that must be false.
    pub sauf: Option<Nom>,
    /// What it does: exactly one of these.
    pub geste: GesteEcrit,
}

/// What a step does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GesteEcrit {
    /// Adds an amount.
    Forfait(Nom),
    /// Adds an amount times a count.
    Fois {
        /// The amount of one.
        montant: Nom,
        /// How many.
        nombre: Nom,
    },
    /// Adds the amount of the first bracket that holds a number.
    Bareme {
        /// The number.
        selon: Nom,
        /// The brackets, from the lowest.
        tranches: Vec<TrancheEcrite>,
    },
    /// Keeps a share of the amount so far.
    Proportion {
        /// The number above.
        de: Nom,
        /// The number below.
        sur: Nom,
        /// How the amount is rounded, to the cent.
        #[serde(default)]
        arrondi: Sens,
    },
    /// Keeps a number of percents of the amount so far.
    PourCent(Nom),
    /// The amount is at most this.
    Plafond(Nom),
    /// The amount is at least this.
    Plancher(Nom),
    /// Takes an amount away, never below nothing.
    Deduction(Nom),
    /// Rounds the amount to a multiple.
    Arrondir {
        /// Of how many cents.
        multiple: i64,
        /// How.
        #[serde(default)]
        sens: Sens,
    },
}

/// A bracket.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrancheEcrite {
    /// The greatest number it holds; none for the last one.
    pub jusqu_a: Option<i64>,
    /// Its amount.
    pub montant: Nom,
}

/// A step ready to be made.
#[derive(Debug, Clone)]
pub struct Etape {
    /// What it does, with placeholders.
    pub libelle: Gabarit,
    /// Key of its source.
    pub source: String,
    si: Option<Operande>,
    sauf: Option<Operande>,
    geste: Geste,
    /// The fields it rests on.
    pub champs: u64,
}

/// What a step does to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effet {
    /// It does not apply.
    SansObjet,
    /// It adds so much, or takes it away.
    Ajoute(i64),
}

#[derive(Debug, Clone)]
enum Geste {
    Forfait(Operande),
    Fois(Operande, Operande),
    Bareme(Operande, Vec<(Option<i64>, Operande)>),
    Proportion(Operande, Operande, Sens),
    Plafond(Operande),
    Plancher(Operande),
    Deduction(Operande),
    Arrondir(i64, Sens),
}

impl Etape {
    /// Compiles a step: every name is found, every kind is checked.
    pub(crate) fn compiler(
        fichier: &Fichier<'_>,
        ecrite: &EtapeEcrite,
        noms: &Noms<'_>,
    ) -> Result<Self, ErreurEdition> {
        let mut champs = 0;
        let mut un = |nom: &Nom, genre: Genre| {
            let trouve = noms.trouver(fichier, nom, genre)?;
            champs |= trouve.champs;
            Ok::<_, ErreurEdition>(trouve.operande)
        };
        let geste = match &ecrite.geste {
            GesteEcrit::Forfait(montant) => Geste::Forfait(un(montant, Genre::Nombre)?),
            GesteEcrit::Fois { montant, nombre } => {
                Geste::Fois(un(montant, Genre::Nombre)?, un(nombre, Genre::Nombre)?)
            }
            GesteEcrit::Bareme { selon, tranches } => {
                let selon_ou = selon.span().start;
                verifier_les_tranches(fichier, selon_ou, tranches)?;
                let selon = un(selon, Genre::Nombre)?;
                let tranches = tranches
                    .iter()
                    .map(|tranche| Ok((tranche.jusqu_a, un(&tranche.montant, Genre::Nombre)?)))
                    .collect::<Result<_, ErreurEdition>>()?;
                Geste::Bareme(selon, tranches)
            }
            GesteEcrit::Proportion { de, sur, arrondi } => {
                Geste::Proportion(un(de, Genre::Nombre)?, un(sur, Genre::Nombre)?, *arrondi)
            }
            GesteEcrit::PourCent(taux) => Geste::Proportion(
                un(taux, Genre::Nombre)?,
                Operande::Constante(100),
                Sens::Proche,
            ),
            GesteEcrit::Plafond(montant) => Geste::Plafond(un(montant, Genre::Nombre)?),
            GesteEcrit::Plancher(montant) => Geste::Plancher(un(montant, Genre::Nombre)?),
            GesteEcrit::Deduction(montant) => Geste::Deduction(un(montant, Genre::Nombre)?),
            GesteEcrit::Arrondir { multiple, sens } => {
                if *multiple <= 0 {
                    return Err(fichier.erreur(
                        ecrite.libelle.span().start,
                        format!("on n’arrondit pas à {multiple} centimes ; donnez un multiple positif, par exemple 100 pour l’euro."),
                    ));
                }
                Geste::Arrondir(*multiple, *sens)
            }
        };
        let si = ecrite
            .si
            .as_ref()
            .map(|nom| un(nom, Genre::Booleen))
            .transpose()?;
        let sauf = ecrite
            .sauf
            .as_ref()
            .map(|nom| un(nom, Genre::Booleen))
            .transpose()?;
        let libelle = Gabarit::lire(ecrite.libelle.get_ref())
            .map_err(|message| fichier.erreur(ecrite.libelle.span().start, message))?;
        Ok(Self {
            libelle,
            source: ecrite.source.get_ref().clone(),
            si,
            sauf,
            geste,
            champs,
        })
    }

    /// What the step does to an amount; none when a value it needs is missing.
    pub(crate) fn ajoute(
        &self,
        avant: i64,
        nombre: impl Fn(Operande) -> Option<i64>,
        vrai: impl Fn(Operande) -> Option<bool>,
    ) -> Option<Effet> {
        if let Some(si) = self.si
            && !vrai(si)?
        {
            return Some(Effet::SansObjet);
        }
        if let Some(sauf) = self.sauf
            && vrai(sauf)?
        {
            return Some(Effet::SansObjet);
        }
        let apres = match &self.geste {
            Geste::Forfait(montant) => avant.checked_add(nombre(*montant)?)?,
            Geste::Fois(montant, fois) => {
                avant.checked_add(nombre(*montant)?.checked_mul(nombre(*fois)?)?)?
            }
            Geste::Bareme(selon, tranches) => {
                let selon = nombre(*selon)?;
                let tranche = tranches
                    .iter()
                    .find(|(jusqu_a, _)| jusqu_a.is_none_or(|max| selon <= max));
                avant.checked_add(nombre(tranche?.1)?)?
            }
            Geste::Proportion(de, sur, arrondi) => {
                let produit = avant.checked_mul(nombre(*de)?)?;
                part(produit, nombre(*sur)?, *arrondi)?
            }
            Geste::Plafond(montant) => avant.min(nombre(*montant)?),
            Geste::Plancher(montant) => avant.max(nombre(*montant)?),
            Geste::Deduction(montant) => avant.checked_sub(nombre(*montant)?)?.max(0),
            Geste::Arrondir(multiple, sens) => {
                part(avant, *multiple, *sens)?.checked_mul(*multiple)?
            }
        };
        Some(Effet::Ajoute(apres.checked_sub(avant)?))
    }

    /// Whether a step that changes nothing is still told: a cap that does not bite, a whole share are not.
    pub(crate) fn se_dit(&self, ajout: i64) -> bool {
        ajout != 0
            || !matches!(
                self.geste,
                Geste::Plafond(_)
                    | Geste::Plancher(_)
                    | Geste::Deduction(_)
                    | Geste::Arrondir(..)
                    | Geste::Proportion(..)
            )
    }
}

/// Brackets rise, and only the last one has no end.
fn verifier_les_tranches(
    fichier: &Fichier<'_>,
    ou: usize,
    tranches: &[TrancheEcrite],
) -> Result<(), ErreurEdition> {
    let bornes: Vec<Option<i64>> = tranches.iter().map(|tranche| tranche.jusqu_a).collect();
    let Some((derniere, avant)) = bornes.split_last() else {
        return Err(fichier.erreur(ou, "le barème n’a aucune tranche ; donnez-en."));
    };
    let croissent = bornes.windows(2).all(|paire| match (paire[0], paire[1]) {
        (Some(avant), Some(apres)) => avant < apres,
        (Some(_), None) => true,
        (None, _) => false,
    });
    if croissent && avant.iter().all(Option::is_some) && derniere.is_none() {
        Ok(())
    } else {
        Err(fichier.erreur(
            ou,
            "les tranches d’un barème montent, et la dernière n’a pas de « jusqu_a » ; remettez-les dans l’ordre.",
        ))
    }
}
