//! One file that a browser and a mail program show alike: styles within, charts as SVG, no script.

mod svg;
#[cfg(test)]
mod tests;

use crate::chart;
use crate::model::{Align, Block, Card, Cell, Chart, Column, Document, Mark, Point, Quote, Table};
use crate::text::{address, clean, line, paragraphs, tag};
use crate::writing::Writing;

/// The document as one self-contained page in HTML.
pub fn html(document: &Document) -> String {
    let writing = Writing::of(&document.language);
    let mut page = Page { made: String::new(), writing, document };
    page.head();
    for (place, block) in document.blocks.iter().enumerate() {
        page.block(place, block);
    }
    page.foot();
    page.made
}

/// Text as HTML shows it, whatever it is.
fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut made = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '"' => made.push_str("&quot;"),
            '\'' => made.push_str("&#39;"),
            it => made.push(it),
        }
    }
    made
}

/// The words, opening the address when there is one that may be opened.
fn linked(text: &str, link: Option<&str>) -> String {
    let text = escaped(text);
    address(link).map_or_else(
        || text.clone(),
        |link| format!("<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>", escaped(&link)),
    )
}

struct Page<'a> {
    made: String,
    writing: &'static Writing,
    document: &'a Document,
}

impl Page<'_> {
    fn add(&mut self, html: &str) {
        self.made.push_str(html);
        self.made.push('\n');
    }

    /// A small element, left out when there is nothing to say.
    fn say(&mut self, name: &str, class: &str, text: &str) {
        let text = line(text);
        if !text.is_empty() {
            self.add(&format!("<{name} class=\"{class}\">{}</{name}>", escaped(&text)));
        }
    }

    fn head(&mut self) {
        let document = self.document;
        let title = escaped(&line(&document.title));
        self.add("<!doctype html>");
        self.add(&format!("<html lang=\"{}\">", tag(&document.language)));
        self.add("<head>\n<meta charset=\"utf-8\">");
        self.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        self.add("<meta name=\"color-scheme\" content=\"light dark\">");
        self.add(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        );
        self.add(&format!("<title>{title}</title>"));
        self.add(&format!("<style>\n{}</style>\n</head>\n<body>\n<main>", include_str!("page.css")));
        self.add("<header>");
        self.say("p", "company", &document.company);
        self.add(&format!("<h1>{title}</h1>"));
        self.say("p", "subtitle", &document.subtitle);
        let dated = self.writing.long_day(document.dated);
        let status = line(&document.status);
        let told = if status.is_empty() { dated } else { format!("{dated} · {status}") };
        self.say("p", "status", &told);
        self.add("</header>");
        self.contents();
    }

    fn contents(&mut self) {
        let headings: Vec<(usize, &String)> = self.document.blocks.iter().enumerate().filter_map(top_heading).collect();
        if headings.len() < 2 {
            return;
        }
        let label = escaped(&line(&self.document.labels.contents));
        self.add(&format!("<nav aria-label=\"{label}\">\n<ol>"));
        for (place, text) in headings {
            self.add(&format!("<li><a href=\"#part-{place}\">{}</a></li>", escaped(&line(text))));
        }
        self.add("</ol>\n</nav>");
    }

    fn foot(&mut self) {
        let company = line(&self.document.company);
        let title = line(&self.document.title);
        self.add("<footer>");
        self.say("p", "", &if company.is_empty() { title } else { format!("{company} · {title}") });
        self.add("</footer>\n</main>\n</body>\n</html>");
    }

    fn block(&mut self, place: usize, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(place, *level, text),
            Block::Paragraph { text } => self.paragraphs(text),
            Block::Lead { text } => self.say("p", "lead", text),
            Block::Points { points } => self.points(points),
            Block::Cards { cards } => self.cards(cards),
            Block::Chart(chart) => self.chart(chart),
            Block::Table(table) => self.table(table),
            Block::Quotes { quotes } => self.quotes(quotes),
        }
    }

    fn heading(&mut self, place: usize, level: u8, text: &str) {
        let text = escaped(&line(text));
        if level > 1 {
            let name = if level == 2 { "h3" } else { "h4" };
            return self.add(&format!("<{name}>{text}</{name}>"));
        }
        self.add(&format!("<h2 id=\"part-{place}\">{text}</h2>"));
    }

    fn paragraphs(&mut self, text: &str) {
        for lines in paragraphs(text) {
            let lines: Vec<String> = lines.iter().map(|it| escaped(it)).collect();
            self.add(&format!("<p>{}</p>", lines.join("<br>")));
        }
    }

    fn points(&mut self, points: &[Point]) {
        if points.is_empty() {
            return;
        }
        self.add("<ul>");
        for point in points {
            self.add(&format!("<li>{}</li>", linked(&line(&point.text), point.link.as_deref())));
        }
        self.add("</ul>");
    }

    fn cards(&mut self, cards: &[Card]) {
        if cards.is_empty() {
            return;
        }
        self.add("<div class=\"cards\">");
        for card in cards {
            self.add("<section class=\"card\">");
            self.add(&format!("<p class=\"name\">{}</p>", linked(&line(&card.name), card.link.as_deref())));
            self.say("p", "value", &self.writing.cell(&card.value));
            let mark = marked(card.mark, self.writing);
            let note = escaped(&line(&card.note));
            if !mark.is_empty() || !note.is_empty() {
                self.add(&format!("<p class=\"change\">{mark}{note}</p>"));
            }
            self.say("p", "beside", &beside(card, self.document, self.writing));
            self.add("</section>");
        }
        self.add("</div>");
    }

    fn chart(&mut self, chart: &Chart) {
        let drawings = chart::draw(chart, &line(&self.document.labels.target), self.writing);
        self.add("<figure>");
        self.say("figcaption", "", &chart.title);
        for drawing in &drawings {
            svg::write(drawing, &line(&chart.title), &mut self.made);
        }
        if !drawings.is_empty() {
            self.add(&format!("<details><summary>{}</summary>", self.writing.values));
            let values = values_of(chart, &self.document.labels.target, self.writing);
            self.rows(&values);
            self.add("</details>");
        }
        self.say("p", "note", &chart.note);
        self.add("</figure>");
    }

    fn table(&mut self, table: &Table) {
        self.add("<figure>");
        self.say("figcaption", "", &table.caption);
        self.rows(table);
        self.say("p", "note", &table.note);
        self.add("</figure>");
    }

    fn rows(&mut self, table: &Table) {
        self.add("<div class=\"wide\"><table>\n<thead><tr>");
        for column in &table.columns {
            self.add(&format!("<th scope=\"col\"{}>{}</th>", aligned(column.align), escaped(&line(&column.name))));
        }
        self.add("</tr></thead>\n<tbody>");
        for row in &table.rows {
            self.add("<tr>");
            for (place, column) in table.columns.iter().enumerate() {
                let text = row.get(place).map_or_else(String::new, |cell| line(&self.writing.cell(cell)));
                self.add(&format!("<td{}>{}</td>", aligned(column.align), escaped(&text)));
            }
            self.add("</tr>");
        }
        self.add("</tbody>\n</table></div>");
    }

    fn quotes(&mut self, quotes: &[Quote]) {
        for quote in quotes {
            self.add("<blockquote dir=\"auto\">");
            self.paragraphs(&quote.text);
            let source = linked(&line(&quote.source), quote.link.as_deref());
            self.add(&format!("<footer>{source}</footer>\n</blockquote>"));
        }
    }
}

fn top_heading((place, block): (usize, &Block)) -> Option<(usize, &String)> {
    match block {
        Block::Heading { level: 0 | 1, text } => Some((place, text)),
        _ => None,
    }
}

fn aligned(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    }
}

/// The shape and the word of a mark.
fn marked(mark: Mark, writing: &Writing) -> String {
    let (class, shape) = match mark {
        Mark::Good => ("good", "●"),
        Mark::Bad => ("bad", "▲"),
        Mark::Neutral => return String::new(),
    };
    format!("<span class=\"{class}\"><span aria-hidden=\"true\">{shape}</span> {}</span> ", writing.mark(mark))
}

/// What stands below a figure: what it was, what it should be.
pub(crate) fn beside(card: &Card, document: &Document, writing: &Writing) -> String {
    let told =
        |label: &str, cell: &Cell| (*cell != Cell::Nothing).then(|| format!("{} {}", line(label), writing.cell(cell)));
    let both = [told(&document.labels.before, &card.before), told(&document.labels.target, &card.target)];
    both.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The values of a chart in words, as a table.
pub(crate) fn values_of(chart: &Chart, target: &str, writing: &Writing) -> Table {
    let right = |name: &str| Column { name: name.to_owned(), align: Align::Right };
    let told = |value: Option<f64>| value.map_or(Cell::Nothing, |it| Cell::Text(writing.value(it, chart.unit)));
    let mut columns = vec![Column { name: String::new(), align: Align::Left }];
    columns.extend(chart.series.iter().map(|series| right(&series.name)));
    columns.extend(chart.target.map(|_| right(target)));
    let rows = chart.labels.iter().enumerate().map(|(place, label)| {
        let mut row = vec![Cell::Text(label.clone())];
        row.extend(chart.series.iter().map(|series| told(series.values.get(place).copied().flatten())));
        row.extend(chart.target.map(|it| told(Some(it))));
        row
    });
    Table { caption: chart.title.clone(), rows: rows.collect(), columns, note: String::new() }
}
