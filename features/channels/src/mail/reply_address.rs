//! The signed reply address: `support+<token>@…`, where the token names a conversation and only we can make it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::address::Address;

/// Crockford's alphabet: no letters that are mistaken for digits, safe in lower and upper case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bytes of the signature kept (80 bits).
const SIGNATURE: usize = 10;
/// Bytes of a token: conversation and signature.
const BYTES: usize = 8 + SIGNATURE;
/// Characters of a token.
const LENGTH: usize = 29;

/// Makes and checks tokens. Holds a key derived from the installation's secret.
#[derive(Clone)]
pub struct Signer {
    key: [u8; 32],
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// From the installation's secret.
    pub fn new(secret: &[u8]) -> Self {
        let mut key = [0; 32];
        if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
            key.copy_from_slice(&mac.chain_update(b"channels.reply-address.1").finalize().into_bytes());
        }
        Self { key }
    }

    fn mac(&self, conversation: i64) -> Option<Hmac<Sha256>> {
        Hmac::<Sha256>::new_from_slice(&self.key).ok().map(|mac| mac.chain_update(conversation.to_be_bytes()))
    }

    /// The token of a conversation.
    pub fn token(&self, conversation: i64) -> String {
        let mut bytes = conversation.to_be_bytes().to_vec();
        if let Some(mac) = self.mac(conversation) {
            bytes.extend_from_slice(&mac.finalize().into_bytes()[..SIGNATURE]);
        }
        encode(&bytes)
    }

    /// The conversation a token names, if we made it. Takes the same time for every wrong token.
    pub fn conversation(&self, token: &str) -> Option<i64> {
        let bytes = decode(token)?;
        let (id, signature) = bytes.split_at(8);
        let conversation = i64::from_be_bytes(id.try_into().ok()?);
        self.mac(conversation)?.verify_truncated_left(signature).ok()?;
        Some(conversation)
    }

    /// The address answers to a conversation go to, `None` when the mailbox's own address leaves no room for it.
    pub fn address(&self, mailbox: &Address, conversation: i64) -> Option<Address> {
        let local = mailbox.local();
        let local = local.split_once('+').map_or(local, |(base, _)| base);
        let whole = format!("{local}+{}", self.token(conversation));
        if whole.len() > 64 {
            return None;
        }
        let address = Address::parse(&format!("{whole}@{}", mailbox.domain()))?;
        Some(Address { name: mailbox.name.clone(), ..address })
    }

    /// The conversation named by the first valid signed address among these; `ours` knows the addresses of our mailboxes by their base.
    pub fn find<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a Address>,
        ours: impl Fn(&str) -> bool,
    ) -> Option<i64> {
        addresses.into_iter().find_map(|address| {
            let (_, token) = address.local().split_once('+')?;
            let conversation = self.conversation(token)?;
            ours(&address.base_key()).then_some(conversation)
        })
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(LENGTH);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(ALPHABET[(held >> bits) as usize & 31] as char);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(ALPHABET[(held << (5 - bits)) as usize & 31] as char);
    }
    text
}

fn decode(text: &str) -> Option<[u8; BYTES]> {
    if text.len() != LENGTH {
        return None;
    }
    let mut bytes = [0; BYTES];
    let (mut bits, mut held, mut at) = (0_u32, 0_u32, 0);
    for c in text.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == c.to_ascii_lowercase())?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            *bytes.get_mut(at)? = u8::try_from((held >> bits) & 255).ok()?;
            at += 1;
            held &= (1 << bits) - 1;
        }
    }
    (at == BYTES && held == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn help() -> Address {
        Address::parse("help@our.example").unwrap()
    }

    #[test]
    fn an_address_leads_back_to_its_conversation() {
        let signer = Signer::new(b"secret");
        let signed = signer.address(&help(), 4_242).unwrap();
        let stranger = Address::parse("anna@x.example").unwrap();
        let upper = Address::parse(&signed.address.to_uppercase()).unwrap();
        assert_eq!(signer.find([&stranger, &signed], |base| base == "help@our.example"), Some(4_242));
        assert_eq!(signer.find([&upper], |base| base == "help@our.example"), Some(4_242));
        assert_eq!(signer.find([&signed], |_| false), None);
        assert_eq!(Signer::new(b"other").find([&signed], |_| true), None);
    }

    #[test]
    fn a_long_mailbox_name_gets_none() {
        let long = Address::parse(&format!("{}@our.example", "a".repeat(40))).unwrap();
        assert_eq!(Signer::new(b"s").address(&long, 1), None);
    }

    proptest! {
        #[test]
        fn every_id_survives_and_no_change_does(id in any::<i64>(), at in 0..LENGTH, letter in 0..32_usize) {
            let signer = Signer::new(b"secret");
            let token = signer.token(id);
            prop_assert_eq!(signer.conversation(&token), Some(id));
            let mut bytes = token.clone().into_bytes();
            bytes[at] = ALPHABET[letter];
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(signer.conversation(&changed).is_some(), changed == token);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = Signer::new(b"s").conversation(&text);
        }
    }
}
