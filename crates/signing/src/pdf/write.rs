//! PDF syntax. Strings are always written in hexadecimal, so there is nothing to escape.

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Writes one object.
pub(crate) fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => {
            let digits = format!("{value:.5}");
            out.extend_from_slice(digits.trim_end_matches('0').trim_end_matches('.').as_bytes());
        }
        Object::Name(value) => write_name(out, value),
        Object::String(bytes, _) => {
            out.push(b'<');
            out.extend_from_slice(hex::encode_upper(bytes).as_bytes());
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => {
            out.extend_from_slice(b"<<");
            for (key, value) in dictionary {
                out.push(b' ');
                write_name(out, key);
                out.push(b' ');
                write_object(out, value);
            }
            out.extend_from_slice(b" >>");
        }
        Object::Reference((number, generation)) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
        Object::Stream(stream) => write_stream(out, stream),
    }
}

fn write_stream(out: &mut Vec<u8>, stream: &Stream) {
    let mut dictionary = stream.dict.clone();
    dictionary.set("Length", integer(stream.content.len()));
    write_object(out, &Object::Dictionary(dictionary));
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(&stream.content);
    out.extend_from_slice(b"\nendstream");
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// Makes a name object.
pub(crate) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// Makes a text string: ASCII, or UTF-16BE with a byte order mark.
pub(crate) fn text(text: &str) -> Object {
    let bytes = if text.is_ascii() {
        text.as_bytes().to_vec()
    } else {
        [0xFE, 0xFF]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect()
    };
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Makes an integer object of a size.
pub(crate) fn integer(value: usize) -> Object {
    Object::Integer(i64::try_from(value).expect("sizes fit 63 bits"))
}

/// Makes a form XObject.
pub(crate) fn form(content: Vec<u8>, bounds: [f32; 4], resources: Dictionary) -> Stream {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", name("XObject"));
    dictionary.set("Subtype", name("Form"));
    dictionary.set("BBox", bounds.map(Object::Real).to_vec());
    dictionary.set("Resources", resources);
    Stream::new(dictionary, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_cannot_leave_its_string() {
        let mut out = Vec::new();
        write_object(&mut out, &text(") /JS (app.alert(1)) >> 王"));
        assert!(out.starts_with(b"<FEFF") && out.ends_with(b">"));
        assert!(out[1..out.len() - 1].iter().all(u8::is_ascii_hexdigit));
        let mut out = Vec::new();
        write_object(&mut out, &name("a b/c"));
        assert_eq!(out, b"/a#20b#2Fc");
    }
}
