//! Rich text as Outlook packs it (MS-OXRTFCP). What it unpacks to is bounded whatever the header says.

const PACKED: u32 = 0x7546_5a4c;
const PLAIN: u32 = 0x414c_454d;
const WINDOW: usize = 4096;
/// What the window holds before the first byte.
const BEGINNING: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// The rich text, at most `most` bytes; `None` when the input is none.
pub(super) fn unpack(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut reader = super::Reader(data);
    let (_, size, kind, _) = (reader.u32()?, reader.length()?, reader.u32()?, reader.u32()?);
    match kind {
        PLAIN => Some(reader.0[..reader.0.len().min(size).min(most)].to_vec()),
        PACKED => Some(packed(reader.0, size.min(most))),
        _ => None,
    }
}

fn packed(input: &[u8], most: usize) -> Vec<u8> {
    let mut window = [0_u8; WINDOW];
    window[..BEGINNING.len()].copy_from_slice(BEGINNING);
    let (mut at, mut out) = (BEGINNING.len(), Vec::new());
    let mut bytes = input.iter().copied();
    let mut emit = |byte: u8, at: &mut usize, window: &mut [u8; WINDOW]| {
        out.push(byte);
        window[*at] = byte;
        *at = (*at + 1) % WINDOW;
        out.len() < most
    };
    'all: while let Some(flags) = bytes.next() {
        for bit in 0..8 {
            let Some(first) = bytes.next() else { break 'all };
            if flags & (1 << bit) == 0 {
                if !emit(first, &mut at, &mut window) {
                    break 'all;
                }
                continue;
            }
            let Some(second) = bytes.next() else { break 'all };
            let mark = u16::from_be_bytes([first, second]);
            let (from, length) = (usize::from(mark >> 4), usize::from(mark & 15) + 2);
            // A reference to the place of writing is the end.
            if from == at {
                break 'all;
            }
            for step in 0..length {
                if !emit(window[(from + step) % WINDOW], &mut at, &mut window) {
                    break 'all;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two examples of the specification (MS-OXRTFCP 4.1 and 4.2).
    #[test]
    fn the_examples_of_the_specification() {
        let simple = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72,
            0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62,
            0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let want = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";
        assert_eq!(unpack(&simple, 1000).as_deref(), Some(want.as_bytes()));
        let crossing = [
            0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20, 0x57,
            0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(unpack(&crossing, 1000).as_deref(), Some(&b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"[..]));
    }

    #[test]
    fn a_bomb_stays_small_and_rubbish_is_rubbish() {
        let mut bomb = vec![0xff; 4];
        bomb.extend_from_slice(&u32::MAX.to_le_bytes());
        bomb.extend_from_slice(&PACKED.to_le_bytes());
        bomb.extend_from_slice(&[0; 4]);
        bomb.extend(std::iter::repeat_n([0xff_u8, 0, 0x0f], 100_000).flatten());
        assert_eq!(unpack(&bomb, 5_000).map(|out| out.len()), Some(5_000));
        assert_eq!(unpack(&[0; 16], 10), None);
        assert_eq!(unpack(&[0; 3], 10), None);
    }
}
