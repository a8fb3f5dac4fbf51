//! Pages and tables that leave the house: PDF, workbooks, HTML. What stands in them is said once, as a [`Document`]; how it looks
//! is decided here.

mod chart;
mod fonts;
mod html;
mod model;
mod pdf;
#[cfg(test)]
mod samples;
mod schema;
#[cfg(test)]
mod testing;
mod text;
mod workbook;
mod writing;

pub use html::html;
pub use model::{
    Align, Block, Card, Cell, Chart, Column, Document, Labels, Mark, Point, Quote, Series, Shape, Table, Unit,
};
pub use pdf::pdf;
pub use workbook::workbook;
