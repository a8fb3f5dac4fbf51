//! What holds across the rooms, tested over HTTP with everything wired up as in the binary.

#[cfg(test)]
mod authorisation;
#[cfg(test)]
mod document;
#[cfg(test)]
mod injection;
#[cfg(test)]
mod live;
#[cfg(test)]
mod odd_mail;
#[cfg(test)]
mod post_box;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod sight;
#[cfg(test)]
mod surveys;
#[cfg(test)]
mod table;
#[cfg(test)]
mod wallboards;
#[cfg(test)]
mod world;
