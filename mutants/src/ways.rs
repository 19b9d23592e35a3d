//! What an expression can be changed to.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{BinOp, Expr, Stmt, UnOp, parse::Parser as _, punctuated::Punctuated};

/// Everything that an expression can be changed to as a whole; its parts are places of their own.
pub(crate) fn of(expr: &Expr) -> Vec<TokenStream> {
    match expr {
        Expr::Binary(binary) if !is_chain_with_let(binary) => operators(binary),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_) | UnOp::Neg(_)) => {
            let inner = &unary.expr;
            vec![quote!(#inner)]
        }
        Expr::MethodCall(call) => method(call),
        Expr::Call(call) => function(call),
        Expr::Lit(literal) => figure(&literal.lit),
        Expr::Path(path) => word(&path.path).into_iter().collect(),
        Expr::Macro(mac) => matches_macro(&mac.mac),
        _ => Vec::new(),
    }
}

/// The same in a rule that is unsure: what is a violation by its row is shown as a question, and cannot be told from one.
pub(crate) fn of_unsure(expr: &Expr) -> Vec<TokenStream> {
    match expr {
        Expr::MethodCall(call) if call.method == "violation" || call.method == "prohibited" => {
            let receiver = &call.receiver;
            vec![quote!(#receiver.info())]
        }
        _ => of(expr),
    }
}

/// Whether `&&` joins an `if let`, whose names the other side may use.
pub(crate) fn is_chain_with_let(binary: &syn::ExprBinary) -> bool {
    fn holds(expr: &Expr) -> bool {
        match expr {
            Expr::Let(_) => true,
            Expr::Binary(binary) => is_chain_with_let(binary),
            _ => false,
        }
    }
    matches!(binary.op, BinOp::And(_)) && (holds(&binary.left) || holds(&binary.right))
}

/// Whether the ways of an expression include its opposite.
pub(crate) fn has_opposite(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(binary) => swapped(&binary.op).is_some(),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)),
        Expr::MethodCall(call) => is_question(&call.method.to_string()),
        Expr::Paren(inner) => has_opposite(&inner.expr),
        Expr::Macro(mac) => mac.mac.path.is_ident("matches"),
        _ => false,
    }
}

/// Operators that take the place of one.
fn swapped(operator: &BinOp) -> Option<&'static [&'static str]> {
    Some(match operator {
        BinOp::Lt(_) => &["<=", ">="],
        BinOp::Le(_) => &["<", ">"],
        BinOp::Gt(_) => &[">=", "<="],
        BinOp::Ge(_) => &[">", "<"],
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::Add(_) => &["-"],
        BinOp::Sub(_) => &["+"],
        BinOp::Mul(_) => &["/"],
        BinOp::Div(_) => &["*"],
        BinOp::AddAssign(_) => &["-="],
        BinOp::SubAssign(_) => &["+="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::BitAnd(_) => &["|"],
        BinOp::BitOr(_) => &["&"],
        _ => return None,
    })
}

fn operators(binary: &syn::ExprBinary) -> Vec<TokenStream> {
    let (left, right) = (&binary.left, &binary.right);
    let with = |operator: &&str| {
        let operator: TokenStream = operator.parse().unwrap_or_default();
        quote!(#left #operator #right)
    };
    let mut ways: Vec<_> = swapped(&binary.op).into_iter().flatten().map(with).collect();
    if matches!(binary.op, BinOp::And(_) | BinOp::Or(_) | BinOp::BitAnd(_) | BinOp::BitOr(_)) {
        ways.extend([quote!(#left), quote!(#right)]);
    }
    ways
}

/// Methods that ask something: their answer can be the opposite.
fn is_question(method: &str) -> bool {
    const NAMED: [&str; 9] =
        ["yes", "has", "is", "contains", "starts_with", "ends_with", "holds_on", "in_season", "any"];
    NAMED.contains(&method) || method == "all" || method.starts_with("is_")
}

/// Methods whose place another takes, with the same arguments.
const TWINS: [(&str, &str); 14] = [
    ("any", "all"),
    ("all", "any"),
    ("is_some_and", "is_none_or"),
    ("is_none_or", "is_some_and"),
    ("min", "max"),
    ("max", "min"),
    ("first", "last"),
    ("last", "first"),
    ("min_by_key", "max_by_key"),
    ("max_by_key", "min_by_key"),
    ("prohibited", "violation"),
    ("violation", "review"),
    ("review", "info"),
    ("info", "review"),
];

/// Methods that may be left out.
const LEFT_OUT: [&str; 10] =
    ["unless", "unless_claimed", "claimed_by", "to", "due", "since", "or", "or_review", "unless_recorded", "about"];

fn method(call: &syn::ExprMethodCall) -> Vec<TokenStream> {
    let method = call.method.to_string();
    let (receiver, arguments) = (&call.receiver, &call.args);
    let mut ways = Vec::new();
    if let Some((_, twin)) = TWINS.iter().find(|(name, _)| *name == method) {
        let twin = format_ident!("{twin}");
        ways.push(quote!(#receiver.#twin(#arguments)));
    } else if is_question(&method) {
        ways.push(quote!(!(#call)));
    }
    // Without arguments, `to` and `since` are fields.
    if LEFT_OUT.contains(&method.as_str())
        && !(arguments.is_empty() && method != "or_review" && method != "unless_recorded")
    {
        ways.push(quote!(#receiver));
    }
    if method == "or" {
        ways.push(quote!(#arguments));
    }
    if method == "contains" {
        ways.extend(other_end(receiver, arguments));
    }
    if let (true, Some(Expr::Reference(list))) = (method == "is_in" || method == "to", arguments.first())
        && let Expr::Array(array) = list.expr.as_ref()
    {
        let name = &call.method;
        ways.extend(shorter(array).map(|array| quote!(#receiver.#name(&#array))));
    }
    ways
}

/// A range without its end, or with it.
fn other_end(range: &Expr, arguments: &Punctuated<Expr, syn::Token![,]>) -> Option<TokenStream> {
    let Expr::Paren(inner) = range else { return None };
    let Expr::Range(range) = inner.expr.as_ref() else { return None };
    let (start, end) = (range.start.as_ref()?, range.end.as_ref()?);
    Some(match range.limits {
        syn::RangeLimits::HalfOpen(_) => quote!((#start..=#end).contains(#arguments)),
        syn::RangeLimits::Closed(_) => quote!((#start..#end).contains(#arguments)),
    })
}

/// A list with each of its entries left out; a list of one stays.
fn shorter(array: &syn::ExprArray) -> impl Iterator<Item = TokenStream> {
    let left_out = 0..if array.elems.len() > 1 { array.elems.len() } else { 0 };
    left_out.map(|left_out| {
        let kept = array.elems.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, kept)| kept);
        quote!([#(#kept),*])
    })
}

/// A day, written out.
pub(crate) fn is_day(call: &syn::ExprCall) -> bool {
    call.func.to_token_stream().to_string() == "Date :: of"
}

fn function(call: &syn::ExprCall) -> Vec<TokenStream> {
    if is_day(call) {
        return vec![quote!(#call.plus_days(-1)), quote!(#call.plus_days(1))];
    }
    let name = call.func.to_token_stream().to_string();
    let neutral = match name.as_str() {
        "Truth :: any" => quote!(Truth::No),
        "Truth :: all" => quote!(Truth::Yes),
        _ => return Vec::new(),
    };
    let (function, arguments) = (&call.func, &call.args);
    let other: TokenStream = if name.ends_with("any") { quote!(Truth::all) } else { quote!(Truth::any) };
    let mut ways = vec![quote!(#other(#arguments))];
    if let Some(Expr::Array(array)) = arguments.first() {
        ways.extend((0..array.elems.len()).map(|left_out| {
            let kept = array.elems.iter().enumerate();
            let kept = kept.map(|(index, kept)| if index == left_out { neutral.clone() } else { quote!(#kept) });
            quote!(#function([#(#kept),*]))
        }));
    }
    ways
}

fn figure(literal: &syn::Lit) -> Vec<TokenStream> {
    match literal {
        syn::Lit::Bool(value) => {
            let other = !value.value;
            vec![quote!(#other)]
        }
        syn::Lit::Int(number) => {
            let Ok(value) = number.base10_parse::<u128>() else { return Vec::new() };
            let suffix = number.suffix();
            let near = [value.checked_sub(1), value.checked_add(1)];
            near.into_iter().flatten().filter_map(|near| format!("{near}{suffix}").parse().ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// Words of the kit whose place another takes.
fn word(path: &syn::Path) -> Option<TokenStream> {
    let text = path.to_token_stream().to_string();
    let other = match text.as_str() {
        "Truth :: Yes" => quote!(Truth::No),
        "Truth :: No" => quote!(Truth::Yes),
        "Self :: Yes" => quote!(Self::No),
        "Self :: No" => quote!(Self::Yes),
        "Prohibited" | "Outcome :: Prohibited" => quote!(Outcome::Violation),
        "Violation" | "Outcome :: Violation" | "Info" | "Outcome :: Info" => quote!(Outcome::NeedsReview),
        "NeedsReview" | "Outcome :: NeedsReview" => quote!(Outcome::Info),
        _ => return None,
    };
    Some(other)
}

/// The parts of `matches!`: what is asked, the pattern, and its condition.
pub(crate) fn matching(mac: &syn::Macro) -> Option<(Expr, syn::Pat, Option<Expr>)> {
    if !mac.path.is_ident("matches") {
        return None;
    }
    let parts = |input: syn::parse::ParseStream<'_>| {
        let asked = input.parse::<Expr>()?;
        input.parse::<syn::Token![,]>()?;
        let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
        let guard = if input.parse::<Option<syn::Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
        input.parse::<Option<syn::Token![,]>>()?;
        Ok((asked, pattern, guard))
    };
    parts.parse2(mac.tokens.clone()).ok()
}

fn matches_macro(mac: &syn::Macro) -> Vec<TokenStream> {
    let Some((asked, pattern, guard)) = matching(mac) else { return Vec::new() };
    let condition = guard.as_ref().map(|guard| quote!(if #guard));
    let mut ways = vec![quote!(!matches!(#asked, #pattern #condition))];
    if let syn::Pat::Or(either) = &pattern {
        ways.extend((0..either.cases.len()).map(|left_out| {
            let kept = either.cases.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, kept)| kept);
            quote!(matches!(#asked, #(#kept)|* #condition))
        }));
    }
    ways
}

/// Whether a name is one of a constant.
pub(crate) fn is_constant(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}

/// Whether a block ends by leaving what is around it.
pub(crate) fn leaves(block: &syn::Block) -> bool {
    let last = block.stmts.last();
    matches!(last, Some(Stmt::Expr(Expr::Return(_) | Expr::Continue(_) | Expr::Break(_), _)))
}

/// Whether a program without a statement is still one: a change of a value, or an early return.
pub(crate) fn may_be_left_out(stmt: &Stmt, last: bool) -> bool {
    match stmt {
        // The condition of an early return can be taken as never met, unless it binds names.
        Stmt::Expr(Expr::If(branch), _) => {
            let binds = matches!(branch.cond.as_ref(), Expr::Let(_))
                || matches!(branch.cond.as_ref(), Expr::Binary(binary) if is_chain_with_let(binary));
            !last && binds && branch.else_branch.is_none() && leaves(&branch.then_branch)
        }
        Stmt::Expr(Expr::MethodCall(_) | Expr::Assign(_), Some(_)) => true,
        Stmt::Expr(Expr::Binary(binary), Some(_)) => swapped(&binary.op).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutant::written;

    fn check(expression: &str, expected: &[&str]) {
        let found: Vec<_> =
            of(&syn::parse_str(expression).unwrap()).iter().map(|way| written(&way.to_string())).collect();
        assert_eq!(found, expected, "{expression}");
    }

    #[test]
    fn operators_and_figures() {
        check("a < b", &["a <= b", "a >= b"]);
        check("a >= b", &["a > b", "a < b"]);
        check("a == b", &["a != b"]);
        check("a && b", &["a || b", "a", "b"]);
        check("a | b", &["a & b", "a", "b"]);
        check("!a", &["a"]);
        check("12", &["11", "13"]);
        check("0u8", &["1u8"]);
        check("true", &["false"]);
        check("Date::of(2015, 3, 1)", &["Date::of(2015, 3, 1).plus_days(-1)", "Date::of(2015, 3, 1).plus_days(1)"]);
        check("\"text\"", &[]);
        check("a", &[]);
    }

    #[test]
    fn questions_and_outcomes() {
        check("a.is_empty()", &["!(a.is_empty())"]);
        check("a.any(test)", &["a.all(test)"]);
        check("a.violation()", &["a.review()"]);
        check("a.unless(exempt, b)", &["a"]);
        check("a.due(day)", &["a"]);
        check("a.since()", &[]);
        check("a.or_review()", &["a"]);
        check("a.or(b)", &["a", "b"]);
        check("(1..5).contains(&a)", &["!((1 .. 5).contains(&a))", "(1 ..= 5).contains(&a)"]);
        check(
            "a.is_in(&[X::One, X::Two])",
            &["!(a.is_in(&[X::One, X::Two]))", "a.is_in(&[X::Two])", "a.is_in(&[X::One])"],
        );
        check(
            "Truth::any([a, b])",
            &["Truth::all([a, b])", "Truth::any([Truth::No, b])", "Truth::any([a, Truth::No])"],
        );
        check("matches!(a, One | Two)", &["!matches!(a, One | Two)", "matches!(a, Two)", "matches!(a, One)"]);
    }

    #[test]
    fn nobody_can_tell_a_capped_violation_from_a_review() {
        let ways = of_unsure(&syn::parse_str("a.violation()").unwrap());
        assert_eq!(ways.iter().map(|way| written(&way.to_string())).collect::<Vec<_>>(), ["a.info()"]);
    }
}
