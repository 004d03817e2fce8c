//! Rows cut into cells, as spreadsheets write them; and the first one, which tells the separator.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use super::ErreurDeLecture;
use super::flux::{Ecriture, Flux, OCTETS_D_UN_DOSSIER};

/// The separators that are looked for, the usual one first.
const SEPARATEURS: [u8; 3] = *b";,\t";

const GUILLEMET_OUVERT: &str = "un guillemet ouvre une cellule et rien ne la ferme ; ajoutez le guillemet fermant, ou doublez celui qui est dans le texte.";
const GUILLEMET_AU_MILIEU: &str = "un guillemet ferme une cellule et du texte le suit ; doublez les guillemets qui sont dans le texte.";
pub const DEMESUREE: &str =
    "cette ligne dépasse 1 Mio ; vérifiez les fins de ligne, ou découpez le fichier.";

/// How a row was cut.
#[derive(Debug, PartialEq, Eq)]
pub enum Coupe {
    /// The row takes so many bytes, its line break included.
    Rangee(usize),
    /// It goes on further than the bytes that are here.
    PlusLoin,
    /// Its quotes are wrong.
    Fautive(&'static str),
}

/// The cells of a row with quotes, without them.
#[derive(Debug, Default)]
pub struct Cellules {
    /// Their bytes.
    pub octets: Vec<u8>,
    /// Where each stands.
    pub places: Vec<Range<usize>>,
}

impl Cellules {
    /// Cuts the row that begins with the first of these bytes; `fini` when no others follow.
    pub fn couper(&mut self, octets: &[u8], separateur: u8, fin_de_ligne: u8, fini: bool) -> Coupe {
        self.octets.clear();
        self.places.clear();
        let mut ici = 0;
        loop {
            let debut = self.octets.len();
            if octets.get(ici) == Some(&b'"') {
                ici += 1;
                loop {
                    let Some(place) = memchr::memchr(b'"', &octets[ici..]) else {
                        return if fini {
                            Coupe::Fautive(GUILLEMET_OUVERT)
                        } else {
                            Coupe::PlusLoin
                        };
                    };
                    self.octets.extend_from_slice(&octets[ici..ici + place]);
                    ici += place + 1;
                    if octets.get(ici) != Some(&b'"') {
                        break;
                    }
                    self.octets.push(b'"');
                    ici += 1;
                }
                // What closes the file may also stand before the line break.
                if octets.get(ici) == Some(&b'\r') && fin_de_ligne == b'\n' {
                    ici += usize::from(octets.get(ici + 1).is_none_or(|o| *o == b'\n'));
                }
            } else {
                let reste = &octets[ici..];
                let fin = memchr::memchr2(separateur, fin_de_ligne, reste);
                let fin = fin.unwrap_or(reste.len());
                let cellule = &reste[..fin];
                let a_la_ligne = reste.get(fin).is_none_or(|o| *o == fin_de_ligne);
                let net = match cellule.split_last() {
                    Some((b'\r', net)) if a_la_ligne && fin_de_ligne == b'\n' => net,
                    _ => cellule,
                };
                self.octets.extend_from_slice(net);
                ici += fin;
            }
            self.places.push(debut..self.octets.len());
            match octets.get(ici) {
                Some(o) if *o == separateur => ici += 1,
                Some(o) if *o == fin_de_ligne => return Coupe::Rangee(ici + 1),
                Some(_) => return Coupe::Fautive(GUILLEMET_AU_MILIEU),
                None if fini => return Coupe::Rangee(ici),
                None => return Coupe::PlusLoin,
            }
        }
    }

    /// Cuts the next row, over as many lines as its quotes hold.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn couper_la_suivante(&mut self, flux: &mut Flux<'_>, separateur: u8) -> io::Result<Coupe> {
        let mut fini = false;
        loop {
            match self.couper(flux.voir(), separateur, flux.fin_de_ligne, fini) {
                Coupe::PlusLoin if flux.voir().len() > OCTETS_D_UN_DOSSIER => {
                    return Ok(Coupe::Fautive(GUILLEMET_OUVERT));
                }
                // The row is cut again from its beginning: twice as many bytes each time.
                Coupe::PlusLoin => {
                    let voulus = flux.voir().len() * 2;
                    while !fini && flux.voir().len() < voulus {
                        fini = !flux.lire_plus()?;
                    }
                }
                coupe => return Ok(coupe),
            }
        }
    }
}

/// The first row that is not blank.
#[derive(Debug)]
pub struct PremiereRangee {
    /// Its line, from 1.
    pub ligne: u64,
    /// The separator that makes most of it.
    pub separateur: u8,
    /// Its cells.
    pub titres: Vec<String>,
}

/// Takes the first row that is not blank, with the separator under which `noter` likes it most.
///
/// # Errors
/// The input cannot be read, is empty, or has no such row.
pub fn premiere_rangee(
    flux: &mut Flux<'_>,
    ecriture: &mut Ecriture,
    noter: &dyn Fn(&[String]) -> usize,
) -> Result<PremiereRangee, ErreurDeLecture> {
    let mut impose = None;
    loop {
        let ligne = flux.ligne;
        let Some(nombre) = flux.longueur_de_ligne()? else {
            return Err(if flux.est_fini()? {
                ErreurDeLecture::Vide
            } else {
                ErreurDeLecture::EnTeteIllisible {
                    ligne,
                    raison: "elle dépasse 1 Mio ; vérifiez que c’est bien un fichier CSV."
                        .to_owned(),
                }
            });
        };
        let rangee = sans_fin_de_ligne(&flux.voir()[..nombre], flux.fin_de_ligne);
        // What a spreadsheet writes for itself.
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separateur] = rangee {
            impose = Some(*separateur);
            flux.prendre_une_ligne(nombre);
            continue;
        }
        if rangee.iter().all(u8::is_ascii_whitespace) {
            flux.prendre_une_ligne(nombre);
            continue;
        }
        let mut meilleur: Option<(usize, u8, usize, Vec<String>)> = None;
        let mut raison = GUILLEMET_OUVERT;
        for separateur in impose.into_iter().chain(SEPARATEURS) {
            let mut cellules = Cellules::default();
            match cellules.couper(flux.voir(), separateur, flux.fin_de_ligne, true) {
                Coupe::Rangee(pris) => {
                    let titres: Vec<String> = cellules
                        .places
                        .iter()
                        .map(|place| ecriture.texte_de_secours(&cellules.octets[place.clone()]))
                        .map(Cow::into_owned)
                        .collect();
                    let note = noter(&titres);
                    if meilleur.as_ref().is_none_or(|(connue, ..)| note > *connue) {
                        meilleur = Some((note, separateur, pris, titres));
                    }
                }
                Coupe::Fautive(message) => raison = message,
                Coupe::PlusLoin => {}
            }
        }
        let Some((_, separateur, pris, titres)) = meilleur else {
            return Err(ErreurDeLecture::EnTeteIllisible {
                ligne,
                raison: raison.to_owned(),
            });
        };
        flux.prendre(pris);
        return Ok(PremiereRangee {
            ligne,
            separateur,
            titres,
        });
    }
}

/// A line without its break.
pub fn sans_fin_de_ligne(rangee: &[u8], fin_de_ligne: u8) -> &[u8] {
    let net = rangee.strip_suffix(&[fin_de_ligne]).unwrap_or(rangee);
    match net.strip_suffix(b"\r") {
        Some(sans) if fin_de_ligne == b'\n' => sans,
        _ => net,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cellules(texte: &str) -> (Coupe, Vec<String>) {
        let mut cellules = Cellules::default();
        let coupe = cellules.couper(texte.as_bytes(), b';', b'\n', true);
        let textes = cellules.places.iter();
        let textes = textes.map(|p| String::from_utf8_lossy(&cellules.octets[p.clone()]).into());
        (coupe, textes.collect())
    }

    #[test]
    fn a_row_is_cut_as_spreadsheets_write_it() {
        let cas: [(&str, Coupe, &[&str]); 9] = [
            ("a;b\nc", Coupe::Rangee(4), &["a", "b"]),
            ("a;\"b;c\"\r\nd", Coupe::Rangee(9), &["a", "b;c"]),
            ("\"a\nb\";c", Coupe::Rangee(7), &["a\nb", "c"]),
            ("\"a\"\"b\"", Coupe::Rangee(6), &["a\"b"]),
            ("12\" x;b\n", Coupe::Rangee(8), &["12\" x", "b"]),
            ("\"\";\"\"\n", Coupe::Rangee(6), &["", ""]),
            ("a;", Coupe::Rangee(2), &["a", ""]),
            ("\"a;b\n", Coupe::Fautive(GUILLEMET_OUVERT), &[]),
            ("\"a\"b;c\n", Coupe::Fautive(GUILLEMET_AU_MILIEU), &["a"]),
        ];
        for (texte, coupe, attendues) in cas {
            let attendues = attendues.iter().map(|t| (*t).to_owned()).collect();
            assert_eq!(cellules(texte), (coupe, attendues), "{texte}");
        }
    }

    proptest! {
        #[test]
        fn a_row_is_cut_as_the_library_writes_it(
            textes in prop::collection::vec("[a;\"\r\n é]{0,6}", 2..6)
        ) {
            let mut ecrit = ::csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            ecrit.write_record(&textes).unwrap();
            let ecrit = String::from_utf8(ecrit.into_inner().unwrap()).unwrap();
            let (coupe, lues) = cellules(&ecrit);
            prop_assert_eq!(coupe, Coupe::Rangee(ecrit.len()));
            prop_assert_eq!(lues, textes);
        }
    }
}
