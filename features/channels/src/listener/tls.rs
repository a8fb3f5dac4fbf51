//! The certificate shown after STARTTLS. Its files are read anew for every handshake, so that a renewed one counts at once.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Where certificate and key are.
#[derive(Debug, Clone)]
pub struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    /// What the files said at the start, for the moment in which they are being replaced.
    first: Arc<ServerConfig>,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// In words, with the file.
    pub fn read(chain: PathBuf, key: PathBuf) -> Result<Self, String> {
        let first = Arc::new(load(&chain, &key)?);
        Ok(Self { chain, key, first })
    }

    /// For the next handshake.
    pub(super) async fn acceptor(&self) -> TlsAcceptor {
        let (chain, key) = (self.chain.clone(), self.key.clone());
        let fresh = tokio::task::spawn_blocking(move || load(&chain, &key)).await;
        let config = match fresh {
            Ok(Ok(config)) => Arc::new(config),
            Ok(Err(words)) => {
                tracing::warn!(
                    cause = words,
                    "The certificate of the mail listener cannot be read; the earlier one is used."
                );
                Arc::clone(&self.first)
            }
            Err(_) => Arc::clone(&self.first),
        };
        TlsAcceptor::from(config)
    }
}

fn load(chain: &std::path::Path, key: &std::path::Path) -> Result<ServerConfig, String> {
    let words = |path: &std::path::Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let certificates = CertificateDer::pem_file_iter(chain).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = certificates.map_err(|error| words(chain, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| words(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, private))
        .map_err(|error| words(chain, &error))
}
