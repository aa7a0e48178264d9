//! Chance that repeats: SplitMix64 (Steele, Lea, Flood 2014).

/// A seeded sequence of numbers.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// True in so many of a hundred cases.
    pub(super) fn falls(&mut self, percent: f64) -> bool {
        let part = self.next() >> 11;
        // 53 bits are what a float holds exactly.
        (part as f64) * 100.0 < percent * (1_u64 << 53) as f64
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way_and_as_often_as_it_should() {
        let falls = |seed| {
            let mut dice = Dice::new(seed);
            (0..10_000).map(|_| dice.falls(5.0)).collect::<Vec<_>>()
        };
        assert_eq!(falls(7), falls(7));
        assert_ne!(falls(7), falls(8));
        let count = falls(7).iter().filter(|fell| **fell).count();
        assert!((400..600).contains(&count), "{count}");
        let mut dice = Dice::new(1);
        assert!((0..1000).all(|_| !dice.falls(0.0)));
        assert!((0..1000).all(|_| dice.falls(100.0)));
    }
}
