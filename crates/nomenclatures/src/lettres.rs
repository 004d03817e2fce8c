//! Letters set aside from their case and accents, to compare names as people write them.

/// A character in capitals without accent; any sign is a space.
pub(crate) fn aplatir(c: char, plat: &mut String) {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => plat.push(c.to_ascii_uppercase()),
        'À'..='Å' | 'à'..='å' => plat.push('A'),
        'Ç' | 'ç' => plat.push('C'),
        'È'..='Ë' | 'è'..='ë' => plat.push('E'),
        'Ì'..='Ï' | 'ì'..='ï' => plat.push('I'),
        'Ñ' | 'ñ' => plat.push('N'),
        'Ò'..='Ö' | 'ò'..='ö' => plat.push('O'),
        'Ù'..='Ü' | 'ù'..='ü' => plat.push('U'),
        'Ý' | 'ý' | 'ÿ' | 'Ÿ' => plat.push('Y'),
        'Œ' | 'œ' => plat.push_str("OE"),
        'Æ' | 'æ' => plat.push_str("AE"),
        // An accent written apart from its letter.
        '\u{300}'..='\u{36f}' => {}
        autre if autre.is_alphanumeric() => plat.push(autre),
        _ => plat.push(' '),
    }
}
