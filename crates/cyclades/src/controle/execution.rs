//! Running over the rows, in the caller's thread or in several: the same findings, in the same order.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use super::bloc::{CodesDeLigne, CodesXml, Groupe, Materiel, Releve, Resultat, verifier};
use super::entre_fichiers::Cles;
use super::lecteur::{Coupeur, Lecteur};
use super::parcours::{Colonnes, NON_LUE};
use super::preparation::{Prete, signaler_absente};
use super::redaction::{Sortie, Trouvaille};
use super::unicite::Cle;
use super::{Format, Options, Rapport, Refus, Source, codes, message, message_xml, relecture};
use crate::EditionCyclades;
use crate::constat::Extrait;
use crate::lecture::blocs::{Bloc, LIGNE_MAX, TAILLE};
use crate::lecture::encodage::Transcodeur;

/// Checks the rows and what only the whole file tells.
pub fn executer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) -> Result<Option<Rapport>, Refus> {
    let colonnes = colonnes(prete);
    let materiel = materiel(edition, options, prete, &colonnes, sortie);
    let mut cumul = Cumul::new(prete);
    let lecteur = ouvrir(source, prete)?;
    let taille = if options.taille_de_bloc == 0 {
        TAILLE
    } else {
        options.taille_de_bloc
    };
    let blocs = materiel.lecteur.blocs(lecteur, taille);
    if prete.illisible {
        compter_seulement(blocs, prete.decoupeur.fin_de_ligne(), &mut cumul)?;
    } else if options.fils > 1 {
        en_parallele(blocs, &materiel, options.fils, &mut |resultat| {
            cumul.ajouter(resultat, &materiel, sortie)
        })?;
    } else {
        en_sequence(blocs, &materiel, &mut |resultat| {
            cumul.ajouter(resultat, &materiel, sortie)
        })?;
    }
    if cumul.dementi {
        return Ok(None);
    }
    cumul.conclure(prete, sortie);
    relecture::signaler_doublons(
        &materiel,
        source,
        prete,
        &cumul.ines,
        &cumul.identites,
        options.fils,
        sortie,
    )?;
    let (resume, par_champ) = sortie.terminer(cumul.candidats, cumul.avec_erreurs);
    Ok(Some(Rapport {
        resume,
        par_champ,
        examen: prete.cadre.examen,
        session: prete.cadre.session,
        encodage: prete.encodage,
        dialecte: prete.dialecte,
        feuille: source.tableau().map(|tableau| tableau.feuille.to_owned()),
        format: if prete.xml.is_some() {
            Format::Xml
        } else {
            Format::Csv
        },
        cles: options.garder_les_cles.then_some(Cles {
            ines: cumul.ines,
            identites: cumul.identites,
        }),
    }))
}

/// The bytes of the rows, after the byte order mark and the header.
pub fn ouvrir<'s>(source: &'s dyn Source, prete: &Prete) -> io::Result<Box<dyn Read + Send + 's>> {
    let mut brut = source.ouvrir()?;
    passer(&mut brut, prete.marque)?;
    if !prete.encodage.est_transcode() {
        passer(&mut brut, prete.octets_d_entete)?;
        return Ok(brut);
    }
    let mut transcode = Transcodeur::new(brut, prete.encodage);
    passer(&mut transcode, prete.octets_d_entete)?;
    Ok(Box::new(transcode))
}

fn passer(source: &mut impl Read, octets: usize) -> io::Result<()> {
    io::copy(&mut source.take(octets as u64), &mut io::sink()).map(|_| ())
}

/// The columns as the rows meet them.
pub fn colonnes(prete: &Prete) -> Colonnes {
    Colonnes {
        champs: prete
            .entete
            .champs
            .iter()
            .map(|champ| champ.unwrap_or(NON_LUE))
            .collect(),
        separateur_final: prete.separateur_final,
        nombre_de_champs: prete.plan.champs(),
    }
}

fn materiel<'a>(
    edition: &EditionCyclades,
    options: &Options,
    prete: &'a Prete,
    colonnes: &'a Colonnes,
    sortie: &Sortie<'_>,
) -> Materiel<'a> {
    let conditions = &edition.conditions.conditions;
    Materiel {
        plan: &prete.plan,
        decoupeur: &prete.decoupeur,
        lecteur: Lecteur::de(prete, colonnes),
        encodage: prete.encodage,
        a_confirmer: prete.a_confirmer,
        absents: (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, _)| !prete.entete.a(*rang))
            .fold(0, |masque, (rang, _)| masque | 1 << rang),
        premiere_entete: prete.premiere_entete.clone(),
        rejette: conditions
            .iter()
            .map(|c| c.gravite == guichet_socle::constat::Gravite::Erreur)
            .collect(),
        complements: (0..conditions.len())
            .map(|rang| message::complements(edition, rang))
            .collect(),
        codes: CodesDeLigne {
            champs: sortie.rang(codes::NOMBRE_DE_CHAMPS),
            guillemet: sortie.rang(codes::GUILLEMET_NON_FERME),
            demesuree: sortie.rang(codes::LIGNE_DEMESUREE),
            apres_guillemet: sortie.rang(codes::TEXTE_APRES_GUILLEMET),
            nul: sortie.rang(codes::OCTET_NUL),
            perdu: sortie.rang(codes::CARACTERE_PERDU),
            entete: sortie.rang(codes::ENTETE_QUI_CHANGE),
            candidat_demesure: sortie.rang(codes::CANDIDAT_DEMESURE),
            xml: codes_xml(sortie),
        },
        quota: sortie.quota(),
        combles: std::iter::repeat_with(AtomicBool::default)
            .take(conditions.len() * (prete.plan.champs() + 1))
            .collect(),
        extraits: options.extraits,
    }
}

/// The ranks of the rules that reading XML raises.
pub fn codes_xml(sortie: &Sortie<'_>) -> CodesXml {
    CodesXml {
        malforme: sortie.rang(codes::XML_MAL_FORME),
        inconnu: sortie.rang(codes::ELEMENT_INCONNU),
        double: sortie.rang(codes::ELEMENT_EN_DOUBLE),
        ordre: sortie.rang(codes::ELEMENTS_EN_DESORDRE),
        texte: sortie.rang(codes::TEXTE_INATTENDU),
        espace: sortie.rang(codes::AUTRE_ESPACE_DE_NOMS),
        attribut: sortie.rang(codes::ATTRIBUT_INCONNU),
        balise: sortie.rang(codes::BALISE_DANS_UNE_VALEUR),
        profond: sortie.rang(codes::TROP_PROFOND),
        attributs: sortie.rang(codes::TROP_D_ATTRIBUTS),
        entete: sortie.rang(codes::ENTETE_MAL_PLACE),
    }
}

/// Takes a block's result and gives its buffer back; nothing to stop there.
type Recevoir<'r> = &'r mut dyn FnMut(Resultat) -> Option<Vec<u8>>;

fn en_sequence(
    mut blocs: Coupeur<'_, impl Read>,
    materiel: &Materiel<'_>,
    recevoir: Recevoir<'_>,
) -> io::Result<()> {
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        match recevoir(verifier(materiel, bloc)) {
            Some(rendu) => libre = rendu,
            None => break,
        }
    }
    Ok(())
}

/// The caller reads and gathers, the others check; results are taken in the order of the file.
fn en_parallele(
    mut blocs: Coupeur<'_, impl Read>,
    materiel: &Materiel<'_>,
    fils: usize,
    recevoir: Recevoir<'_>,
) -> io::Result<()> {
    let (resultats, recus) = mpsc::channel::<(u64, Resultat)>();
    thread::scope(|scope| {
        let ouvriers: Vec<mpsc::SyncSender<(u64, Bloc)>> = (0..fils)
            .map(|_| {
                let (envoi, travail) = mpsc::sync_channel::<(u64, Bloc)>(2);
                let resultats = resultats.clone();
                scope.spawn(move || {
                    for (numero, bloc) in travail {
                        let resultat = verifier(materiel, bloc);
                        if resultats.send((numero, resultat)).is_err() {
                            return;
                        }
                    }
                });
                envoi
            })
            .collect();
        drop(resultats);
        let mut attente = BTreeMap::new();
        let mut attendu = 0u64;
        let mut libres = Vec::new();
        // Gives the number of blocks gathered, or nothing to stop.
        let mut ranger = |attente: &mut BTreeMap<u64, Resultat>, libres: &mut Vec<Vec<u8>>| {
            while let Some(resultat) = attente.remove(&attendu) {
                libres.push(recevoir(resultat)?);
                attendu += 1;
            }
            Some(attendu)
        };
        let mut faits = 0;
        for numero in 0u64.. {
            // Never far ahead of the gathering: memory stays bounded.
            while numero >= faits + 4 * fils as u64 {
                let Ok((rang, resultat)) = recus.recv() else {
                    return Ok(());
                };
                attente.insert(rang, resultat);
                match ranger(&mut attente, &mut libres) {
                    Some(nombre) => faits = nombre,
                    None => return Ok(()),
                }
            }
            let Some(bloc) = blocs.suivant(libres.pop().unwrap_or_default())? else {
                break;
            };
            let ouvrier = usize::try_from(numero).unwrap_or(0) % fils;
            if ouvriers[ouvrier].send((numero, bloc)).is_err() {
                break;
            }
        }
        drop(ouvriers);
        for (rang, resultat) in recus {
            attente.insert(rang, resultat);
            if ranger(&mut attente, &mut libres).is_none() {
                return Ok(());
            }
        }
        Ok(())
    })
}

/// Rows that do not fit their columns are counted: none is dropped silently.
fn compter_seulement(
    mut blocs: Coupeur<'_, impl Read>,
    fin_de_ligne: u8,
    cumul: &mut Cumul,
) -> io::Result<()> {
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        let lignes = bloc
            .octets
            .split(|&o| o == fin_de_ligne)
            .filter(|l| l.len() > 1)
            .count();
        cumul.candidats += lignes as u64 + u64::from(bloc.demesuree.is_some());
        libre = bloc.octets;
    }
    cumul.avec_erreurs = cumul.candidats;
    Ok(())
}

/// What the blocks make together.
struct Cumul {
    dementi: bool,
    candidats: u64,
    lignes: u64,
    avec_erreurs: u64,
    vides: u64,
    premiere_vide: Option<u64>,
    ine_incertains: u64,
    manquants: Vec<u64>,
    ines: Vec<Cle>,
    identites: Vec<Cle>,
    dits: BTreeMap<(u16, Option<u8>), u64>,
    /// Faults of the XML told once for each name, in the order of their first places.
    groupes: Vec<Groupe>,
    cadre: crate::plan::Cadre,
}

impl Cumul {
    fn new(prete: &Prete) -> Self {
        Self {
            dementi: false,
            candidats: 0,
            lignes: u64::from(prete.lignes_d_entete),
            avec_erreurs: 0,
            vides: 0,
            premiere_vide: None,
            ine_incertains: 0,
            manquants: vec![0; prete.plan.champs()],
            ines: Vec::new(),
            identites: Vec::new(),
            dits: BTreeMap::new(),
            groupes: prete
                .xml
                .as_ref()
                .map_or(Vec::new(), |xml| xml.groupes.clone()),
            cadre: prete.cadre,
        }
    }

    /// Adds a block's, tells its findings, gives its buffer back; nothing when the encoding is belied.
    fn ajouter(
        &mut self,
        resultat: Resultat,
        materiel: &Materiel<'_>,
        sortie: &mut Sortie<'_>,
    ) -> Option<Vec<u8>> {
        if resultat.dementi {
            self.dementi = true;
            return None;
        }
        let champs = materiel.plan.champs();
        for releve in &resultat.releves {
            let compte = self.dits.entry((releve.condition, releve.champ));
            let dits = *compte.and_modify(|dits| *dits += 1).or_insert(1);
            if dits <= u64::from(materiel.quota) {
                self.dire(releve, &resultat, materiel, sortie);
            }
            // Blocks are gathered in order: whatever is checked from now on comes later in the file.
            if dits == u64::from(materiel.quota) {
                let place = usize::from(releve.condition) * (champs + 1)
                    + releve.champ.map_or(champs, usize::from);
                if let Some(comble) = materiel.combles.get(place) {
                    comble.store(true, Ordering::Relaxed);
                }
            }
        }
        for (place, &nombre) in resultat.nombres.iter().enumerate().filter(|(_, n)| **n > 0) {
            let condition = u16::try_from(place / (champs + 1)).unwrap_or_default();
            let champ = u8::try_from(place % (champs + 1))
                .ok()
                .filter(|c| usize::from(*c) < champs);
            sortie.compter(condition, champ, u64::from(nombre));
        }
        for (total, nombre) in self.manquants.iter_mut().zip(&resultat.manquants) {
            *total += u64::from(*nombre);
        }
        let absolue = |cle: &Cle| Cle {
            cle: cle.cle,
            candidat: borne(self.candidats + u64::from(cle.candidat) + 1),
            ligne: borne(self.lignes + u64::from(cle.ligne) + 1),
        };
        self.ines.extend(resultat.ines.iter().map(absolue));
        self.identites
            .extend(resultat.identites.iter().map(absolue));
        self.grouper(&resultat);
        if let Some(premiere) = resultat.comptes.premiere_vide {
            self.premiere_vide
                .get_or_insert(self.lignes + u64::from(premiere) + 1);
        }
        self.vides += u64::from(resultat.comptes.vides);
        self.ine_incertains += u64::from(resultat.ine_incertains);
        self.avec_erreurs += u64::from(resultat.avec_erreurs);
        self.candidats += u64::from(resultat.comptes.candidats);
        self.lignes += u64::from(resultat.comptes.lignes);
        Some(resultat.bloc)
    }

    /// Adds the faults told once for each name, in the order of the file.
    fn grouper(&mut self, resultat: &Resultat) {
        let mut nouveaux: Vec<&Groupe> = resultat
            .groupes
            .values()
            .flat_map(BTreeMap::values)
            .collect();
        nouveaux.sort_by_key(|groupe| (groupe.ligne, groupe.colonne));
        for nouveau in nouveaux {
            ajouter_groupe(
                &mut self.groupes,
                Groupe {
                    ligne: self.lignes + nouveau.ligne + 1,
                    candidat: nouveau.candidat.map(|rang| self.candidats + rang + 1),
                    ..nouveau.clone()
                },
            );
        }
    }

    fn dire(
        &self,
        releve: &Releve,
        resultat: &Resultat,
        materiel: &Materiel<'_>,
        sortie: &mut Sortie<'_>,
    ) {
        let texte = |rang: usize| {
            let (debut, fin) = resultat.textes[rang];
            materiel
                .encodage
                .texte(&resultat.octets[debut as usize..fin as usize])
                .into_owned()
        };
        let premier = releve.premier_texte as usize;
        let valeur = (releve.champ.is_some() || releve.defaut.is_some()).then(|| texte(premier));
        let autres: Vec<(u8, String)> = if releve.champ.is_some() && releve.defaut.is_none() {
            let complements = &materiel.complements[usize::from(releve.condition)];
            complements
                .iter()
                .zip(premier + 1..)
                .map(|(&champ, rang)| (champ, texte(rang)))
                .collect()
        } else {
            Vec::new()
        };
        let constat = match releve.defaut {
            None => Self::constat(releve, materiel),
            Some(defaut) => message_xml::constat(defaut, valeur.as_deref().unwrap_or_default()),
        };
        let extrait = releve.extrait.map(|(debut, fin, de, a)| {
            let octets = &resultat.octets[debut as usize..fin as usize];
            Extrait::de(materiel.encodage, octets, de as usize, a as usize)
        });
        sortie.dire(
            &self.cadre,
            &Trouvaille {
                condition: releve.condition,
                champ: releve.champ,
                ligne: Some(self.lignes + u64::from(releve.ligne) + 1),
                colonne: Some(releve.colonne),
                candidat: releve
                    .candidat
                    .map(|rang| self.candidats + u64::from(rang) + 1),
                valeur: valeur.as_deref(),
                constat: &constat,
                autres: &autres,
                extrait,
                ..Trouvaille::default()
            },
        );
    }

    /// What an accident's sentence tells.
    fn constat(releve: &Releve, materiel: &Materiel<'_>) -> String {
        let codes = materiel.codes;
        if releve.condition == codes.champs {
            let attendu = match materiel.lecteur {
                Lecteur::Csv { colonnes, .. } => colonnes.champs.len(),
                Lecteur::Xml { .. } => 0,
            };
            let s = if releve.nombre > 1 { "s" } else { "" };
            format!(
                "{} champ{s} ; l’en-tête compte {attendu} colonnes",
                releve.nombre
            )
        } else if releve.condition == codes.demesuree || releve.condition == codes.candidat_demesure
        {
            format!(
                "{} octets, et {} au plus sont admis",
                releve.nombre, LIGNE_MAX
            )
        } else if releve.condition == codes.guillemet {
            " sur cette ligne ; les suivantes ont été lues sans lui".to_owned()
        } else if releve.condition == codes.entete {
            let valeur = releve.champ.and_then(|champ| {
                materiel
                    .premiere_entete
                    .iter()
                    .find(|(autre, _)| *autre == champ)
            });
            valeur.map_or_else(String::new, |(_, octets)| {
                materiel.encodage.texte(octets).into_owned()
            })
        } else {
            String::new()
        }
    }

    /// What only the whole file tells.
    fn conclure(&mut self, prete: &Prete, sortie: &mut Sortie<'_>) {
        let dire = |sortie: &mut Sortie<'_>, code: &str, ligne, champ, constat: &str| {
            let condition = sortie.rang(code);
            let trouvaille = Trouvaille {
                condition,
                champ,
                ligne,
                constat,
                ..Trouvaille::default()
            };
            sortie.signaler(&prete.cadre, &trouvaille);
        };
        for groupe in &self.groupes {
            message_xml::signaler_groupe(groupe, prete, sortie);
        }
        for (rang, &nombre) in (0u8..).zip(&self.manquants) {
            if nombre > 0 && !prete.toujours_requis(sortie.edition, rang) {
                signaler_absente(rang, Some(nombre), prete, sortie);
            }
        }
        if self.vides > 0 {
            let constat = if self.vides == 1 {
                "une ligne vide, qui a été passée".to_owned()
            } else {
                format!("{} lignes vides, qui ont été passées", self.vides)
            };
            dire(
                sortie,
                codes::LIGNES_VIDES,
                self.premiere_vide,
                None,
                &constat,
            );
        }
        if self.candidats == 0 {
            dire(sortie, codes::AUCUN_CANDIDAT, None, None, "");
        }
        if self.ine_incertains > 0 {
            let constat = if self.ine_incertains == 1 {
                "Un candidat scolaire est".to_owned()
            } else {
                format!("{} candidats scolaires sont", self.ine_incertains)
            };
            let champ = sortie.edition.champs.rang("INE");
            dire(sortie, codes::INE_INCERTAIN, None, champ, &constat);
        }
    }
}

/// Beyond four billion rows a place is no longer told exactly, and nothing else is lost.
fn borne(nombre: u64) -> u32 {
    u32::try_from(nombre).unwrap_or(u32::MAX)
}

/// Adds a fault told once for each name; beyond some names, those that follow go together.
pub fn ajouter_groupe(groupes: &mut Vec<Groupe>, nouveau: Groupe) {
    const NOMS_MAX: usize = 100;
    if let Some(connu) = groupes
        .iter_mut()
        .find(|groupe| groupe.condition == nouveau.condition && groupe.nom == nouveau.nom)
    {
        connu.nombre += nouveau.nombre;
        return;
    }
    let siens = groupes
        .iter()
        .filter(|groupe| groupe.condition == nouveau.condition)
        .count();
    let dernier = groupes
        .iter_mut()
        .rfind(|groupe| groupe.condition == nouveau.condition);
    match dernier {
        Some(dernier) if siens >= NOMS_MAX => dernier.nombre += nouveau.nombre,
        _ => groupes.push(nouveau),
    }
}
