//! Before the rows: what the file is, how it is written, what it is for.

use std::io::{self, Read};

mod cadre;
mod ecriture;

pub use ecriture::signaler_absente;

use cadre::{cadrer, controler_l_entete, signaler_session};
use ecriture::{signaler_colonnes, signaler_ecriture, verifier_les_lignes};

use super::redaction::{Sortie, Trouvaille};
use super::{Options, Refus, Source, Tableau, codes};
use crate::EditionCyclades;
use crate::lecture::dialecte::{self, Dialecte, FinDeLigne};
use crate::lecture::encodage::{self, Comptes, Encodage, Transcodeur};
use crate::lecture::enregistrement::{Cellule, Decoupeur};
use crate::lecture::entete::Entete;
use crate::lecture::nature;
use crate::plan::{Cadre, Plan};

/// How much of the beginning tells how a file is written.
const TETE: usize = 1 << 16;

/// A file whose rows can be read.
pub struct Prete {
    /// How it is encoded.
    pub encodage: Encodage,
    /// How it is written.
    pub dialecte: Dialecte,
    /// Cuts its rows.
    pub decoupeur: Decoupeur,
    /// Its columns.
    pub entete: Entete,
    /// Only the beginning was seen to be UTF-8: the rows will confirm it.
    pub a_confirmer: bool,
    /// Bytes of the byte order mark.
    pub marque: usize,
    /// Scanned bytes of the header row, its line break included.
    pub octets_d_entete: usize,
    /// Physical lines of the header row.
    pub lignes_d_entete: u32,
    /// Every row ends with one separator too many.
    pub separateur_final: bool,
    /// The rows do not fit the columns: they are counted and not checked.
    pub illisible: bool,
    /// What it is for.
    pub cadre: Cadre,
    /// The compiled rules.
    pub plan: Plan,
    /// Values of the header fields on the first row.
    pub premiere_entete: Vec<(u8, Vec<u8>)>,
}

impl Prete {
    /// Whether every candidate of the exam must have a value for this field.
    #[must_use]
    pub fn toujours_requis(&self, edition: &EditionCyclades, rang: u8) -> bool {
        edition
            .champs
            .liste
            .get(usize::from(rang))
            .is_some_and(|champ| {
                champ.cas.iter().any(|cas| {
                    cas.obligatoire
                        && cas.si.is_empty()
                        && cas.sauf.is_empty()
                        && self.plan.concerne(&cas.domaines)
                })
            })
    }
}

/// Reads the beginning and decides; tells the findings of the file and of its header.
///
/// # Errors
/// The file cannot be read, is empty, or is not text; the edition is faulty.
pub fn preparer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    presumer: bool,
    sortie: &mut Sortie<'_>,
) -> Result<Prete, Refus> {
    let vide = Cadre::default();
    if let Some(nature) = source.illisible() {
        return Err(refuser(sortie, codes::AUTRE_TYPE, nature));
    }
    let pour_une_feuille = options_d_une_feuille(source, options);
    let options = pour_une_feuille.as_ref().unwrap_or(options);
    let brute = tete_de(source.ouvrir()?)?;
    if brute.is_empty() {
        return Err(refuser(sortie, codes::FICHIER_VIDE, ""));
    }
    if let Some(nature) = nature::autre_type(&brute) {
        return Err(refuser(sortie, codes::AUTRE_TYPE, nature));
    }
    let (encodage, marque, a_confirmer) = encodage_de(source, options, &brute, presumer)?;
    let tete = if encodage.est_transcode() {
        tete_de(Transcodeur::new(&brute[marque..], encodage))?
    } else {
        brute[marque..].to_vec()
    };
    if est_blanc(&tete) && (brute.len() < TETE || tout_est_blanc(source.ouvrir()?)?) {
        return Err(refuser(sortie, codes::FICHIER_VIDE, ""));
    }
    let dialecte = dialecte_de(edition, source, options, &tete, encodage);
    let decoupeur = Decoupeur::new(dialecte, encodage);
    let entete = lire_entete(edition, &tete, encodage, &decoupeur);
    let premiere = premiere_ligne(&tete, &decoupeur, &entete);
    let (cadre, session) = cadrer(
        source,
        options,
        edition,
        &entete,
        encodage,
        premiere.as_ref(),
        sortie,
    );
    let mut prete = Prete {
        plan: Plan::compiler(edition, cadre, encodage)?,
        encodage,
        a_confirmer,
        dialecte,
        marque,
        octets_d_entete: 0,
        lignes_d_entete: 0,
        separateur_final: false,
        illisible: false,
        cadre,
        premiere_entete: Vec::new(),
        entete,
        decoupeur,
    };
    if let Some(session) = session {
        signaler_session(&session, &prete, sortie);
    }
    let separateur_faux = signaler_ecriture(source, options, &tete, &prete, sortie)?;
    if separateur_faux {
        // The header was not cut: nothing below it can be told.
        prete.illisible = true;
        prete.octets_d_entete = ligne_d_entete(&tete, &prete.decoupeur).1;
        prete.lignes_d_entete = 1;
    } else if prete.entete.devinee || prete.entete.champs.is_empty() {
        let constat = if prete.entete.devinee {
            "les valeurs ont été lues dans l’ordre du document".to_owned()
        } else {
            "les lignes n’ont pas pu être contrôlées".to_owned()
        };
        prete.illisible = !prete.entete.devinee;
        sortie.signaler(
            &vide,
            &Trouvaille {
                condition: sortie.rang(codes::ENTETE_ABSENT),
                ligne: Some(1),
                constat: &constat,
                ..Trouvaille::default()
            },
        );
    } else {
        let (_, suivante, guillemet_ouvert) = ligne_d_entete(&tete, &prete.decoupeur);
        prete.octets_d_entete = suivante;
        prete.lignes_d_entete = 1;
        if guillemet_ouvert {
            sortie.signaler(
                &vide,
                &Trouvaille {
                    condition: sortie.rang(codes::GUILLEMET_NON_FERME),
                    ligne: Some(1),
                    constat: " dans la ligne d’en-tête ; les suivantes ont été lues sans lui",
                    ..Trouvaille::default()
                },
            );
        }
        signaler_colonnes(&tete, &prete, sortie);
        verifier_les_lignes(&tete, &mut prete, sortie);
    }
    if let Some(premiere) = premiere {
        controler_l_entete(&premiere, &mut prete, sortie);
    }
    Ok(prete)
}

/// A sheet is written by us: what the options say of how other files are written is not for it.
fn options_d_une_feuille(source: &dyn Source, options: &Options) -> Option<Options> {
    source.tableau().map(|_| Options {
        separateur: None,
        encodage: None,
        ..options.clone()
    })
}

fn dialecte_de(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    tete: &[u8],
    encodage: Encodage,
) -> Dialecte {
    if source.tableau().is_some() {
        return Dialecte {
            separateur: Tableau::SEPARATEUR,
            fin_de_ligne: FinDeLigne::Cr,
        };
    }
    Dialecte {
        separateur: options
            .separateur
            .unwrap_or_else(|| dialecte::separateur(tete, encodage, &edition.champs)),
        fin_de_ligne: FinDeLigne::de(tete),
    }
}

fn tete_de(mut source: impl Read) -> io::Result<Vec<u8>> {
    let mut tete = Vec::with_capacity(TETE);
    source.by_ref().take(TETE as u64).read_to_end(&mut tete)?;
    Ok(tete)
}

fn est_blanc(octets: &[u8]) -> bool {
    octets
        .iter()
        .all(|o| matches!(o, b'\r' | b'\n' | b' ' | b'\t' | 0x1a))
}

/// Whether a file whose beginning is blank is blank to its end.
fn tout_est_blanc(mut source: impl Read) -> io::Result<bool> {
    let mut tampon = vec![0; TETE];
    loop {
        match source.read(&mut tampon)? {
            0 => return Ok(true),
            lus if !est_blanc(&tampon[..lus]) => return Ok(false),
            _ => {}
        }
    }
}

fn refuser(sortie: &Sortie<'_>, code: &str, constat: &str) -> Refus {
    let trouvaille = Trouvaille {
        condition: sortie.rang(code),
        constat,
        ..Trouvaille::default()
    };
    Refus::Contenu(Box::new(sortie.rediger(&Cadre::default(), &trouvaille)))
}

/// The encoding: the one given, the byte order mark, UTF-16 by its zeros, else by the whole file; or, to
/// be confirmed while the rows are read, by its beginning if it is UTF-8.
fn encodage_de(
    source: &dyn Source,
    options: &Options,
    tete: &[u8],
    presumer: bool,
) -> Result<(Encodage, usize, bool), Refus> {
    let marque = encodage::marque(tete);
    if let Some(donne) = options.encodage {
        let longueur = marque
            .filter(|(dite, _)| *dite == donne)
            .map_or(0, |(_, longueur)| longueur);
        // The sieve trusts UTF-8: a file that is said to be, and is not, must be known to be spoilt.
        if donne == Encodage::Utf8 && !encodage::est_utf8(source.ouvrir()?)? {
            return Ok((Encodage::Utf8Abime, longueur, false));
        }
        return Ok((donne, longueur, false));
    }
    let longueur = match marque {
        Some((Encodage::Utf8, longueur)) => longueur,
        Some((encodage, longueur)) => return Ok((encodage, longueur, false)),
        None => match encodage::semble_utf16(tete) {
            Some(encodage) => return Ok((encodage, 0, false)),
            None => 0,
        },
    };
    if presumer && encodage::commence_en_utf8(tete) {
        return Ok((Encodage::Utf8, longueur, true));
    }
    let encodage = encodage_entier(source)?;
    // A mark says UTF-8: stray bytes do not make it another encoding.
    if longueur > 0 && encodage == Encodage::Windows1252 {
        return Ok((Encodage::Utf8Abime, longueur, false));
    }
    Ok((encodage, longueur, false))
}

/// Reads the whole file: quickly while it is UTF-8, counting once it is not.
fn encodage_entier(source: &dyn Source) -> io::Result<Encodage> {
    if encodage::est_utf8(source.ouvrir()?)? {
        Ok(Encodage::Utf8)
    } else {
        Ok(Comptes::de(source.ouvrir()?)?.encodage())
    }
}

/// The header row, and whether a quote was opened there and not closed: it then ends with its line.
fn ligne_d_entete<'a>(tete: &'a [u8], decoupeur: &Decoupeur) -> (Vec<Cellule<'a>>, usize, bool) {
    let ligne = decoupeur.couper(tete, 0, |_, _| {});
    let fin = memchr::memchr(decoupeur.fin_de_ligne(), tete);
    match fin {
        Some(fin) if ligne.guillemet_ouvert || ligne.sur_plusieurs_lignes => {
            let (cellules, _) = cellules(&tete[..fin], decoupeur, 0);
            (cellules, fin + 1, true)
        }
        _ => {
            let (cellules, suivante) = cellules(tete, decoupeur, 0);
            (cellules, suivante, false)
        }
    }
}

fn cellules<'a>(tete: &'a [u8], decoupeur: &Decoupeur, debut: usize) -> (Vec<Cellule<'a>>, usize) {
    let mut cellules = Vec::new();
    let ligne = decoupeur.couper(tete, debut, |_, cellule| cellules.push(cellule));
    (cellules, ligne.suivante)
}

/// The header, or the order of the document when the first row is a candidate's.
fn lire_entete(
    edition: &EditionCyclades,
    tete: &[u8],
    encodage: Encodage,
    decoupeur: &Decoupeur,
) -> Entete {
    let (premiere, _, _) = ligne_d_entete(tete, decoupeur);
    let entete = Entete::lire(&premiere, encodage, &edition.champs);
    if entete.connues() * 2 >= premiere.len() || entete.connues() >= 3 {
        return entete;
    }
    Entete::dans_l_ordre(premiere.len(), &edition.champs).unwrap_or_default()
}

/// The first candidate's row, if the beginning of the file holds it.
fn premiere_ligne<'a>(
    tete: &'a [u8],
    decoupeur: &Decoupeur,
    entete: &Entete,
) -> Option<Vec<Cellule<'a>>> {
    let debut = if entete.devinee {
        0
    } else {
        ligne_d_entete(tete, decoupeur).1
    };
    if entete.champs.is_empty() || debut >= tete.len() {
        return None;
    }
    let (ligne, _) = cellules(tete, decoupeur, debut);
    (ligne.len() == entete.champs.len()).then_some(ligne)
}
