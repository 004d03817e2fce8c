//! The names of invented establishments, in communes that do not exist.

/// What it is named after.
const LIEUX: [&str; 34] = [
    "des Trois-Moulins",
    "du Pont-aux-Cerisiers",
    "des Tilleuls",
    "de la Fontaine-Bleue",
    "du Grand-Verger",
    "des Quatre-Vents",
    "de la Butte-aux-Merles",
    "du Clos-Vermeil",
    "des Passerelles",
    "de la Tour-Penchée",
    "du Vieux-Lavoir",
    "des Grandes-Allées",
    "de l’Écluse-Neuve",
    "du Bois-Marquet",
    "des Marronniers",
    "de la Halle-Basse",
    "du Champ-Doré",
    "des Sept-Arpents",
    "de la Croix-Perdue",
    "du Ru-de-Mauve",
    "des Ormes-Courbes",
    "de la Plaine-Claire",
    "du Chemin-Creux",
    "des Belles-Feuilles",
    "de la Ferme-Haute",
    "du Cadran-Solaire",
    "des Jardins-Longs",
    "de la Rive-Ouest",
    "du Beffroi",
    "des Lavandières",
    "de la Garenne-Ronde",
    "du Pas-de-Loup",
    "des Verriers",
    "de l’Horloge",
];

/// Where it is.
const COMMUNES: [&str; 32] = [
    "Valmorin",
    "Sauvelles",
    "Courtaudin",
    "Brissonville",
    "Mireval-le-Haut",
    "Chantebrune",
    "Orvilliers-la-Mare",
    "Tremblaye",
    "Fontolive",
    "Rouvres-le-Petit",
    "Gondrecourt-sur-Ru",
    "Vauclair-les-Étangs",
    "Bellefosse",
    "Montargeau",
    "Lizeraie",
    "Pont-Sorel",
    "Épinettes-le-Vieux",
    "Castelnoir",
    "Merlimont-en-Brie",
    "Hautefage",
    "Clairvallon",
    "Noisemont",
    "Joncherolles-Basse",
    "Baillancourt",
    "Aubrecy",
    "Villemarais",
    "Sermoise-la-Grande",
    "Tournelune",
    "Cormières",
    "Rochebise",
    "Les Aulnettes",
    "Plessis-Vermot",
];

/// How many names there are before one comes again.
pub const NOMBRE: u64 = (LIEUX.len() * COMMUNES.len()) as u64;

/// The name of a rank.
pub fn nom(nature: &str, rang: u64) -> String {
    let rang = usize::try_from(rang).unwrap_or(0);
    let genre = match nature {
        "erea" => "EREA",
        "college" => "Collège",
        "cite_mixte" => "Cité mixte",
        "lycee_agricole_public" | "lycee_prive_agricole" => "Lycée agricole",
        _ if rang.is_multiple_of(3) => "Lycée professionnel",
        _ if rang.is_multiple_of(5) => "Lycée polyvalent",
        _ => "Lycée",
    };
    let lieu = LIEUX[rang % LIEUX.len()];
    let commune = COMMUNES[rang / LIEUX.len() % COMMUNES.len()];
    format!("{genre} {lieu} ({commune})")
}
