//! Pages and tables that leave the house: PDF, workbooks, HTML. What stands in them is said once, as a [`Document`]; how it looks
//! is decided here.

mod model;
mod schema;

pub use model::{
    Align, Block, Card, Cell, Chart, Column, Document, Labels, Mark, Point, Quote, Series, Shape, Table, Unit,
};
