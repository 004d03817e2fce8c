//! Before the rows: what the file is, how it is written, what it is for.

use std::fmt::Write as _;
use std::io::{self, Read};

use super::redaction::{Sortie, Trouvaille};
use super::{Options, Refus, Source, codes};
use crate::champs::Bloc;
use crate::lecture::dialecte::{self, Dialecte, FinDeLigne};
use crate::lecture::encodage::{self, Comptes, Encodage, Transcodeur};
use crate::lecture::enregistrement::{Cellule, Decoupeur};
use crate::lecture::entete::{Defaut, Entete};
use crate::lecture::nature;
use crate::nom_de_fichier::NomDeFichier;
use crate::plan::{Cadre, Plan};
use crate::{EditionCyclades, Examen, Session};

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
pub fn preparer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    presumer: bool,
    sortie: &mut Sortie<'_>,
) -> Result<Prete, Refus> {
    let brute = tete_de(source.ouvrir()?)?;
    let vide = Cadre::default();
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
    let dialecte = Dialecte {
        separateur: options
            .separateur
            .unwrap_or_else(|| dialecte::separateur(&tete, encodage, &edition.champs)),
        fin_de_ligne: FinDeLigne::de(&tete),
    };
    let decoupeur = Decoupeur::new(dialecte, encodage);
    let entete = lire_entete(edition, &tete, encodage, &decoupeur);
    let premiere = premiere_ligne(&tete, &decoupeur, &entete);
    let (cadre, session) = cadrer(
        source.nom(),
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

/// Encoding and separator; whether the separator given does not cut the header.
fn signaler_ecriture(
    source: &dyn Source,
    options: &Options,
    tete: &[u8],
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) -> Result<bool, Refus> {
    let cadre = Cadre::default();
    let mut dire = |code: &str, ligne: Option<u64>, constat: &str| {
        let condition = sortie.rang(code);
        let trouvaille = Trouvaille {
            condition,
            ligne,
            constat,
            ..Trouvaille::default()
        };
        sortie.signaler(&cadre, &trouvaille);
    };
    match prete.encodage {
        Encodage::Utf8 => {}
        Encodage::Utf8Abime => {
            let egares = Comptes::de(source.ouvrir()?)?.egares;
            let s = if egares > 1 {
                "s n’en sont"
            } else {
                " n’en est"
            };
            dire(
                codes::OCTETS_ILLISIBLES,
                None,
                &format!("{egares} octet{s} pas"),
            );
        }
        autre => dire(codes::AUTRE_ENCODAGE, None, autre.libelle()),
    }
    let separateur = prete.dialecte.separateur;
    let champs = &prete_champs(sortie).champs;
    let meilleur = options
        .separateur
        .and_then(|donne| dialecte::meilleur_que(donne, tete, prete.encodage, champs));
    let mut dire = |code: &str, constat: &str| {
        let condition = sortie.rang(code);
        let trouvaille = Trouvaille {
            condition,
            ligne: Some(1),
            constat,
            ..Trouvaille::default()
        };
        sortie.signaler(&cadre, &trouvaille);
    };
    if let Some(meilleur) = meilleur {
        let constat = format!(
            "{}, mais avec {}",
            dialecte::libelle(separateur),
            dialecte::libelle(meilleur)
        );
        dire(codes::SEPARATEUR_FAUX, &constat);
    } else if separateur != b';' && prete.entete.connues() > 1 {
        dire(codes::SEPARATEUR_INHABITUEL, &dialecte::libelle(separateur));
    }
    Ok(meilleur.is_some())
}

fn prete_champs<'a>(sortie: &Sortie<'a>) -> &'a EditionCyclades {
    sortie.edition
}

/// Columns unknown, doubled, missing.
fn signaler_colonnes(tete: &[u8], prete: &Prete, sortie: &mut Sortie<'_>) {
    let edition = sortie.edition;
    for defaut in &prete.entete.defauts {
        let (code, colonne, champ, constat, peut_etre) = match defaut {
            Defaut::Inconnue { colonne, proche } => (
                codes::COLONNE_INCONNUE,
                *colonne,
                None,
                String::new(),
                proche.clone(),
            ),
            Defaut::EnDouble {
                colonne,
                premiere,
                champ,
            } => (
                codes::COLONNE_EN_DOUBLE,
                *colonne,
                Some(*champ),
                format!("deux fois (colonnes {} et {})", premiere + 1, colonne + 1),
                None,
            ),
            Defaut::ALaCassePres { colonne, champ } => (
                codes::COLONNE_A_LA_CASSE_PRES,
                *colonne,
                Some(*champ),
                String::new(),
                None,
            ),
        };
        let ecrite = &prete.entete.colonnes[colonne];
        let avant = &tete[..ecrite.debut.min(tete.len())];
        let constat = peut_etre.map_or(constat, |proche| {
            format!(" ; vouliez-vous dire « {proche} » ?")
        });
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition: sortie.rang(code),
                champ,
                nom: champ.is_none().then_some(ecrite.nom.as_str()),
                ligne: Some(1),
                colonne: Some(prete.encodage.colonne(avant)),
                valeur: Some(&ecrite.nom),
                constat: &constat,
                ..Trouvaille::default()
            },
        );
    }
    for (champ, rang) in edition.champs.liste.iter().zip(0u8..) {
        let requise = champ.bloc != Bloc::Entete && prete.toujours_requis(edition, rang);
        if requise && !prete.entete.a(rang) {
            signaler_absente(rang, None, prete, sortie);
        }
    }
}

/// A column that is required and missing, always or for some candidates.
pub fn signaler_absente(rang: u8, candidats: Option<u64>, prete: &Prete, sortie: &mut Sortie<'_>) {
    let constat = match candidats {
        None => " ; elle est obligatoire".to_owned(),
        Some(1) => " ; elle est obligatoire pour 1 candidat du fichier".to_owned(),
        Some(nombre) => format!(" ; elle est obligatoire pour {nombre} candidats du fichier"),
    };
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition: sortie.rang(codes::COLONNE_MANQUANTE),
            champ: Some(rang),
            ligne: Some(1),
            constat: &constat,
            ..Trouvaille::default()
        },
    );
}

/// Looks at the first rows together: a fault they share is one fault.
fn verifier_les_lignes(tete: &[u8], prete: &mut Prete, sortie: &mut Sortie<'_>) {
    const ECHANTILLON: usize = 200;
    let attendu = prete.entete.champs.len();
    let mut position = prete.octets_d_entete;
    let mut nombres = Vec::new();
    let mut finales = 0;
    while position < tete.len() && nombres.len() < ECHANTILLON {
        let mut dernier_vide = false;
        let ligne = prete
            .decoupeur
            .couper(tete, position, |_, c| dernier_vide = c.octets.is_empty());
        if !ligne.terminee {
            break;
        }
        if ligne.suivante - position > ligne.champs + 1 {
            nombres.push(ligne.champs);
            finales += usize::from(dernier_vide && ligne.champs == attendu + 1);
        }
        position = ligne.suivante;
    }
    if nombres.len() < 2 {
        return;
    }
    let condition;
    let constat;
    if finales * 5 > nombres.len() * 4 {
        prete.separateur_final = true;
        condition = sortie.rang(codes::SEPARATEUR_FINAL);
        constat = String::new();
    } else {
        let Some(autre) = commun(&nombres).filter(|&nombre| nombre != attendu) else {
            return;
        };
        prete.illisible = true;
        condition = sortie.rang(codes::COLONNES_DECALEES);
        constat = decalage(attendu, autre, tete, prete);
    }
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition,
            ligne: Some(u64::from(prete.lignes_d_entete) + 1),
            constat: &constat,
            ..Trouvaille::default()
        },
    );
}

/// The number that four rows out of five share.
fn commun(nombres: &[usize]) -> Option<usize> {
    let candidat = *nombres.first()?;
    [
        Some(candidat),
        nombres.get(1).copied(),
        nombres.last().copied(),
    ]
    .into_iter()
    .flatten()
    .find(|n| nombres.iter().filter(|m| *m == n).count() * 5 > nombres.len() * 4)
}

fn decalage(attendu: usize, compte: usize, tete: &[u8], prete: &Prete) -> String {
    let s = |nombre: usize| if nombre > 1 { "s" } else { "" };
    let mut constat = format!(
        "{attendu} colonne{} et les lignes comptent {compte} valeur{}",
        s(attendu),
        s(compte)
    );
    let autre = dialecte::SEPARATEURS.into_iter().find(|&separateur| {
        let decoupeur = Decoupeur::new(
            Dialecte {
                separateur,
                ..prete.dialecte
            },
            prete.encodage,
        );
        separateur != prete.dialecte.separateur
            && decoupeur
                .couper(tete, prete.octets_d_entete, |_, _| {})
                .champs
                == attendu
    });
    if let Some(separateur) = autre {
        // Writing to a String cannot fail.
        let _ = write!(
            constat,
            " (l’en-tête est séparé par {}, les lignes par {})",
            dialecte::libelle(prete.dialecte.separateur),
            dialecte::libelle(separateur)
        );
    }
    constat
}

/// The exam and the session, from the options, else the name of the file, else its header columns.
fn cadrer(
    fichier: &str,
    options: &Options,
    edition: &EditionCyclades,
    entete: &Entete,
    encodage: Encodage,
    premiere: Option<&Vec<Cellule<'_>>>,
    sortie: &mut Sortie<'_>,
) -> (Cadre, Option<String>) {
    let nom = NomDeFichier::lire(fichier);
    let colonne = edition.champs.rang("annee_session").and_then(|rang| {
        let place = entete
            .champs
            .iter()
            .position(|champ| *champ == Some(rang))?;
        let valeur = encodage.texte(premiere?.get(place)?.octets).into_owned();
        (!valeur.is_empty()).then_some(valeur)
    });
    let du_nom = nom.map(|nom| nom.session.to_owned());
    let session = options
        .session
        .clone()
        .or_else(|| du_nom.clone())
        .or(colonne);
    let tronc = nom.map_or(fichier, |nom| nom.nom);
    let cadre = Cadre {
        examen: options.examen.or_else(|| Examen::dans_un_nom(tronc)),
        session: session.as_deref().and_then(Session::lire),
        annee: session.as_deref().and_then(Session::annee_de),
        contexte: options.contexte,
    };
    signaler_nom(fichier, nom, &cadre, sortie);
    if let Some(du_nom) = du_nom.filter(|s| options.session.as_ref().is_some_and(|o| o != s)) {
        let constat = "Le nom du fichier";
        dire_du_nom(codes::SESSION_DIFFERENTE, &du_nom, constat, &cadre, sortie);
    }
    (cadre, session)
}

fn signaler_nom(
    fichier: &str,
    nom: Option<NomDeFichier<'_>>,
    cadre: &Cadre,
    sortie: &mut Sortie<'_>,
) {
    match nom {
        None => {
            let constat = if cadre.annee.is_none() {
                ", et aucune session n’est donnée : ce qui dépend de la session n’a pas été contrôlé"
            } else {
                ""
            };
            dire_du_nom(codes::NOM_NON_CONFORME, fichier, constat, cadre, sortie);
        }
        Some(nom) => {
            if nom.extraction().is_none() {
                let code = codes::EXTRACTION_IMPOSSIBLE;
                dire_du_nom(code, fichier, nom.extraction, cadre, sortie);
            }
            if !nom.version_est_lisible() {
                dire_du_nom(
                    codes::VERSION_DU_NOM_ILLISIBLE,
                    fichier,
                    nom.version,
                    cadre,
                    sortie,
                );
            } else if nom.version != "1.0" {
                dire_du_nom(
                    codes::VERSION_DU_NOM_AUTRE,
                    fichier,
                    nom.version,
                    cadre,
                    sortie,
                );
            }
        }
    }
    if cadre.examen.is_none() {
        dire_du_nom(codes::DOMAINE_INTROUVABLE, fichier, "", cadre, sortie);
    }
}

fn dire_du_nom(code: &str, valeur: &str, constat: &str, cadre: &Cadre, sortie: &mut Sortie<'_>) {
    let condition = sortie.rang(code);
    sortie.signaler(
        cadre,
        &Trouvaille {
            condition,
            nom: Some("nom_fichier"),
            valeur: Some(valeur),
            constat,
            ..Trouvaille::default()
        },
    );
}

/// The session of the name or the option obeys the same rules as that of the header.
fn signaler_session(session: &str, prete: &Prete, sortie: &mut Sortie<'_>) {
    let Some(rang) = sortie.edition.champs.rang("annee_session") else {
        return;
    };
    for condition in prete.plan.defauts_de_champ(rang, session) {
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition,
                nom: Some("nom_fichier"),
                valeur: Some(session),
                ..Trouvaille::default()
            },
        );
    }
}

/// The columns of the header block, on the first row; the others must repeat them.
fn controler_l_entete(premiere: &[Cellule<'_>], prete: &mut Prete, sortie: &mut Sortie<'_>) {
    let edition = sortie.edition;
    for (champ, rang) in edition.champs.liste.iter().zip(0u8..) {
        let place = prete
            .entete
            .champs
            .iter()
            .position(|colonne| *colonne == Some(rang));
        if champ.bloc != Bloc::Entete {
            continue;
        }
        let Some(cellule) = place.and_then(|place| premiere.get(place)) else {
            continue;
        };
        prete.premiere_entete.push((rang, cellule.octets.to_vec()));
        let valeur = prete.encodage.texte(cellule.octets).into_owned();
        if valeur.is_empty() {
            continue;
        }
        let mut defauts = prete.plan.defauts_de_champ(rang, &valeur);
        let autre_session = defauts.is_empty()
            && Some(rang) == prete.plan.reperes.annee_session
            && Session::lire(&valeur)
                .is_some_and(|sienne| prete.cadre.session.is_some_and(|session| session != sienne));
        if autre_session {
            defauts.push(sortie.rang(codes::SESSION_DIFFERENTE));
        }
        for condition in defauts {
            sortie.signaler(
                &prete.cadre,
                &Trouvaille {
                    condition,
                    champ: Some(rang),
                    ligne: Some(u64::from(prete.lignes_d_entete) + 1),
                    valeur: Some(&valeur),
                    constat: "La colonne annee_session",
                    ..Trouvaille::default()
                },
            );
        }
    }
}
