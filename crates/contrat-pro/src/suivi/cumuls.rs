//! The running total of each establishment and year, and the aid that takes it above the threshold.

use std::collections::BTreeMap;

use guichet_socle::Centimes;

use super::Aide;

/// An aid in the running total of its establishment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ligne {
    /// The aid, by its rank.
    pub aide: usize,
    /// Aids of the year before this one: those of the batch, or what the dossier declares when it is more.
    pub avant: Centimes,
    /// The same with this one.
    pub apres: Centimes,
    /// Aids of every year before this one (the other reading of CP-33).
    pub avant_toutes_annees: Centimes,
    /// The same with this one.
    pub apres_toutes_annees: Centimes,
}

impl Ligne {
    /// Whether this aid is the one that takes the year strictly above the threshold.
    #[must_use]
    pub fn franchit(&self, seuil: Centimes) -> bool {
        self.avant <= seuil && self.apres > seuil
    }
}

/// What one establishment is granted in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cumul {
    /// The establishment.
    pub siret: String,
    /// The civil year of the applications.
    pub annee: i16,
    /// The aids, in the order of the applications.
    pub lignes: Vec<Ligne>,
    /// Sum of the aids of the batch.
    pub total: Centimes,
    /// The total of the year that is known: with what the dossiers declare besides the batch.
    pub connu: Centimes,
    /// The same over every year.
    pub connu_toutes_annees: Centimes,
    /// The aid that takes the year above the threshold: an agreement is due for the year.
    pub convention: Option<usize>,
    /// Whether an agreement is due when the aids of every year are added up.
    pub convention_toutes_annees: bool,
}

/// A declared total below what the batch itself shows: it is certain to be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ecart {
    /// The aid whose dossier declares it, by its rank.
    pub aide: usize,
    /// Of the years before, rather than of the year.
    pub anterieures: bool,
    /// What the dossier declares.
    pub declare: Centimes,
    /// What the batch shows, from applications of earlier days.
    pub du_lot: Centimes,
}

/// The totals of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cumuls {
    /// By establishment, then by year.
    pub cumuls: Vec<Cumul>,
    /// The declared totals that the batch belies.
    pub ecarts: Vec<Ecart>,
}

impl Cumuls {
    /// Adds up the aids of a batch, in the order of the applications; those of the same day in the order
    /// they were read.
    #[must_use]
    pub fn des_aides(aides: &[Aide]) -> Self {
        let mut par_siret: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (rang, aide) in aides.iter().enumerate() {
            par_siret.entry(&aide.siret).or_default().push(rang);
        }
        let mut faits = Self::default();
        for (siret, mut rangs) in par_siret {
            rangs.sort_by_key(|&rang| aides[rang].date_demande);
            faits.ajouter_etablissement(siret, &rangs, aides);
        }
        faits.ecarts.sort_by_key(|ecart| ecart.aide);
        faits
    }

    fn ajouter_etablissement(&mut self, siret: &str, rangs: &[usize], aides: &[Aide]) {
        let somme = |parties: [Centimes; 2]| parties.into_iter().sum::<Centimes>();
        let mut toutes = Centimes::ZERO;
        let mut du_lot_anterieur = Centimes::ZERO;
        let meme_annee = |a: &usize, b: &usize| aides[*a].annee() == aides[*b].annee();
        for annee in rangs.chunk_by(meme_annee) {
            let mut cumul = Cumul {
                siret: siret.to_owned(),
                annee: aides[annee[0]].annee(),
                lignes: Vec::with_capacity(annee.len()),
                total: Centimes::ZERO,
                connu: Centimes::ZERO,
                connu_toutes_annees: toutes,
                convention: None,
                convention_toutes_annees: false,
            };
            for (place, &rang) in annee.iter().enumerate() {
                let aide = &aides[rang];
                // Aids asked for on the same day are perhaps not granted yet when this one is declared.
                let veille: Centimes = annee[..place]
                    .iter()
                    .map(|&avant| &aides[avant])
                    .filter(|avant| avant.date_demande < aide.date_demande)
                    .map(|avant| avant.montant)
                    .sum();
                self.comparer(rang, false, aide.declare_annee, veille);
                self.comparer(rang, true, aide.declare_anterieur, du_lot_anterieur);
                let declare = aide.declare_annee.unwrap_or_default();
                let avant = cumul.connu.max(declare);
                let declare_en_tout = somme([declare, aide.declare_anterieur.unwrap_or_default()]);
                let avant_toutes_annees = toutes.max(declare_en_tout).max(avant);
                let ligne = Ligne {
                    aide: rang,
                    avant,
                    apres: somme([avant, aide.montant]),
                    avant_toutes_annees,
                    apres_toutes_annees: somme([avant_toutes_annees, aide.montant]),
                };
                if ligne.apres > aide.seuil && cumul.convention.is_none() {
                    cumul.convention = Some(rang);
                }
                cumul.convention_toutes_annees |= ligne.apres_toutes_annees > aide.seuil;
                cumul.total = somme([cumul.total, aide.montant]);
                cumul.connu = ligne.apres;
                toutes = ligne.apres_toutes_annees;
                cumul.connu_toutes_annees = toutes;
                cumul.lignes.push(ligne);
            }
            du_lot_anterieur = somme([du_lot_anterieur, cumul.total]);
            self.cumuls.push(cumul);
        }
    }

    fn comparer(
        &mut self,
        aide: usize,
        anterieures: bool,
        declare: Option<Centimes>,
        du_lot: Centimes,
    ) {
        if let Some(declare) = declare.filter(|declare| *declare < du_lot) {
            self.ecarts.push(Ecart {
                aide,
                anterieures,
                declare,
                du_lot,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::aide::essai::aide;
    use super::*;
    use jiff::civil::{Date, date};

    const A: &str = "12345678200010";
    const B: &str = "35600000000048";

    #[test]
    fn exactly_the_threshold_is_an_order_and_a_cent_more_an_agreement() {
        for (dernier, convention) in [(500_000, None), (500_001, Some(3))] {
            let aides = [
                aide("1", A, date(2024, 5, 1), 600_000),
                aide("2", A, date(2024, 6, 1), 600_000),
                aide("3", A, date(2024, 7, 1), 600_000),
                aide("4", A, date(2024, 8, 1), dernier),
            ];
            let cumul = &Cumuls::des_aides(&aides).cumuls[0];
            assert_eq!(cumul.convention, convention, "{dernier}");
            assert_eq!(cumul.total, Centimes(1_800_000 + dernier));
            assert_eq!(
                cumul.lignes[3].franchit(aides[3].seuil),
                convention.is_some()
            );
        }
    }

    #[test]
    fn the_last_day_of_a_year_and_the_first_of_the_next_are_two_totals() {
        let aides = [
            aide("2", A, date(2025, 1, 1), 1_200_000),
            aide("1", A, date(2024, 12, 31), 1_200_000),
        ];
        let cumuls = Cumuls::des_aides(&aides).cumuls;
        let vus: Vec<_> = cumuls
            .iter()
            .map(|c| (c.annee, c.total.0, c.convention, c.convention_toutes_annees))
            .collect();
        // The two readings of CP-33 differ in 2025.
        assert_eq!(
            vus,
            [
                (2024, 1_200_000, None, false),
                (2025, 1_200_000, None, true)
            ]
        );
        assert_eq!(cumuls[1].connu_toutes_annees, Centimes(2_400_000));
    }

    #[test]
    fn aids_declared_besides_the_batch_count() {
        let mut seule = aide("1", A, date(2024, 5, 1), 600_000);
        seule.declare_annee = Some(Centimes(1_700_001));
        let faits = Cumuls::des_aides(&[seule]);
        assert_eq!(faits.cumuls[0].convention, Some(0));
        assert_eq!(faits.cumuls[0].total, Centimes(600_000));
        assert_eq!(faits.cumuls[0].connu, Centimes(2_300_001));
        assert!(faits.ecarts.is_empty(), "the batch may not hold every aid");
    }

    #[test]
    fn a_declared_total_below_the_batch_is_told_and_the_same_day_does_not_count() {
        let mut aides = [
            aide("1", A, date(2024, 5, 1), 600_000),
            aide("2", A, date(2024, 5, 2), 600_000),
            aide("3", A, date(2024, 5, 2), 600_000),
        ];
        aides[2].declare_annee = Some(Centimes(600_000));
        assert!(Cumuls::des_aides(&aides).ecarts.is_empty());
        aides[2].declare_annee = Some(Centimes(599_999));
        let faits = Cumuls::des_aides(&aides);
        assert_eq!(
            faits.ecarts,
            [Ecart {
                aide: 2,
                anterieures: false,
                declare: Centimes(599_999),
                du_lot: Centimes(600_000)
            }]
        );
        // The total of the batch stands.
        assert_eq!(faits.cumuls[0].connu, Centimes(1_800_000));
    }

    #[test]
    fn establishments_are_apart_and_the_order_of_reading_changes_no_total() {
        let aides = [
            aide("3", B, date(2024, 7, 1), 600_000),
            aide("1", A, date(2024, 9, 1), 100_000),
            aide("2", A, date(2024, 5, 1), 200_000),
        ];
        let cumuls = Cumuls::des_aides(&aides).cumuls;
        assert_eq!(cumuls.len(), 2);
        assert_eq!(
            cumuls[0].lignes.iter().map(|l| l.aide).collect::<Vec<_>>(),
            [2, 1]
        );
        assert_eq!(cumuls[0].lignes[1].avant, Centimes(200_000));
        assert_eq!(cumuls[1].total, Centimes(600_000));
    }

    /// The same totals, added up naively over generated aids.
    #[test]
    fn totals_are_those_of_a_plain_sum() {
        let mut etat = 7_u64;
        let mut tirer = |n: u64| {
            etat = etat
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (etat >> 33) % n
        };
        let premier = date(2024, 4, 1);
        let aides: Vec<Aide> = (0..3_000)
            .map(|rang| {
                let siret = format!("{:014}", 10_000_000_000_000 + tirer(120));
                let jours = i32::try_from(tirer(900)).unwrap();
                let demande: Date = premier.saturating_add(jiff::Span::new().days(jours));
                let centimes = i64::try_from(tirer(600_000)).unwrap() + 1;
                aide(&rang.to_string(), &siret, demande, centimes)
            })
            .collect();
        for cumul in Cumuls::des_aides(&aides).cumuls {
            let mut miennes: Vec<(usize, &Aide)> = aides
                .iter()
                .enumerate()
                .filter(|(_, a)| a.siret == cumul.siret && a.annee() <= cumul.annee)
                .collect();
            let toutes: i64 = miennes.iter().map(|(_, a)| a.montant.0).sum();
            miennes.retain(|(_, a)| a.annee() == cumul.annee);
            let total: i64 = miennes.iter().map(|(_, a)| a.montant.0).sum();
            assert_eq!(
                (cumul.total.0, cumul.connu.0, cumul.connu_toutes_annees.0),
                (total, total, toutes)
            );
            miennes.sort_by_key(|(rang, a)| (a.date_demande, *rang));
            let mut jusque_la = 0;
            let premiere = miennes.iter().find(|(_, a)| {
                jusque_la += a.montant.0;
                jusque_la > 2_300_000
            });
            assert_eq!(cumul.convention, premiere.map(|(rang, _)| *rang));
        }
    }
}
