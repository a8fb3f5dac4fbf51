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
    /// For return paths: a token made for one purpose is worth nothing for the other.
    returns: [u8; 32],
    unsubscribes: [u8; 32],
}

/// What stands before the token of a return path.
const RETURN: &str = "b-";

/// The return path a mail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// To none.
    No,
    /// To one that we did not sign.
    Forged,
    /// To that of this mail.
    Mail(i64),
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// From the installation's secret.
    pub fn new(secret: &[u8]) -> Self {
        let derive = |purpose: &[u8]| {
            let mut key = [0; 32];
            if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
                key.copy_from_slice(&mac.chain_update(purpose).finalize().into_bytes());
            }
            key
        };
        Self {
            key: derive(b"channels.reply-address.1"),
            returns: derive(b"channels.return-path.1"),
            unsubscribes: derive(b"channels.unsubscribe.1"),
        }
    }

    /// The token of a conversation.
    pub fn token(&self, conversation: i64) -> String {
        token(&self.key, conversation)
    }

    /// The conversation a token names, if we made it. Takes the same time for every wrong token.
    pub fn conversation(&self, token: &str) -> Option<i64> {
        named(&self.key, token)
    }

    /// The address answers to a conversation go to, `None` when the mailbox's own address leaves no room for it.
    pub fn address(&self, mailbox: &Address, conversation: i64) -> Option<Address> {
        let address = with_detail(mailbox, &self.token(conversation))?;
        Some(Address { name: mailbox.name.clone(), ..address })
    }

    /// The return path of a mail, by which whatever comes back finds it: an address of the mailbox itself, because only that is
    /// sure to be fetched. `None` when the mailbox's own address leaves no room for it.
    pub fn return_path(&self, mailbox: &Address, mail: i64) -> Option<Address> {
        with_detail(mailbox, &format!("{RETURN}{}", token(&self.returns, mail)))
    }

    /// What an unsubscribe link of a mail ends with.
    pub fn unsubscribing(&self, mail: i64) -> String {
        token(&self.unsubscribes, mail)
    }

    /// The mail of an unsubscribe link, if we made it.
    pub fn unsubscribed(&self, token: &str) -> Option<i64> {
        named(&self.unsubscribes, token)
    }

    /// The return path among these addresses, and the mail it is of.
    pub fn returned<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a Address>,
        ours: impl Fn(&str) -> bool,
    ) -> Returned {
        let details = addresses.into_iter().filter_map(|address| {
            let (_, detail) = address.local().split_once('+')?;
            let token = detail.get(..RETURN.len()).filter(|start| start.eq_ignore_ascii_case(RETURN));
            token?;
            ours(&address.base_key()).then(|| named(&self.returns, &detail[RETURN.len()..]))
        });
        details.fold(Returned::No, |so_far, mail| match (so_far, mail) {
            (Returned::Mail(_), _) => so_far,
            (_, Some(mail)) => Returned::Mail(mail),
            (_, None) => Returned::Forged,
        })
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

fn mac(key: &[u8; 32], id: i64) -> Option<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(key).ok().map(|mac| mac.chain_update(id.to_be_bytes()))
}

fn token(key: &[u8; 32], id: i64) -> String {
    let mut bytes = id.to_be_bytes().to_vec();
    if let Some(mac) = mac(key, id) {
        bytes.extend_from_slice(&mac.finalize().into_bytes()[..SIGNATURE]);
    }
    encode(&bytes)
}

/// What a token names, if it was made with this key.
fn named(key: &[u8; 32], token: &str) -> Option<i64> {
    let bytes = decode(token)?;
    let (id, signature) = bytes.split_at(8);
    let id = i64::from_be_bytes(id.try_into().ok()?);
    mac(key, id)?.verify_truncated_left(signature).ok()?;
    Some(id)
}

/// `local+detail@domain`; none when it would be longer than a local part may be.
fn with_detail(mailbox: &Address, detail: &str) -> Option<Address> {
    let local = mailbox.local();
    let local = local.split_once('+').map_or(local, |(base, _)| base);
    let whole = format!("{local}+{detail}");
    if whole.len() > 64 {
        return None;
    }
    Address::parse(&format!("{whole}@{}", mailbox.domain()))
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
    fn what_comes_back_finds_its_mail_unless_the_path_is_forged() {
        let signer = Signer::new(b"secret");
        let path = signer.return_path(&help(), 77).unwrap();
        let ours = |base: &str| base == "help@our.example";
        assert_eq!(signer.returned([&help(), &path], ours), Returned::Mail(77));
        assert_eq!(signer.returned([&Address::parse(&path.address.to_uppercase()).unwrap()], ours), Returned::Mail(77));
        assert_eq!(signer.returned([&help()], ours), Returned::No);
        assert_eq!(signer.returned([&path], |_| false), Returned::No);
        assert_eq!(Signer::new(b"other").returned([&path], ours), Returned::Forged);
        // A reply address is no return path, nor the other way round.
        let reply = signer.address(&help(), 77).unwrap();
        assert_eq!(signer.returned([&reply], ours), Returned::No);
        assert_eq!(signer.find([&path], ours), None);
        let swapped = Address::parse(&reply.address.replace('+', "+b-")).unwrap();
        assert_eq!(signer.returned([&swapped], ours), Returned::Forged);
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
