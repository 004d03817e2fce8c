//! The method of annex 1 as a computation: from offers and demands by job, level and region, which jobs each
//! threshold keeps, for the draft of a new edition.

use std::collections::BTreeMap;

use guichet_socle::Fraction;

/// The level of qualification of a job, on the old scale, where V is the CAP and I the doctorate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Niveau {
    /// Levels I to III: a diploma of higher education.
    Superieur,
    /// Levels IV and V: baccalaureate, CAP, BEP.
    IvOuV,
    /// Below.
    SansDiplome,
}

impl Niveau {
    /// Reads `I` to `VI`, or `1` to `6`.
    #[must_use]
    pub fn lire(texte: &str) -> Option<Self> {
        match texte.trim() {
            "I" | "II" | "III" | "1" | "2" | "3" => Some(Self::Superieur),
            "IV" | "V" | "4" | "5" => Some(Self::IvOuV),
            "VI" | "6" => Some(Self::SansDiplome),
            _ => None,
        }
    }
}

/// Offers and demands of a job in a region over a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Releve {
    /// ROME code of 2007.
    pub code_rome: String,
    /// Level of qualification.
    pub niveau: Niveau,
    /// Rank of the territory.
    pub territoire: u8,
    /// Offers recorded.
    pub offres: u64,
    /// Demands recorded.
    pub demandes: u64,
}

/// The thresholds of the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seuils {
    /// A job of higher education is kept strictly above this ratio.
    pub superieur: Fraction,
    /// How many jobs of levels IV and V are kept, the tightest first.
    pub iv_ou_v: usize,
    /// A kept job is open in a region strictly above this ratio.
    pub regional: Fraction,
}

/// Offers over demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tension {
    /// Offers.
    pub offres: u64,
    /// Demands.
    pub demandes: u64,
}

impl Tension {
    /// Whether the ratio is strictly above a threshold. Offers that no demand meets are above any.
    #[must_use]
    pub fn depasse(self, seuil: Fraction) -> bool {
        let offres = u128::from(self.offres) * u128::from(seuil.denominateur());
        let demandes = u128::from(self.demandes) * u128::from(seuil.numerateur());
        self.offres > 0 && offres > demandes
    }

    /// The ratio in hundredths, rounded to the nearest, half up; `None` without any demand.
    #[must_use]
    pub fn centiemes(self) -> Option<u64> {
        if self.demandes == 0 {
            return None;
        }
        let doubles = (u128::from(self.offres) * 200 + u128::from(self.demandes))
            / (u128::from(self.demandes) * 2);
        u64::try_from(doubles).ok()
    }

    /// Compares two ratios exactly; one without demand is above all others.
    fn comparer(self, autre: Self) -> std::cmp::Ordering {
        let ici = u128::from(self.offres) * u128::from(autre.demandes);
        let la = u128::from(autre.offres) * u128::from(self.demandes);
        ici.cmp(&la)
    }

    fn ajouter(&mut self, releve: &Releve) {
        self.offres = self.offres.saturating_add(releve.offres);
        self.demandes = self.demandes.saturating_add(releve.demandes);
    }
}

/// Why a job is kept in the national list, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motif {
    /// Higher education, above the threshold.
    SuperieurTendu,
    /// Levels IV and V, among the tightest.
    IvOuVTendu,
    /// Not in the list from which the selection is made.
    HorsDeLaListe,
    /// Higher education, not above the threshold.
    SuperieurSousLeSeuil,
    /// Levels IV and V, behind the tightest.
    IvOuVDerriere,
    /// Below level V.
    SansDiplome,
}

impl Motif {
    /// All of them, those that keep a job first.
    pub const TOUS: [Self; 6] = [
        Self::SuperieurTendu,
        Self::IvOuVTendu,
        Self::SuperieurSousLeSeuil,
        Self::IvOuVDerriere,
        Self::SansDiplome,
        Self::HorsDeLaListe,
    ];

    /// Whether the job is kept.
    #[must_use]
    pub fn retenu(self) -> bool {
        matches!(self, Self::SuperieurTendu | Self::IvOuVTendu)
    }
}

/// A job after the selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// ROME code of 2007.
    pub code_rome: String,
    /// Its level.
    pub niveau: Niveau,
    /// Over all the regions.
    pub tension: Tension,
    /// Why it is kept or not.
    pub motif: Motif,
    /// For each territory with figures, its ratio and whether the job is open there.
    pub territoires: Vec<(u8, Tension, bool)>,
}

/// Selects the jobs: those of the list given, then the thresholds. A job has the level of its first row.
#[must_use]
pub fn selectionner(
    releves: &[Releve],
    dans_la_liste: impl Fn(&str) -> bool,
    seuils: Seuils,
) -> Vec<Selection> {
    let mut par_metier: BTreeMap<&str, (Niveau, Tension, BTreeMap<u8, Tension>)> = BTreeMap::new();
    for releve in releves {
        let (_, tension, territoires) = par_metier
            .entry(&releve.code_rome)
            .or_insert_with(|| (releve.niveau, Tension::default(), BTreeMap::new()));
        tension.ajouter(releve);
        territoires
            .entry(releve.territoire)
            .or_default()
            .ajouter(releve);
    }
    let mut iv_ou_v: Vec<(&str, Tension)> = par_metier
        .iter()
        .filter(|(code, (niveau, tension, _))| {
            *niveau == Niveau::IvOuV && tension.offres > 0 && dans_la_liste(code)
        })
        .map(|(code, (_, tension, _))| (*code, *tension))
        .collect();
    // The tightest first; at equal ratios, the code decides, so that the answer never changes.
    iv_ou_v.sort_by(|(a, x), (b, y)| y.comparer(*x).then(a.cmp(b)));
    iv_ou_v.truncate(seuils.iv_ou_v);
    par_metier
        .iter()
        .map(|(&code, (niveau, tension, territoires))| {
            let motif = match niveau {
                _ if !dans_la_liste(code) => Motif::HorsDeLaListe,
                Niveau::Superieur if tension.depasse(seuils.superieur) => Motif::SuperieurTendu,
                Niveau::Superieur => Motif::SuperieurSousLeSeuil,
                Niveau::IvOuV if iv_ou_v.iter().any(|(c, _)| *c == code) => Motif::IvOuVTendu,
                Niveau::IvOuV => Motif::IvOuVDerriere,
                Niveau::SansDiplome => Motif::SansDiplome,
            };
            Selection {
                code_rome: code.to_owned(),
                niveau: *niveau,
                tension: *tension,
                motif,
                territoires: territoires
                    .iter()
                    .map(|(&territoire, &tension)| {
                        let ouvert = motif.retenu() && tension.depasse(seuils.regional);
                        (territoire, tension, ouvert)
                    })
                    .collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releve(code: &str, niveau: Niveau, territoire: u8, offres: u64, demandes: u64) -> Releve {
        Releve {
            code_rome: code.to_owned(),
            niveau,
            territoire,
            offres,
            demandes,
        }
    }

    fn seuils() -> Seuils {
        Seuils {
            superieur: Fraction::lire("0.9").unwrap(),
            iv_ou_v: 2,
            regional: Fraction::lire("0.8").unwrap(),
        }
    }

    #[test]
    fn a_ratio_is_compared_exactly_and_strictly() {
        let neuf_dixiemes = Fraction::lire("0.9").unwrap();
        let cas = [
            (9, 10, false, Some(90)),
            (901, 1000, true, Some(90)),
            (1, 0, true, None),
            (0, 0, false, None),
            (0, 5, false, Some(0)),
            (355, 100, true, Some(355)),
        ];
        for (offres, demandes, depasse, centiemes) in cas {
            let tension = Tension { offres, demandes };
            assert_eq!(tension.depasse(neuf_dixiemes), depasse, "{tension:?}");
            assert_eq!(tension.centiemes(), centiemes, "{tension:?}");
        }
    }

    #[test]
    fn each_threshold_keeps_and_drops_what_annex_1_says() {
        use Niveau::{IvOuV, SansDiplome, Superieur};
        let releves = [
            releve("10001", Superieur, 0, 95, 100),
            releve("10002", Superieur, 0, 90, 100),
            releve("20001", IvOuV, 0, 355, 100),
            releve("20002", IvOuV, 0, 133, 100),
            releve("20003", IvOuV, 0, 132, 100),
            releve("20004", SansDiplome, 0, 900, 100),
            releve("30001", Superieur, 0, 900, 100),
            // Tight in all, closed in a region at exactly 0.8.
            releve("10003", Superieur, 0, 200, 100),
            releve("10003", Superieur, 1, 80, 100),
        ];
        let choisis = selectionner(&releves, |code| code != "30001", seuils());
        let motifs: Vec<(&str, Motif)> = choisis
            .iter()
            .map(|s| (s.code_rome.as_str(), s.motif))
            .collect();
        assert_eq!(
            motifs,
            [
                ("10001", Motif::SuperieurTendu),
                ("10002", Motif::SuperieurSousLeSeuil),
                ("10003", Motif::SuperieurTendu),
                ("20001", Motif::IvOuVTendu),
                ("20002", Motif::IvOuVTendu),
                ("20003", Motif::IvOuVDerriere),
                ("20004", Motif::SansDiplome),
                ("30001", Motif::HorsDeLaListe),
            ]
        );
        let ouverts: Vec<(u8, bool)> = choisis[2]
            .territoires
            .iter()
            .map(|(territoire, _, ouvert)| (*territoire, *ouvert))
            .collect();
        assert_eq!(ouverts, [(0, true), (1, false)]);
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing() {
        let mut releves = vec![
            releve("20001", Niveau::IvOuV, 0, 10, 5),
            releve("20002", Niveau::IvOuV, 0, 10, 5),
            releve("20003", Niveau::IvOuV, 0, 10, 5),
        ];
        let avant = selectionner(&releves, |_| true, seuils());
        releves.reverse();
        assert_eq!(selectionner(&releves, |_| true, seuils()), avant);
    }
}
