//! Asking the DNS for a text record.

use std::pin::Pin;

use mail_auth::common::resolver::ToFqdn as _;
use mail_auth::{DnsError, Error, MessageAuthenticator};

/// What comes of a question: the record, nothing when there is none, or why nobody answered.
pub type Answer = std::result::Result<Option<String>, String>;

/// Where text records are looked up.
pub trait TextRecords: std::fmt::Debug + Send + Sync + 'static {
    /// The text of the records of a name, one after the other.
    fn text<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

/// The name servers of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRecords;

impl TextRecords for SystemRecords {
    fn text<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move {
            let resolver = MessageAuthenticator::new_system_conf().map_err(|error| error.to_string())?;
            match resolver.txt_raw_lookup(name.to_fqdn().as_ref()).await {
                Ok(record) => Ok(Some(String::from_utf8_lossy(&record).into_owned())),
                Err(Error::Dns(DnsError::RecordNotFound(_))) => Ok(None),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}
