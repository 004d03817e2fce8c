//! Where separators, line breaks and quotes stand in a block: sixteen bytes at a time.

use wide::u8x16;

/// Puts in `positions` the offset of each of the three bytes, in order.
pub fn reperer(bloc: &[u8], separateur: u8, fin_de_ligne: u8, positions: &mut Vec<u32>) {
    positions.clear();
    let cherches = [separateur, fin_de_ligne, b'"'].map(u8x16::splat);
    let (morceaux, reste) = bloc.as_chunks::<64>();
    let mut base = 0u32;
    for morceau in morceaux {
        let masque = masque(morceau, &cherches);
        ajouter(masque, base, positions);
        base += 64;
    }
    for (&octet, rang) in reste.iter().zip(base..) {
        if octet == separateur || octet == fin_de_ligne || octet == b'"' {
            positions.push(rang);
        }
    }
}

#[inline]
fn masque(morceau: &[u8; 64], cherches: &[u8x16; 3]) -> u64 {
    let mut masque = 0;
    let (quarts, _) = morceau.as_chunks::<16>();
    for (quart, rang) in quarts.iter().zip(0u32..) {
        let octets = u8x16::new(*quart);
        let trouves =
            octets.simd_eq(cherches[0]) | octets.simd_eq(cherches[1]) | octets.simd_eq(cherches[2]);
        masque |= u64::from(trouves.to_bitmask()) << (rang * 16);
    }
    masque
}

#[inline]
fn ajouter(mut masque: u64, base: u32, positions: &mut Vec<u32>) {
    positions.extend((0..masque.count_ones()).map(|_| {
        let position = base + masque.trailing_zeros();
        masque &= masque - 1;
        position
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_a_plain_search() {
        for longueur in 0..300usize {
            let bloc: Vec<u8> = (0..longueur)
                .map(|n| b"ab;c\"d\nef,gh"[(n * n + n / 3) % 12])
                .collect();
            let mut positions = Vec::new();
            reperer(&bloc, b';', b'\n', &mut positions);
            let attendues: Vec<u32> = (0u32..)
                .zip(&bloc)
                .filter(|(_, o)| matches!(o, b';' | b'\n' | b'"'))
                .map(|(rang, _)| rang)
                .collect();
            assert_eq!(positions, attendues);
        }
    }
}
