//! Random numbers without state: the n-th number of a stream is a function of n.
//!
//! Dropout needs the same mask in forward and in backward. A counter-based generator (Salmon et al. 2011, *Parallel
//! Random Numbers: As Easy as 1, 2, 3*) recomputes it, so that no mask is stored, no generator is shared between threads,
//! and a resumed run draws what the uninterrupted run would have drawn.

/// A stream of 32-bit numbers, named by where it is used. Streams of different names are unrelated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    low: u32,
    high: u32,
}

impl Stream {
    /// The stream of one dropout: of `operation` (its place on the tape), in `shard`, at `step`, in the run of `seed`.
    pub fn new(seed: u64, step: u64, shard: u64, operation: u64) -> Stream {
        let key = [step, shard, operation].iter().fold(mix64(seed), |key, part| mix64(key ^ part));
        Stream { low: key as u32, high: (key >> 32) as u32 }
    }

    /// The number at `counter`: every pattern of 32 bits occurs exactly once in the 2³² counters.
    ///
    /// Two rounds of the hash, each with half of the key. With one round, two streams would be the same numbers in
    /// another order.
    #[inline(always)]
    pub fn bits(self, counter: u32) -> u32 {
        mix32(mix32(counter ^ self.low) ^ self.high)
    }
}

/// `lowbias32`, the 32-bit hash of least bias that Chris Wellons found by search (2018, *Prospecting for Hash Functions*,
/// <https://nullprogram.com/blog/2018/07/31/>). Shifts and products of 32 bits: vectors have both.
#[inline(always)]
fn mix32(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^= x >> 15;
    x = x.wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

/// One step of SplitMix64 (Steele et al. 2014, *Fast Splittable Pseudorandom Number Generators*).
fn mix64(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: u32 = 1 << 16;

    /// Of two independent numbers, about half of the 32 bits agree: over n pairs, 16 ± 5 · √(8 / n) (five standard errors).
    fn assert_unrelated(name: &str, pairs: impl Iterator<Item = (u32, u32)>) {
        let (mut agreeing, mut count) = (0u64, 0u64);
        for (a, b) in pairs {
            agreeing += u64::from((!(a ^ b)).count_ones());
            count += 1;
        }
        let mean = agreeing as f64 / count as f64;
        assert!((mean - 16.0).abs() < 5.0 * (8.0 / count as f64).sqrt(), "{name}: {mean} of 32 bits agree");
    }

    #[test]
    fn each_bit_is_set_half_of_the_time() {
        let stream = Stream::new(1, 2, 3, 4);
        for bit in 0..32 {
            let set = (0..COUNT).filter(|&i| stream.bits(i) >> bit & 1 == 1).count() as f64;
            // Binomial: standard deviation √n / 2; allow five.
            assert!((set - f64::from(COUNT) / 2.0).abs() < 2.5 * f64::from(COUNT).sqrt(), "bit {bit}: {set}");
        }
    }

    #[test]
    fn neighbouring_counters_and_streams_are_unrelated() {
        let stream = Stream::new(1, 2, 3, 4);
        for distance in [1, 2, 16, 128, 768] {
            let pairs = (0..COUNT).map(|i| (stream.bits(i), stream.bits(i + distance)));
            assert_unrelated(&format!("counters {distance} apart"), pairs);
        }
        let neighbours =
            [Stream::new(2, 2, 3, 4), Stream::new(1, 3, 3, 4), Stream::new(1, 2, 4, 4), Stream::new(1, 2, 3, 5)];
        for other in neighbours {
            assert_unrelated(&format!("{other:?}"), (0..COUNT).map(|i| (stream.bits(i), other.bits(i))));
        }
        // The names are not interchangeable: step 5 of shard 0 is not step 0 of shard 5.
        assert_ne!(Stream::new(0, 5, 0, 0), Stream::new(0, 0, 5, 0));
    }

    #[test]
    fn the_numbers_stay_what_they_are() {
        let stream = Stream::new(42, 7, 1, 3);
        let found: Vec<u32> = (0..3).map(|i| stream.bits(i)).collect();
        assert_eq!(found, [521_289_290, 721_538_601, 143_716_286]);
    }
}
