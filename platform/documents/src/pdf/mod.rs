//! Pages set by typst. The source is ours and fixed; what a document says reaches it as data, so nothing in it is markup.

mod data;
#[cfg(test)]
mod tests;
mod world;

use kernel::{Fault, Result};
use typst::comemo;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::model::Document;
use world::World;

/// The document as a PDF of A4 pages. The same document gives the same bytes. It computes for a while (a tenth of a second and
/// more): not for a thread that others wait for.
///
/// # Errors
/// An internal fault when the pages cannot be set.
pub fn pdf(document: &Document) -> Result<Vec<u8>> {
    let made = set(document).and_then(|pages| {
        let options = PdfOptions { creator: Smart::Custom(Some("Quarterdeck".to_owned())), ..PdfOptions::default() };
        typst_pdf::pdf(&pages, &options).map_err(|errors| Fault::internal(format!("no PDF: {errors:?}")))
    });
    // What typst remembers between runs is never asked for again.
    comemo::evict(0);
    made
}

fn set(document: &Document) -> Result<PagedDocument> {
    let data = serde_json::to_vec(&data::of(document)).map_err(Fault::internal)?;
    let world = World::new(data)?;
    typst::compile::<PagedDocument>(&world).output.map_err(|errors| Fault::internal(format!("no pages: {errors:?}")))
}
