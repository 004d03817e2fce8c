//! Dossiers read ahead: one thread reads while another decides, in the order of the file.
//!
//! Blocks go to the one that decides, and come back empty to serve again: memory is that of a few blocks.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use guichet_instruction::{Dossier, Schema};

use super::{ErreurDeLecture, Lu, OptionsDeLecture, Place, lire_flux};
use crate::instruction::Illisible;

/// Dossiers in a block.
const DOSSIERS: usize = 256;
/// Bytes of dossiers after which a block goes, however few they are.
const OCTETS: usize = 1 << 20;
/// Blocks that exist at once.
const BLOCS: usize = 4;

/// Some dossiers that follow one another, and what people should know of them.
#[derive(Default)]
struct Bloc {
    dossiers: Vec<(Place, Option<Illisible>, Dossier)>,
    /// How many of them are to be read: the others are buffers kept for later.
    nombre: usize,
    octets: usize,
    avis: Vec<String>,
}

impl Bloc {
    fn ajouter(&mut self, lu: Lu<'_>) {
        let Lu { place, dossier } = lu;
        if self.nombre == self.dossiers.len() {
            self.dossiers.push((place, None, Dossier::default()));
        } else {
            self.dossiers[self.nombre].0 = place;
        }
        let (_, illisible, copie) = &mut self.dossiers[self.nombre];
        *illisible = match dossier {
            Ok(dossier) => {
                copie.clone_from(dossier);
                self.octets += dossier.poids();
                None
            }
            Err(illisible) => Some(illisible),
        };
        self.nombre += 1;
    }

    fn est_plein(&self) -> bool {
        self.nombre == DOSSIERS || self.octets >= OCTETS
    }

    fn donner(&mut self, avertir: &mut dyn FnMut(String), recevoir: &mut dyn FnMut(Lu<'_>)) {
        for avis in self.avis.drain(..) {
            avertir(avis);
        }
        for (place, illisible, dossier) in &mut self.dossiers[..self.nombre] {
            recevoir(Lu {
                place: place.clone(),
                dossier: match illisible.take() {
                    Some(illisible) => Err(illisible),
                    None => Ok(dossier),
                },
            });
        }
        self.nombre = 0;
        // A block of huge dossiers does not keep their room.
        if self.octets >= OCTETS {
            self.dossiers.clear();
        }
        self.octets = 0;
    }
}

/// What fills blocks.
struct Depart {
    bloc: Bloc,
    pleins: SyncSender<Bloc>,
    vides: Receiver<Bloc>,
    /// The other side has gone: what is read is of no use.
    seul: bool,
}

impl Depart {
    fn envoyer(&mut self) {
        let vide = self.vides.recv().unwrap_or_default();
        let plein = std::mem::replace(&mut self.bloc, vide);
        self.seul |= self.pleins.send(plein).is_err();
    }
}

/// Reads the dossiers of any bytes as [`lire_flux`] does, on a thread of its own when the machine has
/// several processors. `source` opens them there. The dossiers come in order, on the thread that asks.
///
/// # Errors
/// The input cannot be read as a whole; a dossier that cannot be read is given to `recevoir`.
pub fn lire_en_avance<'r>(
    nom: &str,
    source: impl FnOnce() -> Box<dyn Read + 'r> + Send,
    schema: &Schema,
    options: &OptionsDeLecture,
    avertir: &mut dyn FnMut(String),
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    if thread::available_parallelism().is_ok_and(|nombre| nombre.get() == 1) {
        return lire_flux(nom, source(), schema, options, avertir, recevoir);
    }
    a_deux(nom, source, schema, options, avertir, recevoir)
}

fn a_deux<'r>(
    nom: &str,
    source: impl FnOnce() -> Box<dyn Read + 'r> + Send,
    schema: &Schema,
    options: &OptionsDeLecture,
    avertir: &mut dyn FnMut(String),
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    let (pleins, arrivees) = sync_channel(BLOCS);
    let (rendre, vides) = sync_channel(BLOCS);
    for _ in 1..BLOCS {
        // The other side is here.
        let _ = rendre.send(Bloc::default());
    }
    thread::scope(|scope| {
        let lecture = scope.spawn(move || {
            let depart = std::cell::RefCell::new(Depart {
                bloc: Bloc::default(),
                pleins,
                vides,
                seul: false,
            });
            let mut avis = |avis: String| depart.borrow_mut().bloc.avis.push(avis);
            let mut dossier = |lu: Lu<'_>| {
                let mut depart = depart.borrow_mut();
                if depart.seul {
                    return;
                }
                depart.bloc.ajouter(lu);
                if depart.bloc.est_plein() {
                    depart.envoyer();
                }
            };
            let lu = lire_flux(nom, source(), schema, options, &mut avis, &mut dossier);
            depart.borrow_mut().envoyer();
            lu
        });
        for mut bloc in arrivees {
            bloc.donner(avertir, recevoir);
            // The reader may have ended.
            let _ = rendre.send(bloc);
        }
        match lecture.join() {
            Ok(lu) => lu,
            Err(panique) => std::panic::resume_unwind(panique),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Cursor;

    use super::*;
    use crate::Donnees;
    use crate::instruction::Instruction;

    type Recus = (Vec<String>, Vec<String>, bool);

    /// What is received of some bytes: the dossiers, what people are told, whether all was read.
    fn recus(octets: &[u8], a_deux_fils: bool) -> Recus {
        let instruction = Instruction::ouvrir(&Donnees::embarquees(), "contrat-pro", None).unwrap();
        let schema = instruction.schema();
        let options = OptionsDeLecture::default();
        let (mut dossiers, mut avis) = (Vec::new(), Vec::new());
        let mut avertir = |dit: String| avis.push(dit);
        let mut recevoir = |lu: Lu<'_>| {
            let champs = schema.champs().len();
            let valeurs = lu.dossier.map(|dossier| {
                let rangs = (0u8..).take(champs).map(guichet_instruction::Rang);
                rangs
                    .map(|rang| (dossier.valeur(rang), dossier.texte(rang).map(str::to_owned)))
                    .collect::<Vec<_>>()
            });
            dossiers.push(format!("{} {valeurs:?}", lu.place));
        };
        let source = || -> Box<dyn Read> { Box::new(Cursor::new(octets.to_vec())) };
        let lu = if a_deux_fils {
            a_deux(
                "f.csv",
                source,
                schema,
                &options,
                &mut avertir,
                &mut recevoir,
            )
        } else {
            lire_flux(
                "f.csv",
                source(),
                schema,
                &options,
                &mut avertir,
                &mut recevoir,
            )
        };
        (dossiers, avis, lu.is_ok())
    }

    #[test]
    fn two_threads_give_what_one_gives_in_the_same_order() {
        let mut table = String::from("reference;date_demande;contrat.quotite\n");
        for rang in 0..1_000 {
            // Some rows have a fault, some are long.
            let date = if rang % 7 == 0 {
                "31/02/2025"
            } else {
                "2025-01-31"
            };
            let long = if rang % 97 == 0 { 90_000 } else { 3 };
            let _ = writeln!(table, "D-{rang}-{};{date};0,8", "x".repeat(long));
        }
        let latin: Vec<u8> = table
            .replace("D-5-", "D-\u{e9}-")
            .chars()
            .map(|c| u8::try_from(c).unwrap())
            .collect();
        for octets in [table.as_bytes(), &latin, b"reference\n", b"", b"a;b\n1;2\n"] {
            let (un, deux) = (recus(octets, false), recus(octets, true));
            assert!(un == deux, "{} dossiers, {}", un.0.len(), deux.0.len());
        }
        assert_eq!(recus(table.as_bytes(), true).0.len(), 1_000);
        assert_eq!(recus(&latin, true).1.len(), 1);
    }
}
