//! Where the source of the law can be changed, and how: one walk over a file's syntax.
//!
//! Only what runs when a record is judged is changed. What the compiler evaluates cannot be switched at run time: figures of
//! constants are changed where they are used, the declarations of rules where the engine reads them.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Expr, Pat, Stmt,
    spanned::Spanned as _,
    visit::{self, Visit},
};

use crate::ways;

/// A place in a file.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Its bytes in the file.
    pub(crate) range: Range<usize>,
    /// What stands there, or goes there instead.
    pub(crate) change: Change,
    /// The item it is in.
    pub(crate) item: String,
    /// The line around it, the place itself marked.
    pub(crate) shown: String,
    /// Its line in the file, from 1.
    pub(crate) line: usize,
}

/// How a place can be changed.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// One of these expressions stands there instead.
    Instead(Vec<String>),
    /// A statement is left out.
    Nothing,
    /// A constant of this name is a little more or less.
    Near(String),
    /// An arm of a match, of which this is the pattern, is left out.
    Arm,
}

/// A constant of a file.
#[derive(Clone)]
pub(crate) struct Constant {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) kind: syn::Type,
    /// Its line.
    pub(crate) line: usize,
    /// Its value.
    pub(crate) value: String,
}

/// What one file holds.
#[derive(Default)]
pub(crate) struct Found {
    /// The places, in their order.
    pub(crate) sites: Vec<Site>,
    /// Constants, anywhere in the file.
    pub(crate) constants: Vec<Constant>,
    /// Structs and enums, for which a way to change their figures may be written.
    pub(crate) types: Vec<syn::Item>,
}

/// Looks through a file.
pub(crate) fn find(source: &str) -> syn::Result<Found> {
    let file = syn::parse_file(source)?;
    let mut walk =
        Walk { source, found: Found::default(), runs: false, unsure: false, around: Vec::new(), items: Vec::new() };
    walk.visit_file(&file);
    let mut found = walk.found;
    found.sites.sort_by_key(|site| (site.range.start, std::cmp::Reverse(site.range.end)));
    Ok(found)
}

/// Longest text around a place that is shown.
const SHOWN: usize = 100;

struct Walk<'s> {
    source: &'s str,
    found: Found,
    /// Whether what is walked runs when a record is judged.
    runs: bool,
    /// Whether it belongs to a rule that is unsure, whose outcomes are capped: nobody can tell a violation from a review there.
    unsure: bool,
    /// The expressions and statements around, outermost first.
    around: Vec<Range<usize>>,
    items: Vec<String>,
}

impl Walk<'_> {
    fn add(&mut self, range: Range<usize>, change: Change) {
        if !self.runs || range.is_empty() {
            return;
        }
        let site = Site {
            item: self.items.join("::"),
            shown: self.shown(&range),
            line: self.source.get(..range.start).unwrap_or_default().matches('\n').count() + 1,
            range,
            change,
        };
        self.found.sites.push(site);
    }

    fn instead(&mut self, of: &Expr, ways: impl IntoIterator<Item = TokenStream>) {
        let ways: Vec<String> = ways.into_iter().map(|way| way.to_string()).collect();
        if !ways.is_empty() {
            self.add(range(of), Change::Instead(ways));
        }
    }

    /// The widest text around that still fits a line, with the place between marks.
    fn shown(&self, place: &Range<usize>) -> String {
        let within = |range: &&Range<usize>| range.start <= place.start && place.end <= range.end;
        let text = |range: &Range<usize>| {
            let piece = |range: Range<usize>| self.source.get(range).unwrap_or_default();
            let marked =
                format!("{}«{}»{}", piece(range.start..place.start), piece(place.clone()), piece(place.end..range.end));
            marked.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let candidates = self.around.iter().filter(within).map(text);
        let fitting = candidates.into_iter().find(|text| text.chars().count() <= SHOWN);
        fitting.unwrap_or_else(|| text(place))
    }

    fn run(&mut self, runs: bool, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.runs, runs);
        walk(self);
        self.runs = before;
    }

    fn inside(&mut self, item: &impl ToString, walk: impl FnOnce(&mut Self)) {
        self.items.push(item.to_string());
        walk(self);
        self.items.pop();
    }

    fn function(&mut self, attributes: &[syn::Attribute], signature: &syn::Signature, walk: impl FnOnce(&mut Self)) {
        if is_test(attributes) {
            return;
        }
        let runs = signature.constness.is_none();
        self.inside(&signature.ident, |walked| walked.run(runs, walk));
    }

    fn constant(&mut self, name: &syn::Ident, kind: &syn::Type, value: &Expr) {
        self.found.constants.push(Constant {
            name: name.to_string(),
            kind: kind.clone(),
            line: name.span().start().line,
            value: value.to_token_stream().to_string(),
        });
        self.unsure = is_unsure(value);
        self.inside(name, |walk| walk.run(false, |walk| walk.visit_expr(value)));
        self.unsure = false;
    }

    fn condition(&mut self, condition: &Expr, ends: bool) {
        if holds_let(condition) {
            return;
        }
        let mut ways = Vec::new();
        if !ways::has_opposite(condition) {
            ways.push(quote!(!(#condition)));
        }
        if ends {
            ways.push(quote!(false));
        }
        self.instead(condition, ways);
    }

    fn arms(&mut self, arms: &[syn::Arm]) {
        let catches = arms.last().is_some_and(|arm| arm.guard.is_none() && catches_all(&arm.pat));
        for (index, arm) in arms.iter().enumerate() {
            if let Some((_, guard)) = &arm.guard {
                if !holds_let(guard) {
                    self.instead(guard, [quote!(true), quote!(false)]);
                }
            } else if catches && index + 1 < arms.len() {
                self.add(range(&arm.pat), Change::Arm);
            } else if let Some(next) = arms.get(index + 1).filter(|next| !binds(&next.pat) && !binds(&arm.pat)) {
                let body = &next.body;
                if body.to_token_stream().to_string() != arm.body.to_token_stream().to_string() {
                    self.instead(&arm.body, [quote!(#body)]);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(&function.attrs, &function.sig, |walk| walk.visit_block(&function.block));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(&function.attrs, &function.sig, |walk| walk.visit_block(&function.block));
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.function(&function.attrs, &function.sig, |walk| walk.visit_block(block));
        }
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let of = block.self_ty.to_token_stream();
        self.inside(&of, |walk| visit::visit_item_impl(walk, block));
    }

    fn visit_item_const(&mut self, constant: &'ast syn::ItemConst) {
        self.constant(&constant.ident, &constant.ty, &constant.expr);
    }

    fn visit_item_static(&mut self, constant: &'ast syn::ItemStatic) {
        self.inside(&constant.ident, |walk| walk.run(false, |walk| walk.visit_expr(&constant.expr)));
    }

    fn visit_impl_item_const(&mut self, constant: &'ast syn::ImplItemConst) {
        self.inside(&constant.ident, |walk| walk.run(false, |walk| walk.visit_expr(&constant.expr)));
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.found.types.push(item.clone().into());
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.found.types.push(item.clone().into());
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_pat(&mut self, _: &'ast Pat) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if let Some((asked, _, guard)) = ways::matching(mac) {
            self.visit_expr(&asked);
            if let Some(guard) = guard {
                self.visit_expr(&guard);
            }
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        for (index, stmt) in block.stmts.iter().enumerate() {
            let last = index + 1 == block.stmts.len();
            if ways::may_be_left_out(stmt, last) {
                self.add(range(stmt), Change::Nothing);
            }
            self.visit_stmt(stmt);
        }
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        self.around.push(range(stmt));
        match stmt {
            // What has a name in the middle of a statement is no expression of its own.
            Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    self.visit_expr(&init.expr);
                    if let Some((_, otherwise)) = &init.diverge {
                        self.visit_expr(otherwise);
                    }
                }
            }
            other => visit::visit_stmt(self, other),
        }
        self.around.pop();
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.around.push(range(expr));
        self.instead(expr, if self.unsure { ways::of_unsure(expr) } else { ways::of(expr) });
        match expr {
            Expr::Closure(closure) => {
                self.run(true, |walk| walk.visit_expr(&closure.body));
            }
            Expr::MethodCall(call) if call.method == "filter" => {
                if let Some(Expr::Closure(test)) = call.args.first() {
                    self.run(true, |walk| walk.instead(&test.body, [quote!(true)]));
                }
                visit::visit_expr(self, expr);
            }
            Expr::Repeat(repeat) => self.visit_expr(&repeat.expr),
            Expr::Const(_) => {}
            Expr::If(branch) => {
                let ends = branch.else_branch.is_none() && ways::leaves(&branch.then_branch);
                self.condition(&branch.cond, ends);
                visit::visit_expr(self, expr);
            }
            Expr::While(cycle) => {
                self.condition(&cycle.cond, false);
                visit::visit_expr(self, expr);
            }
            Expr::Match(choice) => {
                self.arms(&choice.arms);
                self.visit_expr(&choice.expr);
                for arm in &choice.arms {
                    self.around.push(range(arm));
                    if let Some((_, guard)) = &arm.guard {
                        self.visit_expr(guard);
                    }
                    self.visit_expr(&arm.body);
                    self.around.pop();
                }
            }
            Expr::Path(path) => {
                let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                if ways::is_constant(&name) {
                    self.add(range(expr), Change::Near(name));
                }
            }
            // The day as a whole is changed, not its parts.
            Expr::Call(call) if ways::is_day(call) => {}
            Expr::Binary(binary) if ways::is_chain_with_let(binary) => self.chain(binary),
            _ => visit::visit_expr(self, expr),
        }
        self.around.pop();
    }
}

impl Walk<'_> {
    /// Conditions beside an `if let` can be left out, but not joined in another way.
    fn chain(&mut self, binary: &syn::ExprBinary) {
        for side in [&binary.left, &binary.right] {
            if !holds_let(side) {
                self.instead(side, [quote!(true)]);
            }
            self.visit_expr(side);
        }
    }
}

/// The bytes of a piece of syntax.
fn range(piece: &impl ToTokens) -> Range<usize> {
    piece.span().byte_range()
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test"))
    })
}

/// Whether this is a rule of low certainty.
fn is_unsure(value: &Expr) -> bool {
    let Expr::Struct(rule) = value else { return false };
    rule.fields.iter().any(|field| {
        let value = field.expr.to_token_stream().to_string();
        field.member.to_token_stream().to_string() == "certainty" && value.ends_with("Low")
    })
}

/// Whether a condition binds names with `let`.
fn holds_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(binary) => holds_let(&binary.left) || holds_let(&binary.right),
        Expr::Paren(inner) => holds_let(&inner.expr),
        _ => false,
    }
}

fn catches_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(name) => name.subpat.is_none() && !ways::is_constant(&name.ident.to_string()) && !starts_upper(name),
        _ => false,
    }
}

fn starts_upper(name: &syn::PatIdent) -> bool {
    name.ident.to_string().starts_with(char::is_uppercase)
}

/// Whether a pattern gives names to what it matches.
fn binds(pattern: &Pat) -> bool {
    struct Names(bool);
    impl Visit<'_> for Names {
        fn visit_pat_ident(&mut self, name: &syn::PatIdent) {
            self.0 |= !starts_upper(name);
        }
    }
    let mut names = Names(false);
    names.visit_pat(pattern);
    names.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of each place, in order.
    fn check(source: &str, expected: &[&str]) {
        let found: Vec<_> = find(source).unwrap().sites.into_iter().map(|site| site.shown).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn what_runs_is_changed_and_what_the_compiler_evaluates_is_not() {
        check("fn f() -> bool { a < b }", &["«a < b»"]);
        check("const fn f() -> bool { a < b }", &[]);
        check("const A: bool = B < C;", &[]);
        check("const A: Rule = Rule { days: 3, check: |_| day > B };", &["Rule { days: 3, check: |_| «day > B» }"]);
        check("#[cfg(test)] mod tests { fn f() -> bool { a < b } }", &[]);
        check("#[test] fn f() { assert(a < b); }", &[]);
    }

    #[test]
    fn statements_conditions_and_arms() {
        check("fn f() { if done { return; } more() }", &["if «done» { return; }"]);
        check("fn f() { list.push(1); }", &["«list.push(1);»", "list.push(«1»);"]);
        check("fn f() { if let Some(a) = b && c { d() } }", &["if let Some(a) = b && «c» { d() }"]);
        check("fn f() { match a { Some(1) => b, _ => c } }", &["match a { «Some(1)» => b, _ => c }"]);
        check("fn f() { match a { One => b, Two => c } }", &["match a { One => «b», Two => c }"]);
        check("fn f() { match a { b if c => d, _ => e } }", &["match a { b if «c» => d, _ => e }"]);
        check("fn f() { a.filter(|b| b.good()) }", &["a.filter(|b| «b.good()»)"]);
    }

    #[test]
    fn items_are_named() {
        let items = |source: &str| find(source).unwrap().sites.into_iter().map(|site| site.item).collect::<Vec<_>>();
        assert_eq!(items("impl Wage { fn low(&self) -> bool { a < b } }"), ["Wage::low"]);
        assert_eq!(items("const PAID: Rule = rule(|a| a < b);"), ["PAID"]);
    }
}
