//! An invoice of one page, written as plain PDF 1.4.

use std::fmt::Write;

pub(super) struct Sheet<'a> {
    pub number: &'a str,
    pub order: &'a str,
    pub customer: &'a str,
    pub town: &'a str,
    pub article: &'a str,
    pub cents: i64,
}

pub(super) fn invoice(sheet: &Sheet<'_>) -> Vec<u8> {
    let content = page(sheet);
    let objects: [Vec<u8>; 6] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>"
            .to_vec(),
        [format!("<< /Length {} >>\nstream\n", content.len()).into_bytes(), content, b"\nendstream".to_vec()].concat(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", index + 1).bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let table = pdf.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        // Writing to a String cannot fail.
        let _ = writeln!(tail, "{place:010} 00000 n ");
    }
    let _ = write!(tail, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    pdf.extend(tail.bytes());
    pdf
}

fn page(sheet: &Sheet<'_>) -> Vec<u8> {
    let net = sheet.cents * 100 / 119;
    let mut out = b"0.05 0.15 0.3 rg 0 800 595 42 re f 1 1 1 rg\n".to_vec();
    text(&mut out, "B", 16, (48, 814), "Havgard Cycles");
    out.extend(b"0.1 0.1 0.12 rg\n");
    text(&mut out, "B", 20, (48, 700), &format!("Invoice {}", sheet.number));
    text(&mut out, "R", 11, (48, 748), sheet.customer);
    text(&mut out, "R", 11, (48, 733), sheet.town);
    text(&mut out, "R", 10, (48, 680), &format!("Order {}", sheet.order));
    text(&mut out, "B", 10, (48, 640), "Article");
    text(&mut out, "B", 10, (460, 640), "Amount, EUR");
    out.extend(b"0.7 0.6 0.35 RG 48 632 m 547 632 l S\n");
    text(&mut out, "R", 11, (48, 614), &format!("1 x {}", sheet.article));
    text(&mut out, "R", 11, (460, 614), &amount(net));
    text(&mut out, "R", 11, (48, 596), "VAT 19 %");
    text(&mut out, "R", 11, (460, 596), &amount(sheet.cents - net));
    out.extend(b"48 586 m 547 586 l S\n");
    text(&mut out, "B", 12, (48, 568), "Total");
    text(&mut out, "B", 12, (460, 568), &amount(sheet.cents));
    text(
        &mut out,
        "R",
        9,
        (48, 90),
        "Paid with thanks. Havgard Cycles, Am Sandtorkai 48, Hamburg. orders@havgard.example",
    );
    out
}

fn amount(cents: i64) -> String {
    let (whole, rest) = (cents / 100, cents % 100);
    if whole >= 1_000 {
        format!("{},{:03}.{rest:02}", whole / 1_000, whole % 1_000)
    } else {
        format!("{whole}.{rest:02}")
    }
}

/// One line of text in the Windows-1252 encoding of the standard fonts.
fn text(out: &mut Vec<u8>, font: &str, size: u32, (x, y): (u32, u32), line: &str) {
    out.extend(format!("BT /{font} {size} Tf {x} {y} Td (").bytes());
    for letter in line.chars() {
        match letter {
            '(' | ')' | '\\' => out.extend([b'\\', letter as u8]),
            '’' => out.push(b'\''),
            letter if u32::from(letter) < 256 => out.push(letter as u32 as u8),
            _ => out.push(b'?'),
        }
    }
    out.extend(b") Tj ET\n");
}
