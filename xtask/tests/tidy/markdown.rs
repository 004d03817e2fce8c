//! The little of Markdown that the checks need: tables, links, titles.

/// The rows of the table whose header line is exactly this one, cells trimmed.
pub fn table(text: &str, header: &str) -> Option<Vec<Vec<String>>> {
    let mut lines = text.lines().skip_while(|line| line.trim() != header);
    lines.next()?;
    Some(
        lines
            .skip(1)
            .take_while(|line| line.starts_with('|'))
            .map(|line| {
                line.trim_matches('|')
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect()
            })
            .collect(),
    )
}

/// The words between backticks of a cell.
pub fn code_words(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The lines outside fenced blocks, with their numbers from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(rank, line)| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((rank + 1, line))
    })
}

/// The targets of the links and images, with their lines.
pub fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, content) in prose(text) {
        let mut rest = content;
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, after)) = after.split_once(')') else {
                break;
            };
            found.push((line, target.to_owned()));
            rest = after;
        }
    }
    found
}

/// The anchors of the titles, as forges make them, and those that are written, alone on their line.
pub fn anchors(text: &str) -> Vec<String> {
    let written = prose(text).filter_map(|(_, line)| {
        let id = line.strip_prefix("<a id=\"")?.strip_suffix("\"></a>")?;
        Some(id.to_owned())
    });
    prose(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            line.trim_start_matches('#')
                .trim()
                .chars()
                .filter_map(|c| match c {
                    ' ' => Some('-'),
                    '-' | '_' => Some(c),
                    _ if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
                    _ => None,
                })
                .collect()
        })
        .chain(written)
        .collect()
}

#[test]
fn titles_and_written_anchors_are_places() {
    let text = "# Un titre\n<a id=\"cp-07\"></a>\n\nVoir `<a id=\"x\"></a>` ici\n";
    assert_eq!(anchors(text), ["un-titre", "cp-07"]);
}

#[test]
fn a_table_stops_at_its_last_row() {
    let text = "x\n| a | b |\n|---|---|\n| `c` | `d`, `e` |\n\n| f | g |\n";
    let rows = table(text, "| a | b |");
    assert_eq!(
        rows,
        Some(vec![vec!["`c`".to_owned(), "`d`, `e`".to_owned()]])
    );
    assert_eq!(code_words("`d`, `e`"), ["d", "e"]);
    assert_eq!(table(text, "| a | z |"), None);
}

#[test]
fn links_and_titles_are_read_outside_code() {
    let text = "# L’état, *vu*\n[a](b.md) ![c](d.png)\n```\n# no\n[e](f)\n```\n";
    assert_eq!(
        links(text),
        [(2, "b.md".to_owned()), (2, "d.png".to_owned())]
    );
    assert_eq!(anchors(text), ["létat-vu"]);
}
