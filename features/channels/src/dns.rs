//! Which name servers are asked, for everything that this room asks them.

use std::net::IpAddr;
use std::time::Duration;

use mail_auth::MessageAuthenticator;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::system_conf::read_system_conf;

/// The time one name server may take for one question.
pub(crate) const PATIENCE_FOR_ONE: Duration = Duration::from_millis(1_500);

/// Asks the name servers given, or those of the system.
///
/// # Errors
/// In words, when the system says nothing about name servers.
pub(crate) fn asking(servers: &[IpAddr]) -> Result<MessageAuthenticator, String> {
    let (config, mut options) = if servers.is_empty() {
        read_system_conf().map_err(|error| error.to_string())?
    } else {
        let servers = servers.iter().map(|server| NameServerConfig::udp_and_tcp(*server)).collect();
        (ResolverConfig::from_name_servers(servers), ResolverOpts::default())
    };
    options.timeout = PATIENCE_FOR_ONE;
    options.attempts = 2;
    MessageAuthenticator::new(config, options).map_err(|error| error.to_string())
}
