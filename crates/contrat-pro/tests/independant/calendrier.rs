//! A calendar of its own, walked day by day: no arithmetic on months, nothing of the engine's.

/// A civil day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jour {
    pub annee: i32,
    pub mois: u32,
    pub quantieme: u32,
}

pub const fn jour(annee: i32, mois: u32, quantieme: u32) -> Jour {
    Jour {
        annee,
        mois,
        quantieme,
    }
}

fn jours_du_mois(annee: i32, mois: u32) -> u32 {
    match mois {
        4 | 6 | 9 | 11 => 30,
        2 if annee % 4 == 0 && (annee % 100 != 0 || annee % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Jour {
    pub fn lendemain(self) -> Self {
        if self.quantieme < jours_du_mois(self.annee, self.mois) {
            jour(self.annee, self.mois, self.quantieme + 1)
        } else if self.mois < 12 {
            jour(self.annee, self.mois + 1, 1)
        } else {
            jour(self.annee + 1, 1, 1)
        }
    }

    pub fn veille(self) -> Self {
        if self.quantieme > 1 {
            jour(self.annee, self.mois, self.quantieme - 1)
        } else if self.mois > 1 {
            let mois = self.mois - 1;
            jour(self.annee, mois, jours_du_mois(self.annee, mois))
        } else {
            jour(self.annee - 1, 12, 31)
        }
    }

    pub fn plus(mut self, jours: u32) -> Self {
        for _ in 0..jours {
            self = self.lendemain();
        }
        self
    }

    /// Whether a month counted from `debut` begins on this day: the same day of the month, or the last one
    /// of a month that has no such day.
    fn ouvre_un_mois_depuis(self, debut: Self) -> bool {
        let dernier = jours_du_mois(self.annee, self.mois);
        self.quantieme == debut.quantieme.min(dernier)
    }

    /// The day some months later, and whether that month lacks it.
    pub fn dans_des_mois(self, combien: u32) -> (Self, bool) {
        let mut mois = 0;
        let mut pas = self;
        while mois < combien {
            pas = pas.lendemain();
            mois += u32::from(pas.ouvre_un_mois_depuis(self));
        }
        (pas, pas.quantieme != self.quantieme)
    }

    /// The day some months before.
    pub fn il_y_a_des_mois(self, combien: u32) -> Self {
        let mut mois = 0;
        let mut pas = self;
        while mois < combien {
            pas = pas.veille();
            mois += u32::from(pas.ouvre_un_mois_depuis(self));
        }
        pas
    }

    /// How many birthdays of someone born on `naissance` have come by this day, both included; a 29
    /// February that is not there comes the day after, or the day before.
    pub fn anniversaires_depuis(self, naissance: Self, la_veille: bool) -> i32 {
        let bissextile = naissance.mois == 2 && naissance.quantieme == 29;
        let absent = bissextile && jours_du_mois(self.annee, 2) == 28;
        let cette_annee = match (absent, la_veille) {
            (true, true) => jour(self.annee, 2, 28),
            (true, false) => jour(self.annee, 3, 1),
            (false, _) => jour(self.annee, naissance.mois, naissance.quantieme),
        };
        self.annee - naissance.annee - i32::from(self < cette_annee)
    }
}

/// What happens in one month of a contract.
#[derive(Debug, Clone, Copy, Default)]
pub struct MoisVecu {
    /// Days of the month, those before the contract left out.
    pub jours: u32,
    /// Those up to the planned end.
    pub prevus: u32,
    /// Those up to the effective end.
    pub vecus: u32,
    /// Those of them that are suspended without pay.
    pub suspendus: u32,
    /// Whether the effective end is in it.
    pub finit: bool,
    /// Its last day.
    pub dernier: Option<Jour>,
}

/// The first twelve months of a contract, walked: from date to date, and those of the calendar.
pub fn parcourir(
    debut: Jour,
    prevue: Jour,
    effective: Jour,
    suspensions: &[(Jour, Jour)],
) -> [[MoisVecu; 12]; 2] {
    let mut vecus = [[MoisVecu::default(); 12]; 2];
    let (mut date_a_date, mut civil) = (0, 0);
    let mut pas = debut;
    while date_a_date < 12 || civil < 12 {
        let suspendu = suspensions.iter().any(|(du, au)| *du <= pas && pas <= *au);
        for (sorte, rang) in [(0, date_a_date), (1, civil)] {
            let Some(mois) = vecus[sorte].get_mut(rang) else {
                continue;
            };
            mois.jours += 1;
            mois.prevus += u32::from(pas <= prevue);
            mois.vecus += u32::from(pas <= effective);
            mois.suspendus += u32::from(pas <= effective && suspendu);
            mois.finit |= pas == effective;
            mois.dernier = Some(pas);
        }
        pas = pas.lendemain();
        date_a_date += usize::from(pas.ouvre_un_mois_depuis(debut));
        civil += usize::from(pas.quantieme == 1);
    }
    vecus
}
