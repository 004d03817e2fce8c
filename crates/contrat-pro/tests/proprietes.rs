//! What holds for every dossier, whatever its facts.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod dossiers;

use dossiers::{EDITION, dossier, poser, suspension};
use guichet_contrat_pro::{EditionContratPro, Reponse};
use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::explication::expliquer;
use guichet_instruction::moteur::etablir;
use guichet_instruction::{Choix, Commun, Dossier, Etabli, Procedure, Proposition, trancher};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Issue};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The procedure, when every reading is tried whether it may matter or not.
struct SansRaccourci<'a>(&'a EditionContratPro);

impl Procedure for SansRaccourci<'_> {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        Procedure::commun(self.0)
    }
    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        Procedure::date_de_reference(self.0, dossier)
    }
    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>) {
        self.0.etablir(dossier, choix, etabli);
        etabli.sensibles = (1 << Procedure::commun(self.0).lectures.len()) - 1;
    }
    fn champs_du_calcul(&self) -> u64 {
        self.0.champs_du_calcul()
    }
    fn repondre(&self, d: &Dossier, c: Choix, e: &Etabli<'_>, i: Issue) -> Reponse {
        self.0.repondre(d, c, e, i)
    }
    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        self.0.montant(reponse)
    }
    fn champs(&self, reponse: &Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
        self.0.champs(reponse, issue)
    }
    fn calcul(&self, dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        self.0.calcul(dossier, reponse)
    }
    fn avertissements(&self, dossier: &Dossier, reponse: &Reponse) -> Vec<Avertissement> {
        self.0.avertissements(dossier, reponse)
    }
    fn pistes(&self) -> &'static [&'static str] {
        self.0.pistes()
    }
    fn piste(&self, nom: &str, d: &Dossier, e: &Etabli<'_>) -> Option<Proposition> {
        self.0.piste(nom, d, e)
    }
    fn axes<'d>(&'d self, dossier: &'d Dossier) -> guichet_instruction::Axes<'d> {
        Procedure::axes(self.0, dossier)
    }
}

/// Days that meet bounds often: ends of months, some years apart.
fn un_jour() -> impl Strategy<Value = Date> {
    let fins = prop::sample::select(vec![
        date(2023, 8, 31),
        date(2023, 11, 30),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 1),
        date(2024, 8, 31),
        date(2024, 11, 30),
        date(2025, 2, 28),
        date(2026, 2, 28),
    ]);
    let autres = (0..1200i64).prop_map(|jours| date(2023, 6, 1) + jours.days());
    prop_oneof![fins, autres]
}

/// A day at some months and a few days of another: on a bound, or beside it.
fn pres_de(jour: Date, mois: i64, ecart: i64) -> String {
    (jour + mois.months() + ecart.days()).to_string()
}

prop_compose! {
    /// A day as months and days from another, or nothing.
    fn ecart()(
        mois in prop::sample::select(vec![-6i64, -5, -3, -1, 0, 1, 3, 6, 12, 13]),
        jours in -2..=2i64,
        au_hasard in any::<bool>(),
        hasard in -20..400i64,
    ) -> (i64, i64) {
        if au_hasard { (0, hasard) } else { (mois, jours) }
    }
}

prop_compose! {
    fn un_dossier()(
        debut in un_jour(),
        fin in prop_oneof![ecart().prop_map(Ok), un_jour().prop_map(Err)],
        demande in prop_oneof![Just((0, 30)), ecart()],
        presence in prop::option::weighted(0.4, ecart()),
        licenciements in prop_oneof![Just(Vec::new()), prop::collection::vec(ecart(), 0..4)],
        naissance in prop_oneof![
            Just("1996-02-29".to_owned()),
            (-3..3i64).prop_map(|jours| format!("jours {jours}")),
            Just("1980-05-05".to_owned()),
            Just("1980-05-05".to_owned()),
        ],
        rupture in prop::option::weighted(0.3, ecart()),
        suspensions in prop::collection::vec((ecart(), 0..60i64, any::<bool>()), 0..4),
        paiement in prop::option::of(ecart()),
        quotite in prop::sample::select(vec!["1", "0.80", "24/35", "1/3", "0.5", "17,5/35"]),
        bascules in prop::collection::vec(0..40u8, 12),
        anterieures in prop::sample::select(vec!["absent", "0", "1000000", "2300000"]),
        aides in prop::sample::select(vec!["absent", "0", "1700000", "1700001", "2400000"]),
    ) -> Dossier {
        let jour = |base: Date, (mois, jours): (i64, i64)| pres_de(base, mois, jours);
        let fin = fin.map_or_else(|jour| jour.to_string(), |ecart| jour(debut, ecart));
        let demande = jour(debut, demande);
        let jour_de_demande: Date = demande.parse().unwrap();
        let jour_de_fin: Date = fin.parse().unwrap();
        let mut dossier = dossier(&[]);
        let mut poser = |nom: &str, valeur: &str| poser(&mut dossier, nom, valeur);
        poser("contrat.date_debut", &debut.to_string());
        poser("contrat.date_fin", &fin);
        poser("date_demande", &demande);
        let presence = presence.map_or_else(|| "null".to_owned(), |p| jour(debut, p));
        poser("salarie.derniere_presence_etablissement", &presence);
        let licenciements: Vec<_> = licenciements
            .into_iter()
            .map(|ecart| jour(jour_de_demande, ecart))
            .collect();
        poser("employeur.dates_licenciements_economiques", &licenciements.join("|"));
        let naissance = match naissance.strip_prefix("jours ") {
            Some(jours) => pres_de(debut, -360, jours.parse().unwrap()),
            None => naissance,
        };
        poser("salarie.date_naissance", &naissance);
        if let Some(rupture) = rupture {
            poser("contrat.rupture", &jour(debut, rupture));
        }
        let debuts: Vec<_> = suspensions.iter().map(|(ecart, ..)| jour(debut, *ecart)).collect();
        let fins: Vec<_> = suspensions
            .iter()
            .zip(&debuts)
            .map(|((_, duree, _), du)| pres_de(du.parse().unwrap(), 0, *duree))
            .collect();
        let payees: Vec<_> = suspensions.iter().map(|(.., payee)| payee.to_string()).collect();
        for (nom, valeur) in suspension(&debuts.join("|"), &fins.join("|"), &payees.join("|")) {
            poser(nom, valeur);
        }
        if let Some(paiement) = paiement {
            poser("date_demande_paiement", &jour(jour_de_fin, paiement));
        }
        poser("contrat.quotite", quotite);
        poser("employeur.aides_annees_anterieures_centimes", anterieures);
        poser("employeur.aides_annee_centimes", aides);
        // Now and then a fact that refuses, or that is missing.
        let autres = [
            ("employeur.departement", "35"),
            ("employeur.assujetti_contribution", "false"),
            ("employeur.a_jour_fiscal_social", "false"),
            ("salarie.demandeur_emploi", "false"),
            ("contrat.nature", "apprentissage"),
            ("contrat.certification.rncp", "99999"),
            ("pieces.contrat_cerfa", "false"),
            ("contrat.certification.certifinfo", "116238"),
            ("contrat.date_debut", "absent"),
            ("date_demande", "absent"),
            ("contrat.date_fin", "absent"),
            ("salarie.date_naissance", "absent"),
        ];
        for ((nom, valeur), bascule) in autres.into_iter().zip(bascules) {
            if bascule == 0 {
                poser(nom, valeur);
            }
        }
        dossier
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn trying_every_reading_changes_no_verdict(dossier in un_dossier()) {
        let court = trancher(&*EDITION, &dossier);
        let complet = trancher(&SansRaccourci(&EDITION), &dossier);
        prop_assert_eq!(court, complet);
    }

    #[test]
    fn a_lead_makes_its_condition_met_and_a_day_less_does_not(dossier in un_dossier()) {
        let edition = &*EDITION;
        let commun = Procedure::commun(edition);
        let etabli = etablir(edition, &dossier, Choix::RETENUES);
        let verdict = trancher(edition, &dossier);
        for (jugee, (_, condition)) in commun.jugees().enumerate() {
            let echoue = verdict.resultats.non_remplies & (1 << jugee) != 0;
            let Some(piste) = condition.piste.as_ref().filter(|_| echoue) else { continue };
            let proposition = edition.piste(piste.get_ref(), &dossier, &etabli);
            prop_assert!(proposition.is_some(), "{}", piste.get_ref());
            let proposition = proposition.unwrap();
            prop_assert!(proposition.message.ends_with('.'));
            for &(champ, valeur) in &proposition.changements {
                let mut change = dossier.clone();
                change.poser(champ, valeur);
                let apres = trancher(edition, &change).resultats.non_remplies;
                prop_assert_eq!(apres & (1 << jugee), 0, "{}", proposition.message);
                if let ValeurDeChamp::Date(jour) = valeur {
                    change.poser(champ, ValeurDeChamp::Date(jour.yesterday().unwrap()));
                    let avant = trancher(edition, &change).resultats.non_remplies;
                    prop_assert_ne!(avant & (1 << jugee), 0, "{}", proposition.message);
                }
            }
        }
    }

    #[test]
    fn the_steps_add_up_and_never_exceed_a_year(dossier in un_dossier()) {
        let decision = expliquer(&*EDITION, &dossier, "D-1", "0");
        let etapes: i64 = decision.calcul.iter().map(|etape| etape.montant_centimes.0).sum();
        prop_assert!((0..=600_000).contains(&etapes));
        if !decision.calcul.is_empty() {
            let previsionnel = match decision.champ("montant_previsionnel_centimes") {
                Some(Valeur::Entier(centimes)) => Some(*centimes),
                _ => None,
            };
            let montant = decision.montant().map(|Centimes(c)| c).or(previsionnel);
            prop_assert_eq!(montant, Some(etapes));
        }
    }

    #[test]
    fn one_more_suspension_never_raises_the_amount(
        dossier in un_dossier(),
        debut in un_jour(),
        jours in 0..90i64,
    ) {
        let edition = &*EDITION;
        let avant = trancher(edition, &dossier);
        let une = [(debut, debut + jours.days(), false)];
        let apres = trancher(edition, &avec_les_suspensions(&dossier, &une));
        prop_assert!(apres.reponse.montant <= avant.reponse.montant);
        prop_assert!(apres.reponse.montant_previsionnel <= avant.reponse.montant_previsionnel);
    }

    #[test]
    fn one_more_paid_suspension_changes_nothing(
        dossier in un_dossier(),
        debut in un_jour(),
        jours in -5..90i64,
    ) {
        let edition = &*EDITION;
        let une = [(debut, debut + jours.days(), true)];
        let avec = avec_les_suspensions(&dossier, &une);
        prop_assert_eq!(trancher(edition, &avec), trancher(edition, &dossier));
    }

    #[test]
    fn the_order_of_suspensions_changes_nothing(
        dossier in un_dossier(),
        (suspensions, melees) in des_suspensions().prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
    ) {
        let edition = &*EDITION;
        let droites = trancher(edition, &avec_les_suspensions(&dossier, &suspensions));
        let melees = trancher(edition, &avec_les_suspensions(&dossier, &melees));
        prop_assert_eq!(droites, melees);
    }

    #[test]
    fn a_suspension_cut_in_two_adjacent_ones_changes_nothing(
        dossier in un_dossier(),
        debut in un_jour(),
        premiere in 0..90i64,
        seconde in 1..90i64,
    ) {
        let edition = &*EDITION;
        let coupure = debut + premiere.days();
        let fin = coupure + seconde.days();
        let entiere = avec_les_suspensions(&dossier, &[(debut, fin, false)]);
        let suite = coupure.tomorrow().unwrap();
        let coupee = avec_les_suspensions(&dossier, &[(debut, coupure, false), (suite, fin, false)]);
        let (entiere, coupee) = (trancher(edition, &entiere), trancher(edition, &coupee));
        // A half outside the contract is told in a warning, which decides nothing.
        prop_assert_eq!(entiere.reponse, coupee.reponse);
        prop_assert_eq!(entiere.issue, coupee.issue);
        prop_assert_eq!(entiere.autres, coupee.autres);
    }

    #[test]
    fn a_failed_condition_never_makes_a_dossier_favourable(dossier in un_dossier()) {
        let edition = &*EDITION;
        let decisives = Procedure::commun(edition).decisives();
        let verdict = trancher(edition, &dossier);
        let non_remplies = verdict.resultats.non_remplies & decisives;
        let sans_reponse = verdict.resultats.indeterminees & decisives;
        let manque = sans_reponse != 0 || verdict.manquants != 0;
        match verdict.issue {
            Issue::Favorable => prop_assert!(non_remplies == 0 && !manque),
            // Only what one reading lifts may fail.
            Issue::AExaminer => {
                prop_assert_eq!(non_remplies & !verdict.resultats.doutes, 0);
                // Refused by one reading, waiting for a fact by the other: nothing is granted either way.
                prop_assert!(!manque || verdict.issue_retenue == Issue::Defavorable);
                prop_assert!(!verdict.autres.is_empty());
            }
            Issue::Incomplet => {
                prop_assert_eq!(non_remplies, 0);
                prop_assert!(verdict.manquants != 0);
            }
            _ => prop_assert_ne!(non_remplies, 0),
        }
        let zero = verdict.issue == Issue::Defavorable;
        prop_assert!(!zero || verdict.reponse.montant == Some(Centimes::ZERO));
    }

    #[test]
    fn no_reading_gives_more_than_the_first_year(dossier in un_dossier()) {
        let verdict = trancher(&*EDITION, &dossier);
        let autres = verdict.autres.iter().map(|autre| &autre.reponse);
        for reponse in std::iter::once(&verdict.reponse).chain(autres) {
            for montant in [reponse.montant, reponse.montant_previsionnel].into_iter().flatten() {
                prop_assert!((0..=600_000).contains(&montant.0));
            }
        }
    }
}

type UneSuspension = (Date, Date, bool);

/// The dossier with suspensions after its own: first day, last day, paid.
fn avec_les_suspensions(dossier: &Dossier, suspensions: &[UneSuspension]) -> Dossier {
    let mut change = dossier.clone();
    let champs = EDITION.champs;
    let mut ajouter = |champ, valeur: fn(&UneSuspension) -> ValeurDeChamp| {
        let mut valeurs = dossier.liste(champ).unwrap_or_default().to_vec();
        valeurs.extend(suspensions.iter().map(valeur));
        let liste = change.garder_liste(&valeurs);
        change.poser(champ, liste);
    };
    ajouter(champs.suspensions_debut, |s| ValeurDeChamp::Date(s.0));
    ajouter(champs.suspensions_fin, |s| ValeurDeChamp::Date(s.1));
    ajouter(champs.suspensions_remuneree, |s| {
        ValeurDeChamp::Booleen(s.2)
    });
    change
}

fn des_suspensions() -> impl Strategy<Value = Vec<UneSuspension>> {
    let une = (un_jour(), 0..90i64, any::<bool>());
    let une = une.prop_map(|(debut, jours, payee)| (debut, debut + jours.days(), payee));
    prop::collection::vec(une, 2..5)
}
