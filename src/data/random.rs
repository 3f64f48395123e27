//! Random numbers that depend on what they are for, not on what was drawn before.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The random numbers for one purpose and one place in it: `rng(seed, "masking", step)`.
///
/// Each (seed, purpose, index) is the key of a cipher whose stream is the numbers. Nothing is shared and nothing is
/// carried over, so the same numbers come out on any thread, in any order, and after a stop and a resume.
pub fn rng(seed: u64, purpose: &str, index: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&fnv1a(purpose.as_bytes()).to_le_bytes());
    key[16..24].copy_from_slice(&index.to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// The 64-bit Fowler–Noll–Vo hash, variant 1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same on every machine
/// and in every release, which the standard library's hash does not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;
    use std::collections::HashSet;

    #[test]
    fn fnv1a_gives_the_published_values() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_stream_is_fixed_and_differs_with_each_argument() {
        let first = |seed, purpose, index| rng(seed, purpose, index).random::<u64>();
        assert_eq!(first(1, "masking", 2), first(1, "masking", 2));
        let streams: HashSet<u64> =
            [first(1, "masking", 2), first(2, "masking", 1), first(1, "dropout", 2), first(1, "masking", 3)].into();
        assert_eq!(streams.len(), 4);
    }
}
