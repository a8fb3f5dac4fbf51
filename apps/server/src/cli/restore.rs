//! `quarterdeck restore FILE`: a backup into an empty installation.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use backup::{Restored, key_mark};

use super::store::{Store, counts, refuse_while_served, tell_missing, told};
use super::{Ended, complain, explain, say};
use crate::app::migrations;
use crate::config::{Config, SecretKey};

pub(crate) async fn restore(config: Config, file: PathBuf, into: Option<String>) -> Ended {
    let store = if let Some(name) = &into {
        Store::named(&config, name)
    } else {
        refuse_while_served(&config)?;
        Store::configured(&config)
    };
    let (started, path) = (Instant::now(), file.clone());
    let checked = tokio::task::spawn_blocking(move || ::backup::check(&path, &told("checked"))).await;
    checked.map_err(|error| error.to_string())?.map_err(|fault| explain(&fault))?;
    let (db, files) = store.make()?;
    let restored = ::backup::restore(&db, &files, &migrations(), &file, told("restored")).await;
    let restored = restored.map_err(|fault| explain(&fault))?;
    store.forget_index()?;
    // A key in the configuration counts for the configured store only.
    let configured = config.security.secret_key.as_ref().filter(|_| into.is_none());
    if let Some(words) = key(&restored, configured, &store.key_file)? {
        complain(&words);
    }
    tell_missing(&restored.totals, &store.folder);
    if restored.newer_steps > 0 {
        complain(&format!(
            "the backup was of release {}; the database was brought up to date",
            restored.manifest.release
        ));
    }
    say(&format!("restored {}", counts(&restored.totals, started)));
    Ok(ExitCode::SUCCESS)
}

/// Puts the key in its place when the backup has one and none is there; says what is to be done otherwise.
fn key(restored: &Restored, configured: Option<&SecretKey>, file: &Path) -> Result<Option<String>, String> {
    let Some(mark) = &restored.manifest.key_mark else { return Ok(None) };
    let here = match configured {
        Some(key) => Some(key.clone()),
        None => SecretKey::read(file).map_err(|error| error.to_string())?,
    };
    match (here, restored.key.as_deref().and_then(SecretKey::parse)) {
        (Some(key), _) if key_mark(key.bytes()) == *mark => Ok(None),
        (Some(_), _) => Ok(Some(format!(
            "the secret key here is another than that of the backup: put the former one into {}, or enter the mailbox passwords again",
            file.display()
        ))),
        (None, Some(key)) => {
            key.write_new(file).map_err(|error| format!("the key in {}: {error}", file.display()))?;
            Ok(None)
        }
        (None, None) => Ok(Some(format!(
            "put the secret key of the saved installation into {} before you start the server; without it mailbox passwords must be entered again",
            file.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use backup::{Manifest, Restored, Totals, key_mark};
    use db::transfer::Shape;

    use super::key;
    use crate::config::SecretKey;

    fn restored(of: &SecretKey, inside: bool) -> Restored {
        let shape = Shape {
            steps: Vec::new(),
            tables: Vec::new(),
            counters: BTreeMap::new(),
            identities: BTreeMap::new(),
            consumers: Vec::new(),
            unsealed: Vec::new(),
        };
        let manifest = Manifest {
            format: 1,
            release: "0.1.0".to_owned(),
            made_at: kernel::Timestamp::from_micros(0),
            engine: "sqlite".to_owned(),
            key_mark: Some(key_mark(of.bytes())),
            shape,
        };
        Restored { manifest, totals: Totals::default(), key: inside.then(|| of.digits()), newer_steps: 0 }
    }

    #[test]
    fn the_key_is_put_where_none_is_and_never_over_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret.key");
        let ours = SecretKey::parse(&"ab".repeat(32)).expect("a key");
        let others = SecretKey::parse(&"cd".repeat(32)).expect("a key");
        let words = key(&restored(&ours, false), None, &file).expect("an answer").expect("words");
        assert!(words.starts_with("put the secret key"), "{words}");
        assert!(!file.exists());
        assert_eq!(key(&restored(&ours, true), None, &file).expect("an answer"), None);
        assert!(SecretKey::read(&file).expect("readable") == Some(ours.clone()));
        assert_eq!(key(&restored(&ours, false), None, &file).expect("an answer"), None);
        let words = key(&restored(&others, true), None, &file).expect("an answer").expect("words");
        assert!(words.starts_with("the secret key here is another"), "{words}");
        assert!(SecretKey::read(&file).expect("readable") == Some(ours.clone()));
        assert_eq!(key(&restored(&others, false), Some(&others), &file).expect("an answer"), None);
    }
}
