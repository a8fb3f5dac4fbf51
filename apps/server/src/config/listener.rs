//! Settings of the doors by which mail servers hand mail straight to us, and of looking up names.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::network::Network;
use super::resolve::Resolved;

/// Where mail servers may knock, and which.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Where SMTP is spoken; none means nowhere.
    pub smtp: Option<SocketAddr>,
    /// Where LMTP is spoken; none means nowhere.
    pub lmtp: Option<SocketAddr>,
    /// Certificate chain and key for STARTTLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Mail is taken only after STARTTLS.
    pub tls_required: bool,
    /// The largest mail.
    pub max_bytes: usize,
    /// Clients at once.
    pub max_connections: usize,
    /// Clients from elsewhere are turned away.
    pub allowed_networks: Vec<Network>,
}

impl Listener {
    pub(super) fn read(resolved: &mut Resolved) -> Self {
        let tls_required = resolved.choice("listener.tls", &[false, true]);
        let files = (resolved.optional("listener.tls_certificate"), resolved.optional("listener.tls_key"));
        let tls = match files {
            (Some(certificate), Some(key)) => Some((PathBuf::from(certificate), PathBuf::from(key))),
            (None, None) => None,
            (Some(_), None) => {
                resolved.refuse("listener.tls_key", "the key's file, because there is a listener.tls_certificate");
                None
            }
            (None, Some(_)) => {
                resolved
                    .refuse("listener.tls_certificate", "the certificate's file, because there is a listener.tls_key");
                None
            }
        };
        if tls_required && tls.is_none() {
            resolved.refuse("listener.tls", "offered as long as there is no listener.tls_certificate");
        }
        Self {
            smtp: door(resolved, "listener.smtp"),
            lmtp: door(resolved, "listener.lmtp"),
            tls,
            tls_required,
            max_bytes: resolved.number("listener.max_bytes"),
            max_connections: resolved.number("listener.max_connections"),
            allowed_networks: resolved
                .parsed_list("listener.allowed_networks", "IP addresses or networks such as 10.0.0.0/8"),
        }
    }

    /// Whether a client from there is let in.
    pub fn admits(&self, address: IpAddr) -> bool {
        self.allowed_networks.iter().any(|network| network.contains(address))
    }
}

fn door(resolved: &mut Resolved, key: &str) -> Option<SocketAddr> {
    let text = resolved.optional(key)?;
    let address = text.parse().ok();
    if address.is_none() {
        resolved.refuse(key, "an address with a port, such as 0.0.0.0:2525 or [::]:2525");
    }
    address
}
