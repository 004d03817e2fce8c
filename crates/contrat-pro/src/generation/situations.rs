//! What may befall a contract, an employer or an application: each situation changes an ordinary dossier.

use guichet_socle::hasard::Hasard;
use jiff::civil::date;

use super::{Brouillon, jours_apres, mois_apres, veille};

macro_rules! situations {
    ($($situation:ident = $nom:literal;)*) => {
        /// A situation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Situation { $($situation,)* }

        const TOUTES: [Situation; SITUATIONS.len()] = [$(Situation::$situation,)*];

        /// The names of the situations, in the order of the first dossiers.
        pub const SITUATIONS: &[&str] = &[$($nom,)*];

        impl Situation {
            /// Its name, part of the reference of its dossiers.
            pub(super) fn nom(self) -> &'static str {
                match self { $(Self::$situation => $nom,)* }
            }
        }
    };
}

situations! {
    Ordinaire = "ordinaire";
    TempsPartiel = "vingt-huit-heures";
    TrenteHeures = "trente-heures";
    ContratLong = "dix-huit-mois";
    ContratCourt = "six-mois";
    MoisEntame = "dix-mois-et-douze-jours";
    MilieuDeMois = "debut-en-milieu-de-mois";
    RupturePremierMois = "rupture-le-premier-mois";
    Rupture = "rupture";
    SuspensionPartielle = "suspension-de-deux-semaines";
    SuspensionEntiere = "suspension-d-un-mois";
    SuspensionRemuneree = "suspension-remuneree";
    Convention = "au-dessus-de-23000-euros";
    Cqp = "cqp-sans-code-rncp";
    TropJeune = "vingt-neuf-ans";
    NeUn29Fevrier = "ne-un-29-fevrier";
    SansRecherche = "deja-en-emploi";
    DejaDansLEffectif = "deja-dans-l-effectif";
    HorsRegion = "hors-de-la-region";
    LicenciementRecent = "licenciement-recent";
    LicenciementSixMois = "licenciement-il-y-a-six-mois";
    PasAJour = "pas-a-jour";
    HorsListe = "certification-hors-liste";
    Experimental = "contrat-experimental";
    DemandeTardive = "demande-tardive";
    DernierJour = "demande-le-dernier-jour";
    TroisRefus = "trois-motifs-de-refus";
    AvantLEntreeEnVigueur = "avant-l-entree-en-vigueur";
    ContratAnterieur = "contrat-de-mars-2024";
    PieceManquante = "piece-manquante";
    FaitInconnu = "naissance-inconnue";
    PaiementTardif = "paiement-demande-tard";
}

/// The situation of a dossier: each in turn, then an ordinary one six times in ten.
pub(super) fn choisir(hasard: &mut Hasard, rang: u32) -> Situation {
    let en_ordre = usize::try_from(rang).ok().and_then(|rang| TOUTES.get(rang));
    let autre = hasard.parmi(&TOUTES).copied();
    let ordinaire = hasard.pour_mille(600);
    en_ordre
        .copied()
        .or(autre.filter(|_| !ordinaire))
        .unwrap_or(Situation::Ordinaire)
}

impl Situation {
    /// Changes an ordinary dossier.
    pub(super) fn poser(self, dossier: &mut Brouillon, hasard: &mut Hasard) {
        let debut = dossier.debut;
        let mois = i64::from(hasard.entre(2, 9));
        match self {
            Self::Ordinaire => {}
            Self::TempsPartiel => dossier.quotite = "28/35",
            Self::TrenteHeures => dossier.quotite = "30/35",
            Self::ContratLong => dossier.fin = veille(mois_apres(debut, 18)),
            Self::ContratCourt => dossier.fin = veille(mois_apres(debut, 6)),
            Self::MoisEntame => dossier.fin = jours_apres(mois_apres(debut, 10), 11),
            Self::MilieuDeMois => {
                dossier.debut = jours_apres(debut, 14);
                dossier.fin = veille(mois_apres(dossier.debut, 10));
            }
            Self::RupturePremierMois => dossier.rupture = Some(jours_apres(debut, 20)),
            Self::Rupture => dossier.rupture = Some(jours_apres(mois_apres(debut, mois), 9)),
            Self::SuspensionPartielle | Self::SuspensionRemuneree => {
                let du = jours_apres(mois_apres(debut, mois), 5);
                let payee = self == Self::SuspensionRemuneree;
                dossier.suspensions = vec![(du, jours_apres(du, 13), payee)];
            }
            Self::SuspensionEntiere => {
                let du = mois_apres(debut, mois);
                dossier.suspensions = vec![(du, veille(mois_apres(du, 1)), false)];
            }
            Self::Convention => dossier.aides_annee = 1_800_000,
            Self::Cqp => {
                dossier.rncp = None;
                dossier.certifinfo = Some(std::mem::take(&mut dossier.un_cqp));
            }
            Self::TropJeune => {
                dossier.naissance = Some(jours_apres(mois_apres(debut, -360), 40));
            }
            Self::NeUn29Fevrier => {
                dossier.naissance = Some(date(1996, 2, 29));
                dossier.debut = date(2026, 2, 28);
                dossier.fin = date(2027, 2, 27);
                dossier.date_demande = Some(date(2026, 3, 16));
            }
            Self::SansRecherche => dossier.demandeur_emploi = false,
            Self::DejaDansLEffectif => {
                dossier.derniere_presence = Some(jours_apres(mois_apres(debut, -3), 10));
            }
            Self::HorsRegion => dossier.departement = "35",
            Self::LicenciementRecent => {
                let demande = dossier.date_demande.unwrap_or(debut);
                dossier.licenciements = vec![jours_apres(mois_apres(demande, -4), 3)];
            }
            Self::LicenciementSixMois => {
                let demande = dossier.date_demande.unwrap_or(debut);
                dossier.licenciements = vec![mois_apres(demande, -6)];
            }
            Self::PasAJour => dossier.a_jour = false,
            Self::HorsListe => dossier.rncp = Some("99999".to_owned()),
            Self::Experimental => dossier.nature = "experimental",
            Self::DemandeTardive => {
                dossier.date_demande = Some(jours_apres(mois_apres(debut, 3), 17));
            }
            Self::DernierJour => dossier.date_demande = Some(mois_apres(debut, 3)),
            Self::TroisRefus => {
                dossier.a_jour = false;
                dossier.demandeur_emploi = false;
                dossier.departement = "75";
            }
            Self::AvantLEntreeEnVigueur | Self::ContratAnterieur => {
                let avant = self == Self::AvantLEntreeEnVigueur;
                dossier.debut = date(2024, 3, 1);
                dossier.fin = date(2025, 2, 28);
                dossier.date_demande = Some(date(2024, if avant { 3 } else { 4 }, 18));
            }
            Self::PieceManquante => dossier.opco = false,
            Self::FaitInconnu => dossier.naissance = None,
            Self::PaiementTardif => {
                let limite = mois_apres(dossier.fin, 3);
                dossier.date_demande_paiement = Some(jours_apres(limite, 12));
            }
        }
        if matches!(self, Self::MilieuDeMois) {
            dossier.date_demande = Some(jours_apres(dossier.debut, 20));
        }
    }
}
