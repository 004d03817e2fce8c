//! One candidate without any fault.

use jiff::civil::date;
use std::fmt::Write as _;

use super::identite::{Identites, jours};
use super::listes::{Commune, Listes, Ville};
use super::places::Places;
use super::{Demande, Erreur};
use crate::faits::{bit, bits_de_specialite, cle_d_uai};
use crate::{Domaine, EditionCyclades, Examen};
use guichet_socle::hasard::{Hasard, Permutation};

/// The INEs are drawn among a thousand million numbers.
const INES: u64 = 1_000_000_000;
/// Domains kept for examples (RFC 2606): they belong to nobody.
const DOMAINES_DE_MAIL: [&str; 3] = ["example.org", "example.com", "example.net"];
/// Landlines kept for fiction, by region.
const FIXES: [&str; 5] = ["019900", "026191", "035301", "046571", "053649"];
/// Mobiles kept for fiction.
const MOBILE: &str = "063998";
/// Classes; some hold what a CSV file must protect.
const DIVISIONS: [&str; 12] = [
    "T1", "TPRO2", "1PRO-A", "2CAP1", "TCAP_B", "T.MELEC", "GR-A&B", "T'HOT", "APP<2", "TBP1",
    "MC", "T;1",
];

/// A speciality that is open for the session, and the teachings of its own.
#[derive(Debug, Clone)]
struct Specialite {
    code: String,
    propres: Vec<String>,
    securite: bool,
}

/// Makes the candidates of a file.
pub struct Fabrique {
    demande: Demande,
    places: Places,
    listes: Listes,
    identites: Identites,
    ines: Permutation,
    dates: Vec<String>,
    specialites: Vec<Specialite>,
    /// Those without any teaching of their own.
    ordinaires: Vec<Specialite>,
    categories: Vec<String>,
    pcs: Vec<String>,
    langues: Vec<String>,
}

impl Fabrique {
    /// Gathers what the candidates are made from.
    ///
    /// # Errors
    /// The edition lacks a field, no speciality is open, or too many candidates are wanted.
    pub fn new(edition: &EditionCyclades, demande: &Demande) -> Result<Self, Erreur> {
        let listes = Listes::lire();
        let lieux = listes.communes.len() + listes.etranger.len();
        let max = Identites::nombre(lieux, listes.prenoms.len(), listes.noms.len()).min(INES);
        if u64::from(demande.candidats) > max {
            return Err(Erreur::TropDeCandidats {
                demandes: demande.candidats,
                max,
            });
        }
        let specialites = specialites_ouvertes(edition, demande);
        let ordinaires: Vec<_> = specialites
            .iter()
            .filter(|s| s.propres.is_empty())
            .cloned()
            .collect();
        if ordinaires.is_empty() {
            let Demande {
                examen, session, ..
            } = *demande;
            return Err(Erreur::SansSpecialite { examen, session });
        }
        let (aine, cadet) = ages(demande.examen);
        let annee = demande.session.annee;
        let dates = jours(date(annee - aine, 1, 1), date(annee - cadet, 12, 31));
        let domaines = demande.examen.domaines();
        let avec_pcs = domaines
            .iter()
            .any(|d| matches!(d, Domaine::Bcp | Domaine::Ari));
        Ok(Self {
            demande: *demande,
            places: Places::lire(&edition.champs, &edition.edition.dossier)?,
            identites: Identites::new(
                lieux,
                listes.prenoms.len(),
                listes.noms.len(),
                dates.len(),
                demande.graine,
            ),
            ines: Permutation::new(INES, !demande.graine),
            dates,
            specialites,
            ordinaires,
            categories: domaines
                .first()
                .map(|&d| {
                    edition
                        .listes
                        .categories(d)
                        .iter()
                        .map(|c| c.code.to_string())
                        .collect()
                })
                .unwrap_or_default(),
            pcs: edition
                .listes
                .liste_pcs()
                .iter()
                .filter(|_| avec_pcs)
                .map(|p| p.code.to_string())
                .collect(),
            langues: edition
                .listes
                .langues()
                .iter()
                .map(|l| l.code.to_string())
                .collect(),
            listes,
        })
    }

    /// Where the values stand.
    #[must_use]
    pub fn places(&self) -> Places {
        self.places
    }

    /// Fills a row; `ordinaire` leaves out the teachings, which a fault could contradict.
    pub fn remplir(&self, rang: u32, ordinaire: bool, valeurs: &mut [String]) {
        valeurs.iter_mut().for_each(String::clear);
        let mut hasard = Hasard::new(self.demande.graine, u64::from(rang));
        let mut ligne = Rangee {
            valeurs,
            hasard: &mut hasard,
        };
        let ne_a = self.etat_civil(rang, &mut ligne);
        let vit_a = self.residence(ne_a, &mut ligne);
        self.scolarite(vit_a, &mut ligne);
        self.candidature(ordinaire, &mut ligne);
    }

    /// Who the candidate is; gives the birthplace, in France.
    fn etat_civil(&self, rang: u32, ligne: &mut Rangee<'_>) -> Option<&Commune> {
        let places = self.places;
        let identite = self.identites.de(rang);
        let prenoms = &self.listes.prenoms[identite.prenoms];
        let nom = &self.listes.noms[identite.nom];
        ligne.poser(places.civilite, prenoms.civilite);
        ligne.poser(places.prenoms, &prenoms.texte);
        ligne.poser(places.nom_famille, &nom.texte);
        ligne.poser(places.date_naissance, &self.dates[identite.date]);
        if prenoms.civilite == "F"
            && ligne.hasard.pour_mille(40)
            && let Some(autre) = ligne.hasard.parmi(&self.listes.noms)
        {
            ligne.poser(places.nom_usage, &autre.texte);
        }
        let numero = self.ines.nombre(u64::from(rang));
        let lettres = [ligne.lettre(), ligne.lettre()];
        ligne.ecrire(
            places.ine,
            format_args!("{numero:09}{}{}", lettres[0], lettres[1]),
        );
        ligne.poser(places.nationalite, "100");
        let communes = &self.listes.communes;
        if let Some(commune) = communes.get(identite.lieu) {
            ligne.poser(places.pays_naissance, "100");
            ligne.poser(places.departement, &commune.departement);
            ligne.poser(places.commune, commune.insee);
        } else if let Some(ville) = self.listes.etranger.get(identite.lieu - communes.len()) {
            ligne.poser(places.pays_naissance, ville.pays);
            ligne.poser(places.commune, ville.nom);
            if ligne.hasard.pour_mille(100) {
                ligne.poser(places.departement, "99");
            }
            if ligne.hasard.pour_mille(500) {
                ligne.valeurs[places.nationalite].clear();
                ligne.poser(places.nationalite, ville.pays);
            }
        }
        let chiffres = ligne.hasard.entre(1, 9999);
        let domaine = ligne
            .hasard
            .parmi(&DOMAINES_DE_MAIL)
            .copied()
            .unwrap_or_default();
        let (prenom, nom) = (&prenoms.courriel, &nom.courriel);
        ligne.ecrire(
            places.adresse_mail,
            format_args!("{prenom}.{nom}{chiffres}@{domaine}"),
        );
        communes.get(identite.lieu)
    }

    /// Where the candidate lives, more often than not where they were born; gives the place, in France.
    fn residence<'s>(
        &'s self,
        ne_a: Option<&'s Commune>,
        ligne: &mut Rangee<'_>,
    ) -> Option<&'s Commune> {
        let places = self.places;
        let numero = ligne.hasard.entre(1, 199);
        let bis = if ligne.hasard.pour_mille(60) {
            " bis"
        } else {
            ""
        };
        let rue = ligne
            .hasard
            .parmi(&self.listes.rues)
            .copied()
            .unwrap_or_default();
        ligne.ecrire(places.adresse_1, format_args!("{numero}{bis} {rue}"));
        for (place, pour_mille) in [
            (places.adresse_2, 150),
            (places.adresse_3, 20),
            (places.adresse_4, 5),
        ] {
            if ligne.hasard.pour_mille(pour_mille)
                && let Some(complement) = ligne.hasard.parmi(&self.listes.complements)
            {
                ligne.poser(place, complement);
            }
        }
        let ailleurs = ligne.hasard.parmi(&self.listes.communes);
        let mut vit_a = ne_a.filter(|_| ligne.hasard.pour_mille(600)).or(ailleurs);
        if ligne.hasard.pour_mille(10)
            && let Some(Ville {
                pays,
                nom,
                code_postal,
            }) = ligne.hasard.parmi(&self.listes.etranger)
        {
            vit_a = None;
            ligne.poser(places.pays, pays);
            ligne.poser(places.code_postal, code_postal);
            ligne.poser(places.localite, nom);
        } else if let Some(commune) = vit_a {
            ligne.poser(places.pays, "100");
            ligne.poser(places.code_postal, commune.code_postal);
            ligne.poser(places.localite, commune.nom);
        }
        let mobile = ligne.hasard.sous(10_000);
        if ligne.hasard.pour_mille(150) {
            let sans_zero = &MOBILE[1..];
            ligne.ecrire(
                places.telephone_mobile,
                format_args!("+33{sans_zero}{mobile:04}"),
            );
        } else {
            ligne.ecrire(places.telephone_mobile, format_args!("{MOBILE}{mobile:04}"));
        }
        if ligne.hasard.pour_mille(350) {
            let debut = ligne.hasard.parmi(&FIXES).copied().unwrap_or_default();
            let fin = ligne.hasard.sous(10_000);
            ligne.ecrire(places.telephone, format_args!("{debut}{fin:04}"));
        }
        vit_a
    }

    /// The establishment is in the department of residence, or anywhere for those who live abroad.
    fn scolarite(&self, vit_a: Option<&Commune>, ligne: &mut Rangee<'_>) {
        let places = self.places;
        if let Some(pcs) = ligne.hasard.parmi(&self.pcs) {
            ligne.poser(places.categ_socio_pro, pcs);
        }
        if ligne.hasard.pour_mille(20) {
            let code = ligne.hasard.sous(100_000_000);
            ligne.ecrire(places.etablissement, format_args!("{code:08}"));
        } else if let Some(commune) = vit_a.or_else(|| ligne.hasard.parmi(&self.listes.communes)) {
            // Some forty establishments in each department.
            let chiffres = format!(
                "{}{:04}",
                prefixe_d_uai(commune),
                ligne.hasard.entre(1, 40) * 37
            );
            let cle = cle_d_uai(chiffres.as_bytes()).map_or('A', char::from);
            ligne.ecrire(places.etablissement, format_args!("{chiffres}{cle}"));
        }
        if ligne.hasard.pour_mille(800)
            && let Some(division) = ligne.hasard.parmi(&DIVISIONS)
        {
            ligne.poser(places.division_classe, division);
        }
        let usuelle = categorie_usuelle(self.demande.examen);
        if ligne.hasard.pour_mille(600) && self.categories.iter().any(|code| code == usuelle) {
            ligne.poser(places.categorie, usuelle);
        } else if let Some(code) = ligne.hasard.parmi(&self.categories) {
            ligne.poser(places.categorie, code);
        }
    }

    fn candidature(&self, ordinaire: bool, ligne: &mut Rangee<'_>) {
        let places = self.places;
        let choix = if ordinaire {
            &self.ordinaires
        } else {
            &self.specialites
        };
        let Some(specialite) = ligne.hasard.parmi(choix) else {
            return;
        };
        ligne.poser(places.serie, &specialite.code);
        if ordinaire {
            return;
        }
        let bcp = self.demande.examen == Examen::Un(Domaine::Bcp);
        if let Some(propre) = ligne.hasard.parmi(&specialite.propres) {
            ligne.poser(places.enseignement, propre);
        } else if bcp && specialite.securite && ligne.hasard.pour_mille(700) {
            let domaine = if ligne.hasard.pour_mille(500) {
                "DOMSECINC"
            } else {
                "DOMSECPUB"
            };
            ligne.poser(places.enseignement, domaine);
        } else if bcp
            && ligne.hasard.pour_mille(60)
            && let Some(langue) = ligne.hasard.parmi(&self.langues)
        {
            ligne.poser(places.enseignement, "EURO");
            ligne.poser(places.langue_section_euro, langue);
        }
    }
}

/// A row being filled, and its own chance.
struct Rangee<'r> {
    valeurs: &'r mut [String],
    hasard: &'r mut Hasard,
}

impl Rangee<'_> {
    fn poser(&mut self, place: usize, valeur: &str) {
        self.valeurs[place].push_str(valeur);
    }

    fn ecrire(&mut self, place: usize, valeur: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.valeurs[place].write_fmt(valeur);
    }

    fn lettre(&mut self) -> char {
        let rang = u8::try_from(self.hasard.sous(26)).unwrap_or(0);
        char::from(b'A' + rang)
    }
}

/// The specialities that raise nothing at this session.
fn specialites_ouvertes(edition: &EditionCyclades, demande: &Demande) -> Vec<Specialite> {
    const A_SIGNALER: u64 = bit::SPECIALITE_FERMEE
        | bit::SPECIALITE_PAS_ENCORE_OUVERTE
        | bit::SPECIALITE_EN_RATTRAPAGE
        | bit::SPECIALITE_CLOSE_AU_BACCALAUREAT;
    let listes = &edition.listes;
    demande
        .examen
        .domaines()
        .into_iter()
        .flat_map(|domaine| listes.specialites(domaine))
        .filter(|specialite| {
            let bits = bits_de_specialite(specialite, Some(demande.session.annee), listes);
            bits.vrais & A_SIGNALER == 0
        })
        .map(|specialite| Specialite {
            code: specialite.code.to_string(),
            securite: specialite.code.as_str() == "34403",
            propres: listes
                .enseignements(specialite.domaine)
                .iter()
                .filter(|enseignement| enseignement.specialite == Some(specialite.code))
                .map(|enseignement| enseignement.code.to_string())
                .collect(),
        })
        .collect()
}

/// How many years before the session the oldest and the youngest candidates were born.
fn ages(examen: Examen) -> (i16, i16) {
    match examen {
        Examen::Un(Domaine::Bcp) => (21, 17),
        Examen::Un(Domaine::Ari) => (19, 16),
        Examen::Un(Domaine::Cap) => (24, 16),
        Examen::Un(Domaine::Bp) => (40, 18),
        Examen::Un(Domaine::Mc3 | Domaine::Mc4) | Examen::Mcp => (35, 17),
    }
}

/// The category of most candidates.
fn categorie_usuelle(examen: Examen) -> &'static str {
    match examen {
        Examen::Un(Domaine::Bcp | Domaine::Ari) => "132",
        Examen::Un(Domaine::Cap) => "122",
        Examen::Un(Domaine::Bp) => "410",
        Examen::Un(Domaine::Mc3 | Domaine::Mc4) | Examen::Mcp => "110",
    }
}

/// The three digits that a UAI begins with: the department, in the numbers of the ministry.
fn prefixe_d_uai(commune: &Commune) -> &str {
    match commune.departement.as_str() {
        "02A" => "620",
        "02B" => "720",
        "977" | "978" => "971",
        "987" => "984",
        "988" => "983",
        autre => autre,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_more_birth_dates_than_anything_else_in_an_identity() {
        let listes = Listes::lire();
        let plus = [
            listes.communes.len() + listes.etranger.len(),
            listes.prenoms.len(),
            listes.noms.len(),
        ];
        for examen in Examen::NOMS.into_iter().filter_map(Examen::lire) {
            let (aine, cadet) = ages(examen);
            let dates = jours(date(2023 - aine, 1, 1), date(2023 - cadet, 12, 31)).len();
            assert!(
                plus.iter().all(|&nombre| nombre <= dates),
                "{examen} {dates} {plus:?}"
            );
        }
    }
}
