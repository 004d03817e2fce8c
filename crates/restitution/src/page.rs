//! What the pages for a browser share.

use std::io::{self, Write};

use askama::Template;
use sha2::{Digest, Sha256};

/// A part of the page; templates lose their last line break.
pub fn ecrire(sortie: &mut impl Write, morceau: &impl Template) -> io::Result<()> {
    Template::write_into(morceau, sortie)?;
    sortie.write_all(b"\n")
}

/// What the page's policy knows a style or a script by: SHA-256 in base 64.
pub fn empreinte(texte: &str) -> String {
    const SIGNES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let empreinte = Sha256::digest(texte.as_bytes());
    let mut base64 = String::with_capacity(44);
    for trio in empreinte.chunks(3) {
        let octet = |rang: usize| u32::from(trio.get(rang).copied().unwrap_or(0));
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        for rang in 0..4 {
            if rang > trio.len() {
                base64.push('=');
            } else {
                let signe = SIGNES[(bits >> (18 - 6 * rang)) as usize & 63];
                base64.push(char::from(signe));
            }
        }
    }
    base64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_print_of_an_empty_text_is_known_to_all() {
        assert_eq!(
            empreinte(""),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
