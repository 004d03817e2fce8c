//! Names as people write them, against names as the INSEE writes them.

use super::table::Table;
use super::{Commune, Nature, est_du_departement};
use crate::lettres::aplatir;

/// The articles that a name may begin with, or that a list puts at its end.
const ARTICLES: [&str; 4] = ["LE", "LA", "LES", "L"];

/// Where each name leads, by the hash of its keys: the names are read again in the list itself.
///
/// Sorted by drawer only: a whole sort would cost more than all the questions of a usual file.
pub(super) struct IndexDesNoms {
    /// Where each drawer begins in `paires`.
    tiroirs: Box<[u32]>,
    /// The low half of a hash, and a place.
    paires: Box<[(u32, u32)]>,
}

/// Bits of a hash that tell its drawer: some twenty names each.
const BITS_DU_TIROIR: u32 = 11;

/// The drawer and the place in it tell enough: the name itself is read again.
#[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
fn moitie_basse(hache: u64) -> u32 {
    hache as u32
}

fn tiroir(hache: u64) -> usize {
    usize::try_from(hache >> (u64::BITS - BITS_DU_TIROIR)).unwrap_or(0)
}

impl IndexDesNoms {
    pub(super) fn de(table: &Table) -> Self {
        let mut lues = Vec::with_capacity(64_000);
        let mut tampon = String::new();
        for (place, commune) in table.placees() {
            for nom in noms(&commune) {
                let (entiere, nue) = haches(nom, &mut tampon);
                if nue != entiere {
                    lues.push((nue, place));
                }
                lues.push((entiere, place));
            }
        }
        let mut tiroirs = vec![0u32; (1 << BITS_DU_TIROIR) + 1];
        for &(hache, _) in &lues {
            tiroirs[tiroir(hache) + 1] += 1;
        }
        for rang in 1..tiroirs.len() {
            tiroirs[rang] += tiroirs[rang - 1];
        }
        let mut suivantes = tiroirs.clone();
        let mut paires = vec![(0, 0); lues.len()];
        for paire in lues {
            let suivante = &mut suivantes[tiroir(paire.0)];
            paires[*suivante as usize] = (moitie_basse(paire.0), paire.1);
            *suivante += 1;
        }
        Self {
            tiroirs: tiroirs.into_boxed_slice(),
            paires: paires.into_boxed_slice(),
        }
    }

    /// Where the names of a key may stand in the list.
    fn places(&self, cle: &str) -> impl Iterator<Item = u32> {
        let hache = hacher(cle);
        let rang = tiroir(hache);
        let siennes = self.tiroirs[rang] as usize..self.tiroirs[rang + 1] as usize;
        self.paires[siennes]
            .iter()
            .filter(move |(autre, _)| *autre == moitie_basse(hache))
            .map(|(_, place)| *place)
    }

    pub(super) fn chercher<'t>(
        &self,
        table: &'t Table,
        nom: &str,
        departement: Option<&str>,
    ) -> Vec<Commune<'t>> {
        let (entiere, nue) = cles(nom);
        if nue.is_empty() {
            return Vec::new();
        }
        let trouver = |cle: &str, convient: &dyn Fn(&str) -> bool| {
            let mut trouvees: Vec<Commune<'t>> = self
                .places(cle)
                .filter_map(|place| table.a_la_place(place))
                .filter(|commune| noms(commune).any(convient))
                .filter(|commune| departement.is_none_or(|d| est_du_departement(commune, d)))
                .collect();
            // A name that stands twice in a row leads to it twice.
            trouvees.sort_by_key(|commune| commune.code);
            trouvees.dedup_by_key(|commune| commune.code);
            trouvees.sort_by_key(|commune| {
                let actuelle = matches!(commune.nature, Nature::Commune | Nature::Arrondissement)
                    && convient(commune.nom);
                (!actuelle, commune.code)
            });
            trouvees
        };
        let exactes = trouver(&entiere, &|nom| cles(nom).0 == entiere);
        if exactes.is_empty() {
            trouver(&nue, &|nom| cles(nom).1 == nue)
        } else {
            exactes
        }
    }
}

/// The names of a row that are known.
fn noms<'a>(commune: &Commune<'a>) -> impl Iterator<Item = &'a str> {
    let nom = Some(commune.nom).filter(|nom| !nom.is_empty());
    nom.into_iter().chain(commune.autre_nom)
}

/// The same name gives the same number in every run.
fn hacher(cle: &str) -> u64 {
    let mut hache = cle.len() as u64;
    let (mots, reste) = cle.as_bytes().as_chunks::<8>();
    let mut dernier = [0; 8];
    dernier[..reste.len()].copy_from_slice(reste);
    for mot in mots.iter().chain([&dernier]) {
        hache = (hache ^ u64::from_le_bytes(*mot)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hache ^= hache >> 29;
    }
    hache.wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// The hashes of both keys of a name; nearly all names are plain, and need no other text than `tampon`.
fn haches(nom: &str, tampon: &mut String) -> (u64, u64) {
    if !aplatir_simple(nom, tampon) {
        let (entiere, nue) = cles(nom);
        return (hacher(&entiere), hacher(&nue));
    }
    let entiere = hacher(tampon);
    match tampon.split_once(' ') {
        Some((article, nue)) if ARTICLES.contains(&article) => (entiere, hacher(nue)),
        _ => (entiere, entiere),
    }
}

/// The first key of a name of letters, hyphens, apostrophes and spaces, none of whose words is read apart;
/// `false` for any other name.
fn aplatir_simple(nom: &str, plat: &mut String) -> bool {
    let a_part = |mot: &str| {
        matches!(
            mot,
            "ST" | "STE" | "CEDEX" | "ARRONDISSEMENT" | "ARRT" | "ARDT" | "ARR"
        )
    };
    plat.clear();
    let mut debut = 0;
    for c in nom.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => plat.push(c.to_ascii_uppercase()),
            '-' | '\'' | ' ' if plat.len() == debut => {}
            '-' | '\'' | ' ' => {
                if a_part(&plat[debut..]) {
                    return false;
                }
                plat.push(' ');
                debut = plat.len();
            }
            '×' | '÷' => return false,
            'À'..='ÿ' | 'Œ' | 'œ' => aplatir(c, plat),
            _ => return false,
        }
    }
    let dernier = &plat[debut..];
    // An article at the end goes to the front.
    !dernier.is_empty() && !a_part(dernier) && (debut == 0 || !ARTICLES.contains(&dernier))
}

/// A name in capital words without accents, with its article and its precision between parentheses; then without.
fn cles(nom: &str) -> (String, String) {
    let (hors, dedans) = parentheses(nom);
    let mut mots = mots(&hors);
    let precision = self::mots(&dedans);
    let article_a_la_fin = |mot: &String| ARTICLES.contains(&mot.as_str());
    // « HAVRE (LE) » and « HAVRE LE » are Le Havre.
    let mut precisions = precision;
    if precisions.len() == 1 && article_a_la_fin(&precisions[0]) {
        mots.append(&mut precisions);
    }
    if mots.len() > 1
        && let Some(dernier) = mots.pop_if(|mot| article_a_la_fin(mot))
    {
        mots.insert(0, dernier);
    }
    let sans_article = match mots.split_first() {
        Some((premier, reste)) if !reste.is_empty() && ARTICLES.contains(&premier.as_str()) => {
            reste
        }
        _ => &mots,
    };
    let nue = sans_article.join(" ");
    mots.extend(precisions);
    (mots.join(" "), nue)
}

/// What stands outside the parentheses, and inside.
fn parentheses(nom: &str) -> (String, String) {
    let (mut hors, mut dedans) = (String::new(), String::new());
    let mut ouvertes = 0u32;
    for c in nom.chars() {
        match c {
            '(' => ouvertes += 1,
            ')' => ouvertes = ouvertes.saturating_sub(1),
            _ if ouvertes > 0 => dedans.push(c),
            _ => hors.push(c),
        }
    }
    (hors, dedans)
}

/// The words: no accent, no sign, « SAINT » in full, an arrondissement by its number alone, no « CEDEX ».
fn mots(nom: &str) -> Vec<String> {
    let mut plat = String::with_capacity(nom.len() + 4);
    let mut lettres = nom.chars().peekable();
    while let Some(c) = lettres.next() {
        // « CHALON S/ SAONE ».
        if matches!(c, 's' | 'S')
            && lettres.peek() == Some(&'/')
            && plat.chars().last().is_none_or(|avant| avant == ' ')
        {
            plat.push_str("SUR ");
            continue;
        }
        aplatir(c, &mut plat);
    }
    let mut mots: Vec<String> = Vec::new();
    for mot in plat.split(' ').filter(|mot| !mot.is_empty()) {
        match mot {
            "CEDEX" if !mots.is_empty() => break,
            "ST" => mots.push("SAINT".to_owned()),
            "STE" => mots.push("SAINTE".to_owned()),
            "ARRONDISSEMENT" | "ARRT" | "ARDT" | "ARR"
                if mots.last().is_some_and(|avant| est_un_nombre(avant)) => {}
            _ => mots.push(ordinal(mot).unwrap_or_else(|| mot.to_owned())),
        }
    }
    mots
}

fn est_un_nombre(mot: &str) -> bool {
    mot.bytes().all(|octet| octet.is_ascii_digit())
}

/// `13`, `13E`, `01ER`, `8EME`: the number.
fn ordinal(mot: &str) -> Option<String> {
    let fin = mot.find(|c: char| !c.is_ascii_digit()).unwrap_or(mot.len());
    let (nombre, suffixe) = mot.split_at(fin);
    let ordinal = matches!(suffixe, "" | "E" | "ER" | "EME" | "IEME" | "ND");
    // A postcode stays as it is.
    (ordinal && (1..=2).contains(&nombre.len()))
        .then(|| nombre.trim_start_matches('0').to_owned())
        .filter(|nombre| !nombre.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_key_however_it_is_written() {
        let cas = [
            (
                "L'Abergement-Clémenciat",
                "L ABERGEMENT CLEMENCIAT",
                "ABERGEMENT CLEMENCIAT",
            ),
            (
                "l’abergement clemenciat",
                "L ABERGEMENT CLEMENCIAT",
                "ABERGEMENT CLEMENCIAT",
            ),
            ("ST-DENIS", "SAINT DENIS", "SAINT DENIS"),
            ("Ste Maxime", "SAINTE MAXIME", "SAINTE MAXIME"),
            ("HAVRE (LE)", "LE HAVRE", "HAVRE"),
            ("Havre, Le", "LE HAVRE", "HAVRE"),
            ("Paris 1er Arrondissement", "PARIS 1", "PARIS 1"),
            ("PARIS 01", "PARIS 1", "PARIS 1"),
            ("Paris 13ème arr.", "PARIS 13", "PARIS 13"),
            ("LYON CEDEX 03", "LYON", "LYON"),
            ("Chalon s/ Saône", "CHALON SUR SAONE", "CHALON SUR SAONE"),
            (
                "Château-Chinon (Ville)",
                "CHATEAU CHINON VILLE",
                "CHATEAU CHINON",
            ),
            ("Œuilly", "OEUILLY", "OEUILLY"),
            ("E\u{301}vreux", "EVREUX", "EVREUX"),
            ("Le  Grand-Ste", "LE GRAND SAINTE", "GRAND SAINTE"),
            (" Les Œufs", "LES OEUFS", "OEUFS"),
            ("Le Puy La", "LA LE PUY", "LE PUY"),
            ("A×B", "A B", "A B"),
            ("Y", "Y", "Y"),
            ("La", "LA", "LA"),
            ("CEDEX", "CEDEX", "CEDEX"),
            ("75013", "75013", "75013"),
            ("", "", ""),
            (" - ", "", ""),
        ];
        let mut tampon = String::new();
        for (nom, entiere, nue) in cas {
            assert_eq!(cles(nom), (entiere.to_owned(), nue.to_owned()), "{nom}");
            let attendues = (hacher(entiere), hacher(nue));
            assert_eq!(haches(nom, &mut tampon), attendues, "{nom}");
        }
    }
}
