//! Dossiers drawn around every boundary of the regulation, from a seed.

use guichet_contrat_pro::{Champs, EditionContratPro};
use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Dossier, Rang};
use guichet_socle::Fraction;
use jiff::civil::Date;

use crate::calendrier::{Jour, jour};
use crate::reglement::{Demande, Listes};

/// SplitMix64.
pub struct Sort(u64);

impl Sort {
    pub fn new(graine: u64) -> Self {
        Self(graine)
    }

    fn sous(&mut self, borne: u64) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ z >> 31) % borne).unwrap()
    }

    fn une_fois_sur(&mut self, combien: u64) -> bool {
        self.sous(combien) == 0
    }

    fn parmi<T: Clone>(&mut self, choix: &[T]) -> T {
        choix[self.sous(choix.len() as u64) as usize].clone()
    }

    /// A day within so many days of another, most often very near.
    fn pres_de(&mut self, depuis: Jour, jours: u64) -> Jour {
        let ecart = if self.une_fois_sur(3) {
            self.sous(jours)
        } else {
            self.sous(4)
        };
        (0..ecart).fold(depuis, |pas, _| {
            if self.0.is_multiple_of(2) {
                pas.veille()
            } else {
                pas.lendemain()
            }
        })
    }

    /// A value, sometimes unknown.
    fn connu<T>(&mut self, valeur: T) -> Option<T> {
        (!self.une_fois_sur(150)).then_some(valeur)
    }

    fn oui(&mut self) -> Option<bool> {
        let oui = !self.une_fois_sur(60);
        self.connu(oui)
    }
}

/// One dossier.
pub fn tirer(sort: &mut Sort, listes: &Listes) -> Demande {
    let premier = jour(2024, 1, 1).plus(sort.sous(1500));
    // The first of a month, a month end and 29 February are where readings differ.
    let debut = match sort.sous(4) {
        0 => jour(premier.annee, premier.mois, 1),
        1 => sort.parmi(&[
            jour(2024, 2, 29),
            jour(2028, 2, 29),
            jour(2026, 2, 28),
            jour(2024, 11, 30),
            jour(2025, 1, 31),
            jour(2024, 3, 31),
            jour(2024, 4, 1),
            jour(2025, 8, 31),
            jour(2026, 12, 30),
        ]),
        _ => premier,
    };
    let mois = 1 + sort.sous(24);
    let (anniversaire, _) = debut.dans_des_mois(mois);
    let fin = sort.pres_de(anniversaire.veille(), 40);
    let fin = if sort.une_fois_sur(400) {
        debut.veille()
    } else {
        fin
    };
    let (limite, _) = debut.dans_des_mois(3);
    let date_demande = if sort.une_fois_sur(3) {
        sort.pres_de(limite, 30)
    } else {
        sort.pres_de(debut.plus(30), 60)
    };
    let naissance = if sort.une_fois_sur(3) {
        let an = debut.annee - 30;
        let approche = jour(an, debut.mois, debut.quantieme.min(28));
        sort.pres_de(approche, 20)
    } else if sort.une_fois_sur(4) {
        jour(sort.parmi(&[1984, 1992, 1996, 2000]), 2, 29)
    } else {
        jour(1965, 1, 1).plus(sort.sous(9000))
    };
    let fenetre = debut.il_y_a_des_mois(6);
    let presence = match sort.sous(6) {
        0 => Some(sort.pres_de(fenetre, 60)),
        1 => Some(sort.pres_de(debut.veille(), 10)).filter(|_| sort.une_fois_sur(4)),
        _ => None,
    };
    let bornes = [date_demande.il_y_a_des_mois(6), date_demande];
    let licenciements = (0..sort.sous(6).saturating_sub(3))
        .map(|_| {
            let borne = sort.parmi(&bornes);
            if sort.une_fois_sur(3) {
                sort.pres_de(borne, 30)
            } else {
                jour(2022, 5, 4).plus(sort.sous(200))
            }
        })
        .collect();
    let suspensions = (0..sort.sous(5).saturating_sub(2))
        .map(|_| {
            let (du, _) = debut.dans_des_mois(sort.sous(14));
            let du = sort.pres_de(du, 20);
            let (entier, _) = du.dans_des_mois(1 + sort.sous(2));
            let au = match sort.sous(5) {
                0 => sort.pres_de(entier.veille(), 5),
                1 if sort.une_fois_sur(40) => du.veille(),
                _ => du.plus(sort.sous(20)),
            };
            (du, au, sort.une_fois_sur(3))
        })
        .collect();
    let rupture = sort.une_fois_sur(4).then(|| {
        let (fin_de_mois, _) = debut.dans_des_mois(sort.sous(14));
        sort.pres_de(fin_de_mois, 25)
    });
    let (fin_du_paiement, _) = fin.dans_des_mois(3);
    let rncp: Vec<&'static str> = listes.rncp.iter().copied().take(20).collect();
    let certifinfo: Vec<&'static str> = listes.certifinfo.iter().copied().take(5).collect();
    let (code_rncp, code_certifinfo) = match sort.sous(40) {
        0 => (None, None),
        1 => (Some("99999"), None),
        2 => (Some(sort.parmi(&rncp)), Some("99999")),
        3 => (Some(sort.parmi(&rncp)), Some(sort.parmi(&certifinfo))),
        4 => (Some(sort.parmi(&certifinfo)), None),
        5..10 => (None, Some(sort.parmi(&certifinfo))),
        _ => (Some(sort.parmi(&rncp)), None),
    };
    let departement = sort.parmi(&["44", "49", "53", "72", "85"]);
    let nature = sort.une_fois_sur(40).then(|| {
        sort.parmi(&[
            "experimental",
            "qualification_conventionnelle",
            "apprentissage",
            "autre",
        ])
    });
    let quotite = sort.parmi(&[
        (1, 1),
        (1, 1),
        (4, 5),
        (9, 10),
        (28, 35),
        (30, 35),
        (17, 35),
        (1, 3),
        (1, 2),
        (2, 7),
    ]);
    Demande {
        date_demande: sort.connu(date_demande),
        date_demande_paiement: sort
            .une_fois_sur(5)
            .then(|| sort.pres_de(fin_du_paiement, 10)),
        siret: sort.connu("73282932000074"),
        departement: sort
            .une_fois_sur(40)
            .then_some("35")
            .or(sort.connu(departement)),
        assujetti: sort.oui(),
        a_jour: sort.oui(),
        licenciements: sort.connu(licenciements),
        aides_annee: (!sort.une_fois_sur(5))
            .then(|| sort.parmi(&[0, 0, 600_000, 1_700_000, 1_700_001, 2_000_000])),
        aides_anterieures: sort.une_fois_sur(5).then(|| sort.parmi(&[0, 1, 1_700_000])),
        naissance: sort.connu(naissance),
        demandeur_emploi: sort.oui(),
        derniere_presence: sort.connu(presence),
        nature: nature.or(sort.connu("professionnalisation")),
        debut: sort.connu(debut),
        fin: sort.connu(fin),
        quotite: sort.connu(quotite),
        rncp: code_rncp,
        certifinfo: code_certifinfo,
        rupture,
        suspensions: sort.connu(suspensions),
        cerfa: sort.oui(),
        opco: sort.oui(),
    }
}

impl Demande {
    /// The same dossier for the engine.
    pub fn dossier(&self, edition: &EditionContratPro) -> Dossier {
        let champs: &Champs = &edition.champs;
        let mut dossier = Dossier::vide(edition.commun.schema.champs().len());
        for (rang, jour) in [
            (champs.date_demande, self.date_demande),
            (champs.date_demande_paiement, self.date_demande_paiement),
            (champs.date_naissance, self.naissance),
            (champs.date_debut, self.debut),
            (champs.date_fin, self.fin),
            (champs.rupture, self.rupture),
        ] {
            poser(
                &mut dossier,
                rang,
                jour.map(|jour| ValeurDeChamp::Date(date(jour))),
            );
        }
        for (nom, oui) in [
            ("employeur.assujetti_contribution", self.assujetti),
            ("employeur.a_jour_fiscal_social", self.a_jour),
            ("salarie.demandeur_emploi", self.demandeur_emploi),
            ("pieces.contrat_cerfa", self.cerfa),
            ("pieces.prise_en_charge_opco", self.opco),
        ] {
            let rang = edition.commun.schema.rang(nom).unwrap();
            poser(&mut dossier, rang, oui.map(ValeurDeChamp::Booleen));
        }
        for (rang, texte) in [
            (champs.siret, self.siret),
            (champs.departement, self.departement),
            (champs.rncp, self.rncp),
            (champs.certifinfo, self.certifinfo),
        ] {
            let valeur = texte.map(|texte| dossier.garder_texte(texte));
            poser(&mut dossier, rang, valeur);
        }
        for (rang, centimes) in [
            (champs.aides_annee, self.aides_annee),
            (champs.aides_anterieures, self.aides_anterieures),
        ] {
            poser(&mut dossier, rang, centimes.map(ValeurDeChamp::Entier));
        }
        let presence = self.derniere_presence.map(|presence| {
            presence.map_or(ValeurDeChamp::Nulle, |jour| ValeurDeChamp::Date(date(jour)))
        });
        poser(&mut dossier, champs.derniere_presence, presence);
        let natures = [
            "professionnalisation",
            "experimental",
            "qualification_conventionnelle",
            "apprentissage",
            "autre",
        ];
        let nature = self
            .nature
            .and_then(|nature| natures.iter().position(|n| *n == nature));
        let choix = nature.map(|rang| ValeurDeChamp::Choix(u8::try_from(rang).unwrap()));
        poser(&mut dossier, champs.nature, choix);
        let part = self.quotite.map(|(haut, bas)| {
            Fraction::new(u32::try_from(haut).unwrap(), u32::try_from(bas).unwrap()).unwrap()
        });
        poser(
            &mut dossier,
            champs.quotite,
            part.map(ValeurDeChamp::Fraction),
        );
        if let Some(dates) = &self.licenciements {
            let jours: Vec<ValeurDeChamp> = dates
                .iter()
                .map(|j| ValeurDeChamp::Date(date(*j)))
                .collect();
            let liste = dossier.garder_liste(&jours);
            dossier.poser(champs.licenciements, liste);
        }
        if let Some(suspensions) = &self.suspensions {
            let colonnes: [(Rang, Vec<ValeurDeChamp>); 3] = [
                (
                    champs.suspensions_debut,
                    suspensions
                        .iter()
                        .map(|s| ValeurDeChamp::Date(date(s.0)))
                        .collect(),
                ),
                (
                    champs.suspensions_fin,
                    suspensions
                        .iter()
                        .map(|s| ValeurDeChamp::Date(date(s.1)))
                        .collect(),
                ),
                (
                    champs.suspensions_remuneree,
                    suspensions
                        .iter()
                        .map(|s| ValeurDeChamp::Booleen(s.2))
                        .collect(),
                ),
            ];
            for (rang, valeurs) in colonnes {
                let liste = dossier.garder_liste(&valeurs);
                dossier.poser(rang, liste);
            }
        }
        dossier
    }
}

fn poser(dossier: &mut Dossier, rang: Rang, valeur: Option<ValeurDeChamp>) {
    dossier.poser(rang, valeur.unwrap_or(ValeurDeChamp::Absente));
}

pub fn date(jour: Jour) -> Date {
    Date::new(
        i16::try_from(jour.annee).unwrap(),
        i8::try_from(jour.mois).unwrap(),
        i8::try_from(jour.quantieme).unwrap(),
    )
    .unwrap()
}
