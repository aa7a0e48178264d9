//! The public log as an outsider sees it, judged by other people's code: Cloudflare's `signed_note` and `tlog_tiles`.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, ensure};
use reqwest::{Method, header};
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Error, Hash, Tile, TileHashReader, TileReader, check_record, check_tree, prove_record, record_hash,
};

use crate::Client;

/// Height of the tiles of C2SP tlog-tiles.
const HEIGHT: u8 = 8;

/// A log's checkpoint with all tiles of its tree.
#[derive(Debug, Clone)]
pub struct SeenLog {
    /// The verifier key that the log names.
    pub key: String,
    /// The checkpoint's note.
    pub note: String,
    /// Entries that it covers.
    pub size: u64,
    root: Hash,
    tiles: HashMap<String, Vec<u8>>,
}

impl SeenLog {
    /// Fetches key, checkpoint and tiles, and checks the checkpoint's signature.
    ///
    /// # Errors
    /// When something is missing, or is not as the specifications say.
    pub async fn fetch(client: &Client) -> Result<Self> {
        let keys = text(client, "/log/key").await?;
        let key = keys.lines().next().context("the log names no key")?.to_owned();
        let note = text(client, "/log/checkpoint").await?;
        let checkpoint = checked(&note, &key)?;
        let (size, root) = (checkpoint.size(), *checkpoint.hash());
        let mut tiles = HashMap::new();
        for tile in Tile::new_tiles(HEIGHT, 0, size) {
            let path = path(&tile);
            let reply = client.raw(Method::GET, &format!("/log/{path}")).send().await?;
            ensure!(reply.status() == 200, "{path}: {}", reply.status());
            let kept = reply.headers()[header::CACHE_CONTROL].to_str()?.to_owned();
            ensure!(kept.contains("immutable"), "{path} never changes: {kept}");
            tiles.insert(path, reply.bytes().await?.to_vec());
        }
        Ok(Self {
            key,
            note,
            size,
            root,
            tiles,
        })
    }

    /// Checks the checkpoint's signature by another key of the log.
    ///
    /// # Errors
    /// When that key did not sign it.
    pub fn is_signed_by(&self, key: &str) -> Result<()> {
        checked(&self.note, key).map(drop)
    }

    /// Proves from the tiles alone that an entry stands at `index`; gives the proof.
    ///
    /// # Errors
    /// When the tiles don't lead from the entry to the checkpoint.
    pub fn prove(&self, index: u64, entry: &[u8]) -> Result<Vec<[u8; 32]>> {
        let proof = prove_record(self.size, index, &TileHashReader::new(self.size, self.root, self)).map_err(said)?;
        check_record(&proof, self.size, self.root, index, record_hash(entry)).map_err(said)?;
        Ok(proof.into_iter().map(|hash| hash.0).collect())
    }

    /// Checks a proof, hashes in hex, that this log extends an earlier one.
    ///
    /// # Errors
    /// When it does not show that.
    pub fn extends(&self, earlier: &Self, proof: &[String]) -> Result<()> {
        let hashes = proof.iter().map(|hash| hash_of_hex(hash)).collect::<Result<Vec<_>>>()?;
        check_tree(&hashes, self.size, self.root, earlier.size, earlier.root).map_err(said)
    }
}

impl TileReader for SeenLog {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| self.tiles.get(&path(tile)).cloned().ok_or(Error::InvalidTile);
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Checks a signed note by a key and reads the checkpoint in it.
fn checked(note: &str, key: &str) -> Result<Checkpoint> {
    let note = Note::from_bytes(note.as_bytes()).map_err(said)?;
    let verifier = StandardVerifier::new(key).map_err(said)?;
    let (own, _) = note
        .verify(&VerifierList::new(vec![Box::new(verifier)]))
        .map_err(said)?;
    ensure!(own.len() == 1, "{} signatures by the log", own.len());
    Checkpoint::from_bytes(note.text()).map_err(said)
}

/// Where a tile lies; the crate writes the height into its paths, the specification does not.
fn path(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1)
}

fn hash_of_hex(text: &str) -> Result<Hash> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2).unwrap_or_default(), 16);
    let bytes: Vec<u8> = (0..64).step_by(2).map(byte).collect::<Result<_, _>>()?;
    Ok(Hash(bytes.try_into().map_err(|_| anyhow!("{text} is no hash"))?))
}

async fn text(client: &Client, path: &str) -> Result<String> {
    let reply = client.raw(Method::GET, path).send().await?.error_for_status()?;
    Ok(reply.text().await?)
}

fn said(error: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("{error:?}")
}
