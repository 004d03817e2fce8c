//! Dossiers written as a table, one row each, between semicolons, commas or tabs.
//!
//! A row is nearly always a line without quotes; any other is cut byte by byte, over as many lines as its
//! quoted cells hold.

use std::borrow::Cow;
use std::ops::Range;

use guichet_cyclades::lecture::reperage::reperer;

use super::ErreurDeLecture;
use super::atelier::Atelier;
use super::flux::{Flux, OCTETS_D_UN_DOSSIER};
use super::tableau::{Sorte, Tableau, connus};
use crate::instruction::{FauteDeDossier, SorteDeFaute};

/// The separators that are looked for, the usual one first.
const SEPARATEURS: [u8; 3] = *b";,\t";

const GUILLEMET_OUVERT: &str = "un guillemet ouvre une cellule et rien ne la ferme ; ajoutez le guillemet fermant, ou doublez celui qui est dans le texte.";
const GUILLEMET_AU_MILIEU: &str = "un guillemet ferme une cellule et du texte le suit ; doublez les guillemets qui sont dans le texte.";
const DEMESUREE: &str =
    "cette ligne dépasse 1 Mio ; vérifiez les fins de ligne, ou découpez le fichier.";

/// How a row was cut.
#[derive(Debug, PartialEq, Eq)]
enum Coupe {
    /// The row takes so many bytes, its line break included.
    Rangee(usize),
    /// It goes on further than the bytes that are here.
    PlusLoin,
    /// Its quotes are wrong.
    Fautive(&'static str),
}

/// The cells of a row with quotes, without them.
#[derive(Debug, Default)]
struct Cellules {
    octets: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Cellules {
    fn couper(&mut self, octets: &[u8], separateur: u8, fin_de_ligne: u8, fini: bool) -> Coupe {
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
}

/// Reads every row of the table.
///
/// # Errors
/// The input cannot be read, or its first row is no header.
pub fn lire(flux: &mut Flux<'_>, atelier: &mut Atelier<'_>) -> Result<(), ErreurDeLecture> {
    let (mut tableau, separateur) = entete(flux, atelier)?;
    let mut cellules = Cellules::default();
    let mut fins = Vec::new();
    loop {
        let ligne = flux.ligne;
        let Some(nombre) = flux.longueur_de_ligne()? else {
            if flux.est_fini()? {
                break;
            }
            flux.passer_la_ligne()?;
            refuser(atelier, ligne, DEMESUREE);
            continue;
        };
        let rangee = &flux.voir()[..nombre];
        if memchr::memchr(b'"', rangee).is_some() {
            entre_guillemets(flux, atelier, &mut tableau, &mut cellules, separateur)?;
            continue;
        }
        let rangee = sans_fin_de_ligne(rangee, flux.fin_de_ligne);
        if !est_blanche(rangee, separateur) {
            simple(atelier, &mut tableau, rangee, separateur, &mut fins);
            rendre(atelier, &mut tableau, ligne);
        }
        flux.prendre_une_ligne(nombre);
    }
    if atelier.place.rang == 0 {
        atelier.avertir("aucun dossier ne suit la ligne d’en-tête.".to_owned());
    }
    Ok(())
}

/// A row without quotes.
fn simple(
    atelier: &mut Atelier<'_>,
    tableau: &mut Tableau,
    rangee: &[u8],
    separateur: u8,
    fins: &mut Vec<u32>,
) {
    tableau.commencer(&mut atelier.dossier);
    let Some(texte) = atelier.ecriture.texte(rangee) else {
        tableau.fautes.push((0, Atelier::pas_utf8()));
        return;
    };
    // A row without quotes, nor line breaks: only separators are found.
    reperer(texte.as_bytes(), separateur, separateur, fins);
    let mut debut = 0;
    let fins = fins.iter().map(|&fin| fin as usize);
    let mut nombre = 0;
    for (place, fin) in fins.chain([texte.len()]).enumerate() {
        tableau.cellule(
            &atelier.plan,
            &mut atelier.dossier,
            place,
            &texte[debut..fin],
            Sorte::Ordinaire,
        );
        nombre = place + 1;
        debut = fin + 1;
    }
    tableau.finir(&atelier.plan, &mut atelier.dossier, nombre, separateur);
}

/// A row that has quotes, over one line or several.
fn entre_guillemets(
    flux: &mut Flux<'_>,
    atelier: &mut Atelier<'_>,
    tableau: &mut Tableau,
    cellules: &mut Cellules,
    separateur: u8,
) -> Result<(), ErreurDeLecture> {
    let ligne = flux.ligne;
    let mut fini = false;
    let coupe = loop {
        match cellules.couper(flux.voir(), separateur, flux.fin_de_ligne, fini) {
            Coupe::PlusLoin if flux.voir().len() > OCTETS_D_UN_DOSSIER => {
                break Coupe::Fautive(GUILLEMET_OUVERT);
            }
            // The row is cut again from its beginning: twice as many bytes each time.
            Coupe::PlusLoin => {
                let voulus = flux.voir().len() * 2;
                while !fini && flux.voir().len() < voulus {
                    fini = !flux.lire_plus()?;
                }
            }
            coupe => break coupe,
        }
    };
    match coupe {
        Coupe::Rangee(nombre) => {
            let Cellules { octets, places } = cellules;
            if !octets.iter().all(u8::is_ascii_whitespace) {
                tableau.commencer(&mut atelier.dossier);
                for (place, bornes) in places.iter().enumerate() {
                    let Some(texte) = atelier.ecriture.texte(&octets[bornes.clone()]) else {
                        tableau.fautes.push((place, Atelier::pas_utf8()));
                        continue;
                    };
                    tableau.cellule(
                        &atelier.plan,
                        &mut atelier.dossier,
                        place,
                        &texte,
                        Sorte::Ordinaire,
                    );
                }
                tableau.finir(
                    &atelier.plan,
                    &mut atelier.dossier,
                    places.len(),
                    separateur,
                );
                rendre(atelier, tableau, ligne);
            }
            flux.prendre(nombre);
        }
        Coupe::PlusLoin => {}
        Coupe::Fautive(message) => {
            // Reading resumes at the next line: one row is lost, not those that the quote swallowed.
            flux.passer_la_ligne()?;
            refuser(atelier, ligne, message);
        }
    }
    Ok(())
}

fn refuser(atelier: &mut Atelier<'_>, ligne: u64, message: &str) {
    atelier.dossier.vider();
    let faute = FauteDeDossier::sans_champ(SorteDeFaute::MalForme, message.to_owned());
    atelier.rendre(ligne, vec![faute]);
}

fn rendre(atelier: &mut Atelier<'_>, tableau: &mut Tableau, ligne: u64) {
    let fautes = tableau.fautes.drain(..).map(|(_, faute)| faute).collect();
    atelier.rendre(ligne, fautes);
}

fn sans_fin_de_ligne(rangee: &[u8], fin_de_ligne: u8) -> &[u8] {
    let net = rangee.strip_suffix(&[fin_de_ligne]).unwrap_or(rangee);
    match net.strip_suffix(b"\r") {
        Some(sans) if fin_de_ligne == b'\n' => sans,
        _ => net,
    }
}

fn est_blanche(rangee: &[u8], separateur: u8) -> bool {
    rangee
        .iter()
        .all(|o| *o == separateur || o.is_ascii_whitespace())
}

/// The header, which is the first row that is not blank, and the separator that finds most fields in it.
fn entete(
    flux: &mut Flux<'_>,
    atelier: &mut Atelier<'_>,
) -> Result<(Tableau, u8), ErreurDeLecture> {
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
                        .map(|place| atelier.texte_de_secours(&cellules.octets[place.clone()]))
                        .map(Cow::into_owned)
                        .collect();
                    let note = connus(&atelier.plan, titres.iter().map(String::as_str));
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
        let ou = |_: usize| format!("ligne {ligne}");
        let tableau = Tableau::lire_l_entete(&atelier.plan, &titres, ligne, &ou)?;
        flux.prendre(pris);
        return Ok((tableau, separateur));
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
