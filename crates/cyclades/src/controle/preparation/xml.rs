//! Before the candidates of an XML file: its encoding, its root, its header block.

use std::io;

use super::super::bloc::Groupe;
use super::super::execution::{ajouter_groupe, codes_xml};
use super::super::message_xml;
use super::super::redaction::{Sortie, Trouvaille};
use super::super::{Options, Refus, Source, codes};
use super::cadre::{dire_du_nom, signaler_session};
use super::ecriture::octets_egares;
use super::{Prete, PreteXml, encodage_de, tete_de};
use crate::champs::Bloc;
use crate::lecture::dialecte::{Dialecte, FinDeLigne};
use crate::lecture::encodage::{Encodage, Transcodeur, marque, semble_utf16};
use crate::lecture::enregistrement::Decoupeur;
use crate::lecture::entete::Entete;
use crate::lecture::xml::defaut::Defaut;
use crate::lecture::xml::flux::Ici;
use crate::lecture::xml::modele::Modele;
use crate::lecture::xml::prologue::{self, Prologue};
use crate::nom_de_fichier::NomDeFichier;
use crate::plan::{Cadre, Plan};
use crate::structure::StructureXml;
use crate::{EditionCyclades, Examen, Session};

/// Reads up to the first candidate and decides; tells the findings of the file and of its header.
pub fn preparer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    brute: &[u8],
    presumer: bool,
    sortie: &mut Sortie<'_>,
) -> Result<Prete, Refus> {
    let structure = options.structure.as_ref().unwrap_or(&edition.xml);
    let declare = encodage_declare(brute);
    let (encodage, marque, a_confirmer) =
        encodage(source, options, brute, declare.as_deref(), presumer)?;
    let tete = if encodage.est_transcode() {
        tete_de(Transcodeur::new(&brute[marque..], encodage))?
    } else {
        brute[marque..].to_vec()
    };
    let dialecte = Dialecte {
        separateur: b';',
        fin_de_ligne: FinDeLigne::de(&tete),
    };
    let fin_de_ligne = dialecte.fin_de_ligne.octet();
    let mut brut = source.ouvrir()?;
    io::copy(
        &mut io::Read::take(&mut brut, marque as u64),
        &mut io::sink(),
    )?;
    let lu = if encodage.est_transcode() {
        let transcode = Transcodeur::new(brut, encodage);
        prologue::lire(transcode, structure, encodage, fin_de_ligne, marque)?
    } else {
        prologue::lire(brut, structure, encodage, fin_de_ligne, marque)?
    };
    if let Some(ici) = lu.dtd {
        return Err(refuser_ici(sortie, codes::DTD_REFUSEE, ici, None));
    }
    let racine = lu
        .racine
        .as_ref()
        .map(|(nom, ici)| (encodage.texte(nom).into_owned(), *ici))
        .filter(|(nom, _)| *nom != structure.racine);
    if let (None, Some((nom, ici))) = (&lu.candidat, &racine) {
        return Err(refuser_ici(
            sortie,
            codes::RACINE_INCONNUE,
            *ici,
            Some((nom, &structure.racine)),
        ));
    }
    let (cadre, session) = cadrer(source, options, edition, &lu, encodage, sortie);
    let entete = lu
        .valeurs
        .iter()
        .map(|v| (v.champ, encodage.texte(&v.octets).into_owned()))
        .collect();
    let modele = Modele {
        autour: lu.autour.clone(),
        ..Modele::new(
            structure,
            lu.candidat.as_deref().unwrap_or_default(),
            lu.prefixes.clone(),
        )
    };
    let mut prete = Prete {
        plan: Plan::compiler(edition, cadre, encodage)?,
        encodage,
        a_confirmer,
        dialecte,
        decoupeur: Decoupeur::new(dialecte, encodage),
        entete: Entete {
            champs: modele.feuilles.iter().map(|f| Some(f.champ)).collect(),
            ..Entete::default()
        },
        marque,
        octets_d_entete: lu.fin.octets,
        lignes_d_entete: u32::try_from(lu.fin.lignes).unwrap_or(u32::MAX),
        separateur_final: false,
        illisible: false,
        cadre,
        premiere_entete: Vec::new(),
        xml: None,
    };
    if let Some(session) = session {
        signaler_session(&session, &prete, sortie);
    }
    signaler_encodage(source, options, declare.as_deref(), &prete, sortie)?;
    if let Some((nom, ici)) = &racine {
        signaler_racine(nom, *ici, structure, &prete, sortie);
    }
    let groupes = signaler_fautes(&lu, &prete, sortie);
    signaler_entete(structure, &lu, &prete, sortie);
    prete.xml = Some(PreteXml {
        modele,
        colonne: lu.fin.colonne,
        entete,
        groupes,
    });
    Ok(prete)
}

fn signaler_racine(
    nom: &str,
    ici: Ici,
    structure: &StructureXml,
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) {
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition: sortie.rang(codes::RACINE_INCONNUE),
            nom: Some(nom),
            ligne: Some(ici.lignes + 1),
            colonne: Some(ici.colonne + 1),
            valeur: Some(nom),
            constat: &structure.racine,
            ..Trouvaille::default()
        },
    );
}

fn refuser_ici(sortie: &Sortie<'_>, code: &str, ici: Ici, racine: Option<(&str, &str)>) -> Refus {
    let trouvaille = Trouvaille {
        condition: sortie.rang(code),
        ligne: Some(ici.lignes + 1),
        colonne: Some(ici.colonne + 1),
        nom: racine.map(|(nom, _)| nom),
        valeur: racine.map(|(nom, _)| nom),
        constat: racine.map_or("", |(_, attendue)| attendue),
        ..Trouvaille::default()
    };
    Refus::Contenu(Box::new(sortie.rediger(&Cadre::default(), &trouvaille)))
}

/// The encoding that `<?xml … encoding="…"?>` announces, in lower case.
fn encodage_declare(brute: &[u8]) -> Option<String> {
    let debut: String = brute
        .iter()
        .take(1024)
        .filter(|o| (1..128).contains(*o))
        .map(|&o| char::from(o))
        .collect();
    let declaration = debut.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let suite = declaration.split_once("encoding")?.1.trim_start();
    let suite = suite.strip_prefix('=')?.trim_start();
    let guillemet = suite.chars().next().filter(|c| "\"'".contains(*c))?;
    let (nom, _) = suite[1..].split_once(guillemet)?;
    Some(nom.trim().to_ascii_lowercase())
}

/// What a declared name stands for: the encodings that are read.
fn encodage_nomme(nom: &str) -> Option<Encodage> {
    match nom {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Some(Encodage::Utf8),
        "iso-8859-1" | "latin1" | "iso_8859-1" | "windows-1252" | "cp1252" => {
            Some(Encodage::Windows1252)
        }
        "utf-16le" => Some(Encodage::Utf16Le),
        "utf-16be" => Some(Encodage::Utf16Be),
        _ => None,
    }
}

/// The encoding given, that of the mark, the one declared, else the one that the bytes show.
fn encodage(
    source: &dyn Source,
    options: &Options,
    brute: &[u8],
    declare: Option<&str>,
    presumer: bool,
) -> Result<(Encodage, usize, bool), Refus> {
    let dit = declare.and_then(encodage_nomme) == Some(Encodage::Windows1252);
    if options.encodage.is_none() && dit && marque(brute).is_none() && semble_utf16(brute).is_none()
    {
        return Ok((Encodage::Windows1252, 0, false));
    }
    encodage_de(source, options, brute, presumer)
}

/// Only what belies the declaration is a fault: XML may be in any encoding that it declares.
fn signaler_encodage(
    source: &dyn Source,
    options: &Options,
    declare: Option<&str>,
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) -> Result<(), Refus> {
    let mut dire = |code: &str, valeur: Option<&str>, constat: &str| {
        let condition = sortie.rang(code);
        let trouvaille = Trouvaille {
            condition,
            ligne: valeur.map(|_| 1),
            valeur,
            constat,
            ..Trouvaille::default()
        };
        sortie.signaler(&prete.cadre, &trouvaille);
    };
    if prete.encodage == Encodage::Utf8Abime {
        dire(codes::OCTETS_ILLISIBLES, None, &octets_egares(source)?);
    }
    if options.encodage.is_some() {
        return Ok(());
    }
    let nom = declare.unwrap_or("utf-8");
    let juste = match (encodage_nomme(nom), prete.encodage) {
        (Some(Encodage::Utf8), Encodage::Utf8 | Encodage::Utf8Abime) => true,
        // UTF-16 says itself by its mark, or by its zeros.
        (None, Encodage::Utf16Le | Encodage::Utf16Be) => nom == "utf-16",
        (Some(Encodage::Utf8), Encodage::Utf16Le | Encodage::Utf16Be) => declare.is_none(),
        (Some(dit), vrai) => dit == vrai,
        (None, _) => false,
    };
    if !juste {
        dire(
            codes::ENCODAGE_DECLARE_FAUX,
            Some(nom),
            prete.encodage.libelle(),
        );
    }
    Ok(())
}

/// The exam, from the options, else the name of the file; the session, from the options, else the header,
/// else the name. The document speaks of the name of a CSV file only: that of an XML file is not checked.
fn cadrer(
    source: &dyn Source,
    options: &Options,
    edition: &EditionCyclades,
    lu: &Prologue,
    encodage: Encodage,
    sortie: &mut Sortie<'_>,
) -> (Cadre, Option<String>) {
    let fichier = source.nom();
    let base = fichier.rsplit_once('.').map_or(fichier, |(tronc, _)| tronc);
    let en_csv = format!("{base}.csv");
    let nom = NomDeFichier::lire(&en_csv);
    let de_l_entete = edition.champs.rang("annee_session").and_then(|rang| {
        let valeur = lu.valeurs.iter().find(|v| v.champ == rang)?;
        let texte = encodage.texte(&valeur.octets).into_owned();
        (!texte.is_empty()).then_some(texte)
    });
    let du_nom = nom
        .map(|nom| nom.session.to_owned())
        .filter(|session| Session::annee_de(session).is_some());
    let session = options
        .session
        .clone()
        .or_else(|| de_l_entete.clone())
        .or_else(|| du_nom.clone());
    let tronc = nom.map_or(base, |nom| nom.nom);
    let cadre = Cadre {
        examen: options.examen.or_else(|| Examen::dans_un_nom(tronc)),
        session: session.as_deref().and_then(Session::lire),
        annee: session.as_deref().and_then(Session::annee_de),
        contexte: options.contexte,
    };
    if cadre.examen.is_none() {
        dire_du_nom(codes::DOMAINE_INTROUVABLE, fichier, "", &cadre, sortie);
    }
    if let Some(du_nom) = du_nom.filter(|s| session.as_ref().is_some_and(|o| o != s)) {
        let constat = "Le nom du fichier";
        dire_du_nom(codes::SESSION_DIFFERENTE, &du_nom, constat, &cadre, sortie);
    }
    // The header tells its own faults; only another session is to be checked here.
    let ailleurs = session.filter(|session| de_l_entete.as_ref() != Some(session));
    (cadre, ailleurs)
}

/// What is wrong before the candidates; those told once for each name are kept for later.
fn signaler_fautes(lu: &Prologue, prete: &Prete, sortie: &mut Sortie<'_>) -> Vec<Groupe> {
    let codes = codes_xml(sortie);
    let mut groupes = Vec::new();
    for faute in &lu.fautes {
        let condition = codes.de(faute.defaut);
        if faute.defaut.est_groupe() {
            let ordre = condition == codes.ordre;
            ajouter_groupe(
                &mut groupes,
                Groupe {
                    condition,
                    nom: if ordre {
                        Vec::new()
                    } else {
                        faute.texte.clone()
                    },
                    autour: faute.defaut == Defaut::AutourInconnu,
                    champ: faute.champ,
                    nombre: 1,
                    ligne: faute.ici.lignes + 1,
                    colonne: faute.ici.colonne + 1,
                    candidat: None,
                },
            );
            continue;
        }
        let texte = prete.encodage.texte(&faute.texte).into_owned();
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition,
                champ: faute.champ,
                ligne: Some(faute.ici.lignes + 1),
                colonne: Some(faute.ici.colonne + 1),
                valeur: Some(&texte),
                constat: &message_xml::constat(faute.defaut, &texte),
                ..Trouvaille::default()
            },
        );
    }
    groupes
}

/// The header block: each of its values is required in XML, and obeys the rules of its field.
fn signaler_entete(
    structure: &StructureXml,
    lu: &Prologue,
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) {
    let edition = sortie.edition;
    let Some(entete) = lu.entete else {
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition: sortie.rang(codes::ENTETE_XML_ABSENT),
                ligne: Some(lu.fin.lignes + 1),
                colonne: Some(lu.fin.colonne + 1),
                constat: structure.entete.last().map_or("", String::as_str),
                ..Trouvaille::default()
            },
        );
        return;
    };
    let attendus = structure
        .champs
        .iter()
        .filter(|champ| champ.bloc == Bloc::Entete);
    for attendu in attendus {
        let rang = attendu.champ;
        let lue = lu.valeurs.iter().find(|valeur| valeur.champ == rang);
        let ici = lue.map_or(entete, |valeur| valeur.ici);
        let texte = lue.map_or_else(String::new, |v| {
            prete.encodage.texte(&v.octets).into_owned()
        });
        let mut dire = |condition: u16, valeur: Option<&str>| {
            let trouvaille = Trouvaille {
                condition,
                champ: Some(rang),
                ligne: Some(ici.lignes + 1),
                colonne: Some(ici.colonne + 1),
                valeur,
                constat: "L’en-tête",
                ..Trouvaille::default()
            };
            sortie.signaler(&prete.cadre, &trouvaille);
        };
        if texte.is_empty() {
            let condition = edition
                .conditions
                .rang(codes::ELEMENT_D_ENTETE_MANQUANT)
                .and_then(|rang| u16::try_from(rang).ok())
                .unwrap_or_default();
            dire(condition, None);
            continue;
        }
        let mut defauts = prete.plan.defauts_de_champ(rang, &texte);
        let autre_session = defauts.is_empty()
            && Some(rang) == prete.plan.reperes.annee_session
            && Session::lire(&texte)
                .is_some_and(|sienne| prete.cadre.session.is_some_and(|session| session != sienne));
        if autre_session {
            let condition = edition.conditions.rang(codes::SESSION_DIFFERENTE);
            defauts.extend(condition.and_then(|rang| u16::try_from(rang).ok()));
        }
        for condition in defauts {
            dire(condition, Some(&texte));
        }
    }
}
