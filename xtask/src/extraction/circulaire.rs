//! The circular of 20 December 2007: its lists of jobs, as printed, and those of the order that followed.

use super::{ErreurExtraction, FichierExtrait, csv_ecrit};

/// A printed row, with its line in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Metier {
    ligne: usize,
    /// The professional domain, or the region.
    rubrique: String,
    code: String,
    libelle: String,
}

/// What the document holds.
#[derive(Debug, Default)]
struct Releve {
    ue: Vec<Metier>,
    tiers: Vec<Metier>,
    national: Vec<Metier>,
    regions: Vec<Metier>,
    /// The regions in the order of the document, with the number of jobs each announces.
    annonces: Vec<(String, usize)>,
}

/// Which list a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Partie {
    Texte,
    Ue,
    Tiers,
    National,
    Regions,
}

/// What the order of 18 January 2008 says otherwise than annex 4, region by region: the printed code, and
/// the one of the order when there is one.
const ARRETE_DE_2008: [(&str, &str, Option<&str>); 9] = [
    ("Ile de France", "52213", Some("52313")),
    ("Basse-Normandie", "14312", Some("14232")),
    ("Lorraine", "14312", Some("14232")),
    ("Franche-Comté", "14312", Some("14232")),
    ("Pays de la Loire", "14312", Some("14232")),
    ("Auvergne", "14312", Some("14232")),
    ("Provence-Alpes-Côte d'Azur", "14312", Some("14232")),
    ("Centre", "61224", None),
    ("Nord-Pas-de-Calais", "52151", None),
];

/// Rebuilds the tables of the circular, and of the order known to have followed it.
pub fn extraire(texte: &str) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let releve = relever(texte)?;
    let mut fichiers = Vec::new();
    for (nom, metiers) in [
        ("ue", &releve.ue),
        ("tiers", &releve.tiers),
        ("national", &releve.national),
    ] {
        for edition in ["2007-12-20", "2008-01-18"] {
            fichiers.push(FichierExtrait {
                chemin: format!("nomenclatures/travail/{nom}/{edition}/codes.csv"),
                texte: csv_ecrit::ecrire(
                    ["domaine", "code_rome", "libelle"],
                    metiers
                        .iter()
                        .map(|m| [m.rubrique.clone(), m.code.clone(), m.libelle.clone()]),
                )?,
                lignes: metiers.len(),
            });
        }
    }
    fichiers.push(regions("2007-12-20", &releve.regions, &releve.annonces)?);
    let arrete = arrete_de_2008(&releve)?;
    fichiers.push(regions("2008-01-18", &arrete, &[])?);
    Ok(fichiers)
}

fn regions(
    edition: &str,
    metiers: &[Metier],
    annonces: &[(String, usize)],
) -> Result<FichierExtrait, ErreurExtraction> {
    let annonce = |region: &str| {
        annonces
            .iter()
            .find(|(nom, _)| nom == region)
            .map_or(String::new(), |(_, nombre)| nombre.to_string())
    };
    Ok(FichierExtrait {
        chemin: format!("nomenclatures/travail/regions/{edition}/codes.csv"),
        texte: csv_ecrit::ecrire(
            ["region", "code_rome", "libelle", "nombre_annonce"],
            metiers.iter().map(|m| {
                [
                    m.rubrique.clone(),
                    m.code.clone(),
                    m.libelle.clone(),
                    annonce(&m.rubrique),
                ]
            }),
        )?,
        lignes: metiers.len(),
    })
}

/// The rows of the order: those of annex 4 but for the differences, and the six national jobs.
fn arrete_de_2008(releve: &Releve) -> Result<Vec<Metier>, ErreurExtraction> {
    let libelle = |code: &str| {
        releve
            .tiers
            .iter()
            .find(|metier| metier.code == code)
            .map(|metier| metier.libelle.clone())
            .ok_or_else(|| {
                ErreurExtraction::generale(format!("le métier {code} n’est pas dans l’annexe 3."))
            })
    };
    let mut arrete = Vec::new();
    for (region, _) in &releve.annonces {
        let mut metiers: Vec<Metier> = Vec::new();
        for imprime in releve.regions.iter().filter(|m| m.rubrique == *region) {
            let ecart = ARRETE_DE_2008
                .iter()
                .find(|(ou, code, _)| ou == region && *code == imprime.code);
            match ecart {
                None => metiers.push(imprime.clone()),
                Some((_, _, Some(code))) => metiers.push(Metier {
                    code: (*code).to_owned(),
                    libelle: libelle(code)?,
                    ..imprime.clone()
                }),
                Some((_, _, None)) => {}
            }
        }
        for national in &releve.national {
            metiers.push(Metier {
                rubrique: region.clone(),
                ..national.clone()
            });
        }
        metiers.sort_by(|a, b| a.code.cmp(&b.code));
        metiers.dedup_by(|a, b| a.code == b.code);
        arrete.extend(metiers);
    }
    Ok(arrete)
}

fn relever(texte: &str) -> Result<Releve, ErreurExtraction> {
    let releve = lire(texte)?;
    verifier(&releve)?;
    Ok(releve)
}

/// Every row, under the heading it stands under.
fn lire(texte: &str) -> Result<Releve, ErreurExtraction> {
    let mut releve = Releve::default();
    let mut partie = Partie::Texte;
    let mut rubrique = String::new();
    for (rang, brute) in texte.lines().enumerate() {
        let ligne = brute.trim();
        if let Some(titre) = ligne
            .strip_prefix("## ")
            .map(|t| t.trim_start_matches('#').trim())
        {
            partie = match titre {
                "ANNEXE 2" => Partie::Ue,
                "ANNEXE 3" => Partie::Tiers,
                "ANNEXE 4" => Partie::Regions,
                _ => partie,
            };
            if partie == Partie::Regions && titre != "ANNEXE 4" {
                titre.clone_into(&mut rubrique);
            }
            continue;
        }
        if let Some(region) = ligne
            .strip_prefix("### ")
            .filter(|_| partie == Partie::Regions)
        {
            region.trim().clone_into(&mut rubrique);
            continue;
        }
        if partie == Partie::Tiers && ligne.contains("ouverts dans l'ensemble des régions") {
            partie = Partie::National;
            continue;
        }
        if partie == Partie::Texte || ligne.is_empty() {
            continue;
        }
        let (tete, reste) = ligne.split_once('\t').unwrap_or((ligne, ""));
        let net = sans_balises(tete);
        if net == "CODE ROME" {
            let suite = sans_balises(reste);
            if partie == Partie::Regions {
                let nombre = suite.split(' ').next().and_then(|n| n.parse().ok());
                let nombre = nombre.ok_or_else(|| {
                    ErreurExtraction::a_la_ligne(
                        rang + 1,
                        format!("« {suite} » n’annonce pas de nombre de métiers."),
                    )
                })?;
                releve.annonces.push((rubrique.clone(), nombre));
            } else if suite != "DOMAINES PROFESSIONNELS" {
                // The heading of a page holds a domain too.
                rubrique = suite;
            }
            continue;
        }
        if tete.len() == 5 && tete.bytes().all(|b| b.is_ascii_digit()) {
            let mut metier = Metier {
                ligne: rang + 1,
                rubrique: rubrique.clone(),
                code: tete.to_owned(),
                libelle: reste.trim().to_owned(),
            };
            match partie {
                Partie::Ue => releve.ue.push(metier),
                Partie::Tiers => releve.tiers.push(metier),
                Partie::National => {
                    let tiers = releve.tiers.iter().find(|m| m.code == metier.code);
                    metier.rubrique = tiers.map(|m| m.rubrique.clone()).ok_or_else(|| {
                        ErreurExtraction::a_la_ligne(
                            metier.ligne,
                            format!("le métier {} n’est pas dans l’annexe 3.", metier.code),
                        )
                    })?;
                    releve.national.push(metier);
                }
                Partie::Regions | Partie::Texte => releve.regions.push(metier),
            }
        } else if tete.starts_with("<b>") {
            rubrique = net;
        }
    }
    Ok(releve)
}

/// The totals that the circular announces, and its one region whose rows fall short (register M07-06).
fn verifier(releve: &Releve) -> Result<(), ErreurExtraction> {
    let comptes = [
        ("annexe 2", releve.ue.len(), 150),
        ("annexe 3", releve.tiers.len(), 30),
        (
            "métiers ouverts dans toutes les régions",
            releve.national.len(),
            6,
        ),
        ("régions", releve.annonces.len(), 22),
        ("annexe 4", releve.regions.len(), 427),
    ];
    for (quoi, trouves, attendus) in comptes {
        if trouves != attendus {
            return Err(ErreurExtraction::generale(format!(
                "{quoi} : {trouves} lignes trouvées, {attendus} attendues."
            )));
        }
    }
    for (region, annonces) in &releve.annonces {
        let imprimes = releve
            .regions
            .iter()
            .filter(|m| m.rubrique == *region)
            .count();
        let attendus = if region == "Limousin" {
            *annonces - 2
        } else {
            *annonces
        };
        if imprimes != attendus {
            return Err(ErreurExtraction::generale(format!(
                "{region} : {imprimes} métiers imprimés, {attendus} attendus."
            )));
        }
    }
    Ok(())
}

fn sans_balises(texte: &str) -> String {
    let mut net = String::new();
    let mut dedans = false;
    for c in texte.chars() {
        match c {
            '<' => dedans = true,
            '>' => dedans = false,
            _ if !dedans => net.push(c),
            _ => {}
        }
    }
    net.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_removed_and_a_wrong_count_stops_everything() {
        assert_eq!(
            sans_balises("<b>BANQUE <i>ET</i> ASSURANCES</b>"),
            "BANQUE ET ASSURANCES"
        );
        let texte = "## ANNEXE 2\n<b>COMMERCE</b>\t\n14232\tTechnicien\n";
        let erreur = relever(texte).unwrap_err();
        assert!(
            erreur
                .message
                .starts_with("annexe 2 : 1 lignes trouvées, 150"),
            "{erreur}"
        );
    }

    #[test]
    fn a_page_heading_is_also_a_domain() {
        let texte = "## ANNEXE 2\nCODE ROME\t<i>DOMAINES PROFESSIONNELS</i>\n<b>COMMERCE</b>\t\n14232\tA\n<b>CODE ROME</b>\t<b>BANQUE</b>\n33226\tB\n";
        let lus: Vec<(String, String)> = lire(texte)
            .unwrap()
            .ue
            .into_iter()
            .map(|metier| (metier.rubrique, metier.code))
            .collect();
        let attendus = [("COMMERCE", "14232"), ("BANQUE", "33226")];
        assert_eq!(lus, attendus.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn a_national_job_has_the_domain_of_annex_3_and_must_be_there() {
        let tete = "## ANNEXE 3\n<b>INFORMATIQUE</b>\n32331\tExpert\n**ouverts dans l'ensemble des régions françaises :**\n";
        let lu = lire(&format!("{tete}32331\tExpert\n")).unwrap();
        assert_eq!(lu.national[0].rubrique, "INFORMATIQUE");
        let erreur = lire(&format!("{tete}32332\tAutre\n")).unwrap_err();
        assert_eq!(erreur.ligne, Some(5));
    }
}
