//! The rows, in the bytes of `codes.csv` as they stand: sorted by code, five signs first, no quotes.

use std::borrow::Cow;

use super::{Commune, Etat, Nature};

/// The header, which further columns may follow.
pub(super) const COLONNES: &str = "code,nom,departement,successeur,nature,autre_nom,codes_postaux";

/// How many signs a code has.
const CODE: usize = 5;

/// How many codes there may be: five digits, then `2A` and `2B` with three.
const NUMEROS: usize = 102_000;

/// The bytes of the list, its header apart.
pub(super) struct Table {
    octets: Cow<'static, [u8]>,
    entete: usize,
}

/// The number of a code among those that may be.
#[inline]
pub(super) fn numero(code: &[u8]) -> Option<usize> {
    let &[premier, second, centaine, dizaine, unite] = code else {
        return None;
    };
    let chiffre = |octet: u8| octet.is_ascii_digit().then(|| usize::from(octet - b'0'));
    let debut = match (premier, second) {
        (b'2', b'A') => 100,
        (b'2', b'B') => 101,
        _ => chiffre(premier)? * 10 + chiffre(second)?,
    };
    Some(debut * 1000 + chiffre(centaine)? * 100 + chiffre(dizaine)? * 10 + chiffre(unite)?)
}

impl Table {
    /// Nothing when the columns are not those expected.
    pub(super) fn new(octets: Cow<'static, [u8]>) -> Option<Self> {
        let reste = octets.strip_prefix(COLONNES.as_bytes())?;
        let entete = match reste.first() {
            None | Some(b'\n') => COLONNES.len(),
            Some(b',') => memchr::memchr(b'\n', &octets).unwrap_or(octets.len()),
            Some(_) => return None,
        };
        Some(Self {
            entete: (entete + 1).min(octets.len()),
            octets,
        })
    }

    /// Whether the bytes are those of the program, and not read from a folder.
    pub(super) fn est_pretee(&self) -> bool {
        matches!(self.octets, Cow::Borrowed(_))
    }

    pub(super) fn a_des_guillemets(&self) -> bool {
        memchr::memchr(b'"', &self.octets).is_some()
    }

    /// Every row, with where it begins.
    fn lignes(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let mut debut = self.entete;
        std::iter::from_fn(move || {
            let reste = self.octets.get(debut..).filter(|reste| !reste.is_empty())?;
            let longueur = memchr::memchr(b'\n', reste).unwrap_or(reste.len());
            let ici = debut;
            debut += longueur + 1;
            Some((ici, &reste[..longueur]))
        })
    }

    /// The communes, with where their row begins.
    pub(super) fn placees(&self) -> impl Iterator<Item = (u32, Commune<'_>)> {
        self.lignes().filter_map(|(place, ligne)| {
            // Saturates: no list comes near 4 GiB.
            Some((u32::try_from(place).unwrap_or(u32::MAX), lire(ligne)?))
        })
    }

    /// The commune whose row begins at a place.
    pub(super) fn a_la_place(&self, place: u32) -> Option<Commune<'_>> {
        let reste = self.octets.get(usize::try_from(place).ok()?..)?;
        lire(&reste[..memchr::memchr(b'\n', reste).unwrap_or(reste.len())])
    }

    /// The communes that a postcode serves, without an index: what a few questions want.
    pub(super) fn parcourir_le_code_postal(&self, code_postal: &str) -> Vec<Commune<'_>> {
        let mut servies = Vec::new();
        if numero(code_postal.as_bytes()).is_none() {
            return servies;
        }
        let octets = self.octets.get(self.entete..).unwrap_or_default();
        let mut lue = 0;
        for place in memchr::memmem::find_iter(octets, code_postal) {
            if place < lue {
                continue;
            }
            let debut = memchr::memrchr(b'\n', &octets[..place]).map_or(0, |saut| saut + 1);
            lue = memchr::memchr(b'\n', &octets[place..]).map_or(octets.len(), |saut| place + saut);
            servies.extend(
                lire(&octets[debut..lue])
                    .filter(|commune| commune.codes_postaux().any(|autre| autre == code_postal)),
            );
        }
        servies
    }

    /// The row of a code, by halves: the rows are sorted, and each begins with its code.
    pub(super) fn chercher(&self, code: &[u8]) -> Option<Commune<'_>> {
        numero(code)?;
        let mut lignes = self.octets.get(self.entete..)?;
        while !lignes.is_empty() {
            let milieu = lignes.len() / 2;
            let debut = memchr::memrchr(b'\n', &lignes[..milieu]).map_or(0, |saut| saut + 1);
            let fin =
                memchr::memchr(b'\n', &lignes[milieu..]).map_or(lignes.len(), |saut| milieu + saut);
            let ligne = &lignes[debut..fin];
            match ligne.get(..code.len()).unwrap_or(ligne).cmp(code) {
                std::cmp::Ordering::Equal => return lire(ligne),
                std::cmp::Ordering::Less => lignes = lignes.get(fin + 1..).unwrap_or_default(),
                std::cmp::Ordering::Greater => lignes = &lignes[..debut],
            }
        }
        None
    }
}

fn lire(ligne: &[u8]) -> Option<Commune<'_>> {
    let mut reste = Some(std::str::from_utf8(ligne).ok()?);
    // Cells of a few bytes: looking at each one is quicker than a search that sets itself up.
    let mut suivante = || {
        let cellule = reste?;
        let virgule = cellule.bytes().position(|octet| octet == b',');
        reste = virgule.map(|virgule| &cellule[virgule + 1..]);
        Some(virgule.map_or(cellule, |virgule| &cellule[..virgule]))
    };
    let plein = |cellule: &&str| !cellule.is_empty();
    Some(Commune {
        code: suivante()?,
        nom: suivante()?,
        departement: suivante()?,
        successeur: suivante().filter(plein),
        nature: match suivante()? {
            "COM" => Nature::Commune,
            "ARM" => Nature::Arrondissement,
            "COMD" => Nature::Deleguee,
            "COMA" => Nature::Associee,
            _ => Nature::Ancienne,
        },
        autre_nom: suivante().filter(plein),
        codes_postaux: suivante().unwrap_or_default(),
    })
}

/// Two bits a code: absent, in use, or replaced.
pub(super) struct Etats(Box<[u64]>);

const PAR_MOT: usize = 32;

impl Etats {
    /// One walk over the rows: it skips the names, and what follows the successor.
    pub(super) fn de(table: &Table) -> Self {
        let mut mots = vec![0; NUMEROS.div_ceil(PAR_MOT)].into_boxed_slice();
        let mut reste = table.octets.get(table.entete..).unwrap_or_default();
        while let Some((code, suite)) = reste.split_at_checked(CODE) {
            let lu = successeur(suite);
            if let (Some(numero), Some((rempli, _))) = (numero(code), lu) {
                let etat: u64 = if rempli { 2 } else { 1 };
                mots[numero / PAR_MOT] |= etat << (2 * (numero % PAR_MOT));
            }
            let suite = &suite[lu.map_or(0, |(_, lus)| lus)..];
            reste = memchr::memchr(b'\n', suite)
                .and_then(|saut| suite.get(saut + 1..))
                .unwrap_or_default();
        }
        Self(mots)
    }

    #[inline]
    pub(super) fn de_numero(&self, numero: usize) -> Etat {
        let mot = self.0.get(numero / PAR_MOT).copied().unwrap_or_default();
        match mot >> (2 * (numero % PAR_MOT)) & 3 {
            0 => Etat::Inconnu,
            1 => Etat::EnUsage,
            _ => Etat::Ancien,
        }
    }
}

/// Whether the fourth cell is filled, and how many bytes come before it; `suite` follows the code. Nothing
/// when the row has not the form: a name without line break, a department of two or three signs.
fn successeur(suite: &[u8]) -> Option<(bool, usize)> {
    let nom = suite.strip_prefix(b",")?;
    let departement = memchr::memchr2(b',', b'\n', nom)?;
    let reste = nom.get(departement..)?;
    let lus = match reste {
        [b',', _, _, b',', ..] => 4,
        [b',', _, _, _, b',', ..] => 5,
        _ => return None,
    };
    let rempli = !matches!(reste.get(lus), None | Some(b',' | b'\n'));
    Some((rempli, 1 + departement + lus))
}

/// The rows that a code of five signs leads to, sorted by that code.
pub(super) struct Renvois(Box<[(u32, u32)]>);

impl Renvois {
    /// From a postcode to what it serves.
    pub(super) fn des_codes_postaux(table: &Table) -> Self {
        Self::trier(table.placees().flat_map(|(place, commune)| {
            commune
                .codes_postaux()
                .map(move |code_postal| (code_postal, place))
        }))
    }

    /// From a commune of today to the codes it replaced.
    pub(super) fn des_anciens(table: &Table) -> Self {
        Self::trier(
            table
                .placees()
                .filter_map(|(place, commune)| Some((commune.successeur?, place))),
        )
    }

    fn trier<'t>(paires: impl Iterator<Item = (&'t str, u32)>) -> Self {
        let mut paires: Vec<(u32, u32)> = paires
            .filter_map(|(code, place)| Some((Self::cle(code)?, place)))
            .collect();
        paires.sort_unstable();
        Self(paires.into_boxed_slice())
    }

    fn cle(code: &str) -> Option<u32> {
        u32::try_from(numero(code.as_bytes())?).ok()
    }

    pub(super) fn chercher<'t>(&self, table: &'t Table, code: &str) -> Vec<Commune<'t>> {
        let Some(cherche) = Self::cle(code) else {
            return Vec::new();
        };
        let debut = self.0.partition_point(|&(code, _)| code < cherche);
        self.0[debut..]
            .iter()
            .take_while(|&&(code, _)| code == cherche)
            .filter_map(|&(_, place)| table.a_la_place(place))
            .collect()
    }
}
