//! From one form of import file to another, without loss: the candidates are carried value by value, the
//! header goes to the name of the file or to the header block, and a file of which anything could not be
//! carried is refused whole.

use std::fmt::Write as _;
use std::io;

use guichet_socle::ErreurEdition;
use jiff::civil::DateTime;

use crate::champs::{Bloc, Champs};
use crate::controle::parcours::{Accident, Candidat, Place};
use crate::controle::preparation::Prete;
use crate::controle::visite::{Avant, Visite, parcourir_les_candidats, preparer_la_visite};
use crate::ecriture::xml::CaractereInterdit;
use crate::lecture::encodage::Encodage;
use crate::lecture::xml::defaut::{Anomalie, Defaut};
use crate::{EditionCyclades, Examen, Options, Refus, Source};

mod annonce;

use annonce::annoncer;
pub use annonce::lire_moment;

/// Places told of a file that is refused.
const PLACES: usize = 5;

/// What the name and the header of the converted file are made of, besides the file itself.
#[derive(Debug, Clone, Copy)]
pub struct Demande {
    /// The moment of extraction, instead of that of the file.
    pub extraction: Option<DateTime>,
    /// The moment of extraction when nothing tells it.
    pub maintenant: DateTime,
    /// Columns that are not of the document can be carried.
    pub garde_les_autres_colonnes: bool,
}

/// What a converted file begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annonce {
    /// The official name, without extension.
    pub nom: String,
    /// The exam.
    pub examen: Option<Examen>,
    /// Value of each field of the header, by rank; none for another field.
    pub entete: Vec<Option<String>>,
    /// Ranks of the fields that have a column, in the order of the document.
    pub colonnes: Vec<u8>,
    /// Headings of the other columns, kept after them.
    pub autres: Vec<String>,
}

/// What was carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilan {
    /// What the file begins with.
    pub annonce: Annonce,
    /// Candidates written.
    pub candidats: u64,
    /// Headings of columns that were left behind.
    pub laissees: Vec<String>,
}

/// Who writes the candidates.
pub trait Destination {
    /// A candidate: its values by rank of field, then those of the other columns.
    ///
    /// # Errors
    /// It cannot be written; a `CaractereInterdit`, or any error of kind `InvalidData`, is the value's fault.
    fn candidat(&mut self, champs: &[&str], autres: &[&str]) -> io::Result<()>;
}

/// Why a file was not converted.
#[derive(Debug, thiserror::Error)]
pub enum Erreur {
    /// It cannot be read as candidates.
    #[error("{}", avec_remede(.0))]
    Refus(Refus),
    /// The converted file cannot be written.
    #[error("{0}")]
    Ecriture(io::Error),
    /// Something of it would be lost.
    #[error("{}", en_une_ligne(*.nombre, .places))]
    Perte {
        /// How many rows.
        nombre: u64,
        /// The first ones, in words.
        places: Vec<String>,
    },
    /// Nothing tells the session.
    #[error(
        "aucune session n’est donnée ; ajoutez --session (2024 pour BCP et ARI, 2024-06 pour les autres)."
    )]
    SansSession,
    /// What the file says of itself cannot be in a name.
    #[error("« {valeur} » n’est pas {attendu} ; {remede}")]
    Entete {
        /// As it stands.
        valeur: String,
        /// What it should be.
        attendu: &'static str,
        /// What to do.
        remede: &'static str,
    },
}

fn avec_remede(refus: &Refus) -> String {
    match refus {
        Refus::Contenu(constat) => format!("{} {}", constat.message, constat.remede),
        Refus::Lecture(erreur) => format!("{erreur} ; vérifiez le fichier et les droits."),
        Refus::Edition(erreur) => erreur.to_string(),
    }
}

fn en_une_ligne(nombre: u64, places: &[String]) -> String {
    let mut texte = places.join(" ; ");
    let autres = nombre.saturating_sub(places.len() as u64);
    if autres > 0 {
        let s = if autres > 1 { "s" } else { "" };
        let _ = write!(texte, " ; et {autres} autre{s}");
    }
    texte + " : corrigez d’abord, rien n’a été écrit."
}

impl From<Refus> for Erreur {
    fn from(refus: Refus) -> Self {
        match refus {
            // What was told while writing comes back through the reading.
            Refus::Lecture(erreur) => match erreur.downcast::<Self>() {
                Ok(dite) => dite,
                Err(erreur) => Self::Refus(Refus::Lecture(erreur)),
            },
            autre => Self::Refus(autre),
        }
    }
}

impl From<ErreurEdition> for Erreur {
    fn from(erreur: ErreurEdition) -> Self {
        Self::Refus(Refus::Edition(erreur))
    }
}

/// Carries the candidates of a file to what `ouvrir` opens once the beginning is read.
///
/// # Errors
/// The file cannot be read, something of it would be lost, or the output cannot be written: it is then not
/// to be kept.
pub fn convertir<D: Destination>(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    demande: &Demande,
    ouvrir: &mut dyn FnMut(&Annonce) -> io::Result<D>,
) -> Result<(D, Bilan), Erreur> {
    let prete = preparer_la_visite(edition, source, options)?;
    let mut a_porter = APorter::de(edition, &prete);
    let mut annonce = annoncer(edition, source, options, demande, &prete)?;
    annonce.colonnes.clone_from(&a_porter.colonnes);
    let mut laissees = Vec::new();
    if demande.garde_les_autres_colonnes {
        annonce.autres = a_porter.autres.iter().map(|(_, nom)| nom.clone()).collect();
    } else {
        laissees = a_porter.autres.drain(..).map(|(_, nom)| nom).collect();
    }
    let mut passeur = Passeur {
        edition,
        prete: &prete,
        a_porter,
        lignes_au_dessus: source.tableau().map_or(0, |t| t.lignes_au_dessus),
        arene: String::new(),
        pertes: Pertes::du_fichier(&prete),
        candidats: 0,
        destination: ouvrir(&annonce).map_err(Erreur::Ecriture)?,
    };
    parcourir_les_candidats(source, options, &prete, &mut passeur)?;
    let pertes = passeur.pertes;
    if pertes.nombre > 0 {
        return Err(Erreur::Perte {
            nombre: pertes.nombre,
            places: pertes.places,
        });
    }
    let bilan = Bilan {
        annonce,
        candidats: passeur.candidats,
        laissees,
    };
    Ok((passeur.destination, bilan))
}

/// What could not be carried.
#[derive(Debug, Default)]
struct Pertes {
    nombre: u64,
    places: Vec<String>,
}

impl Pertes {
    fn noter(&mut self, place: impl FnOnce() -> String) {
        self.nombre += 1;
        if self.places.len() < PLACES {
            self.places.push(place());
        }
    }

    fn du_fichier(prete: &Prete) -> Self {
        let mut pertes = Self::default();
        if prete.illisible {
            pertes.noter(|| {
                if prete.entete.champs.is_empty() {
                    "aucune colonne n’a le nom d’une donnée du document ; si c’est l’export de votre logiciel, passez d’abord par « guichet cyclades preparer »".to_owned()
                } else {
                    "les lignes ne suivent pas les colonnes de l’en-tête".to_owned()
                }
            });
        }
        if prete.encodage == Encodage::Utf8Abime {
            pertes.noter(|| "des octets ne sont pas de l’UTF-8".to_owned());
        }
        pertes
    }
}

/// Which columns of the file go where.
struct APorter {
    /// Ranks of the fields of the document that get a column.
    colonnes: Vec<u8>,
    /// Column and heading of the others.
    autres: Vec<(usize, String)>,
    /// Columns without a heading: a value there would be lost.
    sans_titre: Vec<usize>,
    /// Fields of the header that have a column, and their value on the first row.
    entete: Vec<(u8, Vec<u8>)>,
}

impl APorter {
    fn de(edition: &EditionCyclades, prete: &Prete) -> Self {
        let entete = &prete.entete;
        // Only a file in columns says its header in columns.
        let en_colonnes = !entete.colonnes.is_empty() || entete.devinee;
        let colonnes = (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, champ)| champ.bloc != Bloc::Entete || (en_colonnes && entete.a(*rang)))
            .map(|(rang, _)| rang)
            .collect();
        let (mut autres, mut sans_titre) = (Vec::new(), Vec::new());
        for (place, colonne) in entete.colonnes.iter().enumerate() {
            match entete.champs.get(place) {
                Some(None) if !colonne.nom.trim().is_empty() => {
                    autres.push((place, colonne.nom.clone()));
                }
                Some(None) => sans_titre.push(place),
                _ => {}
            }
        }
        Self {
            colonnes,
            autres,
            sans_titre,
            entete: if en_colonnes {
                prete.premiere_entete.clone()
            } else {
                Vec::new()
            },
        }
    }
}

/// Goes with the visit, candidate by candidate.
struct Passeur<'a, D> {
    edition: &'a EditionCyclades,
    prete: &'a Prete,
    a_porter: APorter,
    lignes_au_dessus: u64,
    /// Values that are not UTF-8 in the file are decoded here.
    arene: String,
    pertes: Pertes,
    candidats: u64,
    destination: D,
}

impl<D: Destination> Passeur<'_, D> {
    fn ligne(&self, avant: Avant, place: Place<'_>) -> u64 {
        self.lignes_au_dessus + avant.lignes + u64::from(place.ligne) + 1
    }

    /// Whether everything in the row has a place where it goes.
    fn defaut(&self, candidat: &Candidat<'_>) -> Option<String> {
        if candidat.texte_apres_guillemet.is_some() {
            return Some("du texte suit un guillemet fermant".to_owned());
        }
        if let Some(anomalie) = candidat
            .anomalies
            .iter()
            .find(|a| perd_une_valeur(a.defaut))
        {
            return Some(dire_anomalie(anomalie).to_owned());
        }
        for (rang, premiere) in &self.a_porter.entete {
            let change = candidat
                .valeurs
                .get(usize::from(*rang))
                .is_some_and(|valeur| valeur != premiere);
            if change && let Some(champ) = self.edition.champs.liste.get(usize::from(*rang)) {
                return Some(format!("{} change d’une ligne à l’autre", champ.nom));
            }
        }
        None
    }

    /// The values of the columns that are not of the document, decoded.
    fn autres(&self, candidat: &Candidat<'_>) -> (Vec<String>, bool) {
        let place = candidat.place;
        let mut autres = vec![String::new(); self.a_porter.autres.len()];
        let mut sans_titre = false;
        let bloc = &place.bloc[..place.fin];
        self.prete
            .decoupeur
            .couper(bloc, place.debut, |rang, cellule| {
                if let Some(ici) = self.a_porter.autres.iter().position(|(c, _)| *c == rang) {
                    let texte = self.prete.encodage.texte(cellule.octets).into_owned();
                    autres[ici] = if cellule.a_dedoubler {
                        texte.replace("\"\"", "\"")
                    } else {
                        texte
                    };
                } else if self.a_porter.sans_titre.contains(&rang) {
                    sans_titre |= !cellule.octets.is_empty();
                }
            });
        (autres, sans_titre)
    }
}

impl<D: Destination> Visite for Passeur<'_, D> {
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> io::Result<()> {
        let ligne = self.ligne(avant, candidat.place);
        let mut defaut = self.defaut(candidat);
        let mut autres = Vec::new();
        if !self.a_porter.autres.is_empty() || !self.a_porter.sans_titre.is_empty() {
            let (textes, sans_titre) = self.autres(candidat);
            autres = textes;
            if sans_titre {
                defaut.get_or_insert_with(|| {
                    "une valeur est dans une colonne sans titre : donnez-lui un titre, ou effacez-la"
                        .to_owned()
                });
            }
        }
        let autres: Vec<&str> = autres.iter().map(String::as_str).collect();
        let mut textes = [""; Champs::MAX];
        let nombre = candidat.valeurs.len().min(Champs::MAX);
        decoder(
            self.prete.encodage,
            candidat.valeurs,
            &mut self.arene,
            &mut textes,
        );
        if let Some(defaut) = defaut {
            self.pertes.noter(|| format!("ligne {ligne}, {defaut}"));
            return Ok(());
        }
        if self.pertes.nombre > 0 {
            // The file will not be kept: the other faults are still looked for.
            return Ok(());
        }
        match self.destination.candidat(&textes[..nombre], &autres) {
            Ok(()) => {
                self.candidats += 1;
                Ok(())
            }
            Err(erreur) if erreur.kind() == io::ErrorKind::InvalidData => {
                self.pertes.noter(|| {
                    CaractereInterdit::dans(&erreur).map_or_else(
                        || format!("ligne {ligne}, {erreur}"),
                        |interdit| {
                            format!(
                                "ligne {ligne}, {} contient le caractère U+{:04X}, que ce format ne peut pas porter",
                                interdit.element,
                                u32::from(interdit.caractere)
                            )
                        },
                    )
                });
                Ok(())
            }
            Err(erreur) => Err(io::Error::other(Erreur::Ecriture(erreur))),
        }
    }

    fn dehors(&mut self, avant: Avant, anomalie: &Anomalie, place: Place<'_>) -> io::Result<()> {
        if perd_une_valeur(anomalie.defaut) {
            let ligne = self.ligne(avant, place);
            self.pertes
                .noter(|| format!("ligne {ligne}, {}", dire_anomalie(anomalie)));
        }
        Ok(())
    }

    fn accident(&mut self, avant: Avant, accident: Accident, place: Place<'_>) -> io::Result<()> {
        let ligne = self.ligne(avant, place);
        let attendu = self.prete.entete.champs.len();
        if attendu == 0 && self.prete.illisible {
            // Told once, for the whole file.
            return Ok(());
        }
        self.pertes.noter(|| match accident {
            Accident::Champs(nombre) => {
                format!("ligne {ligne}, {nombre} valeurs pour {attendu} colonnes")
            }
            Accident::Xml(_) => format!("ligne {ligne}, le XML est mal formé"),
            Accident::Guillemet => format!("ligne {ligne}, un guillemet n’est pas fermé"),
            Accident::Demesuree(octets) => {
                format!("ligne {ligne}, une ligne de {octets} octets")
            }
        });
        Ok(())
    }
}

/// Whether something that XML holds there goes nowhere.
fn perd_une_valeur(defaut: Defaut) -> bool {
    !matches!(
        defaut,
        Defaut::AutourInconnu
            | Defaut::Desordre
            | Defaut::EspaceDeNoms
            | Defaut::AttributInconnu
            | Defaut::EnteteMalPlace
    )
}

fn dire_anomalie(anomalie: &Anomalie) -> &'static str {
    match anomalie.defaut {
        Defaut::ElementInconnu => "un élément n’est pas du document",
        Defaut::ElementEnDouble => "un élément est deux fois dans un candidat",
        Defaut::BaliseDansUneValeur => "une valeur contient des balises",
        Defaut::TexteInattendu => "du texte est entre deux éléments",
        _ => "le XML est mal formé",
    }
}

/// The values as texts, without a copy when the file is UTF-8.
fn decoder<'t>(
    encodage: Encodage,
    valeurs: &[&'t [u8]],
    arene: &'t mut String,
    textes: &mut [&'t str; Champs::MAX],
) {
    arene.clear();
    let mut bornes = [(usize::MAX, 0); Champs::MAX];
    for ((texte, borne), &octets) in textes.iter_mut().zip(&mut bornes).zip(valeurs) {
        match encodage.texte(octets) {
            std::borrow::Cow::Borrowed(emprunte) => *texte = emprunte,
            std::borrow::Cow::Owned(decode) => {
                *borne = (arene.len(), arene.len() + decode.len());
                arene.push_str(&decode);
            }
        }
    }
    let arene: &'t str = arene;
    for (texte, (debut, fin)) in textes.iter_mut().zip(bornes) {
        if let Some(decode) = arene.get(debut..fin) {
            *texte = decode;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_losses_are_told_and_the_others_counted() {
        let places = vec!["ligne 2, a".to_owned(), "ligne 3, b".to_owned()];
        let texte = en_une_ligne(4, &places);
        assert_eq!(
            texte,
            "ligne 2, a ; ligne 3, b ; et 2 autres : corrigez d’abord, rien n’a été écrit."
        );
    }
}
