use proptest::prelude::*;

use super::*;

/// Writes envelopes.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn new() -> Self {
        let mut bytes = SIGNATURE.to_le_bytes().to_vec();
        bytes.extend_from_slice(&[1, 0]);
        Self(bytes)
    }

    fn put(mut self, level: u8, id: u32, value: &[u8]) -> Self {
        self.0.push(level);
        self.0.extend_from_slice(&id.to_le_bytes());
        self.0.extend_from_slice(&u32::try_from(value.len()).unwrap().to_le_bytes());
        self.0.extend_from_slice(value);
        let sum = value.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        self.0.extend_from_slice(&sum.to_le_bytes());
        self
    }

    fn file(self, name: &[u8], data: &[u8]) -> Self {
        self.put(2, BEGIN_FILE, &[0; 14]).put(2, FILE_TITLE, name).put(2, FILE_DATA, data)
    }
}

fn props(list: &[(u16, u16, &[u8])]) -> Vec<u8> {
    let mut bytes = u32::try_from(list.len()).unwrap().to_le_bytes().to_vec();
    for (kind, id, value) in list {
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&1_u32.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(value.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn text_and_files_come_out() {
    let envelope = Writer::new()
        .put(1, CODEPAGE, &[0xe3, 0x04, 0, 0, 0, 0, 0, 0])
        .put(1, BODY, b"\xcf\xf0\xe8\xe2\xe5\xf2\0")
        .file(b"a.txt\0", b"one")
        .file(b"LONGNA~1.DOC\0", b"two")
        .put(
            2,
            FILE_PROPS,
            &props(&[
                (0x1f, props::LONG_NAME, &wide("Größe.doc\0")),
                (0x1e, props::MEDIA_TYPE, b"application/msword\0"),
            ]),
        );
    let found = unpack(&envelope.0, 10).unwrap();
    assert_eq!(found.text.as_deref(), Some("Привет"));
    let files: Vec<(&str, &[u8])> = found.files.iter().map(|file| (file.name.as_str(), &*file.data)).collect();
    assert_eq!(files, [("a.txt", &b"one"[..]), ("Größe.doc", b"two")]);
    assert_eq!(found.files[1].media_type.as_deref(), Some("application/msword"));
    assert_eq!(unpack(&envelope.0, 1).unwrap().files.len(), 1);
}

#[test]
fn html_and_rich_text_come_out() {
    let rich = b"{\\rtf1 plain words}";
    let mut packed = [0_u8; 16].to_vec();
    packed[4] = u8::try_from(rich.len()).unwrap();
    packed[8..12].copy_from_slice(b"MELA");
    packed.extend_from_slice(rich);
    for (list, text, html) in [
        (props(&[(0x102, props::HTML, b"<p>Hi</p>")]), None, Some("<p>Hi</p>")),
        (props(&[(0x102, props::PACKED_RTF, &packed)]), Some("plain words"), None),
        (props(&[(0x1e, props::BODY, b"Hi\0")]), Some("Hi"), None),
    ] {
        let found = unpack(&Writer::new().put(1, MESSAGE_PROPS, &list).0, 10).unwrap();
        assert_eq!((found.text.as_deref(), found.html.as_deref()), (text, html));
    }
}

#[test]
fn a_message_within_becomes_files() {
    let mut inner = vec![0_u8; 16];
    inner.extend(Writer::new().put(1, BODY, b"inner words\0").file(b"x.txt\0", b"x").0);
    let list = props(&[(0x1e, props::SHOWN_NAME, b"Offer\0"), (0x0d, props::DATA, &inner)]);
    let found = unpack(&Writer::new().put(2, BEGIN_FILE, &[0; 14]).put(2, FILE_PROPS, &list).0, 10).unwrap();
    let files: Vec<(&str, &[u8])> = found.files.iter().map(|file| (file.name.as_str(), &*file.data)).collect();
    assert_eq!(files, [("Offer.txt", &b"inner words"[..]), ("x.txt", b"x")]);
}

#[test]
fn envelopes_in_envelopes_end() {
    let mut inner = Writer::new().put(1, BODY, b"deepest\0").0;
    for _ in 0..50 {
        let mut object = vec![0_u8; 16];
        object.extend(&inner);
        inner =
            Writer::new().put(2, BEGIN_FILE, &[0; 14]).put(2, FILE_PROPS, &props(&[(0x0d, props::DATA, &object)])).0;
    }
    assert_eq!(unpack(&inner, 10).map(|found| found.files.len()), Some(1));
}

#[test]
fn what_is_cut_gives_what_came_before() {
    let whole = Writer::new().file(b"a.txt\0", b"one").file(b"b.txt\0", b"two").0;
    for end in 0..whole.len() {
        let found = unpack(&whole[..end], 10).map_or(0, |found| found.files.len());
        assert!(found <= 2 && (end + 2 < whole.len() || found == 2), "{end}");
    }
    assert_eq!(unpack(b"PK\x03\x04 no envelope", 10), None);
    assert_eq!(unpack(&Writer::new().0, 10), None);
}

proptest! {
    #[test]
    fn anything_is_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), id in prop::sample::select(vec![MESSAGE_PROPS, FILE_PROPS, CODEPAGE, BODY, FILE_TITLE])) {
        let _ = unpack(&Writer::new().put(2, id, &bytes).0, 5);
        let mut list = vec![3, 0, 0, 0];
        list.extend(&bytes);
        let _ = unpack(&Writer::new().put(2, id, &list).0, 5);
    }
}
