use proptest::prelude::*;

use super::*;

/// The example of C2SP signed-note, signed by a key that the text does not give.
const EXAMPLE: &str = "\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
";

/// A note, its key and its signature as golang.org/x/mod/sumdb/note tests them.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
";

const TEXT: &str = "example.org/log\n3\nroot\n";

fn signer(name: &str, kind: Kind, seed: u8) -> Signer {
    Signer::new(name, kind, &[seed; 32]).unwrap()
}

fn signed(signers: &[&Signer]) -> Note {
    let mut note = Note::new(TEXT).unwrap();
    signers
        .iter()
        .for_each(|signer| note.add(signer.sign(TEXT, 1_700_000_000)));
    note
}

#[test]
fn the_specifications_example_reads_and_writes_unchanged() {
    let note: Note = EXAMPLE.parse().unwrap();
    assert!(note.text().ends_with("\n\ned è subito sera.\n"));
    assert_eq!(note.signatures()[0].name(), "quasimodo.example/salvatore");
    assert_eq!(note.to_string(), EXAMPLE);
}

#[test]
fn a_note_signed_by_gos_implementation_verifies() {
    let key: VerifierKey = GO_KEY.parse().unwrap();
    assert_eq!(key.to_string(), GO_KEY);
    let note: Note = GO_NOTE.parse().unwrap();
    assert_eq!(key.verify(&note), Ok(0));
    let forged: Note = GO_NOTE
        .replace("your problem is.", "your problem was.")
        .parse()
        .unwrap();
    assert_eq!(key.verify(&forged), Err(NoteError::BadSignature));
}

#[test]
fn each_key_finds_its_own_line_and_ignores_the_others() {
    let (log, witness) = (signer("log", Kind::Text, 1), signer("witness", Kind::Cosignature, 2));
    let stranger = signer("log", Kind::Text, 3);
    let note: Note = signed(&[&stranger, &log, &witness]).to_string().parse().unwrap();
    assert_eq!(log.verifier().verify(&note), Ok(0));
    assert_eq!(witness.verifier().verify(&note), Ok(1_700_000_000));
    let unsigned = signed(&[&stranger]);
    assert_eq!(log.verifier().verify(&unsigned), Err(NoteError::NotSigned));
}

#[test]
fn the_time_of_a_cosignature_is_signed() {
    let witness = signer("witness", Kind::Cosignature, 2);
    let mut note = signed(&[&witness]);
    note.signatures[0].bytes[7] ^= 1;
    assert_eq!(witness.verifier().verify(&note), Err(NoteError::BadSignature));
}

#[test]
fn one_key_of_two_kinds_signs_two_different_things() {
    let (log, witness) = (signer("same", Kind::Text, 1), signer("same", Kind::Cosignature, 1));
    let note = signed(&[&log, &witness]);
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(log.verifier().verify(&note), Ok(0));
    assert_eq!(witness.verifier().verify(&note), Ok(1_700_000_000));
}

#[test]
fn a_later_signature_by_the_same_key_takes_the_earlier_ones_place() {
    let witness = signer("witness", Kind::Cosignature, 2);
    let mut note = signed(&[&witness]);
    note.add(witness.sign(TEXT, 1_700_000_001));
    assert_eq!(note.signatures().len(), 1);
    assert_eq!(witness.verifier().verify(&note), Ok(1_700_000_001));
}

#[test]
fn what_is_no_note_is_refused() {
    let line = "— log AAAAAAA=\n";
    for text in [
        String::new(),
        "text\n".to_owned(),
        "text\n\n".to_owned(),
        format!("text\n{line}"),
        format!("te\txt\n\n{line}"),
        format!("\n{line}"),
        format!("text\n\n{}", line.trim_end()),
        "text\n\n- log AAAAAAA=\n".to_owned(),
        "text\n\n— log AAAA\n".to_owned(),
        "text\n\n— log AAAAAA==\n\n".to_owned(),
        "text\n\n— lo+g AAAAAAA=\n".to_owned(),
        "text\n\n—  AAAAAAA=\n".to_owned(),
        format!("text\n\n{}", line.repeat(MAX_SIGNATURES + 1)),
    ] {
        assert_eq!(text.parse::<Note>(), Err(NoteError::Malformed), "{text:?}");
    }
    assert!(format!("text\n\n{line}").parse::<Note>().is_ok());
}

#[test]
fn what_is_no_key_is_refused() {
    for text in [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
    ] {
        assert_eq!(text.parse::<VerifierKey>(), Err(NoteError::MalformedKey), "{text}");
    }
    for name in ["", "a b", "a+b", "a\u{3000}b", "a\nb"] {
        let signer = Signer::new(name, Kind::Text, &[1; 32]);
        assert!(matches!(signer, Err(NoteError::MalformedKey)), "{name:?}");
    }
}

proptest! {
    #[test]
    fn any_note_reads_back_as_it_was_written(
        lines in prop::collection::vec("[^\\x00-\\x1f]{0,20}", 1..5),
        names in prop::collection::vec("[a-z./]{1,12}", 1..5),
    ) {
        let text = lines.join("\n") + "\n";
        let mut note = Note::new(text.clone()).unwrap();
        for (seed, name) in (1..).zip(&names) {
            note.add(signer(name, Kind::Text, seed).sign(&text, 0));
        }
        prop_assert_eq!(note.to_string().parse(), Ok(note));
    }

    #[test]
    fn no_flipped_bit_of_a_signed_note_goes_unnoticed(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (log, witness) = (signer("log", Kind::Text, 1), signer("witness", Kind::Cosignature, 2));
        let mut bytes = signed(&[&log, &witness]).to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let holds = |note: &Note| log.verifier().verify(note).is_ok() && witness.verifier().verify(note).is_ok();
        let read = String::from_utf8(bytes).ok().and_then(|text| text.parse::<Note>().ok());
        prop_assert!(!read.is_some_and(|note| holds(&note)));
    }
}
