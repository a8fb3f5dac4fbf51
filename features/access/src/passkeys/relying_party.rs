//! Who we are to a device: the name and origin to which it binds a passkey, taken from the public URL.

use kernel::{Fault, PersonId, Result, TypedId};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use crate::error;

/// Asks devices for passkeys and checks their answers; nothing when browsers would refuse at our address.
pub(crate) struct RelyingParty(Option<Webauthn>);

/// Of a passkey that was shown: whose it says it is, and what the device calls it.
pub(super) struct Shown {
    pub(super) person: PersonId,
    pub(super) credential: Vec<u8>,
}

impl RelyingParty {
    /// From the public URL: browsers know passkeys of HTTPS pages with a name, and of `localhost`.
    pub(crate) fn new(public_url: &str) -> Self {
        let built = Url::parse(public_url).ok().and_then(|url| {
            let Some(Host::Domain(name)) = url.host() else { return None };
            if url.scheme() != "https" && name != "localhost" {
                return None;
            }
            let name = name.to_owned();
            WebauthnBuilder::new(&name, &url).and_then(|builder| builder.rp_name("Quarterdeck").build()).ok()
        });
        Self(built)
    }

    pub(super) fn is_available(&self) -> bool {
        self.0.is_some()
    }

    fn known(&self) -> Result<&Webauthn> {
        self.0.as_ref().ok_or_else(|| error::PASSKEYS_UNAVAILABLE.into())
    }

    /// What a device is asked for a new passkey, as the browser takes it, and what to remember until it answers.
    pub(super) fn begin(
        &self,
        person: PersonId,
        (email, name): (&str, &str),
        known: &[Passkey],
    ) -> Result<(serde_json::Value, String)> {
        let exclude = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let handle = Uuid::from_u128(person.raw().unsigned_abs().into());
        let (challenge, state) =
            self.known()?.start_passkey_registration(handle, email, name, Some(exclude)).map_err(Fault::internal)?;
        let mut options = serde_json::to_value(challenge.public_key).map_err(Fault::internal)?;
        // Without the address typed first, only a key that the device finds by itself can sign in.
        options["authenticatorSelection"]["residentKey"] = "required".into();
        options["authenticatorSelection"]["requireResidentKey"] = true.into();
        Ok((options, serde_json::to_string(&state).map_err(Fault::internal)?))
    }

    /// The passkey that a device made.
    pub(super) fn finish(&self, answer: &serde_json::Value, state: &str) -> Result<Passkey> {
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(Fault::internal)?;
        let answer: RegisterPublicKeyCredential = read(answer)?;
        self.known()?.finish_passkey_registration(&answer, &state).map_err(|_| error::PASSKEY_REFUSED.at("credential"))
    }

    /// What a device is asked to sign somebody in, and what to remember until it answers.
    pub(super) fn ask(&self) -> Result<(serde_json::Value, String)> {
        let (challenge, state) = self.known()?.start_discoverable_authentication().map_err(Fault::internal)?;
        let options = serde_json::to_value(challenge.public_key).map_err(Fault::internal)?;
        Ok((options, serde_json::to_string(&state).map_err(Fault::internal)?))
    }

    /// Whose passkey a device says it shows.
    pub(super) fn identify(&self, answer: &serde_json::Value) -> Result<Shown> {
        let answer: PublicKeyCredential = read(answer)?;
        let found = self.known()?.identify_discoverable_authentication(&answer);
        let (handle, credential) = found.map_err(|_| error::PASSKEY_REFUSED.at("credential"))?;
        let raw = i64::try_from(handle.as_u128()).map_err(|_| error::PASSKEY_REFUSED.at("credential"))?;
        Ok(Shown { person: PersonId::from_raw(raw), credential: credential.to_vec() })
    }

    /// Checks the answer; notes in the passkey what the device counts.
    pub(super) fn check(&self, answer: &serde_json::Value, state: &str, passkey: &mut Passkey) -> Result<()> {
        let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(Fault::internal)?;
        let answer: PublicKeyCredential = read(answer)?;
        let key = DiscoverableKey::from(&*passkey);
        let checked = self.known()?.finish_discoverable_authentication_v2(&answer, state, &key);
        let checked = checked.map_err(|_| error::PASSKEY_REFUSED.at("credential"))?;
        if !checked.user_verified() {
            return Err(error::PASSKEY_REFUSED.at("credential"));
        }
        passkey.update_credential(&checked);
        Ok(())
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: &serde_json::Value) -> Result<T> {
    serde_json::from_value(answer.clone()).map_err(|_| error::PASSKEY_REFUSED.at("credential"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_take_passkeys_of_https_pages_with_a_name_and_of_localhost() {
        for (url, available) in [
            ("https://desk.example.com", true),
            ("https://desk.example.com:8443", true),
            ("http://localhost:8480", true),
            ("http://desk.example.com", false),
            ("http://127.0.0.1:8480", false),
            ("https://192.0.2.7", false),
            ("nonsense", false),
        ] {
            assert_eq!(RelyingParty::new(url).is_available(), available, "{url}");
        }
    }
}
