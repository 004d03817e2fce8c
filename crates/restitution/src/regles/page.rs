//! A regulation as a page in Markdown, for whoever reads the text rather than the program.

use std::fmt::Write as _;

use guichet::regles::documentation::{PageDeReglement, ParametreVu};
use guichet::regles::{CasVue, FicheDeRegle, SourceVue};
use guichet::socle::Centimes;
use guichet::socle::edition::StatutEdition;
use guichet::socle::lecture::Statut;

use crate::lectures::entree;
use crate::markdown::{ancre, echapper};
use crate::nombres::{accorde, nombre};

/// The page: what it is, its rules, its figures, its lists, its readings, its sources.
#[must_use]
pub fn page(page: &PageDeReglement) -> String {
    let mut texte = tete(page);
    regles(&mut texte, page);
    parametres(&mut texte, &page.parametres);
    listes(&mut texte, page);
    lectures(&mut texte, page);
    sources(&mut texte, page);
    texte
}

/// A line, written in memory: it cannot fail.
macro_rules! ligne {
    ($texte:expr, $($arguments:tt)*) => {{
        let _ = writeln!($texte, $($arguments)*);
    }};
}

fn tete(page: &PageDeReglement) -> String {
    let edition = &page.edition.edition;
    let mut texte = format!("# {}\n\n", edition.titre);
    ligne!(
        texte,
        "<!-- Écrit par « guichet regles documenter {} » : à refaire, jamais à corriger ici. -->\n",
        edition.procedure
    );
    let statut = match edition.statut {
        StatutEdition::Verifiee => "vérifiée",
        StatutEdition::Projet => "projet",
    };
    ligne!(
        texte,
        "Procédure `{}`, édition {} ({statut}), comparée avec son document le {}.",
        edition.procedure,
        edition.id,
        jour(&edition.verifiee_le.to_string())
    );
    match &edition.dernier_jour {
        Some(dernier) => ligne!(
            texte,
            "En vigueur du {} au {}.",
            jour(&edition.premier_jour.to_string()),
            jour(&dernier.to_string())
        ),
        None => ligne!(
            texte,
            "En vigueur depuis le {}.",
            jour(&edition.premier_jour.to_string())
        ),
    }
    ligne!(
        texte,
        "\nCette page dit ce que Guichet applique ; le document cité fait seul foi. Dans un message, `ceci` est remplacé par une valeur.\n"
    );
    for (nom, ancre, combien) in [
        ("Règles", "regles", page.regles.len()),
        ("Chiffres", "chiffres", page.parametres.len()),
        ("Listes de codes", "listes", page.edition.listes.len()),
        ("Lectures", "lectures", page.lectures.len()),
        ("Sources", "sources", page.edition.sources.len()),
    ] {
        ligne!(texte, "- [{nom}](#{ancre}) : {}", nombre(combien as u64));
    }
    if !page.edition.non_modelise.is_empty() {
        ligne!(texte, "\n## Ce qui n’est pas modélisé\n");
        for point in &page.edition.non_modelise {
            ligne!(texte, "- {}", echapper(point));
        }
    }
    texte
}

fn titre(texte: &mut String, ancre: &str, nom: &str) {
    ligne!(texte, "\n<a id=\"{ancre}\"></a>\n\n## {nom}");
}

fn regles(texte: &mut String, page: &PageDeReglement) {
    titre(texte, "regles", "Règles");
    for fiche in &page.regles {
        regle(texte, fiche);
    }
}

fn regle(texte: &mut String, fiche: &FicheDeRegle) {
    let regle = &fiche.regle;
    let nom = regle.titre.as_deref().unwrap_or(&regle.nom);
    ligne!(
        texte,
        "\n<a id=\"{}\"></a>\n\n### {} · {}\n",
        ancre(&regle.code),
        regle.code,
        echapper(nom)
    );
    for exigence in &regle.exige {
        let champs = codes(&exigence.champs);
        let deux_points = if champs.is_empty() { "" } else { " : " };
        ligne!(
            texte,
            "- **Exige** : {champs}{deux_points}{}",
            echapper(&exigence.mots)
        );
    }
    if regle.exige.is_empty() {
        ligne!(
            texte,
            "- **Exige** : rien d’un champ ; la lecture elle-même la lève"
        );
    }
    if !regle.domaines.is_empty() {
        ligne!(texte, "- **Examens** : {}", regle.domaines.join(", "));
    }
    ligne!(texte, "- **Gravité** : {}", regle.gravite.libelle());
    ligne!(texte, "- **Message** : {}", gabarit(&regle.phrase));
    if let Some(remplie) = &regle.phrase_remplie {
        ligne!(texte, "- **Si elle est remplie** : {}", gabarit(remplie));
    }
    ligne!(texte, "- **Remède** : {}", echapper(&regle.remede));
    if let Some(correction) = &regle.correction {
        ligne!(
            texte,
            "- **Correction proposée** : {}",
            echapper(&correction.mots)
        );
    }
    ligne!(texte, "- **Source** : {}", source(&regle.source));
    if !regle.lectures.is_empty() {
        let liens: Vec<String> = regle.lectures.iter().map(|l| lien(&l.id)).collect();
        ligne!(texte, "- **Lectures** : {}", liens.join(", "));
    }
    if !fiche.cas.is_empty() {
        ligne!(texte, "- **Cas** :");
        for cas in &fiche.cas {
            ligne!(
                texte,
                "  - {} → {}",
                echapper(&cas.titre),
                echapper(&suite(cas, &regle.code))
            );
        }
    }
}

/// A sentence whose places to fill, `{age_ans}`, are set apart: they are names of facts.
fn gabarit(phrase: &str) -> String {
    let mut texte = String::new();
    let mut reste = phrase;
    while let Some((avant, suite)) = reste.split_once('{') {
        texte.push_str(&echapper(avant));
        let Some((nom, apres)) = suite.split_once('}') else {
            break;
        };
        if nom == "s" {
            texte.push_str("(s)");
        } else {
            let _ = write!(texte, "`{nom}`");
        }
        reste = apres;
    }
    texte + &echapper(reste)
}

/// What a case gives, short.
fn suite(cas: &CasVue, code: &str) -> String {
    if let Some(decision) = &cas.decision {
        let montant = decision
            .montant_centimes
            .map_or(String::new(), |montant| format!(", {}", Centimes(montant)));
        let lectures = if decision.lectures.is_empty() {
            String::new()
        } else {
            format!(" ({})", decision.lectures.join(", "))
        };
        return format!("{}{montant}{lectures}", decision.libelle_d_issue);
    }
    let mut regles: Vec<&str> = Vec::new();
    for trouve in &cas.trouve {
        if !regles.contains(&trouve.regle.as_str()) {
            regles.push(&trouve.regle);
        }
    }
    match regles.as_slice() {
        [] => "rien à signaler".to_owned(),
        [seule] if *seule == code => "signalé".to_owned(),
        plusieurs => plusieurs.join(", "),
    }
}

fn parametres(texte: &mut String, parametres: &[ParametreVu]) {
    titre(texte, "chiffres", "Chiffres");
    ligne!(
        texte,
        "\n| nom | valeur | unité | source | lectures |\n|---|---|---|---|---|"
    );
    for parametre in parametres {
        let lectures: Vec<String> = parametre.lectures.iter().map(|id| lien(id)).collect();
        ligne!(
            texte,
            "| `{}` | {} | {} | {} | {} |",
            parametre.nom,
            echapper(&parametre.valeur),
            echapper(&parametre.unite),
            source(&parametre.source),
            lectures.join(", ")
        );
    }
}

fn listes(texte: &mut String, page: &PageDeReglement) {
    titre(texte, "listes", "Listes de codes");
    ligne!(
        texte,
        "\n« guichet codes exporter LISTE » en donne les lignes.\n\n| liste | édition | lignes |\n|---|---|---|"
    );
    for liste in &page.edition.listes {
        ligne!(
            texte,
            "| `{}` | {} | {} |",
            liste.liste,
            liste.edition,
            nombre(liste.lignes as u64)
        );
    }
}

fn lectures(texte: &mut String, page: &PageDeReglement) {
    titre(texte, "lectures", "Lectures");
    let deux = page
        .lectures
        .iter()
        .filter(|fiche| fiche.lecture.statut == Statut::DeuxLectures)
        .count();
    ligne!(
        texte,
        "\nOù le texte se contredit ou se tait, et ce qui en est fait ; {} deux lectures, toutes deux montrées quand elles diffèrent.",
        match deux {
            0 => "aucun point n’a".to_owned(),
            _ => format!("{} ont", accorde(deux as u64, "point", "points")),
        }
    );
    let ici = format!("ici:{}", page.edition.edition.procedure);
    for fiche in &page.lectures {
        texte.push_str(&entree(fiche, &ici, 3));
    }
}

fn sources(texte: &mut String, page: &PageDeReglement) {
    titre(texte, "sources", "Sources");
    ligne!(texte, "\n| document | passage | règles |\n|---|---|---|");
    for source in &page.edition.sources {
        let regles: Vec<String> = page
            .regles
            .iter()
            .map(|fiche| &fiche.regle)
            .filter(|regle| {
                regle.source.document == source.titre && regle.source.section == source.section
            })
            .map(|regle| lien(&regle.code))
            .collect();
        ligne!(
            texte,
            "| {} | {} | {} |",
            echapper(&source.titre),
            echapper(&source.section),
            regles.join(", ")
        );
    }
}

fn source(source: &SourceVue) -> String {
    echapper(&format!("{}, {}", source.document, source.section))
}

/// A code of this page, rule or reading.
fn lien(code: &str) -> String {
    format!("[{code}](#{})", ancre(code))
}

fn codes(noms: &[String]) -> String {
    let noms: Vec<String> = noms.iter().map(|nom| format!("`{nom}`")).collect();
    noms.join(", ")
}

/// `2024-04-01` as people write it.
fn jour(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>()[..] {
        [annee, mois, jour] => format!("{jour}/{mois}/{annee}"),
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use guichet::Donnees;
    use guichet::regles::PROCEDURES;
    use guichet::regles::documentation;

    /// Every link of a page leads somewhere in it, or to the page of another regulation.
    #[test]
    fn every_link_of_a_page_has_its_place() {
        for procedure in PROCEDURES {
            let vue = documentation::page(&Donnees::embarquees(), procedure).unwrap();
            let page = super::page(&vue);
            let mut liens = 0;
            let morceaux: Vec<&str> = page.split("](").collect();
            for paire in morceaux.windows(2) {
                // A bracket of a text, which is no link.
                let morceau = paire[1];
                if paire[0].ends_with('\\') {
                    continue;
                }
                let cible = morceau.split(')').next().unwrap_or_default();
                liens += 1;
                if let Some(ancre) = cible.strip_prefix('#') {
                    let place = format!("<a id=\"{ancre}\"></a>");
                    assert!(page.contains(&place), "{procedure} {cible}");
                } else {
                    let (autre, _) = cible.split_once(".md#").unwrap();
                    assert!(PROCEDURES.contains(&autre), "{procedure} {cible}");
                }
            }
            assert!(liens > 10, "{procedure}");
        }
    }
}
