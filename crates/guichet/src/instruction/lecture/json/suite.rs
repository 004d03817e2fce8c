//! The objects of a stream: those of an array, or one after the other.

use super::etendue::{Etendue, Fin};
use super::objet::Objet;
use crate::instruction::lecture::ErreurDeLecture;
use crate::instruction::lecture::atelier::Atelier;
use crate::instruction::lecture::flux::{Flux, OCTETS_D_UN_DOSSIER};
use crate::instruction::{FauteDeDossier, SorteDeFaute};

const DEMESURE: &str =
    "ce dossier dépasse 1 Mio ; vérifiez les guillemets et les accolades, ou découpez le fichier.";
const APRES_LE_TABLEAU: &str =
    "du texte suit le crochet fermant du tableau ; gardez un seul tableau, ou retirez ce texte.";
const SANS_CROCHET: &str = "le fichier s’arrête avant le crochet fermant du tableau : il est peut-être coupé ; vérifiez-le.";
const SANS_VIRGULE: &str =
    "il manque une virgule entre le dossier précédent et celui-ci ; ajoutez-la.";
const VIRGULE_EN_TROP: &str = "une virgule n’est suivie d’aucun dossier ; retirez-la.";
const APRES_L_OBJET: &str = "du texte suit l’accolade fermante du dossier sur la même ligne ; écrivez un dossier par ligne, ou un tableau.";

/// Where a text begins in its file.
#[derive(Clone, Copy)]
struct Debut {
    ligne: u64,
    /// Bytes before it on its line.
    avant: usize,
}

/// Reads every object of the stream.
///
/// # Errors
/// The input cannot be read.
pub fn lire(flux: &mut Flux<'_>, atelier: &mut Atelier<'_>) -> Result<(), ErreurDeLecture> {
    let mut suite = Suite {
        flux,
        atelier,
        objet: Objet::default(),
        un_par_ligne: None,
    };
    if suite.passer_les_blancs()? == Some(b'[') {
        suite.flux.prendre(1);
        return suite.tableau();
    }
    suite.lignes()
}

struct Suite<'s, 'r, 'a> {
    flux: &'s mut Flux<'r>,
    atelier: &'s mut Atelier<'a>,
    objet: Objet,
    /// Whether the first object stood on one line: a line that is cut is then one fault, and no more.
    un_par_ligne: Option<bool>,
}

impl Suite<'_, '_, '_> {
    /// The next byte that is not blank.
    fn passer_les_blancs(&mut self) -> Result<Option<u8>, ErreurDeLecture> {
        loop {
            let octets = self.flux.voir();
            let blancs = octets.iter().take_while(|o| o.is_ascii_whitespace());
            let blancs = blancs.count();
            let suivant = octets.get(blancs).copied();
            self.flux.prendre(blancs);
            if suivant.is_some() || !self.flux.lire_plus()? {
                return Ok(suivant);
            }
        }
    }

    fn debut(&self) -> Debut {
        Debut {
            ligne: self.flux.ligne,
            avant: self.flux.avant,
        }
    }

    /// One object a line; an object may also go over several.
    fn lignes(&mut self) -> Result<(), ErreurDeLecture> {
        loop {
            let Some(nombre) = self.flux.longueur_de_ligne()? else {
                if self.flux.est_fini()? {
                    return Ok(());
                }
                let debut = self.debut();
                self.flux.passer_la_ligne()?;
                self.seule(debut, DEMESURE);
                continue;
            };
            let debut = self.debut();
            let ligne = &self.flux.voir()[..nombre];
            let blancs = ligne.iter().take_while(|o| o.is_ascii_whitespace());
            let blancs = blancs.count();
            if blancs == nombre {
                self.flux.prendre_une_ligne(nombre);
                continue;
            }
            let accolade = ligne[blancs] == b'{';
            if lire_un(self.atelier, &mut self.objet, ligne, debut) {
                self.un_par_ligne.get_or_insert(true);
                self.flux.prendre_une_ligne(nombre);
                self.rendre(debut);
                continue;
            }
            let entier = self.un_par_ligne == Some(true)
                || !accolade && ligne[blancs] != b'['
                || Etendue::default().avancer(ligne, self.flux.fin_de_ligne) != Fin::PlusLoin;
            if entier {
                self.flux.prendre_une_ligne(nombre);
                self.rendre(debut);
            } else {
                self.sur_plusieurs_lignes()?;
            }
        }
    }

    /// An object that its first line does not close.
    fn sur_plusieurs_lignes(&mut self) -> Result<(), ErreurDeLecture> {
        let debut = self.debut();
        let Some(nombre) = self.mesurer()? else {
            return self.demesure(debut);
        };
        let lu = lire_un(
            self.atelier,
            &mut self.objet,
            &self.flux.voir()[..nombre],
            debut,
        );
        self.flux.prendre(nombre);
        if lu {
            self.un_par_ligne.get_or_insert(false);
        }
        // What is left of the last line belongs to no object.
        let reste = self.flux.longueur_de_ligne()?.unwrap_or(0);
        let ligne = &self.flux.voir()[..reste];
        if lu && ligne.iter().all(u8::is_ascii_whitespace) {
            self.flux.prendre(reste);
        } else if lu {
            self.ajouter(APRES_L_OBJET);
            self.flux.passer_la_ligne()?;
        }
        self.rendre(debut);
        Ok(())
    }

    /// The elements of an array, after its bracket.
    fn tableau(&mut self) -> Result<(), ErreurDeLecture> {
        let (mut lus, mut virgule) = (false, false);
        loop {
            let suivant = self.passer_les_blancs()?;
            let debut = self.debut();
            let sans_virgule = lus && !virgule;
            match suivant {
                None => {
                    self.seule(debut, SANS_CROCHET);
                    return Ok(());
                }
                Some(b']') => {
                    self.flux.prendre(1);
                    if virgule {
                        self.seule(debut, VIRGULE_EN_TROP);
                    }
                    if self.passer_les_blancs()?.is_some() {
                        let debut = self.debut();
                        self.seule(debut, APRES_LE_TABLEAU);
                    }
                    return Ok(());
                }
                Some(b',') => {
                    self.flux.prendre(1);
                    if !lus || virgule {
                        self.seule(debut, VIRGULE_EN_TROP);
                    }
                    (lus, virgule) = (true, true);
                    continue;
                }
                Some(_) => {}
            }
            (lus, virgule) = (true, false);
            let Some(nombre) = self.mesurer()? else {
                self.demesure(debut)?;
                continue;
            };
            lire_un(
                self.atelier,
                &mut self.objet,
                &self.flux.voir()[..nombre],
                debut,
            );
            self.flux.prendre(nombre);
            if sans_virgule {
                self.ajouter(SANS_VIRGULE);
            }
            self.rendre(debut);
        }
    }

    /// The length of the value that begins here; nothing when it is longer than a dossier may be.
    fn mesurer(&mut self) -> Result<Option<usize>, ErreurDeLecture> {
        let mut etendue = Etendue::default();
        let mut vus = 0;
        loop {
            let octets = &self.flux.voir()[vus..];
            match etendue.avancer(octets, self.flux.fin_de_ligne) {
                Fin::Apres(nombre) | Fin::Coupee(nombre) => {
                    let nombre = (vus + nombre).max(1);
                    return Ok((nombre <= OCTETS_D_UN_DOSSIER).then_some(nombre));
                }
                Fin::PlusLoin => vus += octets.len(),
            }
            if vus > OCTETS_D_UN_DOSSIER {
                return Ok(None);
            }
            if !self.flux.lire_plus()? {
                return Ok(Some(vus));
            }
        }
    }

    /// Leaves a value that is too long behind, without keeping it.
    fn demesure(&mut self, debut: Debut) -> Result<(), ErreurDeLecture> {
        let mut etendue = Etendue::default();
        loop {
            let octets = self.flux.voir();
            let nombre = octets.len();
            match etendue.avancer(octets, self.flux.fin_de_ligne) {
                Fin::Apres(nombre) | Fin::Coupee(nombre) => {
                    self.flux.prendre(nombre);
                    break;
                }
                Fin::PlusLoin => self.flux.prendre(nombre),
            }
            if !self.flux.lire_plus()? {
                break;
            }
        }
        self.seule(debut, DEMESURE);
        Ok(())
    }

    /// A fault of the dossier just read, besides its own.
    fn ajouter(&mut self, message: &str) {
        let faute = FauteDeDossier::sans_champ(SorteDeFaute::MalForme, message.to_owned());
        self.objet.fautes.push((0, faute));
    }

    /// A fault in place of a dossier.
    fn seule(&mut self, debut: Debut, message: &str) {
        self.objet.fautes.clear();
        self.ajouter(message);
        self.atelier.dossier.vider();
        self.rendre(debut);
    }

    /// Gives the dossier just read, or its faults.
    fn rendre(&mut self, debut: Debut) {
        let fautes = self.objet.fautes.drain(..).map(|(_, faute)| faute);
        let fautes = fautes.collect();
        self.atelier.rendre(debut.ligne, fautes);
    }
}

/// Reads the object of a text into the dossier of the workshop; its faults know their places. Whether the
/// syntax is right.
fn lire_un(atelier: &mut Atelier<'_>, objet: &mut Objet, octets: &[u8], debut: Debut) -> bool {
    atelier.dossier.vider();
    let Some(texte) = atelier.ecriture.texte(octets) else {
        objet.fautes.clear();
        objet.fautes.push((0, Atelier::pas_utf8()));
        return true;
    };
    let fin = objet.lire(&atelier.plan, &mut atelier.dossier, &texte);
    let suite = fin.map(|fin| (fin, texte[fin..].trim_start()));
    if let Some((fin, reste)) = suite
        && !reste.is_empty()
    {
        let faute = FauteDeDossier::sans_champ(SorteDeFaute::MalForme, APRES_L_OBJET.to_owned());
        objet.fautes.push((fin, faute));
    }
    for (octet, faute) in &mut objet.fautes {
        situer(&atelier.place.fichier, debut, &texte, *octet, faute);
    }
    fin.is_some()
}

/// Says where a fault stands, when its dossier does not say it.
fn situer(fichier: &str, debut: Debut, texte: &str, octet: usize, faute: &mut FauteDeDossier) {
    let avant = texte.get(..octet).unwrap_or(texte);
    let lignes = avant.bytes().filter(|&o| o == b'\n').count();
    let ligne = debut.ligne + lignes as u64;
    if faute.sorte == SorteDeFaute::MalForme {
        let derniere = avant.rsplit('\n').next().unwrap_or_default();
        let plus = if lignes == 0 { debut.avant } else { 0 };
        let colonne = plus + derniere.chars().count() + 1;
        faute.ou = Some(format!("{fichier}, ligne {ligne}, colonne {colonne}"));
    } else if lignes > 0 {
        faute.ou = Some(format!("{fichier}, ligne {ligne}"));
    }
}
