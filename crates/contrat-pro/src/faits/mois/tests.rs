use super::*;
use jiff::civil::date;

fn duree(debut: Date, fin: Date, rupture: Option<Date>) -> Duree {
    Duree::new(debut, fin, rupture).unwrap()
}

fn sans(duree: &Duree, comptage: Comptage) -> Mois {
    compter(duree, std::iter::empty(), 12, comptage).unwrap()
}
