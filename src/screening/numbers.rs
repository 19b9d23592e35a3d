//! Numbers of documents that stand among words: `Libyan passport No. 513519 issued on 2 May 1999`. A party gives the bare number,
//! so a cell that was kept as printed would never match.

use super::{
    countries::{self, Said},
    entry::Country,
};

/// Words after which a number follows, whatever it looks like.
const INTRODUCING: [&str; 9] = ["no", "no.", "nos", "number", "numbers", "nr", "n\u{b0}", "ssn", "bpa"];
/// How words begin after which dates and names follow, until a further number is introduced.
const CLOSING: [&str; 6] = ["issue", "expir", "valid", "revoke", "dated", "born"];
/// The same, as whole words.
const CLOSING_WORDS: [&str; 5] = ["dob", "dpob", "pob", "date", "under"];
/// How words begin that say that a document is none.
const FALSE: [&str; 5] = ["counterfeit", "false", "falsified", "forged", "fraudulent"];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Digits of a number that no word introduces; fewer are of a house, or a day.
const DIGITS_MIN: usize = 4;
/// Longest name of a country or people, in words.
const COUNTRY_WORDS_MAX: usize = 4;

/// A number among words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// It alone.
    pub(super) text: String,
    /// Who issued it, where a word before or behind it says so.
    pub(super) country: Option<Country>,
    /// The words say that the document is false.
    pub(super) known_false: bool,
}

/// All numbers of a text. One without words is a number as a whole, its blanks included.
pub(super) fn read(text: &str) -> Vec<Number> {
    let tokens = tokens(text);
    let head = tokens.iter().position(|token| !matches!(token, Token::Word(word) if !closes(word)));
    let head = head.unwrap_or(tokens.len());
    let words: Vec<&str> = tokens.iter().take(head).filter_map(Token::word).collect();
    let bare = !words.iter().any(|word| is_prose(word) || introduces(word) || !introduced_in(word).1.eq(*word));
    if bare && words.iter().any(|word| digits(word) > 0) {
        let first = number(&words.join(" "), &[], tokens.get(head..).unwrap_or_default());
        return std::iter::once(first).chain(scan(&tokens, head, false)).collect();
    }
    scan(&tokens, 0, true)
}

/// Only the numbers that a word introduces: of a text that is about something else.
pub(super) fn introduced(text: &str) -> Vec<Number> {
    scan(&tokens(text), 0, false)
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Word(&'a str),
    Bracket(&'a str),
    /// A comma, colon, semicolon, or full stop behind a number.
    Break,
}

impl<'a> Token<'a> {
    fn word(&self) -> Option<&'a str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Bracket(_) | Self::Break => None,
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (before, after) = rest.split_at(rest.find('(').unwrap_or(rest.len()));
        words(before, &mut tokens);
        let Some(inside) = after.strip_prefix('(') else { break };
        let end = closing(inside);
        tokens.push(Token::Bracket(inside.get(..end).unwrap_or(inside).trim()));
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    tokens
}

/// Where the bracket that was opened closes; the end if it does not.
pub(super) fn closing(inside: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in inside.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    inside.len()
}

fn words<'a>(text: &'a str, tokens: &mut Vec<Token<'a>>) {
    for piece in text.split_inclusive([' ', '\t', '\r', '\n', '\u{a0}', ',', ':', ';', ')']) {
        let word = piece.trim_end_matches([',', ':', ';', ')']).trim();
        let bare = word.trim_matches(['"', '\'', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}']);
        let stopped = bare.ends_with('.') && digits(bare) > 0;
        let bare = if stopped { bare.trim_end_matches('.') } else { bare };
        if !bare.is_empty() {
            tokens.push(Token::Word(bare));
        }
        if stopped || piece.ends_with([',', ':', ';']) {
            tokens.push(Token::Break);
        }
    }
}

fn digits(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether a word is of a sentence, and no part of a number.
pub(super) fn is_prose(word: &str) -> bool {
    word.chars().filter(|c| c.is_lowercase()).count() >= 3
}

fn introduces(word: &str) -> bool {
    INTRODUCING.contains(&word.to_lowercase().as_str())
}

/// `no.5420124679187`, `No34409/129`: whether a number is introduced within the word, and the number.
fn introduced_in(word: &str) -> (bool, &str) {
    for mark in ["no.", "No.", "NO.", "N\u{b0}", "n\u{b0}", "No", "no"] {
        if let Some(rest) = word.strip_prefix(mark).filter(|rest| digits(rest) > 0) {
            return (true, rest.trim_start_matches('.'));
        }
    }
    (false, word)
}

fn closes(word: &str) -> bool {
    let small = word.to_lowercase();
    let small = small.trim_end_matches('.');
    CLOSING.iter().any(|mark| small.starts_with(mark)) || CLOSING_WORDS.contains(&small)
}

/// The numbers from a token on. Where it is not open, one has to be introduced.
fn scan(tokens: &[Token<'_>], from: usize, mut open: bool) -> Vec<Number> {
    let (mut found, mut at, mut since, mut introduced) = (Vec::new(), from, from, false);
    while let Some(token) = tokens.get(at) {
        at += 1;
        let Some(word) = token.word() else { continue };
        let (within, bare) = introduced_in(word);
        if closes(word) {
            (open, introduced) = (false, false);
        } else if introduces(word) {
            (open, introduced) = (true, true);
        } else if open || within {
            let (text, used) = run(tokens, at - 1, bare);
            if is_number(&text, introduced || within) {
                let after = at - 1 + used;
                let before = tokens.get(since..at - 1).unwrap_or_default();
                found.push(number(&text, before, tokens.get(after..).unwrap_or_default()));
                at = after;
                (since, introduced) = (at, false);
            }
        }
    }
    found
}

/// The number that begins with a token, of which this is left, and how many tokens it takes: `L 191609`, `DE- 473900`,
/// `96 03 464086`.
fn run(tokens: &[Token<'_>], at: usize, first: &str) -> (String, usize) {
    let word = |at: usize| tokens.get(at).and_then(Token::word);
    let (mut text, mut used) = (first.to_owned(), 1);
    let bare = first.trim_end_matches('-');
    let letters = !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_uppercase());
    if letters || digits(first) > 0 {
        while let Some(next) = word(at + used) {
            let numeral = next.bytes().all(|b| b.is_ascii_digit() || b"-/.".contains(&b)) && digits(next) > 0;
            let of_date = digits(next) <= 2 && word(at + used + 1).is_some_and(is_month);
            if !numeral || of_date || is_date(next) {
                break;
            }
            text = if text.ends_with('-') { text + next } else { text + " " + next };
            used += 1;
        }
    }
    (text, used)
}

fn is_number(text: &str, introduced: bool) -> bool {
    let bare = text.trim();
    let year = bare.len() == 4 && bare.parse::<u16>().is_ok_and(|year| (1850..=2100).contains(&year));
    let enough = if introduced { 1 } else { DIGITS_MIN };
    digits(bare) >= enough && !is_date(bare) && (introduced || !year)
}

fn is_month(word: &str) -> bool {
    let small = word.to_lowercase();
    MONTHS.iter().any(|month| small.starts_with(month)) && small.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.')
}

/// `21.8.2011`, `24/06/1426`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['.', '/']).collect();
    let [day, month, year] = parts.as_slice() else { return false };
    let number = |part: &str| part.parse::<u16>().ok();
    number(day).is_some_and(|day| (1..=31).contains(&day))
        && number(month).is_some_and(|month| (1..=12).contains(&month))
        && (year.len() == 4 || year.len() == 2)
        && number(year).is_some()
}

/// A number with what the words from the last one to it say, and those right behind it.
fn number(text: &str, before: &[Token<'_>], behind: &[Token<'_>]) -> Number {
    let brackets = || {
        let from = behind.iter().skip_while(|token| matches!(token, Token::Break));
        from.map_while(|token| if let Token::Bracket(inside) = token { Some(*inside) } else { None })
    };
    let known_false = brackets().any(says_false) || before.iter().filter_map(Token::word).any(says_false);
    let last = |token: &Token<'_>| token.word().is_some_and(|word| closes(word) || introduces(word));
    let after = behind.get(..behind.iter().position(last).unwrap_or(behind.len())).unwrap_or_default();
    let country = brackets().find_map(of_bracket).or_else(|| of_words(before)).or_else(|| of_words(after));
    Number { text: text.to_owned(), country, known_false }
}

fn says_false(text: &str) -> bool {
    let small = text.to_lowercase();
    small.split_whitespace().any(|word| FALSE.iter().any(|mark| word.starts_with(mark)))
}

fn of_bracket(inside: &str) -> Option<Country> {
    said(inside).or_else(|| of_words(&tokens(inside)))
}

/// The first country or people among words. Codes of two letters stand for too much else there: `NI No`, `ID no`.
fn of_words(tokens: &[Token<'_>]) -> Option<Country> {
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    (0..words.len()).find_map(|from| {
        let longest = COUNTRY_WORDS_MAX.min(words.len() - from);
        (1..=longest).rev().find_map(|many| {
            let text = words.get(from..from + many)?.join(" ");
            if text.len() > 2 { said(&text) } else { None }
        })
    })
}

fn said(text: &str) -> Option<Country> {
    countries::people(text).or_else(|| match countries::read(text) {
        Said::Country(country) => Some(country),
        Said::Nothing | Said::Unclear => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers with their countries; `!` is a false one.
    fn shown(numbers: Vec<Number>) -> Vec<String> {
        let show = |number: Number| {
            let country = number.country.map(|country| format!(" {country}")).unwrap_or_default();
            format!("{}{country}{}", number.text, if number.known_false { " !" } else { "" })
        };
        numbers.into_iter().map(show).collect()
    }

    #[test]
    fn numbers_stand_among_words() {
        for (text, want) in [
            ("381310014", vec!["381310014"]),
            ("96 03 464086", vec!["96 03 464086"]),
            ("TR-P 614 166", vec!["TR-P 614 166"]),
            ("35202- 4135948-7", vec!["35202- 4135948-7"]),
            ("381110042 (Expired 25 Jan. 2016)", vec!["381110042"]),
            ("403062567 (US)", vec!["403062567 US"]),
            ("Libyan passport No. 513519", vec!["513519 LY"]),
            ("French passport number 05AT521433", vec!["05AT521433 FR"]),
            ("Diplomatic Passport: Z30321794", vec!["Z30321794"]),
            ("R00012098, South Sudan", vec!["R00012098 SS"]),
            ("Libya 428720", vec!["428720 LY"]),
            ("Libya B/002210", vec!["B/002210 LY"]),
            ("No34409/129", vec!["34409/129"]),
            ("SSN 156-92-9858 (United States of America)", vec!["156-92-9858 US"]),
            ("BPA Nr. 1336597587", vec!["1336597587"]),
            ("Tunisian passport number L 191609 issued on 28 Feb. 1996, expired on 27 Feb. 2001", vec!["L 191609 TN"]),
            ("Moroccan national identity card DE- 473900", vec!["DE-473900 MA"]),
            ("Afghan passport number SE 012820", vec!["SE 012820 AF"]),
            ("Afghan national identification card (tazkira) number 4414", vec!["4414 AF"]),
            ("Residential card number 665, Ayno Maina, Kandahar Province, Afghanistan", vec!["665 AF"]),
            ("Italian Fiscal Code: DAOMMD74T11Z352Z", vec!["DAOMMD74T11Z352Z IT"]),
            ("Counterfeit Danish driving licence number 20645897", vec!["20645897 DK !"]),
            ("S335026 (False Indonesian)", vec!["S335026 ID !"]),
            ("Saudi Arabian NI No 4-6032-0048-1", vec!["4-6032-0048-1 SA"]),
            ("Pakistani national ID no.54201-247561-5", vec!["54201-247561-5 PK"]),
            ("W374031, Tunisian national identity number issued on 11 April 2011.", vec!["W374031 TN"]),
            ("CV9157521(Pakistan) Issued 8.9.2008, expires on 7.9.2013", vec!["CV9157521 PK"]),
            (
                "DG5149481 (Pakistan)Issued 22.8.2006, expired on 21.8.2011. Passport booklet number A2815665.",
                vec!["DG5149481 PK", "A2815665"],
            ),
            (
                "Yemeni passport number 17979 issued under name Ahmed. Yemeni passport number 02117777 issued on \
                 8.11.2005 under name Ahmed Al-Ahmar. Yemeni passport number 06070777 issued on 3.12.2014.",
                vec!["17979 YE", "02117777 YE", "06070777 YE"],
            ),
            ("issued in 1993, under name Muhammad Jamal", vec![]),
            ("issued for Djamel Mostefa, born on 25 Sep. 1973 in Mehdia", vec![]),
            ("German travel document (Reiseausweis) A 0141062 (revoked as at Sep 2012)", vec!["A 0141062 DE"]),
            ("Qatari passport number", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(shown(read(text)), want, "{text}");
        }
    }

    #[test]
    fn of_other_texts_only_what_is_introduced() {
        for (text, want) in [
            ("in Baghdad, Iraq (DPOB - 1970) - Passport No. 284158, expires 21 August 2005\n(Iraq)", vec!["284158 IQ"]),
            ("born in 1965 in Kandahar, passport number OR 1961825 issued on 4\nFeb. 2003", vec!["OR 1961825"]),
            ("Passport number: B0515260; DOB: 1948; POB: Anefif", vec!["B0515260"]),
            ("formerly listed as", vec![]),
            ("born in 1973", vec![]),
        ] {
            let numbers: Vec<_> = introduced(text).into_iter().map(|number| number.text).collect();
            let want: Vec<_> = want.iter().map(|text| text.trim_end_matches(" IQ").to_owned()).collect();
            assert_eq!(numbers, want, "{text}");
        }
    }
}
