//! One sheet, filled from top to bottom.

use rust_xlsxwriter::{
    Chart as Graph, ChartEmptyCells, ChartType, Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Url,
    Worksheet, XlsxError,
};

use crate::model::{Align, Block, Card, Cell, Chart, Column, Document, Mark, Point, Quote, Shape, Table, Unit};
use crate::text::{address, clean, cut, line};
use crate::writing::Writing;

type Done = Result<(), XlsxError>;

const DAY: f64 = 86_400.0 * 1e6;
const HOUR: i64 = 3_600_000_000;
/// What a cell of Excel holds is less; letters outside the first plane count twice there.
const LONGEST: usize = 16_000;
/// So many rows stand beside a chart.
const CHART_ROWS: u32 = 17;

/// How cells look.
pub(super) struct Formats {
    title: Format,
    heading: Format,
    head: Format,
    head_right: Format,
    note: Format,
    wrapped: Format,
    count: Format,
    share: Format,
    hours: Format,
    minutes: Format,
    day: Format,
}

impl Formats {
    pub(super) fn of(writing: &Writing) -> Self {
        let ink = Color::RGB(0x18_2A_4A);
        let number = |code: &str| Format::new().set_num_format(code);
        let head = Format::new().set_bold().set_font_color(ink).set_text_wrap().set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(ink),
            heading: Format::new().set_bold().set_font_size(12).set_font_color(ink),
            head_right: head.clone().set_align(FormatAlign::Right),
            head,
            note: Format::new().set_italic().set_font_color(Color::RGB(0x55_52_4B)),
            wrapped: Format::new().set_align(FormatAlign::Top),
            count: number("#,##0"),
            share: number("0.0%"),
            hours: number("[h]:mm"),
            minutes: number("[h]:mm:ss"),
            day: number(if writing.code == "de" { "dd.mm.yyyy" } else { "d mmm yyyy" }),
        }
    }
}

pub(super) struct Sheet<'a> {
    page: Worksheet,
    name: String,
    row: u32,
    is_frozen: bool,
    widths: Vec<f64>,
    formats: &'a Formats,
    document: &'a Document,
    writing: &'a Writing,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        name: String,
        formats: &'a Formats,
        document: &'a Document,
        writing: &'a Writing,
    ) -> Result<Self, XlsxError> {
        let mut page = Worksheet::new();
        page.set_name(&name)?;
        Ok(Self { page, name, row: 0, is_frozen: false, widths: vec![14.0], formats, document, writing })
    }

    /// The finished sheet: columns as wide as their numbers, at least the first row frozen.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        for (column, width) in self.widths.iter().enumerate() {
            self.page.set_column_width(column as u16, *width)?;
        }
        if !self.is_frozen {
            self.page.set_freeze_panes(1, 0)?;
        }
        self.page.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(self.page)
    }

    pub(super) fn title(&mut self, text: &str) -> Done {
        self.text(0, text, &self.formats.title)?;
        self.row += 2;
        Ok(())
    }

    /// One line in the first column; none for nothing.
    pub(super) fn say(&mut self, text: &str) -> Done {
        let text = line(text);
        if !text.is_empty() {
            self.text(0, &text, &self.formats.wrapped)?;
            self.row += 1;
        }
        Ok(())
    }

    fn note(&mut self, text: &str) -> Done {
        let text = line(text);
        if !text.is_empty() {
            self.text(0, &text, &self.formats.note)?;
            self.row += 1;
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> Done {
        let text = line(text);
        if !text.is_empty() {
            self.text(0, &text, &self.formats.heading)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Words in a cell of this row: what begins with `=` is words too.
    fn text(&mut self, column: u16, text: &str, format: &Format) -> Done {
        let text = cut_cell(text);
        self.page.write_string_with_format(self.row, column, text, format)?;
        Ok(())
    }

    fn linked(&mut self, column: u16, text: &str, link: Option<&str>) -> Done {
        let text = cut_cell(&line(text));
        match address(link) {
            Some(link) if !text.is_empty() => {
                let url = Url::new(link).set_text(cut(&text, 250));
                self.page.write_url(self.row, column, url)?;
            }
            _ => {
                self.page.write_string(self.row, column, text)?;
            }
        }
        Ok(())
    }

    pub(super) fn block(&mut self, block: &Block) -> Done {
        match block {
            Block::Heading { text, .. } => {
                self.row += 1;
                self.heading(text)
            }
            Block::Paragraph { text } => clean(text).lines().try_for_each(|it| self.say(it)),
            Block::Lead { text } => self.heading(text),
            Block::Points { points } => self.points(points),
            Block::Cards { cards } => self.cards(cards),
            Block::Chart(chart) => self.chart(chart),
            Block::Table(table) => self.table(table),
            Block::Quotes { quotes } => self.quotes(quotes),
        }
    }

    fn points(&mut self, points: &[Point]) -> Done {
        for point in points {
            self.linked(0, &point.text, point.link.as_deref())?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn quotes(&mut self, quotes: &[Quote]) -> Done {
        for quote in quotes {
            self.text(0, &line(&quote.text), &self.formats.wrapped)?;
            self.row += 1;
            self.linked(0, &quote.source, quote.link.as_deref())?;
            self.row += 2;
        }
        Ok(())
    }

    fn cards(&mut self, cards: &[Card]) -> Done {
        let labels = &self.document.labels;
        let column = |name: &str, align| Column { name: name.to_owned(), align };
        let columns = vec![
            column("", Align::Left),
            column("", Align::Right),
            column(&labels.before, Align::Right),
            column(&labels.target, Align::Right),
            column("", Align::Left),
        ];
        let told = |card: &Card| {
            let word = if card.mark == Mark::Neutral { "" } else { self.writing.mark(card.mark) };
            [word, line(&card.note).as_str()].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(": ")
        };
        let rows = cards.iter().map(|card| {
            let name = Cell::Text(card.name.clone());
            vec![name, card.value.clone(), card.before.clone(), card.target.clone(), Cell::Text(told(card))]
        });
        self.table(&Table { caption: String::new(), rows: rows.collect(), columns, note: String::new() })
    }

    fn table(&mut self, table: &Table) -> Done {
        self.heading(&table.caption)?;
        for (place, column) in table.columns.iter().enumerate() {
            let format = if column.align == Align::Right { &self.formats.head_right } else { &self.formats.head };
            self.text(place as u16, &line(&column.name), format)?;
        }
        self.row += 1;
        if !self.is_frozen && self.row <= 8 {
            self.page.set_freeze_panes(self.row, 0)?;
            self.is_frozen = true;
        }
        for row in &table.rows {
            for (place, cell) in row.iter().take(table.columns.len()).enumerate() {
                self.cell(place as u16, cell)?;
            }
            self.row += 1;
        }
        self.note(&table.note)?;
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, column: u16, cell: &Cell) -> Done {
        let formats = self.formats;
        match cell {
            Cell::Nothing => {}
            Cell::Text(text) => {
                self.page.write_string(self.row, column, cut_cell(&line(text)))?;
            }
            Cell::Count(count) => self.number(column, *count as f64, &formats.count)?,
            Cell::Number(number, decimals) => {
                let places = "0".repeat(usize::from(*decimals.min(&6)));
                let code = if places.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{places}") };
                self.number(column, *number, &Format::new().set_num_format(code))?;
            }
            Cell::Share(share) => self.number(column, *share, &formats.share)?,
            // Excel shows no time before zero.
            Cell::Duration(micros) if *micros < 0 => {
                self.page.write_string(self.row, column, self.writing.cell(cell))?;
            }
            Cell::Duration(micros) => {
                let format = if *micros < HOUR { &formats.minutes } else { &formats.hours };
                self.number(column, *micros as f64 / DAY, format)?;
            }
            Cell::Money(hundredths, currency) => {
                let code: String = currency.chars().filter(char::is_ascii_alphabetic).take(3).collect();
                let format = Format::new().set_num_format(format!("#,##0.00 \"{code}\""));
                self.number(column, *hundredths as f64 / 100.0, &format)?;
            }
            Cell::Day(day) => match u16::try_from(day.year()) {
                Ok(year @ 1900..=9999) => {
                    let day = ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())?;
                    self.page.write_datetime_with_format(self.row, column, &day, &formats.day)?;
                }
                _ => {
                    self.page.write_string(self.row, column, self.writing.cell(cell))?;
                }
            },
        }
        self.widen(column, &self.writing.cell(cell));
        Ok(())
    }

    fn number(&mut self, column: u16, number: f64, format: &Format) -> Done {
        if number.is_finite() {
            self.page.write_number_with_format(self.row, column, number, format)?;
        }
        Ok(())
    }

    fn widen(&mut self, column: u16, text: &str) {
        let needed = (text.chars().count() as f64 + 2.0).clamp(11.0, 48.0);
        let column = usize::from(column);
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 11.0);
        }
        self.widths[column] = self.widths[column].max(needed);
    }

    /// The values as a table, and beside them the chart that shows them.
    fn chart(&mut self, chart: &Chart) -> Done {
        let title_row = self.row;
        let value = |it: Option<f64>| it.filter(|it| it.is_finite()).map_or(Cell::Nothing, |it| told(it, chart.unit));
        let right = |name: &str| Column { name: name.to_owned(), align: Align::Right };
        let mut columns = vec![Column { name: String::new(), align: Align::Left }];
        columns.extend(chart.series.iter().map(|series| right(&series.name)));
        columns.extend(chart.target.map(|_| right(&self.document.labels.target)));
        let rows = chart.labels.iter().enumerate().map(|(place, label)| {
            let mut row = vec![Cell::Text(label.clone())];
            row.extend(chart.series.iter().map(|series| value(series.values.get(place).copied().flatten())));
            row.extend(chart.target.map(|it| value(Some(it))));
            row
        });
        let table = Table { caption: chart.title.clone(), rows: rows.collect(), columns, note: chart.note.clone() };
        let has_title = !line(&chart.title).is_empty();
        let head_row = title_row + u32::from(has_title);
        self.table(&table)?;
        if chart.labels.is_empty() || chart.series.is_empty() {
            return Ok(());
        }
        let mut graph = self.graph(chart, head_row, chart.labels.len() as u32);
        if has_title {
            graph.title().set_name((self.name.as_str(), title_row, 0));
        }
        self.page.insert_chart(title_row, table.columns.len() as u16 + 1, &graph)?;
        self.row = self.row.max(title_row + CHART_ROWS);
        Ok(())
    }

    /// All names and values come from cells, so none of them is read as a formula.
    fn graph(&self, chart: &Chart, head: u32, count: u32) -> Graph {
        const COLOURS: [u32; 6] = [0x18_2A_4A, 0xC2_95_3A, 0x4A_66_9A, 0x3F_7F_78, 0x8A_4F_6D, 0x73_6F_66];
        let name = self.name.as_str();
        let mut graph = Graph::new(match chart.shape {
            Shape::Line => ChartType::Line,
            Shape::Bars => ChartType::Column,
            Shape::Lying => ChartType::Bar,
        });
        let lines = chart.series.len() + usize::from(chart.target.is_some() && chart.shape == Shape::Line);
        for place in 0..lines {
            let column = place as u16 + 1;
            let colour = Color::RGB(COLOURS[place % COLOURS.len()]);
            let series = graph.add_series();
            series.set_name((name, head, column)).set_categories((name, head + 1, 0, head + count, 0)).set_values((
                name,
                head + 1,
                column,
                head + count,
                column,
            ));
            if chart.shape == Shape::Line {
                series.set_format(
                    rust_xlsxwriter::ChartFormat::new().set_line(rust_xlsxwriter::ChartLine::new().set_color(colour)),
                );
            } else {
                series.set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour)),
                );
            }
        }
        graph.show_empty_cells_as(ChartEmptyCells::Gaps);
        let code = match chart.unit {
            Unit::Count => "#,##0",
            Unit::Share => "0%",
            Unit::Duration => "[h]:mm",
            Unit::Number => "#,##0.##",
        };
        graph.y_axis().set_num_format(code);
        if chart.shape == Shape::Lying {
            // The first row of the table is the uppermost bar, as on paper.
            graph.x_axis().set_reverse();
        }
        if lines == 1 {
            graph.legend().set_hidden();
        } else {
            graph.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
        }
        graph
    }
}

fn told(value: f64, unit: Unit) -> Cell {
    match unit {
        Unit::Count if value.fract() == 0.0 => Cell::Count(value as i64),
        Unit::Count | Unit::Number => Cell::Number(value, 2),
        Unit::Share => Cell::Share(value),
        Unit::Duration => Cell::Duration(value.round() as i64),
    }
}

fn cut_cell(text: &str) -> String {
    cut(&clean(text), LONGEST)
}
