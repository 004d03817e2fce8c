//! Editions for a person at a terminal.

use std::io::{self, Write};

use guichet::codes::comparaison::{
    CelluleChangee, CodeChange, ComparaisonDeListe, EditionDeListe, NatureDeCellule, SortDeColonne,
};
use guichet::editions::catalogue::{EditionVue, FicheDEdition, FichierVu, trous};
use guichet::editions::{Changement, Comparaison, NatureDeChangement, SortDeFichier};
use guichet::socle::edition::StatutEdition;

use super::reponses;
use crate::lignes::{majuscule, replier};
use crate::nombres::{accorde, nombre};

/// How many cells of a list are shown one by one; the other forms have them all.
const CELLULES: usize = 40;

/// Each edition: its days, its state, its title, its fingerprint.
///
/// # Errors
/// The output cannot be written.
pub fn liste(sortie: &mut dyn Write, editions: &[EditionVue], largeur: usize) -> io::Result<()> {
    for (rang, editions) in editions
        .chunk_by(|une, autre| une.procedure == autre.procedure)
        .enumerate()
    {
        let Some(premiere) = editions.first() else {
            continue;
        };
        let saut = if rang > 0 { "\n" } else { "" };
        writeln!(sortie, "{saut}{}", premiere.procedure)?;
        let trous = trous(editions);
        for edition in editions {
            // The gap stands where the reader follows the years.
            let avant = edition.premier_jour.yesterday().ok();
            if let Some((du, au)) = trous.iter().find(|(_, au)| Some(*au) == avant) {
                writeln!(
                    sortie,
                    "  du {du} au {au} : aucune édition ; ces jours ne sont dans aucun document"
                )?;
            }
            tete(sortie, edition, largeur.clamp(60, 120))?;
        }
    }
    Ok(())
}

fn tete(sortie: &mut dyn Write, edition: &EditionVue, largeur: usize) -> io::Result<()> {
    writeln!(
        sortie,
        "  {}  {} · {}",
        edition.id,
        jours(edition),
        statut(edition.statut)
    )?;
    writeln!(sortie, "    {}", replier(&edition.titre, largeur, 4))?;
    // A draft was never compared with its own text.
    let verbe = match edition.statut {
        StatutEdition::Verifiee => "comparée au document",
        StatutEdition::Projet => "relue",
    };
    writeln!(
        sortie,
        "    {verbe} le {} · empreinte {}",
        edition.verifiee_le,
        edition.sha256.get(..16).unwrap_or(&edition.sha256)
    )
}

fn jours(edition: &EditionVue) -> String {
    match edition.dernier_jour {
        Some(dernier) => format!("du {} au {dernier}", edition.premier_jour),
        None => format!("depuis le {}", edition.premier_jour),
    }
}

fn statut(statut: StatutEdition) -> &'static str {
    match statut {
        StatutEdition::Verifiee => "vérifiée",
        StatutEdition::Projet => "projet, à demander par --edition",
    }
}

/// An edition: its provenance, what is not modelled, its files and lists.
///
/// # Errors
/// The output cannot be written.
pub fn fiche(sortie: &mut dyn Write, fiche: &FicheDEdition, largeur: usize) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    writeln!(sortie, "{}", fiche.edition.procedure)?;
    tete(sortie, &fiche.edition, largeur)?;
    writeln!(
        sortie,
        "    choisie par « {} » · empreinte entière {}",
        fiche.date_de_reference, fiche.edition.sha256
    )?;
    if !fiche.non_modelise.is_empty() {
        writeln!(sortie, "\nCe qui n’est pas modélisé")?;
        for phrase in &fiche.non_modelise {
            writeln!(sortie, "  - {}", replier(phrase, largeur, 4))?;
        }
    }
    writeln!(sortie, "\nSources citées")?;
    for source in &fiche.sources {
        let place = format!("{} : {}, {}", source.cle, source.titre, source.section);
        writeln!(sortie, "  {}", replier(&place, largeur, 4))?;
    }
    writeln!(sortie, "\nFichiers")?;
    let (cas, autres): (Vec<_>, Vec<_>) = fiche
        .fichiers
        .iter()
        .partition(|fichier| fichier.chemin.starts_with("cas/"));
    for fichier in autres {
        writeln!(sortie, "  {:<24}{}", fichier.chemin, contenu(fichier))?;
    }
    if !cas.is_empty() {
        let dedans: usize = cas
            .iter()
            .flat_map(|fichier| &fichier.contenu)
            .filter(|compte| compte.nom == "cas")
            .map(|compte| compte.nombre)
            .sum();
        let fichiers = accorde(cas.len() as u64, "fichier", "fichiers");
        writeln!(
            sortie,
            "  {:<24}{fichiers}, {} cas",
            "cas/",
            nombre(dedans as u64)
        )?;
    }
    if !fiche.listes.is_empty() {
        writeln!(sortie, "\nListes de codes")?;
        for liste in &fiche.listes {
            let etat = match liste.statut {
                StatutEdition::Verifiee => "",
                StatutEdition::Projet => " (projet)",
            };
            writeln!(
                sortie,
                "  {:<28}édition {}{etat}, {}",
                liste.liste,
                liste.edition,
                accorde(liste.lignes as u64, "ligne", "lignes")
            )?;
        }
    }
    Ok(())
}

fn contenu(fichier: &FichierVu) -> String {
    let comptes: Vec<String> = fichier
        .contenu
        .iter()
        .map(|compte| match compte.nom.as_str() {
            "cles" => accorde(compte.nombre as u64, "clé", "clés"),
            nom => format!("{nom} : {}", nombre(compte.nombre as u64)),
        })
        .collect();
    comptes.join(", ")
}

/// What to know before reading a comparison: which editions are drafts, and why.
pub(super) fn avertissements(vue: &Comparaison) -> Vec<String> {
    [&vue.avant, &vue.apres]
        .into_iter()
        .filter(|edition| edition.statut == StatutEdition::Projet)
        .map(|edition| {
            format!(
                "L’édition {} est un projet, non vérifié sur son texte : {}.",
                edition.id, edition.titre
            )
        })
        .collect()
}

/// What differs, file by file, then list by list.
pub(super) fn comparaison(
    sortie: &mut dyn Write,
    vue: &Comparaison,
    largeur: usize,
) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    writeln!(
        sortie,
        "{} : de l’édition {} à l’édition {}\n",
        vue.avant.procedure, vue.avant.id, vue.apres.id
    )?;
    tete(sortie, &vue.avant, largeur)?;
    tete(sortie, &vue.apres, largeur)?;
    for phrase in avertissements(vue) {
        writeln!(sortie, "\n{}", replier(&phrase, largeur, 0))?;
    }
    if vue.fichiers.is_empty() && vue.listes.is_empty() {
        writeln!(sortie, "\nRien ne diffère.")?;
    }
    for fichier in &vue.fichiers {
        writeln!(sortie, "\n{} ({})", fichier.titre, fichier.fichier)?;
        if fichier.sort != SortDeFichier::Commun {
            writeln!(sortie, "  {}", sort_de_fichier(fichier.sort))?;
        }
        for changement in &fichier.changements {
            un_changement(sortie, changement, largeur)?;
        }
    }
    for liste in &vue.listes {
        une_liste(sortie, liste, largeur)?;
    }
    if let Some(reponses) = &vue.reponses {
        reponses::texte(sortie, reponses, largeur)?;
    }
    if !vue.identiques.is_empty() {
        let noms = format!("Identiques : {}.", vue.identiques.join(", "));
        writeln!(sortie, "\n{}", replier(&noms, largeur, 0))?;
    }
    Ok(())
}

pub(super) fn nature(nature: NatureDeChangement) -> &'static str {
    match nature {
        NatureDeChangement::Ajout => "ajouté",
        NatureDeChangement::Retrait => "retiré",
        NatureDeChangement::Changement => "changé",
    }
}

pub(super) fn sort_de_fichier(sort: SortDeFichier) -> &'static str {
    match sort {
        SortDeFichier::Commun => "fichier des deux éditions",
        SortDeFichier::Ajoute => "fichier de la seconde édition seulement",
        SortDeFichier::Retire => "fichier de la première édition seulement",
    }
}

pub(super) fn sort_de_colonne(sort: SortDeColonne) -> &'static str {
    match sort {
        SortDeColonne::Ajoutee => "colonne ajoutée",
        SortDeColonne::Retiree => "colonne retirée",
        SortDeColonne::Videe => "colonne vidée",
        SortDeColonne::Remplie => "colonne remplie",
    }
}

fn un_changement(
    sortie: &mut dyn Write,
    changement: &Changement,
    largeur: usize,
) -> io::Result<()> {
    let cle = match changement.cle.as_str() {
        "non_modelise" => "ce qui n’est pas modélisé",
        cle => cle,
    };
    let parties: Vec<&str> = [changement.objet.as_str(), cle]
        .into_iter()
        .filter(|partie| !partie.is_empty())
        .collect();
    let objet = parties.join(" · ");
    let verbe = majuscule(nature(changement.nature));
    match (&changement.avant, &changement.apres) {
        (Some(avant), Some(apres)) => {
            writeln!(sortie, "  {verbe} : {objet}")?;
            writeln!(sortie, "    avant : {}", replier(avant, largeur, 12))?;
            writeln!(sortie, "    après : {}", replier(apres, largeur, 12))
        }
        (seul, autre) => {
            let texte = seul.as_ref().or(autre.as_ref()).map_or("", String::as_str);
            let phrase = format!("{verbe} : {objet} : {texte}");
            writeln!(sortie, "  {}", replier(&phrase, largeur, 4))
        }
    }
}

fn une_liste(sortie: &mut dyn Write, liste: &ComparaisonDeListe, largeur: usize) -> io::Result<()> {
    writeln!(sortie, "\nListe {}", liste.liste)?;
    provenances(sortie, liste, largeur)?;
    changements(sortie, liste, largeur)
}

/// Where both editions of a list come from.
pub(crate) fn provenances(
    sortie: &mut dyn Write,
    liste: &ComparaisonDeListe,
    largeur: usize,
) -> io::Result<()> {
    for (titre, edition) in [("avant", &liste.avant), ("après", &liste.apres)] {
        let texte = edition
            .as_ref()
            .map_or_else(|| "aucune".to_owned(), provenance);
        writeln!(sortie, "  {titre} : {}", replier(&texte, largeur, 10))?;
    }
    if let Some(apres) = liste.apres.as_ref().filter(|_| liste.avant.is_some()) {
        for phrase in &apres.non_modelise {
            writeln!(sortie, "  {}", replier(phrase, largeur, 2))?;
        }
    }
    Ok(())
}

/// What differs between them.
pub(crate) fn changements(
    sortie: &mut dyn Write,
    liste: &ComparaisonDeListe,
    largeur: usize,
) -> io::Result<()> {
    for colonne in &liste.colonnes {
        let sort = majuscule(sort_de_colonne(colonne.sort));
        writeln!(sortie, "  {sort} : {}", colonne.colonne)?;
    }
    let mut fondements: Vec<&str> = Vec::new();
    for remplacement in &liste.remplacements {
        if !fondements.contains(&remplacement.fondement.as_str()) {
            fondements.push(&remplacement.fondement);
        }
    }
    for fondement in fondements {
        let titre = format!("Semblent remplacés ({fondement})");
        writeln!(sortie, "  {}", replier(&titre, largeur, 4))?;
        let les_siens = liste
            .remplacements
            .iter()
            .filter(|r| r.fondement == fondement);
        for remplacement in les_siens {
            let phrase = format!(
                "{} → {}{}",
                code(&remplacement.avant),
                code(&remplacement.apres),
                ou(&remplacement.avant)
            );
            writeln!(sortie, "    {}", replier(&phrase, largeur, 6))?;
        }
    }
    for (titre, codes) in [("Retirés", &liste.retraits), ("Ajoutés", &liste.ajouts)] {
        if !codes.is_empty() {
            writeln!(sortie, "  {titre}")?;
        }
        for un in codes {
            let phrase = format!("{}{}", code(un), ou(un));
            writeln!(sortie, "    {}", replier(&phrase, largeur, 6))?;
        }
    }
    for (titre, nature) in [
        ("Renommés", NatureDeCellule::Renommage),
        ("Écrits autrement", NatureDeCellule::Ecriture),
        ("Changés", NatureDeCellule::Valeur),
    ] {
        let modifications: Vec<&CelluleChangee> = liste
            .modifications
            .iter()
            .filter(|cellule| cellule.nature == nature)
            .collect();
        cellules(sortie, titre, &modifications, largeur)?;
    }
    Ok(())
}

fn provenance(edition: &EditionDeListe) -> String {
    let projet = match edition.statut {
        StatutEdition::Verifiee => "",
        StatutEdition::Projet => ", projet",
    };
    let sources = if edition.sources.is_empty() {
        String::new()
    } else {
        format!(" · {}", edition.sources.join(" ; "))
    };
    format!(
        "{}{projet}, {}{sources}",
        edition.id,
        accorde(edition.lignes as u64, "ligne", "lignes")
    )
}

fn code(code: &CodeChange) -> String {
    match &code.libelle {
        Some(libelle) => format!("{} {libelle}", code.code),
        None => code.code.clone(),
    }
}

fn ou(code: &CodeChange) -> String {
    match code.ou.len() {
        0 => String::new(),
        nombre if code.partout => format!(" : partout ({nombre})"),
        1 => format!(" : {}", code.ou.join(", ")),
        nombre => format!(" : {} ({nombre})", code.ou.join(", ")),
    }
}

fn cellules(
    sortie: &mut dyn Write,
    titre: &str,
    modifications: &[&CelluleChangee],
    largeur: usize,
) -> io::Result<()> {
    if modifications.is_empty() {
        return Ok(());
    }
    writeln!(sortie, "  {titre}")?;
    for cellule in modifications.iter().take(CELLULES) {
        let ou = if cellule.ou.is_empty() {
            String::new()
        } else {
            format!(" ({})", cellule.ou.join(", "))
        };
        let phrase = format!(
            "{} · {} : « {} » → « {} »{ou}",
            cellule.code, cellule.colonne, cellule.avant, cellule.apres
        );
        writeln!(sortie, "    {}", replier(&phrase, largeur, 6))?;
    }
    let reste = modifications.len().saturating_sub(CELLULES);
    if reste > 0 {
        writeln!(
            sortie,
            "    et {}, toutes dans --format csv",
            accorde(reste as u64, "autre", "autres")
        )?;
    }
    Ok(())
}
