//! Faults put in rows on purpose, drawn evenly over the rules that the edition's cases illustrate.

use std::collections::BTreeMap;

use super::places::Places;
use super::{Demande, FauteInjectee, SEPARATEUR};
use crate::cas::{Cas, Catalogue, SessionDuCas};
use crate::controle::{codes, unicite};
use crate::{Contexte, EditionCyclades};
use guichet_socle::hasard::Hasard;

/// A fault of the row itself, that no value can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// A field more than the header.
    ChampEnTrop,
    /// A field less than the header.
    ChampEnMoins,
}

impl Structure {
    /// Spoils the row just written.
    pub fn appliquer(self, octets: &mut Vec<u8>) {
        let fin = octets.len().saturating_sub(1);
        match self {
            Self::ChampEnTrop => octets.splice(fin..fin, [SEPARATEUR, b'x']).for_each(drop),
            Self::ChampEnMoins => {
                // The last column is empty in an ordinary row: its separator goes with it.
                if fin > 0 && octets[fin - 1] == SEPARATEUR {
                    octets.remove(fin - 1);
                }
            }
        }
    }
}

/// What may be put in a row.
#[derive(Debug, Clone, Copy)]
enum Faute<'c> {
    /// The values of a case.
    Cas(&'c Cas),
    /// The INE of an earlier candidate.
    Ine,
    /// The identity of an earlier candidate.
    Identite,
    /// Another number of fields.
    Structure(Structure),
}

impl Faute<'_> {
    fn regle(&self) -> &str {
        match self {
            Self::Cas(cas) => &cas.regle,
            Self::Ine => codes::INE_EN_DOUBLE,
            Self::Identite => codes::IDENTITE_EN_DOUBLE,
            Self::Structure(_) => codes::NOMBRE_DE_CHAMPS,
        }
    }
}

/// The INE of a case that is wrong by its case only, with the digits of its candidate: the same one in
/// two rows would be a double, which the case does not tell.
fn rendre_unique(ine: &mut String, ancien: &str) {
    let minuscule = ine.bytes().any(|octet| octet.is_ascii_lowercase());
    if minuscule
        && unicite::ine(ine.as_bytes()).is_some()
        && let (Some(chiffres), Some(lettres)) = (ancien.get(..9), ine.get(9..))
    {
        *ine = format!("{chiffres}{lettres}");
    }
}

/// How many earlier candidates are remembered, to be copied.
const MEMOIRE: usize = 16;

/// The faults of a file.
pub struct Injection<'c> {
    demande: Demande,
    places: Places,
    champs: Vec<String>,
    fautes: Vec<Vec<Faute<'c>>>,
    /// Values of some earlier rows without fault.
    memoire: Vec<Vec<String>>,
}

impl<'c> Injection<'c> {
    /// Gathers the cases that fit the demand: of its exam, of its session, in no particular context.
    pub fn new(
        edition: &EditionCyclades,
        catalogue: &'c Catalogue,
        demande: &Demande,
        places: Places,
    ) -> Self {
        let mut par_regle: BTreeMap<String, Vec<Faute<'c>>> = BTreeMap::new();
        let convient = |cas: &&Cas| {
            !cas.trouve.is_empty()
                && cas.examens.contains(&demande.examen)
                && cas.contexte == Contexte::default()
                && !cas.donne_l_entete(edition)
                && convient_a_la_session(cas, edition, demande, places)
        };
        let structures = [Structure::ChampEnTrop, Structure::ChampEnMoins].map(Faute::Structure);
        let fautes = (catalogue.candidats.iter().filter(convient).map(Faute::Cas))
            .chain([Faute::Ine, Faute::Identite])
            .chain(structures);
        for faute in fautes {
            par_regle
                .entry(faute.regle().to_owned())
                .or_default()
                .push(faute);
        }
        Self {
            demande: *demande,
            places,
            champs: edition
                .champs
                .liste
                .iter()
                .map(|champ| champ.nom.clone())
                .collect(),
            fautes: par_regle.into_values().collect(),
            memoire: Vec::new(),
        }
    }

    /// Without the faults that only rows can have.
    pub fn sans_structure(mut self) -> Self {
        for groupe in &mut self.fautes {
            groupe.retain(|faute| !matches!(faute, Faute::Structure(_)));
        }
        self.fautes.retain(|groupe| !groupe.is_empty());
        self
    }

    /// Whether a row gets a fault.
    pub fn est_fautif(&self, rang: u32) -> bool {
        self.hasard(rang).pour_mille(self.demande.fautes_pour_mille)
    }

    /// A sequence apart from the one that fills the row: asking for faults changes nobody else.
    fn hasard(&self, rang: u32) -> Hasard {
        Hasard::new(!self.demande.graine, u64::from(rang))
    }

    /// Remembers some rows without fault.
    pub fn retenir(&mut self, rang: u32, valeurs: &[String]) {
        if self.demande.fautes_pour_mille == 0 {
            return;
        }
        if self.memoire.len() < MEMOIRE {
            self.memoire.push(valeurs.to_vec());
        } else if rang.is_multiple_of(8) {
            let place = usize::try_from(rang / 8).unwrap_or(0) % MEMOIRE;
            for (ancienne, nouvelle) in self.memoire[place].iter_mut().zip(valeurs) {
                ancienne.clone_from(nouvelle);
            }
        }
    }

    /// Puts a fault in a row and tells the findings to expect; gives what remains to be done once the row
    /// is written.
    pub fn abimer(
        &self,
        rang: u32,
        ligne: u64,
        valeurs: &mut [String],
        dire: &mut dyn FnMut(FauteInjectee),
    ) -> Option<Structure> {
        let mut hasard = self.hasard(rang);
        // The first draw told that the row is faulty.
        hasard.suivant();
        let faute = loop {
            let groupe = hasard.parmi(&self.fautes)?;
            let faute = *hasard.parmi(groupe)?;
            let copie = matches!(faute, Faute::Ine | Faute::Identite);
            if !(copie && self.memoire.is_empty()) {
                break faute;
            }
        };
        let mut injecter = |champ: Option<&str>, regle: &str, titre: &str| {
            dire(FauteInjectee {
                ligne,
                candidat: u64::from(rang) + 1,
                champ: champ.map(str::to_owned),
                regle: regle.to_owned(),
                titre: titre.to_owned(),
            });
        };
        let places = self.places;
        match faute {
            Faute::Cas(cas) => {
                let ine = valeurs.get(places.ine).cloned().unwrap_or_default();
                cas.poser(valeurs);
                if let Some(place) = valeurs.get_mut(places.ine) {
                    rendre_unique(place, &ine);
                }
                for attendu in &cas.trouve {
                    injecter(Some(&attendu.champ), &attendu.regle, &cas.titre);
                }
            }
            Faute::Ine => {
                self.copier(&mut hasard, &[places.ine], valeurs);
                injecter(
                    self.nom(places.ine),
                    codes::INE_EN_DOUBLE,
                    "L’INE est celui d’un candidat plus haut",
                );
            }
            Faute::Identite => {
                let places_copiees = [
                    places.civilite,
                    places.nom_famille,
                    places.prenoms,
                    places.date_naissance,
                    places.pays_naissance,
                    places.departement,
                    places.commune,
                ];
                self.copier(&mut hasard, &places_copiees, valeurs);
                injecter(
                    self.nom(places.nom_famille),
                    codes::IDENTITE_EN_DOUBLE,
                    "Le candidat est déjà plus haut, sous un autre INE",
                );
            }
            Faute::Structure(structure) => {
                let titre = match structure {
                    Structure::ChampEnTrop => "Un champ de plus que l’en-tête",
                    Structure::ChampEnMoins => "Un champ de moins que l’en-tête",
                };
                injecter(None, codes::NOMBRE_DE_CHAMPS, titre);
                return Some(structure);
            }
        }
        None
    }

    fn nom(&self, place: usize) -> Option<&str> {
        self.champs.get(place).map(String::as_str)
    }

    fn copier(&self, hasard: &mut Hasard, places: &[usize], valeurs: &mut [String]) {
        if let Some(modele) = hasard.parmi(&self.memoire) {
            for &place in places {
                valeurs[place].clone_from(&modele[place]);
            }
        }
    }
}

/// A case of the usual session holds for another one, unless it gives a speciality: those open and close.
fn convient_a_la_session(
    cas: &Cas,
    edition: &EditionCyclades,
    demande: &Demande,
    places: Places,
) -> bool {
    match cas.session {
        SessionDuCas::Inconnue => false,
        SessionDuCas::Precise(session) => session == demande.session,
        SessionDuCas::Usuelle => {
            demande.session.annee == edition.session_de_reference
                || cas
                    .avec
                    .iter()
                    .all(|(rang, _)| usize::from(*rang) != places.serie)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_too_many_or_too_few_changes_one_separator() {
        let mut ligne = b"a;b;\n".to_vec();
        Structure::ChampEnTrop.appliquer(&mut ligne);
        assert_eq!(ligne, b"a;b;;x\n");
        let mut ligne = b"z\na;b;\n".to_vec();
        Structure::ChampEnMoins.appliquer(&mut ligne);
        assert_eq!(ligne, b"z\na;b\n");
    }
}
