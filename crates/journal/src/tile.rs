//! Tiles of the tree as C2SP tlog-tiles cuts it: up to 256 hashes of one level, eight levels apart.
//!
//! A tile is named by its path, `<level>/<index>[.p/<width>]`, the index in groups of three digits of which all but
//! the last begin with `x`. A full tile never changes; a partial one is a beginning of the full one.

use std::fmt;
use std::str::FromStr;

use crate::merkle::span::Subtree;

/// Hashes in a full tile.
pub const FULL_WIDTH: u16 = 256;
/// Levels of the tree from one level of tiles to the next.
const HEIGHT: u32 = 8;
/// Highest level of tiles that a path may name.
const HIGHEST_LEVEL: u32 = 63;

/// Names a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    level: u32,
    index: u64,
    width: u16,
}

/// A path that names no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct ParseTileError;

impl Tile {
    /// Names the tile at `index` of `level` (0 to 63) with `width` hashes (1 to 256).
    #[must_use]
    pub fn new(level: u32, index: u64, width: u16) -> Option<Self> {
        let is_one = level <= HIGHEST_LEVEL && (1..=FULL_WIDTH).contains(&width);
        is_one.then_some(Self { level, index, width })
    }

    /// The tiles of a tree of `size` entries: all full ones of each level, then its partial one.
    #[must_use]
    pub fn of_tree(size: u64) -> Vec<Self> {
        let mut tiles = Vec::new();
        for level in 0.. {
            let hashes = hashes_at(level, size);
            if hashes == 0 {
                break;
            }
            let full = hashes / u64::from(FULL_WIDTH);
            tiles.extend((0..full).filter_map(|index| Self::new(level, index, FULL_WIDTH)));
            let rest = u16::try_from(hashes % u64::from(FULL_WIDTH)).unwrap_or(0);
            tiles.extend(Self::new(level, full, rest));
        }
        tiles
    }

    /// Whether it has 256 hashes, and so never changes.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == FULL_WIDTH
    }

    /// Whether all its hashes are there in a tree of `size` entries.
    #[must_use]
    pub fn is_in(&self, size: u64) -> bool {
        let end = self.index.checked_mul(u64::from(FULL_WIDTH));
        let end = end.and_then(|start| start.checked_add(u64::from(self.width)));
        end.is_some_and(|end| end <= hashes_at(self.level, size))
    }

    /// The subtrees whose hashes it is made of, from the left; for a tile that is in a tree.
    #[must_use]
    pub fn subtrees(&self) -> Vec<Subtree> {
        let start = self.index.saturating_mul(u64::from(FULL_WIDTH));
        (0..u64::from(self.width))
            .map(|n| Subtree {
                level: self.level * HEIGHT,
                index: start.saturating_add(n),
            })
            .collect()
    }
}

/// How many hashes a level of tiles has in a tree of `size` entries.
fn hashes_at(level: u32, size: u64) -> u64 {
    size.checked_shr(level * HEIGHT).unwrap_or(0)
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.level)?;
        let (mut groups, mut rest) = (vec![self.index % 1_000], self.index / 1_000);
        while rest > 0 {
            groups.push(rest % 1_000);
            rest /= 1_000;
        }
        for group in groups[1..].iter().rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups[0])?;
        if self.is_full() {
            return Ok(());
        }
        write!(f, ".p/{}", self.width)
    }
}

impl FromStr for Tile {
    type Err = ParseTileError;

    fn from_str(path: &str) -> Result<Self, ParseTileError> {
        let (level, rest) = path.split_once('/').ok_or(ParseTileError)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, decimal(width)?),
            None => (rest, u64::from(FULL_WIDTH)),
        };
        let width = u16::try_from(width).map_err(|_| ParseTileError)?;
        let level = u32::try_from(decimal(level)?).map_err(|_| ParseTileError)?;
        let tile = Self::new(level, parse_index(index)?, width).ok_or(ParseTileError)?;
        // Each tile has one path: no leading groups of zeroes, no `.p/256`.
        if tile.to_string() == path {
            Ok(tile)
        } else {
            Err(ParseTileError)
        }
    }
}

fn parse_index(path: &str) -> Result<u64, ParseTileError> {
    path.split('/').try_fold(0_u64, |index, group| {
        let group = group.strip_prefix('x').unwrap_or(group);
        let is_group = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
        let value: u64 = group.parse().ok().filter(|_| is_group).ok_or(ParseTileError)?;
        let index = index.checked_mul(1_000).and_then(|index| index.checked_add(value));
        index.ok_or(ParseTileError)
    })
}

fn decimal(text: &str) -> Result<u64, ParseTileError> {
    text.parse().map_err(|_| ParseTileError)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_are_written_as_the_specification_shows() {
        let path = |level, index, width| Tile::new(level, index, width).unwrap().to_string();
        assert_eq!(path(0, 1_234_067, 256), "0/x001/x234/067");
        assert_eq!(path(1, 0, 17), "1/000.p/17");
        assert_eq!(path(63, u64::MAX, 255), "63/x018/x446/x744/x073/x709/x551/615.p/255");
    }

    #[test]
    fn a_tree_of_70_000_has_the_tiles_that_the_specification_counts() {
        let tiles = Tile::of_tree(70_000);
        let full = |level| {
            tiles
                .iter()
                .filter(|tile| tile.level == level && tile.is_full())
                .count()
        };
        assert_eq!((full(0), full(1), full(2)), (273, 1, 0));
        let partial: Vec<_> = tiles
            .iter()
            .filter(|tile| !tile.is_full())
            .map(Tile::to_string)
            .collect();
        assert_eq!(partial, ["0/273.p/112", "1/001.p/17", "2/000.p/1"]);
        assert_eq!(Tile::of_tree(256).len(), 2);
        assert!(tiles.iter().all(|tile| tile.is_in(70_000)));
    }

    #[test]
    fn every_other_spelling_of_a_path_is_refused() {
        for path in [
            "",
            "0",
            "0/",
            "0/0",
            "0/00",
            "0/0000",
            "00/000",
            "+0/000",
            "64/000",
            "0/x000/000",
            "0/001/002",
            "0/x001/x002",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/000.p/1/",
            "0/000/",
            "/0/000",
            "0/-01",
            "0/x018/x446/x744/x073/x709/x551/616",
            "entries/000",
            "0/０００",
        ] {
            assert_eq!(path.parse::<Tile>(), Err(ParseTileError), "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_path_reads_back(level in 0u32..64, index: u64, width in 1u16..=256) {
            let tile = Tile::new(level, index, width).unwrap();
            prop_assert_eq!(tile.to_string().parse(), Ok(tile));
        }

        #[test]
        fn any_text_reads_as_the_tile_it_spells_or_none(path in "[0-9x./p]{0,24}") {
            if let Ok(tile) = path.parse::<Tile>() {
                prop_assert_eq!(tile.to_string(), path);
            }
        }

        #[test]
        fn a_tree_has_the_tiles_that_are_listed_and_no_wider_ones(size in 1u64..200_000) {
            for tile in Tile::of_tree(size) {
                prop_assert!(tile.is_in(size));
                let wider = Tile::new(tile.level, tile.index, tile.width + 1);
                prop_assert!(tile.is_full() || !wider.unwrap().is_in(size));
            }
        }
    }
}
