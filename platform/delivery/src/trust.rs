//! Which certificates we believe: the public authorities, and those the administrator added.

use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::trouble::{Cause, Trouble};
use crate::words;

/// The authorities we believe. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Trust {
    config: Arc<ClientConfig>,
    added: Arc<Vec<CertificateDer<'static>>>,
}

impl Trust {
    /// The public authorities only.
    pub fn public() -> Self {
        Self::with(Vec::new())
    }

    /// The public authorities and those in a PEM file's text.
    pub fn with_pem(pem: &[u8]) -> Result<Self, Trouble> {
        let added: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let added = added.map_err(|error| {
            Trouble::lasting(Cause::Certificate, words::CERTIFICATE_FILE.said([("error", &error.to_string())]))
        })?;
        if added.is_empty() {
            return Err(Trouble::lasting(Cause::Certificate, words::CERTIFICATE_FILE_EMPTY));
        }
        Ok(Self::with(added))
    }

    fn with(added: Vec<CertificateDer<'static>>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(added.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = match builder {
            Ok(builder) => builder.with_root_certificates(roots).with_no_client_auth(),
            // The provider's own defaults are always consistent with it; this arm is never taken with ring.
            Err(_) => ClientConfig::builder().with_root_certificates(roots).with_no_client_auth(),
        };
        Self { config: Arc::new(config), added: Arc::new(added) }
    }

    /// For our own TLS streams.
    pub fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    /// For STARTTLS inside the SMTP library.
    pub(crate) fn for_smtp(&self, host: &str) -> Result<TlsParameters, Trouble> {
        let mut builder = TlsParameters::builder(host.to_owned());
        for certificate in self.added.iter() {
            if let Ok(certificate) = Certificate::from_der(certificate.to_vec()) {
                builder = builder.add_root_certificate(certificate);
            }
        }
        builder.build_rustls().map_err(|error| {
            Trouble::lasting(Cause::Certificate, words::TLS_UNPREPARED.said([("error", &error.to_string())]))
        })
    }
}

impl Default for Trust {
    fn default() -> Self {
        Self::public()
    }
}
