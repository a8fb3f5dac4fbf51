//! A real, small file system that a test can fill.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A disk of a few megabytes in memory, unmounted with this value.
#[derive(Debug)]
pub struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one. Without the right to mount the test cannot run: that is said, and whoever runs it decides.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !mounted {
            #[expect(clippy::print_stderr, reason = "whoever runs the test must see that it did not run")]
            {
                eprintln!("not run: mounting a small disk needs the rights of root");
            }
            return None;
        }
        Some(Self { folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Takes all the room there is left but so many bytes.
    pub fn fill(&self, leave: u64) {
        let free = Command::new("stat").args(["-f", "-c", "%a %S"]).arg(self.path()).output().expect("stat");
        let words = String::from_utf8_lossy(&free.stdout).into_owned();
        let bytes: u64 = words.split_whitespace().filter_map(|word| word.parse::<u64>().ok()).product();
        let mut ballast = std::fs::OpenOptions::new().create(true).append(true).open(self.ballast()).expect("ballast");
        // Another writer may be quicker, then there is less to take.
        let _ = std::io::copy(&mut std::io::Read::take(std::io::repeat(0), bytes.saturating_sub(leave)), &mut ballast);
    }

    /// Gives the room back.
    pub fn free(&self) {
        std::fs::remove_file(self.ballast()).expect("the ballast");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process of the test that still ends does not hold it up.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
