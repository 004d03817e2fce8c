//! All that a code means, list by list: the same five digits may be a diploma, a job and a commune, and each
//! meaning is shown apart.

use guichet_nomenclatures::catalogue;
use guichet_nomenclatures::colonnes::{DOMAINE, sans_variante};
pub(super) use guichet_nomenclatures::colonnes::{LIBELLES, est_un_code, libelle};
use guichet_nomenclatures::communes::{self, Commune, Communes, Nature};
use guichet_nomenclatures::liste::{Colonne, Ligne, Liste};
use guichet_nomenclatures::recherche::REPERTOIRES;
use guichet_socle::edition::StatutEdition;
use guichet_socle::erreur::plus_proche;
use guichet_socle::{Edition, ErreurEdition};
use serde::Serialize;

use super::correspondances::{self, Correspondance};
use super::droits::{self, Droit};
use super::equipement;
use super::suggestions::{self, Suggestion};
use crate::Donnees;

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeCode {
    /// A list or an edition is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No list has this code.
    #[error("« {code} » n’est le code de rien dans les {listes} listes de codes.{conseil}")]
    Inconnu {
        /// What was asked for.
        code: String,
        /// How many lists were searched.
        listes: usize,
        /// The nearest codes by list, or why there is none, after a space; or nothing.
        conseil: String,
    },
}

/// What a code means, and what it gives a right to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeCode {
    /// The code, as lists write it.
    pub code: String,
    /// Its meanings, by list, then in the order of each list.
    pub sens: Vec<Sens>,
    /// The same training in other lists, under another code.
    pub correspondances: Vec<Correspondance>,
    /// What it seems to be in the lists that no code joins, by its label alone.
    pub suggestions: Vec<Suggestion>,
    /// Where it gives a right, or closes one.
    pub droits: Vec<Droit>,
}

/// One meaning: a row of a list, or several that differ only by where they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sens {
    /// The list (`cyclades/pays`).
    pub liste: String,
    /// The title of the list.
    pub titre: String,
    /// The edition of the list: its day, or its school year.
    pub edition: String,
    /// Checked, or a draft.
    pub statut: StatutEdition,
    /// The other editions of the list that hold the code.
    pub autres_editions: Vec<String>,
    /// The column that holds the code (`code_rome`).
    pub colonne: String,
    /// Exam domain, or professional one, when the list has them.
    pub domaine: Option<String>,
    /// The label to show, when the list has labels.
    pub libelle: Option<String>,
    /// The label as the document prints it, when it is not the one to show.
    pub libelle_imprime: Option<String>,
    /// The other cells that are filled.
    pub attributs: Vec<Attribut>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attribut {
    /// The name of the column.
    pub colonne: String,
    /// What the column means, short.
    pub sens: String,
    /// The cell; those of several rows are separated by « , ».
    pub valeur: String,
}

/// All that a code means, over every list, whatever the case of its letters.
///
/// # Errors
/// No list has the code, or the data are faulty.
pub fn voir(donnees: &Donnees, code: &str) -> Result<FicheDeCode, ErreurDeCode> {
    let demande = Demande::lire(code);
    let noms = catalogue::noms(donnees.fichiers());
    let mut sens = Vec::new();
    for nom in &noms {
        if *nom == communes::NOM {
            sens.extend(de_la_commune(donnees, &demande)?);
        } else {
            sens.extend(de_la_liste(donnees, nom, &demande)?);
        }
    }
    if sens.is_empty() {
        return Err(ErreurDeCode::Inconnu {
            code: code.trim().to_owned(),
            listes: noms.len(),
            conseil: conseil(donnees, &noms, &demande)?,
        });
    }
    let correspondances = correspondances::chercher(donnees, &demande.code, &sens)?;
    let suggestions = suggestions::chercher(donnees, &sens)?;
    let mut droits = droits::droits(donnees, &demande.code, &sens)?;
    droits.extend(equipement::droit(donnees, &demande.code, &sens)?);
    for autre in correspondances.iter().filter(|autre| autre.confirmee) {
        let sens = std::slice::from_ref(&autre.sens);
        droits.extend(droits::droits(donnees, &autre.code, sens)?);
        droits.extend(equipement::droit(donnees, &autre.code, sens)?);
    }
    Ok(FicheDeCode {
        code: demande.code,
        sens,
        correspondances,
        suggestions,
        droits,
    })
}

/// What is looked for.
pub(super) struct Demande {
    code: String,
    /// The only column to look in, when the directory was named.
    colonne: Option<&'static str>,
}

impl Demande {
    pub(super) fn lire(code: &str) -> Self {
        let code = code.trim().to_uppercase();
        for (prefixe, colonne) in REPERTOIRES {
            if let Some(numero) = code.strip_prefix(prefixe) {
                let numero = numero.trim_start_matches([' ', '-', ':']);
                return Self {
                    code: numero.trim_start_matches('0').to_owned(),
                    colonne: Some(colonne),
                };
            }
        }
        Self {
            code,
            colonne: None,
        }
    }

    fn cherche_dans(&self, colonne: &Colonne) -> bool {
        self.colonne
            .map_or_else(|| est_un_code(&colonne.nom), |seule| seule == colonne.nom)
    }
}

/// The meanings in a list: those of the last edition that has the code, a checked one if there is.
pub(super) fn de_la_liste(
    donnees: &Donnees,
    nom: &str,
    demande: &Demande,
) -> Result<Vec<Sens>, ErreurEdition> {
    let fichiers = donnees.fichiers();
    let mut trouves: Vec<(Edition, Vec<Sens>)> = Vec::new();
    for id in catalogue::editions(fichiers, nom).into_iter().rev() {
        let dossier = catalogue::dossier(nom, id);
        // A list that has not these digits anywhere is not read: most are not.
        let texte = fichiers.texte(&format!("{dossier}/codes.csv"))?;
        if demande.code.is_empty() || !texte.contains(&demande.code) {
            continue;
        }
        let liste = Liste::charger(fichiers, &dossier)?;
        let sens = dans(&liste, demande);
        if !sens.is_empty() {
            trouves.push((liste.edition().clone(), sens));
        }
    }
    let verifiee = |(edition, _): &(Edition, _)| edition.statut == StatutEdition::Verifiee;
    let choisi = trouves.iter().position(verifiee).unwrap_or(0);
    if trouves.is_empty() {
        return Ok(Vec::new());
    }
    let (_, mut sens) = trouves.remove(choisi);
    let autres: Vec<String> = trouves.into_iter().map(|(autre, _)| autre.nom()).collect();
    for un in &mut sens {
        un.autres_editions.clone_from(&autres);
    }
    Ok(sens)
}

/// The rows of a list that have the code; those that differ only by another part of the key (a region) are
/// one meaning.
fn dans(liste: &Liste, demande: &Demande) -> Vec<Sens> {
    let colonnes = liste.colonnes();
    let mut groupes: Vec<(usize, Vec<Ligne<'_>>)> = Vec::new();
    for (rang, colonne) in colonnes.iter().enumerate() {
        if !demande.cherche_dans(colonne) {
            continue;
        }
        for ligne in liste.lignes().filter(|l| l.cellule(rang) == demande.code) {
            let pareille = |groupe: &&mut (usize, Vec<Ligne<'_>>)| {
                groupe.0 == rang
                    && groupe.1.first().is_some_and(|premiere| {
                        premiere.get(DOMAINE) == ligne.get(DOMAINE)
                            && libelle(premiere).map(sans_variante)
                                == libelle(&ligne).map(sans_variante)
                    })
            };
            match groupes.iter_mut().find(pareille) {
                Some((_, lignes)) => lignes.push(ligne),
                None => groupes.push((rang, vec![ligne])),
            }
        }
    }
    groupes
        .into_iter()
        .filter_map(|(rang, lignes)| {
            Some(sens(liste, &colonnes[rang].nom, *lignes.first()?, &lignes))
        })
        .collect()
}

fn sens(liste: &Liste, colonne: &str, premiere: Ligne<'_>, lignes: &[Ligne<'_>]) -> Sens {
    let edition = liste.edition();
    let montre = libelle(&premiere);
    let imprime = ["libelle", "intitule"]
        .into_iter()
        .find_map(|nom| premiere.get(nom))
        .filter(|imprime| Some(*imprime) != montre && !imprime.is_empty());
    let attributs = liste
        .colonnes()
        .iter()
        .filter(|autre| {
            autre.nom != colonne
                && autre.nom != DOMAINE
                && (!LIBELLES.contains(&autre.nom.as_str())
                    // A name that is not the label shown is worth a line.
                    || (autre.nom == "nom" && premiere.get("nom") != montre))
        })
        .filter_map(|autre| {
            let mut valeurs: Vec<&str> = Vec::new();
            for ligne in lignes {
                let valeur = ligne.get(&autre.nom).unwrap_or_default();
                if !valeurs.contains(&valeur) {
                    valeurs.push(valeur);
                }
            }
            // What differs and is no part of the key says something of another thing than the code.
            if valeurs.len() > 1 && !liste.cle().contains(&autre.nom) {
                return None;
            }
            let valeur = valeurs.join(", ");
            (!valeur.is_empty()).then(|| attribut(&autre.nom, &autre.sens, &valeur))
        })
        .collect();
    Sens {
        liste: liste.nom().to_owned(),
        titre: edition.titre.clone(),
        edition: edition.nom(),
        statut: edition.statut,
        autres_editions: Vec::new(),
        colonne: colonne.to_owned(),
        domaine: premiere.get(DOMAINE).map(str::to_owned),
        libelle: montre.map(str::to_owned),
        libelle_imprime: imprime.map(str::to_owned),
        attributs,
    }
}

/// What a column says that one of its values means (« tiers : tous les autres ; … »).
pub(super) fn definition<'s>(sens: &'s str, valeur: &str) -> Option<&'s str> {
    sens.split(';').find_map(|definition| {
        let (code, sens) = definition.split_once(" : ")?;
        (code.trim() == valeur).then(|| sens.trim())
    })
}

fn attribut(colonne: &str, sens: &str, valeur: &str) -> Attribut {
    if let Some(definition) = definition(sens, valeur) {
        return Attribut {
            colonne: colonne.to_owned(),
            sens: colonne.replace('_', " "),
            valeur: definition.to_owned(),
        };
    }
    let fin = sens.find([',', ';', ':', '(']).unwrap_or(sens.len());
    let valeur = match valeur {
        "true" => "oui",
        "false" => "non",
        autre => autre,
    };
    Attribut {
        colonne: colonne.to_owned(),
        sens: sens[..fin].trim_end().to_owned(),
        valeur: valeur.replace('|', " · "),
    }
}

/// The meaning of a code as a commune, former or not, or as a postcode: its list is searched in place.
fn de_la_commune(donnees: &Donnees, demande: &Demande) -> Result<Vec<Sens>, ErreurEdition> {
    if demande.colonne.is_some() || demande.code.len() != 5 {
        return Ok(Vec::new());
    }
    let communes = Communes::charger(donnees.fichiers())?;
    let edition = Edition::lire(donnees.fichiers(), communes.dossier())?;
    let sens = |colonne: &str, libelle: String, attributs: Vec<Attribut>| Sens {
        liste: communes::NOM.to_owned(),
        titre: edition.titre.clone(),
        edition: edition.id.clone(),
        statut: edition.statut,
        autres_editions: Vec::new(),
        colonne: colonne.to_owned(),
        domaine: None,
        libelle: (!libelle.is_empty()).then_some(libelle),
        libelle_imprime: None,
        attributs,
    };
    let mut tous = Vec::new();
    if let Some(commune) = communes.fiche(demande.code.as_bytes()) {
        let attributs = de_commune(&communes, &commune);
        tous.push(sens("code", commune.nom.to_owned(), attributs));
    }
    let servies = communes.par_code_postal(&demande.code);
    if !servies.is_empty() {
        let noms: Vec<String> = servies
            .iter()
            .map(|commune| format!("{} ({})", commune.nom, commune.code))
            .collect();
        let nombre = attribut("codes_postaux", "Communes desservies", &noms.join(", "));
        tous.push(sens(
            "codes_postaux",
            "code postal".to_owned(),
            vec![nombre],
        ));
    }
    Ok(tous)
}

fn de_commune(communes: &Communes, commune: &Commune<'_>) -> Vec<Attribut> {
    let nature = match commune.nature {
        Nature::Commune => "commune",
        Nature::Arrondissement => "arrondissement municipal",
        Nature::Deleguee => "commune déléguée",
        Nature::Associee => "commune associée",
        Nature::Ancienne => "ancien code",
    };
    let postaux: Vec<&str> = commune.codes_postaux().collect();
    let successeur = commune.successeur.map(|code| match communes.nom(code) {
        Some(nom) => format!("{nom} ({code})"),
        None => code.to_owned(),
    });
    [
        ("nature", "Nature", Some(nature.to_owned())),
        (
            "departement",
            "Département",
            Some(commune.departement.to_owned()),
        ),
        ("successeur", "Commune d’aujourd’hui", successeur),
        (
            "autre_nom",
            "Commune déléguée de ce code",
            commune.autre_nom.map(str::to_owned),
        ),
        ("codes_postaux", "Codes postaux", Some(postaux.join(", "))),
    ]
    .into_iter()
    .filter_map(|(colonne, sens, valeur)| {
        let valeur = valeur.filter(|valeur| !valeur.is_empty())?;
        Some(attribut(colonne, sens, &valeur))
    })
    .collect()
}

/// The nearest code of each list. The communes are left out: nearly any number is one digit away from one.
fn conseil(donnees: &Donnees, noms: &[&str], demande: &Demande) -> Result<String, ErreurEdition> {
    if est_d_un_rome_suivant(&demande.code) {
        return Ok(format!(
            " {} a la forme d’un code du ROME de 2009 ou d’après ; les listes de métiers emploient les codes à cinq chiffres de 2007, et aucun n’est converti.",
            demande.code
        ));
    }
    let fichiers = donnees.fichiers();
    let mut proches: Vec<(String, Vec<&str>)> = Vec::new();
    for nom in noms.iter().filter(|nom| **nom != communes::NOM) {
        let Some(id) = catalogue::editions(fichiers, nom).pop() else {
            continue;
        };
        let liste = Liste::charger(fichiers, &catalogue::dossier(nom, id))?;
        for (rang, colonne) in liste.colonnes().iter().enumerate() {
            if !demande.cherche_dans(colonne) {
                continue;
            }
            let codes: Vec<&str> = liste.lignes().map(|ligne| ligne.cellule(rang)).collect();
            let proche = plus_proche(&demande.code, codes.into_iter().filter(|c| !c.is_empty()));
            let Some(proche) = proche else { continue };
            match proches.iter_mut().find(|(code, _)| code == proche) {
                Some((_, listes)) if listes.contains(nom) => {}
                Some((_, listes)) => listes.push(nom),
                None => proches.push((proche.to_owned(), vec![nom])),
            }
        }
    }
    if proches.is_empty() {
        return Ok(String::new());
    }
    let proches: Vec<String> = proches
        .into_iter()
        .map(|(code, listes)| format!("{code} ({})", listes.join(", ")))
        .collect();
    Ok(format!(" Les plus proches : {}.", proches.join(" ; ")))
}

fn est_d_un_rome_suivant(code: &str) -> bool {
    let mut signes = code.chars();
    code.len() == 5
        && signes
            .next()
            .is_some_and(|premier| premier.is_ascii_alphabetic())
        && signes.all(|signe| signe.is_ascii_digit())
}
