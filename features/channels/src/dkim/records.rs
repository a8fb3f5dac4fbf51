//! Asking the DNS for a text record.

use std::net::IpAddr;
use std::pin::Pin;

use mail_auth::common::resolver::ToFqdn as _;
use mail_auth::{DnsError, Error};

use crate::dns;

/// What comes of a question: the record, nothing when there is none, or why nobody answered.
pub type Answer = std::result::Result<Option<String>, String>;

/// Where text records are looked up.
pub trait TextRecords: std::fmt::Debug + Send + Sync + 'static {
    /// The text of the records of a name, one after the other.
    fn text<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

/// The name servers given, or those of this machine when none are.
#[derive(Debug, Clone, Default)]
pub struct NameServers(pub Vec<IpAddr>);

impl TextRecords for NameServers {
    fn text<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move {
            let resolver = dns::asking(&self.0)?;
            match resolver.txt_raw_lookup(name.to_fqdn().as_ref()).await {
                Ok(record) => Ok(Some(String::from_utf8_lossy(&record).into_owned())),
                Err(Error::Dns(DnsError::RecordNotFound(_))) => Ok(None),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}
